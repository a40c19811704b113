// @ts-check
/** @file keyring.js: the keys this person can use now, and the roster they were checked against. */
import { openBundle, openPrivateKeys, openUrk, testSigning } from "./account.js"
import { equal, fromBase64url, wipe } from "./bytes.js"
import { makeReader } from "./document.js"
import { reasonOf, refuse } from "./errors.js"
import { makeGrant, openGrant, readGrantInfo } from "./grant.js"
import { hkdfKey } from "./kdf.js"
import { applyEntry, authorsOf, bodyBytes, copyRoster, formatEntry, nextBody, verifyRoster } from "./roster.js"
import { keepIk, openKept, wipeSecrets } from "./session.js"
import { sign } from "./sign.js"
import { epochKeys } from "./wrap.js"

/** @import { Owner, Unlocker } from "./account.js" */
/** @import { Bytes } from "./bytes.js" */
/** @import { Reader } from "./document.js" */
/** @import { Roster } from "./roster.js" */
/** @import { Anchor, Kept, Secrets } from "./session.js" */
/** @import { PrivateKeys, PublicKeys } from "./sign.js" */

/**
 * @typedef {object} Keyring
 * @property {string} inst
 * @property {string} user
 * @property {string} login
 * @property {string} role  officer, doctor or auditor
 * @property {Anchor} anchor  with the roster's tip as verified
 * @property {Roster} roster
 * @property {Reader} reader  opens documents; may go to a Worker
 * @property {Map<number, CryptoKey>} indexKeys
 * @property {Map<number, string>} grants  those that opened, sealed as they came
 * @property {PrivateKeys} keys
 * @property {string} bundle
 * @property {Unlocker | null} unlocker  null after a page load
 * @property {CryptoKey} inviting  URK, for the secrets of invitations only
 */

/**
 * @typedef {object} ServerKeys  as the server answers; every one is checked
 * @property {string} bundle
 * @property {string[]} roster  from genesis on
 * @property {string[]} grants
 */

/** @param {unknown} value */
const isTexts = (value) => Array.isArray(value) && value.every((item) => typeof item === "string")

/**
 * @param {ServerKeys} server  anything at all, so far
 * @returns {ServerKeys}
 * @throws {Refusal} unless all its members are there
 */
function readServerKeys(server) {
	const given = typeof server === "object" && server !== null
	return given && typeof server.bundle === "string" && isTexts(server.roster) && isTexts(server.grants) ? server : refuse("keys")
}

/**
 * @param {Anchor} anchor
 * @param {Roster} roster
 * @returns {Owner}
 * @throws {Refusal} if he is no member, or not any more
 */
function ownerOf({ inst, user, root }, roster) {
	if (roster.inst !== inst)
		refuse("inst")
	const { sigPub, encPub } = roster.active.get(user) ?? refuse("member")
	return { inst, user, root: fromBase64url(root), sigPub, encPub }
}

/**
 * @param {Anchor} anchor
 * @param {Roster} roster
 * @param {PrivateKeys} keys
 * @param {string} bundle
 * @param {Unlocker | null} unlocker
 * @param {CryptoKey} inviting
 * @returns {Keyring}
 */
function emptyKeyring(anchor, roster, keys, bundle, unlocker, inviting) {
	const { inst, user } = anchor
	const { login, role } = roster.active.get(user) ?? refuse("member")
	return {
		inst, user, login, role, anchor: { ...anchor, login, roster: tipOf(roster) }, roster, keys, bundle, unlocker, inviting,
		reader: makeReader(inst, new Map(), authorsOf(roster)), indexKeys: new Map(), grants: new Map(),
	}
}

/** @param {Roster} roster */
const tipOf = (roster) => ({ seq: roster.seq, head: roster.heads[roster.seq] ?? refuse("seq") })

/**
 * @param {Keyring} keyring
 * @param {number} e
 * @param {Bytes} ik
 * @throws {Refusal} if it is not the key the roster names
 */
async function addEpoch({ inst, user, roster, reader, indexKeys }, e, ik) {
	const { ikId } = roster.epochs.find((item) => item.e === e) ?? refuse("epoch")
	const { wrap, index } = await epochKeys({ inst, user, e }, ik, ikId)
	reader.epochs.set(e, wrap)
	indexKeys.set(e, index)
}

/**
 * @param {Keyring} keyring
 * @param {string[]} grants
 * @returns {Map<number, string[]>} those to this member, by epoch; an auditor has none
 */
function ownGrants({ user, role }, grants) {
	/** @type {Map<number, string[]>} */
	const own = new Map()
	for (const text of role === "auditor" ? [] : grants) {
		const { e, recipient } = readGrantInfo(text)
		if (recipient === user)
			own.set(e, [...own.get(e) ?? [], text])
	}
	return own
}

/* Why a grant may be out of date and nobody be blamed: its sender has left, or one of the two has other keys now. */
const OUTDATED = ["sender", "recipient"]

/**
 * Of several grants for one epoch one has to open, and the others have to be out of date.
 *
 * @param {Keyring} keyring
 * @param {string[]} texts  at least one
 */
async function openAny({ roster, user, keys }, texts) {
	let first
	for (const text of texts) {
		try {
			return { ...await openGrant(roster, text, { user, box: keys.box }), text }
		} catch (error) {
			if (!OUTDATED.includes(reasonOf(error)))
				throw error
			first ??= error
		}
	}
	throw first
}

/**
 * @param {Keyring} keyring
 * @param {string[]} grants  as the server gave them
 * @param {(e: number, ik: Bytes) => Promise<void>} [keep]  called for each key that is new here
 */
async function addGrants(keyring, grants, keep) {
	for (const [e, texts] of ownGrants(keyring, grants)) {
		if (keyring.reader.epochs.has(e)) {
			keyring.grants.set(e, texts[0] ?? refuse("grant"))
			continue
		}
		const { ik, text } = await openAny(keyring, texts)
		try {
			await addEpoch(keyring, e, ik)
			await keep?.(e, ik)
		} finally {
			wipe(ik)
		}
		keyring.grants.set(e, text)
	}
}

/**
 * @param {Unlocker} unlocker
 * @param {Anchor} anchor
 * @param {ServerKeys} server
 * @returns {Promise<Keyring>}
 * @throws {Refusal | DOMException}
 */
export async function openKeyring(unlocker, anchor, server) {
	const { bundle, roster: entries, grants } = readServerKeys(server)
	const roster = await verifyRoster(entries, anchor)
	const keys = await openBundle(bundle, ownerOf(anchor, roster), unlocker)
	const urk = await openUrk(bundle, anchor, unlocker)
	const inviting = await hkdfKey(urk)
	wipe(urk)
	const keyring = emptyKeyring(anchor, roster, keys, bundle, unlocker, inviting)
	await addGrants(keyring, grants)
	return keyring
}

/**
 * @param {IDBFactory} idb
 * @param {Kept} kept
 * @param {Bytes} serverHalf
 * @param {ServerKeys} server
 * @returns {Promise<Keyring>}
 * @throws {Refusal | DOMException}
 */
export async function resumeKeyring(idb, kept, serverHalf, server) {
	const { bundle, roster: entries, grants } = readServerKeys(server)
	const { anchor } = kept
	const roster = await verifyRoster(entries, anchor, true)
	const owner = ownerOf(anchor, roster)
	const secrets = await openKept(kept, anchor, serverHalf)
	try {
		const keys = await openPrivateKeys(bundle, owner, secrets.urk)
		await testSigning(owner, keys.sign)
		const keyring = emptyKeyring(anchor, roster, keys, bundle, null, await hkdfKey(secrets.urk))
		for (const [e, ik] of keyring.role === "auditor" ? [] : secrets.iks)
			await addEpoch(keyring, e, ik)
		await addGrants(keyring, grants, (e, ik) => keepIk(idb, anchor, kept, serverHalf, e, ik))
		return keyring
	} finally {
		wipeSecrets(secrets)
	}
}

/**
 * Everything that has to be stored for the next page, opened once more for that purpose.
 *
 * @param {Keyring} keyring  of an unlock
 * @returns {Promise<Secrets>} the caller wipes them
 * @throws {Refusal | DOMException}
 */
export async function secretsOf(keyring) {
	const urk = await openUrk(keyring.bundle, keyring, keyring.unlocker ?? refuse("unlocker"))
	return { urk, iks: await ownIks(keyring) }
}

/**
 * @param {Keyring} keyring
 * @returns {Promise<Map<number, Bytes>>} the caller wipes them
 */
export async function ownIks({ roster, user, keys, grants }) {
	const iks = new Map()
	for (const text of grants.values()) {
		const { e, ik } = await openGrant(roster, text, { user, box: keys.box })
		iks.set(e, ik)
	}
	return iks
}

/**
 * @param {Keyring} keyring
 * @returns {{ inst: string, user: string, sign: CryptoKey, e: number, wrap: CryptoKey }}
 * @throws {Refusal} "epoch" if he has no key of the epoch that is current
 */
export function writerOf({ inst, user, keys, roster, reader }) {
	const e = roster.epochs.at(-1)?.e ?? refuse("epoch")
	return { inst, user, sign: keys.sign, e, wrap: reader.epochs.get(e) ?? refuse("epoch") }
}

/**
 * @param {Keyring} keyring  changed in place, all or nothing
 * @param {string[]} entries  that follow those it has
 * @throws {Refusal} if they do not follow, or if they end the membership or change its keys
 */
export async function extendKeyring(keyring, entries) {
	const roster = copyRoster(keyring.roster)
	for (const text of entries)
		await applyEntry(roster, text)
	const before = ownerOf(keyring.anchor, keyring.roster)
	const now = ownerOf(keyring.anchor, roster)
	if (!equal(before.sigPub, now.sigPub) || !equal(before.encPub, now.encPub))
		refuse("rekeyed")
	const { login, role } = roster.active.get(keyring.user) ?? refuse("member")
	keyring.roster = roster
	keyring.anchor = { ...keyring.anchor, login, roster: tipOf(roster) }
	keyring.login = login
	keyring.role = role
	keyring.reader.authors = authorsOf(roster)
}

/**
 * @typedef {PublicKeys & { user: string, login: string, role: string, proof: Bytes, now: number }} Candidate
 */

/**
 * A new member, or a member's new keys.
 *
 * @param {Keyring} keyring  of an officer
 * @param {Candidate} candidate
 * @returns {Promise<{ entry: string, grants: string[] }>} to be sent together
 * @throws {Refusal} unless this officer's signature is enough and the candidate's own is good
 */
export async function makeAdmission(keyring, { user, login, role, sigPub, encPub, proof, now }) {
	const { inst, roster } = keyring
	const kind = roster.active.has(user) ? { action: "rekey", reason: "rekey" } : { action: "add", reason: "enrol" }
	const body = nextBody(roster, { inst, time: Math.max(now, roster.time), ...kind, subject: user, login, role, sigPub, encPub })
	const entry = formatEntry(body, [
		{ by: keyring.user, sig: await sign(keyring.keys.sign, bodyBytes(body)) },
		{ by: user, sig: proof },
	])
	const after = copyRoster(roster)
	await applyEntry(after, entry)
	const grants = []
	const iks = role === "auditor" ? new Map() : await ownIks(keyring)
	for (const [e, ik] of iks)
		grants.push(await makeGrant(after, { user: keyring.user, sign: keyring.keys.sign }, user, { e, ik }))
	wipe(...iks.values())
	return { entry, grants }
}

/**
 * Drops every key. What was opened already stays with whoever shows it.
 *
 * @param {Keyring} keyring
 */
export function emptyOut({ reader, indexKeys, grants }) {
	reader.epochs.clear()
	reader.keys.clear()
	reader.verified.clear()
	indexKeys.clear()
	grants.clear()
}
