// @ts-check
/** @file text.js: the texts of the scripts, which stand translated in the page. */

/** @type {Map<string, string>} */
const known = new Map()

/**
 * @param {string} key  as in data-msg
 * @returns {string} the text with its %1, %2 still in it; the key itself where the page has none
 */
function find(key) {
	let found = known.get(key)
	if (found === undefined) {
		found = document.querySelector(`[data-msg="${key}"]`)?.textContent?.trim() ?? key
		known.set(key, found)
	}
	return found
}

/**
 * @param {string} key  as in data-msg
 * @param {...(string | number)} values  stand for %1, %2 …
 */
export const text = (key, ...values) =>
	find(key).replace(/%([1-9])/g, (all, n) => String(values[Number(n) - 1] ?? all))

/** Days and hours stand as the server writes them, whatever the language: 27.11.2026, 01:39. */
export const DATES = "ru"

/** The language of the page, for sorting and numbers. */
export const language = () => document.documentElement.lang || "ru"
