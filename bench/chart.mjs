// chart.mjs: how long the trends take to draw 5,000 points: node bench/chart.mjs
//
// Prints trend_chart_ms: ten series of 500 days in two panels, with phases and marks, from the call until the canvas holds them.
import { launch, newVisitor } from "../tests/browser/browser.mjs"

const TIMES = 20

/** Runs in the page. */
async function drawAll({ base, times }) {
	const { Charts } = await import(`${base}ui/chart.js`)
	const place = document.createElement("div")
	document.querySelector("main").append(place)
	const DAY = 86_400, SERIES = 10, DAYS = 500
	const end = Math.floor(Date.now() / 1000 / DAY) * DAY
	const t = Array.from({ length: DAYS }, (_, i) => end - (DAYS - i) * DAY)
	const series = Array.from({ length: SERIES }, (_, k) => ({
		code: `s${k}`, name: `s${k}`, chart: k < 8 ? "symptom" : "dose", t, v: t.map((_, i) => 5 + 5 * Math.sin(i / (3 + k))),
	}))
	const drawing = {
		panels: [{ title: "a", series: series.slice(0, 8), range: [0, 10.5], stepped: false }, { title: "b", series: series.slice(8), range: null, stepped: true }],
		bands: Array.from({ length: 10 }, (_, i) => ({ from: end - (500 - i * 50) * DAY, to: end - (450 - i * 50) * DAY, value: 1 + i % 4, name: "x" })),
		marks: [],
	}
	const charts = new Charts(place, () => {})
	charts.setWhole([t[0], end])
	const took = []
	for (let i = 0; i < times; i++) {
		const began = performance.now()
		charts.draw(drawing, new Map(series.map(({ code }, k) => [code, k])))
		await new Promise((resolve) => queueMicrotask(resolve))
		for (const canvas of place.querySelectorAll("canvas"))
			canvas.getContext("2d").getImageData(0, 0, 1, 1)
		took.push(performance.now() - began)
	}
	const canvas = place.querySelector("canvas")
	const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
	if (!data.some((value) => value !== 0))
		throw new Error("nothing was drawn")
	return took
}

const browser = await launch()
try {
	const { page, check } = await newVisitor(browser)
	await page.goto("/login")
	const base = await page.evaluate(() => document.querySelector("script[type=module]").src.replace(/main\.js$/, ""))
	const took = (await page.evaluate(drawAll, { base, times: TIMES })).sort((a, b) => a - b)
	console.log(`trend_chart_ms ${took[took.length >> 1].toFixed(1)}`)
	check()
} finally {
	await browser.close()
}
