// @ts-check
/**
 * @file passport-check.js: what each member of a passport may hold, beside the others. Pure.
 *
 * A table by path; a member of a row sees its row, every member sees the whole.
 */
import { BLANK, CODES, passportOf, ROW_KINDS, sealedOf } from "./passport.js"
import { checkBorn, checkName, checkOms, checkPhone, checkSnils, checkText, readDate, tidy } from "./validate.js"

/** @import { Passport } from "./passport.js" */
/** @import { Checked } from "./validate.js" */

/**
 * @typedef {object} Around  the typed values around one
 * @property {(path: string) => string} at  of the passport: a value as it is kept
 * @property {(key: string) => string} beside  of the same row; empty outside a list
 * @property {string} today  ISO date
 */

/** @typedef {(typed: string, around: Around) => Checked} Check */

const OLDEST_DATE = "1900-01-01"
const PASSPORT_AGE = 14

/** @param {number} most @returns {Check} */
const text = (most) => (typed) => checkText(typed, most)

/** @param {boolean} required @returns {Check} */
const name = (required) => (typed) => checkName(typed, required)

/** @type {Check} */
const phone = (typed) => checkPhone(typed)

/**
 * @param {string} path
 * @returns {Check} one of the codes, or nothing
 */
const code = (path) => (typed) =>
	typed === "" || CODES[path]?.includes(typed) ? { value: typed } : { value: typed, error: "error.code" }

/**
 * A date that has been and is not before the birth.
 *
 * @type {Check}
 */
function past(typed, { at, today }) {
	const value = readDate(typed)
	if (typed.trim() === "")
		return { value: "" }
	if (value === "" || value < OLDEST_DATE)
		return { value: typed, error: "error.date" }
	if (value > today)
		return { value, error: "error.dateFuture" }
	return at("born") !== "" && value < at("born") ? { value, error: "error.dateBeforeBirth" } : { value }
}

/** @param {string} value  empty where the row has to have it */
const required = (value) => value === "" ? { value, error: "error.required" } : { value }

/**
 * @param {string} typed
 * @param {RegExp} pattern
 * @param {string} error
 * @returns {Checked}
 */
function fits(typed, pattern, error) {
	const value = tidy(typed).toUpperCase()
	return pattern.test(value) ? { value } : { value, error }
}

/** By type of document: patterns of series and number. A series that is not asked for stays empty. */
/** @type {Record<string, { series?: (typed: string) => Checked, number: (typed: string) => Checked }>} */
const DOCUMENTS = {
	"14": {
		series: (typed) => {
			const digits = typed.replace(/[\s-]/g, "")
			return /^\d{4}$/.test(digits) ? { value: `${digits.slice(0, 2)} ${digits.slice(2)}` } :
				{ value: tidy(typed), error: "error.passportSeries" }
		},
		number: (typed) => fits(typed, /^\d{6}$/, "error.passportNumber"),
	},
	"3": {
		series: (typed) => fits(typed, /^[IVXLC]{1,6}-\p{Script=Cyrillic}{2}$/u, "error.birthSeries"),
		number: (typed) => fits(typed, /^\d{6}$/, "error.birthNumber"),
	},
	"10": { number: (typed) => fits(typed, /^[\p{L}\d][\p{L}\d -]{2,24}$/u, "error.documentNumber") },
	"11": {
		series: (typed) => fits(typed, /^\d{2}$/, "error.residenceSeries"),
		number: (typed) => fits(typed, /^\d{7}$/, "error.residenceNumber"),
	},
}

/** @type {typeof DOCUMENTS[string]} */
const ANY_DOCUMENT = { number: (typed) => checkText(typed, 300) }

/** @param {string} kind */
const documentOf = (kind) => DOCUMENTS[kind] ?? ANY_DOCUMENT

/** @param {string} iso @param {number} years */
const after = (iso, years) => `${Number(iso.slice(0, 4)) + years}${iso.slice(4)}`

/** @type {Check} */
function documentSeries(typed, { beside }) {
	const { series } = documentOf(beside("kind"))
	if (series === undefined)
		return checkText(typed, 20)
	return tidy(typed) === "" ? { value: "", error: "error.required" } : series(typed)
}

/** @type {Check} */
function documentDate(typed, around) {
	const checked = past(typed, around)
	const born = around.at("born")
	return checked.error === undefined && checked.value !== "" && around.beside("kind") === "14" && born !== "" &&
		checked.value < after(born, PASSPORT_AGE) ? { ...checked, error: "error.passportEarly" } : checked
}

/** @type {Check} */
function documentCode(typed, { beside }) {
	const value = tidy(typed)
	const digits = value.replace(/\D/g, "")
	if (value === "" || beside("kind") !== "14")
		return checkText(typed, 20)
	return /^\d{3}[ -]?\d{3}$/.test(value) ? { value: `${digits.slice(0, 3)}-${digits.slice(3)}` } :
		{ value, error: "error.divisionCode" }
}

/** @type {Check} */
function snils(typed, { at }) {
	const checked = checkSnils(typed)
	return checked.error === undefined && checked.value === "" && at("snilsAbsent") === "" ?
		{ ...checked, warn: "warn.snilsAbsent" } : checked
}

/** @type {Check} */
const snilsAbsent = (typed, { at }) => typed !== "" && at("snils") !== "" ?
	{ value: typed, error: "error.snilsBoth" } : code("snilsAbsent")(typed, /** @type {Around} */ ({}))

/** @type {Check} */
const omsSeries = (typed, { at }) => tidy(typed) !== "" && at("omsKind") !== "old" ?
	{ value: tidy(typed), error: "error.omsSeries" } : checkText(typed, 20)

/** @type {Check} */
function age(typed) {
	const value = typed.trim()
	if (value === "")
		return { value }
	if (!/^\d{1,3}$/.test(value) || Number(value) > 120)
		return { value, error: "error.age" }
	return Number(value) < 14 ? { value, warn: "warn.youngCaregiver" } : { value }
}

/** @type {Check} */
const citizenship = (typed) => typed === "" || /^[A-Z]{2}$/.test(typed) ? { value: typed } : { value: typed, error: "error.code" }

/** @type {Check} */
const consentDate = (typed, around) => tidy(typed) === "" && around.beside("decision") !== "" ?
	{ value: "", error: "error.consentDate" } : past(typed, around)

/** @type {Check} */
const consentDecision = (typed, around) => typed === "" && around.beside("on") + around.beside("scan") !== "" ?
	{ value: "", error: "error.required" } : code("consents.decision")(typed, around)

/** @type {Check} */
const consentBy = (typed, { at, beside }) => beside("decision") !== "" && typed === "representative" &&
	at("caregivers.legal") !== "yes" ? { value: typed, warn: "warn.noRepresentative" } : { value: typed }

/** @type {Check} */
const legalDocument = (typed, { beside }) => beside("legal") === "yes" && tidy(typed) === "" ?
	{ value: "", warn: "warn.legalDocument" } : checkText(typed, 300)

/** @param {string} path @returns {Record<string, Check>} */
const address = (path) => Object.fromEntries(Object.keys(BLANK.address).map((key) =>
	[`${path}.${key}`, text(key === "street" || key === "directions" ? 500 : 100)]))

/** @type {Record<string, Check>} */
const CHECKS = {
	"surname": name(true),
	"name": name(true),
	"patronymic": name(false),
	"previousSurname": name(false),
	"born": (typed, { today }) => checkBorn(typed, today),
	"sex": (typed, around) => typed === "" ? required("") : code("sex")(typed, around),
	"snils": snils,
	"snilsAbsent": snilsAbsent,
	"omsKind": code("omsKind"),
	"omsSeries": omsSeries,
	"oms": (typed, { at }) => checkOms(typed, at("omsKind"), { born: at("born"), sex: at("sex") }),
	"omsInsurer": text(200),
	"documents.kind": (typed, around) => typed === "" ? required("") : code("documents.kind")(typed, around),
	"documents.series": documentSeries,
	"documents.number": (typed, { beside }) => tidy(typed) === "" ? required("") : documentOf(beside("kind")).number(typed),
	"documents.issuedBy": text(300),
	"documents.issuedOn": documentDate,
	"documents.code": documentCode,
	"citizenship": citizenship,
	...address("address"),
	...address("registration"),
	"phones.kind": code("phones.kind"),
	"phones.number": (typed, around) => typed.trim() === "" ? required("") : phone(typed, around),
	"phones.who": text(100),
	"phones.when": text(100),
	"caregivers.name": name(true),
	"caregivers.relation": text(60),
	"caregivers.phone": phone,
	"caregivers.age": age,
	"caregivers.livesTogether": code("caregivers.livesTogether"),
	"caregivers.able": code("caregivers.able"),
	"caregivers.trained": past,
	"caregivers.legal": code("caregivers.legal"),
	"caregivers.legalDocument": legalDocument,
	"consents.kind": (typed, around) => typed === "" ? required("") : code("consents.kind")(typed, around),
	"consents.decision": consentDecision,
	"consents.on": consentDate,
	"consents.scan": text(60),
	"consents.by": consentBy,
	"card": text(40),
}

export const PATHS = Object.keys(CHECKS)

/**
 * @param {string} path
 * @param {string} typed
 * @param {Around} around
 * @returns {Checked}
 */
export const checkMember = (path, typed, around) => CHECKS[path]?.(typed, around) ?? { value: typed }

/** @typedef {Checked & { path: string, place: number }} Said  place: of the row in its list, else -1 */

/** @param {Record<string, string>} row */
const isEmptyRow = (row) => Object.entries(row).every(([key, value]) => ROW_KINDS.includes(key) || value.trim() === "")

/** @param {Passport} passport @param {string} path @param {number} place */
function memberOf(passport, path, place) {
	const [field = "", key] = path.split(".")
	const value = /** @type {any} */ (passport)[field]
	return String((key === undefined ? value : place < 0 ? value?.[key] : value?.[place]?.[key]) ?? "")
}

/**
 * @param {Passport} passport
 * @returns {{ path: string, place: number }[]} of every member that is to be checked: rows with nothing in them are not
 */
const membersOf = (passport) => PATHS.flatMap((path) => {
	const rows = /** @type {any} */ (passport)[path.split(".")[0] ?? ""]
	if (!Array.isArray(rows))
		return [{ path, place: -1 }]
	return rows.flatMap((row, place) => isEmptyRow(row) ? [] : [{ path, place }])
})

/**
 * @param {Passport} typed
 * @param {string} today  ISO date
 * @returns {Said[]} what is to be said of each member
 */
export function checkPassport(typed, today) {
	const alone = { at: () => "", beside: () => "", today }
	/** @param {string} path @param {number} place */
	const kept = (path, place) => checkMember(path, memberOf(typed, path, place), alone).value
	/** @param {string} path */
	const at = (path) => {
		const rows = /** @type {any} */ (typed)[path.split(".")[0] ?? ""]
		return Array.isArray(rows) ? rows.map((_, i) => kept(path, i)).find((value) => value !== "") ?? "" : kept(path, -1)
	}
	return membersOf(typed).map(({ path, place }) => {
		const list = path.split(".")[0] ?? ""
		const beside = (/** @type {string} */ key) => place < 0 ? "" : kept(`${list}.${key}`, place)
		return { path, place, ...checkMember(path, memberOf(typed, path, place), { at, beside, today }) }
	})
}

/**
 * @param {Passport} typed
 * @param {Said[]} said  of it
 * @returns {Passport} with every value as it is kept, without empty rows
 */
export function keptPassport(typed, said) {
	/** @type {any} */
	const object = {}
	/** @type {Map<string, any>} */
	const rows = new Map()
	for (const { path, place, value } of said) {
		const [field = "", key] = path.split(".")
		if (key === undefined) {
			object[field] = value
		} else if (place < 0) {
			object[field] = { ...object[field], [key]: value }
		} else {
			const row = rows.get(`${field} ${place}`) ?? {}
			if (!rows.has(`${field} ${place}`))
				object[field] = [...object[field] ?? [], row]
			rows.set(`${field} ${place}`, row)
			row[key] = value
		}
	}
	return passportOf(sealedOf({ ...object, mergedInto: typed.mergedInto }))
}
