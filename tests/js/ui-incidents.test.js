// @ts-check
// What a browser keeps of alarms can be told to anybody: numbers, moments and reasons, no name and no page of a patient.
import assert from "node:assert/strict"
import { test } from "node:test"
import { readFileSync } from "node:fs"
import { kindOf, noteIncident, readIncidents, reportOf } from "../../static/js/ui/incidents.js"

const kept = new Map()
Object.assign(globalThis, {
	localStorage: { getItem: (/** @type {string} */ key) => kept.get(key) ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value) },
	location: new URL("https://register.example/patients/0f8fad5b-d9cb-469f-a165-70867728950e/notes?q=%D0%98%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2"),
})
const about = { origin: "https://register.example", agent: "Browser/1", now: 1767225600, seen: [{ inst: "i", user: "u", seq: 4, head: "h" }] }

test("an incident is kept with its page, but without whose page and without what was looked for", () => {
	noteIncident({ incident: "n-1", reason: "older" }, "0f8fad5b-d9cb-469f-a165-70867728950e")
	noteIncident({ incident: "n-2", reason: "constructor" }, null)
	assert.deepEqual(readIncidents().map(({ incident, page }) => [incident, page]), [["n-2", "/patients/:id/notes"], ["n-1", "/patients/:id/notes"]])
	const report = reportOf(readIncidents(), about)
	assert.match(report, /incident n-1 {2}older \(older\) {2}page \/patients\/:id\/notes {2}record 0f8fad5b/)
	assert.match(report, /seen: institution i, account u, roster up to entry 4, head h/)
	assert.ok(!/Иванов|%D0/.test(report))
})
test("only so many are kept, and what is no list is none", () => {
	for (let i = 0; i < 120; i++)
		noteIncident({ incident: `m-${i}`, reason: "aead" }, null)
	assert.equal(readIncidents().length, 50)
	assert.equal(readIncidents()[0]?.incident, "m-119")
	for (const text of ["{", "7", "null"]) {
		kept.set("palreg-incidents", text)
		assert.deepEqual(readIncidents(), [])
	}
})
test("every reason has words on the page", () => {
	const page = readFileSync(new URL("../../templates/alarm_show.html", import.meta.url), "utf8")
	for (const reason of ["older", "missing", "asked", "signature", "aead", "answer", "constructor", "no such reason"])
		assert.ok(page.includes(`data-msg="kind.${kindOf(reason)}"`), reason)
	assert.equal(kindOf("constructor"), "altered")
})
