// @ts-check
/** @file patient_conflict.js: two changes of one patient side by side; each field that differs is chosen. */
import { IntegrityAlarm } from "../crypto/index.js"
import { chooseInRow, chosen, showChoices } from "../ui/choose.js"
import { all, make, one, setField } from "../ui/dom.js"
import { differing } from "../ui/passport.js"
import { text } from "../ui/text.js"
import { openBase, openOwn, openPassport, sealPassport } from "../ui/vault.js"

/** @import { Side } from "../ui/choose.js" */
/** @import { Passport } from "../ui/passport.js" */

/** @param {HTMLFormElement} form */
function startOpen(form) {
	for (const row of all("#conflict-open tr[data-open]", HTMLTableRowElement, form)) {
		const name = row.dataset["open"] ?? ""
		const [theirs, mine] = all("td", HTMLTableCellElement, row).map((cell) => cell.dataset["value"] ?? "")
		if (theirs !== undefined && mine !== undefined && theirs !== mine)
			chooseInRow(row, name, "right", (side) => setField(form, name, side === "left" ? theirs : mine))
	}
}

/**
 * What only the other one changed is taken from him unless the user wants otherwise.
 *
 * @param {Passport} theirs
 * @param {Passport} mine
 * @param {Passport | null} base  what both began with
 * @param {HTMLElement} body
 * @returns {Map<string, Side>} the choice, which changes as the user chooses
 */
function showIdentity(theirs, mine, base, body) {
	const changed = base === null ? null : new Set(differing(base, mine))
	return showChoices(theirs, mine, body, { first: (field) => changed === null || changed.has(field) ? "right" : "left" })
}

/**
 * @param {HTMLFormElement} form
 * @param {string} said
 */
function say(form, said) {
	const box = one("#conflict-state", HTMLElement) ?? make("p", { id: "conflict-state", role: "alert", class: "alert" })
	box.textContent = said
	form.prepend(box)
}

/**
 * @param {HTMLFormElement} form
 * @param {string} rec
 */
async function startIdentity(form, rec) {
	const { envelope = "", mine: mineText = "" } = form.dataset
	const body = one("#conflict-identity", HTMLElement, form)
	const now = await openPassport(rec, envelope)
	const mine = mineText === "" ? now.passport : await openOwn(rec, mineText)
	const theirs = now.passport
	if (theirs === undefined || !mine || body === null || now.rev === undefined || now.docHash === undefined) {
		say(form, text(now.state === "locked" ? "form.locked" : "form.cannotOpen"))
		return null
	}
	const base = mineText === "" ? theirs : await openBase(rec, mineText)
	const choice = showIdentity(theirs, mine, base, body)
	const before = { rev: now.rev, docHash: now.docHash }
	return async () => {
		const merged = chosen(theirs, mine, choice)
		setField(form, "year_of_birth", merged.born.slice(0, 4))
		setField(form, "sex", merged.sex)
		const sealed = differing(theirs, merged).length === 0 ? "" : await sealPassport(rec, merged, before)
		if (sealed === null)
			throw new Error("locked meanwhile")
		setField(form, "passport", sealed)
	}
}

export async function startConflict() {
	const form = one("#patient-conflict", HTMLFormElement)
	if (form === null)
		return
	startOpen(form)
	const prepare = await startIdentity(form, form.dataset["rec"] ?? "")
	form.addEventListener("submit", (event) => {
		event.preventDefault()
		Promise.resolve(prepare?.()).then(() => form.submit(), (error) =>
			say(form, text(error instanceof IntegrityAlarm ? "form.nokey" : "form.failed")))
	})
}
