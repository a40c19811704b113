// @ts-check
import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"

const FOLDER = new URL("../../db/reference/instrument/", import.meta.url)
const KNOWN = {
	instrument: ["code", "version", "ord", "visit", "name", "name_en", "worse", "completed", "help", "help_en", "source", "licence",
		"licence_en", "scales", "items", "totals"],
	item: ["code", "kind", "name", "name_en", "low", "high", "step", "least", "least_en", "most", "most_en", "worse", "loinc", "card",
		"chart", "answers"],
	total: ["code", "name", "name_en", "card", "chart", "sum", "worse"],
	answer: ["value", "code", "name", "name_en", "short", "short_en"],
}

/** @type {[string, any][]} */
const instruments = readdirSync(FOLDER).map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))])

/** @param {any} object @param {string[]} members */
function inBothLanguages(object, members) {
	for (const member of members) {
		assert.equal(typeof object[member], typeof object[`${member}_en`], `${object.code ?? object.value}: ${member}`)
		if (object[member] !== undefined)
			assert.ok(/\p{Script=Cyrillic}|^[A-Z0-9, %-]+$/u.test(object[member]), object[member])
	}
}

/** @param {any} object @param {string[]} known */
const onlyKnown = (object, known) => assert.deepEqual(Object.keys(object).filter((key) => !known.includes(key)), [])

for (const [name, instrument] of instruments)
	test(`${name} says all that is needed, and no more`, () => {
		assert.equal(name, `${instrument.code}.json`)
		onlyKnown(instrument, KNOWN.instrument)
		inBothLanguages(instrument, ["name", "help", "licence"])
		assert.ok(instrument.source !== "" && ["high", "low", ""].includes(instrument.worse))
		const codes = instrument.items.map((/** @type {any} */ item) => item.code)
		assert.equal(new Set(codes).size, codes.length)
		for (const item of instrument.items) {
			onlyKnown(item, KNOWN.item)
			inBothLanguages(item, ["name", "least", "most"])
			const answers = typeof item.answers === "string" ? instrument.scales[item.answers] : item.answers
			assert.equal(item.kind === "choice", answers !== undefined, item.code)
			assert.equal(item.kind === "choice", item.low === undefined, `${item.code}: answers or a range`)
			assert.ok(answers === undefined || answers.length > 1)
			const values = (answers ?? []).map((/** @type {any} */ answer) => answer.value)
			assert.equal(new Set(values).size, values.length)
			for (const answer of answers ?? []) {
				onlyKnown(answer, KNOWN.answer)
				inBothLanguages(answer, ["name", "short"])
			}
		}
		for (const total of instrument.totals ?? []) {
			onlyKnown(total, KNOWN.total)
			inBothLanguages(total, ["name"])
			assert.ok(!codes.includes(total.code))
			assert.deepEqual(total.sum.filter((/** @type {string} */ code) => !codes.includes(code)), [])
		}
	})

test("what two instruments ask for is the same thing", () => {
	/** @type {Map<string, string>} */
	const shapes = new Map()
	for (const [, { items }] of instruments)
		for (const { code, low, high, step, loinc } of items) {
			const shape = JSON.stringify({ low, high, step, loinc })
			assert.equal(shapes.get(code) ?? shape, shape, code)
			shapes.set(code, shape)
		}
})
