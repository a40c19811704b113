// @ts-check
/** @file key_confirm.js: a refused key is named or asked once more; of the first one come recovery codes. */
import { start as showCodes } from "./factor_codes.js"
import { start as setUp } from "./key_setup.js"

export function start() {
	setUp()
	showCodes()
}
