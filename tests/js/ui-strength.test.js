// @ts-check
// How hard a password is to guess: what others know, frequent words and keys that lie side by side make it weak, on either layout.
import assert from "node:assert/strict"
import { test } from "node:test"
import { loadJudge, onLatinKeys } from "../../static/js/ui/password-strength.js"

const judge = await loadJudge()
const own = ["smirnova", "Смирнова", "Ольга", "петрозаводск"]

/** @type {[string, number, string][]} */
const WEAK = [
	["password1234", 1, "common"], ["smirnova2024", 2, "own"], ["Смирнова2024", 2, "own"], ["cvbhyjdf2024", 2, "own"], ["Смирнова-Ольга-1980", 1, "own"],
	["йцукенгшщзхъ", 1, "row"], ["qwertyuiop[]", 1, "row"], ["парольпароль", 1, "repeat"], ["gfhjkmgfhjkm", 1, "repeat"],
	["аааааааааааа", 1, "repeat"], ["abcdefghijkl", 1, "sequence"], ["123456789012", 1, ""],
]
for (const [password, most, hint] of WEAK)
	test(`weak: ${password}`, () => {
		const found = judge(password, own)
		assert.ok(found.score <= most, JSON.stringify(found))
		if (hint !== "")
			assert.equal(found.hint, hint)
	})
for (const password of ["лопата облако семнадцать зеркало", "correct horse battery staple sky", "жёлтый чемодан поёт громко", "кит9Ю-мост.валенок", "смирнова лопата облако семнадцать"])
	test(`strong: ${password}`, () => assert.deepEqual(judge(password, own), { score: 4, hint: "" }))
test("a long one does not take long", () => {
	const began = performance.now()
	judge("длинное слово и ещё одно ".repeat(40), own)
	assert.ok(performance.now() - began < 400, `${performance.now() - began} ms`)
})
test("the other letters of the keys", () => assert.equal(onLatinKeys("Пароль, ё!"), "Gfhjkm, `!"))
