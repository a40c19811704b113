// t0370-notes.test.mjs: notes: every field's refusals, versions and their conflict, entered in error, filters, other areas.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { sql } from "./client.mjs"
import { demoAccounts, isDoctor, placeOf, signIn } from "./doctor.mjs"

let doctor, colleague, stranger, patient, institution

before(async () => {
	const doctors = demoAccounts().filter(isDoctor)
	institution = placeOf(doctors[0].login).institution
	const of = (own) => doctors.find((d) => d.login !== doctors[0].login && (placeOf(d.login).institution === institution) === own)
	doctor = await signIn(doctors[0])
	colleague = of(true) === undefined ? undefined : await signIn(of(true))
	stranger = await signIn(of(false))
	patient = sql(`SELECT id FROM patient WHERE area_id = ${institution} AND status = 'active' ORDER BY id DESC LIMIT 1`)
})

const day = (days) => sql(`SELECT to_char(current_date + ${days}, 'DD.MM.YYYY')`)
const iso = (text) => text.split(".").reverse().join("-")
const countOf = () => sql(`SELECT count(*) FROM note WHERE patient_id = '${patient}'`)

/** The fields of a note, its text sealed as a browser does; changes are to the fields, seal to the sealed draft. */
async function note(changes = {}, seal = {}, who = doctor) {
	const id = changes.id ?? randomUUID()
	const fields = { id, kind: "visit", on: day(0), ...changes }
	const sealed = await crypto.sealDocument(who.keyring, {
		t: "note", rec: id, rev: 1, ts: Math.floor(Date.now() / 1000),
		object: { of: patient, kind: fields.kind, on: iso(fields.on), text: "Текст заметки." }, ...seal,
	})
	return { fields: { ...fields, note: changes.note ?? sealed.text }, docHash: sealed.docHash, id }
}
const add = async (changes, seal, who = doctor, to = patient) =>
	who.client.post(`/patients/${to}/notes`, (await note(changes, seal, who)).fields)

/** A stored note and how its next revision is sent. */
async function stored() {
	const made = await note()
	assert.equal((await doctor.client.post(`/patients/${patient}/notes`, made.fields)).status, 303)
	const next = async (changes = {}, seal = {}, who = doctor) => {
		const { fields: { id: _, ...fields } } = await note({ id: made.id, ...changes }, { rev: 2, prev: made.docHash, ...seal }, who)
		return who.client.post(`/notes/${made.id}`, fields)
	}
	return { ...made, next }
}

describe("a new note", () => {
	test("is stored with its kind and day; the answer is the list, which does not hold the text", async () => {
		const { fields, id } = await note({ kind: "family", on: day(-3) })
		const answer = await doctor.client.post(`/patients/${patient}/notes`, fields)
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
		assert.match(answer.headers.location, /done=note_added/)
		assert.equal(sql(`SELECT kind || noted_on || rev || current FROM note WHERE rec = '${id}'`), `family${iso(day(-3))}1true`)
		const page = await doctor.client.get(`/patients/${patient}/notes`)
		assert.equal(page.status, 200)
		assert.ok(page.text.includes(`data-note="${id}"`) && !page.text.includes("Текст заметки"))
		assert.equal(sql(`SELECT event || ':' || subject FROM audit_event WHERE event = 'NOTE_ADD' ORDER BY id DESC LIMIT 1`), `NOTE_ADD:${patient}`)
	})
	for (const [name, changes] of Object.entries({
		"without a kind": { kind: "" }, "of an unknown kind": { kind: "poem" }, "of a kind that is no code": { kind: "<b>" },
		"without a day": { on: "" }, "of a day that is none": { on: "31.02.2026" }, "of tomorrow": { on: "tomorrow" },
		"before birth": { on: "01.01.1850" }, "without its text": { note: "" }, "with an open text": { note: "Просто текст" },
		"without an id": { id: "" }, "with a broken id": { id: "42" },
	}))
		test(`is refused ${name}, and the form comes back with what was sealed`, async () => {
			const before = countOf()
			const { fields } = await note()
			Object.assign(fields, changes, changes.on === "tomorrow" ? { on: day(1) } : {})
			const answer = await doctor.client.post(`/patients/${patient}/notes`, fields)
			assert.equal(answer.status, 422, answer.text.slice(0, 200))
			assert.match(answer.text, /field-error/)
			if (changes.note === undefined)
				assert.ok(answer.text.includes("&quot;suite&quot;:&quot;A1&quot;"), "the sealed text is not lost")
			assert.equal(countOf(), before)
		})
	test("is refused when its seal does not fit: another record, type, time, first revision, signature", async () => {
		const before = countOf()
		const other = await note()
		const good = await note()
		for (const [name, text] of Object.entries({
			record: other.fields.note,
			type: (await crypto.sealDocument(doctor.keyring, { t: "passport", rec: good.id, rev: 1, ts: Math.floor(Date.now() / 1000), object: { surname: "" } })).text,
			time: (await note({ id: good.id }, { ts: Math.floor(Date.now() / 1000) - 3600 })).fields.note,
			signature: good.fields.note.replace(/"sig":"(.)/, (_, c) => `"sig":"${c === "A" ? "B" : "A"}`),
		}))
			assert.equal((await doctor.client.post(`/patients/${patient}/notes`, { ...good.fields, note: text })).status, 422, name)
		const late = await note({}, { rev: 2, prev: good.docHash })
		assert.equal((await doctor.client.post(`/patients/${patient}/notes`, late.fields)).status, 409)
		assert.equal(countOf(), before)
	})
	test("by another than its author, or for a patient of another institution, is denied", async () => {
		const { fields } = await note({}, {}, colleague ?? stranger)
		assert.equal((await doctor.client.post(`/patients/${patient}/notes`, fields)).status, colleague === undefined ? 422 : 403)
		const foreign = await note({}, {}, stranger)
		assert.notEqual((await stranger.client.post(`/patients/${patient}/notes`, foreign.fields)).status, 303)
		for (const path of [`/patients/${patient}/notes`, `/patients/${patient}/notes/new`, `/api/patients/${patient}/notes`])
			assert.equal((await stranger.client.get(path)).status, 404, path)
	})
	test("sent twice is stored once", async () => {
		const { fields } = await note()
		assert.equal((await doctor.client.post(`/patients/${patient}/notes`, fields)).status, 303)
		const again = await doctor.client.post(`/patients/${patient}/notes`, fields)
		assert.equal(again.status, 409)
		assert.match(again.text, /уже сохранена|saved already/)
	})
	test("of a visit after the death is refused, of a talk with the family is not", async () => {
		const dead = sql(`SELECT id || '|' || to_char(died_on, 'DD.MM.YYYY') || '|' || to_char(died_on + 1, 'DD.MM.YYYY') FROM patient
			WHERE area_id = ${institution} AND died_on < current_date - 2 ORDER BY id LIMIT 1`)
		const [id, died, after] = dead.split("|")
		const seal = (on, kind) => ({ object: { of: id, kind, on: iso(on), text: "x" } })
		const refused = await add({ on: after }, seal(after, "visit"), doctor, id)
		assert.equal(refused.status, 422)
		assert.match(refused.text, /после смерти/)
		assert.equal((await add({ on: died }, seal(died, "visit"), doctor, id)).status, 303)
		assert.equal((await add({ on: after, kind: "family" }, seal(after, "family"), doctor, id)).status, 303)
	})
})

describe("a change", () => {
	test("is the next version; the former one stays", async () => {
		const { id, next } = await stored()
		assert.equal((await doctor.client.get(`/notes/${id}/edit`)).status, 200)
		assert.equal((await next({ kind: "plan", on: day(-1) })).status, 303)
		assert.equal(sql(`SELECT string_agg(rev || kind, ' ' ORDER BY rev) FROM note WHERE rec = '${id}'`), "1visit 2plan")
		const versions = await doctor.client.get(`/notes/${id}/versions`)
		assert.equal(versions.text.match(/data-rev=/g).length, 2)
		assert.equal((await doctor.client.get(`/api/documents/${id}/versions`)).json.versions.length, 2)
	})
	test("after another's is a conflict that shows both and stores nothing", async () => {
		const { id, next } = await stored()
		assert.equal((await next({ kind: "plan" })).status, 303)
		const answer = await next({ kind: "phone", on: day(-2) })
		assert.equal(answer.status, 409)
		assert.match(answer.text, /id="note-theirs"/)
		assert.match(answer.text, /data-pending="\{/)
		assert.match(answer.text, new RegExp(`value="${day(-2)}"`))
		assert.equal(sql(`SELECT max(rev) FROM note WHERE rec = '${id}'`), "2")
	})
	test("is refused with a bad field, and denied to another institution", async () => {
		const { id, next } = await stored()
		for (const changes of [{ kind: "poem" }, { on: day(1) }, { note: "" }])
			assert.equal((await next(changes)).status, 422, JSON.stringify(changes))
		assert.equal((await next({}, {}, stranger)).status, 404)
		assert.equal((await stranger.client.get(`/notes/${id}/edit`)).status, 404)
		assert.equal((await stranger.client.get(`/notes/${id}/versions`)).status, 404)
		assert.equal((await doctor.client.get(`/notes/${randomUUID()}/edit`)).status, 404)
		assert.equal(sql(`SELECT max(rev) FROM note WHERE rec = '${id}'`), "1")
	})
})

describe("entered in error", () => {
	test("is said by its author, of the version he saw, once; the note leaves the list and stays to be seen", async () => {
		const { id, next } = await stored()
		if (colleague !== undefined)
			assert.equal((await colleague.client.post(`/notes/${id}/error`, { rev: "1" })).status, 403)
		assert.equal((await doctor.client.post(`/notes/${id}/error`, {})).status, 422)
		assert.equal((await doctor.client.post(`/notes/${id}/error`, { rev: "2" })).status, 409)
		assert.equal((await doctor.client.post(`/notes/${id}/error`, { rev: "1" })).status, 303)
		assert.equal((await doctor.client.post(`/notes/${id}/error`, { rev: "1" })).status, 409)
		assert.equal((await doctor.client.get(`/notes/${id}/edit`)).status, 409)
		const late = await next()
		assert.equal(late.status, 409)
		assert.match(late.text, new RegExp(`action="/patients/${patient}/notes"`), "it can be saved as a new note")
		const list = (query) => doctor.client.get(`/patients/${patient}/notes${query}`)
		assert.ok(!(await list("")).text.includes(`data-note="${id}"`))
		assert.ok((await list("?wrong=1")).text.includes(`data-note="${id}"`))
		assert.equal(sql(`SELECT marked_by IS NOT NULL AND marked_at IS NOT NULL FROM note WHERE rec = '${id}'`), "t")
	})
})

describe("the list", () => {
	test("is filtered by kind and period", async () => {
		const made = await note({ kind: "team", on: day(-5) })
		await doctor.client.post(`/patients/${patient}/notes`, made.fields)
		const has = async (query) => (await doctor.client.get(`/patients/${patient}/notes?${query}`)).text.includes(`data-note="${made.id}"`)
		assert.equal(await has("kind=team"), true)
		assert.equal(await has("kind=phone"), false)
		assert.equal(await has(`since=${day(-5)}&until=${day(-5)}`), true)
		assert.equal(await has(`since=${day(-4)}`), false)
		assert.equal(await has(`until=${day(-6)}`), false)
		assert.equal(await has("page=500"), false)
	})
	test("says what is wrong with a filter, and shows no note then", async () => {
		for (const query of ["since=31.02.2026", "until=x", "page=-1", "kind=%3Cb%3E", "wrong=2"]) {
			const answer = await doctor.client.get(`/patients/${patient}/notes?${query}`)
			assert.equal(answer.status, 422, query)
			assert.ok(!answer.text.includes("note-card\" data-note=\"" + patient.slice(0, 1)))
		}
		assert.equal((await doctor.client.get(`/patients/${patient}/notes?name=x`)).status, 400)
		assert.equal((await doctor.client.get(`/patients/${randomUUID()}/notes`)).status, 404)
	})
})
