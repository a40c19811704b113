// @ts-check
/**
 * @file vault.js: opens and seals single passports with the keyring of the session, checks them
 * against what this browser has seen, and moves that forward.
 */
import { IntegrityAlarm, openDocument, openHistory, readPin, sealDocument, updatePins } from "../crypto/index.js"
import { raiseAlarm } from "./alarms.js"
import { getJson } from "./api.js"
import { passportOf, sealedOf } from "./passport.js"
import { currentKeyring, newerKeyring, onLock, writingKeyring } from "./session.js"

/** @import { Keyring } from "../crypto/keyring.js" */
/** @import { Opened } from "../crypto/document.js" */
/** @import { Passport } from "./passport.js" */

/**
 * What is known of one passport.
 *
 * @typedef {object} Shown
 * @property {"open" | "locked" | "foreign" | "alarm" | "deleted" | "missing"} state
 * @property {Passport} [passport]  if open
 * @property {boolean} [retired]  its author's key is not in use any more
 * @property {number} [rev]
 * @property {string} [docHash]
 * @property {string} [incident]  if alarm
 */

/** Canonical order, so that no other text can be an envelope. */
const HEAD = /^\{"v":1,"suite":"A1","t":"passport","inst":"([0-9a-f-]{36})","rec":"([0-9a-f-]{36})"/

/** @type {Map<string, Promise<Shown>>} by envelope */
const opened = new Map()

onLock(() => opened.clear())

/**
 * @param {Opened} document
 * @returns {Shown}
 */
export const shownOf = ({ object, deleted, retired, rev, docHash }) => deleted ?
	{ state: "deleted", rev, docHash } : { state: "open", passport: passportOf(object), retired, rev, docHash }

/**
 * @param {string} rec
 * @returns {Promise<string[]>} every revision, from the first on
 * @throws {import("./api.js").ApiError | import("./api.js").Offline}
 */
export async function fetchVersions(rec) {
	const { versions } = await getJson(`/api/documents/${rec}/versions`)
	if (!Array.isArray(versions) || !versions.every((item) => typeof item === "string"))
		throw new IntegrityAlarm("versions")
	return versions
}

/**
 * The revisions between the one seen last and this one have to hang together.
 *
 * @param {Keyring} keys
 * @param {string} rec
 * @param {{ rev: number, hash: string }} pin
 * @param {{ rev: number, docHash: string }} newest
 * @param {string} [of]  of a note, its patient
 * @throws {IntegrityAlarm}
 */
export async function checkGap(keys, rec, pin, newest, of) {
	const chain = await openHistory(keys, await fetchVersions(rec),
		{ ...of === undefined ? { t: "passport" } : { t: "note", of }, rec, pin })
	if (chain[newest.rev - 1]?.docHash !== newest.docHash)
		throw new IntegrityAlarm("chain")
}

/**
 * @param {Keyring} keys
 * @param {string} rec
 * @param {string} envelope
 * @returns {Promise<Shown>}
 */
async function openChecked(keys, rec, envelope) {
	const pin = await readPin(keys, rec)
	const document = await openDocument(keys, envelope, { t: "passport", rec, pin })
	if (document.gap && pin !== undefined)
		await checkGap(keys, rec, pin, document)
	if (pin?.rev !== document.rev)
		await updatePins(keys, { records: new Map([[rec, { rev: document.rev, hash: document.docHash }]]) })
	return shownOf(document)
}

/**
 * What was sealed under a key that is newer than this page is opened with that key.
 *
 * @template T
 * @param {Keyring} keys
 * @param {(keys: Keyring) => Promise<T>} open
 * @returns {Promise<T>}
 */
export async function openRenewed(keys, open) {
	try {
		return await open(keys)
	} catch (error) {
		const newer = error instanceof IntegrityAlarm && error.reason === "epoch" ? await newerKeyring(keys) : null
		if (newer === null)
			throw error
		return open(newer)
	}
}

/**
 * A record never goes to another institution: what this browser has seen opened is never another's.
 *
 * @param {Keyring} keys
 * @param {string} rec
 * @param {string} envelope
 */
const isForeign = async (keys, rec, envelope) => keys.reader.epochs.size === 0 ||
	(HEAD.exec(envelope)?.[1] ?? keys.inst) !== keys.inst && await readPin(keys, rec) === undefined

/**
 * @param {string} rec
 * @param {string} envelope
 * @returns {Promise<Shown>}
 */
async function openNew(rec, envelope) {
	const keys = await currentKeyring()
	if (keys === null)
		return { state: "locked" }
	if (await isForeign(keys, rec, envelope))
		return { state: "foreign" }
	try {
		return await openRenewed(keys, (now) => openChecked(now, rec, envelope))
	} catch (error) {
		if (!(error instanceof IntegrityAlarm))
			throw error
		raiseAlarm(error, rec)
		return { state: "alarm", incident: error.incident }
	}
}

/**
 * The current revision of a passport. An alarm is shown and reported once.
 *
 * @param {string} rec
 * @param {string} envelope
 * @returns {Promise<Shown>}
 */
export function openPassport(rec, envelope) {
	const key = `${rec}\n${envelope}`
	const before = opened.get(key)
	if (before !== undefined)
		return before
	const now = openNew(rec, envelope)
	opened.set(key, now)
	now.then((shown) => { if (shown.state === "locked") opened.delete(key) }, () => opened.delete(key))
	return now
}

/**
 * A revision which this browser has sealed itself and which the server did not take, or not yet: it
 * is no news about the record, so nothing is remembered of it.
 *
 * @param {string} rec
 * @param {string} envelope
 * @returns {Promise<Passport | null>} null if it cannot be opened
 */
export async function openOwn(rec, envelope) {
	const keys = await currentKeyring()
	if (keys === null)
		return null
	try {
		return shownOf(await openDocument(keys, envelope, { t: "passport", rec, pin: undefined })).passport ?? null
	} catch {
		return null
	}
}

/**
 * The revision which an envelope of our own was made to follow.
 *
 * @param {string} rec
 * @param {string} envelope
 * @returns {Promise<Passport | null>} null if it cannot be found out
 */
export async function openBase(rec, envelope) {
	const keys = await currentKeyring()
	const rev = Number(/^[^}]{0,200}"rev":(\d+),/.exec(envelope)?.[1])
	if (keys === null || !(rev > 1))
		return null
	try {
		const pin = await readPin(keys, rec)
		const base = (await openHistory(keys, await fetchVersions(rec), { t: "passport", rec, pin }))[rev - 2]
		return base === undefined ? null : shownOf(base).passport ?? null
	} catch {
		return null
	}
}

/**
 * @param {string} rec
 * @param {Passport} passport
 * @param {{ rev: number, docHash: string } | null} before  null for the first revision
 * @returns {Promise<string | null>} an envelope; null while locked
 * @throws {IntegrityAlarm} if there is no key of the current epoch
 */
export async function sealPassport(rec, passport, before) {
	const keys = await writingKeyring()
	if (keys === null)
		return null
	const { text } = await sealDocument(keys, {
		t: "passport", rec, rev: before === null ? 1 : before.rev + 1,
		...before === null ? {} : { prev: before.docHash },
		object: sealedOf(passport), ts: Math.floor(Date.now() / 1000),
	})
	return text
}
