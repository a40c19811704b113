// @ts-check
/**
 * @file report_group.js: reports on several patients, one after the other. Who they are is chosen here: those whom a
 * search of the register found (its conditions stand behind the # of the address), and others by name.
 */
import { getJson } from "../ui/api.js"
import { startCombo } from "../ui/combo.js"
import { documents, synchronise } from "../ui/documents.js"
import { all, make, need, one } from "../ui/dom.js"
import { fullName, showDate } from "../ui/passport.js"
import { fetchReport, findPatients, nameReport, passportFor, queryOf } from "../ui/report.js"
import { text } from "../ui/text.js"
import { readDate } from "../ui/validate.js"

/** @typedef {import("../ui/passport.js").Passport} Passport */
/** @typedef {{ rec: string, name: string, bytes: Uint8Array<ArrayBuffer> }} Made */

/** More than this is not a group but the register. */
const MOST = 200

class Group {
	constructor() {
		this.form = need("group-form", HTMLFormElement)
		this.list = need("group-list", HTMLElement)
		this.state = need("group-state", HTMLElement)
		this.bar = need("group-progress", HTMLProgressElement)
		this.stop = need("group-stop", HTMLButtonElement)
		this.result = need("group-result", HTMLElement)
		/** @type {AbortController | null} */
		this.running = null
		/** @type {string[]} */
		this.links = []
	}

	/** @param {string} said */
	say(said) {
		this.state.textContent = said
	}

	/** @returns {string[]} the patients that are ticked */
	chosen() {
		return all("input[type=checkbox]", HTMLInputElement, this.list).filter((box) => box.checked).map((box) => box.value)
	}

	count() {
		this.say(text("group.chosen", this.chosen().length))
	}

	/** @param {string} rec @param {Passport | undefined} passport */
	add(rec, passport) {
		const there = all("input[type=checkbox]", HTMLInputElement, this.list).find((box) => box.value === rec)
		if (there !== undefined) {
			there.checked = true
			return
		}
		const box = make("input", { type: "checkbox", value: rec })
		box.checked = true
		const name = passport === undefined ? text("group.unknown") : `${fullName(passport)}, ${showDate(passport.born)}`
		this.list.append(make("li", {}, make("label", {}, box, ` ${name}`)))
	}

	/** @param {string} conditions  of the search */
	async addFound(conditions) {
		this.say(text("group.searching"))
		const { ids } = await getJson(`/api/patients?${conditions}`)
		await synchronise()
		for (const rec of ids.slice(0, MOST))
			this.add(rec, documents().shown(rec)?.passport)
		if (ids.length > MOST)
			this.say(text("group.most", MOST, ids.length))
		else
			this.count()
	}

	/**
	 * @param {string} rec
	 * @param {URLSearchParams} query
	 * @param {AbortSignal} signal
	 * @returns {Promise<Made | null>} null if the server gives none
	 */
	async makeOne(rec, query, signal) {
		const asked = new URLSearchParams(query)
		asked.set("patient", rec)
		const [bytes, passport] = await Promise.all([fetchReport(asked, signal), passportFor(rec)])
		if (bytes === null)
			return null
		const named = passport === undefined ? null : await nameReport(bytes, passport)
		return { rec, name: passport === undefined ? text("group.unknown") : fullName(passport), bytes: named ?? new Uint8Array(bytes) }
	}

	/** @param {string[]} recs @param {AbortSignal} signal @returns {Promise<Made[]>} */
	async makeAll(recs, signal) {
		const query = queryOf(new FormData(this.form))
		query.delete("patient")
		query.delete("files")
		/** @type {Made[]} */
		const made = []
		for (const [i, rec] of recs.entries()) {
			this.say(text("group.making", i + 1, recs.length))
			this.bar.value = i
			const one = await this.makeOne(rec, query, signal)
			if (one !== null)
				made.push(one)
			if (i === 0 && one === null)
				return made
		}
		this.bar.value = recs.length
		return made
	}

	/** @param {Uint8Array<ArrayBuffer>} bytes @param {string} file @param {string} label */
	link(bytes, file, label) {
		const href = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }))
		this.links.push(href)
		return make("li", {}, make("a", { href, download: file }, label))
	}

	/** @param {Made[]} made */
	async offer(made) {
		const together = one("[name=files]", HTMLSelectElement, this.form)?.value !== "each"
		if (together) {
			const { joinPdfs } = await import("../ui/pdf-join.js")
			const bytes = await joinPdfs(made, document.title)
			this.result.append(this.link(bytes, "prescriptions.pdf", text("report.save")))
		} else
			for (const [i, one] of made.entries())
				this.result.append(this.link(one.bytes, `prescriptions-${i + 1}.pdf`, one.name))
		one("a", HTMLAnchorElement, this.result)?.focus()
	}

	forget() {
		for (const href of this.links.splice(0))
			URL.revokeObjectURL(href)
		this.result.replaceChildren()
	}

	/** @returns {boolean} the period is one; otherwise its fields say what is wrong */
	isPeriod() {
		const [since, until] = ["since", "until"].map((name) => one(`[name=${name}]`, HTMLInputElement, this.form))
		if (!(since instanceof HTMLInputElement && until instanceof HTMLInputElement))
			return false
		for (const field of [since, until])
			field.setCustomValidity(readDate(field.value) === "" ? text("group.date") : "")
		if (since.validity.valid && until.validity.valid && readDate(since.value) > readDate(until.value))
			until.setCustomValidity(text("group.order"))
		return this.form.reportValidity()
	}

	async run() {
		const recs = this.chosen()
		if (!this.isPeriod())
			return
		if (recs.length === 0) {
			this.say(text("report.choose"))
			return
		}
		if (recs.length > MOST) {
			this.say(text("group.most", MOST, recs.length))
			return
		}
		this.forget()
		this.bar.max = recs.length
		this.bar.hidden = this.stop.hidden = false
		this.running = new AbortController()
		try {
			const made = await this.makeAll(recs, this.running.signal)
			if (made.length > 0)
				await this.offer(made)
			this.say(text(made.length === 0 ? "group.none" : "group.ready", made.length, recs.length))
		} catch (error) {
			this.say(text(this.running.signal.aborted ? "group.stopped" : "net.failed"))
			if (!this.running.signal.aborted)
				throw error
		} finally {
			this.running = null
			this.bar.hidden = this.stop.hidden = true
		}
	}
}

/** @param {Group} group */
function startChoosing(group) {
	const input = need("group-add", HTMLInputElement)
	startCombo(input, {
		least: 2,
		find: findPatients,
		choose: ({ value }) => {
			input.value = ""
			group.add(value, documents().shown(value)?.passport)
			group.count()
		},
	})
	group.list.addEventListener("change", () => group.count())
	for (const button of all("[data-tick]", HTMLButtonElement))
		button.addEventListener("click", () => {
			for (const box of all("input[type=checkbox]", HTMLInputElement, group.list))
				box.checked = button.dataset["tick"] === "1"
			group.count()
		})
}

export function start() {
	if (one("#group-form", HTMLFormElement) === null)
		return
	const group = new Group()
	startChoosing(group)
	group.stop.addEventListener("click", () => group.running?.abort())
	group.form.addEventListener("input", (event) => {
		if (event.target instanceof HTMLInputElement)
			event.target.setCustomValidity("")
	})
	group.form.addEventListener("submit", (event) => {
		event.preventDefault()
		if (group.running === null)
			group.run().catch(() => {})
	})
	const [kind, ...conditions] = location.hash.slice(1).split("&")
	if (kind === "found")
		group.addFound(conditions.join("&")).catch(() => group.say(text("net.failed")))
	else
		void synchronise()
}
