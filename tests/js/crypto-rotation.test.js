// @ts-check
/** @file crypto-rotation.test.js: the tab that wraps keys again ends at fifty points: nothing is unreadable, nothing old is taken. */
import assert from "node:assert/strict"
import { test } from "node:test"
import * as door from "../../static/js/crypto/index.js"
import { now, Office } from "./office.js"

const RECORDS = 60
const BATCH = 4
const STOPS = 50

/** Numbers that look random and are the same in every run. */
function* numbers(seed) {
	for (let state = seed; ; state = state * 1103515245 + 12345 & 0x7fffffff)
		yield state
}

/** The server's part: a batch is taken whole or not at all, and only under the current epoch; what is current stays. */
class Records {
	constructor() {
		this.epoch = 1
		this.texts = new Map()
	}

	put(text) {
		const { rec, kep } = JSON.parse(text)
		if (kep !== this.epoch)
			return 409
		this.texts.set(rec, text)
		return 201
	}

	next(hashes) {
		return [...this.texts.values()].map((text) => JSON.parse(text)).filter(({ kep }) => kep < this.epoch).slice(0, BATCH)
			.map(({ rec, rev, kep, wn, wk }) => `${rec} ${rev} ${hashes.get(rec)} ${kep} ${wn} ${wk}`)
	}

	take(lines) {
		const news = lines.map((line) => line.split(" "))
		if (news.some(([, , , kep]) => Number(kep) !== this.epoch))
			return 409
		for (const [rec, , , kep, wn, wk] of news) {
			const text = this.texts.get(rec)
			if (JSON.parse(text).kep < this.epoch)
				this.texts.set(rec, text.replace(/"kep":.*$/, `"kep":${kep},"wn":"${wn}","wk":"${wk}"}`))
		}
		return 200
	}
}

const office = await Office.found()
await office.admit(await office.open("ana"), "cyril", "doctor")
const { user: leaver } = await office.admit(await office.open("ana"), "dora", "doctor")
const records = new Records()
const hashes = new Map()
const sealed = (keyring, rec = crypto.randomUUID(), rev = 1, prev = {}) =>
	door.sealDocument(keyring, { t: "passport", rec, rev, ts: now, object: { surname: rec }, ...prev })

async function fill(n) {
	const keyring = await office.open("cyril")
	for (let i = 0; i < n; i++) {
		const rec = crypto.randomUUID()
		const { text, docHash } = await sealed(keyring, rec)
		hashes.set(rec, docHash)
		assert.equal(records.put(text), 201)
	}
}

/** Everything is opened by a member who signs in now; every hundredth would do, but it costs little. */
async function unreadable(keyring) {
	const opened = await door.openDocuments(keyring.reader, [...records.texts.values()], { t: "passport" }, ({ rec, object }) => rec === object.surname)
	return opened.filter((one) => one !== true).length
}

test(`${STOPS} stops in rotations: 0 unreadable records, 0 writes under an old epoch`, async () => {
	await fill(RECORDS)
	const stale = await office.open("dora")
	let oldTaken = 0
	let stops = 0
	const random = numbers(20261127)
	for (let round = 0; stops < STOPS; round++) {
		const officer = await office.open("ana")
		const old = await office.open("cyril")
		const { entries, grants } = await door.rotateKey(officer,
			{ leavers: round === 0 ? [leaver] : [], reason: round === 0 ? "leaver" : "periodic", given: office.given(), now: now + 100 + round })
		if (random.next().value % 3 === 0)
			assert.equal(await unreadable(await office.open("cyril")), 0, "before the rotation was sent")
		office.take({ entries, grants }, round === 0 ? [leaver] : [])
		records.epoch++
		const writer = await office.open("cyril")
		for (let left = records.next(hashes); left.length > 0; left = records.next(hashes)) {
			// The tab ends: before the batch is made, before it is sent, or after it arrived.
			const [point, length] = [random.next().value % 3, 1 + random.next().value % BATCH]
			const lines = point === 0 ? [] : await door.rewrapKeys(await office.open("ana"), left.slice(0, length))
			if (point === 2)
				assert.equal(records.take(lines), 200)
			stops++
			assert.equal(await unreadable(writer), 0, `stop ${stops}`)
			for (const keyring of round === 0 ? [old, stale] : [old])
				oldTaken += records.put((await sealed(keyring)).text) === 201 ? 1 : 0
			if (point === 2)
				assert.equal(records.take(lines), 200, "sent twice, taken once")
			if (stops === STOPS)
				break
		}
	}
	assert.deepEqual([stops, oldTaken], [STOPS, 0])
	for (let left = records.next(hashes); left.length > 0; left = records.next(hashes))
		records.take(await door.rewrapKeys(await office.open("ana"), left))
	assert.ok([...records.texts.values()].every((text) => JSON.parse(text).kep === records.epoch))
	assert.equal(await unreadable(await office.open("cyril")), 0)
	assert.equal(await unreadable(stale), RECORDS, "who left opens none of them")
})

test("a batch made for an epoch that is over is refused whole", async () => {
	const officer = await office.open("ana")
	const { entries, grants } = await door.rotateKey(officer, { leavers: [], reason: "periodic", given: office.given(), now: now + 900 })
	office.take({ entries, grants })
	records.epoch++
	const lines = await door.rewrapKeys(await office.open("ana"), records.next(hashes))
	const again = await door.rotateKey(await office.open("ana"), { leavers: [], reason: "periodic", given: office.given(), now: now + 901 })
	office.take(again)
	records.epoch++
	const before = new Map(records.texts)
	assert.equal(records.take(lines), 409)
	assert.deepEqual(records.texts, before)
	assert.equal(await unreadable(await office.open("cyril")), 0)
})
