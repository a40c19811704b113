// @ts-check
/** @file lines.mjs: the prescriptions of one patient: which medicines, when changed, when and why stopped. */
import { addDays, daysBetween, earliest, latest, workingHour } from "./random.mjs"
import { LAST_DAYS, LAXATIVES, MILD, OPIOIDS, RESCUES, suits, symptomsOf, WEAK } from "./medicines.mjs"

/** @import { Course } from "./course.mjs" */
/** @import { Kind } from "./diagnoses.mjs" */
/** @import { Dose, Medicine } from "./medicines.mjs" */
/** @import { Stream } from "./random.mjs" */

/** @typedef {Dose & { startsOn: string, endsOn: string, at: string, change: string }} Version */

/**
 * @typedef {object} Line
 * @property {string} inn
 * @property {string} why
 * @property {Version[]} versions
 * @property {string} status  of the last
 * @property {string} stoppedOn
 * @property {string} stopReason
 */

/** @typedef {{ medicine: Medicine, from: number, to: number, why: string }} Plan  days from entry; to is Infinity if not planned */

/** Why a line ends before its time. @type {[string, number][]} */
const STOPS = [
	["alternative", 26], ["ineffective", 20], ["adverse_effect", 18], ["patient_wish", 9], ["course_done", 9],
	["not_available", 6], ["dose_too_high", 5], ["interaction", 4], ["route_lost", 3],
]

/**
 * A ladder of opioids with what belongs to a strong one.
 *
 * @param {Stream} r
 * @param {number} stay
 * @returns {Plan[]}
 */
function analgesia(r, stay) {
	/** @type {Plan[]} */
	const plans = []
	let from = 0
	if (r.chance(0.4)) {
		const until = Math.min(stay, r.int(6, 40))
		plans.push({ medicine: WEAK, from, to: stay > until ? until : Infinity, why: "ineffective" })
		from = until
		if (stay <= until)
			return plans
	}
	const strong = r.weigh(OPIOIDS)
	const turn = stay > 50 && r.chance(0.3) ? r.int(20, stay - 15) : Infinity
	plans.push({ medicine: strong, from, to: turn, why: r.pick(["alternative", "adverse_effect", "route_lost"]) })
	if (turn !== Infinity)
		plans.push({ medicine: r.weigh(OPIOIDS.filter(([item]) => item !== strong)), from: turn, to: Infinity, why: "" })
	if (r.chance(0.92))
		plans.push({ medicine: r.pick(LAXATIVES), from, to: Infinity, why: "" })
	if (r.chance(0.8))
		plans.push({ medicine: r.pick(RESCUES), from, to: Infinity, why: "" })
	return plans
}

/**
 * @param {Stream} r
 * @param {Medicine} medicine
 * @param {number} from
 * @returns {Plan}
 */
const planned = (r, medicine, from) => medicine.days > 0 || r.chance(0.6) ? { medicine, from, to: Infinity, why: "" } :
	{ medicine, from, to: from + r.int(4, 60), why: r.weigh(STOPS) }

/**
 * @param {Stream} r
 * @param {Kind} kind
 * @param {Course} course
 * @param {number} stay  days from entry to the end, or to today
 * @param {number} count
 * @returns {Plan[]} as many as asked for, the earliest first
 */
function plansOf(r, kind, course, stay, count) {
	const pain = r.chance({ onco: 0.84, brain: 0.5, other: 0.5 }[/** @type {string} */ (kind)] ?? 0.22)
	const plans = pain && kind !== "child" ? analgesia(r, stay) : []
	if (plans.length > 0 || r.chance(0.4))
		plans.push(planned(r, r.pick(MILD), 0))
	if (course.reason === "death" && stay > 4 && r.chance(0.6))
		for (const [kinds, medicine] of LAST_DAYS)
			if (suits(kinds, kind) && r.chance(0.6))
				plans.push({ medicine, from: stay - r.int(1, 4), to: Infinity, why: "" })
	const pool = [...symptomsOf(kind), ...pain ? MILD.map((item) => /** @type {[Medicine, number]} */ ([item, 3])) : []]
	for (let tries = 0; plans.length < count; tries++) {
		const medicine = r.weigh(pool)
		const from = r.chance(0.4) ? 0 : Math.floor(stay * r.next() ** 1.2)
		const twice = plans.some((plan) => plan.medicine.inn === medicine.inn &&
			Math.abs(plan.from - from) < (medicine.days === 0 ? Infinity : medicine.days))
		if (!twice || tries > 300)
			plans.push(planned(r, medicine, from))
	}
	return plans.slice(0, count).sort((a, b) => a.from - b.from)
}

/**
 * @param {Stream} r
 * @param {Plan} plan
 * @param {string} start
 * @param {string} end  the last day on which the line may still be changed
 * @returns {Version[]}
 */
function versionsOf(r, { medicine }, start, end) {
	const endsOn = medicine.days > 0 ? addDays(start, medicine.days - 1) : ""
	const first = r.chance(0.8) ? 0 : Math.min(1, medicine.steps.length - 1)
	const versions = []
	let from = start
	for (const [i, step] of medicine.steps.slice(first).entries()) {
		versions.push({ ...step, startsOn: from, endsOn: endsOn < from ? "" : endsOn, at: workingHour(from, r), change: i === 0 ? "" : "ineffective" })
		from = addDays(from, r.int(4, 45))
		if (from >= end || (endsOn !== "" && from >= endsOn) || r.chance(0.35))
			break
	}
	return versions
}

/**
 * @param {Stream} r
 * @param {Plan} plan
 * @param {Course} course
 * @param {string} today
 * @returns {Line}
 */
function lineOf(r, plan, course, today) {
	const { medicine } = plan
	const over = course.dateOut === "" ? today : course.dateOut
	const yesterday = addDays(today, -1)
	const start = latest(course.dateIn, earliest(addDays(course.dateIn, plan.from), over, yesterday))
	const wanted = plan.to === Infinity ? "" : latest(addDays(course.dateIn, plan.to), start)
	const stop = wanted !== "" && wanted < over ? wanted : ""
	const versions = versionsOf(r, plan, start, stop === "" ? earliest(over, yesterday) : stop)
	const last = /** @type {Version} */ (versions.at(-1))
	const line = { inn: medicine.inn, why: medicine.why, versions, status: "active", stoppedOn: "", stopReason: "" }
	if (stop !== "" && (last.endsOn === "" || stop <= last.endsOn))
		return { ...line, status: "stopped", stoppedOn: latest(stop, last.startsOn), stopReason: plan.why }
	if (last.endsOn !== "" && last.endsOn < over)
		return { ...line, status: "completed" }
	if (course.dateOut !== "")
		return { ...line, status: "stopped", stoppedOn: course.dateOut, stopReason: course.reason === "death" ? "death" : "discharge" }
	if (course.status === "suspended" && r.chance(0.5))
		return { ...line, status: "on_hold" }
	if (last.endsOn === "" && r.chance(0.3))
		last.endsOn = addDays(today, r.int(0, 27))
	return line
}

/**
 * @param {Stream} r
 * @param {Kind} kind
 * @param {Course} course
 * @param {number} count
 * @param {string} today
 * @returns {Line[]}
 */
export function linesOf(r, kind, course, count, today) {
	const stay = daysBetween(course.dateIn, course.dateOut === "" ? today : course.dateOut)
	return plansOf(r, kind, course, stay, count).map((plan) => lineOf(r, plan, course, today))
}
