// @ts-check
/** @file choose.js: two passports side by side; each field that differs is chosen. */
import { all, make } from "./dom.js"
import { differing, FIELDS, LISTS, showField } from "./passport.js"
import { text } from "./text.js"

/** @import { Passport } from "./passport.js" */

/** @typedef {"left" | "right" | "both"} Side  both: the rows of two lists together */

/* Radio buttons of no form, so that they are a group and yet are never sent. */
const NO_FORM = "none"

/**
 * @param {HTMLTableCellElement[]} cells  that are kept by this choice
 * @param {string} name
 * @param {string} label  key of its text
 * @param {boolean} on
 * @param {() => void} choose
 */
function addChoice(cells, name, label, on, choose) {
	const radio = make("input", { type: "radio", name: `pick-${name}`, form: NO_FORM })
	const mark = () => {
		for (const other of all("td", HTMLTableCellElement, cells[0]?.parentElement ?? document))
			other.classList.toggle("kept", cells.includes(other))
		choose()
	}
	radio.checked = on
	radio.addEventListener("change", mark)
	if (on)
		mark()
	for (const cell of cells)
		cell.classList.add("differs")
	cells.at(-1)?.append(" ", make("label", {}, radio, text(label)))
}

/**
 * @param {HTMLTableRowElement} row  with a cell for each side
 * @param {string} name
 * @param {Side} first  chosen until the user chooses
 * @param {(side: Side) => void} choose
 * @param {boolean} [both]  whether both may be kept
 */
export function chooseInRow(row, name, first, choose, both = false) {
	const [left, right] = all("td", HTMLTableCellElement, row)
	if (left === undefined || right === undefined)
		return
	addChoice([left], name, "conflict.keep", first === "left", () => choose("left"))
	addChoice([right], name, "conflict.keep", first === "right", () => choose("right"))
	if (both)
		addChoice([left, right], name, "merge.both", first === "both", () => choose("both"))
}

/** @param {string} field */
const isList = (field) => LISTS.some((name) => name === field)

/**
 * @param {Passport} left
 * @param {Passport} right
 * @param {HTMLElement} body
 * @param {object} how
 * @param {(field: keyof Passport) => Side} how.first
 * @param {boolean} [how.both]  lists may be put together
 * @param {(keyof Passport)[]} [how.without]  fields that are not chosen
 * @param {[string, string]} [how.labels]  of the sides, where the table becomes cards
 * @returns {Map<string, Side>} the choice, which changes as the user chooses
 */
export function showChoices(left, right, body, { first, both = false, without = [], labels = ["", ""] }) {
	/** @type {Map<string, Side>} */
	const choice = new Map()
	for (const field of differing(left, right).filter((name) => !without.includes(name))) {
		const cells = [left, right].map((side, i) => make("td", labels[i] === "" ? {} : { "data-label": labels[i] ?? "" },
			showField(side, field, text) || text("conflict.none")))
		const row = make("tr", {}, make("th", { scope: "row" }, text(`field.${field}`)), ...cells)
		choice.set(field, first(field))
		chooseInRow(row, field, first(field), (side) => choice.set(field, side), both && isList(field))
		body.append(row)
	}
	if (choice.size === 0)
		body.append(make("tr", {}, make("td", { colspan: "3" }, text("conflict.same"))))
	return choice
}

/**
 * @param {unknown} left
 * @param {unknown} right
 * @returns {unknown} the rows of both, none twice
 */
function together(left, right) {
	const rows = [.../** @type {unknown[]} */ (left), .../** @type {unknown[]} */ (right)]
	return rows.filter((row, i) => rows.findIndex((other) => JSON.stringify(other) === JSON.stringify(row)) === i)
}

/**
 * @param {Passport} left
 * @param {Passport} right
 * @param {Map<string, Side>} choice
 * @returns {Passport} what was chosen; of the left where nothing was
 */
export const chosen = (left, right, choice) => /** @type {any} */ (Object.fromEntries(FIELDS.map((field) => {
	const side = choice.get(field) ?? "left"
	return [field, side === "both" ? together(left[field], right[field]) : (side === "right" ? right : left)[field]]
})))
