// @ts-check
/** @file suspects.js: all pairs of entries that may be one person, and surnames where none should be. Pure. */
import { fold, normalise } from "./search.js"

/** @import { Index } from "./indexfile.js" */

/** @typedef {"snils" | "name" | "swapped" | "former" | "near"} Why */
/** @typedef {{ a: string, b: string, why: Why }} Pair  recs, the smaller first */
/** @typedef {{ rec: string, snils: string, surname: string, former: string, name: string }} Person */

/** So many steps are taken before the page gets its turn. */
const TURN = 4000
/** So many letters may differ in surname and name together. */
const NEAR = 2
const SHORTEST_NEAR = 8

/** @type {Why[]} */
const ORDER = ["snils", "name", "former", "swapped", "near"]

/** @param {string} value */
const plain = (value) => fold(normalise(value)).replace(/[\s-]+/g, " ").trim()

/**
 * How many letters have to be added, left out, changed or swapped with their neighbour.
 *
 * @param {string} a
 * @param {string} b
 * @param {number} most
 * @returns {number} more than most, if it is more
 */
export function distance(a, b, most) {
	if (Math.abs(a.length - b.length) > most)
		return most + 1
	/** @type {number[]} */
	let before = []
	let row = Array.from({ length: b.length + 1 }, (_, i) => i)
	for (let i = 1; i <= a.length; i++) {
		const next = [i]
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1]
			let cost = Math.min(Number(row[j]) + 1, Number(next[j - 1]) + 1, Number(row[j - 1]) + (same ? 0 : 1))
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				cost = Math.min(cost, Number(before[j - 2]) + 1)
			next.push(cost)
		}
		if (Math.min(...next) > most)
			return most + 1
		before = row
		row = next
	}
	return Number(row[b.length])
}

/**
 * @param {Person} p
 * @param {Person} q  born on the same day
 * @returns {Why | undefined}
 */
function whyAlike(p, q) {
	if (p.surname === q.surname && p.name === q.name)
		return "name"
	if (p.name === q.name && (p.former !== "" && p.former === q.surname || q.former !== "" && q.former === p.surname))
		return "former"
	if (p.surname === q.name && p.name === q.surname)
		return "swapped"
	const [a, b] = [`${p.surname} ${p.name}`, `${q.surname} ${q.name}`]
	return Math.min(a.length, b.length) >= SHORTEST_NEAR && distance(a, b, NEAR) <= NEAR ? "near" : undefined
}

/**
 * Those who are themselves, and not merged into somebody else.
 *
 * @param {Index} index
 * @param {number} i
 * @returns {{ born: string, person: Person } | undefined}
 */
function personAt(index, i) {
	const known = index.passport(i)
	if (known === undefined || known.mergedInto !== "")
		return undefined
	return { born: known.born, person: {
		rec: index.recs[i] ?? "", snils: known.snils, surname: plain(known.surname), former: plain(known.previousSurname),
		name: plain(known.name),
	} }
}

/** @param {string} a @param {string} b */
export const pairKey = (a, b) => a < b ? `${a}|${b}` : `${b}|${a}`

/**
 * @param {Map<string, Person[]>} groups
 * @param {string} key
 * @param {Person} person
 */
function addTo(groups, key, person) {
	if (key === "")
		return
	const group = groups.get(key)
	if (group === undefined)
		groups.set(key, [person])
	else
		group.push(person)
}

/**
 * The steps and the pairs, one after the other, so that the caller can pause between them.
 *
 * @param {Index} index
 * @returns {Generator<number, Pair[], void>} gives how many of the index are done
 */
function* search(index) {
	/** @type {Map<string, Person[]>} */
	const bySnils = new Map()
	/** @type {Map<string, Person[]>} */
	const byBirth = new Map()
	/** @type {Map<string, Pair>} */
	const found = new Map()
	let steps = 0
	const take = (/** @type {Person} */ p, /** @type {Person} */ q, /** @type {Why | undefined} */ why) => {
		const key = pairKey(p.rec, q.rec)
		if (why !== undefined && !found.has(key))
			found.set(key, { a: key.slice(0, 36), b: key.slice(37), why })
	}
	for (let i = 0; i < index.length; i++) {
		const at = personAt(index, i)
		if (at === undefined)
			continue
		for (const other of bySnils.get(at.person.snils) ?? [])
			take(at.person, other, "snils")
		for (const other of byBirth.get(at.born) ?? []) {
			take(at.person, other, whyAlike(at.person, other))
			if (++steps % TURN === 0)
				yield i
		}
		addTo(bySnils, at.person.snils, at.person)
		addTo(byBirth, at.born, at.person)
		if (++steps % TURN === 0)
			yield i
	}
	return [...found.values()].sort((p, q) => ORDER.indexOf(p.why) - ORDER.indexOf(q.why) || (p.a < q.a ? -1 : 1))
}

/**
 * The same SNILS; or born on the same day and called the same, by a former surname, with the names swapped, or nearly
 * the same.
 *
 * @param {Index} index
 * @param {(done: number, all: number) => void} [tell]
 * @returns {Promise<Pair[]>} the surest first
 */
export async function findSuspects(index, tell = () => {}) {
	const walk = search(index)
	for (;;) {
		const { done, value } = walk.next()
		if (done === true)
			return /** @type {Pair[]} */ (value)
		tell(/** @type {number} */ (value), index.length)
		await new Promise((resolve) => setTimeout(resolve))
	}
}

/**
 * @param {Index} index
 * @param {string} words
 * @returns {string | undefined} the first of the words that is the surname of somebody here, in whatever case form
 */
export function surnameIn(index, words) {
	for (const word of words.split(/[^\p{L}-]+/u)) {
		const typed = normalise(word)
		for (const haystack of typed.length < 3 ? [] : index.haystacks) {
			const surname = haystack.slice(0, Math.max(0, haystack.search(/[ |]|$/)))
			const stem = surname.replace(/[аяйоеиуыью]$/, "")
			if (typed === surname || stem.length >= 4 && typed.startsWith(stem) && typed.length - stem.length <= 3)
				return word
		}
	}
	return undefined
}
