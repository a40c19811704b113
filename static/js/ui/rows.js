// @ts-check
/** @file rows.js: fill a cloned template row from the server's open columns. */
import { all, one } from "./dom.js"

/** @typedef {Record<string, string | number | boolean | null>} Row */

/** @param {string | number | boolean | null | undefined} value */
const textOf = (value) => value === null || value === undefined || value === false ? "" : String(value)

/**
 * In the row: data-cell names a column (data-missing is shown where it is empty), data-tone a column
 * that is a class, data-link a pattern with :id.
 *
 * @param {HTMLTemplateElement} template  one <tr>
 * @param {Row} row
 * @returns {HTMLTableRowElement}
 */
export function fillRow(template, row) {
	const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true))
	const tr = one("tr", HTMLTableRowElement, copy)
	if (tr === null)
		throw new TypeError("the template holds no row")
	for (const element of all("[data-cell]", HTMLElement, tr))
		element.textContent = textOf(row[element.dataset["cell"] ?? ""]) || (element.dataset["missing"] ?? "")
	for (const element of all("[data-tone]", HTMLElement, tr)) {
		const tone = textOf(row[element.dataset["tone"] ?? ""])
		element.className = tone === "" ? "" : `tag ${tone}`
	}
	for (const element of all("[data-link]", HTMLElement, tr))
		element.setAttribute("href", (element.dataset["link"] ?? "").replace(":id", textOf(row["id"])))
	for (const element of all("[data-if]", HTMLElement, tr))
		element.hidden = row[element.dataset["if"] ?? ""] !== true
	for (const element of all("sealed-text", HTMLElement, tr))
		element.dataset["rec"] = textOf(row["id"])
	return tr
}

/**
 * The row of somebody whose open columns are still on their way: the name is known here already.
 *
 * @param {HTMLTemplateElement} template
 * @param {string} id
 * @returns {HTMLTableRowElement}
 */
export function waitingRow(template, id) {
	const tr = fillRow(template, { id })
	tr.setAttribute("aria-busy", "true")
	for (const element of all("[data-cell]", HTMLElement, tr))
		element.textContent = ""
	return tr
}
