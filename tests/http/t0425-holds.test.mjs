// t0425-holds.test.mjs: a line is put on hold for a reason, is not counted meanwhile, and is checked when it is resumed.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { days, demoAccount, isDoctor, keeping, reasonsFor, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
let client, sure, doctor
before(async () => {
	doctor = await signIn(demo)
	client = doctor.client
	sure = keeping(client)
})
const admit = async () => (await registered(doctor, demo, { commission_on: today(), date_in: today() })).id

const productOf = (inn, strength) => sql(`SELECT min(p.id) FROM medicine_product p JOIN medicine m ON m.id = p.medicine_id
	WHERE m.inn = '${inn}' AND p.strength = '${strength}' AND 'PO' = ANY (p.routes)`)
const morphine = productOf("Морфин", "10 мг"), diazepam = productOf("Диазепам", "5 мг")
const line = (changes = {}) => ({ id: randomUUID(), product: morphine, dose: "10", unit: "mg", route: "PO", schedule: "times_per_day",
	times_per_day: "2", starts_on: today(), ...changes })
async function written(patient, changes) {
	const fields = line(changes)
	assert.equal((await sure.post(`/patients/${patient}/prescriptions`, fields)).status, 303)
	return fields.id
}
const hold = (id, reason = "tests") => client.post(`/prescriptions/${id}/hold`, { reason })
const resume = (id, fields = {}) => client.post(`/prescriptions/${id}/status`, { from: "on_hold", to: "active", ...fields })
const state = (id) => sql(`SELECT status FROM prescription WHERE id = '${id}'`)
const kept = (id) => sql(`SELECT coalesce(string_agg(rule || '=' || reason, ' ' ORDER BY rule, at), '') FROM prescription_override
	WHERE prescription_id = '${id}'`)
const words = (html) => html.slice(html.indexOf("<main")).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ")

describe("a hold", () => {
	test("asks why; without a reason, or with one that is none, nothing is held", async () => {
		const id = await written(await admit())
		const form = await client.get(`/prescriptions/${id}/hold`)
		assert.match(form.text, /<option value="hospital">госпитализация</)
		for (const reason of ["", "no_such", "ineffective"]) {
			const answer = await hold(id, reason)
			assert.equal(answer.status, 422, reason)
			assert.match(answer.text, /id="reason-error">[^<]/)
		}
		assert.equal(state(id), "active")
	})
	test("shows its reason and day in the list, on every paper and in the timeline, in both languages", async () => {
		const patient = await admit(), id = await written(patient)
		assert.equal((await hold(id, "no_route")).status, 303)
		const pages = ["", "?all=1", "/home", "/day", `/paper?line=${id}`].map((page) => `/patients/${patient}/prescriptions${page}`)
		const said = async (path) => words((await client.get(path)).text)
		for (const path of [...pages, `/patients/${patient}/timeline`])
			assert.match(await said(path), /не может глотать или нет доступа/, path)
		assert.match(await said(pages[0]), new RegExp(`приостановлено с ${sql("SELECT to_char(current_date, 'DD.MM.YYYY')")}`))
		sql(`UPDATE account SET language = 'en' WHERE login = '${demo.login}'`)
		try {
			for (const path of [...pages, `/patients/${patient}/timeline`])
				assert.match(await said(path), /cannot swallow or no access/, path)
		} finally {
			sql(`UPDATE account SET language = 'ru' WHERE login = '${demo.login}'`)
		}
	})
	test("goes on in a new version, for the same reason since the same day", async () => {
		const id = await written(await admit()), next = line({ dose: "20", change_reason: "ineffective" })
		await hold(id)
		assert.equal((await sure.post(`/prescriptions/${id}`, next)).status, 303)
		assert.equal(sql(`SELECT status || ' ' || hold_reason || ' ' || (held_on = current_date) FROM prescription WHERE id = '${next.id}'`),
			"on_hold tests true")
	})
})

describe("a line is resumed", () => {
	test("by one click where nothing speaks against it", async () => {
		const id = await written(await admit(), { product: productOf("Омепразол", "20 мг"), dose: "20" })
		await hold(id)
		assert.equal((await resume(id)).status, 303)
		assert.equal(state(id), "active")
	})
	test("against what was prescribed meanwhile only with a reason, which is kept", async () => {
		const patient = await admit(), id = await written(patient)
		const before = kept(id)
		await hold(id)
		const other = await written(patient, { product: diazepam, dose: "5" })
		assert.doesNotMatch(kept(other), /opioid_benzodiazepine/, "it was alone then")
		const asked = await resume(id)
		assert.equal(asked.status, 422)
		assert.match(words(asked.text), /Опиоид с бензодиазепином.*оставить, причина:/)
		assert.match(words(asked.text), /Приостановлено с [\d.]+: ждём анализы/)
		assert.equal(state(id), "on_hold")
		const reasons = reasonsFor(asked.text)
		const some = Object.fromEntries(Object.entries(reasons).filter(([name]) => !name.endsWith("_0")))
		assert.equal((await resume(id, some)).status, 422, "each of them")
		assert.equal(state(id), "on_hold")
		assert.equal((await resume(id, reasons)).status, 303)
		assert.equal(state(id), "active")
		assert.match(kept(id), /opioid_benzodiazepine=benefit/)
		assert.ok(kept(id).length > before.length, "what was kept before stays")
		assert.match(words((await client.get(`/patients/${patient}/prescriptions`)).text), /Оставлено: Опиоид с бензодиазепином — польза больше риска/)
	})
	test("never where a rule stops it, whatever the reasons", async () => {
		const patient = await admit(), id = await written(patient)
		await hold(id)
		sql(`UPDATE safety_rule SET severity = 'stop' WHERE code = 'opioid_without_laxative'`)
		try {
			const asked = await resume(id), n = 39
			const answer = await resume(id, { ...reasonsFor(asked.text), [`finding_${n}`]: `opioid_without_laxative@${id}`, [`reason_${n}`]: "benefit" })
			assert.equal(answer.status, 422)
			assert.match(words(answer.text), /Ничего не сохранено/)
			assert.equal(state(id), "on_hold")
		} finally {
			sql(`UPDATE safety_rule SET severity = 'warn' WHERE code = 'opioid_without_laxative'`)
		}
	})
	test("a stale step is a conflict", async () => {
		const id = await written(await admit(), { product: productOf("Омепразол", "20 мг"), dose: "20" })
		await hold(id)
		assert.equal((await resume(id)).status, 303)
		assert.equal((await resume(id)).status, 409)
	})
})

/** What the lines of a patient amount to by day, by the steps alone: a held line is not given after the day of its hold and before that of resuming. */
const reference = (patient) => JSON.parse(sql(`
	WITH step AS (SELECT e.prescription_id, e.to_status, e.from_status, e.on_date, e.id FROM prescription_event e
	               WHERE e.patient_id = '${patient}' AND e.to_status IN ('on_hold', 'active')),
	given AS (SELECT d::date AS day, l.dose * l.times_per_day AS mg
	  FROM prescription l, generate_series(current_date - 40, current_date, interval '1 day') d
	 WHERE l.patient_id = '${patient}' AND l.status NOT IN ('draft', 'entered_in_error') AND l.starts_on <= d
	   AND coalesce(l.ends_on, 'infinity') >= d AND coalesce(l.stopped_on, 'infinity') >= d
	   AND NOT EXISTS (SELECT FROM prescription n WHERE n.series_id = l.series_id AND n.version > l.version AND n.starts_on <= d)
	   -- The last step before that day was a hold, and none on it resumed the line.
	   AND coalesce((SELECT s.to_status FROM step s WHERE s.prescription_id = l.id AND s.on_date < d ORDER BY s.id DESC LIMIT 1),
	       (SELECT s.from_status FROM step s WHERE s.prescription_id = l.id ORDER BY s.id LIMIT 1),
	       CASE WHEN l.held_on IS NOT NULL THEN 'on_hold' END, 'active') <> 'on_hold'
	    OR EXISTS (SELECT FROM step s WHERE s.prescription_id = l.id AND s.on_date = d AND s.to_status = 'active'
	               AND l.patient_id = '${patient}')),
	sum AS (SELECT d::date AS day, coalesce((SELECT sum(mg) FROM given g WHERE g.day = d), 0) AS mg
	  FROM generate_series(current_date - 40, current_date, interval '1 day') d)
	SELECT json_agg(trim_scale(mg) ORDER BY day) FROM sum`))

describe("oral morphine equivalents by day", () => {
	const dated = (id, ...dates) => sql(dates.map((ago, n) => `UPDATE prescription_event SET on_date = current_date - ${ago}
		WHERE id = (SELECT id FROM prescription_event WHERE prescription_id = '${id}' ORDER BY id OFFSET ${n} LIMIT 1)`).join(";"))
	const begin = (id, ago) => sql(`UPDATE prescription SET starts_on = current_date - ${ago} WHERE id = '${id}'`)
	/** The series of the trends, a value a day. */
	async function drawn(patient) {
		const { json } = await client.get(`/api/patients/${patient}/trends?since=${days(-40)}`)
		const found = json.series.find(({ code }) => code === "omedd")
		return Array.from({ length: 41 }, (_, i) => {
			const at = Date.parse(`${days(i - 40)}T12:00:00Z`) / 1000
			return found?.v.filter((_, k) => found.t[k] <= at).at(-1) ?? 0
		})
	}
	const cases = {
		"held once and resumed": async (id) => {
			await hold(id)
			await sure.post(`/prescriptions/${id}/status`, { from: "on_hold", to: "active" })
			dated(id, 20, 10)
		},
		"held twice, on hold now": async (id) => {
			for (let i = 0; i < 2; i++) {
				await hold(id)
				if (i === 0)
					await sure.post(`/prescriptions/${id}/status`, { from: "on_hold", to: "active" })
			}
			dated(id, 25, 20, 5)
		},
		"held and resumed on one day": async (id) => {
			await hold(id)
			await sure.post(`/prescriptions/${id}/status`, { from: "on_hold", to: "active" })
			dated(id, 10, 10)
		},
		"held, changed while on hold, resumed": async (id) => {
			const next = line({ dose: "30", starts_on: days(-15), change_reason: "ineffective" })
			await hold(id)
			dated(id, 20)
			sql(`UPDATE prescription SET held_on = current_date - 20 WHERE id = '${id}'`)
			await sure.post(`/prescriptions/${id}`, next)
			await sure.post(`/prescriptions/${next.id}/status`, { from: "on_hold", to: "active" })
			dated(next.id, 5)
		},
		"held and stopped on hold": async (id) => {
			await hold(id)
			await client.post(`/prescriptions/${id}/stop`, { reason: "ineffective", on: days(-4) })
			dated(id, 12, 4)
		},
	}
	for (const [what, act] of Object.entries(cases))
		test(`${what}: as the steps say`, async () => {
			const patient = await admit(), id = await written(patient)
			begin(id, 30)
			await act(id)
			const wanted = reference(patient)
			assert.deepEqual(await drawn(patient), wanted)
			assert.equal(wanted.filter((mg) => mg > 0).length, what.endsWith("one day") ? 31 : { "held once and resumed": 22,
				"held twice, on hold now": 22, "held, changed while on hold, resumed": 17, "held and stopped on hold": 19 }[what])
		})
})
