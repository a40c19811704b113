// t0460-blanks.test.mjs: numbered prescription forms written for a line: recorded, printed, marked when wrong; every field refuses.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { admission, day, demoAccount, isDoctor, keeping, placeOf, signIn, today } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const { institution } = placeOf(demo.login)
const morphine = sql(`SELECT p.id FROM medicine_product p JOIN medicine m ON m.id = p.medicine_id WHERE m.inn = 'Морфин' AND p.strength = '10 мг'
	AND p.form = 'таблетки'`)
const conclusion = { commission_no: "7", commission_on: today(), basis: "onco", consent_on: today() }
let client, patient, line, count = 0
const number = () => `${Date.now()}${++count}`.slice(-14)

async function write(changes = {}) {
	const fields = { id: randomUUID(), product: morphine, dose: "10", unit: "mg", route: "PO", schedule: "times_per_day", times_per_day: "2",
		starts_on: day(0), quantity: "20", ...changes }
	const answer = await client.post(`/patients/${patient}/prescriptions`, fields)
	assert.equal(answer.status, 303, answer.text.match(/field-error"[^<]*<[^<]*|role="alert">[^<]*/g)?.join(" "))
	return fields.id
}
before(async () => {
	const doctor = await signIn(demo)
	client = doctor.client = keeping(doctor.client)
	const fields = await admission(doctor, demo, { surname: "Бланкова" }, conclusion)
	assert.equal((await client.post("/patients", fields)).status, 303)
	patient = fields.id
	line = await write()
})
const record = (changes = {}, of = line) =>
	client.post(`/prescriptions/${of}/blanks`, { id: randomUUID(), series: "АБ", number: number(), issued_on: day(0), quantity: "20", ...changes })
const page = async (of = line) => (await client.get(`/patients/${patient}/prescriptions/paper?line=${of}`)).text
const stored = (of = line) => sql(`SELECT count(*) FROM prescription_blank WHERE prescription_id = '${of}'`)

describe("a form", () => {
	test("is recorded with the form and validity of its medicine, and printed", async () => {
		const no = number(), answer = await record({ series: "аб", number: no })
		assert.equal(answer.status, 303, answer.text)
		assert.equal(sql(`SELECT rx_form || ' ' || series || ' ' || valid_days FROM prescription_blank WHERE number = '${no}'`), "107/у-НП АБ 15")
		const text = /<article class="paper[\s\S]*?<\/article>/.exec(await page())[0].replace(/<[^>]+>/g, "").replace(/\s+/g, " ")
		assert.ok(text.includes(`серия АБ № ${no} от ${day(0)}`), text)
		assert.match(text, new RegExp(`15 дн. со дня оформления, \\S+ ${day(14)}`))
		assert.match((await client.get(`/patients/${patient}/prescriptions/controlled`)).text, new RegExp(no))
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE event = 'BLANK_ADD' AND subject = '${patient}' AND result = 'OK'`) > 0, true)
	})
	test("that was spoilt is marked, once, by whom and when; its number is free again", async () => {
		const no = number(), id = randomUUID()
		assert.equal((await record({ id, number: no })).status, 303)
		assert.equal((await record({ number: no })).status, 422)
		assert.equal((await client.post(`/blanks/${id}/undo`, {})).status, 303)
		assert.equal(sql(`SELECT a.login || ' ' || (b.error_at::date = current_date) FROM prescription_blank b JOIN account a ON a.id = b.error_by
			WHERE b.id = '${id}'`), `${demo.login} true`)
		assert.equal((await client.post(`/blanks/${id}/undo`, {})).status, 409)
		assert.match(await page(), /ошибочн/)
		assert.equal((await record({ number: no })).status, 303)
	})
	for (const [what, changes, field] of [["no number", { number: "" }, "number"], ["letters in the number", { number: "12А" }, "number"],
		["too long a number", { number: "1".repeat(21) }, "number"], ["a series of signs", { series: "А-1" }, "series"],
		["too long a series", { series: "А".repeat(11) }, "series"], ["no day", { issued_on: "" }, "issued_on"],
		["a day that is none", { issued_on: "31.02.2026" }, "issued_on"], ["tomorrow", { issued_on: day(1) }, "issued_on"],
		["a day before the line", { issued_on: day(-1) }, "issued_on"], ["a quantity of zero", { quantity: "0" }, "quantity"],
		["a quantity in words", { quantity: "много" }, "quantity"]])
		test(`${what}: 422 at the field, nothing is stored, what was typed stands`, async () => {
			const before = stored(), answer = await record({ quantity: "7", ...changes })
			assert.equal(answer.status, 422)
			assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
			if (changes.quantity === undefined)
				assert.match(answer.text, /name="quantity" value="7"/)
			assert.equal(stored(), before)
		})
	test("of a line that was stopped or changed meanwhile is refused", async () => {
		const stopped = await write()
		await client.post(`/prescriptions/${stopped}/stop`, { reason: "ineffective", on: day(0) })
		assert.equal((await record({}, stopped)).status, 422)
		assert.doesNotMatch(await page(stopped), /action="\/prescriptions\/[^"]*\/blanks"/)
		assert.equal(stored(stopped), "0")
	})
	test("of a line that is not there, or another institution's", async () => {
		assert.equal((await record({}, randomUUID())).status, 404)
		const foreign = sql(`SELECT l.id FROM prescription l JOIN patient p ON p.id = l.patient_id WHERE p.institution_id <> ${institution}
			AND l.current AND l.status = 'active' LIMIT 1`)
		assert.equal((await record({}, foreign)).status, 404)
		assert.equal(stored(foreign), "0")
	})
})

describe("the list of prescriptions", () => {
	test("names plan, instructions, what was given out and the form; a new version why it was changed", async () => {
		const planned = await write({ titration_step: "5", titration_every_days: "3", titration_target: "30", titration_by: "doctor", instruction_1: "with_food" })
		const no = number()
		assert.equal((await record({ number: no }, planned)).status, 303)
		const text = async (query = "") => (await client.get(`/patients/${patient}/prescriptions${query}`)).text.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ")
		assert.match(await text(), new RegExp(`выдать 20, бланк 107/у-НП № АБ ${no} от ${day(0)}`))
		assert.match(await text(), /План: на 5 мг каждые 3 дня до 30 мг; решает: лечащий врач принимать во время еды/)
		assert.match((await page(planned)).replace(/<[^>]+>/g, ""), /План\s*на 5 мг каждые 3 дня/)
		await client.post(`/prescriptions/${planned}`, { id: randomUUID(), product: morphine, dose: "15", unit: "mg", route: "PO",
			schedule: "times_per_day", times_per_day: "2", starts_on: day(0), change_reason: "ineffective" })
		assert.match(await text(), /изменено: недостаточно действует/)
		assert.match(await text("?all=1"), new RegExp(`бланк 107/у-НП № АБ ${no}`), "the former version keeps its form")
	})
})
