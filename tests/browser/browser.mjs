// browser.mjs: what the browser tests share: Chromium, the demo's accounts, the steps a doctor takes.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { chromium } from "playwright-core"
import { ORIGIN, sql } from "../http/client.mjs"
import { ZONE } from "../http/doctor.mjs"

export { ctl, hold, ORIGIN, sql, STATE } from "../http/client.mjs"
export { day, demoAccount, demoAccounts, isAdmin, isDoctor, isMinistry, isOfficer } from "../http/doctor.mjs"

/** Debian's Chromium, told not to look for anything beyond this machine. */
export const launch = () => chromium.launch({
	executablePath: process.env.PALREG_CHROMIUM ?? "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
})

export const DESK = { width: 1366, height: 768 }
export const PHONE = { width: 390, height: 844 }

/**
 * A fresh browser profile; errors of scripts and of the content policy fail the test through check().
 *
 * @param {import("playwright-core").Browser} browser
 * @param {object} [options] of newContext
 */
export async function newVisitor(browser, options = {}) {
	const context = await browser.newContext({
		ignoreHTTPSErrors: true, viewport: DESK, locale: "ru-RU", timezoneId: ZONE, acceptDownloads: true, baseURL: ORIGIN,
		...options,
	})
	const trouble = []
	context.on("weberror", (error) => trouble.push(String(error.error())))
	context.on("console", (message) => {
		if (message.type() === "error" && !/Failed to load resource|net::ERR_/.test(message.text()))
			trouble.push(message.text())
	})
	context.on("page", waitForKeys)
	const page = await context.newPage()
	return {
		context, page,
		check: () => {
			if (trouble.length > 0)
				throw new Error(`the page complained: ${trouble.join("\n")}`)
		},
	}
}

/** Chords are the page's own: they are pressed once it listens. */
function waitForKeys(page) {
	const press = page.keyboard.press.bind(page.keyboard)
	page.keyboard.press = async (key, options) => {
		if (key.includes("+") && key.length > 1)
			await page.locator("html[data-ready='1']").waitFor({ state: "attached" })
		await press(key, options)
	}
}

/** Enrol this profile for a demo account, as the demo page does with one click. */
export async function enterDemo(page, account) {
	await page.goto("/demo")
	await page.locator("#accounts tr", { hasText: account.login }).getByRole("button").click()
	await page.waitForURL(`${ORIGIN}/`, { timeout: 60_000 })
	await keysKnown(page)
}

/** Wait until the page has found out whether the keys are open. */
export const keysKnown = (page) =>
	page.waitForFunction(() => (document.documentElement.dataset["keys"] ?? "") !== "", null, { timeout: 60_000 })

/** Wait until every name on the page is opened (or said to be locked). */
export const namesShown = (page) => page.waitForFunction(() =>
	[...document.querySelectorAll("sealed-text")].every((e) => (e.textContent ?? "").trim() !== "" &&
		!["", "loading"].includes(e.getAttribute("data-state") ?? "")), null, { timeout: 60_000 })

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** The page has nothing that axe-core objects to. The policy forbids inline script: it comes through the debugger. */
export async function calm(page, name) {
	const { violations } = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`)
	assert.deepEqual(violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary ?? ""}`)), [], name)
}

export const LANGUAGES = ["ru", "en"]

/** What the pages of this account speak from now on. */
export const speak = (account, lang) => sql(`UPDATE account SET language = '${lang}' WHERE login = '${account.login}'`)

/** The pages are in that language. */
export const spoken = async (page, lang) => assert.equal(await page.locator("html").getAttribute("lang"), lang)

/** Send the form of a patient; what is asked about, a namesake or a soft warning, is kept as it is, once each. */
export async function sendPatient(page) {
	const submit = page.locator("#patient-form button[type=submit]")
	const asked = new Map([[page.locator("#form-errors:visible"), submit], [page.locator("#duplicates [data-confirm]:visible"), null]])
	let request = null
	const sent = page.waitForRequest((r) => r.method() === "POST" && /^\/patients(\/[0-9a-f-]{36})?$/.test(new URL(r.url()).pathname))
		.then((r) => { request = r })
	await submit.click()
	while (request === null) {
		const place = await Promise.race([sent, ...[...asked.keys()].map((found) => found.waitFor().then(() => found, () => sent))])
		if (place !== undefined) {
			await (asked.get(place) ?? place).click()
			asked.delete(place)
		}
	}
	return request
}

export async function submitPatient(page) {
	const request = await sendPatient(page)
	await page.waitForURL(/done=patient_admitted/)
	return request
}

/** Sign a line or a sheet, keeping every warning that is asked about with the first reason. */
export async function signKeeping(page, done) {
	const button = page.locator("main button[aria-keyshortcuts='Control+Enter']")
	await button.click()
	const asked = page.locator(".findings select[aria-invalid]")
	await Promise.race([page.waitForURL(done), asked.first().waitFor()])
	if (done.test(page.url()))
		return
	for (const select of await page.locator(".findings select:visible").all())
		await select.selectOption({ index: 1 })
	await button.click()
	await page.waitForURL(done)
}

/** A random SNILS, its control number as DOMAIN.md has it, formatted. */
export function randomSnils() {
	const digits = String(Math.floor(100_000_000 + Math.random() * 899_999_999))
	const sum = [...digits].reduce((total, d, i) => total + Number(d) * (9 - i), 0)
	const control = String(sum % 101 % 100).padStart(2, "0")
	return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)} ${control}`
}
