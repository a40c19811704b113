// t0410-lines.test.mjs: every kind of schedule is stored as it was written, and what cannot be is refused at its field.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, isDoctor, keeping, placeOf, signIn } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const institution = placeOf(demo.login).institution
let client, patient
before(async () => {
	client = keeping((await signIn(demo)).client)
	patient = sql(`SELECT id FROM patient WHERE institution_id = ${institution} AND status = 'active' ORDER BY id DESC LIMIT 1`)
})

const productOf = (where) => sql(`SELECT p.id FROM medicine_product p JOIN medicine m ON m.id = p.medicine_id
	WHERE m.retired_at IS NULL AND ${where} ORDER BY p.id LIMIT 1`)
const tablet = productOf("'mg' = ANY (p.units) AND p.routes = '{PO}'")
const patch = productOf("p.patch_hours = 72")
const oxygen = productOf("'L/min' = ANY (p.units)")
const [morphine, haloperidol] = sql(`SELECT p.id FROM medicine_product p WHERE 'mg/(24.h)' = ANY (p.units)
	AND 'CSCI' = ANY (p.routes) AND p.id IN (SELECT min(id) FROM medicine_product WHERE 'mg/(24.h)' = ANY (units)
	GROUP BY medicine_id) ORDER BY p.id LIMIT 2`).split("\n")

const base = { unit: "mg", route: "PO", dose: "5", starts_on: "01.11.2026" }
const kinds = {
	times_per_day: { product: tablet, times_per_day: "2,5" },
	every_hours: { product: tablet, interval_hours: "12" },
	clock: { product: tablet, clock: "1-0-0,5" },
	hours: { product: tablet, clock: "22:30; 8.00,14:00", schedule: "clock" },
	weekly: { product: tablet, weekday_1: "1", weekday_4: "1" },
	once: { product: tablet },
	patch: { product: patch, unit: "ug/h", route: "TD", dose: "25", interval_hours: "72", patches: "2" },
	infusion: { product: morphine, unit: "mg/(24.h)", route: "CSCI", dose: "30", volume_ml: "24", rate_ml_h: "1",
		diluent: "sodium_chloride", device: "syringe_driver" },
	oxygen: { product: oxygen, unit: "L/min", route: "INH", dose: "2", hours_per_day: "16" },
}
const line = (changes = {}) => ({ id: randomUUID(), schedule: "times_per_day", ...base, ...kinds.times_per_day, ...changes })
const kind = (name, changes = {}) => ({ id: randomUUID(), schedule: name, ...base, ...kinds[name], ...changes })
const add = (fields, to = patient) => client.post(`/patients/${to}/prescriptions`, fields)
const column = (id, name) => sql(`SELECT ${name} FROM prescription WHERE id = '${id}'`)
const errorOf = (text, field) => new RegExp(`id="${field}-error">([^<]+)<`).exec(text)?.[1]

describe("every kind of schedule", () => {
	const stored = {
		times_per_day: ["trim_scale(times_per_day)", "2.5"], every_hours: ["interval_hours", "12"],
		clock: ["clock_doses", "{1.00,0.00,0.50,0.00}"], hours: ["clock_times", "{08:00:00,14:00:00,22:30:00}"], weekly: ["weekdays || ' ' || trim_scale(times_per_day)", "9 1"],
		once: ["schedule", "once"], patch: ["interval_hours || ' ' || patches || ' ' || trim_scale(dose)", "72 2 25"],
		infusion: ["trim_scale(volume_ml) || ' ' || trim_scale(rate_ml_h) || ' ' || diluent || ' ' || device || (pump_id IS NOT NULL)",
			"24 1 sodium_chloride syringe_drivertrue"],
		oxygen: ["trim_scale(hours_per_day)", "16"],
	}
	const said = {
		times_per_day: "2,5 р", every_hours: "каждые 12 ч", clock: "1-0-0,5-0", hours: "в 08:00, 14:00, 22:30", weekly: "пн, чт", once: "однократно",
		patch: "2 пластыря, ", infusion: "24 мл за 24 ч, 1 мл/ч", oxygen: "16 ч в сутки",
	}
	const again = { clock: "1-0-0,5-0", hours: "08:00 14:00 22:30" }
	for (const [name, [expression, wanted]] of Object.entries(stored))
		test(`${name} is stored, shown and comes back into the form`, async () => {
			const fields = kind(name)
			const answer = await add(fields)
			assert.equal(answer.status, 303, answer.text.match(/field-error"[^<]*<|role="alert">[^<]*/g)?.join(" "))
			assert.equal(column(fields.id, expression), wanted)
			assert.ok((await client.get(`/patients/${patient}/prescriptions`)).text.includes(said[name]), said[name])
			const form = (await client.get(`/prescriptions/${fields.id}/edit`)).text
			assert.match(form, new RegExp(`<option value="${fields.schedule}" selected>`))
			for (const field of ["clock", "rate_ml_h", "hours_per_day", "patches"])
				if (fields[field] !== undefined)
					assert.ok(form.includes(`name="${field}" value="${again[name] ?? fields[field]}"`), field)
			if (name === "weekly")
				assert.match(form, /name="weekday_4" value="1" checked/)
		})
	test("as needed: what for, how often at most", async () => {
		const fields = line({ prn: "1", prn_max_per_day: "6", prn_min_hours: "1,5", indication: "breakthrough_pain", basis: "breakthrough" })
		assert.equal((await add(fields)).status, 303)
		assert.equal(column(fields.id, "schedule || prn || prn_max_per_day || ' ' || prn_min_hours || coalesce(times_per_day::text, '-')"),
			"every_hourstrue6 1.5-")
	})
	test("a plan, a review, what is dispensed and instructions", async () => {
		const fields = line({ titration_step: "5", titration_every_days: "3", titration_target: "30", titration_by: "doctor",
			review_on: "08.11.2026", quantity: "20", packs: "1", instruction_1: "whole", instruction_2: "write_down" })
		assert.equal((await add(fields)).status, 303)
		assert.equal(column(fields.id, "trim_scale(titration_target) || ' ' || review_on || ' ' || packs || ' ' || instructions::text"),
			"30 2026-11-08 1 {whole,write_down}")
		assert.notEqual(column(fields.id, "coalesce(rx_form, '')"), "", "the form of the reference book")
	})
})

describe("bad input is refused at its field and nothing is lost", () => {
	const wrong = {
		"a dose of zero": [line({ dose: "0" }), "dose"],
		"a negative dose": [line({ dose: "-5" }), "dose"],
		"a dose too small to be stored": [line({ dose: "0,00001" }), "dose"],
		"a unit of another form": [line({ unit: "{supp}" }), "unit"],
		"an amount an hour that is no patch": [kind("patch", { schedule: "every_hours" }), "unit"],
		"an infusion in milligrams": [kind("infusion", { unit: "mg" }), "unit"],
		"an end before the start": [line({ ends_on: "31.10.2026" }), "ends_on"],
		"a review before the start": [line({ review_on: "31.10.2026" }), "review_on"],
		"as needed without a maximum": [line({ prn: "1", indication: "pain" }), "prn_max_per_day"],
		"as needed without a reason": [line({ prn: "1", prn_max_per_day: "4" }), "indication"],
		"a clock of nothing": [kind("clock", { clock: "0-0-0-0" }), "clock"],
		"a clock of five": [kind("clock", { clock: "1-0-1-0-1" }), "clock"],
		"a clock of words": [kind("clock", { clock: "утро" }), "clock"],
		"an hour twice": [kind("hours", { clock: "8:00 14:00 08:00" }), "clock"],
		"an hour that is none": [kind("hours", { clock: "08:00 25:00" }), "clock"],
		"a minute that is none": [kind("hours", { clock: "08:60" }), "clock"],
		"hours without minutes": [kind("hours", { clock: "8 14 22" }), "clock"],
		"no hour": [kind("hours", { clock: "" }), "clock"],
		"more than 24 hours": [kind("hours", { clock: Array.from({ length: 25 }, (_, n) => `${n % 12}:${n < 12 ? "00" : n + 10}`).join(" ") }), "clock"],
		"weekly without a day": [kind("weekly", { weekday_1: "", weekday_4: "" }), "weekdays"],
		"a patch without hours": [kind("patch", { interval_hours: "" }), "interval_hours"],
		"oxygen without hours": [kind("oxygen", { hours_per_day: "" }), "hours_per_day"],
		"no schedule": [line({ schedule: "" }), "schedule"],
		"a rate that gives another volume": [kind("infusion", { rate_ml_h: "2" }), "rate_ml_h"],
		"half a plan": [line({ titration_step: "5" }), "titration_target"],
		"a plan away from its target": [line({ titration_step: "-5", titration_every_days: "3", titration_target: "30",
			titration_by: "doctor" }), "titration_target"],
		"a rescue of a line that is not there": [line({ basis: "breakthrough", background_series: randomUUID() }), "background_series"],
		"an indication that is none": [line({ indication: "nothing_known" }), "indication"],
	}
	for (const [what, [fields, field]] of Object.entries(wrong))
		test(what, async () => {
			const answer = await add(fields)
			assert.equal(answer.status, 422)
			assert.ok(errorOf(answer.text, field), `a message at ${field}: ${answer.text.match(/[\w-]+-error">[^<]+/g)}`)
			assert.ok(answer.text.includes(`value="${fields.dose}"`), "the dose comes back as typed")
			assert.equal(column(fields.id, "count(*)"), "0")
		})
})

describe("one pump", () => {
	test("holds one mix: a second medicine joins it, another volume or the same medicine does not", async () => {
		const first = kind("infusion")
		assert.equal((await add(first)).status, 303)
		const pump = column(first.id, "pump_id")
		const empty = { volume_ml: "", rate_ml_h: "", diluent: "", device: "" }
		const joined = kind("infusion", { product: haloperidol, dose: "5", pump_id: pump, ...empty })
		assert.equal((await add(joined)).status, 303)
		assert.equal(column(joined.id, "trim_scale(volume_ml) || ' ' || device"), "24 syringe_driver")
		for (const changes of [{ product: haloperidol, dose: "5", volume_ml: "48", rate_ml_h: "2" }, { ...empty }]) {
			const answer = await add(kind("infusion", { pump_id: pump, ...changes }))
			assert.equal(answer.status, 422)
			assert.match(errorOf(answer.text, "pump_id"), /в этом насосе уже идёт другая смесь/)
		}
		const changed = kind("infusion", { pump_id: pump, volume_ml: "48", rate_ml_h: "2" })
		assert.equal((await client.post(`/prescriptions/${first.id}`, changed)).status, 303)
		assert.equal(sql(`SELECT string_agg(trim_scale(volume_ml) || ' v' || version, ', ' ORDER BY dose) FROM prescription
			WHERE pump_id = '${pump}' AND current`), "48 v2, 48 v2", "the other line follows the new mix in a version of its own")
	})
})
