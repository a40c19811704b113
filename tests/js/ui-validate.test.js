// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { ageOn, checkBorn, checkName, checkOms, checkPhone, checkSnils, checkText, formatSnils, luhn, personOfPolicy, readDate }
	from "../../static/js/ui/validate.js"

/** @param {string} digits  15 */
const luhnFor = (digits) => Array.from("0123456789", (d) => digits + d).find(luhn) ?? ""

const table = (name, check, rows) => {
	for (const [typed, expected] of rows)
		test(`${name}: ${JSON.stringify(typed)}`, () => assert.deepEqual(check(typed), expected))
}

table("SNILS", checkSnils, [
	["", { value: "" }],
	["112-233-445 95", { value: "11223344595" }],
	["11223344595", { value: "11223344595" }],
	["112-233-445 96", { value: "11223344596", error: "error.snilsControl" }],
	["001-001-998 00", { value: "00100199800" }],
	["001-001-999 99", { value: "00100199999", error: "error.snilsControl" }],
	["001-047-990 00", { value: "00104799000" }],
	["001-049-692 00", { value: "00104969200" }],
	["001-029-897 01", { value: "00102989701" }],
	["002-999-999 01", { value: "00299999901" }],
	["002-999-999 03", { value: "00299999903", error: "error.snilsControl" }],
	["000-000-000 00", { value: "00000000000", error: "error.snilsControl" }],
	["111-111-111 45", { value: "11111111145", error: "error.snilsControl" }],
	["112-233-445", { value: "112233445", error: "error.snilsLength" }],
	["112-233-445 95а", { value: "11223344595", error: "error.snilsLength" }],
])

test("SNILS takes shape as it is typed", () => {
	const shapes = ["1", "11", "112", "112-2", "112-22", "112-223", "112-223-4", "112-223-44", "112-223-445", "112-223-445 9"]
	for (const shape of shapes)
		assert.equal(formatSnils(shape.replace(/\D/g, "")), shape)
	assert.equal(formatSnils("112233445957777"), "112-233-445 95")
})

table("required name", (typed) => checkName(typed, true), [
	["Иванов", { value: "Иванов" }],
	["  Петрова -  Водкина ", { value: "Петрова - Водкина" }],
	["О’Коннор", { value: "О’Коннор" }],
	["Hämäläinen", { value: "Hämäläinen" }],
	["Й".normalize("NFD") + "орк", { value: "Йорк" }],
	["", { value: "", error: "error.required" }],
	["Иванов2", { value: "Иванов2", error: "error.nameLetters" }],
	["-Иванов", { value: "-Иванов", error: "error.nameLetters" }],
	["<b>", { value: "<b>", error: "error.nameLetters" }],
	["И".repeat(61), { value: "И".repeat(61), error: "error.nameLong" }],
	["иванов", { value: "иванов", warn: "warn.nameCase" }],
	["ИВАНОВ", { value: "ИВАНОВ", warn: "warn.nameCase" }],
])

test("a patronymic may be missing", () => assert.deepEqual(checkName(" ", false), { value: "" }))

for (const [typed, iso] of [["03.02.1955", "1955-02-03"], ["3.2.1955", "1955-02-03"], ["03021955", "1955-02-03"],
	["1955-02-03", "1955-02-03"], ["29.02.2000", "2000-02-29"], ["03/02/1955", "1955-02-03"],
	["29.02.1900", ""], ["31.04.1955", ""], ["00.01.1955", ""], ["03.13.1955", ""], ["3.2.55", ""], ["вчера", ""], ["", ""]])
	test(`date ${JSON.stringify(typed)}`, () => assert.equal(readDate(String(typed)), iso))

table("date of birth", (typed) => checkBorn(typed, "2026-11-22"), [
	["22.11.2026", { value: "2026-11-22" }],
	["23.11.2026", { value: "2026-11-23", error: "error.bornFuture" }],
	["31.12.1899", { value: "1899-12-31", error: "error.bornEarly" }],
	["01.01.1900", { value: "1900-01-01", warn: "warn.bornOld" }],
	["22.11.1916", { value: "1916-11-22" }],
	["21.11.1915", { value: "1915-11-21", warn: "warn.bornOld" }],
	["", { value: "", error: "error.required" }],
	["30.02.1955", { value: "", error: "error.date" }],
])

test("age counts full years", () => {
	assert.equal(ageOn("1955-11-22", "2026-11-22"), 71)
	assert.equal(ageOn("1955-11-23", "2026-11-22"), 70)
})

table("policy of no kind", (typed) => checkOms(typed, ""), [
	["", { value: "" }],
	["4532 0151 1283 0366", { value: "4532015112830366" }],
	["4532015112830367", { value: "4532015112830367", warn: "warn.omsControl" }],
	["123456789", { value: "123456789" }],
	["12 34 567890", { value: "12 34 567890", error: "error.oms" }],
	["<script>1234", { value: "<script>1234", error: "error.oms" }],
])

table("unified policy", (typed) => checkOms(typed, "unified"), [
	["", { value: "", error: "error.required" }],
	["4532015112830366", { value: "4532015112830366" }],
	["453201511283036", { value: "453201511283036", error: "error.omsUnified" }],
	["45320151128303660", { value: "45320151128303660", error: "error.omsUnified" }],
])

table("temporary policy", (typed) => checkOms(typed, "temporary"), [
	["123 456 789", { value: "123456789" }],
	["12345678", { value: "12345678", error: "error.omsTemporary" }],
	["4532015112830366", { value: "4532015112830366", error: "error.omsTemporary" }],
])

table("old policy", (typed) => checkOms(typed, "old"), [
	["567890", { value: "567890" }],
	["абвг", { value: "абвг", error: "error.omsOld" }],
	["12", { value: "12", error: "error.omsOld" }],
	["<b>1234", { value: "<b>1234", error: "error.omsOld" }],
])

test("a unified policy tells birth and sex", () => {
	/* Born 05.03.1951, a woman: 43 15 05, each digit as the rest to nine. */
	const number = luhnFor("10" + "568494" + "1234567")
	assert.deepEqual(personOfPolicy(number), { born: "1951-03-05", sex: "f" })
	assert.deepEqual(personOfPolicy("10" + "568444" + "00000000"), { born: "1951-03-05", sex: "m" })
	assert.deepEqual(personOfPolicy("10" + "769443" + "00000000"), { born: "1950-03-06", sex: "m" })
	assert.deepEqual(personOfPolicy("10" + "589994" + "00000000"), { born: "2000-01-05", sex: "f" })
	assert.deepEqual(personOfPolicy("10" + "968948" + "00000000"), { born: "2001-03-01", sex: "m" })
	assert.equal(personOfPolicy("10" + "000000" + "00000000"), null)
	const born = { born: "1951-03-05", sex: "f" }
	assert.deepEqual(checkOms(number, "unified", born), { value: number })
	assert.equal(checkOms(number, "unified", { ...born, born: "1951-03-06" }).warn, "warn.omsBorn")
	assert.equal(checkOms(number, "unified", { ...born, sex: "m" }).warn, "warn.omsSex")
	assert.equal(checkOms(number, "unified", { ...born, sex: "u" }).warn, undefined)
})

test("Luhn notices every single wrong digit", () => {
	const good = "4532015112830366"
	assert.ok(luhn(good))
	for (let i = 0; i < good.length; i++)
		for (let d = 1; d < 10; d++)
			assert.ok(!luhn(good.slice(0, i) + (Number(good[i]) + d) % 10 + good.slice(i + 1)))
})

table("phone", checkPhone, [
	["", { value: "" }],
	["8 (921) 123-45-67", { value: "+79211234567" }],
	["+7 921 123 45 67", { value: "+79211234567" }],
	["9211234567", { value: "+79211234567" }],
	["79211234567", { value: "+79211234567" }],
	["+358 40 1234567", { value: "+358401234567" }],
	["+7 921 123", { value: "+7 921 123", error: "error.phone" }],
	["123", { value: "123", error: "error.phone" }],
	["звонить дочери", { value: "звонить дочери", error: "error.phone" }],
	["+0123456789", { value: "+0123456789", error: "error.phone" }],
])

test("text is tidied and has an end", () => {
	assert.deepEqual(checkText(" ул.\u0000 Ленина,\n 5 ", 100), { value: "ул. Ленина, 5" })
	assert.deepEqual(checkText("абв", 2), { value: "абв", error: "error.long" })
})
