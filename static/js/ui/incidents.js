// @ts-check
/**
 * @file incidents.js: what this browser keeps of integrity alarms, so that it can be told to somebody: numbers, moments and
 * reasons. Nothing of what is sealed ever comes here.
 */

/** @typedef {{ incident: string, reason: string, rec: string | null, page: string, at: number }} Incident  at: unix seconds */
/** @typedef {"older" | "missing" | "place" | "signer" | "altered" | "answer"} Kind */

const NAME = "palreg-incidents"
const MOST = 50
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/* What a reason means to a person. What stands nowhere here was altered. */
/** @type {Record<string, Kind>} */
const KINDS = Object.fromEntries(Object.entries({
	older: ["older", "shorter"],
	missing: ["missing", "grants", "versions", "notes"],
	place: ["asked", "twice", "of", "columns", "owner", "root", "inst", "account", "forked", "changed", "chain", "member", "user", "login"],
	signer: ["signature", "signer", "consent", "weight", "order", "smallorder", "reused", "tag", "sender", "recipient", "ikid", "epoch", "taken"],
	answer: ["answer", "endless", "session", "keys", "documents", "wraps", "half", "fault"],
}).flatMap(([kind, reasons]) => reasons.map((reason) => [reason, /** @type {Kind} */ (kind)])))

/** @param {string} reason @returns {Kind} */
export const kindOf = (reason) => Object.hasOwn(KINDS, reason) ? /** @type {Kind} */ (KINDS[reason]) : "altered"

/** @returns {Incident[]} the newest first */
export function readIncidents() {
	try {
		const kept = JSON.parse(localStorage.getItem(NAME) ?? "[]")
		return Array.isArray(kept) ? kept : []
	} catch {
		return []
	}
}

/**
 * @param {{ incident: string, reason: string }} alarm
 * @param {string | null} rec
 */
export function noteIncident({ incident, reason }, rec) {
	const page = location.pathname.replace(UUID, ":id")
	const all = [{ incident, reason, rec, page, at: Math.floor(Date.now() / 1000) }, ...readIncidents()]
	try {
		localStorage.setItem(NAME, JSON.stringify(all.slice(0, MOST)))
	} catch {
		// A browser that keeps nothing has shown the number all the same.
	}
}

/**
 * @param {Incident[]} incidents
 * @param {{ origin: string, agent: string, now: number, seen: { inst: string, user: string, seq: number, head: string }[] }} about
 *     seen: the rosters as this browser has verified them last
 * @returns {string} a report for the officer and the administrator, without a name
 */
export function reportOf(incidents, { origin, agent, now, seen }) {
	const moment = (/** @type {number} */ at) => new Date(at * 1000).toISOString()
	return [
		"palreg: integrity incidents of one browser", `made ${moment(now)}`, `site ${origin}`, `browser ${agent}`, "",
		...seen.map(({ inst, user, seq, head }) => `seen: institution ${inst}, account ${user}, roster up to entry ${seq}, head ${head}`), "",
		...incidents.map(({ incident, reason, rec, page, at }) =>
			`${moment(at)}  incident ${incident}  ${kindOf(reason)} (${reason})  page ${page}${rec === null ? "" : `  record ${rec}`}`), "",
	].join("\n")
}
