// t0300-patients.test.mjs: admit, edit, find: what the server must refuse and what it must keep.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { sql } from "./client.mjs"
import { admission, demoAccount, demoAccounts, isDoctor, passport, placeOf, signIn } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
let doctor
before(async () => { doctor = await signIn(demo) })

const now = () => Math.floor(Date.now() / 1000)
const stored = (id) => sql(`SELECT count(*) FROM document WHERE rec = '${id}'`)
const admit = async (changes = {}) => {
	const fields = await admission(doctor, demo, { surname: "Пробная" }, changes)
	return { fields, answer: await doctor.client.post("/patients", fields) }
}

describe("a new patient", () => {
	test("is stored once, with its audit event", async () => {
		const { fields, answer } = await admit()
		assert.equal(answer.status, 303, answer.text.slice(0, 500))
		assert.equal(answer.headers.location, `/patients/${fields.id}?done=patient_admitted`)
		assert.equal(stored(fields.id), "1")
		assert.equal(sql(`SELECT envelope FROM document WHERE rec = '${fields.id}'`), fields.passport)
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE subject = '${fields.id}' AND event = 'PATIENT_ADMIT'
			AND result = 'OK'`), "1")
		const again = await doctor.client.post("/patients", fields)
		assert.equal(again.status, 409)
		assert.equal(stored(fields.id), "1")
	})
	const wrong = {
		"no diagnosis": [{ diagnosis: "" }, "diagnosis"],
		"a diagnosis that does not exist": [{ diagnosis: "Q00.99" }, "diagnosis"],
		"a date in the future": [{ date_in: "01.01.2199" }, "date_in"],
		"a date that does not exist": [{ date_in: "31.02.2026" }, "date_in"],
		"no district": [{ district: "" }, "district"],
	}
	for (const [what, [changes, field]] of Object.entries(wrong))
		test(`${what}: 422, the message at the field, what was typed comes back`, async () => {
			const { fields, answer } = await admit(changes)
			assert.equal(answer.status, 422)
			assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
			assert.ok(answer.text.includes(fields.passport.replaceAll('"', "&quot;")), "the sealed identity comes back")
			assert.equal(stored(fields.id), "0")
		})
	const seals = {
		"plain text instead of a seal": async () => ({ passport: "Иванов Иван" }),
		"a seal for another patient": async () => ({
			passport: (await admission(doctor, demo, { surname: "Чужая" })).passport }),
		"a flipped byte": async (f) => ({ passport: f.passport.replace(/"c":"(.)/, (all, c) => `"c":"${c === "A" ? "B" : "A"}`) }),
		"a seal of an hour ago": async (f) => ({ passport: (await crypto.sealDocument(doctor.keyring,
			{ t: "passport", rec: f.id, rev: 1, object: passport({ surname: "Старая" }), ts: now() - 3600 })).text }),
		"no seal": async () => ({ passport: "" }),
	}
	for (const [what, change] of Object.entries(seals))
		test(`${what} is refused`, async () => {
			const fields = await admission(doctor, demo, { surname: "Пробная" })
			const answer = await doctor.client.post("/patients", { ...fields, ...await change(fields) })
			assert.equal(answer.status, 422, answer.text.slice(0, 200))
			assert.equal(stored(fields.id), "0")
		})
	test("another author's seal is 403", async () => {
		const other = demoAccounts().filter(isDoctor).find((d) => d.login !== demo.login &&
			placeOf(d.login).institution === placeOf(demo.login).institution)
		if (other === undefined)
			throw new Error("the demo has one doctor only in this institution")
		const theirs = await signIn(other)
		const fields = await admission(theirs, demo, { surname: "Чужая" })
		doctor = await signIn(demo)
		assert.equal((await doctor.client.post("/patients", fields)).status, 403)
		assert.equal(stored(fields.id), "0")
	})
	test("names in unknown fields are refused and stored nowhere", async () => {
		const fields = await admission(doctor, demo, { surname: "Пробная" })
		assert.equal((await doctor.client.post("/patients", { ...fields, surname: "Пробная" })).status, 400)
		assert.equal(stored(fields.id), "0")
	})
})

describe("an edit", () => {
	let fields, first
	before(async () => {
		({ fields } = await admit())
		first = await crypto.openDocument(doctor.keyring, fields.passport, { t: "passport", rec: fields.id })
	})
	const next = async (rev, prev, object = passport({ surname: "Вторая" })) => ({
		...fields, id: undefined, passport: (await crypto.sealDocument(doctor.keyring,
			{ t: "passport", rec: fields.id, rev, prev, object, ts: now() })).text,
	})
	test("without the version it began from is refused", async () =>
		assert.equal((await doctor.client.post(`/patients/${fields.id}`, await next(2, first.docHash))).status, 422))
	test("that skips a revision is a conflict that shows both", async () => {
		const answer = await doctor.client.post(`/patients/${fields.id}`, { ...await next(3, first.docHash), version: "1" })
		assert.equal(answer.status, 409)
		assert.match(answer.text, /id="patient-conflict"/)
		assert.equal(stored(fields.id), "1")
	})
	test("that follows is stored; the same again is a conflict", async () => {
		const second = { ...await next(2, first.docHash), version: "1" }
		assert.equal((await doctor.client.post(`/patients/${fields.id}`, second)).status, 303)
		assert.equal(stored(fields.id), "2")
		const again = await doctor.client.post(`/patients/${fields.id}`, second)
		assert.equal(again.status, 409)
		assert.ok(again.text.includes(second.passport.replaceAll('"', "&quot;")), "what was sent is not lost")
		assert.equal(stored(fields.id), "2")
	})
	test("of the open part alone makes no revision", async () => {
		const version = sql(`SELECT version FROM patient WHERE id = '${fields.id}'`)
		const answer = await doctor.client.post(`/patients/${fields.id}`,
			{ ...fields, id: undefined, passport: "", version, diagnosis: "C61" })
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
		assert.equal(stored(fields.id), "2")
		assert.equal(sql(`SELECT diagnosis_code FROM patient WHERE id = '${fields.id}'`), "C61")
	})
})

describe("the list", () => {
	const institution = placeOf(demo.login).institution
	const filters = {
		"status=active": "status = 'active'",
		"status=removed": "status = 'removed'",
		"diagnosis=C34": "diagnosis_code LIKE 'C34%'",
		"group=onco": "diagnosis_code IN (SELECT code FROM icd10 WHERE group_code = 'onco')",
		"sex=m": "sex = 'm'",
		"age_from=70&age_to=80": "extract(year FROM current_date) - year_of_birth BETWEEN 70 AND 80",
		"pain_from=4": "last_pain >= 4",
		"unseen=14&status=active": "coalesce(last_seen_on, date_in) < current_date - 14 AND status = 'active'",
	}
	for (const [query, where] of Object.entries(filters))
		test(`?${query} finds what the same question in SQL finds`, async () => {
			const wanted = sql(`SELECT id FROM patient WHERE institution_id = ${institution} AND ${where}`).split("\n").filter(Boolean)
			const { ids } = (await doctor.client.get(`/api/patients?${query}`)).json
			assert.deepEqual([...ids].sort(), wanted.sort())
			const page = await doctor.client.get(`/patients?${query}`)
			assert.match(page.text, new RegExp(`data-total="${wanted.length}"`))
		})
	test("pages hold fifty and follow each other", async () => {
		const { ids } = (await doctor.client.get("/api/patients?sort=number")).json
		const shown = async (page) => [...(await doctor.client.get(`/patients?sort=number&page=${page}`)).text
			.split('id="patient-list-local"')[0].matchAll(/href="\/patients\/([0-9a-f-]{36})"/g)].map((m) => m[1])
		assert.deepEqual([...await shown(0), ...await shown(1)], ids.slice(0, 100))
	})
	test("a filter that is no number is said at the filter", async () => {
		const answer = await doctor.client.get("/patients?age_from=abc")
		assert.equal(answer.status, 422)
		assert.match(answer.text, /class="field-error"/)
		assert.match(answer.text, /value="abc"/)
	})
})

describe("an alarm of a browser", () => {
	test("is an audit event with its incident number and reason", async () => {
		const incident = randomUUID()
		const answer = await doctor.client.post("/api/alarms", { incident, reason: "envelope" })
		assert.equal(answer.status, 201, answer.text)
		assert.equal(sql(`SELECT detail->>'incident' || ' ' || (detail->>'reason') FROM audit_event
			WHERE event = 'INTEGRITY_ALARM' ORDER BY id DESC LIMIT 1`), `${incident} envelope`)
	})
	test("without a number, or with a reason that is no code, is refused", async () => {
		assert.equal((await doctor.client.post("/api/alarms", { reason: "envelope" })).status, 422)
		assert.equal((await doctor.client.post("/api/alarms", { incident: randomUUID(), reason: '"}' })).status, 422)
	})
})

describe("synchronisation", () => {
	test("brings every current passport once, in the order of its number", async () => {
		const seen = []
		for (let after = 0, more = true; more; ) {
			const { json } = await doctor.client.get(`/api/documents?type=passport&after=${after}&limit=100`)
			seen.push(...json.documents)
			after = json.last
			more = json.more
		}
		const wanted = sql(`SELECT count(*) FROM document d JOIN patient p ON p.id = d.rec
			WHERE d.current AND d.type = 'passport' AND p.institution_id = ${placeOf(demo.login).institution}`)
		assert.equal(String(seen.length), wanted)
		assert.ok(seen.every((d, i) => i === 0 || d.seq > seen[i - 1].seq))
	})
	test("says how far the institution is, however far was asked", async () => {
		const inst = sql(`SELECT inst FROM document WHERE rec = (SELECT id FROM patient
			WHERE institution_id = ${placeOf(demo.login).institution} LIMIT 1) LIMIT 1`)
		const reached = () => Number(sql(`SELECT document_seq FROM crypto_inst WHERE inst = '${inst}'`))
		const low = reached()
		const { json } = await doctor.client.get(`/api/documents?type=passport&after=${low + 1_000_000}&limit=1`)
		assert.deepEqual(json.documents, [])
		assert.ok(json.reached >= low && json.reached <= reached())
	})
	test("an unknown document is 404", async () =>
		assert.equal((await doctor.client.get(`/api/documents/${randomUUID()}/versions`)).status, 404))
})
