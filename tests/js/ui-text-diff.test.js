// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { textChanges } from "../../static/js/ui/text-diff.js"

/** @param {string} before @param {string} after */
const told = (before, after) => textChanges(before, after).map(({ kind, text }) =>
	kind === "same" ? text : kind === "gone" ? `[-${text}-]` : `[+${text}+]`).join("")

test("a change is told by words", () => {
	assert.equal(told("доза 10 мг", "доза 20 мг"), "доза [-10-][+20+] мг")
	assert.equal(told("боль", "боль"), "боль")
	assert.equal(told("", "новое слово"), "[+новое слово+]")
	assert.equal(told("было", ""), "[-было-]")
	assert.equal(told("", ""), "")
	assert.equal(told("ёлка и йод", "ёлка, йод"), "ёлка[- и-][+,+] йод")
	assert.equal(told("а б в г д", "а в г е д"), "а [-б -]в г[+ е+] д")
})

test("both texts can be read out of it, whatever they are", () => {
	const words = ["боль", "сон", "\n", " ", "10", "мг", ",", "ё", "é", "👩‍⚕️"]
	const random = () => Array.from({ length: Math.floor(Math.random() * 40) }, () => words[Math.floor(Math.random() * words.length)]).join("")
	for (let i = 0; i < 300; i++) {
		const [before, after] = [random(), random()]
		const parts = textChanges(before, after)
		const without = (/** @type {string} */ gone) => parts.filter(({ kind }) => kind !== gone).map(({ text }) => text).join("")
		assert.equal(without("new"), before)
		assert.equal(without("gone"), after)
	}
})

test("a long text that was written anew does not take long", () => {
	const long = (/** @type {string} */ word) => Array.from({ length: 4000 }, (_, i) => `${word}${i}`).join(" ")
	const began = performance.now()
	assert.deepEqual(textChanges(long("а"), long("б")).map(({ kind }) => kind), ["gone", "new"])
	assert.ok(performance.now() - began < 1000)
})
