// t0700-reports.test.mjs: reports as PDF: what stands in them, whom they are for, small counts hidden.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { sections } from "./csv.mjs"
import { loadNeeds, needs } from "./reference-needs.mjs"
import { admission, demoAccount, isDoctor, isMinistry, placeOf, signIn, today } from "./doctor.mjs"
import { bytes } from "./pdf.mjs"

const textOf = (pdf) => execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" })
const PERIOD = "since=01.01.2025&until=31.12.2026"
const PAST = "since=01.01.2025&until=30.09.2026"

describe("a patient's prescriptions", () => {
	const demo = demoAccount(isDoctor)
	let client, doctor, patient
	before(async () => {
		doctor = await signIn(demo)
		client = doctor.client
		patient = sql(`SELECT patient_id FROM prescription WHERE institution_id = ${placeOf(demo.login).institution}
			GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`)
	})
	test("holds every medicine of the period and the register number, on A4 with embedded fonts", async () => {
		const { status, type, pdf } = await bytes(client, `/reports/patient.pdf?patient=${patient}&${PERIOD}`)
		assert.equal(status, 200)
		assert.equal(type, "application/pdf")
		const text = textOf(pdf)
		for (const inn of sql(`SELECT DISTINCT split_part(m.inn, ' ', 1) FROM prescription l JOIN medicine m ON m.id = l.medicine_id
			WHERE l.patient_id = '${patient}' AND l.status NOT IN ('replaced', 'entered_in_error')
			AND l.starts_on <= '2026-12-31'`).split("\n"))
			assert.ok(text.includes(inn), inn)
		assert.ok(text.includes(sql(`SELECT registry_no FROM patient WHERE id = '${patient}'`)))
		assert.match(execFileSync("pdfinfo", ["-"], { input: pdf, encoding: "utf8" }), /A4/)
	})
	test("what is on hold and what was stopped say why, hours of the clock stand as they are", async () => {
		const fields = await admission(doctor, demo, { surname: "Отчётная" },
			{ commission_no: "7", commission_on: today(), basis: "onco", consent_on: today() })
		assert.equal((await client.post("/patients", fields)).status, 303)
		const [omeprazole, metoclopramide] = sql(`SELECT min(p.id) FROM medicine_product p JOIN medicine m ON m.id = p.medicine_id
			WHERE m.inn IN ('Омепразол', 'Метоклопрамид') AND 'mg' = ANY (p.units) AND 'PO' = ANY (p.routes) GROUP BY m.inn ORDER BY m.inn DESC`).split("\n")
		for (const [product, step, why] of [[omeprazole, "hold", { reason: "tests" }], [metoclopramide, "stop", { reason: "route_lost", on: today() }]]) {
			const line = { id: randomUUID(), product, dose: "10", unit: "mg", route: "PO", schedule: "clock", clock: "08:00 20:30", starts_on: today() }
			assert.equal((await client.post(`/patients/${fields.id}/prescriptions`, line)).status, 303)
			assert.equal((await client.post(`/prescriptions/${line.id}/${step}`, why)).status, 303)
		}
		const text = textOf((await bytes(client, `/reports/patient.pdf?patient=${fields.id}&${PERIOD}`)).pdf)
		for (const word of ["анализы", "недоступен", "08:00", "20:30"])
			assert.ok(text.includes(word), word)
	})
	test("without a period it is refused in the form", async () =>
		assert.equal((await client.get(`/reports/patient.pdf?patient=${patient}`)).status, 422))
	test("a period that ends before it begins is refused", async () =>
		assert.equal((await client.get(`/reports/patient.pdf?patient=${patient}&since=02.01.2026&until=01.01.2026`)).status, 422))
})

describe("what stands beside a patient's lines", () => {
	const demo = demoAccount(isDoctor)
	const first = "2026-08-01", last = "2026-10-31"
	let client, patient, line, text
	before(async () => {
		({ client } = await signIn(demo))
		// Somebody with all of it: an opioid in two versions, a device and a service of the period; the rest is made here.
		patient = sql(`SELECT p.id FROM patient p WHERE p.institution_id = ${placeOf(demo.login).institution} AND p.status = 'active'
			AND EXISTS (SELECT FROM prescription l JOIN medicine m ON m.id = l.medicine_id WHERE l.patient_id = p.id
				AND m.group_code = 'opioid_strong' AND l.current AND l.status = 'active' AND l.starts_on < '${last}')
			AND EXISTS (SELECT FROM prescription l JOIN prescription n ON n.series_id = l.series_id AND n.version = l.version + 1
				WHERE l.patient_id = p.id AND l.status = 'replaced' AND n.starts_on BETWEEN '${first}' AND '${last}')
			AND EXISTS (SELECT FROM device_order o WHERE o.patient_id = p.id AND o.needed_on <= '${last}' AND o.status = 'issued')
			ORDER BY p.id LIMIT 1`)
		assert.notEqual(patient, "")
		line = sql(`SELECT l.id FROM prescription l JOIN medicine m ON m.id = l.medicine_id WHERE l.patient_id = '${patient}'
			AND m.group_code = 'opioid_strong' AND l.current AND l.status = 'active' ORDER BY l.id LIMIT 1`)
		sql(`INSERT INTO prescription_override (prescription_id, rule, patient_id, area_id, reason, account_id, at)
			SELECT l.id, 'opioid_without_laxative', l.patient_id, l.area_id, 'benefit', l.author_id, '2026-09-15' FROM prescription l WHERE l.id = '${line}'`)
		await client.post("/account/language", { language: "en" })
		text = textOf((await bytes(client, `/reports/patient.pdf?patient=${patient}&since=01.08.2026&until=31.10.2026`)).pdf)
	})
	after(async () => {
		sql(`DELETE FROM prescription_override WHERE prescription_id = '${line}' AND at = '2026-09-15'`)
		await client.post("/account/language", { language: "ru" })
	})
	const has = (what) => assert.ok(text.replace(/\s+/g, " ").includes(what), what)
	test("amounts and opioids are what a count day by day gives", () => {
		const { medicines, opioids } = needs(loadNeeds(), [{ id: patient, date_in: first, date_out: null }], first, last)
		const row = text.split("\n").find((l) => l.includes("with as needed, at most") && /\d/.test(l))
		const mean = Number(row.trim().split(/\s{2,}/)[2].replace(/\s/g, ""))
		assert.ok(Math.abs(mean - opioids.ome / 92) <= 0.5, `${row}: not ${opioids.ome / 92}`)
		const versions = sql(`SELECT product_id, count(*) FROM prescription WHERE patient_id = '${patient}' AND status NOT IN ('draft', 'entered_in_error')
			AND starts_on <= '${last}' GROUP BY 1`).split("\n").map((l) => l.split("|"))
		const alone = versions.filter(([id, n]) => n === "1" && medicines[id] !== undefined)
		assert.ok(alone.length > 0)
		for (const [id] of alone) {
			const n = medicines[id].amount
			has(`${(n >= 1000 ? Math.round(n) : Math.round(n * 10) / 10).toString().replace(/(\d)(?=(\d{3})+$)/g, n >= 10000 ? "$1\u00a0" : "$1").replace(/\u00a0/g, " ")}`)
		}
	})
	test("state, curves, controlled medicines, devices, kept warnings and versions are told", () => {
		for (const heading of ["Allergies and intolerances", "PPS, first – last", "Opioids by day", "Pain by day, the worst", "Controlled medicines",
			"Medical devices", "Warnings that were kept", "Prescriptions in time", "Attending physician"])
			has(heading)
		has(sql("SELECT title_en FROM safety_rule WHERE code = 'opioid_without_laxative'").slice(0, 20))
		has(sql("SELECT name_en FROM reason WHERE kind = 'override' AND code = 'benefit'").slice(0, 20))
		has("15.09.2026")
		has("replaced")
	})
	test("page, file and PDF tell the same, of this institution's patients alone", async () => {
		const query = `patient=${patient}&since=01.08.2026&until=31.10.2026`
		const page = await client.get(`/reports/patient/page?${query}`)
		assert.equal(page.status, 200)
		const { text: csv } = await client.get(`/reports/patient.csv?${query}`)
		const flat = (t) => t.replace(/<[^>]*>|&[a-z]+;/g, " ").replace(/\s+/g, "")
		const shown = flat(page.text)
		// In the order in which the PDF was written, so that a cell of several lines is found whole.
		const printed = flat(execFileSync("pdftotext", ["-raw", "-", "-"], { input: (await bytes(client, `/reports/patient.pdf?${query}`)).pdf, encoding: "utf8" }))
		const tables = sections(csv)
		assert.ok(Object.keys(tables).length >= 6, Object.keys(tables).join())
		for (const [heading, rows] of Object.entries(tables)) {
			assert.ok(printed.includes(flat(heading)), heading)
			for (const row of rows.filter((r) => Object.values(r).every((cell) => cell !== undefined))) {
				assert.ok(shown.includes(flat(Object.values(row).join(" "))), `page: ${Object.values(row)}`)
				for (const cell of Object.values(row))
					assert.ok(printed.includes(flat(cell)), `PDF: ${heading}: ${cell}`)
			}
		}
		assert.match(page.text, /<rect class="s1"/)
		const foreign = sql(`SELECT id FROM patient WHERE institution_id <> (SELECT institution_id FROM patient WHERE id = '${patient}') LIMIT 1`)
		for (const form of ["/page", ".csv", ".pdf"]) {
			assert.equal((await client.get(`/reports/patient${form}?${query.replace(patient, foreign)}`)).status, 404, form)
			assert.equal((await client.get(`/reports/patient${form}?patient=${patient}&since=01.08.2026`)).status, 422, form)
		}
	})
	test("the spells of opioids are the days of the period, and what was given in them is their mean", async () => {
		const tables = sections((await client.get(`/reports/patient.csv?patient=${patient}&since=01.08.2026&until=31.10.2026`)).text)
		const spells = tables["Opioids by spells of days"].filter((r) => r.Days !== undefined)
		assert.equal(spells.reduce((sum, r) => sum + Number(r.Days), 0), 92)
		const sum = spells.reduce((n, r) => n + Number(r.Days) * Number(r["With as needed, at most, mg OME a day"].replace("—", "0")), 0)
		const { opioids } = needs(loadNeeds(), [{ id: patient, date_in: first, date_out: null }], first, last)
		assert.ok(Math.abs(sum - opioids.ome) <= 0.05 * 92, `${sum}, not ${opioids.ome}`)
	})
	test("a group of lines: those of it and no others, on page, paper and in the file", async () => {
		const period = `patient=${patient}&since=01.08.2026&until=31.10.2026`
		const told = async (group) => {
			const { status, text: csv } = await client.get(`/reports/patient.csv?${period}${group}`)
			assert.equal(status, 200)
			const out = sections(csv)
			return ["Active prescriptions", "Completed and stopped prescriptions"].flatMap((heading) => out[heading] ?? [])
				.filter((r) => r["Medicine, form"] !== undefined).map((r) => r["Medicine, form"].split(",")[0])
		}
		const all = await told("")
		assert.deepEqual(await told("&lines=all"), all)
		const inn = (where) => new Set(sql(`SELECT DISTINCT m.inn_en FROM prescription l JOIN medicine m ON m.id = l.medicine_id
			JOIN control_class k ON k.code = m.control_class WHERE l.patient_id = '${patient}' AND ${where}`).split("\n"))
		for (const [group, where] of [["controlled", "k.controlled"], ["in_force", "l.status IN ('active', 'on_hold')"],
			["pain", "(m.group_code = 'nonopioid' OR m.group_code LIKE 'opioid%' OR l.indication IN ('pain', 'breakthrough_pain'))"]]) {
			const some = await told(`&lines=${group}`), of = inn(where)
			assert.ok(some.length > 0 && some.length < all.length, `${group}: ${some.length} of ${all.length}`)
			assert.deepEqual(some.filter((name) => !of.has(name)), [], group)
			assert.ok(textOf((await bytes(client, `/reports/patient.pdf?${period}&lines=${group}`)).pdf).includes("Lines in the report"))
		}
		const shown = await client.get(`/reports/patient?${period}&lines=controlled`)
		assert.match(shown.text, /<option value="controlled" selected>/)
		assert.equal((await client.get(`/reports/patient.pdf?${period}&lines=some`)).status, 422)
	})
	test("portrait and landscape are two papers with the same lines", async () => {
		const sizes = {}
		for (const paper of ["portrait", "landscape"]) {
			const { pdf } = await bytes(client, `/reports/patient.pdf?patient=${patient}&since=01.08.2026&until=31.10.2026&paper=${paper}`)
			sizes[paper] = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(execFileSync("pdfinfo", ["-"], { input: pdf, encoding: "utf8" })).slice(1).map(Number)
		}
		assert.ok(sizes.portrait[0] < sizes.portrait[1] && sizes.landscape[0] > sizes.landscape[1])
		assert.equal((await client.get(`/reports/patient.pdf?patient=${patient}&since=01.08.2026&until=31.10.2026&paper=round`)).status, 422)
	})
})

describe("in English", () => {
	const demo = demoAccount(isDoctor)
	const russian = /[^\n>]*\d\s?(мг|мкг|г|мл|ЕД|ккал|доза)(?![а-яё])[^\n<]*/
	let client, patient, line
	before(async () => {
		({ client } = await signIn(demo))
		await client.post("/account/language", { language: "en" });
		[patient, line] = sql(`SELECT l.patient_id, min(l.id::text) FROM prescription l JOIN medicine_product f ON f.id = l.product_id
			JOIN patient p ON p.id = l.patient_id WHERE l.current AND l.status = 'active' AND p.status = 'active'
			AND l.institution_id = ${placeOf(demo.login).institution} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`).split("|")
	})
	after(() => client.post("/account/language", { language: "ru" }))
	const pages = () => [`/patients/${patient}`, `/patients/${patient}/prescriptions`, `/patients/${patient}/prescriptions/new`,
		"/prescriptions", `/prescriptions/${line}/edit`, `/prescriptions/${line}/stop`, `/prescriptions/${line}/copy`,
		"/api/medicines?q=mor", "/api/medicines?q=fent", "/api/medicines?q=oxy", "/api/medicines?q=mida"]
	test("pages and the list of medicines tell strengths in English units", async () => {
		for (const path of pages()) {
			const { status, text } = await client.get(path)
			assert.equal(status, 200, path)
			assert.equal(russian.exec(text)?.[0], undefined, path)
		}
		assert.match((await client.get(`/patients/${patient}/prescriptions`)).text, /\d(\.\d+)? (mg|µg|g|mL|IU|%)/)
		assert.match((await client.get("/api/medicines?q=fent")).text, /"strength":"12\.5 µg\/h"/)
	})
	test("both reports too", async () => {
		for (const path of [`/reports/patient.pdf?patient=${patient}&${PERIOD}`, `/reports/summary.pdf?${PAST}`]) {
			const { status, pdf } = await bytes(client, path)
			assert.equal(status, 200, path)
			assert.equal(russian.exec(textOf(pdf))?.[0], undefined, path)
		}
	})
})
