// t0350-assessments.test.mjs: what is asked, what is refused, versions, taking back, and what is shown.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccounts, isDoctor, placeOf, signIn } from "./doctor.mjs"

let client, other, patient, institution

before(async () => {
	const doctors = demoAccounts().filter(isDoctor)
	institution = placeOf(doctors[0].login).institution
	const colleague = doctors.find((d) => d.login !== doctors[0].login && placeOf(d.login).institution === institution)
	client = (await signIn(doctors[0])).client
	other = colleague === undefined ? undefined : (await signIn(colleague)).client
	patient = sql(`SELECT id FROM patient WHERE institution_id = ${institution} AND status = 'active' AND date_in < current_date - 3
		ORDER BY id LIMIT 1`)
})

const day = (days) => sql(`SELECT to_char(current_date + ${days}, 'DD.MM.YYYY')`)
const use = (...codes) => Object.fromEntries(codes.map((code) => [`use-${code}`, "1"]))
const sheet = (codes, answers) => ({ id: randomUUID(), on: day(0), at: "", by: "patient", ...use(...codes), ...answers })
const post = (fields, to = patient) => client.post(`/patients/${to}/assessments`, fields)
/** The assessment of that entry by that instrument. */
const idOf = (fields, instrument) => sql(`SELECT md5('${fields.id}' || '${instrument}')::uuid`)
const valuesOf = (id) => Object.fromEntries(sql(`SELECT code || '=' || coalesce(trim_scale(value)::text, '') FROM observation
	WHERE assessment_id = '${id}' ORDER BY code`).split("\n").filter((line) => line !== "").map((line) => line.split("=")))
const countOf = (to = patient) => sql(`SELECT count(*) FROM assessment WHERE patient_id = '${to}'`)
const ESAS = ["tiredness", "drowsiness", "nausea", "appetite", "breath", "depression", "anxiety", "wellbeing"]
const esas = (value) => Object.fromEntries(ESAS.map((name) => [`esas-${name}`, value]))

describe("the form", () => {
	test("is the set of a visit, or what was chosen", async () => {
		const visit = await client.get(`/patients/${patient}/assessments/new`)
		assert.equal(visit.status, 200, visit.text.slice(0, 300))
		for (const code of ["pain-nrs", "esas-anxiety", "pps", "phase"])
			assert.ok(visit.text.includes(`data-item="${code}"`), code)
		assert.ok(!visit.text.includes('data-item="rug-adl-bed"'))
		assert.equal(visit.text.split('name="pain-nrs" value="7"').length, 2, "pain is asked once")
		const chosen = await client.get(`/patients/${patient}/assessments/new?use-rug-adl=1`)
		assert.ok(chosen.text.includes('name="rug-adl-bed" value="3"'))
		assert.ok(!chosen.text.includes('name="rug-adl-bed" value="2"'), "there is no 2")
		assert.ok(!chosen.text.includes('data-item="pain-nrs"'))
	})
	test("every instrument has a form that is saved and read again", async () => {
		const items = sql(`SELECT i.instrument, i.code, trim_scale(i.high) FROM instrument_item i JOIN instrument t ON t.code = i.instrument
			WHERE kind <> 'total'`).split("\n").map((line) => line.split("|"))
		for (const code of new Set(items.map(([instrument]) => instrument))) {
			const answers = Object.fromEntries(items.filter(([instrument]) => instrument === code).map(([, item, high]) => [item, high]))
			const fields = sheet([code], answers)
			const answer = await post(fields)
			assert.equal(answer.status, 303, `${code}: ${answer.text.slice(0, 300)}`)
			const saved = valuesOf(idOf(fields, code))
			for (const [item, value] of Object.entries(answers))
				assert.equal(saved[item], value, item)
			for (const line of sql(`SELECT code || '=' || trim_scale(high) FROM instrument_item WHERE instrument = '${code}' AND kind = 'total'`)
				.split("\n").filter((text) => text !== ""))
				assert.equal(saved[line.split("=")[0]], line.split("=")[1], `${line}: the total of the highest answers`)
			const shown = await client.get(`/patients/${patient}/assessments?instrument=${code}`)
			assert.equal(shown.status, 200)
		}
	})
	test("shows what was said last time", async () => {
		assert.equal((await post(sheet(["pain"], { "pain-nrs": "6" }))).status, 303)
		assert.match((await client.get(`/patients/${patient}/assessments/new`)).text, /data-last="6"/)
	})
})

describe("an assessment", () => {
	test("of a whole visit is one entry: totals, not assessed is not 0, pain for both", async () => {
		const fields = sheet(["pain", "esas-r", "pps", "phase"], { "pain-nrs": "4", "pain-worst": "na", ...esas("2"), "pps": "50", "phase": "3" })
		const answer = await post(fields)
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
		assert.deepEqual(valuesOf(idOf(fields, "pain")), {
			"pain-nrs": "4", "pain-worst": "", "pain-average": "", "pain-movement": "", "pain-breakthrough": "", "pain-target": "",
		})
		const saved = valuesOf(idOf(fields, "esas-r"))
		assert.deepEqual([saved["esas"], saved["esas-physical"], saved["esas-emotional"]], ["20", "14", "4"])
		assert.equal(sql(`SELECT last_pain FROM patient WHERE id = '${patient}'`), "4")
		assert.equal((await post(fields)).status, 409, "sent twice, stored once")
	})
	test("incomplete has no total", async () => {
		const fields = sheet(["esas-r"], { "pain-nrs": "4", ...esas("2"), "esas-nausea": "na" })
		assert.equal((await post(fields)).status, 303)
		const saved = valuesOf(idOf(fields, "esas-r"))
		assert.deepEqual([saved["esas"], saved["esas-physical"], saved["esas-emotional"], saved["esas-nausea"]], [undefined, undefined, "4", ""])
	})
	test("leaves out instruments nobody answered", async () => {
		const fields = sheet(["pain", "esas-r", "pps", "phase"], { "phase": "1" })
		assert.equal((await post(fields)).status, 303)
		assert.deepEqual(["pain", "esas-r", "pps", "phase"].map((code) => Object.keys(valuesOf(idOf(fields, code))).length), [0, 0, 0, 1])
	})
	test("of an earlier day stands there", async () => {
		const fields = sheet(["signs"], { "weight": "61,5" })
		Object.assign(fields, { on: day(-2), at: "8:05" })
		assert.equal((await post(fields)).status, 303)
		assert.equal(sql(`SELECT to_char(effective_at AT TIME ZONE 'Europe/Moscow', 'HH24:MI') || ' ' || (current_date - effective_on) FROM assessment
			WHERE id = '${idOf(fields, "signs")}'`), "08:05 2")
		assert.deepEqual(valuesOf(idOf(fields, "signs"))["weight"], "61.5")
	})
	const wrong = {
		"nothing answered": {},
		"a score above the scale": { "pain-nrs": "11" },
		"a score below it": { "pain-nrs": "-1" },
		"a score between": { "pain-nrs": "2.5" },
		"no score": { "pain-nrs": "нет" },
		"a PPS that is none": { "pps": "55" },
		"a day that is none": { "pps": "50", "on": "31.02.2026" },
		"no day": { "pps": "50", "on": "" },
		"a time that is none": { "pps": "50", "at": "25:00" },
		"who answered is nobody": { "pps": "50", "by": "cat" },
		"half an episode": { "pain-breakthrough": "1,5" },
		"too many episodes": { "pain-breakthrough": "51" },
	}
	for (const [what, answers] of Object.entries(wrong))
		test(`${what}: 422, nothing saved, nothing lost`, async () => {
			const was = countOf()
			const fields = sheet(["pain", "pps"], { "pain-worst": "", ...answers })
			const answer = await post({ ...fields, ...Object.keys(answers).length ? { "pain-target": "3" } : {} })
			assert.equal(answer.status, 422, answer.text.slice(0, 300))
			assert.equal(countOf(), was)
			if (Object.keys(answers).length > 0)
				assert.match(answer.text, /name="pain-target" value="3" checked/)
		})
	test("in the future or before the birth: 422 with the reason", async () => {
		for (const when of [{ on: day(1) }, { on: "31.12.1899" }]) {
			const answer = await post({ ...sheet(["pps"], { pps: "50" }), ...when })
			assert.equal(answer.status, 422)
			assert.match(answer.text, /id="on-error"/)
		}
		if (sql("SELECT current_time < time '23:50'") === "t") {
			const answer = await post({ ...sheet(["pps"], { pps: "50" }), at: "23:59" })
			assert.equal(answer.status, 422)
			assert.match(answer.text, /id="at-error"/)
		}
	})
	test("an unknown field or instrument is no form of ours", async () => {
		assert.equal((await post(sheet(["pps"], { "pps": "50", "rug-adl-bed": "1" }))).status, 400)
		assert.equal((await post(sheet(["tea-leaves"], { "pps": "50" }))).status, 400)
	})
	test("of the dead: 409, the entry stands", async () => {
		const dead = sql(`SELECT id FROM patient WHERE institution_id = ${institution} AND died_on < current_date ORDER BY id LIMIT 1`)
		const was = countOf(dead)
		const died = sql(`SELECT to_char(died_on, 'DD.MM.YYYY') FROM patient WHERE id = '${dead}'`)
		assert.equal((await post(sheet(["pps"], { "pps": "10" }), dead)).status, 422, "after the death")
		const answer = await post({ ...sheet(["pps"], { "pps": "10" }), on: died }, dead)
		assert.equal(answer.status, 409)
		assert.match(answer.text, /name="pps" value="10" checked/)
		assert.equal(countOf(dead), was)
	})
})

describe("a correction", () => {
	test("is a new version; a second one of the same is a conflict with the entry kept", async () => {
		const first = sheet(["pain"], { "pain-nrs": "8" })
		assert.equal((await post(first)).status, 303)
		const id = idOf(first, "pain")
		const form = await client.get(`/assessments/${id}/edit`)
		assert.match(form.text, /name="pain-nrs" value="8" checked/)
		const at = /name="at" value="([^"]*)"/.exec(form.text)[1]
		assert.match(at, /^\d\d:\d\d$/)
		const second = { ...sheet(["pain"], { "pain-nrs": "3" }), at }
		assert.equal((await client.post(`/assessments/${id}`, second)).status, 303)
		assert.equal(sql(`SELECT string_agg(version || ':' || current, ' ' ORDER BY version) FROM assessment WHERE series_id = '${id}'`), "1:false 2:true")
		assert.equal(valuesOf(id)["pain-nrs"], "8", "the first version is kept")
		const late = await client.post(`/assessments/${id}`, { ...sheet(["pain"], { "pain-nrs": "9" }), at })
		assert.equal(late.status, 409)
		assert.match(late.text, /name="pain-nrs" value="9" checked/)
		assert.ok(late.text.includes(`action="/assessments/${idOf(second, "pain")}"`), "it can be saved over the version that stands")
		assert.equal((await client.get(`/assessments/${id}/edit`)).status, 409)
		const history = await client.get(`/patients/${patient}/assessments?instrument=pain&all=1`)
		assert.ok(history.text.includes(`/assessments/${idOf(second, "pain")}/edit`))
		assert.ok(!history.text.includes(`/assessments/${id}/edit`))
	})
	test("refused shows the form again", async () => {
		const first = sheet(["pps"], { "pps": "40" })
		await post(first)
		const answer = await client.post(`/assessments/${idOf(first, "pps")}`, { ...sheet(["pps"], { "pps": "30" }), on: day(1) })
		assert.equal(answer.status, 422)
		assert.match(answer.text, /name="pps" value="30" checked/)
	})
})

describe("entered in error", () => {
	test("is said by its author alone; the version before counts again", async () => {
		const first = sheet(["pain"], { "pain-nrs": "5" }), second = sheet(["pain"], { "pain-nrs": "0" })
		await post(first)
		const id = idOf(first, "pain")
		assert.equal((await client.post(`/assessments/${id}`, second)).status, 303)
		const wrong = idOf(second, "pain")
		if (other !== undefined)
			assert.equal((await other.post(`/assessments/${wrong}/undo`)).status, 403)
		assert.equal((await client.post(`/assessments/${wrong}/undo`)).status, 303)
		assert.equal(sql(`SELECT string_agg(status || ':' || current, ' ' ORDER BY version) FROM assessment WHERE series_id = '${id}'`),
			"completed:true entered_in_error:false")
		assert.equal(sql(`SELECT last_pain FROM patient WHERE id = '${patient}'`), "5")
		assert.equal((await client.post(`/assessments/${wrong}/undo`)).status, 409)
		const history = (all) => client.get(`/patients/${patient}/assessments?instrument=pain${all}`)
		assert.match((await history("&all=1")).text, /внесено по ошибке|entered in error/i)
	})
})

test("the history turns pages and names its instruments", async () => {
	const page = await client.get(`/patients/${patient}/assessments`)
	assert.equal(page.status, 200)
	assert.match(page.text, /aria-current="true"/)
	assert.equal((await client.get(`/patients/${patient}/assessments?page=1&instrument=pain`)).status, 200)
	assert.equal((await client.get(`/patients/${patient}/assessments?instrument=none`)).status, 200)
})
