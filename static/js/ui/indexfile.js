// @ts-check
/**
 * @file indexfile.js: the synchronised passports in memory, and as bytes to be sealed. Pure.
 *
 * In memory and in bytes it is columns: rec, revision, docHash, mark, haystack, passport. A page load
 * cuts the texts of the first five; the passports, most of the bytes, stay where they are until one is shown. Marks:
 * empty; "r" the author's key is retired; "d" deleted; "l" it left with its patient; "!" failed its check: revision and docHash are
 * those seen before, the haystack is empty, and the passport's place holds the incident.
 *
 *     u32 length of head ‖ head as JSON ‖ five columns of text, a line a record ‖ where each passport
 *     ends, u32 ‖ passports, a line each
 *
 * The head holds the length of each of the five. JSON and what stands in the columns hold no line end.
 * Written and read by the same machine, the ends are as it writes numbers.
 */
import { passportOf, sealedOf } from "./passport.js"
import { haystackOf } from "./search.js"

/** @import { Failed, Opened, Pin, Pins } from "../crypto/document.js" */
/** @import { Passport } from "./passport.js" */
/** @import { Shown } from "./vault.js" */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const VERSION = 5
const END = 10
/** So many passports are written without a pause. */
const AT_ONCE = 500
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

/** @typedef {{ bytes: Bytes, ends: Uint32Array }} Packed  passports as they were read, a line each */

/** @type {Packed} */
const NOTHING = { bytes: new Uint8Array(0), ends: new Uint32Array(0) }

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
		/** @type {(string | undefined)[]} undefined: still in bytes */
		this.passports = []
		this.packed = NOTHING
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
	 * @param {Columns} columns
	 * @param {Pick<Pins, "get">} pins  what they were checked against
	 * @returns {{ recs: string[], again: Line[] }} the records that are in them; again: those of which the index has something
	 *     else than was pinned. They came before in the same answer, and are not added.
	 */
	addColumns(columns, pins) {
		const [recs = [], revs = [], hashes = [], marks = [], haystacks = [], passports = []] = columns.map((c) => c.split("\n"))
		/** @type {Line[]} */
		const again = []
		if (columns[0] === "")
			return { recs: [], again }
		for (const [i, rec] of recs.entries()) {
			const line = {
				rec, rev: Number(revs[i]), docHash: hashes[i] ?? "", mark: marks[i] ?? "", haystack: haystacks[i] ?? "",
				passport: passports[i] ?? "", gap: false,
			}
			const before = this.pin(rec)
			if (before === undefined || before.hash === pins.get(rec)?.hash)
				this.add(line)
			else
				again.push(line)
		}
		return { recs, again }
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
	 * The patient went to another department: nothing of him stays but what this browser has seen.
	 *
	 * @param {string} rec
	 * @param {Pin | undefined} pin
	 */
	leave(rec, pin) {
		if (pin !== undefined)
			this.put(rec, pin.rev, pin.hash, "l", "", "")
	}

	/** @param {number} place */
	kept(place) {
		const { bytes, ends } = this.packed
		const end = ends[place] ?? 0
		return this.passports[place] ??= end === 0 ? "" : decoder.decode(bytes.subarray(ends[place - 1] ?? 0, end - 1))
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
		const mark = place === undefined ? "l" : this.marks[place]
		if (place === undefined || mark === "l")
			return undefined
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
 * @param {Pick<Index, "passports" | "packed">} index
 * @param {() => Promise<void>} pause
 * @returns {Promise<Bytes[]>} a line for each passport; those that were not read are not written anew
 */
async function passportLines({ passports, packed: { bytes, ends } }, pause) {
	/** @type {Bytes[]} */
	const parts = []
	let from = 0
	while (from < passports.length) {
		const read = passports[from] !== undefined
		let to = from + 1
		while (to < passports.length && (passports[to] !== undefined) === read && !(read && to - from === AT_ONCE))
			to++
		parts.push(read ? encoder.encode(`${passports.slice(from, to).join("\n")}\n`) :
			bytes.subarray(ends[from - 1] ?? 0, ends[to - 1]))
		from = to
		if (read)
			await pause()
	}
	return parts
}

/**
 * @param {Bytes[]} parts
 * @param {number} count
 * @returns {Uint32Array<ArrayBuffer>} where each line of them ends
 */
function endsOf(parts, count) {
	const ends = new Uint32Array(count)
	let line = 0
	let before = 0
	for (const part of parts) {
		for (let end = part.indexOf(END); end >= 0; end = part.indexOf(END, end + 1))
			ends[line++] = before + end + 1
		before += part.length
	}
	return ends
}

/**
 * Megabytes: in steps, so that whoever types meanwhile does not wait.
 *
 * @param {Index} index  may change meanwhile; it is packed as it is now
 * @param {KeyState} keys
 * @param {() => Promise<void>} [pause]  called between steps
 * @returns {Promise<Bytes>}
 */
export async function packIndex(index, keys, pause = async () => {}) {
	const { last, probe, packed } = index
	const [recs, revs, hashes, marks, haystacks] = [index.recs.slice(), index.revs.slice(), index.hashes.slice(), index.marks.slice(), index.haystacks.slice()]
	const lines = await passportLines({ passports: index.passports.slice(), packed }, pause)
	/** @type {Bytes[]} */
	const columns = []
	for (const list of [recs, revs, hashes, marks, haystacks]) {
		columns.push(encoder.encode(list.join("\n")))
		await pause()
	}
	const head = encoder.encode(JSON.stringify({
		v: VERSION, ...keys, last, probe, count: recs.length, columns: columns.map((column) => column.length),
	}))
	const size = new Uint8Array(4)
	new DataView(size.buffer).setUint32(0, head.length)
	const parts = [size, head, ...columns, new Uint8Array(endsOf(lines, recs.length).buffer), ...lines]
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
	let at = 0
	for (const part of parts) {
		bytes.set(part, at)
		at += part.length
	}
	await pause()
	return bytes
}

/**
 * @param {Index} index  empty
 * @param {Bytes} bytes  stay in use
 * @param {{ count: number, columns: number[] }} head
 * @param {number} from  where the columns begin
 */
function unpackColumns(index, bytes, { count, columns }, from) {
	if (count === 0)
		return
	let at = from
	const [recs = [], revs = [], hashes = [], marks = [], haystacks = []] = columns.map((length) => {
		at += length
		return decoder.decode(bytes.subarray(at - length, at)).split("\n")
	})
	const passports = at + 4 * count
	const ends = new Uint32Array(bytes.slice(at, passports).buffer)
	Object.assign(index, {
		places: new Map(recs.map((rec, i) => [rec, i])), recs, revs: revs.map(Number), hashes, marks, haystacks,
		passports: recs.map(() => undefined), packed: { bytes: bytes.subarray(passports), ends },
	})
}

/**
 * @param {Index} index  empty
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
