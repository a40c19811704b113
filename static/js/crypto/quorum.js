// @ts-check
/**
 * @file quorum.js: what takes two officers. One proposes an entry and signs it; another one reads what it says, and signs
 * too, or two custodians do with the root's key. No institution key is sealed to anybody before that.
 */
import { checkAnswer } from "./admission.js"
import { equal, fromBase64url, NIL, randomBytes, wipe } from "./bytes.js"
import { refuse } from "./errors.js"
import { fallenGrants, makeGrant } from "./grant.js"
import { ownIks } from "./keyring.js"
import { makeRecovery, readRecoverySet } from "./recovery.js"
import { append, grantsOfRotation } from "./rotation.js"
import { applyEntry, bodyBytes, copyRoster, formatEntry, judgeEntry, nextBody } from "./roster.js"
import { fingerprintBytes, fingerprintText, newKeys, sign } from "./sign.js"
import { ikIdOf } from "./wrap.js"

/** @import { Answered, Invited } from "./admission.js" */
/** @import { Bytes } from "./bytes.js" */
/** @import { Given } from "./grant.js" */
/** @import { Keyring } from "./keyring.js" */
/** @import { Body, Roster } from "./roster.js" */

/** @typedef {"admit" | "renew" | "role" | "remove" | "root"} Kind */

/**
 * @param {Keyring} keyring
 * @param {Partial<Body> & { action: string, reason: string }} given
 * @param {number} now
 * @param {Bytes} [proof]  the subject's consent
 * @returns {Promise<string>} an entry with this officer's signature
 */
async function propose({ inst, user, roster, keys }, given, now, proof) {
	const body = nextBody(roster, { inst, time: Math.max(now, roster.time), ...given })
	if (proof !== undefined && body.subject === user)
		refuse("signer")
	const sigs = [{ by: user, sig: await sign(keys.sign, bodyBytes(body)) }]
	if (proof !== undefined)
		sigs.push({ by: body.subject, sig: proof })
	const entry = formatEntry(body, sigs)
	await judgeEntry(roster, entry)
	return entry
}

/**
 * An officer who joins, or an officer's new keys.
 *
 * @param {Keyring} keyring  of the officer who made the invitation
 * @param {Invited} invited
 * @param {Answered} answered
 * @param {number} now
 * @returns {Promise<string>} the entry
 * @throws {Refusal} unless who was invited made these keys
 */
export async function proposeAdmission(keyring, invited, answered, now) {
	const { user: subject, login, sigPub, encPub } = await checkAnswer(keyring, invited, answered, now)
	const kind = keyring.roster.active.has(subject) ? { action: "rekey", reason: "rekey" } : { action: "add", reason: "enrol" }
	return propose(keyring, { ...kind, subject, login, role: invited.role, sigPub, encPub }, now, fromBase64url(answered.proof))
}

/**
 * A member becomes an officer, or an officer a doctor; his keys stay.
 *
 * @param {Keyring} keyring
 * @param {{ user: string, role: string, proof: string }} change  with the consent that stands in the roster
 * @param {number} now
 * @returns {Promise<string>}
 * @throws {Refusal}
 */
export async function proposeRole(keyring, { user: subject, role, proof }, now) {
	const { login, sigPub, encPub } = keyring.roster.active.get(subject) ?? refuse("member")
	return propose(keyring, { action: "rekey", reason: "role", subject, login, role, sigPub, encPub }, now, fromBase64url(proof))
}

/**
 * @param {Keyring} keyring  who leaves himself may be the first of the two
 * @param {string} subject
 * @param {number} now
 * @returns {Promise<string>}
 * @throws {Refusal} if he is no officer
 */
export async function proposeRemoval(keyring, subject, now) {
	if (keyring.roster.active.get(subject)?.role !== "officer")
		refuse("member")
	return propose(keyring, { action: "remove", reason: "leaver", subject }, now)
}

/**
 * Another root: new keys of the institution itself, in a new recovery file under new shares. They are in force once a second
 * one has signed; until then the old ones are.
 *
 * @param {Keyring} keyring
 * @param {{ passphrases: string[], reason: "periodic" | "compromise", now: number }} given
 * @returns {Promise<{ entry: string, set: string, recoveryFile: string, shareFiles: string[] }>}
 * @throws {Refusal} if a passphrase breaks the rules
 */
export async function proposeRoot(keyring, { passphrases, reason, now }) {
	const root = await newKeys()
	try {
		const { sigPub, encPub } = root
		const recovery = await makeRecovery(keyring.inst, root, passphrases, now)
		const entry = await propose(keyring, { action: "rekey", reason, role: "root", sigPub, encPub }, now)
		return { entry, set: recovery.set, recoveryFile: recovery.file, shareFiles: recovery.shares }
	} finally {
		wipe(root.sigPriv, root.encPriv)
	}
}

/** @param {Roster} roster @param {Body} body @returns {Kind} */
function kindOf(roster, { action, subject, sigPub }) {
	if (action === "add")
		return "admit"
	if (action === "remove")
		return "remove"
	if (action !== "rekey")
		return refuse("action")
	if (subject === NIL)
		return "root"
	return equal(sigPub, roster.active.get(subject)?.sigPub ?? refuse("subject")) ? "role" : "renew"
}

/**
 * @typedef {object} Proposal  what an officer is shown before he signs, all of it checked here
 * @property {Kind} kind
 * @property {string} subject
 * @property {string} login
 * @property {string} role  to be; empty for who goes
 * @property {string} before  the role so far; empty for who joins
 * @property {string} fingerprint  of the keys it brings or keeps; empty for who goes
 * @property {number} time
 * @property {string[]} signers  logins of the officers who have signed
 * @property {boolean} mine  whether this officer has
 * @property {boolean} may  whether this officer's signature counts
 * @property {boolean} whole  whether it needs no more of them
 */

/**
 * @param {Pick<Keyring, "inst" | "user" | "roster">} reader
 * @param {{ entry: string, set: string | null }} given  as the server has it
 * @returns {Promise<Proposal>}
 * @throws {Refusal} unless it follows the roster, every signature is good and an officer's is there
 */
export async function readProposal({ inst, user, roster }, { entry, set }) {
	const { body, sigs, weight, needed } = await judgeEntry(roster, entry)
	const kind = kindOf(roster, body)
	const { subject, login, role, sigPub, encPub, time } = body
	if (needed !== 2 || weight < 1)
		refuse("weight")
	if (kind === "root")
		await readRecoverySet(set ?? refuse("set"), inst, { sigPub, encPub })
	const before = subject === NIL ? undefined : roster.active.get(subject)
	const officers = sigs.map(({ by }) => by).filter((by) => by !== NIL && (by !== subject || kind === "remove"))
	return {
		kind, subject, login: login || (before?.login ?? ""), role, before: before?.role ?? "", time,
		fingerprint: kind === "remove" ? "" : fingerprintText(await fingerprintBytes({ inst, user: subject, sigPub, encPub })),
		signers: officers.map((by) => roster.active.get(by)?.login ?? refuse("signer")),
		mine: officers.includes(user), may: kind === "remove" || subject !== user, whole: weight >= needed,
	}
}

/**
 * @param {Keyring} keyring
 * @param {string} text
 * @returns {Promise<string>} the entry, with this officer's signature too unless he has signed or it is enough
 */
async function countersigned({ user, roster, keys }, text) {
	const { body, sigs, weight, needed } = await judgeEntry(roster, text)
	if (weight >= needed || sigs.some(({ by }) => by === user))
		return text
	return formatEntry(body, [...sigs, { by: user, sig: await sign(keys.sign, bodyBytes(body)) }])
}

/**
 * @param {Roster} before
 * @param {Roster} after
 * @param {Body} body
 * @param {number[]} epochs  those this officer holds
 * @param {Given[]} given
 * @returns {{ e: number, recipient: string }[]}
 */
function grantsNeeded(before, after, { action, subject, role, encPub }, epochs, given) {
	if (action === "remove")
		return grantsOfRotation(after, epochs, given)
	const news = role !== "auditor" && !equal(encPub, before.active.get(subject)?.encPub ?? new Uint8Array(0))
	const fallen = fallenGrants(after, given).filter(({ recipient }) => !news || recipient !== subject)
	return [...news ? epochs.map((e) => ({ e, recipient: subject })) : [], ...fallen]
}

/**
 * The second signature, and what follows from the entry: grants to who has new keys, and those again that somebody gave
 * whose own do not stand any more; when an officer goes, another epoch.
 *
 * @param {Keyring} keyring  of an officer who stays
 * @param {{ entry: string, set: string | null }} proposal  as the server has it, or as the custodians gave it back
 * @param {{ given: Given[], now: number }} with
 * @returns {Promise<{ entries: string[], grants: string[] }>} to be sent together
 * @throws {Refusal} "weight" if he has signed before and nobody else did
 */
export async function completeProposal(keyring, { entry, set }, { given, now }) {
	const { kind, subject } = await readProposal(keyring, { entry, set })
	if (subject === keyring.user)
		refuse("signer")
	const { body } = await judgeEntry(keyring.roster, entry)
	const entries = [await countersigned(keyring, entry)]
	const after = copyRoster(keyring.roster)
	await applyEntry(after, entries[0] ?? "")
	const iks = await ownIks(keyring)
	try {
		if (kind === "remove")
			entries.push(await nextEpoch(keyring, after, iks, now))
		const sender = { user: keyring.user, sign: keyring.keys.sign }
		const grants = []
		for (const { e, recipient } of grantsNeeded(keyring.roster, after, body, [...iks.keys()], given))
			grants.push(await makeGrant(after, sender, recipient, { e, ik: iks.get(e) ?? refuse("epoch") }))
		return { entries, grants }
	} finally {
		wipe(...iks.values())
	}
}

/**
 * @param {Keyring} keyring
 * @param {Roster} roster  takes the entry
 * @param {Map<number, Bytes>} iks  take the key
 * @param {number} now
 */
async function nextEpoch(keyring, roster, iks, now) {
	const e = (roster.epochs.at(-1)?.e ?? 0) + 1
	const ik = randomBytes(32)
	iks.set(e, ik)
	return append(roster, keyring, { action: "epoch", reason: "leaver", e, ikId: await ikIdOf(keyring.inst, e, ik) }, now)
}
