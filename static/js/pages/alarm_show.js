// @ts-check
/** @file alarm_show.js: the integrity alarms of this browser in plain words, and a report of them without a name. */
import { button, need, place } from "../ui/dom.js"
import { saveFile } from "../ui/files.js"
import { kindOf, readIncidents, reportOf } from "../ui/incidents.js"
import { labelCells, RowList } from "../ui/rows.js"
import { knownAccounts } from "../ui/signin.js"
import { DATES, text } from "../ui/text.js"

async function save() {
	const seen = (await knownAccounts()).map(({ inst, user, roster: { seq, head } }) => ({ inst, user, seq, head }))
	const now = Math.floor(Date.now() / 1000)
	saveFile(`incidents-${new Date().toISOString().slice(0, 10)}.txt`,
		reportOf(readIncidents(), { origin: location.origin, agent: navigator.userAgent, now, seen }), "text/plain")
}

export function start() {
	const incidents = readIncidents()
	place("none").hidden = incidents.length > 0
	place("some").hidden = incidents.length === 0
	const format = new Intl.DateTimeFormat(DATES, { dateStyle: "short", timeStyle: "medium" })
	const table = need("incident-list", HTMLTableElement)
	const rows = new Map(incidents.map(({ incident, reason, at }) =>
		[incident, { incident, at: format.format(at * 1000), what: text(`kind.${kindOf(reason)}`), reason }]))
	new RowList(need("incident-row", HTMLTemplateElement), table.tBodies[0] ?? table.createTBody()).show([...rows.keys()], rows)
	labelCells(table, table.tBodies[0]?.rows ?? [])
	button("save").addEventListener("click", () => void save())
	button("print").addEventListener("click", () => globalThis.print())
}
