// @ts-check
/** @file model.mjs: all of the invented region that is no key: the same every time for the same day. */
import { assessmentsOf } from "./assess.mjs"
import { courseOf, ENDS, visitsOf, YEARS_2 } from "./course.mjs"
import { ageOf, diagnosisOf } from "./diagnoses.mjs"
import { passport, revisions, withLuhn } from "./identity.mjs"
import { linesOf } from "./lines.mjs"
import { peopleOf } from "./names.mjs"
import { addDays, daysBetween, stream, workingHour } from "./random.mjs"
import { areaOf, INSTITUTIONS, PEOPLE } from "./region.mjs"

/** @import { Passport } from "../../static/js/ui/passport.js" */
/** @import { Assessment } from "./assess.mjs" */
/** @import { Course, Visit } from "./course.mjs" */
/** @import { Kind } from "./diagnoses.mjs" */
/** @import { Line } from "./lines.mjs" */
/** @import { Person } from "./region.mjs" */

export const LINES = 3000
const SEED = "palreg demo 1"

/**
 * @typedef {object} Patient
 * @property {string} id
 * @property {number} institution
 * @property {number} district
 * @property {string} registryNo
 * @property {string} born
 * @property {string} sex
 * @property {string} diagnosis
 * @property {Kind} kind
 * @property {Course} course
 * @property {{ at: string, by: string, passport: Passport }[]} revisions  by: login
 * @property {{ id: string, by: string, visit: Visit }[]} visits
 * @property {{ by: string, id: string, assessment: Assessment }[]} assessments
 * @property {{ by: string, ids: string[], line: Line }[]} lines  ids: one for each version, the first names the line
 * @property {string} by
 */

/** @typedef {{ today: string, since: string, ids: Record<string, string>, patients: Patient[] }} Model */

/** @param {number} area @returns {Person[]} who may write there */
export const writersOf = (area) => PEOPLE.filter((person) => person.area === area && person.roles.includes("user"))

/** @param {number} from  the first number */
function registryNumbers(from) {
	const r = stream(`${SEED}/registry`)
	/** @type {Set<string>} */
	const digits = new Set()
	while (digits.size < from)
		digits.add(r.digits(4))
	return [...digits].map((text) => `П-${text}-${withLuhn(text).slice(-1)}`)
}

/**
 * @param {number} i
 * @param {{ institution: number, end: [import("./course.mjs").Status, string], today: string, registryNo: string }} given
 * @returns {Patient}
 */
function patientOf(i, { institution, end, today, registryNo }) {
	const r = stream(`${SEED}/patient/${i}`)
	const { code, kind, sex: only } = diagnosisOf(r)
	const sex = only === "" ? r.chance(0.52) ? "f" : "m" : only
	const course = courseOf(r, kind, end, today)
	const born = addDays(course.dateIn, -ageOf(r, kind))
	const age = Math.floor(daysBetween(born, course.dateIn) / 365.25)
	const place = INSTITUTIONS.find(({ area }) => area === institution)
	const district = r.weigh(place?.districts ?? [])
	const team = writersOf(institution)
	const by = () => r.pick(team).login
	const people = peopleOf(r)
	const now = passport(r, { people, sex, age, born, district, since: course.dateIn })
	const chain = revisions(r, now, r.weigh([[1, 64], [2, 23], [3, 10], [4, 3]]))
	const times = revisionTimes(r, chain.length, course, today)
	const visits = visitsOf(r, kind, course, today).map((visit) => ({ id: r.uuid(), by: by(), visit }))
	const own = stream(`${SEED}/assessments/${i}`)
	return {
		id: r.uuid(), institution, district, registryNo, born, sex, diagnosis: code, kind, course, by: by(),
		revisions: chain.map((p, n) => ({ at: times[n] ?? "", by: by(), passport: p })),
		visits, lines: [],
		assessments: assessmentsOf(own, visits.map(({ visit }) => visit), course).flatMap((list, n) =>
			list.map((assessment) => ({ by: visits[n]?.by ?? "", id: own.uuid(), assessment }))),
	}
}

/**
 * @param {ReturnType<typeof stream>} r
 * @param {number} count
 * @param {Course} course
 * @param {string} today
 * @returns {string[]} ascending, from the day of entry on, none after yesterday
 */
function revisionTimes(r, count, { dateIn, dateOut }, today) {
	const span = daysBetween(dateIn, dateOut === "" ? addDays(today, -1) : dateOut)
	const first = workingHour(dateIn, r)
	const later = Array.from({ length: count - 1 }, () => workingHour(addDays(dateIn, r.int(0, span)), r))
	return [first, ...later].sort()
}

/**
 * How many lines each patient gets, LINES in all: the longer on the register, the more.
 *
 * @param {Patient[]} patients
 * @param {string} today
 */
function shares(patients, today) {
	const weights = patients.map(({ course: { status, dateIn, dateOut } }) => status === "draft" || status === "awaiting" ? 0 :
		3 + 0.52 * Math.sqrt(Math.min(300, daysBetween(dateIn, dateOut === "" ? today : dateOut))))
	const sum = weights.reduce((a, b) => a + b, 0)
	let given = 0
	let passed = 0
	return weights.map((weight) => {
		passed += weight
		const count = Math.round(LINES * passed / sum) - given
		given += count
		return count
	})
}

/** @param {Patient} patient @param {number} i @param {number} count @param {string} today */
function prescribe(patient, i, count, today) {
	const r = stream(`${SEED}/lines/${i}`)
	const team = writersOf(patient.institution)
	for (const line of linesOf(r, patient.kind, patient.course, count, today))
		patient.lines.push({ by: r.pick(team).login, ids: line.versions.map(() => r.uuid()), line })
}

/**
 * In each institution somebody was entered twice, the second time in haste: misspelt and without numbers.
 *
 * @param {Patient[]} patients
 */
function enterTwice(patients) {
	for (const { area } of INSTITUTIONS) {
		const own = patients.filter(({ institution, course }) => institution === area && course.status === "active")
		const twice = own.slice(1).find(({ sex, diagnosis }) => sex === own[0]?.sex && diagnosis.startsWith("C"))
		const first = own[0]?.revisions.at(-1)?.passport
		if (twice === undefined || first === undefined)
			continue
		const { surname, name, born, sex } = first
		twice.born = born
		for (const revision of twice.revisions)
			revision.passport = { ...revision.passport, surname: surname.slice(0, 3) + surname.slice(4), name, patronymic: "", born, sex,
				previousSurname: "", snils: "", snilsAbsent: "unknown", omsKind: "", omsSeries: "", oms: "", documents: [], caregivers: [] }
	}
}

/**
 * @param {string} today  ISO date
 * @returns {Model}
 */
export function build(today) {
	const r = stream(`${SEED}/region`)
	const ends = r.shuffle(ENDS.flatMap(([status, reason, n]) => Array.from({ length: n }, () => /** @type {const} */ ([status, reason]))))
	const places = r.shuffle(INSTITUTIONS.flatMap(({ area, patients }) => Array.from({ length: patients }, () => area)))
	const numbers = registryNumbers(places.length)
	const patients = places.map((institution, i) => patientOf(i, {
		institution, end: [...ends[i] ?? /** @type {const} */ (["active", ""])], today, registryNo: numbers[i] ?? "",
	}))
	enterTwice(patients)
	for (const [i, count] of shares(patients, today).entries())
		prescribe(/** @type {Patient} */ (patients[i]), i, count, today)
	/** @type {Record<string, string>} */
	const ids = {}
	for (const { login } of PEOPLE)
		ids[login] = r.uuid()
	for (const { area } of INSTITUTIONS)
		ids[areaOf(area).id] = r.uuid()
	return { today, since: addDays(today, -YEARS_2 - 20), ids, patients }
}
