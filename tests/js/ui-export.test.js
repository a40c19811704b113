// ui-export.test.js: names come into a table in the browser and cannot do anything there.
import assert from "node:assert/strict"
import { test } from "node:test"
import { addNames } from "../../static/js/ui/export.js"

const ID = "a1000000-0000-4000-8000-000000000001"
const OTHER = "a1000000-0000-4000-8000-000000000002"
const table = `\uFEFF"id";"№";"Доза"\r\n"${ID}";"П-1";0,5\r\n"${OTHER}";"П-2";10\r\n`

test("a known patient gets his values, an unknown one empty cells, nobody keeps the number", () => {
	const named = addNames(table, ["ФИО", "Дата"], (id) => id === ID ? ["Иванов \"И\"", "01.02.1950"] : undefined)
	assert.equal(named, "\uFEFF\"ФИО\";\"Дата\";\"№\";\"Доза\"\r\n\"Иванов \"\"И\"\"\";\"01.02.1950\";\"П-1\";0,5\r\n" +
		"\"\";\"\";\"П-2\";10\r\n")
})

test("what a spreadsheet would compute is disarmed", () => {
	for (const name of ["=1+1", "+7", "-2", "@x", "\tx"])
		assert.match(addNames(table, ["a"], () => [name]), new RegExp(`\r\n"'\\${name[0]}`))
})

test("only the rows that are wanted stay, and the end of the table", () =>
	assert.equal(addNames(table, ["a"], () => ["x"], new Set([OTHER])), "\uFEFF\"a\";\"№\";\"Доза\"\r\n\"x\";\"П-2\";10\r\n"))
