// t0380-care.test.mjs: a follow-up visit from the plan to the next date, counted; the family after a death; both in both languages.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { calm, demoAccount, enterDemo, isOfficer, LANGUAGES, launch, namesShown, newVisitor, speak, spoken, sql } from "./browser.mjs"

const account = demoAccount(isOfficer)
const SAID = {
	ru: { unchanged: "лечение без изменений", next: /Следующий визит/, inTime: /в срок/ },
	en: { unchanged: "treatment unchanged", next: /Next visit/, inTime: /in time/ },
}
let browser, page, check
before(async () => {
	browser = await launch()
	;({ page, check } = await newVisitor(browser))
	await enterDemo(page, account)
})
after(async () => {
	speak(account, "ru")
	await browser?.close()
})

const ready = (page) => page.waitForFunction(() => document.documentElement.dataset["ready"] === "1")
const day = (days) => sql(`SELECT to_char(current_date + ${days}, 'DD.MM.YYYY')`)

/** A patient of this doctor who is on the register. */
const patientOf = (more = "") => sql(`SELECT p.id FROM patient p JOIN account a ON a.area_id = p.institution_id
	WHERE a.login = '${account.login}' AND p.area_id = p.institution_id AND p.status = 'active' AND p.date_in < current_date - 3 ${more} ORDER BY p.id DESC LIMIT 1`)

for (const lang of LANGUAGES) test(`a follow-up visit: plan, list of the day, done, assessed, the next date, ${lang}`, async () => {
	const patient = patientOf(`AND NOT EXISTS (SELECT FROM visit v WHERE v.patient_id = p.id AND v.day >= current_date)`)
	speak(account, lang)
	let keys = 0, clicks = 0
	const press = async (...list) => {
		for (const key of list) {
			await page.keyboard.press(key)
			keys++
		}
	}
	const click = async (target) => {
		await target.click()
		clicks++
	}
	// The plan, from the patient's page: today at 10:15.
	await page.goto(`/patients/${patient}/care`)
	await ready(page)
	await spoken(page, lang)
	await page.keyboard.press("Alt+V")
	await page.waitForURL(/care\/visits\/new\?status=planned/)
	await ready(page)
	await calm(page, "a plan")
	await page.locator("#planned_on").fill(day(0))
	await page.locator("#planned_time").fill("10:15")
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/done=visit_planned/)
	const plan = sql(`SELECT series_id FROM visit WHERE patient_id = '${patient}' AND current AND status = 'planned' AND planned_time = '10:15' ORDER BY created_at DESC LIMIT 1`)

	// The day: counted from Home to the overview of the patient.
	await page.goto("/")
	await ready(page)
	await press("Alt+V")
	await page.waitForURL(/\/visits$/)
	await namesShown(page)
	await calm(page, "the day")
	const row = page.locator("#day tr", { has: page.locator(`a[href*="${plan}"]`) })
	assert.match(await row.innerText(), /10:15/)
	await click(row.locator("a[href*='status=done']"))
	await page.waitForURL(/status=done/)
	await ready(page)
	assert.equal(await page.locator("#done_on").inputValue(), day(0))
	await calm(page, "the result")
	await click(page.getByLabel(SAID[lang].unchanged))
	await click(page.locator("#next_in"))
	await press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter")
	assert.equal(await page.locator("#next_in").inputValue(), "7")
	await press("Alt+A")
	await page.waitForURL(/assessments\/new\?done=visit_done/)
	await ready(page)
	await press("4", "5", "3", "4", "0", "Enter", "3", "6", "5", "0", "4", "2", "3", "2", "4", "5", "5", "3", "Control+Enter")
	await page.waitForURL(/done=assessment_added/)
	console.log(`follow-up visit, ${lang}: ${keys} keystrokes, ${clicks} clicks`)
	assert.ok(keys <= 40 && clicks <= 4, `${keys} keystrokes, ${clicks} clicks`)
	assert.match(await page.locator("#care-glance").innerText(), SAID[lang].next)
	await namesShown(page)
	await calm(page, "the patient after it")
	assert.equal(sql(`SELECT to_char(planned_on, 'DD.MM.YYYY') FROM visit WHERE follows = '${plan}' AND current`), day(7))
	check()

	// The list by the keys, the visit a week on, and its paper.
	await page.goto("/visits")
	await ready(page)
	await page.keyboard.press("ArrowRight")
	await page.waitForURL(/day=/)
	await page.goto(`/visits?day=${day(7)}`)
	await namesShown(page)
	assert.ok(await page.locator("#day").getByText(sql(`SELECT registry_no FROM patient WHERE id = '${patient}'`)).count() > 0)
	await page.emulateMedia({ media: "print" })
	assert.equal(await page.locator("#visit-filters").isVisible(), false)
	assert.equal(await page.locator("#day table").isVisible(), true)
	await page.emulateMedia({ media: null })
	check()
})

for (const lang of LANGUAGES) test(`after a death: what was planned is cancelled, the family is called, Home asks no more, ${lang}`, async () => {
	speak(account, lang)
	const patient = patientOf(`AND EXISTS (SELECT FROM visit v WHERE v.patient_id = p.id AND v.current AND v.status = 'planned')
		AND NOT EXISTS (SELECT FROM visit v WHERE v.patient_id = p.id AND v.day > current_date AND v.status = 'done')`)
	sql(`INSERT INTO preference (series_id, version, patient_id, area_id, discussed_on, with_whom, place_of_death, author_id)
		SELECT gen_random_uuid(), 1, id, area_id, current_date, '{patient}', 'home', created_by FROM patient WHERE id = '${patient}'`)
	await page.goto(`/patients/${patient}/entry/state?action=remove`)
	await ready(page)
	await spoken(page, lang)
	await page.locator("#reason").selectOption("death")
	await page.locator("#place_of_death").selectOption("home")
	await page.locator("#cause").fill("C34.1")
	await page.keyboard.press("Escape")
	assert.match(await page.locator("#death").innerText(), /хотел: дома|he wished: at home/)
	assert.equal(await page.locator("#preferred_place_met").inputValue(), "yes", "what the places tell is answered")
	await page.locator("#place_of_death").selectOption("hospice")
	assert.equal(await page.locator("#preferred_place_met").inputValue(), "no")
	await page.locator("#place_of_death").selectOption("home")
	await calm(page, "a death")
	await page.locator("#state-form button[type=submit]").click()
	await page.waitForURL(/done=status_changed/)
	assert.equal(sql(`SELECT count(*) FROM visit WHERE patient_id = '${patient}' AND current AND status = 'planned'`), "0")
	await page.goto(`/patients/${patient}/care`)
	await namesShown(page)
	assert.match(await page.locator("#family").innerText(), new RegExp(day(14)))
	await calm(page, "the care after a death")
	await page.locator("#family header a").click()
	await page.waitForURL(/care\/bereavement/)
	await ready(page)
	await calm(page, "the family")
	await page.locator("#first_on").fill(day(0))
	await page.locator("#risk").selectOption("high")
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/done=bereavement_saved/)
	assert.match(await page.locator("#family").innerText(), SAID[lang].inTime)
	await page.goto("/")
	assert.equal(await page.locator(`a[href="/patients/${patient}/care"]`).count(), 0)
	check()
})
