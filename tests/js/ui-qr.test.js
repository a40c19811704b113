// @ts-nocheck
// A share's QR code, as drawn, has to give back the share's text to whoever photographs the sheet.
import assert from "node:assert/strict"
import { test } from "node:test"
import decodeQR from "../../static/node_modules/qr/decode.js"

class Fake {
	constructor() { this.attributes = new Map(); this.children = [] }
	setAttribute(name, value) { this.attributes.set(name, value) }
	append(...children) { this.children.push(...children) }
}
globalThis.document = { createElementNS: () => new Fake() }
const { drawQr } = await import("../../static/js/ui/qr.js")

/** Paints the path's rectangles as an image of that many pixels a module. */
function paint(svg, scale = 4) {
	const size = Number(svg.attributes.get("viewBox").split(" ")[2])
	const width = size * scale
	const data = new Uint8Array(4 * width * width).fill(255)
	for (const [, x, y, run] of svg.children[1].attributes.get("d").matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g))
		for (let row = y * scale; row < (Number(y) + 1) * scale; row++)
			for (let column = x * scale; column < (Number(x) + Number(run)) * scale; column++)
				data.fill(0, 4 * (row * width + column), 4 * (row * width + column) + 3)
	return { width, height: width, data }
}

const SHARE = JSON.stringify({
	rpp: "share", v: 1, suite: "A1", kdf: "K1", inst: "0f8fad5b-d9cb-469f-a165-70867728950e",
	setId: "7c9e6679-7425-40de-944b-e07fc1f90ae7", idx: 2, salt: "AAECAwQFBgcICQoLDA0ODw", n: "AAECAwQFBgcICQoL",
	c: "A".repeat(66),
})
for (const text of ["RPP1:FP:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", SHARE])
	test(`reads back ${text.length} characters`, () => assert.equal(decodeQR(paint(drawQr(text, "code"))), text))
test("says what it is to those who do not see it", () => {
	const svg = drawQr("x", "Доля 2")
	assert.equal(svg.attributes.get("aria-label"), "Доля 2")
	assert.equal(svg.attributes.get("role"), "img")
})
test("a module that is missing in the drawing would be noticed", () => {
	const svg = drawQr(SHARE, "code")
	const path = svg.children[1]
	path.setAttribute("d", path.attributes.get("d").split("z").slice(60).join("z"))
	assert.throws(() => assert.equal(decodeQR(paint(svg)), SHARE))
})
