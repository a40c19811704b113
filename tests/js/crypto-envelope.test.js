// @ts-check
import assert from "node:assert/strict"
import { test } from "node:test"
import { equal, fromBase64url, fromHex, fromText, toBase64url, toHex, tup } from "../../static/js/crypto/bytes.js"
import { checkOnce, makeReader, openChain, openMany, openOne, sealOne } from "../../static/js/crypto/document.js"
import { docAAD, docHashMessage, docSigMessage, formatEnvelope, pad, parseEnvelope, unpad }
	from "../../static/js/crypto/envelope.js"
import { refuse } from "../../static/js/crypto/errors.js"
import { sha256 } from "../../static/js/crypto/kdf.js"
import { applyEntry, authorsOf, emptyRoster } from "../../static/js/crypto/roster.js"
import { sealKey, wrappingKey } from "../../static/js/crypto/seal.js"
import { sign, signingKey, verify, verifyingKey } from "../../static/js/crypto/sign.js"
import { wrapAAD } from "../../static/js/crypto/wrap.js"
import { load, mustFail } from "./vectors.js"

const vectors = load("envelope.json")
const { refuses, counted } = mustFail("envelope.json")
const texts = new Map(vectors.revisions.map(({ name, text }) => [name, text]))
texts.set("rewrap", vectors.rewrap.text)
const author = await signingKey(fromHex(`302e020100300506032b657004220420${vectors.edSeedOfAuthor}`))
const signed = async (key, n, aad, bytes) => new Uint8Array(await crypto.subtle.encrypt(
	{ name: "AES-GCM", iv: fromHex(n), additionalData: aad }, await sealKey(fromHex(key)), bytes))

const textOf = (item) => item.make === undefined ? item.text ?? texts.get(item.revision) :
	texts.get("rev1").padEnd(131073, " ")

const readerOf = async (more = [], iks = [1]) => {
	const roster = emptyRoster()
	for (const text of [...vectors.roster, ...more])
		await applyEntry(roster, text)
	const epochs = new Map()
	for (const e of iks)
		epochs.set(e, await wrappingKey(fromHex(vectors.iks[e])))
	return makeReader(vectors.inst, epochs, authorsOf(roster))
}

/** The cases name inst as well; a reader has it from its keyring. */
const openCase = async (item) => {
	const { inst, iks, pin, ...expected } = item.expect
	const reader = { ...await readerOf(item.rosterThen, iks), inst }
	if (pin !== undefined)
		expected.pin = { rev: pin.rev, hash: toBase64url(fromHex(pin.hash)) }
	return openOne(reader, textOf(item), expected)
}

for (const { jsonBytes, paddedLength, cLength } of vectors.padding)
	test(`padding of ${jsonBytes} bytes`, () => {
		const bytes = new Uint8Array(jsonBytes).fill(32)
		const padded = pad(bytes)
		assert.equal(padded.length, paddedLength)
		assert.equal(padded.length + 16, cLength)
		assert.deepEqual(unpad(padded), bytes)
	})
test("nothing is padded beyond its limits", () => {
	assert.throws(() => pad(new Uint8Array(1)), { reason: "size" })
	assert.throws(() => pad(new Uint8Array(65533)), { reason: "size" })
})

for (const item of vectors.revisions)
	test(`envelope ${item.name}, byte for byte`, async () => {
		const envelope = parseEnvelope(item.text)
		assert.equal(formatEnvelope(envelope), item.text)
		const padded = pad(fromText(item.json))
		assert.equal(toHex(fromText(item.json)), item.jsonUtf8)
		assert.equal(padded.length, item.paddedLength)
		assert.equal(toHex(await sha256(padded)), item.paddedSha256)
		const aad = docAAD(envelope)
		assert.equal(toHex(aad), item.docAAD)
		assert.ok(equal(await signed(item.cek, item.n, aad, padded), envelope.c))
		const message = docSigMessage(aad, envelope)
		assert.equal(toHex(await sha256(message)), item.docSigMsgSha256)
		assert.ok(item.docSigMsg === undefined || toHex(message) === item.docSigMsg)
		assert.ok(equal(await sign(author, message), envelope.sig))
		const hashed = docHashMessage(aad, envelope)
		assert.ok(item.docHashMsg === undefined || toHex(hashed) === item.docHashMsg)
		const docHash = await sha256(hashed)
		assert.equal(toHex(docHash), item.docHash)
		const { inst, rec, rev, kep } = envelope
		assert.equal(toHex(wrapAAD({ inst, rec, kep, docHash })), item.wrapAAD)
		assert.ok(equal(await signed(item.ik, item.wn, fromHex(item.wrapAAD), fromHex(item.cek)), envelope.wk))
		assert.equal(toHex(tup("leaf/doc", { inst, rec, rev, docHash })), item.leaf)
		assert.equal(toHex(await sha256(Uint8Array.of(0, ...fromHex(item.leaf)))), item.leafHash)
	})

test("a document wrapped again keeps everything but its wrap", () => {
	const { from, kep, wn, wrapAAD: aad, docHash, text } = vectors.rewrap
	const [before, after] = [parseEnvelope(texts.get(from)), parseEnvelope(text)]
	assert.deepEqual({ ...after, kep: before.kep, wn: before.wn, wk: before.wk }, before)
	assert.equal(after.kep, kep)
	assert.equal(toHex(after.wn), wn)
	assert.equal(toHex(wrapAAD({ inst: after.inst, rec: after.rec, kep, docHash: fromHex(docHash) })), aad)
})

for (const item of vectors.open_ok)
	test(`open: ${item.name}`, async () => {
		const { deleted, gap, retired, object } = await openCase(item)
		assert.deepEqual({ deleted, gap, retired }, item.result)
		const { json } = vectors.revisions.find(({ name }) => name === item.revision) ??
			vectors.revisions.find(({ name }) => name === vectors.rewrap.from)
		assert.equal(JSON.stringify(object), json)
	})
for (const item of vectors.must_fail)
	refuses(item.name, () => openCase(item))

test("the chain, whole and through its pin", async () => {
	const { rec } = parseEnvelope(texts.get("rev1"))
	const chain = vectors.chain_ok.map((name) => texts.get(name))
	const reader = await readerOf()
	const hashOf = (name) => toBase64url(fromHex(vectors.revisions.find((item) => item.name === name).docHash))
	const opened = await openChain(reader, chain, { t: "passport", rec, pin: { rev: 2, hash: hashOf("rev2") } })
	assert.deepEqual(opened.map(({ rev, deleted }) => [rev, deleted]), [[1, false], [2, false], [3, true]])
	await assert.rejects(openChain(reader, chain, { t: "passport", rec, pin: { rev: 2, hash: hashOf("rev1") } }),
		{ reason: "changed" })
	await assert.rejects(openChain(reader, chain, { t: "passport", rec, pin: { rev: 4, hash: hashOf("rev1") } }),
		{ reason: "older" })
})
for (const { name, chain } of vectors.chain_must_fail)
	refuses(`chain: ${name}`, async () => {
		const revisions = chain.map((revision) => texts.get(revision))
		return openChain(await readerOf(), revisions, { t: "passport", rec: parseEnvelope(revisions[0]).rec })
	})
for (const { name, recs } of vectors.list_must_fail)
	refuses(`list: ${name}`, () => checkOnce(recs))

test("the history of an author who left is not marked up to the pin, and marked after it", async () => {
	const { rosterThen } = vectors.open_ok.find(({ name }) => name.startsWith("author removed, revision not"))
	const reader = await readerOf(rosterThen)
	const chain = vectors.chain_ok.map((name) => texts.get(name))
	const pin = { rev: 2, hash: toBase64url(fromHex(vectors.revisions[1].docHash)) }
	const opened = await openChain(reader, chain, { t: "passport", pin })
	assert.deepEqual(opened.map(({ retired }) => retired), [false, false, true])
})

test("every byte of a sealed document, flipped, is noticed", async () => {
	const { of, fields, total, expect: { inst: _, ...expected } } = vectors.flip_every_byte
	const reader = await readerOf()
	const good = JSON.parse(texts.get(of))
	let flips = 0
	for (const [name, length] of Object.entries(fields)) {
		const bytes = fromBase64url(good[name])
		assert.equal(bytes.length, length)
		for (let i = 0; i < length; i++) {
			const changed = bytes.slice()
			changed[i] ^= 1
			const text = JSON.stringify({ ...good, [name]: toBase64url(changed) })
			await assert.rejects(openOne(reader, text, expected), (error) =>
				["Refusal", "OperationError"].includes(error.name))
			flips++
		}
	}
	assert.equal(flips, total)
	assert.equal((await openOne(reader, texts.get(of), expected)).rev, 1)
})

/* Most envelopes are read without being parsed as JSON: what is let through has to be canonical all the same. */
const usual = texts.get("rev2")
const readOr = (text) => {
	try {
		return parseEnvelope(text)
	} catch (error) {
		assert.equal(error.name, "Refusal", error.stack)
		return null
	}
}

test("whatever letter of an envelope is another one, it is canonical or refused", () => {
	let taken = 0
	for (let i = 0; i < usual.length; i++)
		for (const letter of ["", " ", "\"", "\\", "0", "1", "A", "_", "-", "=", "\n", "é", "}", `${usual[i]}${usual[i]}`]) {
			const text = usual.slice(0, i) + letter + usual.slice(i + 1)
			const envelope = readOr(text)
			if (envelope === null)
				continue
			taken++
			assert.equal(JSON.stringify(JSON.parse(text)), text)
			assert.equal(formatEnvelope(envelope), text)
		}
	assert.ok(taken > usual.length, "most letters of a ciphertext may be others")
})

test("numbers are written in one way", () => {
	for (const [from, to, good] of [["rev", "7", true], ["ts", "0", true], ["ts", "9007199254740991", true], ["ts", "9007199254740992", false],
		["ts", "99999999999999999999", false], ["ts", "01", false], ["ts", "-0", false], ["ts", "1e3", false], ["ts", "1.0", false],
		["ts", "\"1\"", false], ["rev", "0", false], ["kep", "0", false], ["rev", "1", false]]) {
		const text = usual.replace(new RegExp(`"${from}":[0-9]+`), `"${from}":${to}`)
		assert.equal(readOr(text) !== null, good, `${from}: ${to}`)
	}
})

test("an envelope is the whole text", () => {
	for (const text of [`${usual}\n`, ` ${usual}`, `${usual}${usual}`, usual.slice(0, -1), usual.replace("{\"v\":1,", "{"),
		usual.replace("\"kep\"", "\"kep2\":1,\"kep\"")])
		assert.equal(readOr(text), null)
	assert.throws(() => parseEnvelope(/** @type {any} */ (undefined)), { reason: "size" })
	assert.throws(() => parseEnvelope(usual.padEnd(131073)), { reason: "size" })
})

/** What the server checks of a new revision, said with the functions of the browser. */
async function serverTakes({ user, last, epoch, now, ...item }) {
	const envelope = parseEnvelope(textOf(item))
	if (envelope.inst !== vectors.inst || (last !== null && last.t !== envelope.t))
		refuse("place")
	if (envelope.by !== user)
		refuse("user")
	if (envelope.rev !== (last?.rev ?? 0) + 1 || (last !== null && toHex(envelope.prev) !== last.hash))
		refuse("stale")
	if (envelope.kep !== epoch)
		refuse("epoch")
	if (Math.abs(envelope.ts - now) > 600)
		refuse("clock")
	const key = await verifyingKey(fromHex(vectors.server.sigPubOf[user]))
	if (!await verify(key, envelope.sig, docSigMessage(docAAD(envelope), envelope)))
		refuse("signature")
}
for (const item of vectors.server.accept)
	test(`server takes: ${item.name}`, () => serverTakes(item))
for (const item of vectors.server.refuse)
	refuses(`at the server: ${item.name}`, () => serverTakes(item))

/* Round trips. */

const writer = { inst: vectors.inst, user: parseEnvelope(texts.get("rev1")).by, sign: author, e: 1,
	wrap: await wrappingKey(fromHex(vectors.iks[1])) }

test("random documents come back, in lists and one by one", async () => {
	const reader = await readerOf()
	const drafts = Array.from({ length: 150 }, (_, i) => ({
		t: /** @type {const} */ ("passport"), rec: crypto.randomUUID(), rev: 1, ts: 1767225600 + i,
		object: { surname: "Ж".repeat(i * 7), n: i, list: [i, { x: null }] },
	}))
	const sealed = await Promise.all(drafts.map((draft) => sealOne(writer, draft)))
	const opened = await openMany(reader, sealed.map(({ text }) => text), { t: "passport" })
	for (const [i, { rec, object, docHash, retired }] of opened.entries()) {
		assert.deepEqual([rec, object, docHash, retired], [drafts[i].rec, drafts[i].object, sealed[i].docHash, false])
		const one = await openOne(reader, sealed[i].text, { t: "passport", rec })
		assert.deepEqual(one.object, object)
	}
	assert.equal(reader.verified.size, drafts.length)
})

test("documents of every size share their room and none is mistaken for another", async () => {
	const reader = await readerOf()
	const drafts = Array.from({ length: 60 }, (_, i) => ({ t: /** @type {const} */ ("passport"), rec: crypto.randomUUID(), rev: 1,
		ts: i, object: { i, long: "ё".repeat(i % 3 === 0 ? 15000 - i : i) } }))
	const list = (await Promise.all(drafts.map((draft) => sealOne(writer, draft)))).map(({ text }) => text)
	for (const i of [7, 30])
		list[i] = list[i].replace('"ts":', '"ts":9')
	const opened = await openMany(reader, list, { t: "passport" })
	for (const [i, item] of opened.entries())
		assert.deepEqual(item.object ?? item.alarm.reason, i === 7 || i === 30 ? "signature" : drafts[i].object)
})

test("of many documents only what is wanted is kept", async () => {
	const list = [texts.get("rev1"), "{}"]
	const [one, two] = await openMany(await readerOf(), list, { t: "passport" }, ({ rev }) => `rev ${rev}`)
	assert.equal(one, "rev 1")
	assert.equal(two.alarm.reason, "members")
})

test("the same draft is never written twice alike", async () => {
	const draft = { t: /** @type {const} */ ("passport"), rec: crypto.randomUUID(), rev: 1, ts: 1, object: { a: 1 } }
	const [one, two] = [JSON.parse((await sealOne(writer, draft)).text), JSON.parse((await sealOne(writer, draft)).text)]
	for (const name of ["n", "c", "sig", "wn", "wk"])
		assert.notEqual(one[name], two[name])
})

test("drafts that no reader would take are not sealed", async () => {
	const draft = { t: /** @type {const} */ ("note"), rec: crypto.randomUUID(), rev: 1, ts: 1, object: { text: "x" } }
	const of = crypto.randomUUID()
	await assert.rejects(sealOne(writer, draft), { reason: "of" })
	await assert.rejects(sealOne(writer, { ...draft, object: { of: "x" } }), { reason: "of" })
	await assert.rejects(sealOne(writer, { ...draft, object: { of }, rev: 2 }), { reason: "prev" })
	await assert.rejects(sealOne(writer, { ...draft, object: { of, text: "x".repeat(65536) } }), { reason: "size" })
	await assert.rejects(sealOne(writer, { ...draft, object: { of }, rec: "1" }), { reason: "uuid" })
	await assert.rejects(sealOne(writer, { ...draft, object: { of }, ts: 1.5 }), { reason: "integer" })
	const { text } = await sealOne(writer, { ...draft, object: { deleted: true } })
	assert.equal((await openOne(await readerOf(), text, { t: "note", rec: draft.rec, of })).deleted, true)
})

test("a bad document in a list is an alarm in its place and nothing more", async () => {
	const reader = await readerOf()
	const make = async () => (await sealOne(writer,
		{ t: "passport", rec: crypto.randomUUID(), rev: 1, ts: 1, object: { a: 1 } })).text
	const list = await Promise.all([make(), make(), make()])
	const bad = JSON.parse(list[1])
	bad.ts = 2
	const results = await openMany(reader, [list[0], JSON.stringify(bad), "{}", list[2]], { t: "passport" })
	assert.deepEqual(results.map((item) => "alarm" in item ? item.alarm.reason : "open"),
		["open", "signature", "members", "open"])
	assert.match(results[1].alarm.incident, /^[0-9a-f-]{36}$/)
	assert.equal(results[1].rec, bad.rec)
	await assert.rejects(openMany(reader, [list[0], list[0]], { t: "passport" }), { reason: "twice" })
})

test("a verified signature is remembered for the key that made it only", async () => {
	const reader = await readerOf()
	const expected = { t: /** @type {const} */ ("passport") }
	const { docHash } = await openOne(reader, texts.get("rev1"), expected)
	assert.ok(reader.verified.has(docHash))
	reader.authors.set(writer.user, { current: new Uint8Array(32).fill(7), retired: [] })
	await assert.rejects(openOne(reader, texts.get("rev1"), expected), { reason: "signature" })
})

counted()
