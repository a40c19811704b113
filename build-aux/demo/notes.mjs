// @ts-check
/** @file notes.mjs: what doctors write down at some visits, and after talks with the family. */
import { stream } from "./random.mjs"

/** @import { Patient } from "./model.mjs" */

/** @typedef {{ rec: string, kind: string, on: string, text: string }} DemoNote */

const STATE = ["Состояние стабильное, сознание ясное.", "Слабость нарастает, больше времени проводит в постели.",
	"Утром бодрее, к вечеру устаёт.", "Аппетит снижен, пьёт охотно, небольшими глотками.", "Сон прерывистый, просыпается под утро."]
const DONE = ["Разъяснён приём препаратов по часам и правило дополнительной дозы.", "Проверена кожа: пролежней нет, уход семьи хороший.",
	"Обсуждены запоры: слабительное принимать каждый день, не дожидаясь жалоб.", "Показано, как менять положение тела и беречь спину ухаживающему.",
	"Оставлены номера телефонов на ночь и выходные."]
const NEXT = ["Следующий осмотр по плану.", "Позвонить через два дня.", "Пересмотреть дозу при следующем осмотре.", "Привлечь социальную службу."]
const FAMILY = ["Беседа с близкими о том, чего ждать в ближайшие недели. Вопросы заданы, ответы поняты.",
	"Близкие устали, обсуждена передышка: короткая госпитализация возможна.", "Семья просит оставаться дома до конца. Составлен план на случай ухудшения."]
const PHONE = ["Звонок: ночью болело сильнее обычного, дополнительная доза помогла за 40 минут.", "Звонок: препараты получены, вопросов нет."]

const DAY_MS = 86_400_000
/** Notes of the last visits only: older ones are on paper. */
const LAST_VISITS = 5

/**
 * @param {Patient} patient
 * @returns {{ at: string, by: string, note: DemoNote }[]}
 */
export function notesOf({ registryNo, visits, course }) {
	const r = stream(`notes/${registryNo}`)
	return visits.slice(-LAST_VISITS).flatMap(({ by, visit: { at } }) => {
		const written = new Date(Date.parse(at) + r.int(5, 90) * 60_000)
		if (r.chance(0.45) || written.getTime() > Date.now() - DAY_MS)
			return []
		const kind = r.weigh(/** @type {[string, number][]} */ ([["visit", 6], ["family", 2], ["phone", 1]]))
		const text = kind === "visit" ? [STATE, DONE, NEXT].map((list) => r.pick(list)).join("\n") : r.pick(kind === "family" ? FAMILY : PHONE)
		const on = at.slice(0, 10)
		return course.reason === "death" && on >= course.dateOut ? [] :
			[{ at: written.toISOString(), by, note: { rec: r.uuid(), kind, on, text } }]
	})
}
