// t0610-drafts.test.mjs: what was typed and not saved outlives a reload, a lost connection, a lock and an ended session.
import assert from "node:assert/strict"
import { after, before, beforeEach, test } from "node:test"
import { demoAccount, enterDemo, isDoctor, keysKnown, launch, newVisitor, ORIGIN, sendPatient, sql, submitPatient } from "./browser.mjs"

const letters = (n) => Array.from({ length: n }, () => "абвгдежзик"[Math.floor(Math.random() * 10)]).join("")
const account = demoAccount(isDoctor)
let browser, context, page, check

before(async () => {
	browser = await launch();
	({ context, page, check } = await newVisitor(browser))
	await enterDemo(page, account)
})
after(() => browser?.close())
beforeEach(() => page.evaluate(() => new Promise((resolve) => {
	const request = indexedDB.open("palreg-drafts")
	request.onsuccess = () => {
		const names = [...request.result.objectStoreNames]
		if (names.includes("drafts"))
			request.result.transaction("drafts", "readwrite").objectStore("drafts").clear()
		request.result.close()
		resolve()
	}
})))

const seal = (path) => page.locator(`[data-seal="${path}"]`).first()
const offer = () => page.locator("[data-draft-offer]:visible")
const kept = () => page.locator("[data-draft-mark=kept]", { hasText: /\d\d:\d\d/ }).waitFor()

async function open(path = "/patients/new") {
	await page.goto(path)
	await keysKnown(page)
	await page.waitForFunction(() => document.documentElement.dataset.ready === "1")
}

/** Something of every kind: sealed, in a row, open. */
async function type(surname) {
	await seal("surname").fill(surname)
	await seal("name").fill("Айно")
	await seal("born").fill("05.03.19")
	await seal("sex").selectOption("f")
	await seal("phones.number").fill("8 921")
	await page.locator("#district").selectOption({ index: 1 })
	await page.locator("#date_in").fill("01.02.2026")
	await kept()
}

async function expectTyped(surname) {
	await page.waitForFunction((name) => document.querySelector('[data-seal="surname"]').value === name, surname)
	assert.equal(await seal("born").inputValue(), "05.03.19", "what is not right yet is kept as it was typed")
	assert.equal(await seal("sex").inputValue(), "f")
	assert.equal(await seal("phones.number").inputValue(), "8 921")
	assert.equal(await page.locator("#district").evaluate((select) => select.selectedIndex), 1)
	assert.equal(await page.locator("#date_in").inputValue(), "01.02.2026")
}

const takeUp = async () => {
	assert.match(await offer().innerText(), /черновик от \d\d:\d\d/)
	await offer().getByRole("button", { name: "Продолжить" }).click()
}

test("after a reload the draft is offered, sealed at rest, and its fields come back", async () => {
	const surname = `Черновикова${letters(5)}`
	await open()
	assert.equal(await offer().count(), 0)
	await type(surname)
	const rows = await page.evaluate(() => new Promise((resolve) => {
		const request = indexedDB.open("palreg-drafts")
		request.onsuccess = () => {
			const all = request.result.transaction("drafts").objectStore("drafts").getAll()
			all.onsuccess = () => { request.result.close(); resolve(JSON.stringify(all.result)) }
		}
	}))
	assert.match(rows, /"suite\\":\\"A1/)
	assert.ok(!rows.includes(surname) && !rows.includes("8 921"))
	await page.reload()
	await keysKnown(page)
	await offer().waitFor()
	await takeUp()
	await expectTyped(surname)
})

test("a draft that is not wanted is deleted", async () => {
	await open()
	await type("Ненужная")
	await open()
	await offer().waitFor()
	await offer().getByRole("button", { name: "Удалить" }).click()
	await open()
	assert.equal(await offer().count(), 0)
})

test("a form sent without a connection is offered again, and its draft goes when it is saved", async () => {
	const surname = `Офлайнова${letters(5)}`
	await open()
	await type(surname)
	await seal("born").fill("05.03.1951")
	await seal("phones.number").fill("")
	await page.locator("#diagnosis").fill("C34.1")
	await page.keyboard.press("Escape")
	await kept()
	await context.setOffline(true)
	const failed = page.waitForEvent("requestfailed")
	await page.locator("#patient-form button[type=submit]").click()
	await failed
	await context.setOffline(false)
	// Word that something else was saved is no word of this form.
	await open("/patients/new?done=visit_done")
	await takeUp()
	await page.waitForFunction((name) => document.querySelector('[data-seal="surname"]').value === name, surname)
	await submitPatient(page)
	await open()
	assert.equal(await offer().count(), 0)
	assert.equal(await page.locator("#drafts li").count(), 0)
})

test("idle time closes the keys and not the draft", async () => {
	const surname = `Уснувшая${letters(5)}`
	const other = await context.newPage()
	await page.goto("about:blank")
	const before = page
	page = other
	await page.clock.install()
	await open()
	await type(surname)
	await page.clock.runFor(11 * 60_000)
	await page.waitForURL(/\/unlock/, { timeout: 30_000 })
	await page.locator("#password").fill(account.password)
	await page.locator("#submit").click()
	await page.clock.resume()
	await page.waitForURL(`${ORIGIN}/patients/new`, { timeout: 30_000 })
	await offer().waitFor()
	await takeUp()
	await expectTyped(surname)
	page = before
	await other.close()
	await page.goto("/")
})

test("a session that has ended loses nothing: Home calls the draft to mind after signing in", async () => {
	const surname = `Просрочена${letters(5)}`
	await open()
	await type(surname)
	await seal("born").fill("05.03.19")
	await kept()
	sql(`DELETE FROM session WHERE account_id = (SELECT id FROM account WHERE login = '${account.login}')`)
	await page.goto("/patients")
	await page.waitForURL(/\/login/)
	await enterDemo(page, account)
	await page.locator("#drafts li a", { hasText: "Новый пациент" }).click()
	await offer().waitFor()
	await takeUp()
	await expectTyped(surname)
})

test("the edit of a patient keeps its version: a change by another is a conflict and not lost", async () => {
	const id = sql(`SELECT p.id FROM patient p JOIN account a ON a.area_id = p.institution_id
		WHERE a.login = '${account.login}' AND p.status = 'active' ORDER BY p.id DESC LIMIT 1`)
	await open(`/patients/${id}/edit`)
	await page.waitForFunction(() => document.querySelector('[data-seal="surname"]').value !== "")
	await seal("patronymic").fill("Черновиковна")
	await kept()
	sql(`UPDATE patient SET year_of_birth = year_of_birth WHERE id = '${id}'`)
	await open(`/patients/${id}/edit`)
	await takeUp()
	await page.waitForFunction(() => document.querySelector('[data-seal="patronymic"]').value === "Черновиковна")
	await sendPatient(page)
	await page.locator("#conflict-identity", { hasText: "Черновиковна" }).waitFor({ timeout: 30_000 })
})

test("a line of a prescription comes back with its medicine", async () => {
	const id = sql(`SELECT p.id FROM patient p JOIN account a ON a.area_id = p.institution_id
		WHERE a.login = '${account.login}' AND p.status = 'active' ORDER BY p.id LIMIT 1`)
	await open(`/patients/${id}/prescriptions/new`)
	await page.locator("#medicine-text").fill("морф")
	await page.locator("[role=option]", { hasText: /морфин/i }).first().click()
	const product = await page.locator("#product").inputValue()
	await page.locator("#dose").fill("17")
	await kept()
	await open(`/patients/${id}/prescriptions/new`)
	await takeUp()
	await page.waitForFunction((value) => document.querySelector("#product").value === value, product)
	assert.match(await page.locator("#medicine-text").inputValue(), /морфин/i)
	assert.equal(await page.locator("#dose").inputValue(), "17")
})

test("signing out leaves no draft", async () => {
	await open()
	await type("Прощальная")
	await page.locator('form[action="/logout"] button').first().click()
	await page.waitForURL(/\/login/)
	await enterDemo(page, account)
	assert.equal(await page.locator("#drafts:visible").count(), 0)
	await open()
	assert.equal(await offer().count(), 0)
	check()
})
