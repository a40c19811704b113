// @ts-check
/** @file factor_setup.js: the secret of a second factor as a QR code for the authenticator app. */
import { one } from "../ui/dom.js"
import { drawQr } from "../ui/qr.js"
import { text } from "../ui/text.js"

export function start() {
	const place = one("#qr", HTMLElement)
	const uri = place?.dataset["uri"]
	if (place !== null && uri !== undefined) {
		place.append(drawQr(uri, text("qr")))
		delete place.dataset["uri"]
	}
	one("#code", HTMLInputElement)?.focus()
}
