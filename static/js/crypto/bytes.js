// @ts-check
/**
 * @file bytes.js: bytes to text and back: UTF-8, hex, UUID, TUP; base64url and base32 are in base64.js. Pure.
 *
 * TUP is the only encoding that is ever hashed, signed or used as additional data:
 *
 *     TUP(label, x1 … xn) = lp(label) ‖ u32be(n) ‖ lp(x1) ‖ … ‖ lp(xn),  lp(x) = u32be(length) ‖ x
 */
import { refuse } from "./errors.js"

export { fromBase64url, toBase32, toBase64url } from "./base64.js"

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {(length: number) => Bytes} Taker  gives room, with anything in it, that is written at once */

const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

export const NIL = "00000000-0000-0000-0000-000000000000"
export const ZERO32 = new Uint8Array(32)

/** @type {Taker} */
const fresh = (length) => new Uint8Array(length)

/**
 * Room that is used again and again: in a browser, making a buffer costs more than filling it.
 *
 * @param {number} size
 * @returns {{ take: Taker, reset: () => void }} after reset() all that was taken belongs to others
 */
export function makeArena(size) {
	const room = new Uint8Array(size)
	let used = 0
	return {
		take(length) {
			if (length > size - used)
				return fresh(length)
			used += length
			return room.subarray(used - length, used)
		},
		reset() { used = 0 },
	}
}

/**
 * @param {string} text
 * @returns {Bytes}
 */
export const fromText = (text) => encoder.encode(text)

/**
 * @param {Uint8Array} bytes
 * @throws {Refusal} if they are not UTF-8
 */
export function toText(bytes) {
	try {
		return decoder.decode(bytes)
	} catch {
		return refuse("utf8")
	}
}

/**
 * @param {number} length
 * @returns {Bytes}
 */
export const randomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))

/**
 * @param {...Uint8Array} parts
 * @returns {Bytes}
 */
export function concat(...parts) {
	let length = 0
	for (const part of parts)
		length += part.length
	const all = new Uint8Array(length)
	let at = 0
	for (const part of parts) {
		all.set(part, at)
		at += part.length
	}
	return all
}

/**
 * Takes time by length only, so that it may compare secrets.
 *
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function equal(a, b) {
	let difference = a.length ^ b.length
	for (let i = 0; i < a.length; i++)
		difference |= /** @type {number} */ (a[i]) ^ (b[i] ?? 0)
	return difference === 0
}

/**
 * Overwrites secrets that have done their work.
 *
 * @param {...Uint8Array} secrets
 */
export function wipe(...secrets) {
	for (const secret of secrets)
		secret.fill(0)
}

const HEX = Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1))
const DIGITS = new Int8Array(128).fill(-1)
for (const [value, digit] of [..."0123456789abcdef"].entries())
	DIGITS[digit.charCodeAt(0)] = value

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
	let text = ""
	for (const byte of bytes)
		text += HEX[byte]
	return text
}

/**
 * @param {string} text  an even number of lower-case hexadecimal digits
 * @returns {Bytes}
 * @throws {Refusal}
 */
export function fromHex(text) {
	const bytes = new Uint8Array(text.length / 2)
	for (let i = 0; i < bytes.length; i++) {
		const high = DIGITS[text.charCodeAt(2 * i)] ?? -1
		const low = DIGITS[text.charCodeAt(2 * i + 1)] ?? -1
		if (high < 0 || low < 0)
			refuse("hex")
		bytes[i] = high << 4 | low
	}
	return bytes
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** @param {unknown} value @returns {value is string} */
export const isUuid = (value) => typeof value === "string" && value.length === 36 && UUID.test(value)

/** @param {unknown} value @returns {value is string} */
export const isUuid4 = (value) => typeof value === "string" && value.length === 36 && UUID4.test(value)

const UUID_PAIRS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

/**
 * @param {string} text
 * @returns {Bytes}
 * @throws {Refusal}
 */
export function fromUuid(text) {
	const bytes = new Uint8Array(16)
	putUuid(bytes, 0, text)
	return bytes
}

/**
 * @param {Uint8Array} out
 * @param {number} at
 * @param {string} text
 * @throws {Refusal}
 */
function putUuid(out, at, text) {
	if (text.length !== 36 || text[8] !== "-" || text[13] !== "-" || text[18] !== "-" || text[23] !== "-")
		refuse("uuid")
	for (let i = 0; i < 16; i++) {
		const from = /** @type {number} */ (UUID_PAIRS[i])
		const high = DIGITS[text.charCodeAt(from)] ?? -1
		const low = DIGITS[text.charCodeAt(from + 1)] ?? -1
		if (high < 0 || low < 0)
			refuse("uuid")
		out[at + i] = high << 4 | low
	}
}

/** @param {Uint8Array} bytes  sixteen */
export function toUuid(bytes) {
	const hex = toHex(bytes)
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}

/** @param {unknown} value @returns {value is number} */
export const isInteger = (value) => Number.isSafeInteger(value) && /** @type {number} */ (value) >= 0 &&
	!Object.is(value, -0)

/**
 * @param {number} value
 * @returns {Bytes}
 * @throws {Refusal}
 */
export function fromInteger(value) {
	if (!isInteger(value))
		refuse("integer")
	const bytes = new Uint8Array(8)
	putU32(bytes, 0, Math.floor(value / 2 ** 32))
	putU32(bytes, 4, value)
	return bytes
}

/**
 * @param {Uint8Array} out
 * @param {number} at
 * @param {number} value  its lowest 32 bits are written
 */
function putU32(out, at, value) {
	out[at] = value >>> 24
	out[at + 1] = value >>> 16
	out[at + 2] = value >>> 8
	out[at + 3] = value
}

/**
 * @param {Uint8Array} bytes  eight
 * @throws {Refusal} above 2^53 - 1
 */
export function toInteger(bytes) {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
	const value = view.getUint32(0) * 2 ** 32 + view.getUint32(4)
	return Number.isSafeInteger(value) ? value : refuse("integer")
}

/* Every label there is, with its fields. u UUID, i integer, t text, T text or empty, b bytes,
   bN exactly N bytes, BN N bytes or none. */
const REGISTRY = {
	salt: "inst:u user:u",
	auth: "inst:u user:u",
	unlock: "inst:u user:u",
	ucommit: "inst:u user:u",
	selftest: "inst:u user:u",
	session: "inst:u user:u",
	prfinput: "inst:u user:u",
	prf: "inst:u user:u id:t",
	prfcommit: "inst:u user:u id:t",
	urk: "suite:t inst:u user:u m:t id:t",
	upriv: "suite:t inst:u user:u root:b32 sigPub:b32 encPub:b32",
	roster: "inst:u seq:i prevHead:b32 time:i action:t reason:t subject:u login:T role:T" +
		" sigPub:B32 encPub:B32 e:i ikId:B16",
	enrol: "inst:u user:u login:t sigPub:b32 encPub:b32",
	invite: "inst:u inviteId:u user:u login:t role:t exp:i",
	ikid: "inst:u e:i",
	fp: "inst:u user:u sigPub:b32 encPub:b32",
	grant: "inst:u e:i ikId:b16 sender:u FPsender:b20 recipient:u FPrecipient:b20 rosterSeq:i",
	grantsig: "info:b enc:b32 ct:b48",
	store: "suite:t inst:u user:u kind:t id:i",
	index: "inst:u e:i user:u",
	idx: "suite:t inst:u user:u e:i logSize:i logRoot:b32",
	doc: "suite:t t:t inst:u rec:u rev:i by:u ts:i prev:b32",
	docsig: "docAAD:b n:b12 c:b",
	dochash: "docAAD:b n:b12 c:b sig:b64",
	wrap: "suite:t inst:u rec:u kep:i docHash:b32",
	"leaf/doc": "inst:u rec:u rev:i docHash:b32",
	"leaf/roster": "inst:u seq:i head:b32",
	rec: "inst:u setId:u recPub:b32",
	share: "setId:u idx:i share:b33",
	sharefile: "suite:t kdf:t inst:u setId:u idx:i salt:b16",
	recset: "inst:u setId:u recPub:b32 commit1:b32 commit2:b32 commit3:b32 time:i",
}

/** @typedef {keyof typeof REGISTRY} Label */
/** @typedef {Record<string, string | number | Uint8Array>} Fields */
/** @typedef {{ name: string, kind: string, size: number }} Field */
/** @typedef {{ head: Bytes, fields: Field[] }} Shape */

/* The head of a label is all that stands before its first item. */
/** @type {Map<string, Shape>} */
const SHAPES = new Map(Object.entries(REGISTRY).map(([label, text]) => {
	const fields = text.split(" ").map((field) => {
		const [name = "", type = ""] = field.split(":")
		return { name, kind: type.charAt(0), size: Number(type.slice(1)) }
	})
	const bytes = fromText(`rpp/v1/${label}`)
	return [label, { head: concat(u32(bytes.length), bytes, u32(fields.length)), fields }]
}))

const TEXT = /^[\x21-\x7e]{1,255}$/

/** @param {unknown} value @returns {value is string} */
export const isPlain = (value) => typeof value === "string" && TEXT.test(value)

/** @param {number} value */
function u32(value) {
	const bytes = new Uint8Array(4)
	putU32(bytes, 0, value)
	return bytes
}

/**
 * @param {Field} field
 * @param {string | number | Uint8Array | undefined} value
 * @returns {number} the length of its item
 * @throws {Refusal} if value is not of the field's type
 */
function lengthOf({ kind, size }, value) {
	if (typeof value === "string") {
		if (kind === "u")
			return 16
		if (kind === "t" || kind === "T")
			return isPlain(value) || (kind === "T" && value === "") ? value.length : refuse("text")
	}
	if (kind === "i" && typeof value === "number")
		return isInteger(value) ? 8 : refuse("integer")
	if (value instanceof Uint8Array && (kind === "b" || kind === "B"))
		return size === 0 || value.length === size || (kind === "B" && value.length === 0) ? value.length : refuse("length")
	return refuse("type")
}

/**
 * @param {Uint8Array} out
 * @param {number} at
 * @param {Field} field
 * @param {string | number | Uint8Array} value  which lengthOf has looked at
 * @returns {number} its length
 */
function putItem(out, at, { kind }, value) {
	if (typeof value === "number") {
		putU32(out, at, Math.floor(value / 2 ** 32))
		putU32(out, at + 4, value)
		return 8
	}
	if (typeof value !== "string") {
		out.set(value, at)
		return value.length
	}
	if (kind === "u") {
		putUuid(out, at, value)
		return 16
	}
	for (let i = 0; i < value.length; i++)
		out[at + i] = value.charCodeAt(i)
	return value.length
}

/**
 * @param {Field} field
 * @param {Bytes} item
 * @returns {string | number | Bytes}
 */
function decodeItem({ kind, size }, item) {
	if (kind === "u")
		return item.length === 16 ? toUuid(item) : refuse("length")
	if (kind === "i")
		return item.length === 8 ? toInteger(item) : refuse("length")
	if (kind === "b" || kind === "B")
		return size === 0 || item.length === size || (kind === "B" && item.length === 0) ? item : refuse("length")
	const text = String.fromCharCode(...item.subarray(0, 256))
	return isPlain(text) || (kind === "T" && text === "") ? text : refuse("text")
}

/**
 * @param {string} label
 * @returns {Shape}
 */
const shapeOf = (label) => SHAPES.get(label) ?? refuse("label")

/**
 * @param {Label} label  without its prefix rpp/v1/
 * @param {Fields} values  a member for each field of the label
 * @param {Taker} [take]
 * @returns {Bytes}
 * @throws {Refusal} if a value is not of its field's type
 */
export function tup(label, values, take = fresh) {
	const { head, fields } = shapeOf(label)
	let total = head.length
	for (const field of fields)
		total += 4 + lengthOf(field, values[field.name])
	const out = take(total)
	out.set(head)
	let at = head.length
	for (const field of fields) {
		const length = putItem(out, at + 4, field, /** @type {string | number | Uint8Array} */ (values[field.name]))
		putU32(out, at, length)
		at += 4 + length
	}
	return out
}

/**
 * @param {Label} label
 * @param {Bytes} bytes
 * @returns {any} an object with a member for each field of the label
 * @throws {Refusal} if bytes are not exactly one TUP of that label
 */
export function untup(label, bytes) {
	const { head, fields } = shapeOf(label)
	if (bytes.length < head.length || !equal(bytes.subarray(0, head.length), head))
		refuse("label")
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
	/** @type {Record<string, string | number | Bytes>} */
	const values = {}
	let at = head.length
	for (const field of fields) {
		if (at + 4 > bytes.length)
			refuse("short")
		const end = at + 4 + view.getUint32(at)
		if (end > bytes.length)
			refuse("short")
		values[field.name] = decodeItem(field, bytes.slice(at + 4, end))
		at = end
	}
	return at === bytes.length ? values : refuse("trailing")
}
