// t0370-allergies.test.mjs: allergies: told, corrected, ended; none known; what is refused, field by field.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { days, death, demoAccounts, isDoctor, placeOf, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccounts().find((d) => isDoctor(d) && d.member === "doctor" && d.role === "user")
let doctor, foreign
before(async () => {
	doctor = await signIn(demo)
	foreign = await signIn(demoAccounts().find((d) => isDoctor(d) && placeOf(d.login).institution !== placeOf(demo.login).institution))
})

const morphine = () => `#${sql("SELECT id FROM medicine WHERE inn_en = 'Morphine'")}`
const entry = (changes = {}) => ({
	subject: "@penicillins", reactions: "urticaria,angioedema", severity: "severe", certainty: "confirmed", source: "patient", noted_on: today(), ...changes,
})
const add = (id, changes = {}) => doctor.client.post(`/patients/${id}/allergies`, entry(changes))
const none = (id, changes = {}) => doctor.client.post(`/patients/${id}/allergies/none`, { source: "patient", noted_on: today(), ...changes })
const standing = (id) => sql(`SELECT string_agg(subject, ' ' ORDER BY subject COLLATE "C") FROM allergy WHERE patient_id = '${id}' AND current`)
const idOf = (id, subject) => sql(`SELECT id FROM allergy WHERE patient_id = '${id}' AND current AND subject = '${subject}'`)
const page = async (id) => (await doctor.client.get(`/patients/${id}/diagnoses`)).text

describe("what a patient must not have", () => {
	let id
	before(async () => { id = (await registered(doctor, demo)).id })
	test("was not asked, and every page of the patient says so", async () => {
		for (const path of ["", "/diagnoses", "/prescriptions/new", "/sheet"]) {
			const answer = await doctor.client.get(`/patients/${id}${path}`)
			assert.equal(answer.status, 200, path)
			assert.match(answer.text, /Аллергии: анамнез не собран/, path)
		}
	})
	test("the pages of a patient stand in one order, each once", async () => {
		const [tabs = ""] = /<nav class="tabs"[\s\S]*?<\/nav>/.exec(await page(id)) ?? []
		assert.deepEqual([...tabs.matchAll(/href="\/patients\/[0-9a-f-]+\/?([a-z]*)"/g)].map((m) => m[1]),
			["", "prescriptions", "assessments", "trends", "diagnoses", "care", "orders", "notes", "timeline", "passport", "entry"])
	})
	test("none is known: with its day", async () => {
		assert.equal((await none(id)).status, 303)
		assert.equal(standing(id), "-")
		assert.match(await page(id), /Известных аллергий нет · \d\d\.\d\d\.\d{4}/)
	})
	test("asked again, it is a version", async () => {
		assert.equal((await none(id, { source: "family" })).status, 303)
		assert.equal(sql(`SELECT string_agg(version || source || current, ' ' ORDER BY version) FROM allergy WHERE patient_id = '${id}'`), "1patientfalse 2familytrue")
	})
	test("an entry ends it, and stands on every page, the gravest first", async () => {
		assert.equal((await add(id, { subject: "@latex", severity: "mild", reactions: "contact" })).status, 303)
		assert.equal((await add(id, { subject: "opioid_strong" })).status, 303)
		assert.equal(standing(id), "@latex opioid_strong")
		for (const path of ["", "/prescriptions/new", "/sheet", "/diagnoses"])
			assert.match((await doctor.client.get(`/patients/${id}${path}`)).text, /Аллергии: <b class="stop">Сильные опиоиды, латекс</, path)
		assert.match(await page(id), /заменено записью об аллергии/)
	})
	test("none known beside it is refused", async () => {
		const answer = await none(id)
		assert.equal(answer.status, 422)
		assert.match(answer.text, /id="noted_on-error">[^<]/)
		assert.equal(standing(id), "@latex opioid_strong")
	})
	test("a correction is a version; the one before is kept and shown", async () => {
		const old = idOf(id, "@latex")
		const form = await doctor.client.get(`/allergies/${old}/edit`)
		assert.match(form.text, /name="subject" value="@latex"/)
		assert.match(form.text, /value="латекс"/)
		assert.match(form.text, /name="reactions" value="contact" checked/)
		assert.equal((await doctor.client.post(`/allergies/${old}`, entry({ subject: "N02AX" }))).status, 303)
		assert.equal(standing(id), "N02AX opioid_strong")
		assert.equal(sql(`SELECT count(*) FROM allergy WHERE series_id = (SELECT series_id FROM allergy WHERE id = '${old}')`), "2")
		assert.match(await page(id), /латекс/)
	})
	test("a stale correction is a conflict, not a loss", async () => {
		const old = idOf(id, "N02AX")
		assert.equal((await doctor.client.post(`/allergies/${old}`, entry({ subject: "@egg" }))).status, 303)
		const late = await doctor.client.post(`/allergies/${old}`, entry({ subject: "@milk", severity: "mild" }))
		assert.equal(late.status, 409)
		assert.match(late.text, /role="alert"/)
		assert.match(late.text, /name="subject" value="@milk"/)
		assert.ok(late.text.includes(`action="/allergies/${idOf(id, "@egg")}"`), "the next try is over the version that stands")
		assert.equal(standing(id), "@egg opioid_strong")
		assert.equal((await doctor.client.get(`/allergies/${old}/edit`)).status, 409)
	})
	test("disproved or entered in error: ended with its trace, once", async () => {
		const egg = idOf(id, "@egg"), opioid = idOf(id, "opioid_strong")
		assert.equal((await doctor.client.post(`/allergies/${egg}/end`, { status: "disproved" })).status, 303)
		assert.equal((await doctor.client.post(`/allergies/${egg}/end`, { status: "entered_in_error" })).status, 409)
		assert.equal((await doctor.client.post(`/allergies/${opioid}/end`, { status: "entered_in_error" })).status, 303)
		assert.equal(standing(id), "")
		const { length } = sql(`SELECT ended_by FROM allergy WHERE id IN ('${egg}', '${opioid}') AND ended_at IS NOT NULL`).split("\n")
		assert.equal(length, 2)
		const shown = await page(id)
		assert.match(shown, /Аллергии: анамнез не собран/)
		assert.match(shown, /не подтвердилась/)
		assert.match(shown, /внесено ошибочно/)
	})
	test("each writing has its audit event about the patient", () => {
		const events = sql(`SELECT string_agg(DISTINCT event, ' ' ORDER BY event) FROM audit_event WHERE subject = '${id}' AND event LIKE 'ALLERGY%'`)
		assert.equal(events, "ALLERGY_ADD ALLERGY_CORRECT ALLERGY_END ALLERGY_NONE")
	})
})

describe("what is refused, at its field, with nothing lost", () => {
	let id
	before(async () => {
		id = (await registered(doctor, demo)).id
		assert.equal((await add(id, { subject: "@soya" })).status, 303)
	})
	for (const [what, field, value] of [
		["no substance", "subject", ""], ["words for a substance", "subject", "Иванов"], ["none among entries", "subject", "-"],
		["an unknown medicine", "subject", "#999999"], ["an unknown group", "subject", "no_such"], ["an unknown substance", "subject", "@no_such"],
		["an ATC code of nothing", "subject", "X99"], ["the same again", "subject", "@soya"], ["a substance too long", "subject", "@".padEnd(50, "a")],
		["no reaction", "reactions", ""], ["an unknown reaction", "reactions", "rash,nonsense"], ["known and not known", "reactions", "rash,unknown"],
		["no severity", "severity", ""], ["an unknown severity", "severity", "fatal"],
		["no certainty", "certainty", ""], ["an unknown certainty", "certainty", "maybe"],
		["no source", "source", ""], ["an unknown source", "source", "rumour"],
		["no day", "noted_on", ""], ["no such day", "noted_on", "31.02.2026"], ["a day to come", "noted_on", days(2)],
		["before the birth", "noted_on", "1949-12-31"]])
		test(what, async () => {
			const other = field === "severity" ? { certainty: "probable" } : { severity: "moderate" }
			const answer = await add(id, { ...field === "subject" ? {} : { subject: "@nuts" }, ...other, [field]: value })
			assert.equal(answer.status, 422, answer.text.slice(0, 200))
			assert.match(answer.text, new RegExp(`(id="${field}-error"|aria-describedby="${field}-error")`))
			assert.match(answer.text, /class="field-error"/)
			assert.match(answer.text, field === "severity" ? /value="probable" selected/ : /value="moderate" selected/)
			assert.equal(standing(id), "@soya")
		})
	for (const [what, changes, field] of [["no source", { source: "" }, "source"], ["an unknown source", { source: "rumour" }, "source"],
		["no day", { noted_on: "" }, "noted_on"], ["a day to come", { noted_on: days(2) }, "noted_on"], ["before the birth", { noted_on: "1949-01-01" }, "noted_on"]])
		test(`none known: ${what}`, async () => {
			const one = (await registered(doctor, demo)).id
			const answer = await none(one, changes)
			assert.equal(answer.status, 422)
			assert.match(answer.text, new RegExp(`id="${field}-error"`))
			assert.equal(standing(one), "")
		})
	test("an ending that is none", async () => {
		assert.equal((await doctor.client.post(`/allergies/${idOf(id, "@soya")}/end`, { status: "active" })).status, 400)
		assert.equal((await doctor.client.post(`/allergies/${idOf(id, "@soya")}/end`, {})).status, 400)
	})
	test("a field of no form of ours", async () => assert.equal((await add(id, { name: "Иванов" })).status, 400))
	test("another institution neither sees nor writes", async () => {
		const soya = idOf(id, "@soya")
		assert.equal((await foreign.client.get(`/patients/${id}/diagnoses`)).status, 404)
		assert.equal((await foreign.client.get(`/allergies/${soya}/edit`)).status, 404)
		assert.equal((await foreign.client.post(`/patients/${id}/allergies`, entry())).status, 404)
		assert.equal((await foreign.client.post(`/allergies/${soya}`, entry())).status, 404)
		assert.equal((await foreign.client.post(`/allergies/${soya}/end`, { status: "disproved" })).status, 404)
		assert.equal(standing(id), "@soya")
	})
	test("what does not exist is not found", async () => {
		assert.equal((await doctor.client.get(`/patients/${randomUUID()}/diagnoses`)).status, 404)
		assert.equal((await doctor.client.post(`/patients/${randomUUID()}/allergies`, entry())).status, 404)
		assert.equal((await doctor.client.get(`/allergies/${randomUUID()}/edit`)).status, 404)
	})
	test("who has died: nothing new, but a correction up to that day", async () => {
		const one = (await registered(doctor, demo)).id
		assert.equal((await add(one, { subject: "@fish", noted_on: today() })).status, 303)
		assert.equal((await doctor.client.post(`/patients/${one}/entry/state`, death)).status, 303)
		const late = await add(one, { subject: "@nuts" })
		assert.equal(late.status, 422)
		assert.match(late.text, /id="noted_on-error"/)
		assert.equal((await doctor.client.post(`/allergies/${idOf(one, "@fish")}`, entry({ subject: "@fish" }))).status, 303)
	})
})

describe("suggestions", () => {
	const find = async (q) => (await doctor.client.get(`/api/allergens?q=${encodeURIComponent(q)}`)).json.items
	test("a medicine by name in either language, with its ATC code", async () => {
		for (const q of ["морф", "Morphi"])
			assert.ok((await find(q)).some(({ subject, note }) => subject === morphine() && note === "N02AA01"), q)
	})
	test("all forms of a substance before one of them", async () => assert.equal((await find("фентан"))[0].subject, "@fentanyl"))
	test("a group, a substance, the beginning of an ATC code", async () => {
		assert.equal((await find("сильные оп"))[0].subject, "opioid_strong")
		assert.equal((await find("латекс"))[0].subject, "@latex")
		assert.equal((await find("n02ax"))[0].subject, "N02AX")
	})
	test("nothing for nothing", async () => {
		assert.deepEqual(await find("щщщ"), [])
		assert.equal((await doctor.client.get("/api/allergens?q=")).status, 422)
	})
})
