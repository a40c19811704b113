// t0420-sheets.test.mjs: sheets, holding, taking back, favourites: what may follow what, and nothing is lost.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, demoAccounts, isDoctor, keeping, placeOf, recordDeath, registered, signIn } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const { institution } = placeOf(demo.login)
const tablet = sql(`SELECT p.id FROM medicine_product p WHERE 'mg' = ANY (p.units) AND p.routes = '{PO}' ORDER BY id LIMIT 1`)
let client, doctor, patients
const patientOf = (n) => patients[n % patients.length]
before(async () => {
	doctor = await signIn(demo)
	client = keeping(doctor.client)
	patients = sql(`SELECT id FROM patient WHERE institution_id = ${institution} AND status = 'active' ORDER BY id DESC OFFSET 3 LIMIT 9`).split("\n")
})

const line = (changes = {}) => ({
	id: randomUUID(), product: tablet, dose: "5", unit: "mg", route: "PO", schedule: "times_per_day", times_per_day: "2",
	starts_on: sql("SELECT to_char(current_date - 10, 'DD.MM.YYYY')"), ...changes,
})
async function written(patient, changes) {
	const fields = line(changes)
	const answer = await client.post(`/patients/${patient}/prescriptions`, fields)
	assert.equal(answer.status, 303, answer.text.match(/field-error"[^<]*<[^<]*|role="alert">[^<]*/g)?.join(" "))
	return fields.id
}
const state = (id) => sql(`SELECT status || ' ' || current FROM prescription WHERE id = '${id}'`)
const step = (id, from, to) => client.post(`/prescriptions/${id}/status`, { from, to })
const hold = (id, reason = "tests") => client.post(`/prescriptions/${id}/hold`, { reason })
const today = sql("SELECT to_char(current_date, 'DD.MM.YYYY')")

/** The fields of the sheet as the page offers them. */
function fieldsOf(html) {
	const form = /<form method="post" action="[^"]*\/sheet"[\s\S]*?<\/form>/
		.exec(html.replaceAll(/<template[\s\S]*?<\/template>/g, ""))?.[0] ?? ""
	const fields = {}
	for (const [tag, name] of form.matchAll(/<input\b[^>]* name="([^"]+)"[^>]*>/g))
		if (name !== "csrf" && (!/type="checkbox"/.test(tag) || / checked/.test(tag)))
			fields[name] = / value="([^"]*)"/.exec(tag)?.[1] ?? ""
	return fields
}
const rowOf = (fields, id) => Object.keys(fields).find((name) => name.startsWith("line_") && fields[name] === id)?.slice(5)

describe("a sheet of many lines", () => {
	/** So many lines more, each of a series of its own, as the first was written. */
	const copies = (id, n) => sql(`CREATE TEMP TABLE l AS SELECT l.* FROM prescription l, generate_series(1, ${n}) WHERE l.id = '${id}';
		UPDATE l SET id = gen_random_uuid(), status = 'active', current = true; UPDATE l SET series_id = id;
		DO $$ BEGIN EXECUTE (SELECT format('INSERT INTO prescription (%1$s) SELECT %1$s FROM l', string_agg(quote_ident(attname), ', '))
			FROM pg_attribute WHERE attrelid = 'prescription'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''); END $$`)
	const versions = (patient) => sql(`SELECT count(*) FILTER (WHERE current AND version = 2) || ' ' || count(*) FILTER (WHERE current)
		FROM prescription WHERE patient_id = '${patient}' AND status IN ('active', 'replaced')`)
	test("60 are signed at once, none is lost; of more the page says what to do", async () => {
		const patient = (await registered(doctor, demo)).id, first = await written(patient)
		copies(first, 59)
		const page = await client.get(`/patients/${patient}/sheet`), fields = fieldsOf(page.text)
		assert.equal(Object.keys(fields).filter((name) => name.startsWith("line_")).length, 60)
		assert.doesNotMatch(page.text, /Показаны первые 60/)
		const signed = await client.post(`/patients/${patient}/sheet`, { ...fields, starts_on: today })
		assert.equal(signed.status, 303, signed.text.match(/role="alert">[^<]*/)?.[0])
		assert.equal(versions(patient), "60 60")
		copies(first, 5)
		const more = await client.get(`/patients/${patient}/sheet`)
		assert.match(more.text, /Показаны первые 60/)
		assert.equal(Object.keys(fieldsOf(more.text)).filter((name) => name.startsWith("line_")).length, 60)
	})
})

describe("steps between statuses", () => {
	test("hold, resume, complete; each leaves its trace; a stale step is a conflict", async () => {
		const id = await written(patientOf(0))
		assert.equal((await hold(id)).status, 303)
		assert.equal(state(id), "on_hold true")
		assert.equal((await hold(id)).status, 409, "it is on hold already")
		assert.equal((await step(id, "active", "completed")).status, 409, "it is not active")
		assert.equal((await step(id, "on_hold", "active")).status, 303)
		assert.equal((await step(id, "active", "completed")).status, 303)
		assert.equal((await hold(id)).status, 409)
		assert.equal(sql(`SELECT string_agg(from_status || '>' || to_status, ' ' ORDER BY id) FROM prescription_event
			WHERE prescription_id = '${id}' AND account_id IS NOT NULL`), "active>on_hold on_hold>active active>completed")
	})
	test("a step that is none is refused", async () => {
		const id = await written(patientOf(0))
		assert.equal((await step(id, "active", "entered_in_error")).status, 422)
		assert.equal((await step(id, "active", "draft")).status, 422)
		assert.equal((await step(id, "active", "on_hold")).status, 422, "a hold has a reason")
		assert.equal(state(id), "active true")
	})
	test("a new line is taken back as entered in error, and stays to be seen", async () => {
		const patient = patientOf(1), id = await written(patient)
		assert.equal((await client.post(`/prescriptions/${id}/undo`, {})).status, 303)
		assert.equal(state(id), "entered_in_error true")
		assert.match((await client.get(`/patients/${patient}/prescriptions`)).text, /ошибочн/)
		assert.equal((await client.post(`/prescriptions/${id}/undo`, {})).status, 409, "once")
	})
	test("a new version is taken back: the one before is in force again and may be changed anew", async () => {
		const patient = patientOf(1), id = await written(patient), second = line({ dose: "10" }), third = line({ dose: "15" })
		await client.post(`/prescriptions/${id}`, second)
		assert.equal((await client.post(`/prescriptions/${second.id}/undo`, {})).status, 303)
		assert.equal(state(id), "active true")
		assert.equal(state(second.id), "entered_in_error false")
		assert.equal((await client.post(`/prescriptions/${id}`, third)).status, 303)
		assert.equal(sql(`SELECT version FROM prescription WHERE id = '${third.id}'`), "3")
	})
	test("what was replaced is not held, stopped or completed; what is on hold is stopped", async () => {
		const id = await written(patientOf(2)), second = line({ dose: "10" })
		assert.equal((await client.post(`/prescriptions/${id}`, second)).status, 303)
		const stop = (of) => client.post(`/prescriptions/${of}/stop`, { reason: "ineffective", on: today })
		for (const answer of [await hold(id), await stop(id), await step(id, "active", "completed")])
			assert.equal(answer.status, 409)
		assert.equal(state(id), "replaced false")
		assert.equal((await hold(second.id)).status, 303)
		assert.equal((await stop(second.id)).status, 303)
		assert.equal(state(second.id), "stopped true")
		const late = await stop(second.id)
		assert.equal(late.status, 409)
		assert.match(late.text, /role="alert">[^<]/)
	})
	test("a stop is lifted by who stopped it", async () => {
		const id = await written(patientOf(2))
		await client.post(`/prescriptions/${id}/stop`, { reason: "ineffective", on: today })
		assert.equal((await client.post(`/prescriptions/${id}/undo`, {})).status, 303)
		assert.equal(state(id), "active true")
		assert.equal(sql(`SELECT stop_reason IS NULL AND stopped_on IS NULL FROM prescription WHERE id = '${id}'`), "t")
	})
	test("what another doctor wrote, or was written yesterday, is not taken back", async () => {
		const id = await written(patientOf(2))
		sql(`UPDATE prescription SET created_at = created_at - interval '1 day' WHERE id = '${id}'`)
		assert.equal((await client.post(`/prescriptions/${id}/undo`, {})).status, 422)
		const mate = demoAccounts().find((a) => isDoctor(a) && a.login !== demo.login && placeOf(a.login).institution === institution)
		if (mate !== undefined) {
			const other = (await signIn(mate)).client, own = await written(patientOf(2))
			assert.equal((await other.post(`/prescriptions/${own}/undo`, {})).status, 422)
		}
		assert.equal(state(id), "active true")
	})
})

describe("a sheet", () => {
	test("renews what is ticked in the doses typed, signs the drafts, leaves the rest", async () => {
		const patient = patientOf(3)
		const kept = await written(patient), left = await written(patient, { dose: "7" })
		const draft = line({ dose: "3", draft: "1" })
		assert.equal((await client.post(`/patients/${patient}/prescriptions`, draft)).status, 303)
		assert.equal(state(draft.id), "draft true")
		const fields = fieldsOf((await client.get(`/patients/${patient}/sheet`)).text)
		assert.ok(rowOf(fields, kept) && rowOf(fields, left) && rowOf(fields, draft.id), "all three are on the sheet")
		for (const name of Object.keys(fields))
			if (name.startsWith("sign_") && ![rowOf(fields, kept), rowOf(fields, draft.id)].includes(name.slice(5)))
				delete fields[name]
		fields[`dose_${rowOf(fields, kept)}`] = "7,5"
		fields[`days_${rowOf(fields, kept)}`] = "14"
		const answer = await client.post(`/patients/${patient}/sheet`, fields)
		assert.equal(answer.status, 303, answer.text.match(/role="alert">[^<]*|field-error"[^<]*<[^<]*/g)?.join(" "))
		assert.equal(state(kept), "replaced false")
		assert.equal(state(left), "active true")
		assert.equal(state(draft.id), "active true")
		assert.equal(sql(`SELECT trim_scale(dose) || ' ' || (ends_on - starts_on) || ' ' || (starts_on = current_date) FROM prescription
			WHERE series_id = '${kept}' AND current`), "7.5 13 true")
		assert.equal(sql(`SELECT count(DISTINCT sheet_id) FROM prescription WHERE current AND (series_id = '${kept}' OR id = '${draft.id}')`), "1")
	})
	test("a dose of zero: nothing is signed, what was typed stands", async () => {
		const patient = patientOf(4), one = await written(patient), two = await written(patient, { dose: "6" })
		const fields = fieldsOf((await client.get(`/patients/${patient}/sheet`)).text)
		fields[`dose_${rowOf(fields, one)}`] = "0"
		fields[`dose_${rowOf(fields, two)}`] = "6,25"
		const answer = await client.post(`/patients/${patient}/sheet`, fields)
		assert.equal(answer.status, 422)
		assert.match(answer.text, new RegExp(`id="dose_${rowOf(fields, one)}-error"`))
		assert.match(answer.text, /value="6,25"/)
		assert.equal(state(two), "active true")
	})
	test("a line that changed meanwhile: 409, all doses stand, the line is marked, nothing is signed", async () => {
		const patient = patientOf(5), one = await written(patient), two = await written(patient, { dose: "6" })
		const fields = fieldsOf((await client.get(`/patients/${patient}/sheet`)).text)
		assert.equal((await client.post(`/prescriptions/${one}`, line({ dose: "9" }))).status, 303)
		fields[`dose_${rowOf(fields, one)}`] = "5,55"
		fields[`dose_${rowOf(fields, two)}`] = "6,66"
		const answer = await client.post(`/patients/${patient}/sheet`, fields)
		assert.equal(answer.status, 409)
		assert.match(answer.text, /value="5,55"/)
		assert.match(answer.text, /value="6,66"/)
		assert.match(answer.text, /изменена другим врачом/)
		assert.equal(state(two), "active true")
	})
	test("nothing ticked is told", async () => {
		const patient = patientOf(5)
		const fields = fieldsOf((await client.get(`/patients/${patient}/sheet`)).text)
		for (const name of Object.keys(fields))
			if (/^(order_)?sign_/.test(name))
				delete fields[name]
		assert.equal((await client.post(`/patients/${patient}/sheet`, fields)).status, 422)
	})
	test("a draft is seen by its author alone, changed as a draft, and dropped", async () => {
		const patient = patientOf(6), draft = line({ draft: "1" }), again = line({ dose: "8" })
		await client.post(`/patients/${patient}/prescriptions`, draft)
		assert.equal((await client.post(`/prescriptions/${draft.id}`, again)).status, 303)
		assert.equal(state(again.id), "draft true")
		assert.equal(state(draft.id), "entered_in_error false", "it was never in force")
		const stranger = (await signIn(demoAccounts().find((a) => isDoctor(a) && a.login !== demo.login))).client
		assert.notEqual((await stranger.post(`/prescriptions/${again.id}/status`, { from: "draft", to: "entered_in_error" })).status, 303)
		assert.equal(state(again.id), "draft true", "nor dropped by another")
		assert.equal((await step(again.id, "draft", "entered_in_error")).status, 303)
		assert.ok(!(await client.get(`/patients/${patient}/sheet`)).text.includes(again.id))
	})
	test("a patient who died meanwhile gets no sheet", async () => {
		const patient = patientOf(7), id = await written(patient)
		const fields = fieldsOf((await client.get(`/patients/${patient}/sheet`)).text)
		assert.equal((await recordDeath(client, patient)).status, 303)
		const answer = await client.post(`/patients/${patient}/sheet`, fields)
		assert.equal(answer.status, 409)
		assert.match(answer.text, /role="alert">[^<]*умер/)
		assert.match(state(id), /^stopped/)
		assert.equal((await client.post(`/prescriptions/${id}/undo`, {})).status, 422, "nor is his stop lifted")
	})
})

describe("favourites", () => {
	test("a line is kept once, fills the form of another patient, and is let go", async () => {
		const id = await written(patientOf(0), { schedule: "clock", clock: "2-0-0-2", times_per_day: "", duration_days: "12" })
		for (const time of ["first", "second"])
			assert.equal((await client.post(`/prescriptions/${id}/favourite`, {})).status, 303, time)
		const favourite = sql(`SELECT f.id FROM prescription_favourite f JOIN account a ON a.id = f.account_id
			WHERE a.login = '${demo.login}' AND f.clock_doses = '{2,0,0,2}'`)
		assert.match(favourite, /^[0-9a-f-]{36}$/, "one row")
		const form = (await client.get(`/patients/${patientOf(6)}/prescriptions/new?favourite=${favourite}`)).text
		assert.match(form, /name="clock" value="2-0-0-2"/)
		assert.match(form, /name="duration_days" id="duration_days" value="12"/)
		const listed = async (who, patient) => (await who.get(`/patients/${patient}/prescriptions/new`)).text.includes(`favourite=${favourite}"`)
		assert.equal(await listed(client, patientOf(6)), true)
		sql(`UPDATE medicine_product SET retired_at = now() WHERE id = ${tablet}`)
		try {
			assert.equal(await listed(client, patientOf(6)), false, "what is no more offered is no favourite")
		} finally {
			sql(`UPDATE medicine_product SET retired_at = NULL WHERE id = ${tablet}`)
		}
		const other = demoAccounts().find((a) => isDoctor(a) && a.login !== demo.login), { client: his } = await signIn(other)
		const own = sql(`SELECT id FROM patient WHERE area_id = (SELECT area_id FROM account WHERE login = '${other.login}') AND status = 'active' ORDER BY id LIMIT 1`)
		assert.equal(await listed(his, own), false, "another doctor has his own")
		assert.equal((await his.get(`/patients/${own}/prescriptions/new?favourite=${favourite}`)).status, 404)
		assert.equal((await his.post(`/favourites/${favourite}/remove`, { patient: own })).status, 404)
		for (const clock of ["08:00 20:00", "09:00 21:00"])
			await client.post(`/prescriptions/${await written(patientOf(0), { schedule: "clock", clock, times_per_day: "" })}/favourite`, {})
		assert.equal(sql(`DELETE FROM prescription_favourite f USING account a WHERE a.id = f.account_id AND a.login = '${demo.login}'
			AND f.clock_times IN ('{08:00,20:00}', '{09:00,21:00}') RETURNING f.clock_times`).split("\n").length, 2, "other hours are another favourite")
		assert.equal((await client.post(`/favourites/${favourite}/remove`, { patient: patientOf(6) })).status, 303)
		assert.equal((await client.get(`/patients/${patientOf(6)}/prescriptions/new?favourite=${favourite}`)).status, 404)
	})
})
