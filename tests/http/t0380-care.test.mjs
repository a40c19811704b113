// t0380-care.test.mjs: visits from plan to result, places of care, preferences, the family; what is refused at each field.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { admission, demoAccounts, isDoctor, placeOf, signIn, today } from "./doctor.mjs"

const doctors = demoAccounts().filter(isDoctor)
const demo = doctors.find((d) => d.member === "doctor")
let doctor, client, me, patient

const day = (days) => sql(`SELECT to_char(current_date + ${days}, 'DD.MM.YYYY')`)
const iso = (days) => sql(`SELECT current_date + ${days}`)

/** A patient on the register, so that no test meets what another one wrote. */
async function admit() {
	const fields = await admission(doctor, demo, { surname: "Пробная" },
		{ commission_no: "128", commission_on: today(), basis: "onco", consent_on: today() })
	assert.equal((await client.post("/patients", fields)).status, 303)
	return fields.id
}

const remove = (id, reason, more = {}) => client.post(`/patients/${id}/entry/state`, { action: "remove", from: "active", on: today(), reason, ...more })
const death = { place_of_death: "home", cause: "C34.1", preferred_place_met: "yes" }

before(async () => {
	doctor = await signIn(demo)
	client = doctor.client
	me = sql(`SELECT id FROM account WHERE login = '${demo.login}'`)
	patient = await admit()
})

const planned = (more = {}) => ({ series: randomUUID(), version: "0", status: "planned", kind: "repeat", planned_on: day(2), planned_time: "", place: "home",
	member_1: me, role_1: "doctor", ...more })
const done = (more = {}) => ({ series: randomUUID(), version: "0", status: "done", kind: "repeat", done_on: day(0), done_time: "", place: "home",
	member_1: me, role_1: "doctor", next_in: "", next_on: "", ...more })
const post = (fields, to = patient) => client.post(`/patients/${to}/care/visits`, fields)
const change = (series, fields) => client.post(`/care/visits/${series}`, { ...fields, series })
const standing = (series, column = "status") => sql(`SELECT ${column} FROM visit WHERE series_id = '${series}' AND current`)
const countOf = (table = "visit", of = patient) => sql(`SELECT count(*) FROM ${table} WHERE patient_id = '${of}'`)
const marked = (answer, field) => assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`), `${field} is marked: ${answer.text.match(/field-error[^<]*<?/g)}`)

describe("a visit", () => {
	test("is offered with what is known: oneself, the place, first or again", async () => {
		const fresh = await admit()
		const form = await client.get(`/patients/${fresh}/care/visits/new`)
		assert.equal(form.status, 200, form.text.slice(0, 300))
		assert.match(form.text, /<option value="primary" selected>/)
		assert.match(form.text, new RegExp(`<option value="${me}" selected>`))
		assert.equal((await post(done({ kind: "primary", place: "cabinet" }), fresh)).status, 303)
		const again = await client.get(`/patients/${fresh}/care/visits/new`)
		assert.match(again.text, /<option value="repeat" selected>/)
		assert.match(again.text, /<option value="cabinet" selected>/)
	})
	test("goes from the plan through the list of the day to the result and the next plan", async () => {
		const plan = planned({ planned_on: day(0), planned_time: "9:30" })
		assert.equal((await post(plan)).status, 303)
		assert.equal((await post(plan)).status, 409, "sent twice, stored once")
		const list = await client.get(`/visits?doctor=${me}`)
		assert.match(list.text, new RegExp(`/care/visits/${plan.series}/edit\\?status=done&amp;back=${iso(0)}&amp;doctor=${me}`))
		assert.match(list.text, />09:30</)
		const form = await client.get(`/care/visits/${plan.series}/edit?status=done&back=${iso(0)}&doctor=${me}`)
		assert.match(form.text, new RegExp(`name="done_on" value="${day(0)}"`))
		const saved = await change(plan.series, done({ version: "1", decisions: "treatment_changed,carer_training", next_in: "7", next_time: "10:00", next_kind: "phone",
			back: iso(0), back_doctor: me }))
		assert.equal(saved.status, 303, saved.text.slice(0, 300))
		assert.equal(saved.headers.location, `/visits?day=${iso(0)}&doctor=${me}&done=visit_done`)
		assert.equal(standing(plan.series, "status || ' ' || decisions::text || ' ' || planned_time"), "done {treatment_changed,carer_training} 09:30:00")
		assert.equal(sql(`SELECT kind || ' ' || (planned_on - current_date) || ' ' || planned_time || coalesce(place, '-') || (team = ARRAY['${me}']::uuid[]) FROM visit
			WHERE follows = '${plan.series}' AND current`), "phone 7 10:00:00-true")
		assert.equal(sql(`SELECT last_seen_on FROM patient WHERE id = '${patient}'`), iso(0))
		const care = await client.get(`/patients/${patient}/care`)
		assert.match(care.text, new RegExp(demo.name))
		assert.match((await client.get(`/patients/${patient}`)).text, new RegExp(`id="care-glance"[^]*${day(7)}`))
	})
	test("leads on to the assessment or the sheet", async () => {
		for (const [then, path] of [["assess", "assessments/new"], ["prescribe", "sheet"]]) {
			const saved = await post(done({ then }))
			assert.equal(saved.headers.location, `/patients/${patient}/${path}?done=visit_done`)
			assert.equal((await client.get(saved.headers.location)).status, 200)
		}
	})
	test("is moved, cancelled, planned anew, not successful, each with its trace", async () => {
		const plan = planned()
		await post(plan)
		const { series } = plan
		for (const [fields, status] of [[planned({ version: "1", planned_on: day(3) }), "planned"], [{ version: "2", status: "cancelled", reason: "no_team" }, "cancelled"],
			[{ version: "3", status: "cancelled", reason: "no_transport" }, "cancelled"], [planned({ version: "4" }), "planned"],
			[{ version: "5", status: "no_show", reason: "not_opened" }, "no_show"]]) {
			const answer = await change(series, fields)
			assert.equal(answer.status, 303, answer.text.slice(0, 300))
			assert.match(answer.headers.location, new RegExp(`done=visit_${status}$`))
			assert.equal(standing(series), status)
		}
		assert.equal(sql(`SELECT string_agg(status, ' ' ORDER BY version) FROM visit WHERE series_id = '${series}'`),
			"planned planned cancelled cancelled planned no_show")
		assert.equal(standing(series, "kind || place || (planned_on - current_date) || cardinality(team)"), "repeathome21", "what was not asked stays")
		const history = await client.get(`/patients/${patient}/care?all=1`)
		assert.equal(history.text.split(series).length > 2, true)
	})
	test("stands in the list of all events, with what changed between its versions", async () => {
		const plan = planned()
		await post(plan)
		await change(plan.series, planned({ version: "1", planned_on: day(5), place: "cabinet" }))
		await change(plan.series, { version: "2", status: "cancelled", reason: "no_team" })
		const list = await client.get(`/patients/${patient}/timeline?series=${plan.series}`)
		assert.equal(list.status, 200)
		for (const text of ["Визит запланирован", "Визит изменён", "Визит отменён", "нет свободной бригады", "в кабинете паллиативной помощи", day(5)])
			assert.ok(list.text.includes(text), text)
		assert.equal((await client.get(`/patients/${patient}/timeline?kind=visit,place,preference`)).status, 200)
	})
	test("changed meanwhile: 409, the entry stands and can be saved over what is there now", async () => {
		const plan = planned()
		await post(plan)
		await change(plan.series, planned({ version: "1", planned_on: day(4) }))
		const late = await change(plan.series, planned({ version: "1", planned_on: day(5) }))
		assert.equal(late.status, 409)
		assert.match(late.text, new RegExp(`name="planned_on" value="${day(5)}"`))
		assert.match(late.text, /name="version" value="2"/)
		assert.equal((await change(plan.series, planned({ version: "2", planned_on: day(5) }))).status, 303)
		await change(plan.series, done({ version: "3" }))
		const over = await change(plan.series, planned({ version: "3" }))
		assert.equal(over.status, 409, "what is done is not planned any more")
		assert.equal((await client.get(`/care/visits/${plan.series}/edit?status=cancelled`)).status, 409)
	})
	test("entered in error: nothing of it stands, the patient was not seen by it", async () => {
		const fresh = await admit()
		const visit = done()
		await post(visit, fresh)
		assert.equal(sql(`SELECT last_seen_on FROM patient WHERE id = '${fresh}'`), iso(0))
		assert.equal((await client.post(`/care/visits/${visit.series}/undo`, { version: "9" })).status, 409)
		assert.equal((await client.post(`/care/visits/${visit.series}/undo`, {})).status, 422)
		assert.equal((await client.post(`/care/visits/${visit.series}/undo`, { version: "1" })).status, 303)
		assert.equal(standing(visit.series), "")
		assert.equal(sql(`SELECT last_seen_on FROM patient WHERE id = '${fresh}'`), "")
		assert.equal((await change(visit.series, done({ version: "2" }))).status, 409)
		assert.match((await client.get(`/patients/${fresh}/care?all=1`)).text, /внесено ошибочно|внесено по ошибке|entered in error/i)
	})
	const wrongDone = {
		"no day": [{ done_on: "" }, "done_on"], "a day that is none": [{ done_on: "31.02.2026" }, "done_on"], "tomorrow": [{ done_on: () => day(1) }, "done_on"],
		"before the birth": [{ done_on: "31.12.1949" }, "done_on"], "no such time": [{ done_time: "25:00" }, "done_time"],
		"no kind": [{ kind: "" }, "kind"], "an unknown kind": [{ kind: "tea" }, "kind"], "no place": [{ place: "" }, "place"], "an unknown place": [{ place: "moon" }, "place"],
		"nobody": [{ member_1: "" }, "member_1"], "somebody unknown": [{ member_1: randomUUID() }, "member_1"], "a name for an account": [{ member_2: "Anna" }, "member_2"],
		"twice the same": [{ member_2: () => me, role_2: "nurse" }, "member_1"], "no role": [{ role_1: "" }, "role_1"], "an unknown role": [{ role_1: "cook" }, "role_1"],
		"an unknown decision": [{ decisions: "pray" }, "decisions"],
		"a next visit in the past": [{ next_on: () => day(-1) }, "next_on"], "a next visit in two years": [{ next_on: () => day(730) }, "next_on"],
		"a next day that is none": [{ next_on: "tomorrow" }, "next_on"], "a time without its day": [{ next_time: "10:00" }, "next_on"],
		"in eleven days": [{ next_in: "11" }, "next_in"], "a next time that is none": [{ next_in: "7", next_time: "10" }, "next_time"], "an unknown next kind": [{ next_in: "7", next_kind: "tea" }, "kind"],
	}
	const called = (fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === "function" ? value() : value]))
	for (const [what, [fields, field]] of Object.entries(wrongDone))
		test(`done, ${what}: 422 at ${field}, nothing saved, nothing lost`, async () => {
			const was = countOf()
			const answer = await post(done({ decisions: "device", ...called(fields) }))
			assert.equal(answer.status, 422, answer.text.slice(0, 300))
			marked(answer, field)
			assert.equal(countOf(), was)
			if (fields.decisions === undefined)
				assert.match(answer.text, /value="device" checked/)
		})
	const wrongPlan = {
		"no day": [{ planned_on: "" }, "planned_on"], "yesterday": [{ planned_on: () => day(-1) }, "planned_on"], "in two years": [{ planned_on: () => day(730) }, "planned_on"],
		"a day that is none": [{ planned_on: "32.01.2027" }, "planned_on"], "a time that is none": [{ planned_time: "9.30" }, "planned_time"],
		"in eleven days": [{ planned_in: "11" }, "planned_in"], "an unknown kind": [{ kind: "tea" }, "kind"], "an unknown place": [{ place: "moon" }, "place"],
		"no role": [{ role_1: "" }, "role_1"],
	}
	for (const [what, [fields, field]] of Object.entries(wrongPlan))
		test(`planned, ${what}: 422 at ${field}`, async () => {
			const was = countOf()
			const answer = await post(planned(called(fields)))
			assert.equal(answer.status, 422, answer.text.slice(0, 300))
			marked(answer, field)
			assert.equal(countOf(), was)
		})
	test("cancelled or not successful without a reason of the list: 422 at the reason", async () => {
		const plan = planned()
		await post(plan)
		for (const [status, reason] of [["cancelled", ""], ["cancelled", "not_opened"], ["no_show", ""], ["no_show", "no_team"]])
			marked(await change(plan.series, { version: "1", status, reason }), "reason")
		assert.equal(standing(plan.series), "planned")
	})
	test("what no form of ours sends", async () => {
		assert.equal((await post(planned({ colour: "red" }))).status, 400)
		assert.equal((await post(planned({ series: "x" }))).status, 422)
		assert.equal((await post(planned({ version: "" }))).status, 422)
		assert.equal((await post(planned({ status: "cancelled", reason: "away" }))).status, 409, "nothing is cancelled that was not planned")
		assert.equal((await client.get(`/patients/${patient}/care/visits/new?status=cancelled`)).status, 404)
		assert.equal((await client.get(`/care/visits/${randomUUID()}/edit`)).status, 404)
	})
	test("of who has left: a plan is refused, the last visit is recorded, what was planned is cancelled", async () => {
		const gone = await admit()
		const plan = planned()
		await post(plan, gone)
		assert.equal((await remove(gone, "moved")).status, 303)
		assert.equal(standing(plan.series, "status || reason"), "cancelledleft")
		marked(await post(planned(), gone), "planned_on")
		marked(await post(done({ next_in: "7" }), gone), "next_on")
		assert.equal((await post(done(), gone)).status, 303)
	})
})

describe("a quick visit with the pain score", () => {
	test("is a visit; what was planned for the day is done by it; twice is once", async () => {
		const fresh = await admit()
		const quick = (value, on = day(0)) => client.post(`/patients/${fresh}/observations`, { value, on })
		const plan = planned({ planned_on: day(0), kind: "nurse" })
		await post(plan, fresh)
		assert.match((await quick("6")).headers.location, /done=visit_recorded/)
		assert.equal(standing(plan.series, "status || kind"), "donenurse")
		await quick("3")
		await quick("")
		assert.equal(countOf("visit", fresh), "2", "the plan and its result")
		assert.equal(sql(`SELECT last_pain || ' ' || last_seen_on FROM patient WHERE id = '${fresh}'`), `3 ${iso(0)}`)
		for (const [value, on, field] of [["3", "31.12.1949", "on"], ["3", day(1), "on"], ["3", "31.02.2026", "on"], ["11", day(0), "value"]]) {
			const refused = await quick(value, on)
			assert.equal(refused.status, 422)
			marked(refused, field)
			assert.ok(refused.text.includes(`name="on" value="${on}"`), "what was typed stands")
			assert.equal(/<option selected>3</.test(refused.text), value === "3")
		}
		assert.equal(sql(`SELECT count(*) FROM observation WHERE patient_id = '${fresh}'`), "2")
	})
})

describe("the list of a day", () => {
	test("filters by doctor and district, turns days, shows what is overdue today", async () => {
		const other = sql(`SELECT id FROM account WHERE area_id = ${placeOf(demo.login).institution} AND id <> '${me}' AND state = 'active' LIMIT 1`)
		const plan = planned({ planned_on: day(1), member_1: other })
		await post(plan)
		const has = async (query) => (await client.get(`/visits?${query}`)).text.includes(plan.series)
		const district = sql(`SELECT district_id FROM patient WHERE id = '${patient}'`)
		assert.equal(await has(`day=${day(1)}`), true)
		assert.equal(await has(`day=${day(1)}&doctor=${other}&district=${district}`), true)
		assert.equal(await has(`day=${day(1)}&doctor=${me}`), false)
		assert.equal(await has(`day=${day(1)}&district=${sql(`SELECT min(id) FROM area WHERE kind = 'district' AND id <> ${district}`)}`), false)
		assert.equal(await has(`day=${day(2)}`), false)
		const today = await client.get("/visits")
		assert.match(today.text, new RegExp(`/visits\\?day=${iso(1)}`))
		assert.match(today.text, new RegExp(`/visits\\?day=${iso(-1)}`))
		sql(`INSERT INTO visit (series_id, version, patient_id, status, kind, planned_on, author_id, team, team_roles)
			SELECT gen_random_uuid(), 1, '${patient}', 'planned', 'repeat', current_date - 2, '${me}', ARRAY['${me}'::uuid], ARRAY['doctor']`)
		assert.match((await client.get(`/visits?doctor=${me}`)).text, /id="overdue"/)
		assert.doesNotMatch((await client.get(`/visits?day=${day(-3)}&doctor=${me}`)).text, /id="overdue"/)
	})
	test("a bad filter is said, not guessed", async () => {
		for (const query of ["day=31.02.2026", "doctor=Anna", "district=abc", "page=-1"])
			assert.equal((await client.get(`/visits?${query}`)).status, 422, query)
		assert.equal((await client.get("/visits?colour=red")).status, 400)
	})
	test("has no patient of another institution", async () => {
		const foreign = doctors.find((d) => placeOf(d.login).institution !== placeOf(demo.login).institution)
		const theirs = (await signIn(foreign)).client
		const plan = planned({ planned_on: day(0) })
		await post(plan)
		assert.equal((await theirs.get("/visits")).text.includes(plan.series), false)
		assert.equal((await theirs.get(`/care/visits/${plan.series}/edit`)).status, 404)
	})
})

describe("a place of care", () => {
	const at = (more = {}) => ({ series: randomUUID(), version: "0", place: "home", since: day(-5), ...more })
	const add = (fields, to = patient) => client.post(`/patients/${to}/care/places`, fields)
	test("follows another, is corrected, taken back", async () => {
		const home = at(), hospice = at({ place: "hospice", since: day(-1) })
		assert.equal((await add(home)).status, 303)
		assert.equal((await add(hospice)).status, 303)
		assert.equal((await add(hospice)).status, 409, "sent twice, stored once")
		let page = await client.get(`/patients/${patient}/care`)
		assert.match(page.text, new RegExp(`<b>дома</b> <small>[^<]*${day(-1)}`))
		assert.match((await client.get(`/patients/${patient}`)).text, /id="care-glance"[^]*хоспис/)
		assert.equal((await client.get(`/care/places/${hospice.series}/edit`)).status, 200)
		const correct = (fields) => client.post(`/care/places/${hospice.series}`, { ...hospice, ...fields })
		assert.equal((await correct({ version: "1", since: day(-2) })).status, 303)
		const late = await correct({ version: "1", since: day(-3) })
		assert.equal(late.status, 409)
		assert.match(late.text, new RegExp(`value="${day(-3)}"`))
		assert.equal((await client.post(`/care/places/${hospice.series}/undo`, { version: "1" })).status, 409)
		assert.equal((await client.post(`/care/places/${hospice.series}/undo`, { version: "2" })).status, 303)
		assert.equal((await client.get(`/care/places/${hospice.series}/edit`)).status, 409)
		assert.equal((await correct({ version: "3" })).status, 409)
		page = await client.get(`/patients/${patient}/care`)
		assert.doesNotMatch(page.text, /<b>хоспис<\/b>/)
	})
	for (const [what, fields, field] of [["no place", { place: "" }, "place"], ["an unknown one", { place: "moon" }, "place"], ["no day", { since: "" }, "since"],
		["a day that is none", { since: "31.02.2026" }, "since"], ["tomorrow", { since: () => day(1) }, "since"], ["before the birth", { since: "31.12.1949" }, "since"],
		["a day that is taken", { since: () => day(-5) }, "since"]])
		test(`${what}: 422 at ${field}`, async () => {
			const was = countOf("care_place")
			const answer = await add(at(Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, typeof v === "function" ? v() : v]))))
			assert.equal(answer.status, 422)
			marked(answer, field)
			assert.equal(countOf("care_place"), was)
		})
})

describe("a conversation about wishes", () => {
	const said = (more = {}) => ({ series: randomUUID(), version: "0", discussed_on: day(-2), with_whom: "patient,spouse", informed_diagnosis: "partly",
		informed_prognosis: "unwanted", wishes: "comfort_only,no_hospitalisation", place_of_care: "home", place_of_death: "home", ...more })
	const add = (fields, to = patient) => client.post(`/patients/${to}/care/preferences`, fields)
	test("is shown, the newest counts, the form begins with it", async () => {
		const first = said()
		assert.equal((await add(first)).status, 303)
		assert.equal((await add(first)).status, 409)
		const form = await client.get(`/patients/${patient}/care/preferences/new`)
		assert.match(form.text, /value="comfort_only" checked/)
		assert.match(form.text, /<option value="unwanted" selected>/)
		assert.equal((await add(said({ discussed_on: day(0), wishes: "undecided", place_of_death: "hospice" }))).status, 303)
		assert.match((await client.get(`/patients/${patient}`)).text, /id="care-glance"[^]*не определился[^]*хоспис/)
		const correct = (fields) => client.post(`/care/preferences/${first.series}`, { ...first, ...fields })
		assert.equal((await correct({ version: "1", informed_diagnosis: "yes" })).status, 303)
		assert.equal((await correct({ version: "1", informed_diagnosis: "no" })).status, 409)
		assert.equal((await client.get(`/care/preferences/${first.series}/edit`)).status, 200)
		assert.equal((await client.post(`/care/preferences/${first.series}/undo`, { version: "2" })).status, 303)
		assert.equal((await client.get(`/care/preferences/${first.series}/edit`)).status, 409)
	})
	for (const [what, fields, field] of [["no day", { discussed_on: "" }, "discussed_on"], ["tomorrow", { discussed_on: () => day(1) }, "discussed_on"],
		["before the birth", { discussed_on: "31.12.1949" }, "discussed_on"], ["with nobody", { with_whom: "" }, "with_whom"], ["with the cat", { with_whom: "cat" }, "with_whom"],
		["an unknown wish", { wishes: "gold" }, "wishes"], ["all and nothing", { wishes: "full,comfort_only" }, "wishes"], ["undecided, but", { wishes: "undecided,comfort_only" }, "wishes"],
		["informed maybe", { informed_diagnosis: "maybe" }, "informed_diagnosis"], ["a prognosis, maybe", { informed_prognosis: "maybe" }, "informed_prognosis"],
		["cared for on the moon", { place_of_care: "moon" }, "place_of_care"], ["to die on the moon", { place_of_death: "moon" }, "place_of_death"],
		["nothing said", { informed_diagnosis: "", informed_prognosis: "", wishes: "", place_of_care: "", place_of_death: "" }, "informed_diagnosis"]])
		test(`${what}: 422 at ${field}`, async () => {
			const was = countOf("preference")
			const answer = await add(said(Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, typeof v === "function" ? v() : v]))))
			assert.equal(answer.status, 422, answer.text.slice(0, 300))
			marked(answer, field)
			assert.equal(countOf("preference"), was)
		})
})

describe("the family after a death", () => {
	let dead
	const save = (fields) => client.post(`/patients/${dead}/care/bereavement`, { version: sql(`SELECT version FROM bereavement WHERE patient_id = '${dead}'`),
		first_on: "", second_on: "", risk: "", closed_on: "", close_reason: "", ...fields })
	before(async () => {
		dead = await admit()
		await client.post(`/patients/${dead}/care/places`, { series: randomUUID(), version: "0", place: "hospice", since: day(0) })
		assert.equal((await remove(dead, "death", death)).status, 303)
	})
	test("waits on Home, and is not there for who lives", async () => {
		sql(`UPDATE bereavement SET died_on = current_date - 900 WHERE patient_id = '${dead}'`)
		assert.match((await client.get("/")).text, new RegExp(`/patients/${dead}/care`))
		sql(`UPDATE bereavement SET died_on = current_date WHERE patient_id = '${dead}'`)
		assert.equal((await client.get(`/patients/${patient}/care/bereavement`)).status, 404)
		const page = await client.get(`/patients/${dead}/care`)
		assert.match(page.text, /id="family"/)
		assert.match(page.text, new RegExp(day(14)))
	})
	for (const [what, fields, field] of [["before the death", { first_on: () => day(-1) }, "first_on"], ["tomorrow", { first_on: () => day(1) }, "first_on"],
		["a day that is none", { first_on: "31.02.2026" }, "first_on"], ["a second without a first", { second_on: () => day(0) }, "second_on"],
		["a second tomorrow", { first_on: () => day(0), second_on: () => day(1) }, "second_on"], ["an unknown risk", { risk: "some" }, "risk"],
		["closed tomorrow", { closed_on: () => day(1), close_reason: "declined" }, "closed_on"], ["closed before the death", { closed_on: () => day(-1), close_reason: "declined" }, "closed_on"],
		["closed without a reason", { first_on: () => day(0), closed_on: () => day(0) }, "close_reason"], ["a reason without a day", { close_reason: "declined" }, "closed_on"],
		["an unknown reason", { closed_on: () => day(0), close_reason: "bored" }, "close_reason"]])
		test(`${what}: 422 at ${field}`, async () => {
			const answer = await save(Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, typeof v === "function" ? v() : v])))
			assert.equal(answer.status, 422, answer.text.slice(0, 300))
			marked(answer, field)
			assert.equal(sql(`SELECT version FROM bereavement WHERE patient_id = '${dead}'`), "1")
		})
	test("is called, judged, closed, with each version kept; a stale one is a conflict", async () => {
		assert.equal((await save({ first_on: day(0), risk: "high" })).status, 303)
		const stale = await save({ first_on: day(0), risk: "low", version: "1" })
		assert.equal(stale.status, 409)
		assert.match(stale.text, /<option value="low" selected>/)
		assert.equal((await save({ first_on: day(0), risk: "high", closed_on: day(0), close_reason: "declined" })).status, 303)
		assert.equal(sql(`SELECT status || version FROM bereavement WHERE patient_id = '${dead}'`), "closed3")
		assert.equal(sql(`SELECT string_agg(version || coalesce(risk, '-'), ' ' ORDER BY version) FROM bereavement_version WHERE patient_id = '${dead}'`), "1- 2high")
		assert.doesNotMatch((await client.get("/")).text, new RegExp(`/patients/${dead}/care`))
		assert.match((await client.get(`/patients/${dead}/care?all=1`)).text, /отказалась/)
	})
	test("a visit on the day of the death is recorded, none is planned", async () => {
		assert.equal((await post(done(), dead)).status, 303)
		marked(await post(planned(), dead), "planned_on")
	})
})
