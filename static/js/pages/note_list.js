// @ts-check
/** @file note_list.js: the notes of one patient, opened here; one box finds words in all of them. */
import { IntegrityAlarm } from "../crypto/index.js"
import { raiseAlarm } from "../ui/alarms.js"
import { all, make, one } from "../ui/dom.js"
import { fetchNotes, markedWords, openNotes } from "../ui/notes.js"
import { fillElement } from "../ui/rows.js"
import { fold, matches, normalise, parseQuery } from "../ui/search.js"
import { onLock } from "../ui/session.js"
import { text } from "../ui/text.js"
import { readDate } from "../ui/validate.js"

/** @import { Sealed, ShownNote } from "../ui/notes.js" */
/** @import { Row } from "../ui/rows.js" */

/** @typedef {{ of: string, sealed: Sealed, card: HTMLElement, shown: ShownNote | null, haystack: string, inError: boolean, here: boolean }} Item */

/** @param {HTMLElement} card @returns {Item} */
const itemOf = (card) => ({
	of: card.dataset["of"] ?? "",
	sealed: { rec: card.dataset["note"] ?? "", kind: card.dataset["kind"] ?? "", on: card.dataset["on"] ?? "", envelope: card.dataset["envelope"] ?? "" },
	card, shown: null, haystack: "", inError: card.dataset["inError"] !== undefined, here: true,
})

/** The filters of the address, which the search keeps to as well. */
const wanted = new URLSearchParams(location.search)

/** @param {string} name @returns {string} ISO, or empty */
const dayOf = (name) => readDate(wanted.get(name) ?? "")

/** @param {Item} item */
const fits = ({ sealed: { kind, on }, inError }) => [kind, ""].includes(wanted.get("kind") ?? "") &&
	on >= dayOf("since") && (dayOf("until") === "" || on <= dayOf("until")) && (!inError || wanted.get("wrong") === "1")

class NoteList {
	/**
	 * @param {HTMLElement} section
	 * @param {HTMLInputElement} box
	 * @param {HTMLElement} state
	 * @param {HTMLTemplateElement} blank
	 */
	constructor(section, box, state, blank) {
		this.section = section
		this.box = box
		this.state = state
		this.blank = blank
		this.pages = one("#note-pages", HTMLElement)
		this.none = one("#note-none", HTMLElement)
		this.of = section.dataset["patient"] ?? ""
		this.items = all("[data-note]", HTMLElement, section).map(itemOf)
		this.order = this.items
		this.whole = section.dataset["whole"] !== undefined
		this.cut = false
		/** @type {Promise<void> | null} */
		this.loading = null
	}

	async start() {
		onLock(() => this.onLocked())
		one("[data-print]", HTMLButtonElement)?.addEventListener("click", () => window.print())
		this.box.addEventListener("input", () => void this.search())
		this.box.closest("form")?.addEventListener("submit", (event) => { if (this.box === document.activeElement) event.preventDefault() })
		if (this.items.length === 0 && this.inAll === 0)
			return
		this.state.textContent = text("note.opening")
		await this.open(this.items, this.whole)
		this.tell()
	}

	get inAll() {
		return Number(this.section.dataset["all"] ?? "0")
	}

	/**
	 * A note is sealed for the entry it was written in: this one, or one that was merged into it.
	 *
	 * @param {Item[]} items
	 * @param {boolean} whole
	 */
	async open(items, whole) {
		for (const of of new Set([this.of, ...items.map((item) => item.of)])) {
			const own = items.filter((item) => item.of === of)
			const shown = await openNotes(of, own.map(({ sealed }) => sealed), whole)
			for (const [i, item] of own.entries())
				this.show(item, shown[i] ?? { state: "alarm" })
		}
	}

	/** @param {Item} item @param {ShownNote} shown */
	show(item, shown) {
		item.shown = shown
		const plain = normalise(shown.note?.text ?? "")
		item.haystack = `${plain} ${fold(plain)}`
		this.write(item, "")
	}

	/** @param {Item} item @param {string} query  its words are marked */
	write({ card, shown }, query) {
		const place = one("[data-note-text]", HTMLElement, card)
		if (place === null || shown === null)
			return
		place.dataset["state"] = shown.state
		place.replaceChildren(...shown.note === undefined ? [text(`note.${shown.state}Text`)] :
			markedWords(shown.note.text, query, normalise))
	}

	/** What is known without a search. */
	tell() {
		const states = new Set(this.items.map(({ shown }) => shown?.state))
		const key = states.has("locked") ? "note.locked" : states.size === 1 && states.has("foreign") ? "note.nokey" : "note.open"
		this.box.disabled = key !== "note.open"
		this.state.textContent = text(key, key === "note.open" ? Number(this.section.dataset["total"]) : this.inAll)
	}

	onLocked() {
		for (const item of this.items)
			this.show(item, { state: "locked" })
		this.box.value = ""
		this.reset()
		this.tell()
	}

	/** As the server gave it. */
	reset() {
		for (const item of this.items) {
			item.card.hidden = !item.here
			this.write(item, "")
		}
		if (this.pages !== null)
			this.pages.hidden = false
		if (this.none !== null)
			this.none.hidden = true
	}

	/** Every note of the patient is here, once. */
	load() {
		this.loading ??= this.fetch().catch((error) => {
			this.loading = null
			throw error
		})
		return this.loading
	}

	async fetch() {
		if (this.whole)
			return
		const { notes, whole } = await fetchNotes(this.of)
		const known = new Map(this.items.map((item) => [item.sealed.rec, item]))
		this.order = notes.map((row) => known.get(String(row["id"])) ?? this.add(row))
		const fresh = this.order.filter(({ shown }) => shown === null)
		this.items = [...new Set([...this.order, ...this.items])]
		this.cut = !whole
		await this.open(this.cut ? fresh : this.order, !this.cut)
		this.section.append(...this.order.map(({ card }) => card))
		this.whole = true
	}

	/** @param {Row} row @returns {Item} */
	add(row) {
		const copy = /** @type {DocumentFragment} */ (this.blank.content.cloneNode(true))
		const card = one("[data-note]", HTMLElement, copy) ?? make("article")
		Object.assign(card.dataset, { note: row["id"], of: row["of"], kind: row["kind_code"], on: row["on_iso"], envelope: row["envelope"] })
		if (row["in_error"] === true)
			card.dataset["inError"] = ""
		fillElement(card, row)
		card.hidden = true
		return { ...itemOf(card), here: false }
	}

	async search() {
		const query = this.box.value
		if (parseQuery(query).length === 0) {
			this.reset()
			this.tell()
			return
		}
		try {
			await this.load()
		} catch (error) {
			if (error instanceof IntegrityAlarm)
				raiseAlarm(error, null, "alarm.note")
			this.state.textContent = text("note.failed")
			return
		}
		if (query === this.box.value)
			this.find(query)
	}

	/** @param {string} query */
	find(query) {
		const words = parseQuery(query)
		const read = this.order.filter(fits)
		let found = 0, unread = 0
		for (const item of this.order) {
			const isOpen = item.shown?.state === "open"
			const hit = read.includes(item) && isOpen && matches(words, item.haystack)
			unread += read.includes(item) && !isOpen ? 1 : 0
			found += hit ? 1 : 0
			item.card.hidden = !hit
			if (hit)
				this.write(item, query)
		}
		if (this.pages !== null)
			this.pages.hidden = true
		this.state.textContent = [text("note.found", found, read.length - unread), ...unread > 0 ? [text("note.unread", unread)] : [],
			...this.cut ? [text("note.cut")] : []].join(". ")
		if (this.none !== null) {
			this.none.hidden = found > 0
			this.none.textContent = text("note.none", read.length - unread)
		}
	}
}

export async function start() {
	const section = one("#notes", HTMLElement)
	const box = one("#note-search", HTMLInputElement)
	const state = one("#note-state", HTMLElement)
	const blank = one("#note-blank", HTMLTemplateElement)
	if (section !== null && box !== null && state !== null && blank !== null)
		await new NoteList(section, box, state, blank).start()
}
