// t0115-browsers.test.mjs: browsers that remember an account: a half of each one's key lies here until its owner removes it.
import assert from "node:assert/strict"
import { randomBytes, randomUUID } from "node:crypto"
import { before, test } from "node:test"
import { IDBFactory, IDBKeyRange } from "../node_modules/fake-indexeddb/build/esm/index.js"
import * as crypto from "../../static/js/crypto/index.js"
import { Client, foundInstitution, sql } from "./client.mjs"
import { enter, newMember } from "./members.mjs"

let inst, officer, member, other
before(async () => {
	inst = await foundInstitution(crypto)
	officer = await inst.unlocked()
	member = await newMember(inst, officer)
	other = await newMember(inst, officer)
})

const newBrowser = () => ({ browser: randomUUID(), token: randomBytes(32).toString("base64url") })
const enrol = (client, name, more = {}) => client.post("/api/auth/browsers", { ...name, ...more })
const half = async (name) => {
	const { status, json } = await new Client().post("/api/auth/browser", name)
	return status === 200 ? json.half : status
}
const list = async (client) => [...(await client.get("/account/browsers")).text.matchAll(/data-browser="([0-9a-f-]+)"/g)].map((m) => m[1])

test("a browser that was enrolled gets the same half again, with its token and without a session", async () => {
	const { client } = await enter(member)
	const name = newBrowser()
	const made = await enrol(client, name)
	assert.equal(made.status, 201)
	assert.match(made.json.half, /^[A-Za-z0-9_-]{43}$/)
	assert.equal(await half(name), made.json.half)
	assert.deepEqual(await list(client), [name.browser])
	const second = newBrowser()
	assert.notEqual((await enrol(client, second)).json.half, made.json.half)
	assert.equal(sql(`SELECT count(*) FROM enrolled_browser WHERE account_id = '${member.user}' AND token_hash = sha256(decode('${
		Buffer.from(name.token, "base64url").toString("hex")}', 'hex'))`), "1", "the token itself is not kept")
	assert.equal(sql(`SELECT count(*) FROM audit_event WHERE event = 'BROWSER_ENROL' AND subject = '${name.browser}' AND result = 'OK'`), "1")
	assert.equal((await enrol(client, name)).status, 409, "an id is used once")
	assert.equal((await client.post("/logout")).status, 303)
	assert.equal(await half(name), made.json.half)
})
test("another token, another id and no id get nothing, all the same way", async () => {
	const { client } = await enter(member)
	const name = newBrowser()
	await enrol(client, name)
	for (const wrong of [{ ...name, token: newBrowser().token }, { ...name, browser: randomUUID() }])
		assert.equal(await half(wrong), 404)
	for (const [wrong, status] of [[{ ...name, token: "AAAA" }, 422], [{ token: name.token }, 422], [{ ...name, browser: "x" }, 422], [{ ...name, more: "1" }, 400]])
		assert.equal(await half(wrong), status)
	const { status, text } = await new Client().post("/api/auth/browser", { ...name, browser: randomUUID() })
	assert.equal(status, 404)
	assert.equal(text, (await new Client().post("/api/auth/browser", { ...name, token: newBrowser().token })).text)
	assert.equal((await enrol(new Client(), newBrowser())).status, 401, "only who is signed in enrols")
})
test("removed, it gets no half from then on; nobody removes another's", async () => {
	const { client } = await enter(member)
	const name = newBrowser()
	await enrol(client, name)
	const { client: theirs } = await enter(other)
	assert.equal((await theirs.post(`/account/browsers/${name.browser}/remove`)).status, 404)
	assert.ok(!(await list(theirs)).includes(name.browser))
	assert.notEqual(await half(name), 404)
	const removed = await client.post(`/account/browsers/${name.browser}/remove`)
	assert.equal(removed.status, 303)
	assert.equal(removed.headers.location, "/account/browsers?done=browser_removed")
	assert.equal(await half(name), 404)
	assert.ok(!(await list(client)).includes(name.browser))
	assert.equal(sql(`SELECT half IS NULL FROM enrolled_browser WHERE id = '${name.browser}'`), "t", "the half is gone")
	assert.equal((await client.post(`/account/browsers/${name.browser}/remove`)).status, 404)
	assert.equal(sql(`SELECT count(*) FROM audit_event WHERE event = 'BROWSER_REMOVE' AND subject = '${name.browser}' AND result = 'OK'`), "1")
})
test("enrolled anew it takes the place of what it was; twenty are kept; a blocked account gets none", async () => {
	const { client } = await enter(other)
	let name = newBrowser()
	await enrol(client, name)
	for (let i = 0; i < 21; i++) {
		const next = newBrowser()
		assert.equal((await enrol(client, next, i === 0 ? { former: name.browser } : {})).status, 201)
		if (i === 0)
			assert.equal(await half(name), 404)
		name = next
	}
	assert.equal((await list(client)).length, 20)
	assert.notEqual(await half(name), 404)
	sql(`UPDATE account SET state = 'blocked' WHERE id = '${other.user}'`)
	assert.equal(await half(name), 404)
	sql(`UPDATE account SET state = 'active' WHERE id = '${other.user}'`)
})
test("what is kept in a browser opens with its half, and with none that is left", async () => {
	const { client } = await enter(member)
	const name = newBrowser()
	const { json } = await enrol(client, name)
	globalThis.IDBKeyRange = IDBKeyRange
	const idb = new IDBFactory()
	await crypto.enrolBrowser(member.account, idb)
	await crypto.sealEnrolled(member.account, name, json.half, idb)
	const [sealed] = await crypto.listAccounts(idb)
	assert.ok(!JSON.stringify(sealed, (_, value) => value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value)
		.includes(Buffer.from(member.account.kf).toString("hex")), "the secret does not lie there")
	assert.deepEqual((await crypto.openEnrolled(sealed, await half(name))).kf, member.account.kf)
	await client.post(`/account/browsers/${name.browser}/remove`)
	assert.equal(await half(name), 404)
})
