// @ts-check
/** @file factor_codes.js: recovery codes, to be printed or saved while they are shown. */
import { all, one } from "../ui/dom.js"
import { saveFile } from "../ui/files.js"

export function start() {
	one("[data-print]", HTMLButtonElement)?.addEventListener("click", () => window.print())
	const save = one("#save-codes", HTMLButtonElement)
	save?.addEventListener("click", () => {
		const login = save.dataset["login"] ?? ""
		const codes = all("#codes code", HTMLElement).map((code) => code.textContent ?? "")
		saveFile(`palreg-${login}.codes.txt`, `${location.host} ${login}\n${codes.join("\n")}\n`, "text/plain")
	})
}
