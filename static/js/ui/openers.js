// @ts-check
/** @file openers.js: spread the fetching and opening of many passports over Workers. */
import { exportForWorker, IntegrityAlarm } from "../crypto/index.js"
import { askAgain } from "./batch.js"
import { startWorker } from "./trusted.js"
import { Offline } from "./api.js"

/** @import { Failed, Pins } from "../crypto/document.js" */
/** @import { Keyring } from "../crypto/keyring.js" */
/** @import { Batch } from "./batch.js" */
/** @import { Columns, Line } from "./indexfile.js" */

/** @typedef {Omit<Batch, "texts">} Place */
/** @typedef {{ columns: Columns, rest: (Line | Failed)[] }} Results  rest is looked at one by one */
/** @typedef {{ place: Promise<Place>, results: Promise<Results> }} Job  place is known while results are made */
/** @typedef {{ place: Place, results: Promise<Results> }} Placed */
/** @typedef {{ incident: string, reason: string }} Alarm */
/** @typedef {{ id: number, place?: Place, results?: Results, alarm?: Alarm | null }} Answer */

/**
 * @typedef {object} Waiting
 * @property {number} after
 * @property {(place: Place) => void} place
 * @property {(results: Results) => void} results
 * @property {(error: unknown) => void} fail
 */

const MOST_WORKERS = 4
const BATCH = 2000

const workersHere = () => Math.min(MOST_WORKERS, Math.max(2, navigator.hardwareConcurrency))

/** @typedef {{ keyring: Keyring, pins: Pins }} Secrets  pins: what this browser has seen */

/** One Worker and what it was asked. */
class Opener {
	/** @param {Promise<Secrets>} secrets */
	constructor(secrets) {
		/** @type {Map<number, Waiting>} */
		this.waiting = new Map()
		this.next = 0
		this.worker = startWorker(new URL("open-worker.js", import.meta.url))
		this.worker.onmessage = ({ data }) => this.settle(data)
		this.worker.onerror = () => this.fail(new Error("the worker did not start"))
		secrets.then(({ keyring, pins }) => this.worker.postMessage({ reader: exportForWorker(keyring), pins }),
			(error) => { this.worker.terminate(); this.fail(error) })
	}

	/** @param {Answer} answer */
	settle({ id, place, results, alarm }) {
		const waiting = this.waiting.get(id)
		if (waiting === undefined)
			return
		if (place !== undefined)
			return waiting.place(place)
		this.waiting.delete(id)
		if (results !== undefined)
			waiting.results(results)
		else if (alarm != null)
			waiting.fail(Object.assign(new IntegrityAlarm(alarm.reason), { incident: alarm.incident }))
		else
			askAgain(waiting.after).then(() => waiting.fail(new Offline()), waiting.fail)
	}

	/** @param {unknown} error */
	fail(error) {
		for (const { fail } of this.waiting.values())
			fail(error)
		this.waiting.clear()
	}

	/**
	 * @param {number} after
	 * @returns {Job}
	 */
	ask(after) {
		const id = this.next++
		/** @type {Partial<Waiting>} */
		const waiting = { after }
		const place = new Promise((resolve, reject) => { waiting.place = resolve; waiting.fail = reject })
		const results = new Promise((resolve, reject) => {
			const { fail } = waiting
			waiting.results = resolve
			waiting.fail = (error) => { fail?.(error); reject(error) }
		})
		place.catch(() => {})
		results.catch(() => {})
		this.waiting.set(id, /** @type {Waiting} */ (waiting))
		this.worker.postMessage({ id, after, limit: BATCH })
		return { place, results }
	}
}

/**
 * Everything after a sequence number, batch by batch in order. Each worker opens one batch while it
 * fetches the next; the first is asked for at once, whenever the secrets come.
 *
 * @param {Promise<Secrets>} secrets
 * @param {number} after
 * @returns {AsyncGenerator<Place & Results, void>}
 * @throws {IntegrityAlarm | import("./api.js").ApiError | Offline}
 */
export function openAfter(secrets, after) {
	const openers = Array.from({ length: workersHere() }, () => new Opener(secrets))
	let asked = 0
	const ask = async (/** @type {number} */ from) => {
		const { place, results } = /** @type {Opener} */ (openers[asked++ % openers.length]).ask(from)
		return { place: await place, results }
	}
	const first = ask(after)
	first.catch(() => {})
	return follow(openers, ask, first)
}

/**
 * @param {Opener[]} openers
 * @param {(from: number) => Promise<Placed>} ask
 * @param {Promise<Placed | null>} first
 * @returns {AsyncGenerator<Place & Results, void>}
 */
async function* follow(openers, ask, first) {
	/** @param {Promise<Placed | null>} before */
	const after = (before) => {
		const next = before.then((job) => job !== null && job.place.more ? ask(job.place.reached) : null)
		next.catch(() => {})
		return next
	}
	try {
		const ahead = [first]
		for (;;) {
			while (ahead.length < 2 * openers.length)
				ahead.push(after(/** @type {Promise<Placed | null>} */ (ahead.at(-1))))
			const job = await /** @type {Promise<Placed | null>} */ (ahead.shift())
			if (job === null)
				return
			yield { ...job.place, ...await job.results }
		}
	} finally {
		for (const { worker } of openers)
			worker.terminate()
	}
}
