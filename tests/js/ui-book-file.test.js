// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { batches, LONGEST_ROW, readBookFile } from "../../static/js/ui/book-file.js"

/** @param {string} text */
const read = (text) => readBookFile(new TextEncoder().encode(text))

/** @param {string} text */
const faults = (text) => read(text).faults.map(({ said, values }) => [said, ...values].join(" "))

for (const [what, separator] of [["semicolons", ";"], ["commas", ","], ["tabs", "\t"], ["bars", "|"]])
	test(`a table with ${what}`, () => {
		const { titles, lines } = read(`\uFEFFКод${separator}Название\r\na${separator}"имя ""в кавычках"""\r\n\r\nb${separator}'=x\r\n`)
		assert.deepEqual(titles, ["Код", "Название"])
		assert.deepEqual(lines, ['2\ta\tимя "в кавычках"', "4\tb\t=x"])
	})

test("Windows-1251 and UTF-16 are read, a workbook is not", () => {
	const cp1251 = Uint8Array.from([0xca, 0xee, 0xe4, 0x3b, 0x78, 0x0a, 0xe0, 0x3b, 0x31])
	assert.deepEqual(readBookFile(cp1251), { titles: ["Код", "x"], lines: ["2\tа\t1"], encoding: "Windows-1251", faults: [] })
	const utf16 = Uint8Array.from([0xff, 0xfe, ...[..."a;b\n1;2"].flatMap((letter) => [letter.charCodeAt(0), 0])])
	assert.deepEqual(readBookFile(utf16).lines, ["2\t1\t2"])
	assert.equal(readBookFile(Uint8Array.from([0x50, 0x4b, 3, 4])).faults[0]?.said, "book.noText")
})

test("broken files say where", () => {
	assert.deepEqual(faults('a;b\n1;"2\n3;4\n'), ["book.broken 2"])
	assert.deepEqual(faults("a;b\n1;2;3\n"), ["book.cells 2 3 2"])
	assert.deepEqual(faults("a;b\n"), ["book.empty"])
	assert.deepEqual(faults(""), ["book.empty"])
	assert.deepEqual(faults(`a;b\n1;${"x".repeat(10_000_000)}\n`), [`book.long 2 ${LONGEST_ROW}`])
})

test("line ends and tabs within a cell are blanks", () => {
	assert.deepEqual(read('a;b\n1;"x\ny\tz"\n').lines, ["2\t1\tx y z"])
})

test("lines are divided into requests of a size", () => {
	assert.deepEqual(batches(["aa", "bb", "cc"], 10), [["aa", "bb"], ["cc"]])
	assert.deepEqual(batches([], 10), [])
	for (const some of batches(Array.from({ length: 2000 }, (_, i) => `${i}\tназвание`), 5000))
		assert.ok(new URLSearchParams({ lines: some.join("\n") }).toString().length <= 5100)
})
