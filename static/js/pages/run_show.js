// @ts-check
/** @file run_show.js: a report that is being made: its bar moves, and the page comes again when it is over. */
import { getJson, Offline } from "../ui/api.js"
import { one } from "../ui/dom.js"

const EVERY_MS = 1000

const pause = () => new Promise((resolve) => { setTimeout(resolve, EVERY_MS) })

/** @param {string} id */
async function ask(id) {
	try {
		return await getJson(`/reports/runs/${id}/state`)
	} catch (error) {
		// A cable that is out is no end; anything else the page itself shows.
		return error instanceof Offline ? {} : { over: true }
	}
}

/**
 * @param {string} id
 * @param {HTMLProgressElement} bar
 * @param {HTMLElement} phase
 */
async function follow(id, bar, phase) {
	for (;;) {
		await pause()
		const { over, percent, phase: word } = await ask(id)
		if (over === true) {
			location.reload()
			return
		}
		if (typeof percent === "string")
			bar.value = Number(percent)
		if (typeof word === "string" && phase.textContent !== word)
			phase.textContent = word
	}
}

export function start() {
	const place = one("#run", HTMLElement)
	const bar = one("#run progress", HTMLProgressElement)
	const phase = one("#run-phase", HTMLElement)
	if (place !== null && bar !== null && phase !== null)
		void follow(place.dataset["id"] ?? "", bar, phase)
}
