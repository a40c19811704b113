// @ts-check
/** @file sign.js: Ed25519 and X25519 key pairs, signatures and fingerprints. */
import { equal, fromHex, toBase32, toBase64url, tup } from "./bytes.js"
import { refuse } from "./errors.js"
import { sha256 } from "./kdf.js"

/** @import { Bytes } from "./bytes.js" */

/**
 * @typedef {object} PublicKeys
 * @property {Bytes} sigPub  Ed25519
 * @property {Bytes} encPub  X25519
 */

/** @typedef {PublicKeys & { sigPriv: Bytes, encPriv: Bytes }} NewKeys  PKCS#8, 48 bytes each */
/** @typedef {{ sign: CryptoKey, box: CryptoKeyPair }} PrivateKeys  non-extractable */

export const PKCS8_BYTES = 48
const ED_HEAD = fromHex("302e020100300506032b657004220420")
const X_HEAD = fromHex("302e020100300506032b656e04220420")

/* The encodings of Ed25519 points of small order, each once for both of its sign bits: under such
   a key a signature verifies that nobody made. */
const SMALL_ORDER = new Set([
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
].map((hex) => toBase64url(fromHex(hex))))

/** @param {Bytes} sigPub */
export function isSmallOrder(sigPub) {
	const plus = sigPub.slice()
	plus[31] = /** @type {number} */ (plus[31]) & 0x7f
	return SMALL_ORDER.has(toBase64url(plus))
}

/**
 * @param {Bytes} sigPub
 * @returns {Promise<CryptoKey>}
 * @throws {Refusal} for a key of small order
 */
export async function verifyingKey(sigPub) {
	if (isSmallOrder(sigPub))
		refuse("smallorder")
	return crypto.subtle.importKey("raw", sigPub, "Ed25519", false, ["verify"])
}

/**
 * @param {CryptoKey} key
 * @param {Bytes} message  a TUP
 * @returns {Promise<Bytes>} 64 bytes
 */
export const sign = async (key, message) => new Uint8Array(await crypto.subtle.sign("Ed25519", key, message))

/**
 * @param {CryptoKey} key  from verifyingKey
 * @param {Bytes} signature
 * @param {Bytes} message
 * @returns {Promise<boolean>}
 */
export const verify = (key, signature, message) => crypto.subtle.verify("Ed25519", key, signature, message)

/**
 * @param {Bytes} pkcs8
 * @throws {Refusal} if it is not RFC 8410, version 0, Ed25519
 */
export const signingKey = (pkcs8) => importPrivate(pkcs8, ED_HEAD, "Ed25519", ["sign"])

/**
 * @param {Bytes} pkcs8
 * @throws {Refusal} if it is not RFC 8410, version 0, X25519
 */
export const boxPrivate = (pkcs8) => importPrivate(pkcs8, X_HEAD, "X25519", ["deriveBits"])

/** @param {Bytes} encPub */
export const boxPublic = (encPub) => crypto.subtle.importKey("raw", encPub, "X25519", true, [])

/**
 * @param {Bytes} pkcs8
 * @param {Bytes} head
 * @param {string} name
 * @param {KeyUsage[]} usages
 * @returns {Promise<CryptoKey>}
 */
async function importPrivate(pkcs8, head, name, usages) {
	if (pkcs8.length !== PKCS8_BYTES || !equal(pkcs8.subarray(0, head.length), head))
		refuse("pkcs8")
	return crypto.subtle.importKey("pkcs8", pkcs8, name, false, usages)
}

/**
 * @returns {Promise<NewKeys>} the private halves have to be sealed, then wiped
 */
export async function newKeys() {
	const [ed, x] = /** @type {CryptoKeyPair[]} */ (await Promise.all([
		crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]),
		crypto.subtle.generateKey("X25519", true, ["deriveBits"]),
	]))
	if (ed === undefined || x === undefined)
		return refuse("keys")
	const [sigPub, sigPriv, encPub, encPriv] = await Promise.all([
		crypto.subtle.exportKey("raw", ed.publicKey), crypto.subtle.exportKey("pkcs8", ed.privateKey),
		crypto.subtle.exportKey("raw", x.publicKey), crypto.subtle.exportKey("pkcs8", x.privateKey),
	])
	return {
		sigPub: new Uint8Array(sigPub), sigPriv: new Uint8Array(sigPriv),
		encPub: new Uint8Array(encPub), encPriv: new Uint8Array(encPriv),
	}
}

/**
 * @param {PublicKeys & { inst: string, user: string }} who
 * @returns {Promise<Bytes>} 20 bytes
 */
export const fingerprintBytes = async ({ inst, user, sigPub, encPub }) =>
	(await sha256(tup("fp", { inst, user, sigPub, encPub }))).slice(0, 20)

/** @param {Bytes} fp */
export const fingerprintText = (fp) => (toBase32(fp).match(/.{4}/g) ?? []).join(" ")

/** @param {Bytes} fp */
export const fingerprintQr = (fp) => `RPP1:FP:${toBase32(fp)}`
