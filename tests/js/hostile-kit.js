// @ts-check
/**
 * @file hostile-kit.js: what a lying server can have in hand: revisions that were written and not taken, keys of its own,
 * what a member who has left knows, and another institution's objects.
 */
import * as door from "../../static/js/crypto/index.js"
import { randomBytes, toBase64url } from "../../static/js/crypto/bytes.js"
import { sealOne } from "../../static/js/crypto/document.js"
import { makeGrant } from "../../static/js/crypto/grant.js"
import { bodyBytes, copyRoster, enrolMessage, formatEntry, nextBody } from "../../static/js/crypto/roster.js"
import { newKeys, sign, signingKey } from "../../static/js/crypto/sign.js"
import { ikIdOf } from "../../static/js/crypto/wrap.js"
import { NOW } from "./hostile-world.js"

/** @typedef {any} Any */

/** Another third revision of the first record, with two after it: its author made them, the server kept them. */
async function forkOf({ people: { cyril }, chains: [{ rec, made }] }) {
	const draft = (rev, prev) => door.sealDocument(cyril.keyring, { t: "passport", rec, rev, prev, object: { surname: "Раздвоенная" }, ts: NOW - 100 })
	const third = await draft(3, made[1].docHash)
	const fourth = await draft(4, third.docHash)
	const fifth = await draft(5, fourth.docHash)
	const texts = [third, fourth, fifth].map(({ text }) => text)
	return { texts, versions: [...made.slice(0, 2).map(({ text }) => text), ...texts] }
}

/** A pair of keys, and an entry for the roster that is signed as told. */
async function newcomer(world) {
	const keys = await newKeys()
	const user = crypto.randomUUID()
	const signing = await signingKey(keys.sigPriv)
	const { inst } = world
	const roster = world.people.ana.keyring.roster
	const entry = async (by, key, given) => {
		const body = nextBody(roster, { inst, time: NOW, reason: "enrol", action: "add", subject: user, login: "mallory", role: "doctor",
			sigPub: keys.sigPub, encPub: keys.encPub, ...given })
		const sigs = [{ by, sig: await sign(key, bodyBytes(body)) }]
		if (body.login !== "")
			sigs.push({ by: body.subject, sig: await sign(signing, enrolMessage({ ...body, user: body.subject })) })
		return formatEntry(body, sigs)
	}
	return { ...keys, user, signing, entry }
}

/** A record that says it is of somebody, under a key of the epoch that a leaver knows. */
const forged = async (world, key, by, rec) => (await sealOne(
	{ inst: world.inst, user: by, sign: key, e: 1, wrap: world.people.eva.keyring.reader.epochs.get(1) },
	{ t: "passport", rec, rev: 1, object: { surname: "Подлогова" }, ts: NOW - 50 })).text

/** Grants of an institution key which the server chose: from itself, and in the officer's name. */
async function chosenGrants(world, who, of) {
	const { ana, cyril, eva } = world.people
	const ik = randomBytes(32)
	const roster = copyRoster(ana.keyring.roster)
	const e = 2
	const grant = (sender, key) => makeGrant(roster, { user: sender, sign: key }, cyril.user, { e, ik })
	return {
		ik, ikId: await ikIdOf(world.inst, e, ik),
		inName: await grant(ana.user, who.signing), byDoctor: await grant(cyril.user, cyril.keyring.keys.sign),
		byLeaver: await makeGrant(eva.keyring.roster, { user: eva.user, sign: eva.keyring.keys.sign }, cyril.user, { e: 1, ik }),
		foreign: of.founded.grantUser,
	}
}

/** @param {Any} world @param {Any} other */
export async function makeKit(world, other) {
	const { ana, cyril, eva } = world.people
	const B = world.recs[1]
	const mallory = await newcomer(world)
	const add = {
		self: await mallory.entry(mallory.user, mallory.signing, {}),
		inName: await mallory.entry(ana.user, mallory.signing, {}),
		byDoctor: await mallory.entry(cyril.user, cyril.keyring.keys.sign, {}),
		byLeaver: await mallory.entry(eva.user, eva.keyring.keys.sign, {}),
	}
	const ikId = randomBytes(16)
	const epoch = { action: "epoch", reason: "periodic", subject: "00000000-0000-0000-0000-000000000000", login: "", role: "", sigPub: new Uint8Array(0),
		encPub: new Uint8Array(0), e: 3, ikId }
	return {
		mallory, add, fork: await forkOf(world), grants: await chosenGrants(world, mallory, other),
		epoch: { inName: await mallory.entry(ana.user, mallory.signing, epoch), byDoctor: await mallory.entry(cyril.user, cyril.keyring.keys.sign, epoch) },
		rekey: await mallory.entry(ana.user, mallory.signing, { action: "rekey", reason: "rekey", subject: cyril.user, login: "cyril" }),
		forged: { inName: await forged(world, mallory.signing, cyril.user, B), unknown: await forged(world, mallory.signing, mallory.user, B) },
		half: toBase64url(randomBytes(32)),
	}
}
