// @ts-check
/**
 * @file documents.js: keeps the passports of this user's institution in memory: from the sealed index
 * at once, then whatever the server has that is newer. The only state that a page shares.
 */
import { checkDocuments, IntegrityAlarm, loadIndex, readPin, readPins, saveIndex, updatePins } from "../crypto/index.js"
import { raiseAlarm } from "./alarms.js"
import { getJson } from "./api.js"
import { Index, readIndexText, writeIndexText } from "./indexfile.js"
import { startOpeners } from "./openers.js"
import { currentKeyring, onLock } from "./session.js"
import { checkGap, recOf } from "./vault.js"

/** @import { Failed, Pins } from "../crypto/document.js" */
/** @import { Line } from "./indexfile.js" */
/** @import { Keyring } from "../crypto/keyring.js" */
/** @import { Shown } from "./vault.js" */

/**
 * idle: nobody has asked yet. loading: nothing can be searched yet. fresh: everything the server has.
 * stale: searchable, but the server could not be asked. failed: not searchable for that reason.
 * refused: the server's answer as a whole does not pass the check; searchable if it was before.
 *
 * @typedef {"idle" | "loading" | "fresh" | "stale" | "failed" | "refused" | "locked" | "nokey"} State
 */

/** @typedef {{ state: State, searchable: boolean, done: number, total: number, alarms: number }} Status */

const BATCH = 2000

let index = new Index()
/** @type {Status} */
let status = { state: "idle", searchable: false, done: 0, total: 0, alarms: 0 }
/** @type {Promise<void> | undefined} */
let running
/** @type {Set<(status: Status) => void>} */
const listeners = new Set()
let again = false

/** @param {Partial<Status>} change */
function tell(change) {
	status = { ...status, ...change }
	for (const fn of listeners)
		fn(status)
}

onLock(() => {
	index = new Index()
	tell({ state: "locked", searchable: false, done: 0, total: 0, alarms: 0 })
})

/** @param {(status: Status) => void} fn  called now and at every change */
export function onDocuments(fn) {
	listeners.add(fn)
	fn(status)
}

/** @returns {Index} empty until searchable */
export const documents = () => index

/** @returns {Status} */
export const documentsStatus = () => status

/**
 * @param {string} rec
 * @returns {Shown | undefined} undefined while it is not known whether there is one
 */
export function shownInIndex(rec) {
	const shown = index.shown(rec)
	if (shown !== undefined)
		return shown
	if (status.state === "locked")
		return { state: "locked" }
	if (status.state === "nokey" || status.state === "fresh")
		return { state: "foreign" }
	return ["failed", "refused", "stale"].includes(status.state) ? { state: "missing" } : undefined
}

/** @param {Keyring} keys */
const keyState = ({ roster, reader }) => ({ roster: roster.seq, epochs: reader.epochs.size })

/**
 * @param {unknown} error
 * @param {string | null} rec
 * @throws what is not an alarm
 */
function alarmOrThrow(error, rec) {
	if (!(error instanceof IntegrityAlarm))
		throw error
	raiseAlarm(error, rec)
}

/**
 * @param {Keyring} keys
 * @returns {Promise<Index>} a new one if there is none that still fits
 */
async function savedIndex(keys) {
	try {
		const saved = await loadIndex(keys)
		const read = saved === null ? null : readIndexText(saved.bytes, keyState(keys))
		if (read !== null && saved !== null && read.last === saved.logSize)
			return read
	} catch (error) {
		alarmOrThrow(error, null)
	}
	return new Index()
}

/** @typedef {{ documents: { seq: number, text: string }[], last: number, more: boolean }} Batch */

/**
 * @param {number} after
 * @returns {Promise<Batch>}
 */
async function fetchBatch(after) {
	const answer = await getJson(`/api/documents?after=${after}&limit=${BATCH}&type=passport`)
	const list = answer["documents"]
	if (!Array.isArray(list) || !Number.isSafeInteger(answer["last"]))
		throw new IntegrityAlarm("documents")
	let seq = after
	for (const item of list) {
		if (typeof item?.text !== "string" || !Number.isSafeInteger(item.seq) || item.seq <= seq)
			throw new IntegrityAlarm("documents")
		seq = item.seq
	}
	if (answer["last"] < seq)
		throw new IntegrityAlarm("older")
	return { documents: list, last: answer["last"], more: answer["more"] === true && list.length > 0 }
}

/**
 * @param {Batch} batch
 * @returns {string[]}
 * @throws {IntegrityAlarm} if one record stands twice
 */
function textsOf(batch) {
	const texts = batch.documents.map((item) => item.text)
	const recs = texts.map(recOf).filter((rec) => rec !== undefined)
	if (new Set(recs).size !== recs.length)
		throw new IntegrityAlarm("twice")
	return texts
}

/**
 * @param {string[]} texts
 * @param {Pins} pins
 * @returns {Pins} those that these texts need
 */
function pinsFor(texts, pins) {
	/** @type {Pins} */
	const needed = new Map()
	for (const text of texts) {
		const rec = recOf(text)
		const pin = rec === undefined ? undefined : pins.get(rec)
		if (rec !== undefined && pin !== undefined)
			needed.set(rec, pin)
	}
	return needed
}

/**
 * @param {Keyring} keys
 * @param {Index} into
 * @param {Pins} pins
 * @param {Line | Failed} result
 */
async function take(keys, into, pins, result) {
	if ("alarm" in result) {
		raiseAlarm(result.alarm, result.rec)
		into.fail(result, result.rec === null ? undefined : pins.get(result.rec))
		return
	}
	const pin = pins.get(result.rec)
	try {
		if (result.gap && pin !== undefined)
			await checkGap(keys, result.rec, pin, result)
		into.add(result)
	} catch (error) {
		alarmOrThrow(error, result.rec)
		const { incident, reason } = /** @type {IntegrityAlarm} */ (error)
		into.fail({ rec: result.rec, alarm: { incident, reason } }, pin)
	}
}

/**
 * @param {Keyring} keys
 * @param {Index} into
 * @param {Pins} pins  what this browser has seen
 * @returns {Promise<Pins>} what is new
 */
async function fetchInto(keys, into, pins) {
	const openers = startOpeners(keys)
	/** @type {Pins} */
	const fresh = new Map()
	try {
		let coming = fetchBatch(into.last)
		for (;;) {
			const batch = await coming
			const reached = batch.more ? /** @type {number} */ (batch.documents.at(-1)?.seq) : batch.last
			if (batch.more) {
				coming = fetchBatch(reached)
				coming.catch(() => {})
			}
			const texts = textsOf(batch)
			for (const result of await openers.open(texts, pinsFor(texts, pins))) {
				await take(keys, into, pins, result)
				const pin = result.rec === null ? undefined : into.pin(result.rec)
				if (result.rec !== null && pin !== undefined)
					fresh.set(result.rec, pin)
			}
			into.last = reached
			tell({ done: into.length, total: batch.last, alarms: into.alarms })
			if (!batch.more)
				return fresh
		}
	} finally {
		openers.close()
	}
}

/**
 * The pins are moved after the index was saved; a page that is left in between owes them to the next.
 *
 * @param {Keyring} keys
 * @param {Index} saved
 */
async function owesPins(keys, saved) {
	const seen = saved.pin(saved.probe)
	return seen !== undefined && ((await readPin(keys, saved.probe))?.rev ?? 0) < seen.rev
}

/**
 * @param {Keyring} keys
 * @param {Index} now
 * @param {Pins} pins  what this browser has seen
 * @param {Pins} fresh  what is new
 * @param {{ full: boolean, owed: boolean }} how
 */
async function remember(keys, now, pins, fresh, { full, owed }) {
	try {
		if (full)
			await checkDocuments(pins, now.pins())
		if (fresh.size > 0 || full) {
			now.probe = fresh.keys().next().value ?? now.probe
			await saveIndex(keys, writeIndexText(now, keyState(keys)), now.last)
		}
		const records = owed ? now.pins() : fresh
		if (records.size > 0)
			await updatePins(keys, { records })
	} catch (error) {
		alarmOrThrow(error, null)
	}
}

/** @param {boolean} anew  whatever the sealed index holds */
async function run(anew) {
	tell({ state: "loading", done: 0, total: 0 })
	const keys = await currentKeyring()
	if (keys === null || keys.reader.epochs.size === 0) {
		tell({ state: keys === null ? "locked" : "nokey", searchable: false })
		return
	}
	const saved = anew ? new Index() : await savedIndex(keys)
	const full = saved.last === 0
	if (!full) {
		index = saved
		tell({ searchable: true, done: saved.length, alarms: saved.alarms })
	}
	const owed = !full && await owesPins(keys, saved)
	const pins = full ? await readPins(keys) : saved.pins()
	const fresh = await fetchInto(keys, saved, pins)
	if (await currentKeyring() === null)
		return
	index = saved
	tell({ state: "fresh", searchable: true, done: saved.length, alarms: saved.alarms })
	await remember(keys, saved, pins, fresh, { full, owed })
}

/** @param {boolean} anew */
async function runSafely(anew) {
	try {
		await run(anew)
	} catch (error) {
		const refused = error instanceof IntegrityAlarm
		if (refused)
			raiseAlarm(error, null)
		if (status.state !== "locked")
			tell({ state: refused ? "refused" : status.searchable ? "stale" : "failed" })
	}
}

/** @returns {Promise<void>} when everything the server has is here, or the reason why not is told */
export function synchronise() {
	running ??= runSafely(false)
	return running
}

/**
 * The server names a record which the index lacks: its owner's areas have grown. Once a page.
 *
 * @returns {Promise<void>}
 */
export async function synchroniseAnew() {
	await synchronise()
	if (!again && status.state === "fresh") {
		again = true
		running = runSafely(true)
	}
	await running
}
