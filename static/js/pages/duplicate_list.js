// @ts-check
/** @file duplicate_list.js: pairs that may be one person, found in this browser; they are merged or told apart. */
import { getJson, postForm } from "../ui/api.js"
import { documents, documentsStatus, synchronise } from "../ui/documents.js"
import { make, one } from "../ui/dom.js"
import { fullName, showDate, showSnils } from "../ui/passport.js"
import { getRows } from "../ui/patients.js"
import { findSuspects, pairKey } from "../ui/suspects.js"
import { text } from "../ui/text.js"

/** @import { Row } from "../ui/rows.js" */
/** @import { Pair } from "../ui/suspects.js" */

/** So many pairs are shown at once; rows of both are asked for together. */
const PAGE = 50

/** @param {string} said */
function say(said) {
	const state = one("#suspects-state", HTMLElement)
	if (state !== null)
		state.textContent = said
}

/**
 * @param {string} rec
 * @param {Row | undefined} row
 */
function entryCell(rec, row) {
	const index = documents()
	const passport = index.passport(index.places.get(rec) ?? -1)
	const facts = [passport === undefined ? "" : showDate(passport.born), passport === undefined ? "" : showSnils(passport.snils),
		String(row?.["registry_no"] ?? ""), String(row?.["status_text"] ?? ""), String(row?.["institution"] ?? "")]
	return make("td", { "data-label": text("suspects.entry") },
		make("a", { href: `/patients/${rec}` }, passport === undefined ? "—" : fullName(passport)), make("br"),
		make("small", {}, facts.filter((fact) => fact !== "").join(" · ")))
}

class Suspects {
	constructor() {
		/** @type {Pair[]} */
		this.pairs = []
		/** @type {Set<string>} */
		this.dismissed = new Set()
		this.shown = PAGE
	}

	async start() {
		one("#suspects-pages [data-more]", HTMLButtonElement)?.addEventListener("click", () => {
			this.shown += PAGE
			void this.show()
		})
		await synchronise()
		const { searchable, state } = documentsStatus()
		if (!searchable)
			return say(text(state === "locked" || state === "nokey" ? "suspects.locked" : "suspects.failed"))
		const progress = one("#suspects-progress", HTMLProgressElement)
		const { dismissed } = await getJson("/api/duplicates")
		this.dismissed = new Set(dismissed)
		this.pairs = await findSuspects(documents(), (done, all) => {
			say(text("suspects.looking", done, all))
			if (progress !== null) {
				progress.hidden = false
				progress.value = done / all
			}
		})
		if (progress !== null)
			progress.hidden = true
		await this.show()
		this.count()
	}

	count() {
		const open = this.pairs.filter(({ a, b }) => !this.dismissed.has(pairKey(a, b))).length
		say(open === 0 ? text("suspects.none") : text("suspects.found", open))
	}

	async show() {
		const apart = this.pairs.filter(({ a, b }) => this.dismissed.has(pairKey(a, b)))
		const open = this.pairs.filter(({ a, b }) => !this.dismissed.has(pairKey(a, b)))
		await this.fill("#suspects", open.slice(0, this.shown), false)
		await this.fill("#dismissed", apart.slice(0, this.shown), true)
		const count = one("#dismissed [data-count]", HTMLElement)
		const more = one("#suspects-pages", HTMLElement)
		if (count !== null && more !== null) {
			count.textContent = `(${apart.length})`
			more.hidden = open.length <= this.shown && apart.length <= this.shown
		}
	}

	/**
	 * @param {string} place
	 * @param {Pair[]} pairs
	 * @param {boolean} apart
	 */
	async fill(place, pairs, apart) {
		const box = one(place, HTMLElement)
		const body = one(`${place} tbody`, HTMLElement)
		if (box === null || body === null)
			return
		/** @type {Map<string, Row>} */
		let rows = new Map()
		for (let i = 0; i < pairs.length; i += PAGE)
			rows = await getRows(pairs.slice(i, i + PAGE).flatMap(({ a, b }) => [a, b]), new AbortController().signal)
		box.hidden = pairs.length === 0
		body.replaceChildren(...pairs.map((pair) => this.line(pair, rows, apart)))
	}

	/**
	 * @param {Pair} pair
	 * @param {Map<string, Row>} rows
	 * @param {boolean} apart
	 */
	line({ a, b, why }, rows, apart) {
		const [first, second] = rows.get(b)?.["may_prescribe"] === true && rows.get(a)?.["may_prescribe"] !== true ? [b, a] : [a, b]
		const mark = make("button", { type: "button", class: "link" }, text(apart ? "suspects.withdraw" : "suspects.dismiss"))
		mark.addEventListener("click", () => void this.mark(a, b, !apart, mark))
		const actions = make("td", { class: "row-actions" },
			...apart ? [] : [make("a", { href: `/patients/${first}/merge?with=${second}` }, text("suspects.merge")), " "], mark)
		return make("tr", {}, entryCell(first, rows.get(first)), entryCell(second, rows.get(second)),
			make("td", { "data-label": text("suspects.why") }, text(`why.${why}`)), actions)
	}

	/**
	 * @param {string} first
	 * @param {string} second
	 * @param {boolean} dismissed
	 * @param {HTMLButtonElement} button
	 */
	async mark(first, second, dismissed, button) {
		button.disabled = true
		try {
			await postForm("/api/duplicates", { first, second, ...dismissed ? { dismissed: "1" } : {} })
			const key = pairKey(first, second)
			if (dismissed)
				this.dismissed.add(key)
			else
				this.dismissed.delete(key)
			await this.show()
			say(text(dismissed ? "suspects.saved" : "suspects.again"))
		} catch {
			button.disabled = false
			say(text("suspects.refused"))
		}
	}
}

export async function start() {
	try {
		await new Suspects().start()
	} catch {
		say(text("suspects.failed"))
	}
}
