// t0720-register.test.mjs: the register in twelve columns: each cell by another road, for who may see single patients alone.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { sections } from "./csv.mjs"
import { demoAccount, isDoctor, isMinistry, placeOf, signIn } from "./doctor.mjs"
import { bytes } from "./pdf.mjs"
import { rows } from "./reference.mjs"

const PERIOD = "since=01.07.2026&until=30.09.2026"
const FIRST = "2026-07-01", LAST = "2026-09-30"
const HEADING = "Register of patients in need of palliative care"
const russian = (iso) => iso.split("-").reverse().join(".")

describe("the register in twelve columns", () => {
	const demo = demoAccount(isDoctor)
	let client, mine, told, csv
	before(async () => {
		({ client } = await signIn(demo))
		mine = placeOf(demo.login).institution
		await client.post("/account/language", { language: "en" });
		({ text: csv } = await client.get(`/reports/register.csv?${PERIOD}`))
		told = sections(csv)[HEADING].filter((r) => r["Register No."] !== undefined)
	})
	after(() => client.post("/account/language", { language: "ru" }))
	const patients = () => rows(["id", "registry_no", "born", "code", "in", "out", "no", "reason", "district", "institution"], `SELECT p.id, p.registry_no,
		p.year_of_birth, p.diagnosis_code, p.date_in, p.date_out, p.commission_no, (SELECT name_en FROM reason WHERE kind = 'removal' AND code = p.removal_reason),
		(SELECT coalesce(nullif(name_en, ''), name) FROM area WHERE id = p.district_id), (SELECT coalesce(nullif(name_en, ''), name) FROM area WHERE id = p.institution_id)
		FROM patient p WHERE p.status <> 'draft' AND p.institution_id = ${mine}`).filter((p) => p.in <= LAST && (p.out === null || p.out >= FIRST))

	test("everybody of the period and nobody else, with the columns of the order", () => {
		const wanted = patients()
		assert.ok(wanted.length > 20)
		assert.equal(Object.keys(told[0]).length, 12)
		assert.deepEqual(told.map((r) => r["Register No."]).sort(), wanted.map((p) => p.registry_no).sort())
		assert.deepEqual(told.map((r) => r["No."]), told.map((_, i) => String(i + 1)))
		let removed = 0
		for (const p of wanted) {
			const row = told.find((r) => r["Register No."] === p.registry_no)
			const gone = p.out !== null && p.out <= LAST
			removed += gone ? 1 : 0
			assert.deepEqual([row["Year of birth"], row.District, row.Institution, row["Taken in, No. of the conclusion"], row["Removed on, reason"]],
				[p.born, p.district, p.institution, p.no === null ? russian(p.in) : `${russian(p.in)}, No. ${p.no}`, gone ? `${russian(p.out)}, ${p.reason}` : "—"], p.registry_no)
			assert.ok(row["Diagnosis with complications, ICD-10"].startsWith(`${p.code} `), p.registry_no)
		}
		assert.ok(removed > 0, "somebody was removed in the period")
	})
	test("what relieves pain on the last day is what the lines of that day are", () => {
		const lines = rows(["patient", "inn", "series", "version", "status", "starts", "ends", "stopped", "dose", "completed"], `SELECT l.patient_id, m.inn_en,
			l.series_id, l.version, l.status, l.starts_on, l.ends_on, l.stopped_on, trim_scale(l.dose),
			(SELECT max(e.on_date) FROM prescription_event e WHERE e.prescription_id = l.id AND e.to_status = 'completed')
			FROM prescription l JOIN medicine m ON m.id = l.medicine_id WHERE l.status NOT IN ('draft', 'entered_in_error')
			AND (m.group_code = 'nonopioid' OR m.group_code LIKE 'opioid%') ORDER BY l.series_id, l.version`)
		const before = (iso) => new Date(Date.parse(iso) - 86_400_000).toISOString().slice(0, 10)
		const isOn = (l, day) => {
			let end = l.stopped ?? l.ends ?? "9999-12-31"
			if (l.status === "replaced")
				for (const n of lines)
					if (n.series === l.series && Number(n.version) > Number(l.version) && before(n.starts) < end)
						end = before(n.starts)
			if (l.status === "completed" && l.completed !== null && l.completed < end)
				end = l.completed
			return l.starts <= day && end >= day
		}
		let many = 0
		for (const p of patients()) {
			const day = p.out !== null && p.out <= LAST ? p.out : LAST
			const given = lines.filter((l) => l.patient === p.id && isOn(l, day))
			const cell = told.find((r) => r["Register No."] === p.registry_no)["Pain relief: medicine, dose, schedule"]
			many += given.length > 1 ? 1 : 0
			if (given.length === 0)
				assert.equal(cell, "no", p.registry_no)
			else
				assert.deepEqual(cell.split("; ").map((x) => x.split(",")[0]).filter((x) => given.some((l) => l.inn === x)).sort(), given.map((l) => l.inn).sort(), p.registry_no)
		}
		assert.ok(many > 0, "somebody has several")
	})
	test("devices needed and issued on the last day are those of the orders", () => {
		const orders = rows(["patient", "name", "needed", "issued", "over", "respiratory"], `SELECT o.patient_id, d.name_en, o.needed_on, o.issued_on,
			coalesce(o.returned_on, o.ended_on), d.respiratory FROM device_order o JOIN device d ON d.code = o.device WHERE o.status NOT IN ('draft', 'entered_in_error')`)
		let some = 0
		for (const p of patients()) {
			const day = p.out !== null && p.out <= LAST ? p.out : LAST
			const needed = orders.filter((o) => o.patient === p.id && o.needed <= day && (o.over === null || o.over > day))
			const row = told.find((r) => r["Register No."] === p.registry_no)
			const count = (cell) => cell === "no" ? 0 : cell.split("; ").length
			some += needed.length
			assert.deepEqual([count(row["Devices needed at home"]), count(row["Devices issued"]), count(row["Respiratory support"])],
				[needed.length, needed.filter((o) => o.issued !== null && o.issued <= day).length, needed.filter((o) => o.respiratory !== null).length], p.registry_no)
			for (const o of needed)
				assert.ok(row["Devices needed at home"].includes(o.name), o.name)
		}
		assert.ok(some > 0, "somebody needs a device")
	})
	test("page, file and paper tell the same; only the page has places for names", async () => {
		const page = await client.get(`/reports/register?${PERIOD}`)
		assert.equal(page.status, 200)
		assert.equal(page.text.match(/<sealed-text/g).length, 3 * told.length)
		const { pdf } = await bytes(client, `/reports/register.pdf?${PERIOD}`)
		const flat = (s) => s.replace(/<[^>]*>|&#?\w+;|'/g, " ").replace(/\s+/g, "")
		const printed = flat(execFileSync("pdftotext", ["-raw", "-", "-"], { input: pdf, encoding: "utf8" }))
		const shown = flat(page.text)
		for (const row of told)
			for (const cell of Object.values(row)) {
				assert.ok(shown.includes(flat(cell)), `page: ${cell}`)
				assert.ok(printed.includes(flat(cell)), `PDF: ${cell}`)
			}
	})
	test("a period that cannot be is refused at its field", async () => {
		for (const form of ["", ".csv", ".pdf"]) {
			const { status, text } = await client.get(`/reports/register${form}?since=02.01.2026&until=01.01.2026`)
			assert.equal(status, 422)
			assert.match(text, /value="02\.01\.2026"/)
			assert.match(text, /field-error">[^<]*ends before it begins/)
		}
		assert.equal((await client.get("/reports/register.csv")).status, 422)
	})
	test("the ministry never reaches it", async () => {
		const { client: ministry } = await signIn(demoAccount(isMinistry))
		for (const form of ["", ".csv", ".pdf"])
			assert.equal((await ministry.get(`/reports/register${form}?${PERIOD}`)).status, 403)
		assert.doesNotMatch((await ministry.get(`/reports/summary?${PERIOD}`)).text, /reports\/register/)
	})
})
