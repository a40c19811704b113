// t0340-first-entry.test.mjs: the first entry of a patient in one go, in both languages, with its keystrokes and clicks counted for docs/USABILITY.md.
import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"
import { LANGUAGES, calm, day, demoAccount, enterDemo, keysKnown, launch, newVisitor, randomSnils, speak, spoken, sql } from "./browser.mjs"

const account = demoAccount((a) => a.login === "lebedeva")

const letters = (n) => Array.from({ length: n }, () => "абвгдежзик"[Math.floor(Math.random() * 10)]).join("")

/** What docs/USABILITY.md promises of each part: no more than this. */
const LIMITS = { "passport and commission": [115, 6], "referral": [18, 3], "assessment": [30, 0], "prescription": [25, 0] }

let browser, page, check, counts
const now = () => counts.at(-1)
before(async () => {
	browser = await launch()
	;({ page, check } = await newVisitor(browser))
	await enterDemo(page, account)
})
after(async () => {
	speak(account, "ru")
	await browser?.close()
})

const part = (name) => counts.push({ name, keys: 0, clicks: 0 })
/** Each letter is a key, and so is each chord. */
async function type(text) {
	await page.keyboard.type(text)
	now().keys += text.length
}
async function press(...keys) {
	for (const key of keys) {
		await page.keyboard.press(key)
		now().keys++
	}
}
async function click(target) {
	await target.click()
	now().clicks++
}
const ready = async () => {
	await keysKnown(page)
	await page.waitForFunction(() => document.documentElement.dataset["ready"] === "1")
}
/** The field has the focus by now: nobody has to look for it. */
const at = (selector) => page.locator(`${selector}:focus`).waitFor({ timeout: 5000 })

for (const lang of LANGUAGES) describe(lang, () => {
	let patient
	before(() => { counts = [] })
	test("the passport, the commission's conclusion and the consent: one form, one Ctrl+Enter", async () => {
		speak(account, lang)
		await page.goto("/")
		await ready()
		await spoken(page, lang)
		part("passport and commission")
		await click(page.locator('#menu a[href="/patients/new"]'))
		await ready()
		await calm(page, "a new patient")
		await click(page.locator('[data-seal="surname"]'))
		await type(`Первичная${letters(4)}`)
		for (const text of ["Айно", "Матвеевна", "05.03.1951"]) {
			await press("Tab")
			await type(text)
		}
		await press("Tab", "ArrowDown", "Tab")
		await type(randomSnils().replace(/\D/g, ""))
		await click(page.locator('[data-seal="phones.number"]').first())
		await type("89210000000")
		await click(page.locator("#district"))
		await press("ArrowDown", "Enter", "Tab")
		await at("#diagnosis")
		await type("C34.1")
		await press("Tab", "Tab")
		await at("#commission_no")
		await type("128")
		await press("Tab")
		await type(day(-1))
		await press("Tab", "ArrowDown", "Tab")
		await type(day(-1))
		await press("Control+Enter")
		await page.waitForURL(/done=patient_admitted/)
		patient = /patients\/([0-9a-f-]{36})/.exec(page.url())[1]
		assert.equal(sql(`SELECT status || ' ' || commission_no FROM patient WHERE id = '${patient}'`), "active 128")
	})

	test("who referred the patient, and when", async () => {
		await ready()
		part("referral")
		await click(page.locator('nav.tabs a[href$="/entry"]'))
		await ready()
		await calm(page, "the entry")
		await click(page.locator('a[href$="/entry/edit"]'))
		await ready()
		await calm(page, "the entry, edited")
		await click(page.locator("#referral_source"))
		await press("ArrowDown", "Enter", "Tab")
		await type(day(-5))
		await press("Control+Enter")
		await page.waitForURL(/done=entry_saved/)
	})

	test("the first assessment: pain, ESAS-r, PPS and phase by the keyboard", async () => {
		await ready()
		part("assessment")
		await press("Alt+A")
		await page.waitForURL(/assessments\/new/)
		await ready()
		await calm(page, "an assessment")
		await press("4", "1", "0", "-", "1", "Enter", "0", "Enter", "3", "6", "5", "0", "1", "2", "3", "2", "4", "n", "n", "5", "3", "Control+Enter")
		await page.waitForURL(/done=assessment_added/)
		assert.equal(sql(`SELECT count(DISTINCT instrument) FROM assessment WHERE patient_id = '${patient}'`), "4")
	})

	test("the first prescription by the keyboard", async () => {
		await ready()
		part("prescription")
		await press("Alt+N")
		await page.waitForURL(/prescriptions\/new/)
		await ready()
		await at("#medicine-text")
		await calm(page, "a prescription")
		await type(lang === "ru" ? "пара" : "para")
		await page.locator("[role=option]", { hasText: /парацетамол|paracetamol/i }).first().waitFor()
		await press("ArrowDown", "Enter", "Tab")
		await at("#dose")
		await type("500")
		await press("Tab", "Tab", "Tab", "Tab", "Tab", "Tab")
		await type("3")
		await press("Tab", "Tab", "Tab")
		await at("#duration_days")
		await type("30")
		await press("Control+Enter")
		await page.waitForURL(/done=prescription_added/)
		assert.equal(sql(`SELECT count(*) FROM prescription WHERE patient_id = '${patient}' AND status = 'active'`), "1")
		await ready()
		await calm(page, "what is prescribed")
	})

	test("no more than docs/USABILITY.md says", () => {
		const all = { name: "together", keys: 0, clicks: 0 }
		for (const { name, keys, clicks } of counts) {
			all.keys += keys
			all.clicks += clicks
			assert.deepEqual([keys <= LIMITS[name][0], clicks <= LIMITS[name][1]], [true, true], `${name}: ${keys} keystrokes, ${clicks} clicks`)
		}
		for (const { name, keys, clicks } of [...counts, all])
			console.log(`first entry, ${lang}, ${name}: ${keys} keystrokes, ${clicks} clicks`)
		check()
	})
})
