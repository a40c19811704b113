// t0600-passport.test.mjs: the whole passport: typed by keyboard, refused, warned of, read, compared.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { demoAccount, enterDemo, isDoctor, keysKnown, launch, namesShown, newVisitor, randomSnils, sql, submitPatient } from "./browser.mjs"

const letters = (n) => Array.from({ length: n }, () => "абвгдежзик"[Math.floor(Math.random() * 10)]).join("")
const SURNAME = `Паспортова${letters(6)}`
const CARD = `К-${letters(6)}`
let browser, page, check

const seal = (path, place = 0) => page.locator(`[data-seal="${path}"]`).nth(place)
const section = (name) => page.locator("details.fold > summary", { hasText: name })
const start = async () => {
	await page.goto("/patients/new")
	await keysKnown(page)
	await page.locator("#identity:enabled").waitFor()
}
const fillPerson = async (surname) => {
	await seal("surname").fill(surname)
	await seal("name").fill("Айно")
	await seal("born").fill("05.03.1951")
	await seal("sex").selectOption("f")
	await page.locator("#district").selectOption({ index: 1 })
	await page.locator("#diagnosis").fill("C34.1")
	await page.keyboard.press("Escape")
}

before(async () => {
	browser = await launch()
	const visitor = await newVisitor(browser)
	page = visitor.page
	check = visitor.check
	await enterDemo(page, demoAccount(isDoctor))
})
after(() => browser?.close())

test("no input of the form has a name, whatever rows are added", async () => {
	await start()
	for (const list of ["phones", "consents", "caregivers", "documents"]) {
		await page.evaluate((add) => { document.querySelector(`[data-add=${add}]`).closest("details")?.setAttribute("open", "") }, list)
		await page.locator(`[data-add=${list}]`).click()
	}
	assert.ok(await page.locator("[data-seal]").count() > 45)
	assert.equal(await page.locator("[data-seal][name]").count(), 0)
})

test("the folded sections open and rows are added by keyboard alone", async () => {
	await start()
	await section("Ухаживающие").focus()
	await page.keyboard.press("Enter")
	await page.locator("[data-add=caregivers]").focus()
	await page.keyboard.press("Enter")
	assert.equal(await page.evaluate(() => document.activeElement.dataset.seal), "caregivers.name")
	await page.keyboard.type("Хейккинен Пётр")
	await page.keyboard.press("Tab")
	await page.keyboard.type("сын")
	assert.equal(await seal("caregivers.relation").inputValue(), "сын")
	await page.locator("[data-group=caregivers] [data-remove]").focus()
	await page.keyboard.press("Enter")
	assert.equal(await seal("caregivers.name").count(), 0)
})

test("a wrong member in a folded section opens it and blocks, with the message at the field", async () => {
	await start()
	await fillPerson(SURNAME)
	await section("Документы").click()
	await page.locator("[data-add=documents]").click()
	await seal("documents.kind").selectOption("14")
	await seal("documents.series").fill("86 0")
	await seal("documents.number").fill("123456")
	await section("Документы").click()
	await page.locator("#patient-form button[type=submit]").click()
	await page.locator('[data-seal="documents.series"][aria-invalid="true"]:visible').waitFor()
	assert.match(await page.locator("#form-errors").innerText(), /Серия/)
	assert.match(page.url(), /\/patients\/new$/)
})

let patient
test("a complete passport is sealed as one document, a warning may stay", async () => {
	await start()
	await fillPerson(SURNAME)
	await seal("snils").fill(randomSnils())
	await seal("oms").fill("4532015112830367")
	await seal("card").fill(CARD)
	assert.equal(await seal("omsKind").inputValue(), "unified", "the kind is guessed")
	await seal("phones.number").fill("8 921 123-45-67")
	await seal("phones.when").fill("после 17:00")
	await section("Адреса").click()
	await seal("address.settlement").fill("пос. Соломенный Бор")
	await seal("address.directions").fill("за магазином налево")
	await page.locator("[data-same-address]").click()
	await section("Согласия").click()
	await seal("consents.decision").selectOption("given")
	await seal("consents.on").fill("01.02.2026")
	const request = await submitPatient(page)
	patient = /patients\/([0-9a-f-]{36})/.exec(page.url())[1]
	const body = decodeURIComponent(request.postData() ?? "")
	for (const word of ["Соломенный", "магазином", "после+17", SURNAME, CARD, "9211234567"])
		assert.ok(!body.includes(word), word)
	assert.equal(sql(`SELECT count(*) FROM document WHERE patient_id = '${patient}'`), "1")
})

test("the passport is shown whole, and nothing of it stays when the keys are closed", async () => {
	await page.goto(`/patients/${patient}/passport`)
	await page.locator("#passport:visible").waitFor({ timeout: 30_000 })
	const text = await page.locator("#passport").innerText()
	for (const word of ["Соломенный Бор", "за магазином налево", "+7 921 123-45-67", "после 17:00", "согласие дано", "01.02.2026", CARD])
		assert.ok(text.includes(word), word)
	assert.match(text, /Адрес регистрации\s+пос. Соломенный Бор/)
})

test("the number of the card is given once in the institution", async () => {
	await start()
	await fillPerson(`Другая${letters(5)}`)
	await seal("card").fill(CARD.toLowerCase())
	await page.locator("#patient-form button[type=submit]").click()
	await page.locator('[data-seal="card"][aria-invalid="true"]').waitFor({ timeout: 30_000 })
	assert.match(await page.locator("#seal-card-error").innerText(), new RegExp(SURNAME))
})

test("two versions are compared in words", async () => {
	await page.goto(`/patients/${patient}/edit`)
	await page.locator("#identity:enabled").waitFor({ timeout: 30_000 })
	await page.waitForFunction(() => document.querySelector('[data-seal="surname"]').value !== "")
	await seal("phones.when").fill("утром")
	await section("Адреса").click()
	await seal("address.house").fill("7")
	const saved = page.waitForURL(/done=patient_saved/)
	await page.locator("#patient-form button[type=submit]").click()
	await Promise.race([saved, page.locator("#form-errors:visible").waitFor().then(() => page.locator("#patient-form button[type=submit]").click(), () => {})])
	await saved
	await page.goto(`/patients/${patient}/versions`)
	const cell = page.locator('tr[data-rev="2"] [data-changes]')
	await cell.locator("li").first().waitFor({ timeout: 30_000 })
	assert.deepEqual((await cell.locator("li").allInnerTexts()).map((line) => line.trim()), [
		"Адрес проживания, дом: 7", "Телефоны, когда звонить (+7 921 123-45-67): после 17:00 → утром",
	])
	await namesShown(page)
	check()
})
