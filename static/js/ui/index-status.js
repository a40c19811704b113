// @ts-check
/** @file index-status.js: says on the page how far the names are opened. */
import { onDocuments } from "./documents.js"
import { all } from "./dom.js"
import { text } from "./text.js"

/** @import { Status } from "./documents.js" */

/**
 * @param {Status} status
 * @returns {string}
 */
function sentence({ state, searchable, done, total, alarms }) {
	switch (state) {
	case "idle":
		return ""
	case "locked":
		return text("index.locked")
	case "nokey":
		return text("index.nokey")
	case "loading":
		return searchable ? text("index.ready") : total === 0 ? text("index.loading") : text("index.progress", done, total)
	case "fresh":
		return alarms === 0 ? text("index.ready") : `${text("index.ready")} ${text("index.alarms", alarms)}`
	case "refused":
		return text("index.refused")
	default:
		return text("index.failed")
	}
}

export function startIndexStatus() {
	const places = all("[data-index-status]", HTMLElement)
	if (places.length === 0)
		return
	onDocuments((status) => {
		const said = sentence(status)
		for (const place of places)
			if (place.textContent !== said)
				place.textContent = said
	})
}
