// t0320-transfer.test.mjs: from the ward to the home team and back, in two browsers; in both languages.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { calm, demoAccount, enterDemo, keysKnown, launch, namesShown, newVisitor, speak, spoken, sql } from "./browser.mjs"

const [wardAccount, homeAccount] = ["vlasova", "rautio"].map((login) => demoAccount((a) => a.login === login))
let browser, ward, home, patient, name

before(async () => {
	browser = await launch()
	ward = await newVisitor(browser)
	home = await newVisitor(browser)
	await Promise.all([enterDemo(ward.page, wardAccount), enterDemo(home.page, homeAccount)])
	patient = sql(`SELECT p.id FROM patient p JOIN account a ON a.login = 'vlasova' AND a.area_id = p.area_id
		JOIN prescription l ON l.patient_id = p.id AND l.current AND l.status = 'active'
		WHERE p.status = 'active' AND NOT EXISTS (SELECT FROM patient_transfer t WHERE t.patient_id = p.id AND t.status = 'offered')
		ORDER BY p.registry_no LIMIT 1`)
})
after(() => browser?.close())

const open = async ({ page }, path) => {
	await page.goto(path)
	await keysKnown(page)
}
/** Whether the search of names finds him. */
async function finds({ page }) {
	await open({ page }, "/patients")
	await page.locator("#patient-search:enabled").waitFor()
	await page.locator("#patient-search").fill(name)
	await page.waitForFunction(() => !document.querySelector("#patient-list-local").hidden)
	await page.locator("#patient-list-local :is(tbody tr, [data-empty]):visible").first().waitFor()
	return await page.locator("#patient-list-local tbody tr:visible", { hasText: name }).count() > 0
}
async function offer({ page }, reason, lang = 0) {
	await open({ page }, `/patients/${patient}/entry`)
	await page.locator(`#transfers a[href$="/entry/transfer"]`).click()
	await page.locator("#to").selectOption({ label: { home_care: ["Выездная служба", "Home Care Team"], inpatient: ["Стационар", "Inpatient Unit"] }[reason][lang] })
	await page.locator("#reason").selectOption(reason)
	await calm(page, "an offer")
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/done=transfer_offered/)
}

test("the ward offers; the patient stays, and the other side sees it on Home with the name opened there", async () => {
	await open(ward, `/patients/${patient}`)
	await namesShown(ward.page)
	name = (await ward.page.locator("#patient h1 sealed-text").innerText()).trim()
	await offer(ward, "home_care")
	assert.equal(await ward.page.locator("#transfers button", { hasText: "Отозвать" }).count(), 1)
	await open(home, "/")
	await home.page.locator("#offers tr", { hasText: name }).waitFor()
	assert.equal(await finds(home), false)
})

test("declined with a reason, which the ward reads", async () => {
	await open(home, "/")
	await home.page.locator("#offers a", { hasText: name }).click()
	await namesShown(home.page)
	assert.match(await home.page.locator("#patient h1").innerText(), new RegExp(name.split(" ")[0]))
	await calm(home.page, "what is offered")
	await home.page.getByRole("button", { name: "Отклонить" }).click()
	await home.page.locator("#reason-error").waitFor()
	await home.page.locator("#reason").selectOption("no_place")
	await home.page.getByRole("button", { name: "Отклонить" }).click()
	await home.page.waitForURL(/done=transfer_declined/)
	await open(ward, `/patients/${patient}/entry`)
	assert.match(await ward.page.locator("#transfers").innerText(), /отклонён[\s\S]*нет свободного места/)
})

test("offered again and accepted: the new side has the record and finds the name, the old one neither", async () => {
	assert.equal(await finds(ward), true)
	await offer(ward, "home_care")
	await open(home, "/")
	await home.page.locator("#offers a", { hasText: name }).click()
	await home.page.getByRole("button", { name: "Принять" }).click()
	await home.page.waitForURL(new RegExp(`/patients/${patient}\\?done=transfer_accepted`))
	await namesShown(home.page)
	await open(home, `/patients/${patient}/prescriptions`)
	assert.ok(await home.page.locator("tbody tr").count() > 0)
	assert.equal(await finds(home), true)
	assert.equal(await finds(ward), false)
	assert.equal((await ward.page.goto(`/patients/${patient}`)).status(), 404)
	await open(home, `/patients/${patient}/entry`)
	assert.match(await home.page.locator("#transfers").innerText(), /Стационар\s+по \d\d\.\d\d\.\d{4}[\s\S]*Выездная служба/)
})

test("a browser that reads everything anew raises no alarm about whom it has seen and who left", async () => {
	await open(ward, "/patients")
	await ward.page.evaluate(async () => {
		const base = document.querySelector("script[type=module]").src.replace(/main\.js$/, "")
		await (await import(`${base}ui/documents.js`)).synchroniseAnew()
	})
	assert.equal(await ward.page.locator("#alarms .stop").count(), 0)
	assert.equal(await ward.page.evaluate(async () => {
		const base = document.querySelector("script[type=module]").src.replace(/main\.js$/, "")
		return (await import(`${base}ui/documents.js`)).documentsStatus().state
	}), "fresh")
})

test("the summary for another institution has the passport, opened here, and what is prescribed", async () => {
	await open(home, `/patients/${patient}/entry`)
	await home.page.locator(`#transfers a[href$="/summary"]`).click()
	await home.page.locator("#passport:visible").waitFor()
	const told = await home.page.locator("main").innerText()
	for (const part of [name.split(" ")[0], "СНИЛС", "Ухаживающие", "Текущие назначения", "Онежский хоспис, Выездная служба"])
		assert.ok(told.includes(part), `${part} in ${told}`)
	await home.page.emulateMedia({ media: "print" })
	assert.equal(await home.page.locator("[data-print]").isVisible(), false)
	await home.page.emulateMedia({ media: null })
})

test("and back, in English", async () => {
	for (const account of [wardAccount, homeAccount])
		speak(account, "en")
	try {
		await offer(home, "inpatient", 1)
		await spoken(home.page, "en")
		assert.equal(await home.page.locator("#transfers button", { hasText: "Withdraw the offer" }).count(), 1)
		await calm(home.page, "offered")
		await open(ward, "/")
		await namesShown(ward.page)
		await calm(ward.page, "Home")
		assert.match(await ward.page.locator("#offers").innerText(), /To accept[\s\S]*needs an inpatient bed/)
		await ward.page.locator("#offers a", { hasText: name }).click()
		assert.match(await ward.page.locator("main").innerText(), /A patient is offered to you[\s\S]*Home Care Team/)
		await namesShown(ward.page)
		await calm(ward.page, "what is offered")
		await ward.page.getByRole("button", { name: "Decline" }).click()
		await ward.page.locator("#reason-error").waitFor()
		await ward.page.getByRole("button", { name: "Accept the patient" }).click()
		await ward.page.waitForURL(/done=transfer_accepted/)
		await open(ward, `/patients/${patient}/entry`)
		assert.match(await ward.page.locator("#transfers").innerText(), /Home Care Team → Inpatient Unit\s+accepted/)
		await namesShown(ward.page)
		await calm(ward.page, "accepted")
	} finally {
		for (const account of [wardAccount, homeAccount])
			speak(account, "ru")
	}
	assert.equal(await finds(ward), true)
	ward.check()
	home.check()
})
