// t0930-audit.test.mjs: the audit trail with its filters, its file and its own trace; who may see a patient, who opened him.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { admission, demoAccount, isAdmin, isDoctor, isOfficer, placeOf, signIn } from "./doctor.mjs"

const admin = demoAccount((a) => isOfficer(a) && isAdmin(a))
const area = placeOf(admin.login).institution
const doctor = demoAccount((a) => isDoctor(a) && !isAdmin(a) && placeOf(a.login).institution === area)
const other = demoAccount((a) => isOfficer(a) && isAdmin(a) && a.login !== admin.login)
let client, his, patient, number
before(async () => {
	his = await signIn(doctor)
	const fields = await admission(his, doctor, {})
	assert.equal((await his.client.post("/patients", fields)).status, 303)
	patient = fields.id
	number = sql(`SELECT registry_no FROM patient WHERE id = '${patient}'`)
	assert.equal((await his.client.get(`/patients/${patient}`)).status, 200)
	client = (await signIn(admin)).client
})
const trail = (filter = "") => client.get(`/admin/audit${filter}`)
const events = (event) => Number(sql(`SELECT count(*) FROM audit_event WHERE event = '${event}'`))

describe("the trail", () => {
	test("tells who, what, when, from where, by user and by patient; reading it leaves a trace", async () => {
		const before = events("AUDIT_VIEW")
		const { text } = await trail(`?number=${encodeURIComponent(number)}&user=${doctor.login}&event=PATIENT_VIEW&result=OK`)
		assert.ok(text.includes(doctor.name) && text.includes("открыт пациент") && text.includes(patient))
		assert.match(text, /<td data-label="Адрес">[0-9a-f.:]+</)
		assert.equal(events("AUDIT_VIEW"), before + 1)
		assert.equal(sql("SELECT subject FROM audit_event WHERE event = 'AUDIT_VIEW' ORDER BY id DESC LIMIT 1"), patient)
	})
	test("goes to older events and knows days", async () => {
		sql(`INSERT INTO audit_event (program, event, area_id, result) SELECT 'palreg-admin', 'USER_LIST', ${area}, 'OK' FROM generate_series(1, 60)`)
		const first = (await trail()).text, older = /href="(\/admin\/audit\?before=\d+[^"]*)" rel="next"/.exec(first)[1]
		assert.equal((await client.get(older)).status, 200)
		assert.match((await trail("?until=01.01.2000")).text, /Событий нет/)
	})
	for (const [what, filter, field] of [["a number of nobody", "?number=нет", "number"], ["a day that is none", "?since=31.02.2027", "since"],
		["an unknown result", "?result=GOOD", "result"], ["an event that is no name", "?event=a%20b", "event"]])
		test(`${what}: refused at the field`, async () => {
			const answer = await trail(filter)
			assert.equal(answer.status, 422)
			assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
		})
	test("what is refused and what is not found are events of their own, with who asked", async () => {
		const last = (event) => sql(`SELECT e.result || ' ' || a.login FROM audit_event e JOIN account a ON a.id = e.account_id
			WHERE e.event = '${event}' ORDER BY e.id DESC LIMIT 1`)
		assert.equal((await his.client.get("/admin/audit")).status, 403)
		assert.equal(last("AUDIT_VIEW"), `DENIED ${doctor.login}`)
		assert.equal((await his.client.get(`/patients/${randomUUID()}`)).status, 404)
		assert.equal(last("PATIENT_VIEW"), `NOT_FOUND ${doctor.login}`)
	})
	test("as a file, nothing a spreadsheet would compute, itself in the trail", async () => {
		const before = events("AUDIT_EXPORT"), answer = await client.get(`/admin/audit.csv?number=${encodeURIComponent(number)}`)
		assert.match(answer.headers["content-type"], /text\/csv/)
		assert.ok(answer.text.includes(patient) && answer.text.includes("PATIENT_VIEW"))
		assert.doesNotMatch(answer.text, /(^|;)[=+@]/m)
		assert.equal(events("AUDIT_EXPORT"), before + 1)
	})
	test("of another institution stays there", async () => {
		const theirs = (await signIn(other)).client
		assert.equal((await theirs.get(`/admin/audit?number=${encodeURIComponent(number)}`)).status, 422)
		assert.doesNotMatch((await theirs.get(`/admin/audit?user=${doctor.login}`)).text, /открыт пациент/)
		assert.equal((await theirs.get(`/admin/patients/${patient}`)).status, 404)
	})
	test("is not for doctors; everybody sees his own, and only that", async () => {
		his = await signIn(doctor)
		const { status, text } = await his.client.get("/account/trail")
		assert.equal(status, 200)
		assert.match(text, /открыт пациент/)
		assert.ok(!text.includes(admin.login) && !text.includes(admin.name), "the administrator's")
		assert.equal((await his.client.get("/admin/audit")).status, 403)
		assert.equal((await his.client.get(`/admin/patients/${patient}`)).status, 403)
	})
})

describe("who may see a patient", () => {
	test("names each with his role and place, whether he opens the identity, and who opened the patient; no identity", async () => {
		const { text } = await client.get(`/admin/patients/${patient}`)
		assert.ok(text.includes(number) && text.includes(doctor.name))
		assert.match(text, /data-label="Открывает имя">да</)
		assert.match(text, /открыт пациент/)
		assert.doesNotMatch(text, /<sealed-text/)
		assert.match((await client.get(`/patients/${patient}`)).text, new RegExp(`href="/admin/patients/${patient}"`))
	})
	test("names the role, the place and the reason of somebody above, too; his page is not this administrator's", async () => {
		const root = sql(`SELECT r.id FROM area r JOIN area a ON a.path <@ r.path WHERE a.id = ${area} AND r.parent_id IS NULL`)
		const [id, name] = sql(`WITH a AS (INSERT INTO account (login, name, area_id, state) SELECT 'above-' || substr(gen_random_uuid()::text, 1, 8),
			'Сверху Олег', ${root}, 'active' RETURNING id, name, area_id),
			g AS (INSERT INTO role_grant (account_id, role_id, area_id, valid_until, reason)
			SELECT a.id, 2, a.area_id, current_date, 'проверка области' FROM a) SELECT id, name FROM a`).split("|")
		const { text } = await client.get(`/admin/patients/${patient}`)
		const row = new RegExp(`<tr><td data-label="ФИО">${name}</td>.*?</tr>`).exec(text)[0]
		assert.match(row, new RegExp(`Пользователь, ${sql(`SELECT name FROM area WHERE id = ${root}`)}.*по .*проверка области`))
		assert.ok(!text.includes(`/admin/users/${id}/rights`))
		sql(`UPDATE account SET state = 'deleted' WHERE id = '${id}'; DELETE FROM role_grant WHERE account_id = '${id}'`)
	})
	test("a denial takes him off that page", async () => {
		const id = sql(`SELECT id FROM account WHERE login = '${doctor.login}'`)
		sql(`INSERT INTO right_denial (account_id, area_id, reason) VALUES ('${id}', ${area}, 'проба')`)
		assert.doesNotMatch((await client.get(`/admin/patients/${patient}`)).text, new RegExp(`/admin/users/${id}/rights`))
		sql(`DELETE FROM right_denial WHERE account_id = '${id}'`)
		assert.match((await client.get(`/admin/patients/${patient}`)).text, new RegExp(`/admin/users/${id}/rights`))
	})
})

test("the officer is told who has left", async () => {
	const id = sql(`SELECT id FROM account WHERE login = '${doctor.login}'`)
	sql(`UPDATE account SET state = 'blocked' WHERE id = '${id}'`)
	assert.ok((await client.get("/account/rotation")).text.includes(doctor.name))
	assert.match((await client.get("/admission")).text, /href="\/account\/rotation"/)
	assert.match((await client.get("/admin/users?state=left")).text, new RegExp(id))
	sql(`UPDATE account SET state = 'active' WHERE id = '${id}'`)
	assert.ok(!(await client.get("/account/rotation")).text.includes(doctor.name))
})

test("what a department sees is the institution's choice, from today", async () => {
	const day = (n) => sql(`SELECT to_char(current_date + ${n}, 'DD.MM.YYYY')`)
	const choose = (changes) => client.post("/admin/settings", { area, code: "doctor_scope", value: "department", valid_from: day(0),
		follows: sql(`SELECT coalesce(max(id), 0) FROM setting WHERE area_id = ${area} AND code = 'doctor_scope'`), ...changes })
	assert.equal((await choose({ value: "ward" })).status, 422)
	assert.equal((await choose({ valid_from: day(1) })).status, 422)
	assert.equal((await choose()).status, 303)
	assert.match((await client.get("/admin/settings")).text, /своё отделение/)
	sql("DELETE FROM setting WHERE code = 'doctor_scope'")
})
