// @ts-check
/** @file factor_ask.js: a fresh code, and then the form that needed it once more, as it was filled in. */
import { ApiError, Offline, postForm } from "../ui/api.js"
import { one } from "../ui/dom.js"
import { offerKey } from "../ui/fresh-factor.js"
import { showProblem, showWait } from "../ui/secret-field.js"
import { keyTrouble } from "../ui/security-key.js"
import { text } from "../ui/text.js"

/** Errors of the server that the page has words for. */
const TOLD = ["code", "key", "copied"]

/**
 * @param {unknown} error
 * @param {HTMLButtonElement} button
 */
function refused(error, button) {
	if (keyTrouble(error) !== "")
		return showProblem(text(keyTrouble(error)))
	if (error instanceof ApiError && error.code === "wait")
		return showWait(Number(error.body["wait"]) || 1, button)
	if (!(error instanceof ApiError) && !(error instanceof Offline))
		throw error
	showProblem(text(error instanceof Offline ? "offline" : TOLD.includes(error.code) ? error.code : "server"))
}

export function start() {
	const form = one("#factor", HTMLFormElement)
	const again = one("#again", HTMLFormElement)
	const code = one("#code", HTMLInputElement)
	const button = one("#submit", HTMLButtonElement)
	if (form === null || again === null || code === null || button === null)
		return
	form.addEventListener("submit", async (event) => {
		event.preventDefault()
		showProblem(code.value.trim() === "" ? text("empty") : "")
		if (code.value.trim() === "")
			return
		button.disabled = true
		try {
			await postForm("/api/auth/factor", { code: code.value.trim() })
			again.submit()
		} catch (error) {
			button.disabled = false
			refused(error, button)
			code.select()
		}
	})
	const key = one("#use-key", HTMLButtonElement)
	if (key !== null)
		void offerKey(key, () => again.submit(), (error) => refused(error, button))
	// The form that was left is still filled in there.
	one("#back", HTMLButtonElement)?.addEventListener("click", () => history.back())
	code.focus()
}
