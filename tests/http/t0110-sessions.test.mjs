// t0110-sessions.test.mjs: sessions that end, writing requests of others, lock and unlock.
import assert from "node:assert/strict"
import { before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { Client, forgetFailures, foundInstitution, ORIGIN, OWN, sql, WRONG_KEY } from "./client.mjs"

/** @type {Awaited<ReturnType<typeof foundInstitution>>} */
let inst

before(async () => { inst = await foundInstitution(crypto) })

describe("sessions", () => {
	const refused = async (client) => {
		const api = await client.get("/api/auth/session")
		assert.equal(api.status, 401)
		assert.equal(api.json.error, "session")
		assert.equal((await client.get("/account")).status, 303)
	}
	test("a cookie is worth nothing after signing out", async () => {
		const { client } = await inst.signIn()
		const cookie = client.cookie
		const out = await client.post("/logout")
		assert.equal(out.status, 303)
		assert.match(out.headers["set-cookie"][0], /^__Host-palreg=;.*Max-Age=0/)
		client.cookie = cookie
		await refused(client)
	})
	test("a second sign-in ends the first: one device at a time", async () => {
		const first = await inst.signIn()
		const second = await inst.signIn()
		await refused(first.client)
		assert.equal((await second.client.get("/api/auth/session")).status, 200)
	})
	test("a blocked account is refused with its next request", async () => {
		const { client } = await inst.signIn()
		sql(`UPDATE account SET state = 'blocked' WHERE id = '${inst.officer.user}'`)
		await refused(client)
		sql(`UPDATE account SET state = 'active' WHERE id = '${inst.officer.user}'`)
		await refused(client)
	})
	test("an idle session is over after 15 minutes, any after its time", async () => {
		for (const change of ["seen_at = now() - interval '16 minutes'", "expires_at = now() - interval '1 second'"]) {
			const { client } = await inst.signIn()
			sql(`UPDATE session SET ${change} WHERE account_id = '${inst.officer.user}'`)
			await refused(client)
		}
	})
	test("one's own session can be ended everywhere", async () => {
		const { client } = await inst.signIn()
		assert.equal((await client.post("/account/sessions")).status, 303)
		await refused(client)
	})
	const writing = ["/logout", "/api/auth/unlock", "/api/auth/lock", "/api/auth/admission", "/api/auth/invites", "/api/auth/rotation", "/account/language",
		"/account/sessions"]
	for (const path of writing)
		test(`POST ${path} needs our page's origin and this session's token`, async () => {
			const { client, session } = await inst.signIn()
			const others = [[{ csrf: undefined }, OWN], [{ csrf: "A".repeat(43) }, OWN], [{}, {}],
				[{}, { Origin: "https://evil.example" }], [{}, { "Sec-Fetch-Site": "cross-site", Origin: ORIGIN }]]
			for (const [fields, headers] of others)
				assert.equal((await client.post(path, fields, headers)).status, 403, JSON.stringify([fields, headers]))
			assert.equal((await client.get("/api/auth/session")).json.session.user, session.user)
		})
	test("a form sent under Referrer-Policy no-referrer, whose Origin is null, is ours", async () => {
		const { client } = await inst.signIn()
		const answer = await client.post("/account/language", { language: "ru" }, { ...OWN, Origin: "null" })
		assert.equal(answer.status, 303)
	})
	test("the token of an earlier session does not serve a later one", async () => {
		const { client } = await inst.signIn()
		const before = client.csrf
		await inst.signIn(client)
		assert.equal((await client.post("/logout", { csrf: before })).status, 403)
	})
	test("a sign-in sweeps up what others left", async () => {
		const stale = sql(`INSERT INTO session (id_hash, account_id, server_half, half_until, permissions, areas, seen_at, expires_at)
			SELECT sha256('left behind'), id, sha256('half'), now() - interval '1 hour', '', '{}', now() - interval '1 hour',
			       now() + interval '1 hour' FROM account WHERE id <> '${inst.officer.user}' LIMIT 1 RETURNING account_id`)
		await inst.signIn()
		assert.equal(sql(`SELECT count(*) FROM session WHERE account_id = '${stale}' AND id_hash = sha256('left behind')`), "0")
	})
	test("the language is kept with the account", async () => {
		const { client } = await inst.signIn()
		for (const [language, word] of [["en", "My account"], ["ru", "lang=\"ru\""]]) {
			const answer = await client.post("/account/language", { language })
			assert.equal(answer.status, 303)
			assert.ok((await client.get("/account")).text.includes(word))
		}
		assert.equal((await client.post("/account/language", { language: "fi" })).status, 422)
	})
	test("signing in, failing and signing out are in the audit trail, without a login name", async () => {
		const last = sql("SELECT coalesce(max(id), 0) FROM audit_event")
		const { client } = await inst.signIn()
		await client.post("/logout")
		await new Client().post("/api/auth/login", { login: inst.officer.login, auth_key: WRONG_KEY })
		forgetFailures()
		const events = sql(`SELECT event, result, coalesce(account_id, subject) FROM audit_event WHERE id > ${last}
			AND coalesce(account_id, subject) = '${inst.officer.user}' ORDER BY id`).split("\n")
		assert.deepEqual(events, [`LOGIN|OK|${inst.officer.user}`, `LOGOUT|OK|${inst.officer.user}`,
			`LOGIN_REFUSED|DENIED|${inst.officer.user}`])
		assert.equal(sql(`SELECT count(*) FROM audit_event e WHERE e::text LIKE '%${inst.officer.login}%'`), "0")
	})
})

describe("lock and unlock", () => {
	test("the next page goes on with the server's half", async () => {
		await import("../node_modules/fake-indexeddb/auto/index.mjs")
		const { client, keyring, session } = await inst.unlocked()
		await crypto.enrolBrowser(inst.account)
		await crypto.rememberSession(keyring, session.serverHalf)
		const now = (await client.get("/api/auth/session")).json.session
		assert.equal(now.serverHalf, session.serverHalf)
		assert.equal(now.csrf, session.csrf)
		const keys = (await client.get("/api/auth/keys")).json.keys
		const again = await crypto.resumeSession(now, now.serverHalf, keys)
		assert.equal(again?.user, inst.officer.user)
	})
	test("keys after an entry are only those that follow", async () => {
		const { client } = await inst.signIn()
		const { keys } = (await client.get("/api/auth/keys?after=1")).json
		assert.deepEqual(keys.roster, [inst.made.epoch])
		assert.deepEqual((await client.get("/api/auth/keys?after=2")).json.keys.roster, [])
		assert.equal((await client.get("/api/auth/keys?after=x")).status, 422)
	})
	test("after a lock the server has no half; the right password brings a new one", async () => {
		const { client, session } = await inst.signIn()
		assert.equal((await client.post("/api/auth/lock")).status, 200)
		assert.equal((await client.get("/api/auth/session")).json.session.serverHalf, null)
		const answer = await client.post("/api/auth/unlock", { auth_key: inst.made.authKey })
		assert.equal(answer.status, 200, answer.text)
		assert.notEqual(answer.json.session.serverHalf, session.serverHalf)
		assert.equal(answer.json.session.csrf, session.csrf)
		assert.equal(answer.json.keys.bundle, inst.made.bundle)
		assert.equal((await client.get("/api/auth/session")).json.session.serverHalf, answer.json.session.serverHalf)
	})
	test("ten minutes without a request, and the server has forgotten its half", async () => {
		const { client } = await inst.signIn()
		sql(`UPDATE session SET seen_at = now() - interval '11 minutes', half_until = now() - interval '1 minute'
			WHERE account_id = '${inst.officer.user}'`)
		assert.equal((await client.get("/api/auth/session")).json.session.serverHalf, null)
		assert.equal(sql(`SELECT server_half IS NULL FROM session WHERE account_id = '${inst.officer.user}'`), "t")
	})
	test("a wrong password does not unlock, is counted, and leaves the session", async () => {
		forgetFailures()
		const { client } = await inst.signIn()
		for (let i = 0; i < 5; i++)
			assert.equal((await client.post("/api/auth/unlock", { auth_key: WRONG_KEY })).status, 401)
		assert.equal((await client.post("/api/auth/unlock", { auth_key: inst.made.authKey })).status, 429)
		assert.equal((await client.get("/api/auth/session")).status, 200)
		forgetFailures()
	})
	test("there is nothing to unlock without a session", async () => {
		const answer = await new Client().post("/api/auth/unlock", { auth_key: inst.made.authKey })
		assert.equal(answer.status, 401)
		assert.equal(answer.json.error, "session")
	})
})
