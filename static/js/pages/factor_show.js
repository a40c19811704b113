// @ts-check
/** @file factor_show.js: where security keys cannot be used, none is offered. */
import { one } from "../ui/dom.js"
import { canUseKeys } from "../ui/security-key.js"

export function start() {
	const add = one("#add-key", HTMLButtonElement)
	const impossible = one("#key-impossible", HTMLElement)
	if (add === null || impossible === null || canUseKeys())
		return
	add.disabled = true
	impossible.hidden = false
}
