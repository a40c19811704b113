// @ts-check
/** @file allergy_form.js: the form of an allergy. */
import { startAllergens } from "../ui/allergen.js"
import { one } from "../ui/dom.js"

export function start() {
	startAllergens()
	one("#allergy-form [aria-invalid], #allergy-form [data-combo] input:not([type=hidden])", HTMLElement)?.focus()
}
