// @ts-check
import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { fromBase64url, fromHex, fromInteger, fromText, fromUuid, randomBytes, toBase32, toBase64url, toHex,
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
