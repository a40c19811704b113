// @ts-check
/** @file password_ask.js: the password again, and then the form that needed it once more, as it was filled in. */
import { button, input, one } from "../ui/dom.js"
import { OwnAccount } from "../ui/own-account.js"
import { helpTyping, showProblem, showWait } from "../ui/secret-field.js"
import { currentSession } from "../ui/session.js"
import { isPasswordAllowed, provePassword, troubleOf } from "../ui/signin.js"
import { text } from "../ui/text.js"

/** @param {boolean} on */
function busy(on) {
	const submit = button("submit"), progress = one("#progress", HTMLElement)
	submit.disabled = on
	submit.setAttribute("aria-busy", String(on))
	if (progress !== null)
		progress.textContent = on ? text("opening") : ""
}

/** @param {OwnAccount} own @param {HTMLFormElement} again */
async function submit(own, again) {
	const password = input("password")
	const mistake = own.found === null ? "keyfile_missing" : isPasswordAllowed(password.value) ? "" : "short"
	showProblem(mistake === "" ? "" : text(mistake))
	if (mistake !== "" || own.found === null)
		return
	busy(true)
	try {
		await provePassword(own.found, password.value)
		password.value = ""
		again.submit()
	} catch (error) {
		busy(false)
		const { key, more, wait } = troubleOf(error)
		if (wait > 0)
			return showWait(wait, button("submit"))
		showProblem(`${text(key)} ${more}`.trim())
		password.select()
	}
}

export async function start() {
	const form = one("#proof", HTMLFormElement)
	const again = one("#again", HTMLFormElement)
	const fields = one("#fields", HTMLFieldSetElement)
	if (form === null || again === null || fields === null)
		return
	const own = await OwnAccount.of(await currentSession())
	const password = input("password")
	helpTyping([password])
	own.listen(() => password.focus())
	form.addEventListener("submit", (event) => {
		event.preventDefault()
		void submit(own, again)
	})
	// The form that was left is still filled in there.
	button("back").addEventListener("click", () => history.back())
	fields.disabled = false
	password.focus()
}
