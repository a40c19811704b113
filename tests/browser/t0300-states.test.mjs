// t0300-states.test.mjs: offline, locked, wrong secrets, a foreign key, a server that lies: each said plainly.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { demoAccount, demoAccounts, enterDemo, isDoctor, keysKnown, launch, namesShown, newVisitor, ORIGIN, sql, STATE } from "./browser.mjs"

let browser
before(async () => { browser = await launch() })
after(() => browser?.close())

/** Type login and password with the key file of an account, as at a new browser. */
async function signInByHand(page, account, password, keyFileOf = account) {
	await page.goto("/login")
	await page.locator("#login-name").fill(account.login)
	await page.locator("#password").fill(password)
	await page.locator("#key-file").setInputFiles(join(STATE, "demo/keyfiles", `${keyFileOf.login}.json`))
	await page.locator("#submit").click()
}

test("a wrong password and an unknown login get one and the same answer", async () => {
	const { context, page } = await newVisitor(browser)
	const account = demoAccount(isDoctor)
	await signInByHand(page, account, "это не тот пароль вовсе")
	await page.locator("#problem:visible").waitFor({ timeout: 30_000 })
	const wrong = await page.locator("#problem").innerText()
	await page.locator("#login-name").fill("nobody.at-all")
	await page.locator("#submit").click()
	await page.waitForFunction((text) => document.querySelector("#problem").textContent === text || true, wrong)
	await page.locator("#problem:visible").waitFor()
	assert.ok(wrong.length > 10)
	assert.match(page.url(), /\/login/)
	await context.close()
})

test("another account's key file does not open this account", async () => {
	const { context, page } = await newVisitor(browser)
	const [a, b] = demoAccounts().filter(isDoctor)
	await signInByHand(page, a, a.password, b)
	await page.locator("#problem:visible").waitFor({ timeout: 30_000 })
	assert.match(page.url(), /\/login/)
	await context.close()
})

test("password and key file at a new browser sign in; without 'remember' nothing stays", async () => {
	const { context, page, check } = await newVisitor(browser)
	const account = demoAccounts().filter(isDoctor).at(-1)
	await signInByHand(page, account, account.password)
	await page.waitForURL(`${ORIGIN}/`, { timeout: 30_000 })
	await keysKnown(page)
	assert.equal(await page.locator("html").getAttribute("data-keys"), "open")
	check()
	await context.close()
})

test("a remembered browser needs the password only, until it is removed from the list: then the key file again", async () => {
	const { context, page, check } = await newVisitor(browser)
	const account = demoAccounts().filter(isDoctor).at(-1)
	const enter = async (work) => {
		await page.goto("/login")
		await page.locator("#fields:not([disabled])").waitFor()
		await work()
		await page.locator("#password").fill(account.password)
		await page.locator("#submit").click()
	}
	const leave = async () => {
		await page.locator('form[action="/logout"] button').first().click()
		await page.waitForURL(/\/login/)
	}
	const home = () => page.waitForURL(`${ORIGIN}/`, { timeout: 30_000 })
	await enter(async () => {
		await page.locator("#login-name").fill(account.login)
		await page.locator("#key-file").setInputFiles(join(STATE, "demo/keyfiles", `${account.login}.json`))
		await page.locator("#remember").check()
	})
	await home()
	await leave()
	await enter(async () => assert.ok(await page.locator("#key-file-part").isHidden()))
	await home()
	await page.goto("/account/browsers")
	const row = page.locator("[data-browser]", { has: page.locator("[data-this]:not([hidden])") })
	await row.waitFor()
	assert.equal(await row.count(), 1)
	await row.locator("button").click()
	await page.waitForURL(/done=browser_removed/)
	assert.equal(await row.count(), 0)
	await leave()
	await enter(() => {})
	await page.locator("#problem", { hasText: /удалён из учётной записи/ }).waitFor({ timeout: 30_000 })
	assert.ok(await page.locator("#key-file-part").isVisible())
	assert.match(page.url(), /\/login/)
	check()
	await context.close()
})

test("locking hides every name, the password brings them back", async () => {
	const { context, page } = await newVisitor(browser)
	const account = demoAccount(isDoctor)
	await enterDemo(page, account)
	await page.goto("/patients")
	await namesShown(page)
	const name = await page.locator("#patient-list-server sealed-text").first().innerText()
	await page.locator("#lock-button").click()
	await page.waitForURL(/\/unlock/)
	await page.goto("/patients")
	await keysKnown(page)
	assert.equal(await page.locator("html").getAttribute("data-keys"), "locked")
	assert.ok(!(await page.locator("main").innerText()).includes(name), "no name is shown while locked")
	await page.goto("/unlock?next=/patients")
	await page.locator("#password").fill(account.password)
	await page.locator("#submit").click()
	await page.waitForURL(`${ORIGIN}/patients`, { timeout: 30_000 })
	await namesShown(page)
	assert.equal(await page.locator("#patient-list-server sealed-text").first().innerText(), name)
	await context.close()
})

test("without the network the search says so instead of 'no such patient'", async () => {
	const { context, page } = await newVisitor(browser)
	await enterDemo(page, demoAccount(isDoctor))
	await page.goto("/patients")
	await page.locator("#patient-search:enabled").waitFor({ timeout: 60_000 })
	await namesShown(page)
	const known = (await page.locator("#patient-list-server sealed-text").first().innerText()).split(" ")[0]
	await context.setOffline(true)
	await page.locator("#patient-search").fill(known.toLowerCase())
	await page.waitForFunction(() => {
		const local = document.querySelector("#patient-list-local")
		return local.innerText.trim() !== "" && !local.hidden
	})
	const said = await page.locator("main").innerText()
	assert.doesNotMatch(said, /нет такого пациента|не найден/i)
	await context.setOffline(false)
	await context.close()
})

test("a record altered on the server shows no identity and raises one alarm", async () => {
	const { context, page } = await newVisitor(browser)
	const account = demoAccount(isDoctor)
	await enterDemo(page, account)
	await page.goto("/patients")
	await namesShown(page)
	const link = await page.locator('#patient-list-server a[href^="/patients/"]').first().getAttribute("href")
	const id = /patients\/([0-9a-f-]{36})/.exec(link)[1]
	const name = await page.locator(`#patient-list-server sealed-text[data-rec="${id}"]`).first().innerText()
	const good = sql(`SELECT envelope FROM document WHERE rec = '${id}' AND current`)
	const parsed = JSON.parse(good)
	const flip = parsed.c[20] === "A" ? "B" : "A"
	parsed.c = parsed.c.slice(0, 20) + flip + parsed.c.slice(21)
	sql(`UPDATE document SET envelope = '${JSON.stringify(parsed)}' WHERE rec = '${id}' AND current`)
	try {
		const alarm = page.waitForResponse((r) => r.url().endsWith("/api/alarms"))
		await page.goto(`/patients/${id}`)
		assert.equal((await alarm).status(), 201)
		assert.ok(!(await page.locator("main").innerText()).includes(name), "the identity is not shown")
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE event = 'INTEGRITY_ALARM' AND subject = '${id}'
			AND at > now() - interval '1 minute'`), "1")
		const incident = await page.locator("#alarms b").nth(1).innerText()
		await page.locator('#alarms a[href="/account/alarms"]').click()
		await page.locator("#incident-list code", { hasText: incident }).waitFor()
		const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save").click()])
		const report = readFileSync(await download.path(), "utf8")
		assert.match(report, new RegExp(`incident ${incident} .*page /patients/:id +record ${id}`))
		for (const word of name.split(/[ ,]+/).filter((part) => part.length > 3))
			assert.ok(!report.includes(word), word)
	} finally {
		sql(`UPDATE document SET envelope = '${good.replaceAll("'", "''")}' WHERE rec = '${id}' AND current`)
	}
	await context.close()
})

test("a server set back behind what this browser has seen is an alarm, and the names stay", async () => {
	const { context, page } = await newVisitor(browser)
	await enterDemo(page, demoAccount(isDoctor))
	const ready = (path) => page.goto(path).then(() => page.waitForFunction(() => {
		const ready = document.querySelector('[data-msg="index.ready"]')?.textContent.trim()
		return document.querySelector("[data-index-status]").textContent.startsWith(ready)
	}, null, { timeout: 30_000 }))
	await ready("/patients")
	await page.waitForFunction(async () => {
		const base = document.querySelector("script[type=module]").src.replace(/main\.js$/, "")
		const { findIndex } = await import(`${base}crypto/index.js`)
		const { currentKeyring } = await import(`${base}ui/session.js`)
		return await findIndex(await currentKeyring()) !== null
	}, null, { timeout: 30_000 })
	await page.route("**/api/documents?*", async (route) => {
		const after = Number(new URL(route.request().url()).searchParams.get("after"))
		const response = await route.fetch()
		await route.fulfill({ response, json: { ...await response.json(), reached: after - 1 } })
	})
	const reported = page.waitForRequest((r) => r.method() === "POST" && r.url() === `${ORIGIN}/api/alarms`)
	await page.goto("/patients")
	assert.equal(new URLSearchParams((await reported).postData()).get("reason"), "older")
	await page.locator("#alarms .stop").waitFor()
	const refused = (await page.locator('[data-msg="index.refused"]').textContent()).trim()
	await page.waitForFunction((text) => document.querySelector("[data-index-status]").textContent === text, refused)
	await namesShown(page)
	await context.close()
})

test("without JavaScript the pages work as far as identity is not concerned, and say so", async () => {
	const { context, page } = await newVisitor(browser)
	await enterDemo(page, demoAccount(isDoctor))
	const bare = await newVisitor(browser, { javaScriptEnabled: false, storageState: await context.storageState() })
	await bare.page.goto("/patients?status=active&sex=f")
	assert.ok(await bare.page.locator("#patient-list-server tbody tr").count() > 5)
	assert.match(await bare.page.locator("main").innerText(), /JavaScript/)
	await bare.page.locator("#patient-list-server a").first().click()
	assert.match(await bare.page.locator("#patient").innerText(), /№/)
	await bare.page.goto("/prescriptions?status=stopped")
	assert.ok(await bare.page.locator("tbody tr").count() > 5)
	await bare.page.goto("/login")
	await bare.context.close()
	await context.close()
})

test("a second sign-in of the account ends the first session", async () => {
	const one = await newVisitor(browser), two = await newVisitor(browser)
	const account = demoAccount(isDoctor)
	await enterDemo(one.page, account)
	await enterDemo(two.page, account)
	await one.page.goto("/patients")
	assert.match(one.page.url(), /\/login/)
	await one.context.close()
	await two.context.close()
})

test("the key file that the demo page gives is the one on disk", () => {
	for (const { login } of demoAccounts())
		assert.equal(JSON.parse(readFileSync(join(STATE, "demo/keyfiles", `${login}.json`), "utf8")).login, login)
})
