// @ts-check
/**
 * @file passport.js: the sealed document about who a patient is: its members, and how they are shown. Pure.
 *
 * Every value is text; empty means not given. Empty members are not sealed at all, so that the
 * document stays small, and members of an older document are read as what has taken their place.
 */

/**
 * @typedef {{ region: string, municipality: string, settlement: string, street: string, house: string, flat: string,
 *     directions: string }} Address
 */
/** @typedef {{ kind: string, series: string, number: string, issuedBy: string, issuedOn: string, code: string }} Identity */
/** @typedef {{ kind: string, number: string, who: string, when: string }} Phone */

/**
 * @typedef {object} Caregiver
 * @property {string} name
 * @property {string} relation
 * @property {string} phone
 * @property {string} age
 * @property {string} livesTogether  yes or no
 * @property {string} able  to care: yes, partly or no
 * @property {string} trained  ISO date
 * @property {string} legal  yes: he is the legal representative
 * @property {string} legalDocument
 */

/** @typedef {{ kind: string, decision: string, on: string, scan: string, by: string }} Consent */

/**
 * @typedef {object} Passport
 * @property {string} surname
 * @property {string} name
 * @property {string} patronymic
 * @property {string} previousSurname
 * @property {string} born  ISO date
 * @property {string} sex  m, f or u
 * @property {string} snils  11 digits
 * @property {string} snilsAbsent  why there is none
 * @property {string} omsKind  unified, temporary or old
 * @property {string} omsSeries  of an old policy
 * @property {string} oms  the number
 * @property {string} omsInsurer
 * @property {Identity[]} documents
 * @property {string} citizenship  ISO 3166-1, or XX for none
 * @property {Address} address  where he lives
 * @property {Address} registration
 * @property {Phone[]} phones
 * @property {Caregiver[]} caregivers
 * @property {Consent[]} consents
 * @property {string} card  number of the paper card
 * @property {string} mergedInto  rec of the entry that this one turned out to be a duplicate of
 */

const ADDRESS = { region: "", municipality: "", settlement: "", street: "", house: "", flat: "", directions: "" }

/** Every member there is, in the order in which it is shown; a list holds what one of its rows is like. */
export const BLANK = {
	surname: "", name: "", patronymic: "", previousSurname: "", born: "", sex: "", snils: "", snilsAbsent: "",
	omsKind: "", omsSeries: "", oms: "", omsInsurer: "",
	documents: [{ kind: "", series: "", number: "", issuedBy: "", issuedOn: "", code: "" }],
	citizenship: "", address: ADDRESS, registration: ADDRESS,
	phones: [{ kind: "", number: "", who: "", when: "" }],
	caregivers: [{
		name: "", relation: "", phone: "", age: "", livesTogether: "", able: "", trained: "", legal: "", legalDocument: "",
	}],
	consents: [{ kind: "", decision: "", on: "", scan: "", by: "" }],
	card: "", mergedInto: "",
}

export const FIELDS = /** @type {(keyof Passport)[]} */ (Object.keys(BLANK))
export const LISTS = /** @type {const} */ (["documents", "phones", "caregivers", "consents"])

const YES_NO = ["yes", "no"]

/** The codes a member may hold; the texts are "code.PATH.CODE". */
/** @type {Record<string, string[]>} */
export const CODES = {
	"sex": ["f", "m", "u"],
	"snilsAbsent": ["newborn", "foreigner", "none", "unknown"],
	"omsKind": ["unified", "temporary", "old"],
	"documents.kind": ["14", "3", "10", "11", "12", "13", "7", "18"],
	"phones.kind": ["patient", "caregiver", "second"],
	"caregivers.livesTogether": YES_NO,
	"caregivers.able": ["yes", "partly", "no"],
	"caregivers.legal": YES_NO,
	"consents.kind": ["processing", "register", "intervention"],
	"consents.decision": ["given", "refused"],
	"consents.by": ["patient", "representative"],
}

/** Members that say what a row is about, and are nothing without the others. */
export const ROW_KINDS = ["kind"]

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value)

/**
 * @param {unknown} value
 * @param {any} blank
 * @returns {any}
 */
function shaped(value, blank) {
	if (typeof blank === "string")
		return typeof value === "string" ? value : ""
	if (Array.isArray(blank))
		return Array.isArray(value) ? value.filter(isObject).map((item) => shaped(item, blank[0])) : []
	/** @type {Record<string, unknown>} */
	const out = {}
	for (const key in blank)
		out[key] = shaped(isObject(value) ? value[key] : undefined, blank[key])
	return out
}

/** @param {string} oms  as one text */
function policyOf(oms) {
	if (/^\d{16}$/.test(oms))
		return { omsKind: "unified", oms }
	if (/^\d{9}$/.test(oms))
		return { omsKind: "temporary", oms }
	const [, series = "", number = oms] = /^(.*\S)\s+(?:\u2116\s*)?(\S+)$/.exec(oms) ?? []
	return { omsKind: "old", omsSeries: series.replace(/\s*\u2116$/, ""), oms: number }
}

/**
 * The first documents had one text each for the policy, the identity document and the address.
 *
 * @param {Record<string, unknown>} object
 */
function upgraded(object) {
	const { address, document, oms, omsKind } = object
	return {
		...object,
		...typeof address === "string" ? { address: { street: address } } : {},
		...typeof document === "string" && document !== "" ? { documents: [{ kind: "18", number: document }] } : {},
		...typeof oms === "string" && oms !== "" && omsKind === undefined ? policyOf(oms) : {},
	}
}

/**
 * Whatever was sealed as a passport, in its shape: what is missing is empty, what is unknown is left out.
 *
 * @param {Record<string, unknown>} object
 * @returns {Passport}
 */
export const passportOf = (object) => shaped(upgraded(object), BLANK)

/**
 * @param {unknown} value
 * @returns {any} undefined if nothing is in it
 */
function filled(value) {
	if (typeof value === "string")
		return value === "" ? undefined : value
	if (Array.isArray(value)) {
		const items = value.map(filled).filter((item) => item !== undefined)
		return items.length === 0 ? undefined : items
	}
	const entries = Object.entries(value ?? {}).flatMap(([key, item]) => {
		const kept = filled(item)
		return kept === undefined ? [] : [[key, kept]]
	})
	return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/**
 * @param {Partial<Passport>} passport
 * @returns {Record<string, unknown>} what is sealed: only what is given
 */
export const sealedOf = (passport) => filled(passport) ?? {}

/** @param {string} iso */
export const showDate = (iso) => {
	const [year, month, day] = iso.split("-")
	return day === undefined ? iso : `${day}.${month}.${year}`
}

/** @param {string} digits */
export const showSnils = (digits) => /^\d{11}$/.test(digits)
	? `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6, 9)} ${digits.slice(9)}` : digits

/** @param {string} number  E.164 */
export const showPhone = (number) =>
	number.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, "+7 $1 $2-$3-$4")

/** @param {...string} parts */
const join = (...parts) => parts.filter((part) => part !== "").join(" ")

/** @param {...string} parts */
const list = (...parts) => parts.filter((part) => part !== "").join(", ")

/** @param {Passport} p */
export const fullName = (p) =>
	join(p.surname, p.previousSurname === "" ? "" : `(${p.previousSurname})`, p.name, p.patronymic)

/** @param {Address} a @returns {string} without the directions */
export const showAddress = (a) => list(a.region, a.municipality, a.settlement, a.street, a.house, a.flat)

/** How one member is shown where it is not shown as it is kept. */
/** @type {Record<string, (value: string) => string>} */
export const SHOW_AS = {
	"born": showDate, "snils": showSnils,
	"documents.issuedOn": showDate, "phones.number": showPhone,
	"caregivers.phone": showPhone, "caregivers.trained": showDate, "consents.on": showDate,
}

/** @typedef {(key: string, ...values: string[]) => string} Say  the text of a key, as text() of text.js */

/** @param {string} code @param {Say} say */
function showCountry(code, say) {
	if (code === "XX" || code === "")
		return code === "" ? "" : say("code.citizenship.XX")
	try {
		return new Intl.DisplayNames(globalThis.document?.documentElement.lang || "ru", { type: "region" }).of(code) ?? code
	} catch {
		return code
	}
}

/**
 * One value as text.
 *
 * @param {string} path  like "sex" or "documents.kind"
 * @param {string} value
 * @param {Say} say
 */
export function showValue(path, value, say) {
	if (value === "")
		return ""
	if (path === "citizenship")
		return showCountry(value, say)
	if (path === "mergedInto")
		return say("code.mergedInto")
	return CODES[path]?.includes(value) ? say(`code.${path}.${value}`) : SHOW_AS[path]?.(value) ?? value
}

/**
 * @param {string} name  of a list
 * @param {Record<string, string>} row
 * @param {Say} say
 * @returns {string} its members that are given, each named where its value alone says nothing
 */
export function showRow(name, row, say) {
	return list(...Object.entries(row).map(([key, value]) => {
		const shown = showValue(`${name}.${key}`, value, say)
		const named = !["kind", "series", "number", "name", "relation", "phone", "who", "decision"].includes(key)
		return shown === "" ? "" : named ? `${say(`field.${name}.${key}`).toLowerCase()}: ${shown}` : shown
	}))
}

/**
 * One field of the document as text, for two versions side by side.
 *
 * @param {Passport} p
 * @param {keyof Passport} field
 * @param {Say} say
 */
export function showField(p, field, say) {
	const value = p[field]
	if (typeof value === "string")
		return showValue(field, value, say)
	if (Array.isArray(value))
		return value.map((row) => showRow(field, { ...row }, say)).join("; ")
	return list(showAddress(value), value.directions)
}

/** @type {Record<string, (p: Passport) => string>} */
const SHOWN = {
	name: fullName,
	surname: (p) => p.surname,
	given: (p) => join(p.name, p.patronymic),
	snils: (p) => showSnils(p.snils),
	born: (p) => showDate(p.born),
	phone: (p) => p.phones[0] === undefined ? "" : showPhone(p.phones[0].number),
	phones: (p) => p.phones.map(({ number, who, when }) =>
		join(showPhone(number), list(who, when) === "" ? "" : `(${list(who, when)})`)).join(", "),
	address: (p) => showAddress(p.address),
	directions: (p) => p.address.directions,
	card: (p) => p.card,
	oms: (p) => join(p.omsSeries, p.oms),
	document: (p) => p.documents.map((d) => join(d.series, d.number)).join("; "),
	caregivers: (p) => p.caregivers.map((c) => list(c.name, c.relation, showPhone(c.phone))).join("; "),
}

/**
 * @param {Passport} p
 * @param {string} field  of <sealed-text>
 * @returns {string} empty if it is not known
 */
export const show = (p, field) => SHOWN[field]?.(p) ?? ""

/**
 * @param {Passport} a
 * @param {Passport} b
 * @returns {(keyof Passport)[]} the fields in which they differ
 */
export const differing = (a, b) => FIELDS.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]))
