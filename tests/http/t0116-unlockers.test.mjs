// t0116-unlockers.test.mjs: the bundle takes another way to unlock, by the password, and nothing else of it changes; a session whose
// keys an authenticator opens gets another half.
import assert from "node:assert/strict"
import { randomBytes } from "node:crypto"
import { before, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { derivePrfKeys } from "../../static/js/crypto/kdf.js"
import { Client, forgetFailures, foundInstitution, sql, WRONG_KEY } from "./client.mjs"

let inst, who, signed, made, unlocker
before(async () => {
	inst = await foundInstitution(crypto)
	who = { inst: inst.made.inst, user: inst.officer.user }
	signed = await inst.signIn()
	unlocker = { m: "prf", id: "AQID", ...await derivePrfKeys(who, "AQID", new Uint8Array(randomBytes(32))) }
	made = await crypto.addAuthenticator(inst.account, inst.officer.password, signed.keys.bundle, unlocker)
})

const stored = () => sql(`SELECT bundle FROM credential WHERE account_id = '${who.user}'`)
const put = (bundle, key = made.authKey, client = signed.client) => client.post("/api/auth/unlockers", { auth_key: key, bundle })
const changed = (change) => JSON.stringify({ ...JSON.parse(made.bundle), ...change })

test("not without the password, not without a session, and nothing but methods", async () => {
	const old = stored()
	assert.equal((await put(made.bundle, WRONG_KEY)).status, 401)
	forgetFailures()
	assert.equal((await put(made.bundle, made.authKey, new Client())).status, 401)
	const { methods, privs } = JSON.parse(made.bundle)
	const [first, second] = methods
	const flip = (text) => (text[0] === "A" ? "B" : "A") + text.slice(1)
	for (const other of [changed({ privs: { ...privs, c: flip(privs.c) } }), changed({ methods: [{ ...first, c: flip(first.c) }, second] }),
		changed({ methods: [second] }), changed({ methods: [first, second, second] }), changed({ user: inst.made.inst }), changed({ more: 1 }),
		changed({ methods: [first, { ...second, m: "pwkf" }] }), `${made.bundle} `])
	{
		assert.equal((await put(other)).status, 422, other)
		forgetFailures()
	}
	assert.equal(stored(), old)
})
test("by the password it is taken, and the session goes on", async () => {
	assert.equal((await put(made.bundle)).status, 200)
	assert.equal(stored(), made.bundle)
	const { keys } = (await signed.client.get("/api/auth/keys")).json
	await crypto.unlock(unlocker, inst.account, keys)
	assert.equal(sql(`SELECT count(*) FROM audit_event WHERE account_id = '${who.user}' AND event = 'UNLOCKERS_CHANGE' AND result = 'OK'`), "1")
})
test("locked, the session gets another half, which opens nothing by itself; without a session there is none", async () => {
	const before = (await signed.client.get("/api/auth/session")).json.session.serverHalf
	await signed.client.post("/api/auth/lock")
	assert.equal((await signed.client.get("/api/auth/session")).json.session.serverHalf, null)
	const { status, json } = await signed.client.post("/api/auth/reopen")
	assert.equal(status, 200)
	assert.match(json.session.serverHalf, /^[A-Za-z0-9_-]{43}$/)
	assert.notEqual(json.session.serverHalf, before)
	assert.equal(json.keys.bundle, made.bundle)
	assert.equal((await new Client().post("/api/auth/reopen")).status, 401)
	assert.equal(sql(`SELECT count(*) FROM audit_event WHERE account_id = '${who.user}' AND event = 'UNLOCK_KEY' AND result = 'OK'`), "1")
})
test("as often as one likes: a password that was right counts as no failure", async () => {
	for (let i = 0; i < 6; i++)
		assert.equal((await put(made.bundle)).status, 200)
})
test("taken away, it opens nothing any more, and the password does as before", async () => {
	const less = await crypto.removeAuthenticator(inst.account, inst.officer.password, made.bundle, "AQID")
	assert.equal((await put(less.bundle)).status, 200)
	const { keys } = (await signed.client.get("/api/auth/keys")).json
	await assert.rejects(crypto.unlock(unlocker, inst.account, keys), { name: "IntegrityAlarm", reason: "method" })
	const again = await inst.unlocked()
	assert.equal(again.keyring.role, "officer")
})
