// @ts-check
/** @file merge_form.js: two passports of one person become one, which is sealed before the form is sent. */
import { IntegrityAlarm } from "../crypto/index.js"
import { chosen, showChoices } from "../ui/choose.js"
import { one, setField } from "../ui/dom.js"
import { differing, LISTS } from "../ui/passport.js"
import { text } from "../ui/text.js"
import { openPassport, sealPassport } from "../ui/vault.js"

/** @import { Side } from "../ui/choose.js" */
/** @import { Passport } from "../ui/passport.js" */
/** @import { Shown } from "../ui/vault.js" */

/** @typedef {{ passport: Passport, rev: number, docHash: string }} Open */

/** @param {HTMLFormElement} form @param {string} said */
function say(form, said) {
	const box = one("#merge-state", HTMLElement, form)
	if (box === null)
		return
	box.textContent = said
	box.hidden = said === ""
}

/** @param {Shown} shown @returns {Open | null} */
const openOf = ({ passport, rev, docHash }) =>
	passport === undefined || rev === undefined || docHash === undefined ? null : { passport, rev, docHash }

/** @param {unknown} value */
const isBlank = (value) => typeof value === "string" ? value === "" :
	Array.isArray(value) ? value.length === 0 : Object.values(value ?? {}).every((part) => part === "")

/**
 * What is given stays, what is missing is taken over, lists are put together.
 *
 * @param {Passport} left
 * @param {Passport} right
 * @returns {(field: keyof Passport) => Side}
 */
const firstOf = (left, right) => (field) => isBlank(left[field]) ? "right" :
	LISTS.some((name) => name === field) && !isBlank(right[field]) ? "both" : "left"

/**
 * @param {HTMLFormElement} form
 * @param {string} rec
 * @param {string} otherRec
 * @returns {Promise<(() => Promise<void>) | null>} seals what was chosen
 */
async function startIdentity(form, rec, otherRec) {
	const body = one("#merge-identity", HTMLElement, form)
	const shown = [await openPassport(rec, form.dataset["envelope"] ?? ""), await openPassport(otherRec, form.dataset["other"] ?? "")]
	const [own, other] = shown.map(openOf)
	if (!own || !other || body === null) {
		say(form, text(shown.some(({ state }) => state === "locked") ? "form.locked" : "form.cannotOpen"))
		return null
	}
	const [stays = "", goes = ""] = ["labelStays", "labelGoes"].map((key) => form.dataset[key])
	const choice = showChoices(own.passport, other.passport, body, {
		first: firstOf(own.passport, other.passport), both: true, without: ["mergedInto"], labels: [stays, goes],
	})
	return async () => {
		const merged = chosen(own.passport, other.passport, choice)
		const sealed = differing(own.passport, merged).length === 0 ? "" : await sealPassport(rec, merged, own)
		const left = await sealPassport(otherRec, { ...other.passport, mergedInto: rec }, other)
		if (sealed === null || left === null)
			throw new Error("locked meanwhile")
		setField(form, "year_of_birth", merged.born.slice(0, 4))
		setField(form, "sex", merged.sex)
		setField(form, "passport", sealed)
		setField(form, "other_passport", left)
	}
}

export async function start() {
	const form = one("#merge-form", HTMLFormElement)
	if (form === null)
		return
	const button = one("button[type=submit]", HTMLButtonElement, form)
	const prepare = await startIdentity(form, form.dataset["rec"] ?? "", form.dataset["otherRec"] ?? "")
	if (prepare === null || button === null)
		return
	button.disabled = false
	form.addEventListener("submit", (event) => {
		event.preventDefault()
		button.disabled = true
		prepare().then(() => form.submit(), (error) => {
			button.disabled = false
			say(form, text(error instanceof IntegrityAlarm ? "form.nokey" : "form.failed"))
		})
	})
}
