// t0130-rotation.test.mjs: a leaver goes out of the roster, the institution gets another key, and nothing is lost on the way.
import assert from "node:assert/strict"
import { request } from "node:https"
import { before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { foundInstitution, ORIGIN, OWN, sql } from "./client.mjs"
import { admission, conclusion } from "./doctor.mjs"
import { enter, newMember, now, reload, upToDate } from "./members.mjs"

const RECORDS = 16
const NIL = "00000000-0000-0000-0000-000000000000"
let inst, officer, doctor, other, leaver, left
const patients = []

const block = (user) => sql(`UPDATE account SET state = 'blocked' WHERE id = '${user}'`)
const texts = () => sql(`SELECT envelope FROM document WHERE inst = '${inst.made.inst}' ORDER BY rec, rev`).split("\n")
const keps = () => sql(`SELECT DISTINCT kep FROM document WHERE inst = '${inst.made.inst}' ORDER BY 1`).split("\n").join(" ")

/** Every record, opened by a keyring as a list: how many, and how many not. */
async function readable({ keyring }) {
	const results = await crypto.openDocuments(crypto.exportForWorker(keyring), texts(), { t: "passport" })
	return { all: results.length, failed: results.filter((result) => "alarm" in result).length }
}

async function rotation(by, changes = {}) {
	const { json } = await by.client.get("/api/auth/rotation")
	return crypto.rotateKey(by.keyring, { leavers: [], reason: "leaver", given: json.grants, now: now(), ...changes })
}
const send = (by, { entries, grants }) =>
	by.client.post("/api/auth/rotation", { entries: entries.join("\n"), grants: grants.join("\n") })

before(async () => {
	inst = await foundInstitution(crypto)
	officer = { ...await inst.unlocked(), account: inst.account }
	leaver = await newMember(inst, officer)
	doctor = await enter(await newMember(inst, officer))
	other = await enter(await newMember(inst, officer))
	left = await enter(leaver)
	for (let i = 0; i < RECORDS; i++) {
		const fields = await admission(doctor, { login: doctor.account.login }, { surname: "Ветрова" }, conclusion)
		const { status, text } = await doctor.client.post("/patients", fields)
		assert.equal(status, 303, text.slice(0, 200))
		patients.push(fields.id)
	}
})

describe("beginning", () => {
	test("who has not left is not removed, and who is no officer changes nothing", async () => {
		assert.equal((await send(officer, await rotation(officer, { leavers: [leaver.user] }))).status, 422)
		const { json } = await doctor.client.get("/api/auth/rotation")
		assert.deepEqual(json.grants, [])
		assert.equal((await doctor.client.post("/api/auth/rotation", { entries: inst.made.epoch, grants: inst.made.grantUser })).status, 403)
		assert.equal((await doctor.client.get("/api/wraps")).json.lines.length, 0)
		block(leaver.user)
		assert.equal((await left.client.get("/api/auth/keys")).status, 401, "his session ended at once")
	})
	test("the officer is told of his task, others are not", async () => {
		assert.match((await officer.client.get("/")).text, /id="key-tasks"/)
		assert.doesNotMatch((await doctor.client.get("/")).text, /id="key-tasks"/)
		assert.match((await officer.client.get("/account/rotation")).text, new RegExp(`data-leaver="${leaver.user}"`))
	})
	test("what does not hold is refused, and nothing of it stays", async () => {
		const good = await rotation(officer, { leavers: [leaver.user] })
		const flip = (text) => text.replace(/"sig":"(.)/, (all, c) => `"sig":"${c === "A" ? "B" : "A"}`)
		const stays = await rotation(officer)
		const refused = {
			"a member without a grant": { ...good, grants: good.grants.slice(0, -2) },
			"a grant of somebody else": { ...good, grants: [...good.grants.slice(0, -1), inst.made.grantUser.replace(/"sig":"..../, '"sig":"AAAA')] },
			"a grant for the leaver": { ...good, grants: [...good.grants, stays.grants.find((text) =>
				Buffer.from(JSON.parse(text).info, "base64url").toString("hex").includes(leaver.user.replaceAll("-", "")))] },
			"a false signature of the removal": { ...good, entries: good.entries.with(0, flip(good.entries[0])) },
			"a false signature of the epoch": { ...good, entries: good.entries.with(1, flip(good.entries[1])) },
			"a false signature of a grant": { ...good, grants: good.grants.with(3, flip(good.grants[3])) },
			"a removal alone": { ...good, entries: good.entries.slice(0, 1) },
		}
		for (const [what, parts] of Object.entries(refused))
			assert.equal((await send(officer, parts)).status, 422, what)
		assert.equal((await send(officer, { ...good, entries: good.entries.slice(1) })).status, 409, "an entry that does not follow")
		assert.equal(sql(`SELECT epoch FROM crypto_inst WHERE inst = '${inst.made.inst}'`), "1")
		assert.equal(sql(`SELECT count(*) FROM rotation WHERE inst = '${inst.made.inst}'`), "0")
	})
	test("removal, epoch and grants stand together; the same once more is a conflict", async () => {
		const parts = await rotation(officer, { leavers: [leaver.user] })
		const answer = await send(officer, parts)
		assert.equal(answer.status, 201, answer.text)
		assert.equal((await send(officer, parts)).status, 409)
		assert.equal(sql(`SELECT string_agg(recipient::text, ' ' ORDER BY recipient) FROM key_grant WHERE inst = '${inst.made.inst}' AND e = 2`),
			[NIL, inst.officer.user, doctor.account.user, other.account.user].sort().join(" "))
		assert.equal(sql(`SELECT count(*) FROM key_grant WHERE inst = '${inst.made.inst}' AND recipient = '${leaver.user}'`), "0")
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE event = 'ROTATION' AND result = 'OK' AND detail ->> 'epoch' = '2'
			AND account_id = '${inst.officer.user}'`), "1")
	})
})

describe("while the keys are wrapped again", () => {
	const revision = async (who, rec, keyring = who.keyring) => {
		const versions = (await who.client.get(`/api/documents/${rec}/versions`)).json.versions
		const now_ = await crypto.openHistory(keyring, versions, { t: "passport", rec, pin: undefined })
		const last = now_.at(-1)
		const { text } = await crypto.sealDocument(keyring, { t: "passport", rec, rev: last.rev + 1, prev: last.docHash,
			object: last.object, ts: now() })
		return { text, rev: last.rev }
	}
	test("nothing is taken under the old key, from now on", async () => {
		const old = await admission(doctor, { login: doctor.account.login }, { surname: "Старая" }, conclusion)
		assert.equal((await doctor.client.post("/patients", old)).status, 409)
		const { text } = await revision(doctor, patients[0])
		const answer = await doctor.client.post(`/patients/${patients[0]}`, { passport: text, version: "1" })
		assert.ok([409, 422].includes(answer.status), `${answer.status}`)
		assert.equal(keps(), "1")
	})
	test("others write under the new one at once, with keys renewed", async () => {
		await reload(doctor)
		const fields = await admission(doctor, { login: doctor.account.login }, { surname: "Новая" }, conclusion)
		assert.equal((await doctor.client.post("/patients", fields)).status, 303)
		assert.equal(keps(), "1 2")
		assert.deepEqual(await readable(doctor), { all: RECORDS + 1, failed: 0 })
	})
	test("altered, moved or foreign keys are refused, and nothing of the batch stays", async () => {
		await reload(officer)
		const { lines, left: open, epoch } = (await officer.client.get("/api/wraps")).json
		assert.deepEqual([lines.length, open, epoch], [RECORDS, RECORDS, 2])
		const wrapped = await crypto.rewrapKeys(officer.keyring, lines.slice(0, 3))
		const post = (some) => officer.client.post("/api/wraps", { lines: some.join("\n") })
		const [rec, rev, hash, kep, wn, wk] = wrapped[0].split(" ")
		const foreign = sql(`SELECT rec || ' ' || rev || ' ' || translate(rtrim(encode(doc_hash, 'base64'), '='), '+/', '-_')
			FROM document WHERE inst <> '${inst.made.inst}' LIMIT 1`)
		for (const bad of [
			`${rec} ${rev} ${hash.replace(/^./, (c) => c === "A" ? "B" : "A")} ${kep} ${wn} ${wk}`,
			`${rec} 2 ${hash} ${kep} ${wn} ${wk}`, `${foreign} ${kep} ${wn} ${wk}`, `${rec} ${rev} ${hash} ${kep}`,
			`${rec} ${rev} ${hash} ${kep} ${wn} ${wk.slice(1)}`, "Ветрова",
		])
			assert.equal((await post([...wrapped.slice(1), bad])).status, 422, bad)
		assert.equal((await post([...wrapped.slice(1), `${rec} ${rev} ${hash} 1 ${wn} ${wk}`])).status, 409)
		assert.equal((await post([...wrapped.slice(1), `${rec} ${rev} ${hash} 3 ${wn} ${wk}`])).status, 409)
		assert.equal((await doctor.client.post("/api/wraps", { lines: wrapped[0] })).status, 403)
		assert.equal(sql(`SELECT count(*) FROM document_wrap WHERE inst = '${inst.made.inst}'`), "0")
		await assert.rejects(crypto.rewrapKeys(officer.keyring, [lines[0].split(" ").with(3, "2").join(" ")]), { reason: "epoch" })
		await assert.rejects(crypto.rewrapKeys(officer.keyring, [`${lines[0].slice(0, 38)}${lines[1].slice(38)}`]), { reason: "aead" })
	})

	/** A tab that is closed: before it sends, on its way, or before it hears the answer. */
	const stops = {
		"before the batch is sent": async () => {},
		"when the answer is lost": (lines) => new Promise((resolve) => {
			const req = request(new URL("/api/wraps", ORIGIN), { method: "POST", agent: false, headers: { ...OWN,
				Cookie: `__Host-palreg=${officer.client.cookie}`, "Content-Type": "application/x-www-form-urlencoded" } })
			req.on("error", () => {})
			req.on("close", resolve)
			req.end(new URLSearchParams({ csrf: officer.client.csrf, lines: lines.join("\n") }).toString(), () => req.destroy())
		}),
		"after half a request": (lines) => new Promise((resolve) => {
			const body = new URLSearchParams({ csrf: officer.client.csrf, lines: lines.join("\n") }).toString()
			const req = request(new URL("/api/wraps", ORIGIN), { method: "POST", agent: false, headers: { ...OWN,
				Cookie: `__Host-palreg=${officer.client.cookie}`, "Content-Type": "application/x-www-form-urlencoded", "Content-Length": body.length } })
			req.on("error", () => {})
			req.on("close", resolve)
			req.write(body.slice(0, body.length / 2), () => req.destroy())
		}),
		"after the answer": (lines) => officer.client.post("/api/wraps", { lines: lines.join("\n") }),
	}
	test("a tab closed at any point loses nothing, and the next one goes on", async () => {
		let rounds = 0
		for (;; rounds++) {
			const { lines } = (await officer.client.get("/api/wraps")).json
			if (lines.length === 0)
				break
			const [name, stop] = Object.entries(stops)[rounds % 4]
			await stop(await crypto.rewrapKeys(officer.keyring, lines.slice(0, 2)))
			assert.deepEqual(await readable(doctor), { all: RECORDS + 1, failed: 0 }, `${name}, round ${rounds}`)
			if (rounds % 5 === 0) {
				const stale = await admission({ keyring: left.keyring }, { login: doctor.account.login }, {}, conclusion)
				assert.ok([403, 409, 422].includes((await doctor.client.post("/patients", stale)).status))
			}
			assert.ok(rounds < 100)
		}
		assert.ok(rounds >= 12, `${rounds} stops`)
		assert.equal(keps(), "2")
	})
	test("sent twice, a batch is taken once", async () => {
		const before_ = texts()
		const line = sql(`SELECT concat_ws(' ', rec, rev, translate(rtrim(encode(doc_hash, 'base64'), '='), '+/', '-_'), kep,
			left(right(envelope, 90), 16), left(right(envelope, 66), 64)) FROM document WHERE inst = '${inst.made.inst}' ORDER BY rec LIMIT 1`)
		const again = await officer.client.post("/api/wraps", { lines: line.replace(/.$/, (c) => c === "A" ? "B" : "A") })
		assert.deepEqual([again.status, again.json.left], [200, 0])
		assert.deepEqual(texts(), before_)
	})
	test("all else of an envelope is as it was, byte for byte", () => {
		for (const text of texts())
			assert.match(text, /^\{"v":1,"suite":"A1","t":"passport","inst":"[0-9a-f-]{36}".*,"kep":2,"wn":"[\w-]{16}","wk":"[\w-]{64}"\}$/)
		assert.equal(sql(`SELECT count(*) FROM document_wrap WHERE inst = '${inst.made.inst}' AND kep = 1`), String(RECORDS))
	})
	test("who left opens nothing of it with the keys he had", async () => {
		assert.deepEqual(await readable(left), { all: RECORDS + 1, failed: RECORDS + 1 })
		await assert.rejects(enter(leaver), /401/)
	})
})

describe("the second look", () => {
	const unchecked = (who) => who.client.get("/api/wraps/checks").then(({ json }) => json.documents)
	const check = async (who, list) => {
		const results = await crypto.openDocuments(crypto.exportForWorker(who.keyring), list, { t: "passport" })
		return who.client.post("/api/wraps/checks", { lines: results.map(({ rec, rev, docHash }) => `${rec} ${rev} ${docHash} 2`).join("\n") })
	}
	test("he who wrapped them is not asked, and his word is not taken", async () => {
		assert.equal((await unchecked(officer)).length, 0)
		const list = await unchecked(doctor)
		assert.equal(list.length, RECORDS)
		assert.equal((await check(officer, list)).status, 200)
		assert.equal((await unchecked(doctor)).length, RECORDS)
	})
	test("the old wraps are kept until every record was opened by another, and then they go", async () => {
		const list = await unchecked(doctor)
		const closed = () => sql(`SELECT closed_at IS NOT NULL, finished_at IS NOT NULL FROM rotation WHERE inst = '${inst.made.inst}' AND e = 2`)
		assert.equal((await check(doctor, list.slice(1))).status, 200)
		assert.equal(closed(), "f|t")
		assert.equal((await unchecked(doctor)).length, 1)
		assert.equal((await doctor.client.post("/api/wraps/checks", { lines: `${patients[0]} 1 ${"A".repeat(43)} 2` })).status, 200)
		assert.equal(closed(), "f|t", "a hash that is not the record's says nothing")
		await reload(other)
		assert.equal((await check(other, list.slice(0, 1))).status, 200)
		assert.equal(closed(), "t|t")
		assert.equal(sql(`SELECT count(*) FROM document_wrap WHERE inst = '${inst.made.inst}'`), "0")
		assert.deepEqual(await readable(other), { all: RECORDS + 1, failed: 0 })
	})
})

test("a change in turn removes nobody; a new member gets the keys of all epochs", async () => {
	await upToDate(officer)
	assert.equal((await send(officer, await rotation(officer, { reason: "periodic" }))).status, 201)
	await reload(officer)
	const { lines } = (await officer.client.get("/api/wraps")).json
	assert.equal((await officer.client.post("/api/wraps", { lines: (await crypto.rewrapKeys(officer.keyring, lines.slice(0, 5))).join("\n") })).status, 200)
	const fresh = await enter(await newMember(inst, officer))
	assert.deepEqual([...fresh.keyring.reader.epochs.keys()].sort(), [1, 2, 3])
	assert.deepEqual(await readable(fresh), { all: RECORDS + 1, failed: 0 })
})
