// t0920-rights.test.mjs: terms, roles, denials and requests through their forms; what one person may not do alone waits for a second.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, demoAccounts, isAdmin, isMinistry, isOfficer, placeOf, signIn } from "./doctor.mjs"

const local = demoAccount((a) => isOfficer(a) && isAdmin(a))
const above = demoAccount((a) => isAdmin(a) && a.member === null && !isMinistry(a))
const area = placeOf(local.login).institution
const doctor = demoAccount((a) => a.login !== local.login && placeOf(a.login).institution === area && !isAdmin(a))
const idOf = (login) => sql(`SELECT id FROM account WHERE login = '${login}'`)
const role = (code) => sql(`SELECT id FROM role WHERE code = '${code}'`)
const version = (id) => sql(`SELECT version FROM account WHERE id = '${id}'`)
const date = (days) => sql(`SELECT to_char(current_date + ${days}, 'DD.MM.YYYY')`)
const fresh = () => `r-${randomUUID().slice(0, 8)}`
const region = sql("SELECT id FROM area WHERE kind = 'region'")
/** Other files may have left administrators of the region: they are denied it for a while. */
const alone = () => sql(`INSERT INTO right_denial (account_id, permission, area_id, reason) SELECT DISTINCT g.account_id, 'USER_MANAGE', ${region}, 'проба'
	FROM role_grant g JOIN role_permission p USING (role_id) WHERE p.permission = 'USER_MANAGE' AND g.area_id = ${region} AND g.account_id <> '${idOf(above.login)}'`)
let one, two
before(async () => {
	one = (await signIn(local)).client
	two = (await signIn(above)).client
})
after(() => sql(`UPDATE account SET held_at = NULL, held_by = NULL; DELETE FROM right_denial; DELETE FROM right_request;
	DELETE FROM role_grant WHERE reason LIKE 'проба%'`))

const create = async (changes = {}) => {
	const answer = await one.post("/admin/users", { login: fresh(), name: "Сотрудник Проба", job: "врач", area, employment: "permanent", ...changes })
	return { answer, id: /users\/([0-9a-f-]{36})/.exec(answer.headers.location ?? "")?.[1] }
}
const refusedAt = (answer, field) => {
	assert.equal(answer.status, 422, answer.text.slice(0, 300))
	assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
}

describe("terms", () => {
	test("whose role is not chosen gets that of his job", async () => {
		const { id } = await create()
		assert.equal(sql(`SELECT role_id FROM role_grant WHERE account_id = '${id}'`), role("user"))
	})
	for (const [what, changes, field] of [["temporary staff without a last day", { employment: "temporary" }, "valid_until"],
		["a last day before the first", { starts_on: date(5), valid_until: date(4) }, "valid_until"],
		["a day that is none", { starts_on: "31.02.2027" }, "starts_on"], ["a job without roles, no role", { job: "лесник" }, "role"],
		["a place of others", { area: region }, "area"], ["a taken login", { login: local.login }, "login"]])
		test(`${what}: refused at the field, nothing is stored`, async () => {
			const before = sql("SELECT count(*) FROM account"), { answer } = await create(changes)
			refusedAt(answer, field)
			assert.match(answer.text, /value="Сотрудник Проба"/)
			assert.equal(sql("SELECT count(*) FROM account"), before)
		})
	test("the list is sorted, filtered by place and state, and goes by pages", async () => {
		sql(`INSERT INTO account (login, name, area_id) SELECT 'page-' || i, 'Страница ' || lpad(i::text, 3, '0'), ${area} FROM generate_series(1, 60) AS i ON CONFLICT DO NOTHING`)
		const first = (await one.get(`/admin/users?q=страница&area=${area}&sort=name`)).text
		assert.ok(first.includes("Страница 001") && !first.includes("Страница 060") && first.includes('rel="next"'))
		assert.match((await one.get("/admin/users?q=страница&page=1")).text, /Страница 060/)
		assert.equal((await one.get("/admin/users?sort=salary")).status, 422)
		sql("DELETE FROM account WHERE login LIKE 'page-%'")
	})
})

describe("another job", () => {
	test("ends the session, lets the rights rest; a second person confirms, never the first", async () => {
		const id = idOf(doctor.login), his = await signIn(doctor), before = sql(`SELECT job FROM account WHERE id = '${id}'`)
		const save = async (job) => one.post(`/admin/users/${id}`, { name: doctor.name, job, area, version: version(id) })
		assert.equal((await save("санитар")).status, 303)
		assert.equal((await his.client.get("/")).status, 303, "out at once")
		const again = await signIn(doctor)
		assert.equal((await again.client.get("/patients")).status, 403, "and may nothing")
		assert.match((await one.get("/admin/users?state=held")).text, new RegExp(id))
		assert.match((await one.post(`/admin/users/${id}/release`, { version: version(id) })).headers.location, /second_person/)
		assert.equal((await again.client.get("/patients")).status, 403)
		assert.equal((await two.post(`/admin/users/${id}/release`, { version: "1" })).status, 409, "not what was not seen")
		assert.match((await two.post(`/admin/users/${id}/release`, { version: version(id) })).headers.location, /user_released/)
		assert.equal((await (await signIn(doctor)).client.get("/patients")).status, 200)
		await save(before)
		await two.post(`/admin/users/${id}/release`, { version: version(id) })
	})
})

describe("a role", () => {
	const give = (client, id, changes = {}) => client.post(`/admin/users/${id}/roles`, { role: role("user"), area, ...changes })
	test("for a time has a reason and an end", async () => {
		const { id } = await create({ role: role("administrator") })
		refusedAt(await give(one, id, { valid_until: date(3) }), "reason")
		refusedAt(await give(one, id, { valid_until: date(-1), reason: "проба" }), "valid_until")
		refusedAt(await give(one, id, { one_off: "1", reason: "проба" }), "valid_until")
		refusedAt(await give(one, id, { role: "" }), "role")
		assert.match((await give(one, id, { valid_until: date(3), reason: "проба на выходные", one_off: "1" })).headers.location, /role_changed/)
		refusedAt(await give(one, id), "role")
		const { text } = await one.get(`/admin/users/${id}/rights`)
		assert.ok(text.includes("проба на выходные") && text.includes(date(3)) && text.includes(local.name))
	})
	test("for oneself waits for a second person; who asked takes it back, another confirms it once", async () => {
		const me = idOf(above.login)
		refusedAt(await give(two, me), "reason")
		assert.match((await give(two, me, { reason: "проба себе" })).headers.location, /right_asked/)
		const held = () => sql(`SELECT count(*) FROM role_grant WHERE account_id = '${me}' AND area_id = ${area}`)
		const asked = () => sql("SELECT max(id) FROM right_request")
		assert.equal(held(), "0")
		assert.match((await two.post(`/admin/requests/${asked()}`, { confirm: "yes" })).headers.location, /second_person/)
		assert.match((await two.post(`/admin/requests/${asked()}`, { confirm: "no" })).headers.location, /request_withdrawn/)
		await give(two, me, { reason: "проба себе ещё раз" })
		assert.match((await one.get("/admin/requests")).text, /проба себе ещё раз/)
		assert.match((await one.post(`/admin/requests/${asked()}`, { confirm: "yes" })).headers.location, /request_confirmed/)
		assert.equal(held(), "1")
		two = (await signIn(above)).client
		assert.equal((await one.post(`/admin/requests/${asked()}`, { confirm: "yes" })).status, 409)
		assert.equal((await one.post(`/admin/requests/${asked()}`, { confirm: "perhaps" })).status, 422)
		assert.equal((await one.post("/admin/requests/999999999", { confirm: "yes" })).status, 404)
	})
	test("is written as a set of permissions; each field has its refusal", async () => {
		const code = fresh(), fields = { code, name: "Пробная роль", name_en: "Trial role", permissions: "REPORT_SUMMARY" }
		assert.match((await one.post("/admin/roles", fields)).headers.location, /role_saved/)
		refusedAt(await one.post("/admin/roles", fields), "code")
		refusedAt(await one.post("/admin/roles", { ...fields, code: "Роль" }), "code")
		refusedAt(await one.post("/admin/roles", { ...fields, code: "" }), "code")
		refusedAt(await one.post("/admin/roles", { ...fields, code: fresh(), name: "" }), "name")
		refusedAt(await one.post("/admin/roles", { ...fields, code: fresh(), permissions: "" }), "permissions")
		refusedAt(await one.post("/admin/roles", { ...fields, code: fresh(), permissions: "EVERYTHING" }), "permissions")
		const id = role(code), v = sql(`SELECT version FROM role WHERE id = ${id}`)
		const save = (changes) => one.post(`/admin/roles/${id}`, { name: "Пробная роль", name_en: "", permissions: "REPORT_SUMMARY,RECORD_READ", version: v, ...changes })
		assert.match((await save()).headers.location, /role_saved/)
		assert.equal((await save()).status, 409)
		assert.equal(sql(`SELECT count(*) FROM role_permission WHERE role_id = ${id}`), "2")
		assert.match((await one.get("/admin/roles?q=пробная")).text, new RegExp(`/admin/roles/${id}"`))
		assert.match((await one.post(`/admin/roles/${id}/remove`)).headers.location, /role_removed/)
		assert.match((await one.get(`/admin/roles/${role("user")}`)).headers.location, /role_elsewhere/)
		assert.equal((await one.post(`/admin/roles/${role("user")}`, { name: "x", permissions: "RECORD_READ", version: "1" })).status, 403)
		assert.equal((await one.get("/admin/roles/none")).status, 404)
	})
	test("of one's own is not widened alone", async () => {
		const id = sql(`INSERT INTO role (code, name) VALUES ('${fresh()}', 'Кадры') RETURNING id`)
		sql(`INSERT INTO role_permission VALUES (${id}, 'USER_MANAGE'); INSERT INTO role_grant (account_id, role_id, area_id, reason) VALUES ('${idOf(local.login)}', ${id}, ${area}, 'проба')`)
		one = (await signIn(local)).client
		const save = (changes) => one.post(`/admin/roles/${id}`, { name: "Кадры", permissions: "USER_MANAGE,RECORD_READ", version: "1", ...changes })
		refusedAt(await save(), "reason")
		assert.match((await save({ reason: "проба" })).headers.location, /right_asked/)
		assert.equal(sql(`SELECT count(*) FROM role_permission WHERE role_id = ${id}`), "1")
		sql(`DELETE FROM role_grant WHERE role_id = ${id}; DELETE FROM role WHERE id = ${id}`)
		one = (await signIn(local)).client
	})
})

describe("a denial", () => {
	const deny = (client, id, changes = {}) => client.post(`/admin/users/${id}/denials`, { permission: "PATIENT_READ", area, reason: "проба", ...changes })
	test("wins at once over the roles, says why, and is lifted", async () => {
		const id = idOf(doctor.login), his = await signIn(doctor)
		refusedAt(await deny(one, id, { reason: "" }), "reason")
		refusedAt(await deny(one, id, { permission: "ALL" }), "permission")
		refusedAt(await deny(one, id, { area: region }), "area")
		assert.match((await deny(one, id)).headers.location, /denial_added/)
		assert.equal((await his.client.get("/")).status, 303)
		assert.equal((await (await signIn(doctor)).client.get("/patients")).status, 403)
		assert.match((await one.get(`/admin/users/${id}/rights`)).text, /проба/)
		const denial = sql(`SELECT id FROM right_denial WHERE account_id = '${id}'`)
		assert.match((await one.post(`/admin/users/${id}/undeny`, { denial })).headers.location, /denial_lifted/)
		assert.equal((await (await signIn(doctor)).client.get("/patients")).status, 200)
	})
	test("is not lifted from oneself, nor laid on the last administrator", async () => {
		alone()
		refusedAt(await deny(two, idOf(above.login), { permission: "USER_MANAGE", area: region }), "permission")
		const me = idOf(local.login)
		await deny(two, me, { permission: "RECORD_WRITE" })
		one = (await signIn(local)).client
		const denial = sql(`SELECT id FROM right_denial WHERE account_id = '${me}'`)
		assert.match((await one.post(`/admin/users/${me}/undeny`, { denial })).headers.location, /denial_stays/)
		assert.match((await two.post(`/admin/users/${me}/undeny`, { denial })).headers.location, /denial_lifted/)
		one = (await signIn(local)).client
	})
})

describe("the last administrator", () => {
	test("of the region keeps his role", async () => {
		const me = idOf(above.login), grant = sql(`SELECT id FROM role_grant WHERE account_id = '${me}' AND role_id = 1 AND area_id = ${region}`)
		sql(`INSERT INTO role_grant (account_id, role_id, area_id, reason) SELECT '${me}', 2, ${area}, 'проба' ON CONFLICT DO NOTHING`)
		alone()
		two = (await signIn(above)).client
		assert.match((await two.post(`/admin/users/${me}/drop`, { grant })).headers.location, /administrator_last/)
		assert.equal(sql(`SELECT count(*) FROM role_grant WHERE id = ${grant}`), "1")
		refusedAt(await two.post(`/admin/users/${me}`, { name: above.name, job: sql(`SELECT job FROM account WHERE id = '${me}'`), area: placeOf(above.login).institution,
			valid_until: date(-1), version: version(me) }), "valid_until")
	})
})

describe("a job", () => {
	test("has its roles; each field has its refusal", async () => {
		const name = `Проба ${fresh()}`
		assert.match((await one.post("/admin/jobs", { name, name_en: "Trial", roles: role("user") })).headers.location, /job_saved/)
		refusedAt(await one.post("/admin/jobs", { name: name.toUpperCase(), roles: "" }), "name")
		refusedAt(await one.post("/admin/jobs", { name: "", roles: "" }), "name")
		const id = sql(`SELECT id FROM job WHERE name = '${name}'`)
		assert.match((await one.get(`/admin/jobs/${id}`)).text, new RegExp(`value="${role("user")}" checked`))
		assert.match((await one.post(`/admin/jobs/${id}`, { name, roles: "", version: "1" })).headers.location, /job_saved/)
		assert.equal((await one.post(`/admin/jobs/${id}`, { name, roles: "", version: "1" })).status, 409)
		assert.match((await one.post(`/admin/jobs/${id}/remove`)).headers.location, /job_removed/)
		assert.equal((await one.post(`/admin/jobs/${id}/remove`)).status, 404)
	})
})

test("the registers of rights are for administrators alone", async () => {
	const his = (await signIn(demoAccounts().find((a) => !isAdmin(a) && a.member !== null))).client
	for (const path of ["/admin/roles", "/admin/jobs", "/admin/requests", `/admin/users/${idOf(doctor.login)}/rights`])
		assert.equal((await his.get(path)).status, 403)
})
