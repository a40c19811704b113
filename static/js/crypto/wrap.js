// @ts-check
/** @file wrap.js: institution keys, and the content keys they wrap. */
import { equal, tup } from "./bytes.js"
import { refuse } from "./errors.js"
import { deriveBytes, deriveSealKey, hkdfKey } from "./kdf.js"
import { unwrapKey, wrapKey, wrappingKey } from "./seal.js"

/** @import { Bytes, Taker } from "./bytes.js" */
/** @import { Box } from "./seal.js" */

/**
 * What a member may do with the institution key of one epoch. Both are non-extractable.
 *
 * @typedef {object} EpochKeys
 * @property {CryptoKey} wrap  wraps content keys
 * @property {CryptoKey} index  seals his local index
 */

/**
 * @param {string} inst
 * @param {number} e
 * @param {Bytes} ik
 * @returns {Promise<Bytes>} 16 bytes that name the key in the roster
 */
export const ikIdOf = async (inst, e, ik) => deriveBytes(await hkdfKey(ik), tup("ikid", { inst, e }), 16)

/**
 * @param {{ inst: string, user: string, e: number }} place
 * @param {Bytes} ik  the caller wipes it
 * @param {Bytes} ikId  what the roster says
 * @returns {Promise<EpochKeys>}
 * @throws {Refusal} if this is not the key the roster names
 */
export async function epochKeys({ inst, user, e }, ik, ikId) {
	const input = await hkdfKey(ik)
	const [id, wrap, index] = await Promise.all([
		deriveBytes(input, tup("ikid", { inst, e }), 16),
		wrappingKey(ik),
		deriveSealKey(input, tup("index", { inst, e, user })),
	])
	return equal(id, ikId) ? { wrap, index } : refuse("ikid")
}

/** @typedef {{ inst: string, rec: string, kep: number, docHash: Bytes }} WrapPlace */

/**
 * @param {WrapPlace} place
 * @param {Taker} [take]
 */
export const wrapAAD = ({ inst, rec, kep, docHash }, take) =>
	tup("wrap", { suite: "A1", inst, rec, kep, docHash }, take)

/**
 * @param {CryptoKey} wrapping  of epoch place.kep
 * @param {WrapPlace} place
 * @param {CryptoKey} contentKey
 * @returns {Promise<Box>} wn and wk
 */
export const wrapContentKey = (wrapping, place, contentKey) => wrapKey(wrapping, wrapAAD(place), contentKey)

/**
 * @param {CryptoKey} wrapping  of epoch place.kep
 * @param {WrapPlace} place
 * @param {Box} box  wn and wk
 * @param {Taker} [take]
 * @returns {Promise<CryptoKey>}
 * @throws {DOMException} OperationError, if it was altered or moved
 */
export const unwrapContentKey = (wrapping, place, box, take) => unwrapKey(wrapping, wrapAAD(place, take), box)
