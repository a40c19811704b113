// @ts-check
/** @file document.js: seal and open documents: one, many, and the history of one. */
import { fromBase64url, makeArena, toBase64url, ZERO32 } from "./bytes.js"
import { docAAD, docHashMessage, docSigMessage, formatEnvelope, parseEnvelope, readPlain, writePlain }
	from "./envelope.js"
import { IntegrityAlarm, reasonOf, refuse } from "./errors.js"
import { sha256 } from "./kdf.js"
import { newContentKey, openBytes, sealBytes } from "./seal.js"
import { sign, verify, verifyingKey } from "./sign.js"
import { unwrapContentKey, wrapContentKey } from "./wrap.js"

/** @import { Bytes, Taker } from "./bytes.js" */
/** @import { Envelope, Plain } from "./envelope.js" */
/** @import { Author } from "./roster.js" */

/** @typedef {{ rev: number, hash: string, of?: string }} Pin  the last revision this browser saw; of: of a note, its patient */
/** @typedef {Map<string, Pin>} Pins  by rec */

/**
 * All that opening takes. Can be cloned into a Worker.
 *
 * @typedef {object} Reader
 * @property {string} inst
 * @property {Map<number, CryptoKey>} epochs  wrapping keys
 * @property {Map<string, Author>} authors
 * @property {Map<string, CryptoKey>} keys  verifying keys already imported, by base64url
 * @property {Map<string, string>} verified  docHash to the key that was seen to have signed it
 */

/**
 * @typedef {object} Expected
 * @property {"passport" | "note"} t
 * @property {string} [rec]  left out only where a list is read for the first time
 * @property {string} [of]  the patient a note is shown under
 * @property {Pin | undefined} [pin]
 */

/**
 * @typedef {object} Opened
 * @property {string} rec
 * @property {Plain} object  `{"deleted":true}` for a tombstone
 * @property {boolean} deleted
 * @property {number} rev
 * @property {string} by
 * @property {number} ts
 * @property {string} docHash
 * @property {boolean} gap  revisions between the pin and this one have not been checked yet
 * @property {boolean} retired  show it marked: the author's key is not in use any more
 */

/** @typedef {{ rec: string | null, alarm: { incident: string, reason: string } }} Failed */

/**
 * @param {string} inst
 * @param {Map<number, CryptoKey>} epochs
 * @param {Map<string, Author>} authors
 * @returns {Reader}
 */
export const makeReader = (inst, epochs, authors) =>
	({ inst, epochs, authors, keys: new Map(), verified: new Map() })

/**
 * @param {Reader} reader
 * @param {string} name  base64url of sigPub
 * @param {Bytes} sigPub
 */
async function authorKey(reader, name, sigPub) {
	let key = reader.keys.get(name)
	if (key === undefined) {
		key = await verifyingKey(sigPub)
		reader.keys.set(name, key)
	}
	return key
}

/**
 * @param {Reader} reader
 * @param {Envelope} envelope
 * @param {Bytes} aad
 * @param {string} docHash
 * @param {Taker} [take]
 * @returns {Promise<boolean>} whether the key is retired
 * @throws {Refusal} if nobody's key fits
 */
async function checkAuthor(reader, envelope, aad, docHash, take) {
	const author = reader.authors.get(envelope.by) ?? refuse("signature")
	const seen = reader.verified.get(docHash)
	const message = seen === undefined ? docSigMessage(aad, envelope, take) : null
	for (const sigPub of author.current === null ? author.retired : [author.current, ...author.retired]) {
		const name = toBase64url(sigPub)
		const good = message === null ? seen === name :
			await verify(await authorKey(reader, name, sigPub), envelope.sig, message)
		if (good) {
			reader.verified.set(docHash, name)
			return sigPub !== author.current
		}
	}
	return refuse("signature")
}

/**
 * @param {Reader} reader
 * @param {Envelope} envelope
 * @param {Expected} expected
 */
function checkPlace({ inst }, envelope, { t, rec, pin }) {
	if (envelope.t !== t || envelope.inst !== inst || (rec !== undefined && envelope.rec !== rec))
		refuse("asked")
	if (pin !== undefined && envelope.rev < pin.rev)
		refuse("older")
	if (pin !== undefined && envelope.rev === pin.rev + 1 && toBase64url(envelope.prev) !== pin.hash)
		refuse("chain")
}

/**
 * @template T
 * @param {PromiseSettledResult<T>} settled
 * @returns {T}
 * @throws what it was rejected with
 */
function outcome(settled) {
	if (settled.status === "rejected")
		throw settled.reason
	return settled.value
}

/**
 * @param {Reader} reader
 * @param {Envelope} envelope
 * @param {Expected} expected
 * @param {Taker} [take]  what was taken is not looked at any more when this has ended
 * @returns {Promise<Opened>}
 * @throws {Refusal | DOMException}
 */
async function openEnvelope(reader, envelope, expected, take) {
	const { t, of, pin } = expected
	checkPlace(reader, envelope, expected)
	const { inst, rec, rev, by, ts, kep, wn, wk } = envelope
	const aad = docAAD(envelope, take)
	const hash = await sha256(docHashMessage(aad, envelope, take))
	const docHash = toBase64url(hash)
	const pinned = pin !== undefined && pin.rev === rev
	if (pinned && pin.hash !== docHash)
		refuse("changed")
	const wrapping = reader.epochs.get(kep) ?? refuse("epoch")
	// Both go on at once; where both fail, the signature is the reason that is told.
	const [opening, checking] = await Promise.allSettled([
		unwrapContentKey(wrapping, { inst, rec, kep, docHash: hash }, { n: wn, c: wk }, take)
			.then((contentKey) => openBytes(contentKey, aad, envelope)),
		pinned ? false : checkAuthor(reader, envelope, aad, docHash, take),
	])
	const retired = outcome(checking)
	const padded = outcome(opening)
	const { object, deleted } = readPlain(padded, t, of)
	const gap = pin !== undefined && rev > pin.rev + 1
	return { rec, object, deleted, rev, by, ts, docHash, gap, retired }
}

/**
 * @param {Reader} reader
 * @param {string} text
 * @param {Expected} expected  compared before anything else
 * @returns {Promise<Opened>}
 * @throws {Refusal | DOMException}
 */
export const openOne = async (reader, text, expected) => openEnvelope(reader, parseEnvelope(text), expected)

/**
 * @param {string[]} recs
 * @throws {Refusal} if one stands twice
 */
export function checkOnce(recs) {
	if (new Set(recs).size !== recs.length)
		refuse("twice")
}

/**
 * @param {string | null} rec
 * @param {unknown} error
 * @returns {Failed} plain, because an error loses its members on its way out of a Worker
 */
function failed(rec, error) {
	const { incident, reason } = new IntegrityAlarm(reasonOf(error))
	return { rec, alarm: { incident, reason } }
}

/* How many are under way at once, and the room that one usually needs. */
const WIDTH = 16
const ROOM = 16384

/** @param {any} opened */
const itself = (opened) => opened

/**
 * @template [T=Opened]
 * @param {Reader} reader
 * @param {string[]} texts  of one list
 * @param {{ t: "passport" | "note", of?: string, pins?: Pick<Pins, "get"> }} expected
 * @param {(opened: Opened) => T} [make]  what is kept of each; the rest is forgotten at once
 * @returns {Promise<(T | Failed)[]>} in the same order
 * @throws {Refusal} if one rec stands twice in the list
 */
export async function openMany(reader, texts, { pins, ...expected }, make = itself) {
	/** @type {(T | Failed)[]} */
	const results = []
	/** @type {string[]} */
	const recs = []
	const open = async (/** @type {string} */ text, /** @type {Taker} */ take) => {
		/** @type {string | null} */
		let rec = null
		try {
			const envelope = parseEnvelope(text, take)
			rec = envelope.rec
			recs.push(rec)
			return make(await openEnvelope(reader, envelope, { ...expected, pin: pins?.get(rec) }, take))
		} catch (error) {
			return failed(rec, error)
		}
	}
	let next = 0
	const lane = async () => {
		const { take, reset } = makeArena(ROOM)
		for (let i = next++; i < texts.length; i = next++) {
			results[i] = await open(/** @type {string} */ (texts[i]), take)
			reset()
		}
	}
	await Promise.all(Array.from({ length: Math.min(WIDTH, texts.length) }, lane))
	checkOnce(recs)
	return results
}

/**
 * @param {Reader} reader
 * @param {string[]} texts  every revision of one record, from the first on
 * @param {Expected} expected  each up to the pin is accepted under a retired key too
 * @returns {Promise<Opened[]>}
 * @throws {Refusal | DOMException} if the chain is not whole or does not pass through the pin
 */
export async function openChain(reader, texts, { pin, ...expected }) {
	const opened = []
	let prev = toBase64url(ZERO32)
	for (const [i, text] of texts.entries()) {
		const envelope = parseEnvelope(text)
		if (envelope.rev !== i + 1 || toBase64url(envelope.prev) !== prev)
			refuse("chain")
		const one = await openEnvelope(reader, envelope, expected)
		if (pin?.rev === one.rev && pin.hash !== one.docHash)
			refuse("changed")
		prev = one.docHash
		opened.push({ ...one, retired: one.retired && (pin === undefined || one.rev > pin.rev) })
	}
	if (pin !== undefined && texts.length < pin.rev)
		refuse("older")
	return opened
}

/**
 * @param {Pins} pins
 * @param {Pins} received  all that a full synchronisation brought, or has brought before
 * @throws {Refusal} if a record this browser has seen is missing, older or changed
 */
export function checkSet(pins, received) {
	for (const [rec, pin] of pins) {
		const now = received.get(rec) ?? refuse("missing")
		if (now.rev < pin.rev)
			refuse("older")
		if (now.rev === pin.rev && now.hash !== pin.hash)
			refuse("changed")
	}
}

/**
 * @typedef {object} Draft
 * @property {"passport" | "note"} t
 * @property {string} rec
 * @property {number} rev
 * @property {string} [prev]  docHash of the revision before; left out exactly for the first
 * @property {Plain} object
 * @property {number} ts  unix seconds
 */

/**
 * @param {{ inst: string, user: string, sign: CryptoKey, e: number, wrap: CryptoKey }} writer
 * @param {Draft} draft
 * @returns {Promise<{ text: string, docHash: string }>}
 * @throws {Refusal} if the draft is not one that a reader would take
 */
export async function sealOne({ inst, user, sign: signing, e, wrap }, { t, rec, rev, prev, object, ts }) {
	const place = { t, inst, rec, rev, by: user, ts, prev: prev === undefined ? ZERO32 : fromBase64url(prev) }
	const aad = docAAD(place)
	const contentKey = await newContentKey()
	const { n, c } = await sealBytes(contentKey, aad, writePlain(object, t))
	const sig = await sign(signing, docSigMessage(aad, { n, c }))
	const hash = await sha256(docHashMessage(aad, { n, c, sig }))
	const { n: wn, c: wk } = await wrapContentKey(wrap, { inst, rec, kep: e, docHash: hash }, contentKey)
	const text = formatEnvelope({ v: 1, suite: "A1", ...place, n, c, sig, kep: e, wn, wk })
	parseEnvelope(text)
	return { text, docHash: toBase64url(hash) }
}
