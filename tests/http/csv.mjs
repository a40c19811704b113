// csv.mjs: the file of the summary as tables.

/** Its sections by heading: arrays of rows, each an object by column; the parameters under "". */
export function sections(text) {
	const rows = text.replace(/^\ufeff/, "").split(/\r?\n/).map((line) =>
		[...line.matchAll(/(?:^|[;,])(?:"((?:[^"]|"")*)"|([^;,]*))/g)].map((m) => (m[1] ?? m[2] ?? "").replaceAll('""', '"')))
	const out = {}
	let name = "", heads = null
	for (let i = 0; i < rows.length; i++) {
		if (rows[i].length <= 1 && (rows[i][0] ?? "") === "") {
			name = rows[i + 1]?.[0] ?? ""
			heads = rows[i + 2] ?? []
			out[name] = []
			i += 2
		} else if (heads !== null && rows[i].length > 1)
			out[name].push(Object.fromEntries(heads.map((head, k) => [head, rows[i][k]])))
	}
	return out
}
