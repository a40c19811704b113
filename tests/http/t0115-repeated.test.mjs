// t0115-repeated.test.mjs: a form that arrives twice is done once, and answered twice.
import assert from "node:assert/strict"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccounts, isDoctor, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccounts().find((d) => isDoctor(d) && d.member === "doctor" && d.role === "user")
let doctor, id
before(async () => {
	doctor = await signIn(demo)
	id = (await registered(doctor, demo)).id
})

const path = () => `/patients/${id}/allergies/none`
const fields = { source: "patient", noted_on: "" }
/** The token that the forms of a freshly loaded page carry. */
const token = async () => / name="csrf" value="([^"]+)"/.exec((await doctor.client.get(`/patients/${id}/diagnoses`)).text)?.[1] ?? ""
const send = (csrf, changes = {}) => doctor.client.post(path(), { ...fields, noted_on: today(), csrf, ...changes })
const versions = () => Number(sql(`SELECT count(*) FROM allergy WHERE patient_id = '${id}'`))
const events = () => Number(sql(`SELECT count(*) FROM audit_event WHERE subject = '${id}' AND result = 'OK'`))

describe("a form", () => {
	test("sent again from the same page is not done again and leads to the same place", async () => {
		const csrf = await token(), before = versions()
		const first = await send(csrf)
		assert.equal(first.status, 303, first.text.slice(0, 300))
		const done = versions(), told = events()
		assert.ok(done > before)
		const second = await send(csrf)
		assert.equal(second.status, 303)
		assert.equal(second.headers.location, first.headers.location)
		assert.equal(versions(), done)
		assert.equal(events(), told, "nothing was done, no event tells of it")
	})
	test("sent eight times at once is done once", async () => {
		const csrf = await token(), before = versions()
		const answers = await Promise.all(Array.from({ length: 8 }, () => send(csrf)))
		assert.deepEqual(answers.map((a) => a.status), Array(8).fill(303))
		assert.equal(new Set(answers.map((a) => a.headers.location)).size, 1)
		assert.equal(versions(), before + 1)
	})
	test("of a page that was loaded again is another", async () => {
		const before = versions()
		assert.equal((await send(await token())).status, 303)
		assert.equal((await send(await token())).status, 303)
		assert.equal(versions(), before + 2)
	})
	test("that says something else is another", async () => {
		const csrf = await token(), before = versions()
		assert.equal((await send(csrf)).status, 303)
		assert.equal((await send(csrf, { source: "family" })).status, 303)
		assert.equal(versions(), before + 2)
	})
	test("that was refused may come again", async () => {
		const csrf = await token(), before = versions()
		for (let i = 0; i < 2; i++)
			assert.equal((await send(csrf, { noted_on: "31.02.2026" })).status, 422)
		assert.equal((await send(csrf)).status, 303)
		assert.equal(versions(), before + 1)
	})
	test("of somebody else is his own", async () => {
		const csrf = await token()
		assert.equal((await send(csrf)).status, 303)
		const other = await signIn(demoAccounts().find((d) => isDoctor(d) && d.login !== demo.login))
		assert.equal((await other.client.post(path(), { ...fields, noted_on: today(), csrf })).status, 403, "the token is of a session")
	})
	for (const [what, make] of Object.entries({
		"too short": (csrf) => csrf.slice(0, -1), "too long": (csrf) => `${csrf}0`, "no number": (csrf) => `${csrf.slice(0, -1)}g`,
		"no dot": (csrf) => csrf.replace(".", "0"), "behind another token": (csrf) => `${csrf[0] === "A" ? "B" : "A"}${csrf.slice(1)}`,
	}))
		test(`whose page number is ${what} is none of ours`, async () => {
			assert.equal((await send(make(await token()))).status, 403)
		})
})

test("what is done is known for a day", async () => {
	const csrf = await token(), before = versions()
	assert.equal((await send(csrf)).status, 303)
	sql(`UPDATE posted SET at = at - interval '25 hours' WHERE account_id = (SELECT id FROM account WHERE login = '${demo.login}')`)
	assert.equal((await send(await token())).status, 303)
	assert.equal(sql(`SELECT count(*) FROM posted p JOIN account a ON a.id = p.account_id WHERE a.login = '${demo.login}'`), "1")
	assert.equal(versions(), before + 2)
})
