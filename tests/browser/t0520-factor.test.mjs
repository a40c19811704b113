// t0520-factor.test.mjs: a second factor is set up with its QR code, asked for at sign-in, and for what needs a fresh code.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { after, before, test } from "node:test"
import { codeOf, stepNow } from "../http/totp.mjs"
import { calm, demoAccounts, enterDemo, isAdmin, isOfficer, keysKnown, launch, newVisitor, ORIGIN, sql } from "./browser.mjs"

const account = demoAccounts().filter((a) => isOfficer(a) && isAdmin(a)).at(-1)
const me = `(SELECT id FROM account WHERE login = '${account.login}')`
const forget = () => sql(`DELETE FROM totp_key WHERE account_id = ${me}; DELETE FROM recovery_code WHERE account_id = ${me}`)
/** As if no code had been used yet. */
const anew = () => sql(`UPDATE totp_key SET used_step = 0 WHERE account_id = ${me}`)
let browser, visitor, secret
before(async () => {
	browser = await launch()
	visitor = await newVisitor(browser)
})
after(async () => {
	forget()
	await browser?.close()
})

test("it is set up from one's own account: the picture, the secret, a code, ten recovery codes as a file", async () => {
	const { page } = visitor
	await enterDemo(page, account)
	await page.goto("/account")
	await page.locator('a[href="/account/factor"]').click()
	await page.locator("#begin").click()
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
	sql(`UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = ${me}`)
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
