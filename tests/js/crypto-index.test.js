// @ts-check
/** @file crypto-index.test.js: the door as ui/ sees it: first hour, unlock, pages, members, alarms. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { IDBFactory } from "../node_modules/fake-indexeddb/build/esm/index.js"
import * as door from "../../static/js/crypto/index.js"
import { fromBase64url, NIL, randomBytes } from "../../static/js/crypto/bytes.js"
import { derivePrfKeys } from "../../static/js/crypto/kdf.js"
import { readGrantInfo } from "../../static/js/crypto/grant.js"
import { openRecovery, openShare, readRecoverySet } from "../../static/js/crypto/recovery.js"
import { institution } from "../../static/js/crypto/roster.js"
import { transact } from "../../static/js/crypto/store.js"
import {
	admission, alarm, answered, copy, created, doctor, doctorKeys, encPub, forDoctor, forOfficer, founded, half, inst,
	invited, keys, loadIndex, now, officer, officerKeys, origin, passphrases, passport, root, roster, sigPub, sorted,
	who, wrong,
} from "./crypto-door.js"

test("the first hour makes everything the server asks for", async () => {
	assert.deepEqual(keys(founded), ["add", "authKey", "bundle", "epoch", "genesis", "grantRecovery", "grantUser",
		"inst", "keyFile", "keyring", "recoveryFile", "recoverySet", "shareFiles"])
	assert.equal(officerKeys.role, "officer")
	assert.equal(fromBase64url(founded.authKey).length, 32)
	assert.equal(readGrantInfo(founded.grantRecovery).recipient, NIL)
	const account = await door.readKeyFile(founded.keyFile, origin)
	const { authKey, unlocker } = await door.deriveAuth(account, officer.password)
	assert.equal(authKey, founded.authKey)
	const again = await door.unlock(unlocker, account, forOfficer)
	assert.equal(again.roster.seq, 3)
})

test("two custodians recover root from what was made", async () => {
	const rootKeys = institution(officerKeys.roster)
	const set = await readRecoverySet(founded.recoverySet, inst, rootKeys)
	const shares = [await openShare(set, founded.shareFiles[0], passphrases[0]),
		await openShare(set, founded.shareFiles[2], passphrases[2])]
	await openRecovery(set, founded.recoveryFile, shares, rootKeys)
})

test("no private key of a keyring can be exported", async () => {
	for (const keyring of [officerKeys, doctorKeys])
		for (const key of [keyring.keys.sign, keyring.keys.box.privateKey, ...keyring.reader.epochs.values(),
			...keyring.indexKeys.values()])
			assert.equal(key.extractable, false)
})

test("weak passwords are refused where they would be set", async () => {
	for (const password of ["short", "x".repeat(1025), "half \ud800 a character"]) {
		assert.equal(door.isPasswordAllowed(password), false)
		await assert.rejects(door.createAccount({ ...doctor, password }), wrong("password"))
	}
	assert.equal(door.isPasswordAllowed("twelve chars"), true)
	await assert.rejects(door.createInstitution({ passphrases: ["x", ...passphrases.slice(1)], officer, origin, now }),
		wrong("password"))
	await assert.rejects(door.deriveAuth(created.account, "short"), wrong("password"))
})

test("key files of another register, or of none", async () => {
	await assert.rejects(door.readKeyFile(founded.keyFile, "https://other.example.org"), wrong("origin"))
	await assert.rejects(door.readKeyFile("{}", origin), wrong("keyfile"))
	assert.equal(door.readLogin(" Jana.Novak "), "jana.novak")
	assert.equal(door.readLogin("jana novak"), null)
})

test("a wrong password derives another authKey, and no unlock", async () => {
	const { authKey, unlocker } = await door.deriveAuth(created.account, "another wrong password")
	assert.notEqual(authKey, created.authKey)
	await assert.rejects(door.unlock(unlocker, created.account, forDoctor), alarm("commit"))
})

test("a document of one is read by the other, and by nobody under another place", async () => {
	const rec = crypto.randomUUID()
	const { text, docHash } = await door.sealDocument(doctorKeys, passport(rec))
	const opened = await door.openDocument(officerKeys, text, { t: "passport", rec }).catch((error) => error)
	assert.equal(opened.reason, "signature", "the officer's roster does not have the doctor yet")
	const officerNow = copy(officerKeys)
	await door.extendRoster(officerNow, [admission.entry])
	const read = await door.openDocument(officerNow, text, { t: "passport", rec })
	assert.deepEqual(read.object, { surname: "Новак", name: "Яна" })
	assert.deepEqual([read.docHash, read.by, read.rev, read.ts], [docHash, doctor.user, 1, now])
	await assert.rejects(door.openDocument(officerNow, text, { t: "note", rec }), alarm("asked"))
	await assert.rejects(door.openDocument(officerNow, text, { t: "passport", rec: crypto.randomUUID() }), alarm("asked"))
	await assert.rejects(door.sealDocument(doctorKeys, passport("no uuid")), { name: "Refusal" })
})

test("revisions, a gap, the history and the pins", async () => {
	const rec = crypto.randomUUID()
	const texts = []
	const hashes = []
	for (let rev = 1; rev <= 4; rev++) {
		const object = rev === 4 ? { deleted: true } : { surname: `r${rev}` }
		const prev = hashes.at(-1)
		const { text, docHash } = await door.sealDocument(doctorKeys,
			passport(rec, { rev, object, ...(prev === undefined ? {} : { prev }) }))
		texts.push(text)
		hashes.push(docHash)
	}
	const at = (rev) => ({ rev, hash: hashes[rev - 1] })
	const open = (i, pin) => door.openDocument(doctorKeys, texts[i], { t: "passport", rec, pin })
	assert.equal((await open(1, at(1))).gap, false)
	assert.equal((await open(3, at(1))).gap, true)
	await assert.rejects(open(0, at(2)), alarm("older"))
	await assert.rejects(open(1, { ...at(1), hash: hashes[2] }), alarm("chain"))
	await assert.rejects(open(1, { rev: 2, hash: hashes[0] }), alarm("changed"))
	const history = await door.openHistory(doctorKeys, texts, { t: "passport", rec, pin: at(2) })
	assert.deepEqual(history.map(({ deleted }) => deleted), [false, false, false, true])
	await assert.rejects(door.openHistory(doctorKeys, texts.toSpliced(1, 1), { t: "passport", rec }), alarm("chain"))
	await assert.rejects(door.openHistory(doctorKeys, texts.slice(0, 1), { t: "passport", rec, pin: at(2) }),
		alarm("older"))
	const other = crypto.randomUUID()
	const pins = new Map([[rec, at(2)]])
	await door.checkDocuments(pins, new Map([[rec, at(3)], [other, at(1)]]))
	await door.checkDocuments(pins, new Map([[rec, at(2)]]))
	await assert.rejects(door.checkDocuments(pins, new Map([[other, at(1)]])), alarm("missing"))
	await assert.rejects(door.checkDocuments(pins, new Map([[rec, at(1)]])), alarm("older"))
	await assert.rejects(door.checkDocuments(pins, new Map([[rec, { rev: 2, hash: hashes[0] }]])), alarm("changed"))
})

test("notes are shown under their own patient only", async () => {
	const [of, rec] = [crypto.randomUUID(), crypto.randomUUID()]
	const note = { t: /** @type {const} */ ("note"), rec, rev: 1, ts: now, object: { of, text: "x" } }
	const { text } = await door.sealDocument(doctorKeys, note)
	await door.openDocument(doctorKeys, text, { t: "note", rec, of })
	await assert.rejects(door.openDocument(doctorKeys, text, { t: "note", rec, of: crypto.randomUUID() }), alarm("of"))
	const list = await door.openDocuments(doctorKeys.reader, [text], { t: "note", of: crypto.randomUUID() })
	assert.equal(list[0].alarm.reason, "of")
})

test("a worker opens lists with what it is sent", async () => {
	const drafts = Array.from({ length: 40 }, () => passport(crypto.randomUUID()))
	const texts = (await Promise.all(drafts.map((draft) => door.sealDocument(doctorKeys, draft)))).map(({ text }) => text)
	const { port1, port2 } = new MessageChannel()
	const arrived = new Promise((resolve) => { port2.onmessage = ({ data }) => resolve(data) })
	port1.postMessage(door.exportForWorker(doctorKeys))
	const reader = door.importInWorker(await arrived)
	port1.close()
	const opened = structuredClone(await door.openDocuments(reader, texts, { t: "passport" }))
	assert.deepEqual(opened.map(({ rec }) => rec), drafts.map(({ rec }) => rec))
	await assert.rejects(door.openDocuments(reader, [texts[0], texts[0]], { t: "passport" }), alarm("twice"))
	const pins = new Map([[drafts[0].rec, { rev: 2, hash: opened[0].docHash }]])
	const [first, second] = await door.openDocuments(reader, texts, { t: "passport", pins })
	assert.equal(first.alarm.reason, "older")
	assert.equal(second.rec, drafts[1].rec)
})

test("a roster that is shorter, forked or of another root is an alarm", async () => {
	const account = { ...created.account, roster: { seq: 3, head: doctorKeys.roster.heads[3] } }
	const unlock = (given, server) => door.unlock(created.unlocker, { ...account, ...given }, { ...forDoctor, ...server })
	await unlock({}, {})
	await assert.rejects(unlock({}, { roster: roster.slice(0, 3) }), alarm("shorter"))
	await assert.rejects(unlock({ roster: { seq: 2, head: account.roster.head } }, {}), alarm("forked"))
	await assert.rejects(unlock({ root: account.roster.head }, {}), alarm("root"))
	await assert.rejects(unlock({}, { grants: [founded.grantUser.replace("A1", "A2")] }), alarm("constant"))
	await assert.rejects(unlock({}, { bundle: founded.bundle }), alarm("owner"))
	await assert.rejects(unlock({}, { roster: roster.toReversed() }), alarm("seq"))
	await assert.rejects(unlock({}, { roster: [] }), alarm("root"))
})

test("grants of others are left alone; without a grant nothing is written", async () => {
	const keyring = await door.unlock(created.unlocker, created.account,
		{ ...forDoctor, grants: [founded.grantUser, founded.grantRecovery] })
	assert.equal(keyring.reader.epochs.size, 0)
	await assert.rejects(door.sealDocument(keyring, passport(crypto.randomUUID())), alarm("epoch"))
})

test("nobody is admitted with keys that are not his, nor an officer by one alone", async () => {
	const admit = (by, i, a) => door.admitMember(by, { ...invited, ...i }, { ...answered, ...a }, now + 60)
	const dana = { user: crypto.randomUUID(), login: "dana", role: /** @type {const} */ ("doctor"), now }
	const other = await door.createAccount({ ...doctor, ...dana })
	await assert.rejects(admit(officerKeys, {}, { login: "dana" }), alarm("login"))
	await assert.rejects(admit(officerKeys, {}, { sigPub: other.sigPub }), alarm("tag"))
	await assert.rejects(admit(officerKeys, {}, { sigPub: other.sigPub, encPub: other.encPub, proof: other.proof }), alarm("tag"))
	await assert.rejects(admit(officerKeys, { role: "officer" }, {}), alarm("tag"))
	await assert.rejects(admit(officerKeys, {}, { proof: other.proof }), alarm("consent"))
	await assert.rejects(door.admitMember(officerKeys, invited, answered, invited.exp + 1), alarm("exp"))
	const by = async (keyring, changes) => {
		const { text, ...theirs } = await door.inviteMember(keyring, { ...dana, ...changes })
		const made = await door.acceptInvite(text, { origin, now, password: doctor.password })
		return door.admitMember(keyring, theirs, { ...made, user: dana.user, login: dana.login }, now + 60)
	}
	await assert.rejects(by(officerKeys, { role: "officer" }), alarm("weight"))
	await assert.rejects(by(doctorKeys, {}), alarm("signer"))
	assert.deepEqual((await by(officerKeys, { role: "auditor" })).grants, [])
})

test("an invitation is for one register, three days, and what it says", async () => {
	const { text, ...rest } = invited
	assert.deepEqual(await door.readInvite(text, origin, now), { inst, ...rest })
	await assert.rejects(door.readInvite(text, "https://other.example.org", now), wrong("origin"))
	await assert.rejects(door.readInvite(text, origin, invited.exp + 1), wrong("exp"))
	await assert.rejects(door.readInvite(`${text} `, origin, now), wrong("invite"))
	await assert.rejects(door.acceptInvite(text, { origin, now, password: "short" }), wrong("password"))
	assert.equal(await door.checkAnswer(officerKeys, invited, answered, now), "")
	assert.equal(await door.checkAnswer(doctorKeys, invited, answered, now), "tag", "who has not made it cannot judge it")
})

test("another key: leavers go out, who remains is granted it, and content keys move to it", async () => {
	const pass = passport(crypto.randomUUID())
	const { text } = await door.sealDocument(officerKeys, pass)
	const officerAccount = await door.readKeyFile(founded.keyFile, origin)
	const { unlocker: officerUnlocker } = await door.deriveAuth(officerAccount, officer.password)
	const officerNow = await door.unlock(officerUnlocker, officerAccount, forOfficer)
	const rotation = await door.rotateKey(officerNow, { leavers: [doctor.user], reason: "leaver", given: [], now: now + 120 })
	assert.equal(rotation.e, 2)
	const later = [...roster, ...rotation.entries]
	const renewed = await door.unlock(officerUnlocker, officerAccount, { ...forOfficer, roster: later, grants: rotation.grants })
	assert.deepEqual([...renewed.reader.epochs.keys()].toSorted(), [1, 2])
	await assert.rejects(door.unlock(created.unlocker, created.account, { ...forDoctor, roster: later }), alarm("member"))
	const { rec, wn, wk } = JSON.parse(text)
	const { docHash } = await door.openDocument(renewed, text, { t: "passport", rec, pin: undefined })
	const [line] = await door.rewrapKeys(renewed, [`${rec} 1 ${docHash} 1 ${wn} ${wk}`])
	const [, , , kep, n, k] = line.split(" ")
	const moved = text.replace(/"kep":1,.*$/, `"kep":${kep},"wn":"${n}","wk":"${k}"}`)
	assert.equal(kep, "2")
	assert.equal((await door.openDocument(renewed, moved, { t: "passport", rec, pin: undefined })).docHash, docHash)
	await assert.rejects(door.openDocument(doctorKeys, moved, { t: "passport", rec, pin: undefined }), alarm("epoch"))
	for (const bad of [line, `${rec} 1 ${docHash} 1 ${n} ${k}`, `${crypto.randomUUID()} 1 ${docHash} 1 ${wn} ${wk}`, `${rec} 1 ${docHash} 1 ${wn}`])
		await assert.rejects(door.rewrapKeys(renewed, [bad]), { name: "IntegrityAlarm" })
	await assert.rejects(door.rotateKey(officerNow, { leavers: [officerNow.user], reason: "leaver", given: [], now }), alarm("weight"))
})

test("fingerprints are shown in eight groups of four", async () => {
	const { text, qr } = await door.fingerprint({ inst, user: doctor.user, sigPub, encPub })
	assert.match(text, /^[A-Z2-7]{4}( [A-Z2-7]{4}){7}$/)
	assert.equal(qr, `RPP1:FP:${text.replaceAll(" ", "")}`)
})

test("a new password opens the same keys, the old one none", async () => {
	const change = { password: doctor.password, newPassword: "a quite new password", bundle: created.bundle }
	const changed = await door.changeSecrets(created.account, { ...change, renewKeyFile: true })
	assert.equal(changed.authKey, created.authKey)
	const account = await door.readKeyFile(changed.keyFile, origin)
	assert.deepEqual(account.kf, changed.account.kf)
	assert.notDeepEqual(account.kf, created.account.kf)
	const { authKey, unlocker } = await door.deriveAuth(account, change.newPassword)
	assert.equal(authKey, changed.newAuthKey)
	await door.unlock(unlocker, account, { ...forDoctor, bundle: changed.bundle })
	await assert.rejects(door.unlock(created.unlocker, account, { ...forDoctor, bundle: changed.bundle }), alarm("commit"))
	await assert.rejects(door.changeSecrets(created.account, { ...change, password: "not the old password" }),
		{ name: "WrongSecret", reason: "credentials" })
	await assert.rejects(door.changeSecrets(created.account, { ...change, bundle: founded.bundle }), alarm("owner"))
})

test("an authenticator opens what the password opens, until it is taken away", async () => {
	const me = who(doctor)
	const unlockerOf = async (id, output) => ({ m: /** @type {const} */ ("prf"), id, ...await derivePrfKeys(me, id, output) })
	const output = randomBytes(32)
	const first = await unlockerOf("AQID", output)
	assert.deepEqual(await door.authenticatorsOf(created.bundle, me), [])
	const { authKey, bundle } = await door.addAuthenticator(created.account, doctor.password, created.bundle, first)
	assert.equal(authKey, created.authKey)
	assert.deepEqual(await door.authenticatorsOf(bundle, me), ["AQID"])
	const server = { ...forDoctor, bundle }
	for (const unlocker of [created.unlocker, await unlockerOf("AQID", output)]) {
		const keyring = await door.unlock(unlocker, created.account, server)
		const rec = crypto.randomUUID()
		const { text } = await door.sealDocument(keyring, passport(rec))
		await door.openDocument(doctorKeys, text, { t: "passport", rec })
	}
	await assert.rejects(door.unlock(await unlockerOf("AQID", randomBytes(32)), created.account, server), alarm("commit"))
	await assert.rejects(door.unlock(await unlockerOf("AQIE", output), created.account, server), alarm("method"))
	await assert.rejects(door.addAuthenticator(created.account, doctor.password, bundle, first), alarm("methods"))
	await assert.rejects(door.addAuthenticator(created.account, "another wrong password", bundle, await unlockerOf("AQIE", output)), wrong("credentials"))
	const { bundle: changed } = await door.changeSecrets(created.account, { password: doctor.password, newPassword: "quite another password", bundle })
	await door.unlock(await unlockerOf("AQID", output), created.account, { ...forDoctor, bundle: changed })
	let full = bundle
	for (const id of ["AQIE", "AQIF"])
		full = (await door.addAuthenticator(created.account, doctor.password, full, await unlockerOf(id, output))).bundle
	await assert.rejects(door.addAuthenticator(created.account, doctor.password, full, await unlockerOf("AQIG", output)), alarm("list"))
	const less = (await door.removeAuthenticator(created.account, doctor.password, full, "AQID")).bundle
	assert.deepEqual(await door.authenticatorsOf(less, me), ["AQIE", "AQIF"])
	await assert.rejects(door.unlock(first, created.account, { ...forDoctor, bundle: less }), alarm("method"))
	for (const id of ["0", "AQID"])
		await assert.rejects(door.removeAuthenticator(created.account, doctor.password, less, id), alarm("method"))
	await assert.rejects(door.authenticatorsOf(founded.bundle, me), alarm("owner"))
})

/* Sessions. */

const rowNames = (idb, store) => transact(idb, "readonly", (stores) => new Promise((resolve, reject) => {
	const request = stores(store).getAllKeys()
	request.onsuccess = () => resolve(request.result.map((key) => key[2]).toSorted())
	request.onerror = () => reject(request.error)
}))

test("a page load goes on without the password, with the server's half only", async () => {
	const idb = new IDBFactory()
	const serverHalf = half()
	assert.equal(await door.resumeSession(who(doctor), serverHalf, forDoctor, idb), null)
	await door.enrolBrowser(created.account, idb)
	await door.rememberSession(doctorKeys, serverHalf, idb)
	assert.deepEqual(await rowNames(idb, "session"), ["device", "ik:1", "urk:1"])
	const keyring = await door.resumeSession(who(doctor), serverHalf, forDoctor, idb)
	const rec = crypto.randomUUID()
	const { text } = await door.sealDocument(keyring, passport(rec))
	await door.openDocument(doctorKeys, text, { t: "passport", rec })
	await assert.rejects(door.resumeSession(who(doctor), half(), forDoctor, idb), alarm("aead"))
	await assert.rejects(door.resumeSession(who(doctor), serverHalf, { ...forDoctor, bundle: founded.bundle }, idb),
		alarm("owner"))
	await assert.rejects(door.resumeSession(who(doctor), serverHalf, { ...forDoctor, roster: roster.slice(0, 3) }, idb),
		alarm("shorter"))
	await assert.rejects(door.rememberSession(keyring, serverHalf, idb), alarm("unlocker"))
})

test("no stored key is readable", async () => {
	const idb = new IDBFactory()
	await door.rememberSession(doctorKeys, half(), idb)
	const device = await transact(idb, "readonly", (stores) => new Promise((resolve) => {
		const request = stores("session").get([inst, doctor.user, "device"])
		request.onsuccess = () => resolve(request.result)
	}))
	assert.equal(device.extractable, false)
	assert.equal(device.algorithm.name, "HKDF")
})

test("each unlock makes another deviceHalf", async () => {
	const idb = new IDBFactory()
	const first = half()
	await door.rememberSession(doctorKeys, first, idb)
	await door.rememberSession(doctorKeys, half(), idb)
	await assert.rejects(door.resumeSession(who(doctor), first, forDoctor, idb), alarm("aead"))
})

test("a key of a new epoch is kept when its grant arrives during a session", async () => {
	const idb = new IDBFactory()
	const serverHalf = half()
	const bare = await door.unlock(created.unlocker, created.account, { ...forDoctor, grants: [] })
	await door.rememberSession(bare, serverHalf, idb)
	assert.deepEqual(await rowNames(idb, "session"), ["", "device", "urk:1"])
	await door.resumeSession(who(doctor), serverHalf, forDoctor, idb)
	assert.deepEqual(await rowNames(idb, "session"), ["", "device", "ik:1", "urk:1"])
	const later = await door.resumeSession(who(doctor), serverHalf, { ...forDoctor, grants: [] }, idb)
	assert.equal(later.reader.epochs.size, 1)
})

test("lock and logout wipe the session and leave the pins", async () => {
	const idb = new IDBFactory()
	await door.enrolBrowser(created.account, idb)
	const keyring = await door.unlock(created.unlocker, created.account, forDoctor)
	await door.rememberSession(keyring, half(), idb)
	await door.saveIndex(keyring, randomBytes(10), 3, idb)
	await door.lock(keyring, idb)
	assert.deepEqual(await rowNames(idb, "session"), [])
	assert.deepEqual(await rowNames(idb, "pins"), [""])
	await assert.rejects(door.sealDocument(keyring, passport(crypto.randomUUID())), alarm("epoch"))
	assert.equal(await door.resumeSession(who(doctor), half(), forDoctor, idb), null)
})

test("an enrolled browser knows its accounts, and forgets one alone", async () => {
	const idb = new IDBFactory()
	const ana = await door.readKeyFile(founded.keyFile, origin)
	await door.enrolBrowser(created.account, idb)
	await door.enrolBrowser(ana, idb)
	assert.deepEqual((await door.listAccounts(idb)).map(({ login }) => login).toSorted(), ["ana", "cyril"])
	const [mine] = (await door.listAccounts(idb)).filter(({ login }) => login === "cyril")
	assert.equal((await door.deriveAuth(mine, doctor.password)).authKey, created.authKey)
	await assert.rejects(door.enrolBrowser({ ...ana, root: ana.roster.head }, idb), alarm("root"))
	await door.forgetBrowser(who(doctor), idb)
	assert.deepEqual((await door.listAccounts(idb)).map(({ login }) => login), ["ana"])
})

test("what an enrolled browser remembers opens with the half that the server keeps, and with no other", async () => {
	const idb = new IDBFactory()
	const me = who(doctor)
	assert.equal(await door.nameBrowser(me, idb), null)
	await door.enrolBrowser(created.account, idb)
	const name = /** @type {any} */ (await door.nameBrowser(me, idb))
	const serverHalf = half()
	await door.sealEnrolled(me, name, serverHalf, idb)
	assert.equal(await door.nameBrowser(me, idb), null, "once")
	const [sealed] = /** @type {any[]} */ (await door.listAccounts(idb))
	assert.equal(sealed.kf, undefined)
	assert.deepEqual([sealed.sealed.browser, sealed.sealed.token, sealed.sealed.key.extractable], [name.browser, name.token, false])
	const opened = await door.openEnrolled(sealed, serverHalf)
	assert.equal((await door.deriveAuth(opened, doctor.password)).authKey, created.authKey)
	for (const other of [half(), "", "AAAA", "not base64url!"])
		await assert.rejects(door.openEnrolled(sealed, other), wrong("browser"))
	await door.updatePins(doctorKeys, { records: new Map([[crypto.randomUUID(), { rev: 1, hash: "a" }]]) }, idb)
	await door.rememberSession(doctorKeys, serverHalf, idb)
	assert.notEqual(await door.resumeSession(me, serverHalf, forDoctor, idb), null)
	assert.deepEqual((await door.openEnrolled((await door.listAccounts(idb))[0], serverHalf)).kf, created.account.kf, "pins leave it alone")
	await door.enrolBrowser(created.account, idb)
	const again = /** @type {any} */ (await door.nameBrowser(me, idb))
	assert.equal(again.former, name.browser, "a key file once more: what this browser was before is named")
	await door.sealEnrolled(me, again, half(), idb)
	await assert.rejects(door.openEnrolled((await door.listAccounts(idb))[0], serverHalf), wrong("browser"))
	await assert.rejects(door.sealEnrolled(me, name, "AAAA", idb), alarm("size"))
})

test("pins move forward only, all of a call or none", async () => {
	const idb = new IDBFactory()
	await door.enrolBrowser(created.account, idb)
	await door.updatePins(doctorKeys, {}, idb)
	assert.equal((await door.listAccounts(idb))[0].roster.seq, 3)
	const [one, two] = [crypto.randomUUID(), crypto.randomUUID()]
	const pin = (rev, hash = "a") => ({ rev, hash })
	await door.updatePins(doctorKeys, { records: new Map([[one, pin(2)], [two, pin(1)]]), log: { size: 9, root } }, idb)
	await door.updatePins(doctorKeys, { records: new Map([[one, pin(2)]]), log: { size: 4, root } }, idb)
	assert.equal((await door.listAccounts(idb))[0].log.size, 9)
	await assert.rejects(door.updatePins(doctorKeys, { records: new Map([[two, pin(5)], [one, pin(1)]]) }, idb),
		alarm("older"))
	await assert.rejects(door.updatePins(doctorKeys, { records: new Map([[one, pin(2, "b")]]) }, idb), alarm("changed"))
	assert.deepEqual(await door.readPins(who(doctor), idb), new Map([[one, pin(2)], [two, pin(1)]]))
	assert.deepEqual(await door.readPin(who(doctor), one, idb), pin(2))
	assert.equal(await door.readPin(who(doctor), crypto.randomUUID(), idb), undefined)
	const behind = { ...doctorKeys, anchor: { ...doctorKeys.anchor, roster: { seq: 1, head: doctorKeys.roster.heads[1] } } }
	await assert.rejects(door.updatePins(behind, {}, idb), alarm("shorter"))
	const forked = { ...doctorKeys, anchor: { ...doctorKeys.anchor, roster: { seq: 3, head: doctorKeys.roster.heads[1] } } }
	await assert.rejects(door.updatePins(forked, {}, idb), alarm("forked"))
	await door.enrolBrowser(created.account, idb)
	assert.equal((await door.listAccounts(idb))[0].roster.seq, 3, "an old key file moves no pin back")
})

test("pins by the thousand lie on few shelves; one that goes back holds all of them", async () => {
	const idb = new IDBFactory()
	await door.enrolBrowser(created.account, idb)
	const records = new Map(Array.from({ length: 3000 }, (_, i) => [crypto.randomUUID(), { rev: i + 1, hash: `h${i}` }]))
	await door.updatePins(doctorKeys, { records }, idb)
	const names = await rowNames(idb, "pins")
	assert.ok(names.length <= 257 && names.slice(1).every((name) => /^pins:[0-9a-f]{2}$/.test(name)))
	assert.deepEqual(sorted(await door.readPins(who(doctor), idb)), sorted(records))
	const [first, second] = records.keys()
	assert.deepEqual(await door.readPin(who(doctor), second, idb), records.get(second))
	const forward = new Map([...records].map(([rec, { rev }]) => [rec, { rev: rev + 1, hash: "next" }]))
	const back = new Map([...forward, [first, { rev: 0, hash: "old" }]])
	await assert.rejects(door.updatePins(doctorKeys, { records: back }, idb), alarm("older"))
	assert.deepEqual(sorted(await door.readPins(who(doctor), idb)), sorted(records))
	await door.updatePins(doctorKeys, { records: forward }, idb)
	assert.deepEqual(sorted(await door.readPins(who(doctor), idb)), sorted(forward))
	assert.equal((await door.listAccounts(idb)).length, 1)
	await door.forgetBrowser(who(doctor), idb)
	assert.deepEqual(await rowNames(idb, "pins"), [])
})

test("pins of notes lie apart from those of passports, under their patient", async () => {
	const idb = new IDBFactory()
	await door.enrolBrowser(created.account, idb)
	const [passport, note, of, other] = Array.from({ length: 4 }, () => crypto.randomUUID())
	await door.updatePins(doctorKeys, { records: new Map([[passport, { rev: 1, hash: "a" }], [note, { rev: 2, hash: "b", of }]]) }, idb)
	assert.deepEqual(await door.readPins(who(doctor), idb), new Map([[passport, { rev: 1, hash: "a" }]]))
	assert.deepEqual(await door.readNotePins(who(doctor), of, idb), new Map([[note, { rev: 2, hash: "b", of }]]))
	assert.deepEqual(await door.readNotePins(who(doctor), other, idb), new Map())
	await assert.rejects(door.updatePins(doctorKeys, { records: new Map([[note, { rev: 1, hash: "c", of }]]) }, idb), alarm("older"))
})

test("a browser that is not enrolled keeps its pins as long as the session", async () => {
	const idb = new IDBFactory()
	const serverHalf = half()
	await door.rememberSession(doctorKeys, serverHalf, idb)
	const records = new Map([[crypto.randomUUID(), { rev: 1, hash: "a" }]])
	await door.updatePins(doctorKeys, { records }, idb)
	assert.deepEqual(await door.readPins(who(doctor), idb), records)
	assert.deepEqual(await rowNames(idb, "pins"), [])
	assert.notEqual(await door.resumeSession(who(doctor), serverHalf, forDoctor, idb), null)
	await door.wipeSession(who(doctor), idb)
	assert.deepEqual(await door.readPins(who(doctor), idb), new Map())
})

test("the index comes back as it was saved, and not to another", async () => {
	const idb = new IDBFactory()
	assert.equal(await loadIndex(doctorKeys, idb), null)
	const bytes = randomBytes(5000)
	await door.saveIndex(doctorKeys, bytes, 17, idb)
	assert.deepEqual(await loadIndex(doctorKeys, idb), { bytes, logSize: 17 })
	await door.saveIndex(doctorKeys, bytes.slice(1), 18, idb)
	assert.equal((await loadIndex(doctorKeys, idb)).logSize, 18)
	const change = (member, value) => transact(idb, "readwrite", (stores) => new Promise((resolve) => {
		const store = stores("session")
		const request = store.get([inst, doctor.user, "index"])
		request.onsuccess = () => {
			store.put({ ...request.result, [member]: value }, [inst, doctor.user, "index"])
			resolve(request.result[member])
		}
	}))
	for (const [member, value, reason] of [["logSize", 17, "aead"], ["logRoot", randomBytes(32), "aead"],
		["n", randomBytes(12), "aead"], ["e", 2, "epoch"]]) {
		const before = await change(member, value)
		await assert.rejects(loadIndex(doctorKeys, idb), alarm(reason))
		await change(member, before)
	}
	assert.equal((await loadIndex(doctorKeys, idb)).logSize, 18)
	await change("c", new Blob([randomBytes(5015)]))
	await assert.rejects(loadIndex(doctorKeys, idb), alarm("aead"))
	await change("c", bytes)
	assert.equal(await loadIndex(doctorKeys, idb), null, "what an earlier version wrote is as good as none")
})

test("a storage that fails is no alarm", async () => {
	const broken = { open() { throw new DOMException("no", "SecurityError") } }
	await assert.rejects(door.resumeSession(who(doctor), half(), forDoctor, /** @type {any} */ (broken)),
		{ name: "SecurityError" })
	await assert.rejects(loadIndex(doctorKeys, /** @type {any} */ (broken)), { name: "SecurityError" })
})
