// t0030-workers.test.mjs: a worker that dies is back in under a second, and nobody notices.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { readFileSync, realpathSync } from "node:fs"
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

test("a request is answered by any worker: none keeps anything", async () => {
	for (let i = 0; i < 12; i++)
		assert.equal((await client.get("/patients?status=active")).status, 200)
})
