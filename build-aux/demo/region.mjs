// @ts-check
/** @file region.mjs: the invented region: its areas, roles and the people who work there. */

/** @typedef {{ id: number, parent: number | null, kind: string, name: string, nameEn: string, day?: string, night?: string,
 *   people?: [number, number], need?: [number, number], facility?: string, beds?: number, childBeds?: number, teams?: number }} Area
 * day, night: telephones for families, of a code that no town has; people and who of them needs care in a year: adults, children */

/** @type {Area[]} */
export const AREAS = [
	{ id: 1, parent: null, kind: "region", name: "Озёрный край", nameEn: "Lake Country" },
	{ id: 2, parent: 1, kind: "district", name: "Онежский городской округ", nameEn: "Onezhsk City", people: [98400, 23100], need: [560, 26] },
	{ id: 3, parent: 1, kind: "district", name: "Сегозерский район", nameEn: "Segozersky District", people: [24700, 5900], need: [160, 8] },
	{ id: 4, parent: 1, kind: "district", name: "Ладожский район", nameEn: "Ladozhsky District", people: [31200, 7000], need: [190, 9] },
	{ id: 5, parent: 1, kind: "district", name: "Вепсский район", nameEn: "Vepssky District", people: [9800, 1900], need: [70, 3] },
	{ id: 6, parent: 2, kind: "institution", name: "Онежский хоспис", nameEn: "Onezhsk Hospice", day: "8 (000) 21-10-20, 8 (000) 21-10-21", night: "8 (000) 21-10-03", facility: "hospice" },
	{
		id: 7, parent: 3, kind: "institution", name: "Сегозерская районная больница, паллиативное отделение",
		nameEn: "Segozersk District Hospital, palliative department", day: "8 (000) 34-05-60",
		facility: "palliative_department", beds: 12,
	},
	{
		id: 8, parent: 4, kind: "institution", name: "Ладожская выездная паллиативная служба",
		nameEn: "Ladoga Mobile Palliative Service", facility: "mobile_service", teams: 2,
	},
	{ id: 9, parent: 6, kind: "department", name: "Стационар", nameEn: "Inpatient Unit", beds: 30, childBeds: 4 },
	{ id: 10, parent: 6, kind: "department", name: "Выездная служба", nameEn: "Home Care Team", day: "8 (000) 21-10-35", teams: 3 },
]

/** @param {number} id @returns {Area} */
export const areaOf = (id) => /** @type {Area} */ (AREAS.find((area) => area.id === id))

/** @param {number} id @returns {number} the institution that an area is or belongs to */
export const institutionOf = (id) => areaOf(id).kind === "department" ? areaOf(id).parent ?? id : id

export const ROLES = [
	{ code: "ministry", name: "Министерство", nameEn: "Ministry", permissions: ["REPORT_SUMMARY"] },
	{ code: "reader", name: "Чтение", nameEn: "Reader", permissions: ["PATIENT_READ", "RECORD_READ"] },
]

/**
 * @typedef {object} Person
 * @property {string} login
 * @property {string} password
 * @property {string} name
 * @property {string} job
 * @property {number} area
 * @property {string[]} roles  codes, given in his own area
 * @property {"officer" | "doctor" | null} member  null: in no institution's roster, so without its keys
 */

/** Officers stand before those whom they admit. @type {Person[]} */
export const PEOPLE = [
	{
		login: "karhu", password: "белая ночь над озером", name: "Карху Ирина Тойвовна", job: "главный врач",
		area: 6, roles: ["administrator", "user"], member: "officer",
	},
	{
		login: "lebedeva", password: "клюква и брусника", name: "Лебедева Анна Сергеевна",
		job: "врач паллиативной помощи", area: 6, roles: ["user"], member: "doctor",
	},
	{
		login: "savinova", password: "тёплый плед и чай", name: "Савинова Вера Петровна", job: "медицинская сестра",
		area: 6, roles: ["reader"], member: "doctor",
	},
	{
		login: "melentyev", password: "три берёзы у моста", name: "Мелентьев Пётр Ильич", job: "заведующий отделением",
		area: 7, roles: ["administrator", "user"], member: "officer",
	},
	{
		login: "nikkanen", password: "kolme koivua sillalla", name: "Никканен Эйно Юханович",
		job: "врач паллиативной помощи", area: 7, roles: ["user"], member: "doctor",
	},
	{
		login: "yegorova", password: "дорога через сосны", name: "Егорова Алёна Дмитриевна",
		job: "руководитель выездной службы", area: 8, roles: ["administrator", "user"], member: "officer",
	},
	{
		login: "vlasova", password: "утренний обход в шесть", name: "Власова Мария Ильинична", job: "врач стационара",
		area: 9, roles: ["user"], member: "doctor",
	},
	{
		login: "rautio", password: "фонарик и зимние шины", name: "Раутио Степан Олегович", job: "врач выездной службы",
		area: 10, roles: ["user"], member: "doctor",
	},
	{
		login: "ministry", password: "зелёная папка отчётов", name: "Громова Наталья Борисовна",
		job: "главный специалист министерства", area: 1, roles: ["ministry"], member: null,
	},
	{
		login: "region-admin", password: "ключи не у меня, честно", name: "Титов Олег Вадимович",
		job: "администратор региона", area: 1, roles: ["administrator"], member: null,
	},
]

/** The institutions, the share of the patients each has, and where those live. */
export const INSTITUTIONS = [
	{ area: 6, patients: 180, districts: /** @type {const} */ ([[2, 82], [5, 13], [4, 3], [3, 2]]) },
	{ area: 7, patients: 90, districts: /** @type {const} */ ([[3, 86], [5, 9], [2, 5]]) },
	{ area: 8, patients: 130, districts: /** @type {const} */ ([[4, 74], [2, 14], [5, 12]]) },
]

/** Those who keep the shares of an institution's recovery file. */
export const CUSTODIANS = ["главный врач", "юрист", "сейф министерства"]

/**
 * @param {number} area
 * @returns {string[]} passphrases of the custodians, each its own
 */
export const passphrasesOf = (area) => ({
	6: ["скала у северного мыса", "старый маяк не спит", "лодка вмёрзла в лёд"],
	7: ["медный чайник на печи", "тропа к лесной сторожке", "семь сосен на пригорке"],
	8: ["паром уходит на рассвете", "колокол на дальнем острове", "снег лёг на причал"],
}[area] ?? [])
