// @ts-check
/**
 * @file ceremony.js: the door of the offline page. Two custodians rebuild the root's keys from the recovery file and their
 * shares; with them either an officer is restored or admitted when no officer can, or an entry that an officer has proposed
 * is signed. What comes in and goes out are files; nothing here asks a server.
 */
import { equal, fromBase64url, NIL, toBase32, toBase64url, wipe } from "./bytes.js"
import { IntegrityAlarm, reasonOf, Refusal, refuse, WrongSecret } from "./errors.js"
import { fallenGrants, makeGrant, openGrant, readGrantInfo } from "./grant.js"
import { keyFileText, makeAccount } from "./institution.js"
import { integer, list, loginName, object, oneOf, httpsOrigin, readText, uuid } from "./json.js"
import { openKeyring } from "./keyring.js"
import { readProposal } from "./quorum.js"
import { openRecovery, openShare, readRecoverySet, shareIndex, testRecoveryFile, testShare } from "./recovery.js"
import { applyEntry, bodyBytes, copyRoster, emptyRoster, formatEntry, institution, judgeEntry, nextBody } from "./roster.js"
import { sign } from "./sign.js"

/** @import { Bytes } from "./bytes.js" */
/** @import { Proposal } from "./quorum.js" */
/** @import { RecoverySet } from "./recovery.js" */
/** @import { Proposed, Roster } from "./roster.js" */
/** @import { PrivateKeys } from "./sign.js" */

export { IntegrityAlarm, WrongSecret }

/** Papers hold a whole roster and all grants to the recovery key. */
const LIMIT = 1 << 20
const MANY = 4096

/** @param {unknown} value */
const words = (value) => typeof value === "string" && value.length <= 8192 ? value : refuse("text")
const many = list(words, 0, MANY)
const GIVEN = object({ e: integer, recipient: uuid, sender: uuid, seq: integer })

const RESTORE = object({
	rpp: oneOf("papers"), v: oneOf(1), kind: oneOf("restore"), inst: uuid, origin: httpsOrigin, institution: words, roster: many,
	set: words, user: uuid, login: loginName, name: words, grants: many, given: list(GIVEN, 0, 1 << 16),
})
const SIGN = object({
	rpp: oneOf("papers"), v: oneOf(1), kind: oneOf("sign"), inst: uuid, origin: httpsOrigin, institution: words, roster: many,
	set: words, entry: words, next: words,
})
const RESTORED = object({
	rpp: oneOf("restored"), v: oneOf(1), inst: uuid, user: uuid, bundle: words, entry: words, grants: many,
})
const SIGNED = object({ rpp: oneOf("signed"), v: oneOf(1), inst: uuid, entry: words })

/** @typedef {ReturnType<typeof RESTORE>} RestorePapers */
/** @typedef {ReturnType<typeof SIGN>} SignPapers */

/**
 * @param {string} text
 * @returns {RestorePapers | SignPapers}
 */
function parsePapers(text) {
	const kind = /^\{"rpp":"papers","v":1,"kind":"(restore|sign)",/.exec(text)?.[1] ?? refuse("papers")
	return kind === "restore" ? readText(RESTORE, text, LIMIT) : readText(SIGN, text, LIMIT)
}

/**
 * The mark of an institution: the beginning of the head after genesis, which no change of keys changes.
 *
 * @param {string} root  base64url
 */
export const markOf = (root) => (toBase32(fromBase64url(root).slice(0, 20)).match(/.{4}/g) ?? []).join(" ")

/** @param {string} typed */
const plainMark = (typed) => typed.toUpperCase().replace(/[^A-Z2-7]/g, "")

/**
 * @template T
 * @param {string} reason
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {WrongSecret} where work refuses
 */
async function asking(reason, work) {
	try {
		return await work()
	} catch (error) {
		if (error instanceof Refusal || reasonOf(error) === "aead")
			throw new WrongSecret(reason)
		throw error
	}
}

/**
 * @typedef {object} Papers  read and checked; nothing secret is in them
 * @property {RestorePapers | SignPapers} papers
 * @property {Roster} roster
 * @property {RecoverySet} set
 * @property {Proposed | null} proposed  what is to be signed
 * @property {Proposal | null} proposal  the same in a form that can be shown
 * @property {string} mark
 * @property {number} since  unix seconds of the last entry
 * @property {{ login: string, role: string }[]} members
 */

/**
 * @param {string} text  of the file that the register gave
 * @returns {Promise<Papers>}
 * @throws {WrongSecret} "papers" if a signature, a link or a form is not as it should be
 */
export const readPapers = (text) => asking("papers", async () => {
	const papers = parsePapers(text)
	const roster = emptyRoster()
	for (const entry of papers.roster)
		await applyEntry(roster, entry)
	if (roster.inst !== papers.inst)
		refuse("inst")
	const set = await readRecoverySet(papers.set, papers.inst, institution(roster))
	const proposed = papers.kind === "sign" ? await judgeEntry(roster, papers.entry) : null
	const proposal = papers.kind === "sign" ?
		await readProposal({ inst: papers.inst, user: NIL, roster }, { entry: papers.entry, set: papers.next || null }) : null
	if (proposal?.whole)
		refuse("weight")
	const members = [...roster.active].flatMap(([user, { login, role }]) => user === NIL ? [] : [{ login, role }])
	return { papers, roster, set, proposed, proposal, mark: markOf(roster.heads[0] ?? refuse("seq")), since: roster.time, members }
})

/** @typedef {{ text: string, passphrase: string }} GivenShare */

/**
 * @template T
 * @param {number} nth  1 or 2: whose share
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 * @throws {WrongSecret} "passphrase", or "share" if it is none of this set
 */
async function ofCustodian(nth, work) {
	try {
		return await work()
	} catch (error) {
		const reason = reasonOf(error)
		if (!(error instanceof Refusal) && reason !== "aead")
			throw error
		throw Object.assign(new WrongSecret(reason === "aead" || reason === "password" ? "passphrase" : "share"), { nth })
	}
}

/**
 * What the files say of themselves is looked at before any is opened, which takes its time.
 *
 * @param {RecoverySet} set
 * @param {GivenShare[]} given
 * @param {{ idx: number, share: Bytes }[]} opened  takes them; the caller wipes them
 */
async function openShares(set, given, opened) {
	const indexes = new Set()
	for (const [i, { text }] of given.entries())
		indexes.add(await ofCustodian(i + 1, () => shareIndex(set, text)))
	if (given.length !== 2 || indexes.size !== 2)
		throw new WrongSecret(given.length === 2 ? "same" : "two")
	for (const [i, { text, passphrase }] of given.entries())
		await ofCustodian(i + 1, async () => {
			const one = await openShare(set, text, passphrase)
			opened.push(one)
			await testShare(set, one.idx, one.share)
		})
}

/**
 * A chain that somebody made up may end at the true root, but does not begin with it. Where the root was changed since, only
 * the mark tells, which members have printed.
 *
 * @param {Papers} read
 * @param {string} typed
 */
async function checkBeginning({ papers, roster, mark }, typed) {
	const first = emptyRoster()
	await applyEntry(first, papers.roster[0] ?? refuse("seq"))
	const same = equal(institution(first).sigPub, institution(roster).sigPub)
	if (typed === "" ? !same : plainMark(typed) !== plainMark(mark))
		throw new WrongSecret(typed === "" ? "unmarked" : "mark")
}

/** @typedef {{ read: Papers, root: PrivateKeys }} Ceremony  root's keys cannot be exported, and end with the page */

/**
 * @param {Papers} read
 * @param {{ recoveryFile: string, shares: GivenShare[], mark?: string }} given
 * @returns {Promise<Ceremony>}
 * @throws {WrongSecret} "recovery", "two", "same", "mark", "unmarked"; "passphrase" or "share" with nth, 1 or 2
 */
export async function openCeremony(read, { recoveryFile, shares, mark = "" }) {
	const { set, roster } = read
	await asking("recovery", async () => testRecoveryFile(set, recoveryFile))
	await checkBeginning(read, mark)
	/** @type {{ idx: number, share: Bytes }[]} */
	const opened = []
	try {
		await openShares(set, shares, opened)
		return { read, root: await asking("recovery", () => openRecovery(set, recoveryFile, opened, institution(roster))) }
	} finally {
		wipe(...opened.map(({ share }) => share))
	}
}

/**
 * @param {Ceremony} ceremony
 * @returns {Promise<string>} the proposed entry with root's signature, as a file
 * @throws {WrongSecret} "papers" if they are for something else
 */
export async function signProposal({ read: { papers, roster, proposed }, root }) {
	if (proposed === null)
		throw new WrongSecret("papers")
	const { body, sigs } = proposed
	const entry = formatEntry(body, [...sigs, { by: NIL, sig: await sign(root.sign, bodyBytes(body)) }])
	await applyEntry(copyRoster(roster), entry)
	return JSON.stringify({ rpp: "signed", v: 1, inst: papers.inst, entry })
}

/**
 * @param {Roster} roster
 * @param {PrivateKeys} root
 * @param {string[]} grants  to the recovery key
 * @returns {Promise<Map<number, Bytes>>} the institution keys; the caller wipes them
 * @throws {Refusal} "epoch" if that of now is not among them
 */
async function institutionKeys(roster, { box }, grants) {
	const iks = new Map()
	for (const text of grants) {
		const { e, recipient } = readGrantInfo(text)
		if (recipient === NIL && !iks.has(e))
			iks.set(e, (await openGrant(roster, text, { user: NIL, box })).ik)
	}
	return iks.has(roster.epochs.at(-1)?.e ?? 0) ? iks : refuse("epoch")
}

/**
 * An officer with keys of his own, made here, admitted by root; every institution key for him, and for others what the one
 * gave whose keys end with this.
 *
 * @param {Ceremony} ceremony
 * @param {{ password: string, now: number }} officer
 * @returns {Promise<{ answer: string, keyFile: string, epochs: number }>} the answer holds nothing secret
 * @throws {WrongSecret} "password"; "papers" if the keys in them do not open
 */
export async function restoreOfficer({ read: { papers, roster }, root }, { password, now }) {
	if (papers.kind !== "restore")
		throw new WrongSecret("papers")
	const { inst, user, login, origin } = papers
	const who = { inst, user, login, origin, root: roster.heads[0] ?? refuse("seq") }
	const account = await asking("password", () => makeAccount({ ...who, password }))
	return asking("papers", async () => {
		const kind = roster.active.has(user) ? "rekey" : "add"
		const { sigPub, encPub, proof } = account
		const body = nextBody(roster, {
			inst, time: Math.max(now, roster.time), action: kind, reason: "recovery", subject: user, login, role: "officer", sigPub, encPub,
		})
		const entry = formatEntry(body, [{ by: NIL, sig: await sign(root.sign, bodyBytes(body)) }, { by: user, sig: proof }])
		const after = copyRoster(roster)
		await applyEntry(after, entry)
		const iks = await institutionKeys(roster, root, papers.grants)
		const grants = await grantAll(after, root, user, iks, papers.given)
		wipe(...iks.values())
		const tip = { seq: after.seq, head: after.heads[after.seq] ?? refuse("seq") }
		await openKeyring(account.unlocker, { ...who, roster: tip, log: { size: 0, root: toBase64url(new Uint8Array(32)) } },
			{ bundle: account.bundle, roster: [...papers.roster, entry], grants })
		return {
			answer: JSON.stringify({ rpp: "restored", v: 1, inst, user, bundle: account.bundle, entry, grants }),
			keyFile: keyFileText({ ...who, kf: account.kf }, tip), epochs: iks.size,
		}
	})
}

/**
 * @param {Roster} after
 * @param {PrivateKeys} root
 * @param {string} user
 * @param {Map<number, Bytes>} iks
 * @param {import("./grant.js").Given[]} given
 */
async function grantAll(after, root, user, iks, given) {
	const fallen = fallenGrants(after, given).filter(({ recipient, e }) => recipient !== user && iks.has(e))
	const needed = [...[...iks.keys()].map((e) => ({ e, recipient: user })), ...fallen]
	const grants = []
	for (const { e, recipient } of needed)
		grants.push(await makeGrant(after, { user: NIL, sign: root.sign }, recipient, { e, ik: iks.get(e) ?? refuse("epoch") }))
	return grants
}

/**
 * @param {string} text  of the file that the ceremony gave
 * @returns {Promise<ReturnType<typeof RESTORED>>}
 * @throws {WrongSecret} "answer"
 */
export const readRestored = (text) => asking("answer", async () => readText(RESTORED, text, LIMIT))

/**
 * @param {string} text  of the file that the ceremony gave
 * @returns {Promise<ReturnType<typeof SIGNED>>}
 * @throws {WrongSecret} "answer"
 */
export const readSigned = (text) => asking("answer", async () => readText(SIGNED, text, LIMIT))
