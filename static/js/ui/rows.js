// @ts-check
/** @file rows.js: fill a cloned template row from the server's open columns. */
import { all, one } from "./dom.js"

/** @typedef {Record<string, string | number | boolean | null>} Row */

/** @param {string | number | boolean | null | undefined} value */
const textOf = (value) => value === null || value === undefined || value === false ? "" : String(value)

/**
 * In a copy of a template: data-cell names a column (data-missing is shown where it is empty), data-value
 * one that is the value of a field, data-tone one that is a class, data-if one that shows or hides;
 * data-link and data-action are patterns with :id.
 *
 * @param {HTMLElement} element
 * @param {Row} row
 */
export function fillElement(element, row) {
	const named = (/** @type {string} */ name) => all(`[data-${name}]`, HTMLElement, element)
		.map((part) => /** @type {const} */ ([part, part.getAttribute(`data-${name}`) ?? ""]))
	for (const [part, name] of named("cell"))
		part.textContent = textOf(row[name]) || (part.dataset["missing"] ?? "")
	for (const [part, name] of named("value"))
		part.setAttribute("value", textOf(row[name]))
	for (const [part, name] of named("tone")) {
		const tone = textOf(row[name])
		part.className = tone === "" ? "" : `tag ${tone}`
	}
	for (const [part, pattern] of named("link"))
		part.setAttribute("href", pattern.replace(":id", textOf(row["id"])))
	for (const [part, pattern] of named("action"))
		part.setAttribute("action", pattern.replace(":id", textOf(row["id"])))
	for (const [part, name] of named("if"))
		part.hidden = row[name] !== true
}

/**
 * @param {HTMLTemplateElement} template  one <tr>
 * @param {Row} row
 * @returns {HTMLTableRowElement}
 */
export function fillRow(template, row) {
	const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true))
	const tr = one("tr", HTMLTableRowElement, copy)
	if (tr === null)
		throw new TypeError("the template holds no row")
	fillElement(tr, row)
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
