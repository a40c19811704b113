// @ts-check
/** @file identity.mjs: the passport of an invented patient, and how it came to be what it is. */
import { passportOf } from "../../static/js/ui/passport.js"
import { nameOf, surnameOf } from "./names.mjs"

/** @import { Passport } from "../../static/js/ui/passport.js" */
/** @import { People } from "./names.mjs" */
/** @import { Stream } from "./random.mjs" */

/** @type {Record<number, string[]>} where people live, by district */
const PLACES = {
	2: ["г. Онежск", "г. Онежск", "г. Онежск", "г. Онежск", "пос. Соломенный Бор"],
	3: ["г. Сегозерск", "г. Сегозерск", "с. Чёлмосельга", "дер. Паданская Гора", "пос. Валазрека"],
	4: ["г. Ладогорск", "г. Ладогорск", "пос. Хийтольский", "дер. Куркиярви", "с. Видлицкое"],
	5: ["с. Шёлтозерское", "дер. Рыборецкая", "пос. Кварцитный"],
}
const STREETS = `ул. Ленина; ул. Советская; наб. Онежская; ул. Лесная; ул. Гоголя; пр. Первомайский; ул. Пушкинская;
ул. Мира; ул. Зелёная; ул. Школьная; ул. Красноармейская; ул. Набережная; ул. Заводская; пер. Тихий; ул. Сосновая;
ул. Антикайнена; ул. Куйбышева; ул. Кооперативная; ул. Рыбацкая; ул. Берёзовая Аллея`.split(/;\s*/)
const OLD_POLICY = "ОК"

/** @param {Stream} r */
const phone = (r) => `+79${r.pick(["00", "11", "21", "53", "64", "95"])}000${r.digits(4)}`

/** @param {string} digits  nine of them */
function withControl(digits) {
	let sum = 0
	for (let i = 0; i < 9; i++)
		sum += Number(digits[i]) * (9 - i)
	return digits + String(sum % 101 % 100).padStart(2, "0")
}

/** @param {Stream} r @returns {string} with its right control number */
function snils(r) {
	let digits = ""
	do {
		digits = r.int(10, 199).toString().padStart(3, "0") + r.digits(6)
	} while (/(\d)\1\1/.test(digits))
	return withControl(digits)
}

/** @param {string} digits @returns {string} with Luhn's digit behind them */
export function withLuhn(digits) {
	let sum = 0
	for (let i = 0; i < digits.length; i++) {
		const digit = Number(digits[digits.length - 1 - i])
		sum += i % 2 === 1 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9
	}
	return digits + String((10 - sum % 10) % 10)
}

/**
 * A unified policy: digits 3 to 8 tell birth and sex, each as the rest to nine.
 *
 * @param {Stream} r
 * @param {string} born
 * @param {string} sex
 */
function policy(r, born, sex) {
	const [year = "", month = "", day = ""] = born.split("-")
	const base = Number(year) <= 1950 ? 20 : Number(year) <= 2000 ? 40 : 0
	const told = String(Number(month) + base).padStart(2, "0") + `${year[3]}${year[2]}` +
		String(Number(day) + (sex === "m" ? 50 : 0)).padStart(2, "0")
	return withLuhn(r.int(1, 9) + r.digits(1) + Array.from(told, (digit) => 9 - Number(digit)).join("") + r.digits(7))
}

/** @param {Stream} r @param {number} district */
function address(r, district) {
	const settlement = r.pick(PLACES[district] ?? [""])
	const house = `д. ${r.int(1, 118)}${r.chance(0.08) ? r.pick(["а", "б"]) : ""}`
	const town = settlement.startsWith("г.")
	return {
		region: "", municipality: "", settlement, street: r.pick(STREETS), house, flat: town ? `кв. ${r.int(1, 140)}` : "",
		directions: town || r.chance(0.6) ? "" : r.pick(["за магазином налево", "второй дом от озера", "после моста направо, зелёный забор"]),
	}
}

/** @param {Stream} r @param {number} age */
const identity = (r, age) => age < 14 ? { kind: "3", series: "I-ОЗ", number: r.digits(6) } :
	{ kind: "14", series: `99 ${r.digits(2)}`, number: r.digits(6) }

/** @type {(readonly [string, string, number])[]} relation, sex, weight */
const RELATIONS = [
	["дочь", "f", 34], ["сын", "m", 18], ["жена", "f", 16], ["муж", "m", 12], ["сестра", "f", 6], ["внучка", "f", 5],
	["соседка", "f", 4], ["племянник", "m", 3], ["невестка", "f", 2],
]

/**
 * @param {Stream} r
 * @param {{ people: People, sex: string, age: number, surname: string }} patient
 */
function caregiver(r, { people, sex, age, surname }) {
	const fitting = RELATIONS.filter(([relation]) => relation !== (sex === "f" ? "жена" : "муж"))
	const [relation, theirs] = age < 18 ? r.pick(/** @type {const} */ ([["мать", "f"], ["мать", "f"], ["отец", "m"]])) :
		r.weigh(fitting.map((item) => /** @type {const} */ ([item, item[2]])))
	const full = nameOf(r, { people, sex: theirs, age: 40 })
	const shared = ["муж", "жена", "сын", "мать", "отец"].includes(relation)
	return {
		name: `${shared && theirs === sex ? surname : full.surname} ${full.name} ${full.patronymic}`.trim(), relation, phone: phone(r),
		livesTogether: r.chance(0.7) ? "yes" : "no", able: r.weigh([["yes", 60], ["partly", 30], ["no", 10]]),
		...age < 18 ? { legal: "yes", legalDocument: "свидетельство о рождении ребёнка" } : {},
	}
}

/**
 * @param {Stream} r
 * @param {{ people: People, sex: string, age: number, born: string, district: number, since: string }} who
 * @returns {Passport} as it is now
 */
export function passport(r, who) {
	const { people, sex, age, born, district, since } = who
	const year = Number(since.slice(0, 4))
	const full = nameOf(r, who)
	const phones = r.chance(0.9) ? [{ kind: "patient", number: phone(r), who: "", when: r.chance(0.2) ? "после 17:00" : "" }] : []
	const caregivers = age < 18 || r.chance(0.85) ? [caregiver(r, { people, sex, age, surname: full.surname })] : []
	if (caregivers.length > 0 && r.chance(0.25))
		caregivers.push(caregiver(r, { people, sex, age, surname: full.surname }))
	const changed = sex === "f" && age >= 30 && r.chance(0.18)
	return passportOf({
		...full, previousSurname: changed ? surnameOf(r, people, sex) : "", born, sex,
		snils: r.chance(0.95) ? snils(r) : "", oms: r.chance(0.94) ? policy(r, born, sex) : "",
		documents: r.chance(0.9) ? [identity(r, age)] : [], citizenship: "RU",
		address: address(r, district), phones, caregivers,
		consents: ["processing", "register"].map((kind) =>
			({ kind, decision: "given", on: since, by: age < 18 ? "representative" : "patient" })),
		card: `${r.int(1, 4999)}/${String(year % 100).padStart(2, "0")}`,
	})
}

/** What the passport was like before somebody put it right; null where there is nothing to undo. */
/** @type {[(r: Stream, p: Passport) => Passport | null, number][]} */
const EARLIER = [
	[(_, p) => p.snils === "" ? null : { ...p, snils: "" }, 20],
	[(_, p) => p.oms === "" ? null : { ...p, omsKind: "", omsSeries: "", oms: "" }, 14],
	[(r, p) => ({ ...p, omsKind: "old", omsSeries: OLD_POLICY, oms: r.digits(6) }), 6],
	[(r, p) => p.phones[0] === undefined ? null : { ...p, phones: [{ ...p.phones[0], number: phone(r) }] }, 22],
	[(_, p) => p.caregivers.length === 0 ? null : { ...p, caregivers: p.caregivers.slice(0, -1) }, 24],
	[(r, p) => ({ ...p, address: { ...p.address, house: `д. ${r.int(119, 190)}` } }), 16],
	[(_, p) => /ё/.test(p.surname) ? { ...p, surname: p.surname.replaceAll("ё", "е") } : null, 30],
	[(_, p) => p.previousSurname === "" ? null : { ...p, previousSurname: "", surname: p.previousSurname }, 30],
	[(_, p) => p.patronymic === "" ? null : { ...p, patronymic: "" }, 4],
]

/**
 * @param {Stream} r
 * @param {Passport} now
 * @param {number} count  of revisions
 * @returns {Passport[]} from the first to the present one; no two neighbours are the same
 */
export function revisions(r, now, count) {
	const chain = [now]
	for (let tries = 0; chain.length < count && tries < 200; tries++) {
		const first = /** @type {Passport} */ (chain[0])
		const before = r.weigh(EARLIER)(r, first)
		if (before !== null && JSON.stringify(before) !== JSON.stringify(first))
			chain.unshift(before)
	}
	return chain
}
