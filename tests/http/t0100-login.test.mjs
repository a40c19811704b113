// t0100-login.test.mjs: set-up, sign-in and the wait after failures, against the real programs.
import assert from "node:assert/strict"
import { randomBytes } from "node:crypto"
import { before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { Client, ctl, forgetFailures, ORIGIN, OWN, prepareInstitution, sql, WRONG_KEY } from "./client.mjs"

/** @type {Awaited<ReturnType<typeof prepareInstitution>>} */
let inst
/** @type {any} of the first officer's key file */
let account

/** Signs in the first officer. */
async function signIn(client = new Client()) {
	const answer = await client.post("/api/auth/login", { login: inst.officer.login, auth_key: inst.made.authKey })
	assert.equal(answer.status, 200, answer.text)
	return { client, ...answer.json }
}

async function unlocked() {
	const { unlocker } = await crypto.deriveAuth(account, inst.officer.password)
	const signed = await signIn()
	return { ...signed, unlocker, keyring: await crypto.unlock(unlocker, account, signed.keys) }
}

before(async () => {
	inst = await prepareInstitution(crypto, `Хоспис ${randomBytes(3).toString("hex")}`)
	account = await crypto.readKeyFile(inst.made.keyFile, ORIGIN)
})

describe("set-up", () => {
	test("the page is there for everybody, and says which institution the token is for", async () => {
		const client = new Client()
		assert.equal((await client.get("/setup")).status, 200)
		const shown = await client.get(`/api/auth/setup?token=${inst.token}`)
		assert.equal(shown.status, 200)
		assert.match(shown.json.institution, /^Хоспис /)
	})
	test("a token that nobody gave is no good, for looking or for sending", async () => {
		const token = randomBytes(32).toString("base64url")
		assert.equal((await new Client().get(`/api/auth/setup?token=${token}`)).status, 404)
		assert.equal((await new Client().post("/api/auth/setup", { ...inst.fields, token })).status, 403)
	})
	const flip = (text) => text.replace(/"sig":"(.)/, (all, c) => `"sig":"${c === "A" ? "B" : "A"}`)
	const bad = {
		"a changed signature of the officer's entry": (f) => ({ add: flip(f.add) }),
		"a changed signature of the epoch": (f) => ({ epoch: flip(f.epoch) }),
		"a changed grant": (f) => ({ grant_user: flip(f.grant_user) }),
		"the grants exchanged": (f) => ({ grant_user: f.grant_recovery, grant_recovery: f.grant_user }),
		"a changed recovery set": (f) => ({ recovery_set: flip(f.recovery_set) }),
		"another institution's id": () => ({ inst: "00000000-0000-4000-8000-000000000000" }),
		"another user": () => ({ user: "00000000-0000-4000-8000-000000000001" }),
		"another login than the entry's": () => ({ login: "somebody-else" }),
		"a bundle with white space": (f) => ({ bundle: f.bundle.replace(",", ", ") }),
		"no genesis": () => ({ genesis: undefined }),
		"no name": () => ({ name: "  " }),
		"a short authKey": () => ({ auth_key: "AAAA" }),
	}
	for (const [what, change] of Object.entries(bad))
		test(`refuses ${what}, and the token stays good`, async () => {
			const answer = await new Client().post("/api/auth/setup", { ...inst.fields, ...change(inst.fields) })
			assert.equal(answer.status, 422, answer.text)
			assert.equal((await new Client().get(`/api/auth/setup?token=${inst.token}`)).status, 200)
			assert.equal(sql(`SELECT count(*) FROM crypto_inst WHERE inst = '${inst.made.inst}'`), "0")
		})
	test("a field that the form does not have is 400", async () =>
		assert.equal((await new Client().post("/api/auth/setup", { ...inst.fields, more: "1" })).status, 400))
	test("from another site it is refused", async () => {
		for (const headers of [{}, { Origin: "https://evil.example" }, { "Sec-Fetch-Site": "cross-site", Origin: ORIGIN }])
			assert.equal((await new Client().post("/api/auth/setup", inst.fields, headers)).status, 403)
	})
	test("all that belongs to it is stored, once", async () => {
		const answer = await new Client().post("/api/auth/setup", inst.fields)
		assert.equal(answer.status, 201, answer.text)
		assert.equal((await new Client().post("/api/auth/setup", inst.fields)).status, 403)
		assert.equal((await new Client().get(`/api/auth/setup?token=${inst.token}`)).status, 404)
		assert.equal(sql(`SELECT count(*) FROM roster_entry WHERE inst = '${inst.made.inst}'`), "3")
		assert.equal(sql(`SELECT entry FROM roster_entry WHERE inst = '${inst.made.inst}' AND seq = 1`), inst.made.add)
		assert.equal(sql(`SELECT count(*) FROM key_grant WHERE inst = '${inst.made.inst}'`), "2")
		assert.equal(sql(`SELECT text FROM recovery_set WHERE inst = '${inst.made.inst}'`), inst.made.recoverySet)
		assert.equal(sql(`SELECT state FROM account WHERE id = '${inst.officer.user}'`), "active")
	})
	test("an institution that has keys gets no second link", () =>
		assert.throws(() => ctl("setup-link", inst.area), /exists already/))
	test("nothing that was sent gives the password or the account secret away", () => {
		const kf = JSON.parse(inst.made.keyFile).kf
		for (const value of Object.values(inst.fields)) {
			assert.ok(!value.includes(inst.officer.password))
			assert.ok(!value.includes(kf))
		}
	})
})

describe("sign-in", () => {
	test("the right authKey opens a session, and the keys open in the browser", async () => {
		const { client, session, keys, keyring } = await unlocked()
		assert.equal(session.user, inst.officer.user)
		assert.equal(session.inst, inst.made.inst)
		assert.equal(Buffer.from(session.serverHalf, "base64url").length, 32)
		assert.ok(session.expires > Date.now() / 1000 + 11 * 3600 && session.expires < Date.now() / 1000 + 13 * 3600)
		assert.equal(keys.bundle, inst.made.bundle)
		assert.deepEqual(keys.roster, [inst.made.genesis, inst.made.add, inst.made.epoch])
		assert.deepEqual(keys.grants, [inst.made.grantUser])
		assert.equal(keyring.role, "officer")
		assert.equal((await client.get("/account")).status, 200)
	})
	test("the cookie is a host cookie that scripts do not see and other sites do not send", async () => {
		const answer = await new Client().post("/api/auth/login",
			{ login: inst.officer.login, auth_key: inst.made.authKey })
		const [cookie] = answer.headers["set-cookie"]
		assert.match(cookie, /^__Host-palreg=[A-Za-z0-9_-]{43}; /)
		for (const rule of ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"])
			assert.ok(cookie.includes(`; ${rule}`), rule)
		assert.ok(!/Domain/i.test(cookie))
		assert.match(answer.headers["cache-control"], /no-store/)
	})
	test("the database keeps only the hash of the cookie", async () => {
		const { client } = await signIn()
		const bytes = Buffer.from(client.cookie, "base64url").toString("hex")
		assert.equal(sql(`SELECT count(*) FROM session WHERE id_hash = sha256('\\x${bytes}')`), "1")
		assert.equal(sql(`SELECT count(*) FROM session WHERE id_hash = '\\x${bytes}'`), "0")
	})
	test("every sign-in has a new cookie, also on top of an old session", async () => {
		const { client } = await signIn()
		const old = client.cookie
		await signIn(client)
		assert.notEqual(client.cookie, old)
	})
	test("a wrong password and an unknown login get the same answer", async () => {
		forgetFailures()
		const wrong = await new Client().post("/api/auth/login", { login: inst.officer.login, auth_key: WRONG_KEY })
		const unknown = await new Client().post("/api/auth/login", { login: "nobody-at-all", auth_key: WRONG_KEY })
		assert.equal(wrong.status, 401)
		assert.equal(wrong.json.error, "credentials")
		assert.equal(unknown.status, 401)
		assert.equal(unknown.text, wrong.text)
		const names = ({ rawHeaders }) => rawHeaders.filter((_, i) => i % 2 === 0)
		assert.deepEqual(names(unknown), names(wrong))
		assert.equal(unknown.headers["set-cookie"], undefined)
	})
	test("a wrong password and an unknown login take the same time", async () => {
		// The fastest of many: what a busy machine adds is not the program's.
		const ms = { known: [], unknown: [] }
		for (let i = 0; i < 30; i++) {
			if (i % 4 === 0)
				forgetFailures()
			for (const kind of i % 2 ? ["known", "unknown"] : ["unknown", "known"]) {
				const login = kind === "known" ? inst.officer.login : "nobody-here"
				const began = performance.now()
				const { status } = await new Client().post("/api/auth/login", { login, auth_key: WRONG_KEY })
				ms[kind].push(performance.now() - began)
				assert.equal(status, 401)
			}
		}
		forgetFailures()
		const third = (list) => list.toSorted((a, b) => a - b)[2]
		const apart = Math.abs(third(ms.known) - third(ms.unknown))
		// Without the hash an answer would come several times as fast; a busy machine adds less than a third.
		const least = Math.min(third(ms.known), third(ms.unknown))
		assert.ok(apart < 5 || apart < least / 3, `${apart.toFixed(2)} ms apart of ${least.toFixed(2)}`)
	})
	const closed = {
		blocked: ["state = 'blocked'", "state = 'active'"],
		"past its last day": ["valid_until = CURRENT_DATE - 1", "valid_until = NULL"],
	}
	for (const [what, [close, open]] of Object.entries(closed))
		test(`an account that is ${what} is as good as unknown`, async () => {
			forgetFailures()
			sql(`UPDATE account SET ${close} WHERE id = '${inst.officer.user}'`)
			const answer = await new Client().post("/api/auth/login",
				{ login: inst.officer.login, auth_key: inst.made.authKey })
			sql(`UPDATE account SET ${open} WHERE id = '${inst.officer.user}'`)
			forgetFailures()
			assert.equal(answer.status, 401)
			assert.equal(answer.json.error, "credentials")
		})
	const malformed = {
		"a login with a blank": [{ login: "a b" }, 422], "an overlong login": [{ login: "a".repeat(64) }, 422],
		"no authKey": [{ auth_key: undefined }, 422], "an authKey of 31 bytes": [{ auth_key: "A".repeat(42) }, 422],
		"an authKey with loose bits": [{ auth_key: "A".repeat(42) + "B" }, 422], "an unknown field": [{ password: "x" }, 400],
	}
	for (const [what, [change, status]] of Object.entries(malformed))
		test(`${what} is ${status}`, async () => {
			const fields = { login: inst.officer.login, auth_key: inst.made.authKey, ...change }
			assert.equal((await new Client().post("/api/auth/login", fields)).status, status)
		})
	test("from another site it is refused, whatever is sent", async () => {
		const fields = { login: inst.officer.login, auth_key: inst.made.authKey }
		for (const headers of [{}, { Origin: "null" }, { ...OWN, Origin: "https://evil.example" },
			{ ...OWN, "Sec-Fetch-Site": "cross-site" }, { ...OWN, "Sec-Fetch-Site": "same-site" }]) {
			const answer = await new Client().post("/api/auth/login", fields, headers)
			assert.equal(answer.status, 403, JSON.stringify(headers))
			assert.equal(answer.headers["set-cookie"], undefined)
		}
	})
	test("whoever is signed in is sent home from the form", async () => {
		const { client } = await signIn()
		const answer = await client.get("/login?next=/patients")
		assert.equal(answer.status, 303)
		assert.match(answer.headers.location, /^(https:\/\/[^/]+)?\/$/)
	})
	test("a forged cookie is no session: the form is shown", async () => {
		const client = new Client()
		for (const cookie of [randomBytes(32).toString("base64url"), "A".repeat(42), "x y", "__Host-palreg"]) {
			client.cookie = cookie
			assert.equal((await client.get("/login")).status, 200)
			const home = await client.get("/account")
			assert.equal(home.status, 303)
			assert.match(home.headers.location, /\/login/)
		}
	})
	test("next is a path of this site or nothing", async () => {
		for (const [next, kept] of [["/patients?status=active", true], ["//evil.example", false], ["/\\evil.example", false],
			["https://evil.example/", false], ["javascript:alert(1)", false], ["/logout", false], ["/\nx", false]]) {
			const { text } = await new Client().get(`/login?next=${encodeURIComponent(next)}`)
			assert.equal(/data-next="([^"]*)"/.exec(text)?.[1], kept ? next : "/", next)
		}
	})
})

describe("waiting after failures", () => {
	const login = `stranger-${randomBytes(4).toString("hex")}`
	for (const [kind, name] of [["known", () => inst.officer.login], ["unknown", () => login]])
		test(`the sixth try of ${kind === "known" ? "a known" : "an unknown"} login has to wait, right or wrong`, async () => {
			forgetFailures()
			for (let i = 0; i < 5; i++)
				assert.equal((await new Client().post("/api/auth/login", { login: name(), auth_key: WRONG_KEY })).status, 401)
			const late = await new Client().post("/api/auth/login", { login: name(), auth_key: inst.made.authKey })
			assert.equal(late.status, 429)
			assert.equal(late.json.error, "wait")
			assert.ok(late.json.wait >= 1)
			assert.equal(late.headers["retry-after"], String(late.json.wait))
		})
	test("the wait doubles, and ends at 900 seconds", () => {
		forgetFailures()
		const waits = sql(`SELECT login_failed(sha256('x')) FROM generate_series(1, 20)`).split("\n").map(Number)
		assert.deepEqual(waits.slice(0, 6), [0, 0, 0, 0, 1, 2])
		assert.equal(Math.max(...waits), 900)
		assert.ok(waits.every((wait, i) => i === 0 || wait >= waits[i - 1]))
		forgetFailures()
	})
	test("tries side by side do not outrun the count", async () => {
		forgetFailures()
		const answers = await Promise.all(Array.from({ length: 12 }, () =>
			new Client().post("/api/auth/login", { login, auth_key: WRONG_KEY })))
		const judged = answers.filter(({ status }) => status === 401).length
		assert.ok(judged >= 1 && judged <= 6, `${judged} were judged`)
		assert.ok(answers.every(({ status }) => status === 401 || status === 429))
	})
	test("the operator ends the wait; a right password ends the count", async () => {
		forgetFailures()
		for (let i = 0; i < 5; i++)
			await new Client().post("/api/auth/login", { login: inst.officer.login, auth_key: WRONG_KEY })
		assert.equal(ctl("unlock-login", inst.officer.login), "unlocked")
		await signIn()
		assert.equal(sql("SELECT count(*) FROM login_delay"), "0")
	})
})
