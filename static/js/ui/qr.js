// @ts-check
/** @file qr.js: a text as a QR code, drawn as one SVG path. */
import encodeQR from "qr"

const SVG = "http://www.w3.org/2000/svg"
const QUIET = 4

/**
 * @param {string} text
 * @param {string} label  what it is, for those who do not see it
 * @returns {SVGSVGElement}
 */
export function drawQr(text, label) {
	const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET })
	const size = String(rows.length)
	const svg = document.createElementNS(SVG, "svg")
	svg.setAttribute("viewBox", `0 0 ${size} ${size}`)
	svg.setAttribute("class", "qr")
	svg.setAttribute("role", "img")
	svg.setAttribute("aria-label", label)
	svg.setAttribute("shape-rendering", "crispEdges")
	const paper = document.createElementNS(SVG, "rect")
	paper.setAttribute("width", size)
	paper.setAttribute("height", size)
	paper.setAttribute("fill", "#fff")
	const ink = document.createElementNS(SVG, "path")
	ink.setAttribute("fill", "#000")
	ink.setAttribute("d", pathOf(rows))
	svg.append(paper, ink)
	return svg
}

/**
 * @param {boolean[][]} rows
 * @returns {string} one run of dark modules is one rectangle
 */
function pathOf(rows) {
	let path = ""
	for (const [y, row] of rows.entries())
		for (let x = 0; x < row.length; x++) {
			const from = x
			while (x < row.length && row[x])
				x++
			if (x > from)
				path += `M${from} ${y}h${x - from}v1H${from}z`
		}
	return path
}
