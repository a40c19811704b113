// @ts-check
/** @file prescription_search.js: what the search finds as a table, with the names this browser can open. */
import { documents, synchronise } from "../ui/documents.js"
import { one } from "../ui/dom.js"
import { addNames } from "../ui/export.js"
import { saveFile } from "../ui/files.js"
import { fullName, showDate } from "../ui/passport.js"
import { text } from "../ui/text.js"

/** @param {string} url */
async function saveWithNames(url) {
	await synchronise()
	const index = documents()
	if (index.length === 0)
		return text("export.locked")
	const answer = await fetch(url, { credentials: "same-origin" })
	if (!answer.ok)
		return text("export.failed")
	const places = new Map(index.recs.map((rec, i) => [rec, i]))
	saveFile("prescriptions.csv", addNames(await answer.text(), [text("export.name"), text("export.born")], (id) => {
		const passport = index.passport(places.get(id) ?? -1)
		return passport === undefined ? undefined : [fullName(passport), showDate(passport.born)]
	}), "text/csv;charset=utf-8")
	return ""
}

export function start() {
	const button = one("#export-names", HTMLButtonElement)
	const state = one("#export-state", HTMLElement)
	if (button === null || state === null)
		return
	button.hidden = false
	button.addEventListener("click", () => {
		button.disabled = true
		saveWithNames(button.dataset["url"] ?? "").catch(() => text("export.failed")).then((said) => {
			state.textContent = said
			button.disabled = false
		})
	})
}
