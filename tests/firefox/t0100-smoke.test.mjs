// t0100-smoke.test.mjs: the way of a day in Firefox: sign in, names open, search by a part of one, register a patient; an officer
// signs in with a key file and changes the institution's key.
import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import puppeteer from "puppeteer-core"
import * as crypto from "../../static/js/crypto/index.js"
import { foundInstitution, ORIGIN, sql } from "../http/client.mjs"
import { admission, conclusion, demoAccount, isDoctor } from "../http/doctor.mjs"
import { enter, newMember } from "../http/members.mjs"

const FIREFOX = process.env.PALREG_FIREFOX ?? "/usr/bin/firefox-esr"
const LONG = { timeout: 60_000 }
const surname = `Огнелисова-Ё${Array.from({ length: 6 }, () => "абвгдежзик"[Math.floor(Math.random() * 10)]).join("")}`

describe("Firefox", { skip: existsSync(FIREFOX) ? false : `Firefox is not installed (${FIREFOX})` }, () => {
	let browser, page
	before(async () => {
		browser = await puppeteer.launch({
			browser: "firefox", executablePath: FIREFOX, headless: true, acceptInsecureCerts: true,
			defaultViewport: { width: 1366, height: 768 }, extraPrefsFirefox: { "intl.accept_languages": "ru" },
		})
		page = await browser.newPage()
	})
	after(() => browser?.close())

	const trouble = []
	const open = async (path) => {
		await page.goto(`${ORIGIN}${path}`)
		await page.waitForFunction(() => (document.documentElement.dataset.keys ?? "") !== "", LONG)
	}
	const namesShown = () => page.waitForFunction(() => [...document.querySelectorAll("sealed-text")]
		.every((e) => e.textContent.trim() !== "" && !["", "loading"].includes(e.getAttribute("data-state") ?? "")), LONG)
	const names = () => page.$$eval("#patient-list-local tbody sealed-text, #patient-list-server tbody sealed-text",
		(all) => all.filter((e) => e.getClientRects().length > 0).map((e) => e.textContent.trim()))
	const typed = async (selector, text) => {
		await page.focus(selector)
		await page.keyboard.type(text)
	}

	test("a demo account signs in with one click", async () => {
		page.on("pageerror", (error) => trouble.push(String(error)))
		const { login } = demoAccount(isDoctor)
		await page.goto(`${ORIGIN}/demo`)
		await page.waitForFunction((who) => [...document.querySelectorAll("#accounts tr")]
			.some((row) => row.textContent.includes(who) && row.querySelector("button") !== null), LONG, login)
		await page.evaluate((who) => [...document.querySelectorAll("#accounts tr")]
			.find((row) => row.textContent.includes(who)).querySelector("button").click(), login)
		await page.waitForFunction((home) => location.href === home && document.documentElement.dataset.keys === "open", LONG, `${ORIGIN}/`)
	})
	test("the list shows names, and a part of one finds its patient", async () => {
		await open("/patients")
		await namesShown()
		const [first] = await names()
		assert.match(first, /^[А-ЯЁ][а-яё]+/)
		await page.waitForFunction(() => !document.querySelector("#patient-search").disabled, LONG)
		await typed("#patient-search", first.slice(1, 5).toUpperCase())
		await page.waitForFunction(() => !document.querySelector("#patient-list-local").hidden, LONG)
		await namesShown()
		const found = await names()
		assert.ok(found.includes(first), `${first} among ${found.slice(0, 5)}`)
		for (const name of found)
			assert.ok(name.toLowerCase().replaceAll("ё", "е").includes(first.slice(1, 5).toLowerCase().replaceAll("ё", "е")), name)
	})
	test("a patient is registered, and his name stands on his page", async () => {
		await open("/patients/new")
		await typed('[data-seal="surname"]', surname)
		await typed('[data-seal="name"]', "Вера")
		await typed('[data-seal="born"]', "03.04.1941")
		await page.select('[data-seal="sex"]', "f")
		await page.select("#district", await page.$eval("#district", (e) => e.options[1].value))
		await typed("#diagnosis", "C50.9")
		await page.keyboard.press("Escape")
		await page.click("#patient-form button[type=submit]")
		await page.waitForFunction(() => /done=patient_admitted/.test(location.search), LONG)
		await namesShown()
		assert.match(await page.$eval("#patient h1", (e) => e.textContent), new RegExp(surname))
		assert.deepEqual(trouble, [])
	})
	test("an officer signs in with a key file, changes the institution's key, and what was sealed before is read", async () => {
		const inst = await foundInstitution(crypto)
		const doctor = await enter(await newMember(inst, { ...await inst.unlocked(), account: inst.account }))
		const fields = await admission(doctor, { login: doctor.account.login }, { surname }, conclusion)
		assert.equal((await doctor.client.post("/patients", fields)).status, 303)
		const folder = mkdtempSync(join(tmpdir(), "palreg-firefox."))
		try {
			const file = join(folder, "officer.keyfile.json")
			writeFileSync(file, inst.made.keyFile)
			await page.evaluate(() => document.querySelector('form[action="/logout"]').requestSubmit())
			await page.waitForFunction(() => location.pathname === "/login" && !document.querySelector("#fields").disabled, LONG)
			await page.evaluate(() => { document.querySelector("#login-name").value = "" })
			await typed("#login-name", inst.officer.login)
			await (await page.$("#key-file")).uploadFile(file)
			await page.click("#remember")
			await typed("#password", inst.officer.password)
			await page.click("#submit")
			await page.waitForFunction((home) => location.href === home && document.documentElement.dataset.keys === "open", LONG, `${ORIGIN}/`)
		} finally {
			rmSync(folder, { recursive: true })
		}
		await open("/account/rotation")
		await page.waitForFunction(() => document.querySelector("#start")?.disabled === false, LONG)
		await page.click("#start")
		await page.waitForFunction(() => document.querySelector("#finished")?.checkVisibility(), LONG)
		assert.equal(sql(`SELECT string_agg(DISTINCT kep::text, ' ') FROM document WHERE inst = '${inst.made.inst}'`), "2")
		await open(`/patients/${fields.id}`)
		await namesShown()
		assert.match(await page.$eval("#patient h1", (e) => e.textContent), new RegExp(surname))
		assert.deepEqual(trouble, [])
	})
})
