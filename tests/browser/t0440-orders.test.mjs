// t0440-orders.test.mjs: a service and a device on the sheet, signed, issued, done, handed back: the way a doctor goes.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { demoAccount, enterDemo, isDoctor, keysKnown, launch, newVisitor, ORIGIN, sql } from "./browser.mjs"

const account = demoAccount(isDoctor)
let browser, page, check, patient
before(async () => {
	browser = await launch();
	({ page, check } = await newVisitor(browser))
	await enterDemo(page, account)
	patient = sql(`SELECT p.id FROM patient p JOIN account a ON a.area_id = p.institution_id WHERE a.login = '${account.login}' AND p.status = 'active'
		AND NOT EXISTS (SELECT FROM device_order o WHERE o.patient_id = p.id)
		AND NOT EXISTS (SELECT FROM service_order o WHERE o.patient_id = p.id) ORDER BY p.id DESC LIMIT 1`)
})
after(() => browser?.close())

const row = (name) => page.locator("tbody tr", { hasText: name })
const send = async (url = /done=/) => {
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(url)
}

test("a service and a device are put on the sheet, signed with it, and stand with the prescriptions", async () => {
	await page.goto(`/patients/${patient}/sheet`)
	await page.getByRole("button", { name: "Добавить услугу" }).click()
	await page.locator("#service").selectOption("dressing")
	await page.locator("#times").fill("3")
	await page.locator("#per").selectOption("week")
	await page.locator("#performer").selectOption("nurse")
	await page.locator("#place").selectOption("home")
	await page.locator("#order-form button[name=draft]").click()
	await page.waitForURL(/\/sheet\?done=order_drafted/)
	await page.getByRole("button", { name: "Добавить изделие" }).click()
	await page.locator("#device").selectOption("oxygen_concentrator")
	await page.locator("#model").fill("Иванов")
	await page.locator("#order-form button[name=draft]").click()
	await page.locator("#model-error").waitFor()
	assert.equal(await page.locator("#device").inputValue(), "oxygen_concentrator", "what was chosen stands")
	await page.locator("#model").fill("7F-5L")
	await page.locator("#order-form button[name=draft]").click()
	await page.waitForURL(/\/sheet\?done=order_drafted/)
	for (const box of await page.locator("input[name^=sign_]").all())
		await box.uncheck()
	assert.ok(await row("перевязка").getByRole("checkbox").isChecked())
	await send(/\/prescriptions\?done=sheet_signed/)
	await page.getByRole("link", { name: "концентратор кислорода" }).waitFor()
	assert.match(await row("концентратор кислорода").innerText(), /ожидание 0 дней/)
})

test("requested, issued and handed back; the service is done today", async () => {
	await page.goto(`/patients/${patient}/orders`)
	await row("концентратор").getByRole("link", { name: "Подать заявку" }).click()
	await page.locator("#source").selectOption("regional")
	await send()
	await row("концентратор").getByRole("link", { name: "Выдать" }).click()
	assert.equal(await page.locator("#model").inputValue(), "7F-5L")
	await page.locator("#serial_no").fill("KX-4471")
	await send()
	assert.match(await row("концентратор").innerText(), /KX-4471/)
	await row("концентратор").getByRole("link", { name: "Принять возврат" }).click()
	await send()
	assert.match(await row("концентратор").innerText(), /возвращено/)
	await row("перевязка").getByRole("button", { name: "Выполнено сегодня" }).click()
	await page.waitForURL(/done=service_done/)
	assert.match(await row("перевязка").innerText(), /1 из 1[\s\S]*выполняется/)
	await row("перевязка").locator("summary").click()
	await row("перевязка").getByRole("link", { name: "Подробно" }).click()
	await page.waitForURL(`${ORIGIN}/orders/*`)
	await page.getByRole("button", { name: /^Отменить запись/ }).first().click()
	await page.waitForURL(/done=service_done_undone/)
	assert.equal(await page.locator("ul.timeline s").count(), 1, "its trace stays")
})

test("the list finds it, in English too, and its file can have names", async () => {
	await page.goto("/orders?state=returned&device=oxygen_concentrator")
	await keysKnown(page)
	assert.ok(await row("KX-4471").count() > 0)
	const file = page.waitForEvent("download")
	await page.locator("#export-names").click()
	assert.equal((await file).suggestedFilename(), "orders.csv")
	await page.locator("footer").getByRole("button", { name: "English" }).click()
	await page.goto("/orders?state=returned&device=oxygen_concentrator")
	assert.match(await row("KX-4471").innerText(), /oxygen concentrator[\s\S]*handed back/)
	await page.locator("footer").getByRole("button", { name: "Русский" }).click()
	check()
})
