// @ts-check
/** @file search_form.js: the server reads the name of a saved search; a patient's surname does not get there. */
import { documents, synchronise } from "../ui/documents.js"
import { all, fieldOf, one } from "../ui/dom.js"
import { surnameIn } from "../ui/suspects.js"
import { text } from "../ui/text.js"

/** @param {HTMLFormElement} form */
async function check(form) {
	await synchronise()
	const surname = surnameIn(documents(), fieldOf(form, "name")?.value ?? "")
	const said = one("[data-refused]", HTMLElement, form)
	if (surname === undefined || said === null)
		return form.submit()
	said.textContent = text("search.surname", surname)
	said.hidden = false
	fieldOf(form, "name")?.focus()
}

export function start() {
	for (const form of all("#search-form, form[data-search]", HTMLFormElement))
		form.addEventListener("submit", (event) => {
			event.preventDefault()
			void check(form)
		})
}
