// @ts-check
/** @file join_form.js: an invited person makes his keys here and asks to be let in (provisional for members). */
import { createAccount, enrolBrowser, fingerprint } from "../crypto/index.js"
import { ApiError, getJson, postForm } from "../ui/api.js"
import { all, one } from "../ui/dom.js"
import { saveFile } from "../ui/files.js"
import { helpTyping, showProblem } from "../ui/secret-field.js"
import { isPasswordAllowed, troubleOf } from "../ui/signin.js"
import { text } from "../ui/text.js"

/** @typedef {Awaited<ReturnType<typeof createAccount>>} Created */

const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** @param {string} id */
const input = (id) => /** @type {HTMLInputElement} */ (one(`#${id}`, HTMLInputElement))
/** @param {string} id */
const button = (id) => /** @type {HTMLButtonElement} */ (one(`#${id}`, HTMLButtonElement))
/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (one(`#${id}`, HTMLElement))

class Join {
	/** @param {string} token @param {Record<string, any>} invited  as the server says */
	constructor(token, invited) {
		this.token = token
		this.invited = invited
		/** @type {Created | null} */
		this.made = null
	}

	start() {
		const form = /** @type {HTMLFormElement} */ (one("#join-form", HTMLFormElement))
		const { institution, name, login, role } = this.invited
		for (const [id, line] of Object.entries({ institution, name, login, role: text(`role_${role ?? "above"}`) }))
			place(id).textContent = line
		for (const part of all("[data-for]", HTMLElement))
			part.hidden = part.dataset["for"] !== (role === null ? "above" : "member")
		input("login-name").value = login
		helpTyping([input("password"), input("password-again")])
		form.addEventListener("submit", (event) => {
			event.preventDefault()
			void this.make(form)
		})
		button("save-file").addEventListener("click", () => this.save())
		input("saved").addEventListener("change", () => { button("send").disabled = !input("saved").checked })
		button("send").addEventListener("click", () => void this.send())
		form.hidden = false
		input("password").focus()
	}

	get mistake() {
		const password = input("password").value
		if (!isPasswordAllowed(password))
			return "short"
		return password === input("password-again").value ? "" : "differ"
	}

	/** @param {HTMLFormElement} form */
	async make(form) {
		const mistake = this.mistake
		showProblem(mistake === "" ? "" : text(mistake))
		if (mistake !== "")
			return
		button("make").disabled = true
		place("progress").textContent = text("making")
		const { inst, user, login, origin, root, rosterSeq, rosterHead } = this.invited
		try {
			this.made = await createAccount({
				inst, user, login, origin, root, password: input("password").value, roster: { seq: rosterSeq, head: rosterHead },
			})
			input("password").value = input("password-again").value = ""
			form.hidden = true
			place("save").hidden = false
			button("save-file").focus()
		} catch {
			showProblem(text("fault"))
		} finally {
			button("make").disabled = false
			place("progress").textContent = ""
		}
	}

	save() {
		if (this.made === null)
			return
		saveFile(`${this.invited["login"]}.keyfile.json`, this.made.keyFile)
		input("saved").disabled = false
	}

	async send() {
		const made = this.made
		if (made === null)
			return
		button("send").disabled = true
		place("sending").textContent = text("sending")
		showProblem("")
		try {
			const { authKey, bundle, sigPub, encPub, proof } = made
			await postForm("/api/auth/join", {
				token: this.token, auth_key: authKey, bundle, sig_pub: sigPub, enc_pub: encPub, proof,
			})
			if (input("remember").checked)
				await enrolBrowser(made.account)
			await this.wait(made)
		} catch (error) {
			showProblem(this.problem(error))
			button("send").disabled = false
		} finally {
			place("sending").textContent = ""
		}
	}

	/** @param {Created} made */
	async wait({ account: { inst, user }, sigPub, encPub }) {
		place("fingerprint").textContent = (await fingerprint({ inst, user, sigPub, encPub })).text
		place("save").hidden = true
		place("wait").hidden = false
	}

	/** @param {unknown} error */
	problem(error) {
		if (error instanceof ApiError)
			return error.status === 403 || error.status === 404 ? text("token") :
				`${text("server")} ${error.status} ${error.text}`
		return text(troubleOf(error).key)
	}
}

export async function start() {
	const token = location.hash.slice(1)
	if (!TOKEN.test(token))
		return showProblem(text("no_token"))
	try {
		const invited = await getJson(`/api/auth/join?token=${token}`)
		if (invited["origin"] !== location.origin)
			return showProblem(text("origin"))
		new Join(token, invited).start()
	} catch (error) {
		showProblem(text(error instanceof ApiError ? "token" : "offline"))
	}
}
