// @ts-check
/** @file crypto-ceremony.test.js: two custodians of three restore what no officer can open any more; nothing less does. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { openCeremony, readPapers, readRestored, readSigned, restoreOfficer, signProposal } from "../../static/js/crypto/ceremony.js"
import * as door from "../../static/js/crypto/index.js"
import { emptyRoster, applyEntry, bodyBytes, formatEntry, nextBody } from "../../static/js/crypto/roster.js"
import { proposeOfficer, signSecond } from "../../static/js/crypto/officers.js"
import { newKeys, sign, signingKey } from "../../static/js/crypto/sign.js"
import { fromBase64url, NIL, toBase64url } from "../../static/js/crypto/bytes.js"
import { now, Office, origin, passphrases, PASSWORD, sealedPassport } from "./office.js"

const office = await Office.found()
const { founded } = office
const ana = await office.open("ana")
await office.admit(ana, "cyril", "doctor")
const rec = crypto.randomUUID()
const { text: passport } = await sealedPassport(await office.open("cyril"), rec)
const files = founded.shareFiles.map((text, i) => ({ text, passphrase: passphrases[i] }))
const papers = office.papersFor(ana.user, "ana")
const read = await readPapers(papers)
const wrong = (reason, nth) => (error) => {
	assert.equal(error.name, "WrongSecret", error.stack)
	assert.deepEqual([error.reason, error.nth], [reason, nth])
	return true
}
const recoveryFile = founded.recoveryFile
const open = (shares, given = {}) => openCeremony(given.read ?? read, { recoveryFile, shares, ...given })
/** One sign of base64url changed in the middle of a member. */
const spoiled = (text, name) => text.replace(new RegExp(`("${name}":".{8})(.)`), (_, head, sign) => head + (sign === "A" ? "B" : "A"))

test("the papers say whom they are for, who is a member and where the roster stands", () => {
	assert.deepEqual([read.papers.kind, read.papers.login, read.members.map(({ login, role }) => `${login} ${role}`)],
		["restore", "ana", ["ana officer", "cyril doctor"]])
})

const restored = new Map()
for (const pair of [[0, 1], [2, 0], [1, 2]])
	test(`shares ${pair[0] + 1} and ${pair[1] + 1} give root's keys back, and these an officer`, async () => {
		const ceremony = await open(pair.map((i) => files[i]))
		for (const key of [ceremony.root.sign, ceremony.root.box.privateKey])
			assert.equal(key.extractable, false)
		restored.set(pair.join(), await restoreOfficer(ceremony, { password: PASSWORD, now: now + 100 }))
	})

test("the restored officer reads what was sealed, and so does the doctor whose grants the lost one had given", async () => {
	const { answer, keyFile, epochs } = restored.get("0,1")
	assert.equal(epochs, 1)
	const { bundle, entry, grants } = await readRestored(answer)
	for (const secret of [PASSWORD, JSON.parse(keyFile).kf, ...passphrases])
		assert.ok(!answer.includes(secret))
	const before = { roster: [...office.roster], grants: new Map(office.grants), people: new Map(office.people) }
	office.take({ entries: [entry], grants }, [ana.user])
	const account = await door.readKeyFile(keyFile, origin)
	const { unlocker } = await door.deriveAuth(account, PASSWORD)
	await assert.rejects(office.open("ana"), { name: "IntegrityAlarm" }, "the lost keys open nothing")
	office.people.set("ana", { account, unlocker, bundle })
	for (const login of ["ana", "cyril"]) {
		const { object } = await door.openDocument(await office.open(login), passport, { t: "passport", rec, pin: undefined })
		assert.equal(object.surname, "Ветрова")
	}
	const again = await office.open("ana")
	const { entries, grants: more } = await door.rotateKey(again, { leavers: [], reason: "compromise", given: office.given(), now: now + 200 })
	office.take({ entries, grants: more })
	assert.equal((await office.open("cyril")).reader.epochs.size, 2)
	Object.assign(office, before)
})

test("somebody who was no member becomes an officer in the same way", async () => {
	const user = crypto.randomUUID()
	const ceremony = await open([files[1], files[2]], { read: await readPapers(office.papersFor(user, "nova")) })
	const { answer, keyFile } = await restoreOfficer(ceremony, { password: PASSWORD, now: now + 100 })
	const { bundle, entry, grants } = await readRestored(answer)
	const account = await door.readKeyFile(keyFile, origin)
	const { unlocker } = await door.deriveAuth(account, PASSWORD)
	const nova = await door.unlock(unlocker, account, { bundle, roster: [...office.roster, entry], grants })
	assert.deepEqual([nova.role, grants.length], ["officer", 1])
	await door.openDocument(nova, passport, { t: "passport", rec, pin: undefined })
	await assert.rejects(restoreOfficer(ceremony, { password: "short", now }), wrong("password"))
})

test("one share, two of the same, three, none: nothing is opened", async () => {
	for (const shares of [[], [files[0]], files])
		await assert.rejects(open(shares), wrong("two"))
	await assert.rejects(open([files[0], files[0]]), wrong("same"))
})

test("a wrong passphrase and a corrupt or foreign share are told apart, and whose it is", async () => {
	const other = await Office.found("zoe")
	const [first, second] = files
	await assert.rejects(open([first, { ...second, passphrase: first.passphrase }]), wrong("passphrase", 2))
	await assert.rejects(open([{ ...first, passphrase: "short" }, second]), wrong("passphrase", 1))
	await assert.rejects(open([{ ...first, text: spoiled(first.text, "c") }, second]), wrong("passphrase", 1))
	await assert.rejects(open([first, { ...second, text: second.text.replace('"idx":2', '"idx":3') }]), wrong("passphrase", 2))
	await assert.rejects(open([first, { text: other.founded.shareFiles[1], passphrase: passphrases[1] }]), wrong("share", 2))
	for (const text of ["", "{}", recoveryFile, `${second.text} `, second.text.slice(0, -1)])
		await assert.rejects(open([first, { ...second, text }]), wrong("share", 2))
	for (const file of [other.founded.recoveryFile, spoiled(recoveryFile, "c"), spoiled(recoveryFile, "recPub"), first.text, ""])
		await assert.rejects(open([first, second], { recoveryFile: file }), wrong("recovery"))
})

test("papers of which one signature, link or member is altered are refused", async () => {
	const json = JSON.parse(papers)
	const changed = (changes) => JSON.stringify({ ...json, ...changes })
	for (const bad of [
		changed({ roster: json.roster.slice(1) }), changed({ roster: json.roster.with(1, spoiled(json.roster[1], "sig")) }),
		changed({ roster: json.roster.with(3, spoiled(json.roster[3], "body")) }), changed({ set: spoiled(json.set, "sig") }),
		changed({ set: spoiled(json.set, "body") }), changed({ inst: crypto.randomUUID() }), changed({ more: 1 }),
		changed({ v: 2 }), changed({ roster: [] }), `${papers}\n`, "", "{}", recoveryFile,
	])
		await assert.rejects(readPapers(bad), wrong("papers"))
	const ceremony = await open([files[0], files[1]], { read: await readPapers(changed({ grants: [] })) })
	await assert.rejects(restoreOfficer(ceremony, { password: PASSWORD, now }), wrong("papers"), "the key of now is not among them")
})

test("a chain that was made up in front of the true root is refused, unless its mark is", async () => {
	const liar = await newKeys()
	const lies = emptyRoster()
	const key = await signingKey(liar.sigPriv)
	const add = async (given) => {
		const body = nextBody(lies, { inst: office.inst, time: now, ...given })
		const entry = formatEntry(body, [{ by: NIL, sig: await sign(key, bodyBytes(body)) }])
		await applyEntry(lies, entry)
		return entry
	}
	const root = ana.roster.active.get(NIL)
	const roster = [
		await add({ action: "genesis", reason: "genesis", role: "root", sigPub: liar.sigPub, encPub: liar.encPub }),
		await add({ action: "rekey", reason: "periodic", role: "root", sigPub: root.sigPub, encPub: root.encPub }),
	]
	const lying = await readPapers(JSON.stringify({ ...JSON.parse(papers), roster }))
	await assert.rejects(open([files[0], files[1]], { read: lying }), wrong("unmarked"))
	await assert.rejects(open([files[0], files[1]], { read: lying, mark: read.mark }), wrong("mark"))
	await open([files[0], files[1]], { mark: read.mark.toLowerCase().replaceAll(" ", "-") })
	await assert.rejects(open([files[0], files[1]], { mark: lying.mark }), wrong("mark"))
})

test("whoever knows the public commits but not root's key makes no set of his own", async () => {
	const json = JSON.parse(papers)
	const liar = await newKeys()
	const lies = emptyRoster()
	const { encPub } = ana.roster.active.get(NIL)
	const body = nextBody(lies, { inst: office.inst, time: now, action: "genesis", reason: "genesis", role: "root", sigPub: liar.sigPub, encPub })
	const key = await signingKey(liar.sigPriv)
	const genesis = formatEntry(body, [{ by: NIL, sig: await sign(key, bodyBytes(body)) }])
	const bytes = fromBase64url(JSON.parse(json.set).body)
	const set = JSON.stringify({ body: toBase64url(bytes), sigs: [{ by: NIL, sig: toBase64url(await sign(key, bytes)) }] })
	const lying = await readPapers(JSON.stringify({ ...json, roster: [genesis], set }))
	await assert.rejects(open([files[0], files[1]], { read: lying }), wrong("recovery"), "the shares open keys that are not this root's")
})

test("a single officer's second one: she invites and signs, the custodians sign too, she admits", async () => {
	const ana = await office.open("ana")
	const { invited, answered, person } = await office.answered(ana, { login: "bela", role: "officer" })
	const entry = await proposeOfficer(ana, invited, answered, now + 60)
	const proposal = { entry, set: null }
	const more = { given: office.given(), now: now + 61 }
	await assert.rejects(signSecond(ana, proposal, more), { name: "IntegrityAlarm", reason: "weight" })
	const ceremony = await open([files[0], files[2]], { read: await readPapers(office.papersToSign(entry)) })
	await assert.rejects(restoreOfficer(ceremony, { password: PASSWORD, now }), wrong("papers"))
	const signed = await readSigned(await signProposal(ceremony))
	await assert.rejects(signProposal(await open([files[0], files[1]])), wrong("papers"))
	await assert.rejects(readPapers(office.papersToSign(signed.entry)), wrong("papers"), "it is signed already")
	await assert.rejects(readPapers(office.papersToSign(spoiled(entry, "sig"))), wrong("papers"))
	office.take(await signSecond(ana, { ...proposal, entry: signed.entry }, more))
	office.people.set("bela", person)
	const bela = await office.open("bela")
	assert.equal(bela.role, "officer")
	await door.openDocument(bela, passport, { t: "passport", rec, pin: undefined })
})
