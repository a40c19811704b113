// @ts-check
/** @file icd10.js: a code of ICD-10 as people type it. Pure. */

const CODE = /^[A-Z]\d\d(\.\d{1,2})?$/
/* Cyrillic letters that look like the Latin ones of a code. */
const ALIKE = new Map([["А", "A"], ["В", "B"], ["С", "C"], ["Е", "E"], ["К", "K"], ["М", "M"], ["Н", "H"], ["О", "O"], ["Р", "P"], ["Т", "T"], ["Х", "X"]])

/**
 * @param {string} typed
 * @returns {string | null} null if it is none
 */
export function codeOf(typed) {
	const big = typed.trim().toUpperCase()
	const code = (ALIKE.get(big[0] ?? "") ?? big[0] ?? "") + big.slice(1).replace(",", ".")
	return CODE.test(code) ? code : null
}
