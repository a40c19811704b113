// @ts-check
/** @file entry_form.js: forms of the register entry: the picker of diagnoses; what only a death asks for. */
import { wishMet } from "../ui/death.js"
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
	startWish(box, form)
}

/**
 * Whether it was the place he preferred follows from the places, until somebody answers himself.
 *
 * @param {HTMLFieldSetElement} box
 * @param {HTMLFormElement} form
 */
function startWish(box, form) {
	const place = fieldOf(form, "place_of_death")
	const met = fieldOf(form, "preferred_place_met")
	if (place === null || met === null || met.value !== "")
		return
	const follow = () => { met.value = wishMet(box.dataset["wished"] ?? "", place.value) }
	place.addEventListener("change", follow)
	met.addEventListener("change", () => place.removeEventListener("change", follow))
}

export function start() {
	startDiagnoses()
	for (const form of all("#state-form", HTMLFormElement))
		startDeath(form)
}
