// t0400-prescriptions.test.mjs: lines are checked, versioned, stopped with a reason, and found.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, isDoctor, keeping, placeOf, recordDeath, signIn } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const institution = placeOf(demo.login).institution
let client, patient, tablet
before(async () => {
	client = keeping((await signIn(demo)).client)
	patient = sql(`SELECT id FROM patient WHERE institution_id = ${institution} AND status = 'active' ORDER BY id LIMIT 1`)
	tablet = sql(`SELECT p.id FROM medicine_product p WHERE 'mg' = ANY (p.units) AND p.routes = '{PO}' ORDER BY id LIMIT 1`)
})

const line = (changes = {}) => ({
	id: randomUUID(), medicine: "", product: tablet, dose: "0,5", unit: "mg", route: "PO", schedule: "times_per_day",
	times_per_day: "2", starts_on: "01.11.2026", duration_days: "10", ...changes,
})
const add = (changes) => client.post(`/patients/${patient}/prescriptions`, line(changes))
const column = (id, name) => sql(`SELECT ${name} FROM prescription WHERE id = '${id}'`)

describe("a new line", () => {
	test("is stored with the end that follows from its duration", async () => {
		const fields = line()
		const answer = await client.post(`/patients/${patient}/prescriptions`, fields)
		assert.equal(answer.status, 303, answer.text.slice(0, 400))
		assert.equal(column(fields.id, "starts_on || ' ' || ends_on || ' ' || trim_scale(dose)"), "2026-11-01 2026-11-10 0.5")
		assert.equal((await client.post(`/patients/${patient}/prescriptions`, fields)).status, 409, "sent twice, stored once")
	})
	const wrong = {
		"as needed without a maximum": [{ prn: "1", indication: "pain" }, /укажите наибольшее число доз за 24 часа/],
		"no number of times": [{ times_per_day: "" }, /сколько раз в день/],
		"patch without an interval": [{ schedule: "patch", times_per_day: "" }, /через сколько часов/],
		"a dose of zero": [{ dose: "0" }, /Доза должна быть больше нуля/],
		"a negative dose": [{ dose: "-0,5" }, /Доза должна быть больше нуля/],
		"a dose that is no number": [{ dose: "две" }, /число/],
		"a unit this form is not dosed in": [{ unit: "{supp}" }, /не дозируется в такой единице/],
		"a route this form is not given by": [{ route: "IV" }, /не вводится таким путём/],
		"an end before the start": [{ duration_days: "", ends_on: "31.10.2026" }, /Дата окончания раньше даты начала/],
		"an end that disagrees with the duration": [{ ends_on: "30.11.2026" }, /./],
		"a medicine that is not in the book": [{ product: "2147483000" }, /./],
	}
	for (const [what, [changes, says]] of Object.entries(wrong))
		test(`${what}: 422, told at the field, nothing lost`, async () => {
			const fields = line(changes)
			const answer = await client.post(`/patients/${patient}/prescriptions`, fields)
			assert.equal(answer.status, 422)
			assert.match(/<small class="field-error"[^>]*>([^<]*)/.exec(answer.text)?.[1] ?? "", says)
			assert.ok(answer.text.includes(`value="${fields.dose}"`), "the dose comes back as typed")
			assert.equal(column(fields.id, "count(*)"), "0")
		})
})

describe("a line that changes", () => {
	test("keeps the old version; a second change of it is a conflict with the entry kept", async () => {
		const first = line(), second = line({ dose: "1" }), third = line({ dose: "2" })
		await client.post(`/patients/${patient}/prescriptions`, first)
		assert.equal((await client.post(`/prescriptions/${first.id}`, second)).status, 303)
		assert.equal(sql(`SELECT string_agg(status || version || current, ' ' ORDER BY version) FROM prescription
			WHERE series_id = '${first.id}'`), "replaced1false active2true")
		const late = await client.post(`/prescriptions/${first.id}`, third)
		assert.equal(late.status, 409)
		assert.match(late.text, /value="2"/)
		const now = /Сейчас записано[\s\S]*?<\/p>/.exec(late.text)?.[0].replaceAll(/<[^>]+>/g, "") ?? ""
		assert.match(now, / 1 мг .*версия 2/, "what the other made of it stands beside one's own")
		assert.equal(column(third.id, "count(*)"), "0")
	})
	test("is of the patient whom the link names, or not found", async () => {
		const first = line(), other = sql(`SELECT id FROM patient WHERE institution_id = ${institution} AND id <> '${patient}' ORDER BY id LIMIT 1`)
		await client.post(`/patients/${patient}/prescriptions`, first)
		for (const [query, status] of [["", 200], [`?patient=${patient}`, 200], [`?patient=${other}`, 404], [`?patient=${randomUUID()}`, 404]])
			for (const page of ["edit", "copy"]) {
				const answer = await client.get(`/prescriptions/${first.id}/${page}${query}`)
				assert.equal(answer.status, status, page + query)
				if (status === 200)
					assert.match(answer.text, /name="dose" id="dose" value="0,5"/)
			}
	})
	test("stops with a reason, once; without one it does not", async () => {
		const first = line()
		await client.post(`/patients/${patient}/prescriptions`, first)
		assert.equal((await client.post(`/prescriptions/${first.id}/stop`, { on: "05.11.2026" })).status, 422)
		assert.equal((await client.post(`/prescriptions/${first.id}/stop`, { reason: "ineffective", on: "01.10.2026" })).status, 422)
		const reason = sql("SELECT code FROM reason WHERE kind = 'stop' ORDER BY ord LIMIT 1")
		assert.equal((await client.post(`/prescriptions/${first.id}/stop`, { reason, on: "05.11.2026" })).status, 303)
		assert.equal(column(first.id, "status || ' ' || stopped_on || ' ' || stop_reason"), `stopped 2026-11-05 ${reason}`)
		assert.equal((await client.post(`/prescriptions/${first.id}/stop`, { reason, on: "06.11.2026" })).status, 409)
	})
	test("death of the patient stops what is given", async () => {
		const id = sql(`SELECT p.id FROM patient p JOIN prescription l ON l.patient_id = p.id AND l.current AND l.status = 'active'
			WHERE p.institution_id = ${institution} AND p.status = 'active' AND p.id <> '${patient}'
			AND p.date_in < current_date - 5 ORDER BY p.id LIMIT 1`)
		const answer = await recordDeath(client, id)
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
		assert.equal(sql(`SELECT count(*) FROM prescription WHERE patient_id = '${id}' AND status = 'active' AND current`), "0")
		assert.equal((await client.post(`/patients/${id}/prescriptions`, line())).status !== 303, true,
			"nothing can be prescribed to the dead")
	})
})

describe("the search", () => {
	const cases = {
		"status=active": "l.status = 'active'",
		"since=01.10.2026&until=31.10.2026": `l.starts_on <= '2026-10-31'
			AND coalesce(l.stopped_on, l.ends_on, 'infinity') >= '2026-10-01'`,
	}
	for (const [query, where] of Object.entries(cases))
		test(`?${query} counts what SQL counts`, async () => {
			const wanted = sql(`SELECT count(*) FROM prescription l WHERE l.institution_id = ${institution} AND l.current AND ${where}`)
			assert.match((await client.get(`/prescriptions?${query}`)).text, new RegExp(`<b>${wanted}</b>`))
		})
	test("by medicine and author", async () => {
		const [medicine, author, wanted] = sql(`SELECT medicine_id, author_id, count(*) FROM prescription
			WHERE institution_id = ${institution} AND current AND status <> 'draft' GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 1`).split("|")
		assert.match((await client.get(`/prescriptions?medicine=${medicine}&author=${author}`)).text,
			new RegExp(`<b>${wanted}</b>`))
	})
	test("suggestions find a medicine by a part of its name and by ATC", async () => {
		const by = async (q) => (await client.get(`/api/medicines?q=${encodeURIComponent(q)}`)).json.items.map((m) => m.inn)
		assert.ok((await by("орфи")).some((m) => /морфин/i.test(m)))
		assert.ok((await by("N02AA")).some((m) => /морфин/i.test(m)))
		assert.deepEqual(await by("нет такого"), [])
	})
})
