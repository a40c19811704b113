// @ts-check
/**
 * @file rewrap.js: after a change of the institution's key: an officer's browser wraps the content keys again, batch
 * by batch; that of another member opens the records and says so, and then the old wraps go.
 *
 * Nothing is kept here: what is left to do, the server knows; a tab that is closed in the middle loses nothing.
 */
import { exportForWorker, IntegrityAlarm, openDocuments, rewrapKeys } from "../crypto/index.js"
import { raiseAlarm } from "./alarms.js"
import { ApiError, getJson, Offline, postForm } from "./api.js"
import { currentKeyring, renewedKeyring } from "./session.js"

/** @import { Failed, Opened } from "../crypto/document.js" */
/** @import { Keyring } from "../crypto/keyring.js" */

/** @typedef {{ lines: string[], left: number, epoch: number }} Batch */

/**
 * @returns {Promise<Batch>} nothing for who is no officer
 * @throws {IntegrityAlarm | ApiError | Offline}
 */
export async function nextBatch() {
	const { lines, left, epoch } = await getJson("/api/wraps")
	if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string") || !Number.isSafeInteger(left))
		throw new IntegrityAlarm("wraps")
	return { lines, left, epoch }
}

/**
 * @param {Keyring} keyring  of an officer, with the current epoch
 * @param {(done: number, total: number) => void} tell
 * @param {number} [done]
 * @returns {Promise<void>} when nothing is left
 * @throws {IntegrityAlarm | ApiError | Offline} 409 if the key was changed again meanwhile
 */
export async function rewrapAll(keyring, tell, done = 0) {
	for (let batch = await nextBatch(); batch.lines.length > 0; batch = await nextBatch()) {
		tell(done, done + batch.left)
		await postForm("/api/wraps", { lines: (await rewrapKeys(keyring, batch.lines)).join("\n") })
		done += batch.lines.length
	}
	tell(done, done)
}

/* The second look. */

const NAMED = /^\{"v":1,"suite":"A1","t":"(passport|note)","inst":"[0-9a-f-]{36}","rec":"([0-9a-f-]{36})","rev":([0-9]+),/
const EPOCH = /,"kep":([0-9]+),"wn":"[^"]{16}","wk":"[^"]{64}"\}$/

/** @typedef {{ t: "passport" | "note", rec: string, rev: string, kep: string, text: string }} Rewrapped */

/**
 * @param {unknown} text
 * @returns {Rewrapped}
 * @throws {IntegrityAlarm}
 */
function readRewrapped(text) {
	const named = typeof text === "string" ? NAMED.exec(text) : null
	const epoch = typeof text === "string" ? EPOCH.exec(text) : null
	if (named === null || epoch === null)
		throw new IntegrityAlarm("documents")
	const [, t, rec = "", rev = ""] = named
	return { t: t === "note" ? "note" : "passport", rec, rev, kep: epoch[1] ?? "", text: /** @type {string} */ (text) }
}

/**
 * Revisions of one record stand in several lists: in one list a record stands once.
 *
 * @param {Keyring} keyring
 * @param {Rewrapped[]} batch
 * @returns {Promise<string[]>} lines of those that opened; alarms are raised for the others
 */
async function openRewrapped(keyring, batch) {
	/** @type {Map<string, Rewrapped[]>} */
	const lists = new Map()
	for (const one of batch) {
		const nth = batch.filter(({ rec, rev }) => rec === one.rec && Number(rev) < Number(one.rev)).length
		lists.set(`${one.t} ${nth}`, [...lists.get(`${one.t} ${nth}`) ?? [], one])
	}
	const good = []
	for (const list of lists.values()) {
		const t = list[0]?.t ?? "passport"
		const results = await openDocuments(exportForWorker(keyring), list.map(({ text }) => text), { t })
		for (const [i, result] of results.entries()) {
			const { rec, rev, kep } = /** @type {Rewrapped} */ (list[i])
			if ("alarm" in result)
				raiseAlarm(result.alarm, rec)
			else
				good.push(`${rec} ${rev} ${result.docHash} ${kep}`)
		}
	}
	return good
}

/** @returns {Promise<void>} when everything that this user sees was looked at, or the server is away */
export async function checkRewrapped() {
	if (await currentKeyring() === null)
		return
	try {
		let after = ""
		for (;;) {
			const { documents } = await getJson(`/api/wraps/checks${after}`)
			if (!Array.isArray(documents) || documents.length === 0)
				return
			const batch = documents.map(readRewrapped)
			const keyring = await renewedKeyring()
			if (keyring === null)
				return
			const lines = await openRewrapped(keyring, batch)
			if (lines.length > 0)
				await postForm("/api/wraps/checks", { lines: lines.join("\n") })
			const last = /** @type {Rewrapped} */ (batch.at(-1))
			after = `?rec=${last.rec}&rev=${last.rev}`
		}
	} catch (error) {
		if (error instanceof IntegrityAlarm)
			raiseAlarm(error, null)
		else if (!(error instanceof ApiError || error instanceof Offline))
			throw error
	}
}
