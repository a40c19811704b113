// @ts-check
/** @file export-names.js: the button that saves a table of the server with what this browser knows of the patients. */
import { documents, synchronise } from "./documents.js"
import { one } from "./dom.js"
import { addNames } from "./export.js"
import { saveFile } from "./files.js"
import { text } from "./text.js"

/** @import { Passport } from "./passport.js" */

/** @typedef {{ head: string, of: (passport: Passport) => string }} Column  head: the key of its text */

/**
 * @param {HTMLElement} button  data-url of the table, data-file of what is saved
 * @param {Column[]} columns
 * @param {() => Set<string> | null} wanted  whose rows to keep; null for all
 * @returns {Promise<string>} what to say
 */
async function saveWithNames({ dataset: { url = "", file = "table.csv" } }, columns, wanted) {
	await synchronise()
	const index = documents()
	if (index.length === 0)
		return text("export.locked")
	const answer = await fetch(url, { credentials: "same-origin" })
	if (!answer.ok)
		return text("export.failed")
	saveFile(file, addNames(await answer.text(), columns.map(({ head }) => text(head)), (id) => {
		const passport = index.passport(index.places.get(id) ?? -1)
		return passport === undefined ? undefined : columns.map(({ of }) => of(passport))
	}, wanted()), "text/csv;charset=utf-8")
	return ""
}

/**
 * @param {Column[]} columns  about the person, put before those of the server
 * @param {() => Set<string> | null} [wanted]
 */
export function startExport(columns, wanted = () => null) {
	const button = one("#export-names", HTMLButtonElement)
	const state = one("#export-state", HTMLElement)
	if (button === null || state === null)
		return
	button.hidden = false
	button.addEventListener("click", () => {
		button.disabled = true
		saveWithNames(button, columns, wanted).catch(() => text("export.failed")).then((said) => {
			state.textContent = said
			button.disabled = false
		})
	})
}
