// @ts-check
/** @file shortcuts.js: the keys that the elements of a page name in aria-keyshortcuts, and the list of them. */
import { all, make, one } from "./dom.js"

const FIELD = "input, select, textarea, [contenteditable]"

/**
 * The key of the keyboard, so that Alt+N works with a Russian layout too.
 *
 * @param {KeyboardEvent} event
 */
function keyOf(event) {
	const code = /^Key([A-Z])$/.exec(event.code)
	return code?.[1] ?? (event.code === "Slash" && !event.shiftKey ? "/" : event.key)
}

/** @param {KeyboardEvent} event */
function nameOf(event) {
	const parts = []
	if (event.ctrlKey || event.metaKey)
		parts.push("Control")
	if (event.altKey)
		parts.push("Alt")
	return [...parts, keyOf(event)].join("+")
}

/** @param {HTMLElement} element */
const usable = (element) => element.getClientRects().length > 0 && !element.hasAttribute("disabled")

/** @returns {HTMLElement[]} */
const marked = () => all("[aria-keyshortcuts]", HTMLElement).filter(usable)

/** @param {HTMLElement} element */
function use(element) {
	if (element.matches(FIELD))
		element.focus()
	else
		element.click()
}

/** @param {HTMLElement} element */
function labelOf(element) {
	const own = element.dataset["shortcutText"] ?? element.getAttribute("aria-label")
	const label = element instanceof HTMLInputElement ? element.labels?.[0] : element
	const copy = /** @type {Element | undefined} */ (label?.cloneNode(true))
	for (const part of copy?.querySelectorAll("kbd, .kbd, select, input, option") ?? [])
		part.remove()
	return own ?? copy?.textContent?.trim().replace(/\s+/g, " ") ?? ""
}

function showList() {
	const dialog = one("#shortcuts", HTMLDialogElement)
	const list = dialog?.querySelector("dl")
	if (!dialog || !list || dialog.open)
		return
	list.replaceChildren(...marked().flatMap((element) => {
		const keys = (element.getAttribute("aria-keyshortcuts") ?? "").replace("Control", "Ctrl").replaceAll("+", " ")
		return [make("dt", {}, make("kbd", {}, keys)), make("dd", {}, labelOf(element))]
	}))
	dialog.showModal()
}

/** @param {KeyboardEvent} event */
function onKey(event) {
	const typing = event.target instanceof Element && event.target.matches(FIELD)
	const plain = !event.ctrlKey && !event.altKey && !event.metaKey
	if (event.defaultPrevented || event.isComposing || typing && plain)
		return
	if (plain && event.key === "?") {
		event.preventDefault()
		showList()
		return
	}
	const name = nameOf(event).toLowerCase()
	const element = marked().find((item) => item.getAttribute("aria-keyshortcuts")?.toLowerCase() === name)
	if (element !== undefined) {
		event.preventDefault()
		use(element)
	}
}

export function startShortcuts() {
	document.addEventListener("keydown", onKey)
}
