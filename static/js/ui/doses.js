// @ts-check
/** @file doses.js: figures and warnings of a form, computed by the server while it is filled in. */
import { postForm } from "./api.js"
import { all, changed, fieldOf, one } from "./dom.js"
import { fill, fillList } from "./fill.js"
import { text } from "./text.js"

const WAIT_MS = 350

/** Ways out and steps of the form itself are no part of what is computed. */
const BUTTONS = new Set(["apply", "way", "check", "next", "draft", "csrf"])

class Doses {
	/**
	 * @param {HTMLFormElement} form
	 * @param {string} path  that computes
	 */
	constructor(form, path) {
		this.form = form
		this.path = path
		this.timer = 0
		this.last = ""
		/** @type {AbortController | null} */
		this.waiting = null
		this.list = one("[data-list=findings]", HTMLElement, form)
		this.template = one("#finding-template", HTMLTemplateElement)
	}

	start() {
		for (const button of all("[data-check]", HTMLButtonElement, this.form))
			button.hidden = true
		for (const event of ["input", "change", "draft-restored"])
			this.form.addEventListener(event, (e) => this.onTyped(e))
		this.form.addEventListener("click", (event) => this.onWay(event))
		this.last = this.fields()
	}

	fields() {
		const data = new URLSearchParams()
		for (const [name, value] of new FormData(this.form))
			if (typeof value === "string" && !BUTTONS.has(name))
				data.append(name, value)
		return data.toString()
	}

	/** @param {Event} event */
	onTyped(event) {
		if (event.target instanceof HTMLSelectElement && event.target.name.startsWith("reason_"))
			return
		clearTimeout(this.timer)
		this.timer = window.setTimeout(() => void this.compute(), WAIT_MS)
	}

	/**
	 * The value that is offered goes into its field.
	 *
	 * @param {MouseEvent} event
	 */
	onWay(event) {
		const button = event.target instanceof HTMLButtonElement ? event.target : null
		if (button?.name !== "apply")
			return
		event.preventDefault()
		const [name = "", value = ""] = button.value.split("=")
		const field = fieldOf(this.form, name)
		if (field === null)
			return
		for (let fold = field.closest("details"); fold !== null; fold = fold.parentElement?.closest("details") ?? null)
			fold.open = true
		field.value = value
		changed(field)
		field.focus()
	}

	async compute() {
		const fields = this.fields()
		if (fields === this.last)
			return
		this.last = fields
		this.waiting?.abort()
		this.waiting = new AbortController()
		try {
			this.show(await postForm(this.path, Object.fromEntries(new URLSearchParams(fields)), { signal: this.waiting.signal }))
		} catch {
			// What is shown is older than the form: it is checked again when the form is sent.
			if (this.last === fields)
				this.last = ""
		}
	}

	/** @param {Record<string, any>} data */
	show(data) {
		for (const part of all("[data-doses-of]", HTMLElement, this.form)) {
			const rows = data[part.dataset["dosesOf"] ?? ""]
			fill(part, Array.isArray(rows) ? rows.find((row) => row.series === part.dataset["series"]) ?? {} : data)
		}
		if (this.list === null || this.template === null || !Array.isArray(data["findings"]))
			return
		const said = this.list.textContent
		fillList(this.list, this.template, data["findings"])
		const note = one("#findings-said", HTMLElement)
		if (note !== null && this.list.textContent !== said)
			note.textContent = text("findings.count", data["findings"].length)
	}
}

/** @param {HTMLFormElement} form */
export function startDoses(form) {
	const path = form.dataset["doses"]
	if (path !== undefined)
		new Doses(form, path).start()
}
