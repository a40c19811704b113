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
	test("a link for somebody who is a member already is not given", () =>
		assert.throws(() => ctl("join-link", invited.login, "doctor"), /not found/))
})
