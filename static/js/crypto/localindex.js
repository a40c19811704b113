// @ts-check
/** @file localindex.js: the search index at rest: one sealed box, bound to epoch and position. */
import { tup, ZERO32 } from "./bytes.js"
import { refuse } from "./errors.js"
import { openBytes, sealBytes } from "./seal.js"
import { getIndex, putIndex } from "./session.js"

/** @import { Bytes } from "./bytes.js" */
/** @import { Box } from "./seal.js" */

/**
 * @typedef {object} Position
 * @property {string} inst
 * @property {string} user
 * @property {number} e
 * @property {number} logSize  the last sequence number that is in the index
 * @property {Bytes} logRoot  32 zero bytes before there is a ledger
 */

/** @param {Position} position */
export const indexAAD = ({ inst, user, e, logSize, logRoot }) =>
	tup("idx", { suite: "A1", inst, user, e, logSize, logRoot })

/**
 * @param {IDBFactory} idb
 * @param {CryptoKey} key  the index key of epoch position.e
 * @param {Position} position
 * @param {Bytes} bytes
 */
export async function writeIndex(idb, key, position, bytes) {
	const { n, c } = await sealBytes(key, indexAAD(position), bytes)
	const { e, logSize, logRoot } = position
	await putIndex(idb, position, { e, logSize, logRoot, n, c })
}

/**
 * @param {IDBFactory} idb
 * @param {Map<number, CryptoKey>} keys  by epoch
 * @param {{ inst: string, user: string }} who
 * @returns {Promise<{ bytes: Bytes, logSize: number } | null>} null when there is none
 * @throws {Refusal | DOMException}
 */
export async function readIndex(idb, keys, { inst, user }) {
	/** @type {Box & { e: number, logSize: number, logRoot: Bytes } | undefined} */
	const row = await getIndex(idb, { inst, user })
	if (row === undefined)
		return null
	const { e, logSize, logRoot } = row
	const key = keys.get(e) ?? refuse("epoch")
	return { bytes: await openBytes(key, indexAAD({ inst, user, e, logSize, logRoot }), row), logSize }
}

/** Before the ledger there is no tree. */
export const NO_TREE = ZERO32
