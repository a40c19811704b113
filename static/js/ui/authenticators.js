// @ts-check
/** @file authenticators.js: unlocking with an authenticator, and what can go wrong with one. */
import { askAuthenticator, authenticatorsOf, mayAskAuthenticator, WrongSecret } from "../crypto/index.js"
import { getJson } from "./api.js"
import { reopenSession } from "./signin.js"

/** @import { Enrolled } from "../crypto/session.js" */

/**
 * @param {{ inst: string, user: string }} account
 * @returns {Promise<{ bundle: string, ids: string[] }>} as the server has it now
 */
export async function knownAuthenticators(account) {
	const { keys } = await getJson("/api/auth/keys")
	const bundle = String(keys?.bundle)
	return { bundle, ids: await authenticatorsOf(bundle, account) }
}

/**
 * @param {Enrolled} account  of this browser
 * @returns {Promise<string[]>} those that may be asked here; none where there is no way to
 */
export async function usableAuthenticators(account) {
	try {
		return mayAskAuthenticator() ? (await knownAuthenticators(account)).ids : []
	} catch {
		// The password does.
		return []
	}
}

/**
 * @param {Enrolled} account
 * @param {string[]} ids
 * @returns {Promise<void>} unlocked, and other tabs know
 */
export const unlockByAuthenticator = async (account, ids) => reopenSession(account, await askAuthenticator(account, ids))

/**
 * @param {unknown} error
 * @returns {string} the key of a text; empty if it has nothing to do with an authenticator
 */
export function authenticatorTrouble(error) {
	if (error instanceof WrongSecret && error.reason === "authenticator")
		return "authenticator"
	if (error instanceof DOMException && error.name === "InvalidStateError")
		return "known"
	return error instanceof DOMException && ["NotAllowedError", "AbortError", "SecurityError", "NotSupportedError"].includes(error.name) ? "unanswered" : ""
}
