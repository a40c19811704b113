// @ts-check
/**
 * @file pdf-archive.js: what a report keeps when the browser writes into it: it stays PDF/A-1b with its outline, its
 * metadata and its order of reading.
 */
import { decodePDFRawStream, PDFArray, PDFDict, PDFHexString, PDFName, PDFNumber, PDFRawStream, PDFRef } from "@cantoo/pdf-lib"

/** @import { PDFDocument, PDFPage } from "@cantoo/pdf-lib" */

const name = (/** @type {string} */ text) => PDFName.of(text)

/** Of fonts of which a part is embedded PDF/A asks which glyphs that are. @param {PDFDocument} pdf */
async function tellGlyphs(pdf) {
	await pdf.flush()
	for (const [, font] of pdf.context.enumerateIndirectObjects()) {
		if (!(font instanceof PDFDict) || font.lookup(name("Subtype")) !== name("CIDFontType2"))
			continue
		const descriptor = font.lookup(name("FontDescriptor"), PDFDict)
		const widths = font.lookup(name("W"), PDFArray)
		if (descriptor.has(name("CIDSet")))
			continue
		// The glyphs of a subset are numbered from 1, in one run; 0 is what every font has.
		const used = widths.lookupMaybe(1, PDFArray)?.size() ?? 0
		const bits = new Uint8Array(Math.ceil((used + 1) / 8))
		for (let i = 0; i <= used; i++)
			bits[i >> 3] = (bits[i >> 3] ?? 0) | 0x80 >> i % 8
		descriptor.set(name("CIDSet"), pdf.context.register(pdf.context.flateStream(bits)))
	}
}

/** @param {PDFDocument} pdf @returns {Promise<Uint8Array<ArrayBuffer>>} without what PDF 1.4 did not have */
export async function saveArchive(pdf) {
	await tellGlyphs(pdf)
	return new Uint8Array(await pdf.save({ useObjectStreams: false, addDefaultPage: false }))
}

/**
 * A paragraph of the order of reading, after the title of its page.
 *
 * @param {PDFDocument} pdf
 * @param {PDFPage} page
 * @returns {number} of the content that it marks; below 0 where the report has no such order
 */
export function addParagraph(pdf, page) {
	const root = pdf.catalog.lookup(name("StructTreeRoot"))
	const at = page.node.lookup(name("StructParents"))
	if (!(root instanceof PDFDict && at instanceof PDFNumber))
		return -1
	const nums = root.lookup(name("ParentTree"), PDFDict).lookup(name("Nums"), PDFArray)
	const place = nums.asArray().findIndex((item, i) => i % 2 === 0 && item instanceof PDFNumber && item.asNumber() === at.asNumber())
	const parents = nums.lookup(place + 1, PDFArray)
	const story = root.get(name("K"))
	const parts = root.lookup(name("K"), PDFDict).lookup(name("K"), PDFArray)
	const part = pdf.context.register(pdf.context.obj({ Type: "StructElem", S: "P", P: story ?? null, Pg: page.ref, K: parents.size() }))
	const title = parts.asArray().findIndex((_, i) => parts.lookup(i, PDFDict).lookup(name("S")) === name("H1"))
	parents.push(part)
	parts.insert(title + 1, part)
	return parents.size() - 1
}

/** Titles in metadata. @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/** Name the document, in its information and in its metadata. @param {PDFDocument} pdf @param {string} title */
export function setTitle(pdf, title) {
	pdf.setTitle(title)
	const ref = pdf.catalog.get(name("Metadata"))
	const stream = pdf.catalog.lookup(name("Metadata"))
	if (!(stream instanceof PDFRawStream && ref instanceof PDFRef))
		return
	const xmp = new TextDecoder().decode(decodePDFRawStream(stream).decode())
		.replace(/(<dc:title>.*?<rdf:li[^>]*>)[^<]*/s, (_, before) => before + escaped(title))
	pdf.context.assign(ref, pdf.context.stream(new TextEncoder().encode(xmp), { Type: "Metadata", Subtype: "XML" }))
}

/** @typedef {{ title: PDFHexString | import("@cantoo/pdf-lib").PDFObject, page: number, y: number, parts: Entry[] }} Entry */

/**
 * @param {PDFDocument} pdf
 * @returns {Entry[]} its outline
 */
export function outlineOf(pdf) {
	const pages = pdf.getPages().map((page) => page.ref)
	/** @param {PDFDict} of @returns {Entry[]} */
	const read = (of) => {
		const list = []
		for (let item = of.lookup(name("First")); item instanceof PDFDict; item = item.lookup(name("Next"))) {
			const to = item.lookup(name("Dest"))
			const page = to instanceof PDFArray ? pages.findIndex((ref) => ref === to.get(0)) : 0
			const y = to instanceof PDFArray ? to.lookup(2) : undefined
			list.push({ title: item.lookup(name("Title")) ?? PDFHexString.fromText(""), page, y: y instanceof PDFNumber ? y.asNumber() : 0, parts: read(item) })
		}
		return list
	}
	const root = pdf.catalog.lookup(name("Outlines"))
	return root instanceof PDFDict ? read(root) : []
}

/** @param {PDFDocument} pdf @param {Entry[]} entries */
export function setOutline(pdf, entries) {
	const pages = pdf.getPages()
	/** @param {Entry[]} list @param {PDFRef} parent @param {PDFDict} of */
	const write = (list, parent, of) => {
		const refs = list.map(() => pdf.context.nextRef())
		for (const [i, entry] of list.entries()) {
			const ref = /** @type {PDFRef} */ (refs[i])
			const item = pdf.context.obj({ Parent: parent, Dest: [pages[entry.page]?.ref ?? null, "FitH", entry.y] })
			item.set(name("Title"), entry.title)
			for (const [key, other] of [["Prev", refs[i - 1]], ["Next", refs[i + 1]]])
				if (other instanceof PDFRef)
					item.set(name(/** @type {string} */ (key)), other)
			pdf.context.assign(ref, item)
			write(entry.parts, ref, item)
		}
		const [first, last] = [refs[0], refs.at(-1)]
		if (first === undefined || last === undefined)
			return
		of.set(name("First"), first)
		of.set(name("Last"), last)
		of.set(name("Count"), pdf.context.obj(list.length))
	}
	const root = pdf.context.obj({ Type: "Outlines" })
	const ref = pdf.context.register(root)
	write(entries, ref, root)
	pdf.catalog.set(name("Outlines"), ref)
}

/** The order of reading of one file says nothing of several. @param {PDFDocument} pdf */
export function dropTags(pdf) {
	for (const key of ["StructTreeRoot", "MarkInfo"])
		pdf.catalog.delete(name(key))
	for (const page of pdf.getPages())
		page.node.delete(name("StructParents"))
}
