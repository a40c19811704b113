// @ts-check
/** @file problems.js: what went wrong where an officer signs, in the words of the page. */
import { IntegrityAlarm } from "../crypto/index.js"
import { ApiError, Offline } from "./api.js"
import { text } from "./text.js"

/**
 * @param {unknown} error
 * @returns {string} of the page's texts alarm, offline, conflict and server
 * @throws what is none of these
 */
export function problemOf(error) {
	if (error instanceof IntegrityAlarm)
		return `${text("alarm")} ${error.incident}`
	if (error instanceof Offline)
		return text("offline")
	if (error instanceof ApiError)
		return error.status === 409 ? text("conflict") : `${text("server")} ${error.status} ${error.text}`
	throw error
}
