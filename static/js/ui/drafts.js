// @ts-check
/**
 * @file drafts.js: what was typed into a form[data-draft] and not saved is kept sealed in this browser,
 * offered again by the same form, and gone once the server has said that it is saved.
 *
 * data-draft is the path of the empty form; data-draft-label names it; data-draft-done are the words of
 * ?done= after a success; data-draft-of is the patient, where the form has no field "id" for a new one.
 */
import { openDocument, sealDocument } from "../crypto/index.js"
import { all, fieldOf, make, one } from "./dom.js"
import { dropDraft, dropDrafts, getDraft, putDraft } from "./draft-store.js"
import { currentKeyring, currentSession, onLock } from "./session.js"
import { DATES, text } from "./text.js"
import { saved } from "./unsaved.js"

/** @import { Keyring } from "../crypto/keyring.js" */
/** @import { Kept } from "./draft-store.js" */

/** @typedef {{ read: () => unknown, write: (state: any) => void }} Part  what is kept beside the named fields */
/** @typedef {{ fields: [string, string | boolean][], part: unknown }} State */

const WAIT_MS = 400
/** The form that this tab has sent last, and whose; no secret. */
const SENT = "palreg-sent"
const NEVER = ["csrf", "passport", "note"]

/** @param {number} at */
export const clockOf = (at) => new Date(at).toLocaleString(DATES, new Date(at).toDateString() === new Date().toDateString() ?
	{ hour: "2-digit", minute: "2-digit" } : { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" })

/**
 * The fields with a name or an id, but for those of an identity.
 *
 * @param {HTMLFormElement} form
 */
function fieldsOf(form) {
	return all("input, select, textarea", HTMLElement, form).flatMap((field) => {
		if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement))
			return []
		const key = field.name || field.id
		const skip = key === "" || NEVER.includes(key) || field.dataset["seal"] !== undefined ||
			["password", "file", "submit", "button"].includes(field.type)
		return skip ? [] : [{ key, field }]
	})
}

/** @param {HTMLFormElement} form @returns {State["fields"]} */
const readFields = (form) => fieldsOf(form).map(({ key, field }) =>
	[key, field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type) ? field.checked : field.value])

/**
 * In the order of the fields; what the form does not have any more is left out.
 *
 * @param {HTMLFormElement} form
 * @param {State["fields"]} values
 */
function writeFields(form, values) {
	const left = [...values]
	for (const { key, field } of fieldsOf(form)) {
		const place = left.findIndex(([name]) => name === key)
		const [, value] = left.splice(place, place < 0 ? 0 : 1)[0] ?? []
		if (typeof value === "boolean" && field instanceof HTMLInputElement)
			field.checked = value
		else if (typeof value === "string")
			field.value = value
		/* The options of some come later, by the page's script. */
		if (typeof value === "string" && field instanceof HTMLSelectElement)
			field.dataset["value"] = value
	}
}

/** Nothing is kept any more. */
let over = false

class Draft {
	/**
	 * @param {HTMLFormElement} form
	 * @param {Part} part
	 * @param {Keyring} keys
	 */
	constructor(form, part, keys) {
		this.form = form
		this.part = part
		this.keys = keys
		this.key = form.dataset["draft"] ?? ""
		/** @type {string} */
		this.rec = crypto.randomUUID()
		/** @type {ReturnType<typeof setTimeout> | undefined} */
		this.timer = undefined
		this.mark = make("small", { "class": "note", "data-draft-mark": "" })
	}

	get of() {
		return this.form.dataset["draftOf"] || fieldOf(this.form, "id")?.value || this.rec
	}

	async start() {
		const kept = await getDraft(this.keys, this.key)
		/* The answer to a sent form shows what was sent: there is nothing to offer. */
		if (kept !== undefined && location.pathname === this.key)
			this.offer(kept)
		else
			this.rec = kept?.rec ?? this.rec
		const later = () => this.later()
		this.form.addEventListener("input", later)
		this.form.addEventListener("change", later)
		this.form.addEventListener("submit", () => {
			this.now()
			const { inst, user } = this.keys
			sessionStorage.setItem(SENT, JSON.stringify({ inst, user, key: this.key }))
		}, { capture: true })
		document.addEventListener("visibilitychange", () => { if (document.hidden) this.now() })
		onLock(() => this.now())
		one(".actions [type=submit]", HTMLElement, this.form)?.closest(".actions")?.append(this.mark)
	}

	later() {
		this.mark.dataset["draftMark"] = "waiting"
		clearTimeout(this.timer)
		this.timer = setTimeout(() => void this.keep(), WAIT_MS)
	}

	/** What waits is kept at once. */
	now() {
		if (this.timer !== undefined)
			void this.keep()
	}

	async keep() {
		clearTimeout(this.timer)
		this.timer = undefined
		const { keys, key, rec, of } = this
		const { draftLabel: label = "", draftDone: done = "" } = this.form.dataset
		/** @type {State} */
		const state = { fields: readFields(this.form), part: this.part.read() }
		if (over)
			return
		try {
			const { text: sealed } = await sealDocument(keys, {
				t: "note", rec, rev: 1, object: { of, draft: JSON.stringify(state) }, ts: Math.floor(Date.now() / 1000),
			})
			const at = Date.now()
			if (!over)
				await putDraft(keys, { key, label, done, at, rec, of, text: sealed })
			this.mark.textContent = text("draft.kept", clockOf(at))
			if (this.timer !== undefined)
				return
			this.mark.dataset["draftMark"] = "kept"
			saved()
		} catch {
			this.mark.textContent = text("draft.unkept")
		}
	}

	/** @param {Kept} kept */
	offer(kept) {
		const go = make("button", { type: "button", class: "outline" }, text("draft.continue"))
		const drop = make("button", { type: "button", class: "outline secondary" }, text("draft.discard"))
		const box = make("div", { "class": "alert", "data-draft-offer": "" }, make("p", {}, text("draft.offer", clockOf(kept.at))),
			make("p", { class: "actions" }, go, drop))
		go.addEventListener("click", async () => {
			const state = await openState(this.keys, kept)
			box.replaceChildren(...state === null ? [make("p", {}, text("draft.broken"))] : [])
			box.hidden = state !== null
			if (state !== null)
				this.restore(kept, state)
		})
		drop.addEventListener("click", async () => {
			await dropDraft(this.keys, kept.key)
			box.remove()
		})
		this.form.before(box)
		onLock(() => box.remove())
	}

	/** @param {Kept} kept @param {State} state */
	restore(kept, state) {
		this.rec = kept.rec
		writeFields(this.form, state.fields)
		this.part.write(state.part)
		this.form.dispatchEvent(new Event("draft-restored"))
		this.mark.textContent = text("draft.kept", clockOf(kept.at))
		one("input:not([type=hidden]):enabled, select:enabled, textarea:enabled", HTMLElement, this.form)?.focus()
	}
}

/**
 * @param {Keyring} keys
 * @param {Kept} kept
 * @returns {Promise<State | null>} null if it cannot be opened here any more
 */
async function openState(keys, { rec, of, text: sealed }) {
	try {
		const { object } = await openDocument(keys, sealed, { t: "note", rec, of, pin: undefined })
		return JSON.parse(String(object["draft"]))
	} catch {
		return null
	}
}

/** @type {WeakSet<HTMLFormElement>} */
const started = new WeakSet()

/**
 * @param {HTMLFormElement} form
 * @param {Part} [part]  what only the page can read and write
 */
export async function startDraft(form, part = { read: () => null, write: () => {} }) {
	if (started.has(form))
		return
	started.add(form)
	await settled
	const keys = await currentKeyring()
	if (keys !== null && keys.reader.epochs.size > 0)
		await new Draft(form, part, keys).start()
}

/** Of what was sent before this page; nothing is offered before it is settled. @type {Promise<void>} */
let settled = Promise.resolve()

/**
 * The page that follows a sent form tells whether it was saved. Before anything else: the user may go on
 * at once; then the page after this one drops the draft.
 */
export function settleDrafts() {
	const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "null")
	const done = sent?.answer ?? new URLSearchParams(location.search).get("done") ?? ""
	sessionStorage.removeItem(SENT)
	if (sent === null || done === "")
		return
	sessionStorage.setItem(SENT, JSON.stringify({ ...sent, answer: done }))
	settled = settle(sent, done).catch(() => {})
}

/** @param {{ inst: string, user: string, key: string }} sent @param {string} done */
async function settle(sent, done) {
	const kept = await getDraft(sent, sent.key)
	if (kept !== undefined && kept.done.split(" ").includes(done))
		await dropDraft(sent, sent.key)
	sessionStorage.removeItem(SENT)
}

/** Whoever signs out leaves nothing. */
function forgetAtSignOut() {
	for (const form of all('form[action="/logout"]', HTMLFormElement))
		form.addEventListener("submit", async () => {
			over = true
			const session = await currentSession()
			if (session !== null && session.inst !== null)
				await dropDrafts({ inst: session.inst, user: session.user })
		}, { capture: true })
}

/** On every page, after its own script. */
export async function startDrafts() {
	forgetAtSignOut()
	try {
		for (const form of all("form[data-draft]", HTMLFormElement))
			await startDraft(form)
	} catch {
		// A browser that refuses its storage keeps no drafts; the question before leaving stays.
	}
}
