// @ts-check
/** @file factor-dialog.js: a fresh code of the second factor, asked for where a script's request needs one. */
import { ApiError, Offline, onCodeWanted, postForm } from "./api.js"
import { one } from "./dom.js"
import { offerKey } from "./fresh-factor.js"
import { keyTrouble } from "./security-key.js"
import { text } from "./text.js"

/** @param {unknown} error */
function wordsFor(error) {
	if (error instanceof ApiError && error.code === "wait")
		return text("factor.wait", Number(error.body["wait"]) || 1)
	if (error instanceof ApiError && error.code === "code")
		return text("factor.wrong")
	if (keyTrouble(error) !== "" || (error instanceof ApiError && ["key", "copied"].includes(error.code)))
		return text("factor.key")
	if (error instanceof ApiError || error instanceof Offline)
		return text("net.failed")
	throw error
}

/**
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<boolean>} true once a code was right; false when it was closed
 */
function ask(dialog) {
	const code = one("#factor-dialog-code", HTMLInputElement)
	const problem = one("#factor-dialog-problem", HTMLElement)
	const form = dialog.querySelector("form")
	if (code === null || problem === null || form === null)
		return Promise.resolve(false)
	code.value = ""
	problem.hidden = true
	dialog.returnValue = ""
	const refused = (/** @type {unknown} */ error) => {
		problem.textContent = wordsFor(error)
		problem.hidden = false
		code.select()
	}
	form.onsubmit = async (event) => {
		event.preventDefault()
		try {
			await postForm("/api/auth/factor", { code: code.value.trim() })
			dialog.close("right")
		} catch (error) {
			refused(error)
		}
	}
	const key = one("#factor-dialog-key", HTMLButtonElement)
	if (key !== null)
		void offerKey(key, () => dialog.close("right"), refused)
	dialog.showModal()
	return new Promise((resolve) =>
		dialog.addEventListener("close", () => resolve(dialog.returnValue === "right"), { once: true }))
}

/** Every page of somebody who is signed in has the dialog. */
export function startFactorDialog() {
	const dialog = one("#factor-dialog", HTMLDialogElement)
	if (dialog === null)
		return
	one("#factor-dialog-close", HTMLButtonElement)?.addEventListener("click", () => dialog.close())
	onCodeWanted(() => ask(dialog))
}
