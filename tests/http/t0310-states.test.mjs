// t0310-states.test.mjs: the register entry: its states, step by step, and its open fields.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { admission, days, demoAccount, demoAccounts, isDoctor, placeOf, signIn, today } from "./doctor.mjs"

const demo = demoAccounts().find((d) => isDoctor(d) && d.member === "doctor" && d.role === "user")
let doctor
before(async () => { doctor = await signIn(demo) })

const conclusion = { commission_no: "128/П", commission_on: today(), basis: "onco", consent_on: today() }

async function admit(changes = {}) {
	const fields = await admission(doctor, demo, { surname: "Пробная" }, changes)
	return { id: fields.id, fields, answer: await doctor.client.post("/patients", fields) }
}
const taken = async (changes = {}) => (await admit({ ...conclusion, ...changes })).id
const status = (id) => sql(`SELECT status FROM patient WHERE id = '${id}'`)
const events = (id) => sql(`SELECT string_agg(action, ' ' ORDER BY seq) FROM patient_status_event WHERE patient_id = '${id}'`)
const step = (id, action, fields = {}) =>
	doctor.client.post(`/patients/${id}/entry/state`, { action, from: status(id), on: today(), ...fields })
const offered = async (id) => [...(await doctor.client.get(`/patients/${id}/entry`)).text
	.matchAll(/entry\/state\?action=([a-z_]+)/g)].map((m) => m[1])

describe("how an entry begins", () => {
	test("without a conclusion it waits for the commission", async () => {
		const { id, answer } = await admit()
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
		assert.equal(status(id), "awaiting")
	})
	test("as a draft, when told so", async () => assert.equal(status((await admit({ draft: "1" })).id), "draft"))
	test("with conclusion, basis and consent it is active", async () => {
		const id = await taken()
		assert.equal(status(id), "active")
		assert.equal(sql(`SELECT commission_no || ' ' || basis_code FROM patient WHERE id = '${id}'`), "128/П onco")
	})
	for (const [what, changes, field] of [
		["no consent", { consent_on: "" }, "consent_on"], ["no basis", { basis: "" }, "basis"],
		["no date", { commission_on: "" }, "commission_no"], ["words for a number", { commission_no: "Иванов" }, "commission_no"],
		["a date to come", { commission_on: days(3) }, "commission_on"], ["an unknown basis", { basis: "nonsense" }, "basis"]])
		test(`${what}: 422 at the field, nothing is stored, nothing is lost`, async () => {
			const { id, answer, fields } = await admit({ ...conclusion, ...changes })
			assert.equal(answer.status, 422)
			assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
			assert.ok(answer.text.includes(fields.passport.replaceAll('"', "&quot;")), "the sealed identity comes back")
			assert.equal(status(id), "")
		})
})

describe("the way through the states", () => {
	let id
	before(async () => { id = (await admit({ draft: "1" })).id })
	test("what is offered is what the table allows", async () => {
		for (const [from, wanted] of [["draft", "remove submit"]]) {
			assert.equal(status(id), from)
			assert.equal([...new Set(await offered(id))].sort().join(" "), wanted)
		}
	})
	test("a step that is not offered is not there", async () => {
		assert.equal((await doctor.client.get(`/patients/${id}/entry/state?action=suspend`)).status, 404)
		assert.equal((await step(id, "suspend", { reason: "away", expected_return: days(5) })).status, 409)
		assert.equal(status(id), "draft")
	})
	test("draft, awaiting, active, suspended, active, removed, active", async () => {
		assert.equal((await step(id, "submit")).status, 303)
		assert.equal(status(id), "awaiting")
		const bare = await step(id, "accept")
		assert.equal(bare.status, 422)
		assert.match(bare.text, /id="commission_no-error">[^<]/)
		assert.equal((await step(id, "accept", conclusion)).status, 303)
		assert.equal(status(id), "active")
		assert.equal((await step(id, "suspend", { reason: "away", expected_return: days(9) })).status, 303)
		assert.equal(status(id), "suspended")
		assert.equal((await step(id, "resume")).status, 303)
		assert.equal((await step(id, "remove", { reason: "moved" })).status, 303)
		assert.equal(status(id), "removed")
		assert.deepEqual(await offered(id), ["include_again"])
		assert.equal((await step(id, "include_again", { ...conclusion, commission_no: "129" })).status, 303)
		assert.equal(status(id), "active")
		assert.equal(events(id), "enter submit accept suspend resume remove include_again")
	})
	test("the history tells each step, its reason and who took it", async () => {
		const { text } = await doctor.client.get(`/patients/${id}/entry`)
		for (const told of ["временно выехал", "выезд из региона", "№ 129", demo.name])
			assert.ok(text.includes(told), told)
	})
	test("the author takes the last step back, once", async () => {
		assert.equal((await doctor.client.post(`/patients/${id}/entry/undo`, { from: "active" })).status, 303)
		assert.equal(status(id), "removed")
		const again = await doctor.client.post(`/patients/${id}/entry/undo`, { from: "removed" })
		assert.match(again.headers.location, /done=undo_refused/)
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE subject = '${id}' AND event = 'PATIENT_STATUS_UNDO' AND result = 'OK'`), "2")
	})
	test("a state that changed meanwhile is a conflict", async () => {
		const other = await taken()
		const answer = await step(other, "remove", { from: "suspended", reason: "moved" })
		assert.equal(answer.status, 409)
		assert.match(answer.text, /role="alert"/)
		assert.equal(status(other), "active")
	})
	test("refused by the commission, declined by the patient, applied for again", async () => {
		for (const [action, reason, to] of [["refuse", "criteria_not_met", "refused"], ["decline", "patient", "declined"]]) {
			const one = (await admit()).id
			assert.equal((await step(one, action)).status, 422)
			assert.equal((await step(one, action, { reason })).status, 303)
			assert.equal(status(one), to)
			assert.equal((await doctor.client.get(`/patients/${one}/prescriptions/new`)).text.includes('id="prescription-form"'), true)
			assert.equal((await step(one, "apply_again")).status, 303)
			assert.equal(status(one), "awaiting")
		}
	})
})

describe("every step from every state", () => {
	const steps = sql("SELECT from_status, action, reasons FROM status_transition WHERE permission = 'patient_write'").split("\n").map((row) => row.split("|"))
	const actions = sql("SELECT DISTINCT action FROM status_transition ORDER BY 1").split("\n")
	const ways = { draft: [], awaiting: [["submit"]], active: [["submit"], ["accept", conclusion]], refused: [["submit"], ["refuse", { reason: "criteria_not_met" }]],
		declined: [["submit"], ["decline", { reason: "patient" }]], suspended: [["submit"], ["accept", conclusion], ["suspend", { reason: "away", expected_return: days(5) }]],
		removed: [["submit"], ["accept", conclusion], ["remove", { reason: "moved" }]] }
	test("are walked from every state that there is", () =>
		assert.deepEqual(Object.keys(ways).sort(), sql("SELECT from_status FROM status_transition UNION SELECT to_status FROM status_transition").split("\n").sort()))
	for (const [from, way] of Object.entries(ways))
		test(`${from}: the page offers what the table has, and takes nothing else`, async () => {
			const { id } = await admit({ draft: "1" })
			for (const [action, fields] of way)
				assert.equal((await step(id, action, fields)).status, 303, action)
			assert.equal(status(id), from)
			const own = new Set(steps.filter(([state]) => state === from).map(([, action]) => action))
			assert.deepEqual([...new Set(await offered(id))].sort(), [...own].sort())
			for (const action of [...actions, "enter", "no_such"]) {
				const form = await doctor.client.get(`/patients/${id}/entry/state?action=${action}`)
				assert.equal(form.status, own.has(action) ? 200 : 404, `${from} ${action}`)
				if (!own.has(action))
					assert.equal((await step(id, action, { ...conclusion, reason: "moved", expected_return: days(5), from })).status, 409, `${from} ${action}`)
			}
			assert.equal(status(id), from)
		})
})

describe("what a step asks for", () => {
	let id
	before(async () => { id = await taken() })
	const death = { reason: "death", place_of_death: "home", cause: "C34.1", preferred_place_met: "yes", last_pain: "2" }
	for (const [action, what, fields, field] of [
		["suspend", "no reason", { expected_return: days(5) }, "reason"],
		["suspend", "a reason of something else", { reason: "moved", expected_return: days(5) }, "reason"],
		["suspend", "no return", { reason: "away" }, "expected_return"],
		["suspend", "a return in the past", { reason: "away", expected_return: days(-1) }, "expected_return"],
		["suspend", "a day to come", { reason: "away", expected_return: days(9), on: days(2) }, "on"],
		["suspend", "a day before the entry", { reason: "away", expected_return: days(9), on: days(-40) }, "on"],
		["suspend", "no day", { reason: "away", expected_return: days(9), on: "" }, "on"],
		["suspend", "a day that does not exist", { reason: "away", expected_return: "31.02.2027" }, "expected_return"],
		["remove", "no reason", {}, "reason"],
		["remove", "a place of death for who moved", { ...death, reason: "moved" }, "reason"],
		["remove", "death without a place", { ...death, place_of_death: "" }, "place_of_death"],
		["remove", "death at an unknown place", { ...death, place_of_death: "moon" }, "place_of_death"],
		["remove", "death without a cause", { ...death, cause: "" }, "cause"],
		["remove", "a cause that is no code", { ...death, cause: "X99.9" }, "cause"],
		["remove", "death without the preferred place", { ...death, preferred_place_met: "" }, "preferred_place_met"],
		["remove", "a pain of 11", { ...death, last_pain: "11" }, "last_pain"],
		["remove", "a death to come", { ...death, on: days(1) }, "on"]])
		test(`${action}, ${what}: 422 at ${field}`, async () => {
			const answer = await step(id, action, fields)
			assert.equal(answer.status, 422, answer.text.slice(0, 200))
			assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
			assert.equal(status(id), "active")
		})
	test("a death is asked for beside the wish about its place", async () => {
		const form = async () => (await doctor.client.get(`/patients/${id}/entry/state?action=remove`)).text
		assert.match(await form(), /<fieldset id="death" data-wished="">[\s\S]*id="preferred_place_met"[\s\S]*?<small>предпочтение не записано/)
		const talk = (on, place) => doctor.client.post(`/patients/${id}/care/preferences`, { series: randomUUID(), version: "0", discussed_on: on,
			with_whom: "patient", place_of_death: place, wishes: "comfort_only" })
		for (const [on, place] of [[days(-3), "hospice"], [days(-2), "home"], [days(-1), ""]]) {
			const answer = await talk(on, place)
			assert.equal(answer.status, 303, answer.text.match(/field-error"[^<]*<?[^<]*|role="alert">[^<]*/g)?.join(" "))
		}
		const [year, month, day] = days(-2).split("-")
		assert.match(await form(), new RegExp(`data-wished="home">[\\s\\S]*id="preferred_place_met"[\\s\\S]*?<small>хотел: дома \\(разговор ${day}\\.${month}\\.${year}\\)`), "as he last said it")
	})
	test("a death stops and locks prescribing and opens the follow-up of the family", async () => {
		const answer = await step(id, "remove", death)
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
		assert.equal(sql(`SELECT p.status || ' ' || p.removal_reason || ' ' || b.status FROM patient p JOIN bereavement b ON b.patient_id = p.id
			WHERE p.id = '${id}'`), "removed death open")
		assert.deepEqual(await offered(id), [], "who is no administrator takes no death back")
		assert.match((await doctor.client.post(`/patients/${id}/entry/undo`, { from: "removed" })).headers.location, /undo_refused/)
		const text = (await doctor.client.get(`/patients/${id}/prescriptions/new`)).text
		assert.match(text, /role="alert"/)
	})
	test("an administrator takes a death back, with a reason", async () => {
		const admin = demoAccounts().find((d) => d.member === "officer" && placeOf(d.login).institution === placeOf(demo.login).institution)
		const officer = await signIn(admin)
		const page = await officer.client.get(`/patients/${id}/entry/state?action=revive`)
		assert.equal(page.status, 200)
		const revive = (fields) => officer.client.post(`/patients/${id}/entry/state`, { action: "revive", from: "removed", on: today(), ...fields })
		assert.equal((await revive({})).status, 422)
		assert.equal((await revive({ reason: "wrong_patient" })).status, 303)
		assert.equal(status(id), "active")
		assert.equal(sql(`SELECT status FROM bereavement WHERE patient_id = '${id}'`), "entered_in_error")
	})
})

describe("the open fields", () => {
	let id
	before(async () => { id = await taken() })
	const version = () => sql(`SELECT version FROM patient WHERE id = '${id}'`)
	const save = (fields) => doctor.client.post(`/patients/${id}/entry`, { version: version(), ...conclusion, ...fields })
	test("are stored, shown and audited", async () => {
		const answer = await save({ referral_source: "hospital", referred_on: days(-9), ready_on: days(-8), first_contact_on: days(-7),
			settlement: "rural", care_institution: placeOf(demo.login).institution })
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
		const { text } = await doctor.client.get(`/patients/${id}/entry`)
		assert.match(text, /стационар/)
		assert.match(text, /сельск/)
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE subject = '${id}' AND event = 'ENTRY_SAVE' AND result = 'OK'`), "1")
	})
	for (const [what, fields, field] of [
		["a referral to come", { referred_on: days(2) }, "referred_on"],
		["a contact before the referral", { referred_on: days(-5), first_contact_on: days(-6) }, "first_contact_on"],
		["readiness before the referral", { referred_on: days(-5), ready_on: days(-6) }, "ready_on"],
		["a date before the birth", { referred_on: "1940-01-01" }, "referred_on"],
		["a number without a date", { commission_on: "" }, "commission_no"],
		["no conclusion of an active patient", { commission_on: "", commission_no: "" }, "commission_no"],
		["consent taken away", { consent_on: "" }, "consent_on"],
		["a settlement of another kind", { settlement: "moon" }, "settlement"],
		["an unknown source", { referral_source: "moon" }, "referral_source"],
		["a district as institution", { care_institution: placeOf(demo.login).district }, "care_institution"]])
		test(`${what}: 422 at ${field}`, async () => {
			const answer = await save(fields)
			assert.equal(answer.status, 422, answer.text.slice(0, 200))
			assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
		})
	test("a stale version is a conflict that shows both", async () => {
		const answer = await save({ version: "1", settlement: "urban" })
		assert.equal(answer.status, 409)
		assert.match(answer.text, /сельск/)
		assert.match(answer.text, /value="urban" selected/)
	})
	test("names in unknown fields are refused", async () =>
		assert.equal((await save({ surname: "Пробная" })).status, 400))
})
