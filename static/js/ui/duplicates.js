// @ts-check
/** @file duplicates.js: who of those known here may be the same person. Pure. */
import { normalise } from "./search.js"

/** @import { Index } from "./indexfile.js" */
/** @import { Passport } from "./passport.js" */

/** @typedef {{ rec: string, passport: Passport, why: "snils" | "name" }} Duplicate */

const MOST = 10

/** @param {Passport} p */
const nameKey = (p) => [p.surname, p.name].map((part) => normalise(part).replace(/[\s-]+/g, " ").trim()).join("|")

/**
 * @param {Index} index
 * @param {string} rec  that of the person himself, who is no duplicate
 * @param {Passport} passport
 * @returns {Duplicate[]} the same SNILS, or the same surname, name and date of birth
 */
export function findDuplicates(index, rec, passport) {
	const key = nameKey(passport)
	const [year, month, day] = passport.born.split("-")
	const born = `${day}.${month}.${year}`
	/** @type {Duplicate[]} */
	const found = []
	for (const [i, haystack] of index.haystacks.entries()) {
		const other = index.recs[i] ?? ""
		const mayBe = passport.snils !== "" && haystack.includes(passport.snils) || haystack.includes(born)
		if (!mayBe || other === rec || found.length >= MOST)
			continue
		const known = index.passport(i)
		if (known === undefined || known.mergedInto !== "")
			continue
		if (passport.snils !== "" && known.snils === passport.snils)
			found.push({ rec: other, passport: known, why: "snils" })
		else if (known.born === passport.born && nameKey(known) === key)
			found.push({ rec: other, passport: known, why: "name" })
	}
	return found
}

/** @typedef {"snils" | "name" | "card"} Why */

/** Many people by what tells them apart: to look for many of them. @template T */
export class People {
	constructor() {
		/** @type {Record<Why, Map<string, T>>} */
		this.by = { snils: new Map(), name: new Map(), card: new Map() }
	}

	/** @param {Passport} p @param {Why} why */
	static key(p, why) {
		if (why === "name")
			return p.born === "" || p.surname === "" ? "" : `${nameKey(p)}|${p.born}`
		return why === "snils" ? p.snils : cardKey(p.card)
	}

	/** @param {Passport} passport @param {T} who */
	add(passport, who) {
		for (const why of /** @type {const} */ (["snils", "name", "card"])) {
			const key = People.key(passport, why)
			if (key !== "" && !this.by[why].has(key))
				this.by[why].set(key, who)
		}
	}

	/**
	 * @param {Passport} passport
	 * @param {Why} why
	 * @returns {T | undefined} whoever was added first with the same
	 */
	find(passport, why) {
		return this.by[why].get(People.key(passport, why))
	}
}

/**
 * @param {Index} index
 * @returns {People<Passport>} those who are no duplicates of others
 */
export function peopleOf(index) {
	/** @type {People<Passport>} */
	const people = new People()
	for (let i = 0; i < index.length; i++) {
		const passport = index.passport(i)
		if (passport !== undefined && passport.mergedInto === "")
			people.add(passport, passport)
	}
	return people
}

/** @param {string} card */
const cardKey = (card) => normalise(card).replace(/\s+/g, "")

/**
 * The number of a paper card is given once in an institution.
 *
 * @param {Index} index  of one institution
 * @param {string} rec  that of the person himself
 * @param {string} card
 * @returns {Passport | undefined} of whoever has it already
 */
export function findCard(index, rec, card) {
	const key = cardKey(card)
	const [word = ""] = normalise(card).split(/\s/)
	for (const [i, haystack] of key === "" ? [] : index.haystacks.entries()) {
		const known = haystack.includes(word) && index.recs[i] !== rec ? index.passport(i) : undefined
		if (known !== undefined && known.mergedInto === "" && cardKey(known.card) === key)
			return known
	}
	return undefined
}
