// t0380-diagnoses.test.mjs: diagnoses: one main, told of the patient too; codes; what a tumour has; what is refused, field by field.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { days, death, demoAccounts, isDoctor, placeOf, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccounts().find((d) => isDoctor(d) && d.member === "doctor" && d.role === "user")
let doctor, foreign
before(async () => {
	doctor = await signIn(demo)
	foreign = await signIn(demoAccounts().find((d) => isDoctor(d) && placeOf(d.login).institution !== placeOf(demo.login).institution))
})

const entry = (changes = {}) => ({ role: "concomitant", code: "C61", diagnosed_on: days(-30), ...changes })
const add = (id, changes) => doctor.client.post(`/patients/${id}/diagnoses`, entry(changes))
const standing = (id) => sql(`SELECT string_agg(role || ' ' || code, ', ' ORDER BY role, code) FROM diagnosis WHERE patient_id = '${id}' AND current`)
const told = (id) => sql(`SELECT diagnosis_code FROM patient WHERE id = '${id}'`)
const idOf = (id, code) => sql(`SELECT id FROM diagnosis WHERE patient_id = '${id}' AND current AND code = '${code}'`)
const page = async (id) => (await doctor.client.get(`/patients/${id}/diagnoses`)).text

describe("diagnoses of a patient", () => {
	let id, fields
	before(async () => { fields = await registered(doctor, demo); id = fields.id })
	test("begin with the main one of the entry", async () => {
		assert.equal(standing(id), "main C34.1")
		const form = await doctor.client.get(`/diagnoses/${idOf(id, "C34.1")}/edit`)
		assert.equal(form.status, 200)
		assert.match(form.text, /name="code" value="C34.1"/)
	})
	test("a correction tells more of it; TNM is spelt as it should be", async () => {
		const answer = await doctor.client.post(`/diagnoses/${idOf(id, "C34.1")}`, entry({
			role: "main", code: "C34.1", stage: "IV", tnm: "рт2аN1, м1b", clinical_group: "IV", metastases: "liver,bone", morphology: "8140/3" }))
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
		assert.equal(sql(`SELECT concat_ws(' ', version, stage, tnm, clinical_group, metastases, morphology) FROM diagnosis WHERE patient_id = '${id}' AND current`),
			"2 IV pT2a N1 M1b IV {bone,liver} 8140/3")
		const shown = await page(id)
		for (const text of ["pT2a N1 M1b", "Стадия IV", "кости, печень", "8140/3", "версия 2"])
			assert.ok(shown.includes(text), text)
		const overview = (await doctor.client.get(`/patients/${id}`)).text
		assert.ok(overview.includes("Стадия IV") && overview.includes("pT2a N1 M1b"), "the overview says it too")
	})
	test("complication, concomitant", async () => {
		assert.equal((await add(id, { role: "complication", code: "R64" })).status, 303)
		assert.equal((await add(id, { code: "I50.0", stage: "III", diagnosed_on: "" })).status, 303)
		assert.equal(standing(id), "complication R64, concomitant I50.0, main C34.1")
	})
	test("another main one: the former is kept in the history, lists follow", async () => {
		assert.equal((await add(id, { role: "main", code: "C50.9" })).status, 303)
		assert.equal(standing(id), "complication R64, concomitant I50.0, main C50.9")
		assert.equal(told(id), "C50.9")
		assert.match(await page(id), /заменён другим основным/)
		assert.ok((await doctor.client.get("/patients?diagnosis=C50.9")).text.includes(id), "the list finds it")
	})
	test("an edit of the entry is a version of the main one", async () => {
		const { version } = JSON.parse(sql(`SELECT json_build_object('version', version) FROM patient WHERE id = '${id}'`))
		const answer = await doctor.client.post(`/patients/${id}`, { ...fields, passport: undefined, version, diagnosis: "C50.4" })
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
		assert.equal(standing(id), "complication R64, concomitant I50.0, main C50.4")
	})
	test("who edits the entry over a main diagnosis that changed meanwhile sees a conflict", async () => {
		const stale = sql(`SELECT version FROM patient WHERE id = '${id}'`)
		assert.equal((await doctor.client.post(`/diagnoses/${idOf(id, "C50.4")}`, entry({ role: "main", code: "C50.2" }))).status, 303)
		assert.equal((await doctor.client.post(`/patients/${id}`, { ...fields, passport: undefined, version: stale, diagnosis: "C61" })).status, 409)
		assert.equal(told(id), "C50.2")
	})
	test("a stale correction is a conflict, and the next try is over what stands", async () => {
		const old = idOf(id, "I50.0")
		assert.equal((await doctor.client.post(`/diagnoses/${old}`, entry({ code: "I50.1" }))).status, 303)
		const late = await doctor.client.post(`/diagnoses/${old}`, entry({ code: "I50.9" }))
		assert.equal(late.status, 409)
		assert.match(late.text, /name="code" value="I50.9"/)
		assert.ok(late.text.includes(`action="/diagnoses/${idOf(id, "I50.1")}"`))
		assert.equal((await doctor.client.get(`/diagnoses/${old}/edit`)).status, 409)
	})
	test("resolved or entered in error: once, with its trace; the main one not", async () => {
		const heart = idOf(id, "I50.1")
		assert.equal((await doctor.client.post(`/diagnoses/${heart}/end`, { status: "resolved" })).status, 303)
		assert.equal((await doctor.client.post(`/diagnoses/${heart}/end`, { status: "resolved" })).status, 409)
		const main = await doctor.client.post(`/diagnoses/${idOf(id, "C50.2")}/end`, { status: "entered_in_error" })
		assert.match(main.headers.location, /done=diagnosis_main_stays/)
		assert.equal((await doctor.client.post(`/diagnoses/${idOf(id, "R64")}/end`, { status: "replaced" })).status, 400)
		assert.equal(standing(id), "complication R64, main C50.2")
	})
	test("each writing has its audit event about the patient", () => assert.equal(
		sql(`SELECT string_agg(DISTINCT event, ' ' ORDER BY event) FROM audit_event WHERE subject = '${id}' AND event LIKE 'DIAGNOSIS%'`),
		"DIAGNOSIS_ADD DIAGNOSIS_CORRECT DIAGNOSIS_END"))
})

describe("what is refused, at its field, with nothing lost", () => {
	let id
	before(async () => {
		({ id } = await registered(doctor, demo))
		assert.equal((await add(id, { code: "C20" })).status, 303)
		sql("UPDATE icd10 SET actual = false WHERE code = 'Q81.2'")
	})
	after(() => sql("UPDATE icd10 SET actual = true WHERE code = 'Q81.2'"))
	for (const [what, field, value, more] of [
		["no role", "role", ""], ["an unknown role", "role", "secondary"],
		["no code", "code", ""], ["words", "code", "рак"], ["an unknown code", "code", "X99.9"], ["a retired code", "code", "Q81.2"],
		["three characters with children", "code", "C34"], ["the same again", "code", "C20"], ["small letters", "code", "c61"],
		["no such day", "diagnosed_on", "31.02.2026"], ["a day to come", "diagnosed_on", days(2)], ["before the birth", "diagnosed_on", "1949-12-31"],
		["a stage that is none", "stage", "V"], ["no TNM", "tnm", "T5N0M0"], ["half a TNM", "tnm", "T1"], ["words for a TNM", "tnm", "Иванов Иван"],
		["a TNM of no tumour", "tnm", "T1N0M0", { code: "I50.0" }],
		["a group that is none", "clinical_group", "V"], ["a group of no tumour", "clinical_group", "II", { code: "I50.0" }],
		["an unknown place", "metastases", "toe"], ["none and some", "metastases", "none,bone"],
		["places against M0", "metastases", "bone", { tnm: "T1N0M0" }], ["none against M1", "metastases", "none", { tnm: "T1N0M1" }],
		["places of no tumour", "metastases", "bone", { code: "I50.0" }],
		["no morphology", "morphology", "814/3"], ["a behaviour that is none", "morphology", "8140/5"], ["below tumours", "morphology", "7140/3"],
		["a morphology of no tumour", "morphology", "8140/3", { code: "I50.0" }]])
		test(what, async () => {
			const answer = await add(id, { stage: "II", ...more, [field]: value })
			assert.equal(answer.status, 422, answer.text.slice(0, 200))
			assert.match(answer.text, new RegExp(field === "metastases" ? 'class="field-error" id="metastases-error"' : `id="${field}-error">[^<]`))
			if (field !== "stage")
				assert.match(answer.text, /value="II" selected/)
			assert.equal(standing(id), "concomitant C20, main C34.1")
		})
	test("a main one made concomitant: the role says why not", async () => {
		const answer = await doctor.client.post(`/diagnoses/${idOf(id, "C34.1")}`, entry({ code: "C34.1" }))
		assert.equal(answer.status, 422)
		assert.match(answer.text, /id="role-error">[^<]/)
	})
	test("a field of no form of ours", async () => assert.equal((await add(id, { text: "Иванов" })).status, 400))
	test("another institution neither sees nor writes", async () => {
		const one = idOf(id, "C20")
		assert.equal((await foreign.client.get(`/diagnoses/${one}/edit`)).status, 404)
		assert.equal((await foreign.client.post(`/patients/${id}/diagnoses`, entry())).status, 404)
		assert.equal((await foreign.client.post(`/diagnoses/${one}`, entry())).status, 404)
		assert.equal((await foreign.client.post(`/diagnoses/${one}/end`, { status: "resolved" })).status, 404)
		assert.equal((await doctor.client.post(`/patients/${randomUUID()}/diagnoses`, entry())).status, 404)
		assert.equal(standing(id), "concomitant C20, main C34.1")
	})
	test("who has died: nothing new; a correction not after the death", async () => {
		const { id: one } = await registered(doctor, demo)
		assert.equal((await doctor.client.post(`/patients/${one}/entry/state`, death)).status, 303)
		assert.equal((await add(one)).status, 422)
		assert.equal((await doctor.client.post(`/diagnoses/${idOf(one, "C34.1")}`, entry({ role: "main", code: "C34.3" }))).status, 303)
		const past = sql("SELECT id FROM patient WHERE died_on < current_date - 10 AND institution_id = (SELECT area_id FROM account WHERE login = '" + demo.login + "') LIMIT 1")
		const code = told(past)
		const late = await doctor.client.post(`/diagnoses/${idOf(past, code)}`, entry({ role: "main", code, diagnosed_on: days(-1) }))
		assert.equal(late.status, 422)
		assert.match(late.text, /id="diagnosed_on-error">[^<]/)
	})
})
