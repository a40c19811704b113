// t0360-trends.test.mjs: charts follow what is ticked, come closer by keys and buttons, change with the light, stand as a table and on paper.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { calm, demoAccount, enterDemo, isOfficer, launch, newVisitor, sql } from "./browser.mjs"

let browser
before(async () => { browser = await launch() })
after(() => browser?.close())

const drawn = (page) => page.locator("#charts .chart canvas").first().waitFor()
/** The dates under the first chart, read from its scale. */
const picture = (page) => page.locator("#charts .chart").first().evaluate((chart) => chart.querySelector("canvas").toDataURL())

/** The colour of the first line. */
const ink = (page) => page.locator("#charts .sample path").first().getAttribute("stroke")

test("values over time", async () => {
	const account = demoAccount(isOfficer)
	const patient = sql(`SELECT t.patient_id FROM assessment t JOIN patient p ON p.id = t.patient_id JOIN account a ON a.area_id = p.institution_id
		WHERE a.login = '${account.login}' AND p.status = 'active' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`)
	const { context, page, check } = await newVisitor(browser)
	await enterDemo(page, account)
	await page.goto(`/patients/${patient}/trends?period=all`)
	await drawn(page)
	const panels = page.locator("#charts .chart")
	const count = await panels.count()
	assert.ok(count >= 3, `${count} panels`)
	await page.locator("input[name=series][value=weight]").uncheck()
	assert.equal(await panels.count(), count - 1, "what is not ticked is not drawn")
	const lines = await panels.locator("header span").allInnerTexts()
	const ticked = (await page.locator("#trend-form label", { has: page.locator("input[name=series]:checked") }).allInnerTexts()).map((name) => name.trim())
	assert.deepEqual(lines.map((name) => name.trim()).sort(), ticked.filter((name) => name !== "фаза").sort(), "each line is named beside its drawing")
	const { series } = await page.evaluate((id) => fetch(`/api/patients/${id}/trends`).then((r) => r.json()), patient)
	const pain = series.find(({ code }) => code === "pain-nrs").v.filter((v) => v !== null)
	const column = (await page.locator("#trend-table thead th").allInnerTexts()).findIndex((title) => /боль сейчас/i.test(title))
	const told = (await page.locator(`#trend-table tbody tr > :nth-child(${column + 1})`).allInnerTexts()).filter((cell) => /^\d/.test(cell)).map(Number)
	assert.deepEqual(told.toReversed(), pain, "the table has what the chart has")
	await calm(page, "charts and their table")

	const whole = await picture(page)
	await page.locator("#charts").focus()
	await page.keyboard.press("+")
	const close = await picture(page)
	assert.notEqual(close, whole, "closer by a key")
	await page.keyboard.press("ArrowLeft")
	assert.notEqual(await picture(page), close)
	await page.locator("[data-zoom=reset]").click()
	assert.equal(await picture(page), whole, "and back by a button")

	const box = await panels.first().locator(".u-over").boundingBox()
	await page.mouse.move(box.x + box.width * 0.3, box.y + 40)
	assert.match(await page.locator("#chart-readout").textContent(), /\d{2}\.\d{2}\.\d{4} · /, "values under the pointer")
	await page.mouse.down()
	await page.mouse.move(box.x + box.width * 0.6, box.y + 40, { steps: 4 })
	await page.mouse.up()
	assert.notEqual(await picture(page), whole, "closer by dragging")
	await page.locator("[data-zoom=reset]").click()
	const light = await ink(page)
	await page.emulateMedia({ colorScheme: "dark" })
	await page.waitForFunction((was) => document.querySelector("#charts canvas").toDataURL() !== was, whole)
	const dark = await ink(page)
	assert.notEqual(dark, light)
	await page.emulateMedia({ media: "print" })
	await page.evaluate(() => dispatchEvent(new Event("beforeprint")))
	assert.equal(await ink(page), light, "on paper the colours are those of the light")
	assert.deepEqual(await Promise.all(["#charts canvas", ".chart header .sample", "#trend-table", "#trend-form", "[data-zoom=in]"]
		.map((what) => page.locator(what).first().isVisible())), [true, true, true, false, false])
	await page.emulateMedia({ media: null })
	await page.evaluate(() => dispatchEvent(new Event("afterprint")))
	assert.equal(await ink(page), dark)
	await page.goto(`/patients/${patient}/trends?since=31.02.2026`)
	await drawn(page)
	assert.equal(await page.locator("[role=alert]:visible").count(), 1, "a day that is none is told, and the charts stand")
	check()
	await context.close()
})
