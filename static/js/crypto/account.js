// @ts-check
/** @file account.js: one person's key file and key bundle. */
import { concat, equal, fromBase64url, randomBytes, toBase64url, tup, wipe, ZERO32 } from "./bytes.js"
import { refuse } from "./errors.js"
import { openFrom, sealTo } from "./grant.js"
import { base64, httpsOrigin, integer, list, loginName, object, oneOf, plain, readText, uuid } from "./json.js"
import { enrolMessage } from "./roster.js"
import { openBytes, sealBytes, sealKey } from "./seal.js"
import { boxPrivate, boxPublic, newKeys, PKCS8_BYTES, sign, signingKey, verify, verifyingKey } from "./sign.js"

/** @import { Bytes } from "./bytes.js" */
/** @import { Reader } from "./json.js" */
/** @import { NewKeys, PrivateKeys, PublicKeys } from "./sign.js" */

const LIMIT = 4096

const KEY_FILE = object({
	rpp: oneOf("keyfile"), v: oneOf(1), kdf: oneOf("K1"), inst: uuid, user: uuid, login: loginName,
	origin: httpsOrigin, kf: base64(32), root: base64(32),
	roster: object({ seq: integer, head: base64(32) }),
	log: object({ origin: plain, size: integer, root: base64(32) }),
})

/** @typedef {ReturnType<typeof KEY_FILE>} KeyFile */

/**
 * @param {string} typed
 * @returns {string} the login name meant
 * @throws {Refusal} if it is none
 */
export const normalLogin = (typed) =>
	loginName(typed.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase()))

/**
 * @param {string} text
 * @param {string} origin  of this page
 * @returns {KeyFile}
 * @throws {Refusal} "origin" for the file of another register, else it is malformed
 */
export function parseKeyFile(text, origin) {
	const file = readText(KEY_FILE, text, LIMIT)
	return file.origin === origin ? file : refuse("origin")
}

/**
 * @param {Omit<KeyFile, "rpp" | "v" | "kdf" | "log">} file
 * @returns {string} as it is before there is a ledger
 */
export function formatKeyFile({ inst, user, login, origin, kf, root, roster: { seq, head } }) {
	return JSON.stringify({
		rpp: "keyfile", v: 1, kdf: "K1", inst, user, login, origin, kf: toBase64url(kf), root: toBase64url(root),
		roster: { seq, head: toBase64url(head) }, log: { origin, size: 0, root: toBase64url(ZERO32) },
	})
}

/** @type {Reader<{ m: "pwkf" | "prf", id: string, commit: Bytes, n: Bytes, c: Bytes }>} */
const method = object({
	m: oneOf("pwkf", "prf"),
	id: (value) => typeof value === "string" && value.length <= 255 ? value : refuse("text"),
	commit: base64(32), n: base64(12), c: base64(48),
})

const CREDENTIAL_MOST = 191

const BUNDLE = object({
	v: oneOf(1), suite: oneOf("A1"), inst: uuid, user: uuid, methods: list(method, 1, 4),
	privs: object({ n: base64(12), c: base64(112) }),
})

/** @typedef {ReturnType<typeof BUNDLE>} Bundle */

/**
 * @param {string} text
 * @returns {Bundle}
 * @throws {Refusal}
 */
export function parseBundle(text) {
	const bundle = readText(BUNDLE, text, LIMIT)
	const [first, ...others] = bundle.methods
	if (first?.m !== "pwkf" || others.some(({ m }) => m !== "prf"))
		refuse("methods")
	if (first?.id !== "0")
		refuse("constant")
	for (const { id } of others) {
		const length = fromBase64url(id).length
		if (length < 1 || length > CREDENTIAL_MOST)
			refuse("size")
	}
	if (new Set(bundle.methods.map(({ id }) => id)).size !== bundle.methods.length)
		refuse("methods")
	return bundle
}

/** @typedef {{ inst: string, user: string }} Who */
/** @typedef {Who & PublicKeys & { root: Bytes }} Owner  keys from the verified roster, root from the pins */
/** @typedef {{ m: "pwkf" | "prf", id: string, unlockKey: CryptoKey, unlockCommit: Bytes }} Unlocker */

/** @param {Who} who @param {string} m @param {string} id */
const urkAAD = ({ inst, user }, m, id) => tup("urk", { suite: "A1", inst, user, m, id })

/** @param {Owner} owner */
const privsAAD = ({ inst, user, root, sigPub, encPub }) =>
	tup("upriv", { suite: "A1", inst, user, root, sigPub, encPub })

/**
 * @param {Owner} owner
 * @param {Unlocker} unlocker
 * @param {NewKeys} keys
 * @returns {Promise<string>}
 */
export async function makeBundle(owner, { m, id, unlockKey, unlockCommit }, keys) {
	const { inst, user } = owner
	const urk = randomBytes(32)
	const both = concat(keys.sigPriv, keys.encPriv)
	const wrapped = await sealBytes(unlockKey, urkAAD(owner, m, id), urk)
	const privs = await sealBytes(await sealKey(urk), privsAAD(owner), both)
	wipe(urk, both)
	const methods = [{ m, id, commit: toBase64url(unlockCommit), ...text(wrapped) }]
	return JSON.stringify({ v: 1, suite: "A1", inst, user, methods, privs: text(privs) })
}

/** @param {{ n: Bytes, c: Bytes }} box */
const text = ({ n, c }) => ({ n: toBase64url(n), c: toBase64url(c) })

/**
 * @param {Bundle} bundle
 * @param {Who} who
 */
function checkBundleOwner(bundle, { inst, user }) {
	if (bundle.inst !== inst || bundle.user !== user)
		refuse("owner")
}

/**
 * @param {string} bundleText
 * @param {Who} who
 * @param {Unlocker} unlocker
 * @returns {Promise<Bytes>} URK; the caller wipes it
 * @throws {Refusal | DOMException} "commit" if it was made with other secrets
 */
export async function openUrk(bundleText, who, { m, id, unlockKey, unlockCommit }) {
	const bundle = parseBundle(bundleText)
	checkBundleOwner(bundle, who)
	const found = bundle.methods.find((item) => item.m === m && item.id === id) ?? refuse("method")
	if (!equal(found.commit, unlockCommit))
		refuse("commit")
	const urk = await openBytes(unlockKey, urkAAD(who, m, id), found)
	return urk.length === 32 ? urk : refuse("size")
}

/**
 * @param {string} bundleText
 * @param {Owner} owner
 * @param {Bytes} urk
 * @returns {Promise<PrivateKeys>}
 * @throws {Refusal | DOMException} if these are not the private keys of owner's public ones
 */
export async function openPrivateKeys(bundleText, owner, urk) {
	const bundle = parseBundle(bundleText)
	checkBundleOwner(bundle, owner)
	const both = await openBytes(await sealKey(urk), privsAAD(owner), bundle.privs)
	const ed = both.slice(0, PKCS8_BYTES)
	const x = both.slice(PKCS8_BYTES)
	try {
		const [signing, privateKey, publicKey] = await Promise.all([
			signingKey(ed), boxPrivate(x), boxPublic(owner.encPub),
		])
		return { sign: signing, box: { privateKey, publicKey } }
	} finally {
		wipe(both, ed, x)
	}
}

/**
 * Do the private keys belong to the public ones? Both are tried.
 *
 * @param {Owner} owner
 * @param {PrivateKeys} keys
 * @throws {Refusal} "selftest" or "hpke"
 */
export async function selfTest(owner, { sign: signing, box }) {
	const { inst, user, encPub } = owner
	const message = tup("selftest", { inst, user })
	await testSigning(owner, signing)
	const probe = randomBytes(32)
	if (!equal(probe, await openFrom(box, message, await sealTo(encPub, message, probe))))
		refuse("selftest")
}

/**
 * @param {Owner} owner
 * @param {CryptoKey} signing
 * @throws {Refusal} "selftest"
 */
export async function testSigning({ inst, user, sigPub }, signing) {
	const message = tup("selftest", { inst, user })
	if (!await verify(await verifyingKey(sigPub), await sign(signing, message), message))
		refuse("selftest")
}

/**
 * Opens a bundle as far as its owner's private keys, tested.
 *
 * @param {string} bundleText
 * @param {Owner} owner
 * @param {Unlocker} unlocker
 * @returns {Promise<PrivateKeys>}
 * @throws {Refusal | DOMException}
 */
export async function openBundle(bundleText, owner, unlocker) {
	const urk = await openUrk(bundleText, owner, unlocker)
	try {
		const keys = await openPrivateKeys(bundleText, owner, urk)
		await selfTest(owner, keys)
		return keys
	} finally {
		wipe(urk)
	}
}

/**
 * The same keys under a new password or key file. Other methods stay; nothing is revoked by it.
 *
 * @param {string} bundleText
 * @param {Who} who
 * @param {Unlocker} old
 * @param {Unlocker} fresh  of the same method
 * @returns {Promise<string>}
 * @throws {Refusal | DOMException} if old does not open it
 */
export async function rewrapBundle(bundleText, who, old, fresh) {
	const urk = await openUrk(bundleText, who, old)
	const { m, id, unlockKey, unlockCommit } = fresh
	const box = await sealBytes(unlockKey, urkAAD(who, m, id), urk)
	wipe(urk)
	const bundle = parseBundle(bundleText)
	return formatBundle(bundle, bundle.methods.map((item) => item.m === m && item.id === id ? { m, id, commit: unlockCommit, ...box } : item))
}

/**
 * @param {Bundle} bundle
 * @param {Bundle["methods"]} methods
 */
const formatBundle = ({ inst, user, privs }, methods) => JSON.stringify({
	v: 1, suite: "A1", inst, user,
	methods: methods.map(({ m, id, commit, ...box }) => ({ m, id, commit: toBase64url(commit), ...text(box) })), privs: text(privs),
})

/**
 * One way in more. Others stay.
 *
 * @param {string} bundleText
 * @param {Who} who
 * @param {Unlocker} old
 * @param {Unlocker} fresh  of no method that there is
 * @returns {Promise<string>}
 * @throws {Refusal | DOMException} if old does not open it; "methods" or "list" if there is no room for another one
 */
export async function addMethod(bundleText, who, old, { m, id, unlockKey, unlockCommit }) {
	const urk = await openUrk(bundleText, who, old)
	const box = await sealBytes(unlockKey, urkAAD(who, m, id), urk)
	wipe(urk)
	const bundle = parseBundle(bundleText)
	const changed = formatBundle(bundle, [...bundle.methods, { m, id, commit: unlockCommit, ...box }])
	parseBundle(changed)
	return changed
}

/**
 * @param {string} bundleText
 * @param {Who} who
 * @param {string} id  not of the first
 * @returns {string}
 * @throws {Refusal} "method" if there is none
 */
export function removeMethod(bundleText, who, id) {
	const bundle = parseBundle(bundleText)
	checkBundleOwner(bundle, who)
	const left = bundle.methods.filter((method) => method.m === "pwkf" || method.id !== id)
	return left.length < bundle.methods.length ? formatBundle(bundle, left) : refuse("method")
}

/**
 * @typedef {object} NewAccount
 * @property {string} bundle
 * @property {Bytes} sigPub
 * @property {Bytes} encPub
 * @property {Bytes} proof  signature over the enrolment text, by the new key
 */

/**
 * Key pairs and bundle for a person who has none. The private halves leave only inside the bundle.
 *
 * @param {Who & { login: string, root: Bytes }} who
 * @param {Unlocker} unlocker
 * @returns {Promise<NewAccount>}
 */
export async function newAccount(who, unlocker) {
	const keys = await newKeys()
	const { sigPub, encPub } = keys
	const bundle = await makeBundle({ ...who, sigPub, encPub }, unlocker, keys)
	const proof = await sign(await signingKey(keys.sigPriv), enrolMessage({ ...who, sigPub, encPub }))
	wipe(keys.sigPriv, keys.encPriv)
	return { bundle, sigPub, encPub, proof }
}
