// t0200-conflict.test.mjs: two tabs change one patient; the second sees both versions and loses nothing.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { demoAccount, enterDemo, isDoctor, keysKnown, launch, newVisitor, sendPatient, sql } from "./browser.mjs"

let browser, visitor, patient
const MINE = "Моя-Правка", THEIRS = "Их-Правка"

before(async () => {
	browser = await launch()
	visitor = await newVisitor(browser)
	await enterDemo(visitor.page, demoAccount(isDoctor))
	await visitor.page.goto("/patients?status=active")
	const link = await visitor.page.locator('#patient-list-server a[href^="/patients/"]').first().getAttribute("href")
	patient = /patients\/([0-9a-f-]{36})/.exec(link)[1]
})
after(() => browser?.close())

const openForm = async (page) => {
	await page.goto(`/patients/${patient}/edit`)
	await keysKnown(page)
	await page.waitForFunction(() => document.querySelector('[data-seal="surname"]').value !== "")
}

test("a save after somebody else's shows both versions, and the choice is kept", async () => {
	const first = visitor.page, second = await visitor.context.newPage()
	const before = Number(sql(`SELECT max(rev) FROM document WHERE rec = '${patient}'`))
	await openForm(first)
	await openForm(second)

	await second.locator('[data-seal="patronymic"]').fill(THEIRS)
	await sendPatient(second)
	await second.waitForURL(/done=patient_saved/)

	await first.locator('[data-seal="previousSurname"]').fill(MINE)
	const [answer] = await Promise.all([
		first.waitForResponse((r) => r.request().method() === "POST"),
		sendPatient(first),
	])
	assert.equal(answer.status(), 409)
	const table = first.locator("#conflict-identity")
	await table.locator("tr", { hasText: MINE }).first().waitFor({ timeout: 30_000 })
	assert.match(await table.innerText(), new RegExp(THEIRS), "the other version is shown as well")
	assert.equal(Number(sql(`SELECT max(rev) FROM document WHERE rec = '${patient}'`)), before + 1, "nothing is written yet")

	await table.locator("tr", { hasText: MINE }).locator("input").last().check()
	await table.locator("tr", { hasText: THEIRS }).locator("input").first().check()
	await first.locator("#patient-conflict button[type=submit]").click()
	await first.waitForURL(/done=patient_saved/)
	assert.equal(Number(sql(`SELECT max(rev) FROM document WHERE rec = '${patient}'`)), before + 2)

	await openForm(first)
	assert.equal(await first.locator('[data-seal="patronymic"]').inputValue(), THEIRS)
	assert.equal(await first.locator('[data-seal="previousSurname"]').inputValue(), MINE)
	visitor.check()
})
