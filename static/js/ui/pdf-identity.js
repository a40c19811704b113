// @ts-check
/**
 * @file pdf-identity.js: write who a patient is into the empty box of a report. The server makes the
 * report without a name; its information dictionary says where the box is (reports/pdf.h).
 */
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFOperator, PDFOperatorNames, PDFString, rgb } from "@cantoo/pdf-lib"
// @ts-ignore: it comes without types
import * as fontkit from "fontkit"
import { addParagraph, saveArchive } from "./pdf-archive.js"

/** @import { PDFFont, PDFPage } from "@cantoo/pdf-lib" */

/** @typedef {{ text: string, bold?: boolean }} Line */
/** @typedef {{ page: number, x: number, y: number, width: number, height: number }} Box */

const KEY = "PalregIdentityBox"
const FONTS = new URL("../../fonts/", import.meta.url)
/* A letter is drawn with the first of these that has it. */
const SETS = ["cyrillic", "latin", "latin-ext"]
const SIZE = 10.5
const LEADING = 1.32
const SMALLEST = 6
const PADDING = 4

/**
 * @param {import("@cantoo/pdf-lib").PDFDocument} pdf
 * @returns {Box | null} null if the report has no box
 */
function boxOf(pdf) {
	const info = pdf.context.lookup(pdf.context.trailerInfo.Info)
	const value = info instanceof PDFDict ? info.lookup(PDFName.of(KEY)) : undefined
	if (!(value instanceof PDFString || value instanceof PDFHexString))
		return null
	const [page, x, y, width, height, ...rest] = value.decodeText().trim().split(/\s+/).map(Number)
	const numbers = [page, x, y, width, height]
	if (rest.length > 0 || !numbers.every((n) => n !== undefined && Number.isFinite(n)))
		return null
	const [p = 0, bx = 0, by = 0, bw = 0, bh = 0] = /** @type {number[]} */ (numbers)
	return { page: p, x: bx, y: by, width: bw, height: bh }
}

/** @typedef {{ font: PDFFont, has: (letter: string) => boolean }} Face */

/** Six letters before the name of a font say that only a part of it is embedded. @param {number} n */
const tagOf = (n) => `PALRE${String.fromCharCode(65 + n)}`

/**
 * @param {import("@cantoo/pdf-lib").PDFDocument} pdf
 * @param {string} cut  400 or 700
 * @param {string} text  all that will be written with it
 * @returns {Promise<Face[]>} those that are needed
 */
async function embedFaces(pdf, cut, text) {
	/** @type {Face[]} */
	const faces = []
	const missing = new Set(text)
	for (const set of SETS) {
		if (missing.size === 0)
			break
		const response = await fetch(new URL(`pt-sans-${set}-${cut}-normal.woff`, FONTS))
		if (!response.ok)
			throw new Error("no font")
		const bytes = new Uint8Array(await response.arrayBuffer())
		const known = fontkit.create(bytes)
		const has = (/** @type {string} */ letter) => known.hasGlyphForCodePoint(letter.codePointAt(0))
		if (![...missing].some(has))
			continue
		faces.push({ font: await pdf.embedFont(bytes, { subset: true, customName: `${tagOf(SETS.indexOf(set) + (cut === "700" ? SETS.length : 0))}+PTSans-${cut}-${set}` }), has })
		for (const letter of missing)
			if (has(letter))
				missing.delete(letter)
	}
	return faces
}

/** @typedef {{ text: string, font: PDFFont }} Run */

/**
 * @param {string} text
 * @param {Face[]} faces
 * @returns {Run[]} neighbours with one font together; what no font has becomes "?"
 */
function runsOf(text, faces) {
	/** @type {Run[]} */
	const runs = []
	for (const letter of text) {
		const last = runs.at(-1)
		const face = faces.find((item) => item.font === last?.font && item.has(letter)) ??
			faces.find((item) => item.has(letter)) ?? faces.find((item) => item.has("?"))
		if (face === undefined)
			continue
		const shown = face.has(letter) ? letter : "?"
		if (last?.font === face.font)
			last.text += shown
		else
			runs.push({ text: shown, font: face.font })
	}
	return runs
}

/**
 * @param {Run[]} runs
 * @param {number} size
 */
const widthOf = (runs, size) => runs.reduce((sum, { text, font }) => sum + font.widthOfTextAtSize(text, size), 0)

/**
 * @param {string} text
 * @param {Face[]} faces
 * @param {number} width
 * @param {number} size
 * @returns {string[]} broken at blanks
 */
function wrap(text, faces, width, size) {
	/** @type {string[]} */
	const lines = []
	for (const word of text.split(" ")) {
		const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
		if (lines.length > 0 && widthOf(runsOf(longer, faces), size) <= width)
			lines[lines.length - 1] = longer
		else
			lines.push(word)
	}
	return lines
}

/**
 * The largest size at which everything stands in the box.
 *
 * @param {Line[]} lines
 * @param {{ regular: Face[], bold: Face[] }} faces
 * @param {Box} box
 */
function layOut(lines, faces, { width, height }) {
	for (let size = SIZE; ; size -= 0.5) {
		const set = lines.flatMap(({ text, bold }) => {
			const used = bold ? faces.bold : faces.regular
			return wrap(text, used, width - 2 * PADDING, size).map((part) => runsOf(part, used))
		})
		const widest = Math.max(0, ...set.map((runs) => widthOf(runs, size)))
		const fits = set.length * size * LEADING <= height - PADDING && widest <= width - 2 * PADDING
		if (fits || size <= SMALLEST)
			return { size, set }
	}
}

/**
 * @param {PDFPage} page
 * @param {Box} box
 * @param {{ size: number, set: Run[][] }} layout
 */
function draw(page, box, { size, set }) {
	let y = box.y + box.height - PADDING / 2
	for (const runs of set) {
		y -= size * LEADING
		let x = box.x + PADDING
		for (const { text, font } of runs) {
			page.drawText(text, { x, y: y + size * 0.25, size, font, color: rgb(0, 0, 0) })
			x += font.widthOfTextAtSize(text, size)
		}
	}
}

/**
 * @param {Uint8Array} report  a PDF of the server
 * @param {Line[]} lines
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>} the PDF with the lines; null if it has no box for them
 */
export async function fillIdentity(report, lines) {
	const pdf = await PDFDocument.load(report, { updateMetadata: false })
	const box = boxOf(pdf)
	if (box === null || pdf.getPageCount() < box.page || box.page < 1)
		return null
	pdf.registerFontkit(fontkit)
	const all = (/** @type {boolean} */ bold) =>
		lines.filter((line) => (line.bold === true) === bold).map((line) => `${line.text}?`).join("")
	const faces = { regular: await embedFaces(pdf, "400", all(false)), bold: await embedFaces(pdf, "700", all(true)) }
	const page = pdf.getPage(box.page - 1)
	const part = addParagraph(pdf, page)
	page.pushOperators(part < 0 ? PDFOperator.of(PDFOperatorNames.BeginMarkedContent, ["/P"]) : PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, ["/P", `<</MCID ${part}>>`]))
	draw(page, box, layOut(lines, faces, box))
	page.pushOperators(PDFOperator.of(PDFOperatorNames.EndMarkedContent))
	const info = pdf.context.lookup(pdf.context.trailerInfo.Info)
	if (info instanceof PDFDict)
		info.delete(PDFName.of(KEY))
	return saveArchive(pdf)
}
