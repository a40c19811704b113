// @ts-check
/**
 * @file opening.js: the door for Workers: to open documents, and nothing more that would have to be loaded.
 * index.js hands the same on to everybody else.
 */
import { makeReader, openMany } from "./document.js"
import { guarded, IntegrityAlarm, loaded } from "./errors.js"

/** @import { Failed, Opened, Pins, Reader } from "./document.js" */

export { IntegrityAlarm, loaded }

/**
 * One list, as it came. What cannot be opened stands in its place as an alarm; the rest is good.
 *
 * @template [T=Opened]
 * @param {Reader} reader  of exportForWorker or importInWorker
 * @param {string[]} texts
 * @param {{ t: "passport" | "note", of?: string, pins?: Pick<Pins, "get"> }} expected
 * @param {(opened: Opened) => T} [make]  what is wanted of each
 * @returns {Promise<(T | Failed)[]>} in the same order; can be cloned
 * @throws {IntegrityAlarm} if one record stands twice
 */
export const openDocuments = (reader, texts, expected, make) => guarded(() => openMany(reader, texts, expected, make))

/**
 * @param {Reader} message
 * @returns {Reader} with caches of its own
 */
export const importInWorker = ({ inst, epochs, authors }) => makeReader(inst, epochs, authors)
