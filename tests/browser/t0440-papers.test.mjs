// t0440-papers.test.mjs: prescriptions on paper: from the line to the sheet, names and doses in the PDF, one page at 18 points.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { after, before, test } from "node:test"
import { demoAccount, enterDemo, isDoctor, keysKnown, launch, namesShown, newVisitor, sql } from "./browser.mjs"

const account = demoAccount(isDoctor)
/** A usual patient: between five and eight medicines, one of them a patch or as needed. */
const patient = sql(`SELECT l.patient_id FROM prescription l JOIN account a ON a.area_id = l.institution_id JOIN patient p ON p.id = l.patient_id
	WHERE a.login = '${account.login}' AND l.current AND l.status = 'active' AND p.status = 'active'
	  AND coalesce(l.ends_on, current_date) >= current_date
	GROUP BY 1 HAVING count(*) BETWEEN 5 AND 8 AND bool_or(l.schedule = 'patch' OR l.prn) ORDER BY count(*) DESC, 1 LIMIT 1`)
let browser, page, context, check, name
const asked = []
before(async () => {
	browser = await launch();
	({ page, context, check } = await newVisitor(browser))
	await enterDemo(page, account)
	context.on("request", (request) => asked.push(decodeURIComponent(request.url()) + (request.postData() ?? "")))
	await page.goto(`/patients/${patient}`)
	await shown()
	name = (await page.locator("h1 sealed-text").textContent()).trim()
})
after(() => browser?.close())

async function shown() {
	await keysKnown(page)
	await namesShown(page)
}
const text = (pdf) => execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" })
const paper = () => page.pdf({ preferCSSPageSize: true })

test("the home sheet, from the list of prescriptions: one page, name, every medicine, in large print", async () => {
	await page.goto(`/patients/${patient}/prescriptions`)
	await page.getByRole("button", { name: "Лист для семьи" }).click()
	await shown()
	const pdf = await paper(), printed = text(pdf)
	assert.match(execFileSync("pdfinfo", ["-"], { input: pdf, encoding: "utf8" }), /Pages: +1\n/)
	assert.ok(printed.includes(name), printed)
	for (const inn of sql(`SELECT DISTINCT split_part(m.inn, ' ', 1) FROM prescription l JOIN medicine m ON m.id = l.medicine_id WHERE l.patient_id = '${patient}'
		AND l.current AND l.status = 'active' AND coalesce(l.ends_on, current_date) >= current_date`).split("\n"))
		assert.ok(printed.includes(inn), inn)
	assert.match(printed, /Кому звонить/)
	await page.emulateMedia({ media: "print" })
	const points = await page.locator(".paper").evaluate((article) =>
		[...article.querySelectorAll("th b, td b, li b, li span, small, em")].map((e) => Number.parseFloat(getComputedStyle(e).fontSize) * 0.75))
	await page.emulateMedia({ media: "screen" })
	assert.ok(Math.max(...points) >= 18 && Math.min(...points) >= 15, points.join(" "))
})

test("one prescription, from its line: dose, doctor and name; printed by the button", async () => {
	await page.goto(`/patients/${patient}/prescriptions`)
	const row = page.locator("tbody tr").first()
	const dose = (await row.locator("td").nth(1).textContent()).trim()
	await row.locator("details.menu summary").click()
	await row.getByRole("link", { name: "Печать" }).click()
	await shown()
	const printed = text(await paper()).replace(/\s+/g, " ")
	assert.ok(printed.includes(name), `${name} in ${printed}`)
	assert.ok(printed.replaceAll(/\([^)]*\) /g, "").includes(dose.split(/\s+/).slice(0, 2).join(" ")), `${dose} in ${printed}`)
	await page.evaluate(() => { window.print = () => { document.body.dataset.printed = "1" } })
	await page.getByRole("button", { name: "Печать" }).click()
	await page.waitForSelector("body[data-printed]")
})

test("the day and the controlled medicines: signatures, and no name was sent to the server", async () => {
	for (const which of ["day", "controlled"]) {
		await page.goto(`/patients/${patient}/prescriptions/${which}`)
		await shown()
		const printed = text(await paper())
		assert.ok(printed.includes(name), which)
		assert.match(printed, /Заведующий отделением/)
	}
	assert.deepEqual(asked.filter((request) => request.includes(name.split(" ")[0])), [])
	check()
})
