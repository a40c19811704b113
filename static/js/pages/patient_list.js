// @ts-check
/**
 * @file patient_list.js: one box that finds people as you type. The server's filters give ids, the
 * names are matched here, and rows of open columns are fetched for those that are shown.
 */
import { startDiagnoses } from "../ui/diagnosis.js"
import { documents, documentsStatus, onDocuments, synchronise, synchroniseAnew } from "../ui/documents.js"
import { all, make, one } from "../ui/dom.js"
import { startExport } from "../ui/export-names.js"
import { fullName, show, showDate } from "../ui/passport.js"
import { getRows, knownRows } from "../ui/patients.js"
import { labelCells, RowList } from "../ui/rows.js"
import { find } from "../ui/search.js"
import { language, text } from "../ui/text.js"
import { getJson } from "../ui/api.js"

/** @import { Passport } from "../ui/passport.js" */

const PAGE = 50

/** What the file says of a person besides the open columns. */
const PERSON = [
	{ head: "export.name", of: fullName },
	{ head: "export.born", of: (/** @type {Passport} */ { born }) => showDate(born) },
	...["snils", "oms", "phones", "address", "card"].map((field) => ({
		head: `export.${field}`, of: (/** @type {Passport} */ passport) => show(passport, field),
	})),
]

/** The elements of the page; it does not start without them. */
function elements() {
	const part = {
		form: one("#patient-filters", HTMLFormElement),
		box: one("#patient-search", HTMLInputElement),
		count: one("#patient-count", HTMLElement),
		server: one("#patient-list-server", HTMLElement),
		local: one("#patient-list-local", HTMLElement),
		template: one("#patient-row", HTMLTemplateElement),
		body: one("#patient-list-local tbody", HTMLElement),
	}
	return Object.values(part).every((item) => item !== null) ?
		/** @type {{ [K in keyof typeof part]: NonNullable<typeof part[K]> }} */ (part) : null
}

class PatientList {
	/** @param {NonNullable<ReturnType<typeof elements>>} part */
	constructor(part) {
		this.part = part
		this.rows = new RowList(part.template, part.body)
		this.empty = one("[data-empty]", HTMLElement, part.local)
		this.range = one("[data-range]", HTMLElement, part.local)
		this.prev = one("[data-prev]", HTMLButtonElement, part.local)
		this.next = one("[data-next]", HTMLButtonElement, part.local)
		this.table = one("table", HTMLTableElement, part.local)
		this.serverCount = [...part.count.childNodes].map((node) => node.cloneNode(true))
		/** @type {string[]} ids that pass the server's filters, in its order */
		this.ids = []
		/** @type {string[]} */
		this.numbers = []
		/** @type {"loading" | "ready" | "failed"} */
		this.state = "loading"
		this.byName = 0
		/** @type {Int32Array} places of ids in the index */
		this.order = new Int32Array()
		/** @type {string[]} */
		this.found = []
		this.page = 0
		this.abort = new AbortController()
	}

	start() {
		const { box, form } = this.part
		this.label()
		box.disabled = false
		box.addEventListener("input", () => this.search())
		box.addEventListener("keydown", (event) => { if (event.key === "Enter") this.enter(event) })
		form.addEventListener("reset", () => queueMicrotask(() => this.search()))
		this.prev?.addEventListener("click", () => this.turn(-1))
		this.next?.addEventListener("click", () => this.turn(1))
		for (const button of all("[data-local-sort=name]", HTMLButtonElement)) {
			button.hidden = false
			button.addEventListener("click", () => this.sortByName(button))
		}
		let before = ""
		onDocuments(({ state, searchable, done }) => {
			const now = `${state} ${searchable} ${searchable ? done : 0}`
			if (now !== before)
				this.place()
			before = now
		})
		void this.load()
	}

	label() {
		const rows = all("tbody tr", HTMLTableRowElement, this.part.server)
		const blank = this.part.template.content.querySelector("tr")
		if (this.table !== null)
			labelCells(this.table, blank === null ? rows : [...rows, blank])
	}

	async load() {
		const query = new URLSearchParams(location.search)
		for (const other of ["page", "done", "more"])
			query.delete(other)
		void synchronise()
		try {
			const answer = await getJson(`/api/patients?${query}`)
			this.ids = answer["ids"]
			this.numbers = (answer["numbers"] ?? []).map((/** @type {string} */ n) => n.toLowerCase())
			this.state = "ready"
		} catch {
			this.state = "failed"
		}
		this.place()
		await synchronise()
		if (this.ids.some((id) => !documents().places.has(id)))
			await synchroniseAnew()
	}

	/** The ids' places change with every synchronisation. */
	place() {
		const { places } = documents()
		this.order = Int32Array.from(this.ids, (id) => places.get(id) ?? -1)
		this.search(this.page)
	}

	/** @returns {"loading" | "locked" | "nokey" | "failed" | "refused" | "ready"} */
	get phase() {
		const { state, searchable } = documentsStatus()
		if (state === "locked" || state === "nokey" || state === "refused" && !searchable)
			return state
		if (state === "failed" || this.state === "failed")
			return "failed"
		return searchable && this.state === "ready" ? "ready" : "loading"
	}

	/** @param {number} [page] */
	search(page = 0) {
		const query = this.part.box.value
		const local = query.trim() !== "" || this.byName !== 0
		this.part.server.hidden = local
		this.part.local.hidden = !local
		if (!local) {
			this.part.count.replaceChildren(...this.serverCount.map((node) => node.cloneNode(true)))
			return
		}
		const ready = this.phase === "ready"
		const places = ready ? find(query, documents().haystacks, this.order, this.numbers) : []
		this.found = places.map((i) => /** @type {string} */ (this.ids[i]))
		if (ready && this.byName !== 0)
			this.sortFound()
		this.page = Math.min(page, Math.max(0, Math.ceil(this.found.length / PAGE) - 1))
		this.showCount(ready)
		void this.showPage(ready)
	}

	sortFound() {
		const index = documents()
		const collator = new Intl.Collator(language())
		const names = new Map(this.found.map((id) => {
			const passport = index.passport(index.places.get(id) ?? -1)
			return [id, passport === undefined ? "\uffff" : fullName(passport)]
		}))
		this.found.sort((a, b) => this.byName * collator.compare(names.get(a) ?? "", names.get(b) ?? ""))
	}

	/** @param {HTMLButtonElement} button */
	sortByName(button) {
		this.byName = this.byName === 1 ? -1 : 1
		for (const other of all("[data-local-sort=name]", HTMLButtonElement))
			other.closest("th")?.setAttribute("aria-sort", this.byName === 1 ? "ascending" : "descending")
		this.search()
		if (button.closest("#patient-list-server") !== null)
			one("#patient-list-local [data-local-sort=name]", HTMLButtonElement)?.focus()
	}

	/** @param {boolean} ready */
	showCount(ready) {
		if (ready)
			this.part.count.textContent = text("list.found", this.found.length, this.ids.length)
		else
			this.part.count.textContent = text(`list.${this.phase}`)
		if (ready && this.order.includes(-1))
			this.part.count.append(" ", text("list.unopened", this.order.filter((place) => place < 0).length))
	}

	/** @param {boolean} ready */
	async showPage(ready) {
		this.abort.abort()
		this.abort = new AbortController()
		const { signal } = this.abort
		const from = this.page * PAGE
		const ids = this.found.slice(from, from + PAGE)
		if (this.empty !== null && this.table !== null) {
			this.empty.hidden = ids.length > 0
			this.empty.textContent = ids.length > 0 ? "" : text(ready ? "list.none" : `list.${this.phase}`)
			this.table.hidden = ids.length === 0
		}
		this.showRange(from, ids.length)
		this.rows.show(ids, knownRows())
		if (ids.every((id) => knownRows().has(id)))
			return
		try {
			const rows = await getRows(ids, signal)
			if (!signal.aborted)
				this.rows.show(ids.filter((id) => rows.has(id)), rows)
		} catch {
			if (!signal.aborted)
				this.rows.say(make("tr", {}, make("td", { colspan: "9" }, text("net.failed"))))
		}
	}

	/**
	 * @param {number} from
	 * @param {number} length
	 */
	showRange(from, length) {
		if (this.range !== null)
			this.range.textContent = length === 0 ? "" : text("list.range", from + 1, from + length, this.found.length)
		if (this.prev !== null && this.next !== null) {
			this.prev.hidden = this.next.hidden = this.found.length <= PAGE
			this.prev.disabled = from === 0
			this.next.disabled = from + length >= this.found.length
		}
	}

	/** @param {number} by */
	turn(by) {
		this.page += by
		void this.showPage(true)
		this.part.count.scrollIntoView({ block: "nearest" })
	}

	/**
	 * Enter opens the only one found; it never sends the form with the box in it.
	 *
	 * @param {KeyboardEvent} event
	 */
	enter(event) {
		if (this.part.box.value.trim() === "")
			return
		event.preventDefault()
		if (this.phase === "ready" && this.found.length === 1)
			location.assign(`/patients/${this.found[0]}`)
	}
}

export function start() {
	const part = elements()
	startDiagnoses()
	if (part === null)
		return
	const list = new PatientList(part)
	list.start()
	// What is typed into the box holds for the file as well, and stays here.
	startExport(PERSON, () => part.box.value.trim() === "" ? null : new Set(list.found))
}
