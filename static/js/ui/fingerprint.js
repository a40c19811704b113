// @ts-check
/** @file fingerprint.js: the fingerprint of an opened keyring's owner. */
import { fingerprint } from "../crypto/index.js"

/** @import { Keyring } from "../crypto/keyring.js" */

/** @param {Uint8Array} bytes */
const base64url = (bytes) =>
	btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")

/**
 * @param {Keyring} keyring
 * @returns {Promise<string>} eight groups of four; empty if its owner is no member
 */
export async function ownFingerprint({ inst, user, roster }) {
	const member = roster.active.get(user)
	if (member === undefined)
		return ""
	const { sigPub, encPub } = member
	return (await fingerprint({ inst, user, sigPub: base64url(sigPub), encPub: base64url(encPub) })).text
}
