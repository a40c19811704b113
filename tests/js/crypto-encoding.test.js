// @ts-check
import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { fromBase64url, fromHex, fromInteger, fromText, fromUuid, makeArena, randomBytes, toBase32, toBase64url, toHex,
	toInteger, toText, toUuid, tup, untup } from "../../static/js/crypto/bytes.js"
import { integer, readCanonical, uuid } from "../../static/js/crypto/json.js"
import { index, load, mustFail } from "./vectors.js"

const vectors = load("encoding.json")
const { refuses, counted } = mustFail("encoding.json")
const short = (label) => label.replace("rpp/v1/", "")

test("the vectors are the ones that index.json names", () => {
	for (const { file, bytes, sha256 } of index.files) {
		const text = readFileSync(new URL(`../vectors/${file}`, import.meta.url))
		assert.equal(text.length, bytes)
		assert.equal(createHash("sha256").update(text).digest("hex"), sha256)
	}
	assert.equal(index.files.reduce((sum, { mustFail: count }) => sum + count, 0), index.mustFailTotal)
})

for (const { label, fields, values, bytes } of vectors.tup)
	test(`TUP ${label} both ways`, () => {
		const typed = Object.fromEntries(fields.split(" ").map((field) => {
			const [name, type] = field.split(":")
			return [name, /^[bB]/.test(type) ? fromHex(values[name]) : values[name]]
		}))
		assert.equal(toHex(tup(short(label), typed)), bytes)
		assert.deepEqual(untup(short(label), fromHex(bytes)), typed)
	})
for (const { name, label, bytes } of vectors.tup_must_fail)
	refuses(`TUP: ${name}`, () => untup(short(label), fromHex(bytes)))

for (const { text, bytes } of vectors.base64url.ok)
	test(`base64url ${text}`, () => {
		assert.equal(toHex(fromBase64url(text)), bytes)
		assert.equal(toBase64url(fromHex(bytes)), text)
	})
for (const { name, text } of vectors.base64url.must_fail)
	refuses(`base64url: ${name} ${JSON.stringify(text)}`, () => fromBase64url(text))

for (const { text, bytes } of vectors.uuid.ok)
	test(`uuid ${text}`, () => {
		assert.equal(toHex(fromUuid(text)), bytes)
		assert.equal(toUuid(fromHex(bytes)), text)
	})
for (const { text } of vectors.uuid.must_fail)
	refuses(`uuid: ${JSON.stringify(text)}`, () => fromUuid(uuid(text)))

for (const { json, bytes } of vectors.integer.ok)
	test(`integer ${json}`, () => {
		assert.equal(toHex(fromInteger(integer(readCanonical(json)))), bytes)
		assert.equal(toInteger(fromHex(bytes)), Number(json))
	})
for (const { json } of vectors.integer.must_fail)
	refuses(`integer: ${json}`, () => integer(readCanonical(json)))

for (const { text } of vectors.canonical_json.ok)
	test(`canonical JSON ${text}`, () => assert.equal(JSON.stringify(readCanonical(text)), text))
for (const { name, text } of vectors.canonical_json.must_fail)
	refuses(`canonical JSON: ${name}`, () => readCanonical(text))

test("base32", () => assert.equal(toBase32(fromHex(vectors.base32.bytes)), vectors.base32.text))

test("random bytes come back from base64url and hex, of any length", () => {
	for (let length = 0; length < 300; length++) {
		const bytes = randomBytes(length)
		assert.deepEqual(fromBase64url(toBase64url(bytes)), bytes)
		assert.equal(toBase64url(bytes), Buffer.from(bytes).toString("base64url"))
		assert.deepEqual(fromHex(toHex(bytes)), bytes)
	}
})

test("no other text gives the same bytes", () => {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for (const stem of ["", "A", "AA", "AAAA", "AAAAA"])
		for (const last of alphabet) {
			const text = stem + last
			let back
			try {
				back = toBase64url(fromBase64url(text))
			} catch {
				continue
			}
			assert.equal(back, text)
		}
})

/** As the language's specification has it: blanks are skipped, padding is allowed, bits left over are forgiven. */
function setFromBase64(text, { alphabet, lastChunkHandling }) {
	assert.deepEqual([alphabet, lastChunkHandling], ["base64url", "loose"])
	const bare = text.replace(/[ \t\n\f\r]/g, "")
	const [, digits, padding] = /^([A-Za-z0-9_-]*)(=*)$/.exec(bare) ?? []
	if (digits === undefined || digits.length % 4 === 1 || padding !== "" && (digits.length + padding.length) % 4 !== 0)
		throw new SyntaxError("no base64")
	const bytes = Buffer.from(digits, "base64url").subarray(0, this.length)
	this.set(bytes)
	return { read: text.length, written: bytes.length }
}

test("a browser's own base64url is taken no more freely than ours", async (t) => {
	const given = { toBase64() { return Buffer.from(this).toString("base64url") }, setFromBase64 }
	for (const [name, value] of Object.entries(given))
		Object.defineProperty(Uint8Array.prototype, name, { value, configurable: true })
	t.after(() => {
		for (const name of Object.keys(given))
			delete Uint8Array.prototype[name]
	})
	const own = await import("../../static/js/crypto/base64.js?own")
	const said = (read, text) => {
		try {
			return toHex(read(text))
		} catch (error) {
			return error.reason
		}
	}
	const texts = [...vectors.base64url.ok, ...vectors.base64url.must_fail].map(({ text }) => text)
	for (let length = 0; length < 12; length++)
		for (let i = 0; i < 200; i++)
			texts.push(Array.from(randomBytes(length), (byte) => "AQgZ_-=  \t\n+/é0w"[byte % 18]).join(""))
	let good = 0
	for (const text of texts) {
		assert.equal(said(own.fromBase64url, text), said(fromBase64url, text), JSON.stringify(text))
		good += said(own.fromBase64url, text) === "base64url" ? 0 : 1
	}
	assert.ok(good > 50 && good < texts.length - 50, "of both sorts there are many")
	for (let length = 0; length < 70; length++) {
		const bytes = randomBytes(length)
		assert.equal(own.toBase64url(bytes), toBase64url(bytes))
		assert.deepEqual(own.fromBase64url(own.toBase64url(bytes)), bytes)
	}
})

test("an arena gives room that nobody else has until it is reset", () => {
	const { take, reset } = makeArena(10)
	const [a, b, c] = [take(4), take(6), take(1)]
	for (const [i, bytes] of [a, b, c].entries())
		bytes.fill(i + 1)
	assert.deepEqual([[...a], [...b], [...c]], [[1, 1, 1, 1], [2, 2, 2, 2, 2, 2], [3]])
	assert.equal(a.buffer, b.buffer)
	assert.notEqual(a.buffer, c.buffer)
	reset()
	assert.deepEqual([...take(5)], [1, 1, 1, 1, 2])
	assert.equal(take(11).length, 11)
})

test("text that is not UTF-8 is refused, a byte order mark is kept", () => {
	assert.throws(() => toText(Uint8Array.of(0xc3, 0x28)), { reason: "utf8" })
	assert.equal(toText(fromText("\ufeffx")), "\ufeffx")
})

test("a TUP takes no value of another type", () => {
	assert.throws(() => tup("ikid", { inst: vectors.uuid.ok[0].text, e: "1" }), { reason: "type" })
	assert.throws(() => tup("ikid", { inst: vectors.uuid.ok[0].text }), { reason: "type" })
	assert.throws(() => tup(/** @type {any} */ ("other"), {}), { reason: "label" })
	assert.throws(() => tup("leaf/roster", { inst: vectors.uuid.ok[0].text, seq: 1, head: new Uint8Array(31) }),
		{ reason: "length" })
})

counted()
