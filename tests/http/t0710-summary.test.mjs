// t0710-summary.test.mjs: the summary of institutions: each figure by another road, one whole.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { sections } from "./csv.mjs"
import { days, demoAccount, isDoctor, placeOf, signIn } from "./doctor.mjs"
import { bytes } from "./pdf.mjs"
import { loadNeeds, needs, visitsAndShortages } from "./reference-needs.mjs"
import { figures, load } from "./reference.mjs"
import { addCases, BEFORE, english, file, FIRST, LAST, PERIOD, takeBack } from "./summary-cases.mjs"
import { DATA, datum, INDICATORS, NAMES, names, STATED, TABLES } from "./summary-names.mjs"

before(addCases)
after(takeBack)

describe("the summary of one's own institution", () => {
	const demo = demoAccount(isDoctor)
	let client, mine, data, told, past, turned
	before(async () => {
		({ client } = await signIn(demo))
		mine = placeOf(demo.login).institution
		await english(client, async () => {
			told = await file(client, `${PERIOD}&${BEFORE}`)
			past = await file(client, BEFORE.replaceAll("before_", ""))
			turned = await file(client, `${BEFORE.replaceAll("before_", "")}&${PERIOD.replace("since", "before_since").replace("until", "before_until")}`)
		})
		data = load()
	})
	const check = (out, first, last) => {
		const reference = figures(data, first, last, (p) => p.institution_id === mine)
		const label = { ...NAMES,
			institution: names("SELECT id, coalesce(nullif(name_en, ''), name) FROM area"),
			district: names("SELECT id, coalesce(nullif(name_en, ''), name) FROM area"),
			group: names("SELECT code, name_en FROM diagnosis_group"),
			place: names("SELECT code, name_en FROM coded_value WHERE list = 'place_of_care'"),
			reason: names("SELECT code, name_en FROM reason WHERE kind = 'removal'") }
		for (const [part, [heading, head]] of Object.entries(TABLES)) {
			const rows = out[heading].filter((row) => row[head] !== "Total" && (row["On the register"] ?? row.Patients) !== "0")
			const wanted = Object.entries(reference.tables[part] ?? {})
			assert.equal(rows.length, wanted.length, heading)
			for (const [key, counts] of wanted) {
				const row = rows.find((r) => r[head] === (label[part][key] ?? "Not stated"))
				assert.ok(row, `${heading}: ${key}`)
				assert.equal(row["On the register"] ?? row.Patients, String(counts.ever), `${heading}: ${key}`)
				if ("Taken in" in row)
					assert.deepEqual([row["At the start"], row["Taken in"], row.Removed, row["At the end"]],
						[counts.start, counts.in, counts.out, counts.end].map(String), `${heading}: ${key}`)
			}
		}
		for (const [code, name] of Object.entries(INDICATORS)) {
			const row = out["Indicators and targets"].find((r) => r.Indicator === name)
			const { yes, no, missing } = reference.indicators[code] ?? { yes: 0, no: 0, missing: 0 }
			assert.deepEqual([row.Numerator, row.Denominator, row["Not known"]], [yes, yes + no, missing].map(String), name)
			assert.equal(row["%"], yes + no === 0 ? "—" : (Math.round(yes * 1000 / (yes + no)) / 10).toFixed(1), name)
		}
	}
	test("who lacks which datum is what a count by hand gives, each with its definition", () => {
		const percent = (n, of) => of === 0 ? "—" : (Math.round(n * 1000 / of) / 10).toFixed(1)
		const [now, then] = [[FIRST, LAST], ["2025-07-01", "2025-09-30"]].map(([first, last]) => figures(data, first, last, (p) => p.institution_id === mine))
		const lacking = {}
		for (const [out, reference, before] of [[told, now, then], [past, then, null]]) {
			for (const [code, name] of Object.entries(DATA)) {
				const row = datum(out, name)
				const { yes, no } = reference.indicators[code] ?? { yes: 0, no: 0 }
				assert.deepEqual([row.Of, row.Recorded, row.Lacking, row["Lacking, %"]], [yes + no, yes, no].map(String).concat(percent(no, yes + no)), name)
				if (before !== null) {
					const { yes: had, no: lacked } = before.indicators[code] ?? { yes: 0, no: 0 }
					assert.equal(row["Lacking before, %"], percent(lacked, had + lacked), name)
				}
				assert.ok(row.Definition.length > 20, name)
				lacking[code] = (lacking[code] ?? 0) + no
			}
			const { ever } = reference.tables.all[""]
			for (const [part, name] of Object.entries(STATED)) {
				const none = Object.entries(reference.tables[part]).filter(([key]) => ["u", "", "null"].includes(key)).reduce((n, [, c]) => n + c.ever, 0)
				const row = datum(out, name)
				assert.deepEqual([row.Of, row.Recorded, row.Lacking], [ever, ever - none, none].map(String), name)
				lacking[part] = (lacking[part] ?? 0) + none
			}
		}
		for (const code of ["has_referral", "has_commission", "has_commission_on", "has_basis", "has_consent", "has_ready", "has_contact"])
			assert.ok(lacking[code] > 0, `lacking in nobody: ${code}`)
	})
	test("every count and indicator is what a count by hand gives", () => {
		check(told, FIRST, LAST)
		check(past, "2025-07-01", "2025-09-30")
	})
	test("devices are what a count by hand gives", () => {
		const { devices } = figures(data, FIRST, LAST, (p) => p.institution_id === mine)
		const label = names("SELECT code, name_en FROM device")
		const sorted = (list) => list.map((cells) => cells.join("|")).sort()
		assert.deepEqual(sorted(told["Medical devices"].filter((row) => row.Patients !== undefined).map((r) => Object.values(r).slice(0, 6))),
			sorted(Object.entries(devices).map(([code, d]) => [label[code], d.patients.size, d.needed, d.issued, d.waiting, d.returned])))
	})
	test("every indicator has cases in the reference", () => {
		const { indicators } = figures(data, FIRST, LAST, (p) => p.institution_id === mine)
		for (const code of Object.keys(INDICATORS))
			assert.ok(indicators[code] !== undefined, code)
		for (const code of ["fatigue_comes_down", "breath_stays_low", "family_comes_down", "distress_better"])
			assert.ok(indicators[code].yes > 0 && indicators[code].no > 0, code)
	})
	test("services and prescription forms are what a count by hand gives; one institution is not the region", () => {
		const label = names("SELECT code, name_en FROM service"), formNames = names("SELECT code, name_en FROM rx_form")
		const lines = (rows) => (rows ?? []).filter((r) => Object.values(r)[1] !== undefined).map((r) => Object.values(r).join("|")).sort()
		let written = 0
		for (const [out, first, last] of [[told, FIRST, LAST], [past, "2025-07-01", "2025-09-30"]]) {
			const { services, forms } = figures(data, first, last, (p) => p.institution_id === mine)
			assert.deepEqual(lines(out.Services), Object.entries(services).map(([code, s]) => [label[code], s.patients.size, s.orders, s.planned, s.done,
				s.planned === 0 ? "—" : (Math.round(s.done * 1000 / s.planned) / 10).toFixed(1)].join("|")).sort())
			assert.deepEqual(lines(out["Controlled medicines by prescription form"]), Object.entries(forms).map(([code, f]) =>
				[formNames[code] ?? "Not stated", f.written, f.spoilt, f.patients.size, f.lines.size].join("|")).sort())
			written += Object.values(forms).reduce((n, f) => n + f.written, 0)
			assert.equal(out["Reached of those in need"], undefined)
		}
		assert.ok(written > 0, "some form was written")
	})
	test("medicines by form and strength, their amounts, equivalents, packs and forecast are what a count day by day gives", () => {
		const source = loadNeeds()
		const label = names(`SELECT f.id, m.inn_en || ', ' || coalesce(nullif(f.form_en, ''), f.form) || ' ' ||
			coalesce(nullif(f.strength_en, ''), f.strength) FROM medicine_product f JOIN medicine m ON m.id = f.medicine_id`)
		const units = names("SELECT code, name_en FROM unit")
		const near = (cell, wanted, what) => {
			if (Number.isNaN(wanted))
				return assert.equal(cell, "—", what)
			assert.ok(Math.abs(Number(cell) - wanted) <= (wanted >= 1000 ? 0.5 : 0.05) + 1e-6, `${what}: ${cell}, not ${wanted}`)
		}
		for (const [out, first, last] of [[told, FIRST, LAST], [past, "2025-07-01", "2025-09-30"]]) {
			const { medicines, opioids, stay } = needs(source, figures(data, first, last, (p) => p.institution_id === mine).people, first, last)
			const rows = out["Medicines by form and strength"].filter((row) => row.Patients !== undefined)
			assert.equal(rows.length, Object.keys(medicines).length)
			for (const [id, m] of Object.entries(medicines)) {
				const row = rows.find((r) => r["Medicine, form and strength"] === label[id])
				const packs = (n) => m.pack === 0 || Number.isNaN(n) ? "—" : String(Math.ceil(n / m.pack - 1e-9))
				assert.deepEqual([row.Patients, row.Lines, row["Days of prescription"], row.Unit, row.Packs, row["Forecast: packs"]],
					[m.patients.size, m.series.size, m.days].map(String).concat(units[m.unit], packs(m.count), packs(m.aheadCount)), label[id])
				near(row.Amount, m.amount, `${label[id]}, amount`)
				near(row.DDD, m.ddd, `${label[id]}, DDD`)
				const dose = out["Defined daily doses"].find((r) => r["Medicine, form and strength"] === label[id])
				assert.equal(dose?.DDD ?? "—", row.DDD, label[id])
				near(dose?.["DDD for 1,000 patients a day"] ?? "—", m.ddd / stay * 1000, `${label[id]}, DDD for 1,000 patients a day`)
				near(row["OME, mg"], m.ome, `${label[id]}, OME`)
				near(row["Forecast: amount"], m.ahead, `${label[id]}, forecast`)
			}
			const value = (name) => out["Opioids in all"].find((r) => r.Figure === name).Value
			assert.deepEqual([value("Patients with an opioid"), value("Days with an opioid")], [opioids.patients.size, opioids.days].map(String))
			near(value("OME of all opioids with a factor"), opioids.ome, "OME")
			near(value("Mean OMEDD"), opioids.mean, "OMEDD")
			near(value("DOME"), opioids.dome, "DOME")
		}
	})
	test("visits by kind and place and medicines that were not available are what a count by hand gives", () => {
		const source = loadNeeds()
		const kinds = names("SELECT code, name_en FROM visit_kind")
		const label = names(`SELECT f.id, m.inn_en || ', ' || coalesce(nullif(f.form_en, ''), f.form) || ' ' ||
			coalesce(nullif(f.strength_en, ''), f.strength) FROM medicine_product f JOIN medicine m ON m.id = f.medicine_id`)
		const cells = (row) => Object.values(row)
		let missing = 0
		for (const [out, first, last] of [[told, FIRST, LAST], [past, "2025-07-01", "2025-09-30"]]) {
			const { people } = figures(data, first, last, (p) => p.institution_id === mine)
			const { visits, shortages } = visitsAndShortages(people, first, last)
			const { stay } = needs(source, people, first, last)
			assert.deepEqual((out["Visits and contacts"] ?? []).filter((r) => r.Patients !== undefined).map((r) => cells(r).join("|")).sort(),
				Object.entries(visits).map(([kind, v]) => [kinds[kind], v.patients.size, v.done, v.home, v.elsewhere, v.missed,
					(Math.round(v.home * 30 / stay * 100) / 100).toFixed(2)].join("|")).sort())
			assert.deepEqual((out["Medicines that were not available"] ?? []).filter((r) => r.Patients !== undefined).map((r) => cells(r).join("|")).sort(),
				Object.entries(shortages).map(([id, s]) => [label[id], s.patients.size, s.lines.size].join("|")).sort())
			missing += Object.keys(shortages).length
			assert.ok(Object.keys(visits).length > 2)
		}
		assert.ok(missing > 0, "some medicine was not available")
	})
	test("the period to compare with has the figures of its own report", () => {
		for (const [now, then] of [["%", "Before, %"]])
			for (const row of told["Indicators and targets"].filter((r) => r.Numerator !== undefined))
				assert.equal(row[then], past["Indicators and targets"].find((r) => r.Indicator === row.Indicator)[now], row.Indicator)
	})
	test("what is compared sums up to its whole, rows that only the other period has among it", () => {
		let added = 0
		for (const [part, [heading, head]] of Object.entries(TABLES)) {
			const rows = turned[heading] ?? []
			const parts = rows.filter((row) => row[head] !== "Total")
			const whole = rows.find((row) => row[head] === "Total")
			assert.equal(parts.reduce((sum, row) => sum + Number(row["Compared with"]), 0), Number(whole["Compared with"]), heading)
			for (const row of told[heading].filter((r) => (r["On the register"] ?? r.Patients) !== "0"))
				assert.equal(parts.concat(whole).find((r) => r[head] === row[head])?.["Compared with"], row["On the register"] ?? row.Patients, `${heading}: ${row[head]}`)
			added += parts.filter((r) => (r["On the register"] ?? r.Patients) === "0").length
			if (part === "age")
				assert.deepEqual(parts.map((r) => r[head]), Object.values(NAMES.age).filter((name) => parts.some((r) => r[head] === name)), "in their order")
		}
		assert.ok(added > 0, "the later period has rows that the earlier one had not")
	})
	test("the flow closes and says so", async () => {
		const [row] = told["Flow of patients"]
		assert.equal(Number(row["At the start"]) + Number(row["Taken in"]) - Number(row.Removed), Number(row["At the end"]))
		assert.match((await client.get(`/reports/summary?${PERIOD}`)).text, /движение сходится/)
	})
	test("page, file and PDF tell the same", async () => {
		const { text } = await client.get(`/reports/summary?${PERIOD}`)
		const own = sections((await client.get(`/reports/summary.csv?${PERIOD}`)).text)
		const { status, pdf } = await bytes(client, `/reports/summary.pdf?${PERIOD}`)
		assert.equal(status, 200)
		const flat = (s) => s.replace(/<[^>]*>|&[a-z]+;/g, " ").replace(/\s+/g, "")
		const printed = flat(execFileSync("pdftotext", ["-raw", "-", "-"], { input: pdf, encoding: "utf8" }))
		const shown = flat(text)
		for (const [heading, rows] of Object.entries(own)) {
			assert.ok(printed.includes(flat(heading)), heading)
			for (const row of rows.filter((r) => Object.values(r).every((cell) => cell !== undefined))) {
				const line = flat(Object.values(row).join(" "))
				assert.ok(shown.includes(line), `page: ${line}`)
				for (const cell of Object.values(row))
					assert.ok(printed.includes(flat(cell)), `PDF: ${cell}`)
			}
		}
		assert.doesNotMatch(text, /П-\d{4}/)
	})
	test("an institution outside of one's areas is not there", async () => {
		const other = sql(`SELECT id FROM area WHERE kind = 'institution' AND id <> ${mine} LIMIT 1`)
		for (const form of ["", ".csv", ".pdf"])
			assert.equal((await client.get(`/reports/summary${form}?${PERIOD}&institution=${other}`)).status, 404)
		assert.equal((await client.get(`/reports/summary?${PERIOD}&district=${other}`)).status, 404)
	})
	test("periods that cannot be are refused at their field, and the form comes back filled in", async () => {
		const tomorrow = days(1).split("-").reverse().join(".")
		for (const [query, pattern] of [
			["since=02.01.2026&until=01.01.2026", /раньше, чем начинается/],
			[`since=01.01.2026&until=${tomorrow}`, /ещё не наступил/],
			["since=01.01.2010&until=01.01.2026", /длиннее десяти лет/],
			["since=01.01.2026", /нужна дата/],
			["since=32.01.2026&until=01.02.2026", /ДД\.ММ\.ГГГГ/],
			[`${PERIOD}&before_since=01.06.2026&before_until=01.07.2026`, /пересекается/],
			[`${PERIOD}&institution=${"1,".repeat(400)}1`, /слишком длинно|длинн/i],
		])
			for (const form of ["", ".csv", ".pdf"]) {
				const { status, text } = await client.get(`/reports/summary${form}?${query}`)
				assert.equal(status, 422, query)
				assert.match(text, pattern, query)
			}
		assert.match((await client.get("/reports/summary?since=02.01.2026&until=01.01.2026")).text, /name="since" value="02\.01\.2026"/)
		assert.equal((await client.get(`/reports/summary?${PERIOD}&sql=1`)).status, 400)
	})
})
