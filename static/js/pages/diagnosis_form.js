// @ts-check
/** @file diagnosis_form.js: the form of a diagnosis: the picker of the code; what only a tumour has. */
import { startDiagnoses } from "../ui/diagnosis.js"
import { all, focusFirst, one } from "../ui/dom.js"

const TUMOUR = /^(C|D[0-3]|D4[0-8])/
const OF_TUMOURS = ["tnm", "clinical_group", "metastases", "morphology"]

/** @param {HTMLFormElement} form @param {string} name */
const fieldsOf = (form, name) => all(`[name="${name}"]`, HTMLElement, form)
	.filter((field) => field instanceof HTMLInputElement || field instanceof HTMLSelectElement)

/** @param {HTMLInputElement | HTMLSelectElement} field */
const told = (field) => field instanceof HTMLInputElement && field.type === "checkbox" ? field.checked : field.value !== ""

/** Fields of a tumour hide at other codes, unless something is told there. @param {HTMLFormElement} form */
function startTumour(form) {
	const code = one('[name="code"]', HTMLInputElement, form)
	if (code === null)
		return
	const show = () => {
		const tumour = code.value === "" || TUMOUR.test(code.value)
		for (const name of OF_TUMOURS) {
			const fields = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ (fieldsOf(form, name))
			const box = fields[0]?.closest(".fields > *")
			if (box instanceof HTMLElement)
				box.hidden = !tumour && !fields.some(told)
		}
	}
	code.addEventListener("input", show)
	code.addEventListener("change", show)
	show()
}

export function start() {
	startDiagnoses()
	for (const form of all("#diagnosis-form", HTMLFormElement))
		startTumour(form)
	focusFirst("#diagnosis-form")
}
