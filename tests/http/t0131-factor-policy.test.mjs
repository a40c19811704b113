// t0131-factor-policy.test.mjs: a role asks for a second factor; what changes rights wants a fresh code; two persons reset one.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, isAdmin, isDoctor, isMinistry, isOfficer, placeOf, secretsOf, signIn } from "./doctor.mjs"
import { codeOf, codesIn, secretIn, stepNow } from "./totp.mjs"

const local = demoAccount((a) => isOfficer(a) && isAdmin(a))
const above = demoAccount((a) => isAdmin(a) && a.member === null && !isMinistry(a))
const area = placeOf(local.login).institution
const doctor = demoAccount((a) => isDoctor(a) && a.login !== local.login && placeOf(a.login).institution === area && !isAdmin(a))
const idOf = (login) => sql(`SELECT id FROM account WHERE login = '${login}'`)
const [me, other] = [local, doctor].map(({ login }) => idOf(login))
const forget = () => sql(`DELETE FROM totp_key; DELETE FROM recovery_code; DELETE FROM right_request WHERE reason LIKE 'проба%';
	DELETE FROM role_grant WHERE reason LIKE 'проба%'; DELETE FROM role WHERE code LIKE 'factor-%'`)
const events = (event) => Number(sql(`SELECT count(*) FROM audit_event WHERE id > ${since} AND event = '${event}' AND result = 'OK' AND subject = '${other}'`))
const since = sql("SELECT coalesce(max(id), 0) FROM audit_event")
let one, two
before(async () => {
	forget()
	one = (await signIn(local)).client
	two = (await signIn(above)).client
})
after(forget)
const refusedAt = (answer, field) => {
	assert.equal(answer.status, 422, answer.text.slice(0, 300))
	assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
}
/** What the page for setting up shows, confirmed. */
async function setUp(client, account) {
	assert.equal((await client.post("/api/auth/password", { auth_key: (await secretsOf(account)).authKey })).status, 200)
	const secret = secretIn((await client.post("/account/factor")).text)
	const done = await client.post("/account/factor/confirm", { code: codeOf(secret, stepNow()) })
	assert.equal(codesIn(done.text).length, 10)
	return secret
}
const stale = (id) => sql(`UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = '${id}'`)
const fresh = async (client, id, secret) => {
	sql(`UPDATE totp_key SET used_step = 0 WHERE account_id = '${id}'`)
	assert.equal((await client.post("/api/auth/factor", { code: codeOf(secret, stepNow()) })).status, 200)
}

describe("a role that asks for a second factor", () => {
	let role, his
	const version = () => sql(`SELECT version FROM role WHERE id = ${role}`)
	const save = (changes) => two.post(`/admin/roles/${role}`, { name: "Проба", permissions: "REPORT_SUMMARY", version: version(), ...changes })
	test("is written so, and shown so", async () => {
		const code = `factor-${randomUUID().slice(0, 8)}`
		assert.match((await two.post("/admin/roles", { code, name: "Проба", permissions: "REPORT_SUMMARY" })).headers.location, /role_saved/)
		role = sql(`SELECT id FROM role WHERE code = '${code}'`)
		assert.equal(sql(`SELECT needs_factor FROM role WHERE id = ${role}`), "f")
		sql(`INSERT INTO role_grant (account_id, role_id, area_id, reason) VALUES ('${other}', ${role}, ${area}, 'проба')`)
		his = (await signIn(doctor)).client
		assert.equal((await his.get("/patients")).status, 200)
		assert.match((await save({ needs_factor: "1" })).headers.location, /role_saved/)
		assert.match((await two.get(`/admin/roles/${role}`)).text, /name="needs_factor" value="1" checked/)
		assert.equal((await save({ needs_factor: "1", version: "1" })).status, 409)
		assert.match((await two.get(`/admin/users/${other}/factor`)).text, /<dd>(да|yes)<\/dd>/)
	})
	test("leads who has none to where it is set up, from every page, and lets him do nothing else", async () => {
		for (const path of ["/", "/patients", "/account", "/account/secrets"]) {
			const answer = await his.get(path)
			assert.deepEqual([answer.status, answer.headers.location], [303, "/account/factor"], path)
		}
		assert.equal((await his.get("/api/patients")).status, 428)
		assert.equal((await his.get("/api/patients")).json.error, "factor_due")
		assert.equal((await his.post("/patients", {})).headers.location, "/account/factor")
		assert.equal((await his.post("/api/auth/secrets", {})).status, 428)
		const page = await his.get("/account/factor")
		assert.equal(page.status, 200)
		assert.match(page.text, /role="alert"/)
		his = (await signIn(doctor)).client
		assert.equal((await his.get("/patients")).headers.location, "/account/factor", "in the next session too")
		assert.equal((await his.get("/api/auth/session")).status, 200, "his keys open")
	})
	test("once he has it everything is open again; he cannot take it away, but not lose it either", async () => {
		await setUp(his, doctor)
		assert.equal((await his.get("/patients")).status, 200)
		assert.equal((await his.post("/account/factor/remove")).status, 409)
		assert.equal(sql(`SELECT count(*) FROM totp_key WHERE account_id = '${other}' AND sealed IS NOT NULL`), "1")
	})
})

describe("a fresh code", () => {
	let secret
	const give = (changes = {}) => one.post(`/admin/users/${other}/roles`, { role: sql("SELECT id FROM role WHERE code = 'user'"), area,
		valid_until: sql("SELECT to_char(current_date + 3, 'DD.MM.YYYY')"), reason: "проба на время", ...changes })
	const asked = (answer) => {
		assert.equal(answer.status, 403)
		assert.match(answer.text, /data-page="factor_ask"/)
		return Object.fromEntries([...(/<form id="again"[\s\S]*?<\/form>/.exec(answer.text)?.[0] ?? "").matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, k, v]) => [k, v]))
	}
	before(async () => {
		sql(`DELETE FROM role_grant WHERE account_id = '${other}' AND role_id = (SELECT id FROM role WHERE code = 'user') AND area_id = ${area} AND reason LIKE 'проба%'`)
		secret = await setUp(one, local)
	})
	test("is wanted for what changes rights; the fields come back and do it", async () => {
		stale(me)
		const denials = () => sql(`SELECT count(*) FROM right_denial WHERE account_id = '${other}'`), before = denials()
		const fields = { permission: "REPORT_PATIENT", area, reason: "проба «и» <кавычек>" }
		const kept = asked(await one.post(`/admin/users/${other}/denials`, fields))
		assert.equal(denials(), before)
		assert.deepEqual({ ...kept, csrf: undefined, reason: kept.reason.replaceAll("&lt;", "<").replaceAll("&gt;", ">") }, { ...fields, csrf: undefined })
		await fresh(one, me, secret)
		assert.match((await one.post(`/admin/users/${other}/denials`, { ...fields, csrf: kept.csrf })).headers.location, /denial_added/)
		assert.equal(denials(), String(Number(before) + 1))
		sql(`DELETE FROM right_denial WHERE account_id = '${other}' AND reason LIKE 'проба%'`)
	})
	test("by every page that does so", async () => {
		stale(me)
		asked(await give())
		asked(await one.post("/admin/users", { login: `f-${randomUUID().slice(0, 8)}`, name: "Проба", job: "врач", area, employment: "permanent" }))
		asked(await one.post("/admin/roles", { code: `factor-${randomUUID().slice(0, 8)}`, name: "Проба", permissions: "REPORT_SUMMARY" }))
		asked(await one.post("/admin/settings", { area, code: "small_cells", value: "7", valid_from: sql("SELECT to_char(current_date, 'DD.MM.YYYY')"),
			follows: sql(`SELECT coalesce(max(id), 0) FROM setting WHERE area_id = ${area} AND code = 'small_cells'`) }))
		asked(await one.post(`/admin/users/${other}/factor`, { reason: "проба" }))
		asked(await one.get("/admin/books/staff_list/import"))
		const file = await one.get("/admin/audit.csv?event=LOGIN")
		assert.match(file.text, /<form id="again" method="get" action="\/admin\/audit.csv"/)
		assert.equal(asked(file).event, "LOGIN")
		assert.equal((await one.get("/admin/audit?event=LOGIN")).status, 200, "what is only read is not")
	})
	test("is not wanted of who has no second factor", async () =>
		assert.equal((await two.get("/admin/audit.csv?event=LOGIN")).status, 200))
})

describe("a reset", () => {
	const ask = (client, changes = {}) => client.post(`/admin/users/${other}/factor`, { reason: "проба: пришёл сам", ...changes })
	const waiting = () => sql("SELECT max(id) FROM right_request WHERE factor AND state = 'waiting'")
	const has = () => sql(`SELECT count(*) FROM totp_key WHERE account_id = '${other}' AND sealed IS NOT NULL`)
	test("is asked for with a reason, for one's own people, for who has a factor, not for oneself", async () => {
		sql(`DELETE FROM totp_key WHERE account_id = '${me}'`)
		one = (await signIn(local)).client
		refusedAt(await ask(one, { reason: "" }), "reason")
		refusedAt(await ask(one, { reason: "п".repeat(301) }), "reason")
		refusedAt(await one.post(`/admin/users/${me}/factor`, { reason: "проба" }), "reason")
		refusedAt(await two.post(`/admin/users/${me}/factor`, { reason: "проба" }), "reason")
		const stranger = sql(`SELECT id FROM account WHERE area_id <> ${area} AND state = 'active' ORDER BY login LIMIT 1`)
		assert.equal((await one.get(`/admin/users/${stranger}/factor`)).status, 404)
		assert.equal((await one.post(`/admin/users/${stranger}/factor`, { reason: "проба" })).status, 403)
		assert.equal(has(), "1")
	})
	test("never by one person: who asked cannot confirm", async () => {
		assert.match((await ask(one)).headers.location, /right_asked/)
		assert.equal(events("FACTOR_RESET_ASK"), 1)
		refusedAt(await ask(one), "reason")
		assert.match((await one.post(`/admin/requests/${waiting()}`, { confirm: "yes" })).headers.location, /second_person/)
		assert.equal(has(), "1")
		assert.match((await one.post(`/admin/requests/${waiting()}`, { confirm: "no" })).headers.location, /request_withdrawn/)
	})
	test("by a second one: the factor is gone, the session ends, the next begins with setting up", async () => {
		await ask(one)
		assert.match((await two.get("/admin/requests")).text, /сброс второго фактора|reset of the second factor/)
		assert.match((await two.post(`/admin/requests/${waiting()}`, { confirm: "yes" })).headers.location, /request_confirmed/)
		assert.equal(has(), "0")
		assert.equal(sql(`SELECT count(*) FROM session WHERE account_id = '${other}'`), "0")
		const his = (await signIn(doctor)).client
		assert.equal((await his.get("/")).headers.location, "/account/factor")
		assert.equal(events("FACTOR_RESET"), 1)
	})
})
