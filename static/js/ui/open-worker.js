// @ts-check
/** @file open-worker.js: a Worker that opens passports by the hundred. */
import { importInWorker, openDocuments } from "../crypto/index.js"
import { lineOf } from "./indexfile.js"

/** @import { Pins, Reader } from "../crypto/document.js" */

/** @typedef {{ reader: Reader }} Start */
/** @typedef {{ id: number, texts: string[], pins: Pins }} Job */

/** @type {Reader | undefined} */
let reader

/** @param {MessageEvent<Start | Job>} event */
globalThis.onmessage = async ({ data }) => {
	if ("reader" in data) {
		reader = importInWorker(data.reader)
		return
	}
	const { id, texts, pins } = data
	try {
		const results = reader === undefined ? [] : await openDocuments(reader, texts, { t: "passport", pins })
		globalThis.postMessage({ id, results: results.map((item) => "alarm" in item ? item : lineOf(item)) })
	} catch (error) {
		const { incident = crypto.randomUUID(), reason = "fault" } = /** @type {any} */ (error)
		globalThis.postMessage({ id, alarm: { incident, reason } })
	}
}
