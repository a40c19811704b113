// @ts-check
/** @file pdf-join.js: several PDFs as one. */
import { PDFDocument } from "@cantoo/pdf-lib"

/**
 * @param {Uint8Array[]} files
 * @param {string} title
 * @returns {Promise<Uint8Array<ArrayBuffer>>} their pages, one file after the other
 */
export async function joinPdfs(files, title) {
	const whole = await PDFDocument.create()
	whole.setTitle(title)
	for (const file of files) {
		const part = await PDFDocument.load(file, { updateMetadata: false })
		for (const page of await whole.copyPages(part, part.getPageIndices()))
			whole.addPage(page)
	}
	return new Uint8Array(await whole.save())
}
