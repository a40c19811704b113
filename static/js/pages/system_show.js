// @ts-check
/** @file Whether each program answers, asked through the same door as everybody. */
import { all, one } from "../ui/dom.js"

export async function start() {
	await Promise.all(all("[data-health]", HTMLElement).map(async (place) => {
		let up = false
		try {
			up = (await fetch(`/health/${place.dataset["health"]}`, { cache: "no-store" })).ok
		} catch {
			up = false
		}
		place.textContent = one(up ? "#health-up" : "#health-down", HTMLElement)?.textContent ?? ""
		place.classList.toggle("field-error", !up)
	}))
}
