// t0440-papers.test.mjs: prescriptions on paper: what stands on each sheet, for whom, and what is refused.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { admission, day, demoAccount, demoAccounts, isDoctor, keeping, placeOf, signIn, today } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const { institution } = placeOf(demo.login)
const products = sql(`SELECT p.id, m.inn, p.strength, p.form FROM medicine_product p JOIN medicine m ON m.id = p.medicine_id ORDER BY 1`)
	.split("\n").map((row) => row.split("|"))
const product = (inn, strength, form = /./) => products.find((p) => p[1] === inn && p[2] === strength && form.test(p[3]))[0]
const conclusion = { commission_no: "7", commission_on: today(), basis: "onco", consent_on: today() }
let doctor
before(async () => { doctor = await signIn(demo); doctor.client = keeping(doctor.client) })

async function admit() {
	const fields = await admission(doctor, demo, { surname: "Бумажная" }, conclusion)
	const answer = await doctor.client.post("/patients", fields)
	assert.equal(answer.status, 303, answer.text.slice(0, 300))
	return fields.id
}
async function write(patient, changes) {
	const fields = { id: randomUUID(), unit: "mg", route: "PO", schedule: "times_per_day", times_per_day: "2", starts_on: day(0), ...changes }
	const answer = await doctor.client.post(`/patients/${patient}/prescriptions`, fields)
	assert.equal(answer.status, 303, answer.text.match(/field-error"[^<]*<[^<]*|role="alert">[^<]*/g)?.join(" "))
	return fields.id
}
const paper = (patient, which, query = "") => doctor.client.get(`/patients/${patient}/prescriptions/${which}${query}`)
/** Text of the paper alone, tags become blanks. */
const words = (html) => (/<article class="paper[\s\S]*?<\/article>/.exec(html)?.[0] ?? "").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ")
const cells = (html, medicine) => [...(new RegExp(`<tr><th scope="row"><b>${medicine}</b>[\\s\\S]*?</tr>`).exec(html)?.[0] ?? "")
	.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(([, cell]) => cell.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim())

describe("the sheet for the family", () => {
	let patient, html
	before(async () => {
		patient = await admit()
		await write(patient, { product: product("Морфин", "30 мг", /пролонг/), dose: "30", schedule: "every_hours", interval_hours: "12",
			instruction_1: "whole", indication: "pain", review_on: day(5) })
		await write(patient, { product: product("Дексаметазон", "0,5 мг"), dose: "2", schedule: "clock", clock: "2-0-0,5-0" })
		await write(patient, { product: product("Фентанил", "25 мкг/ч"), dose: "25", unit: "ug/h", route: "TD", schedule: "patch",
			interval_hours: "72", starts_on: day(-4) })
		await write(patient, { product: product("Морфин", "5 мг"), dose: "5", prn: "1", prn_max_per_day: "6", prn_min_hours: "4",
			indication: "breakthrough_pain" })
		await write(patient, { product: product("Метоклопрамид", "10 мг"), dose: "10", schedule: "weekly", weekday_1: "1", weekday_4: "1" })
		await write(patient, { product: product("Парацетамол", "500 мг", /табл/), dose: "500", schedule: "clock", clock: "08:00 14:30 22:00 02:00" })
		html = (await paper(patient, "home")).text
	})
	test("every 12 hours stands at its hours, as tablets", () =>
		assert.deepEqual(cells(html, "Морфин"), ["8:00 1 таблетка", "—", "20:00 1 таблетка", "—"]))
	test("multiples of a dose are counted exactly, halves of a tablet as such", () =>
		assert.deepEqual(cells(html, "Дексаметазон"), ["8 таблеток", "—", "2 таблетки", "—"]))
	test("hours of the clock stand as they were written", () => assert.deepEqual(cells(html, "Парацетамол"),
		["8:00 1 таблетка", "14:30 1 таблетка", "—", "22:00 1 таблетка 2:00 1 таблетка"]))
	test("days of the week are named", () => assert.match(words(html), /Метоклопрамид .*Только: пн, чт/))
	test("the patch is changed two days from now, then every three days", () => {
		const [first, second] = [2, 5].map((n) => day(n).slice(0, 5))
		assert.match(words(html), new RegExp(`Фентанил.*Сменить: \\S+ ${first} \\S+ ${second} `))
	})
	test("the rescue rule: one dose, interval, maximum", () =>
		assert.match(words(html), /Разово: 1 таблетка ; не чаще чем через 4 ч ; в сутки не больше 6 /))
	test("instructions, what against, and the next review", () => {
		assert.match(words(html), /глотать целиком/)
		assert.match(words(html), /От чего: боль/)
		assert.ok(words(html).includes(`Врач пересмотрит ${day(5)}`))
	})
	test("no name, but places where the browser shows one", () => {
		assert.doesNotMatch(html, /Бумажная/)
		for (const field of ["name", "caregivers"])
			assert.match(html, new RegExp(`<sealed-text data-rec="${patient}" data-field="${field}">`))
	})
	test("what was stopped or paused is not given; after two weeks it is forgotten", async () => {
		const stopped = await write(patient, { product: product("Диклофенак", "100 мг", /супп/), dose: "100", route: "PR", starts_on: day(-20) })
		const held = await write(patient, { product: product("Омепразол", "20 мг"), dose: "20" })
		await doctor.client.post(`/prescriptions/${stopped}/stop`, { reason: "ineffective", on: day(-3) })
		await doctor.client.post(`/prescriptions/${held}/hold`, { reason: "tests" })
		const text = words((await paper(patient, "home")).text)
		assert.match(text, new RegExp(`Больше не давать.*Диклофенак 100 мг: с ${day(-3)}`))
		assert.match(text, /Больше не давать.*Омепразол 20 мг: приостановлено \(ждём анализы/)
		sql(`UPDATE prescription SET stopped_on = current_date - 15 WHERE id = '${stopped}'`)
		assert.doesNotMatch(words((await paper(patient, "home")).text), /Диклофенак/)
	})
	test("whom to call by day and at night: of the department, else of the institution; a line to write on where there is none", async () => {
		const own = sql(`SELECT area_id FROM patient WHERE id = '${patient}'`)
		const ward = sql(`INSERT INTO area (parent_id, kind, name) VALUES (${institution}, 'department', 'Бумажное отделение') RETURNING id`)
		const before = sql(`SELECT phone_day || '|' || phone_night FROM area WHERE id = ${institution}`).split("|")
		const call = async (...phones) => {
			for (const [i, id] of [institution, ward].entries())
				sql(`UPDATE area SET phone_day = '${phones[2 * i]}', phone_night = '${phones[2 * i + 1]}' WHERE id = ${id}`)
			return (await paper(patient, "home")).text.match(/<ul class="paper-phones">[\s\S]*?<\/ul>/)[0].replace(/\s+/g, " ")
		}
		try {
			sql(`UPDATE patient SET area_id = ${ward} WHERE id = '${patient}'`)
			assert.match(await call("8 (000) 1", "8 (000) 2", "8 (000) 3", ""), /, днём: <b>8 \(000\) 3<\/b>.*Ночью и в выходные: <b>8 \(000\) 2<\/b>/)
			assert.match(await call("8 (000) 1", "", "", ""), /, днём: <b>8 \(000\) 1<\/b>.*Ночью и в выходные: <span class="write-in">/)
			assert.match(await call("", "", "", ""), /, днём: <span class="write-in"><\/span><\/li>.*Ночью и в выходные: <span class="write-in">/)
		} finally {
			sql(`UPDATE patient SET area_id = ${own} WHERE id = '${patient}';
				UPDATE area SET phone_day = '${before[0]}', phone_night = '${before[1]}' WHERE id = ${institution}; DELETE FROM patient_total WHERE area_id = ${ward}; DELETE FROM area WHERE id = ${ward}`)
		}
	})
	test("is printed in English", async () => {
		sql(`UPDATE account SET language = 'en' WHERE login = '${demo.login}'`)
		try {
			const text = words((await paper(patient, "home")).text)
			assert.match(text, /One dose: 1 tablet ; again not before 4 h ; in 24 hours at most 6/)
			assert.match(text, /8 tablets/)
		} finally {
			sql(`UPDATE account SET language = 'ru' WHERE login = '${demo.login}'`)
		}
	})
	test("the print is audited, about this patient", () => assert.notEqual(sql(`SELECT count(*) FROM audit_event
		WHERE event = 'PRESCRIPTION_PRINT' AND subject = '${patient}' AND result = 'OK'`), "0"))
	test("a patient who died has none", async () => {
		const dead = await admit()
		await write(dead, { product: product("Морфин", "5 мг"), dose: "5" })
		assert.equal((await doctor.client.post(`/patients/${dead}/entry/state`, { action: "remove", from: "active", on: today(),
			reason: "death", place_of_death: "home", cause: "C34.1", preferred_place_met: "yes", last_pain: "2" })).status, 303)
		const text = words((await paper(dead, "home")).text)
		assert.match(text, /снят с учёта/)
		assert.doesNotMatch(text, /Морфин/)
	})
})

describe("one prescription", () => {
	let patient
	before(async () => { patient = await admit() })
	const tablet = { product: product("Морфин", "30 мг", /пролонг/), dose: "30" }
	for (const [quantity, wanted] of [["1", "1 (одна) таблетка"], ["2", "2 (две) таблетки"], ["20", "20 (двадцать) таблеток"],
		["21", "21 (двадцать одна) таблетка"], ["105", "105 (сто пять) таблеток"], ["1002", "1002 (одна тысяча две) таблетки"],
		["12311", "12311 (двенадцать тысяч триста одиннадцать) таблеток"], ["2,5", "2,5 (две целых пять десятых) таблетки"]])
		test(`${quantity} in figures and words`, async () => {
			const id = await write(patient, { ...tablet, quantity })
			assert.ok(words((await paper(patient, "paper", `?line=${id}`)).text).includes(wanted), wanted)
		})
	test("a masculine unit, and in English", async () => {
		const id = await write(patient, { product: product("Фентанил", "25 мкг/ч"), dose: "25", unit: "ug/h", route: "TD",
			schedule: "patch", interval_hours: "72", quantity: "21", packs: "5" })
		const html = (await paper(patient, "paper", `?line=${id}`)).text
		assert.match(words(html), /21 \(двадцать один\) пластырь ; упаковок: 5/)
		assert.match(words(html), /148-1\/у-88.* Действителен 15 дн/)
		sql(`UPDATE account SET language = 'en' WHERE login = '${demo.login}'`)
		try {
			assert.match(words((await paper(patient, "paper", `?line=${id}`)).text), /21 \(twenty-one\) patches/)
		} finally {
			sql(`UPDATE account SET language = 'ru' WHERE login = '${demo.login}'`)
		}
	})
	test("shows the identity of its patient, beside the form of a blank too", async () => {
		const id = await write(patient, tablet), html = (await paper(patient, "paper", `?line=${id}`)).text
		const shown = [...html.matchAll(/<sealed-text data-rec="([^"]*)"/g)].map(([, rec]) => rec)
		assert.deepEqual([...new Set(shown)], [patient])
	})
	test("a stopped one says so", async () => {
		const id = await write(patient, tablet)
		await doctor.client.post(`/prescriptions/${id}/stop`, { reason: "adverse_effect", on: day(0) })
		assert.match(words((await paper(patient, "paper", `?line=${id}`)).text), /Не действует/)
	})
	test("a draft, another patient's line, none at all are refused", async () => {
		const draft = await write(patient, { ...tablet, draft: "1" }), other = await write(await admit(), tablet)
		for (const [query, status] of [[`?line=${draft}`, 404], [`?line=${other}`, 404], [`?line=${randomUUID()}`, 404],
			["", 404], ["?line=1", 422], [`?line=${other}&x=1`, 400]])
			assert.equal((await paper(patient, "paper", query)).status, status, query)
	})
})

describe("controlled medicines", () => {
	test("stand apart, each with its form; others do not", async () => {
		const patient = await admit()
		await write(patient, { product: product("Морфин", "10 мг", /^таблетки$/), dose: "10", quantity: "20" })
		await write(patient, { product: product("Омепразол", "20 мг"), dose: "20" })
		const text = words((await paper(patient, "controlled")).text)
		assert.match(text, /Морфин.*10 \(десять\) мг.*20 \(двадцать\) таблеток.*107\/у-НП.*15 дн/)
		assert.doesNotMatch(text, /Омепразол/)
		assert.match(words((await paper(await admit(), "controlled")).text), /не назначено препаратов на учёте/)
	})
})

describe("the sheet of a day", () => {
	let patient, old
	before(async () => {
		patient = await admit()
		old = await write(patient, { product: product("Морфин", "10 мг", /^таблетки$/), dose: "10", starts_on: day(-6) })
		sql(`UPDATE prescription SET sheet_on = current_date - 6 WHERE id = '${old}'`)
		await doctor.client.post(`/prescriptions/${old}`, { id: randomUUID(), product: product("Морфин", "10 мг", /^таблетки$/), dose: "20",
			unit: "mg", route: "PO", schedule: "times_per_day", times_per_day: "2", starts_on: day(0), change_reason: "ineffective" })
		await write(patient, { product: product("Омепразол", "20 мг"), dose: "20" })
	})
	test("today: the new version and the new line, by whom and why", async () => {
		const text = words((await paper(patient, "day")).text)
		assert.match(text, /Назначено в этот день.*Морфин.* 20 мг внутрь.*изменено: недостаточно.*Омепразол/)
		assert.ok(text.includes(demo.name))
		assert.doesNotMatch(text, / 10 мг внутрь/)
	})
	test("of a day before: what was written then, in the dose of then", async () => {
		const text = words((await paper(patient, "day", `?on=${day(-6)}`)).text)
		assert.match(text, /Назначено в этот день.*Морфин.* 10 мг внутрь/)
		assert.doesNotMatch(text, /Омепразол/)
		assert.match(words((await paper(patient, "day", `?on=${day(-2)}`)).text), /назначено раньше.*Морфин.* 10 мг внутрь/)
	})
	test("services and devices of the day stand on it, those called off or not yet begun do not", async () => {
		const order = (what, fields) => doctor.client.post(`/patients/${patient}/orders/${what}`, { id: randomUUID(), ...fields })
		const service = { service: "dressing", times: "2", per: "week", performer: "nurse", place: "home" }
		for (const answer of [await order("service", { ...service, starts_on: day(-2), ends_on: day(9) }),
			await order("service", { ...service, service: "enema", starts_on: day(1) }),
			await order("device", { device: "oxygen_concentrator", model: "7F-5L", quantity: "1", needed_on: day(0) })])
			assert.equal(answer.status, 303, answer.text.match(/[\w-]+-error">[^<]+/g)?.join(" "))
		const text = words((await paper(patient, "day")).text)
		assert.match(text, new RegExp(`Услуги и изделия.*перевязка 2 раза в неделю, .*${day(-2)} – ${day(9)}.*концентратор кислорода 7F-5L.*${day(0)} – …`))
		assert.doesNotMatch(text, /клизма/)
		const before = words((await paper(patient, "day", `?on=${day(-1)}`)).text)
		assert.match(before, /перевязка/)
		assert.doesNotMatch(before, /концентратор/)
	})
	test("of a day when there was nothing", async () =>
		assert.match(words((await paper(patient, "day", `?on=${day(-30)}`)).text), /ничего не назначали/))
	test("a day that is none: 422, the page stands", async () => {
		const answer = await paper(patient, "day", "?on=31.02.2026")
		assert.equal(answer.status, 422)
		assert.match(answer.text, /id="on-error">[^<]/)
	})
})

describe("another institution's patient", () => {
	test("has no paper for us", async () => {
		const stranger = sql(`SELECT id FROM patient WHERE institution_id <> ${institution} AND status = 'active' LIMIT 1`)
		for (const which of ["home", "day", "controlled", `paper?line=${randomUUID()}`])
			assert.equal((await paper(stranger, which)).status, 404, which)
	})
	test("who reports only, prints nothing", async () => {
		const ministry = demoAccounts().find((a) => a.role.includes("ministry"))
		const { client } = await signIn(ministry)
		const any = sql("SELECT id FROM patient LIMIT 1")
		assert.equal((await client.get(`/patients/${any}/prescriptions/home`)).status, 403)
	})
})
