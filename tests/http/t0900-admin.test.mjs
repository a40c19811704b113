// t0900-admin.test.mjs: users come, change, are blocked at once, and keep at least one role.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, demoAccounts, isOfficer, placeOf, signIn } from "./doctor.mjs"

const holds = (a) => sql(`SELECT count(*) FROM account a JOIN role_grant g ON g.account_id = a.id
	JOIN role_permission p ON p.role_id = g.role_id WHERE a.login = '${a.login}' AND p.permission = 'USER_MANAGE'`) !== "0"
const admin = demoAccount((a) => isOfficer(a) && holds(a))
const area = placeOf(admin.login).institution
let client
before(async () => { ({ client } = await signIn(admin)) })

const role = (code) => sql(`SELECT id FROM role WHERE code = '${code}'`)
const entry = (changes = {}) => ({
	login: `u-${randomUUID().slice(0, 8)}`, name: "Пробный Пользователь", job: "врач", area, role: role("user"), ...changes,
})
const create = async (changes) => {
	const fields = entry(changes)
	const answer = await client.post("/admin/users", fields)
	return { fields, answer, id: /users\/([0-9a-f-]{36})/.exec(answer.headers.location ?? "")?.[1] }
}
const state = (id) => sql(`SELECT state FROM account WHERE id = '${id}'`)
const version = (id) => sql(`SELECT version FROM account WHERE id = '${id}'`)

describe("a new user", () => {
	test("is invited with the role given, and audited", async () => {
		const { id, answer } = await create()
		assert.equal(answer.status, 303, answer.text.slice(0, 400))
		assert.equal(state(id), "invited")
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE subject = '${id}' AND event = 'USER_ADD'`), "1")
		assert.match((await client.get("/admin/users?q=пробный")).text, new RegExp(id))
	})
	for (const [what, changes, field] of [["a taken login", { login: admin.login }, "login"],
		["a login with capitals", { login: "Dr.House" }, "login"], ["no name", { name: " " }, "name"],
		["no role, and a job without", { role: "", job: "врач-неизвестный" }, "role"]])
		test(`${what}: 422 at the field, what was typed comes back`, async () => {
			const { answer } = await create(changes)
			assert.equal(answer.status, 422)
			assert.match(answer.text, /class="field-error"/)
			assert.match(answer.text, /value="врач/, field)
		})
	test("another institution's is out of reach", async () => {
		const other = sql(`SELECT id FROM area WHERE kind = 'institution' AND id <> ${area} LIMIT 1`)
		const { fields, answer } = await create({ area: other })
		assert.notEqual(answer.status, 303)
		assert.equal(sql(`SELECT count(*) FROM account WHERE login = '${fields.login}'`), "0")
	})
	test("is invited by an officer, not by a link of the administrator's", async () => {
		const { id } = await create()
		assert.equal((await client.post(`/admin/users/${id}/invite`)).status, 422)
		const { text } = await client.get(`/admin/users/${id}`)
		assert.match(text, /href="\/admission"/)
		assert.doesNotMatch(text, /\/invite"/)
	})
})

describe("a user", () => {
	test("is changed; a second change from the old version is a conflict", async () => {
		const { id } = await create()
		const v = version(id)
		const changed = { name: "Другое Имя", job: "врач", area, version: v }
		assert.equal((await client.post(`/admin/users/${id}`, changed)).status, 303)
		assert.equal((await client.post(`/admin/users/${id}`, changed)).status, 409)
		assert.equal(sql(`SELECT name FROM account WHERE id = '${id}'`), "Другое Имя")
	})
	test("who is blocked is out with the next request", async () => {
		const victim = demoAccounts().find((a) => a.login !== admin.login && placeOf(a.login).institution === area)
		const id = sql(`SELECT id FROM account WHERE login = '${victim.login}'`)
		const theirs = await signIn(victim)
		assert.equal((await theirs.client.get("/")).status, 200)
		assert.equal((await client.post(`/admin/users/${id}/state`, { to: "blocked", version: version(id) })).status, 303)
		assert.equal((await theirs.client.get("/")).status, 303, "the session is dead")
		await assert.rejects(signIn(victim), /401|403|429/)
		assert.equal((await client.post(`/admin/users/${id}/state`, { to: "active", version: version(id) })).status, 303)
		assert.equal((await (await signIn(victim)).client.get("/")).status, 200)
	})
	test("cannot block himself", async () => {
		const id = sql(`SELECT id FROM account WHERE login = '${admin.login}'`)
		await client.post(`/admin/users/${id}/state`, { to: "blocked", version: version(id) })
		assert.equal(state(id), "active")
	})
	test("keeps the last role", async () => {
		const victim = demoAccounts().find((a) => a.login !== admin.login && placeOf(a.login).institution === area)
		const id = sql(`SELECT id FROM account WHERE login = '${victim.login}'`)
		const grants = sql(`SELECT id FROM role_grant WHERE account_id = '${id}' ORDER BY id`).split("\n")
		for (const grant of grants)
			await client.post(`/admin/users/${id}/drop`, { grant })
		assert.equal(sql(`SELECT count(*) FROM role_grant WHERE account_id = '${id}'`), "1")
	})
	test("gets no role that the giver does not hold there", async () => {
		const { id } = await create()
		const region = sql("SELECT id FROM area WHERE kind = 'region' LIMIT 1")
		await client.post(`/admin/users/${id}/roles`, { role: role("administrator"), area: region })
		assert.equal(sql(`SELECT count(*) FROM role_grant WHERE account_id = '${id}' AND area_id = ${region}`), "0")
	})
	test("who is deleted stays in the list of the deleted only", async () => {
		const { id } = await create()
		assert.equal((await client.post(`/admin/users/${id}/state`, { to: "deleted", version: version(id) })).status, 303)
		assert.doesNotMatch((await client.get("/admin/users?q=пробный")).text, new RegExp(id))
		assert.match((await client.get("/admin/users?state=deleted")).text, new RegExp(id))
		const back = await client.post(`/admin/users/${id}/state`, { to: "active", version: version(id) })
		assert.match(back.headers.location ?? "", /state_refused/)
		assert.equal(state(id), "deleted")
	})
})
