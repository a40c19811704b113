// @ts-check
/** @file admission_list.js: an officer makes invitations, and admits who has answered one. */
import { admitMember, checkAnswer, inviteMember } from "../crypto/index.js"
import { proposeOfficer } from "../crypto/officers.js"
import { postForm } from "../ui/api.js"
import { all, one } from "../ui/dom.js"
import { saveFile } from "../ui/files.js"
import { problemOf } from "../ui/problems.js"
import { drawQr } from "../ui/qr.js"
import { showProblem } from "../ui/secret-field.js"
import { currentKeyring, renewedKeyring } from "../ui/session.js"
import { text } from "../ui/text.js"
import { localTimes } from "../ui/times.js"

/** @import { Keyring } from "../crypto/keyring.js" */

/** @typedef {Parameters<typeof admitMember>[1]} Invited */
/** @typedef {Parameters<typeof admitMember>[2]} Answered */

const now = () => Math.floor(Date.now() / 1000)

/**
 * @param {HTMLElement} card
 * @returns {{ invited: Invited, answered: Answered }} the secret binds every field, so none is taken on the server's word
 */
function answerOf(card) {
	const { invite: inviteId = "", user = "", login = "", role = "", exp = "", sigPub = "", encPub = "", proof = "", tag = "" } = card.dataset
	return {
		invited: { inviteId, user, login, role: /** @type {Invited["role"]} */ (role), exp: Number(exp) },
		answered: { user, login, sigPub, encPub, proof, tag },
	}
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
 * @param {HTMLElement} card
 * @param {HTMLElement} progress
 */
async function admit(card, progress) {
	const { invited, answered } = answerOf(card)
	progress.textContent = text("signing")
	const keyring = await renewedKeyring()
	if (keyring === null)
		return showProblem(text("locked"))
	if (card.dataset["two"] !== undefined) {
		const entry = await proposeOfficer(keyring, invited, answered, now())
		await postForm("/api/auth/proposals", { invite: invited.inviteId, entry })
		return location.assign("/account/officers")
	}
	const { entry, grants } = await admitMember(keyring, invited, answered, now())
	await postForm("/api/auth/admission", {
		invite: invited.inviteId, entry, grants: grants.length === 0 ? undefined : grants.join("\n"),
	})
	showNotice(`${text("admitted")} ${one("h2", HTMLElement, card)?.textContent ?? invited.login}`)
	card.remove()
}

/**
 * @param {Keyring} keyring
 * @param {HTMLElement} card
 */
async function startCard(keyring, card) {
	const button = one("[data-admit]", HTMLButtonElement, card)
	const progress = one("[data-progress]", HTMLElement, card)
	const refused = one("[data-refused]", HTMLElement, card)
	if (button === null || progress === null || refused === null)
		return
	const { invited, answered } = answerOf(card)
	const wrong = await checkAnswer(keyring, invited, answered, now())
	if (wrong !== "") {
		refused.textContent = text(`refused_${wrong}`)
		refused.hidden = false
		return
	}
	for (const line of all("[data-checked]", HTMLElement, card))
		line.hidden = false
	button.disabled = false
	button.addEventListener("click", async () => {
		button.disabled = true
		showProblem("")
		try {
			await admit(card, progress)
		} catch (error) {
			progress.textContent = ""
			showProblem(problemOf(error))
			button.disabled = false
		}
	})
}

/** @param {HTMLFormElement} form */
function startInviting(form) {
	const select = /** @type {HTMLSelectElement} */ (one("#invitee", HTMLSelectElement, form))
	const role = /** @type {HTMLSelectElement} */ (one("#member-role", HTMLSelectElement, form))
	const button = /** @type {HTMLButtonElement} */ (one("#make", HTMLButtonElement, form))
	const chosen = () => select.selectedOptions[0]?.dataset ?? {}
	select.addEventListener("change", () => {
		const has = chosen()["role"] ?? ""
		if (has !== "")
			role.value = has
		role.disabled = has !== ""
		button.disabled = select.value === ""
	})
	button.disabled = select.value === ""
	form.addEventListener("submit", async (event) => {
		event.preventDefault()
		button.disabled = true
		showProblem("")
		try {
			await invite(select.value, chosen()["login"] ?? "", role.value)
		} catch (error) {
			showProblem(problemOf(error))
		} finally {
			button.disabled = false
		}
	})
}

/**
 * @param {string} user
 * @param {string} login
 * @param {string} role
 */
async function invite(user, login, role) {
	const keyring = await renewedKeyring()
	if (keyring === null)
		return showProblem(text("locked"))
	const made = await inviteMember(keyring, { user, login, role: /** @type {Invited["role"]} */ (role), now: now() })
	await postForm("/api/auth/invites", { invite: made.inviteId, user, login, role, exp: made.exp })
	showInvitation(login, made.text)
}

/** @param {string} login @param {string} invitation */
function showInvitation(login, invitation) {
	const place = one("#made", HTMLElement)
	const code = one("#code", HTMLElement)
	const save = one("#save-invite", HTMLButtonElement)
	const show = one("#show-code", HTMLButtonElement)
	if (place === null || code === null || save === null || show === null)
		return
	code.replaceChildren()
	save.onclick = () => saveFile(`${login}.invite.json`, invitation)
	show.onclick = () => code.replaceChildren(drawQr(invitation, text("code")))
	place.hidden = false
	save.focus()
}

export async function start() {
	localTimes()
	const cards = all(".applicant[data-mine]", HTMLElement)
	const form = one("#invite", HTMLFormElement)
	const keyring = await currentKeyring()
	if (keyring === null) {
		if (cards.length > 0 || form !== null)
			showProblem(text("locked"))
		return
	}
	if (form !== null)
		startInviting(form)
	await Promise.all(cards.map((card) => startCard(keyring, card)))
}
