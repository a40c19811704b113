// @ts-nocheck
// Workers fetch and open batch by batch; what they give comes in the server's order, and their trouble is told.
import assert from "node:assert/strict"
import { test } from "node:test"

globalThis.location = new URL("https://register.example/patients")
globalThis.document = { querySelector: () => null, querySelectorAll: () => [] }
if (globalThis.navigator === undefined)
	Object.defineProperty(globalThis, "navigator", { value: { hardwareConcurrency: 2 }, configurable: true })

/** A worker that answers as the test says. */
class FakeWorker {
	static all = []
	static answer
	constructor() { this.asked = []; FakeWorker.all.push(this) }
	postMessage(message) {
		if ("reader" in message)
			this.start = message
		else
			void FakeWorker.answer(message, (data) => { if (!this.ended) this.onmessage({ data }) }, this)
	}
	terminate() { this.ended = true }
}
globalThis.Worker = FakeWorker

const { openAfter } = await import("../../static/js/ui/openers.js")
const { fetchBatch } = await import("../../static/js/ui/batch.js")
const { ApiError, Offline, onSessionOver } = await import("../../static/js/ui/api.js")
const json = (body, status = 200) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } })
const turns = async (n) => { for (let i = 0; i < n; i++) await new Promise((resolve) => setImmediate(resolve)) }
const place = (reached, last, more) => ({ reached, last, more })
const columns = (n) => ({ columns: [`r${n}`, "1", "h", "", "x", "[]"], rest: [] })
const pins = new Map([["r1", { rev: 1, hash: "h" }]])
const keyring = { reader: { inst: "i" } }

async function collect(after) {
	FakeWorker.all = []
	const seen = []
	for await (const part of openAfter(Promise.resolve({ keyring, pins }), after))
		seen.push([part.columns[0], part.reached])
	return seen
}

test("batches come in order though later ones are ready sooner, and each worker has its share", async () => {
	const asked = []
	let open = 0, most = 0
	FakeWorker.answer = async ({ id, after, limit }, post, worker) => {
		asked.push(after)
		worker.asked.push(after)
		most = Math.max(most, ++open)
		assert.equal(limit, 2000)
		const n = after / 10
		post({ id, place: place(after + 10, 90, n < 8) })
		await turns(20 - 2 * n)
		open--
		post({ id, results: columns(n) })
	}
	const seen = await collect(0)
	assert.deepEqual(seen, Array.from({ length: 9 }, (_, n) => [`r${n}`, n * 10 + 10]))
	assert.deepEqual(asked, [0, 10, 20, 30, 40, 50, 60, 70, 80], "nothing is asked twice, nothing after the end")
	assert.ok(FakeWorker.all.length >= 2 && FakeWorker.all.every(({ asked, ended, start }) =>
		asked.length > 1 && ended && start.pins === pins && start.reader === keyring.reader))
	assert.ok(most > FakeWorker.all.length && most <= 2 * FakeWorker.all.length, `${most} at once`)
})

test("an alarm of a worker keeps its incident, and ends the workers", async () => {
	FakeWorker.answer = ({ id }, post) => post({ id, alarm: { incident: "i-1", reason: "twice" } })
	await assert.rejects(collect(0), { name: "IntegrityAlarm", incident: "i-1", reason: "twice" })
	assert.ok(FakeWorker.all.every(({ ended }) => ended))
})

test("an alarm in a later batch comes after the earlier ones", async () => {
	FakeWorker.answer = ({ id, after }, post) => {
		if (after > 0)
			return post({ id, alarm: { incident: "i-2", reason: "older" } })
		post({ id, place: place(10, 20, true) })
		post({ id, results: columns(0) })
	}
	const seen = []
	await assert.rejects(async () => {
		for await (const part of openAfter(Promise.resolve({ keyring, pins }), 0))
			seen.push(part.columns[0])
	}, { reason: "older" })
	assert.deepEqual(seen, ["r0"])
})

test("what a worker was refused the page asks again, so that the end of a session is noticed", async () => {
	let over = 0
	onSessionOver(() => { over++ })
	FakeWorker.answer = ({ id }, post) => post({ id, failed: true, alarm: null })
	globalThis.fetch = async (path) => {
		assert.equal(path, "/api/documents?after=7&limit=1&type=passport")
		return json({ error: "session" }, 401)
	}
	await assert.rejects(collect(7), (error) => error instanceof ApiError && error.sessionOver)
	assert.equal(over, 1)
	globalThis.fetch = async () => json({ documents: [], last: 7, reached: 7, more: false, left: [] })
	await assert.rejects(collect(7), Offline)
})

test("a server that was set back behind what this browser has seen is an alarm", async () => {
	const answer = (body) => { globalThis.fetch = async () => json({ documents: [], more: false, left: [], ...body }) }
	answer({ last: 7, reached: 7 })
	assert.deepEqual(await fetchBatch(7, 64), { texts: [], last: 7, reached: 7, more: false, left: [] })
	answer({ last: 7, reached: 6 })
	await assert.rejects(fetchBatch(7, 64), { name: "IntegrityAlarm", reason: "older" })
	for (const body of [{ last: 7 }, { last: 7, reached: 7, left: undefined }, { last: 7, reached: 7, left: [3] }]) {
		answer(body)
		await assert.rejects(fetchBatch(7, 64), { name: "IntegrityAlarm", reason: "documents" })
	}
})

test("the first batch is asked for before the keys are there, and without keys nothing goes on", async () => {
	FakeWorker.all = []
	const asked = []
	FakeWorker.answer = ({ after }) => { asked.push(after) }
	let refuse
	const parts = openAfter(new Promise((_, reject) => { refuse = reject }), 3)
	await turns(1)
	assert.deepEqual(asked, [3])
	assert.ok(FakeWorker.all.every(({ start, ended }) => start === undefined && !ended))
	refuse(new Error("no keys"))
	await turns(1)
	assert.ok(FakeWorker.all.every(({ ended }) => ended))
	await assert.rejects(parts.next(), /no keys/)
})

test("a worker that does not start is an error, not silence", async () => {
	FakeWorker.answer = async (_, __, worker) => { await turns(1); worker.onerror() }
	await assert.rejects(collect(0), /did not start/)
})
