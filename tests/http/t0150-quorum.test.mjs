// t0150-quorum.test.mjs: what takes two officers, through the server: proposals, the second signature, another root.
import assert from "node:assert/strict"
import { before, describe, test } from "node:test"
import * as ceremony from "../../static/js/crypto/ceremony.js"
import * as crypto from "../../static/js/crypto/index.js"
import * as officers from "../../static/js/crypto/officers.js"
import { Client, foundInstitution, inviteAccount, ORIGIN, sql } from "./client.mjs"
import { accepted, enter, invited, newMember, now, reload, upToDate } from "./members.mjs"

const phrases = ["первая фраза хранителя", "вторая фраза хранителя", "третья фраза хранителя"]
const post = (who, path, fields) => who.client.post(path, fields)
let inst, ana, bela, dora, doctor
const audited = (event) => Number(sql(`SELECT count(*) FROM audit_event WHERE event = '${event}' AND result = 'OK' AND account_id IN
	(SELECT id FROM account WHERE area_id = ${inst.area})`))
const waiting = async (who) => (await who.client.get("/api/auth/proposal")).json

/** Invitation and answer; the officer's proposal as the server takes it. */
async function proposed(officer, { login, user }, role = "officer") {
	const invitation = await invited(officer, { user, login, role })
	const made = await accepted(invitation.text)
	assert.equal((await new Client().post("/api/auth/answer", made.fields)).status, 201)
	await upToDate(officer)
	const entry = await officers.proposeOfficer(officer.keyring, invitation, { ...made, user, login }, now())
	return { invitation, made, entry, person: { login, user, account: made.account, authKey: made.authKey, unlocker: made.unlocker } }
}

/** The second signature, or an entry that bears all it needs. */
async function signed(officer, entry, changes = {}) {
	await upToDate(officer)
	const { id, entry: own, set, grants: given } = await waiting(officer)
	const { entries, grants } = await officers.signSecond(officer.keyring, { entry: entry ?? own, set }, { given, now: now() })
	return post(officer, "/api/auth/proposals/sign", { proposal: id, entries: entries.join("\n"), grants: grants.join("\n") || undefined, ...changes })
}

before(async () => {
	inst = await foundInstitution(crypto)
	ana = await inst.unlocked()
})

describe("a second officer of a single one: two custodians sign with her", () => {
	let first
	test("the proposal is kept, shown to officers alone, and changes nothing", async () => {
		first = await proposed(ana, inviteAccount(inst.area))
		assert.equal((await post(ana, "/api/auth/admission", { invite: first.invitation.inviteId, entry: first.entry })).status, 422, "one signature is none")
		assert.equal((await post(ana, "/api/auth/proposals", { entry: first.entry })).status, 422, "without its invitation")
		const spoiled = first.entry.replace(/("sig":".{6})(.)/g, (_, head, c) => head + (c === "A" ? "B" : "A"))
		assert.equal((await post(ana, "/api/auth/proposals", { invite: first.invitation.inviteId, entry: spoiled })).status, 422, "signatures that are none")
		const { status, text } = await post(ana, "/api/auth/proposals", { invite: first.invitation.inviteId, entry: first.entry })
		assert.equal(status, 201, text)
		assert.equal((await waiting(ana)).entry, first.entry)
		assert.match((await ana.client.get("/account/officers")).text, /id="proposal"/)
		assert.equal(sql(`SELECT state FROM account WHERE id = '${first.person.user}'`), "applied")
		assert.equal((await post(ana, "/api/auth/proposals", { invite: first.invitation.inviteId, entry: first.entry })).status, 409, "one at a time")
		assert.equal(audited("PROPOSAL"), 1)
	})
	test("papers go to the ceremony, root's signature comes back, and she completes it", async () => {
		const { entry, set: next } = await waiting(ana)
		const { keys } = (await ana.client.get("/api/auth/keys")).json
		const { set } = (await ana.client.get("/api/auth/drill")).json
		const papers = JSON.stringify({ rpp: "papers", v: 1, kind: "sign", inst: inst.made.inst, origin: ORIGIN, institution: "Хоспис", roster: keys.roster,
			set, entry, next: next ?? "" })
		const shares = [0, 2].map((i) => ({ text: inst.made.shareFiles[i], passphrase: phrases[i] }))
		const held = await ceremony.openCeremony(await ceremony.readPapers(papers), { recoveryFile: inst.made.recoveryFile, shares })
		const { entry: whole } = await ceremony.readSigned(await ceremony.signProposal(held))
		const spoiled = whole.replace(/("by":"00000000[^}]*"sig":".{6})(.)/, (_, head, c) => head + (c === "A" ? "B" : "A"))
		const { id, grants: given } = await waiting(ana)
		const { grants } = await officers.signSecond(ana.keyring, { entry: whole, set: null }, { given, now: now() })
		const send = (entries) => post(ana, "/api/auth/proposals/sign", { proposal: id, entries, grants: grants.join("\n") })
		assert.equal((await send(spoiled)).status, 422)
		assert.equal((await send(first.entry)).status, 422, "one officer alone")
		assert.equal((await send(whole)).status, 201)
		bela = await enter(first.person)
		assert.equal(bela.keyring.role, "officer")
		assert.equal(audited("PROPOSAL_SIGN"), 1)
	})
})

describe("two officers", () => {
	let next
	before(async () => {
		await upToDate(ana)
		doctor = await enter(await newMember(inst, bela))
	})
	test("one proposes, the other signs; a doctor, the proposer and a stranger do not", async () => {
		next = await proposed(ana, inviteAccount(inst.area))
		assert.equal((await post(ana, "/api/auth/proposals", { invite: next.invitation.inviteId, entry: next.entry })).status, 201)
		const { id } = await waiting(ana)
		assert.equal((await waiting(doctor)).id, null)
		assert.doesNotMatch((await doctor.client.get("/account/officers")).text, /id="proposal"/)
		for (const path of ["/api/auth/proposals/drop", "/api/auth/proposals/sign"])
			assert.equal((await post(doctor, path, path.endsWith("sign") ? { proposal: id, entries: next.entry } : { proposal: id })).status, 403)
		assert.match((await bela.client.get("/")).text, /href="\/account\/officers"/)
		assert.doesNotMatch((await ana.client.get("/")).text, /key-tasks[\s\S]*href="\/account\/officers"/)
		assert.equal((await signed(bela, null, { grants: undefined })).status, 422, "nobody becomes an officer without keys")
		assert.equal((await signed(bela)).status, 201)
		dora = await enter(next.person)
		assert.equal(dora.keyring.role, "officer")
		assert.equal((await post(bela, "/api/auth/proposals/sign", { proposal: id, entries: next.entry })).status, 409, "once")
	})
	test("what the roster has left behind is void; any officer withdraws", async () => {
		const one = await proposed(dora, inviteAccount(inst.area))
		assert.equal((await post(dora, "/api/auth/proposals", { invite: one.invitation.inviteId, entry: one.entry })).status, 201)
		await newMember(inst, dora)
		assert.equal((await post(dora, "/api/auth/proposals", { invite: one.invitation.inviteId, entry: one.entry })).status, 409)
		assert.match((await ana.client.get("/account/officers")).text, /data-void/)
		const { id } = await waiting(ana)
		assert.equal((await post(ana, "/api/auth/proposals/drop", { proposal: id })).status, 201)
		assert.equal((await post(ana, "/api/auth/proposals/drop", { proposal: id })).status, 409)
		assert.equal((await waiting(ana)).id, null)
		assert.equal(audited("PROPOSAL_DROP"), 1)
	})
	test("an officer's new keys; the doctor whom she had given a grant signs in as before", async () => {
		const again = await proposed(ana, { login: bela.account.login, user: bela.account.user })
		assert.equal((await post(ana, "/api/auth/proposals", { invite: again.invitation.inviteId, entry: again.entry })).status, 201)
		assert.equal((await post(bela, "/api/auth/proposals/sign", { proposal: (await waiting(ana)).id, entries: again.entry })).status, 403, "not for herself")
		const old = bela
		assert.equal((await signed(dora)).status, 201)
		await assert.rejects(enter(old), /401/)
		assert.equal((await old.client.get("/account")).status, 303, "her session is over")
		bela = await enter(again.person)
		await reload(doctor)
		assert.equal(doctor.keyring.reader.epochs.size, 1)
	})
	test("a member becomes an officer with the consent that stands in the roster", async () => {
		await upToDate(ana)
		const page = (await ana.client.get("/account/officers")).text
		const proof = new RegExp(`data-user="${doctor.account.user}" data-proof="([\\w-]{86})"`).exec(page)[1]
		const change = { user: doctor.account.user, role: "officer", proof }
		const entry = await officers.proposeRoleChange(ana.keyring, change, now())
		assert.equal((await post(ana, "/api/auth/proposals", { entry })).status, 201)
		assert.equal((await signed(bela)).status, 201)
		await reload(doctor)
		assert.equal(doctor.keyring.role, "officer")
	})
})

describe("an officer leaves", () => {
	test("she proposes it herself, another signs: she is blocked, and an epoch begins", async () => {
		await upToDate(dora)
		const entry = await officers.proposeLeaving(dora.keyring, dora.account.user, now())
		assert.equal((await post(dora, "/api/auth/proposals", { entry })).status, 201)
		assert.equal((await post(dora, "/api/auth/proposals/sign", { proposal: (await waiting(dora)).id, entries: entry })).status, 403)
		assert.equal((await signed(ana)).status, 201)
		assert.equal(sql(`SELECT state FROM account WHERE id = '${dora.account.user}'`), "blocked")
		assert.equal((await dora.client.get("/account")).status, 303)
		assert.equal(sql(`SELECT epoch FROM crypto_inst WHERE inst = '${inst.made.inst}'`), "2")
		assert.equal(sql(`SELECT count(*) FROM key_grant WHERE inst = '${inst.made.inst}' AND recipient = '${dora.account.user}'`), "0")
	})
	test("nobody is proposed to go who has not left", async () => {
		await upToDate(ana)
		const entry = await officers.proposeLeaving(ana.keyring, bela.account.user, now())
		assert.equal((await post(ana, "/api/auth/proposals", { entry })).status, 422)
	})
})

describe("another root", () => {
	test("two officers; the old set, recovery file and shares are no good any more, and a drill is due", async () => {
		await upToDate(ana)
		assert.equal((await post(ana, "/api/auth/drill", { first: 1, second: 2 })).status, 201)
		assert.doesNotMatch((await ana.client.get("/")).text, /href="\/account\/drill"/)
		const news = phrases.map((phrase) => `новая ${phrase}`)
		const made = await officers.proposeRootChange(ana.keyring, { passphrases: news, reason: "periodic", now: now() })
		assert.equal((await post(ana, "/api/auth/proposals", { entry: made.entry })).status, 422, "without its set")
		assert.equal((await post(ana, "/api/auth/proposals", { entry: made.entry, set: inst.made.recoverySet })).status, 422, "with the old one")
		assert.equal((await post(ana, "/api/auth/proposals", { entry: made.entry, set: made.set })).status, 201)
		assert.equal((await ana.client.get("/api/auth/drill")).json.set, inst.made.recoverySet, "until the second signature the old one holds")
		await reload(bela)
		const { id, entry, set, grants: given } = await waiting(bela)
		const { entries, grants } = await officers.signSecond(bela.keyring, { entry, set }, { given, now: now() })
		const some = { proposal: id, entries: entries.join("\n") }
		assert.equal((await post(bela, "/api/auth/proposals/sign", { ...some, grants: grants.slice(0, 1).join("\n") })).status, 422, "every key for the new one")
		assert.equal((await post(bela, "/api/auth/proposals/sign", { ...some, grants: grants.join("\n") })).status, 201)
		await upToDate(ana)
		const fresh = await crypto.readSet(ana.keyring, (await ana.client.get("/api/auth/drill")).json.set)
		await assert.rejects(crypto.proveShare(fresh, inst.made.shareFiles[0], phrases[0]), { reason: "share" })
		assert.match((await ana.client.get("/")).text, /href="\/account\/drill"/)
		assert.equal(ana.keyring.anchor.root, inst.account.root, "the beginning that everybody has pinned stays")
		await reload(doctor)
	})
})

describe("with a second factor", () => {
	test("a proposal wants a fresh code, and so does the second signature", async () => {
		await upToDate(ana)
		sql(`INSERT INTO totp_key (account_id, sealed, since) VALUES ('${ana.keyring.user}', decode(repeat('00', 48), 'hex'), now())`)
		sql(`UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = '${ana.keyring.user}'`)
		const entry = await officers.proposeLeaving(ana.keyring, ana.keyring.user, now())
		const { status, json } = await post(ana, "/api/auth/proposals", { entry })
		assert.deepEqual([status, json.error], [403, "factor"])
		sql(`UPDATE session SET factor_at = now() WHERE account_id = '${ana.keyring.user}'`)
		assert.equal((await post(ana, "/api/auth/proposals", { entry })).status, 201)
		sql(`UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = '${ana.keyring.user}'`)
		assert.equal((await post(ana, "/api/auth/proposals/drop", { proposal: (await waiting(ana)).id })).status, 201)
		})
})
