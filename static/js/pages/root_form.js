// @ts-check
/** @file root_form.js: an officer makes the institution another root: recovery file and shares are saved, then it is proposed. */
import { isPasswordAllowed } from "../crypto/index.js"
import { markOf, proposeRootChange, WrongSecret } from "../crypto/officers.js"
import { postForm } from "../ui/api.js"
import { all, button, input, make, one, place } from "../ui/dom.js"
import { saveFile } from "../ui/files.js"
import { problemOf } from "../ui/problems.js"
import { drawQr } from "../ui/qr.js"
import { helpTyping, showProblem } from "../ui/secret-field.js"
import { currentKeyring, renewedKeyring } from "../ui/session.js"
import { text } from "../ui/text.js"

/** @typedef {Awaited<ReturnType<typeof proposeRootChange>>} Made */

const SHARES = [1, 2, 3]

class RootForm {
	/** @param {string} inst @param {string} mark */
	constructor(inst, mark) {
		this.inst = inst
		this.mark = mark
		/** @type {Made | null} */
		this.made = null
	}

	start() {
		helpTyping(SHARES.flatMap((i) => [input(`phrase-${i}`), input(`phrase-${i}-again`)]))
		place("phrases").addEventListener("submit", (event) => {
			event.preventDefault()
			void this.make()
		})
		for (const save of all("[data-save]", HTMLButtonElement))
			save.addEventListener("click", () => this.save(save.dataset["save"] ?? ""))
		for (const print of all("[data-print]", HTMLButtonElement))
			print.addEventListener("click", () => this.print(print.dataset["print"] ?? ""))
		for (const box of all("[data-saved]", HTMLInputElement))
			box.addEventListener("change", () => this.count())
		button("propose").addEventListener("click", () => void this.send())
		addEventListener("beforeunload", (event) => { if (this.made !== null) event.preventDefault() })
		place("phrases").hidden = false
	}

	get phrases() {
		return SHARES.map((i) => input(`phrase-${i}`).value)
	}

	get mistake() {
		for (const [i, phrase] of this.phrases.entries()) {
			if (!isPasswordAllowed(phrase))
				return text("phrase_short", i + 1)
			if (phrase !== input(`phrase-${i + 1}-again`).value)
				return text("phrase_differ", i + 1)
		}
		return new Set(this.phrases.map((phrase) => phrase.normalize("NFC"))).size === SHARES.length ? "" : text("phrase_same")
	}

	async make() {
		showProblem(this.mistake)
		if (this.mistake !== "")
			return
		button("make").disabled = true
		place("progress").textContent = text("making")
		try {
			const keyring = await renewedKeyring()
			if (keyring === null)
				return showProblem(text("locked"))
			const reason = one("[name=reason]:checked", HTMLInputElement)?.value === "compromise" ? "compromise" : "periodic"
			this.made = await proposeRootChange(keyring, { passphrases: this.phrases, reason, now: Math.floor(Date.now() / 1000) })
			for (const i of SHARES)
				input(`phrase-${i}`).value = input(`phrase-${i}-again`).value = ""
			place("phrases").hidden = true
			place("save").hidden = false
		} catch (error) {
			showProblem(error instanceof WrongSecret ? text("phrase_short", "") : problemOf(error))
		} finally {
			button("make").disabled = false
			place("progress").textContent = ""
		}
	}

	/** @param {string} what */
	fileOf(what) {
		const short = this.inst.slice(0, 8)
		return what === "recovery" ? { name: `palreg-${short}.recovery.json`, content: this.made?.recoveryFile ?? "" } :
			{ name: `palreg-${short}.share-${what}.json`, content: this.made?.shareFiles[Number(what) - 1] ?? "" }
	}

	/** @param {string} what */
	allow(what) {
		const box = one(`[data-saved="${what}"]`, HTMLInputElement)
		if (box !== null)
			box.disabled = false
	}

	/** @param {string} what */
	save(what) {
		const { name, content } = this.fileOf(what)
		saveFile(name, content)
		this.allow(what)
	}

	/** @param {string} what  a share: the sheet for its holder, and the printer's dialog */
	print(what) {
		const sheet = place("qr-sheet")
		const close = make("button", { type: "button", class: "outline no-print" }, text("qr_close"))
		close.addEventListener("click", () => { sheet.hidden = true; sheet.replaceChildren() })
		sheet.replaceChildren(
			make("h2", {}, text("qr_title")), make("p", {}, text("qr_share", what)), drawQr(this.fileOf(what).content, text("qr_share", what)),
			make("p", {}, text("qr_note")), make("p", {}, `${text("qr_mark")} ${this.mark}`),
			make("p", {}, `${text("qr_holder")}: ______________________________`), close)
		sheet.hidden = false
		document.body.dataset["print"] = "qr-sheet"
		print()
		this.allow(what)
	}

	count() {
		button("propose").disabled = !all("[data-saved]", HTMLInputElement).every((box) => box.checked)
	}

	async send() {
		const { made } = this
		if (made === null)
			return
		button("propose").disabled = true
		showProblem("")
		try {
			await postForm("/api/auth/proposals", { entry: made.entry, set: made.set })
			this.made = null
			location.assign("/account/officers")
		} catch (error) {
			showProblem(problemOf(error))
			button("propose").disabled = false
		}
	}
}

export async function start() {
	if (one("#phrases", HTMLFormElement) === null)
		return
	const keyring = await currentKeyring()
	if (keyring === null)
		return showProblem(text("locked"))
	new RootForm(keyring.inst, markOf(keyring.anchor.root)).start()
}
