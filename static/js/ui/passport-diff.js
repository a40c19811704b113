// @ts-check
/** @file passport-diff.js: what became of a passport from one version to the next, told by members and rows. Pure. */
import { BLANK, FIELDS, showRow, showValue } from "./passport.js"

/** @import { Passport, Say } from "./passport.js" */

/** @typedef {{ path: string, of: string, was: string, is: string }} Change  of: what the row is called; texts as shown */
/** @typedef {Record<string, string>} Row */

/** What tells two rows of a list apart when a row was changed and not replaced. */
/** @type {Record<string, string>} */
const KEYS = { documents: "number", phones: "number", caregivers: "name", consents: "kind" }

/** @param {Row} row */
const same = (row) => JSON.stringify(row)

/**
 * @param {string} path
 * @param {Row} a
 * @param {Row} b
 * @param {Say} say
 * @param {string} [of]
 * @returns {Change[]}
 */
const changedMembers = (path, a, b, say, of = "") => Object.keys(b).flatMap((key) => {
	const [was, is] = [showValue(`${path}.${key}`, a[key] ?? "", say), showValue(`${path}.${key}`, b[key] ?? "", say)]
	return was === is ? [] : [{ path: `${path}.${key}`, of, was, is }]
})

/**
 * Rows that are the same in both are left out; rows of one key are compared; the rest is paired in
 * its order, and what stays over was removed or added.
 *
 * @param {string} name
 * @param {Row[]} before
 * @param {Row[]} after
 * @param {Say} say
 * @returns {Change[]}
 */
function changedRows(name, before, after, say) {
	const left = [...before]
	const rest = after.filter((row) => {
		const place = left.findIndex((other) => same(other) === same(row))
		if (place >= 0)
			left.splice(place, 1)
		return place < 0
	})
	const key = KEYS[name] ?? ""
	/** @type {Change[]} */
	const changes = []
	const fresh = rest.filter((row) => {
		const place = left.findIndex((other) => other[key] !== "" && other[key] === row[key])
		if (place >= 0)
			changes.push(...changedMembers(name, /** @type {Row} */ (left.splice(place, 1)[0]), row, say,
				showValue(`${name}.${key}`, row[key] ?? "", say)))
		return place < 0
	})
	for (let i = 0; i < Math.max(left.length, fresh.length); i++)
		changes.push({ path: name, of: "", was: showRow(name, left[i] ?? {}, say), is: showRow(name, fresh[i] ?? {}, say) })
	return changes
}

/**
 * @param {Passport} before
 * @param {Passport} after
 * @param {Say} say
 * @returns {Change[]} in the order of the fields; empty if nothing that is shown differs
 */
export function changesBetween(before, after, say) {
	return FIELDS.flatMap((field) => {
		const [a, b] = [before[field], after[field]]
		if (typeof a === "string" || typeof b === "string") {
			const [was, is] = [showValue(field, String(a), say), showValue(field, String(b), say)]
			return was === is ? [] : [{ path: field, of: "", was, is }]
		}
		return Array.isArray(BLANK[field]) ?
			changedRows(field, /** @type {any} */ (a), /** @type {any} */ (b), say) :
			changedMembers(field, /** @type {any} */ (a), /** @type {any} */ (b), say)
	})
}
