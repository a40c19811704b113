// @ts-check
/** @file pdf-join.js: several reports as one, each under its name in the outline. */
import { PDFDocument, PDFHexString } from "@cantoo/pdf-lib"
import { dropTags, outlineOf, saveArchive, setOutline, setTitle } from "./pdf-archive.js"

/**
 * @param {{ name: string, bytes: Uint8Array }[]} files  at least one; the first lends its metadata
 * @param {string} title
 * @returns {Promise<Uint8Array<ArrayBuffer>>} their pages, one file after the other
 */
export async function joinPdfs(files, title) {
	/** @type {import("./pdf-archive.js").Entry[]} */
	const outline = []
	/** @type {PDFDocument | undefined} */
	let whole
	for (const { name, bytes } of files) {
		const part = await PDFDocument.load(bytes, { updateMetadata: false })
		const from = whole?.getPageCount() ?? 0
		/** @param {import("./pdf-archive.js").Entry[]} list @returns {import("./pdf-archive.js").Entry[]} */
		const moved = (list) => list.map((entry) => ({ ...entry, page: entry.page + from, parts: moved(entry.parts) }))
		outline.push({ title: PDFHexString.fromText(name), page: from, y: part.getPage(0).getHeight(), parts: moved(outlineOf(part)) })
		if (whole === undefined)
			whole = part
		else
			for (const page of await whole.copyPages(part, part.getPageIndices()))
				whole.addPage(page)
	}
	if (whole === undefined)
		throw new TypeError("no file to join")
	dropTags(whole)
	setOutline(whole, outline)
	setTitle(whole, title)
	return saveArchive(whole)
}
