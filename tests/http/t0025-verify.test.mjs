// t0025-verify.test.mjs: palreg-verify from outside, and before a server between that lies in one thing at a time.
import assert from "node:assert/strict"
import { execFile, execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { request } from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, describe, test } from "node:test"
import { promisify } from "node:util"
import { ORIGIN, ROOT, STATE } from "./client.mjs"
import { demoAccount, isDoctor, signIn } from "./doctor.mjs"

const MANIFEST = join(STATE, "app/share/palreg/manifest.json")
const { tree, files } = JSON.parse(readFileSync(MANIFEST, "utf8"))
const cookies = join(STATE, "tmp/verify-cookies")

/** @returns {Promise<{ code: number, said: string }>} */
const verify = (...args) => promisify(execFile)(process.execPath, [join(ROOT, "build-aux/palreg-verify.mjs"), ...args])
	.then(({ stdout }) => ({ code: 0, said: stdout }), ({ code, stdout, stderr }) => ({ code, said: stdout + stderr }))

/** What the server between changes of an answer: its path, head and body. @type {(answer: any) => void} */
let lie = () => {}
const between = createServer((req, res) => {
	request(new URL(req.url, ORIGIN), { method: req.method, headers: { ...req.headers, host: new URL(ORIGIN).host } }, (from) => {
		const parts = []
		from.on("data", (part) => parts.push(part))
		from.on("end", () => {
			const answer = { path: req.url, status: from.statusCode, headers: { ...from.headers }, body: Buffer.concat(parts) }
			lie(answer)
			delete answer.headers["transfer-encoding"]
			delete answer.headers["content-length"]
			res.writeHead(answer.status, answer.headers).end(answer.body)
		})
	}).end()
})

before(async () => {
	await new Promise((resolve) => between.listen(0, "127.0.0.1", resolve))
	const { client } = await signIn(demoAccount(isDoctor))
	writeFileSync(cookies, `__Host-palreg=${client.cookie}\n`)
})
after(() => between.close())

test("what is served is the release, before and after signing in", async () => {
	const { code, said } = await verify(ORIGIN, MANIFEST, "--cookies", cookies, "/patients", "/patients/new", "/prescriptions", "/reports", "/account")
	assert.equal(code, 0, said)
	assert.match(said, new RegExp(`^13 pages and ${Object.keys(files).length} files are those of the release ${tree}`))
})

describe("one lie is found:", () => {
	const inText = (path, from, to) => (a) => {
		if (a.path === path)
			a.body = Buffer.from(a.body.toString("utf8").replace(from, to))
	}
	const inFile = (path, compressed) => (a) => {
		if (a.path === `/static/${tree}/${path}` && (a.headers["content-encoding"] === "gzip") === compressed)
			a.body[a.body.length >> 1] ^= 1
	}
	const inHead = (path, name, change) => (a) => {
		if (a.path === path)
			a.headers[name] = change(a.headers[name])
	}
	const policy = "content-security-policy"
	const LIES = {
		"one byte of a module": [inFile("js/main.js", false), /js\/main\.js: is not the file/],
		"one byte of a compressed module": [inFile("js/crypto/kdf.js", true), /kdf\.js \(compressed\): is not the file/],
		"one byte of a library": [inFile("vendor/hash-wasm.js", false), /hash-wasm\.js: is not the file/],
		"a file that is missing": [(a) => { if (a.path.endsWith("css/app.css")) a.status = 404 }, /app\.css.*: answered 404/],
		"an added script": [inText("/login", "</body>", "<script src='/static/x.js'></script></body>"), /\/login: a script that is not/],
		"an added script in a page behind the sign-in": [inText("/patients", "</main>", "<script>1</script></main>"), /\/patients: a script/],
		"another import map": [inText("/login", '"qr":', '"qs":'), /\/login: a script that is not/],
		"another hash of the main module": [inText("/join", /(main\.js" integrity="sha256-)./, "$1!"), /\/join: a script that is not/],
		"no hash of the main module": [inText("/join", /(main\.js") integrity="[^"]*"/, "$1"), /\/join: a script that is not/],
		"a handler in a tag": [inText("/setup", "<main", '<main onfocus="x()"'), /\/setup: a tag with a script/],
		"a frame": [inText("/login", "</main>", "<iframe></iframe></main>"), /\/login: a tag that is not/],
		"another base": [inText("/login", "<title>", '<base href="/x/"><title>'), /\/login: a tag that is not/],
		"a weakened policy": [inHead("/login", policy, (v) => v.replace("'self'", "'self' 'unsafe-eval'")), /\/login: content-security-policy is/],
		"a policy that is missing on an error": [(a) => { if (a.path === "/no-such-page") delete a.headers[policy] }, /no-such-page: content-security-policy is missing/],
		"a header twice": [inHead("/login", "referrer-policy", (v) => [v, "unsafe-url"]), /referrer-policy is no-referrer/],
		"a header that loads": [inHead("/login", "link", () => "</x.js>; rel=preload; as=script"), /the header link does not belong/],
	}
	for (const [name, [tell, said]] of Object.entries(LIES))
		test(name, async () => {
			lie = tell
			const found = await verify(`http://127.0.0.1:${between.address().port}`, MANIFEST, "--cookies", cookies, "/patients")
			assert.equal(found.code, 1, found.said)
			assert.match(found.said, said)
		})
})

test("a manifest counts only with the signature of the release key", async () => {
	const dir = mkdtempSync(join(tmpdir(), "palreg-release-"))
	const [copy, key, secret] = ["manifest.json", "release.pub", "release.key"].map((name) => join(dir, name))
	try {
		writeFileSync(copy, readFileSync(MANIFEST))
		execFileSync("minisign", ["-G", "-W", "-p", key, "-s", secret], { stdio: "ignore" })
		execFileSync("minisign", ["-S", "-m", copy, "-s", secret], { stdio: "ignore" })
		const release = readFileSync(key, "utf8").trim().split("\n").at(-1)
		assert.equal((await verify(ORIGIN, copy, "--key", release)).code, 0)
		writeFileSync(copy, readFileSync(copy, "utf8").replace('"files"', '"files" '))
		assert.match((await verify(ORIGIN, copy, "--key", release)).said, /does not carry a good signature/)
	} finally {
		rmSync(dir, { recursive: true })
	}
})

test("a server that is away, and a call that makes no sense", async () => {
	assert.equal((await verify("http://127.0.0.1:1", MANIFEST)).code, 1)
	assert.equal((await verify(ORIGIN)).code, 2)
	assert.equal((await verify(ORIGIN, MANIFEST, "--key")).code, 2)
})
