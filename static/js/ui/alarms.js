// @ts-check
/** @file alarms.js: say plainly that a record failed its check, and have it written to the audit log. */
import { postForm } from "./api.js"
import { make, one } from "./dom.js"
import { noteIncident } from "./incidents.js"
import { text } from "./text.js"

/** @typedef {{ incident: string, reason: string }} Alarm */

const HELP = "/account/alarms"
const MOST_SHOWN = 3
const MOST_SENT = 100

/** @type {Set<string>} incidents of this page */
const raised = new Set()

/**
 * @param {Alarm} alarm
 * @param {string | null} rec
 */
async function report({ incident, reason }, rec) {
	try {
		await postForm("/api/alarms", { incident, reason, rec: rec ?? undefined })
		return text("alarm.reported")
	} catch {
		return text("alarm.unreported")
	}
}

/**
 * @param {Alarm} alarm
 * @param {string | null} rec
 * @param {string} title  key of a text
 */
async function showAndReport(alarm, rec, title) {
	const place = one("#alarms", HTMLElement)
	const outcome = make("small")
	if (raised.size <= MOST_SHOWN)
		place?.append(make("div", { class: "alert stop" },
			make("p", {}, make("b", {}, text(title))),
			make("p", {}, `${text("alarm.text")} `, make("b", {}, alarm.incident), " ", outcome),
			make("p", {}, make("a", { href: HELP }, text("alarm.help")))))
	outcome.textContent = await report(alarm, rec)
}

/**
 * @param {Alarm} alarm
 * @param {string | null} rec
 * @param {string} [title]  key of the text that says what is not shown
 */
export function raiseAlarm(alarm, rec, title = "alarm.title") {
	if (raised.has(alarm.incident) || raised.size >= MOST_SENT)
		return
	raised.add(alarm.incident)
	noteIncident(alarm, rec)
	void showAndReport(alarm, rec, title)
}
