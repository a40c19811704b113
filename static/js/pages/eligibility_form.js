// @ts-check
/** @file eligibility_form.js: only the criteria of the chosen group are offered; whether they are met is said at once. */
import { all, fieldOf, focusFirst, one } from "../ui/dom.js"
import { text } from "../ui/text.js"

/** How many are ticked in a set. @param {HTMLElement} set */
const ticked = (set) => all("input:checked", HTMLInputElement, set).length

/** @param {HTMLFormElement} form */
function startForm(form) {
	const group = fieldOf(form, "group")
	const said = one("#eligibility-said", HTMLElement, form)
	const general = one("[data-general]", HTMLElement, form)
	if (group === null || said === null || general === null)
		return
	const sets = all("[data-criteria]", HTMLFieldSetElement, form)
	const show = () => {
		for (const set of sets)
			set.hidden = set.disabled = !["", group.value].includes(set.dataset["criteria"] ?? "")
		const common = ticked(general)
		const own = sets.filter((set) => !set.disabled).reduce((sum, set) => sum + ticked(set), 0)
		const met = common >= 2 && own >= 1
		for (const [name, on] of /** @type {const} */ ([["[data-met]", met], ["[data-unmet]", !met]])) {
			const word = one(name, HTMLElement, said)
			if (word !== null)
				word.hidden = !on
		}
		const counts = one("[data-counts]", HTMLElement, said)
		if (counts !== null)
			counts.textContent = text("eligibility.counts", common, own)
		said.hidden = false
	}
	form.addEventListener("change", show)
	show()
}

export function start() {
	for (const form of all("#eligibility-form", HTMLFormElement))
		startForm(form)
	focusFirst("#eligibility-form")
}
