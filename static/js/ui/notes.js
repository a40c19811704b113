// @ts-check
/**
 * @file notes.js: opens and seals notes. A note says in its sealed part whose it is, of which kind and
 * of which day; where the open columns beside it say something else, that is an alarm.
 */
import {
	checkDocuments, exportForWorker, IntegrityAlarm, openDocument, openDocuments, openHistory, readNotePins, readPin, sealDocument, updatePins,
} from "../crypto/index.js"
import { raiseAlarm } from "./alarms.js"
import { getJson } from "./api.js"
import { make } from "./dom.js"
import { currentKeyring, newerKeyring, writingKeyring } from "./session.js"
import { parseQuery } from "./search.js"
import { textChanges } from "./text-diff.js"
import { checkGap, fetchVersions } from "./vault.js"

/** @import { Failed, Opened, Pins } from "../crypto/document.js" */
/** @import { Keyring } from "../crypto/keyring.js" */
/** @import { Row } from "./rows.js" */

/** @typedef {{ kind: string, on: string, text: string }} Note  what is sealed, besides its patient */
/** @typedef {{ rec: string, kind: string, on: string, envelope: string }} Sealed  as the server gives it */

/**
 * @typedef {object} ShownNote
 * @property {"open" | "locked" | "foreign" | "alarm" | "deleted"} state
 * @property {Note} [note]  if open
 * @property {number} [rev]
 * @property {string} [docHash]
 */

/** So many characters a note has at most; its sealed form has room for them in any script. */
export const NOTE_MOST = 20_000

const HEAD = /^\{"v":1,"suite":"A1","t":"note","inst":"([0-9a-f-]{36})"/

/** @param {unknown} value */
const textOf = (value) => typeof value === "string" ? value : ""

/** @param {Opened} opened @returns {Note} */
const noteOf = ({ object }) => ({ kind: textOf(object["kind"]), on: textOf(object["on"]), text: textOf(object["text"]) })

/**
 * @param {Keyring} keys
 * @param {string} of
 * @param {Sealed} sealed
 * @param {Opened | Failed} result
 * @param {Pins} pins
 * @returns {Promise<ShownNote>}
 */
async function judge(keys, of, { rec, kind, on }, result, pins) {
	if ("alarm" in result) {
		raiseAlarm(result.alarm, rec, "alarm.note")
		return { state: "alarm" }
	}
	try {
		const pin = pins.get(rec)
		if (result.rec !== rec)
			throw new IntegrityAlarm("asked")
		if (result.gap && pin !== undefined)
			await checkGap(keys, rec, pin, result, of)
		const note = noteOf(result)
		if (!result.deleted && (note.kind !== kind || note.on !== on))
			throw new IntegrityAlarm("columns")
		const { rev, docHash } = result
		return result.deleted ? { state: "deleted", rev, docHash } : { state: "open", note, rev, docHash }
	} catch (error) {
		if (!(error instanceof IntegrityAlarm))
			throw error
		raiseAlarm(error, rec, "alarm.note")
		return { state: "alarm" }
	}
}

/**
 * What is missing is no reason not to show the rest.
 *
 * @param {Pins} pins
 * @param {Sealed[]} list
 */
async function checkNoneMissing(pins, list) {
	const here = new Set(list.map(({ rec }) => rec))
	try {
		await checkDocuments(pins, new Map([...pins].filter(([rec]) => here.has(rec))))
	} catch (error) {
		raiseAlarm(/** @type {IntegrityAlarm} */ (error), null, "note.missing")
	}
}

/**
 * @param {Keyring} keys
 * @param {string} of
 * @param {Sealed[]} list
 * @param {boolean} whole
 * @returns {Promise<ShownNote[]>}
 * @throws {IntegrityAlarm}
 */
async function openList(keys, of, list, whole) {
	const pins = await readNotePins(keys, of)
	const results = await openDocuments(exportForWorker(keys), list.map(({ envelope }) => envelope), { t: "note", of, pins })
	const newer = results.some((result) => "alarm" in result && result.alarm.reason === "epoch") ? await newerKeyring(keys) : null
	if (newer !== null)
		return openList(newer, of, list, whole)
	const shown = await Promise.all(results.map((result, i) => judge(keys, of, /** @type {Sealed} */ (list[i]), result, pins)))
	/** @type {Pins} */
	const records = new Map()
	for (const [i, { rev, docHash: hash }] of shown.entries())
		if (rev !== undefined && hash !== undefined)
			records.set(list[i]?.rec ?? "", { rev, hash, of })
	if (whole)
		await checkNoneMissing(pins, list)
	if (records.size > 0)
		await updatePins(keys, { records })
	return shown
}

/**
 * @param {string} of  the patient
 * @returns {Promise<{ notes: Row[], whole: boolean }>}  with the open columns of each; whole: all that there are
 * @throws {IntegrityAlarm | import("./api.js").ApiError | import("./api.js").Offline}
 */
export async function fetchNotes(of) {
	const { notes, whole } = await getJson(`/api/patients/${of}/notes`)
	if (!Array.isArray(notes) || !notes.every((row) => typeof row?.id === "string" && typeof row.envelope === "string"))
		throw new IntegrityAlarm("notes")
	return { notes, whole: whole === true }
}

/**
 * Alarms are raised here, and shown in the place of the note.
 *
 * @param {string} of  the patient
 * @param {Sealed[]} list
 * @param {boolean} [whole]  all that the patient has: what this browser has seen must be among them
 * @returns {Promise<ShownNote[]>} in the same order
 */
export async function openNotes(of, list, whole = false) {
	const keys = await currentKeyring()
	/** @param {ShownNote["state"]} state @returns {ShownNote[]} */
	const all = (state) => list.map(() => ({ state }))
	if (keys === null)
		return all("locked")
	const foreign = (/** @type {Sealed} */ { envelope }) => (HEAD.exec(envelope)?.[1] ?? keys.inst) !== keys.inst
	if (keys.reader.epochs.size === 0)
		return all("foreign")
	try {
		if (list.length > 0 && list.every(foreign) && (await readNotePins(keys, of)).size === 0)
			return all("foreign")
		return await openList(keys, of, list, whole)
	} catch (error) {
		if (!(error instanceof IntegrityAlarm))
			throw error
		raiseAlarm(error, null, "alarm.note")
		return all("alarm")
	}
}

/**
 * A revision which this browser has sealed itself and which the server did not take.
 *
 * @param {string} of
 * @param {string} rec
 * @param {string} envelope
 * @returns {Promise<Note | null>} null if it cannot be opened
 */
export async function openOwnNote(of, rec, envelope) {
	const keys = await currentKeyring()
	if (keys === null)
		return null
	try {
		return noteOf(await openDocument(keys, envelope, { t: "note", rec, of, pin: undefined }))
	} catch {
		return null
	}
}

/**
 * @param {Keyring} keys
 * @param {string} of
 * @param {string} rec
 * @returns {Promise<(Note | null)[]>} every revision, from the first on; null for a deleted one
 * @throws {IntegrityAlarm}
 */
export async function noteHistory(keys, of, rec) {
	const chain = await openHistory(keys, await fetchVersions(rec), { t: "note", rec, of, pin: await readPin(keys, rec) })
	return chain.map((opened) => opened.deleted ? null : noteOf(opened))
}

/**
 * @param {string} of
 * @param {string} rec
 * @param {Note} note
 * @param {{ rev: number, docHash: string } | null} before  null for a new note
 * @returns {Promise<string | null>} an envelope; null while locked
 * @throws {IntegrityAlarm} if there is no key of the current epoch
 */
export async function sealNote(of, rec, { kind, on, text }, before) {
	const keys = await writingKeyring()
	if (keys === null)
		return null
	const sealed = await sealDocument(keys, {
		t: "note", rec, rev: before === null ? 1 : before.rev + 1,
		...before === null ? {} : { prev: before.docHash },
		object: { of, kind, on, text }, ts: Math.floor(Date.now() / 1000),
	})
	return sealed.text
}

/**
 * @param {string} before
 * @param {string} after
 * @param {"both" | "before" | "after"} [side]  which text is shown; both with what is gone and what is new
 * @returns {(string | Node)[]}
 */
export const markedChanges = (before, after, side = "both") => textChanges(before, after)
	.filter(({ kind }) => !(kind === "gone" && side === "after") && !(kind === "new" && side === "before"))
	.map(({ kind, text }) => kind === "same" ? text : make(kind === "gone" ? "del" : "ins", {}, text))

/**
 * @param {string} content
 * @param {string} query  as typed
 * @param {(value: string) => string} normal  keeps the length of the text
 * @returns {(string | Node)[]} with the words that were looked for marked
 */
export function markedWords(content, query, normal) {
	const haystack = normal(content)
	const words = parseQuery(query).flat().sort((a, b) => b.length - a.length)
	if (haystack.length !== content.length || words.length === 0)
		return [content]
	/** @type {(string | Node)[]} */
	const parts = []
	let from = 0
	for (let at = 0; at < content.length;) {
		const word = words.find((w) => haystack.startsWith(w, at))
		if (word === undefined) {
			at++
			continue
		}
		parts.push(content.slice(from, at), make("mark", {}, content.slice(at, at + word.length)))
		from = at += word.length
	}
	return [...parts, content.slice(from)]
}
