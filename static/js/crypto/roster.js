// @ts-check
/**
 * @file roster.js: who is a member, with which keys, and which epoch is current.
 *
 * A hash chain of signed entries, verified from the head after genesis. Never a server's list.
 */
import { equal, fromBase64url, NIL, toBase64url, tup, untup, ZERO32 } from "./bytes.js"
import { refuse } from "./errors.js"
import { base64, bytesOf, list, loginName, object, oneOf, readText, uuid } from "./json.js"
import { sha256 } from "./kdf.js"
import { isSmallOrder, verify, verifyingKey } from "./sign.js"

/** @import { Bytes } from "./bytes.js" */

/**
 * @typedef {object} Member  an entry of the chain that gave somebody keys
 * @property {number} seq
 * @property {string} login
 * @property {string} role
 * @property {Bytes} sigPub
 * @property {Bytes} encPub
 */

/**
 * Can be cloned into a Worker.
 *
 * @typedef {object} Roster
 * @property {string} inst
 * @property {number} seq  of the last entry, -1 before genesis
 * @property {string[]} heads  base64url, one for each entry
 * @property {number} time
 * @property {Map<string, Member>} active  members; the institution itself under NIL
 * @property {Map<string, (Member | { seq: number, role: "" })[]>} history  of every subject
 * @property {{ e: number, ikId: Bytes, seq: number }[]} epochs  ascending
 * @property {Set<string>} keys  every key that ever stood here
 * @property {Map<string, string>} logins  every login, and whose it is
 * @property {Set<string>} replaced  logins that were given up
 */

/**
 * @typedef {object} Body
 * @property {string} inst
 * @property {number} seq
 * @property {Bytes} prevHead
 * @property {number} time
 * @property {string} action
 * @property {string} reason
 * @property {string} subject
 * @property {string} login
 * @property {string} role
 * @property {Bytes} sigPub
 * @property {Bytes} encPub
 * @property {number} e
 * @property {Bytes} ikId
 */

const LIMIT = 8192
const REASONS = ["genesis", "enrol", "rekey", "role", "leaver", "compromise", "periodic", "recovery", "first"]
const LATER_EPOCHS = ["leaver", "periodic", "compromise"]
const ROLES = ["officer", "doctor", "auditor"]

const ENTRY = object({
	body: bytesOf,
	sigs: list(object({ by: uuid, sig: base64(64) }), 1, 4),
})

/** @typedef {ReturnType<typeof ENTRY>} Entry */

/** @returns {Roster} */
export const emptyRoster = () => ({
	inst: "", seq: -1, heads: [], time: 0, active: new Map(), history: new Map(), epochs: [],
	keys: new Set(), logins: new Map(), replaced: new Set(),
})

/** @param {Body} body @returns {Bytes} what signatures are over, and the head after hashing */
export const bodyBytes = (body) => tup("roster", { ...body })

const NONE = new Uint8Array(0)

/**
 * @param {Roster} roster
 * @param {Partial<Body> & { action: string, reason: string, time: number, inst: string }} given
 * @returns {Body} the next one, with everything empty that is not given
 */
export const nextBody = (roster, given) => ({
	seq: roster.seq + 1, prevHead: roster.seq < 0 ? ZERO32 : fromBase64url(roster.heads[roster.seq] ?? refuse("seq")),
	subject: NIL, login: "", role: "", sigPub: NONE, encPub: NONE, e: 0, ikId: NONE, ...given,
})

/**
 * @param {Body} body
 * @param {{ by: string, sig: Bytes }[]} sigs
 * @returns {string}
 */
export function formatEntry(body, sigs) {
	const sorted = sigs.toSorted((a, b) => a.by < b.by ? -1 : 1)
	return JSON.stringify({
		body: toBase64url(bodyBytes(body)),
		sigs: sorted.map(({ by, sig }) => ({ by, sig: toBase64url(sig) })),
	})
}

/**
 * What a new member signs with his new key, once.
 *
 * @param {{ inst: string, user: string, login: string, sigPub: Bytes, encPub: Bytes }} who
 */
export const enrolMessage = ({ inst, user, login, sigPub, encPub }) =>
	tup("enrol", { inst, user, login, sigPub, encPub })

/**
 * @param {Body} body
 * @param {...("login" | "role" | "sigPub" | "encPub" | "e" | "ikId")} names
 */
function unused(body, ...names) {
	for (const name of names) {
		const value = body[name]
		if (value !== 0 && (typeof value === "number" || value.length > 0))
			refuse("unused")
	}
}

/**
 * @param {Roster} roster
 * @param {Body} body
 */
function checkPlace(roster, body) {
	const { seq, prevHead, inst, time, action, reason } = body
	if (seq !== roster.seq + 1)
		refuse("seq")
	const head = roster.heads.at(-1)
	if (head === undefined ? !equal(prevHead, ZERO32) : toBase64url(prevHead) !== head)
		refuse("prevhead")
	if ((action === "genesis") !== (seq === 0))
		refuse("genesis")
	if (seq > 0 && inst !== roster.inst)
		refuse("inst")
	if (time < roster.time)
		refuse("time")
	if (!REASONS.includes(reason))
		refuse("reason")
}

/**
 * Both keys are there, none is of small order, and none stood here before unless it is kept.
 *
 * @param {Roster} roster
 * @param {Body} body
 * @param {Member} [kept]  whose keys these may be
 */
function checkKeys(roster, { sigPub, encPub }, kept) {
	if (sigPub.length === 0 || encPub.length === 0)
		refuse("keys")
	if (isSmallOrder(sigPub))
		refuse("smallorder")
	if (roster.keys.has(toBase64url(sigPub)) && !(kept && equal(sigPub, kept.sigPub)))
		refuse("reused")
	if (roster.keys.has(toBase64url(encPub)) && !(kept && equal(encPub, kept.encPub)))
		refuse("reused")
}

/**
 * @param {Roster} roster
 * @param {Body} body
 */
function checkLogin(roster, { login, subject }) {
	loginName(login)
	if ((roster.logins.get(login) ?? subject) !== subject || roster.replaced.has(login))
		refuse("taken")
}

/** @typedef {{ weight: number, consent: boolean }} Need */

/** @type {Record<string, (roster: Roster, body: Body) => Need>} */
const RULES = {
	genesis(roster, body) {
		if (body.subject !== NIL)
			refuse("subject")
		if (body.role !== "root")
			refuse("role")
		unused(body, "login", "e", "ikId")
		checkKeys(roster, body)
		return { weight: 2, consent: false }
	},
	add(roster, body) {
		if (body.subject === NIL || roster.active.has(body.subject))
			refuse("subject")
		if (!ROLES.includes(body.role))
			refuse("role")
		unused(body, "e", "ikId")
		checkLogin(roster, body)
		checkKeys(roster, body)
		return { weight: body.role === "officer" ? 2 : 1, consent: true }
	},
	rekey(roster, body) {
		const before = roster.active.get(body.subject) ?? refuse("subject")
		unused(body, "e", "ikId")
		checkKeys(roster, body, before)
		const sameSig = equal(body.sigPub, before.sigPub)
		const sameEnc = equal(body.encPub, before.encPub)
		if (body.subject === NIL) {
			if (body.role !== "root")
				refuse("role")
			unused(body, "login")
			return sameSig && sameEnc ? refuse("both") : { weight: 2, consent: false }
		}
		if (!ROLES.includes(body.role))
			refuse("role")
		if (sameSig !== sameEnc)
			refuse("both")
		checkLogin(roster, body)
		return { weight: [before.role, body.role].includes("officer") ? 2 : 1, consent: true }
	},
	remove(roster, body) {
		if (body.subject === NIL)
			refuse("subject")
		const before = roster.active.get(body.subject) ?? refuse("subject")
		unused(body, "login", "role", "sigPub", "encPub", "e", "ikId")
		return { weight: before.role === "officer" ? 2 : 1, consent: false }
	},
	epoch(roster, body) {
		if (body.subject !== NIL)
			refuse("subject")
		unused(body, "login", "role", "sigPub", "encPub")
		if (body.e !== (roster.epochs.at(-1)?.e ?? 0) + 1 || body.ikId.length === 0)
			refuse("epoch")
		if (body.e === 1 ? body.reason !== "first" : !LATER_EPOCHS.includes(body.reason))
			refuse("reason")
		return { weight: 1, consent: false }
	},
}

/**
 * @param {Roster} roster  before the entry
 * @param {Body} body
 * @param {Entry} entry
 * @param {Need} need
 * @returns {Promise<number>} what its signatures weigh; every one is good
 */
async function weigh(roster, body, { body: bytes, sigs }, need) {
	let weight = 0
	let consent = false
	let last = ""
	for (const { by, sig } of sigs) {
		if (by <= last)
			refuse("order")
		last = by
		const own = need.consent && by === body.subject
		const signer = own || body.action === "genesis" ? body : roster.active.get(by)
		if (signer === undefined || !(own || by === NIL || (signer.role === "officer" && body.action !== "genesis")))
			return refuse("signer")
		const message = own ? enrolMessage({ ...body, user: body.subject }) : bytes
		if (!await verify(await verifyingKey(signer.sigPub), sig, message))
			refuse(own ? "consent" : "signature")
		consent ||= own
		weight += own ? 0 : by === NIL ? 2 : 1
	}
	return need.consent && !consent ? refuse("consent") : weight
}

/**
 * @param {Roster} roster
 * @param {Body} body
 * @param {string} head
 */
function accept(roster, body, head) {
	const { seq, subject, login, role, sigPub, encPub } = body
	roster.inst = body.inst
	roster.seq = seq
	roster.time = body.time
	roster.heads.push(head)
	if (body.action === "epoch") {
		roster.epochs.push({ e: body.e, ikId: body.ikId, seq })
		return
	}
	const past = roster.history.get(subject) ?? []
	roster.history.set(subject, past)
	if (body.action === "remove") {
		roster.active.delete(subject)
		past.push({ seq, role: "" })
		return
	}
	for (const [name, whose] of roster.logins)
		if (whose === subject && name !== login)
			roster.replaced.add(name)
	if (subject !== NIL)
		roster.logins.set(login, subject)
	roster.keys.add(toBase64url(sigPub)).add(toBase64url(encPub))
	const member = { seq, login, role, sigPub, encPub }
	roster.active.set(subject, member)
	past.push(member)
}

/**
 * @param {Roster} roster
 * @param {Entry} entry
 * @returns {{ body: Body, need: Need }} an entry that keeps every rule, but for its signatures
 */
function ruled(roster, entry) {
	/** @type {Body} */
	const body = untup("roster", entry.body)
	checkPlace(roster, body)
	const rule = Object.hasOwn(RULES, body.action) ? RULES[body.action] : undefined
	return { body, need: rule === undefined ? refuse("action") : rule(roster, body) }
}

/**
 * Takes one entry more. A refused one leaves the roster as it was.
 *
 * @param {Roster} roster  changed in place
 * @param {string} text
 * @param {boolean} [known]  its signatures were checked by this browser before, and its head is pinned
 * @throws {Refusal}
 */
export async function applyEntry(roster, text, known = false) {
	const entry = readText(ENTRY, text, LIMIT)
	const { body, need } = ruled(roster, entry)
	if (!known && await weigh(roster, body, entry, need) < need.weight)
		refuse("weight")
	accept(roster, body, toBase64url(await sha256(entry.body)))
}

/**
 * @typedef {object} Proposed  an entry that may lack signatures
 * @property {Body} body
 * @property {Entry["sigs"]} sigs
 * @property {number} weight  of those it has
 * @property {number} needed
 */

/**
 * Everything about an entry is checked but whether enough have signed.
 *
 * @param {Roster} roster
 * @param {string} text
 * @returns {Promise<Proposed>}
 * @throws {Refusal}
 */
export async function judgeEntry(roster, text) {
	const entry = readText(ENTRY, text, LIMIT)
	const { body, need } = ruled(roster, entry)
	return { body, sigs: entry.sigs, weight: await weigh(roster, body, entry, need), needed: need.weight }
}

/**
 * @typedef {object} RosterPin  what this browser knows already; base64url
 * @property {string} root  the head after genesis
 * @property {{ seq: number, head: string }} roster
 */

/**
 * @param {string[]} entries  from genesis on
 * @param {RosterPin} pin
 * @param {boolean} [known]  skip the signatures up to a pin this browser set after checking them
 * @returns {Promise<Roster>}
 * @throws {Refusal} if the chain is broken, shorter than the pin or forked from it
 */
export async function verifyRoster(entries, pin, known = false) {
	const trusted = known && await reaches(entries, pin) ? pin.roster.seq : -1
	const roster = emptyRoster()
	for (const [i, text] of entries.entries())
		await applyEntry(roster, text, i <= trusted)
	if (roster.heads[0] !== pin.root)
		refuse("root")
	checkPin(roster, pin.roster)
	return roster
}

/**
 * @param {Roster} roster
 * @param {{ seq: number, head: string }} pin
 * @throws {Refusal}
 */
export function checkPin(roster, { seq, head }) {
	if (roster.seq < seq)
		refuse("shorter")
	if (roster.heads[seq] !== head)
		refuse("forked")
}

/**
 * The pinned head commits to all bodies before it, so one hash says whether they are the same.
 *
 * @param {string[]} entries
 * @param {RosterPin} pin
 */
async function reaches(entries, { roster: { seq, head } }) {
	const text = entries[seq]
	return text !== undefined && toBase64url(await sha256(readText(ENTRY, text, LIMIT).body)) === head
}

/**
 * @param {Roster} roster
 * @param {string} user
 * @param {number} seq
 * @returns {Member | null} what he was after that entry
 */
export function memberAt(roster, user, seq) {
	const past = (roster.history.get(user) ?? []).findLast((item) => item.seq <= seq)
	return past !== undefined && "sigPub" in past ? past : null
}

/**
 * @param {Roster} roster
 * @returns {Member} RootPub as sigPub, RecPub as encPub
 */
export const institution = (roster) => roster.active.get(NIL) ?? refuse("genesis")

/**
 * The keys under which a member's documents may be signed.
 *
 * @typedef {{ current: Bytes | null, retired: Bytes[] }} Author
 */

/**
 * @param {Roster} roster
 * @returns {Map<string, Author>}
 */
export function authorsOf(roster) {
	const authors = new Map()
	for (const [user, past] of roster.history) {
		if (user === NIL)
			continue
		const current = roster.active.get(user)?.sigPub ?? null
		const all = new Map(past.flatMap((item) => "sigPub" in item ? [[toBase64url(item.sigPub), item.sigPub]] : []))
		if (current !== null)
			all.delete(toBase64url(current))
		authors.set(user, { current, retired: [...all.values()] })
	}
	return authors
}

/** @param {Roster} roster @returns {Roster} */
export const copyRoster = (roster) => structuredClone(roster)
