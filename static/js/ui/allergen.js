// @ts-check
/** @file allergen.js: the picker of what an allergy is against: a medicine, a group, an ATC code, another substance. */
import { getJson } from "./api.js"
import { startCombo } from "./combo.js"
import { all, changed, one } from "./dom.js"
import { text } from "./text.js"

/**
 * @param {string} query
 * @param {AbortSignal} signal
 */
async function find(query, signal) {
	const { items } = await getJson(`/api/allergens?q=${encodeURIComponent(query)}`, { signal })
	return /** @type {{ subject: string, name: string, note: string }[]} */ (items).map(({ subject, name, note }) =>
		({ value: subject, label: name, note }))
}

/** The hidden field carries what was chosen; typing on takes it back. @param {HTMLElement} box */
function startOne(box) {
	const input = one("input:not([type=hidden])", HTMLInputElement, box)
	const chosen = one("input[type=hidden]", HTMLInputElement, box)
	const note = one("[data-combo-note]", HTMLElement, box)
	if (input === null || chosen === null)
		return
	startCombo(input, {
		find,
		choose: ({ value, label, note: more }) => {
			input.value = label
			chosen.value = value
			if (note !== null)
				note.textContent = more ?? ""
			input.setCustomValidity("")
			changed(chosen)
		},
	})
	input.addEventListener("input", () => {
		chosen.value = ""
		if (note !== null)
			note.textContent = ""
		input.setCustomValidity(input.value.trim() === "" ? "" : text("combo.choose"))
	})
}

export function startAllergens() {
	for (const box of all('[data-combo="allergen"]', HTMLElement))
		startOne(box)
}
