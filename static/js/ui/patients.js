// @ts-check
/** @file patients.js: the open columns of patients, fetched once a page. */
import { getJson } from "./api.js"

/** @import { Row } from "./rows.js" */

/** @type {Map<string, Row>} */
const known = new Map()

/** @returns {ReadonlyMap<string, Row>} those that were fetched before */
export const knownRows = () => known

/**
 * @param {string[]} ids  at most 100
 * @param {AbortSignal} signal
 * @returns {Promise<Map<string, Row>>} of those that may be seen
 * @throws {import("./api.js").ApiError | import("./api.js").Offline}
 */
export async function getRows(ids, signal) {
	const missing = ids.filter((id) => !known.has(id))
	if (missing.length > 0) {
		const { rows } = await getJson(`/api/patients/rows?ids=${missing.join(",")}`, { signal })
		for (const row of /** @type {Row[]} */ (rows))
			known.set(String(row["id"]), row)
	}
	return known
}
