// @ts-check
/** @file fingerprint.js: the fingerprints of those who stand in an opened keyring's roster. */
import { fingerprint } from "../crypto/index.js"

/** @import { Keyring } from "../crypto/keyring.js" */
/** @import { Member } from "../crypto/roster.js" */

/** @param {Uint8Array} bytes */
const base64url = (bytes) =>
	btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")

/**
 * @param {string} inst
 * @param {string} user
 * @param {Pick<Member, "sigPub" | "encPub">} keys
 * @returns {Promise<string>} eight groups of four
 */
export const memberFingerprint = async (inst, user, { sigPub, encPub }) =>
	(await fingerprint({ inst, user, sigPub: base64url(sigPub), encPub: base64url(encPub) })).text

/**
 * @param {Keyring} keyring
 * @returns {Promise<string>} empty if its owner is no member
 */
export async function ownFingerprint({ inst, user, roster }) {
	const member = roster.active.get(user)
	return member === undefined ? "" : memberFingerprint(inst, user, member)
}
