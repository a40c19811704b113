// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { fromBase64url, fromHex, NIL, toBase64url, toHex, tup } from "../../static/js/crypto/bytes.js"
import { sha256 } from "../../static/js/crypto/kdf.js"
import { applyEntry, authorsOf, bodyBytes, copyRoster, emptyRoster, enrolMessage, formatEntry, institution, memberAt,
	verifyRoster } from "../../static/js/crypto/roster.js"
import { fingerprintBytes, fingerprintQr, fingerprintText, isSmallOrder, newKeys, sign, signingKey }
	from "../../static/js/crypto/sign.js"
import { hexed, load, mustFail } from "./vectors.js"

const vectors = load("roster.json")
const { refuses, counted } = mustFail("roster.json")
const base64 = (hex) => toBase64url(fromHex(hex))
const pinOf = ({ root, roster }) => ({ root: base64(root), roster: { seq: roster.seq, head: base64(roster.head) } })
const chainTexts = vectors.chain.map(({ text }) => text)

const rosterAfter = async (count) => {
	const roster = emptyRoster()
	for (const text of chainTexts.slice(0, count))
		await applyEntry(roster, text)
	return roster
}

const bytesFields = (fields) => hexed(fields, "prevHead", "sigPub", "encPub", "ikId")

test("bodies, heads, leaves and consents of the chain", async () => {
	for (const { text, fields, body, head, leaf, leafHash, consentMsg } of vectors.chain) {
		const typed = bytesFields(fields)
		assert.equal(toHex(bodyBytes(typed)), body)
		assert.equal(toHex(await sha256(fromHex(body))), head)
		const sigs = JSON.parse(text).sigs.map(({ by, sig }) => ({ by, sig: fromBase64url(sig) }))
		assert.equal(formatEntry(typed, sigs.toReversed()), text)
		const { inst, seq } = fields
		assert.equal(toHex(tup("leaf/roster", { inst, seq, head: fromHex(head) })), leaf)
		assert.equal(toHex(await sha256(Uint8Array.of(0, ...fromHex(leaf)))), leafHash)
		if (consentMsg !== undefined)
			assert.equal(toHex(enrolMessage({ ...typed, user: fields.subject })), consentMsg)
	}
})

test("signatures of the chain are the ones the seeds make", async () => {
	const people = new Map(Object.values(vectors.people).map((person) => [person.user, person]))
	for (const { text, body, fields, consentMsg } of vectors.chain)
		for (const { by, sig } of JSON.parse(text).sigs) {
			const key = await signingKey(fromHex(people.get(by).edPkcs8))
			const own = by === fields.subject && consentMsg !== undefined
			assert.equal(toBase64url(await sign(key, fromHex(own ? consentMsg : body))), sig)
		}
})

test("the chain is verified from its root to its pin, and the known part again without signatures", async () => {
	const roster = await verifyRoster(chainTexts, pinOf(vectors.pins))
	assert.equal(roster.seq, 4)
	assert.deepEqual(await verifyRoster(chainTexts, pinOf(vectors.pins), true), roster)
})

test("a known chain still has to lead to its pin", async () => {
	for (const { entries, root, pin } of vectors.chain_must_fail)
		await assert.rejects(verifyRoster(entries, pinOf({ root, roster: pin }), true), { name: "Refusal" })
})

test("what follows a known chain is checked in full", async () => {
	const bad = vectors.must_fail.find(({ name }) => name === "signature changed")
	await assert.rejects(verifyRoster([...chainTexts.slice(0, bad.after), ...bad.entries], pinOf(vectors.pins), true),
		{ reason: "signature" })
})

for (const { user, sigPub, encPub, fpTup, fp, fpText, fpQr } of Object.values(vectors.people))
	test(`fingerprint ${fpText}`, async () => {
		const who = { inst: vectors.inst, user, sigPub: fromHex(sigPub), encPub: fromHex(encPub) }
		assert.equal(toHex(tup("fp", who)), fpTup)
		const bytes = await fingerprintBytes(who)
		assert.equal(toHex(bytes), fp)
		assert.equal(fingerprintText(bytes), fpText)
		assert.equal(fingerprintQr(bytes), fpQr)
	})

test("points of small order, and keys that are none", () => {
	assert.equal(vectors.small_order_sigPub.length, 14)
	for (const hex of vectors.small_order_sigPub)
		assert.equal(isSmallOrder(fromHex(hex)), true)
	for (const { sigPub } of Object.values(vectors.people))
		assert.equal(isSmallOrder(fromHex(sigPub)), false)
})

for (const { name, after, entries, head, epoch, active, rootPub, recPub } of vectors.ok)
	test(`roster: ${name}`, async () => {
		const roster = await rosterAfter(after)
		for (const text of entries)
			await applyEntry(roster, text)
		assert.equal(roster.heads.at(-1), base64(head))
		assert.equal(roster.epochs.at(-1)?.e ?? 0, epoch)
		const members = [...roster.active].filter(([user]) => user !== NIL)
			.map(([user, member]) => ({ user, login: member.login, role: member.role,
				sigPub: toHex(member.sigPub), encPub: toHex(member.encPub) }))
		const byUser = (a, b) => a.user < b.user ? -1 : 1
		assert.deepEqual(members.toSorted(byUser), active.toSorted(byUser))
		assert.equal(toHex(institution(roster).sigPub), rootPub)
		assert.equal(toHex(institution(roster).encPub), recPub)
	})

for (const { name, after, entries } of vectors.must_fail)
	refuses(name, async () => {
		const roster = await rosterAfter(after)
		for (const text of entries.slice(0, -1))
			await applyEntry(roster, text)
		const before = copyRoster(roster)
		try {
			await applyEntry(roster, entries.at(-1))
		} finally {
			assert.deepEqual(roster, before, "a refused entry leaves the roster as it was")
		}
	})

for (const { name, entries, root, pin } of vectors.chain_must_fail)
	refuses(name, () => verifyRoster(entries, pinOf({ root, roster: pin })))

test("a chain of random members grows and is taken again from its texts", async () => {
	const inst = crypto.randomUUID()
	const roster = emptyRoster()
	const none = new Uint8Array(0)
	const root = await newKeys()
	const rootKey = await signingKey(root.sigPriv)
	const texts = []
	const append = async (given, others = []) => {
		const body = { inst, seq: roster.seq + 1, time: 1000 + roster.seq, login: "", role: "", sigPub: none, encPub: none,
			e: 0, ikId: none, prevHead: roster.seq < 0 ? new Uint8Array(32) : fromBase64url(roster.heads.at(-1)), ...given }
		texts.push(formatEntry(body, [{ by: NIL, sig: await sign(rootKey, bodyBytes(body)) }, ...others]))
		await applyEntry(roster, texts.at(-1))
	}
	await append({ action: "genesis", reason: "genesis", subject: NIL, role: "root", ...root })
	const users = []
	for (let i = 0; i < 20; i++) {
		const user = crypto.randomUUID()
		const { sigPub, encPub, sigPriv } = await newKeys()
		const login = `member${i}`
		const sig = await sign(await signingKey(sigPriv), enrolMessage({ inst, user, login, sigPub, encPub }))
		const role = ["officer", "doctor", "auditor"][i % 3]
		await append({ action: "add", reason: "enrol", subject: user, login, role, sigPub, encPub }, [{ by: user, sig }])
		users.push({ user, sigPub })
		if (i % 4 === 3)
			await append({ action: "remove", reason: "leaver", subject: user })
	}
	const again = await verifyRoster(texts, { root: roster.heads[0], roster: { seq: 0, head: roster.heads[0] } })
	assert.deepEqual(again, roster)
	const authors = authorsOf(again)
	for (const [i, { user, sigPub }] of users.entries()) {
		assert.equal(again.active.has(user), i % 4 !== 3)
		assert.equal(memberAt(again, user, 0), null)
		assert.deepEqual(authors.get(user), i % 4 === 3 ? { current: null, retired: [sigPub] } :
			{ current: sigPub, retired: [] })
	}
	await assert.rejects(verifyRoster(texts.toSpliced(3, 1), { root: roster.heads[0],
		roster: { seq: 0, head: roster.heads[0] } }), { reason: "seq" })
})

counted()
