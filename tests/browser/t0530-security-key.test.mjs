// t0530-security-key.test.mjs: a security key is set up, asked for at sign-in and for a fresh proof, and removed. A key belongs to
// a name, so the site is called localhost here.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { Client, prepareInstitution } from "../http/client.mjs"
import { calm, keysKnown, launch, newVisitor, ORIGIN, sql } from "./browser.mjs"

const NAMED = ORIGIN.replace("127.0.0.1", "localhost")
let browser, visitor, officer, keyFile
before(async () => {
	const inst = await prepareInstitution(crypto, "Хоспис электронного ключа", NAMED);
	({ officer, made: { keyFile } } = inst)
	assert.equal((await new Client().post("/api/auth/setup", inst.fields)).status, 201)
	browser = await launch()
	visitor = await newVisitor(browser, { baseURL: NAMED })
	const cdp = await visitor.context.newCDPSession(visitor.page)
	await cdp.send("WebAuthn.enable")
	await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "usb", automaticPresenceSimulation: true } })
})
after(() => browser?.close())

const me = () => `(SELECT id FROM account WHERE login = '${officer.login}')`
async function password(page) {
	await page.locator("#password").fill(officer.password)
	await page.locator("#submit").click()
}

test("it is set up after the password, with a name, and recovery codes come with the first", async () => {
	const { page } = visitor
	await page.goto("/login")
	await page.locator("#login-name").fill(officer.login)
	await page.locator("#key-file").setInputFiles({ name: "a.keyfile.json", mimeType: "application/json", buffer: Buffer.from(keyFile) })
	await page.locator("#remember").check()
	await password(page)
	await page.waitForURL(`${NAMED}/`)
	await page.goto("/account/factor")
	await page.locator("#add-key").click()
	await password(page)
	await page.locator("#ask-key").click()
	await page.locator("#problem:visible").waitFor()
	await calm(page, "key_setup")
	await page.locator("#name").fill("Синий")
	await page.locator("#ask-key").click()
	await page.locator("#codes").waitFor()
	assert.equal(await page.locator("#codes li").count(), 10)
	await page.goto("/account/factor")
	assert.match(await page.locator("#keys").innerText(), /Синий/)
	await calm(page, "factor_show with a key")
})

test("signing in asks for it after the password, and the keys are opened", async () => {
	const { page } = visitor
	await page.locator("#logout-form button").click()
	await page.waitForURL(/\/login/)
	await password(page)
	await page.locator("#use-key").waitFor()
	await calm(page, "login_form with a key")
	await page.locator("#use-key").click()
	await page.waitForURL(`${NAMED}/`)
	await keysKnown(page)
	assert.equal(await page.locator("html").getAttribute("data-keys"), "open")
})

test("it proves anew, and is removed", async () => {
	const { page, check } = visitor
	sql(`UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = ${me()}`)
	await page.goto("/account/factor")
	await page.locator("#keys summary").click()
	await page.locator("#keys button").click()
	await page.locator("#use-key").click()
	await page.locator(".done").waitFor()
	assert.equal(await page.locator("#keys").count(), 0)
	assert.equal(sql(`SELECT factor_has(${me()})`), "f")
	check()
})
