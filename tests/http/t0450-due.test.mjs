// t0450-due.test.mjs: what waits: reviews, patches of today, ends, what was given out; equivalents by day by the chosen table.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { admission, day, days, demoAccount, isDoctor, keeping, placeOf, signIn, today } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const { institution } = placeOf(demo.login)
const products = sql(`SELECT p.id, m.inn, p.strength, p.form FROM medicine_product p JOIN medicine m ON m.id = p.medicine_id ORDER BY 1`)
	.split("\n").map((row) => row.split("|"))
const product = (inn, strength, form = /./) => products.find((p) => p[1] === inn && p[2] === strength && form.test(p[3]))[0]
const conclusion = { commission_no: "7", commission_on: today(), basis: "onco", consent_on: today() }
let doctor
before(async () => { doctor = await signIn(demo); doctor.client = keeping(doctor.client) })
after(() => sql("DELETE FROM setting"))

async function admit() {
	const fields = await admission(doctor, demo, { surname: "Ждущая" }, conclusion)
	assert.equal((await doctor.client.post("/patients", fields)).status, 303)
	return fields.id
}
async function write(patient, changes) {
	const fields = { id: randomUUID(), product: product("Морфин", "10 мг", /^таблетки$/), dose: "10", unit: "mg", route: "PO",
		schedule: "times_per_day", times_per_day: "2", starts_on: day(0), ...changes }
	const answer = await doctor.client.post(`/patients/${patient}/prescriptions`, fields)
	assert.equal(answer.status, 303, answer.text.match(/field-error"[^<]*<[^<]*|role="alert">[^<]*/g)?.join(" "))
	return fields.id
}
const patch = { product: product("Фентанил", "25 мкг/ч"), dose: "25", unit: "ug/h", route: "TD", schedule: "patch", interval_hours: "72" }
/** The patients under a heading of the page. */
async function listed(heading, query = "") {
	const { status, text } = await doctor.client.get(`/prescriptions/due${query}`)
	assert.equal(status, 200)
	const group = text.split("<article").find((part) => part.includes(`<h2>${heading}`)) ?? ""
	return [...group.matchAll(/<a href="\/patients\/([0-9a-f-]{36})\//g)].map(([, id]) => id)
}

describe("what waits", () => {
	let patient
	before(async () => { patient = await admit() })
	for (const [what, changes, heading, before, wanted] of [
		["a review of today", { starts_on: day(-9), review_on: day(0) }, "Пересмотреть", "", true],
		["a review of tomorrow", { starts_on: day(-9), review_on: day(1) }, "Пересмотреть", "", false],
		["a patch of three days ago", { ...patch, starts_on: day(-3) }, "Сменить пластырь сегодня", "", true],
		["a patch of two days ago", { ...patch, starts_on: day(-2) }, "Сменить пластырь сегодня", "", false],
		["a patch stuck today", { ...patch, starts_on: day(0) }, "Сменить пластырь сегодня", "", false],
		["a patch of a week, eight days ago", { ...patch, starts_on: day(-8), interval_hours: "168" }, "Сменить пластырь сегодня", "", false],
		["twice a week, on the fourth day", { ...patch, starts_on: day(-3), interval_hours: "84" }, "Сменить пластырь сегодня", "", true],
		["an end in three days", { ends_on: day(3) }, "Назначение заканчивается", "", true],
		["an end in four days", { ends_on: day(4) }, "Назначение заканчивается", "", false],
		["an end in four days, asked for five", { ends_on: day(4) }, "Назначение заканчивается", "?days=5", true],
		["twenty tablets, two a day, eight days ago", { starts_on: day(-8), quantity: "20" }, "Заканчивается выданное", "", true],
		["twenty tablets of today", { starts_on: day(0), quantity: "20" }, "Заканчивается выданное", "", false]])
		test(`${what}: ${wanted ? "is" : "is not"} in the list`, async () => {
			sql(`UPDATE prescription SET status = 'completed' WHERE patient_id = '${patient}' AND current AND status = 'active'`)
			await write(patient, changes)
			assert.equal((await listed(heading, before)).includes(patient), wanted)
		})
	test("a line on hold waits for nobody", async () => {
		const other = await admit(), id = await write(other, { starts_on: day(-9), review_on: day(-1) })
		assert.ok((await listed("Пересмотреть")).includes(other))
		await doctor.client.post(`/prescriptions/${id}/hold`, { reason: "hospital" })
		assert.ok(!(await listed("Пересмотреть")).includes(other))
	})
	test("another institution's patients are not seen", async () => {
		const foreign = new Set(sql(`SELECT id FROM patient WHERE institution_id <> ${institution}`).split("\n"))
		for (const heading of ["Пересмотреть", "Сменить пластырь сегодня", "Назначение заканчивается"])
			assert.deepEqual((await listed(heading, "?days=60")).filter((id) => foreign.has(id)), [])
	})
	for (const days of ["x", "-1", "61", "1.5"])
		test(`${days} days: 422 at the field`, async () => {
			const answer = await doctor.client.get(`/prescriptions/due?days=${days}`)
			assert.equal(answer.status, 422)
			assert.match(answer.text, /id="days-error">[^<]/)
		})
	test("Home names reviews and patches and links to all of them", async () => {
		const other = await admit()
		await write(other, { starts_on: day(-300), review_on: day(-300) })
		await write(other, { ...patch, starts_on: day(-3) })
		const { text } = await doctor.client.get("/")
		assert.match(text, /href="\/prescriptions\/due"/)
		assert.match(text, /сегодня сменить пластырь/)
		assert.match(text, /назначения ждут пересмотра/)
	})
})

describe("equivalents by day", () => {
	let patient
	const series = async (code) => (await doctor.client.get(`/api/patients/${patient}/trends`)).json.series.find((s) => s.code === code)
	before(async () => {
		patient = await admit()
		await write(patient, { starts_on: day(-10), ends_on: day(-6) })
		await write(patient, { dose: "30", starts_on: day(-5) })
		await write(patient, { starts_on: day(-2), prn: "1", prn_max_per_day: "4", indication: "breakthrough_pain" })
	})
	test("a step where the sum changes, and today's at the end", async () => {
		const { t, v } = await series("omedd")
		assert.deepEqual(v, [20, 60, 60])
		assert.deepEqual(t.map((at) => new Date(at * 1000 + 43_200_000).toISOString().slice(0, 10)), [days(-10), days(-5), days(0)])
		assert.deepEqual((await series("omedd-max")).v, [20, 60, 100, 100])
	})
	test("stands in the table, under the name and version of its factors", async () => {
		const { text } = await doctor.client.get(`/patients/${patient}/trends`)
		assert.match(text, /эквивалент морфина внутрь по таблице Сводная 2026 \(ANZCA 2021 с дополнениями\), 2026/)
		assert.match(text, new RegExp(`<th scope="row">${day(-5)}</th>[\\s\\S]*?<td class="n">60`))
	})
	test("follows the table that the administrator chose", async () => {
		const other = await admit()
		await write(other, { ...patch })
		const of = async () => (await doctor.client.get(`/api/patients/${other}/trends`)).json.series.find((s) => s.code === "omedd").v.at(-1)
		assert.equal(await of(), 75)
		sql(`INSERT INTO setting (area_id, code, value, valid_from, account_id) SELECT ${institution}, 'ome_table', 'norway', current_date, id
			FROM account WHERE login = '${demo.login}'`)
		assert.equal(await of(), 60)
		assert.match((await doctor.client.get(`/patients/${other}/trends`)).text, /по таблице Норвегия OMEQ, 1/)
	})
	test("what has no factor is said, not taken for nothing", async () => {
		const other = await admit()
		await write(other, {})
		const inn = "Тримеперидин", p = products.find((row) => row[1] === inn && /табл/.test(row[3]))
		assert.ok(p, inn)
		await write(other, { product: p[0], dose: "25" })
		assert.match((await doctor.client.get(`/patients/${other}/trends`)).text, /≥ 20 <small[^>]*>\+ 1 без коэффициента/)
	})
	test("nobody without opioids has such a line", async () => {
		const other = await admit()
		await write(other, { product: product("Омепразол", "20 мг"), dose: "20" })
		const { json } = await doctor.client.get(`/api/patients/${other}/trends`)
		assert.equal(json.series.some(({ chart }) => chart === "dose"), false)
	})
})
