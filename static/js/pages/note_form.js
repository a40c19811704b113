// @ts-check
/** @file note_form.js: write a note or change one: its text is sealed before the form is sent. */
import { IntegrityAlarm } from "../crypto/index.js"
import { fieldOf, one, setField } from "../ui/dom.js"
import { startDraft } from "../ui/drafts.js"
import { markedChanges, NOTE_MOST, openNotes, openOwnNote, sealNote } from "../ui/notes.js"
import { showDate } from "../ui/passport.js"
import { currentKeyring, onLock } from "../ui/session.js"
import { text } from "../ui/text.js"
import { saved, watchUnsaved } from "../ui/unsaved.js"
import { readDate } from "../ui/validate.js"

/** @import { Note, ShownNote } from "../ui/notes.js" */

class NotePage {
	/**
	 * @param {HTMLFormElement} form
	 * @param {HTMLTextAreaElement} area
	 */
	constructor(form, area) {
		this.form = form
		this.area = area
		this.of = form.dataset["patient"] ?? ""
		this.isNew = (form.dataset["envelope"] ?? "") === ""
		/** @type {{ rev: number, docHash: string } | null} the revision to be followed */
		this.before = null
		this.usable = false
		this.button = one("[type=submit]", HTMLButtonElement, form)
		this.state = one("#note-state", HTMLElement, form)
		this.idle = this.state?.textContent ?? ""
	}

	/** @param {string} said */
	say(said) {
		if (this.state !== null)
			this.state.textContent = said
	}

	/** Of a new note its draft may have brought another one. */
	get rec() {
		return fieldOf(this.form, "id")?.value || (this.form.dataset["rec"] ?? "")
	}

	async start() {
		onLock(() => this.onLocked())
		this.form.addEventListener("submit", (event) => { event.preventDefault(); void this.submit() })
		this.say(text("note.opening"))
		await this.fill()
		watchUnsaved(this.form)
		if (this.usable)
			await startDraft(this.form, {
				read: () => this.area.value,
				write: (typed) => { this.area.value = String(typed) },
			})
	}

	async fill() {
		if (await currentKeyring() === null) {
			this.onLocked()
			return
		}
		const stored = this.isNew ? null : await this.openStored()
		if (!this.isNew && stored === null) {
			this.say(text("note.cannotOpen"))
			return
		}
		const { pending = "", pendingRec = "" } = this.form.dataset
		const mine = pending === "" ? null : await openOwnNote(this.of, pendingRec, pending)
		this.area.value = (mine ?? stored?.note)?.text ?? ""
		this.usable = true
		this.area.disabled = false
		this.say(this.idle)
		if (mine !== null)
			await this.compare(mine, stored)
	}

	/** @returns {Promise<ShownNote | null>} null if it cannot be opened */
	async openStored() {
		const { envelope = "", kind = "", on = "" } = this.form.dataset
		const [shown] = await openNotes(this.of, [{ rec: this.rec, kind, on, envelope }])
		if (shown?.rev === undefined || shown.docHash === undefined || shown.state === "alarm")
			return null
		this.before = { rev: shown.rev, docHash: shown.docHash }
		return shown
	}

	/**
	 * Both versions of a conflict side by side.
	 *
	 * @param {Note} mine
	 * @param {ShownNote | null} stored
	 */
	async compare(mine, stored) {
		const box = one("#note-theirs", HTMLElement)
		if (box === null)
			return
		const { envelope = "", kind = "", on = "" } = box.dataset
		const theirs = (stored ?? (await openNotes(this.of, [{ rec: this.form.dataset["pendingRec"] ?? "", kind, on, envelope }]))[0])?.note
		const choice = fieldOf(this.form, "kind")
		const mineKind = choice instanceof HTMLSelectElement ? choice.selectedOptions[0]?.textContent ?? "" : ""
		one("#mine-kind", HTMLElement)?.replaceChildren(mineKind)
		one("#mine-on", HTMLElement)?.replaceChildren(showDate(mine.on))
		one("#theirs-text", HTMLElement)?.replaceChildren(...theirs === undefined ? [text("note.alarmText")] :
			markedChanges(theirs.text, mine.text, "before"))
		one("#mine-text", HTMLElement)?.replaceChildren(...markedChanges(theirs?.text ?? "", mine.text, "after"))
		for (const [id, content] of /** @type {const} */ ([["take-theirs", theirs?.text], ["take-mine", mine.text]])) {
			const button = one(`#${id}`, HTMLButtonElement)
			if (button === null || content === undefined)
				continue
			button.disabled = false
			button.addEventListener("click", () => {
				this.area.value = content
				this.area.dispatchEvent(new Event("input", { bubbles: true }))
				this.area.focus()
			})
		}
	}

	onLocked() {
		this.usable = false
		this.before = null
		this.area.value = ""
		this.area.disabled = true
		for (const id of ["theirs-text", "mine-text"])
			one(`#${id}`, HTMLElement)?.replaceChildren(text("note.lockedText"))
		this.say(text("note.formLocked"))
		saved()
	}

	/** @param {string} said */
	refuse(said) {
		const box = one("#form-errors", HTMLElement, this.form)
		if (box === null)
			return
		box.textContent = said
		box.hidden = said === ""
		if (said !== "")
			box.focus()
	}

	async submit() {
		this.refuse("")
		if (!await this.prepare())
			return
		saved()
		if (this.button !== null)
			this.button.disabled = true
		this.form.submit()
	}

	/** @returns {Promise<boolean>} whether the form can be sent */
	async prepare() {
		const content = this.area.value.replace(/\r\n?/g, "\n").trim()
		const on = readDate(fieldOf(this.form, "on")?.value ?? "")
		if (!this.usable) {
			this.refuse(text("note.formLocked"))
			return false
		}
		if (content === "" || content.length > NOTE_MOST) {
			this.refuse(content === "" ? text("note.empty") : text("note.long", content.length, NOTE_MOST))
			return false
		}
		if (on === "") {
			this.refuse(text("note.date"))
			return false
		}
		setField(this.form, "on", showDate(on))
		return this.seal({ kind: fieldOf(this.form, "kind")?.value ?? "", on, text: content })
	}

	/** @param {Note} note */
	async seal(note) {
		this.say(text("note.sealing"))
		try {
			const envelope = await sealNote(this.of, this.rec, note, this.before)
			setField(this.form, "note", envelope ?? "")
			if (envelope === null)
				this.refuse(text("note.formLocked"))
			return envelope !== null
		} catch (error) {
			this.refuse(text(error instanceof IntegrityAlarm ? "note.keyless" : "note.unsealed"))
			return false
		} finally {
			this.say(this.idle)
		}
	}
}

export async function start() {
	const form = one("#note-form", HTMLFormElement)
	const area = one("#note-text", HTMLTextAreaElement)
	if (form !== null && area !== null)
		await new NotePage(form, area).start()
}
