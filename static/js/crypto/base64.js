// @ts-check
/** @file base64.js: base64url and base32, each in the one way there is to write given bytes. Pure. */
import { refuse } from "./errors.js"

/** @import { Bytes, Taker } from "./bytes.js" */

const ALPHABET64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
const CODES64 = new TextEncoder().encode(ALPHABET64)
const VALUES64 = new Int8Array(128).fill(-1)
CODES64.forEach((code, value) => { VALUES64[code] = value })

/* A browser's own reader and writer are faster than ours, where there are any. */
/** @typedef {{ read: number, written: number }} Written */
/** @type {{ toBase64?: (how: object) => string, setFromBase64?: (text: string, how: object) => Written }} */
const own = /** @type {any} */ (Uint8Array.prototype)
const LOOSE = { alphabet: "base64url", lastChunkHandling: "loose" }
const BARE = { alphabet: "base64url", omitPadding: true }

/** @type {(bytes: Uint8Array) => string} */
export const toBase64url = own.toBase64 === undefined ? write64 : (bytes) => /** @type {any} */ (bytes).toBase64(BARE)

const put64 = own.setFromBase64 === undefined ? read64 : readOwn64

/**
 * @param {string} text
 * @param {Taker} [take]
 * @returns {Bytes}
 * @throws {Refusal} if text is not the one way to write those bytes
 */
export function fromBase64url(text, take = (length) => new Uint8Array(length)) {
	const bytes = take(text.length * 3 >> 2)
	return text.length % 4 !== 1 && put64(bytes, text) ? bytes : refuse("base64url")
}

/** @param {Uint8Array} bytes */
function write64(bytes) {
	const out = new Uint8Array(Math.ceil(bytes.length * 4 / 3))
	let at = 0
	let bits = 0
	let held = 0
	for (let i = 0; i < bytes.length; i++) {
		held = held << 8 | /** @type {number} */ (bytes[i])
		bits += 8
		while (bits >= 6) {
			bits -= 6
			out[at++] = /** @type {number} */ (CODES64[held >> bits & 63])
		}
		held &= 63
	}
	if (bits > 0)
		out[at] = /** @type {number} */ (CODES64[held << 6 - bits & 63])
	return new TextDecoder().decode(out)
}

/**
 * @param {Bytes} bytes
 * @param {string} text
 */
function read64(bytes, text) {
	const rest = text.length % 4
	const whole = text.length - rest
	let at = 0
	let bad = 0
	for (let i = 0; i < whole; i += 4) {
		const four = value64(text, i) << 18 | value64(text, i + 1) << 12 | value64(text, i + 2) << 6 | value64(text, i + 3)
		bad |= four
		bytes[at++] = four >> 16
		bytes[at++] = four >> 8
		bytes[at++] = four
	}
	if (rest > 1) {
		const last = value64(text, whole) << 12 | value64(text, whole + 1) << 6 | (rest === 3 ? value64(text, whole + 2) : 0)
		bad |= last | -(last & (rest === 3 ? 0x3 : 0x3ff))
		bytes[at++] = last >> 10
		if (rest === 3)
			bytes[at] = last >> 2
	}
	return bad >= 0
}

/**
 * The browser's reader forgives blanks, padding and bits left over. Each length of text stands for
 * another length of bytes, so whatever was skipped shows there.
 *
 * @param {Bytes} bytes
 * @param {string} text
 */
function readOwn64(bytes, text) {
	try {
		const { read, written } = /** @type {any} */ (bytes).setFromBase64(text, LOOSE)
		if (read !== text.length || written !== bytes.length)
			return false
	} catch {
		return false
	}
	const left = text.length % 4 === 2 ? 0xf : text.length % 4 === 3 ? 0x3 : 0
	return left === 0 || (value64(text, text.length - 1) & left) === 0
}

/**
 * @param {string} text
 * @param {number} i
 * @returns {number} negative for what is not of the alphabet, and stays so through shifts and ors
 */
const value64 = (text, i) => VALUES64[text.charCodeAt(i)] ?? -1

const ALPHABET32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

/** @param {Uint8Array} bytes  a multiple of five, so that nothing is padded */
export function toBase32(bytes) {
	let text = ""
	let bits = 0
	let held = 0
	for (const byte of bytes) {
		held = (held & 31) << 8 | byte
		bits += 8
		while (bits >= 5) {
			bits -= 5
			text += ALPHABET32.charAt(held >> bits & 31)
		}
	}
	return text
}
