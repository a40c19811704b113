// @ts-check
/** @file fresh-factor.js: prove the second factor anew by a security key, where the account has one. */
import { ApiError, Offline, postForm } from "./api.js"
import { askKey, canUseKeys } from "./security-key.js"

/** @import { Question } from "./security-key.js" */

/** @returns {Promise<Question | null>} null where no key can be asked */
async function question() {
	if (!canUseKeys())
		return null
	try {
		return /** @type {Question} */ (await postForm("/api/auth/key", {}))
	} catch (error) {
		if (error instanceof ApiError || error instanceof Offline)
			return null
		throw error
	}
}

/**
 * Shows the button if there is a key to ask; a click asks it and tells the server.
 *
 * @param {HTMLButtonElement} button
 * @param {() => void} done  the server took it
 * @param {(error: unknown) => void} failed
 */
export async function offerKey(button, done, failed) {
	let next = await question()
	button.hidden = next === null
	button.onclick = async () => {
		button.disabled = true
		try {
			const now = next ?? await question()
			next = null
			if (now === null)
				throw new Offline()
			await postForm("/api/auth/factor", { key: await askKey(now) })
			done()
		} catch (error) {
			failed(error)
		}
		button.disabled = false
	}
}
