// @ts-check
/** @file patient_passport.js: everything the passport of one patient holds, to read and to print. */
import { all, make, one } from "../ui/dom.js"
import { showAddress, showField, showRow, showValue } from "../ui/passport.js"
import { onLock } from "../ui/session.js"
import { text } from "../ui/text.js"
import { openPassport } from "../ui/vault.js"

/** @import { Passport } from "../ui/passport.js" */

/** Shown only where there is something: for most people there is no such thing. */
const RARE = ["previousSurname", "snilsAbsent", "omsSeries", "address.directions"]

/**
 * @param {Passport} passport
 * @param {string} path
 * @returns {string[]} a line each
 */
function linesOf(passport, path) {
	const [field = "", key] = path.split(".")
	const value = /** @type {any} */ (passport)[field]
	if (Array.isArray(value))
		return value.map((row) => showRow(field, row, text))
	if (key !== undefined)
		return [showValue(path, value[key], text)]
	return [field === "address" || field === "registration" ? showAddress(value) :
		showField(passport, /** @type {keyof Passport} */ (field), text)]
}

/** @param {Passport} passport @param {HTMLElement} list */
function fillList(passport, list) {
	for (const path of (list.dataset["fields"] ?? "").split(" ")) {
		const lines = linesOf(passport, path).filter((line) => line !== "")
		if (lines.length === 0 && RARE.includes(path))
			continue
		list.append(make("dt", {}, text(`field.${path}`)), make("dd", {}, ...lines.length === 0 ? ["\u2014"] :
			lines.flatMap((line, i) => i === 0 ? [line] : [make("br"), line])))
	}
}

export async function start() {
	const box = one("#passport", HTMLElement)
	const state = one("#passport-state", HTMLElement)
	if (box === null || state === null)
		return
	const lists = all("[data-fields]", HTMLElement, box)
	onLock(() => {
		for (const list of lists)
			list.replaceChildren()
		box.hidden = true
		state.textContent = text("passport.locked")
	})
	one("[data-print]", HTMLButtonElement)?.addEventListener("click", () => window.print())
	state.textContent = text("passport.opening")
	const shown = await openPassport(box.dataset["rec"] ?? "", box.dataset["envelope"] ?? "")
	if (shown.state !== "open" || shown.passport === undefined) {
		state.textContent = text(shown.state === "locked" ? "passport.locked" : "passport.cannotOpen")
		return
	}
	for (const list of lists)
		fillList(shown.passport, list)
	box.hidden = false
	state.textContent = text("passport.open")
}
