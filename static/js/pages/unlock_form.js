// @ts-check
/** @file unlock_form.js: the password again, for keys that were closed. */
import { readKeyFile } from "../crypto/index.js"
import { safePath } from "../ui/api.js"
import { one } from "../ui/dom.js"
import { chosenText } from "../ui/files.js"
import { helpTyping, showProblem, showWait } from "../ui/secret-field.js"
import { currentKeyring, currentSession } from "../ui/session.js"
import { isPasswordAllowed, knownAccounts, troubleOf, unlockSession } from "../ui/signin.js"
import { text } from "../ui/text.js"

/** @import { Account } from "../crypto/session.js" */

function elements() {
	const part = {
		form: one("#unlock", HTMLFormElement),
		fields: one("#fields", HTMLFieldSetElement),
		password: one("#password", HTMLInputElement),
		filePart: one("#key-file-part", HTMLElement),
		file: one("#key-file", HTMLInputElement),
		submit: one("#submit", HTMLButtonElement),
		progress: one("#progress", HTMLElement),
	}
	return /** @type {{ [K in keyof typeof part]: NonNullable<typeof part[K]> }} */ (part)
}

class UnlockForm {
	/** @param {string | null} user @param {Account | null} account  if this browser knows it */
	constructor(user, account) {
		this.user = user
		this.account = account
		this.part = elements()
	}

	start() {
		const { form, fields, password, filePart, file } = this.part
		helpTyping([password])
		filePart.hidden = this.account !== null
		file.addEventListener("change", () => void this.takeFile())
		form.addEventListener("submit", (event) => {
			event.preventDefault()
			void this.submit()
		})
		fields.disabled = false
		password.focus()
	}

	get next() {
		return safePath(this.part.form.dataset["next"])
	}

	async takeFile() {
		this.account = null
		showProblem("")
		try {
			const chosen = await chosenText(this.part.file)
			if (chosen === null)
				return showProblem(text("keyfile"))
			const account = await readKeyFile(chosen, location.origin)
			if (this.user !== null && account.user !== this.user)
				return showProblem(text("keyfile_other"))
			this.account = account
			this.part.password.focus()
		} catch (error) {
			showProblem(text(troubleOf(error).key))
		}
	}

	async submit() {
		const { password, submit } = this.part
		const mistake = this.account === null ? "keyfile_missing" : isPasswordAllowed(password.value) ? "" : "short"
		showProblem(mistake === "" ? "" : text(mistake))
		if (mistake !== "" || this.account === null)
			return
		this.busy(true)
		try {
			await unlockSession(this.account, password.value)
			password.value = ""
			location.replace(this.next)
		} catch (error) {
			this.busy(false)
			const { key, more, wait } = troubleOf(error)
			if (wait > 0)
				return showWait(wait, submit)
			showProblem(`${text(key)} ${more}`.trim())
			password.select()
		}
	}

	/** @param {boolean} on */
	busy(on) {
		this.part.submit.disabled = on
		this.part.submit.setAttribute("aria-busy", String(on))
		this.part.progress.textContent = on ? text("opening") : ""
	}
}

export async function start() {
	const [session, accounts] = await Promise.all([currentSession(), knownAccounts()])
	const form = new UnlockForm(session?.user ?? null,
		accounts.find(({ user, inst }) => user === session?.user && (session.inst === null || inst === session.inst)) ?? null)
	if (await currentKeyring() !== null || (session !== null && session.inst === null))
		return location.replace(form.next)
	form.start()
}
