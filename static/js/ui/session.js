// @ts-check
/**
 * @file session.js: whose session this is and whether its keys are open; lock, idle lock, sign-out,
 * and what other tabs are told of it.
 */
import { IntegrityAlarm, lock, resumeSession, wipeSession } from "../crypto/index.js"
import { raiseAlarm } from "./alarms.js"
import { ApiError, getJson, onSessionOver, postForm, setCsrf } from "./api.js"
import { all, one } from "./dom.js"
import { text } from "./text.js"

/** @import { Keyring } from "../crypto/keyring.js" */

/**
 * As the server answers.
 *
 * @typedef {object} Session
 * @property {string} user
 * @property {string} login
 * @property {string} name
 * @property {string | null} inst  null: this account holds no key
 * @property {string | null} serverHalf  null: the password has to be asked for
 * @property {number} expires  unix seconds
 * @property {string} csrf
 */

/** @param {unknown} value */
const textOrNull = (value) => value === null || typeof value === "string"

/**
 * @param {any} value  a member of an answer
 * @returns {Session}
 * @throws {IntegrityAlarm} if it is none
 */
export function readSession(value) {
	const good = ["user", "login", "csrf"].every((name) => typeof value?.[name] === "string") &&
		Number.isSafeInteger(value.expires) && textOrNull(value.inst) && textOrNull(value.serverHalf)
	if (!good)
		throw new IntegrityAlarm("session")
	return value
}

/** @typedef {{ type: "active" | "locked" | "unlocked" | "out" } | { type: "in", user: string }} Signal */
/** @typedef {"closed" | "none" | "locked" | "open" | "offline"} KeyState */

const IDLE_MS = 10 * 60_000
const TELL_MS = 10_000
/** The server forgets its half after ten minutes without a request. */
const KEEP_MS = 4 * 60_000
const LOOK_MS = 15_000
/** What was asked so short a time ago still holds. */
const RENEW_MS = 2_000
/** Sooner than this the server does not end an idle session by itself. */
const SURELY_ALIVE_MS = 13 * 60_000
const ALIVE = "palreg-alive"

const channel = new BroadcastChannel("palreg")

/** @type {Session | null} */
let session = null
/** @type {Keyring | null} */
let keyring = null
/** @type {Promise<void> | undefined} */
let started
let activeAt = Date.now()
let toldAt = 0
let askedAt = Date.now()
let leaving = false
/** @type {{ at: number, asking: Promise<Keyring | null> } | null} */
let renewal = null

/** @type {Set<() => void>} */
const lockListeners = new Set()

/** @param {Signal} signal */
const tell = (signal) => channel.postMessage(signal)

/** True on a page that was made for somebody who is signed in. */
const signedIn = () => (one('meta[name="csrf"]', HTMLMetaElement)?.content ?? "") !== ""

const here = () => location.pathname + location.search

/** @param {string} path */
function leave(path) {
	leaving = true
	location.assign(path)
}

const isUnlockPage = () => document.body.dataset["page"] === "unlock_form"

function leaveToUnlock() {
	if (!isUnlockPage() && !leaving)
		leave(`/unlock?next=${encodeURIComponent(here())}`)
}

/** When this browser last knew which session to be alive; no secret, gone at sign-out. */
function noteAlive() {
	askedAt = Date.now()
	if (session === null)
		return
	const { inst, user, expires } = session
	localStorage.setItem(ALIVE, JSON.stringify({ at: askedAt, expires, inst, user }))
}

/** @returns {{ at: number, expires: number, inst: string | null, user: string } | null} */
function readNote() {
	try {
		return JSON.parse(localStorage.getItem(ALIVE) ?? "null")
	} catch {
		return null
	}
}

/**
 * Whose page this will turn out to be, before the server has said so; good for a guess only.
 *
 * @returns {{ inst: string, user: string } | null}
 */
export function probablyWho() {
	const note = readNote()
	return note === null || note.inst === null ? null : { inst: note.inst, user: note.user }
}

/**
 * A session that could not have run out yet was ended by somebody: by a sign-in on another device,
 * or by the administration. Asked once, on the page for signing in.
 *
 * @returns {boolean}
 */
export function wasEndedElsewhere() {
	const note = readNote()
	localStorage.removeItem(ALIVE)
	return note !== null && Date.now() - note.at < SURELY_ALIVE_MS && Date.now() < note.expires * 1000
}

/** The server made this page for a stranger: what an ended session left here goes. */
async function wipeEnded() {
	const note = readNote()
	if (note !== null && note.inst !== null)
		await wipeSession({ inst: note.inst, user: note.user })
}

/* What the header says. */

/** @param {boolean} open @param {boolean} locked */
function showItems(open, locked) {
	const lockItem = one("#lock-item", HTMLElement)
	const unlockItem = one("#unlock-item", HTMLElement)
	if (lockItem !== null)
		lockItem.hidden = !open
	if (unlockItem !== null)
		unlockItem.hidden = !locked || isUnlockPage()
	const link = one("#unlock-link", HTMLAnchorElement)
	if (link !== null)
		link.href = `/unlock?next=${encodeURIComponent(here())}`
}

/** When the keys close if nobody does anything more. */
const closesAt = () => Math.min(activeAt + IDLE_MS, (session?.expires ?? Infinity) * 1000)

/** Hours and minutes, the same in both languages; Intl would take 30 ms before the first name is shown. */
function clock() {
	const at = new Date(closesAt())
	return [at.getHours(), at.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":")
}

/** @param {KeyState} state */
function show(state) {
	document.documentElement.dataset["keys"] = state
	showItems(state === "open", state === "locked")
	const place = one("#lock-state", HTMLElement)
	if (place === null)
		return
	const words = { closed: "", none: "", locked: text("key.locked"), offline: text("net.failed") }
	const line = state === "open" ? text("key.open", clock()) : words[state]
	if (place.textContent !== line)
		place.textContent = line
}

/* Opening what the last page left. */

/**
 * @returns {Promise<KeyState>}
 * @throws {ApiError | import("./api.js").Offline | IntegrityAlarm}
 */
async function resume() {
	const [{ session: now }, { keys }] = await Promise.all([getJson("/api/auth/session"), getJson("/api/auth/keys")])
	session = readSession(now)
	setCsrf(session.csrf)
	noteAlive()
	const { inst, user, serverHalf } = session
	if (inst === null)
		return "none"
	if (serverHalf === null) {
		await wipeSession({ inst, user })
		return "locked"
	}
	keyring = await resumeSession({ inst, user }, serverHalf, keys)
	return keyring === null ? "locked" : "open"
}

async function begin() {
	channel.addEventListener("message", ({ data }) => hear(data))
	if (!signedIn()) {
		show("closed")
		return wipeEnded()
	}
	onSessionOver(sessionOver)
	listen()
	try {
		show(await resume())
	} catch (error) {
		if (error instanceof ApiError && error.sessionOver)
			return
		if (error instanceof IntegrityAlarm)
			raiseAlarm(error, null)
		show(error instanceof IntegrityAlarm ? "locked" : "offline")
	}
}

/**
 * Once a page, by main.js; later calls wait for the first.
 *
 * @returns {Promise<void>} when it is known whether the keys are open
 */
export function startSession() {
	started ??= begin()
	return started
}

/** @returns {Promise<Keyring | null>} null while locked, and for accounts without keys */
export async function currentKeyring() {
	await startSession()
	return keyring
}

/** @returns {Promise<Keyring | null>} with every epoch that there is now */
async function renew() {
	if (session === null || keyring === null || session.inst === null)
		return keyring
	const { keys: news } = await getJson(`/api/auth/keys?after=${keyring.roster.seq}`)
	if (Array.isArray(news?.roster) && news.roster.length === 0)
		return keyring
	const [{ session: now }, { keys }] = await Promise.all([getJson("/api/auth/session"), getJson("/api/auth/keys")])
	const { inst, user } = session
	const { serverHalf } = readSession(now)
	const fresh = serverHalf === null ? null : await resumeSession({ inst, user }, serverHalf, keys)
	if (fresh !== null && keyring !== null)
		keyring = fresh
	return keyring
}

/**
 * An officer may have changed the institution's key since this page was loaded.
 *
 * @returns {Promise<Keyring | null>} with every epoch that there is now; null while locked
 * @throws {ApiError | import("./api.js").Offline | IntegrityAlarm}
 */
export async function renewedKeyring() {
	await startSession()
	if (renewal === null || Date.now() - renewal.at > RENEW_MS)
		renewal = { at: Date.now(), asking: renew() }
	const asked = renewal
	try {
		return await asked.asking
	} catch (error) {
		if (renewal === asked)
			renewal = null
		throw error
	}
}

/**
 * @param {Keyring} before
 * @returns {Promise<Keyring | null>} null if nothing came after it
 */
export async function newerKeyring(before) {
	const now = await renewedKeyring()
	return now !== null && now.roster.seq > before.roster.seq ? now : null
}

/**
 * For who is about to seal: what is sealed under an older key is refused. Without an answer the keys at hand
 * have to do; nothing could be sent anyway.
 *
 * @returns {Promise<Keyring | null>} null while locked
 * @throws {IntegrityAlarm}
 */
export async function writingKeyring() {
	try {
		return await renewedKeyring()
	} catch (error) {
		if (error instanceof IntegrityAlarm)
			throw error
		return keyring
	}
}

/** @returns {Promise<Session | null>} null when nobody is signed in or the server did not answer */
export async function currentSession() {
	await startSession()
	return session
}

/**
 * Calls fn when the keys are closed, before the page is left: what was opened must go.
 *
 * @param {() => void} fn
 */
export function onLock(fn) {
	lockListeners.add(fn)
}

/* Closing. */

async function closeKeys() {
	const open = keyring
	keyring = null
	for (const fn of lockListeners)
		fn()
	show(session?.inst == null ? "none" : "locked")
	if (open !== null)
		await lock(open)
	else if (session !== null && session.inst !== null)
		await wipeSession({ inst: session.inst, user: session.user })
}

/** By hand or after idle time: the keys are gone from this browser, and the server's half too. */
export async function lockNow() {
	if (session === null || session.inst === null)
		return
	await closeKeys()
	tell({ type: "locked" })
	try {
		await postForm("/api/auth/lock", {})
	} catch {
		// Without our half the server's is worth nothing; it forgets its own in ten minutes.
	}
	leaveToUnlock()
}

async function sessionOver() {
	if (leaving)
		return
	await closeKeys()
	leave(`/login?done=session_ended&next=${encodeURIComponent(here())}`)
}

/** @param {string} done  what the page for signing in tells of */
function goOut(done) {
	tell({ type: "out" })
	location.assign(`/login?done=${done}`)
}

/**
 * The server has ended the session because of what was done on this page.
 *
 * @param {string} done
 */
export async function sessionEnded(done) {
	leaving = true
	await closeKeys()
	localStorage.removeItem(ALIVE)
	goOut(done)
}

/**
 * The keys go first, whether or not the server can be reached; other tabs hear of it when the
 * session is over.
 *
 * @param {SubmitEvent} event
 */
async function signOut(event) {
	event.preventDefault()
	leaving = true
	await closeKeys()
	localStorage.removeItem(ALIVE)
	try {
		await postForm("/logout", {})
		goOut("signed_out")
	} catch (error) {
		if (error instanceof ApiError)
			return location.assign("/login")
		leaving = false
		show("offline")
	}
}

/* Time and other tabs. */

function touch() {
	activeAt = Date.now()
	if (keyring === null || activeAt - toldAt < TELL_MS)
		return
	toldAt = activeAt
	tell({ type: "active" })
}

/** Somebody is at work here, though the page asks the server nothing. */
async function keepAlive() {
	askedAt = Date.now()
	try {
		const { session: now } = await getJson("/api/auth/session")
		session = readSession(now)
		noteAlive()
		if (session.serverHalf === null)
			await lockNow()
	} catch {
		// Offline: the keys stay open until the idle time is over; a lost session has its own road.
	}
}

function look() {
	if (keyring === null || leaving)
		return
	if (Date.now() >= closesAt())
		return void lockNow()
	show("open")
	if (activeAt > askedAt && Date.now() - askedAt > KEEP_MS)
		void keepAlive()
}

/** @param {Signal} signal */
function hear(signal) {
	switch (signal.type) {
	case "active":
		activeAt = Date.now()
		break
	case "locked":
		if (session !== null)
			void closeKeys().then(leaveToUnlock)
		break
	case "unlocked":
		if (session !== null && keyring === null && !leaving)
			leave(here())
		break
	case "out":
		if (session !== null && !leaving)
			void closeKeys().then(() => leave("/login?done=signed_out"))
		break
	case "in":
		if (document.body.dataset["page"] === "login_form" && !leaving)
			leave("/")
		else if (session !== null && session.user !== signal.user)
			void closeKeys().then(() => leave("/"))
	}
}

function listen() {
	for (const name of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"])
		addEventListener(name, touch, { passive: true })
	addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload() })
	document.addEventListener("visibilitychange", look)
	setInterval(look, LOOK_MS)
	one("#lock-button", HTMLButtonElement)?.addEventListener("click", () => void lockNow())
	for (const form of all('form[action="/logout"]', HTMLFormElement))
		form.addEventListener("submit", (event) => void signOut(event))
}

/**
 * Takes up a session that was opened or unlocked on this page.
 *
 * @param {Session} now
 * @param {Keyring | null} keys
 * @param {"in" | "unlocked"} how
 */
export function adopt(now, keys, how) {
	session = now
	keyring = keys
	activeAt = Date.now()
	setCsrf(now.csrf)
	noteAlive()
	leaving = true
	tell(how === "in" ? { type: "in", user: now.user } : { type: "unlocked" })
}
