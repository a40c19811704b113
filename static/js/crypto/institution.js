// @ts-check
/** @file institution.js: the first hour of an institution: root, first officer, epoch 1, recovery. */
import { formatKeyFile, newAccount, openBundle } from "./account.js"
import { fromBase64url, NIL, randomBytes, toBase64url, wipe, ZERO32 } from "./bytes.js"
import { refuse } from "./errors.js"
import { makeGrant } from "./grant.js"
import { deriveAccountKeys, passwordBytes } from "./kdf.js"
import { openKeyring } from "./keyring.js"
import { makeRecovery } from "./recovery.js"
import { applyEntry, bodyBytes, emptyRoster, formatEntry, nextBody } from "./roster.js"
import { newKeys, sign, signingKey } from "./sign.js"
import { ikIdOf } from "./wrap.js"

/** @import { NewAccount, Unlocker } from "./account.js" */
/** @import { Bytes } from "./bytes.js" */
/** @import { Keyring } from "./keyring.js" */
/** @import { Body, Roster } from "./roster.js" */

/**
 * @typedef {object} FirstOfficer
 * @property {string} user
 * @property {string} login
 * @property {string} password
 */

/**
 * @typedef {object} Founding
 * @property {string} [inst]  made here unless given
 * @property {string[]} passphrases  of the three custodians
 * @property {FirstOfficer} officer
 * @property {string} origin  of this page
 * @property {number} now  unix seconds
 */

/**
 * @typedef {object} Founded
 * @property {string} inst
 * @property {string} genesis
 * @property {string} add
 * @property {string} epoch
 * @property {string} bundle
 * @property {string} grantUser
 * @property {string} grantRecovery
 * @property {string} recoverySet
 * @property {string} recoveryFile  kept outside the register
 * @property {string[]} shareFiles  one for each custodian
 * @property {string} keyFile  the officer's
 * @property {string} authKey  base64url
 * @property {Keyring} keyring
 */

/**
 * @param {Roster} roster  takes the entry
 * @param {Body} body
 * @param {string} by
 * @param {CryptoKey} key
 * @param {{ by: string, sig: Bytes }[]} others
 */
async function append(roster, body, by, key, others = []) {
	const entry = formatEntry(body, [{ by, sig: await sign(key, bodyBytes(body)) }, ...others])
	await applyEntry(roster, entry)
	return entry
}

/**
 * @param {{ inst: string, user: string }} who
 * @param {string} password
 * @param {Bytes} kf
 * @returns {Promise<{ authKey: string, unlocker: Unlocker }>}
 * @throws {Refusal} if the password breaks the rules
 */
export async function unlockerOf(who, password, kf) {
	const { authKey, unlockKey, unlockCommit } = await deriveAccountKeys(who, password, kf)
	const text = toBase64url(authKey)
	wipe(authKey)
	return { authKey: text, unlocker: { m: "pwkf", id: "0", unlockKey, unlockCommit } }
}

/**
 * @typedef {object} Applying
 * @property {string} inst
 * @property {string} user
 * @property {string} login
 * @property {string} password
 * @property {string} origin
 * @property {string} root  base64url
 */

/**
 * @param {Applying} who
 * @returns {Promise<NewAccount & { authKey: string, unlocker: Unlocker, kf: Bytes }>}
 * @throws {Refusal} if the password breaks the rules
 */
export async function makeAccount({ inst, user, login, password, root }) {
	const kf = randomBytes(32)
	const { authKey, unlocker } = await unlockerOf({ inst, user }, password, kf)
	const account = await newAccount({ inst, user, login, root: fromBase64url(root) }, unlocker)
	return { ...account, authKey, unlocker, kf }
}

/**
 * @param {{ inst: string, user: string, login: string, origin: string, root: string, kf: Bytes }} account
 * @param {{ seq: number, head: string }} roster
 */
export const keyFileText = (account, { seq, head }) => formatKeyFile({
	...account, root: fromBase64url(account.root), roster: { seq, head: fromBase64url(head) },
})

/**
 * Makes everything, then opens it all as a stranger would. RootPriv and RecPriv are forgotten: they
 * remain in the recovery file only.
 *
 * @param {Founding} founding
 * @returns {Promise<Founded>}
 * @throws {Refusal} if a password or passphrase breaks the rules
 */
export async function found({ inst = crypto.randomUUID(), passphrases, officer, origin, now: time }) {
	for (const secret of [officer.password, ...passphrases])
		wipe(passwordBytes(secret))
	const rootKeys = await newKeys()
	const rootSign = await signingKey(rootKeys.sigPriv)
	const { sigPub, encPub } = rootKeys
	const roster = emptyRoster()
	const body = nextBody(roster, { inst, time, action: "genesis", reason: "genesis", role: "root", sigPub, encPub })
	const genesis = await append(roster, body, NIL, rootSign)
	const recovery = await makeRecovery(inst, rootKeys, passphrases, time)
	wipe(rootKeys.sigPriv, rootKeys.encPriv)
	const who = { inst, user: officer.user, login: officer.login, origin, root: roster.heads[0] ?? refuse("seq") }
	const account = await makeAccount({ ...who, password: officer.password })
	const first = await admitFirst(roster, time, who, account, rootSign)
	const tip = { seq: roster.seq, head: roster.heads[roster.seq] ?? refuse("seq") }
	const anchor = { ...who, roster: tip, log: { size: 0, root: toBase64url(ZERO32) } }
	const keyring = await openKeyring(account.unlocker, anchor, {
		bundle: account.bundle, roster: [genesis, first.add, first.epoch],
		grants: [first.grantUser, first.grantRecovery],
	})
	return {
		inst, genesis, ...first, bundle: account.bundle,
		recoverySet: recovery.set, recoveryFile: recovery.file, shareFiles: recovery.shares,
		keyFile: keyFileText({ ...who, kf: account.kf }, tip), authKey: account.authKey, keyring,
	}
}

/**
 * Root admits the officer; the officer begins epoch 1 and grants its key to himself and to RecPub.
 *
 * @param {Roster} roster  takes both entries
 * @param {number} time
 * @param {{ inst: string, user: string, login: string, root: string }} who
 * @param {NewAccount & { unlocker: Unlocker }} account
 * @param {CryptoKey} rootSign
 */
async function admitFirst(roster, time, { inst, user, login, root }, account, rootSign) {
	const { sigPub, encPub, proof } = account
	const add = await append(roster, nextBody(roster, {
		inst, time, action: "add", reason: "enrol", subject: user, login, role: "officer", sigPub, encPub,
	}), NIL, rootSign, [{ by: user, sig: proof }])
	const owner = { inst, user, root: fromBase64url(root), sigPub, encPub }
	const keys = await openBundle(account.bundle, owner, account.unlocker)
	const ik = randomBytes(32)
	const epoch = await append(roster, nextBody(roster, {
		inst, time, action: "epoch", reason: "first", e: 1, ikId: await ikIdOf(inst, 1, ik),
	}), user, keys.sign)
	const sender = { user, sign: keys.sign }
	const grantUser = await makeGrant(roster, sender, user, { e: 1, ik })
	const grantRecovery = await makeGrant(roster, sender, NIL, { e: 1, ik })
	wipe(ik)
	return { add, epoch, grantUser, grantRecovery }
}
