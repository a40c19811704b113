// @ts-check
/**
 * @file localindex.js: the search index at rest: one sealed box, bound to epoch and position. Its
 * megabytes lie in a Blob, which a browser reads several times as fast as bytes in a row.
 */
import { tup, ZERO32 } from "./bytes.js"
import { refuse } from "./errors.js"
import { openBytes, sealBytes } from "./seal.js"
import { getIndex, putIndex } from "./session.js"

/** @import { Bytes } from "./bytes.js" */
/** @import { Who } from "./store.js" */

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
	await putIndex(idb, position, { e, logSize, logRoot, n, c: new Blob([c]) })
}

/** @typedef {{ n: Bytes, c: Bytes, e: number, logSize: number, logRoot: Bytes }} SealedIndex */

/**
 * @param {IDBFactory} idb
 * @param {Who} who
 * @returns {Promise<SealedIndex | null>} null when there is none, or its file is gone
 */
export async function fetchIndex(idb, who) {
	/** @type {SealedIndex | { c: Blob } | undefined} */
	const row = await getIndex(idb, who)
	const c = row?.c instanceof Blob ? await row.c.arrayBuffer().catch(() => undefined) : undefined
	return row === undefined || c === undefined ? null : { .../** @type {SealedIndex} */ (row), c: new Uint8Array(c) }
}

/**
 * @param {Map<number, CryptoKey>} keys  by epoch
 * @param {Who} who
 * @param {SealedIndex} sealed
 * @returns {Promise<{ bytes: Bytes, logSize: number }>}
 * @throws {Refusal | DOMException}
 */
export async function openIndex(keys, { inst, user }, { e, logSize, logRoot, n, c }) {
	const key = keys.get(e) ?? refuse("epoch")
	return { bytes: await openBytes(key, indexAAD({ inst, user, e, logSize, logRoot }), { n, c }), logSize }
}

/** Before the ledger there is no tree. */
export const NO_TREE = ZERO32
