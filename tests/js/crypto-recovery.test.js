// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { combine } from "../../static/node_modules/shamir-secret-sharing/esm/index.js"
import { fromBase64url, fromHex, toBase64url, toHex, tup, untup } from "../../static/js/crypto/bytes.js"
import { sha256, stretch } from "../../static/js/crypto/kdf.js"
import { makeRecovery, openRecovery, openShare, readRecoverySet } from "../../static/js/crypto/recovery.js"
import { sealKey } from "../../static/js/crypto/seal.js"
import { newKeys, sign, signingKey } from "../../static/js/crypto/sign.js"
import { hexed, load, mustFail } from "./vectors.js"

const vectors = load("recovery.json")
const { refuses, counted } = mustFail("recovery.json")
const { inst, setId } = vectors
const gcm = async (key, n, aad, bytes) => toBase64url(new Uint8Array(await crypto.subtle.encrypt(
	{ name: "AES-GCM", iv: fromHex(n), additionalData: fromHex(aad) }, await sealKey(fromHex(key)), fromHex(bytes))))

/** Two custodians together, as a ceremony would. Shares that are good are stretched once. */
const shareCache = new Map()
async function shareOf(set, idx, item) {
	const good = vectors.shares[idx - 1]
	const text = idx === 1 ? item.shareFile1 ?? good.text : good.text
	const passphrase = idx === 1 ? item.passphrase1 ?? good.passphrase : good.passphrase
	if (text !== good.text || passphrase !== good.passphrase || set.setId !== setId)
		return openShare(set, text, passphrase)
	shareCache.set(idx, shareCache.get(idx) ?? openShare(set, text, passphrase))
	const { share } = await shareCache.get(idx)
	return { idx, share: share.slice() }
}

async function recover(item) {
	const root = hexed(item.root ?? vectors.root, "sigPub", "encPub")
	const set = await readRecoverySet(item.set ?? vectors.set, inst, root)
	const shares = []
	for (const idx of item.use)
		shares.push(await shareOf(set, idx, item))
	if (item.flipByteOfSecondShare !== undefined)
		shares[1].share[item.flipByteOfSecondShare] ^= 1
	return openRecovery(set, item.file ?? vectors.file, shares, root)
}

test("shares, commits and their files, byte for byte", async () => {
	const commits = []
	for (const { idx, share, commitTup, commit, passphrase, salt, key, n, aad, text } of vectors.shares) {
		assert.equal(toHex(tup("share", { setId, idx, share: fromHex(share) })), commitTup)
		assert.equal(toHex(await sha256(fromHex(commitTup))), commit)
		commits.push(commit)
		assert.equal(toHex(await stretch(passphrase, fromHex(salt))), key)
		assert.equal(toHex(tup("sharefile", { suite: "A1", kdf: "K1", inst, setId, idx, salt: fromHex(salt) })), aad)
		assert.equal(JSON.parse(text).c, await gcm(key, n, aad, share))
	}
	const set = untup("recset", fromHex(vectors.setBody))
	assert.deepEqual([set.commit1, set.commit2, set.commit3].map(toHex), commits)
	const key = await signingKey(fromHex(vectors.rootPkcs8))
	assert.equal(JSON.parse(vectors.set).sigs[0].sig, toBase64url(await sign(key, fromHex(vectors.setBody))))
	assert.equal(JSON.parse(vectors.set).body, toBase64url(fromHex(vectors.setBody)))
})

test("the recovery file, byte for byte", async () => {
	const recPub = fromHex(vectors.recPub)
	assert.equal(toHex(tup("rec", { inst, setId, recPub })), vectors.fileAAD)
	assert.equal(await gcm(vectors.R, vectors.fileNonce, vectors.fileAAD, vectors.rootPkcs8 + vectors.recPkcs8),
		JSON.parse(vectors.file).c)
})

for (const use of [[1, 2], [1, 3], [2, 3], [3, 1]])
	test(`shares ${use} recover`, async () => {
		const shares = use.map((idx) => fromHex(vectors.shares[idx - 1].share))
		assert.equal(toHex(await combine(shares)), vectors.R)
		const { sign: signing } = await recover({ use })
		assert.equal(signing.extractable, false)
	})

for (const item of vectors.must_fail)
	refuses(item.name, () => recover(item))

test("what was made recovers with each two passphrases", async () => {
	const keys = await newKeys()
	const passphrases = ["the first custodian", "the second custodian", "the third custodian"]
	const { file, shares, set: text } = await makeRecovery(inst, keys, passphrases, 1767225600)
	const set = await readRecoverySet(text, inst, keys)
	const opened = []
	for (const [i, share] of shares.entries())
		opened.push(await openShare(set, share, passphrases[i]))
	for (const [a, b] of [[0, 1], [0, 2], [1, 2]])
		await openRecovery(set, file, [opened[a], opened[b]], keys)
	await assert.rejects(openRecovery(set, file, opened, keys), { reason: "shares" })
	await assert.rejects(openShare(set, shares[0], passphrases[1]), { name: "OperationError" })
	const other = JSON.parse(text)
	other.body = toBase64url(fromBase64url(other.body).with(80, 1))
	await assert.rejects(readRecoverySet(JSON.stringify(other), inst, keys), { name: "Refusal" })
	await assert.rejects(makeRecovery(inst, keys, ["too short", ...passphrases.slice(1)], 1), { reason: "password" })
	await assert.rejects(makeRecovery(inst, keys, passphrases.slice(1), 1), { reason: "shares" })
})

counted()
