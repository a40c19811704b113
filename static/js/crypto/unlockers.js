// @ts-check
/** @file unlockers.js: the ways into a bundle besides password and key file: to add one, to take one away, to name them. */
import { addMethod, parseBundle, removeMethod } from "./account.js"
import { askAuthenticator, mayAskAuthenticator, newAuthenticator } from "./authenticator.js"
import { IntegrityAlarm, reasonOf, refuse, WrongSecret } from "./errors.js"
import { unlockerOf } from "./institution.js"

/** @import { Unlocker, Who } from "./account.js" */
/** @import { Account } from "./session.js" */

export { askAuthenticator, mayAskAuthenticator, newAuthenticator }

/** So many ways a bundle has room for besides the first. */
export const MOST_AUTHENTICATORS = 3

/**
 * @template T
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 * @throws {WrongSecret | IntegrityAlarm}
 */
async function judged(work) {
	try {
		return await work()
	} catch (error) {
		const reason = reasonOf(error)
		throw reason === "commit" || reason === "password" ? new WrongSecret("credentials") : new IntegrityAlarm(reason)
	}
}

/**
 * @param {string} bundle  as the server gave it
 * @param {Who} who
 * @returns {Promise<string[]>} the ids of authenticators
 * @throws {IntegrityAlarm}
 */
export const authenticatorsOf = (bundle, { inst, user }) => judged(() => {
	const { methods, ...owner } = parseBundle(bundle)
	return owner.inst === inst && owner.user === user ? methods.slice(1).map(({ id }) => id) : refuse("owner")
})

/**
 * @param {Account} account
 * @param {string} password
 * @param {string} bundle
 * @param {Unlocker} fresh
 * @returns {Promise<{ authKey: string, bundle: string }>} for one request
 * @throws {WrongSecret} "credentials" if the bundle is of another password
 * @throws {IntegrityAlarm}
 */
export const addAuthenticator = (account, password, bundle, fresh) => judged(async () => {
	const { authKey, unlocker } = await unlockerOf(account, password, account.kf)
	return { authKey, bundle: await addMethod(bundle, account, unlocker, fresh) }
})

/**
 * @param {Account} account
 * @param {string} password
 * @param {string} bundle
 * @param {string} id
 * @returns {Promise<{ authKey: string, bundle: string }>} for one request
 * @throws {WrongSecret | IntegrityAlarm}
 */
export const removeAuthenticator = (account, password, bundle, id) => judged(async () => {
	const { authKey } = await unlockerOf(account, password, account.kf)
	return { authKey, bundle: removeMethod(bundle, account, id) }
})
