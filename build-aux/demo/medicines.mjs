// @ts-check
/** @file medicines.mjs: what is prescribed, in the words of the reference book, and to whom. */

/** @import { Kind } from "./diagnoses.mjs" */

/**
 * @typedef {object} Dose  of one version of a line
 * @property {string} form
 * @property {string} strength
 * @property {string} dose
 * @property {string} unit
 * @property {string} route
 * @property {string} schedule
 * @property {string} times
 * @property {string} hours
 * @property {string} max  largest number of doses in 24 h; empty if it is not as needed
 */

/** @typedef {{ inn: string, why: string, steps: Dose[], days: number }} Medicine  days 0: without an end */

const FORMS = /** @type {Record<string, string>} */ ({
	tab: "таблетки", long: "таблетки пролонгированного действия", cap: "капсулы",
	longcap: "капсулы пролонгированного действия", patch: "пластырь трансдермальный",
	inj: "раствор для инъекций", oral: "раствор для приёма внутрь", drops: "капли для приёма внутрь", syrup: "сироп",
	powder: "порошок для приёма внутрь", supp: "суппозитории ректальные", cheek: "таблетки защёчные",
	gel: "гель", syringe: "раствор в шприцах", lyo: "лиофилизат для инъекций", inhale: "раствор для ингаляций",
	o2: "кислород от концентратора", food: "смесь жидкая", local: "пластырь местный", nasal: "спрей назальный",
	aero: "аэрозоль для ингаляций",
})

/** @type {Record<string, string>} */
const UNITS = { ug: "ug/h", mkg: "ug", iu: "[IU]", tab: "{tab}", sachet: "{sachet}", puff: "{puff}", patch: "{patch}", lpm: "L/min" }

/**
 * @param {string} text  form strength|dose unit route schedule[ max]; schedule: 2x, q4 (hours), q72p (patch), once, cont
 * @returns {Dose}
 */
function dose(text) {
	const [product = "", rest = ""] = text.split("|")
	const [form = ""] = product.split(" ")
	const [amount = "", unit = "", route = "", how = "", max = ""] = rest.split(" ")
	const patch = /^q(\d+)p$/.exec(how)
	const hours = /^q(\d+)$/.exec(how)
	const times = /^(\d+)x$/.exec(how)
	return {
		form: FORMS[form] ?? form.replaceAll("_", " "), strength: product.slice(form.length + 1), dose: amount, unit: UNITS[unit] ?? unit, route,
		schedule: patch ? "patch" : hours ? "every_hours" : times ? "times_per_day" : how === "cont" ? (unit === "lpm" ? "oxygen" : "infusion") : "once",
		times: times?.[1] ?? "", hours: (patch ?? hours)?.[1] ?? "", max,
	}
}

/**
 * @param {string} inn
 * @param {string} why
 * @param {number} days
 * @param {...string} steps  a dose, and what it may be raised to
 * @returns {Medicine}
 */
const medicine = (inn, why, days, ...steps) => ({ inn, why, days, steps: steps.map(dose) })

/** The background of analgesia, with the weights of the ladder. @type {[Medicine, number][]} */
export const OPIOIDS = [
	[medicine("Морфин", "pain", 0, "long 10 мг|10 mg PO 2x", "long 30 мг|30 mg PO 2x", "long 60 мг|60 mg PO 2x", "long 100 мг|100 mg PO 2x"), 30],
	[medicine("Фентанил", "pain", 0, "patch 12,5 мкг/ч|12.5 ug TD q72p", "patch 25 мкг/ч|25 ug TD q72p", "patch 50 мкг/ч|50 ug TD q72p", "patch 75 мкг/ч|75 ug TD q72p"), 24],
	[medicine("Оксикодон+Налоксон", "pain", 0, "long 5/2.5 мг|5 mg PO 2x", "long 10/5 мг|10 mg PO 2x", "long 20/10 мг|20 mg PO 2x", "long 40/20 мг|40 mg PO 2x"), 12],
	[medicine("Бупренорфин", "pain", 0, "patch 35 мкг/ч|35 ug TD q84p", "patch 52,5 мкг/ч|52.5 ug TD q84p", "patch 70 мкг/ч|70 ug TD q84p"), 8],
	[medicine("Тапентадол", "pain", 0, "long 50 мг|50 mg PO 2x", "long 100 мг|100 mg PO 2x", "long 150 мг|150 mg PO 2x"), 6],
]
export const WEAK = medicine("Трамадол", "pain", 0, "cap 50 мг|50 mg PO 3x", "long 100 мг|100 mg PO 2x", "long 150 мг|150 mg PO 2x", "long 200 мг|200 mg PO 2x")

/** @type {Medicine[]} for pain that breaks through */
export const RESCUES = [
	medicine("Морфин", "breakthrough_pain", 0, "tab 5 мг|5 mg PO q4 6", "tab 10 мг|10 mg PO q4 6", "tab 10 мг|20 mg PO q4 6"),
	medicine("Пропионилфенилэтоксиэтилпиперидин", "breakthrough_pain", 0, "cheek 20 мг|20 mg BUC q4 6", "cheek 20 мг|40 mg BUC q4 6"),
	medicine("Морфин", "breakthrough_pain", 0, "inj 10 мг/мл|5 mg SC q4 6", "inj 10 мг/мл|10 mg SC q4 6"),
	medicine("Фентанил", "breakthrough_pain", 0, "nasal 50 мкг/доза|50 mkg NAS q4 4", "nasal 100 мкг/доза|100 mkg NAS q4 4"),
]

/** @type {Medicine[]} that go with a strong opioid */
export const LAXATIVES = [
	medicine("Лактулоза", "constipation", 0, "syrup 667 мг/мл|15 mL PO 2x", "syrup 667 мг/мл|30 mL PO 2x"),
	medicine("Макрогол", "constipation", 0, "powder 10 г|1 sachet PO 1x", "powder 10 г|1 sachet PO 2x"),
	medicine("Сеннозиды А и В", "constipation", 0, "tab 13,5 мг|27 mg PO 1x"),
	medicine("Натрия пикосульфат", "constipation", 0, "drops 7,5 мг/мл|7.5 mg PO 1x"),
]

/** @type {Medicine[]} beside an opioid, or instead of one */
export const MILD = [
	medicine("Парацетамол", "pain", 0, "tab 500 мг|1000 mg PO 3x"),
	medicine("Кетопрофен", "pain", 14, "tab 100 мг|100 mg PO 2x"),
	medicine("Диклофенак", "pain", 10, "supp 100 мг|100 mg PR 1x"),
	medicine("Ибупрофен", "pain", 10, "tab 400 мг|400 mg PO 3x"),
	medicine("Лорноксикам", "pain", 10, "tab 8 мг|8 mg PO 2x"),
	medicine("Метамизол натрия", "pain", 0, "tab 500 мг|500 mg PO q8 3"),
	medicine("Габапентин", "pain", 0, "cap 300 мг|300 mg PO 1x", "cap 300 мг|300 mg PO 2x", "cap 300 мг|300 mg PO 3x"),
	medicine("Прегабалин", "pain", 0, "cap 75 мг|75 mg PO 2x", "cap 150 мг|150 mg PO 2x"),
	medicine("Амитриптилин", "pain", 0, "tab 10 мг|10 mg PO 1x", "tab 25 мг|25 mg PO 1x"),
]

/** Whom each may be given. */
const ALL = "onco brain neuro dementia heart lung liver kidney other"
/** @type {[string, Medicine, number][]} */
const SYMPTOMS = [
	[ALL, medicine("Омепразол", "other", 0, "cap 20 мг|20 mg PO 1x"), 12],
	["onco brain", medicine("Дексаметазон", "anorexia", 14, "tab 0,5 мг|4 mg PO 1x", "tab 0,5 мг|8 mg PO 1x"), 14],
	["brain", medicine("Дексаметазон", "oedema", 0, "inj 4 мг/мл|8 mg IM 1x", "inj 4 мг/мл|16 mg IM 1x"), 14],
	["onco liver kidney brain", medicine("Метоклопрамид", "nausea", 10, "tab 10 мг|10 mg PO 3x"), 12],
	["onco liver kidney", medicine("Ондансетрон", "nausea", 5, "tab 8 мг|8 mg PO 2x"), 5],
	["onco dementia liver other", medicine("Галоперидол", "delirium", 0, "drops 2 мг/мл|1 mg PO 2x", "drops 2 мг/мл|2 mg PO 2x"), 8],
	[ALL, medicine("Фуросемид", "oedema", 0, "tab 40 мг|40 mg PO 1x", "tab 40 мг|80 mg PO 1x"), 7],
	["heart liver onco", medicine("Спиронолактон", "ascites", 0, "tab 25 мг|25 mg PO 1x", "tab 25 мг|50 mg PO 1x"), 6],
	["heart kidney", medicine("Торасемид", "oedema", 0, "tab 10 мг|10 mg PO 1x", "tab 10 мг|20 mg PO 1x"), 12],
	[ALL, medicine("Диазепам", "anxiety", 14, "tab 5 мг|5 mg PO 1x"), 4],
	[ALL, medicine("Зопиклон", "insomnia", 14, "tab 7,5 мг|7.5 mg PO 1x"), 6],
	[ALL, medicine("Миртазапин", "depression", 0, "tab 15 мг|15 mg PO 1x", "tab 30 мг|30 mg PO 1x"), 6],
	["onco neuro heart other", medicine("Сертралин", "depression", 0, "tab 50 мг|50 mg PO 1x", "tab 100 мг|100 mg PO 1x"), 4],
	["dementia neuro", medicine("Кветиапин", "delirium", 0, "tab 25 мг|25 mg PO 1x", "tab 25 мг|50 mg PO 1x", "tab 100 мг|100 mg PO 1x"), 14],
	["brain neuro", medicine("Леветирацетам", "seizures", 0, "tab 500 мг|500 mg PO 2x", "tab 500 мг|1000 mg PO 2x"), 16],
	["neuro child", medicine("Баклофен", "spasticity", 0, "tab 10 мг|5 mg PO 3x", "tab 10 мг|10 mg PO 3x"), 16],
	["child brain", medicine("Вальпроевая кислота", "seizures", 0, "syrup 50 мг/мл|150 mg PO 2x", "syrup 50 мг/мл|200 mg PO 2x"), 16],
	["child", medicine("Диазепам", "seizures", 0, "раствор_ректальный 2 мг/мл|5 mg PR q8 2"), 12],
	["child neuro dementia onco", medicine("Специализированное питание (энтеральное)", "anorexia", 30, "food 1,5 ккал/мл|200 mL PO 2x", "food 1,5 ккал/мл|200 mL PO 3x"), 3],
	["lung heart onco", medicine("Кислород", "dyspnea", 0, "o2 1–10 л/мин|2 lpm INH cont", "o2 1–10 л/мин|3 lpm INH cont"), 7],
	["lung heart onco", medicine("Морфин", "dyspnea", 0, "tab 5 мг|5 mg PO q4 6"), 4],
	["lung child", medicine("Сальбутамол", "dyspnea", 0, "inhale 1 мг/мл|2.5 mg INH q6 4"), 14],
	["lung", medicine("Ипратропия бромид+Фенотерол", "dyspnea", 0, "inhale 0,25+0,5 мг/мл|1 mL INH 3x"), 16],
	["lung onco child", medicine("Ацетилцистеин", "cough", 10, "таблетки_шипучие 200 мг|200 mg PO 3x"), 5],
	["onco", medicine("Транексамовая кислота", "bleeding", 7, "tab 500 мг|500 mg PO 3x"), 5],
	["onco heart neuro", medicine("Эноксапарин натрия", "other", 30, "syringe 4000 ЕД|4000 iu SC 1x"), 6],
	["onco lung dementia neuro", medicine("Цефтриаксон", "infection", 7, "lyo 1000 мг|1000 mg IM 1x"), 6],
	["onco lung other child", medicine("Флуконазол", "infection", 14, "cap 150 мг|150 mg PO 1x", "cap 50 мг|100 mg PO 1x"), 6],
	["onco", medicine("Нистатин", "infection", 10, "tab 500000 ЕД|500000 iu PO 4x"), 4],
	["onco other dementia", medicine("Метронидазол (наружн.)", "wound", 21, "gel 1 %|5 g WND 2x"), 6],
	["onco", medicine("Октреотид", "bowel_obstruction", 10, "inj 0,1 мг/мл|0.1 mg SC 3x"), 3],
	["onco liver", medicine("Панкреатин", "other", 30, "cap 25000 ЕД|25000 iu PO 3x"), 5],
	["onco other", medicine("Мегестрол", "anorexia", 30, "tab 160 мг|320 mg PO 1x"), 4],
	["onco", medicine("Золедроновая кислота", "pain", 1, "inj 0,8 мг/мл|4 mg IV once"), 5],
	["onco kidney liver", medicine("Дротаверин", "pain", 7, "tab 40 мг|80 mg PO 3x"), 4],
	[ALL, medicine("Лоперамид", "diarrhea", 5, "cap 2 мг|2 mg PO q6 4"), 3],
	[ALL, medicine("Натрия хлорид 0,9%", "weakness", 5, "раствор_для_инфузий 0,9 %|500 mL IV 1x"), 4],
	[ALL, medicine("Лидокаин", "pain", 14, "local 5 % (700 мг)|1 patch TOP q24p"), 2],
]

/** @type {[string, Medicine][]} in the last days of life */
export const LAST_DAYS = [
	[ALL, medicine("Мидазолам", "anxiety", 0, "inj 5 мг/мл|2.5 mg SC q4 6", "inj 5 мг/мл|5 mg SC q4 6")],
	[ALL, medicine("Гиосцина бутилбромид", "secretions", 0, "supp 10 мг|10 mg PR q6 4")],
	["onco brain lung heart", medicine("Морфин", "pain", 0, "inj 10 мг/мл|20 mg/(24.h) CSCI cont", "inj 10 мг/мл|30 mg/(24.h) CSCI cont")],
]

/** @param {string} kinds @param {Kind} kind */
export const suits = (kinds, kind) => kinds.split(" ").includes(kind)

/** @param {Kind} kind @returns {[Medicine, number][]} */
export const symptomsOf = (kind) =>
	SYMPTOMS.flatMap(([kinds, item, weight]) => suits(kinds, kind) ? [[item, weight]] : [])

/** @returns {Medicine[]} all of them, for the test that the reference book knows each */
export const everyMedicine = () => [
	...OPIOIDS.map(([item]) => item), WEAK, ...RESCUES, ...LAXATIVES, ...MILD, ...SYMPTOMS.map(([, item]) => item),
	...LAST_DAYS.map(([, item]) => item),
]
