// write.mjs: puts the figures of a run into docs/PERFORMANCE.md: node bench/write.mjs FILE <figures
import { readFileSync, writeFileSync } from "node:fs"
import { cpus, totalmem } from "node:os"

/** What is asked for: a bound, and whether the figure has to be above or below it. */
const WANTED = {
	patient_list_efficiency: [">=", 0.70], prescription_search_efficiency: [">=", 0.70],
	...Object.fromEntries(["status", "medicine", "period", "author", "group"].map((name) => [`search_by_${name}_efficiency`, [">=", 0.70]])),
	patient_page_efficiency: [">=", 0.60], trend_chart_ms: ["<=", 100],
	patient_list_vs_php: [">=", 2.5], patient_list_vs_node: [">=", 2],
	...Object.fromEntries(["users", "users_found", "roles", "who_may_see", "what_may_he", "sign_in"].map((name) => [`staff_${name}_growth`, ["<=", 5]])),
	icd10_import_seconds: ["<=", 5], icd10_search_ms_p95: ["<=", 30],
	omedd_days_ms: ["<=", 50], omedd_days_ratio: [">=", 1],
	report_10k_lines_ratio: ["<=", 2], report_1000_pages_mib: ["<=", 64], summary_vs_sql: ["<=", 1.3],
	signin_seconds: ["<=", 1.5], longest_task_ms: ["<=", 50], open_20k_seconds: ["<=", 4], next_page_seconds: ["<=", 0.5],
	keystroke_ms_p95_20k: ["<=", 20], keystroke_ms_p95_100k: ["<=", 50],
	worker_rss_mib: ["<=", 25], worker_rss_growth_mib: ["<=", 0.5],
}
const BEGIN = "<!-- figures: written by bench/run.sh --write -->"
const END = "<!-- end of figures -->"

const figures = readFileSync(0, "utf8").trim().split("\n").map((line) => line.split(" "))

function row([name, value]) {
	const [sign, bound] = WANTED[name] ?? []
	const met = sign === undefined ? "" : (sign === ">=" ? Number(value) >= bound : Number(value) <= bound) ? "met" : "**missed**"
	return `| ${name} | ${value} | ${sign === undefined ? "" : `${sign} ${bound}`} | ${met} |`
}

const file = process.argv[2]
const text = readFileSync(file, "utf8")
const [before, rest] = [text.slice(0, text.indexOf(BEGIN)), text.slice(text.indexOf(END))]
if (!text.includes(BEGIN) || !text.includes(END))
	throw new Error(`${file} has no place for the figures`)
const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`
writeFileSync(file, `${before}${BEGIN}
Measured on ${new Date().toISOString().slice(0, 10)} on ${machine}; client, web server, programs and database share it.

| figure | value | wanted | |
|---|---|---|---|
${figures.map(row).join("\n")}

${rest}`)
