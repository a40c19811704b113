// t0535-authenticator.test.mjs: an authenticator that makes keys (WebAuthn PRF) opens locked keys instead of the password, and
// nothing once it is removed. It belongs to a name, so the site is called localhost here.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { Client, OWN, prepareInstitution } from "../http/client.mjs"
import { calm, keysKnown, launch, newVisitor, ORIGIN, sql } from "./browser.mjs"

const NAMED = ORIGIN.replace("127.0.0.1", "localhost")
/** Some servers are called by a number only. */
const named = (await new Client().post("/api/auth/browser", {}, { ...OWN, Origin: NAMED })).status !== 403
const options = { skip: named ? false : `this server does not answer to ${NAMED}` }
let browser, visitor, officer, keyFile, cdp, device
before(async () => {
	if (!named)
		return
	const inst = await prepareInstitution(crypto, "Хоспис второго пути", NAMED);
	({ officer, made: { keyFile } } = inst)
	assert.equal((await new Client().post("/api/auth/setup", inst.fields)).status, 201)
	browser = await launch()
	visitor = await newVisitor(browser, { baseURL: NAMED })
	cdp = await visitor.context.newCDPSession(visitor.page)
	await cdp.send("WebAuthn.enable")
	const virtual = { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true,
		isUserVerified: true, automaticPresenceSimulation: true }
	device = async (more) => (await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { ...virtual, ...more } })).authenticatorId
})
after(() => browser?.close())

const state = (page) => page.locator("html").getAttribute("data-keys")
async function password(page) {
	await page.locator("#fields:not([disabled])").waitFor()
	await page.locator("#password").fill(officer.password)
	await page.locator("#submit").click()
}
async function lock(page) {
	await page.locator("#lock-button").click()
	await page.waitForURL(/\/unlock\?/)
	await page.locator("#fields:not([disabled])").waitFor()
}

test("one that makes no keys is refused in plain words, one that does is set up by the password", options, async () => {
	const { page } = visitor
	await page.goto("/login")
	await page.locator("#login-name").fill(officer.login)
	await page.locator("#key-file").setInputFiles({ name: "a.keyfile.json", mimeType: "application/json", buffer: Buffer.from(keyFile) })
	await page.locator("#remember").check()
	await password(page)
	await page.waitForURL(`${NAMED}/`)
	const plain = await device({ hasPrf: false })
	await page.goto("/account/unlockers")
	await password(page)
	await page.locator("#problem", { hasText: /не умеет создавать ключи/ }).waitFor()
	await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: plain })
	await device({ hasPrf: true })
	await password(page)
	await page.locator("#done:visible").waitFor()
	assert.equal(await page.locator("#list li").count(), 1)
	await calm(page, "unlockers_form")
	const bundle = JSON.parse(sql(`SELECT bundle FROM credential c JOIN account a ON a.id = c.account_id WHERE a.login = '${officer.login}'`))
	assert.deepEqual(bundle.methods.map(({ m }) => m), ["pwkf", "prf"])
})
test("it opens locked keys without the password, and the next page goes on", options, async () => {
	const { page } = visitor
	await lock(page)
	await calm(page, "unlock_form with an authenticator")
	await page.locator("#use-authenticator").click()
	await page.waitForURL(/\/account\/unlockers/)
	await keysKnown(page)
	assert.equal(await state(page), "open")
	await page.goto("/account")
	await keysKnown(page)
	assert.equal(await state(page), "open")
	assert.equal(sql(`SELECT count(*) FROM audit_event e JOIN account a ON a.id = e.account_id WHERE a.login = '${officer.login}' AND event = 'UNLOCK_KEY'`), "1")
})
test("the password does as before; what was removed is not offered, and another authenticator opens nothing", options, async () => {
	const { page, check } = visitor
	await page.goto("/account/unlockers")
	await page.locator("#list button").waitFor()
	await page.locator("#password").fill("совсем не тот пароль")
	await page.locator("#list button").click()
	await page.locator("#problem", { hasText: /не подходит/ }).waitFor()
	await page.locator("#password").fill(officer.password)
	await page.locator("#list button").click()
	await page.locator("#none:visible").waitFor()
	await lock(page)
	assert.ok(await page.locator("#use-authenticator").isHidden())
	await password(page)
	await page.waitForURL(/\/account\/unlockers/)
	await keysKnown(page)
	assert.equal(await state(page), "open")
	check()
})
