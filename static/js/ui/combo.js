// @ts-check
/** @file combo.js: a text input with a list of suggestions under it (the ARIA combobox pattern). */
import { make } from "./dom.js"
import { text } from "./text.js"

/**
 * @typedef {object} Option
 * @property {string} value
 * @property {string} label
 * @property {string} [note]
 */

/**
 * @template {Option} T
 * @typedef {object} Source
 * @property {(query: string, signal: AbortSignal) => Promise<T[]>} find
 * @property {(option: T) => void} choose
 * @property {number} [least]  letters before it asks
 */

const WAIT_MS = 120
let count = 0

/**
 * @template {Option} T
 */
class Combo {
	/**
	 * @param {HTMLInputElement} input
	 * @param {Source<T>} source
	 */
	constructor(input, source) {
		this.input = input
		this.source = source
		/** @type {T[]} */
		this.options = []
		this.active = -1
		this.abort = new AbortController()
		/** @type {ReturnType<typeof setTimeout> | undefined} */
		this.timer = undefined
		this.list = make("ul", { role: "listbox", id: `combo-${++count}`, hidden: "" })
		this.status = make("span", { role: "status", class: "visually-hidden" })
		const label = input.labels?.[0]
		this.list.setAttribute("aria-label", label?.textContent?.trim() ?? input.getAttribute("aria-label") ?? "")
		input.after(this.list, this.status)
		for (const [name, value] of Object.entries({
			role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
			"aria-controls": this.list.id, autocomplete: "off",
		}))
			input.setAttribute(name, value)
		input.addEventListener("input", () => this.ask())
		input.addEventListener("keydown", (event) => this.onKey(event))
		input.addEventListener("blur", () => this.close())
		this.list.addEventListener("pointerdown", (event) => event.preventDefault())
		this.list.addEventListener("click", (event) => this.onClick(event))
	}

	ask() {
		clearTimeout(this.timer)
		this.abort.abort()
		const query = this.input.value.trim()
		if (query.length < (this.source.least ?? 1)) {
			this.close()
			return
		}
		this.abort = new AbortController()
		const { signal } = this.abort
		this.timer = setTimeout(() => this.source.find(query, signal).then(
			(options) => { if (!signal.aborted) this.open(options) },
			(error) => { if (!signal.aborted) { this.close(); this.status.textContent = text("net.failed") } }), WAIT_MS)
	}

	/** @param {T[]} options */
	open(options) {
		this.options = options
		this.active = -1
		this.input.removeAttribute("aria-activedescendant")
		const none = make("li", { role: "option", "aria-disabled": "true" }, text("combo.none"))
		this.list.replaceChildren(...options.length === 0 ? [none] : options.map((option, i) =>
			make("li", { role: "option", id: `${this.list.id}-${i}`, "aria-selected": "false" },
				option.label, ...option.note ? [" ", make("small", {}, option.note)] : [])))
		this.list.hidden = false
		this.input.setAttribute("aria-expanded", "true")
		this.status.textContent = options.length === 0 ? text("combo.none") : text("combo.count", options.length)
	}

	close() {
		clearTimeout(this.timer)
		this.abort.abort()
		this.list.hidden = true
		this.active = -1
		this.input.setAttribute("aria-expanded", "false")
		this.input.removeAttribute("aria-activedescendant")
	}

	/** @param {number} to */
	move(to) {
		if (this.options.length === 0)
			return
		this.list.children[this.active]?.setAttribute("aria-selected", "false")
		this.active = (to + this.options.length) % this.options.length
		const option = this.list.children[this.active]
		option?.setAttribute("aria-selected", "true")
		option?.scrollIntoView({ block: "nearest" })
		this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`)
	}

	/** @param {number} i */
	choose(i) {
		const option = this.options[i]
		this.close()
		if (option !== undefined)
			this.source.choose(option)
	}

	/** @param {KeyboardEvent} event */
	onKey(event) {
		const shown = !this.list.hidden
		if (event.ctrlKey || event.altKey || event.metaKey)
			return
		if (event.key === "ArrowDown" && !shown)
			this.ask()
		else if (event.key === "ArrowDown")
			this.move(this.active + 1)
		else if (event.key === "ArrowUp" && shown)
			this.move(this.active < 0 ? this.options.length - 1 : this.active - 1)
		else if (event.key === "Enter" && shown && this.options.length > 0)
			this.choose(Math.max(this.active, 0))
		else if (event.key === "Escape" && shown)
			this.close()
		else
			return
		event.preventDefault()
	}

	/** @param {MouseEvent} event */
	onClick(event) {
		const item = event.target instanceof Element ? event.target.closest("[role=option]") : null
		if (item !== null)
			this.choose([...this.list.children].indexOf(item))
	}
}

/**
 * @template {Option} T
 * @param {HTMLInputElement} input  with a label
 * @param {Source<T>} source
 */
export const startCombo = (input, source) => new Combo(input, source)
