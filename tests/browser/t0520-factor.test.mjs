// t0520-factor.test.mjs: a second factor is set up with its QR code, asked for at sign-in, and for what needs a fresh code.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { after, before, test } from "node:test"
import { codeOf, stepNow } from "../http/totp.mjs"
import { calm, demoAccounts, enterDemo, isAdmin, isOfficer, keysKnown, launch, newVisitor, ORIGIN, sql } from "./browser.mjs"

const account = demoAccounts().filter((a) => isOfficer(a) && isAdmin(a)).at(-1)
const regional = demoAccounts().find((a) => isAdmin(a) && sql(`SELECT r.kind FROM area r JOIN account c ON c.area_id = r.id WHERE c.login = '${a.login}'`) === "region")
const forget = () => sql(`DELETE FROM totp_key; DELETE FROM recovery_code; DELETE FROM book_import WHERE file = 'try.csv'`)
/** As if no code had been used yet. */
const anew = () => sql("UPDATE totp_key SET used_step = 0")
/** As if the last code were eleven minutes old. */
const stale = () => sql("UPDATE session SET factor_at = now() - interval '11 minutes'")
let browser, visitor, secret
before(async () => {
	browser = await launch()
	visitor = await newVisitor(browser)
})
after(async () => {
	forget()
	await browser?.close()
})

/** The password again, where a first factor is set up. */
async function prove(page, { password }) {
	await page.locator("#proof #password").fill(password)
	await page.locator("#proof #password").press("Enter")
}

test("it is set up from one's own account: the password again, the picture, the secret, a code, ten recovery codes as a file", async () => {
	const { page } = visitor
	await enterDemo(page, account)
	await page.goto("/account")
	await page.locator('a[href="/account/factor"]').click()
	await page.locator("#begin").click()
	await page.locator("#proof #password").fill("неверный пароль совсем")
	await calm(page, "password_ask")
	await page.locator("#proof #password").press("Enter")
	await page.locator("#problem:visible").waitFor()
	await prove(page, account)
	const picture = page.locator("#qr svg")
	await picture.waitFor()
	assert.equal(await page.locator("#qr").getAttribute("data-uri"), null)
	secret = await page.locator("#secret").innerText()
	await calm(page, "factor_setup")
	await page.locator("#code").fill(codeOf(secret, stepNow()))
	await page.locator("#code").press("Enter")
	assert.equal(await page.locator("#codes li").count(), 10)
	const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save-codes").click()])
	const saved = readFileSync(await download.path(), "utf8")
	for (const code of await page.locator("#codes code").allInnerTexts())
		assert.ok(saved.includes(`${code}\n`))
	await calm(page, "factor_codes")
})

test("signing in asks for the code after the password; a wrong one is told, the right one opens the keys", async () => {
	const { page } = visitor
	await page.locator("#logout-form button").click()
	await page.waitForURL(/\/login/)
	await page.locator("#password").fill(account.password)
	assert.ok(await page.locator("#code").isHidden())
	await page.locator("#submit").click()
	await page.locator("#code").waitFor()
	await calm(page, "login_form with a code")
	await page.locator("#code").fill("000000")
	await page.locator("#code").press("Enter")
	await page.locator("#problem:visible").waitFor()
	anew()
	await page.locator("#code").fill(codeOf(secret, stepNow()))
	await page.locator("#code").press("Enter")
	await page.waitForURL(`${ORIGIN}/`)
	await keysKnown(page)
	assert.equal(await page.locator("html").getAttribute("data-keys"), "open")
})

test("what needs a fresh code asks for it and then goes on by itself", async () => {
	const { page, check } = visitor
	stale()
	await page.goto("/account/factor")
	await page.locator("#new-codes").click()
	await page.locator("#factor").waitFor()
	await calm(page, "factor_ask")
	anew()
	await page.locator("#code").fill(codeOf(secret, stepNow()))
	await page.locator("#code").press("Enter")
	await page.locator("#codes").waitFor()
	check()
})

test("a script's request that needs one asks in a dialog, tells a wrong code, and goes on where it was", async () => {
	const { page, check } = await newVisitor(browser)
	await enterDemo(page, regional)
	await page.goto("/account/factor")
	await page.locator("#begin").click()
	await prove(page, regional)
	const own = await page.locator("#secret").innerText()
	await page.locator("#code").fill(codeOf(own, stepNow()))
	await page.locator("#code").press("Enter")
	await page.locator("#codes").waitFor()
	await page.goto("/admin/books/staff_list/import")
	stale()
	const place = sql("SELECT name FROM area WHERE kind = 'institution' ORDER BY id LIMIT 1")
	await page.locator("#book-file").setInputFiles({ name: "try.csv", mimeType: "text/csv",
		buffer: Buffer.from(`Логин;ФИО;Должность;Место работы;Занятость\ntry.factor;Проба Анна;врач;${place};permanent\n`) })
	const dialog = page.locator("#factor-dialog")
	await dialog.waitFor()
	await calm(page, "factor-dialog")
	await page.locator("#factor-dialog-code").fill("000000")
	await page.locator("#factor-dialog-code").press("Enter")
	await page.locator("#factor-dialog-problem").waitFor()
	anew()
	await page.locator("#factor-dialog-code").fill(codeOf(own, stepNow()))
	await page.locator("#factor-dialog-code").press("Enter")
	await page.waitForURL(/\/admin\/imports\//)
	assert.ok(await page.getByText("try.factor").first().isVisible())
	check()
})
