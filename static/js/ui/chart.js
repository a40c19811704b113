// @ts-check
/** @file chart.js: panels of lines over one time axis; every colour comes from the style sheet. */
import uPlot from "uplot"
import { make } from "./dom.js"
import { DATES } from "./text.js"

/** @typedef {{ code: string, name: string, chart: string, low: number, high: number | null, t: number[], v: (number | null)[] }} Series */
/** @typedef {{ t: number, kind: string, text: string }} Mark */
/** @typedef {{ from: number, to: number, value: number, name: string }} Band */
/** @typedef {{ title: string, series: Series[], range: [number, number] | null, stepped: boolean }} Panel */
/** @typedef {{ panels: Panel[], bands: Band[], marks: Mark[] }} Drawing */
/** @typedef {[number, number]} Span */

const SVG = "http://www.w3.org/2000/svg"
const HEIGHT = 170
const COLOURS = 8
const DAY = 86_400
const LEAST_SPAN = 2 * DAY
/** Beside its colour each line has its own dashes, for those who do not tell colours apart. @type {number[][]} */
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [14, 4], [2, 6], [8, 3, 2, 3, 2, 3]]

/** @param {string} name  of a CSS variable */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** @param {number} place  of the series among all that there are */
export const colourOf = (place) => colour(`--chart-${place % COLOURS + 1}`)

/** @param {number} place @returns {number[]} */
const dashOf = (place) => DASHES[place % DASHES.length] ?? []

/** A piece of a line, beside its name. @param {number} place */
function sampleOf(place) {
	const svg = document.createElementNS(SVG, "svg")
	svg.setAttribute("class", "sample")
	svg.setAttribute("aria-hidden", "true")
	const line = document.createElementNS(SVG, "path")
	line.setAttribute("d", "M0 4H28")
	line.setAttribute("stroke", colourOf(place))
	line.setAttribute("stroke-dasharray", dashOf(place).join(" "))
	svg.append(line)
	return svg
}

/** @param {number[]} splits @param {Span} span */
function dates(splits, [from, to]) {
	/** @type {Intl.DateTimeFormatOptions} */
	const options = { day: "2-digit", month: "2-digit", ...to - from > 300 * DAY ? { year: "2-digit" } : {} }
	return splits.map((t) => new Date(t * 1000).toLocaleDateString(DATES, options))
}

export class Charts {
	/**
	 * @param {HTMLElement} place
	 * @param {(at: number | null) => void} onCursor  seconds since 1970
	 */
	constructor(place, onCursor) {
		this.place = place
		this.onCursor = onCursor
		/** @type {uPlot[]} */
		this.plots = []
		/** @type {Drawing} */
		this.drawing = { panels: [], bands: [], marks: [] }
		/** @type {Map<string, number>} */
		this.places = new Map()
		/** @type {Span} */
		this.whole = [0, DAY]
		/** @type {Span} */
		this.span = [0, DAY]
		this.following = false
	}

	/**
	 * @param {Drawing} drawing
	 * @param {Map<string, number>} places  of all series, so that a line keeps its colour
	 */
	draw(drawing, places) {
		this.drawing = drawing
		this.places = places
		for (const plot of this.plots)
			plot.destroy()
		this.plots = drawing.panels.map((panel, i) => this.makePlot(panel, i))
	}

	/** @param {Span} span */
	setWhole([from, to]) {
		this.whole = this.span = [from, Math.max(to, from + LEAST_SPAN)]
	}

	/** @param {Span} span */
	show([from, to]) {
		const width = Math.max(to - from, LEAST_SPAN)
		this.span = [from, from + width]
		this.following = true
		for (const plot of this.plots)
			plot.setScale("x", { min: from, max: from + width })
		this.following = false
	}

	/** @param {string} step  in, out, left, right or reset */
	zoom(step) {
		const [from, to] = this.span
		const width = to - from
		const middle = (from + to) / 2
		const [left, right] = this.whole
		if (step === "reset")
			this.show(this.whole)
		else if (step === "in")
			this.show([middle - width / 4, middle + width / 4])
		else if (step === "out")
			this.show([Math.max(left, middle - width), Math.min(right, middle + width)])
		else if (step === "left")
			this.show([Math.max(left, from - width / 2), Math.max(left, from - width / 2) + width])
		else if (step === "right")
			this.show([Math.min(right - width, from + width / 2), Math.min(right - width, from + width / 2) + width])
	}

	resize() {
		const width = this.place.clientWidth
		for (const plot of this.plots)
			if (width > 0 && plot.width !== width)
				plot.setSize({ width, height: HEIGHT })
	}

	/** @param {Panel} panel @param {number} i */
	makePlot(panel, i) {
		const figure = make("div", { "class": "chart", role: "img", "aria-label": `${panel.title}: ${panel.series.map(({ name }) => name).join(", ")}` },
			make("header", { "class": "chart-legend" }, make("h2", {}, panel.title),
				...panel.series.map(({ code, name }) => make("span", {}, sampleOf(this.places.get(code) ?? 0), name))))
		this.place.append(figure)
		const data = panel.series.length === 1 ?
			/** @type {uPlot.AlignedData} */ ([panel.series[0]?.t ?? [], panel.series[0]?.v ?? []]) :
			uPlot.join(panel.series.map(({ t, v }) => /** @type {uPlot.AlignedData} */ ([t, v])))
		const plot = new uPlot(this.options(panel, i), data, figure)
		plot.setScale("x", { min: this.span[0], max: this.span[1] })
		const destroy = plot.destroy.bind(plot)
		plot.destroy = () => { destroy(); figure.remove() }
		return plot
	}

	/**
	 * @param {Panel} panel
	 * @param {number} i
	 * @returns {uPlot.Options}
	 */
	options(panel, i) {
		const axis = {
			stroke: colour("--quiet"), font: "12px PT Sans", grid: { stroke: colour("--chart-grid"), width: 1 },
			ticks: { stroke: colour("--chart-grid"), width: 1, size: 4 },
		}
		return {
			width: Math.max(this.place.clientWidth, 200), height: HEIGHT, legend: { show: false },
			scales: {
				x: { time: true },
				y: { range: (_u, low, high) => panel.range ?? padded(low, high, panel.stepped) },
			},
			axes: [
				{ ...axis, values: (_u, splits) => dates(splits, this.span), space: 70, size: 30 },
				{ ...axis, size: 44 },
			],
			series: [{}, ...panel.series.map(({ code, name }) => this.line(code, name, panel.stepped))],
			cursor: { sync: { key: "trends" }, y: false, drag: { x: true, y: false } },
			hooks: {
				drawClear: [(u) => this.drawBands(u)],
				draw: [(u) => this.drawMarks(u), ...i === 0 ? [(/** @type {uPlot} */ u) => this.drawNames(u)] : []],
				setScale: [(u, key) => this.follow(u, key)],
				setCursor: [(u) => this.onCursor(typeof u.cursor.left === "number" && u.cursor.left >= 0 ? u.posToVal(u.cursor.left, "x") : null)],
			},
		}
	}

	/**
	 * @param {string} code
	 * @param {string} name
	 * @param {boolean} stepped
	 * @returns {uPlot.Series}
	 */
	line(code, name, stepped) {
		const place = this.places.get(code) ?? 0
		const stroke = colourOf(place)
		const steps = stepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined
		return {
			label: name, stroke, width: 2, dash: dashOf(place),
			points: { stroke, fill: colour("--pico-card-background-color"), size: 6 },
			...steps === undefined ? {} : { paths: steps },
		}
	}

	/** The other panels go where one of them goes. @param {uPlot} u @param {string} key */
	follow(u, key) {
		const { min, max } = u.scales["x"] ?? {}
		if (key !== "x" || this.following || typeof min !== "number" || typeof max !== "number" || !this.plots.includes(u))
			return
		const whole = u.data[0]
		const all = min === whole?.[0] && max === whole?.[whole.length - 1]
		this.show(all ? this.whole : [min, max])
	}

	/** Draws within the panel. @param {uPlot} u @param {(ctx: CanvasRenderingContext2D, bbox: uPlot.BBox) => void} draw */
	within({ ctx, bbox }, draw) {
		ctx.save()
		ctx.beginPath()
		ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
		ctx.clip()
		draw(ctx, bbox)
		ctx.restore()
	}

	/** Phases as a background. @param {uPlot} u */
	drawBands(u) {
		this.within(u, (ctx, bbox) => {
			for (const { from, to, value } of this.drawing.bands) {
				const left = u.valToPos(from, "x", true)
				ctx.fillStyle = colour(`--phase-${value}`)
				ctx.fillRect(left, bbox.top, u.valToPos(to, "x", true) - left, bbox.height)
			}
		})
	}

	/** Their names, over the grid. @param {uPlot} u */
	drawNames(u) {
		this.within(u, (ctx, bbox) => {
			ctx.font = `${11 * devicePixelRatio}px PT Sans`
			ctx.textBaseline = "top"
			ctx.textAlign = "left"
			ctx.fillStyle = colour("--quiet")
			for (const { from, to, name } of this.drawing.bands) {
				const left = Math.max(u.valToPos(from, "x", true), bbox.left)
				if (u.valToPos(to, "x", true) - left > ctx.measureText(name).width + 6)
					ctx.fillText(name, left + 4, bbox.top + 3)
			}
		})
	}

	/** A line where a prescription began, changed or ended. @param {uPlot} u */
	drawMarks(u) {
		this.within(u, (ctx, bbox) => this.strokeMarks(u, ctx, bbox))
	}

	/** @param {uPlot} u @param {CanvasRenderingContext2D} ctx @param {uPlot.BBox} bbox */
	strokeMarks(u, ctx, bbox) {
		ctx.strokeStyle = ctx.fillStyle = colour("--chart-mark")
		ctx.lineWidth = devicePixelRatio
		ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio])
		for (const t of new Set(this.drawing.marks.map((mark) => mark.t))) {
			const x = Math.round(u.valToPos(t, "x", true))
			const bottom = bbox.top + bbox.height
			const size = 4 * devicePixelRatio
			ctx.beginPath()
			ctx.moveTo(x, bbox.top)
			ctx.lineTo(x, bottom)
			ctx.stroke()
			ctx.beginPath()
			ctx.moveTo(x - size, bottom)
			ctx.lineTo(x + size, bottom)
			ctx.lineTo(x, bottom - 2 * size)
			ctx.fill()
		}
	}
}

/** @param {number | null} low @param {number | null} high @param {boolean} fromZero @returns {[number, number]} */
function padded(low, high, fromZero) {
	if (low === null || high === null)
		return [0, 1]
	const pad = Math.max((high - low) * 0.1, 1)
	return [fromZero ? 0 : Math.max(0, Math.floor(low - pad)), Math.ceil(high + pad)]
}
