// @ts-check
/**
 * @file documents.js: keeps the passports of this user's institution in memory: from the sealed index
 * at once, then whatever the server has that is newer. The only state that a page shares.
 */
import {
	checkDocuments, exportForWorker, findIndex, IntegrityAlarm, isKept, loadIndex, openDocuments, readPin, readPins, saveIndex, updatePins,
} from "../crypto/index.js"
import { raiseAlarm } from "./alarms.js"
import { fetchBatch } from "./batch.js"
import { columnsOf, Index, lineOf, packIndex, unpackInto } from "./indexfile.js"
import { openAfter } from "./openers.js"
import { currentKeyring, newerKeyring, onLock, probablyWho } from "./session.js"
import { checkGap } from "./vault.js"

/** @import { Failed, Pin, Pins } from "../crypto/document.js" */
/** @import { Line } from "./indexfile.js" */
/** @import { Place, Results, Secrets } from "./openers.js" */
/** @import { SealedIndex } from "../crypto/localindex.js" */
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

/** So many are opened on the page itself. */
const FEW = 64

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

/** Whatever else is to be done is done first. */
const pause = () => new Promise((/** @type {(value?: undefined) => void} */ resolve) => { setTimeout(resolve) })

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
 * Sealed bytes, or workers that fetch already: both take their time, so neither waits for the keys.
 *
 * @typedef {object} Ahead
 * @property {{ inst: string, user: string }} who
 * @property {SealedIndex | null} sealed
 * @property {ReturnType<typeof openAfter>} [parts]  of everything, if nothing is sealed
 * @property {(secrets: Secrets | PromiseLike<Secrets>) => void} give  secrets to the workers
 */

/**
 * @param {{ inst: string, user: string }} who
 * @param {boolean} anew  whatever the sealed index holds
 * @returns {Promise<Ahead>}
 */
async function lookAhead(who, anew) {
	const sealed = anew ? null : await findIndex(who)
	if (sealed !== null || !await isKept(who))
		return { who, sealed, give: () => {} }
	/** @type {Ahead["give"]} */
	let give = () => {}
	const secrets = new Promise((/** @type {Ahead["give"]} */ resolve) => { give = resolve })
	return { who, sealed, parts: openAfter(secrets, 0), give }
}

/** @param {Promise<Ahead> | null} ahead  nobody will ask for it */
function forgo(ahead) {
	const none = Promise.reject(new Error("no keys"))
	none.catch(() => {})
	void ahead?.then(({ give }) => give(none), () => {})
}

/**
 * @param {Keyring} keys
 * @param {Promise<Ahead> | null} guessed
 * @param {boolean} anew
 * @returns {Promise<Ahead>}
 */
async function aheadOf({ inst, user }, guessed, anew) {
	const ahead = await guessed
	if (ahead?.who.inst === inst && ahead.who.user === user)
		return ahead
	forgo(guessed)
	return lookAhead({ inst, user }, anew)
}

/**
 * @param {Keyring} keys
 * @param {SealedIndex | null} sealed
 * @returns {Promise<Index>} a new one if there is none that still fits
 */
async function savedIndex(keys, sealed) {
	try {
		const saved = sealed === null ? null : await loadIndex(keys, sealed)
		const read = new Index()
		if (saved !== null && unpackInto(read, saved.bytes, keyState(keys)) && read.last === saved.logSize)
			return read
	} catch (error) {
		alarmOrThrow(error, null)
	}
	return new Index()
}

/** @typedef {Pick<Pins, "get">} Seen  what this browser has seen */

/**
 * What came in an earlier batch of the same answer counts as seen: it goes forward, on the same chain.
 *
 * @param {Keyring} keys
 * @param {Pin | undefined} pin  what this was checked against where it was opened
 * @param {Pin | undefined} before  what the index has
 * @param {Line} line
 * @throws {IntegrityAlarm}
 */
async function checkForward(keys, pin, before, line) {
	const { rec, rev, docHash, gap } = line
	if (before === undefined || before.rev === pin?.rev && before.hash === pin.hash)
		return gap && pin !== undefined ? checkGap(keys, rec, pin, line) : undefined
	if (rev < before.rev)
		throw new IntegrityAlarm("older")
	if (rev > before.rev)
		return checkGap(keys, rec, before, line)
	if (docHash !== before.hash)
		throw new IntegrityAlarm("changed")
}

/** The institution's key was changed while the records came; there is a keyring with the new one. */
class Renewed extends Error {}

/**
 * @param {Keyring} keys
 * @param {Index} into
 * @param {Seen} pins
 * @param {Line | Failed} result
 */
async function take(keys, into, pins, result) {
	if ("alarm" in result) {
		if (result.alarm.reason === "epoch" && await newerKeyring(keys) !== null)
			throw new Renewed()
		raiseAlarm(result.alarm, result.rec)
		into.fail(result, result.rec === null ? undefined : into.pin(result.rec) ?? pins.get(result.rec))
		return
	}
	const pin = pins.get(result.rec)
	const before = into.pin(result.rec)
	try {
		await checkForward(keys, pin, before, result)
		into.add(result)
	} catch (error) {
		alarmOrThrow(error, result.rec)
		const { incident, reason } = /** @type {IntegrityAlarm} */ (error)
		into.fail({ rec: result.rec, alarm: { incident, reason } }, before ?? pin)
	}
}

/**
 * @param {Keyring} keys
 * @param {Index} into
 * @param {Seen} pins
 * @param {Place & Results} part
 * @returns {Promise<string[]>} the records in it
 */
async function takePart(keys, into, pins, { columns, rest, last, reached, left }) {
	const { recs, again } = into.addColumns(columns, pins)
	for (const result of [...again, ...rest])
		await take(keys, into, pins, result)
	for (const rec of left)
		into.leave(rec, pins.get(rec))
	into.last = reached
	tell({ done: into.length, total: last, alarms: into.alarms })
	return [...recs, ...rest.flatMap(({ rec }) => rec ?? []), ...left]
}

/**
 * @param {Keyring} keys
 * @param {Index} into
 * @param {Seen} pins
 * @returns {Promise<string[] | null>} what is new; null if it is too much for the page
 */
async function fetchFew(keys, into, pins) {
	const { texts, ...place } = await fetchBatch(into.last, FEW)
	if (place.more)
		return null
	const rest = await openDocuments(exportForWorker(keys), texts, { t: "passport", pins }, lineOf)
	return takePart(keys, into, pins, { ...place, columns: columnsOf([]), rest })
}

/**
 * @param {Keyring} keys
 * @param {Index} into
 * @param {Pins} pins
 * @param {Ahead} ahead
 * @returns {Promise<string[]>} what is new
 */
async function fetchMany(keys, into, pins, ahead) {
	const secrets = { keyring: keys, pins }
	ahead.give(secrets)
	const fresh = []
	for await (const part of ahead.parts ?? openAfter(Promise.resolve(secrets), into.last))
		fresh.push(await takePart(keys, into, pins, part))
	return fresh.flat()
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
 * @param {Pins | null} pins  what this browser has seen, if everything was fetched anew
 * @param {string[]} fresh  the records that are new
 * @param {boolean} owed
 */
async function remember(keys, now, pins, fresh, owed) {
	try {
		if (pins !== null)
			await checkDocuments(pins, now.pins())
		const news = now.pins(fresh)
		if (news.size > 0 || pins !== null) {
			now.probe = news.keys().next().value ?? now.probe
			const { last } = now
			const bytes = await packIndex(now, keyState(keys), pause)
			if (await currentKeyring() === null)
				return
			await saveIndex(keys, bytes, last)
		}
		const records = owed ? now.pins() : news
		if (records.size > 0)
			await updatePins(keys, { records })
	} catch (error) {
		alarmOrThrow(error, null)
	}
}

/** @param {boolean} anew  whatever the sealed index holds */
async function run(anew) {
	tell({ state: "loading", done: 0, total: 0 })
	const guess = probablyWho()
	const guessed = guess === null ? null : lookAhead(guess, anew)
	guessed?.catch(() => {})
	const keys = await currentKeyring()
	if (keys === null || keys.reader.epochs.size === 0) {
		forgo(guessed)
		if (keys !== null && keys.role !== "auditor" && (await readPins(keys)).size > 0)
			throw new IntegrityAlarm("grants")
		tell({ state: keys === null ? "locked" : "nokey", searchable: false })
		return
	}
	const ahead = await aheadOf(keys, guessed, anew)
	const saved = await savedIndex(keys, ahead.sealed)
	const full = saved.last === 0
	if (!full) {
		index = saved
		tell({ searchable: true, done: saved.length, alarms: saved.alarms })
	}
	const owed = !full && await owesPins(keys, saved)
	const pins = full ? await readPins(keys) : null
	const few = full ? null : await fetchFew(keys, saved, { get: (rec) => saved.pin(rec) })
	const fresh = few ?? await fetchMany(keys, saved, pins ?? saved.pins(), ahead)
	if (await currentKeyring() === null)
		return
	index = saved
	tell({ state: "fresh", searchable: true, done: saved.length, alarms: saved.alarms })
	// The page shows itself first, then the index is sealed.
	await pause()
	await remember(keys, saved, pins, fresh, owed)
}

/** @param {boolean} anew */
async function runSafely(anew) {
	try {
		await run(anew).catch((error) => error instanceof Renewed ? run(true) : Promise.reject(error))
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
