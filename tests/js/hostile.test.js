// @ts-check
// A server that lies in every way it can: nothing false is shown, nothing is sealed to strangers, and one kind of alarm is raised.
import assert from "node:assert/strict"
import { test } from "node:test"
import * as door from "../../static/js/crypto/index.js"
import { storageOf } from "./hostile-browser.js"
import { makeKit } from "./hostile-kit.js"
import { busy, visit } from "./hostile-visit.js"
import { makeWorld, Register, truth } from "./hostile-world.js"

/** @typedef {any} Any */
/** @typedef {import("./hostile-browser.js").Lie} Lie */

const { world, other } = /** @type {Any} */ (await makeWorld())
const kit = /** @type {Any} */ (await makeKit(world, other))
const words = truth(world)
const { cyril, ana } = world.people
const [A, B] = world.recs
const [N1, N2, N3] = world.chains.filter(({ t }) => t === "note").map(({ rec }) => rec)
const chainOf = (rec) => world.chains.find((chain) => chain.rec === rec)
const textOf = (rec, rev = 0) => chainOf(rec).made.at(rev - 1).text

/* The browsers: one that has nothing yet, one that has seen everything and signs in again, one that goes on with its list sealed beside it. */
const half = new Register(world, "cyril").half
const honest = await visit(world, undefined, { half })
const working = { idb: honest.storage, half }
const returning = { idb: await storageOf(honest.storage), sign: true }
await door.wipeSession({ inst: world.inst, user: cyril.user }, returning.idb)
const fresh = {}

test("an honest server: everything is shown, and there is no alarm", async () => {
	const visits = [honest]
	for (const given of [working, returning, { batch: 2 }])
		visits.push(await visit(world, undefined, given))
	for (const { errors, alarms, seen, sealed } of visits) {
		assert.deepEqual([errors, alarms, new Map(seen)], [[], [], words])
		assert.equal(JSON.parse(sealed).kep, 2)
	}
})

/* How a lie is told. */

const KEYS = /auth\/(keys|login)$/
const LOGIN = /auth\/login$/
const SESSION = /auth\/(session|login)$/
const LIST = /^\/api\/documents$/
const PAGE = /^\/patients\//
const NOTES = /^\/api\/patients\/.*\/notes$/
const VERSIONS = /versions$/

/** @param {RegExp} pattern @param {(truth: Any, asked: Any) => Any} change @returns {Lie} */
const at = (pattern, change) => (asked, truth) => pattern.test(asked.path) ? change(truth, asked) ?? truth : truth

/** @param {...Lie} lies @returns {Lie} */
const both = (...lies) => async (asked, truth) => {
	for (const lie of lies)
		truth = await lie(asked, truth)
	return truth
}

/** One record's text is another, in the list and on its page. */
const instead = (rec, text) => both(
	at(LIST, ({ documents }) => { for (const item of documents) if (item.text === textOf(rec)) item.text = text }),
	at(PAGE, (truth, { path }) => path.includes(rec) ? { envelope: text } : truth),
	at(NOTES, ({ notes }) => { for (const item of notes) if (item.envelope === textOf(rec)) item.envelope = text }))

/** What changed after the browser's last visit is this. */
const news = (text) => both(
	at(LIST, (truth) => ({ ...truth, documents: [{ seq: 100, area: 1, text }], last: 100, reached: 100 })),
	at(PAGE, (truth, { path }) => path.includes(A) ? { envelope: text } : truth))
/** After everything, in a batch of its own, comes this. */
const later = (text) => both(
	at(LIST, (truth, { query }) => query.get("after") === "0" ? { ...truth, more: true, reached: 99 } :
		{ documents: [{ seq: 99, area: 1, text }], left: [], last: 99, reached: 99, more: false }),
	at(PAGE, (truth, { path }) => path.includes(A) ? { envelope: text } : truth))

const json = (text, change) => JSON.stringify({ ...JSON.parse(text), ...change })
const inKeys = (change) => at(KEYS, ({ keys }) => { Object.assign(keys, change(keys)) })
const inBundle = (change) => inKeys(({ bundle }) => ({ bundle: json(bundle, change(JSON.parse(bundle))) }))
const grantsAre = (...texts) => inKeys(() => ({ grants: texts }))
const rosterIs = (change) => inKeys(({ roster }) => ({ roster: change(roster) }))
const without = (list, i) => list.toSpliced(i, 1)
const swapped = (list, i, j) => list.with(i, list.at(j)).with(j, list.at(i))

const ALL = [...words.keys()]

/**
 * Name, browser, lie, reasons of the alarms it raises, and what is not shown because of it; all else that is shown is true.
 *
 * @type {[string, object, Lie, string[], string[]][]}
 */
const LIES = [
	// Downgrades.
	["a record of another version", fresh, instead(B, json(textOf(B), { v: 2 })), ["constant"], [B]],
	["a record of another suite", fresh, instead(B, json(textOf(B), { suite: "A0" })), ["constant"], [B]],
	["a record of another kind", fresh, instead(B, json(textOf(B), { t: "note" })), ["asked"], [B]],
	["a record that brings its own parameters", fresh, instead(B, json(textOf(B), { kdf: "K0" })), ["members"], [B]],
	["a record without a signature", fresh, instead(B, json(textOf(B), { sig: "" })), ["size"], [B]],
	["a bundle of another suite", fresh, inBundle(() => ({ suite: "A0" })), ["constant"], ALL],
	["a bundle of an older version", fresh, inBundle(() => ({ v: 0 })), ["constant"], ALL],
	["a bundle with weaker parameters", fresh, inBundle(() => ({ kdf: { m: 8, t: 1, p: 1 } })), ["members"], ALL],
	["a bundle without the password's method", fresh, inBundle(({ methods }) => ({ methods: methods.map((one) => ({ ...one, m: "prf", id: "AAAA" })) })), ["methods"], ALL],
	["a bundle with a method of another kind", fresh, inBundle(({ methods }) => ({ methods: methods.map((one) => ({ ...one, m: "pw" })) })), ["constant"], ALL],
	["a bundle with two methods of one name", fresh, inBundle(({ methods }) => ({ methods: [...methods, ...methods] })), ["methods"], ALL],
	["a bundle with more methods than there may be", fresh, inBundle(({ methods }) => ({ methods: Array.from({ length: 5 }, () => methods[0]) })), ["list"], ALL],
	["a grant of another suite", fresh, inKeys(({ grants }) => ({ grants: grants.map((text) => json(text, { suite: "A2" })) })), ["constant"], ALL],
	["parameters that nobody asked for", fresh, at(KEYS, (truth) => ({ ...truth, kdf: { m: 8, t: 1, p: 1 }, suite: "A0", salt: "", optional: true })), [], []],
	// Swaps.
	["a patient under another's name", fresh, instead(B, textOf(A)), ["asked", "twice"], [B]],
	["a patient on another's page alone", working, at(PAGE, (truth, { path }) => path.includes(B) ? { envelope: textOf(A) } : truth), ["asked"], []],
	["two patients changed places on their pages", working, at(PAGE, (truth, { path }) =>
		path.includes(A) ? { envelope: textOf(B) } : path.includes(B) ? { envelope: textOf(A) } : truth), ["asked"], []],
	["a note of another patient", fresh, instead(N1, textOf(world.chains.at(-1).rec)), ["of"], [N1]],
	["a note as a passport", fresh, instead(B, textOf(N1)), ["asked"], [B]],
	["a passport as a note", fresh, instead(N1, textOf(B)), ["asked"], [N1]],
	["a note said to be of another day", fresh, at(NOTES, ({ notes }) => { for (const note of notes) note.on_iso = "2026-01-03" }), ["columns"], [N1, N2]],
	["a record of another institution", fresh, instead(A, other.a), ["asked"], [A]],
	["a record of another institution where this one was seen", working, instead(A, other.a), ["asked"], []],
	["a note of another institution where others were seen", working, at(NOTES, ({ notes }, { path }) => {
		if (path.includes(B))
			notes[0].envelope = other.note
	}), ["asked"], [N3]],
	["a record said to be of another institution", working, at(PAGE, (truth, { path }) => path.includes(B) ?
		{ envelope: textOf(B).replace(world.inst, other.inst) } : truth), ["asked"], []],
	["another's bundle", fresh, inKeys(() => ({ bundle: ana.bundle })), ["owner"], ALL],
	["another institution's bundle", fresh, inKeys(() => ({ bundle: other.founded.bundle })), ["owner"], ALL],
	["another institution's roster", fresh, rosterIs(() => other.roster), ["root"], ALL],
	["another institution's keys", fresh, inKeys(() => ({ bundle: other.founded.bundle, roster: other.roster, grants: other.grants })), ["root"], ALL],
	["another's session", fresh, at(SESSION, ({ session }) => { session.user = ana.user }), ["account"], ALL],
	["another institution's session", fresh, at(SESSION, ({ session }) => { session.inst = other.inst }), ["account"], ALL],
	// Going back.
	["an older revision, to who signs in again", returning, instead(A, textOf(A, 1)), ["older"], [A]],
	["an older revision, as news", working, news(textOf(A, 2)), ["older"], [A]],
	["an older revision on the page alone", working, at(PAGE, (truth, { path }) => path.includes(A) ? { envelope: textOf(A, 1) } : truth), ["older"], []],
	["an older note", working, instead(N2, textOf(N2, 1)), ["older"], [N2]],
	["another revision of the same number", working, news(kit.fork.texts[0]), ["changed"], [A]],
	["a revision that follows another one than was seen", working, news(kit.fork.texts[1]), ["chain"], [A]],
	["a later revision on a chain that was not seen", working, both(news(kit.fork.texts[2]), at(VERSIONS, () => ({ versions: kit.fork.versions }))), ["changed"], [A]],
	["a later revision, and the chain left out", working, both(news(kit.fork.texts[2]), at(VERSIONS, () => ({ versions: [] }))), ["older"], [A]],
	["a later revision, and a chain with a hole", working, both(news(kit.fork.texts[2]), at(VERSIONS, ({ versions }) => ({ versions: [...versions, kit.fork.texts[2]] }))), ["chain"], [A]],
	["an older revision after the newer one, in another batch", { batch: 6 }, later(textOf(A, 1)), ["older"], [A]],
	["another revision of the same number in another batch", { batch: 6 }, later(kit.fork.texts[0]), ["changed"], [A]],
	["a revision on another chain in another batch", { batch: 6 }, both(at(VERSIONS, () => ({ versions: kit.fork.versions.slice(0, 4) })),
		later(kit.fork.texts[1])), ["chain", "changed"], [A]],
	["the whole server set back", working, at(LIST, (truth) => ({ ...truth, documents: [], last: 15, reached: 3 })), ["older"], []],
	["a shorter roster", returning, rosterIs((roster) => roster.slice(0, 5)), ["shorter"], ALL],
	["a shorter roster, to who goes on", working, rosterIs((roster) => roster.slice(0, 6)), ["shorter"], ALL],
	["no roster", working, rosterIs(() => []), ["root"], ALL],
	["a roster that was taken apart", returning, rosterIs((roster) => without(roster, 4)), ["seq"], ALL],
	["a roster in another order", fresh, rosterIs((roster) => swapped(roster, 3, 4)), ["seq"], ALL],
	["a roster without its beginning", fresh, rosterIs((roster) => roster.slice(1)), ["seq"], ALL],
	["an older half", { ...working, half: kit.half }, (_, truth) => truth, ["aead"], ALL],
	// Leaving out.
	["a record that was seen is missing", returning, at(LIST, (truth) => ({ ...truth, documents: truth.documents.filter(({ text }) => text !== textOf(B)) })), ["missing"], []],
	["every record is missing", returning, at(LIST, (truth) => ({ ...truth, documents: [] })), ["missing"], []],
	["a note that was seen is missing", working, at(NOTES, (truth) => ({ ...truth, notes: truth.notes.filter(({ id }) => id !== N1) })), ["missing"], [N1]],
	["every grant is missing, where records were seen", returning, grantsAre(), ["grants"], ALL],
	["the grant of the current epoch is missing", fresh, inKeys(({ grants }) => ({ grants: grants.slice(0, 1) })), ["epoch"], [B]],
	// Bringing in.
	["a record by a stranger in a member's name", fresh, instead(B, kit.forged.inName), ["signature"], [B]],
	["a record by nobody in the roster", fresh, instead(B, kit.forged.unknown), ["signature"], [B]],
	["one record twice in a list", fresh, at(LIST, (truth) => ({ ...truth, documents: [...truth.documents, { ...truth.documents[0], seq: 40 }], last: 40, reached: 40 })), ["twice"], []],
	["a member nobody signed for", fresh, rosterIs((roster) => [...roster, kit.add.self]), ["consent"], ALL],
	["a member the officer did not sign for", fresh, rosterIs((roster) => [...roster, kit.add.inName]), ["signature"], ALL],
	["a member a doctor signed for", fresh, rosterIs((roster) => [...roster, kit.add.byDoctor]), ["signer"], ALL],
	["a member a leaver signed for, to who goes on", working, rosterIs((roster) => [...roster, kit.add.byLeaver]), ["signer"], ALL],
	["a leaver who comes back by his old consent", working, rosterIs((roster) => [...roster, roster[4]]), ["seq"], ALL],
	["an epoch the officer did not begin", fresh, rosterIs((roster) => [...roster, kit.epoch.inName]), ["signature"], ALL],
	["an epoch that a doctor began", working, rosterIs((roster) => [...roster, kit.epoch.byDoctor]), ["signer"], ALL],
	["other keys for this member", working, rosterIs((roster) => [...roster, kit.rekey]), ["signature"], ALL],
	["a key which the server chose, as from the officer", fresh, grantsAre(kit.grants.inName), ["epoch"], ALL],
	["a key which a doctor granted", fresh, grantsAre(kit.grants.byDoctor), ["epoch"], ALL],
	["a key which a leaver granted", fresh, grantsAre(kit.grants.byLeaver), ["epoch"], ALL],
	["a grant of another institution", returning, grantsAre(kit.grants.foreign), ["grants"], ALL],
	// Order and place.
	["records out of order", fresh, at(LIST, ({ documents }) => { documents.reverse() }), ["documents"], []],
	["batches changed places", { batch: 3 }, async (asked, truth) => LIST.test(asked.path) && asked.query.get("after") === "12" ?
		new Register(world, "cyril").list(new URLSearchParams("after=0&limit=3")) : truth, ["documents"], []],
	["records before those asked for", working, at(LIST, (truth) => ({ ...truth, documents: [{ seq: 3, area: 1, text: textOf(A) }] })), ["documents"], []],
	// Answers of another shape.
	...[null, 7, "text", {}, [7], [null], [["x"]], undefined].map((value) => /** @type {[string, object, Lie, string[], string[]]} */ (
		[`a roster that is ${JSON.stringify(value)}`, fresh, inKeys(() => ({ roster: value })), ["keys"], ALL])),
]

/* What may come out of a module: one kind of alarm, no connection, or that the server refused. */
const NAMES = ["IntegrityAlarm", "ApiError", "Offline"]
const LONGEST_MS = 5000

/** What holds whatever the server says. */
async function visited(lie, browser) {
	const began = busy()
	// The time limit of an answer alone does not keep this process going.
	const hold = setTimeout(() => {}, 2 * LONGEST_MS)
	const { seen, errors, alarms, sealed, register } = await visit(world, lie, browser)
	clearTimeout(hold)
	assert.ok(busy() - began < LONGEST_MS, "it hung")
	for (const [rec, text] of seen)
		assert.equal(text, words.get(rec), `shown under ${rec}`)
	for (const error of errors)
		assert.ok(NAMES.includes(error.name), error.stack)
	for (const alarm of alarms)
		assert.deepEqual(Object.keys(alarm).filter((key) => !["incident", "reason", "rec", "csrf"].includes(key)), [])
	const sent = decodeURIComponent(JSON.stringify(register.posted))
	for (const word of [...words.values(), "Секретина"])
		assert.ok(!sent.includes(word), "a word went out")
	if (sealed !== null)
		assert.equal(JSON.parse(sealed).kep, 2, "sealed under another epoch")
	return { shown: new Set(seen.map(([rec]) => rec)), errors, reasons: [...new Set(alarms.map(({ reason }) => reason))].toSorted() }
}

for (const [name, browser, lie, reasons, hidden] of LIES)
	test(`${name}: ${reasons.length === 0 ? "changes nothing" : reasons.join(", ")}`, async () => {
		const found = await visited(lie, browser)
		assert.deepEqual(hidden.filter((rec) => found.shown.has(rec)), [], "shown")
		assert.deepEqual(found.reasons, reasons.toSorted())
	})

/* Answers that are none. What comes out is an alarm, or that there was no answer; never silence, never a wait without end. */

const stream = (pull) => new ReadableStream({ pull, cancel() {} })
const JSON_HEAD = { "content-type": "application/json" }
const block = new Uint8Array(4_000_000).fill(32)

/** @type {[string, (body: string) => Response, string][]} */
const ANSWERS = [
	["nothing at all", () => new Response("", { headers: JSON_HEAD }), "IntegrityAlarm"],
	["half of it", (body) => new Response(body.slice(0, body.length / 2), { headers: JSON_HEAD }), "IntegrityAlarm"],
	["half of it, then the line breaks", (body) => new Response(stream((to) => {
		to.enqueue(new TextEncoder().encode(body.slice(0, 40)))
		to.error(new TypeError("terminated"))
	}), { headers: JSON_HEAD }), "Offline"],
	["half of it, then no end", (body) => {
		let given = false
		return new Response(stream((to) => given ? new Promise(() => {}) : (given = true, to.enqueue(new TextEncoder().encode(body.slice(0, 40))))), { headers: JSON_HEAD })
	}, "Offline"],
	["without an end", () => new Response(stream((to) => to.enqueue(block)), { headers: JSON_HEAD }), "IntegrityAlarm"],
	["a page", (body) => new Response(`<!doctype html><title>${body}</title>`, { headers: { "content-type": "text/html" } }), "IntegrityAlarm"],
	["the right words of another type", (body) => new Response(body, { headers: { "content-type": "text/plain" } }), "IntegrityAlarm"],
	["words that are no JSON", () => new Response("{'a':1}", { headers: JSON_HEAD }), "IntegrityAlarm"],
	["a number", () => new Response("7", { headers: JSON_HEAD }), "IntegrityAlarm"],
	["nothing in it", () => new Response("{}", { headers: JSON_HEAD }), "IntegrityAlarm"],
	["other members", () => new Response(JSON.stringify({ session: 1, keys: 2, documents: 3, versions: 4, notes: 5 }), { headers: JSON_HEAD }), "IntegrityAlarm"],
	["very deep", () => new Response(`{"keys":${"[".repeat(200_000)}${"]".repeat(200_000)}}`, { headers: JSON_HEAD }), "IntegrityAlarm"],
	["bytes", () => new Response(new Uint8Array([0xff, 0, 0xc3, 0x28]), { headers: JSON_HEAD }), "IntegrityAlarm"],
	["that it is broken", () => new Response("oops", { status: 500 }), "ApiError"],
	["that it moved", () => new Response("", { status: 302, headers: { location: "https://elsewhere.example/" } }), "ApiError"],
]
const PLACES = /** @type {[string, RegExp, object][]} */ ([["signing in", LOGIN, fresh], ["the keys of a page", /auth\/keys$/, working],
	["the session of a page", /auth\/session$/, working], ["the list", LIST, returning]])

for (const [name, answer, kind] of ANSWERS)
	test(`the server answers ${name}`, async () => {
		// What never ends takes its time, wherever it is read.
		for (const [where, pattern, browser] of name === "without an end" ? PLACES.slice(3) : PLACES) {
			const lie = at(pattern, (truth) => answer(JSON.stringify(truth)))
			const { errors, reasons, shown } = await visited(lie, browser)
			const alarms = reasons.length > 0 || errors.some((error) => error.name === "IntegrityAlarm")
			assert.equal(alarms, kind === "IntegrityAlarm", `${where}: ${reasons} ${errors}`)
			if (where === "signing in")
				assert.deepEqual(errors.map((error) => error.name).slice(0, 1), [kind])
			if (where !== "the list")
				assert.equal(shown.size, 0, where)
		}
	})
