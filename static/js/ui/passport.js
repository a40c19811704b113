// @ts-check
/** @file passport.js: the sealed document about who a patient is: its members, and how they are shown. Pure. */

/** @typedef {{ number: string, who: string }} Phone */
/** @typedef {{ name: string, relation: string, phone: string }} Caregiver */

/**
 * @typedef {object} Passport
 * @property {string} surname
 * @property {string} name
 * @property {string} patronymic
 * @property {string} previousSurname
 * @property {string} born  ISO date
 * @property {string} sex  m, f or u
 * @property {string} snils  11 digits or empty
 * @property {string} oms  digits, or the series and number of an old policy
 * @property {string} document
 * @property {string} address
 * @property {Phone[]} phones
 * @property {Caregiver[]} caregivers
 * @property {string} card  number of the paper card
 */

/** In the order of the canonical text. */
export const FIELDS = /** @type {const} */ ([
	"surname", "name", "patronymic", "previousSurname", "born", "sex", "snils", "oms",
	"document", "address", "phones", "caregivers", "card",
])

/** @param {unknown} value */
const textOf = (value) => typeof value === "string" ? value : ""

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>[]}
 */
const listOf = (value) => Array.isArray(value) ? value.filter((item) => item !== null && typeof item === "object") : []

/**
 * Whatever was sealed as a passport, in its shape: what is missing is empty, what is unknown is left out.
 *
 * @param {Record<string, unknown>} object
 * @returns {Passport}
 */
export const passportOf = (object) => ({
	surname: textOf(object["surname"]),
	name: textOf(object["name"]),
	patronymic: textOf(object["patronymic"]),
	previousSurname: textOf(object["previousSurname"]),
	born: textOf(object["born"]),
	sex: textOf(object["sex"]),
	snils: textOf(object["snils"]),
	oms: textOf(object["oms"]),
	document: textOf(object["document"]),
	address: textOf(object["address"]),
	phones: listOf(object["phones"]).map((p) => ({ number: textOf(p["number"]), who: textOf(p["who"]) })),
	caregivers: listOf(object["caregivers"]).map((c) =>
		({ name: textOf(c["name"]), relation: textOf(c["relation"]), phone: textOf(c["phone"]) })),
	card: textOf(object["card"]),
})

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

/** @param {Passport} p */
export const fullName = (p) =>
	join(p.surname, p.previousSurname === "" ? "" : `(${p.previousSurname})`, p.name, p.patronymic)

/** @param {Phone} phone */
const showOnePhone = ({ number, who }) => who === "" ? showPhone(number) : `${showPhone(number)} (${who})`

/** @type {Record<string, (p: Passport) => string>} */
const SHOWN = {
	name: fullName,
	surname: (p) => p.surname,
	given: (p) => join(p.name, p.patronymic),
	snils: (p) => showSnils(p.snils),
	born: (p) => showDate(p.born),
	phone: (p) => p.phones[0] === undefined ? "" : showPhone(p.phones[0].number),
	phones: (p) => p.phones.map(showOnePhone).join(", "),
	address: (p) => p.address,
	card: (p) => p.card,
	oms: (p) => p.oms,
	document: (p) => p.document,
	caregivers: (p) => p.caregivers.map((c) =>
		[join(c.name), c.relation, showPhone(c.phone)].filter((part) => part !== "").join(", ")).join("; "),
}

/**
 * @param {Passport} p
 * @param {string} field  of <sealed-text>
 * @returns {string} empty if it is not known
 */
export const show = (p, field) => SHOWN[field]?.(p) ?? ""

/**
 * One field of the document as text, for the history and for two versions side by side.
 *
 * @param {Passport} p
 * @param {typeof FIELDS[number]} field
 * @param {(sex: string) => string} sexText
 */
export function showField(p, field, sexText) {
	if (field === "sex")
		return p.sex === "" ? "" : sexText(p.sex)
	if (field === "name" || field === "patronymic" || field === "previousSurname")
		return p[field]
	return show(p, field)
}

/**
 * @param {Passport} a
 * @param {Passport} b
 * @returns {typeof FIELDS[number][]} the fields in which they differ
 */
export const differing = (a, b) => FIELDS.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]))
