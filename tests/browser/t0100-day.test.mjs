// t0100-day.test.mjs: a doctor's working day on real components, from the first click to the printed report.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { archive } from "../http/pdf.mjs"
import { day, demoAccount, enterDemo, isDoctor, keysKnown, launch, namesShown, newVisitor, randomSnils, signKeeping, sql, submitPatient } from "./browser.mjs"

const letters = (n) => Array.from({ length: n }, () => "абвгдежзик"[Math.floor(Math.random() * 10)]).join("")
const SURNAME = `Тестёва-Хейккинен${letters(5)}`
const SNILS = randomSnils()

let browser
let visitor
let page
const files = mkdtempSync(join(tmpdir(), "palreg-day-"))

before(async () => {
	browser = await launch()
	visitor = await newVisitor(browser)
	page = visitor.page
})
after(async () => {
	await browser?.close()
	rmSync(files, { recursive: true, force: true })
})

test("a visitor without a session sees the page for signing in", async () => {
	await page.goto("/patients")
	assert.match(page.url(), /\/login/)
	assert.equal(await page.locator("h1").count(), 1)
})

test("one click on the demo page signs in and opens Home", async () => {
	await enterDemo(page, demoAccount(isDoctor))
	assert.equal(await page.locator("html").getAttribute("data-keys"), "open")
	for (const path of ["/patients/new", "/patients", "/prescriptions", "/reports"])
		assert.ok(await page.locator(`header a[href="${path}"]`).count() > 0, `the navigation leads to ${path}`)
})

let patient
test("a new patient's passport is sealed, the open part is checked, the entry lands", async () => {
	await page.goto("/patients/new")
	await keysKnown(page)
	await page.locator('[data-seal="surname"]').fill(SURNAME)
	await page.locator('[data-seal="name"]').fill("Айно")
	await page.locator('[data-seal="patronymic"]').fill("Матвеевна")
	await page.locator('[data-seal="born"]').fill("05.03.1951")
	await page.locator('[data-seal="sex"]').selectOption("f")
	await page.locator('[data-seal="snils"]').fill(SNILS.replaceAll("-", ""))
	await page.locator("#district").selectOption({ index: 1 })
	await page.locator("#diagnosis").fill("C34.1")
	await page.keyboard.press("Escape")
	await page.locator("#date_in").fill(day(-3))
	const request = await submitPatient(page)
	assert.ok(!decodeURIComponent(request.postData() ?? "").includes("Хейккинен"), "no name leaves the browser")
	patient = /patients\/([0-9a-f-]{36})/.exec(page.url())[1]
	await namesShown(page)
	assert.match(await page.locator("#patient h1").innerText(), new RegExp(SURNAME))
})

test("a wrong SNILS is refused at its field and nothing typed is lost", async () => {
	await page.goto("/patients/new")
	await keysKnown(page)
	await page.locator('[data-seal="surname"]').fill("Корхонен")
	await page.locator('[data-seal="snils"]').fill("112-233-445 96")
	await page.locator("#patient-form button[type=submit]").click()
	await page.locator('[data-seal="snils"][aria-invalid="true"]').waitFor()
	assert.equal(await page.locator('[data-seal="surname"]').inputValue(), "Корхонен")
	assert.match(page.url(), /\/patients\/new$/)
})

test("the search finds the patient by any part of the name, in the wrong layout too", async () => {
	await page.goto("/patients")
	await keysKnown(page)
	const box = page.locator("#patient-search")
	await box.and(page.locator(":enabled")).waitFor({ timeout: 60_000 })
	const requests = []
	page.on("request", (r) => requests.push(decodeURIComponent(r.url() + (r.postData() ?? ""))))
	for (const typed of ["естёва", "ТЕСТЕВА", "хейкк айно", "ntcn`df", SNILS]) {
		await box.fill(typed)
		await page.locator("#patient-list-local tbody tr", { hasText: SURNAME }).waitFor({ timeout: 30_000 })
	}
	for (const place of ["server", "local"])
		assert.equal(await page.locator(`#patient-list-${place} tbody td.n`).first().getAttribute("data-label"), "Возраст", place)
	// Two searches of more than a screen, one at the heels of the other: every row is filled, none is of the first.
	const shown = await page.evaluate(async (typed) => {
		const box = document.querySelector("#patient-search")
		const recs = () => [...document.querySelectorAll("#patient-list-local tbody tr")]
			.map((tr) => tr.querySelector("sealed-text").dataset.rec)
		const settled = () => new Promise((resolve) => {
			const look = () => recs().length === 50 ? resolve(recs()) : requestAnimationFrame(look)
			look()
		})
		const type = (value) => { box.value = value; box.dispatchEvent(new InputEvent("input", { bubbles: true })) }
		type(typed[1])
		const alone = await settled()
		type(typed[0])
		await settled()
		type(typed[0].slice(0, -1))
		type(typed[1])
		return { alone, hurried: await settled() }
	}, ["и", "а"])
	assert.equal(new Set(shown.alone).size, 50)
	assert.deepEqual(shown.hurried, shown.alone)
	await box.fill("щщщщ")
	await page.locator("#patient-list-local [data-empty]:visible").waitFor()
	assert.equal(await page.locator("#patient-list-local tbody tr:visible").count(), 0)
	for (const sent of requests)
		assert.doesNotMatch(sent, /естёва|ТЕСТЕВА|хейкк|ntcn|щщщщ/i)
})

test("editing makes a new revision, and its history tells what changed", async () => {
	await page.goto(`/patients/${patient}/edit`)
	await keysKnown(page)
	await page.waitForFunction(() => document.querySelector('[data-seal="surname"]').value !== "")
	await page.locator('[data-seal="patronymic"]').fill("Матвеевна-Новая")
	await page.locator("#patient-form button[type=submit]").click()
	await page.waitForURL(new RegExp(`/patients/${patient}\\?done=patient_saved`))
	assert.equal(sql(`SELECT count(*) FROM document WHERE rec = '${patient}'`), "2")
	await page.goto(`/patients/${patient}/versions`)
	await page.locator("#versions td[data-changes]", { hasText: "Матвеевна-Новая" }).first().waitFor({ timeout: 30_000 })
})

test("a prescription is written by mouth by default and stands in the history", async () => {
	await page.goto(`/patients/${patient}`)
	await page.locator(`a[href="/patients/${patient}/prescriptions/new"]`).first().click()
	await keysKnown(page)
	assert.equal(await page.locator("#route").inputValue(), "PO")
	await page.locator("#medicine-text").fill("морф")
	await page.locator("[role=option]", { hasText: /морфин/i }).first().click()
	await page.locator("#dose").fill("10")
	await page.locator('[name="times_per_day"]').fill("2")
	await page.locator("#starts_on").fill(day(0))
	await page.locator('[name="duration_days"]').fill("30")
	await signKeeping(page, /done=prescription_added/)
	const row = page.locator("tbody tr", { hasText: /морфин/i })
	assert.equal(await row.count(), 1)
	assert.match(await row.innerText(), /10/)
})

test("an as-needed line without its maximum is refused and keeps what was typed", async () => {
	await page.goto(`/patients/${patient}/prescriptions/new`)
	await keysKnown(page)
	await page.locator("#medicine-text").fill("морф")
	await page.locator("[role=option]", { hasText: /морфин/i }).first().click()
	await page.locator("#dose").fill("5")
	await page.locator('[name="times_per_day"]').fill("1")
	await page.locator("#prn").check()
	await page.evaluate(() => document.querySelector("#prescription-form").setAttribute("novalidate", ""))
	await page.locator("#prescription-form button[aria-keyshortcuts='Control+Enter']").click()
	await page.locator(".field-error").first().waitFor()
	assert.equal(await page.locator("#dose").inputValue(), "5")
	assert.equal(sql(`SELECT count(*) FROM prescription WHERE patient_id = '${patient}'`), "1")
})

test("a change keeps the old version, a stop asks for its reason", async () => {
	await page.goto(`/patients/${patient}/prescriptions`)
	await page.locator('a[href*="/edit"][href^="/prescriptions/"]').first().click()
	await keysKnown(page)
	await page.locator("#dose").fill("20")
	await signKeeping(page, /done=prescription_changed/)
	await page.goto(`/patients/${patient}/prescriptions?all=1`)
	assert.equal(await page.locator("tbody tr").count(), 2)
	await page.locator('a[href$="/stop"]').first().click()
	await page.locator('select[name="reason"]').selectOption({ index: 1 })
	await page.locator("main form button[type=submit]").first().click()
	await page.waitForURL(/done=prescription_stopped/)
	assert.equal(sql(`SELECT string_agg(status, ',' ORDER BY version) FROM prescription WHERE patient_id = '${patient}'`),
		"replaced,stopped")
})

test("the report is made by the server without the name and gets it in the browser", async () => {
	await page.goto(`/reports/patient?patient=${patient}`)
	await keysKnown(page)
	await page.locator('[name="since"]').fill(day(-30))
	await page.locator('[name="until"]').fill(day(30))
	const [answer] = await Promise.all([
		page.waitForResponse((r) => r.url().includes("/reports/patient.pdf")),
		page.locator("#report-form button[type=submit]").first().click(),
	])
	assert.equal(answer.status(), 200)
	await page.locator("#report-result:visible a[download]").waitFor({ timeout: 60_000 })
	const [download] = await Promise.all([
		page.waitForEvent("download"),
		page.locator("#report-result a[download]").click(),
	])
	const file = join(files, "report.pdf")
	await download.saveAs(file)
	const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" })
	assert.ok(text.includes(SURNAME), "the name stands in the report that was saved")
	const { outline, story, tagged } = archive(readFileSync(file))
	assert.ok(tagged && outline.length > 0 && story.includes(SURNAME), "named, it is still to be archived, and the name is read aloud")
	assert.match(text, /морфин/i)
})

test("reports on several patients are made one by one and joined, each with its name", async () => {
	await page.goto("/reports/patients#found&status=active")
	await keysKnown(page)
	const boxes = page.locator("#group-list input")
	await boxes.first().waitFor()
	await page.locator("[data-tick='0']").click()
	await page.locator("#group-add").pressSequentially(SURNAME)
	await page.locator("[role=option]").first().click()
	const own = page.locator("#group-list li", { hasText: SURNAME }).locator("input")
	assert.ok(await own.isChecked())
	const other = page.locator("#group-list li", { hasNotText: SURNAME }).first()
	await other.locator("input").check()
	const name = (await other.textContent()).trim().split(",")[0]
	await page.locator('[name="until"]').fill("01.01.2000")
	await page.locator("#group-form button[type=submit]").click()
	assert.ok(await page.locator('[name="until"]').evaluate((field) => !field.validity.valid), "a period that ends before it begins is told at its field")
	await page.locator('[name="until"]').fill(day(30))
	await page.locator("#group-form button[type=submit]").click()
	const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#group-result a[download]").click()])
	const file = join(files, "group.pdf")
	await download.saveAs(file)
	const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" })
	const { outline } = archive(readFileSync(file))
	for (const who of [SURNAME, name]) {
		assert.ok(text.includes(who), who)
		assert.ok(outline.some((entry) => entry.includes(who)), `${who} in the outline`)
	}
	assert.ok(outline.some((entry) => entry.startsWith(" ")), "with the parts of each report")
	await page.locator('[name="files"]').selectOption("each")
	await page.locator("#group-form button[type=submit]").click()
	await page.locator("#group-result a[download]").nth(1).waitFor()
})

test("signing out closes the keys: the session store is empty, pages lead to the login", async () => {
	await page.goto("/")
	await keysKnown(page)
	await page.locator('form[action="/logout"] button').first().click()
	await page.waitForURL(/\/login/)
	await page.goto("/patients")
	assert.match(page.url(), /\/login/)
	visitor.check()
})
