// @ts-check
/** @file merge_show.js: a merge is taken back: both passports are sealed again as they were before it. */
import { IntegrityAlarm, openHistory, readPin } from "../crypto/index.js"
import { raiseAlarm } from "../ui/alarms.js"
import { chosen, showChoices } from "../ui/choose.js"
import { one, setField } from "../ui/dom.js"
import { differing, passportOf } from "../ui/passport.js"
import { currentKeyring } from "../ui/session.js"
import { text } from "../ui/text.js"
import { fetchVersions, openPassport, sealPassport } from "../ui/vault.js"

/** @import { Passport } from "../ui/passport.js" */

/** @typedef {{ rec: string, now: Passport, rev: number, docHash: string, was: Passport, later: boolean }} History */

/**
 * @param {string} rec
 * @param {string} envelope  the current one
 * @param {number} before  the revision before the merge
 * @returns {Promise<History | null>} null while locked
 */
async function historyOf(rec, envelope, before) {
	const { passport, rev, docHash } = await openPassport(rec, envelope)
	const keys = await currentKeyring()
	if (keys === null || passport === undefined || rev === undefined || docHash === undefined)
		return null
	const chain = await openHistory(keys, await fetchVersions(rec), { t: "passport", rec, pin: await readPin(keys, rec) })
	const base = chain[before - 1]
	return base === undefined ? null :
		{ rec, now: passport, rev, docHash, was: passportOf(base.object), later: rev > before + 1 }
}

/** @param {History} history @param {Passport} wanted */
const sealIfOther = async (history, wanted) =>
	differing(history.now, wanted).length === 0 ? "" : await sealPassport(history.rec, wanted, history)

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<(() => Promise<void>) | null>}
 */
async function prepareUndo(form) {
	const { rec = "", otherRec = "", envelope = "", other = "", rev = "", otherRev = "" } = form.dataset
	const own = await historyOf(rec, envelope, Number(rev))
	const left = await historyOf(otherRec, other, Number(otherRev))
	const later = one("#undo-later", HTMLElement, form)
	const body = one("#undo-identity", HTMLElement, form)
	if (own === null || left === null || later === null || body === null)
		return null
	later.hidden = !own.later
	const choice = own.later ? showChoices(own.was, own.now, body, { first: () => "left", without: ["born", "sex", "mergedInto"] }) : new Map()
	return async () => {
		const sealed = await sealIfOther(own, chosen(own.was, own.now, choice))
		const restored = await sealIfOther(left, left.was)
		if (sealed === null || restored === null)
			throw new Error("locked meanwhile")
		setField(form, "passport", sealed)
		setField(form, "other_passport", restored)
	}
}

export async function start() {
	const form = one("#undo-form", HTMLFormElement)
	const said = one("#undo-state", HTMLElement)
	const button = one("#undo-form button[type=submit]", HTMLButtonElement)
	if (form === null || said === null || button === null)
		return
	const refuse = (/** @type {unknown} */ error) => {
		if (error instanceof IntegrityAlarm)
			raiseAlarm(error, null)
		said.textContent = text(error instanceof IntegrityAlarm ? "sealed.alarm" : "form.failed")
		button.disabled = false
	}
	try {
		const prepare = await prepareUndo(form)
		if (prepare === null) {
			said.textContent = text("form.locked")
			return
		}
		button.disabled = false
		form.addEventListener("submit", (event) => {
			event.preventDefault()
			button.disabled = true
			prepare().then(() => form.submit(), refuse)
		})
	} catch (error) {
		refuse(error)
		button.disabled = true
	}
}
