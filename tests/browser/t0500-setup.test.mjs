// t0500-setup.test.mjs: an institution begins: link, keys, files, the first officer, a second user, a shared patient.
import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { calm, ctl, keysKnown, launch, namesShown, newVisitor, ORIGIN, sql, submitPatient } from "./browser.mjs"

const files = mkdtempSync(join(tmpdir(), "palreg-setup-"))
const tag = Math.random().toString(36).slice(2, 8)
const OFFICER = { login: `first-${tag}`, password: "сосна шумит над рекой", name: "Первова Анна Ивановна" }
const DOCTOR = { login: `second-${tag}`, password: "камень у синей воды", name: "Второв Пётр Ильич" }
const SURNAME = "Общая"

let browser, officer, doctor, patient

before(async () => {
	browser = await launch()
	officer = await newVisitor(browser)
	doctor = await newVisitor(browser)
	for (const { page } of [officer, doctor])
		page.on("dialog", (dialog) => void dialog.accept())
})
after(async () => {
	await browser?.close()
	rmSync(files, { recursive: true, force: true })
})

/** Click what saves a file and keep it. */
async function save(page, click, name) {
	const [download] = await Promise.all([page.waitForEvent("download"), click()])
	const path = join(files, name)
	await download.saveAs(path)
	return path
}

test("the operator's link opens the set-up; wrong entries are said before anything is made", async () => {
	const area = ctl("area-add", "institution", `Хоспис ${tag}`)
	const link = ctl("setup-link", area).match(/https:\S+/)[0]
	const { page } = officer
	await page.goto(link)
	await page.locator("#setup-form:visible").waitFor()
	assert.match(await page.locator("#institution").innerText(), new RegExp(tag))
	await page.locator("#officer-name").fill(OFFICER.name)
	await page.locator("#login-name").fill(OFFICER.login)
	await page.locator("#password").fill("коротко")
	await page.locator("#password-again").fill("коротко")
	await page.locator("#to-shares").click()
	await page.locator("#problem:visible").waitFor()
	await page.locator("#password").fill(OFFICER.password)
	await page.locator("#password-again").fill(OFFICER.password)
	await page.locator("#to-shares").click()
	for (const n of [1, 2, 3])
		for (const id of [`#phrase-${n}`, `#phrase-${n}-again`])
			await page.locator(id).fill(`фраза хранителя номер ${n}`)
	await page.locator("#make").click()
	await page.locator('[data-part="save"]:visible').waitFor({ timeout: 60_000 })
})

test("every file must be saved before the end; the server gets neither root nor recovery key", async () => {
	const { page } = officer
	assert.equal(await page.locator("#finish").isDisabled(), true)
	const saved = {}
	for (const name of ["keyFile", "recovery", "share1", "share2", "share3"]) {
		saved[name] = await save(page, () => page.locator(`[data-save="${name}"]`).click(), `${name}.json`)
		await page.locator(`[data-saved="${name}"]`).check()
	}
	assert.equal(JSON.parse(readFileSync(saved.keyFile, "utf8")).login, OFFICER.login)
	assert.equal(JSON.parse(readFileSync(saved.recovery, "utf8")).rpp, "recovery")
	assert.deepEqual(["share1", "share2", "share3"].map((n) => JSON.parse(readFileSync(saved[n], "utf8")).idx), [1, 2, 3])
	await page.locator('[data-print="share1"]').click()
	await page.locator("#qr-sheet:visible svg, #qr-sheet:visible canvas").first().waitFor()
	const back = page.locator("#qr-sheet button").last()
	if (await back.isVisible())
		await back.click()
	await page.locator("#all-saved").check()
	await page.locator("#remember").check()
	const [request] = await Promise.all([
		page.waitForRequest((r) => r.url().endsWith("/api/auth/setup") && r.method() === "POST"),
		page.locator("#finish").click(),
	])
	const sent = decodeURIComponent(request.postData().replaceAll("+", " "))
	const key = JSON.parse(readFileSync(saved.keyFile, "utf8"))
	for (const secret of [key.kf, JSON.parse(readFileSync(saved.recovery, "utf8")).c, OFFICER.password])
		assert.ok(!sent.includes(secret))
	await page.locator('[data-part="done"]:visible, main h1:has-text("Моё учреждение")').first().waitFor({ timeout: 60_000 })
	await page.goto("/")
	await keysKnown(page)
	assert.equal(await page.locator("html").getAttribute("data-keys"), "open")
})

test("the first officer registers a patient", async () => {
	const { page } = officer
	await page.goto("/patients/new")
	await keysKnown(page)
	await page.locator('[data-seal="surname"]').fill(SURNAME)
	await page.locator('[data-seal="name"]').fill("Мария")
	await page.locator('[data-seal="born"]').fill("01.02.1940")
	await page.locator('[data-seal="sex"]').selectOption("f")
	await page.locator("#district").selectOption({ index: 1 })
	await page.locator("#diagnosis").fill("C50.9")
	await page.keyboard.press("Escape")
	await submitPatient(page)
	patient = /patients\/([0-9a-f-]{36})/.exec(page.url())[1]
	await namesShown(page)
	assert.match(await page.locator("#patient h1").innerText(), new RegExp(SURNAME))
})

let invitation
test("a user made on the administration page is invited by the officer's browser: a file, or a QR code", async () => {
	const { page } = officer
	await page.goto("/admin/users/new")
	await page.locator("#login").fill(DOCTOR.login)
	await page.locator("#name").fill(DOCTOR.name)
	await page.locator("#job").fill("врач")
	await page.locator("main form button[type=submit]").first().click()
	await page.waitForURL(/done=user_added/)
	assert.equal(await page.locator('form[action$="/invite"]').count(), 0, "no link of the administrator's")
	await page.goto("/admission")
	await keysKnown(page)
	await page.locator("#invitee").selectOption({ label: `${DOCTOR.name}, ${DOCTOR.login}` })
	await page.locator("#make").click()
	await page.locator("#made:visible").waitFor()
	await page.locator("#show-code").click()
	await page.locator("#code svg").waitFor()
	invitation = await save(page, () => page.locator("#save-invite").click(), "second.invite.json")
	assert.equal(JSON.parse(readFileSync(invitation, "utf8")).login, DOCTOR.login)
	await calm(page, "invitation")
})

let theirFingerprint
test("the invitation makes keys in the second user's browser; any other file is refused", async () => {
	const { page } = doctor
	await page.goto("/join")
	await page.locator("#choose:visible").waitFor()
	await page.locator("#invite-file").setInputFiles(join(files, "keyFile.json"))
	await page.locator("#problem:visible").waitFor()
	await page.locator("#invite-file").setInputFiles(invitation)
	await page.locator("#join-form:visible").waitFor()
	assert.equal(await page.locator("#login").innerText(), DOCTOR.login)
	await calm(page, "join")
	await page.locator("#password").fill(DOCTOR.password)
	await page.locator("#password-again").fill(DOCTOR.password)
	await page.locator("#make").click()
	await page.locator("#save:visible").waitFor({ timeout: 60_000 })
	await save(page, () => page.locator("#save-file").click(), "second.json")
	await page.locator("#saved").check()
	await page.locator("#remember").check()
	await page.locator("#send").click()
	await page.locator("#wait:visible").waitFor({ timeout: 30_000 })
	theirFingerprint = (await page.locator("#fingerprint").innerText()).replace(/\s+/g, " ").trim()
	assert.match(theirFingerprint, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
})

test("before the admission the second user cannot sign in", async () => {
	const { page } = doctor
	await page.goto("/login")
	await page.locator("#password").fill(DOCTOR.password)
	await page.locator("#submit").click()
	await page.locator("#problem:visible").waitFor({ timeout: 30_000 })
	assert.match(page.url(), /\/login/)
})

test("the officer reads what his browser has checked, and admits", async () => {
	const { page } = officer
	await page.goto("/admission")
	await keysKnown(page)
	const card = page.locator(`.applicant[data-login="${DOCTOR.login}"]`)
	await card.locator("ul[data-checked]:visible").waitFor()
	await calm(page, "answer")
	await card.locator("[data-admit]").click()
	await page.waitForFunction(() => document.querySelector("[data-admit]") === null, null, { timeout: 30_000 })
	assert.equal(sql(`SELECT state FROM account WHERE login = '${DOCTOR.login}'`), "active")
})

test("now the second user signs in with the password alone and reads the first one's patient", async () => {
	const { page, check } = doctor
	await page.goto("/login")
	await page.locator("#password").fill(DOCTOR.password)
	await page.locator("#submit").click()
	await page.waitForURL(`${ORIGIN}/`, { timeout: 30_000 })
	await page.goto(`/patients/${patient}`)
	await keysKnown(page)
	await namesShown(page)
	assert.match(await page.locator("#patient h1").innerText(), new RegExp(SURNAME))
	check()
	officer.check()
})

test("each of the two reads the same fingerprints in the roster his browser has verified", async () => {
	const read = async ({ page }) => {
		await page.goto("/account/members")
		await page.locator("#member-list tbody tr").nth(1).waitFor()
		return page.locator("#member-list tbody tr").evaluateAll((rows) => rows.map((tr) =>
			[...tr.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim())))
	}
	const [first, second] = [await read(officer), await read(doctor)]
	const plain = (rows) => rows.map((cells) => cells.map((cell) => cell.replace(" (вы)", "")))
	assert.deepEqual(plain(first), plain(second))
	assert.deepEqual(plain(first).map(([login, role, , entry, former]) => [login, role, entry, former]),
		[[OFFICER.login, "ответственный за ключи", "2", "0"], [DOCTOR.login, "врач", "4", "0"]])
	assert.equal(first[1][2], theirFingerprint)
	assert.equal(first[0][0], `${OFFICER.login} (вы)`)
	assert.equal(second[1][0], `${DOCTOR.login} (вы)`)
	assert.equal(await officer.page.locator('[data-fact="entries"]').innerText(), "4")
	await calm(officer.page, "members")
})

test("the second user changes password and key file: this browser knows the new one, another wants the new file", async () => {
	const fresh = "песок у самого синего моря"
	const { page, check } = doctor
	const fill = async (old, first, again) => {
		for (const [id, word] of [["password", old], ["password-new", first], ["password-again", again]])
			await page.locator(`#${id}`).fill(word)
		await page.locator("#submit").click()
	}
	await page.goto("/account")
	await page.locator('a[href="/account/secrets"]').click()
	await page.locator("#fields:not([disabled])").waitFor()
	for (const [words, said] of [[[DOCTOR.password, fresh, `${fresh}!`], /различаются|не совпадают/i], [[DOCTOR.password, "коротко", "коротко"], /12/],
		[[DOCTOR.password, DOCTOR.password, DOCTOR.password], /нынешний пароль/], [["совсем не тот пароль", fresh, fresh], /не подходит/]]) {
		await fill(...words)
		await page.locator("#problem", { hasText: said }).waitFor()
	}
	for (const [words, said] of [["gfhjkmgfhjkm", /слабый.*Повторы/i], [`${DOCTOR.login}-2026`, /логин/], [fresh, /Хороший|Надёжный/]]) {
		await page.locator("#password-new").fill(words)
		await page.locator("#strength-text", { hasText: said }).waitFor()
	}
	assert.ok(await page.locator("#strength").isVisible())
	await page.locator("#renew").check()
	await calm(page, "password and key file")
	await fill(DOCTOR.password, fresh, fresh)
	await page.locator("#save:visible").waitFor()
	assert.equal(await page.locator("#send").isDisabled(), true)
	const file = await save(page, () => page.locator("#save-file").click(), "second-new.json")
	await page.locator("#saved").check()
	await page.locator("#send").click()
	await page.waitForURL(/login\?done=secrets_changed/)
	await page.locator("#notices .done").waitFor()
	await page.locator("#password").fill(fresh)
	await page.locator("#submit").click()
	await page.waitForURL(`${ORIGIN}/`)
	await page.goto(`/patients/${patient}`)
	await namesShown(page)
	assert.match(await page.locator("#patient h1").innerText(), new RegExp(SURNAME))
	check()
	const other = await newVisitor(browser)
	await other.page.goto("/login")
	for (const [path, opens] of [[join(files, "second.json"), false], [file, true]]) {
		await other.page.locator("#login-name").fill(DOCTOR.login)
		await other.page.locator("#key-file").setInputFiles(path)
		await other.page.locator("#password").fill(fresh)
		await other.page.locator("#submit").click()
		await (opens ? other.page.waitForURL(`${ORIGIN}/`) : other.page.locator("#problem:visible").waitFor())
	}
})

test("the second user leaves: the officer changes the key on one page, and the records stay readable", async () => {
	const { page, check } = officer
	sql(`UPDATE account SET state = 'blocked' WHERE login = '${DOCTOR.login}'`)
	await page.goto("/")
	await page.locator('#key-tasks a[href="/account/rotation"]').click()
	await page.locator("#start:not([disabled])").click()
	await page.locator("#finished:visible").waitFor({ timeout: 30_000 })
	await calm(page, "rotation")
	assert.equal(sql(`SELECT string_agg(DISTINCT kep::text, ' ') FROM document WHERE patient_id = '${patient}'`), "2")
	await page.goto(`/patients/${patient}`)
	await namesShown(page)
	assert.match(await page.locator("#patient h1").innerText(), new RegExp(SURNAME))
	await page.goto("/account/members")
	await page.locator("#member-list tbody tr").nth(1).waitFor()
	assert.match(await page.locator("#member-list tbody tr").nth(1).innerText(), /выбыл|ушёл|покинул|больше/i)
	check()
})
