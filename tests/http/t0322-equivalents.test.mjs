// t0322-equivalents.test.mjs: patients by what their opioids amount to: what their own page says, as lines, days and factors change.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { days, demoAccounts, isDoctor, keeping, placeOf, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccounts().find((d) => isDoctor(d) && d.member === "doctor" && d.role === "user")
const { institution } = placeOf(demo.login)
const stranger = demoAccounts().find((a) => isDoctor(a) && placeOf(a.login).institution !== institution)
const product = (inn, strength, form) => sql(`SELECT min(f.id) FROM medicine_product f JOIN medicine m ON m.id = f.medicine_id
	WHERE m.inn = '${inn}' AND f.strength = '${strength}' AND f.form LIKE '${form}%'`)
const long = product("Морфин", "30 мг", "таблетки пролонг")
const tablet = product("Морфин", "10 мг", "таблетки")
const promedol = product("Тримеперидин", "20 мг/мл", "")
const factor = `medicine_id = (SELECT medicine_id FROM medicine_product WHERE id = ${long}) AND route = 'PO'`
let doctor, client, patient
before(async () => {
	doctor = await signIn(demo)
	client = keeping(doctor.client)
	patient = (await registered(doctor, demo)).id
})

const line = (changes = {}) => ({ id: randomUUID(), product: long, dose: "30", unit: "mg", route: "PO", schedule: "times_per_day",
	times_per_day: "2", starts_on: today(), ...changes })
const add = async (changes, to = patient) => {
	const fields = line(changes)
	const answer = await client.post(`/patients/${to}/prescriptions`, fields)
	assert.equal(answer.status, 303, answer.text.match(/field-error"[^<]*<|role="alert">[^<]*/g)?.join(" "))
	return fields.id
}
const ids = async (query, who = client) => (await who.get(`/api/patients?${query}`)).json.ids
const finds = async (query, who = client) => (await ids(query, who)).includes(patient)
/** The whole numbers between which the search has him: his figure, if it is a whole one. */
const at = async (n) => await finds(`ome_from=${n}&ome_to=${n}`) && !(n > 0 && await finds(`ome_to=${n - 1}`)) && !await finds(`ome_from=${n + 1}`)
const wipe = () => sql(`DELETE FROM prescription_override WHERE patient_id = '${patient}';
	DELETE FROM prescription_event WHERE patient_id = '${patient}'; DELETE FROM prescription WHERE patient_id = '${patient}'`)

describe("the background of one patient", () => {
	test("nobody without an opioid is found, whatever the limits", async () => {
		assert.equal(await finds("ome_from=0"), false)
		assert.equal(await finds("ome_to=99999"), false)
	})
	test("follows the lines: new, changed, held, resumed, stopped", async () => {
		const first = await add()
		assert.ok(await at(60), "60 mg by mouth")
		const second = await add({ product: tablet, dose: "10", times_per_day: "1" })
		assert.ok(await at(70), "a sum")
		assert.equal((await client.post(`/prescriptions/${second}/hold`, { reason: "tests" })).status, 303)
		assert.ok(await at(60), "what is on hold does not count")
		assert.equal((await client.post(`/prescriptions/${second}/status`, { from: "on_hold", to: "active" })).status, 303)
		assert.ok(await at(70))
		assert.equal((await client.post(`/prescriptions/${second}/stop`, { reason: "ineffective", on: today() })).status, 303)
		assert.ok(await at(60), "nor what is stopped")
		assert.equal((await client.post(`/prescriptions/${first}`, line({ dose: "60", starts_on: today() }))).status, 303)
		assert.ok(await at(120), "a change of today")
	})
	test("a change of next week counts from next week", async () => {
		wipe()
		const first = await add({ starts_on: days(-3) })
		assert.equal((await client.post(`/prescriptions/${first}`, line({ dose: "60", starts_on: days(7) }))).status, 303)
		assert.equal(sql(`SELECT status FROM prescription WHERE id = '${first}'`), "replaced")
		assert.ok(await at(60))
	})
	test("days pass: what has ended or not begun is not found", async () => {
		wipe()
		const id = await add({ starts_on: days(-3) })
		assert.ok(await at(60))
		sql(`UPDATE prescription SET ends_on = current_date - 1 WHERE id = '${id}'`)
		assert.equal(await finds("ome_from=0"), false, "ended yesterday")
		sql(`UPDATE prescription SET ends_on = NULL, starts_on = current_date + 1 WHERE id = '${id}'`)
		assert.equal(await finds("ome_from=0"), false, "begins tomorrow")
	})
	test("what is taken as needed is no background; what has no factor is not counted", async () => {
		wipe()
		await add({ product: tablet, dose: "10", schedule: "", times_per_day: "", prn: "1", prn_max_per_day: "6", indication: "breakthrough_pain" })
		assert.ok(await at(0))
		await add()
		assert.ok(await at(60))
		await add({ product: promedol, dose: "20", route: "SC" })
		assert.ok(await at(60), "at least so much")
		wipe()
		await add({ product: promedol, dose: "20", route: "SC" })
		assert.equal(await finds("ome_from=0"), false, "a missing figure is none")
	})
	test("thirds make a whole", async () => {
		wipe()
		for (let i = 0; i < 3; i++)
			await add({ product: tablet, dose: "1", schedule: "every_hours", times_per_day: "", interval_hours: "72" })
		assert.ok(await at(1))
	})
	test("a changed factor counts at once, and a figure of yesterday not at all", async () => {
		wipe()
		await add()
		assert.ok(await at(60))
		try {
			sql(`UPDATE ome_factor SET factor = factor * 2 WHERE ${factor}`)
			assert.ok(await at(120))
		} finally {
			sql(`UPDATE ome_factor SET factor = factor / 2 WHERE ${factor}`)
		}
		sql("UPDATE dosage_equivalent SET computed_on = current_date - 1, ome = 7")
		assert.ok(await at(60))
	})
	test("by the table of who asks", async () => {
		const usual = sql("SELECT code FROM ome_table WHERE is_default")
		const other = sql(`SELECT code FROM ome_table WHERE NOT is_default ORDER BY code LIMIT 1`)
		const was = sql(`SELECT factor FROM ome_factor WHERE ${factor} AND table_code = '${other}'`)
		try {
			sql(`UPDATE ome_table SET is_default = false; UPDATE ome_table SET is_default = true WHERE code = '${other}'`)
			sql(`UPDATE ome_factor SET factor = 3 WHERE ${factor} AND table_code = '${other}'`)
			assert.ok(await at(180))
		} finally {
			sql(`UPDATE ome_table SET is_default = false; UPDATE ome_table SET is_default = true WHERE code = '${usual}'`)
			sql(`UPDATE ome_factor SET factor = ${was} WHERE ${factor} AND table_code = '${other}'`)
		}
		assert.ok(await at(60))
	})
})

describe("everybody's", () => {
	test("the search and the page of each patient agree", async () => {
		const found = await ids("ome_from=0")
		assert.ok(found.length > 5, `${found.length}`)
		for (const id of found.slice(0, 12)) {
			const shown = (await client.get(`/patients/${id}`)).text.match(/OMEDD, фон <b>(?:≥ )?([\d,]+)/)
			assert.ok(shown, id)
			const mg = Number(shown[1].replace(",", "."))
			const within = await ids(`ome_from=${Math.floor(mg)}&ome_to=${Math.ceil(mg)}`)
			assert.ok(within.includes(id), `${id}: ${mg}`)
			assert.ok(!(await ids(`ome_from=${Math.ceil(mg) + 1}`)).includes(id), `${id}: ${mg}`)
		}
	})
	test("beside other conditions, on the page, as a file, in a saved search", async () => {
		const narrow = await ids("ome_from=30&ome_to=90&sex=f")
		const wide = new Set(await ids("ome_from=30&ome_to=90"))
		assert.ok(narrow.every((id) => wide.has(id)))
		const page = (await client.get("/patients?ome_from=30&ome_to=90&sex=f")).text
		assert.match(page, new RegExp(`data-total="${narrow.length}"`))
		assert.match(page, /data-chip="ome_from"[\s\S]*data-chip="ome_to"/)
		assert.equal((await client.get("/patients.csv?ome_from=30&ome_to=90&sex=f")).text.trimEnd().split("\r\n").length, narrow.length + 1)
		assert.match((await client.get("/patients/searches/new?ome_from=30")).text, /name="ome_from" value="30"/)
	})
	test("another institution finds its own", async () => {
		const other = (await signIn(stranger)).client
		const mine = new Set(await ids("ome_from=0"))
		assert.ok((await ids("ome_from=0", other)).every((id) => !mine.has(id)))
	})
	test("limits that are none are refused at their field", async () => {
		for (const query of ["ome_from=x", "ome_from=-1", "ome_to=100000", "ome_to=1.5"])
			assert.equal((await client.get(`/patients?${query}`)).status, 422, query)
	})
})
