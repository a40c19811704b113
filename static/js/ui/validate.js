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

/**
 * Nine digits (temporary), sixteen (unified) or the series and number of an old policy.
 *
 * @param {string} typed
 * @returns {Checked}
 */
export function checkOms(typed) {
	const value = tidy(typed)
	if (value === "")
		return { value }
	const digits = value.replace(/[\s-]/g, "")
	if (/^\d{16}$/.test(digits))
		return luhn(digits) ? { value: digits } : { value: digits, warn: "warn.omsControl" }
	if (/^\d{9}$/.test(digits))
		return { value: digits }
	return /^[\p{L}\d][\p{L}\d №/-]{3,29}$/u.test(value) && /\d{4}/.test(value) ? { value } : { value, error: "error.oms" }
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
