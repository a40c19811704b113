// @ts-check
/**
 * @file join_form.js: an invited person makes his keys here. A member has an invitation that an officer's browser made, as
 * a file or a QR code; people above the institutions have a link.
 */
import { acceptInvite, createAccount, enrolBrowser, fingerprint, readInvite, WrongSecret } from "../crypto/index.js"
import { ApiError, getJson, postForm } from "../ui/api.js"
import { all, button, input, one, place } from "../ui/dom.js"
import { chosenText, saveFile } from "../ui/files.js"
import { helpTyping, showProblem } from "../ui/secret-field.js"
import { isPasswordAllowed, troubleOf } from "../ui/signin.js"
import { showStrength } from "../ui/strength-meter.js"
import { text } from "../ui/text.js"

/** @typedef {Awaited<ReturnType<typeof createAccount>>} Created */
/** @typedef {Pick<Created, "authKey" | "bundle" | "sigPub" | "encPub" | "proof" | "keyFile" | "account">} Made */

/**
 * @typedef {object} Invited
 * @property {"member" | "above"} kind
 * @property {string} login
 * @property {string} role
 * @property {Record<string, string>} facts  by the id of their place
 * @property {(password: string) => Promise<Made>} make
 * @property {(made: Made) => Promise<unknown>} send
 */

const TOKEN = /^[A-Za-z0-9_-]{43}$/

const now = () => Math.floor(Date.now() / 1000)

/**
 * @param {string} token
 * @param {Record<string, any>} told  by the server
 * @returns {Invited}
 */
function byLink(token, told) {
	const { inst, user, login, origin, root, rosterSeq: seq, rosterHead: head, institution, name } = told
	return {
		kind: "above", login, role: "above", facts: { institution, name },
		make: (password) => createAccount({ inst, user, login, origin, root, password, roster: { seq, head } }),
		send: ({ authKey, bundle, sigPub, encPub, proof }) =>
			postForm("/api/auth/join", { token, auth_key: authKey, bundle, sig_pub: sigPub, enc_pub: encPub, proof }),
	}
}

/**
 * @param {string} invitation
 * @returns {Promise<Invited>}
 * @throws {WrongSecret}
 */
async function byInvitation(invitation) {
	const { inviteId, login, role, exp } = await readInvite(invitation, location.origin, now())
	let tag = ""
	return {
		kind: "member", login, role,
		facts: { until: new Date(exp * 1000).toLocaleString("ru", { dateStyle: "short", timeStyle: "short" }) },
		make: async (password) => {
			const made = await acceptInvite(invitation, { origin: location.origin, now: now(), password })
			tag = made.tag
			return made
		},
		send: ({ authKey, bundle, sigPub, encPub, proof }) => postForm("/api/auth/answer", {
			invite: inviteId, auth_key: authKey, bundle, sig_pub: sigPub, enc_pub: encPub, proof, tag,
		}),
	}
}

class Join {
	/** @param {Invited} invited */
	constructor(invited) {
		this.invited = invited
		/** @type {Made | null} */
		this.made = null
	}

	start() {
		const form = /** @type {HTMLFormElement} */ (one("#join-form", HTMLFormElement))
		const { kind, login, role, facts } = this.invited
		for (const [id, line] of Object.entries({ ...facts, login, role: text(`role_${role}`) }))
			place(id).textContent = line
		for (const part of all("[data-for]", HTMLElement))
			part.hidden = part.dataset["for"] !== kind
		input("login-name").value = login
		helpTyping([input("password"), input("password-again")])
		showStrength(input("password"), () => [login, ...Object.values(facts), location.hostname])
		form.addEventListener("submit", (event) => {
			event.preventDefault()
			void this.make(form)
		})
		button("save-file").addEventListener("click", () => this.save())
		input("saved").addEventListener("change", () => { button("send").disabled = !input("saved").checked })
		button("send").addEventListener("click", () => void this.send())
		place("choose").hidden = true
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
		try {
			this.made = await this.invited.make(input("password").value)
			input("password").value = input("password-again").value = ""
			form.hidden = true
			place("save").hidden = false
			button("save-file").focus()
		} catch (error) {
			showProblem(text(error instanceof WrongSecret && error.reason === "exp" ? "exp" : "fault"))
		} finally {
			button("make").disabled = false
			place("progress").textContent = ""
		}
	}

	save() {
		if (this.made === null)
			return
		saveFile(`${this.invited.login}.keyfile.json`, this.made.keyFile)
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
			await this.invited.send(made)
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

	/** @param {Made} made */
	async wait({ account: { inst, user }, sigPub, encPub }) {
		place("fingerprint").textContent = (await fingerprint({ inst, user, sigPub, encPub })).text
		place("save").hidden = true
		place("wait").hidden = false
	}

	/** @param {unknown} error */
	problem(error) {
		if (error instanceof ApiError)
			return error.status === 403 || error.status === 404 ? text(`token_${this.invited.kind}`) :
				`${text("server")} ${error.status} ${error.text}`
		return text(troubleOf(error).key)
	}
}

/** @param {string | null} invitation */
async function take(invitation) {
	showProblem("")
	try {
		new Join(await byInvitation((invitation ?? "").trim())).start()
	} catch (error) {
		if (!(error instanceof WrongSecret))
			throw error
		showProblem(text(error.reason))
	}
}

function askForInvitation() {
	const file = input("invite-file")
	file.addEventListener("change", () => void chosenText(file).then(take))
	const pasted = one("#invite-text", HTMLTextAreaElement)
	button("read").addEventListener("click", () => void take(pasted?.value ?? ""))
	place("choose").hidden = false
}

export async function start() {
	const token = location.hash.slice(1)
	if (token === "")
		return askForInvitation()
	if (!TOKEN.test(token))
		return showProblem(text("no_token"))
	try {
		const invited = await getJson(`/api/auth/join?token=${token}`)
		if (invited["origin"] !== location.origin)
			return showProblem(text("origin"))
		new Join(byLink(token, invited)).start()
	} catch (error) {
		showProblem(text(error instanceof ApiError ? "token_above" : "offline"))
	}
}
