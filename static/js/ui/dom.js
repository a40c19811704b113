// @ts-check
/** @file dom.js: small words for the page; nothing here writes markup from text. */

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} [root]
 * @returns {T | null}
 */
export function one(selector, type, root = document) {
	const element = root.querySelector(selector)
	return element instanceof type ? element : null
}

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} [root]
 * @returns {T[]}
 */
export const all = (selector, type, root = document) =>
	/** @type {T[]} */ ([...root.querySelectorAll(selector)].filter((element) => element instanceof type))

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string>} [attributes]
 * @param {...(string | Node)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(name, attributes = {}, ...children) {
	const element = document.createElement(name)
	for (const [key, value] of Object.entries(attributes))
		element.setAttribute(key, value)
	element.append(...children)
	return element
}

/**
 * A named field of a form that is not a group of radio buttons.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {HTMLInputElement | HTMLSelectElement | null}
 */
export function fieldOf(form, name) {
	const field = form.elements.namedItem(name)
	return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : null
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
export function setField(form, name, value) {
	const field = fieldOf(form, name)
	if (field !== null)
		field.value = value
}

/**
 * Tells that a script has changed the value of a field. There is no input event: nobody typed.
 *
 * @param {HTMLElement} field
 */
export function changed(field) {
	field.dispatchEvent(new Event("change", { bubbles: true }))
}

/**
 * The focus goes to the first field at fault, or to the first of all.
 *
 * @param {string} form  selector of the form
 */
export function focusFirst(form) {
	const first = one(`${form} [aria-invalid]`, HTMLElement) ??
		one(`${form} :is(input:not([type=hidden]), select)`, HTMLElement)
	first?.focus()
}

/** @returns {string} today here, as ISO date */
export function today() {
	const now = new Date()
	const month = String(now.getMonth() + 1).padStart(2, "0")
	return `${now.getFullYear()}-${month}-${String(now.getDate()).padStart(2, "0")}`
}

/**
 * A part without which its page does nothing.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 * @throws {TypeError} if the page has none
 */
export function need(id, type) {
	const found = one(`#${id}`, type)
	if (found === null)
		throw new TypeError(`the page has no ${id}`)
	return found
}

/** @param {string} id */
export const input = (id) => need(id, HTMLInputElement)
/** @param {string} id */
export const button = (id) => need(id, HTMLButtonElement)
/** @param {string} id */
export const place = (id) => need(id, HTMLElement)
