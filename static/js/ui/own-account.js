// @ts-check
/** @file own-account.js: the account secret of who is signed in: of this browser, or of a key file chosen on this page. */
import { readKeyFile } from "../crypto/index.js"
import { one } from "./dom.js"
import { chosenText } from "./files.js"
import { showProblem } from "./secret-field.js"
import { knownAccounts, troubleOf } from "./signin.js"
import { text } from "./text.js"

/** @import { Enrolled } from "../crypto/session.js" */
/** @import { Session } from "./session.js" */

export class OwnAccount {
	/** @param {Session | null} session @param {Enrolled | null} found */
	constructor(session, found) {
		this.user = session?.user ?? null
		this.found = found
		/** This browser does not remember the account. */
		this.asked = found === null
	}

	/** @param {Session | null} session */
	static async of(session) {
		const accounts = await knownAccounts()
		return new OwnAccount(session, accounts.find(({ user, inst }) =>
			user === session?.user && (session.inst === null || inst === session.inst)) ?? null)
	}

	/** This browser was removed from the account: the key file is asked for, as at a new one. */
	forgo() {
		this.found = null
		this.asked = true
		const part = one("#key-file-part", HTMLElement)
		if (part !== null)
			part.hidden = false
	}

	/** @param {() => void} next  once a file is taken */
	listen(next) {
		const part = one("#key-file-part", HTMLElement)
		const file = one("#key-file", HTMLInputElement)
		if (part === null || file === null)
			return
		part.hidden = !this.asked
		file.addEventListener("change", () => void this.take(file, next))
	}

	/** @param {HTMLInputElement} file @param {() => void} next */
	async take(file, next) {
		this.found = null
		showProblem("")
		try {
			const chosen = await chosenText(file)
			if (chosen === null)
				return showProblem(text("keyfile"))
			const account = await readKeyFile(chosen, location.origin)
			if (this.user !== null && account.user !== this.user)
				return showProblem(text("keyfile_other"))
			this.found = account
			next()
		} catch (error) {
			showProblem(text(troubleOf(error).key))
		}
	}
}
