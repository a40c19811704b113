// @ts-check
/** @file rotation_form.js: an officer takes leavers out of the roster and changes the institution's key. */
import { rotateKey } from "../crypto/index.js"
import { getJson, postForm } from "../ui/api.js"
import { all, button, one, place } from "../ui/dom.js"
import { problemOf } from "../ui/problems.js"
import { nextBatch, rewrapAll } from "../ui/rewrap.js"
import { showProblem } from "../ui/secret-field.js"
import { currentKeyring, renewedKeyring } from "../ui/session.js"
import { text } from "../ui/text.js"
import { localTimes } from "../ui/times.js"

/** @import { Keyring } from "../crypto/keyring.js" */

/**
 * Officers among the leavers need a second signature, which this page has not.
 *
 * @param {Keyring} keyring
 * @returns {string[]} those who can go
 */
function leaversOf({ roster }) {
	const goes = []
	for (const item of all("[data-leaver]", HTMLElement)) {
		const user = item.dataset["leaver"] ?? ""
		const stays = roster.active.get(user)?.role === "officer"
		const note = one("[data-two]", HTMLElement, item)
		if (note !== null)
			note.hidden = !stays
		if (!stays && roster.active.has(user))
			goes.push(user)
	}
	return goes
}

/** @param {number} done @param {number} total */
function tell(done, total) {
	const bar = one("#bar", HTMLProgressElement)
	if (bar === null)
		return
	bar.max = Math.max(total, 1)
	bar.value = total === 0 ? 1 : done
	place("count").textContent = text("count", done, total)
}

async function wrapAgain() {
	place("change").hidden = true
	const last = one("#last", HTMLElement)
	if (last !== null)
		last.hidden = true
	place("progress").hidden = false
	button("again").hidden = true
	showProblem("")
	try {
		const keyring = await renewedKeyring()
		if (keyring === null)
			return showProblem(text("locked"))
		await rewrapAll(keyring, tell)
		place("finished").hidden = false
	} catch (error) {
		showProblem(problemOf(error))
		button("again").hidden = false
	}
}

/** @param {string} chosen  why, when nobody leaves */
async function change(chosen) {
	button("start").disabled = true
	showProblem("")
	place("signing").textContent = text("signing")
	try {
		const keyring = await renewedKeyring()
		if (keyring === null)
			return showProblem(text("locked"))
		const leavers = leaversOf(keyring)
		const reason = leavers.length > 0 ? "leaver" : chosen === "compromise" ? "compromise" : "periodic"
		const { grants: given } = await getJson("/api/auth/rotation")
		const { entries, grants } = await rotateKey(keyring, { leavers, reason, given, now: Math.floor(Date.now() / 1000) })
		await postForm("/api/auth/rotation", { entries: entries.join("\n"), grants: grants.join("\n") })
		location.reload()
	} catch (error) {
		showProblem(problemOf(error))
		button("start").disabled = false
	} finally {
		place("signing").textContent = ""
	}
}

export async function start() {
	localTimes()
	const form = one("#change", HTMLFormElement)
	if (form === null)
		return
	const keyring = await currentKeyring()
	if (keyring === null)
		return showProblem(text("locked"))
	button("again").addEventListener("click", () => void wrapAgain())
	form.addEventListener("submit", (event) => {
		event.preventDefault()
		void change(one("[name=reason]:checked", HTMLInputElement, form)?.value ?? "")
	})
	const leavers = leaversOf(keyring)
	place("reasons").hidden = leavers.length > 0
	try {
		if ((await nextBatch()).left > 0)
			return await wrapAgain()
	} catch (error) {
		return showProblem(problemOf(error))
	}
	form.hidden = false
	button("start").disabled = false
}
