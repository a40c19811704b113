// t0711-summary-ministry.test.mjs: the summary of the region for who may not see single patients: no small count told or computed.
import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { sections } from "./csv.mjs"
import { demoAccount, isMinistry, signIn } from "./doctor.mjs"
import { loadNeeds, needs, visitsAndShortages } from "./reference-needs.mjs"
import { figures, load, rows } from "./reference.mjs"
import { addCases, BEFORE, english, file, FIRST, forget, K, LAST, PERIOD, takeBack } from "./summary-cases.mjs"
import { DATA, datum, INDICATORS, NAMES, names, STATED, TABLES } from "./summary-names.mjs"

before(addCases)
after(takeBack)

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
	test("who is reached of those in need, beds and teams are those of the book of areas", async () => english(client, async () => {
		forget(demo.login)
		const out = await file(client, PERIOD)
		const areas = rows(["id", "name", "kind", "parent", "adults", "children", "need", "need_children", "facility", "beds", "child_beds", "teams"],
			`SELECT id, coalesce(nullif(name_en, ''), name), kind, parent_id, adults, children, need_adults, need_children, facility, beds, child_beds, teams FROM area WHERE retired_at IS NULL`)
		const { tables } = figures(load(), FIRST, LAST)
		const districts = areas.filter((a) => a.kind === "district")
		const sum = (key) => districts.reduce((n, a) => n + Number(a[key]), 0)
		const child = tables.age["0"]?.ever ?? 0
		const groups = { Adults: [tables.all[""].ever - child, sum("adults"), sum("need"), "≥ 90"], "Children to 17 years": [child, sum("children"), sum("need_children"), "≥ 100"],
			All: [tables.all[""].ever, sum("adults") + sum("children"), sum("need") + sum("need_children"), "—"], "Not stated": [0, NaN, NaN, "—"],
			...Object.fromEntries(districts.map((a) => [a.name, [tables.district[a.id]?.ever ?? 0, Number(a.adults) + Number(a.children), Number(a.need) + Number(a.need_children), "—"]])) }
		const grouped = (cell) => cell.replace(/[\s\u00a0]/g, "")
		const one = (n) => Number.isNaN(n) ? "—" : (Math.round(n * 10) / 10).toFixed(1)
		const told = out["Reached of those in need"].filter((r) => r["On the register"] !== undefined)
		assert.deepEqual(told.map((r) => r.Whom).sort(), Object.keys(groups).sort())
		let shown = 0
		for (const row of told) {
			const [had, people, need, target] = groups[row.Whom]
			assert.deepEqual([grouped(row["Need in a year"]), grouped(row.People), row["Target, %"]], [need, people].map((n) => Number.isNaN(n) ? "—" : String(n)).concat(target), row.Whom)
			if (row["On the register"] === "×")
				assert.deepEqual([row["Reached, %"], row["On the register of 100,000"], row["Target reached"]], ["×", "×", "—"], row.Whom)
			else {
				shown++
				assert.deepEqual([row["On the register"], row["Reached, %"], grouped(row["On the register of 100,000"])],
					[String(had), one(had * 100 / need), one(had * 100_000 / people)].map(String), row.Whom)
				assert.equal(row["Target reached"], target === "—" ? "—" : had * 100 >= Number(target.slice(2)) * need ? "reached" : "not reached", row.Whom)
			}
		}
		assert.ok(shown >= 3)
		const under = (i) => areas.filter((a) => a.id === i.id || a.parent === i.id)
		const own = (i, key) => (under(i).some((a) => a.kind === "department" && a[key] !== null) ? under(i).filter((a) => a.kind === "department") : [i])
			.filter((a) => a[key] !== null)
		const total = (list, value) => list.length === 0 ? "—" : String(list.reduce((n, a) => n + value(a), 0))
		const places = areas.filter((a) => a.kind === "institution").map((i) => [i.name, total(own(i, "beds"), (a) => Number(a.beds) - Number(a.child_beds ?? 0)),
			total(own(i, "beds"), (a) => Number(a.child_beds ?? 0)), total(own(i, "teams"), (a) => Number(a.teams))])
		assert.deepEqual(out["Beds and mobile teams"].filter((r) => r.Institution !== "Total" && r["Kind of care"] !== undefined)
			.map((r) => [r.Institution, r["Palliative beds, adults"], r["Palliative beds, children"], r["Mobile teams"]]).sort(), places.sort())
		const rates = Object.fromEntries(out["Beds and teams for the people"].filter((r) => r.Number !== undefined).map((r) => [r.Figure, r]))
		for (const [figure, column, people] of [["Palliative beds for adults", 1, sum("adults")], ["Palliative beds for children", 2, sum("children")],
			["Mobile teams", 3, sum("adults") + sum("children")]]) {
			const n = places.reduce((all, p) => all + (p[column] === "—" ? 0 : Number(p[column])), 0)
			assert.deepEqual([rates[figure].Number, rates[figure]["Of 100,000 people"], rates[figure]["Institutions that do not state it"]],
				[String(n), one(n * 100_000 / people), String(places.filter((p) => p[column] === "—").length)], figure)
		}
		// A part of the patients does not stand beside all people.
		const part = await file(client, `${PERIOD}&sex=f`)
		assert.equal(part["Reached of those in need"], undefined)
		assert.ok(part["Beds and mobile teams"] !== undefined)
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
		const takenThen = needs(loadNeeds(), periods[1].people, "2025-07-01", "2025-09-30")
		const byId = new Map(data.patients.map((p) => [p.id, p]))
		const label = { ...NAMES, institution: names("SELECT id, coalesce(nullif(name_en, ''), name) FROM area"),
			district: names("SELECT id, coalesce(nullif(name_en, ''), name) FROM area"), group: names("SELECT code, name_en FROM diagnosis_group"),
			place: names("SELECT code, name_en FROM coded_value WHERE list = 'place_of_care'"),
			reason: names("SELECT code, name_en FROM reason WHERE kind = 'removal'") }
		const products = names(`SELECT f.id, m.inn_en || ', ' || coalesce(nullif(f.form_en, ''), f.form) || ' ' ||
			coalesce(nullif(f.strength_en, ''), f.strength) FROM medicine_product f JOIN medicine m ON m.id = f.medicine_id`)
		const deviceNames = names("SELECT code, name_en FROM device")
		const visitKinds = names("SELECT code, name_en FROM visit_kind")
		const serviceNames = names("SELECT code, name_en FROM service")
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
			for (const [what, list, n, at] of [["now", "this period", 0, chosen], ["before", "compared with", 1, past]]) {
				const flow = out["Flow of patients"].find((r) => r.Period === list)
				const { who } = periods[n].tables.all[""]
				for (const [figure, title] of [["start", "At the start"], ["in", "Taken in"], ["out", "Removed"], ["end", "At the end"], ["ever", "At any time"]])
					tell(what, `${name} flow, ${list} ${figure}`, flow[title], who[figure], at)
			}
			for (const [code, indicator] of Object.entries(INDICATORS)) {
				const row = out["Indicators and targets"].find((r) => r.Indicator === indicator)
				const { who } = periods[0].indicators[code] ?? { who: { yes: [], no: [], missing: [] } }
				if (row["Counted in"] !== "patients") {
					// Phases are not people, but one told of alone would be somebody's.
					for (const head of ["Numerator", "Not known"])
						assert.doesNotMatch(row[head], /^[1-4]$/, `${name} ${indicator}, ${head}`)
					continue
				}
				// A percentage of the other period is taken for both of its counts.
				const then = periods[1].indicators[code]?.who ?? { yes: [], no: [] }
				const inPast = (ids) => ids.filter((id) => past.has(id))
				if (!["×", "—"].includes(row["Before, %"]))
					for (const ids of [then.yes, then.no])
						tell(`before ${code}`, `${name} ${indicator}, before`, String(inPast(ids).length), ids, past)
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
				const then = periods[1].indicators[code]?.who ?? { yes: [], no: [] }
				if (!["×", "—"].includes(row["Lacking before, %"]))
					for (const ids of [then.yes, then.no])
						tell(`before ${code}`, `${name} ${name1}, before`, String(ids.filter((id) => past.has(id)).length), ids, past)
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
				if (code in data.support)
					tell("support", `${name} ${row["Medical device"]}`, row.Patients, device.patients, chosen)
			}
			for (const row of (out["Patients by respiratory support"] ?? []).filter((r) => r["Respiratory support"] !== "Total")) {
				const [kind] = Object.entries(NAMES.support).find(([, text]) => text === row["Respiratory support"])
				tell("support", `${name} support ${kind}`, row.Patients, periods[0].tables.support[kind]?.who.ever ?? [], chosen)
			}
			for (const row of (out.Services ?? []).filter((r) => r.Patients !== undefined)) {
				const [code, service] = Object.entries(periods[0].services).find(([key]) => serviceNames[key] === row.Service)
				tell(`s${code}`, `${name} ${row.Service}`, row.Patients, service.patients, chosen)
				for (const head of ["Service orders", "Planned, times", "Carried out, times"])
					assert.doesNotMatch(row[head], /^[1-4]$/, `${name} ${row.Service} ${head}`)
			}
			for (const row of (out["Controlled medicines by prescription form"] ?? []).filter((r) => r["Forms written"] !== undefined)) {
				assert.deepEqual(Object.keys(row), ["Prescription form", "Forms written", "Spoilt or wrong"], "of forms no people are told")
				assert.doesNotMatch(`${row["Forms written"]} ${row["Spoilt or wrong"]}`, /(^| )[1-4]( |$)/, name)
			}
			const all = out["Opioids in all"].find((r) => r.Figure === "OME of all opioids with a factor").Value
			tell("before opioids", `${name} opioids before`, out["Opioids in all"].find((r) => r.Figure === "Patients with an opioid")["Compared with"], takenThen.opioids.patients, past)
			tell("opioids", `${name} opioids`, out["Opioids in all"].find((r) => r.Figure === "Patients with an opioid").Value, taken.opioids.patients, chosen)
			if (all !== "×")
				totals.push({ name, chosen, hidden: new Set(rows.filter((r) => r.Patients === "×").map((r) => r["Medicine, form and strength"])) })
		}
		assert.ok(told.now.length > 100 && Object.keys(told).length > 40, `${told.now.length} told, ${refused} refused`)
		assert.ok(Object.values(told).flat().some((t) => /medicine|tablets|patch/.test(t.name)), "needs are among it")
		for (const [what, list] of Object.entries(told))
			attack(periods[what.startsWith("before") ? 1 : 0].people.map((p) => p.id), list)
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
