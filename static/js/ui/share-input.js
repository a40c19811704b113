// @ts-check
/** @file share-input.js: a custodian's share: its file, a picture of its QR code, or its text, typed or read by a scanner. */
import { input, one } from "./dom.js"
import { chosenText } from "./files.js"

/**
 * @param {File} file
 * @returns {Promise<string>} what the QR code in it says; empty where none is found
 */
async function readQr(file) {
	const { decodeQR } = await import("qr/decode.js")
	try {
		const bitmap = await createImageBitmap(file)
		const { width, height } = bitmap
		const paper = new OffscreenCanvas(width, height).getContext("2d")
		paper?.drawImage(bitmap, 0, 0)
		bitmap.close()
		return paper === null ? "" : decodeQR(paper.getImageData(0, 0, width, height))
	} catch {
		return ""
	}
}

/**
 * @param {number} nth  1 or 2: of the custodian at this table
 * @returns {Promise<string | null>} null if there is none
 */
export async function shareText(nth) {
	const typed = one(`#share-text-${nth}`, HTMLTextAreaElement)?.value.trim() ?? ""
	const field = input(`share-${nth}`)
	const file = field.files?.[0]
	if (typed !== "" || file === undefined)
		return typed || null
	return file.type.startsWith("image/") ? readQr(file) : (await chosenText(field))?.trim() ?? ""
}
