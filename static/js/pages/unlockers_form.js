// @ts-check
/** @file unlockers_form.js: authenticators that unlock: add one, take one away; each by the password. */
import { addAuthenticator, mayAskAuthenticator, MOST_AUTHENTICATORS, newAuthenticator, removeAuthenticator } from "../crypto/index.js"
import { postForm } from "../ui/api.js"
import { authenticatorTrouble, knownAuthenticators } from "../ui/authenticators.js"
import { withSecret } from "../ui/browsers.js"
import { button, input, make, need, place } from "../ui/dom.js"
import { OwnAccount } from "../ui/own-account.js"
import { helpTyping, showProblem, showWait } from "../ui/secret-field.js"
import { currentSession } from "../ui/session.js"
import { isPasswordAllowed, troubleOf } from "../ui/signin.js"
import { text } from "../ui/text.js"

/** @import { Account } from "../crypto/session.js" */

class UnlockersForm {
	/** @param {string} login @param {OwnAccount} own */
	constructor(login, own) {
		this.login = login
		this.own = own
	}

	async start() {
		const form = need("unlockers", HTMLFormElement)
		helpTyping([input("password")])
		this.own.listen(() => { input("password").focus(); void this.list() })
		form.addEventListener("submit", (event) => {
			event.preventDefault()
			void this.change("added", (account, bundle, ids) => this.add(account, bundle, ids))
		})
		form.hidden = false
		need("fields", HTMLFieldSetElement).disabled = false
		input("password").focus()
		await this.list()
	}

	async list() {
		const { found } = this.own
		if (found === null)
			return
		try {
			const { ids } = await knownAuthenticators(found)
			place("none").hidden = ids.length > 0
			place("list").replaceChildren(...ids.map((id, i) => this.item(id, i)))
			button("submit").disabled = ids.length >= MOST_AUTHENTICATORS
		} catch (error) {
			this.tell(error)
		}
	}

	/** @param {string} id @param {number} i */
	item(id, i) {
		const remove = make("button", { type: "button", class: "outline secondary" }, text("remove"))
		remove.addEventListener("click", () => void this.change("removed", (account, bundle) =>
			removeAuthenticator(account, input("password").value, bundle, id)))
		return make("li", {}, text("number", i + 1), " ", make("small", {}, make("code", {}, id.slice(0, 8))), " ", remove)
	}

	/** @param {Account} account @param {string} bundle @param {string[]} ids */
	async add(account, bundle, ids) {
		place("progress").textContent = text("touch")
		return addAuthenticator(account, input("password").value, bundle, await newAuthenticator(account, this.login, ids))
	}

	/**
	 * @param {string} done
	 * @param {(account: Account, bundle: string, ids: string[]) => Promise<{ authKey: string, bundle: string }>} work
	 */
	async change(done, work) {
		const { found } = this.own
		const mistake = found === null ? "keyfile_missing" : isPasswordAllowed(input("password").value) ? "" : "short"
		showProblem(mistake === "" ? "" : text(mistake))
		if (mistake !== "" || found === null)
			return
		place("done").hidden = true
		button("submit").disabled = true
		try {
			const { bundle, ids } = await knownAuthenticators(found)
			const made = await work(await withSecret(found), bundle, ids)
			await postForm("/api/auth/unlockers", { auth_key: made.authKey, bundle: made.bundle })
			input("password").value = ""
			place("done").textContent = text(done)
			place("done").hidden = false
		} catch (error) {
			this.tell(error)
		} finally {
			place("progress").textContent = ""
			button("submit").disabled = false
			await this.list()
		}
	}

	/** @param {unknown} error */
	tell(error) {
		const own = authenticatorTrouble(error)
		if (own !== "")
			return showProblem(text(own))
		const { key, more, wait } = troubleOf(error)
		if (key === "browser")
			this.own.forgo()
		if (wait > 0)
			return showWait(wait, button("submit"))
		showProblem(`${text(key)} ${more}`.trim())
	}
}

export async function start() {
	const session = await currentSession()
	if (session === null)
		return
	if (!mayAskAuthenticator() || session.inst === null) {
		place("unable").hidden = false
		return
	}
	await new UnlockersForm(session.login, await OwnAccount.of(session)).start()
}
