// @ts-check
/**
 * @file index.js: the door to this folder. ui/ imports nothing else from here, but Workers: opening.js.
 *
 * Two kinds of trouble come out of it: WrongSecret, which is the user's, and IntegrityAlarm, which
 * is raised by everything that fails after the server accepted authKey. A TypeError is a mistake of
 * the caller; a DOMException of IndexedDB means that the browser refuses its storage.
 */
import { normalLogin, parseKeyFile, rewrapBundle } from "./account.js"
import { admitAnswer, answerInvite, makeInvite } from "./admission.js"
import { fromBase64url, randomBytes, toBase64url, wipe } from "./bytes.js"
import { checkSet, openChain, openOne, sealOne } from "./document.js"
import { guarded, IntegrityAlarm, reasonOf, Refusal, WrongSecret } from "./errors.js"
import { found, keyFileText, makeAccount, unlockerOf } from "./institution.js"
import { parseInvite } from "./invite.js"
import { passwordBytes } from "./kdf.js"
import { emptyOut, extendKeyring, openKeyring, resumeKeyring, secretsOf, writerOf } from "./keyring.js"
import { fetchIndex, NO_TREE, openIndex, writeIndex } from "./localindex.js"
import { makeRotation, rewrapLines } from "./rotation.js"
import { beginSession, enrol, enrolled, forget, keptSession, movePins, readRecord, readRecords, wipeRows, wipeSecrets }
	from "./session.js"
import { fingerprintBytes, fingerprintQr, fingerprintText } from "./sign.js"

/** @import { Unlocker } from "./account.js" */
/** @import { Answer, Answered, Invited, Role } from "./admission.js" */
/** @import { Bytes } from "./bytes.js" */
/** @import { Draft, Expected, Opened, Pin, Pins, Reader } from "./document.js" */
/** @import { Applying, Founded, Founding } from "./institution.js" */
/** @import { SealedIndex } from "./localindex.js" */
/** @import { Keyring, ServerKeys } from "./keyring.js" */
/** @import { Rotation } from "./rotation.js" */
/** @import { Account, Enrolled, Forward } from "./session.js" */
/** @import { Who } from "./store.js" */

/** @typedef {{ seq: number, head: string }} RosterTip */

export { judgeAnswer as checkAnswer } from "./admission.js"
export { proveRecoveryFile, proveShare, readSet } from "./drill.js"
export { importInWorker, openDocuments } from "./opening.js"
export * from "./unlockers.js"
export { nameBrowser, openEnrolled, sealEnrolled } from "./remembered.js"
export { fromBase64url, IntegrityAlarm, toBase64url, WrongSecret }

/**
 * @param {IDBFactory} [idb]
 * @returns {IDBFactory}
 */
const factory = (idb) => idb ?? globalThis.indexedDB

/**
 * @template T
 * @param {string} reason
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 * @throws {WrongSecret} where work refuses
 */
async function asking(reason, work) {
	try {
		return await work()
	} catch (error) {
		if (error instanceof Refusal)
			throw new WrongSecret(error.reason === "origin" ? "origin" : reason)
		throw error
	}
}

/* Passwords and key files. */

/**
 * @param {string} password
 * @returns {boolean} whether it keeps the rules: 12 code points to 1024 bytes, no half characters
 */
export function isPasswordAllowed(password) {
	try {
		wipe(passwordBytes(password))
		return true
	} catch {
		return false
	}
}

/**
 * @param {string} typed
 * @returns {string | null} the login name meant, null if it cannot be one
 */
export function readLogin(typed) {
	try {
		return normalLogin(typed)
	} catch {
		return null
	}
}

/**
 * @param {string} text  of the chosen file
 * @param {string} origin  location.origin
 * @returns {Promise<Account>}
 * @throws {WrongSecret} "keyfile" if it is none, "origin" if it is for another register
 */
export const readKeyFile = (text, origin) => asking("keyfile", () => {
	const { inst, user, login, kf, root, roster, log } = parseKeyFile(text, origin)
	return {
		inst, user, login, origin, kf, root: toBase64url(root), roster: { seq: roster.seq, head: toBase64url(roster.head) },
		log: { size: log.size, root: toBase64url(log.root) },
	}
})

/**
 * @param {Account} account  of a key file or an enrolled browser
 * @param {string} password  as typed
 * @returns {Promise<{ authKey: string, unlocker: Unlocker }>} authKey is what the server is sent
 * @throws {WrongSecret} "password" if it cannot be anybody's
 */
export const deriveAuth = (account, password) =>
	asking("password", () => unlockerOf(account, password, account.kf))

/**
 * @param {string} bundle
 * @param {Account} account
 * @param {Unlocker} old
 * @param {Unlocker} fresh
 * @throws {WrongSecret | IntegrityAlarm}
 */
async function rewrap(bundle, account, old, fresh) {
	try {
		return await rewrapBundle(bundle, account, old, fresh)
	} catch (error) {
		throw reasonOf(error) === "commit" ? new WrongSecret("credentials") : new IntegrityAlarm(reasonOf(error))
	}
}

/**
 * @param {Account} account
 * @param {{ password: string, newPassword: string, bundle: string, renewKeyFile?: boolean }} change
 * @returns {Promise<{ authKey: string, newAuthKey: string, bundle: string, account: Account, keyFile: string }>}
 *     for one request, authorised by the old authKey
 * @throws {WrongSecret} "password"; "credentials" if the bundle is of other secrets: no server has said yet that they are right
 * @throws {IntegrityAlarm} if the bundle is not what it says
 */
export async function changeSecrets(account, { password, newPassword, bundle, renewKeyFile = false }) {
	const kf = renewKeyFile ? randomBytes(32) : account.kf
	const old = await deriveAuth(account, password)
	const fresh = await deriveAuth({ ...account, kf }, newPassword)
	const changed = await rewrap(bundle, account, old.unlocker, fresh.unlocker)
	return {
		authKey: old.authKey, newAuthKey: fresh.authKey, bundle: changed, account: { ...account, kf },
		keyFile: keyFileText({ ...account, kf }, account.roster),
	}
}

/* Unlock, sessions and what a browser remembers. */

/**
 * @param {Unlocker} unlocker  from deriveAuth
 * @param {Account} account
 * @param {ServerKeys} server
 * @returns {Promise<Keyring>} every key in it was checked from account.root on
 * @throws {IntegrityAlarm}
 */
export const unlock = (unlocker, account, server) => guarded(() => {
	const { kf: _, ...anchor } = account
	return openKeyring(unlocker, anchor, server)
})

/**
 * Lets the next page go on without the password, and moves the roster's pin forward.
 *
 * @param {Keyring} keyring  of unlock or createInstitution
 * @param {string} serverHalf  base64url
 * @param {IDBFactory} [idb]
 * @throws {IntegrityAlarm}
 */
export async function rememberSession(keyring, serverHalf, idb) {
	const { half, secrets } = await guarded(async () =>
		({ half: fromBase64url(serverHalf), secrets: await secretsOf(keyring) }))
	await beginSession(factory(idb), keyring.anchor, half, secrets)
	wipeSecrets(secrets)
	await updatePins(keyring, {}, idb)
}

/**
 * @param {Who} who  as the session says
 * @param {string} serverHalf  base64url
 * @param {ServerKeys} server
 * @param {IDBFactory} [idb]
 * @returns {Promise<Keyring | null>} null when the password has to be asked for
 * @throws {IntegrityAlarm}
 */
export async function resumeSession(who, serverHalf, server, idb) {
	const kept = await keptSession(factory(idb), who)
	if (kept === null)
		return null
	const keyring = await guarded(() => resumeKeyring(factory(idb), kept, fromBase64url(serverHalf), server))
	if (keyring.anchor.roster.seq !== kept.anchor.roster.seq)
		await updatePins(keyring, {}, idb)
	return keyring
}

/**
 * @param {Who} who
 * @param {IDBFactory} [idb]
 * @returns {Promise<boolean>} whether a session lies here that resumeSession may open
 */
export const isKept = async (who, idb) => await keptSession(factory(idb), who) !== null

/**
 * Idle time, or by hand.
 *
 * @param {Keyring} keyring
 * @param {IDBFactory} [idb]
 */
export async function lock(keyring, idb) {
	emptyOut(keyring)
	await wipeSession(keyring, idb)
}

/**
 * Logout, or a session the server refused.
 *
 * @param {Who} who
 * @param {IDBFactory} [idb]
 */
export const wipeSession = (who, idb) => wipeRows(factory(idb), who)

/**
 * "Remember on this workstation."
 *
 * @param {Account} account
 * @param {IDBFactory} [idb]
 * @throws {IntegrityAlarm} if another institution's root is pinned for the same account
 */
export const enrolBrowser = (account, idb) => storing(() => enrol(factory(idb), account))

/**
 * Removes this browser from an account, after a typed confirmation.
 *
 * @param {Who} who
 * @param {IDBFactory} [idb]
 */
export const forgetBrowser = (who, idb) => forget(factory(idb), who)

/**
 * @param {IDBFactory} [idb]
 * @returns {Promise<Enrolled[]>} those for which only the password is asked here
 */
export const listAccounts = (idb) => enrolled(factory(idb))

/**
 * A refusal is an alarm here too; trouble with the storage is not.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function storing(work) {
	try {
		return await work()
	} catch (error) {
		throw error instanceof Refusal ? new IntegrityAlarm(reasonOf(error)) : error
	}
}

/**
 * @param {Who} who
 * @param {string | undefined} of
 * @param {IDBFactory} [idb]
 * @returns {Promise<Pins>}
 */
const pinsOf = async (who, of, idb) =>
	new Map([...await readRecords(factory(idb), who)].filter(([, pin]) => pin.of === of))

/**
 * @param {Who} who
 * @param {IDBFactory} [idb]
 * @returns {Promise<Pins>} of passports
 */
export const readPins = (who, idb) => pinsOf(who, undefined, idb)

/**
 * @param {Who} who
 * @param {string} of  a patient
 * @param {IDBFactory} [idb]
 * @returns {Promise<Pins>} of his notes
 */
export const readNotePins = (who, of, idb) => pinsOf(who, of, idb)

/**
 * @param {Who} who
 * @param {string} rec
 * @param {IDBFactory} [idb]
 * @returns {Promise<Pin | undefined>}
 */
export const readPin = (who, rec, idb) => readRecord(factory(idb), who, rec)

/**
 * Only ever forward. The roster's pin moves to the keyring's tip with every call.
 *
 * @param {Keyring} keyring
 * @param {Pick<Forward, "records" | "log">} forward
 * @param {IDBFactory} [idb]
 * @throws {IntegrityAlarm} for a step back
 */
export const updatePins = ({ inst, user, login, anchor }, forward, idb) =>
	storing(() => movePins(factory(idb), { inst, user }, { ...forward, roster: anchor.roster, login }))

/* Documents. */

/**
 * @param {Keyring} keyring
 * @param {Draft} draft
 * @returns {Promise<{ text: string, docHash: string }>}
 * @throws {IntegrityAlarm} "epoch" if this member has no key of the current epoch
 * @throws {TypeError} if no reader would take the draft
 */
export async function sealDocument(keyring, draft) {
	const writer = await guarded(() => writerOf(keyring))
	return sealOne(writer, draft)
}

/**
 * @param {Keyring} keyring
 * @param {string} text
 * @param {Expected & { rec: string }} expected  a note has to name the patient it is shown under
 * @returns {Promise<Opened>}
 * @throws {IntegrityAlarm}
 */
export const openDocument = ({ reader }, text, expected) => guarded(() => openOne(reader, text, expected))

/**
 * @param {Keyring} keyring
 * @param {string[]} texts  every revision, from the first on
 * @param {Expected & { rec: string }} expected
 * @returns {Promise<Opened[]>} the whole chain, which passes through the pin
 * @throws {IntegrityAlarm}
 */
export const openHistory = ({ reader }, texts, expected) => guarded(() => openChain(reader, texts, expected))

/**
 * After a full synchronisation.
 *
 * @param {Pins} pins
 * @param {Pins} received  the newest revision of every record
 * @returns {Promise<void>}
 * @throws {IntegrityAlarm} "missing", "older" or "changed"
 */
export const checkDocuments = (pins, received) => guarded(() => checkSet(pins, received))

/**
 * @param {Keyring} keyring
 * @returns {Reader} what postMessage may carry: keys that cannot be exported, and public ones
 */
export const exportForWorker = ({ reader }) => reader

/**
 * @param {Keyring} keyring
 * @param {Bytes} bytes
 * @param {number} logSize  the last sequence number that is in them
 * @param {IDBFactory} [idb]
 * @throws {IntegrityAlarm} "epoch"
 */
export async function saveIndex(keyring, bytes, logSize, idb) {
	const { inst, user } = keyring
	const { e } = await guarded(() => writerOf(keyring))
	const key = /** @type {CryptoKey} */ (keyring.indexKeys.get(e))
	await writeIndex(factory(idb), key, { inst, user, e, logSize, logRoot: NO_TREE }, bytes)
}

/**
 * What is sealed may be read before the keys are there.
 *
 * @param {Who} who
 * @param {IDBFactory} [idb]
 * @returns {Promise<SealedIndex | null>} null when there is none
 */
export const findIndex = (who, idb) => fetchIndex(factory(idb), who)

/**
 * @param {Keyring} keyring
 * @param {SealedIndex} sealed
 * @returns {Promise<{ bytes: Bytes, logSize: number }>}
 * @throws {IntegrityAlarm}
 */
export const loadIndex = ({ inst, user, indexKeys }, sealed) =>
	guarded(() => openIndex(indexKeys, { inst, user }, sealed))

/* Institutions and members. */

/**
 * @param {Founding} founding
 * @returns {Promise<Founded>} what the server gets, what is kept outside, and the officer's keyring
 * @throws {WrongSecret} "password" if a password or passphrase breaks the rules
 */
export const createInstitution = (founding) => asking("password", () => found(founding))

/**
 * @typedef {object} Created  for the server, but for the key file
 * @property {string} authKey
 * @property {string} bundle
 * @property {string} sigPub
 * @property {string} encPub
 * @property {string} proof
 * @property {string} keyFile
 * @property {Account} account
 * @property {Unlocker} unlocker
 */

/**
 * @param {Applying & { roster: RosterTip }} who
 * @returns {Promise<Created>}
 * @throws {WrongSecret} "password" if it breaks the rules
 */
export const createAccount = (who) => asking("password", async () => {
	const { authKey, bundle, sigPub, encPub, proof, kf, unlocker } = await makeAccount(who)
	const { inst, user, login, origin, root, roster } = who
	const account = { inst, user, login, origin, kf, root, roster, log: { size: 0, root: toBase64url(NO_TREE) } }
	return {
		authKey, bundle, sigPub: toBase64url(sigPub), encPub: toBase64url(encPub), proof: toBase64url(proof),
		keyFile: keyFileText(account, roster), account, unlocker,
	}
})

/**
 * @param {Keyring} keyring  of an officer
 * @param {{ user: string, login: string, role: Role, now: number }} who  from the list of accounts
 * @returns {Promise<Invited & { text: string }>} text is handed over in person; all else is for the server
 * @throws {IntegrityAlarm}
 */
export const inviteMember = (keyring, who) => guarded(() => makeInvite(keyring, who))

/**
 * @param {string} text  of the chosen file or of the QR code
 * @param {string} origin  location.origin
 * @param {number} now  unix seconds
 * @returns {Promise<Invited & { inst: string }>}
 * @throws {WrongSecret} "invite" if it is none, "origin" if it is for another register, "exp" if it is too old
 */
export async function readInvite(text, origin, now) {
	try {
		const { inst, inviteId, user, login, role, exp } = parseInvite(text, origin, now)
		return { inst, inviteId, user, login, role, exp }
	} catch (error) {
		const reason = reasonOf(error)
		throw new WrongSecret(reason === "origin" || reason === "exp" ? reason : "invite")
	}
}

/**
 * @param {string} text  of an invitation that was read
 * @param {{ origin: string, now: number, password: string }} given
 * @returns {Promise<Answer>}
 * @throws {WrongSecret} "password" if it breaks the rules
 */
export const acceptInvite = (text, given) => asking("password", () => answerInvite(text, given))

/**
 * @param {Keyring} keyring  of the officer who made the invitation
 * @param {Invited} invited
 * @param {Answered} answered
 * @param {number} now  unix seconds
 * @returns {Promise<{ entry: string, grants: string[] }>} to be sent together
 * @throws {IntegrityAlarm} if the answer is not by who was invited, or this signature is not enough
 */
export const admitMember = (keyring, invited, answered, now) => guarded(() => admitAnswer(keyring, invited, answered, now))

/**
 * Leavers go out of the roster and another key comes in; what is said after that is sealed under it.
 *
 * @param {Keyring} keyring  of an officer
 * @param {Rotation} rotation
 * @returns {Promise<{ entries: string[], grants: string[], e: number }>} to be sent together
 * @throws {IntegrityAlarm} "weight" if a leaver is an officer: one signature is not enough
 */
export const rotateKey = (keyring, rotation) => guarded(() => makeRotation(keyring, rotation))

/**
 * @param {Keyring} keyring  with the keys of the old epochs and of the current one
 * @param {string[]} lines  record, revision, hash, epoch, wn, wk
 * @returns {Promise<string[]>} the same for the current epoch
 * @throws {IntegrityAlarm} if one is not what it says
 */
export const rewrapKeys = (keyring, lines) => guarded(() => rewrapLines(keyring, lines))

/**
 * @param {Keyring} keyring  changed in place
 * @param {string[]} entries  that follow those it has
 * @returns {Promise<void>}
 * @throws {IntegrityAlarm}
 */
export const extendRoster = (keyring, entries) => guarded(() => extendKeyring(keyring, entries))

/**
 * @param {{ inst: string, user: string, sigPub: string, encPub: string }} who
 * @returns {Promise<{ text: string, qr: string }>} eight groups of four, and the text of its QR code
 * @throws {TypeError} if the keys are malformed
 */
export async function fingerprint({ inst, user, sigPub, encPub }) {
	const fp = await fingerprintBytes({ inst, user, sigPub: fromBase64url(sigPub), encPub: fromBase64url(encPub) })
	return { text: fingerprintText(fp), qr: fingerprintQr(fp) }
}
