// t0710-summary.test.mjs: the summary of institutions: each figure by another road, one whole, no small count told or computed.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { after, before, describe, test } from "node:test"
import { request } from "node:https"
import { ORIGIN, sql } from "./client.mjs"
import { sections } from "./csv.mjs"
import { days, demoAccount, isDoctor, isMinistry, placeOf, signIn } from "./doctor.mjs"
import { loadNeeds, needs, visitsAndShortages } from "./reference-needs.mjs"
import { figures, load } from "./reference.mjs"
import { DATA, datum, INDICATORS, NAMES, names, STATED, TABLES } from "./summary-names.mjs"

const FIRST = "2026-07-01", LAST = "2026-09-30"
const PERIOD = "since=01.07.2026&until=30.09.2026"
const BEFORE = "before_since=01.07.2025&before_until=30.09.2025"
const K = 5

const bytes = (client, path) => new Promise((resolve, reject) => {
	request(new URL(path, ORIGIN), { agent: false, headers: { Cookie: `__Host-palreg=${client.cookie}` } }, (res) => {
		const parts = []
		res.on("data", (p) => parts.push(p))
		res.on("end", () => resolve({ status: res.statusCode, pdf: Buffer.concat(parts) }))
	}).on("error", reject).end()
})
const file = async (client, query) => {
	const { status, text } = await client.get(`/reports/summary.csv?${query}`)
	assert.equal(status, 200, text.replace(/<[^>]*>/g, " ").slice(0, 3000))
	return sections(text)
}
/** What the ministry was told in another file or run must not stand in the way. */
const forget = (login) => sql(`DELETE FROM report_asked WHERE account_id = (SELECT id FROM account WHERE login = '${login}')`)
const english = async (client, work) => {
	await client.post("/account/language", { language: "en" })
	try {
		return await work()
	} finally {
		await client.post("/account/language", { language: "ru" })
	}
}

// Of the first patients on the register each lacks one datum more than the one before; no trigger makes anything of it.
const LOST = [["referred_on"], ["commission_no", "commission_on"], ["basis_code"], ["consent_on"], ["ready_on"], ["first_contact_on"]]
const quietly = (statement) => sql(`SET session_replication_role = replica; ${statement}`)
let kept
before(() => {
	const { institution } = placeOf(demoAccount(isDoctor).login)
	const list = sql(`SELECT id, ${LOST.flat().join(", ")} FROM patient WHERE institution_id = ${institution} AND status = 'active' AND date_in <= '${LAST}'
		ORDER BY id LIMIT ${LOST.length}`).split("\n").map((line) => line.split("|"))
	kept = list.map(([id, ...values]) => `UPDATE patient SET ${LOST.flat().map((name, i) => `${name} = nullif('${values[i]}', '')${name.endsWith("_on") ? "::date" : ""}`)} WHERE id = '${id}'`).join(";")
	quietly(list.map(([id], n) => `UPDATE patient SET ${LOST.slice(0, n + 1).flat().map((name) => `${name} = NULL`)} WHERE id = '${id}'`).join(";"))
})
after(() => quietly(kept))

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
					Math.round(v.home * 30 / stay * 100) / 100].join("|")).sort())
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

describe("the ministry", () => {
	const demo = demoAccount(isMinistry)
	let client
	before(async () => {
		({ client } = await signIn(demo))
		forget(demo.login)
	})
	after(() => forget(demo.login))
	const numbers = (rows, column) => rows.map((r) => r[column])
	const smalls = (out) => Object.entries(out).filter(([heading]) => /^(Patients|Removals|Status|Flow)/.test(heading)).flatMap(([heading, rows]) =>
		rows.flatMap((row) => Object.entries(row).filter(([head, cell]) => head !== "%" && /^[1-4]$/.test(cell ?? "")).map(() => heading)))

	test("institutions sum up to the whole, and the whole is what the tables hold", async () => english(client, async () => {
		forget(demo.login)
		const out = await file(client, PERIOD)
		const reference = figures(load(), FIRST, LAST).tables.all[""]
		const rows = out["Patients by institution"]
		const whole = rows.find((r) => r.Institution === "Total")
		for (const [head, n] of [["On the register", reference.ever], ["At the start", reference.start], ["Taken in", reference.in],
			["Removed", reference.out], ["At the end", reference.end]]) {
			const parts = numbers(rows.filter((r) => r !== whole), head)
			if (whole[head] !== "×")
				assert.equal(whole[head], String(n), head)
			if (!parts.includes("×"))
				assert.equal(parts.reduce((sum, x) => sum + Number(x), 0), Number(whole[head]), head)
		}
	}))
	test("gets no count from 1 to 4, no register number, and no month", async () => english(client, async () => {
		forget(demo.login)
		const { text } = await client.get(`/reports/summary.csv?${PERIOD}&${BEFORE}`)
		const out = sections(text)
		assert.deepEqual(smalls(out), [])
		assert.ok(text.includes("×"), "the demo region has small counts")
		assert.doesNotMatch(text, /П-\d{4}/)
		assert.equal(out["Flow by month"], undefined)
		for (const row of out["Indicators and targets"].filter((r) => r.Numerator !== undefined)) {
			const [yes, all] = [Number(row.Numerator), Number(row.Denominator)]
			assert.ok(Number.isNaN(yes) || yes === 0 || yes >= K, row.Indicator)
			assert.ok(Number.isNaN(all) || Number.isNaN(yes) || all - yes === 0 || all - yes >= K, row.Indicator)
		}
	}))
	test("is told no count below the one that was chosen for the region", async () => english(client, async () => {
		forget(demo.login)
		sql(`INSERT INTO setting (area_id, code, value, valid_from, account_id) SELECT area_id, 'small_cells', '15', current_date, id
			FROM account WHERE login = '${demo.login}'`)
		try {
			const { text } = await client.get(`/reports/summary.csv?${PERIOD}`)
			assert.ok(text.includes("below 15"))
			const small = Object.entries(sections(text)).filter(([heading]) => /^(Patients|Removals|Status|Flow|Medicines)/.test(heading))
				.flatMap(([, rows]) => rows.flatMap((row) => ["On the register", "Patients", "Removed", "At the end"].map((head) => row[head])))
			assert.deepEqual(small.filter((cell) => Number(cell) > 0 && Number(cell) < 15), [])
		} finally {
			sql("DELETE FROM setting WHERE code = 'small_cells'")
			forget(demo.login)
		}
	}))
	test("periods that overlap are refused within a day, the same one is not", async () => {
		forget(demo.login)
		assert.equal((await client.get(`/reports/summary.csv?${PERIOD}`)).status, 200)
		assert.equal((await client.get(`/reports/summary.csv?${PERIOD}`)).status, 200)
		const { status, text } = await client.get("/reports/summary?since=02.07.2026&until=30.09.2026")
		assert.equal(status, 422)
		assert.match(text, /role="alert">Сегодня вы уже получили/)
	})
	test("too few patients are refused", async () => {
		forget(demo.login)
		const district = sql(`SELECT district_id FROM patient WHERE status <> 'draft' AND date_in <= '${LAST}'
			AND (date_out IS NULL OR date_out >= '${FIRST}') AND sex = 'f' AND '2026' - year_of_birth < 18 GROUP BY 1
			HAVING count(*) BETWEEN 1 AND 4 LIMIT 1`)
		assert.notEqual(district, "")
		const { status, text } = await client.get(`/reports/summary?${PERIOD}&district=${district}&sex=f&age=0`)
		assert.equal(status, 422)
		assert.match(text, /слишком мало/)
	})

	/**
	 * The attack: many reports of one day with other choices. Everything that was told is a set of people with its number:
	 * rows of the tables and their flows, outcomes of indicators, who had a medicine or a device, and the same of the period
	 * that is compared. A set or a difference of two told sets must never be 1 to 4, nor may elimination single out such a set.
	 */
	const attack = (people, all) => {
		for (const a of all)
			assert.equal(a.n, a.ids.size, a.name)
		const told = [...new Map(all.map((a) => [people.map((id) => a.ids.has(id) ? "1" : "0").join(""), a])).values()]
		// One unknown for all people whom no told set tells apart.
		const classes = new Map()
		for (const id of people) {
			const key = told.map((t) => t.ids.has(id) ? "1" : "0").join("")
			classes.set(key, (classes.get(key) ?? 0) + 1)
		}
		const keys = [...classes.keys()]
		const matrix = told.map((t, r) => Float64Array.from([...keys.map((key) => Number(key[r])), t.n]))
		// Gauss-Jordan: what comes out alone, or as a sum of ones, is known to who has all reports.
		let rank = 0
		for (let column = 0; column < keys.length; column++) {
			const pivot = matrix.findIndex((row, r) => r >= rank && Math.abs(row[column]) > 1e-9)
			if (pivot < 0)
				continue
			[matrix[rank], matrix[pivot]] = [matrix[pivot], matrix[rank]]
			const by = matrix[rank][column]
			const own = matrix[rank].map((x) => x / by)
			matrix[rank] = own
			matrix.forEach((row, r) => {
				const times = row[column]
				if (r !== rank && Math.abs(times) > 1e-9)
					for (let i = column; i < row.length; i++)
						row[i] -= times * own[i]
			})
			rank++
		}
		for (const row of matrix.slice(0, rank))
			if (row.slice(0, -1).every((x) => Math.abs(x) < 1e-6 || Math.abs(x - 1) < 1e-6)) {
				const n = Math.round(row.at(-1))
				assert.ok(n === 0 || n >= K, `${told[0].name}: a set of ${n} is singled out`)
			}
		// Differences of two told sets of which one holds the other.
		for (const a of told)
			for (const b of told)
				if (a.n > b.n && a.n - b.n < K)
					assert.ok([...b.ids].some((id) => !a.ids.has(id)), `${a.name} less ${b.name} is ${a.n - b.n}`)
	}
	test("no row, flow, outcome, need, difference or complement of a day's reports is a small count", async () => english(client, async () => {
		forget(demo.login)
		const data = load()
		const periods = [[FIRST, LAST], ["2025-07-01", "2025-09-30"]].map(([first, last]) => ({ ...figures(data, first, last), last }))
		const taken = needs(loadNeeds(), periods[0].people, FIRST, LAST)
		const byId = new Map(data.patients.map((p) => [p.id, p]))
		const label = { ...NAMES, institution: names("SELECT id, coalesce(nullif(name_en, ''), name) FROM area"),
			district: names("SELECT id, coalesce(nullif(name_en, ''), name) FROM area"), group: names("SELECT code, name_en FROM diagnosis_group"),
			place: names("SELECT code, name_en FROM coded_value WHERE list = 'place_of_care'"),
			reason: names("SELECT code, name_en FROM reason WHERE kind = 'removal'") }
		const products = names(`SELECT f.id, m.inn_en || ', ' || coalesce(nullif(f.form_en, ''), f.form) || ' ' ||
			coalesce(nullif(f.strength_en, ''), f.strength) FROM medicine_product f JOIN medicine m ON m.id = f.medicine_id`)
		const deviceNames = names("SELECT code, name_en FROM device")
		const visitKinds = names("SELECT code, name_en FROM visit_kind")
		const lacked = visitsAndShortages(periods[0].people, FIRST, LAST)
		const choices = [{}, ...[6, 7, 8].map((institution) => ({ institution })), ...["m", "f"].map((sex) => ({ sex })),
			{ age: 3 }, { age: 3, sex: "m" }, { age: "3,4" }, { institution: "6,7" }, { institution: "7,8" },
			{ district: 2 }, { district: 3 }, { group: "onco" }, { group: "onco", sex: "f" }]
		const has = (list, value) => list === undefined || String(list).split(",").includes(String(value))
		const told = { now: [], before: [] }	// sets of people with their number; each indicator and need is a question of its own
		const tell = (what, name, cell, ids, chosen) => {
			if (cell !== undefined && cell !== "×")
				(told[what] ??= []).push({ n: Number(cell), ids: new Set([...ids].filter((id) => chosen.has(id))), name })
		}
		const totals = []
		let refused = 0
		for (const choice of choices) {
			const { status, text } = await client.get(`/reports/summary.csv?${PERIOD}&${BEFORE}&${new URLSearchParams(choice)}`)
			if (status === 422) {
				refused++
				continue
			}
			assert.equal(status, 200)
			const out = sections(text)
			const name = JSON.stringify(choice)
			const [chosen, past] = periods.map(({ people, last }) => new Set(people.filter((p) => {
				const band = [18, 40, 60, 75].filter((limit) => Number(last.slice(0, 4)) - Number(p.year_of_birth) >= limit).length
				return has(choice.institution, p.institution_id) && has(choice.district, p.district_id) && has(choice.sex, p.sex) &&
					has(choice.age, band) && has(choice.group, data.groups[p.diagnosis_code])
			}).map((p) => p.id)))
			for (const [part, [heading, head]] of Object.entries(TABLES))
				for (const row of out[heading] ?? []) {
					const of = ({ tables }) => row[head] === "Total" ? part === "reason" ? { ever: tables.all[""].who.out } : tables.all[""].who :
						Object.entries(tables[part] ?? {}).find(([key]) => (label[part][key] ?? "Not stated") === row[head])?.[1].who ?? {}
					const where = `${name} ${heading} ${row[head]}`
					const [now, then] = periods.map(of)
					tell("now", where, row["On the register"] ?? row.Patients, now.ever ?? [], chosen)
					for (const [figure, title] of [["start", "At the start"], ["in", "Taken in"], ["out", "Removed"], ["end", "At the end"]])
						tell("now", `${where} ${figure}`, row[title], now[figure] ?? [], chosen)
					for (const [sex, title] of [["m", "Men"], ["f", "Women"]])
						tell("now", `${where} ${sex}`, row[title], [...now.ever ?? []].filter((id) => byId.get(id).sex === sex), chosen)
					tell("before", where, row["Compared with"], then.ever ?? [], past)
				}
			for (const [code, indicator] of Object.entries(INDICATORS)) {
				const row = out["Indicators and targets"].find((r) => r.Indicator === indicator)
				const { who } = periods[0].indicators[code] ?? { who: { yes: [], no: [], missing: [] } }
				if (row["Counted in"] !== "patients")
					continue
				tell(code, `${name} ${indicator}, numerator`, row.Numerator, who.yes, chosen)
				tell(code, `${name} ${indicator}, denominator`, row.Denominator, [...who.yes, ...who.no], chosen)
				tell(code, `${name} ${indicator}, not known`, row["Not known"], who.missing, chosen)
			}
			for (const [code, name1] of Object.entries(DATA)) {
				const row = datum(out, name1)
				const { who } = periods[0].indicators[code]
				tell(code, `${name} ${name1}, recorded`, row.Recorded, who.yes, chosen)
				tell(code, `${name} ${name1}, lacking`, row.Lacking, who.no, chosen)
				tell(code, `${name} ${name1}, of`, row.Of, [...who.yes, ...who.no], chosen)
			}
			for (const [part, name1] of Object.entries(STATED)) {
				const everybody = periods[0].tables.all[""].who.ever
				const lacking = new Set(Object.entries(periods[0].tables[part]).filter(([key]) => ["u", "", "null"].includes(key)).flatMap(([, c]) => [...c.who.ever]))
				tell("now", `${name} ${name1}, lacking`, datum(out, name1).Lacking, lacking, chosen)
				tell("now", `${name} ${name1}, recorded`, datum(out, name1).Recorded, [...everybody].filter((id) => !lacking.has(id)), chosen)
			}
			const rows = (out["Medicines by form and strength"] ?? []).filter((r) => r.Patients !== undefined)
			for (const row of rows) {
				const id = Object.keys(taken.medicines).find((key) => products[key] === row["Medicine, form and strength"])
				tell(`m${id}`, `${name} ${products[id]}`, row.Patients, taken.medicines[id].patients, chosen)
				if (row.Patients === "×")
					assert.deepEqual(Object.entries(row).filter(([head, cell]) => !["×", "—"].includes(cell) && head !== "Unit").length, 1, "a hidden row tells nothing")
				const late = [...taken.medicines[id].recent].filter((p) => chosen.has(p)).length
				assert.ok(late === 0 || late >= K || row["Forecast: amount"] === "×", `${name} ${products[id]}: forecast of ${late}`)
			}
			for (const row of (out["Medicines that were not available"] ?? []).filter((r) => r.Patients !== undefined)) {
				const id = Object.keys(lacked.shortages).find((key) => products[key] === row["Medicine, form and strength"])
				tell(`m${id}`, `${name} ${products[id]}, not available`, row.Patients, lacked.shortages[id].patients, chosen)
			}
			for (const row of (out["Visits and contacts"] ?? []).filter((r) => r.Patients !== undefined)) {
				const [kind, visits] = Object.entries(lacked.visits).find(([key]) => visitKinds[key] === row["Kind of visit"])
				tell(`v${kind}`, `${name} ${row["Kind of visit"]}`, row.Patients, visits.patients, chosen)
				for (const head of ["Carried out", "Of them at home", "Elsewhere, by phone or video", "Planned and not done"])
					assert.doesNotMatch(row[head], /^[1-4]$/, `${name} ${row["Kind of visit"]} ${head}`)
			}
			for (const row of (out["Medical devices"] ?? []).filter((r) => r.Patients !== undefined)) {
				const [code, device] = Object.entries(periods[0].devices).find(([key]) => deviceNames[key] === row["Medical device"])
				tell(`d${code}`, `${name} ${row["Medical device"]}`, row.Patients, device.patients, chosen)
			}
			const all = out["Opioids in all"].find((r) => r.Figure === "OME of all opioids with a factor").Value
			tell("opioids", `${name} opioids`, out["Opioids in all"].find((r) => r.Figure === "Patients with an opioid").Value, taken.opioids.patients, chosen)
			if (all !== "×")
				totals.push({ name, chosen, hidden: new Set(rows.filter((r) => r.Patients === "×").map((r) => r["Medicine, form and strength"])) })
		}
		assert.ok(told.now.length > 100 && Object.keys(told).length > 40, `${told.now.length} told, ${refused} refused`)
		assert.ok(Object.values(told).flat().some((t) => /medicine|tablets|patch/.test(t.name)), "needs are among it")
		for (const [what, list] of Object.entries(told))
			attack(periods[what === "before" ? 1 : 0].people.map((p) => p.id), list)
		// All equivalents less those that are told are those of hidden rows: of nobody, or of many; in differences of reports too.
		const opioids = Object.entries(taken.medicines).filter(([, m]) => !Number.isNaN(m.ome))
		const united = (hidden, ids) => new Set(opioids.filter(([id]) => hidden.has(products[id])).flatMap(([, m]) => [...m.patients].filter((p) => ids.has(p)))).size
		for (const a of totals)
			for (const b of [...totals, { name: "nothing", chosen: new Set(), hidden: new Set() }]) {
				if ([...b.chosen].some((id) => !a.chosen.has(id)))
					continue
				const n = united(new Set([...a.hidden, ...b.hidden]), new Set([...a.chosen].filter((id) => !b.chosen.has(id))))
				assert.ok(n === 0 || n >= K, `${a.name} less ${b.name}: equivalents of ${n}`)
			}
	}))
})
