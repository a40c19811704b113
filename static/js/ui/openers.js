// @ts-check
/** @file openers.js: spread the opening of many passports over Workers; a few are opened here. */
import { exportForWorker, IntegrityAlarm, openDocuments } from "../crypto/index.js"
import { lineOf } from "./indexfile.js"
import { startWorker } from "./trusted.js"

/** @import { Failed, Pins } from "../crypto/document.js" */
/** @import { Keyring } from "../crypto/keyring.js" */

/** @import { Line } from "./indexfile.js" */
/** @typedef {(Line | Failed)[]} Results */
/** @typedef {{ resolve: (results: Results) => void, reject: (error: unknown) => void }} Waiting */

const MOST_WORKERS = 4
const FEW = 64

const workersHere = () => Math.min(MOST_WORKERS, Math.max(2, navigator.hardwareConcurrency))

/** One Worker and what it was asked. */
class Opener {
	/** @param {Keyring} keyring */
	constructor(keyring) {
		/** @type {Map<number, Waiting>} */
		this.waiting = new Map()
		this.next = 0
		this.worker = startWorker(new URL("open-worker.js", import.meta.url))
		this.worker.onmessage = ({ data }) => this.settle(data)
		this.worker.onerror = () => this.fail(new Error("the worker did not start"))
		this.worker.postMessage({ reader: exportForWorker(keyring) })
	}

	/** @param {{ id: number, results?: Results, alarm?: { incident: string, reason: string } }} answer */
	settle({ id, results, alarm }) {
		const waiting = this.waiting.get(id)
		this.waiting.delete(id)
		if (results !== undefined)
			waiting?.resolve(results)
		else
			waiting?.reject(Object.assign(new IntegrityAlarm(alarm?.reason ?? "fault"), { incident: alarm?.incident }))
	}

	/** @param {Error} error */
	fail(error) {
		for (const { reject } of this.waiting.values())
			reject(error)
		this.waiting.clear()
	}

	/**
	 * @param {string[]} texts
	 * @param {Pins} pins
	 * @returns {Promise<Results>}
	 */
	open(texts, pins) {
		const id = this.next++
		return new Promise((resolve, reject) => {
			this.waiting.set(id, { resolve, reject })
			this.worker.postMessage({ id, texts, pins })
		})
	}
}

/**
 * @param {Keyring} keyring
 * @returns {{ open: (texts: string[], pins: Pins) => Promise<Results>, close: () => void }}
 */
export function startOpeners(keyring) {
	/** @type {Opener[]} */
	let openers = []
	return {
		async open(texts, pins) {
			if (texts.length <= FEW && openers.length === 0)
				return (await openDocuments(exportForWorker(keyring), texts, { t: "passport", pins }))
					.map((item) => "alarm" in item ? item : lineOf(item))
			if (openers.length === 0)
				openers = Array.from({ length: workersHere() }, () => new Opener(keyring))
			const share = Math.ceil(texts.length / openers.length)
			const parts = await Promise.all(openers.map((opener, i) => opener.open(texts.slice(i * share, (i + 1) * share), pins)))
			return parts.flat()
		},
		close() {
			for (const { worker } of openers)
				worker.terminate()
			openers = []
		},
	}
}
