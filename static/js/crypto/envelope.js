// @ts-check
/**
 * @file envelope.js: how a sealed document is written down, padded, hashed and signed. Pure: no keys.
 *
 *     {"v":1,"suite":"A1","t","inst","rec","rev","by","ts","prev","n","c","sig","kep","wn","wk"}
 *
 * The server checks this shape and the signature, and nothing more.
 */
import { equal, fromText, toBase64url, toText, tup, ZERO32 } from "./bytes.js"
import { refuse } from "./errors.js"
import { base64, bytesOf, integer, object, oneOf, positive, readCanonical, readText, uuid, uuid4 } from "./json.js"

/** @import { Bytes, Taker } from "./bytes.js" */

export const TYPES = /** @type {const} */ (["passport", "note"])
const LIMIT = 131072
const TAG_BYTES = 16
const LENGTH_BYTES = 4
const BLOCK = 512
const LEAST = 1024
const MOST = 65536

/** @type {import("./json.js").Reader<Bytes>} */
const ciphertext = (value, take) => {
	const bytes = bytesOf(value, take)
	const length = bytes.length - TAG_BYTES
	return length % BLOCK === 0 && length >= LEAST && length <= MOST ? bytes : refuse("size")
}

const ENVELOPE = object({
	v: oneOf(1), suite: oneOf("A1"), t: oneOf(...TYPES), inst: uuid, rec: uuid4, rev: positive,
	by: uuid, ts: integer, prev: base64(32), n: base64(12), c: ciphertext, sig: base64(64),
	kep: positive, wn: base64(12), wk: base64(48),
})

/** @typedef {ReturnType<typeof ENVELOPE>} Envelope */

/* An envelope as nearly all of them are. What it lets through holds no letter that JSON escapes and no number
   that it writes in another way, so it is canonical without being parsed and printed again. */
const B64 = "([A-Za-z0-9_-]"
const UUID = '"([0-9a-f-]{36})"'
const NUMBER = "(0|[1-9][0-9]{0,14})"
const USUAL = new RegExp(`^\\{"v":1,"suite":"A1","t":"(${TYPES.join("|")})","inst":${UUID},"rec":${UUID},"rev":${NUMBER}` +
	`,"by":${UUID},"ts":${NUMBER},"prev":"${B64}{43})","n":"${B64}{16})","c":"${B64}+)","sig":"${B64}{86})"` +
	`,"kep":${NUMBER},"wn":"${B64}{16})","wk":"${B64}{64})"\\}$`)

/**
 * @param {string} text
 * @returns {unknown} as JSON.parse gives it; undefined for an unusual text
 */
function readUsual(text) {
	const found = text.length <= LIMIT ? USUAL.exec(text) : null
	if (found === null)
		return undefined
	const [, t, inst, rec, rev, by, ts, prev, n, c, sig, kep, wn, wk] = found
	return {
		v: 1, suite: "A1", t, inst, rec, rev: Number(rev), by, ts: Number(ts), prev, n, c, sig,
		kep: Number(kep), wn, wk,
	}
}

/**
 * @param {string} text
 * @param {Taker} [take]
 * @returns {Envelope}
 * @throws {Refusal} on anything formatEnvelope could not have written
 */
export function parseEnvelope(text, take) {
	const usual = typeof text === "string" ? readUsual(text) : undefined
	const envelope = usual === undefined ? readText(ENVELOPE, text, LIMIT) : ENVELOPE(usual, take)
	if (equal(envelope.prev, ZERO32) !== (envelope.rev === 1))
		refuse("prev")
	return envelope
}

/**
 * @param {Envelope} envelope
 * @returns {string}
 */
export const formatEnvelope = ({ v, suite, t, inst, rec, rev, by, ts, prev, n, c, sig, kep, wn, wk }) =>
	JSON.stringify({
		v, suite, t, inst, rec, rev, by, ts, prev: toBase64url(prev), n: toBase64url(n),
		c: toBase64url(c), sig: toBase64url(sig), kep, wn: toBase64url(wn), wk: toBase64url(wk),
	})

/** @typedef {Pick<Envelope, "t" | "inst" | "rec" | "rev" | "by" | "ts" | "prev">} Place */

/**
 * @param {Place} place  what the ciphertext is bound to
 * @param {Taker} [take]
 * @returns {Bytes}
 */
export const docAAD = ({ t, inst, rec, rev, by, ts, prev }, take) =>
	tup("doc", { suite: "A1", t, inst, rec, rev, by, ts, prev }, take)

/**
 * @param {Bytes} aad  from docAAD
 * @param {{ n: Bytes, c: Bytes }} box
 * @param {Taker} [take]
 */
export const docSigMessage = (aad, { n, c }, take) => tup("docsig", { docAAD: aad, n, c }, take)

/**
 * @param {Bytes} aad  from docAAD
 * @param {{ n: Bytes, c: Bytes, sig: Bytes }} signed
 * @param {Taker} [take]
 */
export const docHashMessage = (aad, { n, c, sig }, take) => tup("dochash", { docAAD: aad, n, c, sig }, take)

/**
 * @param {Bytes} json  2 to 65532 bytes
 * @returns {Bytes} length, text and zeros up to the next size class
 * @throws {Refusal} if there is too little or too much of it
 */
export function pad(json) {
	if (json.length < 2 || json.length > MOST - LENGTH_BYTES)
		refuse("size")
	const padded = new Uint8Array(paddedLength(json.length))
	new DataView(padded.buffer).setUint32(0, json.length)
	padded.set(json, LENGTH_BYTES)
	return padded
}

/** @param {number} length */
const paddedLength = (length) => Math.max(LEAST, Math.ceil((length + LENGTH_BYTES) / BLOCK) * BLOCK)

/**
 * @param {Bytes} padded
 * @returns {Bytes}
 * @throws {Refusal} unless pad could have written it
 */
export function unpad(padded) {
	const length = new DataView(padded.buffer, padded.byteOffset, padded.length).getUint32(0)
	if (length < 2 || paddedLength(length) !== padded.length)
		refuse("padding")
	for (let i = LENGTH_BYTES + length; i < padded.length; i++)
		if (padded[i] !== 0)
			refuse("padding")
	return padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length)
}

const TOMBSTONE = "{\"deleted\":true}"

/** @typedef {Record<string, unknown>} Plain  the document itself */

/**
 * @param {Plain} plain
 * @param {string} t
 * @returns {Bytes} padded
 * @throws {Refusal} unless a reader would take it
 */
export function writePlain(plain, t) {
	const json = JSON.stringify(plain)
	checkPlain(json, t)
	return pad(fromText(json))
}

/**
 * @param {Bytes} padded
 * @param {string} t
 * @param {string} [of]  the patient's passport, when it is known
 * @returns {{ object: Plain, deleted: boolean }}
 * @throws {Refusal}
 */
export const readPlain = (padded, t, of) => checkPlain(toText(unpad(padded)), t, of)

/**
 * @param {string} json
 * @param {string} t
 * @param {string} [of]
 */
function checkPlain(json, t, of) {
	const value = readCanonical(json)
	if (typeof value !== "object" || value === null || Array.isArray(value))
		return refuse("object")
	const plain = /** @type {Plain} */ (value)
	const deleted = json === TOMBSTONE
	if (t !== "passport" && !deleted && uuid4Of(plain) !== (of ?? plain["of"]))
		refuse("of")
	return { object: plain, deleted }
}

/** @param {Plain} plain */
function uuid4Of(plain) {
	try {
		return uuid4(plain["of"])
	} catch {
		return refuse("of")
	}
}
