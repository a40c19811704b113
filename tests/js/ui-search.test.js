// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { passportOf } from "../../static/js/ui/passport.js"
import { find, fold, haystackOf, matches, normalise, parseQuery } from "../../static/js/ui/search.js"

const person = (fields) => passportOf({ born: "1955-02-03", sex: "f", ...fields })
const finds = (query, fields, number) => matches(parseQuery(query), haystackOf(person(fields)), number)

const ivanov = { surname: "Иванов", name: "Пётр", patronymic: "Ильич", snils: "11223344595",
	phones: [{ number: "+79211234567", who: "" }], card: "К-77", previousSurname: "Ткачук" }

for (const query of ["иванов", "ВАНО", "петр", "Пётр", "bdfyjd", "GTNH", "ткач", "112-233-445 95", "11223", "445 95",
	"+7 921", "8921123", "89211234567", "(921)", "123-45-67", "03.02.1955", "к-77", "иванов петр ильич", "ильич иванов"])
	test(`finds Иванов by ${query}`, () => assert.ok(finds(query, ivanov)))

for (const query of ["иванова", "иванов сидор", "112-233-445 96", "8922", "04.02.1955", "bdfyjdf", "иванов|петр"])
	test(`does not find Иванов by ${query}`, () => assert.ok(!finds(query, ivanov)))

test("marks on Latin letters may be left out or typed", () => {
	const virtanen = { surname: "Hämäläinen", name: "Äinö" }
	for (const query of ["hämäl", "hamalainen", "HÄMÄ", "aino", "рфьфдфштут"])
		assert.ok(finds(query, virtanen), query)
	assert.ok(!finds("hömö", virtanen))
})

test("Cyrillic letters keep what makes them another letter", () => {
	assert.ok(finds("ёлкин", { surname: "Елкин" }))
	assert.ok(finds("елкин", { surname: "Ёлкин" }))
	assert.ok(!finds("раиса", { surname: "Райса" }))
	assert.equal(fold(normalise("Щукин Й")), "щукин й")
})

test("the keyboard's layout is forgiven both ways, with the letters on marks", () => {
	assert.ok(finds(",tkjd", { surname: "Белов" }))
	assert.ok(finds("'khby", { surname: "Элрин" }))
	assert.ok(finds("ыьшер", { surname: "Smith" }))
})

test("a decomposed name is found by a composed query", () => {
	assert.ok(finds("андрей", { surname: "Андрей".normalize("NFD") }))
})

test("a registry number is found though it is in no passport", () => {
	assert.ok(finds("п-2041", ivanov, "п-2041-7"))
	assert.ok(finds("g-2041", ivanov, "п-2041-7"))
	assert.ok(!finds("п-2042", ivanov, "п-2041-7"))
})

test("an empty query asks for everybody", () => {
	assert.deepEqual(parseQuery("  \t "), [])
	assert.deepEqual(parseQuery(" | "), [])
	assert.deepEqual(find("", ["а", "б"], [1, 0]), [0, 1])
})

test("answers stand in the order asked for, and a person without a place is never found by name", () => {
	const haystacks = ["иванов", "петров", "иванова"]
	assert.deepEqual(find("иван", haystacks, [2, -1, 1, 0]), [0, 3])
	assert.deepEqual(find("2041", haystacks, [1, -1], ["п-1000-1", "п-2041-7"]), [1])
	assert.deepEqual(find("п-2041", haystacks, [1, -1], ["п-1000-1", "п-2041-7"]), [1])
	assert.deepEqual(find("п", haystacks, [1, -1, 0], ["п-1000-1", "п-2041-7", "п-3-1"]), [0], "the letter of all numbers finds nobody")
})

test("few people of many are found as among few, by name and number together", () => {
	const haystacks = Array.from({ length: 100 }, (_, i) => i === 40 ? "иванов пётр" : `сидоров ${i}`)
	const wide = haystacks.map((_, i) => i)
	const number = (place) => `п-${1000 + place}-7`
	for (const query of ["иванов", "иванов 1040", "1040", "иванов 1041", "сид 1041", "107"])
		for (const order of [wide, wide.toReversed(), [40], [41, 40, -1]]) {
			const numbers = order.map(number)
			assert.deepEqual(find(query, haystacks, order, numbers),
				order.flatMap((place, i) => matches(parseQuery(query), haystacks[place] ?? "", numbers[i]) ? [i] : []), query)
		}
	assert.deepEqual(find("иванов 1040", haystacks, wide, wide.map(number)), [40])
})

const LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяäöšabc"
let state = 1
const random = (n) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % 65536 * n >> 16
const word = () => Array.from({ length: 3 + random(9) }, () => LETTERS[random(LETTERS.length)]).join("")

test("every part of every field finds its person, in any case and layout", () => {
	for (let i = 0; i < 500; i++) {
		const fields = { surname: word(), name: word(), patronymic: word(), previousSurname: word() }
		const value = Object.values(fields)[random(4)] ?? ""
		const from = random(value.length)
		const part = value.slice(from, from + 1 + random(value.length - from))
		for (const query of [part, part.toUpperCase(), normalise(part), fold(normalise(part))])
			assert.ok(finds(query, fields), `${query} in ${JSON.stringify(fields)}`)
	}
})

test("the fast scan agrees with looking at each person", () => {
	const people = Array.from({ length: 300 }, () => person({ surname: word(), name: word() }))
	const haystacks = people.map(haystackOf)
	const order = haystacks.map((_, i) => i)
	for (let i = 0; i < 100; i++) {
		const query = word().slice(0, 1 + random(2))
		const slow = order.filter((i) => matches(parseQuery(query), haystacks[i] ?? ""))
		assert.deepEqual(find(query, haystacks, order), slow)
	}
})

test("a haystack never holds what divides lines and columns of the index", () => {
	const text = haystackOf(person({ surname: "а\tб\nв", name: "г|д", phones: [{ number: "+7\t1", who: "x" }] }))
	assert.ok(!/[\t\n]/.test(text))
})
