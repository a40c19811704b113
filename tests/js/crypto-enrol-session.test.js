// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { fromHex, fromText, toBase64url, toHex, tup } from "../../static/js/crypto/bytes.js"
import { checkApplicant, enrolTag, inviteSecret, parseInvite } from "../../static/js/crypto/invite.js"
import { deriveBytes, deriveSealKey, hkdfKey } from "../../static/js/crypto/kdf.js"
import { indexAAD } from "../../static/js/crypto/localindex.js"
import { enrolMessage } from "../../static/js/crypto/roster.js"
import { openBytes, sealKey } from "../../static/js/crypto/seal.js"
import { openSecret, sessionKey } from "../../static/js/crypto/session.js"
import { sign, signingKey } from "../../static/js/crypto/sign.js"
import { hexed, load, mustFail } from "./vectors.js"

const vectors = load("enrol-session.json")
const { refuses, counted } = mustFail("enrol-session.json")
const { inst, origin, now } = vectors
const personOf = (who) => hexed(who, "sigPub", "encPub")
const boxOf = ({ n, c }) => ({ n: fromHex(n), c: fromHex(c) })
const gcm = async (key, { n, aad }, bytes) => toHex(new Uint8Array(await crypto.subtle.encrypt(
	{ name: "AES-GCM", iv: fromHex(n), additionalData: fromHex(aad) }, key, bytes)))

test("invitation, secret, tag and consent", async () => {
	const invite = parseInvite(vectors.invite, origin, now)
	const { inviteId, user, login, role, exp } = invite
	assert.equal(toHex(tup("invite", { inst, inviteId, user, login, role, exp })), vectors.inviteInfo)
	const urk = await hkdfKey(fromHex(vectors.officerUrk))
	assert.equal(toHex(await inviteSecret(urk, invite)), vectors.secret)
	assert.equal(toHex(invite.secret), vectors.secret)
	const who = personOf(vectors.who)
	assert.equal(toHex(enrolMessage({ ...who, inst })), vectors.enrolMsg)
	assert.equal(toHex(await enrolTag(invite.secret, inst, who)), vectors.tag)
	const key = await signingKey(fromHex(`302e020100300506032b657004220420${vectors.subjectEdSeed}`))
	assert.equal(toHex(await sign(key, fromHex(vectors.enrolMsg))), vectors.subjectSig)
	await checkApplicant(urk, invite, { ...who, tag: fromHex(vectors.tag) }, now)
})
for (const item of vectors.invite_must_fail)
	refuses(`invitation: ${item.name}`, () => parseInvite(item.text, item.origin, item.now))
for (const item of vectors.tag_must_fail)
	refuses(`applicant: ${item.name}`, async () => checkApplicant(await hkdfKey(fromHex(item.officerUrk)), item.invite,
		{ ...personOf(item.who), tag: fromHex(item.tag) }, item.now))

const keyOf = async (user, serverHalf) =>
	sessionKey(await hkdfKey(fromHex(vectors.session.deviceHalf)), fromHex(serverHalf), { inst, user })

test("session key and what is stored under it", async () => {
	const { user, serverHalf, info, deviceHalf } = vectors.session
	assert.equal(toHex(tup("session", { inst, user })), info)
	assert.equal(toHex(await deriveBytes(await hkdfKey(fromHex(deviceHalf)), fromHex(info), 32, fromHex(serverHalf))),
		vectors.session.sessionKey)
	const key = await keyOf(user, serverHalf)
	assert.equal(key.extractable, false)
	for (const item of vectors.session.items) {
		assert.equal(toHex(tup("store", { suite: "A1", inst, user, kind: item.kind, id: item.id })), item.aad)
		assert.equal(toHex(await openSecret(key, { inst, user }, item.kind, item.id, boxOf(item))), item.bytes)
		assert.equal(await gcm(key, item, fromHex(item.bytes)), item.c)
	}
})
for (const item of vectors.session_must_fail)
	refuses(`session: ${item.name}`, async () => openSecret(await keyOf(item.user, item.serverHalf),
		{ inst, user: item.user }, item.kind, item.id, boxOf(item)))

test("index key and what is stored under it", async () => {
	const { ik, info, key, items } = vectors.index
	const { user, e } = items[0].pos
	assert.equal(toHex(tup("index", { inst, e, user })), info)
	assert.equal(toHex(await deriveBytes(await hkdfKey(fromHex(ik)), fromHex(info))), key)
	const derived = await deriveSealKey(await hkdfKey(fromHex(ik)), fromHex(info))
	for (const item of items) {
		const aad = indexAAD(hexed(item.pos, "logRoot"))
		assert.equal(toHex(aad), item.aad)
		assert.equal(toHex(await openBytes(derived, aad, boxOf(item))), item.plain)
		assert.equal(await gcm(derived, item, fromHex(item.plain)), item.c)
	}
})
for (const item of vectors.index_must_fail)
	refuses(`index: ${item.name}`, async () => openBytes(await sealKey(fromHex(item.key)),
		indexAAD(hexed(item.pos, "logRoot")), boxOf(item)))

test("an invitation binds every field in its secret", async () => {
	const urk = await hkdfKey(fromText("a root key of some officer here!"))
	const invite = { inst, inviteId: crypto.randomUUID(), user: crypto.randomUUID(), login: "ab", role: "doctor", exp: 7 }
	const secrets = new Set()
	for (const change of [{}, { inviteId: crypto.randomUUID() }, { user: crypto.randomUUID() }, { login: "abc" },
		{ role: "officer" }, { exp: 8 }])
		secrets.add(toBase64url(await inviteSecret(urk, { ...invite, ...change })))
	assert.equal(secrets.size, 6)
})

counted()
