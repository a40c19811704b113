// t0400-pages.test.mjs: every page in both languages, at a desk and on a phone: axe-core, overflow, script errors.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { calm, demoAccount, DESK, enterDemo, hold, isAdmin, isMinistry, isOfficer, keysKnown, launch, namesShown, newVisitor, PHONE, speak, sql } from "./browser.mjs"

const pictures = process.env.PALREG_PICTURES
if (pictures)
	mkdirSync(pictures, { recursive: true })

let browser
before(async () => { browser = await launch() })
after(() => browser?.close())

async function inspect(page, name) {
	await keysKnown(page)
	await namesShown(page)
	if (pictures)
		await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
	await calm(page, name)
	assert.equal(await page.locator("h1").count(), 1, `${name}: one first heading`)
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
	assert.ok(wide <= 0, `${name}: scrolls sideways by ${wide} px`)
	assert.equal(await page.title() !== "", true)
}

/** What the pages of one role are, with an example of each record. */
function paths(role) {
	if (role === "visitor")
		return { login: "/login", demo: "/demo", setup: "/setup", join: "/join", missing: "/nothing-here" }
	if (role === "ministry")
		return { "ministry-home": "/", "ministry-reports": "/reports", "ministry-summary": "/reports/summary?since=01.07.2026&until=30.09.2026" }
	if (role === "admin") {
		const user = sql("SELECT id FROM account WHERE state = 'active' ORDER BY login LIMIT 1")
		const patient = sql("SELECT id FROM patient WHERE status = 'active' ORDER BY id LIMIT 1")
		const [role, job] = ["role", "job"].map((table) => sql(`SELECT min(id) FROM ${table}`))
		return {
			users: "/admin/users", settings: "/admin/settings", "user-new": "/admin/users/new", user: `/admin/users/${user}`, "user-factor": `/admin/users/${user}/factor`,
			"user-rights": `/admin/users/${user}/rights`, "user-role": `/admin/users/${user}/roles`, "user-denial": `/admin/users/${user}/denials`,
			roles: "/admin/roles", "role-new": "/admin/roles/new", role: `/admin/roles/${role}`,
			jobs: "/admin/jobs", "job-new": "/admin/jobs/new", job: `/admin/jobs/${job}`, requests: "/admin/requests",
			retention: "/admin/retention", system: "/admin/system", letterheads: "/admin/letterheads", letterhead: "/admin/letterheads/1", "retention-rule": "/admin/retention/record_death?area=1", audit: "/admin/audit", "audit-none": "/admin/audit?since=01.01.2020&until=02.01.2020", access: `/admin/patients/${patient}`,
			"own-trail": "/account/trail",
		}
	}
	if (role === "books")
		return {
			books: "/admin/books", book: "/admin/books/medicine?sort=-atc", "book-none": "/admin/books/service?q=нет такой",
			"book-entry": "/admin/books/medicine_product/entry?key=1", "book-new": "/admin/books/device/new", "book-history": "/admin/books/service/history",
			"book-import": "/admin/books/service/import",
		}
	return null
}

const tally = (rows) => Object.fromEntries(rows)

function orderPaths(account) {
	const [patient, device] = sql(`SELECT o.patient_id, o.id FROM device_order o JOIN service_order s ON s.patient_id = o.patient_id
		JOIN patient p ON p.id = o.patient_id JOIN account a ON a.area_id = p.institution_id
		WHERE a.login = '${account.login}' AND o.status = 'requested' AND p.status = 'active' ORDER BY o.id LIMIT 1`).split("|")
	const service = sql(`SELECT id FROM service_order WHERE patient_id = '${patient}' ORDER BY done_count DESC, id LIMIT 1`)
	return [
		["orders", `/patients/${patient}/orders`], ["order-service", `/patients/${patient}/orders/service`], ["order-device", `/patients/${patient}/orders/device`],
		["order-show-service", `/orders/${service}`], ["order-show-device", `/orders/${device}`], ["order-edit", `/orders/${device}/edit`],
		["order-issue", `/orders/${device}/step?to=issued`], ["order-sheet", `/patients/${patient}/sheet`], ["order-list", "/orders"],
		["order-list-all", "/orders?state=all&kind=service"], ["order-list-bad", "/orders?district=x"],
	]
}

function carePaths(account) {
	const [patient, planned] = sql(`SELECT v.patient_id, v.series_id FROM visit v JOIN patient p ON p.id = v.patient_id JOIN account a ON a.area_id = p.institution_id
		WHERE a.login = '${account.login}' AND v.current AND v.status = 'planned' AND p.status = 'active'
		  AND EXISTS (SELECT FROM care_place c WHERE c.patient_id = p.id AND c.current) ORDER BY v.series_id LIMIT 1`).split("|")
	const done = sql(`SELECT series_id FROM visit WHERE patient_id = '${patient}' AND current AND status = 'done' LIMIT 1`)
	const place = sql(`SELECT series_id FROM care_place WHERE patient_id = '${patient}' AND current LIMIT 1`)
	const dead = sql(`SELECT b.patient_id FROM bereavement b JOIN account a ON a.area_id = b.area_id
		WHERE a.login = '${account.login}' AND b.status = 'open' ORDER BY 1 LIMIT 1`)
	return [
		["visits", "/visits"], ["visits-none", "/visits?day=01.01.2020"], ["visits-bad", "/visits?day=x"], ["care", `/patients/${patient}/care`],
		["care-all", `/patients/${patient}/care?all=1`], ["care-dead", `/patients/${dead}/care`], ["family", `/patients/${dead}/care/bereavement`],
		["visit-plan", `/patients/${patient}/care/visits/new?status=planned`], ["visit-new", `/patients/${patient}/care/visits/new`],
		["visit-done", `/care/visits/${planned}/edit?status=done`], ["visit-cancel", `/care/visits/${planned}/edit?status=cancelled`],
		["visit-no-show", `/care/visits/${planned}/edit?status=no_show`], ["visit-correct", `/care/visits/${done}/edit`],
		["place-new", `/patients/${patient}/care/places/new`], ["place-correct", `/care/places/${place}/edit`],
		["preference-new", `/patients/${patient}/care/preferences/new`],
	]
}

function doctorPaths(account) {
	const [patient, line] = sql(`SELECT l.patient_id, l.id FROM prescription l JOIN patient p ON p.id = l.patient_id
		JOIN account a ON a.area_id = p.institution_id
		WHERE a.login = '${account.login}' AND l.current AND l.status = 'active' AND p.status = 'active'
		ORDER BY l.created_at DESC, l.id LIMIT 1`).split("|")
	const [noted, note] = sql(`SELECT n.patient_id, n.rec FROM note n JOIN account a ON a.area_id = n.area_id
		WHERE a.login = '${account.login}' AND n.current AND n.status = 'completed' ORDER BY n.rec LIMIT 1`).split("|")
	const other = sql(`SELECT b.id FROM patient a JOIN patient b ON b.institution_id = a.institution_id AND b.id <> a.id
		WHERE a.id = '${patient}' AND b.status = 'active' ORDER BY b.registry_no LIMIT 1`)
	return tally([
		...carePaths(account),
		["home", "/"], ["patients", "/patients"], ["patients-filtered", "/patients?status=removed&sex=f&age_from=60"],
		["patients-more", "/patients?more=1&status=active&pps_to=60&no_laxative=1"], ["searches", "/patients/searches"],
		["search-new", "/patients/searches/new?status=active&pps_to=60"], ["duplicates", "/patients/duplicates"],
		["merge", `/patients/${patient}/merge?with=${other}`],
		["import", "/patients/import"], ["patients-none", "/patients?diagnosis=Z99&age_from=120"], ["patients-bad", "/patients?age_from=abc"],
		["patient-new", "/patients/new"], ["patient", `/patients/${patient}`], ["patient-edit", `/patients/${patient}/edit`],
		["patient-passport", `/patients/${patient}/passport`], ["entry", `/patients/${patient}/entry`], ["entry-edit", `/patients/${patient}/entry/edit`],
		["transfer", `/patients/${patient}/entry/transfer`], ["summary", `/patients/${patient}/summary`], ["state-suspend", `/patients/${patient}/entry/state?action=suspend`], ["state-remove", `/patients/${patient}/entry/state?action=remove`],
		["patient-versions", `/patients/${patient}/versions`], ["history", `/patients/${patient}/prescriptions`],
		["paper-one", `/patients/${patient}/prescriptions/paper?line=${line}`], ["paper-day", `/patients/${patient}/prescriptions/day`],
		["paper-home", `/patients/${patient}/prescriptions/home`], ["paper-controlled", `/patients/${patient}/prescriptions/controlled`],
		["history-all", `/patients/${patient}/prescriptions?all=1`], ["history-packs", `/patients/${patient}/prescriptions?table=norway&days=0`],
		["sheet", `/patients/${patient}/sheet`],
		["assessment-new", `/patients/${patient}/assessments/new`], ["assessments", `/patients/${patient}/assessments`],
		["assessments-all", `/patients/${patient}/assessments?instrument=esas-r&all=1`],
		["diagnoses", `/patients/${patient}/diagnoses`], ["diagnosis-new", `/patients/${patient}/diagnoses/new`], ["eligibility-new", `/patients/${patient}/eligibility/new`], ["allergy-new", `/patients/${patient}/allergies/new`],
		["allergy-none", `/patients/${patient}/allergies/none`],
		["trends", `/patients/${patient}/trends?period=all`], ["trends-bad", `/patients/${patient}/trends?since=31.02.2026`],
		["notes", `/patients/${noted}/notes`], ["notes-none", `/patients/${noted}/notes?kind=team`], ["timeline", `/patients/${noted}/timeline`], ["timeline-none", `/patients/${noted}/timeline?until=01.01.1990`],
		["timeline-bad", `/patients/${noted}/timeline?since=x`], ["notes-bad", `/patients/${noted}/notes?since=x`],
		["note-new", `/patients/${noted}/notes/new`], ["note-edit", `/notes/${note}/edit`], ["note-versions", `/notes/${note}/versions`],
		["prescription-new", `/patients/${patient}/prescriptions/new`], ["prescription-edit", `/prescriptions/${line}/edit`],
		["prescription-stop", `/prescriptions/${line}/stop`], ["prescription-hold", `/prescriptions/${line}/hold`], ["prescriptions", "/prescriptions"], ["prescription-due", "/prescriptions/due?days=30"], ["prescription-due-bad", "/prescriptions/due?days=x"], ["reports", "/reports"], ["summary", "/reports/summary?since=01.07.2026&until=30.09.2026&before_since=01.07.2025&before_until=30.09.2025"], ["summary-bad", "/reports/summary?since=01.07.2026"],
		["report-patient", `/reports/patient?patient=${patient}`], ["report-group", "/reports/patients"], ["register", "/reports/register?since=01.09.2026&until=30.09.2026"], ["report-patient-page", `/reports/patient/page?patient=${patient}&since=01.08.2026&until=31.10.2026`], ["account", "/account"], ["secrets", "/account/secrets"], ["factor", "/account/factor"], ["members", "/account/members"],
		["admission", "/admission"], ["rotation", "/account/rotation"], ["drill", "/account/drill"], ["officers", "/account/officers"], ["root", "/account/root"], ...orderPaths(account),
	])
}

/** What is asked when a line on hold is resumed: a page that only its button leads to. */
async function askResuming(page, account, suffix) {
	const id = randomUUID()
	const patient = sql(`INSERT INTO prescription (id, series_id, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit,
		route, schedule, clock_doses, clock_times, starts_on, author_id, status, hold_reason, held_on)
		SELECT '${id}', '${id}', p.id, p.area_id, p.institution_id, current_date, f.medicine_id, f.id, 2000, 'mg', 'PO', 'clock', '{1,1,1}',
		       '{08:00,14:00,22:30}', current_date, a.id, 'on_hold', 'tests', current_date
		  FROM account a JOIN patient p ON p.institution_id = a.area_id AND p.status = 'active'
		  JOIN medicine_product f ON f.routes = '{PO}' AND 'mg' = ANY (f.units)
		  JOIN medicine m ON m.id = f.medicine_id AND m.atc = 'N02AA01'
		 WHERE a.login = '${account.login}' ORDER BY p.registry_no, f.id LIMIT 1 RETURNING patient_id`)
	try {
		await page.goto(`/patients/${patient}/prescriptions`)
		const line = page.locator("tr", { has: page.locator(`form[action="/prescriptions/${id}/status"]`) })
		await line.locator("summary").click()
		await line.locator("button[value=active]").click()
		await page.locator("main article .findings").waitFor()
		await inspect(page, `prescription-resume-${suffix}`)
	} finally {
		sql(`DELETE FROM prescription WHERE id = '${id}'`)
	}
}

/** A report that is had made: its page meanwhile, which comes again by itself when it is ready, and the list. */
async function haveMade(page, account, suffix) {
	const forget = () => sql(`DELETE FROM report_asked WHERE account_id = (SELECT id FROM account WHERE login = '${account.login}'); DELETE FROM report_run`)
	forget()
	await page.goto("/reports/summary?since=01.07.2026&until=30.09.2026")
	await keysKnown(page)
	const release = await hold("LOCK TABLE indicator_target")
	try {
		await page.locator("#summary-ask button").click()
		await page.waitForURL(/\/reports\/runs\//)
		await inspect(page, `run-${suffix}`)
	} finally {
		await release()
	}
	await page.locator("code.hash").waitFor()
	await inspect(page, `run-made-${suffix}`)
	await page.goto("/reports/runs")
	await inspect(page, `runs-${suffix}`)
	forget()
}

/** The page that only somebody whose keys are closed sees. */
async function askUnlocking(page, suffix) {
	await page.goto("/account")
	await keysKnown(page)
	await page.locator("#lock-button").dispatchEvent("click")
	await page.waitForURL(/unlock/)
	await page.locator("#fields:not([disabled])").waitFor()
	await inspect(page, `unlock-${suffix}`)
}

async function walk(page, list, suffix) {
	for (const [name, path] of Object.entries(list)) {
		await page.goto(path)
		await inspect(page, `${name}-${suffix}`)
	}
}

for (const [lang, locale] of [["ru", "ru-RU"], ["en", "en-GB"]])
	test(`pages before signing in, ${lang}`, async () => {
		const { context, page, check } = await newVisitor(browser, { locale })
		await walk(page, paths("visitor"), `${lang}`)
		check()
		await context.close()
	})

for (const [name, lang, viewport, colorScheme] of [["desk", "ru", DESK, "light"], ["phone", "en", PHONE, "dark"]])
	test(`a doctor's pages, ${lang}, ${name}, ${colorScheme}`, async () => {
		const account = demoAccount(isOfficer)
		const { context, page, check } = await newVisitor(browser, { viewport, colorScheme })
		await enterDemo(page, account)
		speak(account, lang)
		try {
			await walk(page, doctorPaths(account), name)
			await askResuming(page, account, name)
			await page.goto("/patients")
			const text = (await page.locator("header, main h1, main form label").allInnerTexts()).join(" ").replaceAll(account.name, "")
			assert.equal(/Поиск|Статус|Диагноз/.test(text), lang === "ru", text)
			await askUnlocking(page, name)
		} finally {
			speak(account, "ru")
		}
		check()
		await context.close()
	})

for (const [lang, viewport] of [["ru", DESK], ["en", PHONE]])
	test(`the administrator's and the ministry's pages, ${lang}`, async () => {
		for (const [role, pick] of [["admin", isAdmin], ["books", (a) => isAdmin(a) && !a.member], ["ministry", isMinistry]]) {
			const account = demoAccount(pick)
			const { context, page, check } = await newVisitor(browser, { viewport })
			await enterDemo(page, account)
			speak(account, lang)
			try {
				await walk(page, paths(role), `${role}-${lang}`)
				if (role === "ministry")
					await haveMade(page, account, lang)
			} finally {
				speak(account, "ru")
			}
			check()
			await context.close()
		}
	})
