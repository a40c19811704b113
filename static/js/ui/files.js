// @ts-check
/** @file files.js: give a text to the user as a file, and take one from him. */

const MOST_BYTES = 64 * 1024

/**
 * @param {string} name  plain ASCII
 * @param {string} text
 * @param {string} [type]
 */
export function saveFile(name, text, type = "application/json") {
	const url = URL.createObjectURL(new Blob([text], { type }))
	const link = document.createElement("a")
	link.href = url
	link.download = name
	document.body.append(link)
	link.click()
	link.remove()
	// The download reads the blob after click() has returned.
	setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/**
 * @param {HTMLInputElement} input  of type file
 * @param {number} [most]  bytes
 * @returns {Promise<string | null>} the text chosen; null if there is none or it is far too long
 */
export async function chosenText(input, most = MOST_BYTES) {
	const file = input.files?.[0]
	if (file === undefined || file.size > most)
		return null
	return file.text()
}
