// @ts-check
/** @file strength-meter.js: says beside the field of a new password how strong it is: in words, and as a bar. It refuses nothing. */
import { one } from "./dom.js"
import { isPasswordAllowed } from "./signin.js"
import { text } from "./text.js"

/** @import { Judge } from "./password-strength.js" */

const PAUSE_MS = 200

/** @type {Promise<Judge> | undefined} */
let loading

const judge = () => loading ??= import("./password-strength.js").then(({ loadJudge }) => loadJudge())

/**
 * @param {string} password
 * @param {string[]} words
 */
async function lineOf(password, words) {
	const { score, hint } = (await judge())(password, words)
	// What is too short is never called strong, whatever it is made of.
	const shown = isPasswordAllowed(password) ? score : Math.min(score, 1)
	const parts = [text(`strength.${shown}`), ...hint === "" ? [] : [text(`strength.${hint}`)]]
	return { shown, line: parts.join(" ") }
}

/**
 * @param {HTMLInputElement} field
 * @param {() => string[]} own  what others know of this person: login, name, place
 */
export function showStrength(field, own) {
	const bar = one("#strength", HTMLMeterElement)
	const place = one("#strength-text", HTMLElement)
	if (bar === null || place === null)
		return
	let asked = 0
	const show = async () => {
		const mine = ++asked
		await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
		if (mine !== asked)
			return
		const password = field.value
		try {
			const words = own().flatMap((word) => [word.toLowerCase(), ...word.toLowerCase().split(/[^\p{L}\p{N}]+/u)])
			const { shown, line } = password === "" ? { shown: -1, line: "" } : await lineOf(password, words)
			if (mine !== asked)
				return
			bar.hidden = shown < 0
			bar.value = shown + 1
			place.textContent = line
		} catch {
			// Without the judge there is no advice; the rule holds all the same.
			bar.hidden = true
			place.textContent = ""
		}
	}
	field.addEventListener("focus", () => void judge().catch(() => { loading = undefined }), { once: true })
	field.addEventListener("input", () => void show())
}
