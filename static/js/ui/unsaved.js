// @ts-check
/** @file unsaved.js: ask before a page with typed changes is left. */

let dirty = false

/** @param {BeforeUnloadEvent} event */
function ask(event) {
	if (dirty)
		event.preventDefault()
}

/** @param {HTMLFormElement} form */
export function watchUnsaved(form) {
	const touch = () => { dirty = true }
	form.addEventListener("input", touch)
	form.addEventListener("change", touch)
	window.addEventListener("beforeunload", ask)
}

/** The changes are on their way, or must not stay. */
export function saved() {
	dirty = false
}
