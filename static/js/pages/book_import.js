// @ts-check
/** @file book_import.js: a file for a reference book: read here, sent row by row, tried by the server, whose page is then shown. */
import { ApiError, postForm } from "../ui/api.js"
import { batches, readBookFile } from "../ui/book-file.js"
import { make, one } from "../ui/dom.js"
import { MOST_BYTES } from "../ui/import-file.js"
import { text } from "../ui/text.js"

/* The programs take 256 KiB. */
const AT_ONCE = 200_000

/** @param {string} said */
function tell(said) {
	const state = one("#book-file-state", HTMLElement)
	if (state)
		state.textContent = said
}

/** @param {string[]} faults */
function complain(faults) {
	const list = one("#book-file-errors", HTMLElement)
	list?.replaceChildren(...faults.map((fault) => make("li", {}, fault)))
	if (list)
		list.hidden = faults.length === 0
	tell("")
}

/**
 * @param {string} book
 * @param {File} file
 * @returns {Promise<string>} the number of the import, which has been tried
 */
async function send(book, file) {
	const { titles, lines, encoding, faults } = readBookFile(new Uint8Array(await file.arrayBuffer()))
	if (faults.length > 0) {
		complain(faults.map(({ said, values }) => text(said, ...values)))
		return ""
	}
	const id = crypto.randomUUID()
	await postForm("/api/admin/imports", { id, book, file: file.name.slice(0, 100), titles: titles.join("\t") })
	let sent = 0
	for (const some of batches(lines, AT_ONCE)) {
		await postForm(`/api/admin/imports/${id}/rows`, { lines: some.join("\n") })
		sent += some.length
		tell(text("book.sent", sent, lines.length, encoding))
	}
	await postForm(`/api/admin/imports/${id}/check`, {})
	return id
}

/** @param {HTMLInputElement} input */
async function open(input) {
	const file = input.files?.[0]
	if (file === undefined)
		return
	complain([])
	if (file.size > MOST_BYTES) {
		complain([text("book.tooLarge")])
		return
	}
	tell(text("book.reading"))
	input.disabled = true
	try {
		const id = await send(input.dataset["book"] ?? "", file)
		if (id !== "")
			location.assign(`/admin/imports/${id}`)
	} catch (error) {
		complain([error instanceof ApiError ? `${text("book.refused")} ${error.text}` : text("book.offline")])
	} finally {
		input.disabled = false
		input.value = ""
	}
}

export function start() {
	const input = one("#book-file", HTMLInputElement)
	input?.addEventListener("change", () => void open(input))
}
