// icd10.mjs: the full official list of ICD-10 as an administrator imports it, how long it takes, and its search; then it is
// taken back. node bench/icd10.mjs SEED FILE: cookie 0 of the seed (cookies.mjs) is an administrator's, cookie 1 a doctor's.
// Prints "name value" lines. PALREG_URL names the instance.
import { createHash, createHmac, randomUUID } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { Agent } from "node:https"
import { batches, readBookFile } from "../static/js/ui/book-file.js"
import { Client } from "../tests/http/client.mjs"

const [seed, file] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const WORDS = ["C34", "C50.9", "i", "злокач", "лёгкого", "болезнь", "хроническая", "z51", "рак", "перелом шейки", "ожог", "туберкулёз"]
const TIMES = 20

function clientOf(n) {
	const key = createHash("sha256").update(seed + n).digest()
	const client = new Client()
	Object.assign(client, { agent, cookie: key.toString("base64url"), csrf: createHmac("sha256", key).update("palreg csrf v1").digest("base64url") })
	return client
}

async function good(answer, status) {
	const got = await answer
	if (got.status !== status)
		throw new Error(`${got.status} instead of ${status}: ${got.text.slice(0, 300)}`)
	return got
}

const admin = clientOf(0)
const doctor = clientOf(1)
const id = randomUUID()

/** From the file's bytes to the whole list in the book: read, sent, compared, taken in. */
async function take() {
	const { titles, lines, faults } = readBookFile(new Uint8Array(readFileSync(file)))
	if (faults.length > 0)
		throw new Error(JSON.stringify(faults[0]))
	await good(admin.post("/api/admin/imports", { id, book: "icd10", file: "icd10.csv", titles: titles.join("\t") }), 200)
	for (const some of batches(lines, 200_000))
		await good(admin.post(`/api/admin/imports/${id}/rows`, { lines: some.join("\n") }), 200)
	await good(admin.post(`/api/admin/imports/${id}/check`), 200)
	const { headers } = await good(admin.post(`/admin/imports/${id}/commit`), 303)
	if (!/done=book_import$/.test(headers.location))
		throw new Error(headers.location)
	return lines.length
}

async function timed(what) {
	const begun = performance.now()
	const result = await what()
	return [performance.now() - begun, result]
}

/** Processor time of the administration's database sessions so far, in seconds: it holds where a machine is busy. */
function spent() {
	let ticks = 0
	for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
		try {
			if (readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith("postgres: palreg_admin "))
				ticks += readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 13).reduce((sum, n) => sum + Number(n), 0)
		} catch {
			// It has ended meanwhile.
		}
	return ticks / 100
}

const before = spent()
const [took, rows] = await timed(take)
console.log(`icd10_import_cpu_seconds ${(spent() - before).toFixed(2)}`)
console.log(`icd10_import_rows ${rows}`)
console.log(`icd10_import_seconds ${(took / 1000).toFixed(2)}`)
const search = (text) => good(doctor.get(`/api/diagnoses?q=${encodeURIComponent(text)}`), 200)
const bare = []
const waits = []
for (let i = 0; i < TIMES; i++)
	for (const text of WORDS) {
		bare.push((await timed(() => good(doctor.get("/health/register"), 200)))[0])
		const [ms] = await timed(() => search(text))
		if (i > 0)
			waits.push(ms)
	}
for (const list of [bare, waits])
	list.sort((a, b) => a - b)
console.log(`icd10_bare_ms ${bare[Math.floor(bare.length / 2)].toFixed(1)}`)
console.log(`icd10_search_ms ${waits[Math.floor(waits.length / 2)].toFixed(1)}`)
console.log(`icd10_search_ms_p95 ${waits[Math.floor(waits.length * 0.95)].toFixed(1)}`)
await good(admin.post(`/admin/imports/${id}/undo`), 303)
agent.destroy()
