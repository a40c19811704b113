// t0390-eligibility.test.mjs: eligibility: when the criteria are met, corrections, what is refused, field by field.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { days, death, demoAccounts, isDoctor, placeOf, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccounts().find((d) => isDoctor(d) && d.member === "doctor" && d.role === "user")
let doctor, foreign, id
before(async () => {
	doctor = await signIn(demo)
	foreign = await signIn(demoAccounts().find((d) => isDoctor(d) && placeOf(d.login).institution !== placeOf(demo.login).institution))
	id = (await registered(doctor, demo)).id
})
const entry = (changes = {}) => ({ group: "onco", assessed_on: today(), criteria: "symptoms,performance,onco_decline", ...changes })
const add = (changes) => doctor.client.post(`/patients/${id}/eligibility`, entry(changes))
const standing = () => sql(`SELECT string_agg(group_code || ' ' || met, ', ' ORDER BY assessed_on) FROM eligibility WHERE patient_id = '${id}' AND current`)
const idOn = (on) => sql(`SELECT id FROM eligibility WHERE patient_id = '${id}' AND current AND assessed_on = '${on}'`)
const page = async () => (await doctor.client.get(`/patients/${id}/diagnoses`)).text

describe("eligibility", () => {
	test("was not assessed; the form offers the group of the main diagnosis", async () => {
		assert.match(await page(), /Показания пока не оценивали/)
		const form = (await doctor.client.get(`/patients/${id}/eligibility/new`)).text
		assert.match(form, /<option value="onco" selected>/)
		assert.equal(form.split('name="criteria"').length - 1, Number(sql("SELECT count(*) FROM eligibility_criterion WHERE retired_at IS NULL")))
	})
	test("two general and one of the condition: met; assessed again later: not met; both are kept", async () => {
		assert.equal((await add({ assessed_on: days(-20) })).status, 303)
		assert.equal((await add({ criteria: "weight,onco_decline" })).status, 303)
		assert.equal(standing(), "onco true, onco false")
		const shown = await page()
		assert.match(shown, /критерии выполнены/)
		assert.match(shown, /критерии не выполнены/)
	})
	test("nothing ticked is an answer too", async () => {
		assert.equal((await add({ assessed_on: days(-3), criteria: "" })).status, 303)
		assert.equal(standing(), "onco true, onco false, onco false")
	})
	test("a correction is a version; a stale one a conflict", async () => {
		const old = idOn(today())
		assert.match((await doctor.client.get(`/eligibility/${old}/edit`)).text, /value="weight" checked/)
		assert.equal((await doctor.client.post(`/eligibility/${old}`, entry({ group: "renal", criteria: "weight,wish,renal_decline" }))).status, 303)
		assert.equal(standing(), "onco true, onco false, renal true")
		const late = await doctor.client.post(`/eligibility/${old}`, entry({ criteria: "wish" }))
		assert.equal(late.status, 409)
		assert.match(late.text, /value="wish" checked/)
		assert.ok(late.text.includes(`action="/eligibility/${idOn(today())}"`))
		assert.equal((await doctor.client.get(`/eligibility/${old}/edit`)).status, 409)
	})
	test("entered in error: once, with its trace", async () => {
		const one = idOn(days(-3))
		assert.equal((await doctor.client.post(`/eligibility/${one}/end`)).status, 303)
		assert.equal((await doctor.client.post(`/eligibility/${one}/end`)).status, 409)
		assert.equal(standing(), "onco true, renal true")
		assert.match(await page(), /внесено ошибочно/)
	})
	for (const [what, field, value] of [
		["no group", "group", ""], ["an unknown group", "group", "tea"], ["no day", "assessed_on", ""], ["no such day", "assessed_on", "31.02.2026"],
		["a day to come", "assessed_on", days(2)], ["before the birth", "assessed_on", "1949-12-31"], ["a day assessed already", "assessed_on", today()],
		["an unknown criterion", "criteria", "symptoms,nonsense"], ["a criterion of another group", "criteria", "symptoms,renal_decline"],
		["words", "criteria", "болит"]])
		test(`refused: ${what}`, async () => {
			const answer = await add({ assessed_on: days(-1), [field]: value })
			assert.equal(answer.status, 422, answer.text.slice(0, 200))
			assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
			if (field !== "criteria")
				assert.match(answer.text, /value="performance" checked/)
			assert.equal(standing(), "onco true, renal true")
		})
	test("another institution neither sees nor writes; what does not exist is not found", async () => {
		const one = idOn(today())
		assert.equal((await foreign.client.get(`/eligibility/${one}/edit`)).status, 404)
		assert.equal((await foreign.client.post(`/patients/${id}/eligibility`, entry())).status, 404)
		assert.equal((await foreign.client.post(`/eligibility/${one}`, entry())).status, 404)
		assert.equal((await foreign.client.post(`/eligibility/${one}/end`)).status, 404)
		assert.equal((await doctor.client.post(`/patients/${randomUUID()}/eligibility`, entry())).status, 404)
		assert.equal((await add({ note: "Иванов" })).status, 400)
		assert.equal(standing(), "onco true, renal true")
	})
	test("each writing has its audit event about the patient", () => assert.equal(
		sql(`SELECT string_agg(DISTINCT event, ' ' ORDER BY event) FROM audit_event WHERE subject = '${id}' AND event LIKE 'ELIGIBILITY%'`),
		"ELIGIBILITY_ADD ELIGIBILITY_CORRECT ELIGIBILITY_END"))
	test("who has died: nothing new", async () => {
		assert.equal((await doctor.client.post(`/patients/${id}/entry/state`, death)).status, 303)
		const late = await add({ assessed_on: days(-1) })
		assert.equal(late.status, 422)
		assert.match(late.text, /id="assessed_on-error">[^<]/)
	})
})
