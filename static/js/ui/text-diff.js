// @ts-check
/** @file text-diff.js: what became of a text, told by words. Pure. */

/** @typedef {{ kind: "same" | "gone" | "new", text: string }} Part */

/** Beyond so many pairs of words the middle counts as written anew. */
const MOST_PAIRS = 4_000_000

/** @param {string} text @returns {string[]} words and what stands between them; joined they are the text */
const wordsOf = (text) => text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? []

/**
 * Lengths of the longest common subsequences of the ends a[i …] and b[j …].
 *
 * @param {string[]} a
 * @param {string[]} b
 */
function lengths(a, b) {
	const wide = b.length + 1
	const table = new Uint16Array((a.length + 1) * wide)
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			table[i * wide + j] = a[i] === b[j] ? /** @type {number} */ (table[(i + 1) * wide + j + 1]) + 1 :
				Math.max(/** @type {number} */ (table[(i + 1) * wide + j]), /** @type {number} */ (table[i * wide + j + 1]))
	return { table, wide }
}

/**
 * @param {string[]} a
 * @param {string[]} b
 * @returns {Part[]}
 */
function middle(a, b) {
	if (a.length * b.length > MOST_PAIRS)
		return [{ kind: "gone", text: a.join("") }, { kind: "new", text: b.join("") }]
	const { table, wide } = lengths(a, b)
	/** @type {Part[]} */
	const parts = []
	let i = 0, j = 0
	while (i < a.length || j < b.length)
		if (i < a.length && j < b.length && a[i] === b[j]) {
			parts.push({ kind: "same", text: a[i++] ?? "" })
			j++
		} else if (j === b.length || i < a.length &&
			(table[(i + 1) * wide + j] ?? 0) >= (table[i * wide + j + 1] ?? 0))
			parts.push({ kind: "gone", text: a[i++] ?? "" })
		else
			parts.push({ kind: "new", text: b[j++] ?? "" })
	return parts
}

/**
 * @param {string} before
 * @param {string} after
 * @returns {Part[]} without the new ones it is before, without those that are gone it is after
 */
export function textChanges(before, after) {
	const a = wordsOf(before), b = wordsOf(after)
	let head = 0, tail = 0
	while (head < a.length && head < b.length && a[head] === b[head])
		head++
	while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail))
		tail++
	/** @type {Part[]} */
	const all = [{ kind: "same", text: a.slice(0, head).join("") }, ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
		{ kind: "same", text: a.slice(a.length - tail).join("") }]
	/** @type {Part[]} */
	const joined = []
	for (const part of all) {
		const last = joined.at(-1)
		if (last?.kind === part.kind)
			last.text += part.text
		else if (part.text !== "")
			joined.push({ ...part })
	}
	return joined
}
