// @ts-check
/** @file security-key.js: ask a security key (WebAuthn) for a new credential or for an answer; what goes to it and comes back as text. */
import { fromBase64url, toBase64url } from "../crypto/index.js"

/** What the server asks: a challenge and the credentials of the account, in base64url. */
/** @typedef {{ challenge: string, credentials: string[] }} Question */

const WAIT_MS = 120_000
/** ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257]

/** @param {ArrayBuffer} bytes */
const text = (bytes) => toBase64url(new Uint8Array(bytes))

/** @param {string[]} ids @returns {PublicKeyCredentialDescriptor[]} */
const descriptors = (ids) => ids.map((id) => ({ type: "public-key", id: fromBase64url(id) }))

/** @param {string} uuid */
const bytesOf = (uuid) =>
	Uint8Array.from(uuid.replaceAll("-", "").match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

/** A key belongs to a name: sites that are called by a number have none. */
export const canUseKeys = () =>
	typeof PublicKeyCredential === "function" && !/^[\d.]+$|^\[/.test(location.hostname)

/**
 * @param {Question} question
 * @param {{ user: string, login: string }} who
 * @returns {Promise<string>} "client.data"
 * @throws {DOMException} NotAllowedError: no answer; InvalidStateError: the key is known already
 */
export async function createKey({ challenge, credentials }, { user, login }) {
	const made = await navigator.credentials.create({ publicKey: {
		challenge: fromBase64url(challenge),
		rp: { name: "palreg" },
		user: { id: bytesOf(user), name: login, displayName: login },
		pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: /** @type {const} */ ("public-key"), alg })),
		excludeCredentials: descriptors(credentials),
		authenticatorSelection: { residentKey: "discouraged", userVerification: "discouraged" },
		attestation: "none", timeout: WAIT_MS,
	} })
	if (!(made instanceof PublicKeyCredential) || !(made.response instanceof AuthenticatorAttestationResponse))
		throw new DOMException("no credential", "NotAllowedError")
	return `${text(made.response.clientDataJSON)}.${text(made.response.getAuthenticatorData())}`
}

/**
 * @param {Question} question
 * @returns {Promise<string>} "credential.client.data.signature"
 * @throws {DOMException} NotAllowedError: no answer
 */
export async function askKey({ challenge, credentials }) {
	const given = await navigator.credentials.get({ publicKey: {
		challenge: fromBase64url(challenge), allowCredentials: descriptors(credentials),
		userVerification: "discouraged", timeout: WAIT_MS,
	} })
	if (!(given instanceof PublicKeyCredential) || !(given.response instanceof AuthenticatorAssertionResponse))
		throw new DOMException("no answer", "NotAllowedError")
	const { clientDataJSON, authenticatorData, signature } = given.response
	return [given.rawId, clientDataJSON, authenticatorData, signature].map(text).join(".")
}

/** @param {unknown} error @returns {string} the key of a text; empty if it is none of a security key's errors */
export function keyTrouble(error) {
	if (!(error instanceof DOMException))
		return ""
	if (error.name === "InvalidStateError")
		return "key_known"
	return error.name === "NotAllowedError" || error.name === "AbortError" ? "key_cancelled" : "key_impossible"
}
