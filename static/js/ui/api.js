// @ts-check
/**
 * @file api.js: the one caller of fetch. Forms go out, JSON comes back; what went wrong is told
 * apart: refused by the server (ApiError), no server in reach (Offline), an answer that is none (IntegrityAlarm).
 */
import { IntegrityAlarm } from "../crypto/opening.js"

/** The server answered, and not with success. */
export class ApiError extends Error {
	/**
	 * @param {number} status  of HTTP
	 * @param {string} code  the member "error" of the answer, or "server"
	 * @param {Record<string, unknown>} body  the whole answer
	 */
	constructor(status, code, body) {
		super(`refused: ${status} ${code}`)
		this.name = "ApiError"
		this.status = status
		this.code = code
		this.body = body
	}

	/** What the server says about it, in the user's language; empty if it says nothing. */
	get text() {
		return typeof this.body["message"] === "string" ? this.body["message"] : ""
	}

	/** True when the session is over: nothing but a new sign-in helps. */
	get sessionOver() {
		return this.status === 401 && this.code === "session"
	}
}

/** No answer: the cable, the network or the server is away. */
export class Offline extends Error {
	constructor() {
		super("no answer from the server")
		this.name = "Offline"
	}
}

/** @typedef {Record<string, string | number | undefined>} Fields */

const FORM = "application/x-www-form-urlencoded;charset=UTF-8"
const JSON_TYPE = "application/json"
const LONGEST_MS = 60_000
/** So many bytes has no answer: 2000 of the longest records, with what stands around them. */
const LARGEST = 280_000_000
/** One slash, then printable ASCII without a backslash. */
const OWN_PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/

let token = ""

/** @type {Set<() => void>} */
const listeners = new Set()

/** @returns {string} the token that every writing request carries */
const csrf = () =>
	token || (document.querySelector('meta[name="csrf"]')?.getAttribute("content") ?? "")

/**
 * A new session has a new token; the page still shows the old one.
 *
 * @param {string} next
 */
export function setCsrf(next) {
	token = next
	document.querySelector('meta[name="csrf"]')?.setAttribute("content", next)
	for (const field of document.querySelectorAll('input[type="hidden"][name="csrf"]'))
		if (field instanceof HTMLInputElement)
			field.value = next
}

/**
 * Calls fn when an answer says that the session is over.
 *
 * @param {() => void} fn
 */
export function onSessionOver(fn) {
	listeners.add(fn)
}

/** @type {() => Promise<boolean>} */
let giveCode = async () => false

/**
 * Calls fn when a request needs a fresh code of the second factor; if it resolves to true the request is sent again.
 *
 * @param {() => Promise<boolean>} fn
 */
export function onCodeWanted(fn) {
	giveCode = fn
}

/**
 * @template T
 * @param {Promise<T>} answer
 * @returns {Promise<T>}
 * @throws {Offline}
 */
async function arriving(answer) {
	try {
		return await answer
	} catch (error) {
		if (error instanceof IntegrityAlarm || error instanceof DOMException && error.name === "AbortError")
			throw error
		throw new Offline()
	}
}

/**
 * @param {string} path
 * @param {RequestInit} init
 * @throws {Offline}
 */
const ask = (path, init) => arriving(fetch(path, {
	...init,
	credentials: "same-origin",
	cache: "no-store",
	redirect: "manual",
	signal: init.signal ?? AbortSignal.timeout(LONGEST_MS),
}))

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {Promise<string>}
 * @throws {IntegrityAlarm} if it does not end
 */
async function readAll(stream) {
	const reader = stream.getReader()
	const decoder = new TextDecoder()
	/** @type {string[]} */
	const parts = []
	let size = 0
	for (let next = await reader.read(); !next.done; next = await reader.read()) {
		size += next.value.length
		if (size > LARGEST) {
			reader.cancel().catch(() => {})
			throw new IntegrityAlarm("endless")
		}
		parts.push(decoder.decode(next.value, { stream: true }))
	}
	return parts.join("") + decoder.decode()
}

/**
 * @param {Response} response
 * @returns {Promise<Record<string, unknown> | null>} null if it is not what this server answers with
 * @throws {Offline} if it ends too early or takes too long
 */
async function readBody({ headers, body }) {
	const text = body === null ? "" : await arriving(readAll(body))
	if (!headers.get("Content-Type")?.startsWith(JSON_TYPE))
		return null
	try {
		const value = JSON.parse(text)
		return value !== null && typeof value === "object" ? value : null
	} catch {
		return null
	}
}

/**
 * @param {Response} response
 * @param {boolean} sent  something was sent
 * @returns {Promise<Record<string, any>>}
 * @throws {ApiError | Offline | IntegrityAlarm}
 */
async function settle(response, sent) {
	// A page's own POST answers with a redirect, which is its success.
	if (response.type === "opaqueredirect" && sent)
		return {}
	const answer = await readBody(response)
	if (response.ok || response.type === "opaqueredirect") {
		if (answer === null)
			throw new IntegrityAlarm("answer")
		return answer
	}
	const body = answer ?? {}
	const code = typeof body["error"] === "string" ? body["error"] : "server"
	const error = new ApiError(response.status, code, body)
	if (error.sessionOver)
		for (const fn of listeners)
			fn()
	throw error
}

/**
 * @param {string} path
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<Record<string, any>>} the JSON answer
 * @throws {ApiError} if the server refuses
 * @throws {Offline} if nothing answers
 * @throws {IntegrityAlarm} if it is no answer of this server
 */
export async function getJson(path, options = {}) {
	return settle(await ask(path, { ...options, headers: { Accept: JSON_TYPE } }), false)
}

/**
 * @param {string} path
 * @param {Fields} fields  those that are undefined are left out
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<Record<string, any>>} the JSON answer
 * @throws {ApiError} if the server refuses, or wants a fresh code and none is given
 * @throws {Offline} if nothing answers
 */
export async function postForm(path, fields, options = {}) {
	try {
		return await post(path, fields, options)
	} catch (error) {
		if (error instanceof ApiError && error.status === 403 && error.code === "factor" && await giveCode())
			return post(path, fields, options)
		throw error
	}
}

/**
 * @param {string} path
 * @param {Fields} fields
 * @param {{ signal?: AbortSignal }} options
 */
async function post(path, fields, options) {
	const body = new URLSearchParams()
	for (const [name, value] of Object.entries(fields))
		if (value !== undefined)
			body.append(name, String(value))
	const now = csrf()
	if (now !== "")
		body.append("csrf", now)
	return settle(await ask(path, {
		...options,
		method: "POST",
		headers: { Accept: JSON_TYPE, "Content-Type": FORM },
		body: body.toString(),
	}), true)
}

/**
 * Where a page asked to go after signing in: a path of this site and nothing else.
 *
 * @param {string | null | undefined} wanted
 * @returns {string} "/" for anything that is not one
 */
export function safePath(wanted) {
	if (!wanted || !OWN_PATH.test(wanted))
		return "/"
	const url = new URL(wanted, location.origin)
	const path = url.pathname + url.search
	// "/a/..//host" is a path of this site that, once resolved, reads as another host.
	if (url.origin !== location.origin || !OWN_PATH.test(path) || /^\/(login|logout|unlock|api)(\/|$)/.test(url.pathname))
		return "/"
	return path
}
