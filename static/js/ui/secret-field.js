// @ts-check
/** @file secret-field.js: what helps to type a password, and the line that says what is wrong. */
import { one } from "./dom.js"
import { text } from "./text.js"

/**
 * Shows what is typed when the box is ticked, and says when Caps Lock is on.
 *
 * @param {HTMLInputElement[]} fields
 */
export function helpTyping(fields) {
	const box = one("#password-shown", HTMLInputElement)
	box?.addEventListener("change", () => {
		for (const field of fields)
			field.type = box.checked ? "text" : "password"
	})
	const caps = one("#caps", HTMLElement)
	if (caps === null)
		return
	for (const field of fields) {
		for (const name of /** @type {const} */ (["keydown", "keyup"]))
			field.addEventListener(name, (event) => { caps.hidden = !event.getModifierState("CapsLock") })
		field.addEventListener("blur", () => { caps.hidden = true })
	}
}

/** @type {ReturnType<typeof setInterval> | undefined} */
let counting

/**
 * @param {string} line  empty: nothing is wrong
 */
export function showProblem(line) {
	clearInterval(counting)
	const place = one("#problem", HTMLElement)
	if (place === null)
		return
	place.textContent = line
	place.hidden = line === ""
	if (line !== "")
		place.scrollIntoView({ block: "nearest" })
}

/**
 * Counts down; the button rests meanwhile.
 *
 * @param {number} seconds
 * @param {HTMLButtonElement} button
 */
export function showWait(seconds, button) {
	const until = Date.now() + seconds * 1000
	const tick = () => {
		const left = Math.ceil((until - Date.now()) / 1000)
		button.disabled = left > 0
		if (left <= 0)
			return showProblem("")
		const place = one("#problem", HTMLElement)
		if (place !== null)
			place.textContent = `${text("wait")} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`
	}
	showProblem(text("wait"))
	counting = setInterval(tick, 500)
	tick()
}
