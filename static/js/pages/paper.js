// @ts-check
/** @file paper.js: pages made to be printed: the button that does it. */
import { one } from "../ui/dom.js"

export function start() {
	one("[data-print]", HTMLButtonElement)?.addEventListener("click", () => window.print())
}
