// t0360-trends.test.mjs: values over time: the data to draw and the table say what the database holds.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccounts, isDoctor, placeOf, signIn } from "./doctor.mjs"

let client, patient

before(async () => {
	const [doctor] = demoAccounts().filter(isDoctor)
	client = (await signIn(doctor)).client
	patient = sql(`SELECT p.id FROM patient p JOIN assessment a ON a.patient_id = p.id WHERE p.institution_id = ${placeOf(doctor.login).institution}
		AND p.status = 'active' GROUP BY p.id ORDER BY count(*) DESC, p.id LIMIT 1`)
})

describe("the data", () => {
	test("hold every value once, in the order of time, nulls where nothing was assessed", async () => {
		const { status, json } = await client.get(`/api/patients/${patient}/trends`)
		assert.equal(status, 200)
		assert.ok(json.series.length > 5)
		for (const { code, t, v, low, high } of json.series.filter(({ chart }) => chart !== "dose")) {
			assert.equal(t.length, v.length)
			assert.equal(t.length, Number(sql(`SELECT count(DISTINCT effective_at) FROM observation WHERE patient_id = '${patient}'
				AND code = '${code}' AND current`)), code)
			assert.ok(t.every((at, i) => i === 0 || at > t[i - 1]), code)
			assert.ok(v.every((value) => value === null || value >= low && value <= high), code)
		}
		assert.deepEqual(json.phases.map(({ value }) => value), [1, 2, 3, 4])
		assert.equal(json.marks.length > 0, sql(`SELECT count(*) > 0 FROM prescription WHERE patient_id = '${patient}'`) === "t")
	})
	test("a correction takes the place of what it corrects; what was taken back is gone", async () => {
		const post = (path, fields) => client.post(path, fields)
		const id = randomUUID(), second = randomUUID()
		const on = sql("SELECT to_char(current_date, 'DD.MM.YYYY')")
		const last = async () => (await client.get(`/api/patients/${patient}/trends`)).json.series.find(({ code }) => code === "akps")?.v.at(-1)
		const was = await last()
		assert.equal((await post(`/patients/${patient}/assessments`, { id, on, "use-akps": "1", "akps": "60" })).status, 303)
		assert.equal(await last(), 60)
		const of = (entry) => sql(`SELECT md5('${entry}akps')::uuid`)
		assert.equal((await post(`/assessments/${of(id)}`, { id: second, on, "use-akps": "1", "akps": "30" })).status, 303)
		assert.equal(await last(), 30)
		assert.equal((await post(`/assessments/${of(second)}/undo`)).status, 303)
		assert.equal(await last(), 60)
		assert.equal((await post(`/assessments/${of(id)}/undo`)).status, 303)
		assert.equal(await last(), was)
	})
	test("what was not asked beside an answer is none, and no nought", async () => {
		const id = randomUUID()
		const on = sql("SELECT to_char(current_date, 'DD.MM.YYYY')")
		assert.equal((await client.post(`/patients/${patient}/assessments`, { id, on, "use-pain": "1", "pain-nrs": "0" })).status, 303)
		const { series } = (await client.get(`/api/patients/${patient}/trends`)).json
		assert.deepEqual(["pain-nrs", "pain-worst"].map((wanted) => series.find(({ code }) => code === wanted)?.v.at(-1)), [0, null])
		assert.equal((await client.post(`/assessments/${sql(`SELECT md5('${id}pain')::uuid`)}/undo`)).status, 303)
	})
	test("of a period", async () => {
		const { json } = await client.get(`/api/patients/${patient}/trends?since=2026-01-01&until=2026-01-02`)
		for (const { t } of json.series)
			assert.ok(t.every((at) => at >= Date.parse("2025-12-31") / 1000 && at < Date.parse("2026-01-03") / 1000))
		assert.equal((await client.get(`/api/patients/${patient}/trends?since=tomorrow`)).status, 422)
		assert.equal((await client.get(`/api/patients/${randomUUID()}/trends`)).status, 404)
	})
})

describe("the table", () => {
	test("has a row a day and a column a series", async () => {
		const { status, text } = await client.get(`/patients/${patient}/trends?period=all&series=pain-nrs&series=pps`)
		assert.equal(status, 200)
		const [, table] = /<table class="matrix" id="trend-table">([\s\S]*?)<\/table>/.exec(text)
		const days = Number(sql(`SELECT count(DISTINCT effective_on) FROM observation WHERE patient_id = '${patient}' AND current
			AND code IN ('pain-nrs', 'pps')`))
		assert.equal(table.split("<tr>").length - 2, Math.min(days, 200))
		assert.equal(table.split('<th scope="col"').length - 1, 3)
	})
	test("refuses what is no date, and keeps it", async () => {
		const answer = await client.get(`/patients/${patient}/trends?since=31.02.2026`)
		assert.equal(answer.status, 422)
		assert.match(answer.text, /value="31.02.2026"/)
		assert.doesNotMatch(answer.text, /data-since="31/, "and nothing is drawn from it")
		const turned = await client.get(`/patients/${patient}/trends?since=02.11.2026&until=01.11.2026`)
		assert.equal(turned.status, 422)
		assert.match(turned.text, /value="02.11.2026"/)
		assert.equal((await client.get(`/patients/${patient}/trends?period=7`)).status, 422)
		assert.equal((await client.get(`/patients/${patient}/trends?series=%22`)).status, 422)
		assert.equal((await client.get(`/patients/${patient}/trends?colour=red`)).status, 400)
	})
})
