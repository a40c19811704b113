// @ts-check
/** @file remembered.js: an account that a browser remembers, sealed under a key of which the server keeps one half. */
import { fromBase64url } from "./bytes.js"
import { guarded, reasonOf, refuse, WrongSecret } from "./errors.js"
import { newName, openAccount, sealAccount } from "./session.js"

/** @import { Account, BrowserName, Enrolled } from "./session.js" */
/** @import { Who } from "./store.js" */

/**
 * @param {Who} who
 * @param {IDBFactory} [idb]
 * @returns {Promise<(BrowserName & { former?: string }) | null>} null if there is nothing to seal
 */
export const nameBrowser = (who, idb = globalThis.indexedDB) => newName(idb, who)

/**
 * @param {Who} who
 * @param {BrowserName} name  of nameBrowser
 * @param {string} half  base64url, which the server keeps from now on
 * @param {IDBFactory} [idb]
 * @throws {IntegrityAlarm} "size" if it is none
 */
export async function sealEnrolled(who, name, half, idb = globalThis.indexedDB) {
	await sealAccount(idb, who, name, await guarded(() => readHalf(half)))
}

/**
 * @param {Enrolled} account  of listAccounts
 * @param {string} half  base64url
 * @returns {Promise<Account>}
 * @throws {WrongSecret} "browser" if it does not open
 */
export async function openEnrolled(account, half) {
	try {
		return await openAccount(account, readHalf(half))
	} catch (error) {
		throw ["aead", "size", "base64url"].includes(reasonOf(error)) ? new WrongSecret("browser") : error
	}
}

/** @param {string} text */
function readHalf(text) {
	const half = fromBase64url(text)
	return half.length === 32 ? half : refuse("size")
}
