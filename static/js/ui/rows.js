// @ts-check
/** @file rows.js: fill cloned template rows from the server's open columns. */
import { all, one } from "./dom.js"

/** @typedef {Record<string, string | number | boolean | null>} Row */

/** @param {string | number | boolean | null | undefined} value */
const textOf = (value) => value === null || value === undefined || value === false ? "" : String(value)

/**
 * How each part is filled: data-cell names a column (data-missing is shown where it is empty), data-value one that is the
 * value of a field, data-tone one that is a class, data-if one that shows or hides; data-link and data-action are
 * patterns with :id.
 *
 * @type {Record<string, (part: HTMLElement, name: string, row: Row) => void>}
 */
const FILL = {
	cell: (part, name, row) => { put(part, textOf(row[name]) || (part.dataset["missing"] ?? "")) },
	value: (part, name, row) => part.setAttribute("value", textOf(row[name])),
	tone: (part, name, row) => { part.className = textOf(row[name]) === "" ? "" : `tag ${textOf(row[name])}` },
	link: (part, pattern, row) => part.setAttribute("href", pattern.replace(":id", textOf(row["id"]))),
	action: (part, pattern, row) => part.setAttribute("action", pattern.replace(":id", textOf(row["id"]))),
	if: (part, name, row) => { part.hidden = row[name] !== true },
}

/** @typedef {{ kind: string, part: HTMLElement, name: string }} Slot  a part and how it is filled */

/**
 * @param {HTMLElement} element
 * @returns {Slot[]}
 */
const slotsOf = (element) => Object.keys(FILL).flatMap((kind) =>
	all(`[data-${kind}]`, HTMLElement, element).map((part) => ({ kind, part, name: part.getAttribute(`data-${kind}`) ?? "" })))

/** @param {HTMLElement} part @param {string} content */
function put(part, content) {
	if (part.textContent !== content)
		part.textContent = content
}

/**
 * @param {HTMLElement} element  a copy of a template
 * @param {Row} row
 */
export function fillElement(element, row) {
	for (const { kind, part, name } of slotsOf(element))
		FILL[kind]?.(part, name, row)
}

/**
 * On a phone the cells of a row are lines of a card: each gets the words of its column, if its head says data-labels.
 *
 * @param {HTMLTableElement} table
 * @param {Iterable<HTMLTableRowElement>} rows  with as many cells as the head
 */
export function labelCells(table, rows) {
	const heads = [...table.tHead?.rows[0]?.cells ?? []].map((head) => "labels" in head.dataset ? head.textContent ?? "" : "")
	for (const row of rows)
		for (const [i, label] of heads.entries())
			if (label !== "")
				row.cells[i]?.setAttribute("data-label", label)
}

/** A row of the page that is filled again and again: its parts are looked for once. */
class Line {
	/** @param {HTMLTemplateElement} template  one <tr> */
	constructor(template) {
		const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true))
		const tr = one("tr", HTMLTableRowElement, copy)
		if (tr === null)
			throw new TypeError("the template holds no row")
		this.tr = tr
		this.slots = slotsOf(tr)
		this.sealed = all("sealed-text", HTMLElement, tr)
		this.id = ""
	}

	/**
	 * @param {string} id
	 * @param {Row | undefined} row  undefined: its open columns are still on their way, the name is known here already
	 */
	fill(id, row) {
		this.id = id
		for (const { kind, part, name } of this.slots) {
			if (row === undefined && kind === "cell")
				put(part, "")
			else
				FILL[kind]?.(part, name, row ?? { id })
		}
		for (const element of this.sealed)
			if (element.dataset["rec"] !== id)
				element.dataset["rec"] = id
		if (row === undefined)
			this.tr.setAttribute("aria-busy", "true")
		else
			this.tr.removeAttribute("aria-busy")
	}
}

const WAIT_MS = 300
/** @param {() => void} rest  what nobody sees yet: when nothing else is to be done, so that who types on does not wait for it */
const atLeisure = (rest) => {
	if ("requestIdleCallback" in globalThis)
		requestIdleCallback(rest, { timeout: WAIT_MS })
	else
		setTimeout(rest)
}

const ROW_PX = 48
/** @returns {number} rows that are in place before anything is drawn: no window of this height shows more */
const aScreen = () => Math.ceil(innerHeight / ROW_PX)

/** The rows of a table body. They are kept and filled anew, which is much quicker than making them. */
export class RowList {
	/**
	 * @param {HTMLTemplateElement} template  one <tr>
	 * @param {HTMLElement} body
	 */
	constructor(template, body) {
		this.template = template
		this.body = body
		/** @type {Line[]} */
		this.lines = []
		/** Counts what was asked for: what is overtaken is not gone on with. */
		this.asked = 0
	}

	/**
	 * @param {string[]} ids
	 * @param {ReadonlyMap<string, Row>} rows  those that are known
	 */
	show(ids, rows) {
		const mine = ++this.asked
		const screen = aScreen()
		if (this.body.firstElementChild !== this.lines[0]?.tr)
			this.body.replaceChildren()
		this.fill(ids, rows, 0, screen)
		// A row that nobody has filled yet must not show somebody else.
		const same = this.lines.findIndex(({ id }, i) => i >= screen && id !== ids[i])
		for (const { tr } of this.lines.slice(Math.min(ids.length, same < 0 ? ids.length : same)))
			tr.remove()
		if (ids.length > screen)
			atLeisure(() => { if (mine === this.asked) this.fill(ids, rows, screen, ids.length) })
	}

	/**
	 * @param {string[]} ids
	 * @param {ReadonlyMap<string, Row>} rows
	 * @param {number} from
	 * @param {number} to  not with it
	 */
	fill(ids, rows, from, to) {
		for (let i = from; i < Math.min(to, ids.length); i++) {
			const id = /** @type {string} */ (ids[i])
			const line = this.lines[i] ??= new Line(this.template)
			line.fill(id, rows.get(id))
			if (line.tr.parentNode !== this.body)
				this.body.append(line.tr)
		}
	}

	/** @param {HTMLElement} notice  what stands in the table instead */
	say(notice) {
		this.asked++
		this.body.replaceChildren(notice)
	}
}
