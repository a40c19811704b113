// @ts-check
/** @file export.js: a table without names gets them here, row by row. Pure. */

/** What a spreadsheet would compute is disarmed, as the server does it. @param {string} value */
const cell = (value) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll("\"", "\"\"")}"`

/**
 * The first column of the table is the number by which the browser knows a patient; what it knows of him comes in its
 * place.
 *
 * @param {string} csv
 * @param {string[]} heads  of the columns that come
 * @param {(id: string) => string[] | undefined} valuesOf  undefined where nothing is known
 * @param {Set<string> | null} [wanted]  the patients whose rows stay; null for all
 */
export function addNames(csv, heads, valuesOf, wanted = null) {
	const [head = "", ...rows] = csv.replace(/^\uFEFF/, "").split("\r\n")
	const separator = /^"id"(.)/.exec(head)?.[1] ?? ";"
	const put = (/** @type {string[]} */ values, /** @type {string} */ row) =>
		[...values.map(cell), row.slice(row.indexOf(separator) + 1)].join(separator)
	return ["\uFEFF" + put(heads, head), ...rows.flatMap((row) => {
		const id = /^"([0-9a-f-]{36})"/.exec(row)?.[1]
		if (id === undefined)
			return [row]
		return wanted === null || wanted.has(id) ? [put(valuesOf(id) ?? heads.map(() => ""), row)] : []
	})].join("\r\n")
}
