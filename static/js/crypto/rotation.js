// @ts-check
/**
 * @file rotation.js: another institution key: leavers out of the roster, an epoch, grants, and content keys
 * wrapped again.
 */
import { fromBase64url, randomBytes, toBase64url, wipe } from "./bytes.js"
import { refuse } from "./errors.js"
import { fallenGrants, makeGrant } from "./grant.js"
import { ownIks, writerOf } from "./keyring.js"
import { applyEntry, bodyBytes, copyRoster, formatEntry, nextBody } from "./roster.js"
import { rewrapKey } from "./seal.js"
import { sign } from "./sign.js"
import { ikIdOf, wrapAAD } from "./wrap.js"

/** @import { Bytes } from "./bytes.js" */
/** @import { Given } from "./grant.js" */
/** @import { Keyring } from "./keyring.js" */
/** @import { Body, Roster } from "./roster.js" */

/**
 * @typedef {object} Rotation
 * @property {string[]} leavers  accounts
 * @property {"leaver" | "periodic" | "compromise"} reason
 * @property {Given[]} given
 * @property {number} now  unix seconds
 */

/**
 * @param {Roster} roster  takes the entry
 * @param {Keyring} keyring
 * @param {Partial<Body> & { action: string, reason: string }} given
 * @param {number} now
 */
export async function append(roster, keyring, given, now) {
	const body = nextBody(roster, { inst: keyring.inst, time: Math.max(now, roster.time), ...given })
	const entry = formatEntry(body, [{ by: keyring.user, sig: await sign(keyring.keys.sign, bodyBytes(body)) }])
	await applyEntry(roster, entry)
	return entry
}

/**
 * To all who remain and to the recovery key: the new epoch and the one before, and of older ones what somebody gave
 * whose grants do not stand any more.
 *
 * @param {Roster} roster  after the rotation
 * @param {number[]} epochs  those this officer holds
 * @param {Given[]} given
 * @returns {{ e: number, recipient: string }[]}
 */
export function grantsOfRotation(roster, epochs, given) {
	const now = roster.epochs.at(-1)?.e ?? 0
	const fallen = fallenGrants(roster, given)
	const needed = []
	for (const [recipient, { role }] of roster.active)
		for (const e of epochs)
			if (role !== "auditor" && (e >= now - 1 || fallen.some((one) => one.e === e && one.recipient === recipient)))
				needed.push({ e, recipient })
	return needed
}

/**
 * @param {Keyring} keyring  of an officer
 * @param {Rotation} rotation
 * @returns {Promise<{ entries: string[], grants: string[], e: number }>} to be sent together
 * @throws {Refusal} "weight" if a leaver is an officer: one signature is not enough
 */
export async function makeRotation(keyring, { leavers, reason, given, now }) {
	const roster = copyRoster(keyring.roster)
	const entries = []
	for (const subject of leavers)
		entries.push(await append(roster, keyring, { action: "remove", reason: "leaver", subject }, now))
	const { e: before } = writerOf(keyring)
	const e = before + 1
	const ik = randomBytes(32)
	const iks = (await ownIks(keyring)).set(e, ik)
	try {
		const ikId = await ikIdOf(keyring.inst, e, ik)
		entries.push(await append(roster, keyring, { action: "epoch", reason, e, ikId }, now))
		const sender = { user: keyring.user, sign: keyring.keys.sign }
		const grants = []
		for (const { e: of, recipient } of grantsOfRotation(roster, [...iks.keys()], given))
			grants.push(await makeGrant(roster, sender, recipient, { e: of, ik: iks.get(of) ?? refuse("epoch") }))
		return { entries, grants, e }
	} finally {
		wipe(...iks.values())
	}
}

const LINE = /^([0-9a-f-]{36}) ([1-9][0-9]{0,8}) ([A-Za-z0-9_-]{43}) ([1-9][0-9]{0,8}) ([A-Za-z0-9_-]{16}) ([A-Za-z0-9_-]{64})$/

/**
 * The hash is bound into both wraps: a wrong one does not open, and what was wrapped for one record opens no other.
 *
 * @param {Keyring} keyring
 * @param {ReturnType<typeof writerOf>} writer  its own
 * @param {string} line  record, revision, hash, epoch, wn, wk
 * @returns {Promise<string>} the same for the current epoch
 * @throws {Refusal | DOMException}
 */
async function rewrapLine({ inst, reader }, { e, wrap }, line) {
	const [, rec = "", rev, hash = "", from, wn = "", wk = ""] = LINE.exec(line) ?? refuse("line")
	const kep = Number(from)
	if (kep >= e)
		refuse("epoch")
	const old = reader.epochs.get(kep) ?? refuse("epoch")
	const docHash = fromBase64url(hash)
	const place = { inst, rec, docHash }
	const { n, c } = await rewrapKey(old, wrapAAD({ ...place, kep }), { n: fromBase64url(wn), c: fromBase64url(wk) },
		wrap, wrapAAD({ ...place, kep: e }))
	return `${rec} ${rev} ${hash} ${e} ${toBase64url(n)} ${toBase64url(c)}`
}

/**
 * @param {Keyring} keyring  with the keys of the old epoch and of the new one
 * @param {string[]} lines
 * @returns {Promise<string[]>}
 * @throws {Refusal | DOMException} if one is not what it says
 */
export async function rewrapLines(keyring, lines) {
	const writer = writerOf(keyring)
	return Promise.all(lines.map((line) => rewrapLine(keyring, writer, line)))
}
