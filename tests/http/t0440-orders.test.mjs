// t0440-orders.test.mjs: services and devices: what is refused at which field, steps, the log, the sheet, the list and its file.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, demoAccounts, isDoctor, placeOf, signIn } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const { institution } = placeOf(demo.login)
let client, patients, removed, dead
before(async () => {
	({ client } = await signIn(demo))
	patients = sql(`SELECT id FROM patient WHERE institution_id = ${institution} AND status = 'active' ORDER BY id OFFSET 5 LIMIT 8`).split("\n")
	;[removed, dead] = sql(`SELECT min(id::text) FILTER (WHERE died_on IS NULL) || '|' || min(id::text) FILTER (WHERE died_on IS NOT NULL)
		FROM patient WHERE institution_id = ${institution} AND status = 'removed' AND date_out < current_date`).split("|")
})

const DAYS = { ago20: -20, ago9: -9, ago5: -5, ago2: -2, today: 0, tomorrow: 1, soon: 20, never: 400 }
const texts = sql(`SELECT to_char(current_date + n, 'DD.MM.YYYY') FROM unnest(ARRAY[${Object.values(DAYS)}]) WITH ORDINALITY AS u(n, i) ORDER BY i`).split("\n")
const DAY = Object.fromEntries(Object.keys(DAYS).map((name, i) => [name, texts[i]]))
const service = (changes = {}) => ({
	id: randomUUID(), service: "nurse_visit", times: "2", per: "week", performer: "nurse", place: "home", starts_on: DAY.ago9, ends_on: DAY.soon, ...changes,
})
const device = (changes = {}) => ({ id: randomUUID(), device: "wheelchair", quantity: "1", needed_on: DAY.ago9, ...changes })
const said = (answer) => answer.text.match(/field-error"[^<]*<?[^<]*|role="alert">[^<]*/g)?.join(" ") ?? answer.text.slice(0, 300)
async function ordered(kind, patient, changes) {
	const fields = kind === "service" ? service(changes) : device(changes)
	const answer = await client.post(`/patients/${patient}/orders/${kind}`, fields)
	assert.equal(answer.status, 303, said(answer))
	return fields.id
}
const known = (id, what) => sql(`SELECT ${what} FROM service_order WHERE id = '${id}' UNION ALL SELECT ${what} FROM device_order WHERE id = '${id}'`)
const version = (id) => known(id, "version")
const status = (id) => known(id, "status")
function step(id, to, fields = {}) {
	const [from, version] = known(id, "status || '|' || version").split("|")
	return client.post(`/orders/${id}/step`, { to, from, version, ...fields })
}
async function taken(id, to, fields) {
	const answer = await step(id, to, fields)
	assert.equal(answer.status, 303, said(answer))
}
async function issued(patient, changes) {
	const id = await ordered("device", patient, changes)
	await taken(id, "requested", { on: DAY.ago5, source: "regional" })
	await taken(id, "issued", { on: DAY.ago2, serial_no: "SN-44/7", model: "BASE-100" })
	return id
}
/** The form comes back with what was typed, and says what is wrong at this field. */
function refused(answer, field, code = 422) {
	assert.equal(answer.status, code, said(answer))
	assert.match(answer.text, new RegExp(`id="${field}-error"`), `${field}: ${said(answer)}`)
}

describe("an order of a service", () => {
	const wrong = {
		service: ["", "magic", "a b"], times: ["", "0", "32", "1,5", "x"], per: ["", "year"], performer: ["", "magician"], place: ["", "moon"],
		starts_on: ["", "31.02.2026", DAY.never, "31.12.1900"], ends_on: ["31.02.2026", DAY.ago20, "01.01.2040"], indication: ["magic"],
	}
	for (const [field, values] of Object.entries(wrong))
		for (const value of values)
			test(`${field}=${value}: refused at the field, the rest stands`, async () => {
				const answer = await client.post(`/patients/${patients[0]}/orders/service`, service({ [field]: value }))
				refused(answer, field)
				if (field !== "service")
					assert.match(answer.text, /value="nurse_visit" selected/)
			})
	test("too often for its time, and once is once", async () => {
		refused(await client.post(`/patients/${patients[0]}/orders/service`, service({ times: "22" })), "times")
		refused(await client.post(`/patients/${patients[0]}/orders/service`, service({ times: "2", per: "once" })), "times")
		refused(await client.post(`/patients/${patients[0]}/orders/service`, service({ times: "1", per: "once", ends_on: sql("SELECT current_date + 90") })), "ends_on")
	})
	test("a retired one is not ordered", async () => {
		sql("UPDATE service SET retired_at = now() WHERE code = 'shaving'")
		try {
			refused(await client.post(`/patients/${patients[0]}/orders/service`, service({ service: "shaving" })), "service")
			assert.doesNotMatch((await client.get(`/patients/${patients[0]}/orders/service`)).text, /value="shaving"/)
		} finally {
			sql("UPDATE service SET retired_at = NULL WHERE code = 'shaving'")
		}
	})
	test("for somebody who was removed or died: refused", async () => {
		for (const patient of [removed, dead])
			refused(await client.post(`/patients/${patient}/orders/service`, service({ starts_on: DAY.today })), "starts_on")
		assert.equal(sql(`SELECT count(*) FROM service_order WHERE patient_id IN ('${removed}', '${dead}') AND created_at >= current_date`), "0")
	})
	test("of another institution: not found; a field too many: 400; sent twice: told", async () => {
		const other = sql(`SELECT id FROM patient WHERE institution_id <> ${institution} AND status = 'active' LIMIT 1`)
		assert.equal((await client.post(`/patients/${other}/orders/service`, service())).status, 404)
		assert.equal((await client.post(`/patients/${patients[0]}/orders/service`, { ...service(), comment: "x" })).status, 400)
		const fields = service()
		assert.equal((await client.post(`/patients/${patients[0]}/orders/service`, fields)).status, 303)
		assert.equal((await client.post(`/patients/${patients[0]}/orders/service`, fields)).status, 409)
	})
})

describe("an order of a device", () => {
	const wrong = {
		device: ["", "magic"], model: ["Иванов", "Иванов Иван", "123-456-789-00", "8-921-123-45-67"], quantity: ["", "0", "1000", "x"],
		needed_on: ["", DAY.tomorrow, "31.12.1900"], commission_no: ["Иванов"], commission_on: [DAY.tomorrow, "31.12.1900"], source: ["moon"],
	}
	for (const [field, values] of Object.entries(wrong))
		for (const value of values)
			test(`${field}=${value}: refused at the field, the rest stands`, async () => {
				const more = field === "commission_no" ? { commission_on: DAY.ago20 } : field === "commission_on" ? { commission_no: "12" } : {}
				const answer = await client.post(`/patients/${patients[0]}/orders/device`, device({ ...more, [field]: value }))
				refused(answer, field)
				if (field !== "device")
					assert.match(answer.text, /value="wheelchair" selected/)
			})
	test("half a conclusion is none", async () => {
		refused(await client.post(`/patients/${patients[0]}/orders/device`, device({ commission_no: "12/П" })), "commission_no")
	})
	test("for somebody who was removed or died: refused", async () => {
		for (const patient of [removed, dead]) {
			const out = sql(`SELECT to_char(date_out, 'DD.MM.YYYY') FROM patient WHERE id = '${patient}'`)
			refused(await client.post(`/patients/${patient}/orders/device`, device({ needed_on: out })), "device")
			refused(await client.post(`/patients/${patient}/orders/device`, device({ needed_on: DAY.today })), "needed_on")
		}
	})
})

describe("steps", () => {
	test("needed, requested, issued, returned; the wait is counted, each version is kept", async () => {
		const id = await ordered("device", patients[1], { commission_no: "128/П", commission_on: DAY.ago9 })
		assert.match((await client.get(`/patients/${patients[1]}/orders`)).text, /9 дней<\/span> <small>ждёт/)
		refused(await step(id, "requested", { on: DAY.today, source: "" }), "source")
		refused(await step(id, "requested", { on: DAY.today, source: "moon" }), "source")
		refused(await step(id, "requested", { on: "", source: "own" }), "on")
		refused(await step(id, "requested", { on: DAY.tomorrow, source: "own" }), "on")
		refused(await step(id, "requested", { on: DAY.ago20, source: "own" }), "on")
		assert.equal((await step(id, "issued", { on: DAY.today })).status, 422, "not without a request")
		await taken(id, "requested", { on: DAY.ago5, source: "regional" })
		refused(await step(id, "issued", { on: DAY.ago9 }), "on")
		refused(await step(id, "issued", { on: DAY.today, serial_no: "Иванов" }), "serial_no")
		refused(await step(id, "issued", { on: DAY.today, serial_no: "123-456-789-00" }), "serial_no")
		refused(await step(id, "issued", { on: DAY.today, model: "Иванов" }), "model")
		await taken(id, "issued", { on: DAY.ago2, serial_no: "SN-44/7", model: "BASE-100" })
		refused(await step(id, "returned", { on: DAY.ago5 }), "on")
		refused(await step(id, "returned", { on: DAY.tomorrow }), "on")
		await taken(id, "returned", { on: DAY.today })
		const page = (await client.get(`/orders/${id}`)).text
		assert.match(page, /7 дней/)
		assert.match(page, /SN-44\/7/)
		assert.equal(sql(`SELECT string_agg(status, ' ' ORDER BY version) FROM device_order_past WHERE id = '${id}'`), "needed requested issued")
		assert.equal((await client.get(`/orders/${id}/step?to=issued`)).status, 404, "an undo is no step")
	})
	test("refused and not needed want a reason and a day", async () => {
		const id = await ordered("device", patients[1])
		refused(await step(id, "refused", { on: DAY.today }), "reason")
		refused(await step(id, "refused", { on: DAY.today, reason: "because" }), "reason")
		refused(await step(id, "refused", { on: DAY.ago20, reason: "not_available" }), "on")
		await taken(id, "refused", { on: DAY.today, reason: "not_available" })
		assert.equal(status(id), "refused")
		const other = await ordered("device", patients[1])
		await taken(other, "not_needed", { on: DAY.today, reason: "condition_changed" })
		assert.equal(status(other), "not_needed")
	})
	test("a stale version or status is a conflict, told with the form", async () => {
		const id = await ordered("device", patients[1])
		const answer = await client.post(`/orders/${id}/step`, { to: "requested", from: "needed", version: "7", on: DAY.today, source: "own" })
		assert.equal(answer.status, 409)
		assert.match(answer.text, /role="alert"/)
		await taken(id, "requested", { on: DAY.today, source: "own" })
		assert.equal((await client.post(`/orders/${id}/step`, { to: "requested", from: "needed", version: "1", on: DAY.today, source: "own" })).status, 409)
	})
	test("taken back by who did it, on its day alone", async () => {
		const id = await issued(patients[2])
		assert.equal((await client.post(`/orders/${id}/undo`, { version: "1" })).status, 409, "another version")
		assert.match((await client.post(`/orders/${id}/undo`, { version: version(id) })).headers.location, /order_undone/)
		assert.equal(sql(`SELECT status || coalesce(serial_no, '') FROM device_order WHERE id = '${id}'`), "requested")
		const later = await issued(patients[2])
		sql(`SET session_replication_role = replica; UPDATE device_order SET changed_at = changed_at - interval '1 day' WHERE id = '${later}'`)
		assert.match((await client.post(`/orders/${later}/undo`, { version: version(later) })).headers.location, /undo_refused/)
		assert.equal(status(later), "issued")
	})
	test("a colleague's new order is not his mistake", async () => {
		const mate = demoAccounts().find((a) => isDoctor(a) && a.login !== demo.login && placeOf(a.login).institution === institution)
		const id = await ordered("device", patients[2])
		if (mate !== undefined) {
			const other = (await signIn(mate)).client
			assert.equal((await other.post(`/orders/${id}/step`, { to: "entered_in_error", from: "needed", version: "1" })).status, 422)
		}
		await taken(id, "entered_in_error")
		assert.equal(status(id), "entered_in_error")
	})
})

describe("a change", () => {
	test("is a new version; the former one is kept; a stale one is a conflict with both sides shown", async () => {
		const id = await ordered("service", patients[3])
		const form = await client.get(`/orders/${id}/edit`)
		assert.match(form.text, /name="times" value="2"/)
		const fields = { ...service({ times: "3", place: "ward" }), id: undefined, version: "1" }
		assert.equal((await client.post(`/orders/${id}`, fields)).status, 303)
		assert.equal(sql(`SELECT times || ' ' || place || ' ' || version FROM service_order WHERE id = '${id}'`), "3 ward 2")
		assert.equal(sql(`SELECT times || ' ' || place FROM service_order_past WHERE id = '${id}'`), "2 home")
		const stale = await client.post(`/orders/${id}`, { ...fields, times: "4" })
		assert.equal(stale.status, 409)
		assert.match(stale.text, /name="times" value="4"/)
		assert.match(stale.text, /name="version" value="2"/)
		assert.match(stale.text, /role="alert">[\s\S]*3 раза в неделю/)
		refused(await client.post(`/orders/${id}`, { ...fields, version: "2", times: "0" }), "times")
	})
	test("of an issued device: its day and number, within the rules", async () => {
		const id = await issued(patients[3])
		const now = device({ id: undefined, version: version(id), model: "BASE-100", source: "regional", requested_on: DAY.ago5, issued_on: DAY.ago2, serial_no: "SN-8" })
		refused(await client.post(`/orders/${id}`, { ...now, issued_on: DAY.ago9 }), "issued_on")
		refused(await client.post(`/orders/${id}`, { ...now, issued_on: DAY.tomorrow }), "issued_on")
		refused(await client.post(`/orders/${id}`, { ...now, requested_on: DAY.ago20 }), "requested_on")
		refused(await client.post(`/orders/${id}`, { ...now, source: "" }), "source")
		refused(await client.post(`/orders/${id}`, { ...now, serial_no: "Иванов" }), "serial_no")
		assert.equal((await client.post(`/orders/${id}`, now)).status, 303)
		assert.equal(sql(`SELECT serial_no FROM device_order WHERE id = '${id}'`), "SN-8")
	})
	test("of what has ended: refused", async () => {
		const id = await ordered("service", patients[3])
		await taken(id, "cancelled", { on: DAY.today, reason: "patient_wish" })
		refused(await client.post(`/orders/${id}`, { ...service({ times: "3" }), id: undefined, version: version(id) }), "service")
	})
})

describe("what was done", () => {
	const done = (id, fields = {}) => client.post(`/orders/${id}/done`, { done_on: DAY.today, ...fields })
	test("counts against what was planned, and makes it under way", async () => {
		const id = await ordered("service", patients[4])
		assert.equal((await done(id, { done_on: DAY.ago9 })).status, 303)
		assert.equal((await done(id, { done_on: DAY.ago5 })).status, 303)
		assert.equal(sql(`SELECT status || ' ' || done_count FROM service_order WHERE id = '${id}'`), "active 2")
		assert.match((await client.get(`/orders/${id}`)).text, /2 из 3/)
		const log = sql(`SELECT id FROM service_done WHERE order_id = '${id}' LIMIT 1`)
		assert.equal((await client.post(`/orders/${id}/done/undo`, { id: log })).status, 303)
		assert.equal((await client.post(`/orders/${id}/done/undo`, { id: log })).status, 409)
		assert.equal(sql(`SELECT done_count FROM service_order WHERE id = '${id}'`), "1")
		assert.match((await client.get(`/orders/${id}`)).text, /<s>/)
	})
	test("before the start, tomorrow, no day, by nobody: refused", async () => {
		const id = await ordered("service", patients[4])
		for (const done_on of [DAY.ago20, DAY.tomorrow, "", "31.02.2026"])
			refused(await done(id, { done_on }), "done_on")
		refused(await done(id, { done_by: "nobody" }), "done_by")
		assert.equal((await done(id, { done_by: randomUUID() })).status, 404)
		const device = await ordered("device", patients[4])
		assert.equal((await done(device)).status, 404, "a device is not done")
	})
	test("stopped with a reason and a day; after it nothing is done", async () => {
		const id = await ordered("service", patients[4])
		await taken(id, "active")
		refused(await step(id, "stopped", { on: DAY.today }), "reason")
		refused(await step(id, "stopped", { on: DAY.ago20, reason: "not_effective" }), "on")
		refused(await step(id, "stopped", { on: DAY.tomorrow, reason: "not_effective" }), "on")
		await taken(id, "stopped", { on: DAY.ago2, reason: "not_effective" })
		refused(await done(id), "done_on")
		assert.equal((await done(id, { done_on: DAY.ago5 })).status, 303, "what was done before is written down late")
	})
})

describe("the sheet", () => {
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
	const rowOf = (fields, id) => Object.keys(fields).find((name) => /^order_\d+$/.test(name) && fields[name] === id)?.slice(6)
	async function sheetOf(patient) {
		const fields = fieldsOf((await client.get(`/patients/${patient}/sheet`)).text)
		for (const name of Object.keys(fields))
			if (/^sign_/.test(name))
				delete fields[name]
		return fields
	}
	test("signs drafts of both kinds and lets a service go on, with one number", async () => {
		const patient = patients[5]
		const drafts = [await ordered("service", patient, { draft: "1", service: "psychologist" }), await ordered("device", patient, { draft: "1", device: "commode" })]
		const old = await ordered("service", patient)
		await taken(old, "active")
		for (const id of drafts)
			assert.equal(status(id), "draft")
		const fields = await sheetOf(patient), n = rowOf(fields, old)
		assert.ok(drafts.every((id) => fields[`order_sign_${rowOf(fields, id)}`] === "1"), "drafts are ticked")
		Object.assign(fields, { [`order_sign_${n}`]: "1", [`times_${n}`]: "3", [`order_days_${n}`]: "14" })
		const answer = await client.post(`/patients/${patient}/sheet`, fields)
		assert.equal(answer.status, 303, said(answer))
		assert.deepEqual(drafts.map(status), ["requested", "needed"])
		assert.equal(status(old), "done")
		assert.equal(sql(`SELECT times || ' ' || status || ' ' || (ends_on - starts_on) || ' ' || (starts_on = current_date) FROM service_order WHERE renews = '${old}'`), "3 active 13 true")
		assert.equal(sql(`SELECT count(DISTINCT sheet_id) FROM (SELECT sheet_id FROM service_order WHERE id = '${drafts[0]}' OR renews = '${old}'
			UNION ALL SELECT sheet_id FROM device_order WHERE id = '${drafts[1]}') s`), "1")
		assert.match((await client.get(`/patients/${patient}/prescriptions`)).text, /психолог/)
	})
	test("a wrong number of times or days: nothing is signed, what was typed stands", async () => {
		const patient = patients[6], draft = await ordered("device", patient, { draft: "1" }), old = await ordered("service", patient)
		const fields = await sheetOf(patient), n = rowOf(fields, old)
		for (const [name, value] of [["times", "0"], ["times", ""], ["times", "22"], ["order_days", "731"], ["order_days", "x"]]) {
			const answer = await client.post(`/patients/${patient}/sheet`, { ...fields, [`order_sign_${n}`]: "1", [`${name}_${n}`]: value })
			refused(answer, `${name}_${n}`)
			assert.ok(answer.text.includes(`name="${name}_${n}" value="${value}"`))
		}
		assert.equal(status(draft), "draft")
		assert.equal(status(old), "requested")
	})
	test("a service that changed meanwhile: 409, marked, nothing is signed", async () => {
		const patient = patients[6], draft = await ordered("service", patient, { draft: "1" }), old = await ordered("service", patient)
		const fields = await sheetOf(patient), n = rowOf(fields, old)
		await taken(old, "active")
		const answer = await client.post(`/patients/${patient}/sheet`, { ...fields, [`order_sign_${n}`]: "1" })
		assert.equal(answer.status, 409)
		assert.match(answer.text, /изменена другим врачом/)
		assert.equal(status(draft), "draft")
	})
	test("a draft is its author's, and dropped", async () => {
		const id = await ordered("device", patients[6], { draft: "1", device: "crutches" })
		const mate = demoAccounts().find((a) => isDoctor(a) && a.login !== demo.login && placeOf(a.login).institution === institution)
		if (mate !== undefined)
			assert.equal((await (await signIn(mate)).client.get(`/orders/${id}`)).status, 404)
		await taken(id, "entered_in_error")
		assert.equal(status(id), "entered_in_error")
	})
})

describe("a removal", () => {
	test("ends services and needs, and asks for what was issued: on the page, the list, at home", async () => {
		const patient = patients[7]
		const [held, needed, visit] = [await issued(patient), await ordered("device", patient, { device: "commode" }), await ordered("service", patient)]
		await taken(visit, "active")
		const answer = await client.post(`/patients/${patient}/entry/state`, { action: "remove", from: "active", on: DAY.today, reason: "moved" })
		assert.equal(answer.status, 303, said(answer))
		assert.deepEqual([held, needed, visit].map(status), ["issued", "not_needed", "stopped"])
		assert.match((await client.get(`/patients/${patient}/orders`)).text, /Изделия к возврату/)
		assert.match((await client.get("/orders.csv?state=to_return")).text, /SN-44/)
		assert.match((await client.get("/")).text, /забрать: /)
		refused(await client.post(`/patients/${patient}/orders/device`, device({ needed_on: DAY.today })), "device")
		await taken(held, "returned", { on: DAY.today })
	})
})

describe("the list and its file", () => {
	const ORDERS = `SELECT o.*, p.registry_no, p.district_id FROM care_order o JOIN patient p ON p.id = o.patient_id
		WHERE o.status <> 'draft' AND p.area_id IN (SELECT c.id FROM area c, area r WHERE r.id = ${institution} AND c.path <@ r.path)`
	const district = sql(`SELECT district_id FROM (${ORDERS}) o GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`)
	const cases = {
		"": "state IN ('due', 'waiting', 'to_return')", "state=all": "true", "state=all&kind=device": "kind = 'device'", "kind=service": "state = 'due'",
		"state=waiting": "state = 'waiting'", "state=requested": "status = 'requested'", "state=issued": "status = 'issued'", "state=stopped": "status = 'stopped'",
		"state=all&device=wheelchair": "code = 'wheelchair'", "state=all&service=nurse_visit": "code = 'nurse_visit'",
		"state=all&service=nurse_visit&device=commode": "code IN ('nurse_visit', 'commode')", [`state=all&district=${district}`]: `district_id = ${district}`,
		[`district=${district}&kind=device`]: `district_id = ${district} AND state IN ('waiting', 'to_return')`, [`state=all&institution=${institution}`]: `institution_id = ${institution}`,
	}
	for (const [query, where] of Object.entries(cases))
		test(`?${query}: the rows and the number of the reference`, async () => {
			const wanted = sql(`SELECT registry_no || ' ' || to_char(since, 'DD.MM.YYYY') || ' ' || coalesce(days::text, '') FROM (${ORDERS}) o WHERE ${where}`).split("\n").map((r) => r.trimEnd()).filter((r) => r !== "")
			const [, ...rows] = (await client.get(`/orders.csv?${query}`)).text.replace(/^\uFEFF/, "").trimEnd().split("\r\n")
			const got = rows.map((r) => r.split(";").map((cell) => cell.replaceAll("\"", ""))).map((cell) => `${cell[0]} ${cell[4]} ${cell[10]}`.trimEnd())
			assert.deepEqual(got.sort(), wanted.sort())
			assert.match((await client.get(`/orders?${query}`)).text, new RegExp(`<b>${wanted.length}</b>`))
		})
	test("the longest wait stands first; each head sorts and turns round", async () => {
		const days = async (query) => (await client.get(`/orders.csv?${query}`)).text.trimEnd().split("\r\n").slice(1).map((r) => Number(r.split(";")[10].replaceAll("\"", "")))
		const first = await days("")
		assert.ok(first.length > 10)
		assert.deepEqual(first, first.slice().sort((a, b) => b - a))
		assert.deepEqual(await days("sort=days"), first.slice().sort((a, b) => a - b))
		for (const sort of ["name", "patient", "state", "since", "district"])
			assert.equal((await client.get(`/orders?sort=${sort}&desc=1`)).status, 200, sort)
		assert.match((await client.get("/orders?sort=days")).text, /aria-sort="ascending"><a href="[^"]*sort=days[^"]*desc=1"/)
	})
	test("a second page; wrong filters; a file for a spreadsheet without a name", async () => {
		const pages = await Promise.all([0, 1].map(async (n) => (await client.get(`/orders?state=all&page=${n}`)).text.match(/href="\/orders\/[0-9a-f-]{36}"/g)))
		assert.equal(pages[0].length, 50)
		assert.equal(new Set(pages.flat()).size, pages.flat().length)
		for (const query of ["kind=x", "state=draft", "district=x", "sort=x", "device=%27", "page=-1"]) {
			assert.equal((await client.get(`/orders?${query}`)).status, 422, query)
			assert.equal((await client.get(`/orders.csv?${query}`)).status, 422, query)
		}
		assert.equal((await client.get("/orders?x=1")).status, 400)
		assert.doesNotMatch((await client.get("/orders.csv?state=all")).text, /[0-9a-f]{8}-[0-9a-f]{4}-4/)
		assert.match((await client.get("/orders.csv?ids=1")).text, /"id";/)
	})
})
