// @ts-check
/** @file diagnosis.js: the ICD-10 picker: a code, found by code or by word. */
import { getJson } from "./api.js"
import { startCombo } from "./combo.js"
import { all, changed, one } from "./dom.js"
import { text } from "./text.js"

const CODE = /^[A-Z]\d\d(\.\d{1,2})?$/
/* Cyrillic letters that look like the Latin ones of a code. */
const ALIKE = new Map([["А", "A"], ["В", "B"], ["С", "C"], ["Е", "E"], ["К", "K"], ["М", "M"], ["Н", "H"], ["О", "O"], ["Р", "P"], ["Т", "T"], ["Х", "X"]])

/** @param {string} typed */
function codeOf(typed) {
	const big = typed.trim().toUpperCase()
	const code = (ALIKE.get(big[0] ?? "") ?? big[0] ?? "") + big.slice(1).replace(",", ".")
	return CODE.test(code) ? code : null
}

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
