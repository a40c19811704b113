// t0620-merge.test.mjs: two entries of one person are found, told apart, merged and taken apart again; a table with names.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { after, before, test } from "node:test"
import { admission, ownName, signIn } from "../http/doctor.mjs"
import { calm, demoAccount, enterDemo, isDoctor, launch, namesShown, newVisitor, randomSnils, sql } from "./browser.mjs"

const demo = demoAccount(isDoctor)
const tail = ownName().slice("Анна".length)
const [first, second] = [`Двойникова${tail}`, `Двойнкова${tail}`]
const snils = randomSnils()
const people = [
	{ surname: first, name: "Аграфена", patronymic: "Львовна", born: "1941-05-06", phones: [{ kind: "patient", number: "+79210000001", who: "", when: "" }] },
	{ surname: second, name: "Аграфёна", patronymic: "", born: "1941-05-06", snils: snils.replace(/\D/g, ""),
		phones: [{ kind: "second", number: "+79210000002", who: "", when: "" }] },
]
let browser, visitor, page, ids = []

before(async () => {
	const doctor = await signIn(demo)
	for (const identity of people) {
		const fields = await admission(doctor, demo, identity)
		assert.equal((await doctor.client.post("/patients", fields)).status, 303)
		ids.push(fields.id)
	}
	sql(`INSERT INTO observation (patient_id, area_id, code, value, effective_on, author_id)
		SELECT id, area_id, 'pain-nrs', 6, current_date, created_by FROM patient WHERE id = '${ids[1]}'`)
	browser = await launch()
	visitor = await newVisitor(browser)
	page = visitor.page
	await enterDemo(page, demo)
})
after(() => browser?.close())

const row = (place) => page.locator(`${place} tbody tr`, { hasText: second }).filter({ hasText: first })
const observations = (id) => Number(sql(`SELECT count(*) FROM observation WHERE patient_id = '${id}'`))

test("a pair is found, told apart and suspected again", async () => {
	await page.goto("/patients/duplicates")
	await page.locator("#suspects tbody tr").first().waitFor()
	for (let shown; await row("#suspects").count() === 0;) {
		shown = await page.locator("#suspects tbody tr").count()
		await page.locator("#suspects-pages [data-more]").click()
		await page.waitForFunction((n) => document.querySelectorAll("#suspects tbody tr").length > n, shown)
	}
	assert.match(await row("#suspects").innerText(), /похожее имя, та же дата рождения/)
	await calm(page, "duplicates")
	await row("#suspects").getByRole("button", { name: "Разные люди" }).click()
	await page.locator("#dismissed summary").click()
	await row("#dismissed").getByRole("button", { name: "Снова считать дублем" }).click()
	await row("#suspects").waitFor()
	assert.equal(sql(`SELECT count(*) FROM duplicate_dismissed WHERE withdrawn_at IS NOT NULL AND '${ids[0]}' IN (patient_id, other_id)`), "1")
})

test("both are merged: what is missing is taken over, lists are put together; then taken apart", async () => {
	await page.goto(`/patients/${ids[0]}/merge?with=${ids[1]}`)
	await page.locator("#merge-identity tr", { hasText: second }).waitFor()
	await page.locator("#merge-form button[type=submit]:enabled").waitFor()
	await calm(page, "merge")
	const taken = page.locator("#merge-identity tr", { hasText: snils })
	assert.equal(await taken.locator("input").last().isChecked(), true, "what is missing is taken over")
	await page.locator("#merge-form button[type=submit]").click()
	await page.waitForURL(/done=patients_merged/)
	assert.deepEqual(ids.map(observations), [1, 0])
	await page.goto(`/patients/${ids[0]}/passport`)
	const passport = page.locator("main")
	await passport.getByText(snils).first().waitFor()
	const said = await passport.innerText()
	for (const known of [first, "000-00-01", "000-00-02"])
		assert.ok(said.includes(known), known)
	await page.goto("/patients/duplicates")
	await page.locator("#suspects-state", { hasText: /Найдено пар|Похожих записей нет/ }).waitFor()
	assert.equal(await row("#suspects").count(), 0, "who was merged is no suspect")

	await page.goto(`/patients/${ids[1]}/entry`)
	await page.getByRole("link", { name: "Об объединении" }).click()
	await page.locator("#undo-form button[type=submit]:enabled").waitFor()
	await namesShown(page)
	await calm(page, "undo")
	await page.locator("#undo-form button[type=submit]").click()
	await page.waitForURL(/done=merge_undone/)
	assert.deepEqual(ids.map(observations), [0, 1])
	await page.goto(`/patients/${ids[0]}/versions`)
	await page.locator("#versions [data-changes] li").first().waitFor()
	await page.goto(`/patients/${ids[0]}/passport`)
	await page.getByText("Аграфена").first().waitFor()
	const restored = await page.locator("main").innerText()
	assert.ok(!restored.includes(snils) && !restored.includes("000-00-02"), "the passport is as it was")
	assert.match(sql(`SELECT status FROM patient WHERE id = '${ids[1]}'`), /awaiting|active/)
})

test("merged and taken apart once more, in English", async () => {
	sql(`UPDATE account SET language = 'en' WHERE login = '${demo.login}'`)
	try {
		await page.goto(`/patients/${ids[0]}/merge?with=${ids[1]}`)
		assert.match(await page.locator("h1").first().innerText(), /Merge two entries/)
		await page.locator("#merge-form button[type=submit]:enabled").waitFor()
		await namesShown(page)
		await calm(page, "merge, en")
		await page.locator("#merge-form button[type=submit]").click()
		await page.waitForURL(/done=patients_merged/)
		await page.goto(`/merges/${sql(`SELECT id FROM patient_merge WHERE patient_id = '${ids[0]}' ORDER BY merged_at DESC LIMIT 1`)}`)
		await page.locator("#undo-form button[type=submit]:enabled").waitFor()
		await namesShown(page)
		await calm(page, "undo, en")
		await page.locator("#undo-form button[type=submit]").click()
		await page.waitForURL(/done=merge_undone/)
		assert.deepEqual(ids.map(observations), [0, 1])
	} finally {
		sql(`UPDATE account SET language = 'ru' WHERE login = '${demo.login}'`)
	}
})

test("a table with the names of those who are found here", async () => {
	await page.goto("/patients?sex=f")
	await page.locator("#export-names").waitFor()
	await page.locator("#patient-search").fill(first.toLowerCase())
	await page.locator("#patient-list-local tbody tr", { hasText: first }).waitFor()
	const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#export-names").click()])
	const table = readFileSync(await download.path(), "utf8")
	assert.equal(table.charCodeAt(0), 0xFEFF)
	const [head, found, ...rest] = table.trimEnd().split("\r\n")
	assert.match(head, /^\uFEFF"ФИО";"Дата рождения";"СНИЛС";/)
	assert.match(found, new RegExp(`^"${first} Аграфена Львовна";"06\\.05\\.1941";.*"'\\+7 921`))
	assert.deepEqual(rest, [], "nobody else")
	await page.goto("/patients/searches/new?sex=f")
	await page.locator("#name").fill(`звонить ${first}ой`)
	await page.locator("#search-form button[type=submit]").click()
	await page.locator("[data-refused]", { hasText: "фамилия пациента" }).waitFor()
	await page.locator("#name").fill("Женщины")
	await page.locator("#search-form button[type=submit]").click()
	await page.waitForURL(/done=search_saved/)
	sql("DELETE FROM saved_search WHERE name = 'Женщины'")
	visitor.check()
})
