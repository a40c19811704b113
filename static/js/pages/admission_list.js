// @ts-check
/** @file admission_list.js: an officer compares fingerprints and admits (provisional). */
import { admitMember, extendRoster, fingerprint, IntegrityAlarm, updatePins } from "../crypto/index.js"
import { ApiError, getJson, Offline, postForm } from "../ui/api.js"
import { all, one } from "../ui/dom.js"
import { showProblem } from "../ui/secret-field.js"
import { currentKeyring } from "../ui/session.js"
import { text } from "../ui/text.js"
import { localTimes } from "../ui/times.js"

/** @import { Keyring } from "../crypto/keyring.js" */

/** @param {HTMLElement} card */
function applicantOf(card) {
	const { user = "", login = "", role = "doctor", sigPub = "", encPub = "", proof = "" } = card.dataset
	return { user, login, role: /** @type {"officer" | "doctor" | "auditor"} */ (role), sigPub, encPub, proof }
}

/**
 * The roster may have grown since this page was loaded.
 *
 * @param {Keyring} keyring
 */
async function bringUpToDate(keyring) {
	const { keys } = await getJson(`/api/auth/keys?after=${keyring.roster.seq}`)
	if (keys.roster.length === 0)
		return
	await extendRoster(keyring, keys.roster)
	await updatePins(keyring, {})
}

/** @param {unknown} error */
function problemOf(error) {
	if (error instanceof IntegrityAlarm)
		return `${text("alarm")} ${error.incident}`
	if (error instanceof Offline)
		return text("offline")
	if (error instanceof ApiError)
		return error.status === 409 ? text("conflict") : `${text("server")} ${error.status} ${error.text}`
	throw error
}

/** @param {string} line */
function showNotice(line) {
	const notice = one("#notice", HTMLElement)
	if (notice === null)
		return
	notice.textContent = line
	notice.hidden = false
}

/**
 * @param {Keyring} keyring
 * @param {HTMLElement} card
 * @param {HTMLElement} progress
 */
async function admit(keyring, card, progress) {
	const applicant = applicantOf(card)
	progress.textContent = text("signing")
	await bringUpToDate(keyring)
	const { entry, grants } = await admitMember(keyring, { ...applicant, now: Math.floor(Date.now() / 1000) })
	await postForm("/api/auth/admission", {
		user: applicant.user, entry, grants: grants.length === 0 ? undefined : grants.join("\n"),
	})
	await bringUpToDate(keyring)
	showNotice(`${text("admitted")} ${one("h2", HTMLElement, card)?.textContent ?? applicant.login}`)
	card.remove()
}

/**
 * @param {Keyring} keyring
 * @param {HTMLElement} card
 */
function startCard(keyring, card) {
	const compared = one("[data-compared]", HTMLInputElement, card)
	const button = one("[data-admit]", HTMLButtonElement, card)
	const progress = one("[data-progress]", HTMLElement, card)
	if (compared === null || button === null || progress === null)
		return
	compared.disabled = false
	compared.addEventListener("change", () => { button.disabled = !compared.checked })
	button.addEventListener("click", async () => {
		button.disabled = true
		showProblem("")
		try {
			await admit(keyring, card, progress)
		} catch (error) {
			progress.textContent = ""
			showProblem(problemOf(error))
			button.disabled = false
		}
	})
}

export async function start() {
	localTimes()
	const cards = all(".applicant", HTMLElement)
	const keyring = await currentKeyring()
	if (keyring === null) {
		if (cards.length > 0)
			showProblem(text("locked"))
		return
	}
	for (const card of cards) {
		const { user, sigPub, encPub } = applicantOf(card)
		const { text: print } = await fingerprint({ inst: keyring.inst, user, sigPub, encPub })
		const place = one("[data-fingerprint]", HTMLElement, card)
		if (place !== null)
			place.textContent = print
		startCard(keyring, card)
	}
}
