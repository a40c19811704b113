// @ts-check
/** @file open-worker.js: a Worker that fetches passports by the thousand and opens them. */
import { importInWorker, IntegrityAlarm, openDocuments } from "../crypto/index.js"
import { fetchBatch } from "./batch.js"
import { Index, lineOf, packIndex } from "./indexfile.js"

/** @import { Failed, Opened, Pins, Reader } from "../crypto/document.js" */
/** @import { Line } from "./indexfile.js" */

/** @typedef {{ reader: Reader, pins: Pins }} Start */
/** @typedef {{ id: number, after: number, limit: number }} Job */

/** @type {Start | undefined} */
let start

/**
 * @param {(Opened | Failed)[]} results
 * @returns {{ packed: Uint8Array<ArrayBuffer>, rest: (Line | Failed)[] }} rest is what has to be looked at one by one
 */
function pack(results) {
	const index = new Index()
	const rest = []
	for (const item of results) {
		const line = "alarm" in item ? item : lineOf(item)
		if ("alarm" in line || line.gap)
			rest.push(line)
		else
			index.add(line)
	}
	return { packed: packIndex(index, { roster: 0, epochs: 0 }), rest }
}

/**
 * @param {Start} keys
 * @param {Job} job
 */
async function work({ reader, pins }, { id, after, limit }) {
	try {
		const { texts, ...place } = await fetchBatch(after, limit)
		globalThis.postMessage({ id, place })
		const { packed, rest } = pack(await openDocuments(reader, texts, { t: "passport", pins }))
		globalThis.postMessage({ id, packed, rest }, /** @type {any} */ ([packed.buffer]))
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
