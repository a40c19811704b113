// @ts-check
// A server that lies to who signs: nothing is sealed to a stranger, whatever it says of members, grants, invitations and epochs.
import assert from "node:assert/strict"
import { test } from "node:test"
import * as door from "../../static/js/crypto/index.js"
import { fromBase64url, NIL, randomBytes, toBase64url } from "../../static/js/crypto/bytes.js"
import { openGrant, readGrantInfo } from "../../static/js/crypto/grant.js"
import { fingerprintBytes } from "../../static/js/crypto/sign.js"
import { connect, openTab, storageOf } from "./hostile-browser.js"
import { makeKit } from "./hostile-kit.js"
import { keysOf, makeWorld, NOW, ORIGIN, Register } from "./hostile-world.js"
import { IDBFactory } from "../node_modules/fake-indexeddb/build/esm/index.js"

/** @typedef {any} Any */

const { world, other } = /** @type {Any} */ (await makeWorld())
const kit = /** @type {Any} */ (await makeKit(world, other))
const { ana, cyril, eva } = world.people
const alarm = { name: "IntegrityAlarm" }

/** Whom the officers have admitted, by account: the only ones a key may go to. */
const honest = new Map(await Promise.all([...ana.keyring.roster.active].map(async ([user, { sigPub, encPub }]) =>
	/** @type {const} */ ([user, toBase64url(await fingerprintBytes({ inst: world.inst, user, sigPub, encPub }))]))))

/** @param {string[]} grants @param {Map<string, string>} [members] */
function noStrangers(grants, members = honest) {
	for (const text of grants) {
		const { recipient, FPrecipient } = readGrantInfo(text)
		assert.equal(members.get(recipient), toBase64url(FPrecipient), recipient)
	}
}

test("a password is stretched at full strength before the server has said a word, whatever it says then", async () => {
	const register = new Register(world, "cyril")
	await storageOf(new IDBFactory())
	/** @type {Any[]} */
	const asked = []
	connect(register, (question, truth) => {
		asked.push(question)
		return truth === undefined ? truth : { ...truth, kdf: { name: "PBKDF2", m: 8, t: 1, p: 1 }, suite: "A0", salt: "AAAA" }
	})
	const tab = await openTab()
	await tab.signin.signIn(cyril.account, { login: "cyril", password: "the same long password", remember: false })
	assert.deepEqual(asked.map(({ path }) => path), ["/api/auth/login"])
	assert.equal(asked[0].fields.get("auth_key"), cyril.authKey)
	const next = await openTab()
	await next.session.startSession()
	assert.notEqual(await next.session.currentKeyring(), null)
})

/* Whom an officer's browser grants keys to is what its own roster says. */

const GIVEN = [
	["members who have their grants already", [...honest.keys()].map((recipient) => ({ e: 2, recipient, sender: ana.user }))],
	["strangers who had grants", [1, 2, 3].map((e) => ({ e, recipient: kit.mallory.user, sender: eva.user }))],
	["the leaver had grants", [1, 2].map((e) => ({ e, recipient: eva.user, sender: eva.user }))],
	["nobody", []],
]
for (const [name, given] of /** @type {[string, Any[]][]} */ (GIVEN))
	test(`rotation: the server says of grants: ${name}`, async () => {
		const { grants } = await door.rotateKey(ana.keyring, { leavers: [], reason: "periodic", given, now: NOW })
		noStrangers(grants)
		const fresh = grants.map(readGrantInfo).filter(({ e }) => e === 3).map(({ recipient }) => recipient)
		assert.deepEqual(fresh.toSorted(), [NIL, ana.user, cyril.user].toSorted())
	})
for (const given of [null, 7, "x", [null], {}])
	test(`rotation: the server says of grants ${JSON.stringify(given)}`, async () => {
		await assert.rejects(door.rotateKey(ana.keyring, { leavers: [], reason: "periodic", given: /** @type {Any} */ (given), now: NOW }), alarm)
	})

for (const [name, entry] of Object.entries({ ...kit.add, epoch: kit.epoch.inName, byDoctor: kit.epoch.byDoctor, rekey: kit.rekey }))
	test(`a stranger's entry is not taken up by an officer's browser: ${name}`, async () => {
		const keyring = await door.unlock(ana.unlocker, ana.account, keysOf(world, "ana"))
		const before = keyring.roster.seq
		await assert.rejects(door.extendRoster(keyring, [entry]), alarm)
		assert.equal(keyring.roster.seq, before)
		const { grants } = await door.rotateKey(keyring, { leavers: [], reason: "periodic", given: [], now: NOW })
		noStrangers(grants)
		await assert.rejects(door.unlock(ana.unlocker, ana.account, { ...keysOf(world, "ana"), roster: [...world.roster, entry] }), alarm)
	})

/* Who was invited, as the server reports him. */

const invite = await door.inviteMember(ana.keyring, { user: crypto.randomUUID(), login: "dora", role: "doctor", now: NOW })
const answer = await door.acceptInvite(invite.text, { origin: ORIGIN, now: NOW, password: "the password of dora" })
const answered = { ...answer, user: invite.user, login: invite.login }
const { sigPub, encPub } = kit.mallory
const theirs = { sigPub: toBase64url(sigPub), encPub: toBase64url(encPub), proof: toBase64url(randomBytes(64)), tag: toBase64url(randomBytes(32)) }
const older = await door.inviteMember(ana.keyring, { user: crypto.randomUUID(), login: "dora", role: "doctor", now: NOW })

/** @type {[string, object, object][]} */
const SUBSTITUTES = [
	["the server's signing key", {}, { sigPub: theirs.sigPub }], ["the server's key to be sealed to", {}, { encPub: theirs.encPub }],
	["both keys", {}, { sigPub: theirs.sigPub, encPub: theirs.encPub }], ["keys and proof", {}, { ...theirs, tag: answered.tag }],
	["everything", {}, theirs], ["no tag", {}, { tag: "" }], ["a tag cut short", {}, { tag: answered.tag.slice(0, 11) }],
	["another's proof", {}, { proof: cyril.made.proof }], ["another's keys", {}, { sigPub: cyril.made.sigPub, encPub: cyril.made.encPub }],
	["another person", { user: kit.mallory.user }, { user: kit.mallory.user }], ["another login", { login: "mallory" }, { login: "mallory" }],
	["a higher role", { role: "officer" }, {}], ["a lower role", { role: "auditor" }, {}], ["another invitation", { inviteId: older.inviteId }, {}],
	["a longer time", { exp: invite.exp + 3600 }, {}], ["an invitation of another person", older, answered],
	["a key of small order", {}, { sigPub: toBase64url(new Uint8Array(32)) }], ["nothing", {}, { sigPub: "", encPub: "", proof: "", tag: "" }],
	["no text", {}, { sigPub: null }], ["a list", {}, { encPub: [answered.encPub] }],
]
for (const [name, ofInvite, ofAnswer] of SUBSTITUTES)
	test(`admission: substituted: ${name}`, async () => {
		await assert.rejects(door.admitMember(ana.keyring, { ...invite, ...ofInvite }, { ...answered, ...ofAnswer }, NOW + 10), alarm)
		const said = await door.checkAnswer(ana.keyring, { ...invite, ...ofInvite }, { ...answered, ...ofAnswer }, NOW + 10)
		if (name !== "another's proof")
			assert.notEqual(said, "", "shown as good")
	})

test("admission: who was invited, and nobody else, gets the keys", async () => {
	const { grants } = await door.admitMember(ana.keyring, invite, answered, NOW + 10)
	const fp = await fingerprintBytes({ inst: world.inst, user: invite.user, sigPub: fromBase64url(answer.sigPub), encPub: fromBase64url(answer.encPub) })
	noStrangers(grants, new Map([[invite.user, toBase64url(fp)]]))
	assert.deepEqual(grants.map((text) => readGrantInfo(text).e), [1, 2])
})

/* Content keys are wrapped for the current epoch, and only what was wrapped for that record. */

const next = await (async () => {
	const { entries, grants, e } = await door.rotateKey(ana.keyring, { leavers: [], reason: "periodic", given: [], now: NOW })
	const keys = keysOf({ ...world, roster: [...world.roster, ...entries], grants: [...world.grants, ...grants] }, "ana")
	return { e, keyring: await door.unlock(ana.unlocker, ana.account, keys) }
})()
const lineOf = ({ rec, made }, i = 0) => {
	const { rev, kep, wn, wk } = JSON.parse(made[i].text)
	return `${rec} ${rev} ${made[i].docHash} ${kep} ${wn} ${wk}`
}
const lines = world.chains.slice(0, 3).map((chain) => lineOf(chain))
const [a, b] = lines.map((line) => line.split(" "))
const put = (line, i, value) => line.with(i, value).join(" ")

/** @type {[string, string][]} */
const WRAPS = [
	["another record", put(a, 0, b[0])], ["another revision's hash", put(a, 2, world.chains[0].made[1].docHash)], ["another's wrap", put(put(a, 4, b[4]).split(" "), 5, b[5])],
	["the current epoch", put(a, 3, "3")], ["an epoch to come", put(a, 3, "4")], ["another old epoch", put(a, 3, "2")], ["no epoch", put(a, 3, "0")],
	["words behind it", `${lines[0]} x`], ["less", lines[0].slice(0, -1)], ["nothing", ""],
]
for (const [name, line] of WRAPS)
	test(`wrapping again: ${name}`, () => assert.rejects(door.rewrapKeys(next.keyring, [lines[1], line]), alarm))
test("wrapping again: as it is, and it opens", async () => {
	const made = await door.rewrapKeys(next.keyring, lines)
	for (const [i, line] of made.entries()) {
		const [rec, , , kep, wn, wk] = line.split(" ")
		const text = JSON.stringify({ ...JSON.parse(world.chains[i].made[0].text), kep: Number(kep), wn, wk })
		await door.openDocument(next.keyring, text, { t: "passport", rec: /** @type {string} */ (rec) })
		assert.equal(kep, "3")
	}
})

test("a grant which the server keeps back or gives to others opens for nobody else", async () => {
	const others = world.grants.filter((text) => readGrantInfo(text).recipient !== cyril.user)
	for (const text of others)
		await assert.rejects(openGrant(cyril.keyring.roster, text, { user: cyril.user, box: cyril.keyring.keys.box }), { name: "Refusal" })
})
