// @ts-check
/** @file prescription_form.js: a line of a prescription: the medicine narrows what can be chosen after it. */
import { getJson } from "../ui/api.js"
import { startCombo } from "../ui/combo.js"
import { startDoses } from "../ui/doses.js"
import { all, changed, fieldOf, make, one, setField } from "../ui/dom.js"
import { showDate } from "../ui/passport.js"
import { text } from "../ui/text.js"
import { saved, watchUnsaved } from "../ui/unsaved.js"
import { readDate } from "../ui/validate.js"

/**
 * @typedef {object} Product
 * @property {number} id
 * @property {string} form
 * @property {string} strength
 * @property {string[]} units
 * @property {string[]} routes
 * @property {number | null} [patch_hours]
 */

/** @typedef {{ id: number, inn: string, atc: string | null, products: Product[] }} Medicine */

const DAY_MS = 24 * 3600 * 1000

/**
 * @param {string} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<Medicine[]>}
 */
async function fetchMedicines(query, signal) {
	const { items } = await getJson(`/api/medicines?${query}`, signal === undefined ? {} : { signal })
	return items
}

/** @param {string | undefined} list */
const wordsOf = (list) => (list ?? "").split(" ").filter((word) => word !== "")

/** Units that say how a line is given. @type {Record<string, RegExp>} */
const UNITS_OF = { infusion: /\/\(24\.h\)$/, oxygen: /^L\/min$/, patch: /^(ug\/h|\{patch\})$/ }
const RATE = /\/\(24\.h\)$|^L\/min$|^ug\/h$/

/**
 * The units of a product that fit the kind of schedule; all of them where none does.
 *
 * @param {string[]} units
 * @param {string} schedule
 */
function unitsFor(units, schedule) {
	const wanted = UNITS_OF[schedule]
	const fit = units.filter((unit) => wanted === undefined ? !RATE.test(unit) : wanted.test(unit))
	return fit.length > 0 ? fit : units
}

/**
 * A number as it is written: ",50" is "0,5".
 *
 * @param {string} typed
 */
export function tidyNumber(typed) {
	const parts = /^\s*(-?)0*(\d*)(?:([.,])(\d*?)0*)?\s*$/.exec(typed)
	if (parts === null || !/\d/.test(typed))
		return typed
	const [, sign, whole, , fraction] = parts
	return `${sign}${whole || "0"}${fraction ? `,${fraction}` : ""}`
}

/**
 * Leaves only the options that are allowed; where one is, it is chosen.
 *
 * @param {HTMLSelectElement} select
 * @param {string[]} allowed  codes; none means all
 */
function narrow(select, allowed) {
	for (const option of select.options) {
		const on = option.value === "" || allowed.length === 0 || allowed.includes(option.value)
		option.hidden = option.disabled = !on
	}
	const chosen = select.selectedOptions[0]
	if (chosen === undefined || chosen.disabled || chosen.value === "" && allowed.length > 0)
		select.value = allowed.find((code) => [...select.options].some((option) => option.value === code)) ?? ""
}

class PrescriptionForm {
	/** @param {HTMLFormElement} form */
	constructor(form) {
		this.form = form
		this.product = one("#product", HTMLSelectElement, form)
		this.medicine = one("#medicine-text", HTMLInputElement, form)
		this.note = one("[data-combo=medicine] [data-combo-note]", HTMLElement, form)
	}

	start() {
		this.startMedicine()
		this.startFrequency()
		this.product?.addEventListener("change", () => this.onProduct())
		for (const name of ["schedule", "prn"])
			fieldOf(this.form, name)?.addEventListener("change", () => this.onSchedule())
		for (const field of all("input[inputmode=decimal]", HTMLInputElement, this.form))
			field.addEventListener("change", () => { field.value = this.decimal(field.value) })
		for (const name of ["starts_on", "ends_on", "duration_days"])
			fieldOf(this.form, name)?.addEventListener("input", () => this.computeEnd(name))
		this.showParts()
		this.computeEnd("")
		this.form.addEventListener("submit", () => saved())
		watchUnsaved(this.form)
		this.form.addEventListener("draft-restored", () => this.takeUp())
		if (this.medicine?.value === "" && document.activeElement === document.body)
			this.medicine.focus()
	}

	startMedicine() {
		const { medicine } = this
		if (medicine === null)
			return
		const label = medicine.labels?.[0]
		medicine.hidden = false
		if (label !== undefined)
			label.hidden = false
		startCombo(medicine, {
			find: async (query, signal) => (await fetchMedicines(`q=${encodeURIComponent(query)}`, signal)).map((item) =>
				({ value: String(item.id), label: item.inn, note: item.atc ?? "", item })),
			choose: ({ item }) => this.choose(item),
		})
		medicine.addEventListener("input", () => {
			setField(this.form, "medicine", "")
			medicine.setCustomValidity(text("combo.choose"))
		})
		this.takeUp()
	}

	/** One choice fills in the schedule and what it asks for. */
	startFrequency() {
		const frequency = one("#frequency", HTMLSelectElement, this.form)
		const label = frequency?.labels[0]
		if (!frequency || label === undefined)
			return
		label.hidden = false
		frequency.addEventListener("change", () => {
			const fills = frequency.selectedOptions[0]?.dataset ?? {}
			if (!fills["schedule"])
				return
			for (const name of ["schedule", "times_per_day", "interval_hours", "clock"])
				setField(this.form, name, fills[name] ?? "")
			const schedule = fieldOf(this.form, "schedule")
			if (schedule !== null)
				changed(schedule)
			frequency.value = ""
		})
	}

	/** What is in the fields already: from the server, or from a draft. */
	takeUp() {
		const id = fieldOf(this.form, "medicine")?.value ?? ""
		const product = this.product?.dataset["value"] || this.product?.value || ""
		if (id !== "")
			fetchMedicines(`id=${encodeURIComponent(id)}`).then(([item]) => { if (item) this.choose(item, product) }, () => {})
		else if (product === "")
			this.product?.replaceChildren(...[...this.product.options].filter((option) => option.value === ""))
		if (this.medicine !== null)
			this.medicine.required = id === "" && product === ""
		this.onProduct()
	}

	/**
	 * @param {Medicine} item
	 * @param {string} [product]  chosen before
	 */
	choose(item, product = "") {
		const { medicine } = this
		if (medicine === null)
			return
		medicine.value = item.inn
		medicine.setCustomValidity("")
		medicine.required = false
		if (this.note !== null)
			this.note.textContent = item.atc ?? ""
		setField(this.form, "medicine", String(item.id))
		// What is out of use stays where it stands.
		const stands = item.products.some(({ id }) => String(id) === product) ? [] :
			[...this.product?.options ?? []].filter((option) => option.value !== "" && option.value === product)
		this.product?.replaceChildren(...stands, ...item.products.map(({ id, form, strength, units, routes, patch_hours: hours }) =>
			make("option", {
				"value": String(id), "data-units": units.join(" "), "data-routes": routes.join(" "),
				...hours ? { "data-patch-hours": String(hours) } : {},
			}, [form, strength].filter((part) => part !== "").join(", "))))
		if (product !== "" && this.product !== null)
			this.product.value = product
		this.onProduct()
		if (product === "")
			changed(medicine)
		if (product === "" && this.product !== null)
			(item.products.length > 1 ? this.product : one("#dose", HTMLInputElement, this.form))?.focus()
	}

	/** @param {string} typed */
	decimal(typed) {
		const tidy = tidyNumber(typed)
		return document.documentElement.lang === "ru" ? tidy : tidy.replace(",", ".")
	}

	onProduct() {
		const { units, routes, patchHours } = this.product?.selectedOptions[0]?.dataset ?? {}
		const route = fieldOf(this.form, "route")
		if (route instanceof HTMLSelectElement)
			narrow(route, wordsOf(routes?.replaceAll(",", " ")))
		const interval = fieldOf(this.form, "interval_hours")
		if (patchHours && interval !== null && interval.value === "") {
			setField(this.form, "schedule", "patch")
			interval.value = patchHours
		}
		if (units === "L/min")
			setField(this.form, "schedule", "oxygen")
		this.leaveSchedule(units ?? "")
		this.onSchedule()
	}

	/**
	 * The schedule of another form than this one is not kept.
	 *
	 * @param {string} units
	 */
	leaveSchedule(units) {
		const unit = { patch: /ug\/h|\{patch\}/, oxygen: /L\/min/ }[fieldOf(this.form, "schedule")?.value ?? ""]
		if (units === "" || unit === undefined || unit.test(units))
			return
		setField(this.form, "schedule", "times_per_day")
		setField(this.form, "interval_hours", "")
	}

	/** The unit follows the way it is given. */
	onSchedule() {
		const { units } = this.product?.selectedOptions[0]?.dataset ?? {}
		const unit = fieldOf(this.form, "unit")
		const prn = fieldOf(this.form, "prn")
		const schedule = prn instanceof HTMLInputElement && prn.checked ? "every_hours" : fieldOf(this.form, "schedule")?.value ?? ""
		if (unit instanceof HTMLSelectElement)
			narrow(unit, unitsFor(wordsOf(units?.replaceAll(",", " ")), schedule))
		this.showParts()
	}

	/** Shows what the schedule asks for; what is hidden is neither sent nor required. */
	showParts() {
		const schedule = fieldOf(this.form, "schedule")?.value ?? ""
		const prn = fieldOf(this.form, "prn")
		const asked = prn instanceof HTMLInputElement && prn.checked
		for (const part of all("[data-when-schedule]", HTMLElement, this.form))
			this.showPart(part, wordsOf(part.dataset["whenSchedule"]).includes(schedule))
		for (const part of all("[data-when-prn]", HTMLElement, this.form))
			this.showPart(part, asked)
		for (const part of all("[data-unless-prn]", HTMLElement, this.form))
			part.hidden = asked
		const most = fieldOf(this.form, "prn_max_per_day")
		const times = fieldOf(this.form, "times_per_day")
		if (most !== null)
			most.required = asked
		if (times !== null)
			times.required = schedule === "times_per_day" && !asked
		const indication = fieldOf(this.form, "indication")
		if (indication !== null)
			indication.required = asked
	}

	/**
	 * @param {HTMLElement} part
	 * @param {boolean} on
	 */
	showPart(part, on) {
		part.hidden = !on
		for (const field of all("input, select", HTMLElement, part))
			if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
				field.disabled = !on
	}

	/**
	 * Days and end say the same thing: whichever was typed last counts.
	 *
	 * @param {string} typed  name of the field
	 */
	computeEnd(typed) {
		if (typed === "ends_on")
			setField(this.form, "duration_days", "")
		if (typed === "duration_days")
			setField(this.form, "ends_on", "")
		const output = one("#ends-computed", HTMLElement, this.form)
		const start = readDate(fieldOf(this.form, "starts_on")?.value ?? "")
		const days = Number(fieldOf(this.form, "duration_days")?.value ?? "")
		if (output === null)
			return
		const end = start !== "" && Number.isInteger(days) && days > 0 && days < 10000 ?
			new Date(Date.parse(start) + (days - 1) * DAY_MS).toISOString().slice(0, 10) : ""
		output.textContent = end === "" ? "" : text("prescription.ends", showDate(end))
	}
}

export function start() {
	const form = one("#prescription-form", HTMLFormElement)
	if (form === null)
		return
	new PrescriptionForm(form).start()
	startDoses(form)
}
