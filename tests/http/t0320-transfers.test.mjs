// t0320-transfers.test.mjs: from one department to another: offered, declined, withdrawn, accepted; seen from both sides.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { admission, days, demoAccount, signIn, today } from "./doctor.mjs"

const [wardDemo, homeDemo] = ["vlasova", "rautio"].map((login) => demoAccount((a) => a.login === login))
const chiefDemo = demoAccount((a) => a.login === "lebedeva"), strangerDemo = demoAccount((a) => a.login === "nikkanen")
const [WARD, HOME] = ["vlasova", "rautio"].map((login) => sql(`SELECT area_id FROM account WHERE login = '${login}'`))
const conclusion = { commission_no: "77", commission_on: today(), basis: "onco", consent_on: today() }
let ward, home, chief, stranger
before(async () => {
	[ward, home, chief, stranger] = await Promise.all([wardDemo, homeDemo, chiefDemo, strangerDemo].map(signIn))
})

async function admit() {
	const fields = await admission(ward, wardDemo, { surname: "Переводимая" }, conclusion)
	const answer = await ward.client.post("/patients", fields)
	assert.equal(answer.status, 303, answer.text.slice(0, 500))
	return fields.id
}
const version = (id) => sql(`SELECT version FROM patient WHERE id = '${id}'`)
const offer = (id, changes = {}, by = ward) => by.client.post(`/patients/${id}/entry/transfer`,
	{ to: HOME, reason: "home_care", on: today(), version: version(id), ...changes })
const open = (id) => sql(`SELECT id FROM patient_transfer WHERE patient_id = '${id}' ORDER BY offered_at DESC LIMIT 1`)
const decide = (by, transfer, action, fields = {}) => by.client.post(`/transfers/${transfer}/${action}`, { version: 1, ...fields })
const areaOf = (id) => sql(`SELECT area_id FROM patient WHERE id = '${id}'`)
const left = async (by) => (await by.client.get("/api/documents?after=0&type=passport")).json.left

describe("an admission by a department", () => {
	test("stands in the department, of its institution; its form offers nothing else", async () => {
		const id = await admit()
		assert.equal(sql(`SELECT area_id || ' ' || institution_id FROM patient WHERE id = '${id}'`), `${WARD} 6`)
		assert.match((await ward.client.get("/patients/new")).text, new RegExp(`<option value="${WARD}">[^<]*Стационар`))
		const { text } = await ward.client.get(`/patients/${id}/edit`)
		assert.equal([.../<select id="institution"[\s\S]*?<\/select>/.exec(text)[0].matchAll(/<option/g)].length, 1)
	})
	test("of another department is refused", async () => {
		const fields = await admission(ward, wardDemo, { surname: "Чужая" }, { ...conclusion, institution: HOME })
		assert.equal((await ward.client.post("/patients", fields)).status, 403)
	})
})

describe("an offer", () => {
	let id
	before(async () => { id = await admit() })
	for (const [what, changes, field] of [
		["no area", { to: "" }, "to"], ["a word for an area", { to: "x" }, "to"], ["another institution", { to: 7 }, "to"],
		["a district", { to: 2 }, "to"], ["an area that is not there", { to: 99999 }, "to"], ["where he is", { to: WARD }, "to"],
		["no reason", { reason: "" }, "reason"], ["an unknown reason", { reason: "nonsense" }, "reason"],
		["no day", { on: "" }, "on"], ["no such day", { on: "31.02.2026" }, "on"], ["yesterday", { on: days(-1) }, "on"],
		["a day far away", { on: days(95) }, "on"]])
		test(`${what}: 422 at the field, filled in, nothing stored`, async () => {
			const answer = await offer(id, changes)
			assert.equal(answer.status, 422)
			assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
			assert.match(answer.text, new RegExp(changes.reason === undefined ? 'value="home_care" selected' : `value="${HOME}" selected`))
			assert.equal(open(id), "")
		})
	test("a stale version is a conflict that keeps what was typed", async () => {
		const answer = await offer(id, { version: 99 })
		assert.equal(answer.status, 409)
		assert.match(answer.text, /role="alert"[\s\S]*value="home_care" selected/)
	})
	test("without a version, or with another's patient: nothing", async () => {
		assert.equal((await offer(id, { version: "" })).status, 422)
		assert.equal((await offer(id, {}, stranger)).status, 403)
		assert.equal((await offer(id, {}, home)).status, 403)
		assert.equal((await home.client.get(`/patients/${id}/entry/transfer`)).status, 404)
		assert.equal(open(id), "")
	})
	test("of who has left the register is refused", async () => {
		const other = await admit()
		await ward.client.post(`/patients/${other}/entry/state`, { action: "remove", from: "active", on: today(), reason: "moved" })
		const answer = await offer(other)
		assert.equal(answer.status, 422)
		assert.match(answer.text, /id="to-error">[^<]/)
		assert.doesNotMatch((await ward.client.get(`/patients/${other}/entry`)).text, /entry\/transfer"/)
	})
})

describe("from offer to acceptance", () => {
	let id, transfer
	before(async () => {
		id = await admit()
		assert.equal((await offer(id)).status, 303)
		transfer = open(id)
	})
	test("the sender keeps the patient; a second offer is a conflict", async () => {
		assert.equal(areaOf(id), WARD)
		assert.match((await ward.client.get(`/patients/${id}/entry`)).text, new RegExp(`/transfers/${transfer}/withdraw`))
		assert.equal((await offer(id, { to: 6 })).status, 409)
	})
	test("the other side sees it on Home with the sealed passport, and no more of the patient", async () => {
		const { text } = await home.client.get("/")
		assert.ok(text.includes(`/transfers/${transfer}`) && text.includes("К приёму"))
		const page = await home.client.get(`/transfers/${transfer}`)
		assert.equal(page.status, 200)
		assert.match(page.text, /&quot;t&quot;:&quot;passport&quot;/)
		for (const path of [`/patients/${id}`, `/patients/${id}/entry`, `/patients/${id}/prescriptions`, `/patients/${id}/passport`])
			assert.equal((await home.client.get(path)).status, 404, path)
	})
	test("neither another institution nor the sender decides", async () => {
		for (const action of ["accept", "decline", "withdraw"]) {
			assert.equal((await decide(stranger, transfer, action, { reason: "no_place" })).status, 404, action)
			assert.equal((await decide(action === "withdraw" ? home : ward, transfer, action, { reason: "no_place" })).status, 403, action)
		}
		assert.equal((await stranger.client.get(`/transfers/${transfer}`)).status, 404)
		assert.equal((await decide(home, randomUUID(), "accept")).status, 404)
	})
	test("declining asks for a reason of the list, any decision for the version", async () => {
		for (const fields of [{ reason: "" }, { reason: "nonsense" }]) {
			const answer = await decide(home, transfer, "decline", fields)
			assert.equal(answer.status, 422)
			assert.match(answer.text, /id="reason-error">[^<]/)
		}
		assert.equal((await decide(home, transfer, "accept", { version: "" })).status, 422)
		assert.equal((await decide(home, transfer, "accept", { version: 5 })).status, 409)
		assert.equal(areaOf(id), WARD)
	})
	test("declined: the reason stands at the sender's entry, and it is over", async () => {
		assert.match((await decide(home, transfer, "decline", { reason: "no_place" })).headers.location, /done=transfer_declined/)
		assert.match((await ward.client.get(`/patients/${id}/entry`)).text, /нет свободного места/)
		assert.equal((await decide(home, transfer, "accept", { version: 2 })).status, 409)
		assert.equal((await home.client.get(`/transfers/${transfer}`)).status, 404)
		assert.ok((await left(home)).includes(id), "whom this browser may have seen, and who did not come")
	})
	test("withdrawn: nobody can accept any more", async () => {
		await offer(id)
		transfer = open(id)
		assert.match((await decide(ward, transfer, "withdraw")).headers.location, /done=transfer_withdrawn/)
		assert.equal((await decide(home, transfer, "accept")).status, 409)
		assert.equal(areaOf(id), WARD)
	})
	test("accepted at the same moment as withdrawn: one of the two, the other is told", async () => {
		await offer(id)
		transfer = open(id)
		const answers = await Promise.all([decide(home, transfer, "accept"), decide(ward, transfer, "withdraw")])
		assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
		if (areaOf(id) === WARD) {
			await offer(id)
			assert.equal((await decide(home, open(id), "accept")).status, 303)
		}
		assert.equal(areaOf(id), HOME)
	})
	test("then the new side has it all, the old one nothing, the institution both stays with their days", async () => {
		assert.equal((await home.client.get(`/patients/${id}`)).status, 200)
		assert.equal((await ward.client.get(`/patients/${id}`)).status, 404)
		assert.ok((await left(ward)).includes(id))
		assert.ok(!(await left(home)).includes(id))
		assert.ok(!(await left(chief)).includes(id))
		const { text } = await chief.client.get(`/patients/${id}/entry`)
		assert.match(text, /<b>Стационар<\/b> <small>по \d\d\.\d\d\.\d{4}[\s\S]*<b>Выездная служба<\/b>/)
	})
	test("the summary for another institution is for the side that has the patient", async () => {
		const { status, text } = await home.client.get(`/patients/${id}/summary`)
		assert.equal(status, 200)
		for (const told of ["C34.1", "№ 77", "Стационар", 'data-fields="surname', "Выписка для другого учреждения"])
			assert.ok(text.includes(told), told)
		assert.equal((await ward.client.get(`/patients/${id}/summary`)).status, 404)
	})
	test("the new side's browser is told of the passport as of news", async () => {
		const seq = sql(`SELECT seq FROM document WHERE rec = '${id}' AND current`)
		const { json } = await home.client.get(`/api/documents?after=${seq - 1}&type=passport`)
		assert.deepEqual(json.documents.map(({ seq: n }) => n), [Number(seq)])
		assert.ok((await ward.client.get(`/api/documents?after=${seq - 1}&type=passport`)).json.left.includes(id))
	})
	test("each step is in the audit trail, about the patient", () => {
		assert.equal(sql(`SELECT string_agg(DISTINCT event, ' ' ORDER BY event) FROM audit_event WHERE subject = '${id}' AND result = 'OK'
			AND event LIKE 'TRANSFER%'`), "TRANSFER_ACCEPT TRANSFER_DECLINE TRANSFER_OFFER TRANSFER_VIEW TRANSFER_WITHDRAW")
	})
	test("a doctor of both sides may offer and accept", async () => {
		assert.equal((await offer(id, { to: 6, reason: "other" }, chief)).status, 303)
		assert.equal((await decide(chief, open(id), "accept")).status, 303)
		assert.equal(areaOf(id), "6")
		assert.equal((await home.client.get(`/patients/${id}`)).status, 404)
	})
})
