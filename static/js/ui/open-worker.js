// @ts-check
/** @file open-worker.js: a Worker that fetches passports by the thousand and opens them. */
import { importInWorker, IntegrityAlarm, openDocuments } from "../crypto/index.js"
import { fetchBatch } from "./batch.js"
import { columnsOf, lineOf } from "./indexfile.js"

/** @import { Pins, Reader } from "../crypto/document.js" */
/** @import { Line } from "./indexfile.js" */
/** @import { Results } from "./openers.js" */

/** @typedef {{ reader: Reader, pins: Pins }} Start */
/** @typedef {{ id: number, after: number, limit: number }} Job */

/** @type {Start | undefined} */
let start

/**
 * @param {Results["rest"]} results
 * @returns {Results}
 */
function sort(results) {
	/** @type {Line[]} */
	const lines = []
	const rest = []
	for (const item of results) {
		if ("alarm" in item || item.gap)
			rest.push(item)
		else
			lines.push(item)
	}
	return { columns: columnsOf(lines), rest }
}

/**
 * @param {Start} keys
 * @param {Job} job
 */
async function work({ reader, pins }, { id, after, limit }) {
	try {
		const { texts, ...place } = await fetchBatch(after, limit)
		globalThis.postMessage({ id, place })
		const results = await openDocuments(reader, texts, { t: "passport", pins }, lineOf)
		globalThis.postMessage({ id, results: sort(results) })
	} catch (error) {
		const alarm = error instanceof IntegrityAlarm ? { incident: error.incident, reason: error.reason } : null
		globalThis.postMessage({ id, failed: true, alarm })
	}
}

/** @param {MessageEvent<Start | Job>} event */
globalThis.onmessage = ({ data }) => {
	if ("reader" in data)
		start = { reader: importInWorker(data.reader), pins: data.pins }
	else if (start !== undefined)
		void work(start, data)
}
