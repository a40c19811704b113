// @ts-check
/** @file assess.mjs: what is assessed at a visit: symptoms, performance, phase and weight, each going its believable way. */
import { daysBetween } from "./random.mjs"

/** @import { Course, Visit } from "./course.mjs" */
/** @import { Stream } from "./random.mjs" */

/**
 * @typedef {object} Assessment
 * @property {string} at
 * @property {string} instrument
 * @property {string} version
 * @property {string} from  who gave the answers; "" where that is not asked
 * @property {Record<string, number | null>} answers  with the totals of what is complete
 */

/**
 * Mean and standard deviation of palliative in-patients at their first assessment (BMJ Open, N 34–38); drowsiness is ours.
 *
 * @type {[string, number, number][]}
 */
const SYMPTOMS = [
	["esas-tiredness", 6.1, 2.5], ["esas-drowsiness", 3.8, 2.6], ["esas-nausea", 1.7, 2.5], ["esas-appetite", 5.6, 2.9],
	["esas-breath", 3.0, 2.9], ["esas-depression", 2.3, 2.7], ["esas-anxiety", 1.9, 2.5], ["esas-wellbeing", 4.5, 2.3],
]
/** @type {Record<string, string[]>} */
const TOTALS = {
	"esas": ["pain-nrs", ...SYMPTOMS.map(([code]) => code)],
	"esas-physical": ["pain-nrs", "esas-tiredness", "esas-drowsiness", "esas-nausea", "esas-appetite", "esas-breath"],
	"esas-emotional": ["esas-depression", "esas-anxiety"],
}
const EVERY = 3

/** @param {number} value @param {number} low @param {number} high */
const within = (value, low, high) => Math.max(low, Math.min(high, Math.round(value)))

/** A number around 0, about as the normal distribution has it. @param {Stream} r */
const around = (r) => r.next() + r.next() + r.next() + r.next() - 2

/** How it stands with a patient. @typedef {{ levels: Map<string, number>, pps: number, weight: number }} State */

/** @param {Stream} r @returns {State} */
const begin = (r) => ({
	levels: new Map(SYMPTOMS.map(([code, mean, deviation]) => [code, mean + around(r) * deviation * 1.7])),
	pps: r.pick([40, 50, 50, 60, 60, 70]), weight: 48 + r.next() * 40,
})

/**
 * @param {Stream} r
 * @param {State} state
 * @param {number} left  days to live; Infinity for who does not die here
 */
function goOn(r, state, left) {
	for (const [code, level] of state.levels)
		state.levels.set(code, level + around(r) * 0.9 + (left < 21 ? 0.5 : -0.08))
	if (left < 4)
		state.pps = 10
	else if (left < 12)
		state.pps = Math.min(state.pps, r.pick([20, 30]))
	else if (r.chance(left < 60 ? 0.45 : 0.12))
		state.pps = Math.max(30, state.pps - 10)
	state.weight -= left < 60 ? r.next() * 0.7 : (r.next() - 0.45) * 0.4
}

/** @param {Stream} r @param {State} state @param {number | null} pain */
function symptoms(r, state, pain) {
	/** @type {Record<string, number | null>} */
	const answers = { "pain-nrs": pain }
	for (const [code, level] of state.levels)
		answers[code] = r.chance(0.97) ? within(level, 0, 10) : null
	for (const [total, parts] of Object.entries(TOTALS)) {
		const values = parts.map((code) => answers[code] ?? null)
		if (values.every((value) => value !== null))
			answers[total] = values.reduce((sum, value) => (sum ?? 0) + (value ?? 0), 0)
	}
	return answers
}

/** @param {number} n  of the visit @param {number | null} pain @param {number} left */
function phaseOf(n, pain, left) {
	if (left < 5)
		return 4
	if ((pain ?? 0) > 6)
		return 2
	return left < 40 ? 3 : n === 0 && (pain ?? 0) > 4 ? 2 : 1
}

/**
 * @param {Stream} r
 * @param {State} state
 * @param {Visit} visit
 * @param {{ n: number, last: boolean, left: number }} place  of the visit among all of them
 * @returns {Assessment[]}
 */
function assess(r, state, { at, pain }, { n, last, left }) {
	const full = n % EVERY === 0 || last
	const from = r.weigh(left < 8 ? [["caregiver", 3], ["professional", 2]] : [["patient", 8], ["assisted", 2], ["caregiver", 1]])
	/** @type {Assessment[]} */
	const list = full ? [{ at, instrument: "esas-r", version: "2010", from, answers: symptoms(r, state, pain) }] : []
	if (full || left < 14)
		list.push({ at, instrument: "pps", version: "2", from: "", answers: { pps: state.pps } },
			{ at, instrument: "phase", version: "1", from: "", answers: { phase: phaseOf(n, pain, left) } })
	if (n % (2 * EVERY) === 0)
		list.push({ at, instrument: "signs", version: "1", from: "", answers: { weight: Math.round(Math.max(32, state.weight) * 10) / 10 } })
	return list
}

/**
 * @param {Stream} r
 * @param {Visit[]} visits
 * @param {Course} course
 * @returns {Assessment[][]} of each visit
 */
export function assessmentsOf(r, visits, course) {
	const state = begin(r)
	return visits.map((visit, n) => {
		const left = course.reason === "death" ? daysBetween(visit.at.slice(0, 10), course.dateOut) : Infinity
		if (n > 0)
			goOn(r, state, left)
		return assess(r, state, visit, { n, last: n === visits.length - 1, left })
	})
}
