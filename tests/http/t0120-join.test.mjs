// t0120-join.test.mjs: an invited account brings its keys, an officer admits it.
import assert from "node:assert/strict"
import { randomBytes } from "node:crypto"
import { before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { Client, ctl, forgetFailures, foundInstitution, inviteAccount, ORIGIN, sql, WRONG_KEY } from "./client.mjs"

/** @type {Awaited<ReturnType<typeof foundInstitution>>} */
let inst

before(async () => { inst = await foundInstitution(crypto) })

describe("joining and admission", () => {
	const password = "совсем другой длинный пароль"
	/** @type {{ login: string, user: string }} */
	let invited
	let token, lookup, created

	const joinFields = () => ({
		token, auth_key: created.authKey, bundle: created.bundle, sig_pub: created.sigPub, enc_pub: created.encPub,
		proof: created.proof,
	})
	const applicant = () => ({
		user: invited.user, login: invited.login, role: "doctor", sigPub: created.sigPub, encPub: created.encPub,
		proof: created.proof, now: Math.floor(Date.now() / 1000),
	})

	before(async () => {
		invited = inviteAccount(inst.area)
		token = ctl("join-link", invited.login, "doctor").split("#")[1]
	})
	test("the token says to what it invites", async () => {
		assert.equal((await new Client().get("/join")).status, 200)
		const answer = await new Client().get(`/api/auth/join?token=${token}`)
		assert.equal(answer.status, 200, answer.text)
		lookup = answer.json
		assert.equal(lookup.inst, inst.made.inst)
		assert.equal(lookup.user, invited.user)
		assert.equal(lookup.login, invited.login)
		assert.equal(lookup.role, "doctor")
		assert.equal(lookup.root, inst.account.root)
		assert.equal(lookup.rosterSeq, 2)
		assert.equal(lookup.origin, ORIGIN)
		created = await crypto.createAccount({
			...lookup, password, roster: { seq: lookup.rosterSeq, head: lookup.rosterHead },
		})
	})
	test("a token for setting up does not serve to join, nor a foreign one", async () => {
		for (const other of [inst.token, randomBytes(32).toString("base64url")]) {
			assert.equal((await new Client().get(`/api/auth/join?token=${other}`)).status, 404)
			assert.equal((await new Client().post("/api/auth/join", { ...joinFields(), token: other })).status, 403)
		}
	})
	test("keys without a good proof are refused", async () => {
		const others = {
			proof: Buffer.alloc(64, 1).toString("base64url"), sig_pub: WRONG_KEY, enc_pub: WRONG_KEY,
			bundle: inst.made.bundle,
		}
		for (const [name, value] of Object.entries(others)) {
			const answer = await new Client().post("/api/auth/join", { ...joinFields(), [name]: value })
			assert.equal(answer.status, 422, name)
		}
		assert.equal(sql(`SELECT state FROM account WHERE id = '${invited.user}'`), "invited")
	})
	test("keys are taken once; the account then waits and cannot sign in", async () => {
		assert.equal((await new Client().post("/api/auth/join", joinFields())).status, 201)
		assert.equal((await new Client().post("/api/auth/join", joinFields())).status, 403)
		assert.equal(sql(`SELECT state FROM account WHERE id = '${invited.user}'`), "applied")
		const early = await new Client().post("/api/auth/login", { login: invited.login, auth_key: created.authKey })
		assert.equal(early.status, 401)
		forgetFailures()
	})
	test("the officer sees the applicant and the same fingerprint", async () => {
		const { client } = await inst.signIn()
		const { status, text } = await client.get("/admission")
		assert.equal(status, 200)
		const data = Object.fromEntries([...text.matchAll(/data-(user|login|role|sig-pub|enc-pub|proof)="([^"]*)"/g)]
			.map(([, name, value]) => [name, value]))
		assert.deepEqual(data, { user: invited.user, login: invited.login, role: "doctor", "sig-pub": created.sigPub,
			"enc-pub": created.encPub, proof: created.proof })
		const print = await crypto.fingerprint({
			inst: lookup.inst, user: invited.user, sigPub: data["sig-pub"], encPub: data["enc-pub"],
		})
		assert.match(print.text, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
	})
	test("what does not hold is refused, and nothing of it stays", async () => {
		const { client, keyring } = await inst.unlocked()
		const { entry, grants } = await crypto.admitMember(keyring, applicant())
		const flip = (text) => text.replace(/"sig":"(.)/, (all, c) => `"sig":"${c === "A" ? "B" : "A"}`)
		const { user } = invited
		const refusals = [
			[{ user, entry: flip(entry), grants: grants.join("\n") }, 422],
			[{ user, entry, grants: flip(grants[0]) }, 422],
			[{ user, entry, grants: inst.made.grantUser }, 422],
			[{ user, entry }, 422],
			[{ user, entry: inst.made.epoch, grants: grants.join("\n") }, 409],
			[{ user: inst.officer.user, entry, grants: grants.join("\n") }, 409],
		]
		for (const [fields, status] of refusals) {
			const answer = await client.post("/api/auth/admission", fields)
			assert.equal(answer.status, status, JSON.stringify(fields).slice(0, 120))
		}
		assert.equal(sql(`SELECT count(*) FROM roster_entry WHERE inst = '${inst.made.inst}'`), "3")
		assert.equal(sql(`SELECT state FROM account WHERE id = '${user}'`), "applied")
	})
	test("the officer admits; the same once more is a conflict", async () => {
		const { client, keyring } = await inst.unlocked()
		const { entry, grants } = await crypto.admitMember(keyring, applicant())
		const fields = { user: invited.user, entry, grants: grants.join("\n") }
		const answer = await client.post("/api/auth/admission", fields)
		assert.equal(answer.status, 201, answer.text)
		assert.equal((await client.post("/api/auth/admission", fields)).status, 409)
		assert.equal(sql(`SELECT state FROM account WHERE id = '${invited.user}'`), "active")
		const { keys } = (await client.get("/api/auth/keys?after=2")).json
		assert.deepEqual(keys.roster, [entry])
	})
	test("the new member signs in and opens what the officer seals", async () => {
		const officer = await inst.unlocked()
		const client = new Client()
		const { authKey, unlocker } = await crypto.deriveAuth(created.account, password)
		const { json, status } = await client.post("/api/auth/login", { login: invited.login, auth_key: authKey })
		assert.equal(status, 200)
		const keyring = await crypto.unlock(unlocker, created.account, json.keys)
		assert.equal(keyring.role, "doctor")
		const rec = globalThis.crypto.randomUUID()
		await crypto.extendRoster(officer.keyring, json.keys.roster.slice(officer.keyring.roster.seq + 1))
		const { text } = await crypto.sealDocument(officer.keyring, {
			t: "passport", rec, rev: 1, object: { surname: "Корхонен" }, ts: Math.floor(Date.now() / 1000),
		})
		const opened = await crypto.openDocument(keyring, text, { t: "passport", rec, pin: undefined })
		assert.equal(opened.object.surname, "Корхонен")
	})
	test("a doctor admits nobody", async () => {
		const client = new Client()
		await client.post("/api/auth/login", { login: invited.login, auth_key: created.authKey })
		const page = await client.get("/admission")
		assert.equal(page.status, 200)
		assert.ok(!page.text.includes("data-user="))
		const answer = await client.post("/api/auth/admission", { user: invited.user, entry: inst.made.add })
		assert.equal(answer.status, 403)
	})
	test("he changes password and key file: the old ones open nothing, his keys are the same", async () => {
		const events = () => sql(`SELECT string_agg(event || ' ' || result, ', ' ORDER BY id) FROM audit_event
			WHERE account_id = '${invited.user}' AND event LIKE 'SECRETS%' OR subject = '${invited.user}' AND event LIKE 'SECRETS%'`)
		const newPassword = "ещё более длинный пароль"
		const client = new Client()
		const opened = await client.post("/api/auth/login", { login: invited.login, auth_key: created.authKey })
		const before = opened.json.keys.bundle
		const changed = await crypto.changeSecrets(created.account, { password, newPassword, bundle: before, renewKeyFile: true })
		const fields = { auth_key: changed.authKey, new_auth_key: changed.newAuthKey, bundle: changed.bundle }
		assert.match((await client.get("/account/secrets")).text, /Пароль и файл ключа/)
		for (const [given, status] of [[{ auth_key: WRONG_KEY }, 401], [{ bundle: inst.made.bundle }, 422], [{ bundle: "{}" }, 422],
			[{ new_auth_key: "short" }, 422]])
			assert.equal((await client.post("/api/auth/secrets", { ...fields, ...given })).status, status, JSON.stringify(given))
		assert.equal(sql(`SELECT bundle FROM credential WHERE account_id = '${invited.user}'`), before)
		assert.equal(events(), "SECRETS_REFUSED DENIED")
		assert.equal((await client.post("/api/auth/secrets", fields)).status, 200)
		assert.equal(events(), "SECRETS_REFUSED DENIED, SECRETS_CHANGE OK")
		assert.equal((await client.get("/api/auth/session")).status, 401)
		assert.equal((await new Client().post("/api/auth/login", { login: invited.login, auth_key: created.authKey })).status, 401)
		forgetFailures()
		const account = await crypto.readKeyFile(changed.keyFile, ORIGIN)
		const { authKey, unlocker } = await crypto.deriveAuth(account, newPassword)
		const { json, status } = await new Client().post("/api/auth/login", { login: invited.login, auth_key: authKey })
		assert.equal(status, 200)
		assert.equal((await crypto.unlock(unlocker, account, json.keys)).role, "doctor")
	})
	test("a link for somebody who is a member already is not given", () =>
		assert.throws(() => ctl("join-link", invited.login, "doctor"), /not found/))
})

describe("joining above the institutions", () => {
	const NIL = "00000000-0000-0000-0000-000000000000"
	const password = "ещё один длинный пароль"
	const region = sql("SELECT id FROM area WHERE kind = 'region' LIMIT 1")
	/** An administrator of the region, as the operator makes the first one; then everybody else by him. */
	let admin, first

	/** Make keys for a token as the page does. */
	async function join(token, changes = {}) {
		const lookup = await new Client().get(`/api/auth/join?token=${token}`)
		assert.equal(lookup.status, 200, lookup.text)
		const { rosterSeq: seq, rosterHead: head } = lookup.json
		const made = await crypto.createAccount({ ...lookup.json, password, roster: { seq, head }, ...changes })
		const { authKey, bundle, sigPub, encPub, proof } = made
		const fields = { token, auth_key: authKey, bundle, sig_pub: sigPub, enc_pub: encPub, proof }
		const { text } = await crypto.fingerprint({ inst: NIL, user: lookup.json.user, sigPub, encPub })
		return { lookup: lookup.json, made, fields, print: text, answer: await new Client().post("/api/auth/join", fields) }
	}
	async function signIn({ lookup: { login }, made }) {
		const client = new Client()
		const answer = await client.post("/api/auth/login", { login, auth_key: made.authKey })
		return { client, answer }
	}
	const state = (id) => sql(`SELECT state FROM account WHERE id = '${id}'`)
	const version = (id) => sql(`SELECT version FROM account WHERE id = '${id}'`)
	const role = (code) => sql(`SELECT id FROM role WHERE code = '${code}'`)
	/** A user made on the pages by the region's administrator. */
	async function newUser(place = region, code = "user") {
		const login = `above-${randomBytes(4).toString("hex")}`
		const answer = await admin.post("/admin/users", { login, name: "Надёжина Вера", area: place, role: role(code) })
		assert.equal(answer.status, 303, answer.text.slice(0, 300))
		return { login, id: /users\/([0-9a-f-]{36})/.exec(answer.headers.location)[1] }
	}
	const invite = (id, fields = {}) => admin.post(`/admin/users/${id}/invite`, fields)
	const tokenOf = (answer) => /\/join#([A-Za-z0-9_-]{43})/.exec(answer.text)[1]

	test("the operator makes and confirms the first one", async () => {
		const login = `first-${randomBytes(4).toString("hex")}`
		const id = ctl("account-add", login, "Первая Ольга", region, "administrator")
		assert.throws(() => ctl("join-link", login, "doctor"), /not found/)
		const joined = await join(ctl("join-link", login).split("#")[1])
		assert.equal(joined.answer.status, 201, joined.answer.text)
		assert.equal((await signIn(joined)).answer.status, 401, "not before she is confirmed")
		forgetFailures()
		assert.equal(ctl("account-confirm", login), joined.print)
		assert.throws(() => ctl("account-confirm", login, joined.print.replace(/^./, (c) => c === "A" ? "B" : "A")), /another fingerprint/)
		assert.equal(state(id), "applied")
		assert.equal(ctl("account-confirm", login, joined.print), "confirmed")
		const { client, answer } = await signIn(joined)
		assert.equal(answer.status, 200, answer.text)
		assert.equal(answer.json.session.inst, null)
		admin = client
		first = joined
	})
	test("a role that is not there adds nobody", () => {
		assert.throws(() => ctl("account-add", "nobody-at-all", "Никто", region, "no-such-role"), /not found/)
		assert.equal(sql("SELECT count(*) FROM account WHERE login = 'nobody-at-all'"), "0")
	})
	let user, joined
	test("the administrator invites; the invitation names the nil institution and this address", async () => {
		user = await newUser()
		assert.match((await admin.get(`/admin/users/${user.id}`)).text, /\/invite"/)
		const answer = await invite(user.id)
		assert.equal(answer.status, 200, answer.text.slice(0, 300))
		user.token = tokenOf(answer)
		const { json } = await new Client().get(`/api/auth/join?token=${user.token}`)
		assert.deepEqual([json.inst, json.user, json.role, json.origin, json.rosterSeq, json.root],
			[NIL, user.id, null, ORIGIN, 0, "A".repeat(43)])
	})
	test("a bundle of an institution is refused", async () => {
		for (const foreign of [inst.made.inst, sql("SELECT inst FROM crypto_inst ORDER BY area_id LIMIT 1")])
			assert.equal((await join(user.token, { inst: foreign })).answer.status, 422)
		assert.equal(state(user.id), "invited")
	})
	test("the keys are taken once, and both sides see the same fingerprint", async () => {
		joined = await join(user.token)
		assert.equal(joined.answer.status, 201, joined.answer.text)
		assert.equal((await new Client().post("/api/auth/join", joined.fields)).status, 403)
		assert.equal((await new Client().get(`/api/auth/join?token=${user.token}`)).status, 404)
		assert.equal((await signIn(joined)).answer.status, 401)
		forgetFailures()
		const { text } = await admin.get(`/admin/users/${user.id}`)
		assert.equal(/id="fingerprint">([^<]*)</.exec(text)?.[1], joined.print)
	})
	test("an officer of an institution does not see him, and cannot admit him", async () => {
		const { client } = await inst.signIn()
		assert.ok(!(await client.get("/admission")).text.includes(user.login))
		const answer = await client.post("/api/auth/admission", { user: user.id, entry: inst.made.add })
		assert.equal(answer.status, 409)
		assert.equal((await client.post(`/admin/users/${user.id}/confirm`, { compared: "1", version: version(user.id) })).status, 404)
		assert.equal(state(user.id), "applied")
	})
	test("the confirmation needs the comparison, and is of the keys compared", async () => {
		const path = `/admin/users/${user.id}/confirm`
		assert.equal((await admin.post(path, { version: version(user.id) })).status, 422)
		const seen = version(user.id)
		const again = await join(tokenOf(await invite(user.id)))
		assert.equal((await admin.post(path, { compared: "1", version: seen })).status, 409)
		assert.equal(state(user.id), "applied")
		joined = again
		const answer = await admin.post(path, { compared: "1", version: version(user.id) })
		assert.match(answer.headers.location, /user_confirmed/)
		assert.equal(state(user.id), "active")
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE subject = '${user.id}' AND event = 'USER_CONFIRM' AND result = 'OK'`), "1")
	})
	test("he signs in without keys of an institution and gets the summary", async () => {
		const { client, answer } = await signIn(joined)
		assert.equal(answer.status, 200)
		assert.equal(answer.json.session.inst, null)
		const report = await client.get("/reports/summary.pdf?since=2026-01-01&until=2026-01-31")
		assert.equal(report.status, 200, report.text.slice(0, 200))
		assert.match(report.headers["content-type"], /^application\/pdf/)
	})
	test("whose key file is lost is blocked, invited again, and the old one is void", async () => {
		const post = (path, fields) => admin.post(`/admin/users/${user.id}/${path}`, { version: version(user.id), ...fields })
		assert.match((await post("state", { to: "blocked" })).headers.location, /user_state/)
		assert.match((await post("state", { to: "invited" })).headers.location, /user_state/)
		const renewed = await join(tokenOf(await invite(user.id)))
		assert.match((await post("confirm", { compared: "1" })).headers.location, /user_confirmed/)
		assert.equal((await signIn(joined)).answer.status, 401)
		forgetFailures()
		assert.equal((await signIn(renewed)).answer.status, 200)
	})
	test("a link older than 72 hours is no good", async () => {
		const { id } = await newUser()
		const token = tokenOf(await invite(id))
		const { fields } = await join(token)
		sql(`UPDATE account SET state = 'blocked' WHERE id = '${id}'; UPDATE account SET state = 'invited' WHERE id = '${id}'`)
		const late = tokenOf(await invite(id))
		sql(`UPDATE setup_token SET expires_at = now() - interval '1 second' WHERE account_id = '${id}' AND used_at IS NULL`)
		assert.equal((await new Client().get(`/api/auth/join?token=${late}`)).status, 404)
		assert.equal((await new Client().post("/api/auth/join", { ...fields, token: late })).status, 403)
		assert.equal(state(id), "invited")
	})
	test("nobody of an institution comes this way, nor the other way round", async () => {
		const { id } = await newUser(sql(`SELECT c.area_id FROM crypto_inst c JOIN area i ON i.id = c.area_id JOIN area r ON r.id = ${region}
			WHERE i.path <@ r.path LIMIT 1`))
		assert.equal((await invite(id)).status, 422)
		const above = await newUser()
		assert.equal((await invite(above.id, { member: "doctor" })).status, 422)
		const token = tokenOf(await invite(id, { member: "doctor" }))
		const { answer } = await join(token, { inst: NIL, root: "A".repeat(43), roster: { seq: 0, head: "A".repeat(43) } })
		assert.equal(answer.status, 422)
		assert.equal((await join(token)).answer.status, 201)
		const confirm = await admin.post(`/admin/users/${id}/confirm`, { compared: "1", version: version(id) })
		assert.match(confirm.headers.location, /state_refused/)
		assert.equal(state(id), "applied")
	})
	test("an invitation ends when its account moves into an institution", async () => {
		const { id } = await newUser()
		const token = tokenOf(await invite(id))
		const { fields } = await join(token)
		sql(`UPDATE account SET state = 'blocked' WHERE id = '${id}'; UPDATE account SET state = 'invited' WHERE id = '${id}'`)
		const next = tokenOf(await invite(id))
		sql(`UPDATE account SET area_id = ${inst.area} WHERE id = '${id}'`)
		assert.equal((await new Client().get(`/api/auth/join?token=${next}`)).status, 404)
		assert.equal((await new Client().post("/api/auth/join", { ...fields, token: next })).status, 403)
	})
	test("the account page of such a person works", async () => {
		const { client } = await signIn(first)
		assert.equal((await client.get("/account")).status, 200)
	})
})
