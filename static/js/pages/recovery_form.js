// @ts-check
/** @file recovery_form.js: the papers for the ceremony go out, what it has made comes in: an officer is restored. */
import { readRestored } from "../crypto/ceremony.js"
import { deriveAuth, enrolBrowser, IntegrityAlarm, readKeyFile, unlock, WrongSecret } from "../crypto/index.js"
import { ApiError, getJson, postForm } from "../ui/api.js"
import { button, input, place } from "../ui/dom.js"
import { chosenText, saveFile } from "../ui/files.js"
import { helpTyping, showProblem } from "../ui/secret-field.js"
import { troubleOf } from "../ui/signin.js"
import { text } from "../ui/text.js"

/** @import { Account } from "../crypto/session.js" */
/** @typedef {Awaited<ReturnType<typeof readRestored>>} Restored */

const TOKEN = /^[A-Za-z0-9_-]{43}$/
const MOST = 1 << 20

class Recovery {
	/** @param {string} token @param {Record<string, any>} papers  as the server gave them */
	constructor(token, papers) {
		this.token = token
		this.papers = papers
	}

	start() {
		for (const [id, name] of [["institution", "institution"], ["name", "name"], ["login", "login"]])
			place(id ?? "").textContent = String(this.papers[name ?? ""])
		button("save-papers").addEventListener("click", () => this.save())
		helpTyping([input("password")])
		place("restore").addEventListener("submit", (event) => {
			event.preventDefault()
			void this.submit()
		})
		place("steps").hidden = false
	}

	save() {
		const { inst, origin, institution, roster, set, user, login, name, grants, given } = this.papers
		saveFile(`palreg-${inst.slice(0, 8)}.papers.json`, JSON.stringify({
			rpp: "papers", v: 1, kind: "restore", inst, origin, institution, roster, set, user, login, name, grants, given,
		}))
	}

	/** @returns {Promise<{ restored: Restored, account: Account }>} */
	async files() {
		const restored = await readRestored((await chosenText(input("answer"), MOST))?.trim() ?? "")
		const account = await readKeyFile((await chosenText(input("key-file")))?.trim() ?? "", location.origin)
		if (restored.inst !== this.papers["inst"] || restored.user !== this.papers["user"])
			throw new WrongSecret("answer")
		if (account.user !== restored.user || account.inst !== restored.inst)
			throw new WrongSecret("keyfile")
		return { restored, account }
	}

	/**
	 * Password and key file have to open what is sent: the officer will sign in with them.
	 *
	 * @param {Restored} restored
	 * @param {Account} account
	 */
	async send({ bundle, entry, grants }, account) {
		const { authKey, unlocker } = await deriveAuth(account, input("password").value)
		await unlock(unlocker, account, { bundle, roster: [...this.papers["roster"], entry], grants })
		await postForm("/api/auth/recovery", { token: this.token, auth_key: authKey, bundle, entry, grants: grants.join("\n") })
		if (input("remember").checked)
			await enrolBrowser(account)
	}

	async submit() {
		button("submit").disabled = true
		showProblem("")
		place("progress").textContent = text("working")
		try {
			const { restored, account } = await this.files()
			await this.send(restored, account)
			input("password").value = ""
			place("steps").hidden = true
			place("done").hidden = false
		} catch (error) {
			showProblem(this.problem(error))
		} finally {
			button("submit").disabled = false
			place("progress").textContent = ""
		}
	}

	/** @param {unknown} error */
	problem(error) {
		if (error instanceof IntegrityAlarm)
			return text(error.reason === "commit" ? "wrong" : "answer")
		if (error instanceof WrongSecret && error.reason === "answer")
			return text("answer")
		if (!(error instanceof ApiError))
			return text(troubleOf(error).key)
		return error.status === 403 ? text("token") : error.status === 409 ? text("conflict") : `${text("server")} ${error.status} ${error.text}`
	}
}

export async function start() {
	const token = location.hash.slice(1)
	if (!TOKEN.test(token))
		return showProblem(text("no_token"))
	try {
		new Recovery(token, await getJson(`/api/auth/recovery?token=${token}`)).start()
	} catch (error) {
		showProblem(text(error instanceof ApiError ? "token" : "offline"))
	}
}
