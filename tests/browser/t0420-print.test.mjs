// t0420-print.test.mjs: on paper: no navigation, black on white in the dark too, tables as tables, sheets filled.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { demoAccount, enterDemo, isDoctor, keysKnown, launch, namesShown, newVisitor, sql } from "./browser.mjs"

const pictures = process.env.PALREG_PICTURES
const account = demoAccount(isDoctor)
const patient = sql(`SELECT l.patient_id FROM prescription l JOIN account a ON a.area_id = l.institution_id
	JOIN patient p ON p.id = l.patient_id AND p.status = 'active'
	WHERE a.login = '${account.login}' AND l.current AND l.status = 'active' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`)
const PAGES = { patients: "/patients", patient: `/patients/${patient}`, history: `/patients/${patient}/prescriptions`,
	home: `/patients/${patient}/prescriptions/home`, day: `/patients/${patient}/prescriptions/day` }
let browser, page
before(async () => {
	browser = await launch();
	({ page } = await newVisitor(browser, { colorScheme: "dark" }))
	await enterDemo(page, account)
})
after(() => browser?.close())

/** What is seen, and in which colours, where the medium is paper. */
const seen = () => {
	const colour = (e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]
	const shown = (e) => e.getClientRects().length > 0
	const light = (text) => Math.min(...text.match(/[\d.]+/g).slice(0, 3).map(Number))
	return {
		chrome: [...document.querySelectorAll("nav, button, input, select, body > header, footer, .actions")].filter(shown).map((e) => e.outerHTML.slice(0, 80)),
		pale: [...document.querySelectorAll("main :is(h1, h2, td, th, p, li, dd, sealed-text, .tag)")].filter(shown)
			.filter((e) => light(colour(e)[0]) > 100).map((e) => e.outerHTML.slice(0, 80)),
		dark: [document.body, ...document.querySelectorAll("main :is(article, table, td, th, section)")].filter(shown)
			.map((e) => colour(e)[1]).filter((c) => !/, 0\)$/.test(c) && light(c) < 200),
		cards: [...document.querySelectorAll("table.cards td")].filter(shown).filter((e) => getComputedStyle(e).display !== "table-cell").length,
	}
}

for (const [name, path] of Object.entries(PAGES))
	test(`${name}: a sheet without navigation, black on white`, async () => {
		await page.goto(path)
		await keysKnown(page)
		await namesShown(page)
		await page.emulateMedia({ media: "print", colorScheme: "dark" })
		const paper = await page.pdf({ format: "A4", printBackground: true })
		// The page box of A4 within its margins is narrower than a desk's window: measured as wide as the sheet.
		await page.setViewportSize({ width: 680, height: 1000 })
		assert.deepEqual(await page.evaluate(seen), { chrome: [], pale: [], dark: [], cards: 0 })
		await page.setViewportSize({ width: 1366, height: 768 })
		await page.emulateMedia({ media: "screen", colorScheme: "dark" })
		if (pictures) {
			mkdirSync(pictures, { recursive: true })
			writeFileSync(join(pictures, `print-${name}.pdf`), paper)
		}
		const first = execFileSync("pdftotext", ["-l", "1", "-layout", "-", "-"], { input: paper, encoding: "utf8" })
		assert.ok(first.split("\n").filter((line) => line.trim() !== "").length > 15, "the first sheet is not left empty")
	})
