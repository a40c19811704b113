// @ts-check
/** @file entry_form.js: forms of the register entry: the picker of diagnoses; what only a death asks for. */
import { startDiagnoses } from "../ui/diagnosis.js"
import { all, fieldOf, one } from "../ui/dom.js"

/** Fields of a death are there for that reason only: what is disabled is not sent. @param {HTMLFormElement} form */
function startDeath(form) {
	const box = one("#death", HTMLFieldSetElement, form)
	const reason = fieldOf(form, "reason")
	if (box === null || reason === null)
		return
	const show = () => {
		box.hidden = box.disabled = reason.value !== "death"
	}
	reason.addEventListener("change", show)
	show()
}

export function start() {
	startDiagnoses()
	for (const form of all("#state-form", HTMLFormElement))
		startDeath(form)
}
