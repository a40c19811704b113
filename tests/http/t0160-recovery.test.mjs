// t0160-recovery.test.mjs: an officer restored by two custodians, through the server: the link, the papers, what is taken.
import assert from "node:assert/strict"
import { before, test } from "node:test"
import * as ceremony from "../../static/js/crypto/ceremony.js"
import * as crypto from "../../static/js/crypto/index.js"
import { Client, ctl, foundInstitution, ORIGIN, sql, WRONG_KEY } from "./client.mjs"
import { enter, newMember, now, reload } from "./members.mjs"

const phrases = ["первая фраза хранителя", "вторая фраза хранителя", "третья фраза хранителя"]
const FRESH = "песок у самого синего моря"
let inst, doctor, token, papers, made, account, unlocker, authKey
const stranger = new Client()
const send = (changes = {}) => stranger.post("/api/auth/recovery", { token, auth_key: authKey, bundle: made.bundle, entry: made.entry,
	grants: made.grants.join("\n"), ...changes })

before(async () => {
	inst = await foundInstitution(crypto)
	doctor = await enter(await newMember(inst, await inst.unlocked()))
	sql(`INSERT INTO totp_key (account_id, sealed, since) VALUES ('${inst.officer.user}', decode(repeat('00', 48), 'hex'), now())`)
})

test("a link of the operator's gives the papers; nobody else's does", async () => {
	assert.throws(() => ctl("recovery-link", "nobody-at-all"))
	const first = ctl("recovery-link", inst.officer.login).split("#")[1].trim()
	token = ctl("recovery-link", inst.officer.login).split("#")[1].trim()
	for (const bad of [first, WRONG_KEY])
		assert.equal((await stranger.get(`/api/auth/recovery?token=${bad}`)).status, 404)
	const { json } = await stranger.get(`/api/auth/recovery?token=${token}`)
	assert.deepEqual([json.inst, json.user, json.login, json.origin], [inst.made.inst, inst.officer.user, inst.officer.login, ORIGIN])
	assert.deepEqual([json.roster.length, json.grants.length, json.given.length], [4, 1, 3])
	const { inst: of, origin, institution, roster, set, user, login, name, grants, given } = json
	papers = JSON.stringify({ rpp: "papers", v: 1, kind: "restore", inst: of, origin, institution, roster, set, user, login, name, grants, given })
})

test("two custodians make the officer's keys; other parts than theirs are refused", async () => {
	const shares = [1, 0].map((i) => ({ text: inst.made.shareFiles[i], passphrase: phrases[i] }))
	const held = await ceremony.openCeremony(await ceremony.readPapers(papers), { recoveryFile: inst.made.recoveryFile, shares })
	const { answer, keyFile } = await ceremony.restoreOfficer(held, { password: FRESH, now: now() })
	made = await ceremony.readRestored(answer)
	account = await crypto.readKeyFile(keyFile, ORIGIN);
	({ authKey, unlocker } = await crypto.deriveAuth(account, FRESH))
	const entry = JSON.parse(made.entry)
	const without = JSON.stringify({ ...entry, sigs: entry.sigs.filter(({ by }) => by === inst.officer.user) })
	const flipped = made.entry.replace(/("sig":".{6})(.)/, (_, head, c) => head + (c === "A" ? "B" : "A"))
	for (const [changes, status] of [[{ token: WRONG_KEY }, 403], [{ entry: without }, 422], [{ entry: flipped }, 422], [{ entry: inst.made.add }, 409],
		[{ bundle: inst.made.bundle.replace(inst.officer.user, doctor.account.user) }, 422], [{ grants: made.grants[1] }, 422],
		[{ grants: inst.made.grantUser }, 422], [{ grants: made.grants[0].replace(/"ct":"./, (s) => `${s.slice(0, -1)}${s.endsWith("A") ? "B" : "A"}`) }, 422]])
		assert.equal((await send(changes)).status, status, JSON.stringify(Object.keys(changes)))
	assert.equal(sql(`SELECT count(*) FROM roster_entry WHERE inst = '${inst.made.inst}'`), "4")
})

test("then it is taken, once: the old keys end, the second factor too, and everybody reads as before", async () => {
	assert.equal((await send()).status, 201)
	assert.equal((await send()).status, 403)
	assert.equal((await stranger.get(`/api/auth/recovery?token=${token}`)).status, 404)
	await assert.rejects(inst.signIn(), /401/)
	const officer = await enter({ account, authKey, unlocker })
	assert.deepEqual([officer.keyring.role, officer.keyring.reader.epochs.size], ["officer", 1])
	await reload(doctor)
	assert.equal(doctor.keyring.reader.epochs.size, 1, "what the lost keys had given is given again, by root")
	assert.equal(sql(`SELECT string_agg(DISTINCT sender::text, ' ') FROM key_grant WHERE inst = '${inst.made.inst}' AND recipient <> '00000000-0000-0000-0000-000000000000'`),
		"00000000-0000-0000-0000-000000000000")
	const { grants: given } = (await officer.client.get("/api/auth/rotation")).json
	const { entries, grants } = await crypto.rotateKey(officer.keyring, { leavers: [], reason: "compromise", given, now: now() })
	assert.equal((await officer.client.post("/api/auth/rotation", { entries: entries.join("\n"), grants: grants.join("\n") })).status, 201)
	assert.equal(sql(`SELECT count(*) FROM audit_event WHERE event = 'RECOVERY' AND result = 'OK' AND subject = '${inst.officer.user}'`), "1")
})
