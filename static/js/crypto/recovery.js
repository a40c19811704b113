// @ts-check
/** @file recovery.js: the recovery file, its three shares and the set that commits to them. */
import { concat, equal, NIL, randomBytes, toBase64url, tup, untup, wipe } from "./bytes.js"
import { loaded, refuse } from "./errors.js"
import { base64, bytesOf, list, object, oneOf, readText, uuid } from "./json.js"
import { sha256, stretch } from "./kdf.js"
import { openBytes, sealBytes, sealKey } from "./seal.js"
import { boxPrivate, boxPublic, PKCS8_BYTES, sign, signingKey, verify, verifyingKey } from "./sign.js"

/** @import { Bytes } from "./bytes.js" */
/** @import { NewKeys, PrivateKeys, PublicKeys } from "./sign.js" */

const LIMIT = 2048
const SHARE_BYTES = 33
const INDEXES = /** @type {const} */ ([1, 2, 3])
const NEEDED = 2

const FILE = object({
	rpp: oneOf("recovery"), v: oneOf(1), suite: oneOf("A1"), inst: uuid, setId: uuid, recPub: base64(32),
	n: base64(12), c: base64(2 * PKCS8_BYTES + 16),
})

const SHARE = object({
	rpp: oneOf("share"), v: oneOf(1), suite: oneOf("A1"), kdf: oneOf("K1"), inst: uuid, setId: uuid,
	idx: oneOf(...INDEXES), salt: base64(16), n: base64(12), c: base64(SHARE_BYTES + 16),
})

const SET = object({
	body: bytesOf,
	sigs: list(object({ by: oneOf(NIL), sig: base64(64) }), 1, 1),
})

/** @typedef {{ inst: string, setId: string, recPub: Bytes }} SetName */

/** @param {SetName} name */
const fileAAD = ({ inst, setId, recPub }) => tup("rec", { inst, setId, recPub })

/** @param {{ inst: string, setId: string, idx: number, salt: Bytes }} place */
const shareAAD = ({ inst, setId, idx, salt }) =>
	tup("sharefile", { suite: "A1", kdf: "K1", inst, setId, idx, salt })

/** @param {string} setId @param {number} idx @param {Bytes} share */
const commitOf = (setId, idx, share) => sha256(tup("share", { setId, idx, share }))

/**
 * @param {SetName} name
 * @param {number} idx
 * @param {Bytes} share
 * @param {string} passphrase
 * @returns {Promise<string>} also the text of its QR code
 */
async function makeShareFile({ inst, setId }, idx, share, passphrase) {
	const salt = randomBytes(16)
	const stretched = await stretch(passphrase, salt)
	const { n, c } = await sealBytes(await sealKey(stretched), shareAAD({ inst, setId, idx, salt }), share)
	wipe(stretched)
	return JSON.stringify({
		rpp: "share", v: 1, suite: "A1", kdf: "K1", inst, setId, idx, salt: toBase64url(salt),
		n: toBase64url(n), c: toBase64url(c),
	})
}

/**
 * @typedef {object} RecoveryParts
 * @property {string} file
 * @property {string[]} shares  three files, one for each passphrase
 * @property {string} set  for the server
 */

/**
 * @param {string} inst
 * @param {NewKeys} root  the institution's keys; the caller wipes them
 * @param {string[]} passphrases  three, the custodians' own
 * @param {number} time
 * @returns {Promise<RecoveryParts>}
 * @throws {Refusal} if a passphrase breaks the rules for passwords
 */
export async function makeRecovery(inst, root, passphrases, time) {
	if (passphrases.length !== INDEXES.length)
		refuse("shares")
	const { combine, split } = await loaded(import("shamir-secret-sharing"))
	const name = { inst, setId: crypto.randomUUID(), recPub: root.encPub }
	const secret = randomBytes(32)
	const both = concat(root.sigPriv, root.encPriv)
	const { n, c } = await sealBytes(await sealKey(secret), fileAAD(name), both)
	const shares = (await split(secret, INDEXES.length, NEEDED)).map((share) => new Uint8Array(share))
	for (const pair of [[0, 1], [0, 2], [1, 2]])
		if (!equal(await combine(pair.map((i) => shares[i] ?? refuse("shares"))), secret))
			refuse("shares")
	const commits = []
	const files = []
	for (const [i, share] of shares.entries()) {
		commits.push(await commitOf(name.setId, i + 1, share))
		files.push(await makeShareFile(name, i + 1, share, passphrases[i] ?? refuse("shares")))
	}
	const [commit1, commit2, commit3] = /** @type {[Bytes, Bytes, Bytes]} */ (commits)
	const body = tup("recset", { ...name, commit1, commit2, commit3, time })
	const sig = await sign(await signingKey(root.sigPriv), body)
	wipe(secret, both, ...shares)
	return {
		file: JSON.stringify({
			rpp: "recovery", v: 1, suite: "A1", inst, setId: name.setId, recPub: toBase64url(root.encPub),
			n: toBase64url(n), c: toBase64url(c),
		}),
		shares: files,
		set: JSON.stringify({ body: toBase64url(body), sigs: [{ by: NIL, sig: toBase64url(sig) }] }),
	}
}

/**
 * @typedef {SetName & { commits: Bytes[], time: number }} RecoverySet
 */

/**
 * @param {string} text
 * @param {string} inst
 * @param {PublicKeys} root  from the verified roster
 * @returns {Promise<RecoverySet>}
 * @throws {Refusal} unless root signed it for its present recovery key
 */
export async function readRecoverySet(text, inst, root) {
	const { body, sigs: [only] } = readText(SET, text, LIMIT)
	const { commit1, commit2, commit3, ...set } = untup("recset", body)
	if (only === undefined || !await verify(await verifyingKey(root.sigPub), only.sig, body))
		refuse("signature")
	if (set.inst !== inst || !equal(set.recPub, root.encPub))
		refuse("set")
	return { ...set, commits: [commit1, commit2, commit3] }
}

/**
 * @param {RecoverySet} set
 * @param {string} text  a share file
 * @returns {number} which share of the set it says it is
 * @throws {Refusal}
 */
export function shareIndex(set, text) {
	const { inst, setId, idx } = readText(SHARE, text, LIMIT)
	return inst === set.inst && setId === set.setId ? idx : refuse("set")
}

/**
 * @param {RecoverySet} set
 * @param {string} text  a share file
 * @param {string} passphrase
 * @returns {Promise<{ idx: number, share: Bytes }>} the caller wipes share
 * @throws {Refusal | DOMException} OperationError for a wrong passphrase or an altered file
 */
export async function openShare(set, text, passphrase) {
	const { inst, setId, idx, salt, n, c } = readText(SHARE, text, LIMIT)
	if (inst !== set.inst)
		refuse("set")
	const stretched = await stretch(passphrase, salt)
	const key = await sealKey(stretched)
	wipe(stretched)
	const share = await openBytes(key, shareAAD({ inst, setId, idx, salt }), { n, c })
	if (setId !== set.setId)
		refuse("set")
	return { idx, share }
}

/**
 * @param {RecoverySet} set
 * @param {number} idx
 * @param {Bytes} share
 * @throws {Refusal} "commit" unless it is the one that root signed
 */
export async function testShare({ setId, commits }, idx, share) {
	if (!equal(await commitOf(setId, idx, share), commits[idx - 1] ?? refuse("set")))
		refuse("commit")
}

/**
 * @param {RecoverySet} set
 * @param {string} text  a recovery file
 * @throws {Refusal} "set" unless it belongs to the set, as far as it says
 */
export function testRecoveryFile(set, text) {
	const file = readText(FILE, text, LIMIT)
	if (file.inst !== set.inst || file.setId !== set.setId || !equal(file.recPub, set.recPub))
		refuse("set")
	return file
}

/**
 * @param {RecoverySet} set
 * @param {string} text  the recovery file
 * @param {{ idx: number, share: Bytes }[]} shares
 * @param {PublicKeys} root  from the verified roster
 * @returns {Promise<PrivateKeys>} the institution's own
 * @throws {Refusal | DOMException}
 */
export async function openRecovery(set, text, shares, root) {
	const file = testRecoveryFile(set, text)
	if (shares.length !== NEEDED || new Set(shares.map(({ idx }) => idx)).size !== NEEDED)
		refuse("shares")
	for (const { idx, share } of shares)
		await testShare(set, idx, share)
	const { combine } = await loaded(import("shamir-secret-sharing"))
	const secret = new Uint8Array(await combine(shares.map(({ share }) => share)))
	const key = await sealKey(secret)
	wipe(secret)
	const both = await openBytes(key, fileAAD(file), file)
	const ed = both.slice(0, PKCS8_BYTES)
	const x = both.slice(PKCS8_BYTES)
	try {
		return await testedKeys(ed, x, root)
	} finally {
		wipe(both, ed, x)
	}
}

const X_BASE = Uint8Array.from({ length: 32 }, (_, i) => i === 0 ? 9 : 0)

/**
 * @param {Bytes} ed
 * @param {Bytes} x
 * @param {PublicKeys} root
 * @returns {Promise<PrivateKeys>}
 * @throws {Refusal} "keys" if they are not the private halves of root
 */
async function testedKeys(ed, x, { sigPub, encPub }) {
	const signing = await signingKey(ed)
	const privateKey = await boxPrivate(x)
	const probe = randomBytes(32)
	const base = await boxPublic(X_BASE)
	const made = new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: base }, privateKey, 256))
	if (!equal(made, encPub) || !await verify(await verifyingKey(sigPub), await sign(signing, probe), probe))
		refuse("keys")
	return { sign: signing, box: { privateKey, publicKey: await boxPublic(encPub) } }
}
