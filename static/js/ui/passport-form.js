// @ts-check
/** @file passport-form.js: the inputs of an identity, which have no names: read, checked, filled. */
import { all, make, one, today } from "./dom.js"
import { showDate, showPhone, showSnils } from "./passport.js"
import { text } from "./text.js"
import { checkBorn, checkName, checkOms, checkPhone, checkSnils, checkText, formatSnils } from "./validate.js"

/** @import { Passport } from "./passport.js" */
/** @import { Checked } from "./validate.js" */

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** @type {Record<string, (typed: string) => Checked>} by data-seal */
const CHECKS = {
	"surname": (typed) => checkName(typed, true),
	"name": (typed) => checkName(typed, true),
	"patronymic": (typed) => checkName(typed, false),
	"previousSurname": (typed) => checkName(typed, false),
	"born": (typed) => checkBorn(typed, today()),
	"sex": (typed) => typed === "" ? { value: "", error: "error.required" } : { value: typed },
	"snils": checkSnils,
	"oms": checkOms,
	"document": (typed) => checkText(typed, 300),
	"address": (typed) => checkText(typed, 500),
	"card": (typed) => checkText(typed, 40),
	"phones.number": checkPhone,
	"phones.who": (typed) => checkText(typed, 100),
	"caregivers.name": (typed) => checkName(typed, false),
	"caregivers.relation": (typed) => checkText(typed, 60),
	"caregivers.phone": checkPhone,
}

/** @type {Record<string, (value: string) => string>} as it is shown in its input */
const SHOW = { "born": showDate, "snils": showSnils, "phones.number": showPhone, "caregivers.phone": showPhone }

const LISTS = /** @type {const} */ (["phones", "caregivers"])
let count = 0

export class PassportForm {
	/** @param {HTMLElement} root  of part_identity.html */
	constructor(root) {
		this.root = root
		for (const field of this.fields())
			this.watch(field)
		for (const list of LISTS)
			one(`[data-add=${list}]`, HTMLButtonElement, root)?.addEventListener("click", () =>
				this.addRow(list, {})?.querySelector("input")?.focus())
	}

	/** @returns {Field[]} */
	fields() {
		return all("[data-seal]", HTMLElement, this.root).filter((item) =>
			item instanceof HTMLInputElement || item instanceof HTMLSelectElement)
	}

	/** @param {Field} field */
	watch(field) {
		/* A line that appears under the pointer between press and release would move the button away. */
		field.addEventListener("blur", (event) => {
			if (!(event instanceof FocusEvent && event.relatedTarget instanceof HTMLButtonElement))
				this.check(field)
		})
		if (field.dataset["seal"] === "snils")
			field.addEventListener("input", () => this.formatAsTyped(field))
	}

	/** @param {Field} field */
	formatAsTyped(field) {
		const atEnd = field instanceof HTMLInputElement && field.selectionStart === field.value.length
		if (atEnd && /^[\d -]+$/.test(field.value) && !/[ -]$/.test(field.value))
			field.value = formatSnils(field.value)
	}

	/**
	 * @param {typeof LISTS[number]} list
	 * @param {Record<string, string>} item
	 * @returns {HTMLElement | null}
	 */
	addRow(list, item) {
		const template = one(`#${list}-row`, HTMLTemplateElement, this.root)
		const copy = /** @type {DocumentFragment | undefined} */ (template?.content.cloneNode(true))
		const row = copy?.querySelector("div") ?? null
		if (row === null)
			return null
		for (const field of all("[data-seal]", HTMLInputElement, row)) {
			const seal = field.dataset["seal"] ?? ""
			const value = item[seal.slice(list.length + 1)] ?? ""
			field.id = `seal-${seal.replace(".", "-")}-${++count}`
			field.value = SHOW[seal]?.(value) ?? value
			this.watch(field)
		}
		row.querySelector("[data-remove]")?.addEventListener("click", () => {
			row.remove()
			this.root.dispatchEvent(new Event("change", { bubbles: true }))
			one(`[data-add=${list}]`, HTMLButtonElement, this.root)?.focus()
		})
		one(`[data-group=${list}]`, HTMLElement, this.root)?.append(row)
		return row
	}

	/**
	 * Writes the hint or the error of a field under it.
	 *
	 * @param {Field} field
	 * @returns {Checked}
	 */
	check(field) {
		const checked = CHECKS[field.dataset["seal"] ?? ""]?.(field.value) ?? { value: field.value }
		const id = `${field.id}-error`
		const said = checked.error ?? checked.warn
		one(`#${id}`, HTMLElement, this.root)?.remove()
		field.removeAttribute("aria-invalid")
		field.removeAttribute("aria-describedby")
		if (said !== undefined) {
			const kind = checked.error === undefined ? "field-hint warn" : "field-error"
			field.after(make("small", { id, class: kind }, text(said)))
			field.setAttribute("aria-describedby", id)
		}
		if (checked.error !== undefined)
			field.setAttribute("aria-invalid", "true")
		return checked
	}

	/** @returns {Field[]} those with an error, each of which says so */
	checkAll() {
		return this.fields().filter((field) => this.check(field).error !== undefined)
	}

	/** @param {string} seal */
	valueOf(seal) {
		const field = this.fields().find((item) => item.dataset["seal"] === seal)
		return field === undefined ? "" : CHECKS[seal]?.(field.value).value ?? field.value
	}

	/**
	 * @param {typeof LISTS[number]} list
	 * @returns {Record<string, string>[]} without those that are empty
	 */
	listOf(list) {
		const rows = [...one(`[data-group=${list}]`, HTMLElement, this.root)?.children ?? []]
		return rows.map((row) => Object.fromEntries(all("[data-seal]", HTMLInputElement, row).map((field) => {
			const seal = field.dataset["seal"] ?? ""
			return [seal.slice(list.length + 1), CHECKS[seal]?.(field.value).value ?? ""]
		}))).filter((item) => Object.values(item).some((value) => value !== ""))
	}

	/** @returns {Passport} in the order of the canonical text; call it when checkAll finds nothing */
	read() {
		return {
			surname: this.valueOf("surname"),
			name: this.valueOf("name"),
			patronymic: this.valueOf("patronymic"),
			previousSurname: this.valueOf("previousSurname"),
			born: this.valueOf("born"),
			sex: this.valueOf("sex"),
			snils: this.valueOf("snils"),
			oms: this.valueOf("oms"),
			document: this.valueOf("document"),
			address: this.valueOf("address"),
			phones: this.listOf("phones").map((p) => ({ number: p["number"] ?? "", who: p["who"] ?? "" })),
			caregivers: this.listOf("caregivers").map((c) =>
				({ name: c["name"] ?? "", relation: c["relation"] ?? "", phone: c["phone"] ?? "" })),
			card: this.valueOf("card"),
		}
	}

	/** @param {Passport} passport */
	fill(passport) {
		for (const list of LISTS) {
			one(`[data-group=${list}]`, HTMLElement, this.root)?.replaceChildren()
			for (const item of passport[list])
				this.addRow(list, { ...item })
		}
		for (const field of this.fields()) {
			const seal = field.dataset["seal"] ?? ""
			const value = /** @type {Record<string, unknown>} */ ({ ...passport })[seal]
			if (typeof value === "string")
				field.value = SHOW[seal]?.(value) ?? value
		}
	}

	/** Nothing of it stays in the page. */
	clear() {
		for (const list of LISTS)
			one(`[data-group=${list}]`, HTMLElement, this.root)?.replaceChildren()
		for (const field of this.fields())
			field.value = ""
	}

	/** @param {boolean} on */
	enable(on) {
		if (this.root instanceof HTMLFieldSetElement)
			this.root.disabled = !on
	}
}

/**
 * @param {Field} field
 * @returns {string} what it is called on the page
 */
export const labelOf = (field) => {
	const label = field.labels?.[0]
	return [...label?.childNodes ?? []].find((node) => node.nodeType === Node.TEXT_NODE)?.textContent?.trim() ?? ""
}
