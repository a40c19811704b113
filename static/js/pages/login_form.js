// @ts-check
/** @file login_form.js: sign in; on a browser that does not know the account also with its key file. */
import { readKeyFile, readLogin } from "../crypto/index.js"
import { ApiError, safePath } from "../ui/api.js"
import { sealRemembered } from "../ui/browsers.js"
import { make, one } from "../ui/dom.js"
import { chosenText } from "../ui/files.js"
import { helpTyping, showProblem, showWait } from "../ui/secret-field.js"
import { askKey, canUseKeys, keyTrouble } from "../ui/security-key.js"
import { wasEndedElsewhere } from "../ui/session.js"
import { isPasswordAllowed, knownAccounts, signIn, troubleOf } from "../ui/signin.js"
import { text } from "../ui/text.js"

/** @import { Enrolled } from "../crypto/session.js" */
/** @import { Question } from "../ui/security-key.js" */

function elements() {
	const part = {
		form: one("#login", HTMLFormElement),
		fields: one("#fields", HTMLFieldSetElement),
		accounts: one("#accounts", HTMLFieldSetElement),
		list: one("#account-list", HTMLElement),
		login: one("#login-name", HTMLInputElement),
		password: one("#password", HTMLInputElement),
		filePart: one("#key-file-part", HTMLElement),
		file: one("#key-file", HTMLInputElement),
		remember: one("#remember", HTMLInputElement),
		codePart: one("#code-part", HTMLElement),
		code: one("#code", HTMLInputElement),
		keyPart: one("#key-part", HTMLElement),
		key: one("#use-key", HTMLButtonElement),
		submit: one("#submit", HTMLButtonElement),
		progress: one("#progress", HTMLElement),
	}
	return /** @type {{ [K in keyof typeof part]: NonNullable<typeof part[K]> }} */ (part)
}

class LoginForm {
	/** @param {Enrolled[]} accounts  those this browser knows */
	constructor(accounts) {
		this.accounts = accounts
		this.part = elements()
		/** @type {Enrolled | null} from a key file */
		this.fromFile = null
		/** @type {Question | null} what a security key is to sign, once the server has asked */
		this.question = null
	}

	start() {
		const { form, fields, login, password, file, key } = this.part
		this.offerAccounts()
		helpTyping([password])
		login.addEventListener("input", () => this.showFilePart())
		file.addEventListener("change", () => void this.takeFile())
		key.addEventListener("click", () => void this.useKey())
		form.addEventListener("submit", (event) => {
			event.preventDefault()
			void this.submit()
		})
		fields.disabled = false
		this.showFilePart()
		const first = login.value === "" ? login : password
		first.focus()
	}

	offerAccounts() {
		const { accounts, list, login } = this.part
		const [first] = this.accounts
		if (first === undefined)
			return
		login.value = first.login
		accounts.hidden = false
		for (const [i, account] of this.accounts.entries())
			list.append(this.choice(account.login, account.login, i === 0))
		list.append(this.choice("", text("another"), false))
	}

	/** @param {string} login @param {string} label @param {boolean} chosen */
	choice(login, label, chosen) {
		const radio = make("input", { type: "radio", name: "account" })
		radio.checked = chosen
		radio.addEventListener("change", () => {
			this.part.login.value = login
			this.showFilePart()
			const next = login === "" ? this.part.login : this.part.password
			next.focus()
		})
		return make("label", {}, radio, ` ${label}`)
	}

	/** @returns {Enrolled | null} the account meant, if this browser or the chosen file knows it */
	get account() {
		const login = readLogin(this.part.login.value)
		return this.fromFile ?? this.accounts.find((account) => account.login === login) ?? null
	}

	showFilePart() {
		const { login, filePart } = this.part
		const typed = readLogin(login.value)
		filePart.hidden = typed !== null && this.accounts.some((account) => account.login === typed)
		if (filePart.hidden)
			this.fromFile = null
	}

	async takeFile() {
		const { file, login, password } = this.part
		this.fromFile = null
		showProblem("")
		try {
			const chosen = await chosenText(file)
			if (chosen === null)
				return showProblem(file.files?.length ? text("keyfile") : "")
			this.fromFile = await readKeyFile(chosen, location.origin)
			if (login.value.trim() === "")
				login.value = this.fromFile.login
			password.focus()
		} catch (error) {
			showProblem(text(troubleOf(error).key))
		}
	}

	/** @returns {string} the key of what is wrong with what was typed; empty if nothing is */
	get mistake() {
		const { login, password } = this.part
		if (readLogin(login.value) === null)
			return "empty_login"
		if (this.account === null)
			return "keyfile_missing"
		return isPasswordAllowed(password.value) ? "" : "short"
	}

	/** Each question is signed once; after that the server is asked for another. */
	async useKey() {
		if (this.question === null)
			await this.submit("")
		const question = this.question
		if (question === null)
			return
		this.question = null
		try {
			await this.submit(await askKey(question))
		} catch (error) {
			showProblem(text(keyTrouble(error) || "server"))
		}
	}

	/** @param {string} [key]  what a security key has signed; empty: to be asked for it */
	async submit(key) {
		const { login, password, remember, filePart, codePart, code } = this.part
		const mistake = this.mistake
		showProblem(mistake === "" ? "" : text(mistake))
		if (mistake !== "" || this.account === null)
			return
		this.busy(true)
		try {
			await signIn(this.account, {
				login: readLogin(login.value) ?? "", password: password.value, remember: !filePart.hidden && remember.checked,
				code: key !== undefined || codePart.hidden || code.value.trim() === "" ? undefined : code.value.trim(),
				key: key || undefined,
			})
			password.value = ""
			await sealRemembered(this.account)
			location.replace(safePath(this.part.form.dataset["next"]))
		} catch (error) {
			this.refused(error)
		}
	}

	/**
	 * @param {string} key  factor: the password was right, now the code or the key; any other: that was wrong
	 * @param {unknown} error
	 */
	askSecond(key, error) {
		const { codePart, code, keyPart, key: button } = this.part
		codePart.hidden = false
		showProblem(key === "factor" ? "" : text(key))
		if (key === "factor" && error instanceof ApiError && error.body["key"]) {
			this.question = /** @type {Question} */ (error.body["key"])
			keyPart.hidden = !canUseKeys()
		}
		if (!keyPart.hidden && key !== "code")
			return button.focus()
		code.select()
		code.focus()
	}

	/** This browser was removed from the account: the key file is asked for, as at a new one. */
	forgo() {
		const { account } = this
		this.accounts = this.accounts.filter((known) => known !== account)
		this.showFilePart()
	}

	/** @param {boolean} on */
	busy(on) {
		this.part.submit.disabled = on
		this.part.submit.setAttribute("aria-busy", String(on))
		this.part.progress.textContent = on ? text("opening") : ""
	}

	/** @param {unknown} error */
	refused(error) {
		this.busy(false)
		const { key, more, wait } = troubleOf(error)
		if (wait > 0)
			return showWait(wait, this.part.submit)
		if (["factor", "code", "key", "copied"].includes(key))
			return this.askSecond(key, error)
		if (key === "browser")
			this.forgo()
		showProblem(`${text(key)} ${more}`.trim())
		if (key === "wrong") {
			this.part.password.select()
			this.part.password.focus()
		}
	}
}

export async function start() {
	const hint = one("#ended-elsewhere", HTMLElement)
	if (hint !== null)
		hint.hidden = !wasEndedElsewhere()
	new LoginForm(await knownAccounts()).start()
}
