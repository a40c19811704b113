// t0100-login.test.mjs: set-up, sign-in, sessions, unlock, joining and admission against the real programs.
import assert from "node:assert/strict"
import { randomBytes } from "node:crypto"
import { before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { Client, ctl, inviteAccount, ORIGIN, OWN, prepareInstitution, sql } from "./client.mjs"

const WRONG_KEY = Buffer.alloc(32, 7).toString("base64url")

/** @type {Awaited<ReturnType<typeof prepareInstitution>>} */
let inst
/** @type {any} of the first officer's key file */
let account

const forgetFailures = () => sql("DELETE FROM login_delay")

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
		assert.ok(apart < 5, `${apart.toFixed(2)} ms apart`)
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

describe("sessions", () => {
	const refused = async (client) => {
		const api = await client.get("/api/auth/session")
		assert.equal(api.status, 401)
		assert.equal(api.json.error, "session")
		assert.equal((await client.get("/account")).status, 303)
	}
	test("a cookie is worth nothing after signing out", async () => {
		const { client } = await signIn()
		const cookie = client.cookie
		const out = await client.post("/logout")
		assert.equal(out.status, 303)
		assert.match(out.headers["set-cookie"][0], /^__Host-palreg=;.*Max-Age=0/)
		client.cookie = cookie
		await refused(client)
	})
	test("a second sign-in ends the first: one device at a time", async () => {
		const first = await signIn()
		const second = await signIn()
		await refused(first.client)
		assert.equal((await second.client.get("/api/auth/session")).status, 200)
	})
	test("a blocked account is refused with its next request", async () => {
		const { client } = await signIn()
		sql(`UPDATE account SET state = 'blocked' WHERE id = '${inst.officer.user}'`)
		await refused(client)
		sql(`UPDATE account SET state = 'active' WHERE id = '${inst.officer.user}'`)
		await refused(client)
	})
	test("an idle session is over after 15 minutes, any after its time", async () => {
		for (const change of ["seen_at = now() - interval '16 minutes'", "expires_at = now() - interval '1 second'"]) {
			const { client } = await signIn()
			sql(`UPDATE session SET ${change} WHERE account_id = '${inst.officer.user}'`)
			await refused(client)
		}
	})
	test("one's own session can be ended everywhere", async () => {
		const { client } = await signIn()
		assert.equal((await client.post("/account/sessions")).status, 303)
		await refused(client)
	})
	const writing = ["/logout", "/api/auth/unlock", "/api/auth/lock", "/api/auth/admission", "/account/language",
		"/account/sessions"]
	for (const path of writing)
		test(`POST ${path} needs our page's origin and this session's token`, async () => {
			const { client, session } = await signIn()
			const others = [[{ csrf: undefined }, OWN], [{ csrf: "A".repeat(43) }, OWN], [{}, {}],
				[{}, { Origin: "https://evil.example" }], [{}, { "Sec-Fetch-Site": "cross-site", Origin: ORIGIN }]]
			for (const [fields, headers] of others)
				assert.equal((await client.post(path, fields, headers)).status, 403, JSON.stringify([fields, headers]))
			assert.equal((await client.get("/api/auth/session")).json.session.user, session.user)
		})
	test("a form sent under Referrer-Policy no-referrer, whose Origin is null, is ours", async () => {
		const { client } = await signIn()
		const answer = await client.post("/account/language", { language: "ru" }, { ...OWN, Origin: "null" })
		assert.equal(answer.status, 303)
	})
	test("the token of an earlier session does not serve a later one", async () => {
		const { client } = await signIn()
		const before = client.csrf
		await signIn(client)
		assert.equal((await client.post("/logout", { csrf: before })).status, 403)
	})
	test("the language is kept with the account", async () => {
		const { client } = await signIn()
		for (const [language, word] of [["en", "My account"], ["ru", "lang=\"ru\""]]) {
			const answer = await client.post("/account/language", { language })
			assert.equal(answer.status, 303)
			assert.ok((await client.get("/account")).text.includes(word))
		}
		assert.equal((await client.post("/account/language", { language: "fi" })).status, 422)
	})
	test("signing in, failing and signing out are in the audit trail, without a login name", async () => {
		const last = sql("SELECT coalesce(max(id), 0) FROM audit_event")
		const { client } = await signIn()
		await client.post("/logout")
		await new Client().post("/api/auth/login", { login: inst.officer.login, auth_key: WRONG_KEY })
		forgetFailures()
		const events = sql(`SELECT event, result, coalesce(account_id, subject) FROM audit_event WHERE id > ${last}
			AND coalesce(account_id, subject) = '${inst.officer.user}' ORDER BY id`).split("\n")
		assert.deepEqual(events, [`LOGIN|OK|${inst.officer.user}`, `LOGOUT|OK|${inst.officer.user}`,
			`LOGIN_REFUSED|DENIED|${inst.officer.user}`])
		assert.equal(sql(`SELECT count(*) FROM audit_event e WHERE e::text LIKE '%${inst.officer.login}%'`), "0")
	})
})

describe("lock and unlock", () => {
	test("the next page goes on with the server's half", async () => {
		await import("../node_modules/fake-indexeddb/auto/index.mjs")
		const { client, keyring, session } = await unlocked()
		await crypto.enrolBrowser(account)
		await crypto.rememberSession(keyring, session.serverHalf)
		const now = (await client.get("/api/auth/session")).json.session
		assert.equal(now.serverHalf, session.serverHalf)
		assert.equal(now.csrf, session.csrf)
		const keys = (await client.get("/api/auth/keys")).json.keys
		const again = await crypto.resumeSession(now, now.serverHalf, keys)
		assert.equal(again?.user, inst.officer.user)
	})
	test("keys after an entry are only those that follow", async () => {
		const { client } = await signIn()
		const { keys } = (await client.get("/api/auth/keys?after=1")).json
		assert.deepEqual(keys.roster, [inst.made.epoch])
		assert.deepEqual((await client.get("/api/auth/keys?after=2")).json.keys.roster, [])
		assert.equal((await client.get("/api/auth/keys?after=x")).status, 422)
	})
	test("after a lock the server has no half; the right password brings a new one", async () => {
		const { client, session } = await signIn()
		assert.equal((await client.post("/api/auth/lock")).status, 200)
		assert.equal((await client.get("/api/auth/session")).json.session.serverHalf, null)
		const answer = await client.post("/api/auth/unlock", { auth_key: inst.made.authKey })
		assert.equal(answer.status, 200, answer.text)
		assert.notEqual(answer.json.session.serverHalf, session.serverHalf)
		assert.equal(answer.json.session.csrf, session.csrf)
		assert.equal(answer.json.keys.bundle, inst.made.bundle)
		assert.equal((await client.get("/api/auth/session")).json.session.serverHalf, answer.json.session.serverHalf)
	})
	test("ten minutes without a request, and the server has forgotten its half", async () => {
		const { client } = await signIn()
		sql(`UPDATE session SET seen_at = now() - interval '11 minutes', half_until = now() - interval '1 minute'
			WHERE account_id = '${inst.officer.user}'`)
		assert.equal((await client.get("/api/auth/session")).json.session.serverHalf, null)
		assert.equal(sql(`SELECT server_half IS NULL FROM session WHERE account_id = '${inst.officer.user}'`), "t")
	})
	test("a wrong password does not unlock, is counted, and leaves the session", async () => {
		forgetFailures()
		const { client } = await signIn()
		for (let i = 0; i < 5; i++)
			assert.equal((await client.post("/api/auth/unlock", { auth_key: WRONG_KEY })).status, 401)
		assert.equal((await client.post("/api/auth/unlock", { auth_key: inst.made.authKey })).status, 429)
		assert.equal((await client.get("/api/auth/session")).status, 200)
		forgetFailures()
	})
	test("there is nothing to unlock without a session", async () => {
		const answer = await new Client().post("/api/auth/unlock", { auth_key: inst.made.authKey })
		assert.equal(answer.status, 401)
		assert.equal(answer.json.error, "session")
	})
})

describe("joining and admission", () => {
	const password = "совсем другой длинный пароль"
	/** @type {{ login: string, user: string }} */
	let invited
	let token, lookup, created

	const joinFields = () => ({
		token, auth_key: created.authKey, bundle: created.bundle, sig_pub: created.sigPub, enc_pub: created.encPub,
		proof: created.proof,
	})
	const applicant = () => ({
		user: invited.user, login: invited.login, role: "doctor", sigPub: created.sigPub, encPub: created.encPub,
		proof: created.proof, now: Math.floor(Date.now() / 1000),
	})

	before(async () => {
		invited = inviteAccount(inst.area)
		token = ctl("join-link", invited.login, "doctor").split("#")[1]
	})
	test("the token says to what it invites", async () => {
		assert.equal((await new Client().get("/join")).status, 200)
		const answer = await new Client().get(`/api/auth/join?token=${token}`)
		assert.equal(answer.status, 200, answer.text)
		lookup = answer.json
		assert.equal(lookup.inst, inst.made.inst)
		assert.equal(lookup.user, invited.user)
		assert.equal(lookup.login, invited.login)
		assert.equal(lookup.role, "doctor")
		assert.equal(lookup.root, account.root)
		assert.equal(lookup.rosterSeq, 2)
		assert.equal(lookup.origin, ORIGIN)
		created = await crypto.createAccount({
			...lookup, password, roster: { seq: lookup.rosterSeq, head: lookup.rosterHead },
		})
	})
	test("a token for setting up does not serve to join, nor a foreign one", async () => {
		for (const other of [inst.token, randomBytes(32).toString("base64url")]) {
			assert.equal((await new Client().get(`/api/auth/join?token=${other}`)).status, 404)
			assert.equal((await new Client().post("/api/auth/join", { ...joinFields(), token: other })).status, 403)
		}
	})
	test("keys without a good proof are refused", async () => {
		const others = {
			proof: Buffer.alloc(64, 1).toString("base64url"), sig_pub: WRONG_KEY, enc_pub: WRONG_KEY,
			bundle: inst.made.bundle,
		}
		for (const [name, value] of Object.entries(others)) {
			const answer = await new Client().post("/api/auth/join", { ...joinFields(), [name]: value })
			assert.equal(answer.status, 422, name)
		}
		assert.equal(sql(`SELECT state FROM account WHERE id = '${invited.user}'`), "invited")
	})
	test("keys are taken once; the account then waits and cannot sign in", async () => {
		assert.equal((await new Client().post("/api/auth/join", joinFields())).status, 201)
		assert.equal((await new Client().post("/api/auth/join", joinFields())).status, 403)
		assert.equal(sql(`SELECT state FROM account WHERE id = '${invited.user}'`), "applied")
		const early = await new Client().post("/api/auth/login", { login: invited.login, auth_key: created.authKey })
		assert.equal(early.status, 401)
		forgetFailures()
	})
	test("the officer sees the applicant and the same fingerprint", async () => {
		const { client } = await signIn()
		const { status, text } = await client.get("/admission")
		assert.equal(status, 200)
		const data = Object.fromEntries([...text.matchAll(/data-(user|login|role|sig-pub|enc-pub|proof)="([^"]*)"/g)]
			.map(([, name, value]) => [name, value]))
		assert.deepEqual(data, { user: invited.user, login: invited.login, role: "doctor", "sig-pub": created.sigPub,
			"enc-pub": created.encPub, proof: created.proof })
		const print = await crypto.fingerprint({
			inst: lookup.inst, user: invited.user, sigPub: data["sig-pub"], encPub: data["enc-pub"],
		})
		assert.match(print.text, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
	})
	test("what does not hold is refused, and nothing of it stays", async () => {
		const { client, keyring } = await unlocked()
		const { entry, grants } = await crypto.admitMember(keyring, applicant())
		const flip = (text) => text.replace(/"sig":"(.)/, (all, c) => `"sig":"${c === "A" ? "B" : "A"}`)
		const { user } = invited
		const refusals = [
			[{ user, entry: flip(entry), grants: grants.join("\n") }, 422],
			[{ user, entry, grants: flip(grants[0]) }, 422],
			[{ user, entry, grants: inst.made.grantUser }, 422],
			[{ user, entry }, 422],
			[{ user, entry: inst.made.epoch, grants: grants.join("\n") }, 409],
			[{ user: inst.officer.user, entry, grants: grants.join("\n") }, 409],
		]
		for (const [fields, status] of refusals) {
			const answer = await client.post("/api/auth/admission", fields)
			assert.equal(answer.status, status, JSON.stringify(fields).slice(0, 120))
		}
		assert.equal(sql(`SELECT count(*) FROM roster_entry WHERE inst = '${inst.made.inst}'`), "3")
		assert.equal(sql(`SELECT state FROM account WHERE id = '${user}'`), "applied")
	})
	test("the officer admits; the same once more is a conflict", async () => {
		const { client, keyring } = await unlocked()
		const { entry, grants } = await crypto.admitMember(keyring, applicant())
		const fields = { user: invited.user, entry, grants: grants.join("\n") }
		const answer = await client.post("/api/auth/admission", fields)
		assert.equal(answer.status, 201, answer.text)
		assert.equal((await client.post("/api/auth/admission", fields)).status, 409)
		assert.equal(sql(`SELECT state FROM account WHERE id = '${invited.user}'`), "active")
		const { keys } = (await client.get("/api/auth/keys?after=2")).json
		assert.deepEqual(keys.roster, [entry])
	})
	test("the new member signs in and opens what the officer seals", async () => {
		const officer = await unlocked()
		const client = new Client()
		const { authKey, unlocker } = await crypto.deriveAuth(created.account, password)
		const { json, status } = await client.post("/api/auth/login", { login: invited.login, auth_key: authKey })
		assert.equal(status, 200)
		const keyring = await crypto.unlock(unlocker, created.account, json.keys)
		assert.equal(keyring.role, "doctor")
		const rec = globalThis.crypto.randomUUID()
		await crypto.extendRoster(officer.keyring, json.keys.roster.slice(officer.keyring.roster.seq + 1))
		const { text } = await crypto.sealDocument(officer.keyring, {
			t: "passport", rec, rev: 1, object: { surname: "Корхонен" }, ts: Math.floor(Date.now() / 1000),
		})
		const opened = await crypto.openDocument(keyring, text, { t: "passport", rec, pin: undefined })
		assert.equal(opened.object.surname, "Корхонен")
	})
	test("a doctor admits nobody", async () => {
		const client = new Client()
		await client.post("/api/auth/login", { login: invited.login, auth_key: created.authKey })
		const page = await client.get("/admission")
		assert.equal(page.status, 200)
		assert.ok(!page.text.includes("data-user="))
		const answer = await client.post("/api/auth/admission", { user: invited.user, entry: inst.made.add })
		assert.equal(answer.status, 403)
	})
	test("a link for somebody who is a member already is not given", () =>
		assert.throws(() => ctl("join-link", invited.login, "doctor"), /not found/))
})
