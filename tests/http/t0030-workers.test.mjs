// t0030-workers.test.mjs: a worker that dies is back in under a second, and nobody notices.
import assert from "node:assert/strict"
import { execFileSync, spawnSync } from "node:child_process"
import { readFileSync, realpathSync } from "node:fs"
import { join } from "node:path"
import { before, test } from "node:test"
import { STATE } from "./client.mjs"
import { demoAccount, isDoctor, signIn } from "./doctor.mjs"

const home = realpathSync(STATE)

/** Process ids of this instance's workers of a program. */
const workers = (program) => execFileSync("pgrep", ["-x", `palreg-${program}`.slice(0, 15)], { encoding: "utf8" })
	.trim().split("\n").filter((pid) => {
		try {
			return readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith(`${home}/`)
		} catch {
			return false
		}
	})

let client
before(async () => { client = (await signIn(demoAccount(isDoctor))).client })

test("after kill -9 requests are answered at once and the worker is replaced within a second", async () => {
	const old = workers("register")
	assert.ok(old.length >= 2, `${old.length} workers`)
	process.kill(Number(old[0]), "SIGKILL")
	const killed = Date.now()
	assert.equal((await client.get("/patients")).status, 200)
	while (workers("register").filter((pid) => !old.includes(pid)).length === 0)
		assert.ok(Date.now() - killed < 1000, "nobody took the place in a second")
	assert.equal(workers("register").length, old.length)
})

/** Whether a process may gain no privileges and asks the kernel through a filter. */
const isConfined = (pid) => {
	const status = readFileSync(`/proc/${pid}/status`, "utf8")
	return /^NoNewPrivs:\t1$/m.test(status) && /^Seccomp:\t2$/m.test(status)
}

for (const program of ["auth", "register", "admin", "report"])
	test(`palreg-${program} runs confined: no new privileges, a filter of calls`, () => {
		// One that has just taken another's place is still setting up.
		const began = Date.now()
		while (!workers(program).every(isConfined))
			assert.ok(Date.now() - began < 10_000, "a worker serves unconfined")
		assert.ok(workers(program).length > 0)
	})

test("a call that serving does not take ends the worker, and the next request is served", async (t) => {
	const old = workers("register")
	const forced = spawnSync("perl", [join(import.meta.dirname, "forbidden.pl"), old[0], "83" /* mkdir */], { encoding: "utf8" })
	if (forced.status === 77)
		return t.skip("one process may not steer another here")
	assert.equal(forced.status, 0, forced.stderr)
	const forcedAt = Date.now()
	assert.equal((await client.get("/patients")).status, 200)
	while (workers("register").includes(old[0]))
		assert.ok(Date.now() - forcedAt < 5000, "the worker lives on")
	assert.equal((await client.get("/patients")).status, 200)
})

test("a request is answered by any worker: none keeps anything", async () => {
	for (let i = 0; i < 12; i++)
		assert.equal((await client.get("/patients?status=active")).status, 200)
})
