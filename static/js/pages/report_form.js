// @ts-check
/** @file report_form.js: a patient's report is fetched without a name, gets it here, and is offered for saving. */
import { startCombo } from "../ui/combo.js"
import { synchronise } from "../ui/documents.js"
import { all, changed, make, one } from "../ui/dom.js"
import { fetchReport, findPatients, nameReport, passportFor, queryOf } from "../ui/report.js"
import { text } from "../ui/text.js"

/** @param {HTMLElement} box */
function startPatient(box) {
	const input = one("input:not([type=hidden])", HTMLInputElement, box)
	const hidden = one("input[type=hidden]", HTMLInputElement, box)
	if (input === null || hidden === null)
		return
	input.hidden = false
	startCombo(input, {
		least: 2,
		find: findPatients,
		choose: ({ value, label }) => {
			input.value = label
			hidden.value = value
			input.setCustomValidity("")
			changed(hidden)
		},
	})
	input.addEventListener("input", () => {
		hidden.value = ""
		input.setCustomValidity(input.value === "" ? "" : text("combo.choose"))
	})
}

/** @param {HTMLFormElement} form */
const recOfForm = (form) =>
	one("input[name=patient]", HTMLInputElement, form)?.value || (form.dataset["rec"] ?? "")

/**
 * @param {HTMLFormElement} form
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
function offer(form, bytes) {
	const place = one("#report-result", HTMLElement)
	const before = one("a", HTMLAnchorElement, place ?? form)
	if (place === null)
		return
	if (before !== null)
		URL.revokeObjectURL(before.href)
	const href = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }))
	const link = make("a", { href, download: form.dataset["filename"] ?? "report.pdf", role: "button" }, text("report.save"))
	place.replaceChildren(link, " ", make("a", { href, target: "_blank", rel: "noopener" }, text("report.show")))
	place.hidden = false
	link.focus()
}

/**
 * @param {HTMLFormElement} form
 * @param {(said: string) => void} say
 */
async function makeReport(form, say) {
	const rec = recOfForm(form)
	if (rec === "") {
		say(text("report.choose"))
		return
	}
	say(text("report.fetching"))
	const [bytes, passport] = await Promise.all([fetchReport(queryOf(new FormData(form))), passportFor(rec)])
	if (bytes === null) {
		/* The server has something to say about a field: let its page be seen. */
		form.submit()
		return
	}
	if (passport === undefined) {
		say(text("report.noIdentity"))
		offer(form, new Uint8Array(bytes))
		return
	}
	say(text("report.writing"))
	const filled = await nameReport(bytes, passport)
	say(text(filled === null ? "report.noBox" : "report.ready"))
	offer(form, filled ?? new Uint8Array(bytes))
}

export function start() {
	const form = one("#report-form", HTMLFormElement)
	const state = one("#report-state", HTMLElement)
	for (const box of all('[data-combo="patient"]', HTMLElement))
		startPatient(box)
	if (form === null || state === null)
		return
	void synchronise()
	form.addEventListener("submit", (event) => {
		// The page and the table come from the server as they are.
		if (event.submitter?.hasAttribute("formaction") && recOfForm(form) !== "")
			return
		event.preventDefault()
		makeReport(form, (said) => { state.textContent = said })
			.catch(() => { state.textContent = text("net.failed") })
	})
}
