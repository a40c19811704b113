// @ts-check
/** @file diagnoses.mjs: main diagnoses and how often palliative care meets them. */

/** @import { Stream } from "./random.mjs" */

/** @typedef {"onco" | "brain" | "neuro" | "dementia" | "heart" | "lung" | "liver" | "kidney" | "child" | "other"} Kind  of course an illness takes */
/** @typedef {{ code: string, kind: Kind, sex: string, weight: number }} Diagnosis  sex: m, f, or empty for both */

/** code:weight, with m or f where only men or women have it. */
/** @type {Record<Kind, string>} */
const CODES = {
	onco: `C34.9:26 C34.1:14 C34.3:8 C50.9:18f C50.8:7f C61:22m C18.9:9 C18.7:8 C18.2:5 C20:14 C19:4 C16.9:12 C16.2:8
		C16.0:4 C25.0:9 C25.9:7 C25.1:3 C64:9 C67.9:8 C53.9:8f C54.1:7f C56:10f C22.0:5 C22.9:3 C22.1:2 C15.4:4 C15.5:4
		C32.9:5 C10.9:4 C02.9:3 C43.9:5 C80.9:6 C90.0:5 C83.3:4 C91.1:2 C92.0:2 C49.9:3 C79.5:4 C78.7:3 C23:2 C73:1
		C76.2:1 C44.9:3 C45.0:2 C48.0:2`,
	brain: "C71.9:6 C71.1:3 C71.2:3 C71.3:2 C79.3:3 D43.2:2 D32.0:1",
	neuro: "G12.2:6 G20:6 G35:4 G10:1 G23.1:1 G82.5:2 G93.1:2 T91.3:2 T90.5:3 I69.3:9 I69.1:4 I69.4:3",
	dementia: "G30.1:6 G30.9:4 F01.9:6 F03:4 R54:4 G31.0:1",
	heart: "I50.0:11 I11.0:5 I25.5:4 I42.0:2 I27.0:1 I70.2:3",
	lung: "J44.9:7 J44.1:3 J84.1:3 J96.1:2 E84.0:1",
	liver: "K74.6:4 K70.3:5 K72.1:2",
	kidney: "N18.5:7 N18.9:2",
	child: "G80.0:3 G12.0:2 Q04.3:1 G71.0:2m P91.6:1 E76.1:1m Q91.3:1",
	other: "B22.2:2 B20.7:1 M05.9:1 M80.9:1f S72.0:3 L89.3:2 R64:2",
}

/** @type {Diagnosis[]} */
export const DIAGNOSES = Object.entries(CODES).flatMap(([kind, text]) => text.split(/\s+/).map((item) => {
	const [, code = "", weight, sex = ""] = /^([A-Z0-9.]+):(\d+)([mf]?)$/.exec(item) ?? []
	return { code, kind: /** @type {Kind} */ (kind), sex, weight: Number(weight) }
}))

/** Ages: mean, spread, least, most. */
/** @type {Record<Kind, [number, number, number, number]>} */
const AGES = {
	onco: [67, 11, 26, 94], brain: [56, 14, 19, 84], neuro: [66, 13, 22, 92], dementia: [82, 6, 62, 98],
	heart: [77, 9, 48, 97], lung: [71, 9, 24, 91], liver: [58, 10, 34, 81], kidney: [68, 11, 33, 90],
	child: [8, 4, 1, 17], other: [61, 16, 30, 93],
}

/** @param {Stream} r @returns {Diagnosis} */
export const diagnosisOf = (r) => r.weigh(DIAGNOSES.map((item) => /** @type {const} */ ([item, item.weight])))

/**
 * @param {Stream} r
 * @param {Kind} kind
 * @returns {number} in days, on entry
 */
export function ageOf(r, kind) {
	const [mean, spread, least, most] = AGES[kind]
	const bell = (r.next() + r.next() + r.next() + r.next() - 2) * 1.73
	return Math.round(Math.min(most, Math.max(least, mean + spread * bell)) * 365.25) + r.int(0, 364)
}
