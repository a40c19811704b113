// @ts-check
/** @file key_setup.js: name a new security key, then ask it. */
import { input, one, setField } from "../ui/dom.js"
import { showProblem } from "../ui/secret-field.js"
import { canUseKeys, createKey, keyTrouble } from "../ui/security-key.js"
import { text } from "../ui/text.js"

/** @param {HTMLFormElement} form @param {string} question */
async function ask(form, question) {
	const { user = "", login = "" } = form.dataset
	try {
		setField(form, "answer", await createKey(JSON.parse(question), { user, login }))
		form.submit()
	} catch (error) {
		const trouble = keyTrouble(error)
		if (trouble === "")
			throw error
		showProblem(text(trouble))
	}
}

export function start() {
	const form = one("#key-setup", HTMLFormElement)
	if (form === null)
		return
	const name = input("name")
	const question = form.dataset["question"]
	form.addEventListener("submit", (event) => {
		const answered = answerOf(form) !== ""
		if (name.value.trim() !== "" && answered)
			return
		event.preventDefault()
		showProblem(name.value.trim() === "" ? text("empty") : canUseKeys() ? "" : text("key_impossible"))
		if (name.value.trim() !== "" && question !== undefined && canUseKeys())
			void ask(form, question)
	})
	name.focus()
}

/** @param {HTMLFormElement} form */
const answerOf = (form) => {
	const field = form.elements.namedItem("answer")
	return field instanceof HTMLInputElement ? field.value : ""
}
