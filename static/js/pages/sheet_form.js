// @ts-check
/** @file sheet_form.js: a sheet of several lines: figures and warnings while doses are typed. */
import { one } from "../ui/dom.js"
import { startDoses } from "../ui/doses.js"
import { saved, watchUnsaved } from "../ui/unsaved.js"

export function start() {
	const form = one("#sheet-form", HTMLFormElement)
	if (form === null)
		return
	form.addEventListener("submit", () => saved())
	watchUnsaved(form)
	startDoses(form)
}
