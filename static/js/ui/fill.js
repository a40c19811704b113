// @ts-check
/** @file fill.js: put what the server answers into the places of a page that it would have filled itself. */
import { all, one } from "./dom.js"

/** @typedef {{ [name: string]: string | boolean | Data[] }} Data  as a view of the server */

/** @param {unknown} value */
const textOf = (value) => typeof value === "string" ? value : ""

/** @param {unknown} value */
const isOn = (value) => value === true || (typeof value === "string" && value !== "")

/**
 * data-cell names a text, data-if what must be there, data-tone a class of an alert, data-href, data-value and
 * data-name an attribute; data-name becomes name_<n>.
 *
 * @param {Element} element
 * @param {Data} data
 * @param {number} n  of the item
 */
function fillOne(element, data, n) {
	if (!(element instanceof HTMLElement))
		return
	const { cell, if: condition, tone, href, value, name } = element.dataset
	if (cell !== undefined)
		element.textContent = textOf(data[cell])
	if (condition !== undefined)
		element.hidden = !isOn(data[condition])
	if (tone !== undefined)
		element.className = `alert finding ${textOf(data[tone])}`
	if (href !== undefined)
		element.setAttribute("href", textOf(data[href]))
	if (name !== undefined)
		element.setAttribute("name", `${name}_${n}`)
	if (value !== undefined && (element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLButtonElement))
		element.value = textOf(data[value])
}

/**
 * @param {Element | DocumentFragment} root
 * @param {Data} data
 * @param {number} [n]
 */
export function fill(root, data, n = 0) {
	if (root instanceof Element)
		fillOne(root, data, n)
	for (const element of all("[data-cell], [data-if], [data-tone], [data-href], [data-value], [data-name]", Element, root))
		fillOne(element, data, n)
}

/**
 * @param {HTMLElement} list
 * @param {HTMLTemplateElement} template  of one item
 * @param {Data[]} items
 */
export function fillList(list, template, items) {
	list.replaceChildren(...items.map((item, n) => {
		const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true))
		fill(copy, item, n)
		return one("*", Element, copy) ?? copy
	}))
}
