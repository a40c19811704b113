// @ts-check
/** @file secrets_form.js: another password, another key file; the keys themselves stay. */
import { changeSecrets, enrolBrowser } from "../crypto/index.js"
import { getJson, postForm } from "../ui/api.js"
import { withSecret } from "../ui/browsers.js"
import { button, input, one, place } from "../ui/dom.js"
import { saveFile } from "../ui/files.js"
import { OwnAccount } from "../ui/own-account.js"
import { helpTyping, showProblem, showWait } from "../ui/secret-field.js"
import { currentSession, sessionEnded } from "../ui/session.js"
import { isPasswordAllowed, troubleOf } from "../ui/signin.js"
import { showStrength } from "../ui/strength-meter.js"
import { text } from "../ui/text.js"

/** @typedef {Awaited<ReturnType<typeof changeSecrets>>} Changed */

class SecretsForm {
	/** @param {{ login: string, name: string }} who @param {OwnAccount} own */
	constructor({ login, name }, own) {
		this.login = login
		this.name = name
		this.own = own
		/** @type {Changed | null} */
		this.changed = null
	}

	start() {
		const password = input("password")
		helpTyping([password, input("password-new"), input("password-again")])
		showStrength(input("password-new"), () => [this.login, this.name, location.hostname, password.value])
		this.own.listen(() => password.focus())
		place("secrets").addEventListener("submit", (event) => {
			event.preventDefault()
			void this.submit()
		})
		button("save-file").addEventListener("click", () => this.save())
		input("saved").addEventListener("change", () => { button("send").disabled = !input("saved").checked })
		button("send").addEventListener("click", () => void this.send())
		const fields = one("#fields", HTMLFieldSetElement)
		if (fields !== null)
			fields.disabled = false
		password.focus()
	}

	get mistake() {
		const [old, fresh, again] = ["password", "password-new", "password-again"].map((id) => input(id).value)
		if (this.own.found === null)
			return ["keyfile_missing", "key-file"]
		if (!isPasswordAllowed(old ?? ""))
			return ["wrong", "password"]
		if (!isPasswordAllowed(fresh ?? ""))
			return ["short", "password-new"]
		if (fresh !== again)
			return ["differ", "password-again"]
		return fresh === old && !input("renew").checked ? ["same", "password-new"] : null
	}

	async submit() {
		const mistake = this.mistake
		showProblem(mistake === null ? "" : text(mistake[0] ?? ""))
		if (mistake !== null)
			return input(mistake[1] ?? "").focus()
		const renewKeyFile = input("renew").checked
		this.busy("making")
		try {
			await this.make(renewKeyFile)
			if (!renewKeyFile)
				return await this.send()
			place("secrets").hidden = true
			place("save").hidden = false
			button("save-file").focus()
		} catch (error) {
			this.tell(error)
		} finally {
			this.busy("")
		}
	}

	/** @param {boolean} renewKeyFile */
	async make(renewKeyFile) {
		const { keys } = await getJson("/api/auth/keys")
		const account = await withSecret(/** @type {NonNullable<typeof this.own.found>} */ (this.own.found))
		this.changed = await changeSecrets(account, {
			password: input("password").value, newPassword: input("password-new").value, bundle: keys.bundle, renewKeyFile,
		})
	}

	save() {
		if (this.changed === null)
			return
		saveFile(`${this.login}.keyfile.json`, this.changed.keyFile)
		input("saved").disabled = false
	}

	async send() {
		if (this.changed === null)
			return
		const { authKey, newAuthKey, bundle, account } = this.changed
		this.busy("sending")
		showProblem("")
		try {
			await postForm("/api/auth/secrets", { auth_key: authKey, new_auth_key: newAuthKey, bundle })
			if (!this.own.asked)
				await enrolBrowser(account)
			await sessionEnded("secrets_changed")
		} catch (error) {
			this.tell(error)
		} finally {
			this.busy("")
		}
	}

	/** @param {unknown} error */
	tell(error) {
		const { key, more, wait } = troubleOf(error)
		if (wait > 0)
			return showWait(wait, button(place("save").hidden ? "submit" : "send"))
		if (key === "browser")
			this.own.forgo()
		showProblem(`${text(key)} ${more}`.trim())
	}

	/** @param {"making" | "sending" | ""} what */
	busy(what) {
		button("submit").disabled = what !== ""
		button("send").disabled = what !== "" || !input("saved").checked
		place("progress").textContent = place("sending").textContent = what === "" ? "" : text(what)
	}
}

export async function start() {
	const session = await currentSession()
	if (session !== null)
		new SecretsForm(session, await OwnAccount.of(session)).start()
}
