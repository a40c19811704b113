// @ts-check
/** @file import_form.js: a spreadsheet of patients: chosen, tried, corrected, sealed here and sent as a whole. */
import { getJson } from "../ui/api.js"
import { documents, synchronise } from "../ui/documents.js"
import { all, make, one, today } from "../ui/dom.js"
import { People, peopleOf } from "../ui/duplicates.js"
import { saveFile } from "../ui/files.js"
import { codeOf } from "../ui/icd10.js"
import { checkLines, isFaulty } from "../ui/import-check.js"
import { COLUMNS, exampleIn, titleIn, titleOf } from "../ui/import-columns.js"
import { decode, MOST_BYTES, readSheet, templateSheet, writeSheet } from "../ui/import-file.js"
import { Cancelled, Locked, Refused, Sender } from "../ui/import-send.js"
import { fullName, showDate } from "../ui/passport.js"
import { currentKeyring, onLock } from "../ui/session.js"
import { language, text } from "../ui/text.js"

/** @import { Around, Checked, Choice, Finding } from "../ui/import-check.js" */
/** @import { Sheet } from "../ui/import-file.js" */

const PAGE = 100
const MOST_ROWS = 20_000
const CODES_AT_ONCE = 400
const LINES_AT_ONCE = 200

/** @param {string} id @returns {Choice[]} */
const choicesOf = (id) => all(`#${id} option`, HTMLOptionElement).map(({ value, text: name }) => ({ id: value, name }))

/** @param {string[]} codes @returns {Promise<Map<string, string>>} those that may be entered, with their group */
async function knownDiagnoses(codes) {
	/** @type {Map<string, string>} */
	const known = new Map()
	for (let i = 0; i < codes.length; i += CODES_AT_ONCE) {
		const { items } = await getJson(`/api/diagnoses/known?codes=${codes.slice(i, i + CODES_AT_ONCE).join(",")}`)
		for (const { code, group } of items)
			known.set(code, group)
	}
	return known
}

/** @param {Sheet} sheet @returns {string[]} what is wrong with the file as a whole */
const sheetTrouble = ({ missing, twice, broken, lines }) => [
	...missing.length > 0 ? [text("import.missing", missing.map((column) => titleIn(column, language())).join(", "))] : [],
	...twice.length > 0 ? [text("import.columnTwice", twice.join(", "))] : [],
	...broken.length > 0 ? [text("import.broken", broken.slice(0, 10).join(", "))] : [],
	...missing.length === 0 && lines.length === 0 ? [text("import.noLines")] : [],
	...lines.length > MOST_ROWS ? [text("import.tooMany", MOST_ROWS)] : [],
]

/** @param {Checked} checked @param {Finding} finding */
function lineOf({ line }, { key, said, values = [], warn }) {
	const cell = line.cells[key] ?? ""
	return make("li", warn === true ? { class: "warn" } : {}, make("b", {}, titleOf(key, language()) || text("import.row")),
		...cell === "" ? [] : [" ", make("q", {}, cell)], `: ${text(said, ...values)}`)
}

class ImportPage {
	constructor() {
		/** @type {Checked[]} */
		this.checked = []
		/** @type {Sheet | null} */
		this.sheet = null
		this.page = 0
		/** @type {Sender | null} */
		this.sender = null
		this.read = 0
	}

	/** @param {string} id */
	box(id) {
		return /** @type {HTMLElement} */ (one(`#import-${id}`, HTMLElement))
	}

	start() {
		this.fillColumns()
		const file = one("#import-file", HTMLInputElement)
		file?.addEventListener("change", () => void this.open(file))
		if (file?.files?.length)
			void this.open(file)
		this.box("template").addEventListener("click", () => this.saveTemplate())
		this.box("only").addEventListener("change", () => this.show(0))
		this.box("prev").addEventListener("click", () => this.show(this.page - 1))
		this.box("next").addEventListener("click", () => this.show(this.page + 1))
		this.box("faulty").addEventListener("click", () => this.saveFaulty())
		this.box("start").addEventListener("click", () => void this.send(this.good))
		this.box("cancel").addEventListener("click", () => void this.sender?.cancel())
		window.addEventListener("beforeunload", (event) => {
			if (this.sender !== null)
				event.preventDefault()
		})
		onLock(() => this.clear(text("form.locked")))
	}

	fillColumns() {
		one("#import-columns", HTMLElement)?.replaceChildren(...COLUMNS.map((column) => make("tr", {},
			make("td", {}, make("b", {}, titleIn(column, language()))), make("td", { "data-label": text("import.needed") }, column.required ? text("import.yes") : "\u2014"),
			make("td", { "data-label": text("import.what") }, text(`import.about.${column.key}`)),
			make("td", { "data-label": text("import.example") }, this.examples[column.key] ?? exampleIn(column, language())))))
	}

	/** What only this register can give an example of. @returns {Record<string, string>} */
	get examples() {
		const name = (/** @type {string} */ id) => choicesOf(id)[0]?.name ?? ""
		const now = showDate(today())
		return {
			place: name("import-places"), district: name("import-districts"), basis: name("import-groups"), dateIn: now,
			commissionOn: now, consentOn: now,
		}
	}

	saveTemplate() {
		saveFile("patients.csv", templateSheet(language(), (key) => text(`import.about.${key}`), this.examples), "text/csv;charset=utf-8")
	}

	/** @param {string} said @param {boolean} [isError] */
	say(said, isError = false) {
		const state = this.box("state")
		state.textContent = said
		state.className = isError ? "alert stop" : "note"
	}

	/** Nothing of the file stays in the page. @param {string} said */
	clear(said) {
		this.read++
		this.checked = []
		this.sheet = null
		this.box("result").hidden = true
		this.box("rows").replaceChildren()
		this.say(said)
	}

	/** @param {HTMLInputElement} input */
	async open(input) {
		const file = input.files?.[0]
		if (file === undefined || this.sender !== null)
			return
		this.clear(text("import.reading"))
		const turn = this.read
		try {
			const said = file.size > MOST_BYTES ? text("import.tooLarge") : await this.check(new Uint8Array(await file.arrayBuffer()))
			if (turn === this.read && said !== "")
				this.say(said, true)
		} catch {
			this.say(text("net.failed"), true)
		}
		input.value = ""
	}

	/**
	 * @param {Uint8Array<ArrayBuffer>} bytes
	 * @returns {Promise<string>} why the file cannot be looked at line by line
	 */
	async check(bytes) {
		const begun = performance.now()
		const decoded = decode(bytes)
		if (decoded === null)
			return text("import.noText")
		const sheet = readSheet(decoded.text)
		const trouble = sheetTrouble(sheet)
		if (trouble.length > 0)
			return trouble.join(" ")
		if (await currentKeyring() === null)
			return text("form.locked")
		const turn = this.read
		await synchronise()
		const codes = new Set(sheet.lines.map(({ cells }) => codeOf(cells["diagnosis"] ?? "") ?? "").filter((code) => code !== ""))
		/** @type {Around} */
		const around = {
			places: choicesOf("import-places"), districts: choicesOf("import-districts"), groups: choicesOf("import-groups"),
			diagnoses: await knownDiagnoses([...codes]), people: peopleOf(documents()), today: today(),
		}
		if (turn !== this.read)
			return ""
		this.sheet = sheet
		if (!await this.checkAll(sheet.lines, around))
			return ""
		this.box("result").dataset["ms"] = String(Math.round(performance.now() - begun))
		this.summarise(decoded.encoding)
		return ""
	}

	/**
	 * Some at a time: the page stays awake.
	 *
	 * @param {Sheet["lines"]} lines
	 * @param {Around} around
	 * @returns {Promise<boolean>} false when another file was chosen meanwhile
	 */
	async checkAll(lines, around) {
		const turn = this.read
		/** @type {People<number>} */
		const rows = new People()
		for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
			this.checked.push(...checkLines(lines.slice(from, from + LINES_AT_ONCE), around, rows))
			this.say(text("import.checked", this.checked.length, lines.length))
			await new Promise((resolve) => setTimeout(resolve))
			if (turn !== this.read)
				return false
		}
		return true
	}

	get good() {
		return this.checked.filter((checked) => !isFaulty(checked))
	}

	/** @param {string} encoding */
	summarise(encoding) {
		const { sheet, checked, good } = this
		const faulty = checked.length - good.length
		this.say(text("import.read", checked.length, encoding) +
			(sheet !== null && sheet.unknown.length > 0 ? ` ${text("import.unknown", sheet.unknown.join(", "))}` : ""))
		this.box("good").textContent = String(good.length)
		this.box("bad").textContent = String(faulty)
		const only = one("#import-only", HTMLInputElement)
		if (only !== null)
			only.checked = faulty > 0
		const start = one("#import-start", HTMLButtonElement)
		if (start !== null) {
			start.disabled = good.length === 0
			start.textContent = text(faulty === 0 ? "import.start" : "import.startGood", good.length)
		}
		this.box("faulty").hidden = faulty === 0
		this.box("result").hidden = false
		this.show(0)
	}

	/** @param {number} page */
	show(page) {
		const only = one("#import-only", HTMLInputElement)?.checked === true
		const rows = only ? this.checked.filter(isFaulty) : this.checked
		const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1)
		this.page = Math.min(Math.max(page, 0), last)
		this.box("rows").replaceChildren(...rows.slice(this.page * PAGE, (this.page + 1) * PAGE).map((row) => this.rowOf(row)))
		this.box("none").hidden = rows.length > 0
		this.box("pages").hidden = last === 0
		this.box("range").textContent = text("import.range", this.page + 1, last + 1)
	}

	/** @param {Checked} checked */
	rowOf(checked) {
		const { line, passport, open, findings } = checked
		const heads = all("#import-result thead th", HTMLElement).map((head) => head.innerText)
		const cell = (/** @type {number} */ i, /** @type {string} */ said) => make("td", { "data-label": heads[i] ?? "" }, said || "\u2014")
		return make("tr", isFaulty(checked) ? { class: "faulty" } : {},
			make("td", { class: "number" }, String(line.row)), make("td", {}, fullName(passport) || "\u2014"),
			cell(2, showDate(passport.born)), cell(3, open.diagnosis || line.cells["diagnosis"] || ""),
			make("td", { "data-label": text("import.findings") }, findings.length === 0 ? text("import.fine") :
				make("ul", { class: "findings" }, ...findings.map((finding) => lineOf(checked, finding)))))
	}

	/** As they came, with what is wrong in a column of its own, which is no column when the file is read again. */
	saveFaulty() {
		const columns = this.sheet?.columns ?? []
		saveFile("patients-errors.csv", writeSheet([
			[...columns.map((column) => titleIn(column, language())), text("import.findings"), text("import.row")],
			...this.checked.filter(isFaulty).map(({ line, findings }) => [
				...columns.map(({ key }) => line.cells[key] ?? ""),
				findings.map(({ key, said, values = [] }) => `${titleOf(key, language())}: ${text(said, ...values)}`).join("; "), String(line.row),
			]),
		]), "text/csv;charset=utf-8")
	}

	/** @param {import("../ui/import-send.js").Progress} progress */
	progress({ done, total, waiting, committing }) {
		const bar = one("#import-bar", HTMLProgressElement)
		if (bar !== null) {
			bar.max = total
			bar.value = done
		}
		this.box("done").textContent = waiting ? text("import.waiting") : committing ? text("import.committing") :
			text("import.sent", done, total)
	}

	/** @param {Checked[]} rows */
	async send(rows) {
		if (this.sender !== null || rows.length === 0)
			return
		const begun = performance.now()
		this.sender = new Sender(rows, (progress) => this.progress(progress))
		this.box("result").hidden = true
		this.box("progress").hidden = false
		this.progress({ done: 0, total: rows.length, waiting: false, committing: false })
		this.say("")
		try {
			await this.sender.run()
			this.sender = null
			performance.measure("import", { start: begun })
			location.assign(`/patients/import?done=import_committed`)
		} catch (error) {
			await this.failed(error)
		}
	}

	/** @param {unknown} error */
	async failed(error) {
		await this.sender?.cancel()
		this.sender = null
		this.box("progress").hidden = true
		this.box("result").hidden = this.checked.length === 0
		if (error instanceof Refused)
			this.takeRefusals(error)
		this.say(text(error instanceof Cancelled ? "import.cancelled" : error instanceof Locked ? "import.locked" :
			error instanceof Refused ? "import.refused" : "import.failed"), !(error instanceof Cancelled))
	}

	/** What only the server knew stands at the rows, as if the browser had found it. @param {Refused} refused */
	takeRefusals({ rows }) {
		for (const { row, message } of rows)
			this.checked.find(({ line }) => line.row === row)?.findings.push({ key: "", said: "import.server", values: [message] })
		this.summarise("")
	}
}

export function start() {
	if (one("#import-file", HTMLInputElement) !== null)
		new ImportPage().start()
}
