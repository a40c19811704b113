// @ts-check
/**
 * @file import-columns.js: the columns of a spreadsheet of patients: what each is called and where it belongs. Pure.
 *
 * What to write into a column is said in the page, under "import.about.KEY".
 */

/** @typedef {{ ru: string, en: string }} Words  by the language of the page */

/**
 * @typedef {object} Column
 * @property {string} key
 * @property {Words} title  in the first line of the file; either is known, whatever the page speaks
 * @property {string} [path]  of the passport; without it the column is open
 * @property {boolean} [required]
 * @property {Words | string} example
 * @property {string[]} [also]  other titles by which it is known
 */

/** @type {Column[]} */
export const COLUMNS = [
	{ key: "surname", title: { ru: "Фамилия", en: "Surname" }, path: "surname", required: true, example: { ru: "Пример", en: "Example" } },
	{ key: "name", title: { ru: "Имя", en: "Given name" }, path: "name", required: true, example: { ru: "Анна", en: "Anna" }, also: ["Name", "First name"] },
	{ key: "patronymic", title: { ru: "Отчество", en: "Patronymic" }, path: "patronymic", example: { ru: "Сергеевна", en: "Sergeevna" } },
	{ key: "previousSurname", title: { ru: "Прежняя фамилия", en: "Previous surname" }, path: "previousSurname", example: "" },
	{ key: "born", title: { ru: "Дата рождения", en: "Date of birth" }, path: "born", required: true, example: "05.03.1951", also: ["Д.р.", "Дата рожд.", "Birth date"] },
	{ key: "sex", title: { ru: "Пол", en: "Sex" }, path: "sex", required: true, example: { ru: "ж", en: "f" } },
	{ key: "snils", title: { ru: "СНИЛС", en: "SNILS" }, path: "snils", example: "112-233-445 95" },
	{ key: "oms", title: { ru: "Полис ОМС", en: "OMS policy" }, path: "oms", example: "", also: ["ОМС", "Полис", "ЕНП", "Policy"] },
	{ key: "omsSeries", title: { ru: "Серия полиса", en: "Policy series" }, path: "omsSeries", example: "" },
	{ key: "omsInsurer", title: { ru: "Страховая организация", en: "Insurer" }, path: "omsInsurer", example: "" },
	{ key: "docSeries", title: { ru: "Серия паспорта", en: "Passport series" }, path: "documents.series", example: "" },
	{ key: "docNumber", title: { ru: "Номер паспорта", en: "Passport number" }, path: "documents.number", example: "" },
	{ key: "phone", title: { ru: "Телефон", en: "Phone" }, path: "phones.number", example: "+7 921 000-00-00" },
	{ key: "settlement", title: { ru: "Населённый пункт", en: "Town or village" }, path: "address.settlement", example: { ru: "г. Онежск", en: "Onezhsk" } },
	{ key: "street", title: { ru: "Улица", en: "Street" }, path: "address.street", example: { ru: "ул. Лесная", en: "Lesnaya St." } },
	{ key: "house", title: { ru: "Дом", en: "House" }, path: "address.house", example: { ru: "д. 5", en: "5" } },
	{ key: "flat", title: { ru: "Квартира", en: "Flat" }, path: "address.flat", example: { ru: "кв. 12", en: "12" } },
	{ key: "directions", title: { ru: "Как найти", en: "How to get there" }, path: "address.directions", example: "" },
	{ key: "carer", title: { ru: "Ухаживающий", en: "Caregiver" }, path: "caregivers.name", example: { ru: "Пример Ольга Петровна", en: "Example Olga Petrovna" } },
	{ key: "relation", title: { ru: "Кем приходится", en: "Relation" }, path: "caregivers.relation", example: { ru: "дочь", en: "daughter" } },
	{ key: "carerPhone", title: { ru: "Телефон ухаживающего", en: "Caregiver's phone" }, path: "caregivers.phone", example: "+7 921 000-00-01" },
	{ key: "card", title: { ru: "№ медкарты", en: "Card number" }, path: "card", example: "", also: ["Номер медкарты", "Медкарта", "Local card number"] },
	{ key: "place", title: { ru: "Учреждение", en: "Institution" }, example: "", also: ["Подразделение", "Отделение", "Department"] },
	{ key: "district", title: { ru: "Район", en: "District" }, required: true, example: "" },
	{ key: "diagnosis", title: { ru: "Диагноз МКБ-10", en: "ICD-10 diagnosis" }, required: true, example: "C34.1", also: ["Диагноз", "МКБ-10", "Код МКБ", "Diagnosis", "ICD-10", "ICD-10 code"] },
	{ key: "dateIn", title: { ru: "На учёте с", en: "On the register since" }, required: true, example: "", also: ["Дата постановки на учёт"] },
	{ key: "commissionNo", title: { ru: "№ решения ВК", en: "Commission conclusion No." }, example: { ru: "128/П", en: "128/P" }, also: ["Номер решения ВК"] },
	{ key: "commissionOn", title: { ru: "Дата решения ВК", en: "Commission conclusion date" }, example: "" },
	{ key: "basis", title: { ru: "Основание", en: "Basis" }, example: "" },
	{ key: "consentOn", title: { ru: "Согласие подписано", en: "Consent signed on" }, example: "" },
	{ key: "notDuplicate", title: { ru: "Проверено, не дубль", en: "Checked, not a duplicate" }, example: "" },
]

/** @param {Words} words @param {string} language */
const inLanguage = ({ ru, en }, language) => language === "en" ? en : ru

/** @param {Column} column @param {string} language @returns {string} */
export const titleIn = ({ title }, language) => inLanguage(title, language)

/** @param {Column} column @param {string} language @returns {string} */
export const exampleIn = ({ example }, language) => typeof example === "string" ? example : inLanguage(example, language)

/** @param {string} title */
export const titleKey = (title) => title.normalize("NFC").toLowerCase().replace(/ё/g, "е").replace(/[^\p{L}\d№]/gu, "").replace("№", "номер")

/** @type {Map<string, Column>} */
const known = new Map(COLUMNS.flatMap((column) => [column.title.ru, column.title.en, ...column.also ?? []].map((title) => [titleKey(title), column])))

/** @param {string} title @returns {Column | undefined} */
export const columnOf = (title) => known.get(titleKey(title))

/** @param {string} key @param {string} language @returns {string} */
export function titleOf(key, language) {
	const column = COLUMNS.find((each) => each.key === key)
	return column === undefined ? "" : titleIn(column, language)
}

/** The column of a member of the passport. @param {string} path @returns {string} its key; empty if it has none */
export const keyOfPath = (path) => COLUMNS.find((column) => column.path === path)?.key ?? ""
