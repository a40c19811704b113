// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { People } from "../../static/js/ui/duplicates.js"
import { checkLines, choose, isFaulty, typedPassport } from "../../static/js/ui/import-check.js"
import { COLUMNS, columnOf, titleIn, titleOf } from "../../static/js/ui/import-columns.js"
import { decode, readSheet, templateSheet, writeSheet } from "../../static/js/ui/import-file.js"
import { passportOf } from "../../static/js/ui/passport.js"

const GOOD = {
	"Фамилия": "Корхонен", "Имя": "Айно", "Отчество": "Матвеевна", "Дата рождения": "05.03.1951", "Пол": "ж", "СНИЛС": "112-233-445 95",
	"Район": "Сегозерский", "Диагноз МКБ-10": "С34,1", "На учёте с": "01.11.2026",
}
const TAKEN = { ...GOOD, "№ решения ВК": "128/п", "Дата решения ВК": "01.11.2026", "Согласие подписано": "31.10.2026" }

/** @param {Record<string, string>[]} rows */
const sheetOf = (...rows) => {
	const titles = [...new Set(rows.flatMap((row) => Object.keys(row)))]
	return readSheet(writeSheet([titles, ...rows.map((row) => titles.map((title) => row[title] ?? ""))]))
}
const around = (more = {}) => ({
	places: [{ id: "9", name: "Онежский хоспис: Стационар" }], districts: [{ id: "3", name: "Сегозерский район" }, { id: "4", name: "Ладожский район" }],
	groups: [{ id: "onco", name: "Злокачественные опухоли" }], diagnoses: new Map([["C34.1", "onco"]]), people: new People(), today: "2026-11-26", ...more,
})
/** @param {Record<string, string>} changes @param {object} [more] */
const checkOne = (changes, more = {}) => checkLines(sheetOf({ ...TAKEN, ...changes }).lines, /** @type {any} */ (around(more)))[0]
/** @param {any} checked */
const told = (checked) => checked.findings.filter((/** @type {any} */ f) => f.warn !== true).map((/** @type {any} */ f) => `${f.key} ${f.said}`).join("; ")

test("UTF-8 with and without its mark, Windows-1251, UTF-16; a workbook is none of them", () => {
	const bytes = (/** @type {number[]} */ ...list) => new Uint8Array(list)
	const utf8 = /** @type {Uint8Array<ArrayBuffer>} */ (new TextEncoder().encode("\uFEFFФамилия;Имя"))
	assert.deepEqual(decode(utf8), { text: "Фамилия;Имя", encoding: "UTF-8" })
	assert.deepEqual(decode(utf8.slice(3)), { text: "Фамилия;Имя", encoding: "UTF-8" })
	assert.deepEqual(decode(bytes(0xc8, 0xec, 0xff, 0x3b, 0xb8, 0xb9)), { text: "Имя;ё№", encoding: "Windows-1251" })
	assert.deepEqual(decode(bytes(0xff, 0xfe, 0x18, 0x04, 0x3c, 0x04)), { text: "Им", encoding: "UTF-16" })
	for (const head of [[0x50, 0x4b, 3, 4, 20], [0xd0, 0xcf, 0x11, 0xe0, 1], [65, 0, 66]])
		assert.equal(decode(bytes(...head)), null)
})

for (const [language, head, example] of [["ru", /^\uFEFFФамилия;Имя;/, "Пример"], ["en", /^\uFEFFSurname;Given name;/, "Example"]])
	test(`the template is read as a file without a row, and its example is a good row: ${language}`, () => {
		const examples = { place: "Стационар", district: "Сегозерский район", dateIn: "01.11.2026", commissionOn: "01.11.2026", consentOn: "01.11.2026", basis: "" }
		const text = templateSheet(/** @type {string} */ (language), (key) => `about ${key}, with, commas`, examples)
		assert.match(text, /** @type {RegExp} */ (head))
		const sheet = readSheet(text)
		assert.deepEqual([sheet.lines.length, sheet.unknown, sheet.missing, sheet.columns.length], [0, [], [], COLUMNS.length])
		const [line] = readSheet(text.replace(`\r\n# ${example}`, `\r\n${example}`)).lines
		assert.equal(line?.row, 3)
		const [checked] = checkLines([/** @type {any} */ (line)], /** @type {any} */ (around()))
		assert.equal(told(checked), "")
		assert.deepEqual([checked?.passport.sex, checked?.passport.caregivers.length], ["f", 1])
	})

test("titles of both languages name the same columns, no two the same one, and may be mixed", () => {
	const titles = COLUMNS.flatMap(({ key, title, also = [] }) => [title.ru, title.en, ...also].map((words) => [words, key]))
	for (const [words, key] of titles)
		assert.equal(columnOf(/** @type {string} */ (words))?.key, key, words)
	for (const column of COLUMNS) {
		assert.match(titleIn(column, "ru"), /\p{Script=Cyrillic}/u)
		assert.doesNotMatch(titleIn(column, "en"), /\p{Script=Cyrillic}/u)
	}
	assert.deepEqual([titleOf("dateIn", "ru"), titleOf("dateIn", "en"), titleOf("", "en")], ["На учёте с", "On the register since", ""])
	const sheet = readSheet("Surname,Имя,date of BIRTH,Sex,Район,ICD-10 diagnosis,On the register since\nКорхонен,Айно,05.03.1951,female,Сегозерский,C34.1,01.11.2026")
	assert.deepEqual([sheet.missing, sheet.unknown], [[], []])
	assert.equal(told(checkLines(sheet.lines, /** @type {any} */ (around()))[0]), "")
})

test("separators, quotes, line ends inside a cell, empty lines, comments; rows keep the numbers of the spreadsheet", () => {
	for (const separator of [";", ",", "\t"]) {
		const sheet = readSheet(["# note", "", ["Фамилия", "Имя", "Как найти"].join(separator), `Ёж${separator}Анна${separator}"за ""мостом""`, `налево"`,
			"", `Ива${separator}Олег${separator}`].join("\n"))
		assert.deepEqual(sheet.lines.map(({ row }) => row), [4, 6], separator)
		assert.equal(sheet.lines[0]?.cells["directions"], "за \"мостом\"\nналево")
	}
	assert.deepEqual(readSheet("Фамилия;Имя\n\"Иванов;Пётр\nЕж;А").broken.length, 1)
})

test("columns are known by their titles in other spellings; unknown, missing and repeated ones are told", () => {
	assert.equal(columnOf(" ДАТА  рождения* ")?.key, "born")
	assert.equal(columnOf("Номер медкарты")?.key, "card")
	const sheet = readSheet("Фамилия;Имя;Цвет;Имя\nА;Б;В;Г")
	assert.deepEqual(sheet.unknown, ["Цвет"])
	assert.deepEqual(sheet.twice, ["Имя"])
	assert.deepEqual(sheet.missing.map((column) => titleIn(column, "ru")), ["Дата рождения", "Пол", "Район", "Диагноз МКБ-10", "На учёте с"])
})

test("a good row is the passport and the open part of an admission", () => {
	const checked = checkOne({ "Телефон": "8 (921) 123-45-67", "Ухаживающий": "Корхонен Ольга", "Серия паспорта": "9900", "Номер паспорта": "123456" })
	assert.equal(told(checked), "")
	assert.deepEqual(checked?.open, { institution: "9", district: "3", diagnosis: "C34.1", date_in: "2026-11-01", commission_no: "128/П",
		commission_on: "2026-11-01", basis: "onco", consent_on: "2026-10-31" })
	const { passport: p } = /** @type {any} */ (checked)
	assert.deepEqual([p.sex, p.snils, p.phones[0].number, p.documents[0].series, p.consents.length], ["f", "11223344595", "+79211234567", "99 00", 2])
	assert.deepEqual(checkOne({ "№ решения ВК": "", "Дата решения ВК": "" })?.open.commission_no, "")
	assert.equal(typedPassport({ oms: "1234567890123456" }).omsKind, "unified")
})

test("each column has its own way to be wrong", () => {
	for (const [title, value, wanted] of [
		["Фамилия", "", "surname error.required"], ["Фамилия", "Иванов2", "surname error.nameLetters"], ["Имя", "", "name error.required"],
		["Отчество", "x1", "patronymic error.nameLetters"], ["Прежняя фамилия", "7", "previousSurname error.nameLetters"],
		["Дата рождения", "31.02.1950", "born error.date"], ["Дата рождения", "01.01.1899", "born error.bornEarly"], ["Дата рождения", "01.01.2027", "born error.bornFuture"],
		["Пол", "", "sex error.required"], ["Пол", "z", "sex error.code"], ["СНИЛС", "112-233-445 96", "snils error.snilsControl"], ["СНИЛС", "123", "snils error.snilsLength"],
		["Полис ОМС", "123", "oms error.oms"], ["Серия паспорта", "9900", "docNumber error.required"], ["Номер паспорта", "12", "docSeries error.required; docNumber error.passportNumber"],
		["Телефон", "позвонить дочери", "phone error.phone"], ["Телефон ухаживающего", "+7 921 123-45-67", "carer error.required"], ["Ухаживающий", "7", "carer error.nameLetters"],
		["Улица", "у".repeat(501), "street error.long"], ["№ медкарты", "1".repeat(41), "card error.long"],
		["Район", "", "district error.required"], ["Район", "район", "district import.noDistrict"], ["Район", "Тверской", "district import.noDistrict"],
		["Диагноз МКБ-10", "", "diagnosis error.required"], ["Диагноз МКБ-10", "рак", "diagnosis import.noDiagnosis"], ["Диагноз МКБ-10", "C34", "diagnosis import.noDiagnosis"],
		["На учёте с", "", "dateIn error.required"], ["На учёте с", "вчера", "dateIn error.date"], ["На учёте с", "27.11.2026", "dateIn error.dateFuture"],
		["На учёте с", "01.01.1950", "dateIn error.dateBeforeBirth"], ["№ решения ВК", "Иванов", "commissionNo import.commissionNo"], ["№ решения ВК", "", "commissionNo import.commissionNo"],
		["Дата решения ВК", "", "commissionOn error.required"], ["Дата решения ВК", "27.11.2026", "commissionOn error.dateFuture"],
		["Согласие подписано", "", "consentOn import.needsConsent"], ["Согласие подписано", "x", "consentOn error.date"], ["Основание", "Чума", "basis import.noBasis"],
		["Учреждение", "Другое", "place import.noPlace"]])
		assert.equal(told(checkOne({ [/** @type {string} */ (title)]: /** @type {string} */ (value) })), wanted, `${title}: ${value}`)
	assert.equal(told(checkOne({}, { places: [...around().places, { id: "10", name: "Выездная служба" }] })), "place import.needsPlace")
	assert.equal(choose([{ id: "1", name: "Ёлки" }, { id: "2", name: "Ёлки и палки" }], "елки")?.id, "1")
})

test("places, districts and groups go by their names in either language and by their codes", () => {
	const both = {
		places: [{ id: "9", name: "Onega Hospice: Ward" }, { id: "9", name: "Онежский хоспис: Стационар" }],
		districts: [{ id: "3", name: "Segozero District" }, { id: "4", name: "Ladoga District" }, { id: "3", name: "Сегозерский район" }, { id: "4", name: "Ладожский район" }],
		groups: [{ id: "onco", name: "Malignant neoplasms" }, { id: "onco", name: "Злокачественные опухоли" }],
	}
	for (const district of ["Сегозерский район", "сегозерский", "Segozero District", "segozero", "3"])
		for (const basis of ["Злокачественные опухоли", "malignant neoplasms", "onco"]) {
			const checked = checkOne({ "Район": district, "Основание": basis }, both)
			assert.equal(told(checked), "", `${district} ${basis}`)
			assert.deepEqual([checked?.open.institution, checked?.open.district, checked?.open.basis], ["9", "3", "onco"], "the only place needs no name")
		}
	assert.equal(told(checkOne({ "Район": "district" }, both)), "district import.noDistrict", "of two the name says nothing")
	assert.equal(told(checkOne({ "Учреждение": "стационар" }, both)), "")
})

test("a warning is said and does not hold up the row", () => {
	const checked = checkOne({ "Фамилия": "корхонен" })
	assert.deepEqual(checked?.findings, [{ key: "surname", said: "warn.nameCase", warn: true }])
	assert.equal(isFaulty(/** @type {any} */ (checked)), false)
})

test("duplicates in the register and in the file: number, card, name; a twin of the name may be another person", () => {
	const people = new People()
	people.add(passportOf({ surname: "Корхонен", name: "Айно", born: "1951-03-05", sex: "f", snils: "11223344595", card: "7/26" }),
		passportOf({ surname: "Корхонен", name: "Айно" }))
	assert.equal(told(checkOne({}, { people })), "snils import.known.snils")
	assert.equal(told(checkOne({ "СНИЛС": "", "№ медкарты": "7 / 26" }, { people })), "card import.known.card")
	assert.equal(told(checkOne({ "СНИЛС": "" }, { people })), "surname import.known.name")
	assert.equal(told(checkOne({ "СНИЛС": "", "Проверено, не дубль": "да" }, { people })), "")
	const rows = checkLines(sheetOf(TAKEN, { ...TAKEN, "Фамилия": "Иванова" }, { ...TAKEN, "СНИЛС": "" }).lines, /** @type {any} */ (around()))
	assert.deepEqual(rows.map(told), ["", "snils import.twice.snils", "surname import.twice.name"])
	assert.deepEqual(rows[1]?.findings[0]?.values, ["2"])
})

test("what was disarmed for a spreadsheet comes back as it was", () => {
	const sheet = sheetOf({ ...TAKEN, "Телефон": "+79211234567", "Улица": "=1+1" })
	assert.match(writeSheet([["=1+1", "+7"]]), /'=1\+1;'\+7/)
	assert.deepEqual([sheet.lines[0]?.cells["phone"], sheet.lines[0]?.cells["street"]], ["+79211234567", "=1+1"])
})
