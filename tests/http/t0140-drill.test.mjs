// t0140-drill.test.mjs: custodians prove their shares of the recovery key, without using them.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { foundInstitution, sql } from "./client.mjs"
import { newMember, enter } from "./members.mjs"

const phrases = ["первая фраза хранителя", "вторая фраза хранителя", "третья фраза хранителя"]
let inst, officer, set

before(async () => {
	inst = await foundInstitution(crypto)
	officer = await inst.unlocked()
})

const tasks = async () => (await officer.client.get("/")).text

test("the set comes to an officer, and only one that root signed is taken", async () => {
	const { json } = await officer.client.get("/api/auth/drill")
	assert.equal(json.set, inst.made.recoverySet)
	set = await crypto.readSet(officer.keyring, json.set)
	const other = sql(`SELECT text FROM recovery_set WHERE inst <> '${inst.made.inst}' LIMIT 1`)
	for (const bad of [other, json.set.replace(/"sig":"./, (s) => `${s.slice(0, -1)}${s.endsWith("A") ? "B" : "A"}`), "{}", null])
		await assert.rejects(crypto.readSet(officer.keyring, bad), { name: "IntegrityAlarm" })
})

test("each share is proved with its passphrase; a wrong one, another file and another set are told apart", async () => {
	const [first, second, third] = inst.made.shareFiles
	assert.deepEqual(await Promise.all([first, third].map((file, i) => crypto.proveShare(set, file, phrases[2 * i]))), [1, 3])
	await assert.rejects(crypto.proveShare(set, second, phrases[0]), { reason: "passphrase" })
	await assert.rejects(crypto.proveShare(set, second, "коротко"), { reason: "passphrase" })
	await assert.rejects(crypto.proveShare(set, inst.made.recoveryFile, phrases[0]), { reason: "share" })
	await assert.rejects(crypto.proveShare({ ...set, setId: randomUUID() }, second, phrases[1]), { reason: "share" })
	await assert.rejects(crypto.proveShare({ ...set, commits: set.commits.toReversed() }, first, phrases[0]), { reason: "share" })
	crypto.proveRecoveryFile(set, inst.made.recoveryFile)
	for (const bad of [first, inst.made.recoveryFile.replace(/"setId":"./, (s) => `${s.slice(0, -1)}${s.endsWith("0") ? "1" : "0"}`)])
		assert.throws(() => crypto.proveRecoveryFile(set, bad), { reason: "recovery" })
})

test("an officer is reminded until a drill is held, and again after a year", async () => {
	const due = /href="\/account\/drill"/
	assert.match(await tasks(), due)
	for (const [fields, status] of [[{ first: 2, second: 1 }, 422], [{ first: 2, second: 2 }, 422], [{ first: 1 }, 422], [{ first: 1, second: 4 }, 422],
		[{ first: 1, second: 3 }, 201]])
		assert.equal((await officer.client.post("/api/auth/drill", fields)).status, status, JSON.stringify(fields))
	assert.doesNotMatch(await tasks(), due)
	assert.match((await officer.client.get("/account/drill")).text, /<time datetime="20/)
	sql(`UPDATE recovery_drill SET at = at - interval '366 days' WHERE inst = '${inst.made.inst}'`)
	assert.match(await tasks(), due)
	assert.equal(sql(`SELECT count(*) FROM audit_event WHERE event = 'RECOVERY_DRILL' AND result = 'OK' AND account_id = '${inst.officer.user}'
		AND detail::text = '{"shares": [1, 3]}'`), "1")
})

test("nobody but an officer is asked, answered or believed", async () => {
	const doctor = await enter(await newMember(inst, officer))
	assert.equal((await doctor.client.get("/api/auth/drill")).json.set, null)
	assert.doesNotMatch((await doctor.client.get("/account/drill")).text, /id="drill"/)
	assert.equal((await doctor.client.post("/api/auth/drill", { first: 1, second: 2 })).status, 403)
	assert.doesNotMatch((await doctor.client.get("/")).text, /id="key-tasks"/)
})
