// t0325-merge.test.mjs: pairs told apart; two entries merged and taken apart again; every way in which that is refused.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { after, before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { sql } from "./client.mjs"
import { admission, demoAccount, demoAccounts, isDoctor, passport, placeOf, signIn, today } from "./doctor.mjs"
import { tripsOf } from "./trips.mjs"

const demo = demoAccount(isDoctor)
const { institution } = placeOf(demo.login)
const stranger = demoAccounts().find((a) => isDoctor(a) && placeOf(a.login).institution !== institution)
let doctor
const admitted = []
before(async () => { doctor = await signIn(demo) })
// Who was made here is in nobody's way afterwards.
after(async () => {
	for (const id of admitted)
		if (sql(`SELECT status FROM patient WHERE id = '${id}'`) === "active")
			await doctor.client.post(`/patients/${id}/entry/state`, { action: "remove", from: "active", on: today(), reason: "error" })
})

const state = (id) => sql(`SELECT status || ' ' || coalesce(removal_reason, '-') || ' ' || version FROM patient WHERE id = '${id}'`)
const has = (id) => sql(`SELECT string_agg(name || ' ' || rows, ', ' ORDER BY name) FROM patient_rows_count('${id}') WHERE name IN ('observation', 'prescription')`)
const version = (id) => sql(`SELECT version FROM patient WHERE id = '${id}'`)

/** A new patient under observation. */
async function admit(identity, more = {}) {
	const fields = await admission(doctor, demo, identity, { commission_no: "12", commission_on: "01.11.2026", basis: "onco",
		consent_on: "01.11.2026", ...more })
	const answer = await doctor.client.post("/patients", fields)
	assert.equal(answer.status, 303, answer.text.slice(0, 400))
	admitted.push(fields.id)
	return fields.id
}

/** The next revision of a passport, as the browser seals it. */
async function sealed(rec, identity, more = {}, of = rec) {
	const text = sql(`SELECT envelope FROM document WHERE rec = '${of}' AND current`)
	const { rev, docHash } = await crypto.openDocument(doctor.keyring, text, { t: "passport", rec: of, pin: undefined })
	return (await crypto.sealDocument(doctor.keyring, { t: "passport", rec, rev: rev + 1, prev: docHash, object: passport(identity),
		ts: Math.floor(Date.now() / 1000), ...more })).text
}

const letters = () => [...randomUUID().replaceAll("-", "")].slice(0, 12).map((digit) => "абвгдежзиклмнопр"[Number.parseInt(digit, 16)]).join("")
/** Nobody is a suspect beside those of other tests. */
const person = (born) => ({ surname: `Слитный${letters()}`, name: "Анна", born, sex: "f" })
const A = person("1950-03-04")
const B = person("1950-03-05")

async function pair(more = {}) {
	const a = await admit(person(A.born)), b = await admit(B, { date_in: "01.11.2026", diagnosis: "C61" })
	sql(`INSERT INTO observation (patient_id, area_id, code, value, effective_on, author_id)
		SELECT id, area_id, 'pain-nrs', 6, current_date, created_by FROM patient WHERE id = '${b}'`)
	return { a, b, fields: async () => ({
		with: b, version: version(a), other_version: version(b), year_of_birth: "1950", sex: "f",
		passport: await sealed(a, { ...A, previousSurname: B.surname }), other_passport: await sealed(b, { ...B, mergedInto: a }), ...more,
	}) }
}

describe("merging", () => {
	test("previewed, done, shown at both, taken back", async () => {
		const { a, b, fields } = await pair()
		const preview = (await doctor.client.get(`/patients/${a}/merge?with=${b}`)).text
		assert.match(preview, /name="from_date_in" value="other" checked/, "the earlier day is offered")
		assert.match(preview, /name="from_diagnosis_code" value="own" checked/)
		assert.match(preview, /Наблюдения: <b>1<\/b>/)
		const [, page, audit, ...more] = tripsOf(doctor.client, `/patients/${a}/merge`, { ...await fields(), from_date_in: "other", from_diagnosis_code: "own" })
		assert.deepEqual([page.includes("merge_add"), page.filter((name) => name === "document_put").length, audit.at(-1), more], [true, 2, "commit", []],
			"three round trips: session, page, audit")
		assert.equal(has(a), "observation 1")
		assert.equal(has(b), "")
		assert.match(state(b), /^removed duplicate/)
		assert.equal(sql(`SELECT date_in FROM patient WHERE id = '${a}'`), "2026-11-01")
		assert.equal(sql(`SELECT string_agg(rev::text, ' ' ORDER BY rec) FROM document WHERE rec IN ('${a}', '${b}') AND current`), "2 2")
		const merge = sql(`SELECT id FROM patient_merge WHERE patient_id = '${a}'`)
		for (const [id, word] of [[a, "влита другая"], [b, "влита в другую"]]) {
			const entry = (await doctor.client.get(`/patients/${id}/entry`)).text
			assert.ok(entry.includes(word) && entry.includes(`/merges/${merge}`), word)
			assert.doesNotMatch(entry, /entry\/undo/, "the removal alone is not taken back")
		}
		assert.equal((await doctor.client.post(`/patients/${b}/entry/undo`, { from: "removed" })).headers.get?.("location")?.includes("undo_refused") ?? true, true)
		assert.match(state(b), /^removed/)
		assert.match((await doctor.client.get(`/merges/${merge}`)).text, /Отменить объединение/)
		const undone = tripsOf(doctor.client, `/merges/${merge}/undo`, { passport: await sealed(a, A), other_passport: await sealed(b, B) })
		assert.deepEqual([undone.length, undone[1].includes("merge_undo"), undone[1].filter((name) => name === "document_put").length], [3, true, 2])
		assert.equal(has(a), "")
		assert.equal(has(b), "observation 1")
		assert.match(state(b), /^active -/)
		assert.notEqual(sql(`SELECT date_in FROM patient WHERE id = '${a}'`), "2026-11-01")
		assert.equal(sql(`SELECT string_agg(rev::text, ' ' ORDER BY rec) FROM document WHERE rec IN ('${a}', '${b}') AND current`), "3 3")
		const states = (await doctor.client.get(`/patients/${b}/timeline?kind=state`)).text
		assert.match(states, /Изменение состояния отменено/)
		assert.doesNotMatch(states, /undo\.|removed/, "in words, not in codes")
		const again = await doctor.client.post(`/merges/${merge}/undo`, {})
		assert.equal(again.status, 422)
		assert.match(again.text, /уже отменено/)
		assert.deepEqual(sql(`SELECT event || ' ' || (detail->>'other' = '${b}') FROM audit_event WHERE subject = '${a}' AND event LIKE 'PATIENT_MERGE%'
			AND result = 'OK' ORDER BY id`).split("\n"), ["PATIENT_MERGE true", "PATIENT_MERGE_UNDO true"])
	})
	test("notes stay where they were sealed, and are read and searched with those of who stays, until it is taken back", async () => {
		const { a, b, fields } = await pair()
		const notes = []
		for (const [of, kind] of [[a, "visit"], [b, "family"]]) {
			const id = randomUUID()
			const { text } = await crypto.sealDocument(doctor.keyring, { t: "note", rec: id, rev: 1, ts: Math.floor(Date.now() / 1000),
				object: { of, kind, on: today(), text: "Текст" } })
			assert.equal((await doctor.client.post(`/patients/${of}/notes`, { id, kind, on: today(), note: text })).status, 303)
			notes.push(id)
		}
		const listed = async (id, query = "") => [...(await doctor.client.get(`/patients/${id}/notes${query}`)).text.matchAll(/data-note="([0-9a-f-]{36})"/g)].map((m) => m[1]).sort()
		const sent = async (id) => (await doctor.client.get(`/api/patients/${id}/notes`)).json.notes.map((n) => `${n.id} ${n.of} ${n.merged}`).sort()
		assert.deepEqual(await listed(a), [notes[0]])
		assert.equal((await doctor.client.post(`/patients/${a}/merge`, await fields())).status, 303)
		assert.deepEqual(await listed(a), [...notes].sort())
		assert.deepEqual(await listed(a, "?kind=family"), [notes[1]])
		assert.deepEqual(await listed(b), [notes[1]], "who went has his own")
		assert.deepEqual(await sent(a), [`${notes[0]} ${a} false`, `${notes[1]} ${b} true`].sort())
		const timeline = async (id) => (await doctor.client.get(`/patients/${id}/timeline?kind=note`)).text
		const told = async (id) => [...(await timeline(id)).matchAll(/<li><span>/g)].length
		assert.deepEqual([await told(a), await told(b)], [2, 1], "the timeline tells of them too")
		assert.match(await timeline(a), /value="note"[^>]*> [^<(]*\(2\)/, "and its filter counts them")
		const number = sql(`SELECT registry_no FROM patient WHERE id = '${b}'`)
		assert.match((await doctor.client.get(`/patients/${a}/notes`)).text, new RegExp(`из присоединённой записи <span data-cell="of_no">${number}`))
		for (const [id, other] of [[a, b], [b, a]])
			assert.match((await doctor.client.get(`/patients/${id}`)).text, new RegExp(`<article>\\s*<header><h2>[^<]*влита[\\s\\S]*?/patients/${other}"`), "the overview leads to the other")
		const merge = sql(`SELECT id FROM patient_merge WHERE patient_id = '${a}'`)
		assert.equal((await doctor.client.post(`/merges/${merge}/undo`, { passport: await sealed(a, A), other_passport: await sealed(b, B) })).status, 303)
		assert.deepEqual([await listed(a), await listed(b), await told(a)], [[notes[0]], [notes[1]], 1])
	})
	test("refused, and nothing is changed", async () => {
		const { a, b, fields } = await pair()
		const good = await fields()
		const before = [state(a), state(b), has(a), has(b)]
		const foreign = sql(`SELECT id FROM patient WHERE institution_id <> ${institution} LIMIT 1`)
		for (const [change, status, why] of [
			[{ version: "99" }, 409, /изменил кто-то другой/], [{ other_version: "99" }, 409, /изменил кто-то другой/],
			[{ other_passport: "" }, 422, /незашифрованными/], [{ passport: good.other_passport }, 422, /проверка не прошла/],
			[{ other_passport: good.passport }, 422, /проверка не прошла/], [{ passport: "x" }, 422, ""],
			[{ with: "" }, 422, ""], [{ with: "x" }, 422, ""], [{ with: a }, 404, ""], [{ with: randomUUID() }, 404, ""], [{ with: foreign }, 404, ""],
			[{ version: "" }, 422, ""], [{ other_version: "x" }, 422, ""], [{ year_of_birth: "" }, 422, ""], [{ year_of_birth: "1800" }, 422, ""],
			[{ sex: "x" }, 422, ""], [{ from_date_in: "x" }, 422, ""], [{ from_diagnosis_code: "C61" }, 422, ""], [{ surname: "x" }, 400, ""],
			[{ year_of_birth: "2026", from_date_in: "other" }, 303, ""],
		].slice(0, -1)) {
			const answer = await doctor.client.post(`/patients/${a}/merge`, { ...good, ...change })
			assert.equal(answer.status, status, `${JSON.stringify(change).slice(0, 80)} ${answer.text.slice(0, 300)}`)
			if (why !== "")
				assert.match(answer.text, why)
		}
		for (const field of ["district_id", "diagnosis_code", "date_in", "referral_source", "referred_on", "ready_on", "first_contact_on", "commission",
			"consent_on", "settlement", "care_institution_id"])
			assert.equal((await doctor.client.post(`/patients/${a}/merge`, { ...good, [`from_${field}`]: "both" })).status, 422, field)
		assert.equal((await doctor.client.post(`/patients/${randomUUID()}/merge`, good)).status, 404)
		assert.equal((await doctor.client.get(`/patients/${a}/merge`)).status, 404)
		assert.equal((await doctor.client.get(`/patients/${a}/merge?with=${a}`)).status, 404)
		assert.equal((await doctor.client.get(`/patients/${a}/merge?with=${foreign}`)).status, 404)
		assert.equal((await doctor.client.get(`/merges/${randomUUID()}`)).status, 404)
		assert.equal((await doctor.client.post(`/merges/${randomUUID()}/undo`, {})).status, 404)
		assert.deepEqual([state(a), state(b), has(a), has(b)], before)
	})
	test("a seal that does not hold stays outside, whichever of the four it is", async () => {
		const { a, b, fields } = await pair()
		const good = await fields()
		const ts = Math.floor(Date.now() / 1000) - 3600
		const seals = () => sql(`SELECT string_agg(rev::text, ' ') FROM document WHERE rec IN ('${a}', '${b}') AND current`)
		for (const bad of [{ passport: await sealed(a, A, { ts }) }, { other_passport: await sealed(b, B, { ts }) }]) {
			const answer = await doctor.client.post(`/patients/${a}/merge`, { ...good, ...bad })
			assert.equal(answer.status, 422)
			assert.match(answer.text, /проверка не прошла/)
			assert.deepEqual([has(a), seals()], ["", "1 1"])
		}
		assert.equal((await doctor.client.post(`/patients/${a}/merge`, good)).status, 303)
		const merge = sql(`SELECT id FROM patient_merge WHERE patient_id = '${a}'`)
		const back = { passport: await sealed(a, A), other_passport: await sealed(b, B) }
		for (const bad of [{ passport: await sealed(a, A, { ts }) }, { other_passport: await sealed(b, B, { ts }) },
			{ passport: back.other_passport, other_passport: back.passport }]) {
			assert.equal((await doctor.client.post(`/merges/${merge}/undo`, { ...back, ...bad })).status, 422)
			assert.deepEqual([has(a), seals()], ["observation 1", "2 2"])
		}
	})
	test("a death stays, who left does not take in who is here, nobody is merged twice", async () => {
		const { a, b, fields } = await pair()
		const { a: c, b: d } = await pair()
		const step = (id, more) => doctor.client.post(`/patients/${id}/entry/state`, { action: "remove", from: "active", on: today(), ...more })
		assert.equal((await step(b, { reason: "death", place_of_death: "home", cause: "C61", preferred_place_met: "yes" })).status, 303)
		let answer = await doctor.client.post(`/patients/${a}/merge`, await fields())
		assert.equal(answer.status, 422)
		assert.match(answer.text, /записана смерть/)
		assert.equal((await step(c, { reason: "moved" })).status, 303)
		answer = await doctor.client.post(`/patients/${c}/merge`, { with: a, version: version(c), other_version: version(a), year_of_birth: "1950", sex: "f",
			other_passport: await sealed(a, { ...A, mergedInto: c }) })
		assert.equal(answer.status, 422)
		assert.match(answer.text, /снята с учёта/)
		const into = async (id, other) => doctor.client.post(`/patients/${id}/merge`, { with: other, version: version(id), other_version: version(other),
			year_of_birth: "1950", sex: "f", other_passport: await sealed(other, { ...A, mergedInto: id }) })
		assert.equal((await into(a, d)).status, 303)
		assert.equal((await into(a, d)).status, 422)
		const first = sql(`SELECT id FROM patient_merge WHERE other_id = '${d}'`)
		const e = await admit(person(A.born))
		assert.equal((await into(e, a)).status, 303)
		answer = await doctor.client.post(`/merges/${first}/undo`, {})
		assert.equal(answer.status, 422)
		assert.match(answer.text, /сама объединена/)
		assert.match(answer.text, /form id="undo-form"/, "and can be tried again")
	})
	test("not by another institution", async () => {
		const { a, b, fields } = await pair()
		const { client: other } = await signIn(stranger)
		assert.equal((await other.get(`/patients/${a}/merge?with=${b}`)).status, 404)
		assert.equal((await other.post(`/patients/${a}/merge`, await fields())).status, 404)
		assert.equal((await doctor.client.post(`/patients/${a}/merge`, await fields())).status, 303)
		const merge = sql(`SELECT id FROM patient_merge WHERE patient_id = '${a}'`)
		assert.equal((await other.get(`/merges/${merge}`)).status, 404)
		assert.equal((await other.post(`/merges/${merge}/undo`, {})).status, 404)
	})
})

describe("pairs of two people", () => {
	const mark = (first, second, dismissed) => doctor.client.post("/api/duplicates", { first, second, ...dismissed ? { dismissed: "1" } : {} })
	test("are told apart, and thought over, with an event each", async () => {
		const [a, b] = sql(`SELECT id FROM patient WHERE institution_id = ${institution} ORDER BY id LIMIT 2`).split("\n")
		const listed = async () => (await doctor.client.get("/api/duplicates")).json.dismissed.includes(`${a}|${b}`)
		assert.equal((await mark(b, a, true)).status, 201)
		assert.equal(await listed(), true)
		assert.equal((await mark(a, b, true)).status, 409)
		assert.equal(sql("SELECT event FROM audit_event WHERE result = 'OK' ORDER BY id DESC LIMIT 1"), "DUPLICATE_MARK")
		assert.equal((await mark(a, b, false)).status, 201)
		assert.equal((await mark(a, b, false)).status, 404)
		assert.equal(await listed(), false)
	})
	test("wrong ones are refused", async () => {
		const mine = sql(`SELECT id FROM patient WHERE institution_id = ${institution} LIMIT 1`)
		const foreign = sql(`SELECT id FROM patient WHERE institution_id <> ${institution} LIMIT 1`)
		for (const [first, second, status] of [[mine, mine, 404], [mine, foreign, 404], [mine, randomUUID(), 404], ["x", mine, 422], [mine, "", 422]])
			assert.equal((await mark(first, second, true)).status, status, `${first} ${second}`)
	})
})
