// @ts-check
/** @file open-worker.js: a Worker that fetches passports by the thousand and opens them. */
import { importInWorker, IntegrityAlarm, openDocuments } from "../crypto/opening.js"
import { fetchBatch } from "./batch.js"
import { columnsOf, lineOf } from "./indexfile.js"

/** @import { Pins, Reader } from "../crypto/document.js" */
/** @import { Line } from "./indexfile.js" */
/** @import { Results } from "./openers.js" */

/** @typedef {{ reader: Reader, pins: Pins }} Start */
/** @typedef {{ id: number, after: number, limit: number }} Job */

/** @type {(start: Start) => void} */
let begin
/** A batch is fetched before the keys are there. */
const begun = new Promise((/** @type {(start: Start) => void} */ resolve) => { begin = resolve })

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
 * @param {Job} job
 */
async function work({ id, after, limit }) {
	try {
		const { texts, ...place } = await fetchBatch(after, limit)
		globalThis.postMessage({ id, place })
		const { reader, pins } = await begun
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
		begin({ reader: importInWorker(data.reader), pins: data.pins })
	else
		void work(data)
}
