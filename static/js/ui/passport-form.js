// @ts-check
/** @file passport-form.js: the inputs of an identity, which have no names: read, checked, filled. */
import { countries } from "./countries.js"
import { all, changed, make, one, today } from "./dom.js"
import { checkPassport, keptPassport } from "./passport-check.js"
import { LISTS, passportOf, SHOW_AS } from "./passport.js"
import { language, text } from "./text.js"
import { formatSnils } from "./validate.js"

/** @import { Passport } from "./passport.js" */
/** @import { Said } from "./passport-check.js" */

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */
/** @typedef {typeof LISTS[number]} List */

let count = 0

/** @param {Field} field */
const pathOf = (field) => field.dataset["seal"] ?? ""

/** @param {Field} field */
const isField = (field) => field instanceof HTMLInputElement || field instanceof HTMLSelectElement

/**
 * @param {ParentNode} root
 * @returns {Field[]}
 */
const fieldsIn = (root) => /** @type {Field[]} */ (/** @type {unknown} */ (all("[data-seal]", HTMLElement, root)))
	.filter(isField)

/**
 * @param {Field} field
 * @param {string} value  as it is kept, or as it was typed
 */
function put(field, value) {
	field.value = SHOW_AS[pathOf(field)]?.(value) ?? value
	/* A code that this version does not offer is not lost. */
	if (field instanceof HTMLSelectElement && field.value !== value) {
		field.append(make("option", { value }, value))
		field.value = value
	}
}

export class PassportForm {
	/** @param {HTMLElement} root  of part_identity.html */
	constructor(root) {
		this.root = root
		/** @type {Set<Field>} those whose messages are wanted */
		this.visited = new Set()
		/** @type {Set<string>} the warnings that have been on the screen */
		this.warned = new Set()
		/** Anything said from outside: the path and what is wrong with its value. */
		this.taken = { path: "", value: "", said: "" }
		this.mergedInto = ""
		for (const select of all('[data-seal="citizenship"]', HTMLSelectElement, root))
			select.append(...countries(language()).map(([value, name]) => make("option", { value }, name)))
		for (const field of this.fields())
			this.watch(field)
		for (const list of LISTS)
			one(`[data-add=${list}]`, HTMLButtonElement, root)?.addEventListener("click", () =>
				one("[data-seal]", HTMLElement, this.addRow(list, {}) ?? root)?.focus())
		one("[data-same-address]", HTMLButtonElement, root)?.addEventListener("click", () => this.copyAddress())
		this.startRows()
	}

	/** The rows that nearly every patient needs stand there from the beginning. */
	startRows() {
		this.addRow("phones", { kind: "patient" })
		this.addRow("consents", { kind: "processing" })
		this.addRow("consents", { kind: "register" })
	}

	/** @returns {Field[]} */
	fields() {
		return fieldsIn(this.root)
	}

	/** @param {Field} field */
	watch(field) {
		/* A line that appears under the pointer between press and release would move the button away. */
		field.addEventListener("blur", (event) => {
			this.visited.add(field)
			if (!(event instanceof FocusEvent && event.relatedTarget instanceof HTMLButtonElement))
				this.tell()
		})
		if (pathOf(field) === "snils")
			field.addEventListener("input", () => this.formatAsTyped(field))
		if (pathOf(field) === "oms")
			field.addEventListener("change", () => this.guessKind(field.value))
	}

	/** @param {Field} field */
	formatAsTyped(field) {
		const atEnd = field instanceof HTMLInputElement && field.selectionStart === field.value.length
		if (atEnd && /^[\d -]+$/.test(field.value) && !/[ -]$/.test(field.value))
			field.value = formatSnils(field.value)
	}

	/** @param {string} oms */
	guessKind(oms) {
		const kind = this.fieldOf("omsKind", -1)
		const digits = oms.replace(/[\s-]/g, "")
		if (kind !== undefined && kind.value === "" && /^(\d{16}|\d{9})$/.test(digits))
			kind.value = digits.length === 16 ? "unified" : "temporary"
	}

	copyAddress() {
		for (const field of this.fields())
			if (pathOf(field).startsWith("registration."))
				field.value = this.fieldOf(pathOf(field).replace("registration", "address"), -1)?.value ?? ""
		changed(this.root)
		this.showCounts()
	}

	/**
	 * @param {List} list
	 * @returns {HTMLElement[]}
	 */
	rowsOf(list) {
		return /** @type {HTMLElement[]} */ ([...one(`[data-group=${list}]`, HTMLElement, this.root)?.children ?? []])
	}

	/**
	 * @param {List} list
	 * @param {Record<string, string>} item
	 * @returns {HTMLElement | null}
	 */
	addRow(list, item) {
		const template = one(`#${list}-row`, HTMLTemplateElement, this.root)
		const copy = /** @type {DocumentFragment | undefined} */ (template?.content.cloneNode(true))
		const row = copy?.querySelector("div") ?? null
		if (row === null)
			return null
		for (const field of fieldsIn(row)) {
			field.id = `seal-${pathOf(field).replace(".", "-")}-${++count}`
			put(field, item[pathOf(field).slice(list.length + 1)] ?? "")
			this.watch(field)
		}
		row.querySelector("[data-remove]")?.addEventListener("click", () => {
			row.remove()
			changed(this.root)
			one(`[data-add=${list}]`, HTMLButtonElement, this.root)?.focus()
		})
		one(`[data-group=${list}]`, HTMLElement, this.root)?.append(row)
		return row
	}

	/**
	 * @param {string} path
	 * @param {number} place
	 * @returns {Field | undefined}
	 */
	fieldOf(path, place) {
		const [list = ""] = path.split(".")
		const root = place < 0 ? this.root : this.rowsOf(/** @type {List} */ (list))[place]
		return root === undefined ? undefined : fieldsIn(root).find((field) => pathOf(field) === path)
	}

	/** @returns {Passport} what stands in the inputs, right or wrong */
	typed() {
		/** @type {any} */
		const object = { mergedInto: this.mergedInto }
		for (const field of this.fields()) {
			const [name = "", key] = pathOf(field).split(".")
			if (key === undefined)
				object[name] = field.value
			else if (!LISTS.includes(/** @type {List} */ (name)))
				object[name] = { ...object[name], [key]: field.value }
		}
		for (const list of LISTS)
			object[list] = this.rowsOf(list).map((row) => Object.fromEntries(
				fieldsIn(row).map((field) => [pathOf(field).slice(list.length + 1), field.value])))
		return passportOf(object)
	}

	/**
	 * Writes the hint or the error of a field under it.
	 *
	 * @param {Field} field
	 * @param {Said | undefined} said
	 */
	show(field, said) {
		const id = `${field.id}-error`
		const key = said?.error ?? said?.warn
		const taken = this.taken.said !== "" && this.taken.path === pathOf(field) && this.taken.value === said?.value
		const line = taken ? this.taken.said : key === undefined ? "" : text(key)
		const wrong = taken || said?.error !== undefined
		const before = one(`#${id}`, HTMLElement, this.root)
		if (before?.textContent === line)
			return
		before?.remove()
		field.removeAttribute("aria-invalid")
		field.removeAttribute("aria-describedby")
		if (line !== "") {
			field.after(make("small", { id, class: wrong ? "field-error" : "field-hint warn" }, line))
			field.setAttribute("aria-describedby", id)
		}
		if (wrong)
			field.setAttribute("aria-invalid", "true")
	}

	/** @returns {{ field: Field, said: Said }[]} what there is to say of the fields that were visited, and it is said */
	tell() {
		const said = checkPassport(this.typed(), today())
		/** @type {Map<Field, Said>} */
		const byField = new Map()
		for (const item of said) {
			const field = this.fieldOf(item.path, item.place)
			if (field !== undefined)
				byField.set(field, item)
		}
		for (const field of this.visited) {
			this.show(field, byField.get(field))
			const { warn, value } = byField.get(field) ?? { value: "" }
			if (warn !== undefined)
				this.warned.add(`${field.id} ${warn} ${value}`)
		}
		this.showCounts()
		return [...byField].map(([field, item]) => ({ field, said: item }))
	}

	/**
	 * @returns {{ wrong: Field[], unseen: Field[] }} wrong: have to be corrected; unseen: a warning is said for the
	 *     first time, and the value may stay
	 */
	checkAll() {
		const before = new Set(this.warned)
		for (const field of this.fields())
			this.visited.add(field)
		const found = this.tell()
		const wrong = found.filter(({ said }) => said.error !== undefined).map(({ field }) => field)
		const unseen = found.filter(({ field, said }) => said.error === undefined && said.warn !== undefined &&
			said.warn !== "warn.snilsAbsent" && !before.has(`${field.id} ${said.warn} ${said.value}`)).map(({ field }) => field)
		for (const field of [...wrong, ...unseen])
			field.closest("details")?.setAttribute("open", "")
		return { wrong, unseen }
	}

	/**
	 * Something that only the page around can know is wrong with a field, as long as it holds this value.
	 *
	 * @param {string} path
	 * @param {string} value
	 * @param {string} said
	 */
	refuse(path, value, said) {
		this.taken = { path, value, said }
		this.tell()
		this.fieldOf(path, -1)?.focus()
	}

	/** @returns {Passport} call it when checkAll finds nothing wrong */
	read() {
		const typed = this.typed()
		return keptPassport(typed, checkPassport(typed, today()))
	}

	/** How much a folded section holds. */
	showCounts() {
		for (const mark of all("[data-filled]", HTMLElement, this.root)) {
			const section = mark.closest("details")
			const number = section === null ? 0 : fieldsIn(section).filter((field) =>
				field.value !== "" && !/\.kind$/.test(pathOf(field))).length
			mark.textContent = number === 0 ? text("form.empty") : text("form.filled", number)
		}
	}

	/** @param {Passport} passport  of fields as they are kept, or as they were typed */
	fill(passport) {
		this.mergedInto = passport.mergedInto
		for (const list of LISTS) {
			one(`[data-group=${list}]`, HTMLElement, this.root)?.replaceChildren()
			for (const item of passport[list])
				this.addRow(list, { ...item })
		}
		for (const field of this.fields()) {
			const [name = "", key] = pathOf(field).split(".")
			const value = /** @type {any} */ (passport)[name]
			if (!Array.isArray(value))
				put(field, String((key === undefined ? value : value?.[key]) ?? ""))
		}
		this.showCounts()
	}

	/** Nothing of it stays in the page. */
	clear() {
		for (const list of LISTS)
			one(`[data-group=${list}]`, HTMLElement, this.root)?.replaceChildren()
		this.visited.clear()
		for (const field of this.fields()) {
			field.value = ""
			this.show(field, undefined)
		}
		this.showCounts()
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
