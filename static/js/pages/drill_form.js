// @ts-check
/** @file drill_form.js: two custodians prove their shares of the recovery key on an officer's page. */
import { IntegrityAlarm, proveRecoveryFile, proveShare, readSet, WrongSecret } from "../crypto/index.js"
import { ApiError, getJson, Offline, postForm } from "../ui/api.js"
import { input, one, place } from "../ui/dom.js"
import { chosenText } from "../ui/files.js"
import { helpTyping, showProblem } from "../ui/secret-field.js"
import { shareText } from "../ui/share-input.js"
import { currentKeyring } from "../ui/session.js"
import { text } from "../ui/text.js"
import { localTimes } from "../ui/times.js"

/** @import { Keyring } from "../crypto/keyring.js" */

/** What is wrong with one of the two, and which. */
class Trouble extends Error {
	/** @param {string} key  of a text @param {number} nth @param {string} field */
	constructor(key, nth, field) {
		super(key)
		this.line = text(key, nth)
		this.field = field
	}
}

/**
 * @param {Awaited<ReturnType<typeof readSet>>} set
 * @param {number} nth  custodian at this table
 * @returns {Promise<number>} his share
 * @throws {Trouble}
 */
async function shareOf(set, nth) {
	const chosen = await shareText(nth)
	if (chosen === null)
		throw new Trouble("missing", nth, `share-${nth}`)
	try {
		return await proveShare(set, chosen, input(`phrase-${nth}`).value)
	} catch (error) {
		if (!(error instanceof WrongSecret))
			throw error
		throw new Trouble(error.reason, nth, `${error.reason === "passphrase" ? "phrase" : "share"}-${nth}`)
	}
}

/**
 * @param {Keyring} keyring
 * @returns {Promise<number[]>} the two shares
 * @throws {Trouble | IntegrityAlarm | ApiError | Offline}
 */
async function prove(keyring) {
	const { set: signed } = await getJson("/api/auth/drill")
	const set = await readSet(keyring, signed)
	const file = await chosenText(input("recovery-file"))
	try {
		if (file !== null)
			proveRecoveryFile(set, file.trim())
	} catch (error) {
		throw error instanceof WrongSecret ? new Trouble("recovery", 0, "recovery-file") : error
	}
	const shares = [await shareOf(set, 1), await shareOf(set, 2)].sort()
	if (shares[0] === shares[1])
		throw new Trouble("same", 2, "share-2")
	return shares
}

/** @param {unknown} error */
function tell(error) {
	if (error instanceof Trouble) {
		showProblem(error.line)
		return input(error.field).focus()
	}
	if (error instanceof IntegrityAlarm)
		return showProblem(`${text("alarm")} ${error.incident}`)
	if (error instanceof Offline)
		return showProblem(text("offline"))
	if (error instanceof ApiError)
		return showProblem(`${text("server")} ${error.status} ${error.text}`)
	throw error
}

/** @param {Keyring} keyring @param {HTMLFormElement} form */
async function drill(keyring, form) {
	const button = /** @type {HTMLButtonElement} */ (one("#prove", HTMLButtonElement))
	button.disabled = true
	showProblem("")
	place("progress").textContent = text("proving")
	try {
		const [first, second] = await prove(keyring)
		await postForm("/api/auth/drill", { first, second })
		for (const id of ["phrase-1", "phrase-2"])
			input(id).value = ""
		form.hidden = true
		place("proved").hidden = false
	} catch (error) {
		tell(error)
	} finally {
		button.disabled = false
		place("progress").textContent = ""
	}
}

export async function start() {
	localTimes()
	const form = one("#drill", HTMLFormElement)
	if (form === null)
		return
	const keyring = await currentKeyring()
	if (keyring === null)
		return showProblem(text("locked"))
	helpTyping([input("phrase-1"), input("phrase-2")])
	form.addEventListener("submit", (event) => {
		event.preventDefault()
		void drill(keyring, form)
	})
	form.hidden = false
}
