// @ts-check
/** @file vectors.js: the golden vectors, and a count of the cases that were refused. */
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { fromHex } from "../../static/js/crypto/bytes.js"

const folder = new URL("../vectors/", import.meta.url)

/** @param {string} name */
export const load = (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"))

export const index = load("index.json")

/** Every member whose name is listed, from hexadecimal to bytes. */
export const hexed = (object, ...names) =>
	({ ...object, ...Object.fromEntries(names.map((name) => [name, fromHex(object[name])])) })

/**
 * One test per case that has to be refused. `counted`, called last, is the test that their number
 * is the one which index.json gives for the file.
 *
 * @param {string} file
 */
export function mustFail(file) {
	const expected = index.files.find((item) => item.file === file).mustFail
	let count = 0
	const refuses = (/** @type {string} */ name, /** @type {() => unknown} */ work) =>
		test(`${file}: refuses ${name}`, async () => {
			await assert.rejects(async () => work(), (error) => {
				assert.ok(["Refusal", "OperationError"].includes(error.name), `${error.stack}`)
				return true
			})
			count++
		})
	const counted = () => test(`${file}: ${expected} cases were refused`, () => assert.equal(count, expected))
	return { refuses, counted }
}
