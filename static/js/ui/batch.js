// @ts-check
/** @file batch.js: ask the server for sealed passports; the page does it, and the workers do. */
import { IntegrityAlarm } from "../crypto/opening.js"
import { getJson } from "./api.js"

/**
 * @typedef {object} Batch
 * @property {string[]} texts
 * @property {number} last  the sequence number up to which the server has answered
 * @property {number} reached  where the next batch begins
 * @property {boolean} more  there is a next batch
 * @property {string[]} left  records of patients who went to another department
 */

/** @param {number} after @param {number} limit */
const pathOf = (after, limit) => `/api/documents?after=${after}&limit=${limit}&type=passport`

/**
 * @param {number} after  a sequence number
 * @param {number} limit
 * @returns {Promise<Batch>}
 * @throws {IntegrityAlarm} if the answer is none
 * @throws {import("./api.js").ApiError | import("./api.js").Offline}
 */
export async function fetchBatch(after, limit) {
	const { documents, last, left, more, reached: newest } = await getJson(pathOf(after, limit))
	if (!Array.isArray(documents) || !Number.isSafeInteger(last) || !Number.isSafeInteger(newest) ||
		!Array.isArray(left) || !left.every((rec) => typeof rec === "string"))
		throw new IntegrityAlarm("documents")
	// This browser has seen more than there is now: the whole server was set back.
	if (newest < after)
		throw new IntegrityAlarm("older")
	let reached = after
	for (const item of documents) {
		if (typeof item?.text !== "string" || !Number.isSafeInteger(item.seq) || item.seq <= reached)
			throw new IntegrityAlarm("documents")
		reached = item.seq
	}
	if (last < reached)
		throw new IntegrityAlarm("older")
	const goesOn = more === true && documents.length > 0
	return { texts: documents.map(({ text }) => text), last, reached: goesOn ? reached : last, more: goesOn, left }
}

/**
 * A worker was refused something: asked by the page, the refusal is told to all who listen for it.
 *
 * @param {number} after
 * @throws {import("./api.js").ApiError | import("./api.js").Offline}
 */
export const askAgain = (after) => getJson(pathOf(after, 1))
