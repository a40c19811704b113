// reference.mjs: the figures of the summary once more, counted in JavaScript from the plain tables, row by row.
import { sql } from "./client.mjs"

export const rows = (columns, statement) => {
	const text = sql(statement)
	return text === "" ? [] : text.split("\n").map((line) => {
		const cells = line.split("|")
		return Object.fromEntries(columns.map((name, i) => [name, cells[i] === "" ? null : cells[i]]))
	})
}
const table = (name, columns, where = "true", order = "1") =>
	rows(columns, `SELECT ${columns.join(", ")} FROM ${name} WHERE ${where} ORDER BY ${order}`)

/** Everything the summary is made from, as it stands in the tables. */
export function load() {
	return {
		patients: table("patient", ["id", "institution_id", "district_id", "year_of_birth", "sex", "diagnosis_code", "settlement",
			"status", "removal_reason", "date_in", "date_out", "died_on", "referred_on", "ready_on", "first_contact_on",
			"commission_no", "commission_on", "consent_on", "basis_code"], "status <> 'draft'"),
		groups: Object.fromEntries(table("icd10", ["code", "group_code"]).map((r) => [r.code, r.group_code])),
		values: table("observation", ["patient_id", "code", "value", "effective_on", "effective_at"],
			"current AND value IS NOT NULL AND code IN ('pain-nrs', 'pps', 'phase')", "effective_at, effective_on"),
		lines: rows(["patient_id", "series_id", "version", "status", "starts_on", "ends_on", "stopped_on", "group", "completed"],
			`SELECT p.patient_id, p.series_id, p.version, p.status, p.starts_on, p.ends_on, p.stopped_on, m.group_code,
			(SELECT max(e.on_date) FROM prescription_event e WHERE e.prescription_id = p.id AND e.to_status = 'completed')
			FROM prescription p JOIN medicine m ON m.id = p.medicine_id WHERE p.status NOT IN ('draft', 'entered_in_error')
			ORDER BY p.series_id, p.version`),
		places: table("care_place", ["patient_id", "place", "since"], "current", "since"),
		excused: rows(["patient_id", "on"], `SELECT patient_id, at::date FROM prescription_override
			WHERE rule = 'opioid_without_laxative'`),
		visits: rows(["patient_id", "done_on"], `SELECT v.patient_id, v.done_on FROM visit v JOIN visit_kind k ON k.code = v.kind
			WHERE v.current AND v.status = 'done' AND k.seen`),
		removals: table("patient_status_event", ["id", "patient_id", "effective_on", "reason", "place_of_death",
			"preferred_place_met"], "action = 'remove'", "effective_on"),
		undone: new Set(table("patient_status_event", ["undoes"], "undoes IS NOT NULL").map((r) => r.undoes)),
		families: Object.fromEntries(table("bereavement", ["patient_id", "first_on"]).map((r) => [r.patient_id, r])),
		devices: table("device_order", ["patient_id", "device", "quantity", "needed_on", "issued_on", "returned_on", "ended_on"]),
		wishes: table("preference", ["patient_id", "discussed_on"], "current"),
	}
}

const day = (iso) => Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / 86_400_000
const between = (iso, first, last) => iso !== null && iso >= first && iso <= last

/** The rows of each table, and yes / no / missing of each indicator, for a period. */
export function figures(data, first, last, belongs = () => true) {
	const people = data.patients.filter((p) => p.date_in <= last && (p.date_out === null || p.date_out >= first) && belongs(p))
	const of = (list) => {
		const all = new Map()
		for (const r of list)
			all.has(r.patient_id) ? all.get(r.patient_id).push(r) : all.set(r.patient_id, [r])
		return all
	}
	const values = of(data.values), visits = of(data.visits), removals = of(data.removals), wishes = of(data.wishes)
	const lines = of(data.lines.filter((l, i) => {
		let end = l.stopped_on ?? l.ends_on ?? "9999-12-31"
		const next = data.lines.slice(i + 1, i + 40).filter((n) => n.series_id === l.series_id)
		if (l.status === "replaced")
			for (const n of next) {
				const before = new Date((day(n.starts_on) - 1) * 86_400_000).toISOString().slice(0, 10)
				if (before < end)
					end = before
			}
		if (l.status === "completed" && l.completed !== null && l.completed < end)
			end = l.completed
		return l.starts_on <= last && end >= first && end >= l.starts_on
	}))
	const excused = new Set(data.excused.filter((x) => x.on <= last).map((x) => x.patient_id))
	const place = new Map()
	for (const c of data.places)
		if (c.since <= last)
			place.set(c.patient_id, c.place)
	const tables = {}
	const indicators = {}
	const count = (name, key, p) => {
		const row = (tables[name] ??= {})[key ?? ""] ??= { ever: 0, start: 0, in: 0, out: 0, end: 0,
			who: { ever: new Set(), start: new Set(), in: new Set(), out: new Set(), end: new Set() } }
		const gone = p.date_out !== null && p.date_out <= last
		for (const figure of ["ever", p.date_in < first ? "start" : "in", gone ? "out" : "end"]) {
			row[figure]++
			row.who[figure].add(p.id)
		}
	}
	let judged
	const judge = (name, known, good) => {
		const i = indicators[name] ??= { yes: 0, no: 0, missing: 0, who: { yes: [], no: [], missing: [] } }
		const outcome = !known ? "missing" : good ? "yes" : "no"
		i[outcome]++
		i.who[outcome].push(judged)
	}
	for (const p of people) {
		judged = p.id
		const gone = p.date_out !== null && p.date_out <= last
		const age = Number(last.slice(0, 4)) - Number(p.year_of_birth)
		const mine = values.get(p.id) ?? []
		const pains = mine.filter((v) => v.code === "pain-nrs")
		const used = new Set((lines.get(p.id) ?? []).map((l) => l.group))
		count("all", "", p)
		count("institution", p.institution_id, p)
		count("district", p.district_id, p)
		count("group", data.groups[p.diagnosis_code], p)
		count("age", String([18, 40, 60, 75].filter((limit) => age >= limit).length), p)
		count("sex", p.sex, p)
		count("settlement", p.settlement, p)
		count("place", place.get(p.id), p)
		if (gone)
			count("reason", p.removal_reason, p)
		count("step", used.has("opioid_strong") ? "iii" : used.has("opioid_weak") || used.has("opioid_partial") ? "ii" :
			used.has("nonopioid") ? "i" : "none", p)
		if (p.date_in >= first) {
			judge("decision_days", p.commission_on && p.referred_on, p.commission_on && p.referred_on && day(p.commission_on) - day(p.referred_on) <= 10)
			judge("contact_next_day", p.ready_on && p.first_contact_on, p.first_contact_on && p.ready_on &&
				day(p.first_contact_on) - day(p.ready_on) <= 1)
			const met = p.first_contact_on
			const early = met === null ? [] : pains.filter((v) => day(v.effective_on) >= day(met) && day(v.effective_on) <= day(met) + 1)
			if (met === null || met <= last)
				judge("pain_screened", met !== null, early.length > 0)
			if (early.length > 0 && Number(early[0].value) >= 4) {
				const later = pains.filter((v) => v.effective_at > early[0].effective_at && day(v.effective_on) <= day(early[0].effective_on) + 2)
				judge("pain_eased", later.length > 0, later.some((v) => Number(v.value) <= 3))
			}
		}
		if (used.has("opioid_strong"))
			judge("laxative", true, used.has("laxative") || excused.has(p.id))
		judge("wishes", true, (wishes.get(p.id) ?? []).some((w) => w.discussed_on <= last))
		if (gone && p.removal_reason === "death") {
			const end = (removals.get(p.id) ?? []).filter((r) => r.reason === "death" && !data.undone.has(r.id) &&
				between(r.effective_on, first, last)).at(-1)
			const died = p.died_on ?? p.date_out
			const week = pains.filter((v) => day(v.effective_on) >= day(p.date_out) - 7 && day(v.effective_on) <= day(p.date_out)).at(-1)
			judge("death_at_home", end && end.place_of_death !== null && end.place_of_death !== "unknown",
				end && ["home", "hospice"].includes(end.place_of_death))
			judge("death_place_met", end && ["yes", "no"].includes(end.preferred_place_met), end?.preferred_place_met === "yes")
			judge("late_referral", true, day(p.date_out) - day(p.date_in) < 7)
			judge("last_week_pain", week !== undefined, week && Number(week.value) <= 3)
			const family = data.families[p.id]
			if (day(died) <= day(last) - 14)
				judge("bereavement", family !== undefined, family?.first_on && day(family.first_on) - day(died) <= 14)
		}
		if (!gone) {
			const seen = (visits.get(p.id) ?? []).map((v) => v.done_on).filter((d) => d <= last).sort().at(-1) ?? p.date_in
			const known = (code) => mine.some((v) => v.code === code && v.effective_on <= last)
			judge("has_pps", true, known("pps"))
			judge("has_pain", true, known("pain-nrs"))
			judge("has_diagnosis", true, p.diagnosis_code !== null)
			judge("has_phase", true, known("phase"))
			judge("has_referral", true, p.referred_on !== null)
			judge("has_commission_on", true, p.commission_on !== null)
			judge("has_basis", true, p.basis_code !== null)
			judge("has_ready", true, p.ready_on !== null)
			judge("has_contact", true, p.first_contact_on !== null && p.first_contact_on <= last)
			judge("has_commission", true, p.commission_no !== null)
			judge("has_consent", true, p.consent_on !== null && p.consent_on <= last)
			judge("unseen_30", true, day(seen) < day(last) - 30)
			judge("unseen_60", true, day(seen) < day(last) - 60)
		}
		const phases = mine.filter((v) => v.code === "phase").filter((v, i, all) => i === 0 || all[i - 1].value !== v.value)
		phases.forEach((phase, i) => {
			const end = phases[i + 1]?.effective_on ?? p.date_out
			if (!between(end, first, last))
				return
			if (Number(phase.value) === 2)
				judge("unstable_3_days", true, day(end) - day(phase.effective_on) <= 3)
			const then = pains.find((v) => v.effective_on === phase.effective_on)
			const at = pains.filter((v) => v.effective_on > phase.effective_on && v.effective_on <= end).at(-1)
			if (then !== undefined)
				judge(Number(then.value) <= 3 ? "pain_stays_low" : "pain_comes_down", at !== undefined, at && Number(at.value) <= 3)
		})
	}
	const devices = {}
	for (const p of people)
		for (const o of data.devices.filter((d) => d.patient_id === p.id && d.needed_on <= last &&
			(d.returned_on ?? d.ended_on ?? "9999") >= first)) {
			const row = devices[o.device] ??= { patients: new Set(), needed: 0, issued: 0, waiting: 0, returned: 0 }
			const n = Number(o.quantity)
			row.patients.add(p.id)
			row.needed += o.needed_on >= first ? n : 0
			row.issued += between(o.issued_on, first, last) ? n : 0
			row.waiting += (o.issued_on ?? "9999") > last && (o.ended_on ?? "9999") > last ? n : 0
			row.returned += between(o.returned_on, first, last) ? n : 0
		}
	return { people, tables, indicators, devices }
}
