// @ts-check
/**
 * @file browsers.js: an account that this browser remembers is sealed under a key of which the server keeps one half; it is asked
 * for before signing in, and refused once the owner has removed this browser.
 */
import { nameBrowser, openEnrolled, sealEnrolled, WrongSecret } from "../crypto/index.js"
import { ApiError, postForm } from "./api.js"

/** @import { Account, Enrolled } from "../crypto/session.js" */

/**
 * @param {Enrolled} account  of this browser, or of a key file
 * @returns {Promise<Account>}
 * @throws {WrongSecret} "browser" if the server keeps no half for this browser, or another one
 * @throws {ApiError | import("./api.js").Offline}
 */
export async function withSecret(account) {
	const { sealed } = account
	if (sealed === undefined)
		return /** @type {Account} */ (account)
	try {
		const { half } = await postForm("/api/auth/browser", { browser: sealed.browser, token: sealed.token })
		return await openEnrolled(account, String(half))
	} catch (error) {
		throw error instanceof ApiError && error.status === 404 ? new WrongSecret("browser") : error
	}
}

/**
 * What this browser remembers of the account it has just signed in with is sealed, if it is not yet. Without an answer it stays as
 * it is until the next time.
 *
 * @param {{ inst: string, user: string }} who
 */
export async function sealRemembered(who) {
	try {
		const name = await nameBrowser(who)
		if (name === null)
			return
		const { browser, token, former } = name
		const { half } = await postForm("/api/auth/browsers", { browser, token, former })
		await sealEnrolled(who, { browser, token }, String(half))
	} catch {
		// Signing in goes on all the same.
	}
}
