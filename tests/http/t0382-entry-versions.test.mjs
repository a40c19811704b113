// t0382-entry-versions.test.mjs: what the open fields of an entry and what orders said before, as differences in the timeline.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { days, demoAccount, isDoctor, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
let doctor, client, patient
before(async () => {
	doctor = await signIn(demo)
	client = doctor.client
	patient = (await registered(doctor, demo, { date_in: days(-20), commission_on: days(-20), consent_on: days(-20) })).id
})

const date = (iso) => iso.split("-").reverse().join(".")
/** The differences of a kind, newest event first: { label: [was, now] }. */
async function changes(kind, who = patient) {
	const page = (await client.get(`/patients/${who}/timeline?kind=${kind}`)).text
	return page.split("<ul class=\"changes\">").slice(1).map((part) => Object.fromEntries(part.split("</ul>")[0].split("<li>").slice(1).map((item) => {
		const [, label, was, now] = /^([^:]+): (?:<del>([^<]*)<\/del> → )?(?:<b>([^<]*)<\/b>)?/.exec(item)
		return [label, [was, now]]
	})))
}
const row = (id) => sql(`SELECT version || '|' || commission_no || '|' || commission_on || '|' || basis_code || '|' || consent_on FROM patient WHERE id = '${id}'`).split("|")
function save(fields) {
	const [version, commission_no, commission_on, basis, consent_on] = row(patient)
	return client.post(`/patients/${patient}/entry`, { version, commission_no, commission_on, basis, consent_on, ...fields })
}

describe("the fields of an entry", () => {
	test("nothing is told before the first change", async () => {
		assert.deepEqual(await changes("entry"), [])
		assert.equal(sql(`SELECT count(*) FROM patient_entry_version WHERE patient_id = '${patient}'`), "0")
		assert.equal((await save({})).status, 303)
		assert.deepEqual(await changes("entry"), [], "what was saved as it was is no change")
	})
	test("basis, dates, source, settlement, institution of care: what was and what is", async () => {
		const [place, name] = sql(`SELECT id || '|' || name FROM area WHERE kind = 'institution' ORDER BY id LIMIT 1`).split("|")
		const [source, from] = sql("SELECT code || '|' || name FROM coded_value WHERE list = 'referral_source' AND retired_at IS NULL ORDER BY ord LIMIT 1").split("|")
		const answer = await save({ basis: "neuro", commission_no: "77/А", referral_source: source, referred_on: days(-9), settlement: "rural", care_institution: place })
		assert.equal(answer.status, 303, answer.text.match(/field-error"[^<]*</g)?.join(" "))
		const [onco, neuro] = sql("SELECT string_agg(name, '|' ORDER BY code DESC) FROM diagnosis_group WHERE code IN ('onco', 'neuro')").split("|")
		assert.deepEqual(await changes("entry"), [{ "Кем направлен": [undefined, from], "Дата направления": [undefined, date(days(-9))],
			"Решение ВК, №": ["128/П", "77/А"], "Основание": [onco, neuro], "Населённый пункт": [undefined, "сельский"],
			"Учреждение, где оказывают помощь": [undefined, name] }])
		assert.equal((await save({ basis: "neuro", referred_on: days(-8), settlement: "", care_institution: place, referral_source: source })).status, 303)
		assert.deepEqual((await changes("entry"))[0], { "Дата направления": [date(days(-9)), date(days(-8))], "Населённый пункт": ["сельский", undefined] })
		const page = (await client.get(`/patients/${patient}/timeline?kind=entry`)).text
		assert.match(page, /Изменены данные учёта/)
		assert.match(page, new RegExp(demo.name), "and who changed it")
	})
	test("district and day of entry, from the other form; the diagnosis has versions of its own", async () => {
		const [was, now] = sql(`SELECT string_agg(id || '|' || name, '#') FROM (SELECT id, name FROM area WHERE kind = 'district'
			ORDER BY id = (SELECT district_id FROM patient WHERE id = '${patient}') DESC, id LIMIT 2) a`).split("#").map((a) => a.split("|"))
		const known = sql(`SELECT version || '|' || institution_id || '|' || year_of_birth || '|' || sex FROM patient WHERE id = '${patient}'`).split("|")
		const answer = await client.post(`/patients/${patient}`, { version: known[0], institution: known[1], year_of_birth: known[2], sex: known[3],
			district: now[0], diagnosis: "C61", date_in: days(-19) })
		assert.equal(answer.status, 303, answer.text.match(/field-error"[^<]*</g)?.join(" "))
		assert.deepEqual((await changes("entry"))[0], { "Район": [was[1], now[1]], "На учёте с": [date(days(-20)), date(days(-19))] })
		assert.deepEqual((await changes("diagnosis"))[0]["Диагноз"], ["C34.1", "C61"])
	})
	test("a step that brings a new conclusion tells it too, and whose change is whose", async () => {
		const changed = Number(sql(`SELECT max(version) FROM patient_entry_version WHERE patient_id = '${patient}'`))
		const step = (fields) => client.post(`/patients/${patient}/entry/state`, { on: today(), ...fields })
		assert.equal((await step({ action: "remove", from: "active", reason: "error" })).status, 303)
		assert.equal((await step({ action: "include_again", from: "removed", commission_no: "9", commission_on: today(), basis: "neuro" })).status, 303)
		assert.deepEqual((await changes("entry"))[0], { "Решение ВК, №": ["77/А", "9"], "Дата решения": [date(days(-20)), date(today())] })
		assert.equal(sql(`SELECT max(version) FROM patient_entry_version WHERE patient_id = '${patient}'`), `${changed + 1}`)
	})
	test("the entry leads there", async () =>
		assert.match((await client.get(`/patients/${patient}/entry`)).text, new RegExp(`/patients/${patient}/timeline\\?kind=entry`)))
})

describe("orders, fact by fact", () => {
	const known = (table, id) => sql(`SELECT status || '|' || version FROM ${table} WHERE id = '${id}'`).split("|")
	const post = async (path, fields) => {
		const answer = await client.post(path, fields)
		assert.equal(answer.status, 303, answer.text.match(/field-error"[^<]*<?[^<]*|role="alert">[^<]*/g)?.join(" "))
	}
	const step = (table, id, to, fields) => {
		const [from, version] = known(table, id)
		return post(`/orders/${id}/step`, { to, from, version, ...fields })
	}
	test("a service: another one, oftener, for something", async () => {
		const id = randomUUID(), fields = { id, service: "nurse_visit", times: "2", per: "week", performer: "nurse", place: "home", starts_on: days(-9), ends_on: days(9) }
		await post(`/patients/${patient}/orders/service`, fields)
		const indication = sql("SELECT name FROM indication WHERE code = 'pain'")
		await post(`/orders/${id}`, { ...fields, service: "doctor_visit", times: "3", indication: "pain", version: known("service_order", id)[1] })
		const [nurse, visit] = sql("SELECT string_agg(name, '|' ORDER BY code DESC) FROM service WHERE code IN ('nurse_visit', 'doctor_visit')").split("|")
		assert.deepEqual((await changes("order"))[0], { "Услуга": [nurse, visit], "Раз": ["2", "3"], "Показание": [undefined, indication] })
	})
	test("a device: requested, issued under its number, returned", async () => {
		const id = randomUUID()
		await post(`/patients/${patient}/orders/device`, { id, device: "wheelchair", quantity: "1", needed_on: days(-9), commission_no: "5", commission_on: days(-9) })
		await step("device_order", id, "requested", { on: days(-5), source: "regional" })
		await step("device_order", id, "issued", { on: days(-2), serial_no: "SN-44.7", model: "BASE-1.5" })
		await step("device_order", id, "returned", { on: today() })
		const [back, out, asked] = await changes("order")
		assert.deepEqual(back, { "Возвращено": [undefined, date(today())] })
		assert.deepEqual(out, { "Модель": [undefined, "BASE-1.5"], "Дата выдачи": [undefined, date(days(-2))], "Серийный номер": [undefined, "SN-44.7"] })
		assert.deepEqual(Object.keys(asked), ["Источник", "Заявка подана"])
	})
})
