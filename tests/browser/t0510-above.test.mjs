// t0510-above.test.mjs: a user of the ministry joins by link, is confirmed, signs in with his key file, gets his report.
import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { demoAccount, enterDemo, isAdmin, keysKnown, launch, newVisitor, ORIGIN, sql } from "./browser.mjs"

const files = mkdtempSync(join(tmpdir(), "palreg-above-"))
const USER = {
	login: `ministry-${Math.random().toString(36).slice(2, 8)}`, name: "Министрова Ольга Павловна", password: "берёза стоит у дороги",
}
const keyFile = join(files, "key.json")
let browser, admin, person, link, print

before(async () => {
	browser = await launch()
	admin = await newVisitor(browser)
	person = await newVisitor(browser)
})
after(async () => {
	await browser?.close()
	rmSync(files, { recursive: true, force: true })
})

test("the region's administrator makes a user of the ministry and a link", async () => {
	const { page } = admin
	const above = (a) => isAdmin(a) && sql(`SELECT a.kind FROM area a JOIN account c ON c.area_id = a.id WHERE c.login = '${a.login}'`) === "region"
	await enterDemo(page, demoAccount(above))
	await page.goto("/admin/users/new")
	await page.locator("#login").fill(USER.login)
	await page.locator("#name").fill(USER.name)
	await page.locator("#role").selectOption(sql("SELECT id FROM role WHERE code = 'ministry'"))
	await page.locator("#area").selectOption(sql("SELECT id FROM area WHERE kind = 'region' ORDER BY id LIMIT 1"))
	await page.locator("main form button[type=submit]").first().click()
	await page.waitForURL(/done=user_added/)
	assert.equal(await page.locator('select[name="member"]').count(), 0, "no member of an institution")
	await page.locator('form[action$="/invite"] button').click()
	link = await page.locator("code.link").innerText()
	assert.ok(link.startsWith(`${ORIGIN}/join#`))
})

test("the link makes keys without an institution; the page speaks of the administrator, not of an officer", async () => {
	const { page, check } = person
	await page.goto(link)
	await page.locator("#join-form:visible").waitFor()
	assert.match(await page.locator("#role").innerText(), /вне учреждений/)
	await page.locator("#password").fill(USER.password)
	await page.locator("#password-again").fill(USER.password)
	await page.locator("#make").click()
	await page.locator("#save:visible").waitFor({ timeout: 60_000 })
	const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save-file").click()])
	await download.saveAs(keyFile)
	assert.match(JSON.parse(readFileSync(keyFile, "utf8")).inst, /^[0-]+$/)
	await page.locator("#saved").check()
	await page.locator("#send").click()
	await page.locator("#wait:visible").waitFor({ timeout: 30_000 })
	assert.match(await page.locator("#wait").innerText(), /администратор/i)
	assert.doesNotMatch(await page.locator("#join").innerText(), /временн|ответственн/i)
	print = (await page.locator("#fingerprint").innerText()).replace(/\s+/g, " ").trim()
	check()
})

test("the used link says so", async () => {
	const { page } = await newVisitor(browser)
	await page.goto(link)
	await page.locator("#problem:visible").waitFor()
	assert.equal(await page.locator("#join-form:visible").count(), 0)
	await page.context().close()
})

test("the administrator sees the same fingerprint and confirms", async () => {
	const { page, check } = admin
	await page.reload()
	await page.goto(`/admin/users/${sql(`SELECT id FROM account WHERE login = '${USER.login}'`)}`)
	assert.equal((await page.locator("#fingerprint").innerText()).trim(), print)
	await page.locator('[name="compared"]').check()
	await page.locator('form[action$="/confirm"] button').click()
	await page.waitForURL(/done=user_confirmed/)
	assert.equal(sql(`SELECT state FROM account WHERE login = '${USER.login}'`), "active")
	check()
})

test("at a new browser password and key file open the session, and the summary comes as PDF", async () => {
	const { page, check } = await newVisitor(browser)
	await page.goto("/login")
	await page.locator("#login-name").fill(USER.login)
	await page.locator("#key-file").setInputFiles(keyFile)
	await page.locator("#password").fill(USER.password)
	await page.locator("#submit").click()
	await page.waitForURL(`${ORIGIN}/`, { timeout: 30_000 })
	await keysKnown(page)
	await page.goto("/reports")
	await page.locator('a[href="/reports/summary"]').click()
	await page.waitForURL(/\/reports\/summary$/)
	const [answer] = await Promise.all([
		page.context().waitForEvent("response", (r) => r.url().includes("/reports/summary.pdf")),
		page.locator('button[formaction="/reports/summary.pdf"]').click(),
	])
	assert.equal(answer.status(), 200)
	assert.match(answer.headers()["content-type"], /^application\/pdf/)
	assert.equal((await page.goto("/patients")).status(), 403, "and nothing of a single patient")
	check()
})
