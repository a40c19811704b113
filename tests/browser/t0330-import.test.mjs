// t0330-import.test.mjs: a spreadsheet with errors, corrected, imported as a whole and taken back; the network goes and comes.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { after, before, test } from "node:test"
import { calm, day, demoAccount, enterDemo, keysKnown, launch, namesShown, newVisitor, randomSnils, speak, spoken, sql } from "./browser.mjs"

const account = demoAccount((a) => a.login === "vlasova")
const letters = (n) => Array.from({ length: n }, () => "абвгдежзик"[Math.floor(Math.random() * 10)]).join("")
const SURNAME = `Импортова${letters(6)}`
const TITLES = ["Фамилия", "Имя", "Дата рождения", "Пол", "СНИЛС", "Телефон", "Район", "Диагноз МКБ-10", "На учёте с"]
const good = (i) => [SURNAME + String(i).padStart(3, "0").replace(/\d/g, (d) => "абвгдежзик"[d]), "Анна", "05.03.1951", "ж", randomSnils(), `+7921000000${i % 10}`, "Сегозерский", "C34.1", day(-2)]
const csv = (rows, titles = TITLES) => [titles, ...rows].map((row) => row.join(";")).join("\r\n")
const mine = `JOIN account a ON a.id = i.author_id AND a.login = '${account.login}' WHERE i.touched_at >= '${sql("SELECT now()")}'`
const imported = () => sql(`SELECT count(*) FROM patient p JOIN patient_import_row r ON r.patient_id = p.id JOIN patient_import i ON i.id = r.import_id ${mine}`)

let browser, visitor, page
before(async () => {
	browser = await launch()
	visitor = await newVisitor(browser)
	page = visitor.page
	await enterDemo(page, account)
})
after(() => browser?.close())

async function choose(name, text, encoding = "utf8") {
	await page.goto("/patients/import")
	await keysKnown(page)
	await page.locator("#import-file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text, encoding) })
}
const saved = async (button) => {
	const [download] = await Promise.all([page.waitForEvent("download"), page.locator(button).click()])
	return readFileSync(await download.path(), "utf8")
}

test("the search leads to the import; the template explains itself", async () => {
	await page.goto("/patients")
	await page.locator('a[href="/patients/import"]').click()
	await keysKnown(page)
	const template = await saved("#import-template")
	assert.match(template, /^\uFEFFФамилия;Имя;Отчество/)
	assert.match(template, /\r\n# \* буквами/)
	await page.locator("#import-file").setInputFiles({ name: "t.csv", mimeType: "text/csv", buffer: Buffer.from(template) })
	await page.locator("#import-state.alert", { hasText: "нет строк с пациентами" }).waitFor()
})

const rows = Array.from({ length: 130 }, (_, i) => good(i))
test("errors are told by row and column, and only the rows with errors are saved", async () => {
	const faulty = rows.map((row) => [...row])
	faulty[3][2] = "31.02.1951"
	faulty[7][6] = "Тверской"
	faulty[7][4] = "112-233-445 96"
	faulty[9][4] = faulty[8][4]
	await choose("people.csv", csv(faulty))
	await page.locator("#import-result:visible").waitFor()
	assert.equal(await page.locator("#import-bad").innerText(), "3")
	assert.deepEqual(await page.locator("#import-rows td.number").allInnerTexts(), ["5", "9", "11"])
	await calm(page, "errors by row")
	const told = await page.locator("#import-rows").innerText()
	for (const part of ["Дата рождения 31.02.1951: ", "Район Тверской: ", "СНИЛС 112-233-445 96: ", "Такой же СНИЛС в строке 10"])
		assert.ok(told.includes(part), `${part} in ${told}`)
	await page.locator("#import-only").uncheck()
	assert.equal(await page.locator("#import-rows tr").count(), 100)
	const text = await saved("#import-faulty")
	assert.equal(text.trim().split("\r\n").length, 4)
	assert.match(text, /Дата рождения: /)
	assert.equal(imported(), "0")
})

test("corrected, in Windows-1251: all of them are sealed and sent, through a lost connection, and are there at once", async () => {
	const bytes = Buffer.from([...csv(rows)].map((c) => c === "ё" ? 0xb8 : c === "№" ? 0xb9 : c >= "А" && c <= "я" ? c.codePointAt(0) - 0x350 : c.codePointAt(0)))
	await page.goto("/patients/import")
	await keysKnown(page)
	await page.locator("#import-file").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: bytes })
	await page.locator("#import-state", { hasText: "Windows-1251" }).waitFor()
	assert.equal(await page.locator("#import-bad").innerText(), "0")
	const sent = []
	page.on("request", (r) => sent.push(decodeURIComponent((r.postData() ?? "").replaceAll("+", " "))))
	let lost = 0
	await page.route("**/api/imports/*/rows", async (route) => {
		if (lost++ !== 1)
			return route.continue()
		await route.fetch()
		return route.abort("connectionreset")
	})
	await page.locator("#import-start").click()
	await page.locator("#import-done", { hasText: "Сервер не отвечает" }).waitFor()
	assert.equal(imported(), "0", "nothing is to be seen in the middle")
	await page.waitForURL(/done=import_committed/)
	await page.unroute("**/api/imports/*/rows")
	assert.equal(imported(), "130")
	assert.ok(sent.every((body) => !/Импортова/i.test(body)), "no name leaves the browser")
	await page.goto("/patients")
	await page.locator("#patient-search:enabled").waitFor()
	await page.locator("#patient-search").fill(rows[60][0])
	await page.locator("#patient-list-local tbody tr", { hasText: rows[60][0] }).waitFor()
})

test("imported once more they are all duplicates", async () => {
	await choose("again.csv", csv(rows))
	await page.locator("#import-bad", { hasText: "130" }).waitFor()
	assert.equal(await page.locator("#import-start").isDisabled(), true)
})

test("taken back as a whole: nobody of them is left, and none is a duplicate any more", async () => {
	await page.goto("/patients/import")
	await page.locator("#imports details summary").first().click()
	await page.locator("#imports form button").first().click()
	await page.waitForURL(/done=import_undone/)
	assert.equal(imported(), "0")
	await choose("again.csv", csv(rows.slice(0, 5)))
	await page.locator("#import-good", { hasText: "5" }).waitFor()
	await namesShown(page)
	await calm(page, "nothing to correct")
	visitor.check()
})

test("errors, the import and taking it back, in English", async () => {
	speak(account, "en")
	try {
		const few = rows.slice(0, 6).map((row, i) => i % 2 === 0 ? row : [...row.slice(0, 6), "Segozersky", ...row.slice(7)])
		const faulty = few.map((row) => [...row])
		faulty[3][2] = "31.02.1951"
		await choose("people.csv", csv(faulty))
		await spoken(page, "en")
		await page.locator("#import-result:visible").waitFor()
		assert.match(await page.locator("#import-rows .findings").innerText(), /Date of birth 31\.02\.1951: /)
		assert.match(await saved("#import-template"), /^\uFEFFSurname;Given name;Patronymic[\s\S]*\r\n# \* letters[\s\S]*\r\n# Example;/)
		assert.match(await saved("#import-faulty"), /^\uFEFFSurname;Given name;Date of birth;/)
		assert.deepEqual(await page.locator("#import-rows td.number").allInnerTexts(), ["5"])
		assert.match(await page.locator("main").innerText(), /Import[\s\S]*Errors/i)
		await calm(page, "errors by row, en")
		await choose("people.csv", csv(few, ["Surname", "Given name", "Date of birth", "Sex", "SNILS", "Phone", "District", "ICD-10 diagnosis", "On the register since"]))
		await page.locator("#import-bad", { hasText: /^0$/ }).waitFor()
		await page.locator("#import-start").click()
		await page.waitForURL(/done=import_committed/)
		assert.equal(imported(), "6")
		await page.goto("/patients/import")
		await page.locator("#imports details summary").first().click()
		await calm(page, "imports, en")
		await page.locator("#imports form button").first().click()
		await page.waitForURL(/done=import_undone/)
		assert.equal(imported(), "0")
	} finally {
		speak(account, "ru")
	}
})

test("left in the middle: nothing has come into the register", async () => {
	const other = await visitor.context.newPage()
	await other.goto("/patients/import")
	await keysKnown(other)
	await other.route("**/api/imports/*/commit", (route) => route.abort("connectionreset"))
	await other.locator("#import-file").setInputFiles({ name: "p.csv", mimeType: "text/csv", buffer: Buffer.from(csv(rows.slice(0, 3))) })
	await other.locator("#import-start").click()
	await other.locator("#import-done", { hasText: "Сервер не отвечает" }).waitFor()
	await other.close({ runBeforeUnload: false })
	assert.equal(imported(), "0")
	assert.equal(sql(`SELECT string_agg(i.status, ' ' ORDER BY i.touched_at) FROM patient_import i ${mine}`), "undone undone open")
	sql("UPDATE patient_import SET touched_at = now() - interval '2 days' WHERE status = 'open'; SELECT import_sweep()")
	assert.equal(sql("SELECT count(*) FROM patient_import WHERE status = 'open'"), "0")
})
