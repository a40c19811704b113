// @ts-check
/**
 * @file import-send.js: seals checked lines and sends them batch by batch; the last request makes them patients, all of them.
 *
 * A batch whose answer is lost is sent again: the server keeps what it has. Nothing is kept here after the page is left.
 */
import { ApiError, getJson, Offline, postForm } from "./api.js"
import { sealPassport } from "./vault.js"

/** @import { Checked } from "./import-check.js" */

/** @typedef {{ row: number, field: string, message: string }} RowError */

/** The server does not take these rows, so it takes none. */
export class Refused extends Error {
	/** @param {RowError[]} rows */
	constructor(rows) {
		super("rows are refused")
		this.name = "Refused"
		this.rows = rows
	}
}

/** The keys are not open any more. */
export class Locked extends Error {}
/** The user does not want to go on. */
export class Cancelled extends Error {}

/* The programs take 256 KiB; with what encoding adds. */
const MOST_BYTES = 230_000
const AT_ONCE = 60
const WAITS = [1, 2, 4, 8, 15, 30, 30, 60, 60, 60]

/**
 * @param {number} seconds
 * @returns {Promise<void>} earlier when the network comes back
 */
const wait = (seconds) => new Promise((resolve) => {
	const end = () => {
		clearTimeout(timer)
		window.removeEventListener("online", end)
		resolve()
	}
	const timer = setTimeout(end, seconds * 1000)
	window.addEventListener("online", end)
})

/** @param {unknown} error */
const isPassing = (error) => error instanceof Offline || error instanceof ApiError && [429, 502, 503, 504].includes(error.status)

/** @typedef {{ done: number, total: number, waiting: boolean, committing: boolean }} Progress */

export class Sender {
	/**
	 * @param {Checked[]} rows
	 * @param {(progress: Progress) => void} tell
	 */
	constructor(rows, tell) {
		this.id = crypto.randomUUID()
		this.rows = rows.map((checked) => ({ ...checked, rec: crypto.randomUUID() }))
		this.tell = tell
		this.done = 0
		this.cancelled = false
	}

	/** @param {Partial<Progress>} more */
	say(more) {
		this.tell({ done: this.done, total: this.rows.length, waiting: false, committing: false, ...more })
	}

	/**
	 * @template T
	 * @param {() => Promise<T>} work  may be done again
	 * @returns {Promise<T>}
	 */
	async insist(work) {
		for (let i = 0; ; i++) {
			if (this.cancelled)
				throw new Cancelled()
			try {
				return await work()
			} catch (error) {
				const seconds = WAITS[i]
				if (!isPassing(error) || seconds === undefined)
					throw error
				this.say({ waiting: true })
				await wait(seconds)
			}
		}
	}

	/**
	 * @param {typeof this.rows} rows
	 * @returns {Promise<string[]>} a line each
	 */
	seal(rows) {
		return Promise.all(rows.map(async ({ rec, line, passport, open: o }) => {
			const envelope = await sealPassport(rec, passport, null)
			if (envelope === null)
				throw new Locked()
			return [line.row, rec, o.institution, o.district, passport.born.slice(0, 4), passport.sex, o.diagnosis, o.date_in,
				o.commission_no, o.commission_on, o.basis, o.consent_on, envelope].join("\t")
		}))
	}

	/**
	 * @param {string[]} lines
	 * @throws {Refused | ApiError | Offline}
	 */
	async post(lines) {
		const rows = lines.join("\n")
		if (lines.length > 1 && new URLSearchParams({ rows }).toString().length > MOST_BYTES) {
			const half = lines.length >> 1
			await this.post(lines.slice(0, half))
			await this.post(lines.slice(half))
			return
		}
		try {
			await postForm(`/api/imports/${this.id}/rows`, { rows })
		} catch (error) {
			if (error instanceof ApiError && error.code === "rows")
				throw new Refused(/** @type {RowError[]} */ (error.body["rows"]))
			throw error
		}
	}

	async commit() {
		try {
			await postForm(`/api/imports/${this.id}/commit`, {})
		} catch (error) {
			// The answer to an earlier try may have been lost.
			if (!(error instanceof ApiError) || error.status !== 409 ||
				(await getJson(`/api/imports/${this.id}`))["status"] !== "committed")
				throw error
		}
	}

	/** @throws {Refused | Locked | Cancelled | ApiError | Offline} and then nothing has come into the register */
	async run() {
		await this.insist(() => postForm("/api/imports", { id: this.id, total: this.rows.length }))
		for (let from = 0; from < this.rows.length; from += AT_ONCE) {
			const rows = this.rows.slice(from, from + AT_ONCE)
			// Sealed anew with each try: the server looks at the time.
			await this.insist(async () => this.post(await this.seal(rows)))
			this.done = Math.min(from + AT_ONCE, this.rows.length)
			this.say({})
		}
		this.say({ committing: true })
		await this.insist(() => this.commit())
	}

	/** Nothing of it is kept. */
	async cancel() {
		this.cancelled = true
		await postForm(`/api/imports/${this.id}/cancel`, {}).catch(() => {})
	}
}
