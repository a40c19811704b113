// t0620-notes.test.mjs: notes: write, find, change, conflict, take back, lock, alarm; nothing typed reaches the server open.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { demoAccount, enterDemo, isDoctor, keysKnown, launch, newVisitor, sql } from "./browser.mjs"

const account = demoAccount(isDoctor)
let browser, visitor, page, patient
const posted = []

before(async () => {
	browser = await launch()
	visitor = await newVisitor(browser)
	page = visitor.page
	visitor.context.on("request", (request) => posted.push(request.url() + (request.postData() ?? "")))
	await enterDemo(page, account)
	patient = sql(`SELECT p.id FROM patient p JOIN account a ON a.area_id = p.institution_id WHERE a.login = '${account.login}'
		AND p.status = 'active' AND NOT EXISTS (SELECT FROM note n WHERE n.patient_id = p.id) ORDER BY p.id LIMIT 1`)
})
after(() => browser?.close())

const ready = async (on = page) => {
	await keysKnown(on)
	await on.waitForFunction(() => document.documentElement.dataset.ready === "1")
}
const open = async (path, on = page) => {
	await on.goto(path)
	await ready(on)
}
const state = () => page.locator("#note-state")
const cards = () => page.locator(".note-card:visible")

async function write(content, kind, on = page) {
	await open(`/patients/${patient}/notes/new`, on)
	await on.locator("#kind").selectOption(kind)
	await on.locator("#note-text").fill(content)
	await on.keyboard.press("Control+Enter")
	await on.waitForURL(/done=note_added/)
	await ready(on)
}

/** The note that holds these words, by its card. */
const recOf = (words) => page.locator(".note-card", { hasText: words }).first().getAttribute("data-note")

test("nothing written yet is said so; a draft is offered again; a note is read back and its text never sent", async () => {
	await open(`/patients/${patient}/notes`)
	assert.match(await page.locator("main .empty:visible").innerText(), /ещё никто не написал/)
	await open(`/patients/${patient}/notes/new`)
	await page.locator("#note-text").fill("Недописанное о ёлке")
	await page.locator("[data-draft-mark=kept]", { hasText: /\d\d:\d\d/ }).waitFor()
	await open(`/patients/${patient}/notes/new`)
	await page.locator("[data-draft-offer]").getByRole("button", { name: "Продолжить" }).click()
	await page.waitForFunction(() => document.querySelector("#note-text").value === "Недописанное о ёлке")
	await page.locator("#kind").selectOption("visit")
	await page.locator("#note-text").fill("Жалуется на тошноту.\nПросит не звонить Щукеёжиной.")
	await page.locator("#note-form button[type=submit]").click()
	await page.waitForURL(/done=note_added/)
	await ready()
	assert.match(await cards().first().innerText(), /Осмотр|осмотр/)
	assert.match(await cards().first().locator(".note-text").innerText(), /тошноту\.\nПросит/)
	assert.ok(!posted.some((sent) => sent.includes("Щукеёжиной") || decodeURIComponent(sent.replaceAll("+", " ").replace(/%(?![0-9A-F]{2})/g, "%25")).includes("Щукеёжиной")))
	assert.equal(sql(`SELECT count(*) FROM document WHERE patient_id = '${patient}' AND envelope LIKE '%тошнот%'`), "0")
})

test("words are found in any case, е for ё, over every note and within the filters", async () => {
	await write("Разговор с дочерью: боится ночных болей.", "family")
	await write("Тошнота прошла.", "phone")
	await open(`/patients/${patient}/notes`)
	await page.locator("#note-search").fill("ТОШНОТ")
	await page.waitForFunction(() => [...document.querySelectorAll(".note-card")].filter((c) => !c.hidden).length === 2)
	assert.match(await state().innerText(), /2 из 3/)
	assert.equal(await page.locator(".note-card:visible mark").count(), 2)
	await page.locator("#note-search").fill("щукеежин звонить")
	await page.waitForFunction(() => [...document.querySelectorAll(".note-card")].filter((c) => !c.hidden).length === 1)
	await page.locator("#note-search").fill("ничегонет")
	await page.locator("#note-none:visible").waitFor()
	assert.match(await page.locator("#note-none").innerText(), /из прочитанных заметок \(3\)|3/)
	await page.locator("#note-search").fill("")
	await page.waitForFunction(() => [...document.querySelectorAll(".note-card")].filter((c) => !c.hidden).length === 3)
	await open(`/patients/${patient}/notes?kind=phone`)
	assert.equal(await cards().count(), 1)
	await page.locator("#note-search").fill("тошнот")
	await page.waitForFunction(() => /1 из 1/.test(document.querySelector("#note-state").textContent))
	assert.equal(await cards().count(), 1, "the search keeps to the filter")
})

test("a change made meanwhile is a conflict: both texts side by side, and either can be taken", async () => {
	await open(`/patients/${patient}/notes`)
	const rec = await recOf("ночных болей")
	const second = await visitor.context.newPage()
	for (const on of [page, second]) {
		await open(`/notes/${rec}/edit`, on)
		await on.waitForFunction(() => document.querySelector("#note-text").value.includes("дочерью"))
	}
	await second.locator("#note-text").fill("Разговор с дочерью: боится ночных приступов.")
	await second.locator("#note-form button[type=submit]").click()
	await second.waitForURL(/done=note_changed/)
	await page.locator("#note-text").fill("Разговор с дочерью и сыном: боится ночных болей.")
	const [answer] = await Promise.all([page.waitForResponse((r) => r.request().method() === "POST"),
		page.locator("#note-form button[type=submit]").click()])
	assert.equal(answer.status(), 409)
	await page.locator("#mine-text ins", { hasText: "сыном" }).waitFor()
	await page.locator("#theirs-text del", { hasText: "приступов" }).waitFor()
	assert.match(await page.locator("#note-text").inputValue(), /и сыном/, "what was typed stands in the form")
	await page.locator("#take-theirs").click()
	assert.match(await page.locator("#note-text").inputValue(), /приступов/)
	await page.locator("#note-text").fill("Разговор с дочерью и сыном: боится ночных приступов.")
	await page.locator("#note-form button[type=submit]").click()
	await page.waitForURL(/done=note_changed/)
	await second.close()
	await open(`/notes/${rec}/versions`)
	await page.locator("#versions-state", { hasText: /3/ }).waitFor()
	assert.match(await page.locator('tr[data-rev="3"] [data-changes]').innerText(), /и сыном/)
	assert.equal(await page.locator('tr[data-rev="2"] [data-changes] del', { hasText: "болей" }).count(), 1)
})

test("entered in error: it leaves the list and stays to be seen; what is typed against it becomes a new note", async () => {
	await open(`/patients/${patient}/notes`)
	const rec = await recOf("Тошнота прошла")
	const second = await visitor.context.newPage()
	await open(`/notes/${rec}/edit`, second)
	await second.waitForFunction(() => document.querySelector("#note-text").value !== "")
	const card = page.locator(`[data-note="${rec}"]`)
	await card.locator("summary").click()
	await card.getByRole("button").click()
	await page.waitForURL(/done=note_marked/)
	await open(`/patients/${patient}/notes`)
	assert.equal(await page.locator(`[data-note="${rec}"]`).count(), 0)
	await open(`/patients/${patient}/notes?wrong=1`)
	assert.match(await page.locator(`[data-note="${rec}"]`).innerText(), /внесено ошибочно/i)
	await second.locator("#note-text").fill("Тошнота прошла, аппетит вернулся.")
	await second.locator("#note-form button[type=submit]").click()
	await second.locator("#mine-text", { hasText: "аппетит" }).waitFor()
	await second.locator("#note-form button[type=submit]").click()
	await second.waitForURL(/done=note_added/)
	await second.close()
})

test("a search reaches notes that are not on the page", async () => {
	await open(`/patients/${patient}/notes?kind=visit`)
	await page.evaluate(() => document.querySelector("#notes").removeAttribute("data-whole"))
	await page.locator("#note-search").fill("тошнот")
	await page.waitForFunction(() => /1 из 1/.test(document.querySelector("#note-state").textContent))
})

test("locked is not empty", async () => {
	await open(`/patients/${patient}/notes`)
	await page.locator("#lock-button").click()
	await page.waitForURL(/unlock/).catch(() => {})
	await page.goto(`/patients/${patient}/notes`)
	await ready()
	assert.match(await state().innerText(), /закрыты/)
	assert.equal(await page.locator("#note-search").isDisabled(), true)
	assert.ok(await cards().count() >= 3)
	assert.match(await cards().first().locator(".note-text").innerText(), /закрыт/)
	assert.equal(await page.locator("main .empty:visible").count(), 0)
	await open(`/patients/${patient}/notes/new`)
	assert.equal(await page.locator("#note-text").isDisabled(), true)
	await enterDemo(page, account)
})

test("an altered note, one of another kind than sealed, and a missing one are alarms", async () => {
	await open(`/patients/${patient}/notes`)
	const [good, other] = [await recOf("тошноту"), await recOf("аппетит")]
	const alarm = () => page.locator("#alarms .alert", { hasText: /заметк/i }).first().waitFor()
	sql(`UPDATE note SET kind = 'plan' WHERE rec = '${good}'`)
	await open(`/patients/${patient}/notes`)
	await alarm()
	assert.match(await page.locator(`[data-note="${good}"] .note-text`).innerText(), /целостност/)
	sql(`UPDATE note SET kind = 'visit' WHERE rec = '${good}'`)
	const kept = sql(`SELECT envelope FROM document WHERE rec = '${other}' AND current`)
	const at = kept.indexOf('"c":"') + 30
	sql(`UPDATE document SET envelope = '${kept.slice(0, at)}${kept[at] === "A" ? "B" : "A"}${kept.slice(at + 1)}' WHERE rec = '${other}' AND current`)
	await open(`/patients/${patient}/notes`)
	await alarm()
	assert.match(await page.locator(`[data-note="${other}"] .note-text`).innerText(), /целостност/)
	sql(`UPDATE document SET envelope = '${kept}' WHERE rec = '${other}' AND current`)
	sql(`BEGIN; CREATE TEMP TABLE n AS SELECT * FROM note WHERE rec = '${other}'; DELETE FROM note WHERE rec = '${other}'; COMMIT`)
	await open(`/patients/${patient}/notes?wrong=1`)
	await alarm()
	visitor.check()
})
