// @ts-check
/** @file course.mjs: how it goes with a patient: from when to when, how it ends, how much pain at which visit. */
import { addDays, daysBetween, workingHour } from "./random.mjs"

/** @import { Kind } from "./diagnoses.mjs" */
/** @import { Stream } from "./random.mjs" */

/** @typedef {"active" | "suspended" | "awaiting" | "draft" | "removed"} Status */
/** @typedef {{ status: Status, reason: string, dateIn: string, dateOut: string }} Course  empty where there is none */
/** @typedef {{ at: string, pain: number | null }} Visit  null: no score was asked for */

export const YEARS_2 = 730

/** How things stand today, of 400. @type {[Status, string, number][]} */
export const ENDS = [
	["active", "", 206], ["suspended", "", 6], ["awaiting", "", 8], ["draft", "", 5],
	["removed", "death", 139], ["removed", "moved", 12], ["removed", "not_eligible", 9], ["removed", "refusal", 8],
	["removed", "lost", 6], ["removed", "duplicate", 1],
]

/** Days for which half a life on the register lasts, roughly. @type {Record<Kind, number>} */
const STAY = {
	onco: 85, brain: 95, neuro: 260, dementia: 240, heart: 190, lung: 200, liver: 120, kidney: 150, child: 420, other: 180,
}

/**
 * @param {Stream} r
 * @param {Kind} kind
 * @param {[Status, string]} end
 * @param {string} today
 * @returns {Course}
 */
export function courseOf(r, kind, [status, reason], today) {
	const stay = Math.max(2, Math.min(YEARS_2 - 30, Math.round(r.exponential(STAY[kind]))))
	if (status === "removed") {
		const dateOut = addDays(today, -r.int(1, YEARS_2 - stay))
		return { status, reason, dateIn: addDays(dateOut, -stay), dateOut }
	}
	const days = { active: stay + 1, suspended: stay + 45, awaiting: r.int(1, 12), draft: r.int(1, 4) }[status]
	return { status, reason, dateIn: addDays(today, -Math.min(days, YEARS_2)), dateOut: "" }
}

/** @param {number} pain */
const score = (pain) => Math.max(0, Math.min(10, Math.round(pain)))

/**
 * Visits close together at first, wider later. Pain falls as the medicines take hold, but not everybody's.
 *
 * @param {Stream} r
 * @param {Kind} kind
 * @param {Course} course
 * @param {string} today
 * @returns {Visit[]}
 */
export function visitsOf(r, kind, { status, dateIn, dateOut }, today) {
	if (status === "awaiting" || status === "draft")
		return []
	const painful = r.chance({ onco: 0.8, brain: 0.55, other: 0.6 }[/** @type {string} */ (kind)] ?? 0.35)
	const onset = painful ? r.int(4, 8) : r.int(0, 3)
	const rest = painful && r.chance(0.16) ? r.int(4, 6) : r.int(0, 2)
	const ease = r.int(6, 16)
	const unseen = status === "suspended" ? r.int(20, 45) : r.chance(0.17) ? r.int(15, 44) : r.int(1, 13)
	const last = dateOut === "" ? Math.max(0, daysBetween(dateIn, today) - unseen) : daysBetween(dateIn, dateOut) - r.int(0, 3)
	const visits = []
	for (let day = 0; day <= last; day = nextVisit(r, day, last)) {
		const late = dateOut !== "" && last - day < 8 && r.chance(0.4) ? 2 : 0
		const pain = rest + (onset - rest) * Math.exp(-day / ease) + (r.next() - 0.5) * 1.8 + late
		visits.push({ at: workingHour(addDays(dateIn, day), r), pain: r.chance(0.93) ? score(pain) : null })
	}
	return visits
}

/**
 * @param {Stream} r
 * @param {number} day
 * @param {number} last  on which there is a visit too
 */
function nextVisit(r, day, last) {
	const next = day + (day < 21 ? r.int(3, 8) : r.int(9, 19))
	return day < last && next > last - 3 ? last : next
}
