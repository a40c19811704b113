// @ts-check
/** @file grant.js: HPKE, and the grants that carry an institution key to one member. */
import { equal, NIL, toBase64url, tup, untup } from "./bytes.js"
import { loaded, refuse } from "./errors.js"
import { base64, bytesOf, object, oneOf, readText } from "./json.js"
import { memberAt } from "./roster.js"
import { boxPublic, fingerprintBytes, sign, verify, verifyingKey } from "./sign.js"
import { ikIdOf } from "./wrap.js"

/** @import { Bytes } from "./bytes.js" */
/** @import { Member, Roster } from "./roster.js" */

const LIMIT = 4096

const GRANT = object({
	v: oneOf(1), suite: oneOf("A1"), info: bytesOf, enc: base64(32), ct: base64(48), sig: base64(64),
})

/**
 * @typedef {object} GrantInfo
 * @property {string} inst
 * @property {number} e
 * @property {Bytes} ikId
 * @property {string} sender
 * @property {Bytes} FPsender
 * @property {string} recipient
 * @property {Bytes} FPrecipient
 * @property {number} rosterSeq
 */

async function suite() {
	const { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } = await loaded(import("@hpke/core"))
	return new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
}

/**
 * HPKE, base mode, empty additional data.
 *
 * @param {Bytes} encPub
 * @param {Bytes} info  a TUP
 * @param {Bytes} bytes
 * @returns {Promise<{ enc: Bytes, ct: Bytes }>}
 */
export async function sealTo(encPub, info, bytes) {
	const hpke = await suite()
	const sender = await hpke.createSenderContext({ recipientPublicKey: await boxPublic(encPub), info })
	const ct = await sender.seal(bytes)
	return { enc: new Uint8Array(sender.enc), ct: new Uint8Array(ct) }
}

/**
 * @param {CryptoKeyPair} recipientKey
 * @param {Bytes} info  a TUP
 * @param {{ enc: Bytes, ct: Bytes }} sealed
 * @returns {Promise<Bytes>}
 * @throws {Refusal} if it was not sealed to this key with this info
 */
export async function openFrom(recipientKey, info, { enc, ct }) {
	const hpke = await suite()
	try {
		const recipient = await hpke.createRecipientContext({ recipientKey, enc, info })
		return new Uint8Array(await recipient.open(ct))
	} catch {
		return refuse("hpke")
	}
}

/** @param {Roster} roster @param {string} user @param {number} seq */
const fingerprintAt = (roster, user, seq) => {
	const member = memberAt(roster, user, seq) ?? refuse("member")
	return fingerprintBytes({ ...member, inst: roster.inst, user })
}

/**
 * @param {Roster} roster  its tip is the position of the grant
 * @param {{ user: string, sign: CryptoKey }} sender  an officer, or root
 * @param {string} recipient
 * @param {{ e: number, ik: Bytes }} key
 * @returns {Promise<string>}
 */
export async function makeGrant(roster, sender, recipient, { e, ik }) {
	const { inst, seq } = roster
	const info = tup("grant", {
		inst, e, ikId: await ikIdOf(inst, e, ik), sender: sender.user,
		FPsender: await fingerprintAt(roster, sender.user, seq), recipient,
		FPrecipient: await fingerprintAt(roster, recipient, seq), rosterSeq: seq,
	})
	const to = memberAt(roster, recipient, seq) ?? refuse("recipient")
	const { enc, ct } = await sealTo(to.encPub, info, ik)
	const sig = await sign(sender.sign, tup("grantsig", { info, enc, ct }))
	return JSON.stringify({
		v: 1, suite: "A1", info: toBase64url(info), enc: toBase64url(enc), ct: toBase64url(ct), sig: toBase64url(sig),
	})
}

/** @param {string} text */
function parseGrant(text) {
	const grant = readText(GRANT, text, LIMIT)
	/** @type {GrantInfo} */
	const info = untup("grant", grant.info)
	return { ...grant, fields: info }
}

/**
 * @param {string} text
 * @returns {GrantInfo} what a grant says of itself, unchecked
 * @throws {Refusal} if it is malformed
 */
export const readGrantInfo = (text) => parseGrant(text).fields

/**
 * Whoever gave a grant has to be officer, or root, where he gave it and now, with the same keys.
 *
 * @param {Roster} roster
 * @param {string} sender
 * @param {number} seq  the position of the grant
 * @returns {Member | null} the sender, if his grants of that time stand
 */
export function standingSender(roster, sender, seq) {
	const role = sender === NIL ? "root" : "officer"
	const now = roster.active.get(sender)
	const then = memberAt(roster, sender, seq)
	return now?.role === role && then?.role === role && equal(now.sigPub, then.sigPub) && equal(now.encPub, then.encPub) ?
		now : null
}

/** @typedef {{ e: number, recipient: string, sender: string, seq: number }} Given  a grant that the server keeps, as it says */

/**
 * @param {Roster} roster  after what has changed
 * @param {Given[]} given
 * @returns {{ e: number, recipient: string }[]} what somebody gave whose grants do not stand any more, to members
 */
export const fallenGrants = (roster, given) => given.filter(({ recipient, sender, seq }) =>
	!["auditor", undefined].includes(roster.active.get(recipient)?.role) && standingSender(roster, sender, seq) === null)

/**
 * @param {Roster} roster  verified
 * @param {GrantInfo} info
 * @param {string} user  who opens it
 * @returns {Promise<CryptoKey>} the key it must be signed with
 */
async function checkGrant(roster, info, user) {
	const { inst, e, ikId, sender, FPsender, recipient, FPrecipient, rosterSeq } = info
	if (inst !== roster.inst)
		refuse("inst")
	if (rosterSeq > roster.seq)
		refuse("position")
	const epoch = roster.epochs.find((item) => item.e === e)
	if (epoch === undefined || !equal(epoch.ikId, ikId))
		refuse("epoch")
	const me = recipient === user ? roster.active.get(user) : undefined
	if (me === undefined || me.role === "auditor" ||
		!equal(FPrecipient, await fingerprintBytes({ ...me, inst, user })))
		refuse("recipient")
	const from = standingSender(roster, sender, rosterSeq)
	if (from === null || !equal(FPsender, await fingerprintBytes({ ...from, inst, user: sender })))
		return refuse("sender")
	return verifyingKey(from.sigPub)
}

/**
 * @param {Roster} roster  verified
 * @param {string} text
 * @param {{ user: string, box: CryptoKeyPair }} recipient  NIL for the recovery key
 * @returns {Promise<{ e: number, ik: Bytes }>} the caller wipes ik
 * @throws {Refusal} unless an officer gave it to this member and it is the key the roster names
 */
export async function openGrant(roster, text, { user, box }) {
	const { info, enc, ct, sig, fields } = parseGrant(text)
	const { inst, e, ikId } = fields
	const key = await checkGrant(roster, fields, user)
	if (!await verify(key, sig, tup("grantsig", { info, enc, ct })))
		refuse("signature")
	const ik = await openFrom(box, info, { enc, ct })
	return equal(await ikIdOf(inst, e, ik), ikId) ? { e, ik } : refuse("ikid")
}

