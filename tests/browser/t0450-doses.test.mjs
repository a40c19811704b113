// t0450-doses.test.mjs: an opioid is written: figures and warnings while typing, the way out, a reason, the sheet signed.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { calm, demoAccount, enterDemo, isDoctor, keysKnown, launch, newVisitor, sql } from "./browser.mjs"

const account = demoAccount(isDoctor)
const patient = sql(`SELECT p.id FROM patient p JOIN account a ON a.area_id = p.area_id
	WHERE a.login = '${account.login}' AND p.status = 'active' AND NOT EXISTS (SELECT FROM prescription l JOIN medicine m ON m.id = l.medicine_id
	WHERE l.patient_id = p.id AND (m.group_code LIKE 'opioid%' OR m.group_code = 'laxative' OR l.status = 'draft')) ORDER BY p.id LIMIT 1`)

let browser, visitor, page
before(async () => {
	browser = await launch()
	visitor = await newVisitor(browser)
	page = visitor.page
	await enterDemo(page, account)
})
after(() => browser?.close())

const accessible = (name) => calm(page, name)
const finding = (title) => page.locator(".findings .finding", { hasText: title })
const choose = async (medicine, strength) => {
	await page.locator("#medicine-text").fill(medicine.slice(0, 4))
	await page.locator("[role=option]", { hasText: medicine }).first().click()
	const option = page.locator("#product option", { hasText: strength }).first()
	await page.locator("#product").selectOption(await option.getAttribute("value"))
}
const ready = async () => {
	await keysKnown(page)
	await page.waitForFunction(() => document.documentElement.dataset["ready"] === "1")
}

test("by mouth unless the form is given otherwise; only its own routes and units are offered", async () => {
	await page.goto(`/patients/${patient}/prescriptions/new`)
	await ready()
	assert.equal(await page.locator("#route").inputValue(), "PO")
	const products = Object.fromEntries(sql(`SELECT id, array_to_string(routes, ' '), array_to_string(units, ' ') FROM medicine_product`)
		.split("\n").map((row) => row.split("|")).map(([id, ...words]) => [id, words.map((list) => list.split(" "))]))
	/** Each form of the medicine in turn: what is chosen and offered then. */
	const forms = () => page.evaluate(() => [...document.querySelector("#product").options].filter((form) => form.value !== "").map((form) => {
		document.querySelector("#product").value = form.value
		document.querySelector("#product").dispatchEvent(new Event("change", { bubbles: true }))
		const [route, unit, schedule] = ["#route", "#unit", "#schedule"].map((name) => document.querySelector(name))
		const offered = (select) => [...select.options].filter((option) => !option.disabled && option.value !== "").map((option) => option.value)
		return { id: form.value, route: route.value, unit: unit.value, schedule: schedule.value, routes: offered(route), units: offered(unit) }
	}))
	const seen = new Set()
	for (const medicine of ["Морфин", "Фентанил", "Кислород", "Диклофенак"]) {
		await page.locator("#medicine-text").fill(medicine.slice(0, 4))
		await page.locator("[role=option]", { hasText: medicine }).first().click()
		for (const form of await forms()) {
			const [routes, units] = products[form.id], what = `${medicine} ${JSON.stringify(form)}`
			assert.deepEqual(form.routes.sort(), routes.slice().sort(), what)
			assert.ok(form.units.length > 0 && form.units.every((unit) => units.includes(unit)), what)
			assert.ok(routes.includes(form.route) && units.includes(form.unit), what)
			assert.equal(form.route === "PO", routes.includes("PO"), what)
			assert.equal(form.schedule === "patch", units.includes("ug/h"), what)
			assert.equal(form.schedule === "oxygen", units.includes("L/min"), what)
			seen.add(routes.join())
		}
	}
	assert.ok(seen.size >= 5, [...seen].join(" "))
})

test("figures and warnings stand beside the line while it is typed", async () => {
	await choose("Морфин", "пролонгированного действия, 30 мг")
	await page.locator("#dose").fill("30")
	await page.locator('[name="times_per_day"]').fill("2")
	await page.locator('[data-cell="day_dose"]', { hasText: "60 мг" }).waitFor()
	assert.equal(await page.locator('[data-cell="ddd"]').first().innerText(), "0,6")
	assert.equal(await page.locator('[data-cell="ome_background"]').innerText(), "60 мг")
	await finding("Опиоид без слабительного").waitFor()
	assert.match(await finding("Опиоид без слабительного").innerText(), /Морфин: слабительное не назначено[\s\S]*NQF 1617/)
	assert.equal(await finding("Нет препарата при прорыве боли").count(), 1)
	assert.equal(await page.locator("[data-check]:visible").count(), 0, "the button is for pages without a script")
	await page.locator("#dose").fill("300")
	await finding("Опиоид без слабительного").first().waitFor()
	await page.locator('[data-cell="day_dose"]', { hasText: "600 мг" }).waitFor()
	await page.locator("#dose").fill("30")
	await page.locator('[data-cell="day_dose"]', { hasText: /^60 мг/ }).waitFor()
	await accessible("the form with its warnings")
})

test("an interval that is unusual is put right with one click", async () => {
	await choose("Фентанил", "25 мкг/ч")
	await page.locator('[name="interval_hours"]').fill("48")
	await page.locator("#dose").fill("25")
	await finding("Интервал смены пластыря").getByRole("button", { name: "Поставить 72 ч" }).click()
	await finding("Интервал смены пластыря").waitFor({ state: "detached" })
	assert.equal(await page.locator('[name="interval_hours"]').inputValue(), "72")
	await page.locator("#schedule").selectOption("times_per_day")
	await choose("Морфин", "пролонгированного действия, 30 мг")
	await page.locator("#dose").fill("30")
	await page.locator('[name="times_per_day"]').fill("2")
	await finding("Опиоид без слабительного").waitFor()
})

test("signed without an answer it is refused with everything kept", async () => {
	await page.locator("#prescription-form button[aria-keyshortcuts='Control+Enter']").click()
	await page.locator(".findings select[aria-invalid]").first().waitFor()
	await ready()
	assert.equal(await page.locator("#dose").inputValue(), "30")
	assert.match(await page.locator(".alert.stop").first().innerText(), /исправьте или оставьте с причиной/)
	await accessible("the refused form")
})

test("the way out: the line goes to the sheet, a laxative is the next line", async () => {
	await finding("Опиоид без слабительного").getByRole("button", { name: "Назначить слабительное" }).click()
	await page.waitForURL(/with=opioid_without_laxative/)
	await ready()
	const product = await page.locator("#product").inputValue()
	assert.equal(sql(`SELECT m.group_code FROM medicine_product f JOIN medicine m ON m.id = f.medicine_id WHERE f.id = ${product}`), "laxative")
	if (await page.locator("#dose").inputValue() === "")
		await page.locator("#dose").fill("15")
	if (await page.locator('[name="times_per_day"]').isVisible() && await page.locator('[name="times_per_day"]').inputValue() === "")
		await page.locator('[name="times_per_day"]').fill("2")
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/\/sheet\?done=prescription_drafted/)
})

test("the sheet warns of both lines together; a reason is kept, the sheet is signed", async () => {
	await ready()
	assert.equal(await finding("Опиоид без слабительного").count(), 0)
	await finding("Нет препарата при прорыве боли").locator("select").selectOption("titrated")
	await accessible("the sheet")
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/done=sheet_signed/)
	assert.match(await page.locator("#checks").innerText(), /Оставлено: доза подобрана постепенно и переносится/)
	assert.match(await page.locator("#opioids").innerText(), /Фон\s+60 мг[\s\S]*Сводная 2026 \(ANZCA 2021 с дополнениями\), версия 2026[\s\S]*не доза для назначения/)
	await accessible("the prescriptions")
})

test("a new sheet from the previous one: two clicks from the patient's page, or two chords", async () => {
	const versions = () => sql(`SELECT string_agg(version::text, ' ' ORDER BY series_id) FROM prescription
		WHERE patient_id = '${patient}' AND current AND status = 'active'`).split(" ").map(Number)
	let clicks = 0
	const click = (what) => { clicks++; return page.locator(what).click() }
	const keys = (chord) => page.keyboard.press(chord)
	const ways = { clicks: [() => click(`a[href="/patients/${patient}/sheet"]`), () => click("#sheet-form button[aria-keyshortcuts='Control+Enter']")],
		keys: [() => keys("Alt+P"), () => keys("Control+Enter")] }
	await page.goto(`/patients/${patient}`)
	for (const [name, [open, sign]] of Object.entries(ways)) {
		const before = versions()
		await ready()
		await open()
		await page.waitForURL(/\/sheet$/)
		await ready()
		await sign()
		await page.waitForURL(/done=sheet_signed/)
		assert.deepEqual(versions(), before.map((version) => version + 1), `every line, by ${name}`)
	}
	assert.ok(clicks <= 3, `${clicks} clicks`)
})

test("the same in English", async () => {
	await page.locator("footer button[lang=en]").click()
	await page.waitForFunction(() => document.documentElement.lang === "en")
	await page.goto(`/patients/${patient}/prescriptions`)
	assert.match(await page.locator("#checks").innerText(), /No rescue medicine[\s\S]*no opioid is prescribed as needed[\s\S]*Kept: dose reached step by step/)
	assert.match(await page.locator("#opioids").innerText(), /Background\s+60 mg/)
	await page.locator("footer button[lang=ru]").click()
	await page.waitForFunction(() => document.documentElement.lang === "ru")
	visitor.check()
})
