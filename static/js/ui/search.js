// @ts-check
/**
 * @file search.js: find people by any part of what is known about them. Pure.
 *
 * Each person is one normalised text, the haystack; a query is words, each of which must stand in it
 * in one of its spellings. Case, ё, marks on letters and the keyboard's layout are forgiven.
 */

/** @import { Passport } from "./passport.js" */

const LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
const RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
const MARKS = /[\u0300-\u036f]/g
/* й and ё lose their mark under NFD as ä does, but й is a letter of its own. */
const MARKED_LATIN = /[\u00c0-\u024f\u1e00-\u1eff]/g
const BLANKS = /\s+/
const DIGITS = /^[+(]?\d[\d()+-]*$/

/** @type {Map<string, string>} */
const toRussian = new Map()
/** @type {Map<string, string>} */
const toLatin = new Map()
for (const [i, latin] of [...LATIN_KEYS].entries()) {
	toRussian.set(latin, RUSSIAN_KEYS[i] ?? latin)
	toLatin.set(RUSSIAN_KEYS[i] ?? latin, latin)
}

/**
 * One spelling for what people write in several: NFC, small letters, е for ё.
 *
 * @param {string} value
 */
export const normalise = (value) => value.normalize("NFC").toLowerCase().replaceAll("ё", "е")

/**
 * @param {string} value  normalised
 * @returns {string} without the marks of Latin letters: ä is a, š is s
 */
export const fold = (value) =>
	value.replace(MARKED_LATIN, (letter) => letter.normalize("NFD").replace(MARKS, ""))

/** @param {string} value */
export const digitsOf = (value) => value.replace(/\D/g, "")

/**
 * @param {string} value  small letters
 * @param {Map<string, string>} keys
 */
const retype = (value, keys) => Array.from(value, (key) => keys.get(key) ?? key).join("")

/**
 * @param {Passport} p
 * @returns {string} one line without tabs
 */
export function haystackOf(p) {
	const words = normalise([
		p.surname, p.name, p.patronymic, p.previousSurname, p.card,
	].join(" ")).replace(/[\s|]+/g, " ").trim()
	const folded = fold(words)
	const [year, month, day] = p.born.split("-")
	const numbers = [p.snils, ...p.phones.map((phone) => digitsOf(phone.number)), digitsOf(p.oms)]
	return [
		words, folded === words ? "" : folded,
		p.born === "" ? "" : `${day}.${month}.${year}`,
		...numbers,
	].filter((part) => part !== "").join("|")
}

/**
 * @param {string} word  as typed, without blanks
 * @returns {string[]} the spellings under which it may stand in a haystack
 */
function spellings(word) {
	const small = word.replaceAll("|", "").normalize("NFC").toLowerCase()
	const plain = normalise(small)
	const all = new Set([plain, fold(plain)])
	if (DIGITS.test(small)) {
		const digits = digitsOf(small)
		all.add(digits)
		if (/^8\d{3}/.test(digits))
			all.add(`7${digits.slice(1)}`)
	} else {
		all.add(normalise(retype(small, toRussian)))
		all.add(retype(small, toLatin))
	}
	all.delete("")
	return [...all]
}

/**
 * @param {string} query  as typed
 * @returns {string[][]} for each word its spellings; empty for an empty query
 */
export const parseQuery = (query) =>
	query.trim().split(BLANKS).filter((word) => word !== "").map(spellings).filter((s) => s.length > 0)

/**
 * @param {string[][]} query  from parseQuery
 * @param {string} haystack
 * @param {string} [number]  the registry number, in small letters
 */
export function matches(query, haystack, number = "") {
	for (const word of query) {
		let found = false
		for (let i = 0; i < word.length && !found; i++) {
			const spelling = /** @type {string} */ (word[i])
			found = haystack.includes(spelling) || number !== "" && number.includes(spelling)
		}
		if (!found)
			return false
	}
	return true
}

/**
 * The longest word first: it lets the fewest through.
 *
 * @param {string[][]} query
 */
const byWeight = (query) => [...query].sort((a, b) => (b[0]?.length ?? 0) - (a[0]?.length ?? 0))

/** Below this part of all it is quicker to look at the wanted ones alone. */
const FEWER = 8

/**
 * In the order in which they lie in memory: that is quicker than any other.
 *
 * @param {string[][]} words
 * @param {ArrayLike<string>} haystacks
 * @returns {Uint8Array} 1 where all words are found
 */
function scan(words, haystacks) {
	const hits = new Uint8Array(haystacks.length)
	for (let place = 0; place < hits.length; place++)
		hits[place] = matches(words, /** @type {string} */ (haystacks[place])) ? 1 : 0
	return hits
}

/**
 * @param {string} query  as typed
 * @param {ArrayLike<string>} haystacks
 * @param {ArrayLike<number>} order  positions in haystacks, in the order of the answer
 * @param {ArrayLike<string>} [numbers]  registry numbers beside order; asked when a digit was typed
 * @returns {number[]} indices into order
 */
export function find(query, haystacks, order, numbers) {
	const words = byWeight(parseQuery(query))
	if (words.length === 0)
		return Array.from(order, (_, i) => i)
	const numbered = numbers !== undefined && words.some((word) => word.some((spelling) => /\d/.test(spelling)))
	const hits = order.length > haystacks.length / FEWER ? scan(words, haystacks) : null
	/** @type {number[]} */
	const found = []
	for (let i = 0; i < order.length; i++) {
		const place = /** @type {number} */ (order[i])
		const hit = hits === null ? matches(words, haystacks[place] ?? "") : hits[place] === 1
		if (hit || numbered && matches(words, words.length === 1 ? "" : haystacks[place] ?? "", numbers[i]))
			found.push(i)
	}
	return found
}
