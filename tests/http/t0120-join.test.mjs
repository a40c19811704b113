// t0120-join.test.mjs: an officer invites, keys are made, he admits; new keys for a member; joining above the institutions.
import assert from "node:assert/strict"
import { randomBytes, randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { Client, ctl, forgetFailures, foundInstitution, inviteAccount, ORIGIN, sql, WRONG_KEY } from "./client.mjs"
import { accepted, admitted, enter, invited, newMember, now, PASSWORD, upToDate } from "./members.mjs"

/** @type {Awaited<ReturnType<typeof foundInstitution>>} */
let inst

before(async () => { inst = await foundInstitution(crypto) })

describe("invitation and admission", () => {
	/** @type {{ login: string, user: string }} */
	let invitee
	let officer, invitation, created
	const password = PASSWORD

	const post = (fields) => new Client().post("/api/auth/answer", fields)
	const state = () => sql(`SELECT state FROM account WHERE id = '${invitee.user}'`)
	const answered = () => ({ ...created, user: invitee.user, login: invitee.login })
	const settle = ({ entry, grants }, more = {}) => officer.client.post("/api/auth/admission",
		{ invite: invitation.inviteId, entry, grants: grants.join("\n"), ...more })

	before(async () => {
		officer = await inst.unlocked()
		invitee = inviteAccount(inst.area)
	})
	test("an officer's browser makes it; the server never has the secret", async () => {
		invitation = await invited(officer, invitee)
		assert.equal(invitation.answer.status, 201, invitation.answer.text)
		const { secret, ...rest } = JSON.parse(invitation.text)
		assert.deepEqual(Object.keys(rest), ["rpp", "v", "inst", "origin", "root", "roster", "inviteId", "user", "login", "role", "exp"])
		assert.deepEqual([rest.inst, rest.origin, rest.user, rest.login, rest.role], [inst.made.inst, ORIGIN, invitee.user, invitee.login, "doctor"])
		const stored = sql(`SELECT i::text FROM invite i WHERE id = '${invitation.inviteId}'`)
		assert.ok(!stored.includes(secret) && !stored.includes(Buffer.from(secret, "base64url").toString("hex")))
		assert.match((await officer.client.get("/admission")).text, new RegExp(`<option value="${invitee.user}"`))
	})
	test("what does not fit is not taken as an invitation", async () => {
		const add = (changes, client = officer.client) => client.post("/api/auth/invites", { invite: randomUUID(), user: invitee.user,
			login: invitee.login, role: "doctor", exp: invitation.exp, ...changes })
		const stranger = sql(`SELECT id, login FROM account WHERE area_id <> ${inst.area} AND state = 'active' LIMIT 1`).split("|")
		for (const [changes, status] of [[{ login: "somebody-else" }, 422], [{ exp: invitation.exp + 7 * 86_400 }, 422], [{ exp: 1 }, 422],
			[{ role: "root" }, 422], [{ user: inst.officer.user, login: inst.officer.login }, 403], [{ user: stranger[0], login: stranger[1] }, 403]])
			assert.equal((await add(changes)).status, status, JSON.stringify(changes))
		assert.equal(sql(`SELECT count(*) FROM invite WHERE account_id = '${invitee.user}'`), "1")
	})
	test("keys without a good proof, or of somebody else, are refused", async () => {
		created = await accepted(invitation.text)
		const others = { proof: Buffer.alloc(64, 1).toString("base64url"), sig_pub: WRONG_KEY, enc_pub: WRONG_KEY, bundle: inst.made.bundle }
		for (const [name, value] of Object.entries(others))
			assert.equal((await post({ ...created.fields, [name]: value })).status, 422, name)
		assert.equal((await post({ ...created.fields, tag: undefined })).status, 422)
		for (const other of [randomUUID(), inst.made.inst])
			assert.equal((await post({ ...created.fields, invite: other })).status, 403)
		assert.equal(state(), "invited")
	})
	test("it is answered once; until an officer has signed there is no way in", async () => {
		assert.equal((await post(created.fields)).status, 201)
		assert.equal((await post(created.fields)).status, 403)
		assert.equal(state(), "applied")
		const early = await new Client().post("/api/auth/login", { login: invitee.login, auth_key: created.authKey })
		assert.equal(early.status, 401)
		forgetFailures()
	})
	test("the officer's browser finds the answer good, and every exchange by the server bad", async () => {
		const { text } = await officer.client.get("/admission")
		const card = /<article class="applicant"[^>]*>/.exec(text)[0]
		const data = Object.fromEntries([...card.matchAll(/data-(invite|user|login|role|exp|sig-pub|enc-pub|proof|tag)="([^"]*)"/g)]
			.map(([, name, value]) => [name, value]))
		assert.deepEqual(data, { invite: created.inviteId, user: invitee.user, login: invitee.login, role: "doctor", exp: String(invitation.exp),
			"sig-pub": created.sigPub, "enc-pub": created.encPub, proof: created.proof, tag: created.tag })
		const { keyring } = officer
		const judge = (i = {}, a = {}, at = now()) => crypto.checkAnswer(keyring, { ...invitation, ...i }, { ...answered(), ...a }, at)
		assert.equal(await judge(), "")
		const stranger = await accepted(invitation.text.replace(/"secret":"./, (s) => `${s.slice(0, -1)}${s.endsWith("A") ? "B" : "A"}`))
		const { sigPub, encPub, proof, tag } = stranger
		for (const [i, a, said] of [[{}, { sigPub, encPub, proof, tag }, "tag"], [{}, { sigPub, encPub, proof }, "tag"], [{}, { encPub }, "tag"],
			[{ role: "auditor" }, {}, "tag"], [{ inviteId: randomUUID() }, {}, "tag"], [{ exp: invitation.exp + 1 }, {}, "tag"],
			[{}, { login: "other" }, "login"], [{}, { user: randomUUID() }, "user"]]) {
			assert.equal(await judge(i, a), said, JSON.stringify([i, a]).slice(0, 80))
			await assert.rejects(crypto.admitMember(keyring, { ...invitation, ...i }, { ...answered(), ...a }, now()), { name: "IntegrityAlarm" })
		}
		assert.equal(await judge({}, {}, invitation.exp + 1), "exp")
	})
	test("what does not hold is refused, and nothing of it stays", async () => {
		const good = await crypto.admitMember(officer.keyring, invitation, answered(), now())
		const flip = (text) => text.replace(/"sig":"(.)/, (all, c) => `"sig":"${c === "A" ? "B" : "A"}`)
		for (const [parts, more, status] of [
			[{ ...good, entry: flip(good.entry) }, {}, 422], [{ ...good, grants: [flip(good.grants[0])] }, {}, 422],
			[{ ...good, grants: [inst.made.grantUser] }, {}, 422], [good, { grants: undefined }, 422],
			[{ ...good, entry: inst.made.epoch }, {}, 409], [good, { invite: randomUUID() }, 409],
		])
			assert.equal((await settle(parts, more)).status, status)
		assert.equal(sql(`SELECT count(*) FROM roster_entry WHERE inst = '${inst.made.inst}'`), "3")
		assert.equal(state(), "applied")
	})
	test("the officer admits; the same once more is a conflict; the member opens what the officer seals", async () => {
		assert.match((await officer.client.get("/")).text, /href="\/admission"/)
		const parts = await crypto.admitMember(officer.keyring, invitation, answered(), now())
		const answer = await settle(parts)
		assert.equal(answer.status, 201, answer.text)
		assert.equal((await settle(parts)).status, 409)
		assert.equal(state(), "active")
		await upToDate(officer)
		const member = await enter(created)
		assert.equal(member.keyring.role, "doctor")
		const rec = randomUUID()
		const { text } = await crypto.sealDocument(officer.keyring, {
			t: "passport", rec, rev: 1, object: { surname: "Корхонен" }, ts: now(),
		})
		assert.equal((await crypto.openDocument(member.keyring, text, { t: "passport", rec, pin: undefined })).object.surname, "Корхонен")
		const page = await member.client.get("/admission")
		assert.equal(page.status, 200)
		assert.ok(!page.text.includes("data-user="))
		assert.equal((await member.client.post("/api/auth/admission", { invite: created.inviteId, entry: parts.entry })).status, 403)
		assert.equal((await member.client.post("/api/auth/invites", { invite: randomUUID(), user: inst.officer.user, login: inst.officer.login,
			role: "doctor", exp: invitation.exp })).status, 403)
	})
	test("a newer invitation makes the one before it void", async () => {
		const who = inviteAccount(inst.area)
		const first = await invited(officer, who)
		const second = await invited(officer, who)
		assert.equal((await post((await accepted(first.text)).fields)).status, 403)
		assert.equal((await post((await accepted(second.text)).fields)).status, 201)
		sql(`UPDATE invite SET exp = extract(epoch FROM now())::bigint - 1 WHERE id = '${second.inviteId}'`)
		assert.ok(!(await officer.client.get("/admission")).text.includes(second.inviteId), "72 hours, then it is void")
		await assert.rejects(crypto.readInvite(second.text, ORIGIN, second.exp + 1), { reason: "exp" })
		await assert.rejects(crypto.readInvite(second.text, "https://other.example.org", now()), { reason: "origin" })
		await assert.rejects(crypto.readInvite(inst.made.keyFile, ORIGIN, now()), { reason: "invite" })
	})
	test("neither the administrator nor the operator makes a link for people of an institution", async () => {
		const who = inviteAccount(inst.area)
		assert.throws(() => ctl("join-link", who.login), /not found/)
		assert.equal((await officer.client.post(`/admin/users/${who.user}/invite`)).status, 422)
		assert.match((await officer.client.get(`/admin/users/${who.user}`)).text, /href="\/admission"/)
	})
	test("who lost his key file or forgot his password gets new keys; the old ones end with the signature, not before", async () => {
		const member = await newMember(inst, officer)
		const old = await enter(member)
		await upToDate(officer)
		const again = await invited(officer, member)
		assert.equal(again.answer.status, 201, again.answer.text)
		const made = await accepted(again.text, "новый пароль взамен забытого")
		assert.equal((await post({ ...made.fields, sig_pub: inst.made.sigPub, enc_pub: made.encPub })).status, 422)
		assert.equal((await post(made.fields)).status, 201)
		assert.equal((await old.client.get("/api/auth/session")).status, 200, "he works on until then")
		assert.equal(sql(`SELECT state FROM account WHERE id = '${member.user}'`), "active")
		const answer = await admitted(officer, made, again)
		assert.equal(answer.status, 201, answer.text)
		assert.equal((await old.client.get("/api/auth/session")).status, 401)
		await assert.rejects(enter(member), /401/)
		forgetFailures()
		const renewed = await enter(made)
		const rec = randomUUID()
		const { text } = await crypto.sealDocument(officer.keyring, { t: "passport", rec, rev: 1, object: { surname: "Ветрова" }, ts: now() })
		assert.equal((await crypto.openDocument(renewed.keyring, text, { t: "passport", rec, pin: undefined })).object.surname, "Ветрова")
		assert.equal(sql(`SELECT count(*) FROM key_grant WHERE recipient = '${member.user}'`), "1")
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE subject = '${member.user}' AND event = 'ADMISSION' AND result = 'OK'`), "2")
	})
	test("he changes password and key file: the old ones open nothing, his keys are the same", async () => {
		const events = () => sql(`SELECT string_agg(event || ' ' || result, ', ' ORDER BY id) FROM audit_event
			WHERE account_id = '${invitee.user}' AND event LIKE 'SECRETS%' OR subject = '${invitee.user}' AND event LIKE 'SECRETS%'`)
		const newPassword = "ещё более длинный пароль"
		const client = new Client()
		const opened = await client.post("/api/auth/login", { login: invitee.login, auth_key: created.authKey })
		const before = opened.json.keys.bundle
		const changed = await crypto.changeSecrets(created.account, { password, newPassword, bundle: before, renewKeyFile: true })
		const fields = { auth_key: changed.authKey, new_auth_key: changed.newAuthKey, bundle: changed.bundle }
		assert.match((await client.get("/account/secrets")).text, /Пароль и файл ключа/)
		for (const [given, status] of [[{ auth_key: WRONG_KEY }, 401], [{ bundle: inst.made.bundle }, 422], [{ bundle: "{}" }, 422],
			[{ new_auth_key: "short" }, 422]])
			assert.equal((await client.post("/api/auth/secrets", { ...fields, ...given })).status, status, JSON.stringify(given))
		assert.equal(sql(`SELECT bundle FROM credential WHERE account_id = '${invitee.user}'`), before)
		assert.equal(events(), "SECRETS_REFUSED DENIED")
		assert.equal((await client.post("/api/auth/secrets", fields)).status, 200)
		assert.equal(events(), "SECRETS_REFUSED DENIED, SECRETS_CHANGE OK")
		assert.equal((await client.get("/api/auth/session")).status, 401)
		assert.equal((await new Client().post("/api/auth/login", { login: invitee.login, auth_key: created.authKey })).status, 401)
		forgetFailures()
		const account = await crypto.readKeyFile(changed.keyFile, ORIGIN)
		const { authKey, unlocker } = await crypto.deriveAuth(account, newPassword)
		const { json, status } = await new Client().post("/api/auth/login", { login: invitee.login, auth_key: authKey })
		assert.equal(status, 200)
		assert.equal((await crypto.unlock(unlocker, account, json.keys)).role, "doctor")
	})
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
		assert.throws(() => ctl("join-link", login, "doctor"), /usage/)
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
		const answer = await client.post("/api/auth/invites", { invite: randomUUID(), user: user.id, login: user.login, role: "doctor",
			exp: Math.floor(Date.now() / 1000) + 3600 })
		assert.equal(answer.status, 403)
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
		sql(`UPDATE account SET state = 'applied' WHERE id = '${id}'`)
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
