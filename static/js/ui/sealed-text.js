// @ts-check
/**
 * @file sealed-text.js: `<sealed-text data-rec data-field>` shows one field of a passport, or says
 * why it does not. Its envelope is its own, or that of the part of the page around it, or the index's.
 */
import { documentsStatus, onDocuments, shownInIndex, synchronise } from "./documents.js"
import { show } from "./passport.js"
import { onLock } from "./session.js"
import { text } from "./text.js"
import { openPassport } from "./vault.js"

/** @import { Shown } from "./vault.js" */

/** @type {Set<SealedText>} those in the page */
const living = new Set()

class SealedText extends HTMLElement {
	static observedAttributes = ["data-rec", "data-field", "data-envelope"]

	connectedCallback() {
		living.add(this)
		void this.refresh()
	}

	disconnectedCallback() {
		living.delete(this)
	}

	attributeChangedCallback() {
		if (this.isConnected)
			void this.refresh()
	}

	get rec() {
		return this.dataset["rec"] ?? ""
	}

	/** @returns {string} empty if the index has to be asked */
	get envelope() {
		const holder = this.closest("[data-envelope]")
		return holder instanceof HTMLElement && (holder.dataset["rec"] ?? this.rec) === this.rec ?
			holder.dataset["envelope"] ?? "" : ""
	}

	async refresh() {
		const { rec, envelope } = this
		if (rec === "")
			return
		if (envelope === "" && documentsStatus().state === "idle")
			void synchronise()
		try {
			const shown = envelope === "" ? shownInIndex(rec) : await openPassport(rec, envelope)
			if (rec === this.rec && envelope === this.envelope)
				this.render(shown)
		} catch {
			this.put("missing", text("net.failed"))
		}
	}

	/** @param {Shown | undefined} shown */
	render(shown) {
		if (shown === undefined) {
			this.put("loading", text("sealed.loading"))
			return
		}
		if (shown.state !== "open" || shown.passport === undefined) {
			this.put(shown.state, text(`sealed.${shown.state}`))
			return
		}
		const value = show(shown.passport, this.dataset["field"] ?? "name")
		if (value === "")
			this.put("none", text("sealed.none"))
		else
			this.put("open", shown.retired && this.dataset["field"] === "name" ? `${value} (${text("sealed.retired")})` : value)
	}

	/**
	 * @param {string} state
	 * @param {string} content
	 */
	put(state, content) {
		this.dataset["state"] = state
		if (this.textContent !== content)
			this.textContent = content
	}
}

function refreshAll() {
	for (const element of living)
		void element.refresh()
}

/** An account without keys has nothing to open, and no page shows it a sealed text. */
export function startSealedText() {
	customElements.define("sealed-text", SealedText)
	onDocuments(refreshAll)
	onLock(refreshAll)
}
