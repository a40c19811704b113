// @ts-check
// A flip of every byte of every object that a server hands out: one kind of alarm, no plaintext, no key.
// Here a part of the flips, always the same; all of them with PALREG_FLIPS=all (./palreg fuzz runs them).
import assert from "node:assert/strict"
import { after, test } from "node:test"
import * as door from "../../static/js/crypto/index.js"
import { institution } from "../../static/js/crypto/roster.js"
import { IDBFactory } from "../node_modules/fake-indexeddb/build/esm/index.js"
import { busy, visit } from "./hostile-visit.js"
import { keysOf, makeWorld, NOW, Register, truth } from "./hostile-world.js"

/** @typedef {any} Any */

const ALL = process.env["PALREG_FLIPS"] === "all"
const LEAST = 5000
const LONGEST_MS = 5000
const { world } = /** @type {Any} */ (await makeWorld())
const { ana, cyril } = world.people
const [first, second] = world.chains
const note = world.chains.findLast(({ t }) => t === "note")
let flips = 0

/** The same bits on every run: a walk through 255 masks. */
const maskOf = (i) => 1 + (i * 97 + 13) % 255

/**
 * @param {string} text
 * @param {number} i
 * @returns {string} with one byte changed
 */
function flipped(text, i) {
	const bytes = new TextEncoder().encode(text)
	bytes[i] = /** @type {number} */ (bytes[i]) ^ maskOf(i)
	return new TextDecoder().decode(bytes)
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} step  every so manieth byte, unless all are wanted
 * @param {(text: string) => Promise<unknown>} open
 */
function eachByte(name, text, step, open) {
	test(`${name}: a flip of ${ALL || step === 1 ? "every byte" : `one byte in ${step}`} is an alarm`, async () => {
		await open(text)
		let slowest = 0
		for (let i = ALL ? 0 : name.length % step; i < text.length; i += ALL ? 1 : step) {
			const from = busy()
			const got = await open(flipped(text, i)).then((value) => ({ value }), (error) => error)
			assert.equal(got.name, "IntegrityAlarm", `byte ${i}: ${flipped(text, i).slice(Math.max(0, i - 20), i + 20)}: ${got.stack ?? JSON.stringify(got.value)}`)
			slowest = Math.max(slowest, busy() - from)
			flips++
		}
		assert.ok(slowest < LONGEST_MS, `${slowest} ms`)
	})
}

/* Records: alone, in a list, in a history, as news of what was seen, and a note. */

const t = /** @type {const} */ ("passport")
const newest = first.made.at(-1)
const pin = { rev: 2, hash: first.made[1].docHash }
const texts = first.made.map(({ text }) => text)

eachByte("a record", second.made[0].text, 1, (text) => door.openDocument(cyril.keyring, text, { t, rec: second.rec }))
eachByte("a record that was seen", newest.text, 1, (text) => door.openDocument(cyril.keyring, text, { t, rec: first.rec, pin: { rev: 3, hash: newest.docHash } }))
eachByte("news of a record", newest.text, 3, (text) => door.openDocument(cyril.keyring, text, { t, rec: first.rec, pin }))
eachByte("a note", note.made.at(-1).text, 1, (text) => door.openDocument(cyril.keyring, text, { t: "note", rec: note.rec, of: note.of }))
eachByte("a record in a list", second.made[0].text, 3, async (text) => {
	const [one, two] = await door.openDocuments(door.exportForWorker(cyril.keyring), [text, newest.text], { t })
	assert.equal(/** @type {Any} */ (two).object?.surname, first.words.at(-1), "the other one is shown")
	const { rec, alarm, object } = /** @type {Any} */ (one)
	// In a list nothing but its signature says which record it is.
	assert.ok(alarm !== undefined || rec === second.rec && object !== undefined)
	if (alarm !== undefined)
		throw Object.assign(new Error(alarm.reason), { name: /^[0-9a-f-]{36}$/.test(alarm.incident) ? "IntegrityAlarm" : "none" })
})
for (const [i, text] of texts.entries())
	eachByte(`revision ${i + 1} of a history`, text, 7, (changed) => door.openHistory(cyril.keyring, texts.with(i, changed), { t, rec: first.rec, pin }))

/* Keys: at an unlock and at a page load. */

const keys = keysOf(world, "cyril")
const unlock = (change) => door.unlock(cyril.unlocker, cyril.account, { ...keys, ...change })
const idb = new IDBFactory()
const { half } = new Register(world, "cyril")
await door.enrolBrowser(cyril.account, idb)
await door.rememberSession(cyril.keyring, half, idb)
const resume = (change, serverHalf = half) => door.resumeSession({ inst: world.inst, user: cyril.user }, serverHalf, { ...keys, ...change }, idb)

eachByte("a bundle at an unlock", keys.bundle, 5, (bundle) => unlock({ bundle }))
eachByte("the private keys of a bundle at a page load", JSON.parse(keys.bundle).privs.c, 1, (c) => {
	const bundle = JSON.parse(keys.bundle)
	return resume({ bundle: JSON.stringify({ ...bundle, privs: { ...bundle.privs, c } }) })
})
eachByte("the server's half", half, 1, (serverHalf) => resume({}, serverHalf))
for (const [i, entry] of keys.roster.entries()) {
	eachByte(`entry ${i} of the roster`, entry, 13, (text) => unlock({ roster: keys.roster.with(i, text) }))
	eachByte(`entry ${i} of the roster, at a page load`, JSON.parse(entry).body, 17, (body) =>
		resume({ roster: keys.roster.with(i, JSON.stringify({ ...JSON.parse(entry), body })) }))
}
for (const [i, grant] of keys.grants.entries())
	test(`grant ${i + 1} with a byte flipped is an alarm, or as good as none`, async () => {
		for (let at = i; at < grant.length; at += ALL ? 1 : 9) {
			const got = await unlock({ grants: keys.grants.with(i, flipped(grant, at)) }).catch((error) => error)
			flips++
			if (got instanceof Error) {
				assert.equal(got.name, "IntegrityAlarm", got.stack)
				continue
			}
			for (const [record, e] of [[texts[0], 1], [texts[2], 2]]) {
				const read = await door.openDocument(got, record, { t, rec: first.rec }).catch((error) => error)
				assert.equal(read.name ?? "", got.reader.epochs.has(e) ? "" : "IntegrityAlarm", `byte ${at}`)
			}
			assert.ok([...got.reader.epochs.keys()].every((e) => e === 1 || e === 2))
		}
	})

/** A keyring that has not seen the last entry. */
const keptBack = await door.unlock(cyril.unlocker, cyril.account, { ...keys, roster: keys.roster.slice(0, -1), grants: keys.grants.slice(0, 1) })
eachByte("an entry that follows", world.roster.at(-1), 3, (text) => door.extendRoster({ ...keptBack }, [text]))

/* What officers are told. */

const root = institution(ana.keyring.roster)
eachByte("the recovery set", world.founded.recoverySet, 1, (text) => door.readSet(ana.keyring, text))
const { invited, made } = cyril
/** The officer before anybody was admitted. */
const alone = await door.unlock(ana.unlocker, ana.account, { ...keysOf(world, "ana"), roster: world.roster.slice(0, 3), grants: [world.founded.grantUser] })
for (const member of /** @type {const} */ (["sigPub", "encPub", "proof", "tag"]))
	eachByte(`an invited person's ${member}`, made[member], 1, (value) =>
		door.admitMember(alone, invited, { ...made, user: cyril.user, login: "cyril", [member]: value }, NOW - 3900))

/* The answers as they travel: the wrapping may break, what is sealed may not change. */

const words = truth(world)
const PLACES = [[/auth\/login$/, true], [/auth\/(session|keys)$/, false], [/^\/api\/documents$/, false], [/notes$/, false], [/^\/patients\//, false]]
const seen = await visit(world, undefined, { half })
for (const [pattern, sign] of /** @type {[RegExp, boolean][]} */ (PLACES))
	test(`answers of ${pattern.source} with a byte flipped: nothing false is shown, nothing is sealed to strangers`, async () => {
		for (let n = 0; n < (ALL ? 300 : 6); n++) {
			let at = 0
			const lie = (asked, answer) => {
				if (!pattern.test(asked.path))
					return answer
				const text = JSON.stringify(answer)
				at = (n * 7919 + 31) % text.length
				return new Response(flipped(text, at), { headers: { "content-type": "application/json" } })
			}
			const began = busy()
			const { seen: shown, errors, sealed } = await visit(world, lie, sign ? {} : { idb: seen.storage, half })
			assert.ok(busy() - began < LONGEST_MS)
			for (const [rec, text] of shown)
				assert.equal(text, words.get(rec), `byte ${at}`)
			for (const error of errors)
				assert.ok(["IntegrityAlarm", "ApiError", "Offline"].includes(error.name), `byte ${at}: ${error.stack}`)
			assert.ok(sealed === null || JSON.parse(sealed).kep === 2)
			flips++
		}
	})

after(() => {
	console.log(`${flips} flips`)
	assert.ok(flips >= LEAST, `${flips} flips`)
})
