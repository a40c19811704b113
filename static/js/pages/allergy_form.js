// @ts-check
/** @file allergy_form.js: the form of an allergy. */
import { startAllergens } from "../ui/allergen.js"
import { focusFirst } from "../ui/dom.js"

export function start() {
	startAllergens()
	focusFirst("#allergy-form")
}
