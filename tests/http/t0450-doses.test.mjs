// t0450-doses.test.mjs: what lines amount to; every safety rule fires, once, not beside it, and is kept with its reason.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, beforeEach, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { admission, demoAccounts, isDoctor, keeping, reasonsFor, recordDeath, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccounts().find((d) => isDoctor(d) && d.member === "doctor" && d.role === "user")
let doctor, client, sure, patient
before(async () => {
	doctor = await signIn(demo)
	client = doctor.client
	sure = keeping(client)
	const fields = await admission(doctor, demo, { surname: "Дозова" },
		{ commission_no: "12", commission_on: today(), basis: "onco", consent_on: today() })
	assert.equal((await client.post("/patients", fields)).status, 303)
	patient = fields.id
})
const wipe = () => sql(`DELETE FROM prescription_override WHERE patient_id = '${patient}';
	DELETE FROM prescription_event WHERE patient_id = '${patient}'; DELETE FROM prescription WHERE patient_id = '${patient}'`)

const line = (number, dose, changes = {}) => ({
	id: randomUUID(), product: number, dose, unit: "mg", route: "PO", schedule: "times_per_day", times_per_day: "2",
	starts_on: today(), ...changes,
})
const needed = (number, dose, changes = {}) => line(number, dose, {
	schedule: "", times_per_day: "", prn: "1", prn_max_per_day: "4", indication: "pain", ...changes,
})
const patch = (number, dose, hours = "72", changes = {}) => line(number, dose, {
	unit: "ug/h", route: "TD", schedule: "patch", times_per_day: "", interval_hours: hours, ...changes,
})
const P = Object.fromEntries(sql(`SELECT k.name, min(f.id) FROM (VALUES ('tablet', 'Морфин', '10 мг', 'таблетки'),
	('long', 'Морфин', '30 мг', 'таблетки пролонг'), ('ampoule', 'Морфин', '10 мг/мл', 'раствор для инъ'), ('fentanyl', 'Фентанил', '25 мкг/ч', ''),
	('buprenorphine', 'Бупренорфин', '35 мкг/ч', ''), ('nalbuphine', 'Налбуфин', '10 мг/мл', ''), ('promedol', 'Тримеперидин', '20 мг/мл', ''),
	('tramadol', 'Трамадол', '50 мг', ''), ('paracetamol', 'Парацетамол', '500 мг', 'таблетки'), ('ibuprofen', 'Ибупрофен', '400 мг', ''),
	('ketoprofen', 'Кетопрофен', '100 мг', 'таблетки'), ('diazepam', 'Диазепам', '5 мг', 'таблетки'), ('pregabalin', 'Прегабалин', '75 мг', ''),
	('lactulose', 'Лактулоза', '667 мг/мл', ''), ('bisacodyl', 'Бисакодил', '5 мг', ''), ('picosulfate', 'Натрия пикосульфат', '7,5 мг/мл', ''))
	AS k (name, inn, strength, form) JOIN medicine m ON m.inn = k.inn
	JOIN medicine_product f ON f.medicine_id = m.id AND f.strength = k.strength AND f.form LIKE k.form || '%' GROUP BY 1`)
	.split("\n").map((row) => row.split("|")))
const RULES = Object.fromEntries(sql("SELECT code, severity, cause, title FROM safety_rule").split("\n")
	.map((row) => row.split("|")).map(([code, severity, cause, title]) => [code, { severity, cause, title }]))

const laxative = () => line(P.lactulose, "15", { unit: "mL" })
const rescue = (dose = "10") => needed(P.tablet, dose)
const background = (changes) => line(P.long, "30", changes)
const add = (fields, who = client) => who.post(`/patients/${patient}/prescriptions`, fields)
const doses = async (fields) => {
	const answer = await client.post(`/api/patients/${patient}/prescriptions/doses`, fields)
	assert.equal(answer.status, 200, answer.text.slice(0, 200))
	return answer.json
}
const kept = (id) => sql(`SELECT coalesce(string_agg(rule || '=' || reason, ' ' ORDER BY rule), '') FROM prescription_override WHERE prescription_id = '${id}'`)
const stored = (id) => sql(`SELECT count(*) FROM prescription WHERE id = '${id}'`)
const of = (found, rule) => found.findings.filter((f) => f.rule === rule)

describe("every rule", () => {
	beforeEach(wipe)
	// What is there before, the line it fires for, a line it does not fire for.
	const rules = {
		opioid_without_laxative: [[() => rescue()], () => background(), () => line(P.paracetamol, "500")],
		opioid_without_rescue: [[laxative], () => background(), () => rescue()],
		rescue_share: [[laxative, background], () => rescue("30"), () => rescue("10")],
		several_patches: [[laxative, () => rescue("20"), () => patch(P.fentanyl, "25")], () => patch(P.fentanyl, "25"), () => line(P.paracetamol, "500")],
		several_strong_opioids: [[laxative, () => rescue("20"), () => patch(P.fentanyl, "25")], background, () => line(P.tramadol, "50")],
		opioid_mixed: [[laxative, rescue, background], () => line(P.nalbuphine, "10", { route: "SC" }), () => line(P.tramadol, "50")],
		nsaid_twice: [[() => line(P.ibuprofen, "400")], () => line(P.ketoprofen, "100"), () => line(P.paracetamol, "500")],
		same_medicine: [[() => line(P.paracetamol, "500")], () => line(P.paracetamol, "500"), () => needed(P.paracetamol, "500")],
		same_class: [[() => line(P.bisacodyl, "5")], () => line(P.picosulfate, "5"), () => line(P.lactulose, "15", { unit: "mL" })],
		opioid_benzodiazepine: [[laxative, rescue, background], () => line(P.diazepam, "5"), () => line(P.paracetamol, "500")],
		opioid_gabapentinoid: [[() => line(P.tramadol, "50")], () => line(P.pregabalin, "75"), () => line(P.paracetamol, "500")],
		patch_interval_fentanyl: [[laxative, rescue], () => patch(P.fentanyl, "25", "48"), () => patch(P.fentanyl, "25", "72")],
		patch_interval_buprenorphine: [[laxative, rescue], () => patch(P.buprenorphine, "35", "120"), () => patch(P.buprenorphine, "35", "84")],
		dose_tenfold: [[], () => line(P.paracetamol, "20000"), () => line(P.paracetamol, "19999")],
		day_maximum: [[], () => line(P.paracetamol, "1000", { times_per_day: "5" }), () => line(P.paracetamol, "1000", { times_per_day: "4" })],
		rx_form_other: [[laxative, rescue], () => background({ rx_form: "107-1/у" }), () => background({ rx_form: "107/у-НП" })],
		rx_quantity: [[laxative, rescue], () => line(P.ampoule, "10", { route: "SC", quantity: "41" }), () => line(P.ampoule, "10", { route: "SC", quantity: "20" })],
		rx_quantity_doubled: [[laxative, rescue], () => line(P.ampoule, "10", { route: "SC", quantity: "40" }), () => line(P.ampoule, "10", { route: "SC", quantity: "20" })],
	}
	for (const [rule, [there, fires, beside]] of Object.entries(rules))
		test(rule, async () => {
			const { severity, cause, title } = RULES[rule]
			for (const before of there)
				assert.equal((await add(before(), sure)).status, 303)
			const fields = fires(), found = await doses(fields)
			assert.equal(of(found, rule).length, 1, `fires: ${found.findings.map((f) => f.rule)}`)
			assert.equal(found.findings.filter((f) => RULES[f.rule].cause === cause).length, 1, "one finding for one cause")
			assert.ok(of(found, rule)[0].rule_source !== "" && of(found, rule)[0].text !== "" && !/\{\d\}/.test(of(found, rule)[0].text))
			assert.equal(of(await doses(beside()), rule).length, 0, "not beside it")
			const refused = await add(fields)
			if (severity === "warn") {
				assert.equal(refused.status, 422)
				assert.equal(stored(fields.id), "0")
				assert.ok(refused.text.includes(title) && refused.text.includes(of(found, rule)[0].rule_source.slice(0, 20)), "what and from which source")
				assert.ok(refused.text.includes(`value="${fields.dose}"`), "the dose is kept")
				const saved = await add({ ...fields, ...reasonsFor(refused.text, "consilium") })
				assert.equal(saved.status, 303, saved.text.match(/field-error"[^<]*<[^<]*|role="alert">[^<]*/g)?.join(" "))
				assert.equal(kept(fields.id), `${rule}=consilium`)
				assert.match((await client.get(`/patients/${patient}/prescriptions`)).text, new RegExp(`${title} — решение врачебной комиссии`), "in the history")
			} else {
				assert.equal(refused.status, 303, "only shown")
				assert.equal(kept(fields.id), "")
			}
		})
	test("allergy: to a group, a substance; kept with its reason; not beside it", async () => {
		const told = { reactions: "urticaria", severity: "severe", certainty: "confirmed", source: "patient", noted_on: today() }
		const opioid = sql("SELECT '#' || id FROM medicine WHERE inn = 'Трамадол'")
		assert.equal((await client.post(`/patients/${patient}/allergies`, { subject: opioid, ...told })).status, 303)
		const fields = line(P.tramadol, "50")
		assert.match(of(await doses(fields), "allergy")[0].text, /Трамадол/)
		assert.equal(of(await doses(line(P.paracetamol, "500")), "allergy").length, 0)
		const refused = await add(fields)
		assert.equal(refused.status, 422)
		assert.equal((await add({ ...fields, ...reasonsFor(refused.text, "tolerated_before") })).status, 303)
		assert.match(kept(fields.id), /allergy=tolerated_before/)
		sql(`DELETE FROM allergy WHERE patient_id = '${patient}'`)
	})
	test("wrong_form: a hard stop is refused whatever the reason, and the sheet is kept", async () => {
		const fields = line(P.bisacodyl, "5")
		await add(fields, sure)
		sql(`UPDATE medicine_product SET routes = '{PEG}' WHERE id = ${P.bisacodyl}`)
		try {
			const answer = await client.post(`/patients/${patient}/sheet`, {
				starts_on: today(), line_0: fields.id, series_0: fields.id, sign_0: "1", dose_0: "10", days_0: "3",
				finding_0: `wrong_form@${fields.id}`, reason_0: "benefit",
			})
			assert.equal(answer.status, 422)
			assert.match(answer.text, /Единица или путь не подходят к форме/)
			assert.match(answer.text, /name="dose_0" value="10"/)
			assert.equal(sql(`SELECT count(*) FROM prescription WHERE series_id = '${fields.id}'`), "1")
		} finally {
			sql(`UPDATE medicine_product SET routes = '{PO}' WHERE id = ${P.bisacodyl}`)
		}
	})
	test("a reason that is none, of another rule, or none at all does not do", async () => {
		const fields = background(), refused = await add(fields)
		const reasons = reasonsFor(refused.text)
		assert.equal(Object.keys(reasons).length, 4, "laxative and rescue")
		for (const wrong of [{}, { ...reasons, reason_1: "" }, { ...reasons, reason_0: "whatever" }, { ...reasons, finding_0: `day_maximum@${fields.id}` }])
			assert.equal((await add({ ...fields, ...wrong })).status, 422)
		const half = await add({ ...fields, ...reasons, reason_1: "" })
		assert.match(half.text, /<option value="benefit" selected>/, "the reason that was chosen stands")
		assert.equal(stored(fields.id), "0")
		assert.equal((await add({ ...fields, ...reasons, draft: "1" })).status, 303, "a draft waits for its sheet")
		assert.equal(kept(fields.id), "")
	})
	test("a new version asks again and offers the reason given before", async () => {
		const first = background(), second = background({ dose: "60", change_reason: "ineffective" })
		await add(first, sure)
		const form = (await client.get(`/prescriptions/${first.id}/edit`)).text
		assert.match(form, /<option value="benefit" selected>/)
		assert.equal((await client.post(`/prescriptions/${first.id}`, second)).status, 422)
		assert.equal((await sure.post(`/prescriptions/${first.id}`, second)).status, 303)
		assert.equal(kept(second.id), "opioid_without_laxative=benefit opioid_without_rescue=benefit")
	})
})

describe("ways out", () => {
	beforeEach(wipe)
	test("the right value is put into its field, nothing is saved", async () => {
		const fields = patch(P.fentanyl, "25", "48")
		const { way_apply: value } = of(await doses(fields), "patch_interval_fentanyl")[0]
		assert.equal(value, "interval_hours=72")
		const answer = await add({ ...fields, apply: value })
		assert.equal(answer.status, 422)
		assert.match(answer.text, /name="interval_hours" value="72"/)
		assert.doesNotMatch(answer.text, /Интервал смены пластыря/)
		assert.equal(stored(fields.id), "0")
		for (const nonsense of ["dose=1", "interval_hours", "=", "interval_hours=много"])
			assert.equal((await add({ ...fields, apply: nonsense })).status, 422)
	})
	test("a laxative: the line is put on the sheet, the next form has one, both are signed without a warning", async () => {
		const opioid = background()
		await add(rescue(), sure)
		const { way_go: way } = of(await doses(opioid), "opioid_without_laxative")[0]
		const answer = await add({ ...opioid, way })
		assert.equal(answer.status, 303)
		assert.equal(sql(`SELECT status FROM prescription WHERE id = '${opioid.id}'`), "draft")
		const form = (await client.get(answer.headers.location)).text
		const chosen = /<option value="(\d+)"[^>]* selected>[^<]+<\/option>/.exec(/<select name="product"[\s\S]*?<\/select>/.exec(form)[0])[1]
		assert.equal(sql(`SELECT m.group_code FROM medicine_product f JOIN medicine m ON m.id = f.medicine_id WHERE f.id = ${chosen}`), "laxative")
		assert.match(form, /<button type="submit" name="draft" value="1" aria-keyshortcuts="Control\+Enter">/)
		const lax = laxative()
		assert.equal((await add({ ...lax, draft: "1" })).status, 303)
		const sheet = { starts_on: today(), line_0: opioid.id, series_0: opioid.id, sign_0: "1", line_1: lax.id, series_1: lax.id }
		const alone = await client.post(`/patients/${patient}/sheet`, sheet)
		assert.equal(alone.status, 422, "without the laxative the warning stands")
		assert.match(alone.text, /Опиоид без слабительного/)
		assert.equal((await client.post(`/patients/${patient}/sheet`, { ...sheet, sign_1: "1" })).status, 303, "the lines are checked together")
		assert.equal(kept(opioid.id), "")
	})
	test("a rescue is offered as needed, never with a dose", async () => {
		const form = (await client.get(`/patients/${patient}/prescriptions/new?with=opioid_without_rescue`)).text
		assert.match(form, /name="prn" id="prn" value="1" checked/)
		assert.match(form, /name="dose" id="dose" value=""/)
		assert.match(form, /<option value="breakthrough" selected>/)
		assert.equal((await client.get(`/patients/${patient}/prescriptions/new?with=day_maximum`)).status, 404, "a rule that asks for nothing")
		assert.equal((await client.get(`/patients/${patient}/prescriptions/new?with=no_such`)).status, 404)
	})
})

describe("a sheet", () => {
	beforeEach(wipe)
	test("is checked as a whole; reasons of last time are offered, and stored with the new versions", async () => {
		const opioid = background(), other = line(P.paracetamol, "500")
		for (const fields of [opioid, other])
			await add(fields, sure)
		const page = (await client.get(`/patients/${patient}/sheet`)).text
		const reasons = Object.fromEntries(Object.entries(reasonsFor(page)).filter(([name]) => name.startsWith("finding_")))
		assert.equal(Object.keys(reasons).length, 2)
		assert.equal([...page.matchAll(/<option value="benefit" selected>/g)].length, 2, "one click signs it again")
		const rows = (dose) => ({ starts_on: today(), line_0: opioid.id, series_0: opioid.id, sign_0: "1", dose_0: "30",
			line_1: other.id, series_1: other.id, sign_1: "1", dose_1: dose, days_1: "5" })
		const refused = await client.post(`/patients/${patient}/sheet`, rows("2500"))
		assert.equal(refused.status, 422)
		assert.match(refused.text, /value="2500"/)
		assert.match(refused.text, /Выше наибольшей суточной дозы/)
		const signed = await client.post(`/patients/${patient}/sheet`, { ...rows("500"), ...reasonsFor(page, "last_days") })
		assert.equal(signed.status, 303)
		assert.equal(kept(sql(`SELECT id FROM prescription WHERE series_id = '${opioid.id}' AND current`)),
			"opioid_without_laxative=last_days opioid_without_rescue=last_days")
	})
	test("figures of what is typed, line by line", async () => {
		const opioid = background()
		await add(opioid, sure)
		const { json } = await client.post(`/api/patients/${patient}/sheet/doses`, {
			starts_on: today(), line_0: opioid.id, series_0: opioid.id, sign_0: "1", dose_0: "60", days_0: "7" })
		const [row] = json.rows
		assert.deepEqual([row.series, row.day_dose, row.ddd, row.ome, row.count, row.pack_days], [opioid.id, "120 мг", "1,2", "120 мг", "28 таблеток", "7"])
		assert.equal(json.ome_background, "120 мг")
		assert.equal(json.ome_before, "60 мг")
	})
})

describe("figures", () => {
	beforeEach(wipe)
	const shown = async (...lines) => {
		for (const fields of lines)
			assert.equal((await add(fields, sure)).status, 303)
		return (await client.get(`/patients/${patient}/prescriptions`)).text.replaceAll(/<\/?(b|small|br|span)[^>]*>/g, " ").replaceAll(/\s+/g, " ")
	}
	test("fentanyl 25 µg/h is 75 mg by ANZCA and half a DDD; five patches last 15 days", async () => {
		const text = await shown(patch(P.fentanyl, "25", "72", { quantity: "5" }))
		assert.match(text, /0,6 мг DDD 0,5 · ОМЭ 75 мг 30 дн\.: 10 пластырей, упаковок 2/)
		assert.match(text, /осталось 15 дней/)
		assert.match(text, /Фон<\/dt><dd> 75 мг/)
		assert.match(text, /60–90 мг/, "by all tables")
		assert.match(text, /Сводная 2026 \(ANZCA 2021 с дополнениями\), версия 2026/)
		assert.match(text, /не доза для назначения.*25–50 %/)
	})
	test("morphine 300 mg by mouth is 3 DDD; what is as needed stands apart", async () => {
		const text = await shown(line(P.long, "150"), rescue("50"))
		assert.match(text, /300 мг DDD 3 · ОМЭ 300 мг/)
		assert.match(text, /Фон<\/dt><dd> 300 мг/)
		assert.match(text, /до<\/dt><dd> 500 мг/)
	})
	test("without a factor: at least so much, and so many medicines apart in mg", async () => {
		const text = await shown(line(P.long, "30"), line(P.promedol, "20", { route: "SC" }))
		assert.match(text, /Фон<\/dt><dd> ≥ 60 мг \+ 1 лекарство без коэффициента/)
		assert.match(text, /Тримеперидин подкожно 40 мг/)
	})
	test("another table is named with its version; one that is none falls back to the site's", async () => {
		await add(patch(P.fentanyl, "25"), sure)
		const by = async (table) => (await client.get(`/patients/${patient}/prescriptions?table=${table}`)).text
		assert.match(await by("norway"), /Норвегия OMEQ, версия 1/)
		assert.match(await by("norway"), /<b>60 мг<\/b>/)
		assert.match(await by("no_such"), /Сводная 2026 \(ANZCA 2021 с дополнениями\), версия 2026/)
		const bad = await client.get(`/patients/${patient}/prescriptions?days=0`)
		assert.equal(bad.status, 422)
		assert.match(bad.text, /id="days-error"/)
	})
	test("in English the sources of rules, limits and tables are English, too", async () => {
		const ampoules = line(P.ampoule, "10", { route: "SC", quantity: "41" }), much = line(P.ibuprofen, "1600")
		sql(`UPDATE account SET language = 'en' WHERE login = '${demo.login}'`)
		try {
			const found = await doses(ampoules), from = (rule, what = found) => of(what, rule)[0].rule_source
			assert.match(from("opioid_without_laxative"), /^NQF 1617; Russian clinical guideline/)
			assert.match(from("day_maximum", await doses(much)), /^leaflet; to be checked in the State Register of Medicines$/, "of the limit")
			assert.match(from("rx_quantity"), /^order 110 of the Ministry of Health/, "of the limit of a form")
			await add(ampoules, sure)
			assert.match((await client.get(`/patients/${patient}/prescriptions`)).text, /version 2026 <small>ANZCA 2021; what it has not, from/)
			const own = sql("SELECT source_en FROM safety_rule WHERE code = 'opioid_without_laxative'")
			sql("UPDATE safety_rule SET source_en = '' WHERE code = 'opioid_without_laxative'")
			try {
				assert.match(of(await doses(ampoules), "opioid_without_laxative")[0].rule_source, /^NQF 1617; КР/, "where nobody has written it, the Russian one")
			} finally {
				sql(`UPDATE safety_rule SET source_en = '${own}' WHERE code = 'opioid_without_laxative'`)
			}
		} finally {
			sql(`UPDATE account SET language = 'ru' WHERE login = '${demo.login}'`)
		}
		assert.match(of(await doses(much), "day_maximum")[0].rule_source, /^инструкция по применению/)
	})
	test("a line of tomorrow leaves today's in force until then", async () => {
		const first = background(), tomorrow = sql("SELECT to_char(current_date + 1, 'DD.MM.YYYY')")
		await add(first, sure)
		await sure.post(`/prescriptions/${first.id}`, background({ dose: "60", starts_on: tomorrow }))
		assert.match((await client.get(`/patients/${patient}`)).text, /фон <b>60 мг<\/b>/)
	})
	test("the button without a script: figures and warnings, nothing is saved", async () => {
		const fields = background()
		const answer = await add({ ...fields, check: "1" })
		assert.equal(answer.status, 422)
		assert.match(answer.text, /<b data-cell="day_dose">60 мг<\/b>/)
		assert.match(answer.text, /Опиоид без слабительного/)
		assert.equal(stored(fields.id), "0")
	})
	test("half a line has no figures and no warnings", async () => {
		for (const changes of [{ dose: "" }, { dose: "много" }, { product: "" }, { times_per_day: "" }, { starts_on: "31.02.2026" }]) {
			const found = await doses(background(changes))
			assert.equal(found.has_figures, false)
			assert.deepEqual(found.findings, [])
		}
	})
})

describe("a warning about what is in force", () => {
	beforeEach(wipe)
	const keep = (fields) => client.post(`/patients/${patient}/findings`, fields)
	test("is kept on the patient's page with a reason, who and when", async () => {
		const opioid = background()
		await add(opioid, sure)
		sql(`DELETE FROM prescription_override WHERE patient_id = '${patient}'`)
		const finding = `opioid_without_laxative@${opioid.id}`
		assert.ok((await client.get(`/patients/${patient}/prescriptions`)).text.includes(`value="${finding}"`))
		assert.equal((await keep({ finding, reason: "no_such" })).status, 422)
		assert.equal((await keep({ finding: `day_maximum@${opioid.id}`, reason: "refused" })).status, 409, "it is not there")
		assert.equal((await keep({ finding, reason: "" })).status, 422)
		assert.equal((await keep({ finding, reason: "refused" })).status, 303)
		assert.equal(kept(opioid.id), "opioid_without_laxative=refused")
		assert.match((await client.get(`/patients/${patient}/prescriptions`)).text, /Оставлено: пациент отказался/)
	})
	test("that only informs is not kept", async () => {
		await add(line(P.tramadol, "50"), sure)
		const second = line(P.pregabalin, "75")
		await add(second, sure)
		const key = /value="(opioid_gabapentinoid@[^"]+)"/.exec((await client.get(`/patients/${patient}/prescriptions`)).text)
		assert.equal(key, null, "no form for it")
		assert.equal((await keep({ finding: `opioid_gabapentinoid@${second.id}`, reason: "benefit" })).status >= 400, true)
	})
})

describe("who cannot be prescribed for", () => {
	const step = (id, action, fields) => client.post(`/patients/${id}/entry/state`, { action, on: today(), ...fields })
	const ways = {
		died: [{}, (id) => recordDeath(client, id), /role="alert">[^<]*Пациент умер \d\d\.\d\d\.\d{4}/],
		removed: [{}, (id) => step(id, "remove", { from: "active", reason: "moved" }), /role="alert">[^<]*не состоит на учёте: снят/],
		refused: [{ commission_no: "", commission_on: "" }, (id) => step(id, "refuse", { from: "awaiting", reason: "criteria_not_met" }),
			/role="alert">[^<]*не состоит на учёте/],
	}
	for (const [what, [admitted, go, says]] of Object.entries(ways))
		test(`${what}: told, the entry stands, nothing is stored; nor is an older line changed or resumed`, async () => {
			const { id } = await registered(doctor, demo, { date_in: today(), ...admitted })
			const older = line(P.paracetamol, "500"), held = line(P.lactulose, "15", { unit: "mL" })
			for (const fields of [older, held])
				assert.equal((await sure.post(`/patients/${id}/prescriptions`, fields)).status, 303)
			assert.equal((await client.post(`/prescriptions/${held.id}/hold`, { reason: "tests" })).status, 303)
			const gone = await go(id)
			assert.equal(gone.status, 303, gone.text.match(/[\w-]+-error">[^<]+/g)?.join(" "))
			const fields = line(P.paracetamol, "501")
			const answer = await sure.post(`/patients/${id}/prescriptions`, fields)
			assert.equal(answer.status, 409)
			assert.match(answer.text, says)
			assert.match(answer.text, /value="501"/)
			assert.equal(stored(fields.id), "0")
			const changed = await sure.post(`/prescriptions/${older.id}`, { ...fields, change_reason: "ineffective" })
			assert.equal(changed.status, 409)
			assert.match(changed.text, says)
			assert.equal(stored(fields.id), "0")
			assert.equal((await sure.post(`/prescriptions/${held.id}/status`, { from: "on_hold", to: "active" })).status, 409)
			assert.equal((await client.post(`/patients/${id}/sheet`, { starts_on: today(), line_0: older.id, series_0: older.id, sign_0: "1", dose_0: "500", days_0: "3" })).status, 409)
			assert.equal(sql(`SELECT count(*) FROM prescription WHERE patient_id = '${id}' AND (version > 1 OR status = 'active' AND id <> '${older.id}')`), "0")
		})
})
