// @ts-check
/**
 * @file seal.js: the only caller of AES-GCM: seal and open bytes, wrap and unwrap keys.
 *
 * The nonce is made here, twelve fresh random bytes each time; no parameter for it exists.
 */
import { randomBytes } from "./bytes.js"

/** @import { Bytes } from "./bytes.js" */

/**
 * @typedef {object} Box
 * @property {Bytes} n  the nonce, 12 bytes
 * @property {Bytes} c  ciphertext and its 16-byte tag
 */

const NONCE_BYTES = 12
const AES = { name: "AES-GCM", length: 256 }

/**
 * @param {Bytes} iv
 * @param {Bytes} additionalData
 */
const gcm = (iv, additionalData) => ({ name: "AES-GCM", iv, additionalData })

/**
 * @param {Bytes} bytes  32
 * @returns {Promise<CryptoKey>} for sealBytes and openBytes
 */
export const sealKey = (bytes) => crypto.subtle.importKey("raw", bytes, AES, false, ["encrypt", "decrypt"])

/**
 * @param {Bytes} bytes  32
 * @returns {Promise<CryptoKey>} for wrapKey and unwrapKey
 */
export const wrappingKey = (bytes) => crypto.subtle.importKey("raw", bytes, AES, false, ["wrapKey", "unwrapKey"])

/**
 * @returns {Promise<CryptoKey>} a new content key, extractable because it must be wrapped once
 */
export const newContentKey = () => crypto.subtle.generateKey(AES, true, ["encrypt"])

/**
 * @param {CryptoKey} key
 * @param {Bytes} aad  a TUP
 * @param {Bytes} bytes
 * @returns {Promise<Box>}
 */
export async function sealBytes(key, aad, bytes) {
	const n = randomBytes(NONCE_BYTES)
	return { n, c: new Uint8Array(await crypto.subtle.encrypt(gcm(n, aad), key, bytes)) }
}

/**
 * @param {CryptoKey} key
 * @param {Bytes} aad  a TUP
 * @param {Box} box
 * @returns {Promise<Bytes>}
 * @throws {DOMException} OperationError, if anything was altered or moved
 */
export const openBytes = async (key, aad, { n, c }) =>
	new Uint8Array(await crypto.subtle.decrypt(gcm(n, aad), key, c))

/**
 * @param {CryptoKey} wrapping
 * @param {Bytes} aad  a TUP
 * @param {CryptoKey} key
 * @returns {Promise<Box>}
 */
export async function wrapKey(wrapping, aad, key) {
	const n = randomBytes(NONCE_BYTES)
	return { n, c: new Uint8Array(await crypto.subtle.wrapKey("raw", key, wrapping, gcm(n, aad))) }
}

/**
 * @param {CryptoKey} wrapping
 * @param {Bytes} aad  a TUP
 * @param {Box} box
 * @param {KeyUsage[]} usages  ["decrypt"] to open; an extractable key is never made here
 * @returns {Promise<CryptoKey>}
 * @throws {DOMException} OperationError, if anything was altered or moved
 */
export const unwrapKey = (wrapping, aad, { n, c }, usages = ["decrypt"]) =>
	crypto.subtle.unwrapKey("raw", c, wrapping, gcm(n, aad), AES, false, usages)

/**
 * A key goes from one wrapping key to another. It can be exported on its way between the two, and not by anybody else.
 *
 * @param {CryptoKey} old
 * @param {Bytes} oldAAD  a TUP
 * @param {Box} box
 * @param {CryptoKey} fresh
 * @param {Bytes} freshAAD  a TUP
 * @returns {Promise<Box>}
 * @throws {DOMException} OperationError, if anything was altered or moved
 */
export async function rewrapKey(old, oldAAD, { n, c }, fresh, freshAAD) {
	const key = await crypto.subtle.unwrapKey("raw", c, old, gcm(n, oldAAD), AES, true, ["decrypt"])
	return wrapKey(fresh, freshAAD, key)
}
