// @ts-check
/** @file assessment_form.js: a sheet of questions answered by the keyboard alone, with totals that follow. */
import { all, changed, one } from "../ui/dom.js"
import { language, text } from "../ui/text.js"
import { saved, watchUnsaved } from "../ui/unsaved.js"

const TEN = 10

/** @param {HTMLElement} row @returns {HTMLInputElement[]} */
const radios = (row) => all("input[type=radio]", HTMLInputElement, row)

/** @param {HTMLElement} row @param {string} value */
const radio = (row, value) => radios(row).find((input) => input.value === value)

/** @param {HTMLElement} row */
const typed = (row) => one("input:not([type=radio])", HTMLInputElement, row)

/**
 * What one digit stands for: 7 is 70 on a scale of tens.
 *
 * @param {HTMLElement} row
 */
function unitOf(row) {
	const values = radios(row).map(({ value }) => Number(value)).filter(Number.isFinite)
	return Math.max(...values) > TEN && values.every((value) => value % TEN === 0) ? TEN : 1
}

/** @param {HTMLElement} row @returns {number | null} the answer, null where there is none */
function answerOf(row) {
	const value = typed(row)?.value ?? radios(row).find(({ checked }) => checked)?.value ?? ""
	const number = Number(value.replace(",", "."))
	return value.trim() === "" || !Number.isFinite(number) ? null : number
}

class Sheet {
	/** @param {HTMLFormElement} form */
	constructor(form) {
		this.form = form
		this.rows = all(".ask", HTMLElement, form)
		/** @type {HTMLElement | undefined} */
		this.row = this.rows[0]
		/** A row in which 1 was typed: a 0 makes it ten. @type {HTMLElement | undefined} */
		this.pending = undefined
	}

	start() {
		const { form } = this
		form.addEventListener("keydown", (event) => this.onKey(event))
		form.addEventListener("focusin", (event) => this.onFocus(event))
		form.addEventListener("change", () => this.showTotals())
		form.addEventListener("input", () => this.showTotals())
		form.addEventListener("draft-restored", () => this.showTotals())
		form.addEventListener("submit", saved)
		one("#as-last", HTMLButtonElement, form)?.addEventListener("click", () => this.asLast())
		const keys = one("#sheet-keys", HTMLElement, form)
		if (keys !== null)
			keys.hidden = false
		watchUnsaved(form)
		this.showTotals()
		const open = this.rows.find((row) => row.querySelector(".field-error")) ??
			(one(".alert.stop, [aria-invalid]", HTMLElement, form) === null ? this.row : undefined)
		if (open !== undefined)
			this.enter(open)
	}

	/** @param {FocusEvent} event */
	onFocus(event) {
		const row = event.target instanceof Element ? event.target.closest(".ask") : null
		if (row !== this.pending)
			this.pending = undefined
		if (row instanceof HTMLElement)
			this.row = row
	}

	/** @param {HTMLElement} row */
	enter(row) {
		const field = radios(row).find(({ checked }) => checked) ?? radios(row)[0] ?? typed(row)
		field?.focus()
	}

	/** The row after this one, or the button that saves. @param {HTMLElement} row */
	next(row) {
		const following = this.rows[this.rows.indexOf(row) + 1]
		if (following !== undefined)
			this.enter(following)
		else
			one("button[type=submit]", HTMLButtonElement, this.form)?.focus()
	}

	/**
	 * @param {HTMLElement} row
	 * @param {string} value
	 * @returns {boolean} whether there is such an answer
	 */
	choose(row, value) {
		const found = radio(row, value)
		if (found === undefined)
			return false
		found.checked = true
		found.focus()
		changed(found)
		return true
	}

	/**
	 * @param {HTMLElement} row
	 * @param {string} digit
	 */
	onDigit(row, digit) {
		const unit = unitOf(row)
		const ten = String(TEN * unit)
		if (this.pending === row && digit === "0" && this.choose(row, ten)) {
			this.pending = undefined
			this.next(row)
			return
		}
		if (this.pending === row) {
			this.pending = undefined
			this.next(row)
			if (this.row !== undefined && this.row !== row && typed(this.row) === null)
				this.onDigit(this.row, digit)
			return
		}
		if (!this.choose(row, String(Number(digit) * unit)))
			return
		if (digit === "1" && radio(row, ten) !== undefined)
			this.pending = row
		else
			this.next(row)
	}

	/** @param {HTMLElement} row */
	notAssessed(row) {
		const field = typed(row)
		if (field === null)
			this.choose(row, "na")
		else
			field.value = ""
		this.next(row)
	}

	/** The answer of last time into this row. */
	asLast() {
		const { row } = this
		const value = row?.querySelector("[data-last]")?.getAttribute("data-last")
		if (row === undefined)
			return
		if (value === null || value === undefined)
			this.enter(row)
		else
			this.take(row, value)
	}

	/**
	 * @param {HTMLElement} row
	 * @param {string} value
	 */
	take(row, value) {
		const field = typed(row)
		if (field !== null) {
			field.value = language() === "ru" ? value.replace(".", ",") : value
			changed(field)
		} else if (!this.choose(row, value)) {
			return
		}
		this.next(row)
	}

	/** @param {KeyboardEvent} event */
	onKey(event) {
		const row = event.target instanceof Element ? event.target.closest(".ask") : null
		if (!(row instanceof HTMLElement) || event.ctrlKey || event.altKey || event.metaKey || event.isComposing)
			return
		const digit = /^[0-9]$/.test(event.key) && typed(row) === null
		if (event.key === "Enter")
			this.next(row)
		else if (digit)
			this.onDigit(row, event.key)
		else if (event.key === "-" || event.code === "KeyN")
			this.notAssessed(row)
		else
			return
		event.preventDefault()
	}

	showTotals() {
		for (const output of all("output[data-sum]", HTMLOutputElement, this.form)) {
			const parts = (output.dataset["sum"] ?? "").split(" ")
			const answers = parts.map((code) => this.rows.find((row) => row.dataset["item"] === code))
				.map((row) => row === undefined ? null : answerOf(row)).filter((value) => value !== null)
			output.textContent = answers.length === parts.length ?
				String(answers.reduce((sum, value) => sum + value, 0)) :
				text("sheet.incomplete", answers.length, parts.length)
		}
	}
}

export function start() {
	const form = one("#sheet", HTMLFormElement)
	if (form !== null)
		new Sheet(form).start()
}
