// t0370-clinical.test.mjs: allergies, diagnoses and eligibility by the keyboard alone; what a prescriber then sees; both languages.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { demoAccount, enterDemo, isOfficer, keysKnown, launch, newVisitor, sql } from "./browser.mjs"

/** One doctor, one browser. */
const account = demoAccount(isOfficer)
let browser, context, page, check
before(async () => {
	browser = await launch();
	({ context, page, check } = await newVisitor(browser))
	await enterDemo(page, account)
})
after(() => browser?.close())

const ready = () => page.waitForFunction(() => document.documentElement.dataset["ready"] === "1")
const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("name"))

/** A patient of this doctor whom nobody asked about allergies. */
const unasked = () => sql(`SELECT p.id FROM patient p JOIN account a ON a.area_id = p.institution_id
	WHERE a.login = '${account.login}' AND p.status = 'active' AND p.diagnosis_code LIKE 'C%' AND p.date_in < current_date - 3
	  AND NOT EXISTS (SELECT FROM allergy y WHERE y.patient_id = p.id AND y.current)
	  AND NOT EXISTS (SELECT FROM diagnosis d WHERE d.patient_id = p.id AND d.current AND d.code IN ('C50.9', 'I50.0'))
	  AND NOT EXISTS (SELECT FROM eligibility e WHERE e.patient_id = p.id AND e.current AND e.assessed_on = current_date) ORDER BY p.id LIMIT 1`)

/** Opens a form of the patient from its page of diagnoses and waits until the first field has the focus. */
async function open(patient, link, first) {
	await page.goto(`/patients/${patient}/diagnoses`)
	await ready()
	await page.locator(`a[href$="${link}"]`).first().press("Enter")
	await page.waitForURL(new RegExp(`${link}$`))
	await ready()
	assert.equal(await focused(), first)
}

/** Types into the picker that has the focus and takes the first suggestion. */
async function pick(text, suggestion) {
	await page.keyboard.type(text)
	await page.locator("[role=option]", { hasText: suggestion }).first().waitFor()
	await page.keyboard.press("ArrowDown")
	await page.keyboard.press("Enter")
}

/** Goes to a select by Tab and chooses by the beginning of a word. */
async function choose(name, value) {
	const select = page.locator(`select[name="${name}"]`)
	await select.focus()
	await select.selectOption(value)
}

test("allergies: asked, told, seen by whoever prescribes", async () => {
	const patient = unasked()
	await page.goto(`/patients/${patient}`)
	await ready()
	assert.match(await page.locator("#patient").textContent(), /Аллергии: анамнез не собран/)

	await open(patient, "allergies/none", "source")
	await choose("source", "family")
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/done=allergy_none_known/)
	assert.match(await page.locator("#patient").textContent(), /Известных аллергий нет · \d\d\.\d\d\.\d{4}/)

	await open(patient, "allergies/new", "subject")
	await pick("морф", "Морфин")
	assert.equal(await page.locator("#subject").inputValue(), "Морфин")
	assert.match(await page.locator('[name="subject"]').inputValue(), /^#\d+$/)
	await page.keyboard.press("Tab")
	await page.keyboard.press("Space")
	await choose("severity", "severe")
	await choose("certainty", "confirmed")
	await choose("source", "observed")
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/done=allergy_added/)
	await page.goto(`/patients/${patient}/prescriptions/new`)
	await ready()
	assert.match(await page.locator("#patient").textContent(), /Аллергии: Морфин/)

	// What was typed and not chosen is not sent; the message stands at the field.
	await open(patient, "allergies/new", "subject")
	await page.keyboard.type("что-то")
	await page.keyboard.press("Control+Enter")
	await page.locator("#subject-error").waitFor()
	await ready()
	assert.equal(await focused(), "subject")
	check()
})

test("diagnoses: what only a tumour has, another main one, the history", async () => {
	const patient = unasked()
	const former = sql(`SELECT diagnosis_code FROM patient WHERE id = '${patient}'`)
	await open(patient, "diagnoses/new", "role")
	await choose("role", "concomitant")
	await page.keyboard.press("Tab")
	await pick("I50.0", "I50.0")
	await page.locator("#tnm").waitFor({ state: "hidden" })
	assert.equal(await page.locator('[name="stage"]').isVisible(), true)
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/done=diagnosis_added/)

	await open(patient, "diagnoses/new", "role")
	await choose("role", "main")
	await page.keyboard.press("Tab")
	await pick("С50.9", "C50.9")
	assert.equal(await page.locator("#tnm").isVisible(), true)
	await page.locator("#tnm").focus()
	await page.keyboard.type("т2 н1")
	await page.keyboard.press("Control+Enter")
	await page.locator("#tnm-error").waitFor()
	await ready()
	assert.equal(await focused(), "tnm")
	await page.keyboard.press("Control+A")
	await page.keyboard.type("т2 н1 м0")
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/done=diagnosis_added/)
	const rows = page.locator("#diagnoses > table tbody tr")
	assert.match(await rows.first().textContent(), /C50\.9[\s\S]*основной[\s\S]*T2 N1 M0/)
	await page.locator("#diagnoses summary", { hasText: "Прежние записи" }).press("Enter")
	assert.match(await page.locator("#diagnoses details.fold").textContent(), new RegExp(`${former.replace(".", "\\.")}[\\s\\S]*заменён другим основным`))
	assert.match(await page.locator("#patient").textContent(), /C50\.9/)
	check()
})

test("eligibility is said while criteria are ticked; without a script it is refused or kept", async () => {
	const patient = unasked()
	await open(patient, "eligibility/new", "group")
	await choose("group", "onco")
	assert.equal(await page.locator('[data-criteria="renal"]').isVisible(), false)
	const said = page.locator("#eligibility-said")
	for (const code of ["symptoms", "weight", "onco_decline"]) {
		assert.match(await said.innerText(), /критерии не выполнены/)
		await page.locator(`[value="${code}"]`).press("Space")
	}
	assert.match(await said.innerText(), /критерии выполнены общих: 2, по болезни: 1/)
	await page.keyboard.press("Control+Enter")
	await page.waitForURL(/done=eligibility_added/)
	assert.match(await page.locator("#eligibility tbody tr").first().textContent(), /критерии выполнены/)
	check()

	// The same pages in English.
	sql(`UPDATE account SET language = 'en' WHERE login = '${account.login}'`)
	try {
		await page.goto(`/patients/${patient}/diagnoses`)
		await keysKnown(page)
		const text = await page.locator("main").innerText()
		for (const word of ["Diagnoses", "Allergies: not asked", "criteria met", "Eligibility for palliative care"])
			assert.ok(text.includes(word), word)
		assert.doesNotMatch(text.replaceAll(/[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+/g, ""), /критери|Аллерги|Диагноз/)
	} finally {
		sql(`UPDATE account SET language = 'ru' WHERE login = '${account.login}'`)
	}

	const plain = await newVisitor(browser, { javaScriptEnabled: false })
	await plain.context.addCookies(await context.cookies())
	await plain.page.goto(`/patients/${patient}/eligibility/new`)
	await plain.page.locator("#assessed_on").fill(sql("SELECT to_char(current_date - 1, 'DD.MM.YYYY')"))
	await plain.page.locator('[value="renal_decline"]').check()
	await plain.page.locator("#eligibility-form button[type=submit]").click()
	assert.match(await plain.page.locator("#criteria-error").textContent(), /другой группе/)
	assert.equal(await plain.page.locator('[value="renal_decline"]').isChecked(), true)
	await plain.context.close()
})
