// @ts-check
/** @file random.mjs: what looks thrown but comes the same every time, and days counted from one of them. */

const DAY_MS = 86_400_000

/**
 * @typedef {object} Stream
 * @property {() => number} next  from 0 to 1, never 1
 * @property {(low: number, high: number) => number} int  both ends included
 * @property {(p: number) => boolean} chance
 * @property {<T>(list: readonly T[]) => T} pick
 * @property {<T>(list: readonly (readonly [T, number])[]) => T} weigh  by the second of each pair
 * @property {(mean: number) => number} exponential
 * @property {(n: number) => string} digits
 * @property {() => string} uuid  of version 4
 * @property {<T>(list: readonly T[]) => T[]} shuffle
 */

/**
 * A stream of its own for each name, so that a change in one place leaves the rest as it was.
 *
 * @param {string} name
 * @returns {Stream}
 */
export function stream(name) {
	let state = 0x811c9dc5
	for (const letter of name)
		state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193)
	const next = () => {
		state = state + 0x6d2b79f5 | 0
		let t = Math.imul(state ^ state >>> 15, 1 | state)
		t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t
		return ((t ^ t >>> 14) >>> 0) / 4294967296
	}
	const int = (/** @type {number} */ low, /** @type {number} */ high) => low + Math.floor(next() * (high - low + 1))
	return {
		next, int,
		chance: (p) => next() < p,
		pick: (list) => /** @type {any} */ (list[int(0, list.length - 1)]),
		weigh(list) {
			let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0)
			for (const [item, weight] of list)
				if ((left -= weight) < 0)
					return item
			return /** @type {any} */ (list.at(-1))[0]
		},
		exponential: (mean) => -mean * Math.log(1 - next()),
		digits: (n) => Array.from({ length: n }, () => int(0, 9)).join(""),
		uuid() {
			const hex = Array.from({ length: 32 }, () => int(0, 15).toString(16))
			hex[12] = "4"
			hex[16] = "89ab".charAt(int(0, 3))
			return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
		},
		shuffle(list) {
			const out = [...list]
			for (let i = out.length - 1; i > 0; i--) {
				const j = int(0, i)
				const kept = /** @type {any} */ (out[i])
				out[i] = /** @type {any} */ (out[j])
				out[j] = kept
			}
			return out
		},
	}
}

/**
 * @param {string} iso  a day
 * @param {number} days
 * @returns {string}
 */
export const addDays = (iso, days) => new Date(Date.parse(iso) + days * DAY_MS).toISOString().slice(0, 10)

/** @param {string} from @param {string} to */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/** @param {string[]} days */
export const earliest = (...days) => days.reduce((a, b) => a < b ? a : b)

/** @param {string[]} days */
export const latest = (...days) => days.reduce((a, b) => a > b ? a : b)

/**
 * @param {string} day
 * @param {Stream} r
 * @returns {string} a moment of the working day, in UTC
 */
export const workingHour = (day, r) =>
	`${day}T${String(r.int(5, 14)).padStart(2, "0")}:${String(r.int(0, 59)).padStart(2, "0")}:${String(r.int(0, 59)).padStart(2, "0")}Z`
