// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 }
	from "../../static/node_modules/@hpke/core/esm/mod.js"
import { fromHex, randomBytes, toBase64url, toHex, tup } from "../../static/js/crypto/bytes.js"
import { makeGrant, openFrom, openGrant, readGrantInfo, sealTo } from "../../static/js/crypto/grant.js"
import { applyEntry, emptyRoster } from "../../static/js/crypto/roster.js"
import { boxPrivate, boxPublic, sign, signingKey } from "../../static/js/crypto/sign.js"
import { epochKeys, ikIdOf } from "../../static/js/crypto/wrap.js"
import { hexed, load, mustFail } from "./vectors.js"

const vectors = load("grant.json")
const { refuses, counted } = mustFail("grant.json")

const rosterOf = async (name) => {
	const roster = emptyRoster()
	for (const text of vectors.rosters[name])
		await applyEntry(roster, text)
	return roster
}

const recipientOf = async (name) => {
	const { user, encPub, xPkcs8 } = vectors.people[name]
	return { user, box: { publicKey: await boxPublic(fromHex(encPub)), privateKey: await boxPrivate(fromHex(xPkcs8)) } }
}

test("ikId", async () => {
	for (const [e, ik, info, id] of [[1, vectors.ik1, vectors.ikid1Info, vectors.ikId1],
		[2, vectors.ik2, vectors.ikid2Info, vectors.ikId2]]) {
		assert.equal(toHex(tup("ikid", { inst: vectors.inst, e })), info)
		assert.equal(toHex(await ikIdOf(vectors.inst, e, fromHex(ik))), id)
	}
	await assert.rejects(epochKeys({ inst: vectors.inst, user: vectors.people.ana.user, e: 1 }, fromHex(vectors.ik2),
		fromHex(vectors.ikId1)), { reason: "ikid" })
})

for (const item of vectors.ok)
	test(`grant: ${item.name}`, async () => {
		const { fields, info, enc, ct, sigMsg, sig, text } = item
		const typed = hexed(fields, "ikId", "FPsender", "FPrecipient")
		assert.equal(toHex(tup("grant", typed)), info)
		assert.deepEqual(readGrantInfo(text), typed)
		const parts = { info: fromHex(info), enc: fromHex(enc), ct: fromHex(ct) }
		assert.equal(toHex(tup("grantsig", parts)), sigMsg)
		const key = await signingKey(fromHex(vectors.people[item.sender].edPkcs8))
		assert.equal(toHex(await sign(key, fromHex(sigMsg))), sig)
		assert.equal(JSON.stringify({ v: 1, suite: "A1", info: toBase64url(parts.info), enc: toBase64url(parts.enc),
			ct: toBase64url(parts.ct), sig: toBase64url(fromHex(sig)) }), text)
		const { e, ik } = await openGrant(await rosterOf(item.roster), text, await recipientOf(item.recipient))
		assert.equal(e, item.e)
		assert.equal(toHex(ik), item.ik)
	})

test("HPKE makes the same ciphertext from the same ephemeral key", async () => {
	const hpke = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
	for (const { recipient, ekm, info, enc, ct, ik } of vectors.ok) {
		const recipientPublicKey = await boxPublic(fromHex(vectors.people[recipient].encPub))
		const sender = await hpke.createSenderContext({ recipientPublicKey, info: fromHex(info),
			ekm: await hpke.kem.deriveKeyPair(fromHex(ekm).buffer) })
		assert.equal(toHex(new Uint8Array(sender.enc)), enc)
		assert.equal(toHex(new Uint8Array(await sender.seal(fromHex(ik)))), ct)
	}
})

for (const { name, roster, recipient, text } of vectors.must_fail)
	refuses(name, async () => openGrant(await rosterOf(roster), text, await recipientOf(recipient)))

test("a grant that was made is accepted by its recipient only", async () => {
	const roster = await rosterOf("chain")
	const { ana, cyril } = vectors.people
	const sender = { user: ana.user, sign: await signingKey(fromHex(ana.edPkcs8)) }
	const text = await makeGrant(roster, sender, cyril.user, { e: 1, ik: fromHex(vectors.ik1) })
	const { ik } = await openGrant(roster, text, await recipientOf("cyril"))
	assert.equal(toHex(ik), vectors.ik1)
	await assert.rejects(openGrant(roster, text, await recipientOf("boris")), { reason: "recipient" })
})

test("what was sealed to one key opens with it alone, with its info", async () => {
	const [to, other] = [await recipientOf("ana"), await recipientOf("boris")]
	const encPub = fromHex(vectors.people.ana.encPub)
	const info = tup("selftest", { inst: vectors.inst, user: to.user })
	const bytes = randomBytes(32)
	const sealed = await sealTo(encPub, info, bytes)
	assert.deepEqual(await openFrom(to.box, info, sealed), bytes)
	await assert.rejects(openFrom(other.box, info, sealed), { reason: "hpke" })
	await assert.rejects(openFrom(to.box, tup("auth", { inst: vectors.inst, user: to.user }), sealed), { reason: "hpke" })
})

counted()
