// @ts-check
/** @file import-file.js: a file of a spreadsheet as lines of cells, and back. Pure. */
// @ts-expect-error: it brings no types
import papa from "papaparse"
import { COLUMNS, columnOf, exampleIn, titleIn } from "./import-columns.js"

/** @typedef {import("./import-columns.js").Column} Column */
/** @typedef {{ row: number, cells: Record<string, string>, extra: string[] }} Line  row: as the spreadsheet numbers it */

/**
 * @typedef {object} Sheet
 * @property {Column[]} columns  those that are there, in their order
 * @property {Line[]} lines
 * @property {string[]} unknown  titles that are no column
 * @property {string[]} twice  titles that come again
 * @property {Column[]} missing  those that have to be there
 * @property {number[]} broken  rows with a quotation mark that does not end
 */

/* More would be no table of people. */
export const MOST_BYTES = 30_000_000
const BOM = "\uFEFF"
const COMMENT = "#"
const SEPARATORS = [";", "\t", ",", "|"]

/** @param {Uint8Array} bytes @param {number[]} head */
const begins = (bytes, head) => head.every((byte, i) => bytes[i] === byte)

/**
 * UTF-8 with its mark or without, UTF-16 of "Unicode text", else Windows-1251, in which Russian spreadsheets write.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {{ text: string, encoding: string } | null} null for a workbook or another file that is no text
 */
export function decode(bytes) {
	if (begins(bytes, [0x50, 0x4b, 3, 4]) || begins(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
		return null
	if (begins(bytes, [0xff, 0xfe]))
		return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "UTF-16" }
	if (bytes.includes(0))
		return null
	try {
		return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" }
	} catch {
		return { text: new TextDecoder("windows-1251").decode(bytes), encoding: "Windows-1251" }
	}
}

/** A text that a spreadsheet would compute may have been disarmed by an apostrophe. @param {string} cell */
const plain = (cell) => cell.replace(/^'(?=[=+\-@\t\r])/, "").trim()

/** @param {string[]} record */
const isNothing = (record) => record.every((cell) => cell.trim() === "") || (record[0] ?? "").trimStart().startsWith(COMMENT)

/** @param {string[]} titles */
function readHead(titles) {
	const places = titles.map((title) => columnOf(title))
	const columns = places.filter((column) => column !== undefined)
	return {
		places, columns,
		unknown: titles.filter((title, i) => places[i] === undefined && title.trim() !== ""),
		twice: titles.filter((_, i) => places[i] !== undefined && places.indexOf(places[i]) !== i),
		missing: COLUMNS.filter((column) => column.required && !columns.includes(column)),
	}
}

/**
 * The separator by which the titles are known; where they are not, the most usual one.
 *
 * @param {string} text
 */
function separatorOf(text) {
	const head = text.split(/\r?\n|\r/).find((line) => line.trim() !== "" && !line.trimStart().startsWith(COMMENT)) ?? ""
	const known = (/** @type {string} */ separator) => head.split(separator).filter((title) => columnOf(title) !== undefined).length
	return SEPARATORS.reduce((best, separator) => known(separator) > known(best) ? separator : best)
}

/**
 * The first line that is not empty and no comment has the titles; lines that begin with # are comments.
 *
 * @param {string} text
 * @returns {Sheet}
 */
export function readSheet(text) {
	/** @type {{ data: string[][], errors: { type: string, row?: number }[] }} */
	const { data, errors } = papa.parse(text.replace(BOM, ""), { delimiter: separatorOf(text.replace(BOM, "")) })
	const first = data.findIndex((record) => !isNothing(record))
	const { places, ...head } = readHead(data[first] ?? [])
	const lines = data.flatMap((record, i) => i <= first || isNothing(record) ? [] : [{
		row: i + 1,
		cells: Object.fromEntries(places.flatMap((column, n) => column === undefined ? [] : [[column.key, plain(record[n] ?? "")]])),
		extra: record.slice(places.length).filter((cell) => cell.trim() !== ""),
	}])
	return { ...head, lines, broken: errors.filter(({ type }) => type === "Quotes").map(({ row = 0 }) => row + 1) }
}

/** What a spreadsheet would compute is disarmed. @param {string} cell */
const disarmed = (cell) => /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell

/**
 * @param {string[][]} rows
 * @returns {string} a file that a spreadsheet opens as it stands
 */
export const writeSheet = (rows) =>
	BOM + papa.unparse(rows.map((row) => row.map(disarmed)), { delimiter: ";", newline: "\r\n" }) + "\r\n"

/**
 * @param {string} language
 * @param {(key: string) => string} about  what is written into a column
 * @param {Record<string, string>} examples  where the table of columns has none
 * @returns {string} titles, what they mean, and one person as an example: both as comments
 */
export const templateSheet = (language, about, examples) => writeSheet([
	COLUMNS.map((column) => titleIn(column, language)),
	COLUMNS.map(({ key, required }, i) => `${i === 0 ? `${COMMENT} ` : ""}${required ? "* " : ""}${about(key)}`),
	COLUMNS.map((column, i) => `${i === 0 ? `${COMMENT} ` : ""}${examples[column.key] ?? exampleIn(column, language)}`),
])
