// @ts-check
/**
 * @file import-columns.js: the columns of a spreadsheet of patients: what each is called and where it belongs. Pure.
 *
 * What to write into a column is said in the page, under "import.about.KEY".
 */

/**
 * @typedef {object} Column
 * @property {string} key
 * @property {string} title  in the first line of the file
 * @property {string} [path]  of the passport; without it the column is open
 * @property {boolean} [required]
 * @property {string} example
 * @property {string[]} [also]  other titles by which it is known
 */

/** @type {Column[]} */
export const COLUMNS = [
	{ key: "surname", title: "Фамилия", path: "surname", required: true, example: "Пример" },
	{ key: "name", title: "Имя", path: "name", required: true, example: "Анна" },
	{ key: "patronymic", title: "Отчество", path: "patronymic", example: "Сергеевна" },
	{ key: "previousSurname", title: "Прежняя фамилия", path: "previousSurname", example: "" },
	{ key: "born", title: "Дата рождения", path: "born", required: true, example: "05.03.1951", also: ["Д.р.", "Дата рожд."] },
	{ key: "sex", title: "Пол", path: "sex", required: true, example: "ж" },
	{ key: "snils", title: "СНИЛС", path: "snils", example: "112-233-445 95" },
	{ key: "oms", title: "Полис ОМС", path: "oms", example: "", also: ["ОМС", "Полис", "ЕНП"] },
	{ key: "omsSeries", title: "Серия полиса", path: "omsSeries", example: "" },
	{ key: "omsInsurer", title: "Страховая организация", path: "omsInsurer", example: "" },
	{ key: "docSeries", title: "Серия паспорта", path: "documents.series", example: "" },
	{ key: "docNumber", title: "Номер паспорта", path: "documents.number", example: "" },
	{ key: "phone", title: "Телефон", path: "phones.number", example: "+7 921 000-00-00" },
	{ key: "settlement", title: "Населённый пункт", path: "address.settlement", example: "г. Онежск" },
	{ key: "street", title: "Улица", path: "address.street", example: "ул. Лесная" },
	{ key: "house", title: "Дом", path: "address.house", example: "д. 5" },
	{ key: "flat", title: "Квартира", path: "address.flat", example: "кв. 12" },
	{ key: "directions", title: "Как найти", path: "address.directions", example: "" },
	{ key: "carer", title: "Ухаживающий", path: "caregivers.name", example: "Пример Ольга Петровна" },
	{ key: "relation", title: "Кем приходится", path: "caregivers.relation", example: "дочь" },
	{ key: "carerPhone", title: "Телефон ухаживающего", path: "caregivers.phone", example: "+7 921 000-00-01" },
	{ key: "card", title: "№ медкарты", path: "card", example: "", also: ["Номер медкарты", "Медкарта"] },
	{ key: "place", title: "Учреждение", example: "", also: ["Подразделение", "Отделение"] },
	{ key: "district", title: "Район", required: true, example: "" },
	{ key: "diagnosis", title: "Диагноз МКБ-10", required: true, example: "C34.1", also: ["Диагноз", "МКБ-10", "Код МКБ"] },
	{ key: "dateIn", title: "На учёте с", required: true, example: "", also: ["Дата постановки на учёт"] },
	{ key: "commissionNo", title: "№ решения ВК", example: "128/П", also: ["Номер решения ВК"] },
	{ key: "commissionOn", title: "Дата решения ВК", example: "" },
	{ key: "basis", title: "Основание", example: "" },
	{ key: "consentOn", title: "Согласие подписано", example: "" },
	{ key: "notDuplicate", title: "Проверено, не дубль", example: "" },
]

/** @param {string} title */
export const titleKey = (title) => title.normalize("NFC").toLowerCase().replace(/ё/g, "е").replace(/[^\p{L}\d№]/gu, "").replace("№", "номер")

/** @type {Map<string, Column>} */
const known = new Map(COLUMNS.flatMap((column) => [column.title, ...column.also ?? []].map((title) => [titleKey(title), column])))

/** @param {string} title @returns {Column | undefined} */
export const columnOf = (title) => known.get(titleKey(title))

/** @param {string} key @returns {string} */
export const titleOf = (key) => COLUMNS.find((column) => column.key === key)?.title ?? ""

/** The column of a member of the passport. @param {string} path @returns {string} its key; empty if it has none */
export const keyOfPath = (path) => COLUMNS.find((column) => column.path === path)?.key ?? ""
