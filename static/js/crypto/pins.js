// @ts-check
/**
 * @file pins.js: how the pins of records lie in the browser's storage. Pure.
 *
 * A row per record would make twenty thousand rows, one row for all would be written anew for each of
 * them. So they lie on 256 shelves, by the first two letters of rec: a shelf is one text, a line a
 * pin: "rec rev hash", and for a note the patient it is of.
 */
import { refuse } from "./errors.js"

/** @import { Pin, Pins } from "./document.js" */

/** What the names of all shelves begin with. */
export const SHELVES = "pins:"

/** @param {string} rec */
export const shelfOf = (rec) => SHELVES + rec.slice(0, 2)

/**
 * @param {...string} shelves
 * @returns {Pins}
 */
export function unpackPins(...shelves) {
	/** @type {Pins} */
	const pins = new Map()
	for (const shelf of shelves)
		for (const line of shelf === "" ? [] : shelf.split("\n")) {
			const [rec = "", rev, hash = "", of] = line.split(" ")
			pins.set(rec, { rev: Number(rev), hash, ...of === undefined ? {} : { of } })
		}
	return pins
}

/**
 * @param {Pins} pins
 * @returns {string}
 */
export const packPins = (pins) => Array.from(pins, ([rec, { rev, hash, of }]) =>
	`${rec} ${rev} ${hash}${of === undefined ? "" : ` ${of}`}`).join("\n")

/**
 * @param {Pin | undefined} before
 * @param {Pin} after
 * @returns {boolean} whether there is anything to write
 * @throws {Refusal} for a step back
 */
function isForward(before, { rev, hash }) {
	if (before === undefined || rev > before.rev)
		return true
	return rev < before.rev ? refuse("older") : hash === before.hash ? false : refuse("changed")
}

/**
 * @param {Pins} records
 * @param {(shelf: string) => Promise<string>} read  empty where there is none
 * @returns {Promise<Map<string, Pins>>} the shelves that change, as they are to be
 * @throws {Refusal} "older" or "changed", for a step back
 */
export async function movedPins(records, read) {
	/** @type {Map<string, Pins>} */
	const known = new Map()
	/** @type {Map<string, Pins>} */
	const moved = new Map()
	for (const [rec, pin] of records) {
		const shelf = shelfOf(rec)
		const pins = known.get(shelf) ?? unpackPins(await read(shelf))
		known.set(shelf, pins)
		if (isForward(pins.get(rec), pin))
			moved.set(shelf, pins.set(rec, { rev: pin.rev, hash: pin.hash, ...pin.of === undefined ? {} : { of: pin.of } }))
	}
	return moved
}
