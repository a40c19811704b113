// @ts-check
/**
 * @file kdf.js: from secrets to keys: Argon2id (K1), HKDF, hashes, random keys.
 *
 * Keys leave this file non-extractable; bits leave it only where the format stores or sends them.
 */
import { concat, fromText, tup, wipe } from "./bytes.js"
import { loaded, refuse } from "./errors.js"

/** @import { Bytes } from "./bytes.js" */

const K1 = { memorySize: 65536, iterations: 3, parallelism: 1, hashLength: 32 }
const PASSWORD_LEAST = 12
const PASSWORD_MOST_BYTES = 1024
const PRK_SALT = fromText("rpp/v1/prk")
const NONE = new Uint8Array(0)

/**
 * @param {string} password  as typed
 * @returns {Bytes} UTF-8 of its NFC form
 * @throws {Refusal} if it breaks the rules for passwords
 */
export function passwordBytes(password) {
	if (/[\ud800-\udfff]/u.test(password))
		refuse("password")
	const normal = password.normalize("NFC")
	const bytes = fromText(normal)
	if (Array.from(normal).length < PASSWORD_LEAST || bytes.length > PASSWORD_MOST_BYTES)
		refuse("password")
	return bytes
}

/**
 * K1. Takes 64 MiB and some tenths of a second.
 *
 * @param {string} password
 * @param {Bytes} salt  16 bytes
 * @returns {Promise<Bytes>} 32 bytes
 * @throws {Refusal} if the password breaks the rules
 */
export async function stretch(password, salt) {
	const bytes = passwordBytes(password)
	const { argon2id } = await loaded(import("hash-wasm"))
	const key = await argon2id({ ...K1, password: bytes, salt, outputType: "binary" })
	wipe(bytes)
	return new Uint8Array(key)
}

/**
 * @param {Bytes} bytes
 * @returns {Promise<Bytes>} SHA-256
 */
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))

/**
 * @param {Bytes} ikm
 * @returns {Promise<CryptoKey>} input for derive functions below
 */
export const hkdfKey = (ikm) => crypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits", "deriveKey"])

/**
 * @param {Bytes} info
 * @param {Bytes} salt
 */
const hkdf = (info, salt) => ({ name: "HKDF", hash: "SHA-256", salt, info })

/**
 * @param {CryptoKey} ikm  from hkdfKey
 * @param {Bytes} info  always a TUP
 * @param {number} [length]
 * @param {Bytes} [salt]
 * @returns {Promise<Bytes>}
 */
export const deriveBytes = async (ikm, info, length = 32, salt = NONE) =>
	new Uint8Array(await crypto.subtle.deriveBits(hkdf(info, salt), ikm, 8 * length))

/**
 * @param {CryptoKey} ikm  from hkdfKey
 * @param {Bytes} info  always a TUP
 * @param {Bytes} [salt]
 * @returns {Promise<CryptoKey>} an AES-GCM key for seal.js
 */
export const deriveSealKey = (ikm, info, salt = NONE) =>
	crypto.subtle.deriveKey(hkdf(info, salt), ikm, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])

/**
 * @typedef {object} AccountKeys
 * @property {Bytes} authKey  goes to the server at login
 * @property {CryptoKey} unlockKey  never leaves the browser
 * @property {Bytes} unlockCommit  stands in the bundle
 */

/**
 * Both secrets of an account to its three keys. Wipes what it makes on the way, not kf.
 *
 * @param {{ inst: string, user: string }} who
 * @param {string} password
 * @param {Bytes} kf  the account secret, 32 bytes
 * @returns {Promise<AccountKeys>}
 * @throws {Refusal} if the password breaks the rules
 */
export async function deriveAccountKeys({ inst, user }, password, kf) {
	const salt = (await sha256(tup("salt", { inst, user }))).slice(0, 16)
	const mk = await stretch(password, salt)
	const both = concat(mk, kf)
	const ikm = await hkdfKey(both)
	wipe(mk, both)
	const [authKey, unlockKey, unlockCommit] = await Promise.all([
		deriveBytes(ikm, tup("auth", { inst, user }), 32, PRK_SALT),
		deriveSealKey(ikm, tup("unlock", { inst, user }), PRK_SALT),
		deriveBytes(ikm, tup("ucommit", { inst, user }), 32, PRK_SALT),
	])
	return { authKey, unlockKey, unlockCommit }
}

/**
 * The keys of a WebAuthn authenticator that unlocks a signed-in session.
 *
 * @param {{ inst: string, user: string }} who
 * @param {string} id  base64url of the credential id
 * @param {Bytes} output  what the authenticator answered to prfInput
 */
export async function derivePrfKeys({ inst, user }, id, output) {
	const ikm = await hkdfKey(output)
	return {
		unlockKey: await deriveSealKey(ikm, tup("prf", { inst, user, id })),
		unlockCommit: await deriveBytes(ikm, tup("prfcommit", { inst, user, id })),
	}
}

/**
 * @param {{ inst: string, user: string }} who
 * @returns {Promise<Bytes>} what the authenticator is asked
 */
export const prfInput = ({ inst, user }) => sha256(tup("prfinput", { inst, user }))
