// @ts-check
/** @file book-file.js: a file for a reference book as titles and lines for the server, which judges them. Pure. */
// @ts-expect-error: it brings no types
import papa from "papaparse"
import { decode } from "./import-file.js"

/** A row of a table of people's making is shorter. */
export const LONGEST_ROW = 20_000
const SEPARATORS = [";", "\t", ",", "|"]
const FAULTS_TOLD = 20

/** @typedef {{ said: string, values: (string | number)[] }} Fault  said as in data-msg */
/** @typedef {{ titles: string[], lines: string[], encoding: string, faults: Fault[] }} BookFile */

/** What a spreadsheet would compute may have been disarmed by an apostrophe; a line of ours holds no tab and no line end. @param {string} cell */
const plain = (cell) => cell.replace(/^'(?=[=+\-@\t\r])/, "").replace(/[\t\r\n]+/g, " ").trim()

/** @param {string} head  the separator that divides it most */
const separatorOf = (head) => SEPARATORS.reduce((best, separator) =>
	head.split(separator).length > head.split(best).length ? separator : best)

/** @param {string[]} record */
const isNothing = (record) => record.every((cell) => cell.trim() === "")

/**
 * @param {string[]} record
 * @param {number} row
 * @param {number} width
 * @returns {Fault[]}
 */
function faultsOf(record, row, width) {
	if (record.reduce((sum, cell) => sum + cell.length, 0) > LONGEST_ROW)
		return [{ said: "book.long", values: [row, LONGEST_ROW] }]
	return isNothing(record.slice(width)) ? [] : [{ said: "book.cells", values: [row, record.length, width] }]
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {BookFile}
 */
export function readBookFile(bytes) {
	const decoded = decode(bytes)
	if (decoded === null)
		return { titles: [], lines: [], encoding: "", faults: [{ said: "book.noText", values: [] }] }
	const text = decoded.text.replace("\uFEFF", "")
	/** @type {{ data: string[][], errors: { type: string, row?: number }[] }} */
	const { data, errors } = papa.parse(text, { delimiter: separatorOf(text.slice(0, text.search(/[\r\n]|$/))) })
	const titles = (data[0] ?? []).map(plain)
	const rows = data.map((record, i) => ({ record, row: i + 1 })).slice(1).filter(({ record }) => !isNothing(record))
	const faults = [
		...errors.filter(({ type }) => type === "Quotes").map(({ row = 0 }) => ({ said: "book.broken", values: [row + 1] })),
		...rows.flatMap(({ record, row }) => faultsOf(record, row, titles.length)),
		...rows.length === 0 ? [{ said: "book.empty", values: [] }] : [],
	]
	return {
		titles, encoding: decoded.encoding, faults: faults.slice(0, FAULTS_TOLD),
		lines: faults.length > 0 ? [] : rows.map(({ record, row }) => [row, ...record.slice(0, titles.length).map(plain)].join("\t")),
	}
}

/**
 * Divides lines into requests.
 *
 * @param {string[]} lines
 * @param {number} most  bytes of a request as it is encoded
 * @returns {string[][]}
 */
export function batches(lines, most) {
	/** @type {string[][]} */
	const found = []
	let left = 0
	for (const line of lines) {
		const size = encodeURIComponent(line).length + 3
		if (size > left) {
			found.push([])
			left = most
		}
		found.at(-1)?.push(line)
		left -= size
	}
	return found
}
