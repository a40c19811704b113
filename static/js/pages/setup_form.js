// @ts-check
/** @file setup_form.js: the first officer makes the institution's keys, saves the files, and sends the rest. */
import { createInstitution, readKeyFile, readLogin } from "../crypto/index.js"
import { ApiError, getJson, Offline, postForm } from "../ui/api.js"
import { all, button, input, make, one, place } from "../ui/dom.js"
import { saveFile } from "../ui/files.js"
import { ownFingerprint } from "../ui/fingerprint.js"
import { drawQr } from "../ui/qr.js"
import { helpTyping, showProblem } from "../ui/secret-field.js"
import { isPasswordAllowed, signIn, troubleOf } from "../ui/signin.js"
import { showStrength } from "../ui/strength-meter.js"
import { text } from "../ui/text.js"

/** @typedef {Awaited<ReturnType<typeof createInstitution>>} Founded */
/** @typedef {"who" | "shares" | "save" | "done"} Step */

const SHARES = [1, 2, 3]
const TOKEN = /^[A-Za-z0-9_-]{43}$/

class Setup {
	/** @param {string} token @param {string} institution */
	constructor(token, institution) {
		this.token = token
		this.institution = institution
		this.user = crypto.randomUUID()
		/** @type {Founded | null} */
		this.made = null
		this.sent = false
	}

	start() {
		const form = /** @type {HTMLFormElement} */ (one("#setup-form", HTMLFormElement))
		place("institution").textContent = this.institution
		helpTyping([input("password"), input("password-again")])
		showStrength(input("password"), () => [...["login-name", "officer-name"].map((id) => input(id).value),
			place("institution").textContent ?? "", location.hostname])
		button("to-shares").addEventListener("click", () => this.toShares())
		button("to-who").addEventListener("click", () => this.go("who"))
		button("make").addEventListener("click", () => void this.make())
		for (const save of all("[data-save]", HTMLButtonElement))
			save.addEventListener("click", () => this.save(save.dataset["save"] ?? ""))
		for (const print of all("[data-print]", HTMLButtonElement))
			print.addEventListener("click", () => this.print(print.dataset["print"] ?? ""))
		for (const box of [...all("[data-saved]", HTMLInputElement), input("all-saved")])
			box.addEventListener("change", () => this.count())
		form.addEventListener("submit", (event) => {
			event.preventDefault()
			void this.finish()
		})
		addEventListener("beforeunload", (event) => { if (this.made !== null && !this.sent) event.preventDefault() })
		form.hidden = false
		this.go("who")
	}

	/** @param {Step} step */
	go(step) {
		showProblem("")
		for (const part of all("[data-part]", HTMLElement))
			part.hidden = part.dataset["part"] !== step
		for (const item of all("[data-step]", HTMLElement)) {
			item.removeAttribute("aria-current")
			if (item.dataset["step"] === step)
				item.setAttribute("aria-current", "step")
		}
		one(`[data-part="${step}"] input`, HTMLInputElement)?.focus()
	}

	/** @returns {string} what is wrong on the first step */
	get firstMistake() {
		if (input("officer-name").value.trim().length < 2)
			return text("name")
		if (readLogin(input("login-name").value) === null)
			return text("login")
		if (!isPasswordAllowed(input("password").value))
			return text("short")
		return input("password").value === input("password-again").value ? "" : text("differ")
	}

	get phrases() {
		return SHARES.map((i) => input(`phrase-${i}`).value)
	}

	/** @returns {string} what is wrong on the second step */
	get secondMistake() {
		for (const [i, phrase] of this.phrases.entries()) {
			if (!isPasswordAllowed(phrase))
				return `${text("phrase_short")} ${i + 1}`
			if (phrase !== input(`phrase-${i + 1}-again`).value)
				return `${text("phrase_differ")} ${i + 1}`
		}
		const all = new Set([...this.phrases, input("password").value].map((phrase) => phrase.normalize("NFC")))
		return all.size === SHARES.length + 1 ? "" : text("phrase_same")
	}

	toShares() {
		const mistake = this.firstMistake
		if (mistake === "")
			this.go("shares")
		else
			showProblem(mistake)
	}

	async make() {
		const mistake = this.firstMistake || this.secondMistake
		showProblem(mistake)
		if (mistake !== "")
			return
		const make = button("make")
		make.disabled = true
		place("progress").textContent = text("making")
		try {
			this.made = await createInstitution({
				passphrases: this.phrases, origin: location.origin, now: Math.floor(Date.now() / 1000),
				officer: { user: this.user, login: readLogin(input("login-name").value) ?? "", password: input("password").value },
			})
			for (const i of SHARES)
				input(`phrase-${i}`).value = input(`phrase-${i}-again`).value = ""
			place("fingerprint").textContent = await ownFingerprint(this.made.keyring)
			this.go("save")
		} catch {
			showProblem(text("fault"))
		} finally {
			make.disabled = false
			place("progress").textContent = ""
		}
	}

	/** @param {string} what @returns {{ name: string, text: string }} */
	file(what) {
		const made = /** @type {Founded} */ (this.made)
		const login = readLogin(input("login-name").value) ?? ""
		if (what === "keyFile")
			return { name: `${login}.keyfile.json`, text: made.keyFile }
		const short = made.inst.slice(0, 8)
		if (what === "recovery")
			return { name: `palreg-${short}.recovery.json`, text: made.recoveryFile }
		const i = Number(what.slice(-1))
		return { name: `palreg-${short}.share-${i}.json`, text: made.shareFiles[i - 1] ?? "" }
	}

	/** @param {string} what */
	save(what) {
		const { name, text: content } = this.file(what)
		saveFile(name, content)
		this.allow(what)
	}

	/** @param {string} what */
	allow(what) {
		const box = one(`[data-saved="${what}"]`, HTMLInputElement)
		if (box !== null)
			box.disabled = false
	}

	/** @param {string} what  a share: the sheet for its holder, and the printer's dialog */
	print(what) {
		const sheet = place("qr-sheet")
		const i = what.slice(-1)
		const close = make("button", { type: "button", class: "outline no-print" }, text("qr_close"))
		close.addEventListener("click", () => { sheet.hidden = true; sheet.replaceChildren() })
		const title = `${text("qr_share")} ${i}`
		sheet.replaceChildren(
			make("h2", {}, text("qr_title")), make("p", {}, `${this.institution} · ${title}`),
			drawQr(this.file(what).text, title), make("p", {}, text("qr_note")),
			make("p", {}, `${text("qr_holder")}: ______________________________`), close)
		sheet.hidden = false
		document.body.dataset["print"] = "qr-sheet"
		print()
		this.allow(what)
	}

	count() {
		const boxes = all("[data-saved]", HTMLInputElement)
		const ready = boxes.every((box) => box.checked)
		input("all-saved").disabled = !ready
		if (!ready)
			input("all-saved").checked = false
		button("finish").disabled = !input("all-saved").checked
	}

	async finish() {
		const made = this.made
		if (made === null || !input("all-saved").checked)
			return
		button("finish").disabled = true
		place("finishing").textContent = text("sending")
		showProblem("")
		try {
			await this.send(made)
			await this.enter(made)
			this.go("done")
		} catch (error) {
			showProblem(this.problem(error))
			button("finish").disabled = false
		} finally {
			place("finishing").textContent = ""
		}
	}

	/** @param {Founded} made */
	async send(made) {
		if (this.sent)
			return
		await postForm("/api/auth/setup", {
			token: this.token, inst: made.inst, user: this.user, login: readLogin(input("login-name").value) ?? "",
			name: input("officer-name").value.trim(), auth_key: made.authKey, bundle: made.bundle, genesis: made.genesis,
			add: made.add, epoch: made.epoch, grant_user: made.grantUser, grant_recovery: made.grantRecovery,
			recovery_set: made.recoverySet,
		})
		this.sent = true
	}

	/** @param {Founded} made */
	async enter(made) {
		const account = await readKeyFile(made.keyFile, location.origin)
		await signIn(account, {
			login: account.login, password: input("password").value, remember: input("remember").checked,
		})
		input("password").value = input("password-again").value = ""
		this.made = null
	}

	/** @param {unknown} error */
	problem(error) {
		if (error instanceof ApiError && !this.sent) {
			const keys = /** @type {Record<number, string>} */ ({ 403: "token", 404: "token", 409: "conflict" })
			const key = keys[error.status]
			return key === undefined ? `${text("server")} ${error.status} ${error.text}` : text(key)
		}
		return text(error instanceof Offline ? "offline" : troubleOf(error).key)
	}
}

export async function start() {
	const token = location.hash.slice(1)
	if (!TOKEN.test(token))
		return showProblem(text("no_token"))
	try {
		const { institution } = await getJson(`/api/auth/setup?token=${token}`)
		new Setup(token, institution).start()
	} catch (error) {
		showProblem(text(error instanceof ApiError ? "token" : "offline"))
	}
}
