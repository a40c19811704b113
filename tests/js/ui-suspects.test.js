// ui-suspects.test.js: pairs that may be one person are found, others are not; surnames are seen in whatever case form.
import assert from "node:assert/strict"
import { test } from "node:test"
import { Index } from "../../static/js/ui/indexfile.js"
import { passportOf, sealedOf } from "../../static/js/ui/passport.js"
import { haystackOf } from "../../static/js/ui/search.js"
import { distance, findSuspects, pairKey, surnameIn } from "../../static/js/ui/suspects.js"

const rec = (/** @type {number} */ n) => `a1000000-0000-4000-8000-${String(n).padStart(12, "0")}`

/** @param {Record<string, string>[]} people */
function indexOf(people) {
	const index = new Index()
	for (const [i, given] of people.entries()) {
		const passport = passportOf({ born: "1950-01-02", ...given })
		index.add({
			rec: rec(i), rev: 1, docHash: "h", mark: "", gap: false, haystack: haystackOf(passport),
			passport: JSON.stringify(sealedOf(passport)),
		})
	}
	return index
}

/** @param {Record<string, string>[]} people */
const pairs = async (people) => (await findSuspects(indexOf(people)))
	.map(({ a, b, why }) => `${Number(a.slice(-12))}-${Number(b.slice(-12))} ${why}`)

test("the same SNILS, whatever else", async () =>
	assert.deepEqual(await pairs([{ surname: "Иванов", snils: "11223344595", born: "1950-01-02" },
		{ surname: "Петрова", snils: "11223344595", born: "1961-01-02" }, { surname: "Сидоров" }]), ["0-1 snils"]))
test("a pair is one, whichever of the two comes first, and for its surest reason", async () => {
	assert.equal(pairKey(rec(2), rec(1)), `${rec(1)}|${rec(2)}`)
	assert.equal(pairKey(rec(1), rec(2)), `${rec(1)}|${rec(2)}`)
	const twins = [{ surname: "Иванов", name: "Пётр", snils: "11223344595" }, { surname: "Иванов", name: "Пётр", snils: "11223344595" }]
	assert.deepEqual(await pairs(twins), ["0-1 snils"])
	const index = indexOf([])
	for (const n of [7, 3])
		index.add({ rec: rec(n), rev: 1, docHash: "h", mark: "", gap: false, haystack: "", passport: JSON.stringify(sealedOf(passportOf({ born: "1950-01-02", ...twins[0] }))) })
	assert.deepEqual(await findSuspects(index), [{ a: rec(3), b: rec(7), why: "snils" }], "the smaller is first, as the register keeps those told apart")
})
test("the same name and birth date, ё as е, capitals and hyphens forgiven", async () =>
	assert.deepEqual(await pairs([{ surname: "Королёв", name: "Пётр" }, { surname: "КОРОЛЕВ", name: "петр" },
		{ surname: "Королёв", name: "Пётр", born: "1951-01-02" }]), ["0-1 name"]))
test("nearly the same name on the same birth date", async () => {
	assert.deepEqual(await pairs([{ surname: "Кириллов", name: "Геннадий" }, { surname: "Кирилов", name: "Генадий" }]), ["0-1 near"])
	assert.deepEqual(await pairs([{ surname: "Сидоров", name: "Иван" }, { surname: "Сидроов", name: "Иван" }]), ["0-1 near"], "two letters swapped")
	assert.deepEqual(await pairs([{ surname: "Кириллов", name: "Геннадий" }, { surname: "Кирилов", name: "Генадий", born: "1950-01-03" }]), [])
	assert.deepEqual(await pairs([{ surname: "Ли", name: "Ян" }, { surname: "Ли", name: "Яна" }]), [], "short names differ by one letter")
	assert.deepEqual(await pairs([{ surname: "Петров", name: "Николай" }, { surname: "Орлов", name: "Николай" }]), [])
})
test("surname and name swapped, a former surname", async () => {
	assert.deepEqual(await pairs([{ surname: "Мария", name: "Лемминкяйнен" }, { surname: "Лемминкяйнен", name: "Мария" }]), ["0-1 swapped"])
	assert.deepEqual(await pairs([{ surname: "Орлова", name: "Анна", previousSurname: "Гусева" }, { surname: "Гусева", name: "Анна" }]), ["0-1 former"])
})
test("the surest come first", async () => assert.deepEqual(await pairs([{ surname: "Кириллов", name: "Геннадий" }, { surname: "Кирилов", name: "Генадий" },
	{ surname: "Орлова", name: "Анна" }, { surname: "Орлова", name: "Анна" }, { surname: "А", snils: "11223344595", born: "1940-01-02" },
	{ surname: "Б", snils: "11223344595", born: "1941-01-02" }]), ["4-5 snils", "2-3 name", "0-1 near"]))
test("who was merged is nobody's duplicate", async () =>
	assert.deepEqual(await pairs([{ surname: "Иванов", name: "Пётр" }, { surname: "Иванов", name: "Пётр", mergedInto: rec(0) }]), []))
test("a thousand of one birth date are gone through, and the page is told", async () => {
	const people = Array.from({ length: 300 }, (_, i) => ({ surname: `${"абвгдежзик"[i % 10]}${"лмнопрстуф"[Math.floor(i / 10) % 10]}${i}фамилия`, name: "Имя" }))
	let told = 0
	await findSuspects(indexOf(people), (done, all) => { told++; assert.ok(done <= all) })
	assert.ok(told > 5, String(told))
})
test("distance", () => {
	for (const [a, b, d] of /** @type {[string, string, number][]} */ ([["", "", 0], ["аб", "аб", 0], ["аб", "ба", 1], ["абв", "ав", 1], ["абв", "гбд", 2], ["аб", "вгде", 4], ["абвгд", "еёжзи", 3]]))
		assert.equal(distance(a, b, 2), d, `${a} ${b}`)
})
test("a surname in a name that the server reads", () => {
	const index = indexOf([{ surname: "Иванова", name: "Анна" }, { surname: "Королёв", name: "Пётр" }, { surname: "Ли", name: "Ян" }, { surname: "Коза", name: "Ия" }])
	for (const words of ["Иванова", "боли ивановой", "Королеву звонить", "к Королёва"])
		assert.notEqual(surnameIn(index, words), undefined, words)
	for (const words of ["Сильная боль", "Иван", "Анна", "ли", "Короли", "Ивановская", "козлы", ""])
		assert.equal(surnameIn(index, words), undefined, words)
})
