// @ts-check
/** @file header.js: the folding menu, the tabs of a patient, the choice of language. */
import { all, one } from "./dom.js"

const YEAR_S = 365 * 24 * 3600

function startMenu() {
	const button = one("#menu-button", HTMLButtonElement)
	button?.addEventListener("click", () => {
		const open = document.body.dataset["menu"] !== "open"
		document.body.dataset["menu"] = open ? "open" : ""
		button.setAttribute("aria-expanded", String(open))
	})
}

/** @param {MouseEvent} event */
function switchLanguage(event) {
	const link = event.currentTarget
	if (!(link instanceof HTMLAnchorElement))
		return
	event.preventDefault()
	document.cookie = `lang=${link.dataset["language"]}; Path=/; Max-Age=${YEAR_S}; Secure; SameSite=Strict`
	location.reload()
}

export function startHeader() {
	startMenu()
	/* On a narrow screen the tabs are one line that scrolls. */
	one(".tabs [aria-current]", HTMLElement)?.scrollIntoView({ inline: "center", block: "nearest" })
	for (const link of all("[data-language]", HTMLAnchorElement))
		link.addEventListener("click", switchLanguage)
}
