// reference-needs.mjs: what medicines amount to once more, counted day by day in JavaScript from the plain tables.
import { rows } from "./reference.mjs"

/** Everything amounts are made from, as it stands in the tables. */
export function loadNeeds() {
	const by = (list, key) => Object.fromEntries(list.map((r) => [key(r), r]))
	const events = {}
	for (const e of rows(["line", "from", "to", "on"], `SELECT prescription_id, from_status, to_status, on_date FROM prescription_event
		ORDER BY id`))
		(events[e.line] ??= []).push(e)
	return {
		events,
		lines: rows(["id", "patient_id", "series_id", "version", "status", "starts_on", "ends_on", "stopped_on", "held_on", "medicine",
			"product", "dose", "unit", "route", "schedule", "times", "interval", "clock", "weekdays", "patches", "hours", "prn", "most"],
		`SELECT id, patient_id, series_id, version, status, starts_on, ends_on, stopped_on, held_on, medicine_id, product_id, dose, unit,
			route, schedule, times_per_day, interval_hours, array_to_string(clock_doses, '+'), weekdays, patches, hours_per_day, prn,
			prn_max_per_day FROM prescription WHERE status NOT IN ('draft', 'entered_in_error') ORDER BY series_id, version`),
		products: by(rows(["id", "amount", "unit", "per", "units", "pack", "ml"],
			`SELECT f.id, f.amount, f.amount_unit, f.per_unit, array_to_string(f.units, ','), k.size, k.container_ml
			FROM medicine_product f LEFT JOIN LATERAL (SELECT size, container_ml FROM medicine_pack WHERE product_id = f.id
			ORDER BY ord, size LIMIT 1) k ON true`), (p) => p.id),
		medicines: by(rows(["id", "group", "atc"], "SELECT id, group_code, atc FROM medicine"), (m) => m.id),
		ddd: by(rows(["medicine", "route", "amount", "unit"], "SELECT medicine_id, route, amount, unit FROM medicine_ddd"),
			(d) => `${d.medicine} ${d.route}`),
		factors: by(rows(["medicine", "route", "unit", "factor"], `SELECT medicine_id, route, unit, factor FROM ome_factor
			WHERE table_code = (SELECT code FROM ome_table WHERE is_default)`), (f) => `${f.medicine} ${f.route}`),
	}
}

const MG = { mg: 1, ug: 0.001, g: 1000 }
const IU = { "[IU]": 1, "10*3.[IU]": 1000, "10*6.[IU]": 1e6 }
const RATES = { "ug/h": [0.024, "mg"], "mg/h": [24, "mg"], "ug/(24.h)": [0.001, "mg"], "mg/(24.h)": [1, "mg"], "mL/h": [24, "mL"], "L/min": [1440, "L"] }
const DDD_ROUTES = { PO: "O", NG: "O", PEG: "O", ENT: "O", SC: "P", CSCI: "P", IM: "P", IV: "P", CIVI: "P", EPI: "P", IT: "P", PR: "R",
	TD: "TD", SL: "SL", BUC: "SL", NAS: "N" }
const NEVER = ["N07BC02", "N02AC52"]

/** So much of a unit in mg, IU or mL; a rate: of a day. What it is counted in, where it is neither. */
function base(n, unit, p) {
	if (unit in RATES)
		return base(n * RATES[unit][0], RATES[unit][1], p)
	if (p.ml !== null && unit === "{amp}" && p.per !== "{amp}")
		return base(n * Number(p.ml), "mL", p)
	if (p.amount !== null && (unit === p.per || (unit in MG && p.per in MG))) {
		const each = unit === p.per ? n : n * MG[unit] / MG[p.per]
		return base(each * Number(p.amount), p.unit, {})
	}
	return unit in MG ? [n * MG[unit], "mg"] : unit in IU ? [n * IU[unit], "[IU]"] : [n, unit]
}

/** Tablets, ampoules, patches in one dose; NaN where that is not known. */
function counted(l, p) {
	const each = Number(p.amount), dose = Number(l.dose)
	const [n, unit] = l.unit in RATES && !(p.unit in RATES) ? base(dose, l.unit, {}) : [dose, l.unit]
	if (p.units?.includes("{amp}")) {
		const ml = unit === "mL" ? n : unit in MG && p.per === "mL" ? n * MG[unit] / (each * MG[p.unit]) : NaN
		const amps = unit === "{amp}" ? n : p.per === "{amp}" ? n * MG[unit] / (each * MG[p.unit]) : ml / Number(p.ml ?? NaN)
		return Math.ceil(amps - 1e-9)
	}
	return unit === p.per ? n : unit === p.unit ? n / each : unit in MG && p.unit in MG ? n * MG[unit] / (each * MG[p.unit]) :
		unit in IU && p.unit in IU ? n * IU[unit] / (each * IU[p.unit]) : NaN
}

/** How often a day, at most. */
const timesOf = (l) => l.prn === "t" ? Number(l.most) : {
	times_per_day: () => Number(l.times), every_hours: () => 24 / Number(l.interval),
	clock: () => l.clock.split("+").reduce((sum, x) => sum + Number(x), 0),
	weekly: () => [...Number(l.weekdays).toString(2)].filter((x) => x === "1").length * Number(l.times ?? 1) / 7,
	patch: () => 1, once: () => 1, infusion: () => 1, oxygen: () => Number(l.hours) / 24,
}[l.schedule]()

const DAY = 86_400_000
const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10)
const dayOf = (text) => Date.parse(`${text}T00:00:00Z`) / DAY

/** The days of first … last on which a version of a line was given. */
function daysOf(data, l, later, first, last) {
	let end = l.stopped_on ?? l.ends_on ?? "9999-12-31"
	const events = data.events[l.id] ?? []
	if (l.status === "replaced")
		for (const n of later)
			end = iso(dayOf(n.starts_on) - 1) < end ? iso(dayOf(n.starts_on) - 1) : end
	if (l.status === "completed")
		for (const e of events.filter((x) => x.to === "completed").slice(-1))
			end = e.on < end ? e.on : end
	const steps = events.filter((e) => e.to === "active" || (e.to === "on_hold" && ["active", "replaced"].includes(e.from)))
	const isHeld = (day) => {
		if (steps.length === 0)
			return (l.held_on !== null || l.status === "on_hold") && day > (l.held_on ?? l.starts_on)
		if (steps[0].from === "on_hold" && day < steps[0].on)
			return true
		return steps.some((e, i) => e.to === "on_hold" && day > e.on && (steps[i + 1] === undefined || day < steps[i + 1].on))
	}
	const days = []
	for (let d = dayOf(l.starts_on > first ? l.starts_on : first); d <= dayOf(last) && iso(d) <= end; d++)
		if (!isHeld(iso(d)) && (l.schedule !== "once" || iso(d) === l.starts_on))
			days.push(iso(d))
	return days
}

/** Visits by kind, and lines that were stopped for want of the medicine, of people within a period. */
export function visitsAndShortages(people, first, last) {
	const ids = new Set(people.map((p) => p.id))
	const visits = {}, shortages = {}
	for (const v of rows(["patient", "kind", "status", "place", "done", "planned"], "SELECT patient_id, kind, status, place, done_on, planned_on FROM visit WHERE current")) {
		const day = v.done ?? v.planned
		if (!ids.has(v.patient) || !["done", "planned", "no_show"].includes(v.status) || day < first || day > last)
			continue
		const row = visits[v.kind] ??= { patients: new Set(), done: 0, home: 0, elsewhere: 0, missed: 0 }
		if (v.status !== "done") {
			row.missed++
			continue
		}
		row.patients.add(v.patient)
		row.done++
		row[v.place === "home" ? "home" : "elsewhere"]++
	}
	for (const l of rows(["patient", "series", "product", "on"], `SELECT patient_id, series_id, product_id, stopped_on FROM prescription
		WHERE stop_reason = 'not_available' AND status NOT IN ('draft', 'entered_in_error')`))
		if (ids.has(l.patient) && l.on >= first && l.on <= last) {
			const row = shortages[l.product] ??= { patients: new Set(), lines: new Set() }
			row.patients.add(l.patient)
			row.lines.add(l.series)
		}
	return { visits, shortages }
}

/** By product: patients, lines, days, amount, unit, DDD, packs, OME, and the forecast of a quarter; and of all opioids. */
export function needs(data, people, first, last) {
	const ids = new Map(people.map((p) => [p.id, p]))
	const medicines = {}
	const opioidDays = new Set(), opioidPatients = new Set()
	const recent = iso(dayOf(last) - 30)
	const window = Math.min(30, dayOf(last) - dayOf(first) + 1)
	data.lines.forEach((l, i) => {
		if (!ids.has(l.patient_id) || l.starts_on > last)
			return
		const later = []
		for (let k = i + 1; k < data.lines.length && data.lines[k].series_id === l.series_id; k++)
			later.push(data.lines[k])
		const days = daysOf(data, l, later, first, last)
		if (days.length === 0)
			return
		const p = data.products[l.product], m = data.medicines[l.medicine]
		const row = medicines[l.product] ??= { patients: new Set(), recent: new Set(), series: new Set(), days: 0, amount: 0, unit: "", ddd: 0,
			count: 0, ome: 0, ahead: 0, aheadCount: 0, pack: Number(p.pack ?? 0) }
		const [single, unit] = base(Number(l.dose) * (l.schedule === "patch" ? Number(l.patches ?? 1) : 1), l.unit === "{patch}" && p.unit in RATES ? p.unit : l.unit, p)
		const patchRate = l.unit === "{patch}" && p.unit in RATES ? Number(p.amount) : 1
		const perDay = l.schedule === "patch" && !(l.unit in RATES) && patchRate === 1 ? 24 / Number(l.interval) : timesOf(l)
		const daily = single * patchRate * perDay
		const d = data.ddd[`${l.medicine} ${l.route === "INH" ? p.per === "{puff}" ? "IA" : "IS" : DDD_ROUTES[l.route]}`]
		const f = NEVER.includes(m.atc) ? undefined : data.factors[`${l.medicine} ${l.route}`]
		const dddDay = d === undefined ? NaN : base(Number(d.amount), d.unit, {})[1] === unit ? daily / base(Number(d.amount), d.unit, {})[0] : NaN
		const omeDay = f === undefined ? NaN : f.unit in RATES ? daily / RATES[f.unit][0] * Number(f.factor) :
			unit === "mg" ? daily / MG[f.unit] * Number(f.factor) : NaN
		const countDay = l.schedule === "patch" ? counted(l, p) * Number(l.patches ?? 1) * 24 / Number(l.interval) :
			counted(l, p) * (l.schedule === "oxygen" ? 1 : timesOf(l))
		const late = days.filter((x) => x > recent).length
		row.patients.add(l.patient_id)
		row.series.add(l.series_id)
		row.unit = unit
		row.days += days.length
		row.amount += daily * days.length
		row.ddd += dddDay * days.length
		row.ome += omeDay * days.length
		row.count += countDay * days.length
		if (late > 0)
			row.recent.add(l.patient_id)
		row.ahead += daily * late * 91 / window
		row.aheadCount += countDay * late * 91 / window
		if (m.group.startsWith("opioid_")) {
			opioidPatients.add(l.patient_id)
			for (const day of days)
				opioidDays.add(`${l.patient_id} ${day}`)
		}
	})
	const stay = people.reduce((sum, p) => sum + dayOf(p.date_out !== null && p.date_out < last ? p.date_out : last) -
		dayOf(p.date_in > first ? p.date_in : first) + 1, 0)
	const ome = Object.values(medicines).reduce((sum, row) => sum + (Number.isNaN(row.ome) ? 0 : row.ome), 0)
	return { medicines, stay, opioids: { patients: opioidPatients, days: opioidDays.size, ome, mean: ome / opioidDays.size, dome: ome / stay * 365 } }
}
