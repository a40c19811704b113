// t0372-diagnosis-words.test.mjs: the diagnosis in words is a sealed note, which stands beside the coded diagnoses.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { days, demoAccount, isDoctor, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
let doctor, patient
before(async () => {
	doctor = await signIn(demo)
	patient = (await registered(doctor, demo)).id
})

async function write(kind, on = today()) {
	const id = randomUUID()
	const { text } = await crypto.sealDocument(doctor.keyring, { t: "note", rec: id, rev: 1, ts: Math.floor(Date.now() / 1000),
		object: { of: patient, kind, on, text: "Рак верхней доли правого лёгкого, T3N2M1." } })
	assert.equal((await doctor.client.post(`/patients/${patient}/notes`, { id, kind, on, note: text })).status, 303)
	return id
}
const page = async () => (await doctor.client.get(`/patients/${patient}/diagnoses`)).text

test("without one the page leads to a note of this kind", async () => {
	assert.match(await page(), new RegExp(`id="diagnosis-words"[\\s\\S]*/patients/${patient}/notes/new\\?kind=diagnosis`))
	assert.match((await doctor.client.get(`/patients/${patient}/notes/new?kind=diagnosis`)).text, /<option value="diagnosis" selected>развёрнутый диагноз/)
	assert.equal((await doctor.client.get(`/patients/${patient}/notes/new?kind=%27`)).status, 404)
})

test("the newest of its day stands there, sealed; no note of another kind", async () => {
	await write("visit")
	assert.doesNotMatch(await page(), /data-note=/)
	await write("diagnosis", days(-2))
	const id = await write("diagnosis", days(-1))
	const shown = await page()
	assert.deepEqual([...shown.matchAll(/data-note="([0-9a-f-]{36})" data-of="([0-9a-f-]{36})"/g)].map((m) => [m[1], m[2]]), [[id, patient]])
	assert.doesNotMatch(shown, /верхней доли правого/)
	assert.match(shown, new RegExp(`/notes/${id}/edit[\\s\\S]*/patients/${patient}/notes\\?kind=diagnosis`))
})

test("one entered in error does not stand there", async () => {
	const id = await write("diagnosis")
	assert.match(await page(), new RegExp(`data-note="${id}"`))
	assert.equal((await doctor.client.post(`/notes/${id}/error`, { rev: "1" })).status, 303)
	assert.doesNotMatch(await page(), new RegExp(`data-note="${id}"`))
})
