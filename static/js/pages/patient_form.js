// @ts-check
/** @file patient_form.js: a new patient, or changes to one: the identity is sealed before the form is sent. */
import { IntegrityAlarm } from "../crypto/index.js"
import { startDiagnoses } from "../ui/diagnosis.js"
import { documents, synchronise } from "../ui/documents.js"
import { fieldOf, make, one, setField } from "../ui/dom.js"
import { findCard, findDuplicates } from "../ui/duplicates.js"
import { startDraft } from "../ui/drafts.js"
import { differing, fullName, passportOf, showDate } from "../ui/passport.js"
import { labelOf, PassportForm } from "../ui/passport-form.js"
import { currentKeyring, onLock } from "../ui/session.js"
import { text } from "../ui/text.js"
import { saved, watchUnsaved } from "../ui/unsaved.js"
import { openOwn, openPassport, sealPassport } from "../ui/vault.js"
import { startConflict } from "./patient_conflict.js"

/** @import { Passport } from "../ui/passport.js" */
/** @import { Duplicate } from "../ui/duplicates.js" */
/** @import { Shown } from "../ui/vault.js" */

class PatientPage {
	/**
	 * @param {HTMLFormElement} form
	 * @param {PassportForm} identity
	 */
	constructor(form, identity) {
		this.form = form
		this.identity = identity
		this.isNew = form.dataset["mode"] !== "edit"
		/** @type {Shown | null} the revision to be followed; null for a new patient */
		this.before = null
		/** @type {boolean} whether the identity is in the inputs */
		this.usable = false
		this.confirmed = ""
		this.button = one("[type=submit], button:not([type])", HTMLButtonElement, form)
		this.state = one("#identity-state", HTMLElement, form)
		this.idle = this.state?.textContent ?? ""
	}

	/** @param {string} said */
	say(said) {
		if (this.state !== null)
			this.state.textContent = said
	}

	async start() {
		onLock(() => this.onLocked())
		this.form.addEventListener("submit", (event) => { event.preventDefault(); void this.submit() })
		one("[data-confirm]", HTMLButtonElement, this.form)?.addEventListener("click", () => {
			this.confirmed = JSON.stringify(this.identity.read())
			void this.submit()
		})
		this.identity.enable(false)
		this.say(text("form.opening"))
		this.form.dataset["rec"] = this.rec
		await this.fill()
		watchUnsaved(this.form)
		if (this.usable)
			await startDraft(this.form, {
				read: () => this.identity.typed(),
				write: (typed) => this.identity.fill(passportOf(typed)),
			})
		void synchronise()
	}

	get rec() {
		if (!this.isNew)
			return this.form.dataset["rec"] ?? ""
		const field = fieldOf(this.form, "id")
		if (field !== null && field.value === "")
			field.value = crypto.randomUUID()
		return field?.value ?? ""
	}

	async fill() {
		const { envelope = "", pending = "" } = this.form.dataset
		if (await currentKeyring() === null) {
			this.onLocked()
			return
		}
		if (!this.isNew) {
			this.before = await openPassport(this.rec, envelope)
			if (this.before.state !== "open" && this.before.state !== "deleted") {
				this.say(text(this.before.state === "locked" ? "form.locked" : "form.cannotOpen"))
				return
			}
		}
		const passport = pending === "" ? this.before?.passport : await openOwn(this.rec, pending)
		if (passport)
			this.identity.fill(passport)
		else if (!this.isNew || pending !== "")
			this.identity.clear()
		this.usable = true
		this.identity.enable(true)
		this.say(this.idle)
	}

	onLocked() {
		this.usable = false
		this.before = null
		this.identity.clear()
		this.identity.enable(false)
		this.say(text("form.locked"))
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
		if (!this.usable && this.isNew) {
			this.refuse(text("form.locked"))
			return
		}
		if (this.usable && !await this.prepare())
			return
		saved()
		if (this.button !== null)
			this.button.disabled = true
		this.form.submit()
	}

	/** @returns {Promise<boolean>} whether the form can be sent */
	async prepare() {
		const { wrong, unseen } = this.identity.checkAll()
		const first = wrong[0] ?? unseen[0]
		if (first !== undefined) {
			const key = wrong.length > 0 ? "form.errors" : "form.warnings"
			this.refuse(text(key, [...new Set((wrong.length > 0 ? wrong : unseen).map(labelOf))].join(", ")))
			first.focus()
			return false
		}
		const passport = this.identity.read()
		const unchanged = this.before?.passport !== undefined && differing(this.before.passport, passport).length === 0
		setField(this.form, "year_of_birth", passport.born.slice(0, 4))
		setField(this.form, "sex", passport.sex)
		setField(this.form, "passport", "")
		if (unchanged)
			return true
		await synchronise()
		return !this.refuseCard(passport) && !this.warnOfDuplicates(passport) && this.seal(passport)
	}

	/**
	 * @param {Passport} passport
	 * @returns {Promise<boolean>}
	 */
	async seal(passport) {
		const { rev, docHash } = this.before ?? {}
		this.say(text("form.saving"))
		try {
			const envelope = await sealPassport(this.rec, passport,
				rev === undefined || docHash === undefined ? null : { rev, docHash })
			setField(this.form, "passport", envelope ?? "")
			if (envelope === null)
				this.refuse(text("form.locked"))
			return envelope !== null
		} catch (error) {
			this.refuse(text(error instanceof IntegrityAlarm ? "form.nokey" : "form.failed"))
			return false
		} finally {
			this.say(this.idle)
		}
	}

	/**
	 * @param {Passport} passport
	 * @returns {boolean} whether somebody else has the number of the card
	 */
	refuseCard(passport) {
		const other = this.before?.passport?.card === passport.card ? undefined : findCard(documents(), this.rec, passport.card)
		if (other !== undefined)
			this.identity.refuse("card", passport.card, text("error.cardTaken", fullName(other)))
		return other !== undefined
	}

	/**
	 * @param {Passport} passport
	 * @returns {boolean} whether there are some, which the user has not seen yet
	 */
	warnOfDuplicates(passport) {
		const box = one("#duplicates", HTMLElement, this.form)
		const found = this.confirmed === JSON.stringify(passport) ? [] : findDuplicates(documents(), this.rec, passport)
		if (box === null)
			return false
		box.hidden = found.length === 0
		box.querySelector("ul")?.replaceChildren(...found.map(duplicateLine))
		if (found.length > 0)
			box.focus()
		return found.length > 0
	}
}

/** @param {Duplicate} duplicate */
const duplicateLine = ({ rec, passport, why }) => make("li", {},
	make("a", { href: `/patients/${rec}`, target: "_blank", rel: "noopener" }, fullName(passport)),
	`, ${showDate(passport.born)}: ${text(`duplicate.${why}`)}`)

export async function start() {
	const form = one("#patient-form", HTMLFormElement)
	const root = one("#identity", HTMLElement)
	startDiagnoses()
	if (form !== null && root !== null)
		await new PatientPage(form, new PassportForm(root)).start()
	else
		await startConflict()
}
