// @ts-check
/** @file note_versions.js: what each revision of a note changed, after the whole chain was checked. */
import { IntegrityAlarm } from "../crypto/index.js"
import { raiseAlarm } from "../ui/alarms.js"
import { all, make, one } from "../ui/dom.js"
import { markedChanges, noteHistory } from "../ui/notes.js"
import { currentKeyring, onLock } from "../ui/session.js"
import { text } from "../ui/text.js"

/** @import { Note } from "../ui/notes.js" */

/** @param {string} key @param {string | undefined} was @param {string} is */
const columnLine = (key, was, is) => was === undefined || was === is ? [] :
	[make("li", {}, `${text(key)}: `, make("del", {}, was), " \u2192 ", make("b", {}, is))]

/**
 * @param {HTMLElement} row
 * @param {HTMLElement | undefined} before  the row of the revision before
 * @param {Note | null} now
 * @param {Note | null | undefined} old
 */
function showChange(row, before, now, old) {
	const cell = one("[data-changes]", HTMLElement, row)
	if (now === null) {
		cell?.replaceChildren(text("sealed.deleted"))
		return
	}
	if (now.kind !== row.dataset["kind"] || now.on !== row.dataset["on"])
		throw new IntegrityAlarm("columns")
	const columns = [...columnLine("note.kind", before?.dataset["kindName"], row.dataset["kindName"] ?? ""),
		...columnLine("note.on", before?.dataset["onText"], row.dataset["onText"] ?? "")]
	const content = make("div", { class: "note-text" }, ...old === undefined ? [now.text] : markedChanges(old?.text ?? "", now.text))
	if (old?.text === now.text)
		columns.push(make("li", {}, text("note.same")))
	cell?.replaceChildren(...columns.length > 0 ? [make("ul", { class: "changes" }, ...columns)] : [],
		...old?.text === now.text ? [] : [content])
}

/**
 * @param {HTMLElement} section
 * @returns {Promise<string>} what to say above the list
 */
async function showChanges(section) {
	const keys = await currentKeyring()
	if (keys === null)
		return text("note.versionsLocked")
	const chain = await noteHistory(keys, section.dataset["patient"] ?? "", section.dataset["rec"] ?? "")
	const rows = new Map(all("tr[data-rev]", HTMLElement, section).map((row) => [Number(row.dataset["rev"]), row]))
	for (const [rev, row] of rows)
		showChange(row, rows.get(rev - 1), chain[rev - 1] ?? null, rev === 1 ? undefined : chain[rev - 2])
	return text("note.versionsChecked", chain.length)
}

export async function start() {
	const section = one("#note-versions", HTMLElement)
	const state = one("#versions-state", HTMLElement)
	if (section === null || state === null)
		return
	onLock(() => {
		for (const cell of all("[data-changes]", HTMLElement, section))
			cell.replaceChildren()
		state.textContent = text("note.versionsLocked")
	})
	state.textContent = text("note.versionsOpening")
	try {
		state.textContent = await showChanges(section)
	} catch (error) {
		for (const cell of all("[data-changes]", HTMLElement, section))
			cell.replaceChildren()
		state.textContent = text(error instanceof IntegrityAlarm ? "sealed.alarm" : "net.failed")
		if (error instanceof IntegrityAlarm)
			raiseAlarm(error, section.dataset["rec"] ?? null, "alarm.note")
	}
}
