// @ts-check
/** @file officer_list.js: one officer proposes, another reads what it is and signs, or brings the custodians' signature. */
import { openProposal, proposeLeaving, proposeRoleChange, readSigned, signSecond, WrongSecret } from "../crypto/officers.js"
import { getJson, postForm } from "../ui/api.js"
import { all, button, input, one, place } from "../ui/dom.js"
import { chosenText, saveFile } from "../ui/files.js"
import { problemOf } from "../ui/problems.js"
import { proposalWords } from "../ui/proposal-words.js"
import { showProblem } from "../ui/secret-field.js"
import { currentKeyring, renewedKeyring } from "../ui/session.js"
import { text } from "../ui/text.js"
import { localTimes } from "../ui/times.js"

/** @import { Keyring } from "../crypto/keyring.js" */
/** @typedef {{ id: string | null, entry: string, set: string | null, grants: { e: number, recipient: string, sender: string, seq: number }[] }} Waiting */

const now = () => Math.floor(Date.now() / 1000)

/**
 * @param {HTMLButtonElement} pressed
 * @param {(keyring: Keyring) => Promise<void>} work
 */
async function busy(pressed, work) {
	pressed.disabled = true
	showProblem("")
	place("progress").textContent = text("signing")
	try {
		const keyring = await renewedKeyring()
		if (keyring === null)
			return showProblem(text("locked"))
		await work(keyring)
	} catch (error) {
		showProblem(error instanceof WrongSecret ? text(error.reason) : problemOf(error))
	} finally {
		place("progress").textContent = ""
		pressed.disabled = false
	}
}

/** @param {Keyring} keyring @param {HTMLButtonElement} pressed */
async function propose(keyring, pressed) {
	const row = pressed.closest("[data-user]")
	const { user = "", proof = "" } = row instanceof HTMLElement ? row.dataset : {}
	const what = pressed.dataset["propose"] ?? ""
	const entry = what === "leave" ? await proposeLeaving(keyring, user, now()) :
		await proposeRoleChange(keyring, { user, role: what, proof }, now())
	await postForm("/api/auth/proposals", { entry })
	location.reload()
}

/**
 * The one signature or the other, and what follows from it.
 *
 * @param {Keyring} keyring
 * @param {Waiting} waiting
 * @param {string} entry  with what signatures it has
 */
async function complete(keyring, { id, set, grants: given }, entry) {
	const { kind } = await openProposal(keyring, { entry, set })
	const { entries, grants } = await signSecond(keyring, { entry, set }, { given, now: now() })
	await postForm("/api/auth/proposals/sign", { proposal: id ?? "", entries: entries.join("\n"),
		grants: grants.length === 0 ? undefined : grants.join("\n") })
	location.assign(kind === "remove" ? "/account/rotation" : kind === "root" ? "/account/drill" : "/account/members")
}

/** @param {Keyring} keyring @param {Waiting} waiting */
async function savePapers(keyring, { entry, set: next }) {
	const [{ keys }, { set }] = await Promise.all([getJson("/api/auth/keys"), getJson("/api/auth/drill")])
	saveFile(`palreg-${keyring.inst.slice(0, 8)}.papers.json`, JSON.stringify({
		rpp: "papers", v: 1, kind: "sign", inst: keyring.inst, origin: location.origin,
		institution: place("proposal").dataset["institution"] ?? "", roster: keys.roster, set, entry, next: next ?? "",
	}))
}

/** @param {Keyring} keyring @param {Waiting} waiting */
async function bring(keyring, waiting) {
	const signed = await readSigned((await chosenText(input("signed")))?.trim() ?? "")
	if (signed.inst !== keyring.inst || JSON.parse(signed.entry).body !== JSON.parse(waiting.entry).body)
		throw new WrongSecret("answer")
	await complete(keyring, waiting, signed.entry)
}

/** @param {Keyring} keyring @param {Waiting} waiting */
async function showWaiting(keyring, waiting) {
	const { entry, set } = waiting
	const proposal = await openProposal(keyring, { entry, set })
	place("words").textContent = proposalWords(proposal)
	place("signers").textContent = proposal.signers.join(", ")
	place("fingerprint").textContent = proposal.fingerprint
	place("fingerprint-line").hidden = proposal.fingerprint === ""
	for (const item of all("[data-checked]", HTMLElement))
		item.hidden = !(item.dataset["checked"] ?? "").split(" ").includes(proposal.kind)
	button("sign").hidden = proposal.mine || proposal.subject === keyring.user
	place("wait").hidden = !button("sign").hidden
	place("custodians").hidden = proposal.subject === keyring.user
	place("proposal").hidden = false
	button("sign").addEventListener("click", () => void busy(button("sign"), (keys) => complete(keys, waiting, entry)))
	button("save-papers").addEventListener("click", () => void busy(button("save-papers"), (keys) => savePapers(keys, waiting)))
	button("bring").addEventListener("click", () => void busy(button("bring"), (keys) => bring(keys, waiting)))
}

/** @param {string} id */
const withdraw = (id) => busy(button("drop"), async () => {
	await postForm("/api/auth/proposals/drop", { proposal: id })
	location.reload()
})

export async function start() {
	localTimes()
	if (one("#officers", HTMLElement)?.dataset["officer"] === undefined)
		return
	const keyring = await currentKeyring()
	if (keyring === null)
		return showProblem(text("locked"))
	const waits = one("#proposal:not([data-void])", HTMLElement) !== null
	for (const pressed of all("[data-propose]", HTMLButtonElement)) {
		pressed.disabled = waits
		pressed.addEventListener("click", () => void busy(pressed, (keys) => propose(keys, pressed)))
	}
	if (one("#proposal", HTMLElement) === null)
		return
	try {
		const waiting = /** @type {Waiting} */ (/** @type {unknown} */ (await getJson("/api/auth/proposal")))
		button("drop").addEventListener("click", () => void withdraw(waiting.id ?? ""))
		button("drop").disabled = false
		if (waiting.id !== null && place("proposal").dataset["void"] === undefined)
			await showWaiting((await renewedKeyring()) ?? keyring, waiting)
	} catch (error) {
		showProblem(problemOf(error))
	}
}
