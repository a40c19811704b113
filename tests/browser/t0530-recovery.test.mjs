// t0530-recovery.test.mjs: the officer's keys are lost for good; two custodians, at a computer without a network, make her new ones.
import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { pathToFileURL } from "node:url"
import { ceremonyFiles } from "../../build-aux/ceremony.mjs"
import encodeQR from "../../static/node_modules/qr/index.js"
import * as crypto from "../../static/js/crypto/index.js"
import { foundInstitution } from "../http/client.mjs"
import { admission, conclusion } from "../http/doctor.mjs"
import { calm, ctl, launch, namesShown, newVisitor, ORIGIN, sql } from "./browser.mjs"

const files = mkdtempSync(join(tmpdir(), "palreg-recovery-"))
const PHRASES = ["первая фраза хранителя", "вторая фраза хранителя", "третья фраза хранителя"]
const FRESH = "песок у самого синего моря"
const SURNAME = "Найденова"
const json = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) })

let browser, visitor, inst, patient, link
before(async () => {
	browser = await launch()
	visitor = await newVisitor(browser)
	visitor.page.on("dialog", (dialog) => void dialog.accept())
	inst = await foundInstitution(crypto)
	const officer = await inst.unlocked()
	const fields = await admission(officer, { login: inst.officer.login }, { surname: SURNAME }, conclusion)
	assert.equal((await officer.client.post("/patients", fields)).status, 303)
	patient = fields.id
	link = ctl("recovery-link", inst.officer.login).match(/https:\S+/)[0]
})
after(async () => {
	await browser?.close()
	rmSync(files, { recursive: true, force: true })
})

/** A scan of the sheet: black squares on white, as a bitmap without compression. */
function scanOf(text, zoom = 4) {
	const rows = encodeQR(text, "raw", { ecc: "medium", border: 4 })
	const side = rows.length * zoom
	const line = Math.ceil(side * 3 / 4) * 4
	const bmp = Buffer.alloc(54 + line * side, 255)
	bmp.write("BM", 0)
	for (const [at, value] of [[2, bmp.length], [6, 0], [10, 54], [14, 40], [18, side], [22, side], [26, 1 | 24 << 16], [30, 0], [34, line * side],
		[38, 2835], [42, 2835], [46, 0], [50, 0]])
		bmp.writeUInt32LE(value, at)
	for (let y = 0; y < side; y++)
		for (let x = 0; x < side; x++)
			if (rows[Math.floor(y / zoom)][Math.floor(x / zoom)])
				bmp.fill(0, 54 + (side - 1 - y) * line + 3 * x, 54 + (side - 1 - y) * line + 3 * x + 3)
	return { name: "sheet.bmp", mimeType: "image/bmp", buffer: bmp }
}

async function save(page, button, name) {
	const [download] = await Promise.all([page.waitForEvent("download"), page.locator(button).click()])
	const path = join(files, name)
	await download.saveAs(path)
	return path
}

let papers, keyFile, answer
test("the operator's link gives the papers for the ceremony; they hold nothing secret", async () => {
	const { page } = visitor
	await page.goto(link)
	await page.locator("#steps:visible").waitFor()
	assert.equal(await page.locator("#login").innerText(), inst.officer.login)
	papers = await save(page, "#save-papers", "papers.json")
	assert.equal(JSON.parse(readFileSync(papers, "utf8")).roster.length, 3)
	await calm(page, "recovery")
})

test("with the network cut, two custodians rebuild the root; the officer gets new keys; nothing goes out", async () => {
	const { context } = visitor
	const page = await context.newPage()
	await page.goto("/ceremony")
	await page.locator("#silent:visible").waitFor()
	await page.locator("#online:visible").waitFor()
	await context.setOffline(true)
	await page.locator("#cut:visible").waitFor()
	const sent = []
	page.on("request", (request) => { if (!request.url().startsWith("blob:")) sent.push(request.url()) })
	await page.locator("#papers").setInputFiles(json("x.json", inst.made.recoveryFile))
	await page.locator("#problem:visible").waitFor()
	await page.locator("#papers").setInputFiles(papers)
	await page.locator("#ceremony:visible").waitFor()
	assert.match(await page.locator("#purpose").innerText(), new RegExp(inst.officer.login))
	await calm(page, "ceremony")
	await page.locator("#recovery-file").setInputFiles(json("recovery.json", inst.made.recoveryFile))
	await page.locator("#share-1").setInputFiles(scanOf(inst.made.shareFiles[2]))
	await page.locator("#phrase-1").fill(PHRASES[2])
	await page.locator("#share-text-2").fill(inst.made.shareFiles[0])
	await page.locator("#phrase-2").fill(PHRASES[1])
	await page.locator("#password").fill(FRESH)
	await page.locator("#password-again").fill(FRESH)
	await page.locator("#hold").click()
	await page.locator("#problem", { hasText: "Хранитель 2" }).waitFor()
	await page.locator("#phrase-2").fill(PHRASES[0])
	await page.locator("#hold").click()
	await page.locator("#made:visible").waitFor()
	keyFile = await save(page, "#save-key", "officer.keyfile.json")
	answer = await save(page, "#save-answer", "answer.json")
	for (const field of ["phrase-1", "phrase-2", "share-text-2", "password"])
		assert.equal(await page.locator(`#${field}`).inputValue(), "", field)
	assert.equal(await page.locator("#silent").isVisible(), true)
	assert.equal(await page.locator("#spoke").isVisible(), false)
	await page.evaluate(() => fetch("/api/auth/session").catch(() => {}))
	await page.locator("#spoke:visible").waitFor()
	assert.deepEqual(sent, [], "the policy has stopped it before it became a request")
	await page.close()
	await context.setOffline(false)
})

test("the same page as one file, from a stick, opens the papers without any server", async () => {
	const path = join(files, "ceremony.html")
	writeFileSync(path, (await ceremonyFiles()).get("ceremony.ru.html"))
	const { page, context, check } = await newVisitor(browser)
	await context.setOffline(true)
	await page.goto(pathToFileURL(path).href)
	await page.locator("#silent:visible").waitFor()
	await page.locator("#papers").setInputFiles(papers)
	await page.locator("#recovery-file").setInputFiles(json("recovery.json", inst.made.recoveryFile))
	for (const [n, i] of [[1, 1], [2, 2]]) {
		await page.locator(`#share-${n}`).setInputFiles(json("share.json", inst.made.shareFiles[i]))
		await page.locator(`#phrase-${n}`).fill(PHRASES[i])
	}
	for (const field of ["#password", "#password-again"])
		await page.locator(field).fill(FRESH)
	await page.locator("#hold").click()
	await page.locator("#made:visible").waitFor()
	check()
	await context.close()
})

test("the answer is taken with the right password alone; the officer signs in and a patient is readable again", async () => {
	const { page } = visitor
	await page.locator("#answer").setInputFiles(answer)
	await page.locator("#key-file").setInputFiles(keyFile)
	await page.locator("#password").fill("совсем не тот пароль")
	await page.locator("#remember").check()
	await page.locator("#submit").click()
	await page.locator("#problem:visible").waitFor()
	await page.locator("#password").fill(FRESH)
	await page.locator("#submit").click()
	await page.locator("#done:visible").waitFor()
	assert.equal(sql(`SELECT count(*) FROM audit_event WHERE event = 'RECOVERY' AND result = 'OK' AND subject = '${inst.officer.user}'`), "1")
	await page.locator('#done a[href="/login"]').click()
	await page.locator("#password").fill(FRESH)
	await page.locator("#submit").click()
	await page.waitForURL(`${ORIGIN}/`)
	await page.goto(`/patients/${patient}`)
	await namesShown(page)
	assert.match(await page.locator("#patient h1").innerText(), new RegExp(SURNAME))
	await page.goto(link)
	await page.locator("#problem:visible").waitFor()
})
