// @ts-check
/**
 * @file json.js: canonical JSON and the shapes of the objects written in it. Pure.
 *
 * A reader takes a value that JSON.parse gave and returns it typed, or refuses. Shapes are
 * readers put together, so each format is one table at the head of its module.
 */
import { fromBase64url, isInteger, isPlain, isUuid, isUuid4 } from "./bytes.js"
import { refuse } from "./errors.js"

/** @import { Bytes, Taker } from "./bytes.js" */

/**
 * @template T
 * @typedef {(value: unknown, take?: Taker) => T} Reader
 */

/**
 * @param {string} text
 * @returns {unknown}
 * @throws {Refusal} unless text is what JSON.stringify prints
 */
export function readCanonical(text) {
	let value
	try {
		value = JSON.parse(text)
	} catch {
		return refuse("canonical")
	}
	return JSON.stringify(value) === text ? value : refuse("canonical")
}

/**
 * @template T
 * @param {Reader<T>} reader
 * @param {string} text
 * @param {number} limit  in characters
 * @returns {T}
 * @throws {Refusal} if text is too long, not canonical or of another shape
 */
export function readText(reader, text, limit) {
	if (typeof text !== "string" || text.length > limit)
		refuse("size")
	return reader(readCanonical(text))
}

/**
 * An object with exactly these members in this order.
 *
 * @template {Record<string, Reader<any>>} S
 * @param {S} shape
 * @returns {Reader<{ [K in keyof S]: ReturnType<S[K]> }>}
 */
export function object(shape) {
	const names = Object.keys(shape)
	const readers = Object.values(shape)
	return (value, take) => {
		if (typeof value !== "object" || value === null || Array.isArray(value))
			refuse("object")
		const given = /** @type {Record<string, unknown>} */ (value)
		const members = Object.keys(given)
		if (members.length !== names.length)
			refuse("members")
		/** @type {any} */
		const out = {}
		for (let i = 0; i < members.length; i++) {
			const name = /** @type {string} */ (names[i])
			if (members[i] !== name)
				refuse("members")
			out[name] = readers[i]?.(given[name], take)
		}
		return out
	}
}

/**
 * @template T
 * @param {Reader<T>} reader
 * @param {number} least
 * @param {number} most
 * @returns {Reader<T[]>}
 */
export const list = (reader, least, most) => (value, take) =>
	Array.isArray(value) && value.length >= least && value.length <= most ?
		value.map((item) => reader(item, take)) : refuse("list")

/**
 * One of the values that are compiled in.
 *
 * @template {string | number} T
 * @param {...T} values
 * @returns {Reader<T>}
 */
export const oneOf = (...values) => (value) =>
	values.includes(/** @type {T} */ (value)) ? /** @type {T} */ (value) : refuse("constant")

/**
 * @param {number} length  in bytes
 * @returns {Reader<Bytes>}
 */
export const base64 = (length) => (value, take) => {
	const bytes = bytesOf(value, take)
	return bytes.length === length ? bytes : refuse("size")
}

/** @type {Reader<Bytes>} */
export const bytesOf = (value, take) => typeof value === "string" ? fromBase64url(value, take) : refuse("base64url")

/** @type {Reader<string>} */
export const uuid = (value) => isUuid(value) ? value : refuse("uuid")

/** @type {Reader<string>} */
export const uuid4 = (value) => isUuid4(value) ? value : refuse("uuid4")

/** @type {Reader<number>} */
export const integer = (value) => isInteger(value) ? value : refuse("integer")

/** @type {Reader<number>} */
export const positive = (value) => isInteger(value) && value > 0 ? value : refuse("integer")

/** @type {Reader<string>} */
export const plain = (value) => isPlain(value) ? value : refuse("text")

const LOGIN = /^[a-z0-9][a-z0-9._-]{1,62}$/

/** @type {Reader<string>} */
export const loginName = (value) => typeof value === "string" && LOGIN.test(value) ? value : refuse("login")

/** @type {Reader<string>} */
export const httpsOrigin = (value) => isPlain(value) && value.startsWith("https://") ? value : refuse("text")
