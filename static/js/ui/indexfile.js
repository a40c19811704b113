// @ts-check
/**
 * @file indexfile.js: the synchronised passports in memory, and as one text to be sealed. Pure.
 *
 * A line per record: rec, revision, docHash, mark, haystack, passport as JSON, divided by tabs, which
 * JSON writes as \t and a haystack never holds. A page load cuts the text and parses nothing until
 * it is shown. Marks: empty; "r" the author's key is retired; "d" deleted; "!" failed its check: revision
 * and docHash are those seen before, the haystack is empty, and the passport's place holds the incident.
 */
import { passportOf } from "./passport.js"
import { haystackOf } from "./search.js"

/** @import { Failed, Opened, Pin, Pins } from "../crypto/document.js" */
/** @import { Shown } from "./vault.js" */

const VERSION = 1
const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** Changes when the keys do; an index of another state is read anew from the server. */
/** @typedef {{ roster: number, epochs: number }} KeyState */

/**
 * @typedef {object} Line
 * @property {string} rec
 * @property {number} rev
 * @property {string} docHash
 * @property {string} mark
 * @property {string} haystack
 * @property {string} passport
 * @property {boolean} gap  as in Opened
 */

/**
 * @param {Opened} document
 * @returns {Line}
 */
export function lineOf({ rec, rev, docHash, deleted, retired, gap, object }) {
	if (deleted)
		return { rec, rev, docHash, gap, mark: "d", haystack: "", passport: "" }
	const passport = passportOf(object)
	return {
		rec, rev, docHash, gap, mark: retired ? "r" : "",
		haystack: haystackOf(passport), passport: JSON.stringify(passport),
	}
}

export class Index {
	constructor() {
		/** @type {Map<string, number>} */
		this.places = new Map()
		/** @type {string[]} */
		this.recs = []
		/** @type {number[]} */
		this.revs = []
		/** @type {string[]} */
		this.hashes = []
		/** @type {string[]} */
		this.marks = []
		/** @type {string[]} */
		this.haystacks = []
		/** @type {string[]} */
		this.passports = []
		this.last = 0
		/** One of the records that the last save had new: where it is not pinned, none of them is. */
		this.probe = ""
	}

	get length() {
		return this.recs.length
	}

	/**
	 * @param {string} rec
	 * @param {number} rev
	 * @param {string} hash
	 * @param {string} mark
	 * @param {string} haystack
	 * @param {string} passport
	 */
	put(rec, rev, hash, mark, haystack, passport) {
		const place = this.places.get(rec) ?? this.recs.length
		this.places.set(rec, place)
		this.recs[place] = rec
		this.revs[place] = rev
		this.hashes[place] = hash
		this.marks[place] = mark
		this.haystacks[place] = haystack
		this.passports[place] = passport
	}

	/** @param {Line} line */
	add({ rec, rev, docHash, mark, haystack, passport }) {
		this.put(rec, rev, docHash, mark, haystack, passport)
	}

	/**
	 * @param {Failed} failed
	 * @param {Pin | undefined} pin  stays what this browser has seen of it
	 */
	fail({ rec, alarm }, pin) {
		if (rec !== null)
			this.put(rec, pin?.rev ?? 0, pin?.hash ?? "", "!", "", alarm.incident)
	}

	/**
	 * @param {string} rec
	 * @returns {Shown | undefined} undefined if there is no such record here
	 */
	shown(rec) {
		const place = this.places.get(rec)
		if (place === undefined)
			return undefined
		const mark = this.marks[place]
		const kept = this.passports[place] ?? ""
		if (mark === "!")
			return { state: "alarm", incident: kept }
		if (mark === "d")
			return { state: "deleted" }
		return { state: "open", passport: passportOf(JSON.parse(kept)), retired: mark === "r" }
	}

	/**
	 * @param {string} rec
	 * @returns {Pin | undefined}
	 */
	pin(rec) {
		const place = this.places.get(rec)
		const hash = place === undefined ? "" : this.hashes[place] ?? ""
		return hash === "" || place === undefined ? undefined : { rev: this.revs[place] ?? 0, hash }
	}

	/** @returns {Pins} */
	pins() {
		/** @type {Pins} */
		const pins = new Map()
		for (const rec of this.recs) {
			const pin = this.pin(rec)
			if (pin !== undefined)
				pins.set(rec, pin)
		}
		return pins
	}

	get alarms() {
		let count = 0
		for (const mark of this.marks)
			if (mark === "!")
				count++
		return count
	}
}

/**
 * @param {Index} index
 * @param {KeyState} keys
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function writeIndexText(index, keys) {
	const lines = [JSON.stringify({ v: VERSION, ...keys, last: index.last, probe: index.probe })]
	for (const [i, rec] of index.recs.entries())
		lines.push([rec, index.revs[i], index.hashes[i], index.marks[i], index.haystacks[i], index.passports[i]].join("\t"))
	return encoder.encode(lines.join("\n"))
}

/**
 * @param {Uint8Array} bytes
 * @param {KeyState} keys
 * @returns {Index | null} null if it was written by another version or under other keys
 */
export function readIndexText(bytes, keys) {
	const [head = "", ...lines] = decoder.decode(bytes).split("\n")
	const { v, roster, epochs, last, probe } = JSON.parse(head)
	if (v !== VERSION || roster !== keys.roster || epochs !== keys.epochs)
		return null
	const index = new Index()
	index.last = last
	index.probe = probe
	for (const line of lines) {
		const [rec = "", rev, hash = "", mark = "", haystack = "", passport = ""] = line.split("\t")
		index.put(rec, Number(rev), hash, mark, haystack, passport)
	}
	return index
}
