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
			"current AND value IS NOT NULL", "effective_at, effective_on, code"),
		lines: rows(["patient_id", "series_id", "version", "status", "starts_on", "ends_on", "stopped_on", "group", "indication", "schedule", "form", "completed"],
			`SELECT p.patient_id, p.series_id, p.version, p.status, p.starts_on, p.ends_on, p.stopped_on, m.group_code, p.indication, p.schedule,
			(SELECT coalesce(p.rx_form, f.rx_form, m.rx_form, '-') FROM control_class k LEFT JOIN medicine_product f ON f.id = p.product_id
				WHERE k.code = m.control_class AND k.controlled),
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
		devices: table("device_order", ["patient_id", "device", "quantity", "needed_on", "issued_on", "returned_on", "ended_on"],
			"status NOT IN ('draft', 'entered_in_error')"),
		support: Object.fromEntries(table("device", ["code", "respiratory"], "respiratory IS NOT NULL").map((d) => [d.code, d.respiratory])),
		services: table("service_order", ["id", "patient_id", "service", "times", "per", "starts_on", "ends_on", "ended_on"],
			"status NOT IN ('draft', 'entered_in_error')"),
		done: table("service_done", ["order_id", "done_on"], "taken_back_at IS NULL"),
		blanks: table("prescription_blank", ["patient_id", "rx_form", "issued_on", "error_at"]),
		wishes: table("preference", ["patient_id", "discussed_on"], "current"),
	}
}

const day = (iso) => Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / 86_400_000
const between = (iso, first, last) => iso !== null && iso >= first && iso <= last

const BREATH = ["esas-breath", "sas-breath"]
const COURSES = [["fatigue", ["esas-tiredness", "sas-fatigue"], 3], ["breath", BREATH, 3], ["family", ["pcpss-family"], 1], ["distress", ["sas-pain"], 3]]

/** How often a service was to be done until a day. */
const dueBy = (s, until) => {
	if (until < s.starts_on)
		return 0
	const times = Number(s.times)
	let days = day(until) - day(s.starts_on) + 1
	if (s.per === "once" || s.per === "day")
		return s.per === "once" ? 1 : times * days
	if (s.per === "week")
		return Math.floor(days / 7) * times + Math.ceil(days % 7 * times / 7)
	const [y, m, d] = s.starts_on.split("-").map(Number)
	/** @param {number} n */
	const after = (n) => Date.UTC(y, m - 1 + n, Math.min(d, new Date(Date.UTC(y, m + n, 0)).getUTCDate())) / 86_400_000
	let months = 0
	while (after(months + 1) <= day(until))
		months++
	days = day(until) - after(months) + 1
	return months * times + Math.min(times, Math.ceil(days * times / 28))
}

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
	const lastDay = (l, i) => {
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
		return end
	}
	const given = data.lines.map((l, i) => ({ ...l, end: lastDay(l, i) })).filter((l) => l.end >= l.starts_on)
	const everyLine = of(given)
	const lines = of(given.filter((l) => l.starts_on <= last && l.end >= first))
	const taught = new Set(data.done.filter((d) => d.done_on <= last).map((d) => d.order_id))
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
		const support = data.devices.filter((d) => d.patient_id === p.id && d.device in data.support && d.issued_on !== null &&
			d.issued_on <= last && (d.returned_on ?? d.ended_on ?? "9999") >= first).map((d) => data.support[d.device])
		count("support", ["invasive", "noninvasive", "other"].find((kind) => support.includes(kind)) ?? "none", p)
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
			const short = met === null ? undefined : mine.find((v) => BREATH.includes(v.code) && day(v.effective_on) >= day(met) && day(v.effective_on) <= day(met) + 1)
			if (met === null || met <= last)
				judge("breath_screened", met !== null, short !== undefined)
			if (short !== undefined && Number(short.value) >= 4)
				judge("breath_treated", true, (everyLine.get(p.id) ?? []).some((l) => (l.indication === "dyspnea" || l.schedule === "oxygen") &&
					day(l.starts_on) <= day(short.effective_on) + 1 && l.end >= short.effective_on) ||
					data.devices.some((d) => d.patient_id === p.id && d.device in data.support && d.issued_on !== null &&
						day(d.issued_on) <= day(short.effective_on) + 1 && (d.returned_on ?? d.ended_on ?? "9999") >= short.effective_on))
			if (early.length > 0 && Number(early[0].value) >= 4)
				judge("pain_examined", true, mine.some((v) => /^pain-(worst|average|movement|breakthrough|target)$/.test(v.code) &&
					day(v.effective_on) >= day(early[0].effective_on) && day(v.effective_on) <= day(early[0].effective_on) + 1))
			if (early.length > 0 && Number(early[0].value) >= 4) {
				const later = pains.filter((v) => v.effective_at > early[0].effective_at && day(v.effective_on) <= day(early[0].effective_on) + 2)
				judge("pain_eased", later.length > 0, later.some((v) => Number(v.value) <= 3))
			}
		}
		if (used.has("opioid_strong"))
			judge("laxative", true, used.has("laxative") || excused.has(p.id))
		judge("family_assessed", true, mine.some((v) => v.code === "pcpss-family" && between(v.effective_on, first, last)))
		const home = place.get(p.id)
		if (!gone && (home === undefined || ["home", "relatives", "unknown"].includes(home)))
			judge("family_taught", home !== undefined && home !== "unknown", data.services.some((s) => s.patient_id === p.id && taught.has(s.id) &&
				/^(carer|feeding|wound|inhaler|concentrator|niv)_training$/.test(s.service)))
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
			for (const [symptom, codes, low] of COURSES) {
				const seen = mine.filter((v) => codes.includes(v.code))
				const before = seen.find((v) => v.effective_on === phase.effective_on)
				const later = seen.filter((v) => v.effective_on > phase.effective_on && v.effective_on <= end)
				// Of two at the same moment the first by its code, as at the beginning.
				const after = later.find((v) => v.effective_at === later.at(-1).effective_at)
				if (before === undefined)
					continue
				if (symptom === "distress")
					judge("distress_better", after !== undefined, after && (Number(after.value) < Number(before.value) ||
						(Number(before.value) <= low && Number(after.value) <= low)))
				else
					judge(`${symptom}_${Number(before.value) <= low ? "stays_low" : "comes_down"}`, after !== undefined, after && Number(after.value) <= low)
			}
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
	const services = {}, forms = {}
	const ids = new Set(people.map((p) => p.id))
	for (const s of data.services) {
		const over = s.ended_on ?? s.ends_on ?? "9999-12-31"
		if (!ids.has(s.patient_id) || s.starts_on > last || over < first)
			continue
		const row = services[s.service] ??= { patients: new Set(), orders: 0, planned: 0, done: 0 }
		row.patients.add(s.patient_id)
		row.orders++
		row.planned += dueBy(s, over < last ? over : last) - dueBy(s, new Date((day(first) - 1) * 86_400_000).toISOString().slice(0, 10))
		row.done += data.done.filter((d) => d.order_id === s.id && between(d.done_on, first, last)).length
	}
	const form = (code) => forms[code] ??= { patients: new Set(), lines: new Set(), written: 0, spoilt: 0 }
	for (const list of lines.values())
		for (const l of list.filter((x) => x.form !== null && ids.has(x.patient_id))) {
			form(l.form).patients.add(l.patient_id)
			form(l.form).lines.add(l.series_id)
		}
	for (const b of data.blanks.filter((x) => ids.has(x.patient_id) && between(x.issued_on, first, last))) {
		form(b.rx_form).patients.add(b.patient_id)
		form(b.rx_form)[b.error_at === null ? "written" : "spoilt"]++
	}
	return { people, tables, indicators, devices, services, forms }
}
