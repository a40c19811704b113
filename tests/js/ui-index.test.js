// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { findDuplicates } from "../../static/js/ui/duplicates.js"
import { columnsOf, Index, lineOf, packIndex, unpackInto } from "../../static/js/ui/indexfile.js"
import { BLANK, differing, FIELDS, fullName, passportOf, show, showPhone, showSnils } from "../../static/js/ui/passport.js"

const keys = { roster: 2, epochs: 1 }
const passport = passportOf({ surname: "Ёлкин", name: "Пётр", born: "1955-02-03", sex: "m", snils: "11223344595",
	address: "д. \"Новая\"\tу реки\nза мостом", phones: [{ number: "+79211234567", who: "дочь" }] })
const opened = (rec, object, more = {}) => ({ rec, object, deleted: false, rev: 1, by: "b", ts: 1, docHash: `h-${rec}`,
	gap: false, retired: false, ...more })

function filled() {
	const index = new Index()
	index.add(lineOf(opened("r1", passport)))
	index.add(lineOf(opened("r2", { deleted: true }, { deleted: true, rev: 3 })))
	index.add(lineOf(opened("r3", { ...passport, snils: "", name: "Петр" }, { retired: true, rev: 2 })))
	index.fail({ rec: "r4", alarm: { incident: "i4", reason: "aead" } }, { rev: 5, hash: "h-old" })
	index.fail({ rec: "r5", alarm: { incident: "i5", reason: "aead" } }, undefined)
	index.last = 77
	index.probe = "r1"
	return index
}

const unpacked = (bytes, into = new Index()) => unpackInto(into, bytes, keys) ? into : null

test("an index reads as it was written", async () => {
	const before = filled()
	const after = unpacked(await packIndex(before, keys))
	for (const name of Object.keys(before).filter((key) => key !== "passports" && key !== "packed"))
		assert.deepEqual(after[name], before[name], name)
	assert.deepEqual(before.recs.map((_, i) => after.kept(i)), before.passports)
	assert.deepEqual(await packIndex(unpacked(await packIndex(before, keys)), keys), await packIndex(before, keys), "packed again, unread")
	assert.deepEqual(await packIndex(after, keys), await packIndex(before, keys), "packed again, read")
})

test("what changes while it is packed is not in it, and each step is short", async () => {
	const index = new Index()
	for (let i = 0; i < 1203; i++)
		index.add(lineOf(opened(`q${i}`, { ...passport, card: String(i) })))
	let pauses = 0
	const bytes = await packIndex(index, keys, async () => {
		pauses++
		index.add(lineOf(opened(`late${pauses}`, passport)))
		index.add(lineOf(opened("q7", passport, { rev: 5, docHash: "new" })))
	})
	assert.equal(pauses, 3 + 5 + 1)
	const read = unpacked(bytes)
	assert.equal(read.length, 1203)
	assert.deepEqual([read.pin("q7"), read.shown("q7")?.passport?.card, read.shown("q1202")?.passport?.card], [{ rev: 1, hash: "h-q7" }, "7", "1202"])
})

test("an empty index reads as it was written", async () => {
	assert.deepEqual(unpacked(await packIndex(new Index(), keys)), new Index())
})

test("what a worker made comes over what was there", async () => {
	const lines = [opened("r3", { ...passport, surname: "Ыэ".repeat(400) }, { rev: 9, docHash: "new" }),
		opened("r2", { deleted: true }, { deleted: true, rev: 4 }), opened("r6", passport)].map(lineOf)
	const index = unpacked(await packIndex(filled(), keys))
	assert.deepEqual(index.addColumns(structuredClone(columnsOf(lines)), index.pins()), { recs: ["r3", "r2", "r6"], again: [] })
	assert.deepEqual(index.addColumns(columnsOf([]), index.pins()), { recs: [], again: [] })
	assert.deepEqual([index.length, index.last], [6, 77])
	assert.deepEqual(index.pin("r3"), { rev: 9, hash: "new" })
	assert.deepEqual(index.shown("r2"), { state: "deleted" })
	const again = unpacked(await packIndex(index, keys))
	assert.equal(again?.shown("r3")?.passport?.surname, "Ыэ".repeat(400))
	assert.deepEqual(again?.shown("r6")?.passport, passport)
	assert.deepEqual(again?.shown("r1")?.passport, passport)
})

test("one deleted record alone is a record", async () => {
	const index = new Index()
	assert.deepEqual(index.addColumns(columnsOf([lineOf(opened("r2", { deleted: true }, { deleted: true }))]), index.pins()).recs, ["r2"])
	assert.deepEqual(index.shown("r2"), { state: "deleted" })
})

test("only what is open has a passport", async () => {
	const index = unpacked(await packIndex(filled(), keys))
	assert.deepEqual([0, 1, 2, 3, 4, 5].map((i) => index.passport(i)?.surname),
		["Ёлкин", undefined, "Ёлкин", undefined, undefined, undefined])
})

test("each record says in what state it is", async () => {
	const index = unpacked(await packIndex(filled(), keys))
	assert.deepEqual(index?.shown("r1"), { state: "open", passport, retired: false })
	assert.deepEqual(index?.shown("r2"), { state: "deleted" })
	assert.equal(index?.shown("r3")?.retired, true)
	assert.deepEqual(index?.shown("r4"), { state: "alarm", incident: "i4" })
	assert.equal(index?.shown("r9"), undefined)
	assert.equal(index?.alarms, 2)
})

test("a record that failed keeps the pin it had and is found by nobody", async () => {
	const index = filled()
	assert.deepEqual(index.pin("r4"), { rev: 5, hash: "h-old" })
	assert.equal(index.pin("r5"), undefined)
	assert.deepEqual([...index.pins().keys()], ["r1", "r2", "r3", "r4"])
	assert.deepEqual([...index.pins(["r5", "r4", "r9"]).keys()], ["r4"])
	assert.equal(index.haystacks[3], "")
})

test("who left is known to nobody here, but for the pin; coming back, he is", async () => {
	const index = filled()
	index.leave("r1", index.pin("r1"))
	index.leave("r9", undefined)
	const read = unpacked(await packIndex(index, keys))
	assert.equal(read?.shown("r1"), undefined)
	assert.deepEqual(read?.pin("r1"), { rev: 1, hash: "h-r1" })
	assert.deepEqual([read?.shown("r9"), read?.pin("r9")], [undefined, undefined])
	assert.equal(findDuplicates(/** @type {Index} */ (read), "x", passport).filter(({ rec }) => rec === "r1").length, 0)
	read?.add(lineOf(opened("r1", passport)))
	assert.deepEqual(read?.shown("r1")?.passport, passport)
})

test("a newer revision takes the place of the older", async () => {
	const index = filled()
	index.add(lineOf(opened("r1", { ...passport, surname: "Соснин" }, { rev: 2, docHash: "new" })))
	assert.equal(index.length, 5)
	assert.deepEqual(index.pin("r1"), { rev: 2, hash: "new" })
	assert.equal(index.shown("r1")?.passport?.surname, "Соснин")
})

test("an index of other keys or another version is not read", async () => {
	const bytes = await packIndex(filled(), keys)
	for (const other of [{ ...keys, epochs: 2 }, { ...keys, roster: 3 }]) {
		const into = new Index()
		assert.equal(unpackInto(into, bytes, other), false)
		assert.deepEqual(into, new Index(), "nothing is left of it")
	}
	bytes[bytes.indexOf("5".charCodeAt(0), 4)] = "1".charCodeAt(0)
	assert.equal(unpacked(bytes), null)
})

test("duplicates: the same SNILS, or the same name and date of birth in another spelling", async () => {
	const index = filled()
	const twin = passportOf({ ...passport, snils: "", surname: "Елкин", name: "Петр" })
	assert.deepEqual(findDuplicates(index, "", twin).map(({ rec, why }) => [rec, why]), [["r1", "name"], ["r3", "name"]])
	const stranger = passportOf({ surname: "Другой", name: "Человек", born: "1960-01-01", snils: passport.snils })
	assert.deepEqual(findDuplicates(index, "", stranger).map(({ rec, why }) => [rec, why]), [["r1", "snils"]])
	assert.deepEqual(findDuplicates(index, "r1", stranger), [])
	assert.deepEqual(findDuplicates(index, "", passportOf({ ...twin, born: "1955-02-04" })), [])
	assert.deepEqual(findDuplicates(index, "", passportOf({ ...twin, name: "Павел" })), [])
})

test("a passport has its members in canonical order, whatever it was made from", async () => {
	const made = passportOf({ card: 5, phones: "none", caregivers: [null, { name: "А" }], extra: 1, surname: "Б" })
	assert.deepEqual(Object.keys(made), [...FIELDS])
	assert.deepEqual(made.caregivers, [{ ...BLANK.caregivers[0], name: "А" }])
	assert.equal(made.card, "")
})

test("what is shown of a passport", async () => {
	assert.equal(fullName(passportOf({ ...passport, previousSurname: "Соснин" })), "Ёлкин (Соснин) Пётр")
	assert.equal(show(passport, "snils"), "112-233-445 95")
	assert.equal(show(passport, "born"), "03.02.1955")
	assert.equal(show(passport, "phones"), "+7 921 123-45-67 (дочь)")
	assert.equal(show(passport, "nonsense"), "")
	assert.equal(showSnils("123"), "123")
	assert.equal(showPhone("+358401234567"), "+358401234567")
	assert.deepEqual(differing(passport, { ...passport, phones: [], sex: "u" }), ["sex", "phones"])
})
