// t0730-runs.test.mjs: reports that are made apart: queue, progress, cancel, a worker that dies, what is kept, and for whom.
import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { execFileSync } from "node:child_process"
import { readFileSync, realpathSync } from "node:fs"
import { request } from "node:https"
import { after, before, beforeEach, describe, test } from "node:test"
import { hold as holds, ORIGIN, sql, STATE } from "./client.mjs"
import { sections } from "./csv.mjs"
import { demoAccount, isDoctor, isMinistry, signIn } from "./doctor.mjs"

const PERIOD = { since: "01.07.2026", until: "30.09.2026" }
const ADDRESS = new URLSearchParams(PERIOD).toString()
const home = realpathSync(STATE)
const ministry = demoAccount(isMinistry)
const account = sql(`SELECT id FROM account WHERE login = '${ministry.login}'`)

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex")
const bytes = (client, path) => new Promise((resolve, reject) => {
	request(new URL(path, ORIGIN), { agent: false, headers: { Cookie: `__Host-palreg=${client.cookie}` } }, (res) => {
		const parts = []
		res.on("data", (part) => parts.push(part))
		res.on("end", () => resolve({ status: res.statusCode, body: Buffer.concat(parts) }))
	}).on("error", reject).end()
})
const forget = () => sql(`DELETE FROM report_run; DELETE FROM report_asked WHERE account_id = '${account}'`)
const row = (id, columns) => sql(`SELECT ${columns} FROM report_run WHERE id = '${id}'`)
const events = (id) => sql(`SELECT event || ' ' || result FROM audit_event WHERE subject = '${id}' ORDER BY id`).split("\n")
/** Asks until it is so; what is waited for comes by itself, or the test ends late. */
async function until(what, is) {
	const end = Date.now() + 30_000
	while (!await is())
		assert.ok(Date.now() < end, `never: ${what}`)
}
const isState = (id, state) => until(`${id} ${state}`, () => row(id, "state") === state)
const ask = async (client, fields = PERIOD) => {
	const { status, headers, text } = await client.post("/reports/summary", fields)
	assert.equal(status, 303, text.replace(/<[^>]*>/g, " ").slice(0, 2000))
	return headers.location.split("/").pop()
}
/** What the last question of a summary reads, until it is let go. */
const hold = (statement = "LOCK TABLE indicator_target") => holds(statement)
/** Is the connection that works at a run at what is held? */
const waits = (id) => sql(`SELECT count(*) FROM report_run r JOIN pg_stat_activity a ON a.pid = r.worker_pid AND a.backend_start = r.worker_since
	WHERE r.id = '${id}' AND a.wait_event_type = 'Lock'`) === "1"
/** Process ids of this instance's workers of runs. */
const workers = () => execFileSync("pgrep", ["-f", `^${home}/.*/palreg-report --runs$`], { encoding: "utf8" }).trim().split("\n").map(Number)
	.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith(home))

let client, doctor
before(async () => {
	client = (await signIn(ministry)).client
	doctor = (await signIn(demoAccount(isDoctor))).client
})
beforeEach(forget)
after(forget)

describe("a summary that is made apart", () => {
	test("is told of while it is made, and when it is ready, its owner alone; its files are the same each time, and the hash is in the trail", async () => {
		const release = await hold()
		let id
		try {
			id = await ask(client)
			assert.equal(await ask(client), id, "asked for again it is the same")
			await until("it counts", () => Number(row(id, "progress")) > 0.5)
			const page = await client.get(`/reports/runs/${id}`)
			assert.equal(page.status, 200)
			assert.match(page.text, /<progress max="100" value="[5-9]\d"/)
			const { json } = await client.get(`/reports/runs/${id}/state`)
			assert.equal(json.over, false)
			assert.ok(Number(json.percent) >= 50 && Number(json.percent) < 100, json.percent)
			assert.equal((await client.get(`/reports/runs/${id}/report.pdf`)).status, 404)
			assert.doesNotMatch((await client.get("/")).text, /id="reports-ready"/)
		} finally {
			await release()
		}
		await until("it is ready", async () => (await client.get(`/reports/runs/${id}/state`)).json.over)
		assert.match((await client.get("/")).text, new RegExp(`id="reports-ready"[^]*/reports/runs/${id}"`))
		const list = await client.get("/reports/runs")
		const pdf = await bytes(client, `/reports/runs/${id}/report.pdf`)
		assert.equal(pdf.status, 200)
		assert.equal(pdf.body.subarray(0, 5).toString(), "%PDF-")
		assert.ok(list.text.includes(sha256(pdf.body)), "the list says the hash")
		assert.deepEqual((await bytes(client, `/reports/runs/${id}/report.pdf`)).body, pdf.body)
		assert.equal(sql(`SELECT detail ->> 'pdf' FROM audit_event WHERE subject = '${id}' AND event = 'REPORT_ISSUE'
			AND account_id = '${account}'`), sha256(pdf.body))
		const csv = await client.get(`/reports/runs/${id}/report.csv`)
		assert.equal(csv.text, (await client.get(`/reports/summary.csv?${ADDRESS}`)).text, "as the page's own file")
		const shown = await client.get(`/reports/runs/${id}`)
		for (const heading of Object.keys(sections(csv.text)).filter((name) => name !== ""))
			assert.ok(shown.text.includes(`<h2>${heading}</h2>`), heading)
		assert.doesNotMatch((await client.get("/")).text, /id="reports-ready"/, "gone once it was seen")
		assert.equal(row(id, "(expires_at::date - current_date)"), "90")
		assert.deepEqual([...new Set(events(id))], ["REPORT_ASK OK", "REPORT_VIEW OK", "REPORT_FETCH NOT_FOUND", "REPORT_ISSUE OK", "REPORT_FETCH OK"])
		for (const path of ["", "/state", "/report.pdf", "/report.csv"])
			assert.equal((await doctor.get(`/reports/runs/${id}${path}`)).status, 404, `nobody else's: ${path}`)
		for (const path of ["cancel", "remove"])
			assert.equal((await doctor.post(`/reports/runs/${id}/${path}`)).status, 404, `nobody else's: ${path}`)
		assert.ok(!(await doctor.get("/reports/runs")).text.includes(id))
		assert.equal((await client.post(`/reports/runs/${id}/cancel`)).status, 409, "what is over is not cancelled")
		assert.equal((await client.post(`/reports/runs/${id}/remove`)).status, 303)
		assert.equal((await client.get(`/reports/runs/${id}`)).status, 404)
		assert.equal(sql(`SELECT count(*) FROM report_file WHERE run_id = '${id}'`), "0")
	})
	test("is cancelled at once, with what its worker was at", async () => {
		const release = await hold()
		try {
			const id = await ask(client)
			await until("it waits", () => waits(id))
			assert.equal((await client.post(`/reports/runs/${id}/cancel`)).status, 303)
			assert.equal(row(id, "state"), "cancelled")
			await until("the worker is free", () => !waits(id))
			assert.match((await client.get("/reports/runs")).text, new RegExp(`id="run-${id}"[^]*отменён`))
		} finally {
			await release()
		}
	})
	test("is taken up again when its worker is killed, and has failed after three of them", async () => {
		// Their turn to be told of: new workers prepare their statements meanwhile.
		const release = await hold(`SELECT pg_advisory_lock(hashtextextended('report ' || id, 0)) FROM account WHERE login IN ('${ministry.login}', '${demoAccount(isDoctor).login}')`)
		let id, dead
		try {
			id = await ask(client)
			await until("it waits", () => waits(id))
			const old = workers()
			assert.ok(old.length >= 2)
			for (const pid of old)
				process.kill(pid, "SIGKILL")
			await until("another has it", () => row(id, "tries") === "2")
			dead = await ask(doctor)
			await until("both are made", () => row(dead, "state") === "running" && row(id, "state") === "running")
			sql(`UPDATE report_run SET tries = 3 WHERE id = '${dead}'`)
			for (const pid of workers())
				process.kill(pid, "SIGKILL")
			await isState(dead, "failed")
			await until("again", () => row(id, "tries") === "3")
		} finally {
			await release()
		}
		await isState(id, "done")
		assert.match((await doctor.get(`/reports/runs/${dead}`)).text, /не удалось/i)
		assert.equal(events(dead).at(-2), "REPORT_FAIL REFUSED")
	})
	test("is refused to who was blocked meanwhile, whether it was begun or not", async () => {
		const release = await hold()
		let begun, queued
		try {
			begun = await ask(client)
			await until("it waits", () => waits(begun))
			queued = await ask(client, { since: "01.07.2025", until: "30.09.2025" })
			assert.equal(row(queued, "state"), "queued", "of one account one at a time")
			sql(`UPDATE account SET state = 'blocked' WHERE id = '${account}'`)
		} finally {
			await release()
		}
		try {
			await isState(begun, "failed")
			await isState(queued, "failed")
			assert.equal(row(begun, "reason"), "rights")
			assert.equal(sql(`SELECT count(*) FROM report_asked WHERE account_id = '${account}'`), "0", "he was told nothing")
			assert.equal(sql("SELECT count(*) FROM report_file"), "0")
		} finally {
			sql(`UPDATE account SET state = 'active' WHERE id = '${account}'`)
			client = (await signIn(ministry)).client
		}
	})
	test("is judged by the day's other reports like any of its owner's", async () => {
		assert.equal((await client.get(`/reports/summary.csv?${ADDRESS}`)).status, 200)
		const id = await ask(client, { since: "02.07.2026", until: "30.09.2026" })
		await isState(id, "failed")
		assert.equal(row(id, "reason"), "refused")
		assert.match((await client.get(`/reports/runs/${id}`)).text, /Сегодня вы уже получили/)
		const next = await ask(client, { since: "01.07.2025", until: "30.09.2025" })
		await isState(next, "done")
		assert.equal((await client.get("/reports/summary?since=02.07.2025&until=30.09.2025")).status, 422, "and counts among them")
	})
	test("wants a period, and institutions of one's own", async () => {
		assert.equal((await client.post("/reports/summary", {})).status, 422)
		assert.equal((await client.post("/reports/summary", { since: "01.07.2026", until: "01.06.2026" })).status, 422)
		const foreign = sql(`SELECT id FROM area WHERE kind = 'district' LIMIT 1`)
		assert.equal((await client.post("/reports/summary", { ...PERIOD, institution: foreign })).status, 404)
	})
})

describe("a large choice", () => {
	const more = 20_000
	before(() => sql(`UPDATE patient_total SET patients = patients + ${more}`))
	after(() => sql(`UPDATE patient_total SET patients = patients - ${more}`))
	test("is not counted while one waits, but offered to be made", async () => {
		for (const path of ["", ".pdf", ".csv"]) {
			const { status, text } = await client.get(`/reports/summary${path}?${ADDRESS}`)
			assert.equal(status, 200, path)
			assert.match(text, /<form method="post" action="\/reports\/summary"[^]*name="since" value="2026-07-01"/)
			assert.doesNotMatch(text, /<table class="tally">/)
		}
		assert.equal(sql("SELECT count(*) FROM report_run"), "0")
	})
})

describe("a PDF made at once", () => {
	test("is kept for its time, with its hash in the event", async () => {
		const { body } = await bytes(client, `/reports/summary.pdf?${ADDRESS}`)
		const id = sql(`SELECT subject FROM audit_event WHERE event = 'REPORT_SUMMARY' AND detail ->> 'pdf' = '${sha256(body)}'`)
		assert.deepEqual((await bytes(client, `/reports/runs/${id}/report.pdf`)).body, body)
		assert.equal(row(id, "state, query"), "done|since=2026-07-01&until=2026-09-30")
		sql(`SET session_replication_role = replica; UPDATE report_run SET expires_at = now() - interval '1 second'`)
		assert.equal((await client.get(`/reports/runs/${id}/report.pdf`)).status, 404)
		await ask(client)
		assert.equal(row(id, "count(*)"), "0", "swept away when the next is asked for")
	})
})

describe("a version of the layout", () => {
	const add = () => sql(`INSERT INTO report_template VALUES ('summary', '2026-12', '2026-08-01', 'Сводка по новой форме', 'Summary, new form', '{age,flow}')`)
	after(() => sql("DELETE FROM report_template WHERE version = '2026-12'"))
	test("holds for periods that end when it is in force; what was issued stays as it was", async () => {
		const old = await ask(client)
		await isState(old, "done")
		const was = await bytes(client, `/reports/runs/${old}/report.pdf`)
		add()
		const now = await ask(client)
		await isState(now, "done")
		const fresh = await client.get(`/reports/runs/${now}/report.csv`)
		assert.deepEqual(Object.keys(sections(fresh.text)).filter((name) => name !== ""), ["Пациенты по возрасту и полу", "Движение пациентов"])
		assert.ok(fresh.text.includes("summary 2026-12"))
		assert.equal(row(now, "template"), "2026-12")
		const before = await client.get("/reports/summary.csv?since=01.04.2026&until=30.06.2026")
		assert.ok(before.text.includes("summary 2026-11") && Object.keys(sections(before.text)).length > 10)
		const again = await bytes(client, `/reports/runs/${old}/report.pdf`)
		assert.deepEqual(again.body, was.body)
		assert.equal(row(old, "template"), "2026-11")
	})
})
