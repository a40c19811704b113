// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { argon2id } from "../../static/node_modules/hash-wasm/dist/index.esm.js"
import { makeBundle, normalLogin, openBundle, parseBundle, parseKeyFile, rewrapBundle }
	from "../../static/js/crypto/account.js"
import { fromHex, fromText, toBase64url, toHex, tup } from "../../static/js/crypto/bytes.js"
import { deriveAccountKeys, deriveBytes, derivePrfKeys, hkdfKey, passwordBytes, prfInput, sha256, stretch }
	from "../../static/js/crypto/kdf.js"
import { sealKey } from "../../static/js/crypto/seal.js"
import { hexed, load, mustFail } from "./vectors.js"

const vectors = load("account.json")
const { refuses, counted } = mustFail("account.json")
const who = { inst: vectors.inst, user: vectors.user }
const hex = async (promise) => toHex(await promise)

/** What an AES-GCM key is, seen through what it does: the block it makes of nothing. */
const trace = async (key) => toHex(new Uint8Array(await crypto.subtle.encrypt(
	{ name: "AES-GCM", iv: new Uint8Array(12) }, key, new Uint8Array(32))))

test("password and key file give the three keys", async () => {
	assert.equal(toHex(passwordBytes(vectors.password)), vectors.passwordUtf8Nfc)
	assert.equal(toHex(passwordBytes(vectors.samePasswordDecomposed)), vectors.passwordUtf8Nfc)
	assert.equal(toHex(tup("salt", who)), vectors.saltTup)
	assert.equal(toHex((await sha256(fromHex(vectors.saltTup))).slice(0, 16)), vectors.salt)
	assert.equal(await hex(stretch(vectors.password, fromHex(vectors.salt))), vectors.mk)
	const keys = await deriveAccountKeys(who, vectors.samePasswordDecomposed, fromHex(vectors.kf))
	assert.equal(toHex(keys.authKey), vectors.authKey)
	assert.equal(toHex(keys.unlockCommit), vectors.unlockCommit)
	assert.equal(await trace(keys.unlockKey), await trace(await sealKey(fromHex(vectors.unlockKey))))
	assert.equal(keys.unlockKey.extractable, false)
	await assert.rejects(crypto.subtle.exportKey("raw", keys.unlockKey))
})

test("the infos", () => {
	assert.equal(toHex(tup("auth", who)), vectors.authInfo)
	assert.equal(toHex(tup("unlock", who)), vectors.unlockInfo)
	assert.equal(toHex(tup("ucommit", who)), vectors.ucommitInfo)
	assert.equal(toHex(tup("selftest", who)), vectors.selfTestMsg)
	const { root, sigPub, encPub } = hexed(vectors, "root", "sigPub", "encPub")
	assert.equal(toHex(tup("urk", { suite: "A1", ...who, m: "pwkf", id: "0" })), vectors.aadPwkf)
	assert.equal(toHex(tup("upriv", { suite: "A1", ...who, root, sigPub, encPub })), vectors.aadPrivs)
})

test("what the server makes of authKey", async () => {
	const { pepper, salt, hmac, verifier, login, counterKey } = vectors.verifier
	const key = await crypto.subtle.importKey("raw", fromHex(pepper), { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
	const mac = async (bytes) => toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes)))
	assert.equal(await mac(fromHex(vectors.authKey)), hmac)
	assert.equal(await mac(fromText(login)), counterKey)
	assert.equal(await argon2id({
		password: fromHex(hmac), salt: fromHex(salt), memorySize: 19456, iterations: 2, parallelism: 1, hashLength: 32,
	}), verifier)
})

for (const { typed, login } of vectors.login.ok)
	test(`login ${JSON.stringify(typed)}`, () => assert.equal(normalLogin(typed), login))
for (const { typed } of vectors.login.must_fail)
	refuses(`login ${JSON.stringify(typed)}`, () => normalLogin(typed))
for (const { name, password } of vectors.password_must_fail)
	refuses(`password: ${name}`, () => passwordBytes(password))

test("half a character is no password", () => {
	assert.throws(() => passwordBytes("long enough \ud800 but"), { reason: "password" })
	assert.doesNotThrow(() => passwordBytes("long enough \u{1f600} but"))
})

test("key file", () => {
	const file = parseKeyFile(vectors.keyfile.text, vectors.keyfile.origin)
	assert.equal(toHex(file.kf), vectors.kf)
	assert.equal(toHex(file.root), vectors.root)
	assert.deepEqual([file.inst, file.user, file.login], [vectors.inst, vectors.user, "cyril"])
})
for (const { name, text, origin } of vectors.keyfile_must_fail)
	refuses(`key file: ${name}`, () => parseKeyFile(text, origin))

test("prf", async () => {
	const { id, prfInput: input, prfOutput, key, commit } = vectors.prf
	assert.equal(toHex(tup("prfinput", who)), vectors.prf.prfInputTup)
	assert.equal(await hex(prfInput(who)), input)
	assert.equal(toHex(tup("prf", { ...who, id })), vectors.prf.keyInfo)
	assert.equal(toHex(tup("prfcommit", { ...who, id })), vectors.prf.commitInfo)
	assert.equal(toHex(tup("urk", { suite: "A1", ...who, m: "prf", id })), vectors.prf.aad)
	const keys = await derivePrfKeys(who, id, fromHex(prfOutput))
	assert.equal(toHex(keys.unlockCommit), commit)
	assert.equal(await trace(keys.unlockKey), await trace(await sealKey(fromHex(key))))
})

const openAs = async (text, given) => {
	const owner = hexed(given, "root", "sigPub", "encPub")
	const unlockKey = await sealKey(fromHex(given.unlockKey))
	return openBundle(text, owner, { m: given.m, id: given.id, unlockKey, unlockCommit: fromHex(given.unlockCommit) })
}

for (const { name, text, open, methodNonces, privsNonce } of vectors.bundles) {
	for (const given of open)
		test(`bundle ${name}, opened by ${given.m}`, async () => {
			const keys = await openAs(text, given)
			assert.equal(keys.sign.extractable, false)
			assert.equal(keys.box.privateKey.extractable, false)
		})
	test(`bundle ${name}, byte for byte`, async () => {
		const seal = async (key, n, aad, bytes) => toBase64url(new Uint8Array(await crypto.subtle.encrypt(
			{ name: "AES-GCM", iv: fromHex(n), additionalData: fromHex(aad) }, await sealKey(fromHex(key)), fromHex(bytes))))
		const methods = await Promise.all(open.map(async ({ m, id, unlockKey, unlockCommit }, i) => ({
			m, id, commit: toBase64url(fromHex(unlockCommit)), n: toBase64url(fromHex(methodNonces[i])),
			c: await seal(unlockKey, methodNonces[i], m === "prf" ? vectors.prf.aad : vectors.aadPwkf, vectors.urk),
		})))
		const privs = { n: toBase64url(fromHex(privsNonce)),
			c: await seal(vectors.urk, privsNonce, vectors.aadPrivs, vectors.edPkcs8 + vectors.xPkcs8) }
		assert.equal(JSON.stringify({ v: 1, suite: "A1", ...who, methods, privs }), text)
	})
}
for (const { name, text, open } of vectors.bundle_must_fail)
	refuses(`bundle: ${name}`, () => openAs(text, open))

test("a bundle opens after it was made, and after its password was changed", async () => {
	const owner = hexed({ ...who, ...vectors }, "root", "sigPub", "encPub")
	const unlocker = async (text) => ({
		m: /** @type {const} */ ("pwkf"), id: "0", unlockKey: await sealKey(await sha256(fromText(text))),
		unlockCommit: await deriveBytes(await hkdfKey(fromText(text)), tup("ucommit", who)),
	})
	const [old, fresh] = [await unlocker("old"), await unlocker("fresh")]
	const keys = { ...owner, sigPriv: fromHex(vectors.edPkcs8), encPriv: fromHex(vectors.xPkcs8) }
	const bundle = await makeBundle(owner, old, keys)
	await openBundle(bundle, owner, old)
	const changed = await rewrapBundle(bundle, who, old, fresh)
	await openBundle(changed, owner, fresh)
	await assert.rejects(openBundle(changed, owner, old), { reason: "commit" })
	await assert.rejects(rewrapBundle(bundle, who, fresh, old), { reason: "commit" })
	assert.equal(parseBundle(changed).methods.length, 1)
})

test("changing the password keeps the other methods as they are", async () => {
	const [, both] = vectors.bundles
	const [pwkf, prf] = both.open
	const given = async ({ m, id, unlockKey, unlockCommit }) =>
		({ m, id, unlockKey: await sealKey(fromHex(unlockKey)), unlockCommit: fromHex(unlockCommit) })
	const changed = await rewrapBundle(both.text, who, await given(pwkf), await given({ ...prf, m: "pwkf", id: "0" }))
	assert.deepEqual(parseBundle(changed).methods[1], parseBundle(both.text).methods[1])
	await openAs(changed, prf)
	await openAs(changed, { ...prf, m: "pwkf", id: "0" })
})

counted()
