// @ts-check
/** @file invite.js: the invitation an officer hands over, and the tag that answers it. */
import { equal, toBase64url, tup } from "./bytes.js"
import { refuse } from "./errors.js"
import { base64, httpsOrigin, integer, loginName, object, oneOf, readText, uuid } from "./json.js"
import { deriveBytes } from "./kdf.js"
import { enrolMessage } from "./roster.js"

/** @import { Bytes } from "./bytes.js" */

const LIMIT = 2048
const LONGEST = 72 * 3600
const SECRET_BYTES = 16

const INVITE = object({
	rpp: oneOf("invite"), v: oneOf(1), inst: uuid, origin: httpsOrigin, root: base64(32),
	roster: object({ seq: integer, head: base64(32) }), inviteId: uuid, user: uuid, login: loginName,
	role: oneOf("officer", "doctor", "auditor"), exp: integer, secret: base64(SECRET_BYTES),
})

/** @typedef {ReturnType<typeof INVITE>} Invite */
/** @typedef {Pick<Invite, "inst" | "inviteId" | "user" | "login" | "exp"> & { role: string }} InviteFields */

/**
 * @param {string} text
 * @param {string} origin  of this page
 * @param {number} now  unix seconds
 * @returns {Invite}
 * @throws {Refusal} "origin" or "exp", else it is malformed
 */
export function parseInvite(text, origin, now) {
	const invite = readText(INVITE, text, LIMIT)
	if (invite.origin !== origin)
		refuse("origin")
	return now <= invite.exp && invite.exp - now <= LONGEST ? invite : refuse("exp")
}

/**
 * @param {Omit<Invite, "rpp" | "v">} invite
 * @returns {string} the file, and the text of its QR code
 */
export const formatInvite = ({ inst, origin, root, roster: { seq, head }, inviteId, user, login, role, exp, secret }) =>
	JSON.stringify({
		rpp: "invite", v: 1, inst, origin, root: toBase64url(root), roster: { seq, head: toBase64url(head) }, inviteId, user, login,
		role, exp, secret: toBase64url(secret),
	})

/**
 * @param {CryptoKey} urk  the officer's, as hkdfKey
 * @param {InviteFields} fields
 * @returns {Promise<Bytes>} every field is bound in it, so nothing need be stored
 */
export const inviteSecret = (urk, { inst, inviteId, user, login, role, exp }) =>
	deriveBytes(urk, tup("invite", { inst, inviteId, user, login, role, exp }), SECRET_BYTES)

/** @typedef {{ user: string, login: string, sigPub: Bytes, encPub: Bytes }} Applicant */

/**
 * @param {Bytes} secret
 * @param {string} inst
 * @param {Applicant} who
 * @returns {Promise<Bytes>} proves that who holds the invitation, and binds his keys
 */
export async function enrolTag(secret, inst, who) {
	const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
	return new Uint8Array(await crypto.subtle.sign("HMAC", key, enrolMessage({ ...who, inst })))
}

/**
 * @param {CryptoKey} urk  the officer's, as hkdfKey
 * @param {InviteFields} invite  the officer's own fields
 * @param {Applicant & { tag: Bytes }} applicant  as the server reports him
 * @param {number} now
 * @throws {Refusal} if it is not the person who was invited, with the keys he made
 */
export async function checkApplicant(urk, invite, applicant, now) {
	if (applicant.user !== invite.user)
		refuse("user")
	if (applicant.login !== invite.login)
		refuse("login")
	if (now > invite.exp)
		refuse("exp")
	const secret = await inviteSecret(urk, invite)
	if (!equal(await enrolTag(secret, invite.inst, applicant), applicant.tag))
		refuse("tag")
}
