// @ts-check
/**
 * @file indexfile.js: the synchronised passports in memory, and as bytes to be sealed. Pure.
 *
 * In memory and in bytes it is columns: rec, revision, docHash, mark, haystack, passport. A page load
 * cuts the texts of the first five; the passports, most of the bytes, are read when one is shown. Marks:
 * empty; "r" the author's key is retired; "d" deleted; "!" failed its check: revision and docHash are
 * those seen before, the haystack is empty, and the passport's place holds the incident.
 *
 *     u32 length of head ‖ head as JSON ‖ five columns of text, a line a record ‖ passports, a line each
 *
 * The head holds the length of each of the five. JSON and what stands in the columns hold no line end.
 */
import { passportOf, sealedOf } from "./passport.js"
import { haystackOf } from "./search.js"

/** @import { Failed, Opened, Pin, Pins } from "../crypto/document.js" */
/** @import { Passport } from "./passport.js" */
/** @import { Shown } from "./vault.js" */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const VERSION = 4
const END = 10
const LINE_END = Uint8Array.of(END)
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
 * @property {string} passport  as packPassport writes it
 * @property {boolean} gap  as in Opened
 */

/** @param {Passport} passport */
const packPassport = (passport) => JSON.stringify(sealedOf(passport))

/** @param {string} packed */
const unpackPassport = (packed) => passportOf(JSON.parse(packed))

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
		haystack: haystackOf(passport), passport: packPassport(passport),
	}
}

/** @typedef {string[]} Columns  of many lines, each a text of a line a record: less to hand over than objects */

/**
 * @param {Line[]} lines
 * @returns {Columns} in the order of the fields of a record
 */
export const columnsOf = (lines) => [
	lines.map(({ rec }) => rec), lines.map(({ rev }) => rev), lines.map(({ docHash }) => docHash),
	lines.map(({ mark }) => mark), lines.map(({ haystack }) => haystack), lines.map(({ passport }) => passport),
].map((column) => column.join("\n"))

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
		/** @type {(string | Bytes)[]} bytes until somebody asks */
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
	 * @param {string | Bytes} passport
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
	 * @param {Columns} columns
	 * @returns {string[]} the records that were added
	 */
	addColumns(columns) {
		const [recs = [], revs = [], hashes = [], marks = [], haystacks = [], passports = []] = columns.map((c) => c.split("\n"))
		if (columns[0] === "")
			return []
		for (let i = 0; i < recs.length; i++)
			this.put(recs[i] ?? "", Number(revs[i]), hashes[i] ?? "", marks[i] ?? "", haystacks[i] ?? "", passports[i] ?? "")
		return recs
	}

	/**
	 * @param {Failed} failed
	 * @param {Pin | undefined} pin  stays what this browser has seen of it
	 */
	fail({ rec, alarm }, pin) {
		if (rec !== null)
			this.put(rec, pin?.rev ?? 0, pin?.hash ?? "", "!", "", alarm.incident)
	}

	/** @param {number} place */
	kept(place) {
		const kept = this.passports[place] ?? ""
		const text = typeof kept === "string" ? kept : decoder.decode(kept)
		if (kept !== text)
			this.passports[place] = text
		return text
	}

	/**
	 * @param {number} place
	 * @returns {Passport | undefined} undefined if none is open there
	 */
	passport(place) {
		const mark = this.marks[place]
		return mark === "" || mark === "r" ? unpackPassport(this.kept(place)) : undefined
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
		if (mark === "!")
			return { state: "alarm", incident: this.kept(place) }
		const passport = this.passport(place)
		return passport === undefined ? { state: "deleted" } : { state: "open", passport, retired: mark === "r" }
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

	/**
	 * @param {Iterable<string>} [recs]  all, if left out
	 * @returns {Pins}
	 */
	pins(recs = this.recs) {
		/** @type {Pins} */
		const pins = new Map()
		for (const rec of recs) {
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
 * @param {(string | Bytes)[]} lines
 * @returns {Uint8Array[]} each line with its end; those that were not read are not written anew
 */
function encodeLines(lines) {
	const parts = []
	/** @type {string[]} */
	let run = []
	const flush = () => {
		if (run.length > 0)
			parts.push(encoder.encode(run.join("\n")), LINE_END)
		run = []
	}
	for (const line of lines) {
		if (typeof line === "string") {
			run.push(line)
		} else {
			flush()
			parts.push(line, LINE_END)
		}
	}
	flush()
	return parts
}

/**
 * @param {Index} index
 * @param {KeyState} keys
 * @returns {Bytes}
 */
export function packIndex(index, keys) {
	const { last, probe, recs, revs, hashes, marks, haystacks, passports } = index
	const columns = [recs, revs, hashes, marks, haystacks].map((list) => encoder.encode(list.join("\n")))
	const head = encoder.encode(JSON.stringify({
		v: VERSION, ...keys, last, probe, count: recs.length, columns: columns.map((column) => column.length),
	}))
	const size = new Uint8Array(4)
	new DataView(size.buffer).setUint32(0, head.length)
	const parts = [size, head, ...columns, ...encodeLines(passports)]
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
	let at = 0
	for (const part of parts) {
		bytes.set(part, at)
		at += part.length
	}
	return bytes
}

/**
 * @param {Index} index  gets what is packed, over what it had
 * @param {Bytes} bytes  stay in use
 * @param {{ count: number, columns: number[] }} head
 * @param {number} from  where the columns begin
 */
function unpackColumns(index, bytes, { count, columns }, from) {
	let at = from
	const [recs = [], revs = [], hashes = [], marks = [], haystacks = []] = columns.map((length) => {
		at += length
		return decoder.decode(bytes.subarray(at - length, at)).split("\n")
	})
	for (let i = 0; i < count; i++) {
		const end = bytes.indexOf(END, at)
		index.put(recs[i] ?? "", Number(revs[i]), hashes[i] ?? "", marks[i] ?? "", haystacks[i] ?? "",
			bytes.subarray(at, end))
		at = end + 1
	}
}

/**
 * @param {Index} index  gets what is packed, over what it had
 * @param {Bytes} bytes  of packIndex; they stay in use
 * @param {KeyState} keys
 * @returns {boolean} false if it was packed by another version or under other keys
 */
export function unpackInto(index, bytes, keys) {
	const from = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
	const { v, roster, epochs, last, probe, ...head } = JSON.parse(decoder.decode(bytes.subarray(4, from)))
	if (v !== VERSION || roster !== keys.roster || epochs !== keys.epochs)
		return false
	index.last = last
	index.probe = probe
	unpackColumns(index, bytes, head, from)
	return true
}
