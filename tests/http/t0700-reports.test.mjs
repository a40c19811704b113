// t0700-reports.test.mjs: reports as PDF: what stands in them, whom they are for, small counts hidden.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { after, before, describe, test } from "node:test"
import { request } from "node:https"
import { ORIGIN, sql } from "./client.mjs"
import { admission, demoAccount, isDoctor, isMinistry, placeOf, signIn, today } from "./doctor.mjs"

/** The bytes of a PDF. */
const bytes = (client, path) => new Promise((resolve, reject) => {
	request(new URL(path, ORIGIN), { agent: false, headers: { Cookie: `__Host-palreg=${client.cookie}` } }, (res) => {
		const parts = []
		res.on("data", (p) => parts.push(p))
		res.on("end", () => resolve({ status: res.statusCode, type: res.headers["content-type"], pdf: Buffer.concat(parts) }))
	}).on("error", reject).end()
})
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
