// @ts-check
/**
 * @file validate.js: what a passport may hold. Pure.
 *
 * Each check takes what was typed and gives the value to keep, or the key of the text that says what
 * is wrong; `warn` is the key of a text to heed, which does not refuse the value.
 */
import { digitsOf } from "./search.js"

/** @typedef {{ value: string, error?: string, warn?: string }} Checked */

const NAME = /^[\p{Script=Cyrillic}\p{Script=Latin}][\p{Script=Cyrillic}\p{Script=Latin}\p{M} '’ʼ.-]*$/u
const NAME_MOST = 60
const OLDEST = 1900
const CONTROL = /\p{Cc}/gu

/**
 * @param {string} typed
 * @returns {string} NFC, trimmed, blanks collapsed, no control characters
 */
export const tidy = (typed) => typed.normalize("NFC").replace(CONTROL, " ").replace(/\s+/g, " ").trim()

/**
 * @param {string} typed
 * @param {boolean} required
 * @returns {Checked}
 */
export function checkName(typed, required) {
	const value = tidy(typed)
	if (value === "")
		return required ? { value, error: "error.required" } : { value }
	if (value.length > NAME_MOST)
		return { value, error: "error.nameLong" }
	if (!NAME.test(value))
		return { value, error: "error.nameLetters" }
	return /^\p{Ll}/u.test(value) || /^\p{Lu}{3,}$/u.test(value) ? { value, warn: "warn.nameCase" } : { value }
}

/**
 * @param {string} typed
 * @param {number} most
 * @returns {Checked}
 */
export function checkText(typed, most) {
	const value = tidy(typed)
	return value.length > most ? { value, error: "error.long" } : { value }
}

/**
 * @param {number} year
 * @param {number} month  from 1
 * @param {number} day
 */
const isDay = (year, month, day) => {
	const date = new Date(Date.UTC(year, month - 1, day))
	return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/**
 * @param {string} typed  ДД.ММ.ГГГГ, also with other dividers, eight digits, or ISO
 * @returns {string} ISO date, or empty if it is no date
 */
export function readDate(typed) {
	const value = typed.trim()
	const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
	const usual = /^(\d{1,2})[.,/ -](\d{1,2})[.,/ -](\d{4})$/.exec(value) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(value)
	const [day, month, year] = iso ? [iso[3], iso[2], iso[1]] : usual ? usual.slice(1) : []
	if (day === undefined || month === undefined || year === undefined || !isDay(+year, +month, +day))
		return ""
	return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`
}

/**
 * @param {string} iso
 * @param {string} today  ISO date
 */
export function ageOn(iso, today) {
	const years = Number(today.slice(0, 4)) - Number(iso.slice(0, 4))
	return today.slice(5) < iso.slice(5) ? years - 1 : years
}

/**
 * @param {string} typed
 * @param {string} today  ISO date
 * @returns {Checked}
 */
export function checkBorn(typed, today) {
	const value = readDate(typed)
	if (typed.trim() === "")
		return { value, error: "error.required" }
	if (value === "")
		return { value, error: "error.date" }
	if (value > today)
		return { value, error: "error.bornFuture" }
	if (Number(value.slice(0, 4)) < OLDEST)
		return { value, error: "error.bornEarly" }
	return ageOn(value, today) > 110 ? { value, warn: "warn.bornOld" } : { value }
}

/** @param {string} digits  the first nine */
function snilsControl(digits) {
	let sum = 0
	for (let i = 0; i < 9; i++)
		sum += Number(digits[i]) * (9 - i)
	return String(sum % 101 % 100).padStart(2, "0")
}

/**
 * @param {string} typed
 * @returns {Checked}
 */
export function checkSnils(typed) {
	const value = digitsOf(typed)
	if (typed.trim() === "")
		return { value: "" }
	if (!/^[\d\s-]*$/.test(typed.trim()) || value.length !== 11)
		return { value, error: "error.snilsLength" }
	const number = value.slice(0, 9)
	if (/^(\d)\1{8}$/.test(number))
		return { value, error: "error.snilsControl" }
	/* Numbers up to 001-001-998 were given without a control number. */
	if (Number(number) > 1001998 && value.slice(9) !== snilsControl(number))
		return { value, error: "error.snilsControl" }
	return { value }
}

/**
 * @param {string} typed
 * @returns {string} as much of NNN-NNN-NNN CC as has been typed
 */
export function formatSnils(typed) {
	const d = digitsOf(typed).slice(0, 11)
	const number = [d.slice(0, 3), d.slice(3, 6), d.slice(6, 9)].filter((part) => part !== "").join("-")
	return d.length > 9 ? `${number} ${d.slice(9)}` : number
}

/** @param {string} digits */
export function luhn(digits) {
	let sum = 0
	for (let i = 0; i < digits.length; i++) {
		const digit = Number(digits[digits.length - 1 - i])
		sum += i % 2 === 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9
	}
	return sum % 10 === 0
}

/** @typedef {{ born: string, sex: string }} Person  as far as known */

/**
 * What the digits 3 to 8 of a unified number tell: each is the rest to nine; month (with 20 for those born
 * until 1950, 40 until 2000), year with its two digits turned round, day (with 50 for men).
 *
 * @param {string} digits  16
 * @returns {Person | null} null if that is no date, as in numbers given by another rule
 */
export function personOfPolicy(digits) {
	const plain = Array.from(digits.slice(2, 8), (digit) => 9 - Number(digit)).join("")
	const [month, day] = [Number(plain.slice(0, 2)), Number(plain.slice(4, 6))]
	const two = Number(`${plain[3]}${plain[2]}`)
	const year = month > 40 ? two === 0 ? 2000 : 1900 + two : month > 20 ? 1900 + two : 2000 + two
	const base = year <= 1950 ? 20 : year <= 2000 ? 40 : 0
	if (month - base < 1 || month - base > 12 || !isDay(year, month - base, day % 50))
		return null
	return {
		born: `${year}-${String(month - base).padStart(2, "0")}-${String(day % 50).padStart(2, "0")}`,
		sex: day > 50 ? "m" : "f",
	}
}

/**
 * @param {string} digits  16
 * @param {Person} person
 * @returns {Checked}
 */
function checkUnified(digits, person) {
	if (!luhn(digits))
		return { value: digits, warn: "warn.omsControl" }
	const told = personOfPolicy(digits)
	if (told !== null && person.born !== "" && told.born !== person.born)
		return { value: digits, warn: "warn.omsBorn" }
	return told !== null && /[mf]/.test(person.sex) && told.sex !== person.sex ?
		{ value: digits, warn: "warn.omsSex" } : { value: digits }
}

/**
 * The number of a policy: 16 digits of a unified one, 9 of a temporary one, any of an old one. A wrong
 * control digit is said and may stay.
 *
 * @param {string} typed
 * @param {string} kind  unified, temporary, old or empty
 * @param {Person} [person]
 * @returns {Checked}
 */
export function checkOms(typed, kind, person = { born: "", sex: "" }) {
	const value = tidy(typed)
	if (value === "")
		return kind === "" ? { value } : { value, error: "error.required" }
	const digits = value.replace(/[\s-]/g, "")
	if (kind === "old")
		return /^[\p{L}\d][\p{L}\d \/-]{2,29}$/u.test(value) && /\d{3}/.test(value) ? { value } : { value, error: "error.omsOld" }
	if (kind === "temporary")
		return /^\d{9}$/.test(digits) ? { value: digits } : { value, error: "error.omsTemporary" }
	if (kind === "unified" || /^\d{16}$/.test(digits))
		return /^\d{16}$/.test(digits) ? checkUnified(digits, person) : { value, error: "error.omsUnified" }
	return /^\d{9}$/.test(digits) ? { value: digits } : { value, error: "error.oms" }
}

/**
 * @param {string} typed
 * @returns {Checked} E.164
 */
export function checkPhone(typed) {
	const value = typed.trim()
	if (value === "")
		return { value }
	if (!/^[+\d][\d\s().-]*$/.test(value))
		return { value, error: "error.phone" }
	const digits = digitsOf(value)
	if (value.startsWith("+"))
		return /^[1-9]\d{7,14}$/.test(digits) && (digits[0] !== "7" || digits.length === 11) ?
			{ value: `+${digits}` } : { value, error: "error.phone" }
	if (/^[78]\d{10}$/.test(digits))
		return { value: `+7${digits.slice(1)}` }
	return /^\d{10}$/.test(digits) ? { value: `+7${digits}` } : { value, error: "error.phone" }
}
