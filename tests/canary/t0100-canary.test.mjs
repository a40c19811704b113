// t0100-canary.test.mjs: identities typed in the browser are found nowhere on the server's side (T-02).
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { createReadStream, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { demoAccount, enterDemo, isDoctor, keysKnown, launch, newVisitor, ORIGIN, sql, STATE, submitPatient } from "../browser/browser.mjs"
import { admission, signIn } from "../http/doctor.mjs"

// Words that no reference book and no demo identity contains.
const SURNAME = "Щюкъяжье", NAME = "Ъжузэфь", STREET = "Цщэюбыч", PHONE = "73164829055", LATIN = "Qzxvwkyj"
const CONTROL = "Эъщюкюж"

/** CP1251 of Cyrillic and ASCII letters. */
const cp1251 = (text) => Buffer.from([...text].map((c) => {
	const code = c.codePointAt(0)
	return code < 128 ? code : code - 0x350
}))

/** The part of the base64 text that does not depend on what stands around the bytes, at each offset. */
function base64Cores(bytes) {
	return [0, 1, 2].map((shift) => {
		const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64").replaceAll("=", "")
		return text.slice(shift === 0 ? 0 : shift + 1, -2)
	})
}

/** Every spelling of a word that a leak could have. */
function spellings(word) {
	const utf8 = Buffer.from(word)
	const cyrillic = /[^\x00-\x7f]/.test(word)
	const utf16 = Buffer.from(word, "utf16le")
	const list = [utf8, utf16, Buffer.from(utf16).swap16(), Buffer.from(utf8.toString("hex")),
		Buffer.from(utf8.toString("hex").toUpperCase()), Buffer.from(encodeURIComponent(word)),
		...base64Cores(utf8).flatMap((t) => [t, t.replaceAll("+", "-").replaceAll("/", "_")]).map((t) => Buffer.from(t))]
	if (cyrillic)
		list.push(cp1251(word), Buffer.from(JSON.stringify(word).slice(1, -1).replace(/[^\x00-\x7f]/g,
			(c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)))
	for (const lower of cyrillic ? [word.toLowerCase(), word.toUpperCase()] : [word.toLowerCase()])
		if (lower !== word)
			list.push(Buffer.from(lower), ...(cyrillic ? [cp1251(lower)] : []))
	return list
}

/** Files of the instance: database, write-ahead log, logs, temporary files; not the programs themselves. */
function* filesUnder(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name)
		if (entry.isDirectory())
			yield* filesUnder(path)
		else if (entry.isFile())
			yield path
	}
}

/** @returns {Promise<string[]>} words found, with their file */
async function search(words) {
	const patterns = words.flatMap((word) => spellings(word).map((bytes) => ({ word, bytes })))
	const longest = Math.max(...patterns.map((p) => p.bytes.length))
	const found = []
	const folders = ["pg", "log", "tmp", "run", "conf"].map((f) => join(STATE, f))
	for (const folder of folders)
		for (const file of filesUnder(folder)) {
			if (statSync(file).size === 0)
				continue
			let rest = Buffer.alloc(0)
			for await (const part of createReadStream(file, { highWaterMark: 4 << 20 })) {
				const block = Buffer.concat([rest, part])
				for (const { word, bytes } of patterns)
					if (block.includes(bytes))
						found.push(`${word} in ${file}`)
				rest = block.subarray(Math.max(0, block.length - longest))
			}
		}
	const dump = execFileSync("pg_dump", ["-h", join(STATE, "run/db"), "-U", "postgres", "palreg"], { maxBuffer: 1 << 30 })
	for (const { word, bytes } of patterns)
		if (dump.includes(bytes))
			found.push(`${word} in a dump`)
	return found
}

let browser, doctor, demo
before(async () => {
	browser = await launch()
	demo = demoAccount(isDoctor)
})
after(() => browser?.close())

test("200 identities go through the register", async () => {
	doctor = await signIn(demo)
	for (let i = 0; i < 196; i++) {
		const answer = await doctor.client.post("/patients", await admission(doctor, demo, {
			surname: `${SURNAME}${i}`, name: i % 2 ? NAME : LATIN, born: `19${30 + i % 60}-0${1 + i % 9}-11`,
			phones: [{ number: `+${PHONE}`, who: NAME }], address: `${STREET} ${i}`,
		}))
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
	}
})

test("four of them are typed in the browser, searched for, edited and printed", async () => {
	const { page, check } = await newVisitor(browser)
	await enterDemo(page, demo)
	for (let i = 0; i < 4; i++) {
		await page.goto("/patients/new")
		await keysKnown(page)
		await page.locator('[data-seal="surname"]').fill(SURNAME + "абвг"[i])
		await page.locator('[data-seal="name"]').fill(NAME)
		await page.locator('[data-seal="born"]').fill("11.02.1944")
		await page.locator('[data-seal="sex"]').selectOption("m")
		await page.locator("details.fold > summary", { hasText: "Адреса" }).click()
		await page.locator('[data-seal="address.street"]').fill(STREET)
		await page.locator('[data-seal="address.directions"]').fill(LATIN)
		await page.locator("#district").selectOption({ index: 1 })
		await page.locator("#diagnosis").fill("C34.1")
		await page.keyboard.press("Escape")
		await submitPatient(page)
	}
	const url = page.url().split("?")[0]
	await page.goto("/patients")
	await page.locator("#patient-search:enabled").waitFor({ timeout: 60_000 })
	await page.locator("#patient-search").fill(SURNAME.toLowerCase())
	await page.locator("#patient-list-local tbody tr").first().waitFor({ timeout: 30_000 })
	await page.goto(`${url}/edit`)
	await keysKnown(page)
	await page.waitForFunction(() => document.querySelector('[data-seal="surname"]').value !== "")
	await page.locator('[data-seal="patronymic"]').fill(LATIN)
	await page.locator("#patient-form button[type=submit]").click()
	await page.waitForURL(/done=patient_saved/)
	await page.goto(`${url}/notes/new`)
	await keysKnown(page)
	await page.locator("#note-text:enabled").fill(`Просит ${SURNAME} не говорить брату, ${NAME}, ${STREET} 5, тел. ${PHONE}. ${LATIN}`)
	await page.locator("#kind").selectOption("family")
	await page.locator("[data-draft-mark=kept]", { hasText: /\d\d:\d\d/ }).waitFor()
	await page.locator("#note-form button[type=submit]").click()
	await page.waitForURL(/done=note_added/)
	await page.locator("#note-search:enabled").fill(SURNAME.toLowerCase())
	await page.locator(".note-card:visible mark").first().waitFor()
	await page.goto(`/reports/patient?patient=${url.split("/").at(-1)}`)
	await keysKnown(page)
	await page.locator("#report-form button[type=submit]:not([formaction])").click()
	await page.locator("#report-result:visible").waitFor({ timeout: 60_000 })
	await page.goto(`${ORIGIN}/`)
	check()
})

test("a planted control is found, in every spelling", async () => {
	for (const bytes of spellings(CONTROL))
		assert.ok(bytes.length >= 7)
	sql(`CREATE TABLE IF NOT EXISTS public.canary_control (t text); INSERT INTO public.canary_control VALUES ('${CONTROL}');
		CHECKPOINT`)
	const found = await search([CONTROL])
	sql("DROP TABLE public.canary_control")
	assert.ok(found.some((f) => f.includes("/pg/base/")), "in the data directory")
	assert.ok(found.some((f) => f.includes("/pg/pg_wal/")), "in the write-ahead log")
	assert.ok(found.some((f) => f.includes("a dump")), "in a dump")
})

test("no identity is found in the database, its log, the programs' logs or temporary files", async () => {
	assert.ok(Number(sql("SELECT count(*) FROM document WHERE type = 'passport'")) >= 200)
	assert.ok(Number(sql("SELECT count(*) FROM document WHERE type = 'note'")) >= 1)
	sql("CHECKPOINT")
	assert.deepEqual(await search([SURNAME, NAME, STREET, PHONE, LATIN]), [])
})
