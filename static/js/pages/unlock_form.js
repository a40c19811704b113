// @ts-check
/** @file unlock_form.js: the password again, for keys that were closed. */
import { safePath } from "../ui/api.js"
import { authenticatorTrouble, unlockByAuthenticator, usableAuthenticators } from "../ui/authenticators.js"
import { button, one, place } from "../ui/dom.js"
import { OwnAccount } from "../ui/own-account.js"
import { helpTyping, showProblem, showWait } from "../ui/secret-field.js"
import { currentKeyring, currentSession } from "../ui/session.js"
import { isPasswordAllowed, troubleOf, unlockSession } from "../ui/signin.js"
import { text } from "../ui/text.js"

function elements() {
	const part = {
		form: one("#unlock", HTMLFormElement),
		fields: one("#fields", HTMLFieldSetElement),
		password: one("#password", HTMLInputElement),
		submit: one("#submit", HTMLButtonElement),
		progress: one("#progress", HTMLElement),
	}
	return /** @type {{ [K in keyof typeof part]: NonNullable<typeof part[K]> }} */ (part)
}

const next = () => safePath(one("#unlock", HTMLFormElement)?.dataset["next"])

class UnlockForm {
	/** @param {OwnAccount} own */
	constructor(own) {
		this.own = own
		this.part = elements()
	}

	start() {
		const { form, fields, password } = this.part
		helpTyping([password])
		this.own.listen(() => password.focus())
		form.addEventListener("submit", (event) => {
			event.preventDefault()
			void this.submit()
		})
		fields.disabled = false
		password.focus()
		void this.offerAuthenticator()
	}

	async offerAuthenticator() {
		const account = this.own.found
		const ids = account === null ? [] : await usableAuthenticators(account)
		if (account === null || ids.length === 0)
			return
		place("authenticator-part").hidden = false
		button("use-authenticator").addEventListener("click", () => void this.try(() => unlockByAuthenticator(account, ids), "touch"))
	}

	async submit() {
		const { password } = this.part
		const account = this.own.found
		const mistake = account === null ? "keyfile_missing" : isPasswordAllowed(password.value) ? "" : "short"
		showProblem(mistake === "" ? "" : text(mistake))
		if (mistake !== "" || account === null)
			return
		await this.try(() => unlockSession(account, password.value), "opening")
	}

	/** @param {() => Promise<void>} work @param {string} saying */
	async try(work, saying) {
		const { password, submit } = this.part
		showProblem("")
		this.busy(saying)
		try {
			await work()
			password.value = ""
			location.replace(next())
		} catch (error) {
			this.busy("")
			const own = authenticatorTrouble(error)
			if (own !== "")
				return showProblem(text(own))
			const { key, more, wait } = troubleOf(error)
			if (wait > 0)
				return showWait(wait, submit)
			if (key === "browser")
				this.own.forgo()
			showProblem(`${text(key)} ${more}`.trim())
			password.select()
		}
	}

	/** @param {string} saying  empty: not busy any more */
	busy(saying) {
		this.part.submit.disabled = saying !== ""
		this.part.submit.setAttribute("aria-busy", String(saying !== ""))
		this.part.progress.textContent = saying === "" ? "" : text(saying)
	}
}

export async function start() {
	const session = await currentSession()
	if (await currentKeyring() !== null || (session !== null && session.inst === null))
		return location.replace(next())
	new UnlockForm(await OwnAccount.of(session)).start()
}
