// t0350-assessment.test.mjs: a visit is assessed by the keyboard alone; a correction; taking back.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { demoAccount, enterDemo, isOfficer, launch, newVisitor, sql } from "./browser.mjs"

let browser
before(async () => { browser = await launch() })
after(() => browser?.close())

const ready = (page) => page.waitForFunction(() => document.documentElement.dataset["ready"] === "1")
const checked = (page, code) => page.locator(`[data-item="${code}"] input:checked`).getAttribute("value")
const focused = (page) => page.evaluate(() => document.activeElement?.closest(".ask")?.getAttribute("data-item") ?? document.activeElement?.tagName)

/** A patient of this doctor who is on the register, and has no assessment of today. */
const patientOf = (account) => sql(`SELECT p.id FROM patient p JOIN account a ON a.area_id = p.institution_id
	WHERE a.login = '${account.login}' AND p.status = 'active' AND p.date_in < current_date - 3 AND NOT EXISTS
	(SELECT FROM assessment t WHERE t.patient_id = p.id AND t.created_at > now() - interval '1 hour') ORDER BY p.id DESC LIMIT 1`)

test("a visit by the keyboard alone, in under a minute", async () => {
	const account = demoAccount(isOfficer)
	const patient = patientOf(account)
	const { context, page, check } = await newVisitor(browser)
	await enterDemo(page, account)
	await page.goto(`/patients/${patient}`)
	await ready(page)
	await page.keyboard.press("Alt+A")
	await page.waitForURL(/assessments\/new/)
	await ready(page)
	assert.equal(await focused(page), "pain-nrs", "the first question has the focus")
	const began = Date.now()
	let keys = 0
	const press = async (...list) => {
		for (const key of list) {
			await page.keyboard.press(key)
			keys++
		}
	}
	// Pain now 4, worst 10, average not assessed, on movement 1, no episodes, target 3.
	await press("4", "1", "0", "-", "1", "Enter", "0", "Enter", "3")
	assert.equal(await checked(page, "pain-worst"), "10", "1 and 0 are ten")
	assert.equal(await checked(page, "pain-average"), "na")
	assert.equal(await checked(page, "pain-movement"), "1", "1 and Enter are one")
	assert.equal(await page.locator("#value-pain-breakthrough").inputValue(), "0")
	assert.equal(await focused(page), "esas-tiredness", "pain is not asked again")
	// ESAS-r: tiredness 6 … 1 followed by another digit stays 1.
	await press("6", "5", "0", "1", "2")
	assert.deepEqual([await checked(page, "esas-appetite"), await checked(page, "esas-breath")], ["1", "2"])
	const total = page.locator("output").first()
	assert.match(await total.textContent(), /6/, "so many are answered")
	await press("3", "2", "4", "n", "n")
	assert.equal(await total.textContent(), "27")
	// PPS 50; phase 3.
	await press("5", "3")
	assert.equal(await checked(page, "pps"), "50")
	assert.equal(await checked(page, "phase"), "3")
	await press("Control+Enter")
	await page.waitForURL(/done=assessment_added/)
	assert.ok(Date.now() - began < 60_000)
	assert.ok(keys <= 30, `${keys} keys`)
	const row = page.locator(".scores tr", { hasText: "PPS" })
	assert.match(await row.textContent(), /50/)
	check()

	// Again, as last time for one answer; the value of last time stands beside it.
	await page.keyboard.press("Alt+A")
	await page.waitForURL(/assessments\/new/)
	await ready(page)
	assert.match(await page.locator("#last-pain-nrs").textContent(), /4/)
	await page.keyboard.press("Alt+p")
	assert.equal(await checked(page, "pain-nrs"), "4")
	assert.equal(await focused(page), "pain-worst")
	await page.keyboard.press("7")
	await page.keyboard.press("ArrowRight")
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/done=assessment_added/)
	check()
	await context.close()
})

test("a correction and taking it back, without a script", async () => {
	const account = demoAccount(isOfficer)
	const visitor = await newVisitor(browser)
	await enterDemo(visitor.page, account)
	const cookies = await visitor.context.cookies()
	await visitor.context.close()
	const { context, page } = await newVisitor(browser, { javaScriptEnabled: false })
	await context.addCookies(cookies)
	const patient = patientOf(account)
	await page.goto(`/patients/${patient}/assessments/new?use-pps=1`)
	await page.locator('input[name="pps"][value="60"]').check({ force: true })
	await page.locator("#sheet button[type=submit]").last().click()
	await page.waitForURL(/done=assessment_added/)
	await page.goto(`/patients/${patient}/assessments?instrument=pps`)
	await page.locator(".matrix a[href$='/edit']").first().click()
	await page.locator('input[name="pps"][value="40"]').check({ force: true })
	await page.locator("#sheet button[type=submit]").last().click()
	await page.waitForURL(/done=assessment_corrected/)
	assert.match(await page.locator(".matrix tbody tr").first().textContent(), /40/)
	await page.locator(".matrix summary").first().click()
	await page.locator(".matrix form button").first().click()
	await page.waitForURL(/done=assessment_taken_back/)
	assert.match(await page.locator(".matrix tbody tr").first().textContent(), /60/)
	await context.close()
})
