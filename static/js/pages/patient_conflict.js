// @ts-check
/** @file patient_conflict.js: two changes of one patient side by side; each field that differs is chosen. */
import { IntegrityAlarm } from "../crypto/index.js"
import { all, make, one, setField } from "../ui/dom.js"
import { differing, FIELDS, showField } from "../ui/passport.js"
import { text } from "../ui/text.js"
import { openBase, openOwn, openPassport, sealPassport } from "../ui/vault.js"

/** @import { Passport } from "../ui/passport.js" */

/** @typedef {"theirs" | "mine"} Side */

/* Radio buttons of no form, so that they are a group and yet are never sent. */
const NO_FORM = "none"

/**
 * @param {HTMLTableCellElement} cell
 * @param {string} name
 * @param {boolean} on
 * @param {() => void} choose
 */
function addChoice(cell, name, on, choose) {
	const radio = make("input", { type: "radio", name: `pick-${name}`, form: NO_FORM })
	radio.checked = on
	radio.addEventListener("change", () => {
		for (const other of all("td", HTMLTableCellElement, cell.parentElement ?? cell))
			other.classList.toggle("kept", other === cell)
		choose()
	})
	cell.classList.add("differs")
	cell.classList.toggle("kept", on)
	cell.append(" ", make("label", {}, radio, text("conflict.keep")))
}

/**
 * @param {HTMLTableRowElement} row
 * @param {string} name
 * @param {Side} first  chosen until the user chooses
 * @param {(side: Side) => void} choose
 */
function chooseInRow(row, name, first, choose) {
	const [theirs, mine] = all("td", HTMLTableCellElement, row)
	if (theirs === undefined || mine === undefined)
		return
	addChoice(theirs, name, first === "theirs", () => choose("theirs"))
	addChoice(mine, name, first === "mine", () => choose("mine"))
}

/** @param {HTMLFormElement} form */
function startOpen(form) {
	for (const row of all("#conflict-open tr[data-open]", HTMLTableRowElement, form)) {
		const name = row.dataset["open"] ?? ""
		const [theirs, mine] = all("td", HTMLTableCellElement, row).map((cell) => cell.dataset["value"] ?? "")
		if (theirs !== undefined && mine !== undefined && theirs !== mine)
			chooseInRow(row, name, "mine", (side) => setField(form, name, side === "theirs" ? theirs : mine))
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
	/** @type {Map<string, Side>} */
	const choice = new Map()
	const changed = base === null ? null : new Set(differing(base, mine))
	for (const field of differing(theirs, mine)) {
		/** @type {Side} */
		const first = changed === null || changed.has(field) ? "mine" : "theirs"
		const cells = [theirs, mine].map((side) => make("td", {}, showField(side, field, text) || text("conflict.none")))
		const row = make("tr", {}, make("th", { scope: "row" }, text(`field.${field}`)), ...cells)
		choice.set(field, first)
		chooseInRow(row, field, first, (side) => choice.set(field, side))
		body.append(row)
	}
	if (choice.size === 0)
		body.append(make("tr", {}, make("td", { colspan: "3" }, text("conflict.same"))))
	return choice
}

/**
 * @param {Passport} theirs
 * @param {Passport} mine
 * @param {Map<string, Side>} choice
 * @returns {Passport}
 */
const merge = (theirs, mine, choice) => /** @type {any} */ (
	Object.fromEntries(FIELDS.map((field) => [field, (choice.get(field) === "mine" ? mine : theirs)[field]])))

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
		const merged = merge(theirs, mine, choice)
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
