// @ts-check
/** @file admission.js: from an officer's invitation to his signature: no key that a server chose is ever sealed to. */
import { fromBase64url, toBase64url, wipe } from "./bytes.js"
import { refuse } from "./errors.js"
import { keyFileText, makeAccount } from "./institution.js"
import { checkApplicant, enrolTag, formatInvite, inviteSecret, parseInvite } from "./invite.js"
import { makeAdmission } from "./keyring.js"

/** @import { Unlocker } from "./account.js" */
/** @import { Keyring } from "./keyring.js" */
/** @import { Account } from "./session.js" */

/** An invitation holds three days. */
const HOLDS = 72 * 3600

/** @typedef {"officer" | "doctor" | "auditor"} Role */
/** @typedef {{ inviteId: string, user: string, login: string, role: Role, exp: number }} Invited  what an officer's browser knows of it */

/**
 * @param {Keyring} keyring  of an officer
 * @param {{ user: string, login: string, role: Role, now: number }} who
 * @returns {Promise<Invited & { text: string }>} text is the file and its QR code; all else may be known to the server
 */
export async function makeInvite({ inst, inviting, anchor }, { user, login, role, now }) {
	const fields = { inst, inviteId: crypto.randomUUID(), user, login, role, exp: now + HOLDS }
	const secret = await inviteSecret(inviting, fields)
	const { origin, root, roster: { seq, head } } = anchor
	const text = formatInvite({ ...fields, origin, root: fromBase64url(root), roster: { seq, head: fromBase64url(head) }, secret })
	wipe(secret)
	return { inviteId: fields.inviteId, user, login, role, exp: fields.exp, text }
}

/**
 * @typedef {object} Answer  for the server, but for the key file
 * @property {string} inviteId
 * @property {string} authKey
 * @property {string} bundle
 * @property {string} sigPub
 * @property {string} encPub
 * @property {string} proof
 * @property {string} tag
 * @property {string} keyFile
 * @property {Account} account
 * @property {Unlocker} unlocker
 */

/**
 * Who, where and what for is taken from the invitation, never from a server.
 *
 * @param {string} text  of the invitation
 * @param {{ origin: string, now: number, password: string }} given
 * @returns {Promise<Answer>}
 * @throws {Refusal} "origin", "exp", or what is wrong with the text or the password
 */
export async function answerInvite(text, { origin, now, password }) {
	const { inst, root, roster: { seq, head }, inviteId, user, login, secret } = parseInvite(text, origin, now)
	const who = { inst, user, login, origin, root: toBase64url(root) }
	const { authKey, bundle, sigPub, encPub, proof, kf, unlocker } = await makeAccount({ ...who, password })
	const tag = await enrolTag(secret, inst, { user, login, sigPub, encPub })
	wipe(secret)
	const roster = { seq, head: toBase64url(head) }
	const account = { ...who, kf, roster, log: { size: 0, root: toBase64url(new Uint8Array(32)) } }
	return {
		inviteId, authKey, bundle, sigPub: toBase64url(sigPub), encPub: toBase64url(encPub), proof: toBase64url(proof),
		tag: toBase64url(tag), keyFile: keyFileText(account, roster), account, unlocker,
	}
}

/** @typedef {{ user: string, login: string, sigPub: string, encPub: string, proof: string, tag: string }} Answered  as the server reports it */

/**
 * @param {Keyring} keyring  of the officer who made the invitation
 * @param {Invited} invited
 * @param {Answered} answered
 * @param {number} now
 * @throws {Refusal} "user", "login", "exp" or "tag"
 */
export async function checkAnswer({ inst, inviting }, invited, { user, login, sigPub, encPub, tag }, now) {
	const applicant = { user, login, sigPub: fromBase64url(sigPub), encPub: fromBase64url(encPub), tag: fromBase64url(tag) }
	await checkApplicant(inviting, { ...invited, inst }, applicant, now)
	return applicant
}

/**
 * @param {Keyring} keyring  of the officer who made the invitation
 * @param {Invited} invited
 * @param {Answered} answered
 * @param {number} now
 * @returns {Promise<"" | "user" | "login" | "exp" | "tag">} what does not fit; empty if all does
 */
export async function judgeAnswer(keyring, invited, answered, now) {
	try {
		await checkAnswer(keyring, invited, answered, now)
		return ""
	} catch (error) {
		const reason = /** @type {{ reason?: string }} */ (error).reason
		return reason === "user" || reason === "login" || reason === "exp" ? reason : "tag"
	}
}

/**
 * @param {Keyring} keyring  of the officer who made the invitation
 * @param {Invited} invited
 * @param {Answered} answered
 * @param {number} now
 * @returns {Promise<{ entry: string, grants: string[] }>} to be sent together
 * @throws {Refusal} unless who was invited made these keys, and this officer's signature is enough
 */
export async function admitAnswer(keyring, invited, answered, now) {
	const { user, login, sigPub, encPub } = await checkAnswer(keyring, invited, answered, now)
	if (user === keyring.user)
		refuse("signer")
	return makeAdmission(keyring, { user, login, role: invited.role, sigPub, encPub, proof: fromBase64url(answered.proof), now })
}
