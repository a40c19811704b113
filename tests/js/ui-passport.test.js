// @ts-check
/* The passport: what older documents become, what each member may hold, what two versions differ in. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { countries } from "../../static/js/ui/countries.js"
import { findCard, findDuplicates } from "../../static/js/ui/duplicates.js"
import { columnsOf, Index, lineOf } from "../../static/js/ui/indexfile.js"
import { checkPassport, keptPassport, PATHS } from "../../static/js/ui/passport-check.js"
import { changesBetween } from "../../static/js/ui/passport-diff.js"
import { BLANK, differing, FIELDS, passportOf, sealedOf, show, showField } from "../../static/js/ui/passport.js"

const TODAY = "2026-11-22"
const GOOD = passportOf({
	surname: "Хейккинен", name: "Айно", patronymic: "Матвеевна", born: "1951-03-05", sex: "f", snils: "11223344595",
	documents: [{ kind: "14", series: "86 04", number: "123456", issuedBy: "УВД", issuedOn: "2004-05-06", code: "100-001" }],
	citizenship: "RU", address: { settlement: "Онежск", street: "Лесная", house: "5", directions: "за мостом" },
	phones: [{ kind: "patient", number: "+79211234567", when: "вечером" }],
	caregivers: [{ name: "Хейккинен Пётр", relation: "сын", phone: "+79211234568", age: "40", able: "partly", livesTogether: "no",
		trained: "2026-01-02", legal: "yes", legalDocument: "доверенность 1" }],
	consents: [{ kind: "register", decision: "given", on: "2026-01-02", scan: "17", by: "representative" }], card: "17/26",
})
const say = (/** @type {string} */ key) => key

/** @param {string} path @param {string} typed @param {Record<string, string>} [beside] */
function said(path, typed, beside = {}) {
	const passport = structuredClone(GOOD)
	for (const [where, value] of Object.entries({ ...beside, [path]: typed })) {
		const [field = "", key] = where.split(".")
		const target = /** @type {any} */ (passport)[field]
		if (key === undefined)
			/** @type {any} */ (passport)[field] = value
		else
			(Array.isArray(target) ? target[0] : target)[key] = value
	}
	const found = checkPassport(passport, TODAY).find((item) => item.path === path)
	return [found?.value, found?.error ?? found?.warn]
}

test("a complete passport is taken as it is", () => {
	const all = checkPassport(GOOD, TODAY)
	assert.deepEqual(all.filter((item) => item.error ?? item.warn), [])
	assert.deepEqual(keptPassport(GOOD, all), GOOD)
	assert.deepEqual(all.map(({ path }) => path).toSorted(), PATHS.toSorted())
})

const LONG = "я".repeat(501)
/** @type {[string, string, string, Record<string, string>?][]} path, typed, what is said, what stands beside it */
const WRONG = [
	["surname", "", "error.required"], ["surname", "Иванов1", "error.nameLetters"], ["name", " ", "error.required"],
	["name", "<i>", "error.nameLetters"], ["patronymic", "п".repeat(61), "error.nameLong"], ["previousSurname", "7", "error.nameLetters"],
	["born", "", "error.required"], ["born", "31.02.1951", "error.date"], ["born", "23.11.2026", "error.bornFuture"],
	["born", "31.12.1899", "error.bornEarly"], ["born", "01.01.1910", "warn.bornOld"],
	["sex", "", "error.required"], ["sex", "x", "error.code"],
	["snils", "112-233-445 96", "error.snilsControl"], ["snils", "112", "error.snilsLength"], ["snils", "", "warn.snilsAbsent"],
	["snilsAbsent", "newborn", "error.snilsBoth"], ["snilsAbsent", "never", "error.code", { snils: "" }],
	["omsKind", "paper", "error.code"], ["omsSeries", "АБ", "error.omsSeries"],
	["omsSeries", LONG, "error.long", { omsKind: "old", oms: "123456" }],
	["oms", "", "error.required", { omsKind: "unified" }], ["oms", "12345", "error.omsUnified", { omsKind: "unified" }],
	["oms", "12345", "error.omsTemporary", { omsKind: "temporary" }], ["oms", "ab", "error.omsOld", { omsKind: "old" }],
	["oms", "12345", "error.oms"], ["oms", "4532015112830367", "warn.omsControl"], ["omsInsurer", LONG, "error.long"],
	["documents.kind", "", "error.required"], ["documents.kind", "99", "error.code"],
	["documents.series", "", "error.required"], ["documents.series", "860", "error.passportSeries"],
	["documents.number", "", "error.required"], ["documents.number", "12345", "error.passportNumber"],
	["documents.series", "86 04", "error.birthSeries", { "documents.kind": "3" }],
	["documents.number", "1234567", "error.birthNumber", { "documents.kind": "3" }],
	["documents.number", "!", "error.documentNumber", { "documents.kind": "10" }],
	["documents.series", "8", "error.residenceSeries", { "documents.kind": "11" }],
	["documents.number", "123", "error.residenceNumber", { "documents.kind": "11" }],
	["documents.number", LONG, "error.long", { "documents.kind": "18" }], ["documents.series", LONG, "error.long", { "documents.kind": "18" }],
	["documents.issuedOn", "04.03.1965", "error.passportEarly"], ["documents.issuedOn", "23.11.2026", "error.dateFuture"],
	["documents.issuedOn", "04.03.1951", "error.dateBeforeBirth", { "documents.kind": "18" }], ["documents.issuedOn", "вчера", "error.date"],
	["documents.code", "10-01", "error.divisionCode"], ["documents.issuedBy", LONG, "error.long"],
	["citizenship", "Россия", "error.code"],
	...["region", "municipality", "settlement", "street", "house", "flat", "directions"].flatMap((key) =>
		["address", "registration"].map((where) => /** @type {[string, string, string]} */ ([`${where}.${key}`, LONG, "error.long"]))),
	["phones.kind", "home", "error.code"], ["phones.number", "", "error.required"], ["phones.number", "12", "error.phone"],
	["phones.who", LONG, "error.long"], ["phones.when", LONG, "error.long"],
	["caregivers.name", "", "error.required"], ["caregivers.name", "1", "error.nameLetters"], ["caregivers.relation", LONG, "error.long"],
	["caregivers.phone", "нет", "error.phone"], ["caregivers.age", "121", "error.age"], ["caregivers.age", "-1", "error.age"],
	["caregivers.age", "9", "warn.youngCaregiver"], ["caregivers.livesTogether", "maybe", "error.code"],
	["caregivers.able", "maybe", "error.code"], ["caregivers.trained", "23.11.2026", "error.dateFuture"],
	["caregivers.legal", "maybe", "error.code"], ["caregivers.legalDocument", "", "warn.legalDocument"],
	["caregivers.legalDocument", LONG, "error.long"],
	["consents.kind", "", "error.required"], ["consents.kind", "all", "error.code"], ["consents.decision", "", "error.required"],
	["consents.decision", "perhaps", "error.code"], ["consents.on", "", "error.consentDate"], ["consents.on", "32.01.2026", "error.date"],
	["consents.scan", LONG, "error.long"], ["consents.by", "representative", "warn.noRepresentative", { "caregivers.legal": "" }],
	["card", "я".repeat(41), "error.long"],
]
for (const [path, typed, expected, beside] of WRONG)
	test(`${path} ${JSON.stringify(typed.slice(0, 20))}: ${expected}`, () => assert.equal(said(path, typed, beside)[1], expected))

test("every member is refused something", () => {
	const tried = new Set(WRONG.filter(([, , expected]) => expected.startsWith("error")).map(([path]) => path))
	assert.deepEqual(PATHS.filter((path) => !tried.has(path)), ["consents.by"])
})

test("what is typed in the usual ways is kept in one", () => {
	assert.deepEqual(said("documents.series", "8604"), ["86 04", undefined])
	assert.deepEqual(said("documents.code", "100001"), ["100-001", undefined])
	assert.deepEqual(said("documents.series", "ii-гн", { "documents.kind": "3" }), ["II-ГН", undefined])
	assert.deepEqual(said("documents.issuedOn", "05.03.1965"), ["1965-03-05", undefined])
	assert.deepEqual(said("phones.number", "8 921 123-45-67"), ["+79211234567", undefined])
	assert.deepEqual(said("caregivers.trained", "2.1.2026"), ["2026-01-02", undefined])
})

test("rows with nothing in them are no rows", () => {
	const typed = { ...GOOD, phones: [{ kind: "patient", number: " ", who: "", when: "" }, ...GOOD.phones] }
	const all = checkPassport(typed, TODAY)
	assert.deepEqual(all.filter((item) => item.error), [])
	assert.deepEqual(all.filter(({ path }) => path === "phones.number").map(({ place }) => place), [1])
	assert.deepEqual(keptPassport(typed, all), GOOD)
})

test("a document of the first version opens, and nothing of it is lost", () => {
	const old = passportOf({
		surname: "Иванов", name: "Иван", patronymic: "", previousSurname: "", born: "1950-01-01", sex: "m", snils: "", oms: "ОК № 123456",
		document: "паспорт 86 04 123456", address: "г. Онежск, ул. Мира, д. 5", phones: [{ number: "+79211234567", who: "дом" }],
		caregivers: [{ name: "Иванова Анна", relation: "жена", phone: "" }], card: "1",
	})
	assert.deepEqual([old.omsKind, old.omsSeries, old.oms], ["old", "ОК", "123456"])
	assert.equal(show(old, "address"), "г. Онежск, ул. Мира, д. 5")
	assert.deepEqual(old.documents, [{ ...BLANK.documents[0], kind: "18", number: "паспорт 86 04 123456" }])
	assert.deepEqual([old.phones[0]?.who, old.caregivers[0]?.relation, old.caregivers[0]?.able], ["дом", "жена", ""])
	assert.deepEqual(checkPassport(old, TODAY).filter((item) => item.error), [])
	assert.equal(passportOf({ oms: "4532015112830366" }).omsKind, "unified")
	assert.equal(passportOf({ oms: "123456789" }).omsKind, "temporary")
})

test("only what is given is sealed, and it comes back", () => {
	assert.deepEqual(sealedOf(passportOf({ surname: "И", address: { house: "" }, phones: [] })), { surname: "И" })
	assert.deepEqual(passportOf(sealedOf(GOOD)), GOOD)
	assert.ok(JSON.stringify(sealedOf(GOOD)) === JSON.stringify(JSON.parse(JSON.stringify(sealedOf(GOOD)))))
	assert.deepEqual(passportOf({ surname: 7, phones: "x", address: [1], caregivers: [null, 1, {}] }),
		{ ...passportOf({}), caregivers: [BLANK.caregivers[0]] })
})

test("two versions: members, rows of the same key, rows that came and went", () => {
	assert.deepEqual(changesBetween(GOOD, GOOD, say), [])
	const next = structuredClone(GOOD)
	next.surname = "Иванова"
	next.sex = "u"
	next.address.house = "7"
	next.caregivers = next.caregivers.map((row) => ({ ...row, able: "yes" }))
	next.phones = [{ kind: "second", number: "+79210000000", who: "сестра", when: "" }, ...GOOD.phones]
	next.documents = []
	const changes = changesBetween(GOOD, next, say)
	assert.deepEqual(changes.map(({ path, was, is }) => [path, was, is]), [
		["surname", "Хейккинен", "Иванова"],
		["sex", "code.sex.f", "code.sex.u"],
		["documents", "code.documents.kind.14, 86 04, 123456, field.documents.issuedby: УВД, field.documents.issuedon: 06.05.2004, field.documents.code: 100-001", ""],
		["address.house", "5", "7"],
		["phones", "", "code.phones.kind.second, +7 921 000-00-00, сестра"],
		["caregivers.able", "code.caregivers.able.partly", "code.caregivers.able.yes"],
	])
	assert.equal(changes.at(-1)?.of, "Хейккинен Пётр")
	assert.deepEqual(differing(GOOD, next), ["surname", "sex", "documents", "address", "phones", "caregivers"])
	for (const field of FIELDS)
		assert.equal(typeof showField(GOOD, field, say), "string")
})

test("a card number is given once; a merged entry neither has one nor is a duplicate", () => {
	const index = new Index()
	const put = (/** @type {string} */ rec, /** @type {any} */ object) => index.addColumns(columnsOf([
		lineOf({ rec, rev: 1, docHash: "h", deleted: false, retired: false, gap: false, object: sealedOf(object) }),
	]), index.pins())
	put("a", GOOD)
	assert.equal(findCard(index, "b", " 17 / 26")?.surname, "Хейккинен")
	assert.equal(findCard(index, "a", "17/26"), undefined)
	assert.equal(findCard(index, "b", "7/26"), undefined)
	assert.equal(findCard(index, "b", ""), undefined)
	assert.equal(findDuplicates(index, "b", GOOD).length, 1)
	put("a", { ...GOOD, mergedInto: "b" })
	assert.equal(findCard(index, "b", "17/26"), undefined)
	assert.equal(findDuplicates(index, "b", GOOD).length, 0)
})

test("countries: every code has a name in both languages", () => {
	for (const [language, russia] of [["ru", "Россия"], ["en", "Russia"]]) {
		const list = countries(String(language))
		assert.ok(list.length > 190)
		assert.deepEqual(list[0], ["RU", russia])
		assert.equal(new Set(list.map(([code]) => code)).size, list.length)
		assert.deepEqual(list.filter(([code, name]) => code === name), [])
	}
})
