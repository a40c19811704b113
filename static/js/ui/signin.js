// @ts-check
/** @file signin.js: from a password to an open session; the roads of signing in and unlocking. */
import {
	deriveAuth, enrolBrowser, IntegrityAlarm, isPasswordAllowed, listAccounts, rememberSession, unlock, WrongSecret,
} from "../crypto/index.js"
import { ApiError, Offline, postForm, setCsrf } from "./api.js"
import { withSecret } from "./browsers.js"
import { one } from "./dom.js"
import { noteIncident } from "./incidents.js"
import { adopt, readSession } from "./session.js"

/** @import { Keyring } from "../crypto/keyring.js" */
/** @import { Account, Enrolled } from "../crypto/session.js" */
/** @import { Session } from "./session.js" */

/** @typedef {Awaited<ReturnType<typeof deriveAuth>>["unlocker"]} Unlocker */

/**
 * @param {Session} session
 * @param {any} keys
 * @param {Account} account
 * @param {Unlocker} unlocker
 * @param {boolean} remember
 * @returns {Promise<Keyring | null>} null for an account without an institution's keys
 * @throws {IntegrityAlarm}
 */
async function openKeys(session, keys, account, unlocker, remember) {
	if (session.user !== account.user || (session.inst !== null && session.inst !== account.inst))
		throw new IntegrityAlarm("account")
	if (session.inst === null) {
		if (remember)
			await enrolBrowser(account)
		return null
	}
	if (session.serverHalf === null)
		throw new IntegrityAlarm("half")
	const keyring = await unlock(unlocker, account, keys)
	if (remember)
		await enrolBrowser(account)
	await rememberSession(keyring, session.serverHalf)
	return keyring
}

/** A session whose keys cannot be trusted is not kept. */
async function giveUp() {
	try {
		await postForm("/logout", {})
	} catch {
		// The answer is a page; what matters is that the server got it, or that it is not reached at all.
	}
}

/**
 * @param {Enrolled} account  of a key file or an enrolled browser
 * @param {{ login: string, password: string, remember: boolean, code?: string | undefined, key?: string | undefined }}
 *   typed  code, or the answer of a security key: of the second factor, once the server has asked for it
 * @returns {Promise<void>} signed in, and other tabs know
 * @throws {WrongSecret | ApiError | Offline | IntegrityAlarm | DOMException}
 */
export async function signIn(account, { login, password, remember, code, key }) {
	const whole = await withSecret(account)
	const { authKey, unlocker } = await deriveAuth(whole, password)
	await signInWith(whole, { login, authKey, unlocker, remember, code, key })
}

/**
 * @param {Account} account
 * @param {{ login: string, authKey: string, unlocker: Unlocker, remember: boolean, code?: string | undefined,
 *   key?: string | undefined }} made
 */
export async function signInWith(account, { login, authKey, unlocker, remember, code, key }) {
	const { session: given, keys } = await postForm("/api/auth/login", { login, auth_key: authKey, code, key })
	try {
		const session = readSession(given)
		setCsrf(session.csrf)
		adopt(session, await openKeys(session, keys, account, unlocker, remember), "in")
	} catch (error) {
		if (error instanceof IntegrityAlarm)
			await report(error)
		await giveUp()
		throw error
	}
}

/**
 * @param {Enrolled} account
 * @param {string} password
 * @returns {Promise<void>} unlocked, and other tabs know
 * @throws {WrongSecret | ApiError | Offline | IntegrityAlarm | DOMException}
 */
export async function unlockSession(account, password) {
	const whole = await withSecret(account)
	const { authKey, unlocker } = await deriveAuth(whole, password)
	const { session: given, keys } = await postForm("/api/auth/unlock", { auth_key: authKey })
	try {
		const session = readSession(given)
		adopt(session, await openKeys(session, keys, whole, unlocker, false), "unlocked")
	} catch (error) {
		if (error instanceof IntegrityAlarm)
			await report(error)
		throw error
	}
}

/**
 * Keys that were closed, opened by an authenticator: the server gives another half, and nothing that opens.
 *
 * @param {Enrolled} account
 * @param {Unlocker} unlocker
 * @returns {Promise<void>} unlocked, and other tabs know
 * @throws {ApiError | Offline | IntegrityAlarm | DOMException}
 */
export async function reopenSession(account, unlocker) {
	const { session: given, keys } = await postForm("/api/auth/reopen", {})
	try {
		const session = readSession(given)
		adopt(session, await openKeys(session, keys, /** @type {Account} */ (account), unlocker, false), "unlocked")
	} catch (error) {
		if (error instanceof IntegrityAlarm)
			await report(error)
		throw error
	}
}

/**
 * The password is right, still or again; nothing is opened.
 *
 * @param {Enrolled} account
 * @param {string} password
 * @throws {WrongSecret | ApiError | Offline | DOMException}
 */
export async function provePassword(account, password) {
	const { authKey } = await deriveAuth(await withSecret(account), password)
	await postForm("/api/auth/password", { auth_key: authKey })
}

/** @param {IntegrityAlarm} alarm */
async function report({ incident, reason }) {
	noteIncident({ incident, reason }, null)
	const help = one("#alarm-help", HTMLElement)
	if (help !== null)
		help.hidden = false
	try {
		await postForm("/api/alarms", { incident, reason })
	} catch {
		// Shown to the user in any case.
	}
}

/** @returns {Promise<Enrolled[]>} none when the browser refuses its storage */
export async function knownAccounts() {
	try {
		return await listAccounts()
	} catch {
		return []
	}
}

/**
 * What went wrong, as the key of a text; what belongs behind it; for how long to wait.
 *
 * @typedef {{ key: string, more: string, wait: number }} Trouble
 */

/**
 * @param {unknown} error
 * @returns {Trouble}
 * @throws {unknown} the error itself, if it is a mistake of ours
 */
export function troubleOf(error) {
	const of = (/** @type {string} */ key, more = "", wait = 0) => ({ key, more, wait })
	if (error instanceof Offline)
		return of("offline")
	if (error instanceof IntegrityAlarm)
		return of("alarm", error.incident)
	if (error instanceof WrongSecret)
		return of({ origin: "keyfile_origin", keyfile: "keyfile", browser: "browser", credentials: "wrong" }[error.reason] ?? "short")
	if (error instanceof ApiError) {
		if (error.code === "credentials")
			return of("wrong")
		if (["factor", "code", "key", "copied"].includes(error.code))
			return of(error.code)
		if (error.code === "wait")
			return of("wait", "", Number(error.body["wait"]) || 1)
		return of(error.code === "busy" ? "busy" : "server")
	}
	if (error instanceof DOMException)
		return of("storage")
	throw error
}

export { isPasswordAllowed }
