// record.mjs: what a page asks of the database: its statements, their parameters and its round trips.
//
//     node bench/record.mjs PROGRAM PATH COOKIE [BODY]
//
// With a BODY it is posted. Runs the program once as plain CGI with a relay between it and PostgreSQL, and prints
// {"statements":{name:sql},"trips":[[[name,[parameter|null]]]]} of the request itself.
// PALREG_DB names the server's socket; the rest of the environment is the program's own.
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { connect, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

const [program, path, cookie, body] = process.argv.slice(2)
const [, server] = /host=(\S+)/.exec(process.env.PALREG_DB)

const statements = {}
const trips = []
let trip = []

/** A zero-ended text of a message, and where the next part begins. */
function text(body, at) {
	const end = body.indexOf(0, at)
	return [body.toString("utf8", at, end), end + 1]
}

/** Bind: portal, statement, formats, parameters. */
function bound(body) {
	const [, afterPortal] = text(body, 0)
	const [name, afterName] = text(body, afterPortal)
	let at = afterName + 2 + 2 * body.readInt16BE(afterName)
	const values = []
	const count = body.readInt16BE(at)
	at += 2
	for (let i = 0; i < count; i++) {
		const length = body.readInt32BE(at)
		at += 4
		values.push(length < 0 ? null : body.toString("utf8", at, at + length))
		at += Math.max(0, length)
	}
	return [name, values]
}

/** One message of the program; the first trip is that which prepares everything. */
function take(type, body) {
	if (type === "P") {
		const [name, next] = text(body, 0)
		statements[name] = text(body, next)[0]
	} else if (type === "B") {
		trip.push(bound(body))
	} else if (type === "S" && trip.length > 0) {
		trips.push(trip)
		trip = []
	}
}

/** Cuts the stream; only the message that opens a connection has no type. */
function messages() {
	let rest = Buffer.alloc(0)
	let opened = false
	return (chunk) => {
		rest = Buffer.concat([rest, chunk])
		for (;;) {
			const head = opened ? 1 : 0
			if (rest.length < head + 4 || rest.length < head + rest.readInt32BE(head))
				return
			const length = head + rest.readInt32BE(head)
			if (opened)
				take(String.fromCharCode(rest[0]), rest.subarray(5, length))
			// A request for encryption (80877103, 80877104) is followed by the real opening.
			opened ||= rest.readInt32BE(4) < 80000000
			rest = rest.subarray(length)
		}
	}
}

const dir = mkdtempSync(join(tmpdir(), "palreg-record."))
const relay = createServer((program) => {
	const database = connect(join(server, ".s.PGSQL.5432"))
	const read = messages()
	program.on("data", (chunk) => { read(chunk); database.write(chunk) })
	program.on("end", () => database.end())
	program.on("error", () => database.destroy())
	database.pipe(program)
	database.on("error", () => program.destroy())
})
await new Promise((resolve) => relay.listen(join(dir, ".s.PGSQL.5432"), resolve))

const child = spawn(program, [], {
	stdio: ["pipe", "pipe", "ignore"],
	env: {
		...process.env, PALREG_DB: process.env.PALREG_DB.replace(server, dir), GATEWAY_INTERFACE: "CGI/1.1",
		...body === undefined ? { REQUEST_METHOD: "GET" } : {
			REQUEST_METHOD: "POST", CONTENT_TYPE: "application/x-www-form-urlencoded", CONTENT_LENGTH: String(body.length),
			HTTP_ORIGIN: process.env.PALREG_ORIGIN, HTTP_SEC_FETCH_SITE: "same-origin",
		}, REQUEST_URI: path, QUERY_STRING: path.split("?")[1] ?? "", SERVER_PROTOCOL: "HTTP/1.1",
		REMOTE_ADDR: "127.0.0.1", REQUEST_ID: "0123456789abcdef0123456789abcdef", HTTPS: "on",
		HTTP_COOKIE: `__Host-palreg=${cookie}`,
	},
})
child.stdin.end(body ?? "")
let answer = ""
child.stdout.on("data", (chunk) => { answer += chunk })
await new Promise((resolve) => child.on("close", resolve))
relay.close()
rmSync(dir, { recursive: true })
if (!answer.startsWith(body === undefined ? "Status: 200" : "Status: 303") || trips.length === 0) {
	console.error(`record: ${path} answered ${answer.split("\r\n")[0] || "nothing"}`)
	process.exit(1)
}
const used = new Set(trips.flat().map(([name]) => name))
console.log(JSON.stringify({
	statements: Object.fromEntries(Object.entries(statements).filter(([name]) => used.has(name))), trips,
}))
