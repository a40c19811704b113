// @ts-check
/** @file diagnosis_list.js: opens the diagnosis in words, which is a sealed note. */
import { all } from "../ui/dom.js"
import { openNotes } from "../ui/notes.js"
import { onLock } from "../ui/session.js"
import { text } from "../ui/text.js"

/** @import { ShownNote } from "../ui/notes.js" */

/** @param {HTMLElement} place @param {ShownNote} shown */
function show(place, { state, note }) {
	place.dataset["state"] = state
	place.textContent = note?.text ?? text(`note.${state}Text`)
}

export async function start() {
	const places = all("#diagnosis-words [data-note]", HTMLElement)
	onLock(() => places.forEach((place) => show(place, { state: "locked" })))
	for (const place of places) {
		const { note = "", of = "", kind = "", on = "", envelope = "" } = place.dataset
		const [shown = /** @type {ShownNote} */ ({ state: "alarm" })] = await openNotes(of, [{ rec: note, kind, on, envelope }])
		show(place, shown)
	}
}
