// @ts-check
/** @file crypto-quorum.test.js: officers come, go and change their keys by two signatures, and so does the root. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { openCeremony, readPapers, readSigned, signProposal } from "../../static/js/crypto/ceremony.js"
import * as door from "../../static/js/crypto/index.js"
import { NIL } from "../../static/js/crypto/bytes.js"
import { openProposal, proposeLeaving, proposeOfficer, proposeRoleChange, proposeRootChange, signSecond } from "../../static/js/crypto/officers.js"
import { now, Office, passphrases, PASSWORD, sealedPassport } from "./office.js"

const office = await Office.found()
const { founded } = office
const alarm = (reason) => ({ name: "IntegrityAlarm", reason })
const more = () => ({ given: office.given(), now: now + office.roster.length })
const entryOf = (entry, set = null) => ({ entry, set })
const ids = { ana: founded.keyring.user }
const flipped = (entry, name) => entry.replace(new RegExp(`("${name}":".{200})(.)`), (_, head, sign) => head + (sign === "A" ? "B" : "A"))

/** Invitation, answer and proposal by one officer. */
async function proposed(by, who) {
	const keyring = await office.open(by)
	const { invited, answered, person } = await office.answered(keyring, who)
	ids[who.login] = invited.user
	office.people.set(who.login, person)
	return proposeOfficer(keyring, invited, answered, now + office.roster.length)
}

test("root signs the second officer in; from then on two officers are enough", async () => {
	const entry = await proposed("ana", { login: "bela", role: "officer" })
	const shares = [0, 1].map((i) => ({ text: founded.shareFiles[i], passphrase: passphrases[i] }))
	const ceremony = await openCeremony(await readPapers(office.papersToSign(entry)), { recoveryFile: founded.recoveryFile, shares })
	const signed = await readSigned(await signProposal(ceremony))
	office.take(await signSecond(await office.open("ana"), entryOf(signed.entry), more()))
	assert.equal((await office.open("bela")).role, "officer")
	await office.admit(await office.open("bela"), "cyril", "doctor").then(({ user, proof }) => Object.assign(ids, { cyril: user, proof }))
})

let rec, passport
test("an officer joins by two signatures; the second reads in plain words what he signs", async () => {
	rec = crypto.randomUUID()
	passport = (await sealedPassport(await office.open("cyril"), rec)).text
	const entry = await proposed("ana", { login: "dora", role: "officer" })
	const bela = await office.open("bela")
	const { fingerprint, ...proposal } = await openProposal(bela, entryOf(entry))
	assert.deepEqual(proposal, { kind: "admit", subject: ids.dora, login: "dora", role: "officer", before: "", time: now + 5,
		signers: ["ana"], mine: false, may: true, whole: false })
	assert.equal(fingerprint, (await door.fingerprint({ inst: office.inst, user: ids.dora, ...keysOf(entry) })).text)
	await assert.rejects(signSecond(await office.open("ana"), entryOf(entry), more()), alarm("weight"), "one officer is not two")
	await assert.rejects(signSecond(await office.open("cyril"), entryOf(entry), more()), alarm("signer"), "a doctor is none")
	await assert.rejects(openProposal(bela, entryOf(flipped(entry, "body"))), { name: "IntegrityAlarm" })
	const stranger = await Office.found("zoe")
	await assert.rejects(openProposal(await stranger.open("zoe"), entryOf(entry)), { name: "IntegrityAlarm" })
	const done = await signSecond(bela, entryOf(entry), more())
	assert.equal(done.grants.length, 1)
	office.take(done)
	assert.equal((await office.open("dora")).role, "officer")
	await assert.rejects(openProposal(await office.open("bela"), entryOf(entry)), alarm("seq"), "the roster has moved on")
})

/** The two keys in an entry. */
function keysOf(entry) {
	const body = Buffer.from(JSON.parse(entry).body, "base64url")
	const items = []
	for (let at = 4 + body.readUInt32BE(0) + 4; at < body.length;) {
		const length = body.readUInt32BE(at)
		items.push(body.subarray(at + 4, at + 4 + length).toString("base64url"))
		at += 4 + length
	}
	return { sigPub: items[9], encPub: items[10] }
}

const readable = async (login) =>
	(await door.openDocument(await office.open(login), passport, { t: "passport", rec, pin: undefined })).object.surname

test("an officer's new keys: what she had given to others is given again, the old keys open nothing", async () => {
	const old = office.people.get("bela")
	assert.ok(office.given().some(({ sender, recipient }) => sender === ids.bela && recipient === ids.cyril))
	const entry = await proposed("ana", { login: "bela", role: "officer", user: ids.bela })
	assert.equal((await openProposal(await office.open("dora"), entryOf(entry))).kind, "renew")
	const fresh = office.people.get("bela")
	office.people.set("bela", old)
	await assert.rejects(signSecond(await office.open("bela"), entryOf(entry), more()), alarm("signer"), "nobody signs his own")
	office.take(await signSecond(await office.open("dora"), entryOf(entry), more()), [ids.bela])
	await assert.rejects(office.open("bela"), { name: "IntegrityAlarm" })
	office.people.set("bela", fresh)
	for (const login of ["bela", "cyril", "dora", "ana"])
		assert.equal(await readable(login), "Ветрова", login)
})

test("a doctor becomes an officer, and a doctor again, with the keys he has", async () => {
	const change = (role) => ({ user: ids.cyril, role, proof: ids.proof })
	const up = await proposeRoleChange(await office.open("ana"), change("officer"), now + office.roster.length)
	const { kind, before, role } = await openProposal(await office.open("bela"), entryOf(up))
	assert.deepEqual([kind, before, role], ["role", "doctor", "officer"])
	office.take(await signSecond(await office.open("bela"), entryOf(up), more()))
	const cyril = await office.open("cyril")
	assert.equal(cyril.role, "officer")
	await office.admit(cyril, "emil", "doctor").then(({ user }) => Object.assign(ids, { emil: user }))
	await assert.rejects(proposeRoleChange(cyril, change("doctor"), now + 99), alarm("signer"))
	const down = await proposeRoleChange(await office.open("bela"), change("doctor"), now + office.roster.length)
	office.take(await signSecond(await office.open("ana"), entryOf(down), more()))
	assert.equal(await readable("emil"), "Ветрова", "what he had given is given again")
	await assert.rejects(proposeRoleChange(await office.open("ana"), { ...change("officer"), user: ids.emil }, now + 99), alarm("consent"))
})

test("an officer leaves by two signatures, her own may be one; the institution gets another key", async () => {
	await assert.rejects(proposeLeaving(await office.open("ana"), ids.cyril, now + 99), alarm("member"), "a doctor goes by one")
	const entry = await proposeLeaving(await office.open("dora"), ids.dora, now + office.roster.length)
	const { kind, signers, login, before } = await openProposal(await office.open("ana"), entryOf(entry))
	assert.deepEqual([kind, signers, login, before], ["remove", ["dora"], "dora", "officer"])
	await assert.rejects(signSecond(await office.open("dora"), entryOf(entry), more()), alarm("signer"))
	const { entries, grants } = await signSecond(await office.open("ana"), entryOf(entry), more())
	assert.equal(entries.length, 2)
	const gone = await office.open("dora")
	office.take({ entries, grants }, [ids.dora])
	const cyril = await office.open("cyril")
	assert.deepEqual([...cyril.reader.epochs.keys()].toSorted(), [1, 2])
	const sealed = await sealedPassport(cyril, crypto.randomUUID())
	await assert.rejects(door.openDocument(gone, sealed.text, { t: "passport", rec: JSON.parse(sealed.text).rec, pin: undefined }), alarm("epoch"))
	await assert.rejects(office.open("dora"), alarm("member"))
	assert.equal(await readable("emil"), "Ветрова")
})

test("another root by two officers: the old shares open nothing of the new one, the new ones do", async () => {
	const ana = await office.open("ana")
	const phrases = passphrases.map((phrase) => `new ${phrase}`)
	await assert.rejects(proposeRootChange(ana, { passphrases: ["short", ...phrases.slice(1)], reason: "periodic", now }), { name: "WrongSecret" })
	const made = await proposeRootChange(ana, { passphrases: phrases, reason: "compromise", now: now + office.roster.length })
	const proposal = entryOf(made.entry, made.set)
	const bela = await office.open("bela")
	assert.deepEqual((({ kind, signers }) => [kind, signers])(await openProposal(bela, proposal)), ["root", ["ana"]])
	await assert.rejects(openProposal(bela, entryOf(made.entry, founded.recoverySet)), alarm("signature"), "a set of the old root")
	await assert.rejects(openProposal(bela, entryOf(made.entry)), alarm("set"))
	await assert.rejects(signSecond(ana, proposal, more()), alarm("weight"))
	const pin = ana.anchor
	office.take(await signSecond(bela, proposal, more()), [NIL])
	const after = await office.open("ana")
	assert.equal(after.anchor.root, pin.root, "what key files and browsers have pinned is still the beginning")
	await assert.rejects(door.readSet(after, founded.recoverySet), { name: "IntegrityAlarm" }, "a drill takes no old set")
	office.set = made.set
	const set = await door.readSet(after, made.set)
	await assert.rejects(door.proveShare(set, founded.shareFiles[0], passphrases[0]), { name: "WrongSecret", reason: "share" })
	assert.equal(await door.proveShare(set, made.shareFiles[2], phrases[2]), 3)
	const read = await readPapers(office.papersFor(ids.ana, "ana"))
	const shares = (texts, words) => [0, 2].map((i) => ({ text: texts[i], passphrase: words[i] }))
	const opened = (recoveryFile, given, mark = read.mark) => openCeremony(read, { recoveryFile, shares: given, mark })
	await assert.rejects(opened(founded.recoveryFile, shares(founded.shareFiles, passphrases)), { reason: "recovery" })
	await assert.rejects(opened(made.recoveryFile, shares(founded.shareFiles, passphrases)), { reason: "share" })
	await assert.rejects(opened(made.recoveryFile, shares(made.shareFiles, phrases), ""), { reason: "unmarked" })
	await opened(made.recoveryFile, shares(made.shareFiles, phrases))
	assert.equal(office.grantsTo(NIL).length, 2, "the new recovery key has every epoch")
	assert.ok(PASSWORD)
})

test("the root does not change but by signatures: one officer's, a stranger's, none", async () => {
	const ana = await office.open("ana")
	const made = await proposeRootChange(ana, { passphrases, reason: "periodic", now: now + office.roster.length })
	const entry = JSON.parse(made.entry)
	for (const [sigs, reason] of [
		[entry.sigs, "weight"], [[{ ...entry.sigs[0], by: ids.bela }], "signature"], [[{ ...entry.sigs[0], by: NIL }], "signature"],
		[[{ ...entry.sigs[0], by: ids.cyril }], "signer"], [[], "list"], [[...entry.sigs, ...entry.sigs], "order"],
	]) {
		const roster = [...office.roster, JSON.stringify({ ...entry, sigs })]
		const { account, unlocker, bundle } = office.people.get("cyril")
		await assert.rejects(door.unlock(unlocker, account, { bundle, roster, grants: office.grantsTo(ids.cyril) }), alarm(reason))
	}
})
