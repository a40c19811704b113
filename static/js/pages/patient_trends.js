// @ts-check
/** @file patient_trends.js: values over time: what is ticked is drawn at once; the table below is the server's. */
import { getJson } from "../ui/api.js"
import { Charts, colourOf } from "../ui/chart.js"
import { all, make, one } from "../ui/dom.js"
import { DATES, language, text } from "../ui/text.js"

/** @import { Band, Drawing, Mark, Panel, Series } from "../ui/chart.js" */

/** @typedef {{ series: Series[], phases: { value: number, name: string }[], marks: Mark[] }} Data */

const DAY = 86_400
/** Panels in their order. @type {[string, [number, number] | null, boolean][]} */
const PANELS = [["symptom", [0, 10.5], false], ["dose", null, true], ["performance", [0, 105], true], ["total", null, false], ["weight", null, false]]

/**
 * From each phase to the next; the last one until the end.
 *
 * @param {Series | undefined} phase
 * @param {Data["phases"]} names
 * @param {number} end
 * @returns {Band[]}
 */
export function bandsOf(phase, names, end) {
	if (phase === undefined)
		return []
	const known = phase.t.flatMap((t, i) => {
		const value = phase.v[i]
		return value === null || value === undefined ? [] : [{ t, value }]
	}).filter(({ value }, i, list) => list[i - 1]?.value !== value)
	return known.map(({ t, value }, i) => ({
		from: t, to: known[i + 1]?.t ?? Math.max(end, t + DAY), value,
		name: names.find((phaseName) => phaseName.value === value)?.name ?? String(value),
	}))
}

/**
 * @param {Data} data
 * @param {Set<string>} chosen  codes
 * @param {number} end
 * @returns {Drawing}
 */
export function drawingOf(data, chosen, end) {
	const shown = data.series.filter(({ code }) => chosen.has(code))
	/** @type {Panel[]} */
	const panels = PANELS.map(([chart, range, stepped]) => ({
		title: text(`trends.${chart}`), series: shown.filter((series) => series.chart === chart), range, stepped,
	})).filter(({ series }) => series.length > 0)
	const phase = shown.find(({ chart }) => chart === "phase")
	return { panels, bands: bandsOf(phase, data.phases, end), marks: panels.length === 0 ? [] : data.marks }
}

/** What is no day is as none. @param {string | undefined} iso @param {number} other */
export function secondsOf(iso, other) {
	const seconds = Date.parse(`${iso ?? ""}T00:00:00`) / 1000
	return Number.isNaN(seconds) ? other : seconds
}

/** @param {number} seconds */
const dayOf = (seconds) => new Date(seconds * 1000).toLocaleDateString(DATES)

class Trends {
	/**
	 * @param {HTMLElement} section
	 * @param {HTMLFormElement} form
	 * @param {Data} data
	 */
	constructor(section, form, data) {
		this.section = section
		this.form = form
		this.data = data
		this.now = Date.now() / 1000
		this.places = new Map(data.series.map(({ code }, i) => /** @type {const} */ ([code, i])))
		this.charts = new Charts(/** @type {HTMLElement} */ (one("#charts", HTMLElement, section)), (at) => this.showReadout(at))
		/** @type {Drawing} */
		this.drawing = { panels: [], bands: [], marks: [] }
	}

	start() {
		const { section, charts } = this
		section.hidden = false
		charts.setWhole(this.period())
		this.draw()
		this.form.addEventListener("change", (event) => {
			if (event.target instanceof HTMLInputElement && event.target.name === "series")
				this.draw()
		})
		section.addEventListener("click", (event) => {
			const step = event.target instanceof Element ? event.target.closest("[data-zoom]")?.getAttribute("data-zoom") : null
			if (typeof step === "string")
				charts.zoom(step)
		})
		charts.place.addEventListener("keydown", (event) => this.onKey(event))
		new ResizeObserver(() => charts.resize()).observe(charts.place)
		matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw())
		addEventListener("beforeprint", () => this.paper(true))
		addEventListener("afterprint", () => this.paper(false))
	}

	/** @returns {[number, number]} */
	period() {
		const { since, until } = this.section.dataset
		const first = Math.min(this.now - 7 * DAY, ...this.data.series.map(({ t }) => t[0] ?? this.now))
		return [secondsOf(since, first - DAY), secondsOf(until, this.now) + DAY]
	}

	draw() {
		const chosen = new Set(all("input[name=series]:checked", HTMLInputElement, this.form).map(({ value }) => value))
		this.drawing = drawingOf(this.data, chosen, secondsOf(this.section.dataset["end"], this.now))
		this.charts.draw(this.drawing, this.places)
		for (const swatch of all("[data-swatch]", HTMLElement, this.form))
			swatch.style.backgroundColor = colourOf(this.places.get(swatch.dataset["swatch"] ?? "") ?? 0)
		this.showPhases()
		this.showReadout(null)
	}

	/** On paper the colours are those for light. @param {boolean} on */
	paper(on) {
		document.documentElement.toggleAttribute("data-paper", on)
		this.draw()
	}

	showPhases() {
		const place = one("#chart-phases", HTMLElement, this.section)
		const seen = new Map(this.drawing.bands.map(({ value, name }) => [value, name]))
		place?.replaceChildren(...seen.size === 0 ? [] : [text("trends.phases"), ...[...seen].sort(([a], [b]) => a - b).map(([value, name]) => {
			const swatch = make("span", { "class": "swatch", "data-phase": String(value), "aria-hidden": "true" })
			swatch.style.backgroundColor = `var(--phase-${value})`
			return make("span", {}, swatch, name)
		})])
	}

	/** What was the case at a moment: the last value of each line, the changes of that day. @param {number | null} at */
	showReadout(at) {
		const place = one("#chart-readout", HTMLElement, this.section)
		if (place === null)
			return
		const parts = at === null ? [] : this.drawing.panels.flatMap(({ series }) => series).flatMap(({ name, t, v }) => {
			const i = t.findLastIndex((moment) => moment <= at + DAY / 2)
			return i < 0 ? [] : [`${name}: ${v[i]?.toLocaleString(language()) ?? text("trends.missing")} (${dayOf(t[i] ?? 0)})`]
		})
		const marks = at === null ? [] : this.drawing.marks.filter(({ t }) => Math.abs(t + DAY / 2 - at) < DAY).map((mark) => mark.text)
		place.textContent = at === null ? "\u00a0" : [dayOf(at), ...parts, ...marks].join(" · ")
	}

	/** @param {KeyboardEvent} event */
	onKey(event) {
		/** @type {Record<string, string>} */
		const steps = { "+": "in", "=": "in", "-": "out", "ArrowLeft": "left", "ArrowRight": "right", "0": "reset", "Home": "reset" }
		const step = steps[event.key]
		if (step === undefined || event.ctrlKey || event.altKey || event.metaKey)
			return
		event.preventDefault()
		this.charts.zoom(step)
	}
}

/** The rules of the chart library; they stand beside our own. */
async function loadStyle() {
	const link = make("link", { rel: "stylesheet", href: new URL("../../css/uplot.css", import.meta.url).href, crossorigin: "anonymous" })
	const loaded = new Promise((resolve) => {
		link.addEventListener("load", resolve)
		link.addEventListener("error", resolve)
	})
	document.head.append(link)
	await loaded
}

export async function start() {
	const section = one("#trends", HTMLElement)
	const form = one("#trend-form", HTMLFormElement)
	if (section === null || form === null)
		return
	const [data] = await Promise.all([getJson(`/api/patients/${section.dataset["patient"]}/trends`), loadStyle()])
	new Trends(section, form, /** @type {Data} */ (data)).start()
}
