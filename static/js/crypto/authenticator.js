// @ts-check
/**
 * @file authenticator.js: a WebAuthn authenticator (a security key, or this device's own) as a second way to unlock. What it answers
 * to prfInput is key material: it is asked here and goes no further.
 */
import { fromBase64url, fromUuid, randomBytes, toBase64url, wipe } from "./bytes.js"
import { WrongSecret } from "./errors.js"
import { derivePrfKeys, prfInput } from "./kdf.js"

/** @import { Unlocker, Who } from "./account.js" */
/** @import { Bytes } from "./bytes.js" */

const WAIT_MS = 120_000
/** EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257]

/** @typedef {{ getClientExtensionResults: () => { prf?: { enabled?: boolean, results?: { first?: ArrayBuffer } } } }} Answered */

/** A credential belongs to a name: sites that are called by a number have none. */
export const mayAskAuthenticator = () =>
	typeof PublicKeyCredential === "function" && !/^[\d.]+$|^\[/.test(location.hostname)

/** @param {string[]} ids @returns {PublicKeyCredentialDescriptor[]} */
const descriptors = (ids) => ids.map((id) => ({ type: "public-key", id: fromBase64url(id) }))

/** @param {Bytes} first @returns {any} whose types the language's own do not know yet everywhere */
const asking = (first) => ({ prf: { eval: { first } } })

/** @param {Credential} credential @returns {Bytes | null} */
function outputOf(credential) {
	const first = /** @type {Answered} */ (/** @type {unknown} */ (credential)).getClientExtensionResults().prf?.results?.first
	return first === undefined ? null : new Uint8Array(first)
}

/**
 * @param {Who} who
 * @param {string} id
 * @param {Bytes} output  is wiped
 * @returns {Promise<Unlocker>}
 */
async function unlockerOf(who, id, output) {
	const { unlockKey, unlockCommit } = await derivePrfKeys(who, id, output)
	wipe(output)
	return { m: "prf", id, unlockKey, unlockCommit }
}

/**
 * @param {Who} who
 * @param {string[]} ids  base64url, of the bundle
 * @returns {Promise<Unlocker>} of the one that answered
 * @throws {DOMException} NotAllowedError: no answer
 * @throws {WrongSecret} "authenticator" if it gives no key
 */
export async function askAuthenticator(who, ids) {
	const given = await navigator.credentials.get({ publicKey: {
		challenge: randomBytes(32), allowCredentials: descriptors(ids), userVerification: "required", timeout: WAIT_MS,
		extensions: asking(await prfInput(who)),
	} })
	const output = given instanceof PublicKeyCredential ? outputOf(given) : null
	if (output === null)
		throw new WrongSecret("authenticator")
	return unlockerOf(who, toBase64url(new Uint8Array(/** @type {PublicKeyCredential} */ (given).rawId)), output)
}

/**
 * @param {Who} who
 * @param {string} login
 * @param {string[]} ids  those that are known already
 * @returns {Promise<Unlocker>} of the new one
 * @throws {DOMException} NotAllowedError: no answer; InvalidStateError: it is known already
 * @throws {WrongSecret} "authenticator" if it or the browser cannot make keys
 */
export async function newAuthenticator(who, login, ids) {
	const made = await navigator.credentials.create({ publicKey: {
		challenge: randomBytes(32), rp: { name: "palreg" }, user: { id: fromUuid(who.user), name: login, displayName: login },
		pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: /** @type {const} */ ("public-key"), alg })),
		excludeCredentials: descriptors(ids), attestation: "none", timeout: WAIT_MS,
		authenticatorSelection: { residentKey: "discouraged", userVerification: "required" },
		extensions: asking(await prfInput(who)),
	} })
	if (!(made instanceof PublicKeyCredential))
		throw new WrongSecret("authenticator")
	const id = toBase64url(new Uint8Array(made.rawId))
	const output = outputOf(made)
	// Many answer only when they are asked for the first time.
	return output === null ? askAuthenticator(who, [id]) : unlockerOf(who, id, output)
}
