// @ts-check
/** @file diagnosis.js: the ICD-10 picker: a code, found by code or by word. */
import { getJson } from "./api.js"
import { startCombo } from "./combo.js"
import { all, changed, one } from "./dom.js"
import { codeOf } from "./icd10.js"
import { text } from "./text.js"

/**
 * @param {string} query
 * @param {AbortSignal} signal
 */
async function find(query, signal) {
	const code = /\d/.test(query) ? codeOf(query) ?? query : query
	const { items } = await getJson(`/api/diagnoses?q=${encodeURIComponent(code)}`, { signal })
	return /** @type {{ code: string, title: string }[]} */ (items).map(({ code, title }) =>
		({ value: code, label: code, note: title }))
}

/** @param {HTMLElement} box */
function startOne(box) {
	const input = one("input", HTMLInputElement, box)
	const note = one("[data-combo-note]", HTMLElement, box)
	if (input === null)
		return
	const free = box.dataset["free"] === "1"
	startCombo(input, {
		find,
		choose: ({ value, note: title }) => {
			input.value = value
			if (note !== null)
				note.textContent = title ?? ""
			input.setCustomValidity("")
			changed(input)
		},
	})
	input.addEventListener("input", () => {
		if (note !== null)
			note.textContent = ""
		input.setCustomValidity("")
	})
	input.addEventListener("blur", () => {
		const code = codeOf(input.value)
		if (code !== null)
			input.value = code
		if (!free && input.value.trim() !== "" && code === null)
			input.setCustomValidity(text("combo.choose"))
	})
}

export function startDiagnoses() {
	for (const box of all('[data-combo="diagnosis"]', HTMLElement))
		startOne(box)
}
