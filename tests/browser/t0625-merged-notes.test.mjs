// t0625-merged-notes.test.mjs: the notes of an entry that was merged are opened and found with those of the one that stays.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { after, before, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { ownName, passport, registered, signIn, today } from "../http/doctor.mjs"
import { demoAccount, enterDemo, isDoctor, launch, newVisitor, sql } from "./browser.mjs"

const demo = demoAccount(isDoctor)
const words = { stays: "Спокойная ночь.", goes: "Жалуется на кашель." }
let browser, visitor, page, stays, goes

/** A new patient with a note, by what the browser would send. */
async function withNote(doctor, kind, said) {
	const patient = (await registered(doctor, demo)).id
	const id = randomUUID()
	const { text } = await crypto.sealDocument(doctor.keyring, { t: "note", rec: id, rev: 1, ts: Math.floor(Date.now() / 1000),
		object: { of: patient, kind, on: today(), text: said } })
	assert.equal((await doctor.client.post(`/patients/${patient}/notes`, { id, kind, on: today(), note: text })).status, 303)
	return patient
}

async function sealedAnew(doctor, patient, identity) {
	const { rev, docHash } = await crypto.openDocument(doctor.keyring, sql(`SELECT envelope FROM document WHERE rec = '${patient}' AND current`),
		{ t: "passport", rec: patient, pin: undefined })
	return (await crypto.sealDocument(doctor.keyring, { t: "passport", rec: patient, rev: rev + 1, prev: docHash,
		object: passport(identity), ts: Math.floor(Date.now() / 1000) })).text
}

before(async () => {
	const doctor = await signIn(demo)
	stays = await withNote(doctor, "visit", words.stays)
	goes = await withNote(doctor, "diagnosis", words.goes)
	const version = (id) => sql(`SELECT version FROM patient WHERE id = '${id}'`)
	const answer = await doctor.client.post(`/patients/${stays}/merge`, { with: goes, version: version(stays), other_version: version(goes),
		year_of_birth: "1950", sex: "f", other_passport: await sealedAnew(doctor, goes, { surname: "Пробная", name: ownName(), mergedInto: stays }) })
	assert.equal(answer.status, 303, answer.text.slice(0, 400))
	browser = await launch()
	visitor = await newVisitor(browser)
	page = visitor.page
	await enterDemo(page, demo)
})
after(() => browser?.close())

test("both are read, the one that went says whose it was, and a word finds it", async () => {
	await page.goto(`/patients/${stays}/notes`)
	await page.locator(".note-card", { hasText: words.stays }).waitFor()
	const card = page.locator(".note-card", { hasText: words.goes })
	await card.waitFor()
	assert.match(await card.innerText(), /из присоединённой записи П-/)
	await page.locator("#note-search").fill("кашель")
	await page.locator("#note-state", { hasText: "Найдено" }).waitFor()
	assert.deepEqual(await page.locator(".note-card:visible").count(), 1)
	assert.ok(await card.isVisible())
})

test("the diagnosis in words is read beside the diagnoses", async () => {
	await page.goto(`/patients/${stays}/diagnoses`)
	const place = page.locator("#diagnosis-words .note-text")
	await page.locator("#diagnosis-words", { hasText: words.goes }).waitFor()
	assert.equal(await place.getAttribute("data-state"), "open")
	visitor.check()
})
