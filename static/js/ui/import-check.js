// @ts-check
/**
 * @file import-check.js: what is to be said of each line of a spreadsheet, by the checks of the passport form. Pure.
 */
import { People } from "./duplicates.js"
import { codeOf } from "./icd10.js"
import { COLUMNS, keyOfPath } from "./import-columns.js"
import { checkPassport, keptPassport } from "./passport-check.js"
import { fullName, passportOf } from "./passport.js"
import { normalise } from "./search.js"
import { readDate } from "./validate.js"

/** @import { Line } from "./import-file.js" */
/** @import { Passport } from "./passport.js" */

/** @typedef {{ key: string, said: string, values?: string[], warn?: boolean }} Finding  key: of the column; said: a text */
/** @typedef {{ id: string, name: string }} Choice */

/**
 * What a line has to fit to.
 *
 * @typedef {object} Around
 * @property {Choice[]} places  where this user may write
 * @property {Choice[]} districts
 * @property {Choice[]} groups  that may be a basis
 * @property {Map<string, string>} diagnoses  codes that may be entered, and their group
 * @property {People<Passport>} people  who is known here already
 * @property {string} today  ISO date
 */

/** @typedef {Record<"institution" | "district" | "diagnosis" | "date_in" | "commission_no" | "commission_on" | "basis" | "consent_on", string>} Open */
/** @typedef {{ line: Line, passport: Passport, open: Open, findings: Finding[] }} Checked */

const SEXES = new Map([["ж", "f"], ["жен", "f"], ["женский", "f"], ["f", "f"], ["м", "m"], ["муж", "m"], ["мужской", "m"], ["m", "m"],
	["н", "u"], ["неизвестен", "u"], ["неизвестно", "u"], ["u", "u"], ["female", "f"], ["male", "m"], ["unknown", "u"]])
const YES = /^(да|yes|1|\+|x|х)$/i
const COMMISSION = /^\d{1,6}([/-][\dA-ZА-ЯЁ]{1,6}){0,2}$/

/** @param {string} oms @param {string} series */
function kindOf(oms, series) {
	const digits = oms.replace(/[\s-]/g, "")
	return series !== "" ? "old" : /^\d{16}$/.test(digits) ? "unified" : /^\d{9}$/.test(digits) ? "temporary" : ""
}

/**
 * @param {Record<string, string>} cells
 * @returns {Passport} as if it had been typed into the form
 */
export function typedPassport(cells) {
	const at = (/** @type {string} */ key) => cells[key] ?? ""
	const consent = at("consentOn")
	/** @type {any} */
	const object = {
		omsKind: kindOf(at("oms"), at("omsSeries")), phones: [{ kind: "patient" }],
		documents: at("docSeries") + at("docNumber") === "" ? [] : [{ kind: "14" }], caregivers: [{}], address: {},
		consents: consent === "" ? [] : ["processing", "register"].map((kind) => ({ kind, decision: "given", on: consent, by: "patient" })),
	}
	for (const { key, path } of COLUMNS) {
		const [field = "", member] = path?.split(".") ?? []
		if (path === undefined)
			continue
		if (member === undefined)
			object[field] = at(key)
		else if (field === "address")
			object.address[member] = at(key)
		else if (object[field][0] !== undefined)
			object[field][0][member] = at(key)
	}
	object.sex = SEXES.get(at("sex").toLowerCase().replace(/\.$/, "")) ?? at("sex")
	return passportOf(object)
}

/** @param {string} text */
const wordsOf = (text) => normalise(text).replace(/[^\p{L}\d]+/gu, " ").trim()

/** How many things the choices name: a thing may stand there under several names. @param {Choice[]} list */
const things = (list) => new Set(list.map(({ id }) => id)).size

/**
 * @param {Choice[]} list
 * @param {string} typed
 * @returns {Choice | undefined} of that name or code, or the only one that has it in it
 */
export function choose(list, typed) {
	const words = wordsOf(typed)
	const same = list.filter(({ id, name }) => wordsOf(name) === words || id === typed)
	const near = same.length > 0 ? same : list.filter(({ name }) => wordsOf(name).includes(words))
	return words !== "" && things(near) === 1 ? near[0] : undefined
}

/**
 * @param {string} typed
 * @param {string} today
 * @param {string} born  ISO date or empty
 * @returns {{ value: string, said?: string }}
 */
function day(typed, today, born) {
	const value = readDate(typed)
	if (typed === "")
		return { value: "" }
	if (value === "")
		return { value: "", said: "error.date" }
	if (value > today)
		return { value, said: "error.dateFuture" }
	return value < born ? { value, said: "error.dateBeforeBirth" } : { value }
}

/** @param {Record<string, string>} cells @param {Around} around @param {string} born @param {(key: string, said: string) => void} find */
function checkOpen(cells, { places, districts, groups, diagnoses, today }, born, find) {
	const at = (/** @type {string} */ key) => cells[key] ?? ""
	const dates = Object.fromEntries(["dateIn", "commissionOn", "consentOn"].map((key) => {
		const { value, said } = day(at(key), today, born)
		if (said !== undefined)
			find(key, said)
		return [key, value]
	}))
	const place = at("place") === "" && things(places) === 1 ? places[0] : choose(places, at("place"))
	const district = choose(districts, at("district"))
	const diagnosis = codeOf(at("diagnosis")) ?? ""
	const isTaken = at("commissionNo") !== "" || at("commissionOn") !== ""
	const basis = at("basis") === "" ? diagnoses.get(diagnosis) ?? "" : choose(groups, at("basis"))?.id ?? ""
	if (at("dateIn") === "")
		find("dateIn", "error.required")
	if (place === undefined)
		find("place", at("place") === "" ? "import.needsPlace" : "import.noPlace")
	if (district === undefined)
		find("district", at("district") === "" ? "error.required" : "import.noDistrict")
	if (!diagnoses.has(diagnosis))
		find("diagnosis", at("diagnosis") === "" ? "error.required" : "import.noDiagnosis")
	if (isTaken && !COMMISSION.test(at("commissionNo").toUpperCase()))
		find("commissionNo", "import.commissionNo")
	if (isTaken && at("commissionOn") === "")
		find("commissionOn", "error.required")
	if (isTaken && at("consentOn") === "")
		find("consentOn", "import.needsConsent")
	if (isTaken && (at("basis") !== "" || diagnoses.has(diagnosis)) && basis === "")
		find("basis", "import.noBasis")
	return {
		institution: place?.id ?? "", district: district?.id ?? "", diagnosis, date_in: dates["dateIn"] ?? "",
		commission_no: at("commissionNo").toUpperCase(), commission_on: dates["commissionOn"] ?? "",
		basis: isTaken ? basis : "", consent_on: dates["consentOn"] ?? "",
	}
}

/**
 * @param {Passport} passport
 * @param {string} notDuplicate  what the column says
 * @param {Around} around
 * @param {People<number>} rows  those before, by their number
 * @returns {Finding[]}
 */
function checkDuplicates(passport, notDuplicate, { people }, rows) {
	/** @type {Finding[]} */
	const findings = []
	for (const why of /** @type {const} */ (["snils", "card", "name"])) {
		if (why === "name" && (YES.test(notDuplicate) || findings.length > 0))
			continue
		const other = people.find(passport, why)
		const row = rows.find(passport, why)
		const key = why === "name" ? "surname" : why
		if (other !== undefined)
			findings.push({ key, said: `import.known.${why}`, values: [fullName(other)] })
		else if (row !== undefined)
			findings.push({ key, said: `import.twice.${why}`, values: [String(row)] })
	}
	return findings
}

/**
 * @param {Line} line
 * @param {Around} around
 * @param {People<number>} rows  those before; takes this one
 * @returns {Checked}
 */
function checkLine(line, around, rows) {
	/** @type {Finding[]} */
	const findings = []
	const find = (/** @type {string} */ key, /** @type {string} */ said) => { findings.push({ key, said }) }
	const typed = typedPassport(line.cells)
	const said = checkPassport(typed, around.today)
	for (const { path, error, warn } of said) {
		const key = path.startsWith("consents") ? "consentOn" : keyOfPath(path)
		if (error !== undefined && !(key === "consentOn"))
			findings.push({ key: key === "" ? "oms" : key, said: error })
		else if (warn !== undefined && warn !== "warn.snilsAbsent" && key !== "")
			findings.push({ key, said: warn, warn: true })
	}
	const passport = keptPassport(typed, said)
	const born = findings.some(({ key, warn }) => key === "born" && warn !== true) ? "" : passport.born
	const open = checkOpen(line.cells, around, born, find)
	if (line.extra.length > 0)
		find("", "import.extra")
	findings.push(...checkDuplicates(passport, line.cells["notDuplicate"] ?? "", around, rows))
	rows.add(passport, line.row)
	return { line, passport, open, findings }
}

/**
 * @param {Line[]} lines
 * @param {Around} around
 * @param {People<number>} [rows]  those before, by their number; takes these
 * @returns {Checked[]}
 */
export function checkLines(lines, around, rows = new People()) {
	return lines.map((line) => checkLine(line, around, rows))
}

/** @param {Checked} checked */
export const isFaulty = ({ findings }) => findings.some(({ warn }) => warn !== true)
