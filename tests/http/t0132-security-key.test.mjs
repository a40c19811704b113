// t0132-security-key.test.mjs: security keys: set up by the password, asked for after it, each answer once; whatever is not
// quite right is refused.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { after, before, beforeEach, describe, test } from "node:test"
import { questionIn, SoftKey } from "./authenticator.mjs"
import { Client, forgetFailures, ORIGIN, sql } from "./client.mjs"
import { demoAccount, isDoctor, secretsOf } from "./doctor.mjs"
import { codeOf, codesIn, secretIn, stepNow } from "./totp.mjs"

const [demo, other] = [isDoctor, (a) => isDoctor(a) && a.login !== demoAccount(isDoctor).login].map((pick) => demoAccount(pick))
const idOf = ({ login }) => sql(`SELECT id FROM account WHERE login = '${login}'`)
const [me, him] = [idOf(demo), idOf(other)]
const forget = () => sql(["key_challenge", "security_key", "recovery_code", "totp_key"].map((table) =>
	`DELETE FROM ${table} WHERE account_id IN ('${me}', '${him}');`).join("\n") +
	"DELETE FROM role_grant USING role r WHERE role_id = r.id AND r.code LIKE 'key-%'; DELETE FROM role WHERE code LIKE 'key-%'")
const keys = []
let client
before(async () => {
	forget()
	for (const account of [demo, other])
		keys.push((await secretsOf(account)).authKey)
	client = await signedIn()
})
beforeEach(forgetFailures)
after(forget)

const login = (fields = {}, who = new Client()) => who.post("/api/auth/login", { login: demo.login, auth_key: keys[0], ...fields })
async function signedIn(fields = {}, auth = keys[0]) {
	const who = new Client()
	const answer = await login({ auth_key: auth, ...fields }, who)
	assert.equal(answer.status, 200, answer.text)
	return who
}
const refused = (answer, error, status = 401) => {
	assert.equal(answer.status, status, answer.text)
	assert.equal(answer.json.error, error)
	assert.equal(answer.headers["set-cookie"], undefined, "and no session")
}
const proved = async (who, auth = keys[0]) => assert.equal((await who.post("/api/auth/password", { auth_key: auth })).status, 200)
/** The page that asks a new key. */
async function begin(who = client) {
	const page = await who.post("/account/keys")
	assert.equal(page.status, 200, page.text.slice(0, 300))
	return questionIn(page.text)
}
const confirm = (answer, name = "Синий ключ", who = client) => who.post("/account/keys/confirm", { name, answer })
const refusedKey = (answer) => {
	assert.equal(answer.status, 422, answer.text.slice(0, 300))
	assert.match(answer.text, /id="problem" role="alert" tabindex="-1">[^<]/)
	assert.equal(questionIn(answer.text), undefined, "nothing is asked any more")
}
/** What a sign-in asks of a key, after the password. */
async function asked() {
	const answer = await login()
	refused(answer, "factor")
	return answer.json
}
const since = sql("SELECT coalesce(max(id), 0) FROM audit_event")
const events = (event, column = "account_id") => Number(sql(`SELECT count(*) FROM audit_event WHERE id > ${since} AND event = '${event}' AND ${column} = '${me}'`))
const key = new SoftKey(), second = new SoftKey(-8), third = new SoftKey(-257)
let codes

describe("the first factor", () => {
	test("wants the password again, in this session, of whichever kind it is", async () => {
		for (const path of ["/account/keys", "/account/factor"]) {
			const page = await client.post(path)
			assert.equal(page.status, 403)
			assert.match(page.text, new RegExp(`data-page="password_ask"[^]*<form id="again" method="post" action="${path}"`))
		}
		assert.equal(sql(`SELECT count(*) FROM key_challenge WHERE account_id = '${me}'`), "0")
		refused(await client.post("/api/auth/password", { auth_key: keys[1] }), "credentials")
		assert.equal((await client.post("/account/keys")).status, 403)
		await proved(client)
		assert.equal(events("PASSWORD_REFUSED", "subject") + events("PASSWORD_FRESH"), 2)
		await begin()
		client = await signedIn()
		assert.equal((await client.post("/account/keys")).status, 403, "another session asks anew")
		await proved(client)
		sql(`UPDATE session SET password_at = now() - interval '10 minutes' WHERE account_id = '${me}'`)
		assert.equal((await client.post("/account/factor")).status, 403, "so does this one after ten minutes")
		await proved(client)
	})
})

describe("setting up", () => {
	/** Each with what is wrong about it. */
	const wrong = {
		"another origin": { client: { origin: "https://palreg.example" } },
		"an origin that begins as ours": { client: { origin: `${ORIGIN}.example` } },
		"another challenge": { client: { challenge: Buffer.alloc(32, 1).toString("base64url") } },
		"a challenge cut short": { client: { challenge: Buffer.alloc(16, 1).toString("base64url") } },
		"an answer to a sign-in": { type: "webauthn.get" },
		"a frame of another's page": { client: { crossOrigin: true } },
		"another host": { host: "palreg.example" },
		"nobody present": { flags: 64 },
		"no key in it": { flags: 1 },
	}
	for (const [what, given] of Object.entries(wrong))
		test(`refuses ${what}`, async () => {
			refusedKey(await confirm(new SoftKey().create(await begin(), given)))
			assert.equal(sql(`SELECT count(*) FROM security_key WHERE account_id = '${me}'`), "0")
		})
	test("refuses an algorithm that it does not know, half an answer, no answer", async () => {
		refusedKey(await confirm(new SoftKey(-35).create(await begin())))
		const whole = new SoftKey().create(await begin())
		for (const answer of [whole.slice(0, -20), whole.split(".")[0], `${whole}.AAAA`, "x", `e30.${whole.split(".")[1]}`, `W10.${whole.split(".")[1]}`])
			refusedKey(await confirm(answer))
		assert.equal((await client.post("/account/keys/confirm", { name: "Ключ" })).status, 422)
	})
	test("refuses a question that is too old, one that another replaced, and another session's", async () => {
		const late = key.create(await begin())
		sql(`UPDATE key_challenge SET made_at = now() - interval '5 minutes' WHERE account_id = '${me}'`)
		refusedKey(await confirm(late))
		const first = await begin()
		await begin()
		refusedKey(await confirm(key.create(first)))
		const mine = key.create(await begin())
		client = await signedIn()
		await proved(client)
		refusedKey(await confirm(mine))
	})
	test("without a name the key is not asked again", async () => {
		const answer = key.create(await begin())
		const page = await confirm(answer, " ")
		assert.equal(page.status, 422)
		assert.match(page.text, /id="name-error">[^<]/)
		assert.ok(page.text.includes(`name="answer" value="${answer}"`))
		assert.equal((await confirm(answer, "x".repeat(41))).status, 422)
		const done = await confirm(answer)
		codes = codesIn(done.text)
		assert.equal(new Set(codes).size, 10, "with the first factor come recovery codes")
		assert.equal(events("FACTOR_KEY_ADD"), 1)
		const shown = await client.get("/account/factor")
		assert.match(shown.text, /<b>Синий ключ<\/b>/)
		assert.match(shown.text, /id="codes-left">10</)
	})
	test("the answer is of no use a second time, nor the key for somebody else", async () => {
		await fresh()
		const answer = second.create(await begin())
		assert.match((await confirm(answer, "Второй")).headers.location, /key_added/)
		refusedKey(await confirm(answer, "Второй"))
		const his = await signedIn({ login: other.login }, keys[1])
		await proved(his, keys[1])
		refusedKey(await confirm(key.create(await begin(his)), "Чужой", his))
		assert.equal(sql(`SELECT count(*) FROM security_key WHERE account_id = '${him}'`), "0")
	})
	test("a further key wants a fresh proof by the factor that there is, not the password", async () => {
		client = await signedIn({ key: key.get((await asked()).key) })
		sql(`UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = '${me}'`)
		await proved(client)
		const page = await client.post("/account/keys")
		assert.equal(page.status, 403)
		assert.match(page.text, /data-page="factor_ask"/)
		await fresh()
		const question = await begin()
		assert.deepEqual(question.credentials, [key, second].map(({ id }) => id.toString("base64url")), "which it has is told")
		assert.match((await confirm(third.create(question), "Третий")).headers.location, /key_added/)
	})
	/** A proof by the key of now. */
	async function fresh() {
		const { status, json, text } = await client.post("/api/auth/key")
		assert.equal(status, 200, text)
		assert.equal((await client.post("/api/auth/factor", { key: key.get(json) })).status, 200)
	}
})

describe("signing in", () => {
	test("after the password a key is asked for; each kind opens a session, and its use is told", async () => {
		for (const one of [key, second, third]) {
			const question = await asked()
			assert.equal(question.authenticator, false)
			assert.ok(question.key.credentials.includes(one.id.toString("base64url")))
			client = await signedIn({ key: one.get(question.key) })
		}
		assert.equal(sql(`SELECT count(*) FROM security_key WHERE account_id = '${me}' AND used_at IS NOT NULL`), "3")
		const right = key.get((await asked()).key)
		refused(await login({ auth_key: keys[1], key: right }), "credentials")
	})
	const wrong = {
		"another origin": { client: { origin: "https://palreg.example" } },
		"another host": { host: "palreg.example" },
		"another challenge": { client: { challenge: Buffer.alloc(32, 1).toString("base64url") } },
		"an answer to a set-up": { type: "webauthn.create" },
		"a frame of another's page": { client: { crossOrigin: true } },
		"nobody present": { flags: 0 },
		"a tampered signature": { signature: (bytes) => { bytes[bytes.length - 1] ^= 1; return bytes } },
		"no signature": { signature: () => Buffer.alloc(0) },
		"a credential that nobody has": { id: Buffer.alloc(32, 9) },
		"another key's credential": { id: second.id },
	}
	for (const [what, given] of Object.entries(wrong))
		test(`refuses ${what}`, async () => {
			const { key: question } = await asked()
			refused(await login({ key: key.get(question, given) }), "key")
		})
	test("refuses what is no answer, and data that were changed after they were signed", async () => {
		const parts = key.get((await asked()).key).split(".")
		const data = Buffer.from(parts[2], "base64url")
		data[32] |= 4
		refused(await login({ key: [parts[0], parts[1], data.toString("base64url"), parts[3]].join(".") }), "key")
		for (const answer of ["x", "....", parts.slice(0, 3).join("."), `${parts.join(".")}.AAAA`, "a".repeat(11_000)]) {
			forgetFailures()
			refused(await login({ key: answer }), "key")
		}
		assert.ok(events("LOGIN_CODE_REFUSED", "subject") > 10)
		assert.equal((await login({ key: "a".repeat(12_001) })).status, 422)
	})
	test("each answer opens one session; one to an old question, or to a wrong try's, none", async () => {
		const { key: question } = await asked()
		const answer = key.get(question)
		assert.equal((await login({ key: answer })).status, 200)
		refused(await login({ key: answer }), "key")
		refused(await login({ key: key.get(question) }), "key")
		forgetFailures()
		const late = key.get((await asked()).key)
		sql(`UPDATE key_challenge SET made_at = now() - interval '5 minutes' WHERE account_id = '${me}'`)
		refused(await login({ key: late }), "key")
		forgetFailures()
		const { key: tried } = await asked()
		refused(await login({ key: key.get(tried, { host: "palreg.example" }) }), "key")
		refused(await login({ key: key.get(tried) }), "key")
	})
	test("a question for a fresh proof signs nobody in, another's account neither", async () => {
		client = await signedIn({ key: key.get((await asked()).key) })
		refused(await login({ key: key.get((await client.post("/api/auth/key")).json) }), "key")
		sql(`INSERT INTO security_key (account_id, name, credential, algorithm, public_key, counter)
			SELECT '${him}', name, sha256(credential), algorithm, public_key, 0 FROM security_key WHERE account_id = '${me}' AND algorithm = -7`)
		const { key: his } = (await login({ login: other.login, auth_key: keys[1] })).json
		refused(await login({ login: other.login, auth_key: keys[1], key: key.get(his) }), "key")
	})
	test("a counter that goes back is refused, told in the trail and on the page; forward again it is taken", async () => {
		const { key: question } = await asked()
		const last = Number(sql(`SELECT counter FROM security_key WHERE account_id = '${me}' AND algorithm = -7`))
		refused(await login({ key: key.get(question, { counter: last }) }), "copied")
		refused(await login({ key: key.get((await asked()).key, { counter: 1 }) }), "copied")
		assert.equal(events("FACTOR_KEY_COPIED", "subject"), 2)
		forgetFailures()
		client = await signedIn({ key: key.get((await asked()).key) })
		assert.match((await client.get("/account/factor")).text, /<b>Синий ключ<\/b>[^]*?class="alert stop"/)
	})
	test("a key that does not count stays at nought", async () => {
		const question = (await asked()).key
		sql(`UPDATE security_key SET counter = 0 WHERE account_id = '${me}' AND algorithm = -8`)
		await signedIn({ key: second.get(question, { counter: 0 }) })
		await signedIn({ key: second.get((await asked()).key, { counter: 0 }) })
	})
	test("recovery codes work beside keys, each once; six digits do not", async () => {
		assert.equal((await login({ code: codes[0] })).status, 200)
		refused(await login({ code: codes[0] }), "code")
		refused(await login({ code: "123456" }), "code")
	})
	test("the sixth try waits, right or wrong", async () => {
		const { key: question } = await asked()
		for (let i = 0; i < 4; i++)
			refused(await login({ key: "x" }), "key")
		refused(await login({ key: key.get(question) }), "wait", 429)
	})
})

describe("a fresh proof", () => {
	const stale = () => sql(`UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = '${me}'`)
	test("is given by a key, to this session's question alone, once", async () => {
		client = await signedIn({ key: key.get((await asked()).key) })
		stale()
		const enter = (await asked()).key
		refused(await client.post("/api/auth/factor", { key: key.get(enter) }), "key")
		assert.equal((await client.post("/account/factor/codes")).status, 403)
		const { json: question } = await client.post("/api/auth/key")
		const answer = key.get(question)
		assert.equal((await client.post("/api/auth/factor", { key: answer })).status, 200)
		refused(await client.post("/api/auth/factor", { key: answer }), "key")
		codes = codesIn((await client.post("/account/factor/codes")).text)
		assert.equal(codes.length, 10)
		assert.equal((await client.post("/api/auth/factor", {})).status, 422)
	})
	test("nobody asks a key of an account that has none", async () => {
		sql(`DELETE FROM security_key WHERE account_id = '${him}'`)
		assert.equal((await (await signedIn({ login: other.login }, keys[1])).post("/api/auth/key")).status, 404)
	})
})

describe("beside an authenticator", () => {
	let secret
	test("both are asked for, and either will do", async () => {
		secret = secretIn((await client.post("/account/factor")).text)
		codes = codesIn((await client.post("/account/factor/confirm", { code: codeOf(secret, stepNow()) })).text)
		assert.equal(codes.length, 10)
		assert.equal((await asked()).authenticator, true)
		sql(`UPDATE totp_key SET used_step = 0 WHERE account_id = '${me}'`)
		await signedIn({ code: codeOf(secret, stepNow()) })
		client = await signedIn({ key: key.get((await asked()).key) })
	})
	test("the authenticator goes, keys and codes stay", async () => {
		assert.match((await client.post("/account/factor/remove")).headers.location, /factor_removed/)
		assert.match((await client.get("/account/factor")).text, /id="codes-left">10</)
		assert.equal((await asked()).authenticator, false)
	})
})

describe("removing", () => {
	const keyOf = (algorithm) => sql(`SELECT id FROM security_key WHERE account_id = '${me}' AND algorithm = ${algorithm}`)
	const remove = (id) => client.post(`/account/keys/${id}/remove`)
	test("a key that is gone opens nothing; another's cannot be removed, nor twice", async () => {
		sql(`INSERT INTO security_key (account_id, name, credential, algorithm, public_key, counter) SELECT '${him}', name, sha256(credential), algorithm, public_key, 0
			FROM security_key WHERE account_id = '${me}' AND algorithm = -8`)
		assert.equal((await remove(sql(`SELECT id FROM security_key WHERE account_id = '${him}'`))).status, 404)
		const id = keyOf(-257)
		const { key: question } = await asked()
		assert.match((await remove(id)).headers.location, /key_removed/)
		assert.equal((await remove(id)).status, 404)
		assert.equal((await remove(randomUUID())).status, 404)
		refused(await login({ key: third.get(question) }), "key")
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE id > ${since} AND event = 'FACTOR_KEY_REMOVE' AND result = 'OK' AND account_id = '${me}'`), "1")
	})
	test("wants a fresh proof", async () => {
		sql(`UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = '${me}'`)
		assert.equal((await remove(keyOf(-8))).status, 403)
		client = await signedIn({ key: key.get((await asked()).key) })
		assert.match((await remove(keyOf(-8))).headers.location, /key_removed/)
	})
	test("the last stays while a role asks for a second factor; else the recovery codes go with it", async () => {
		const code = `key-${randomUUID().slice(0, 8)}`
		sql(`WITH r AS (INSERT INTO role (code, name, needs_factor) VALUES ('${code}', 'Проба ключа', true) RETURNING id)
			INSERT INTO role_grant (account_id, role_id, area_id, reason) SELECT '${me}', r.id, a.area_id, 'проба' FROM r, account a WHERE a.id = '${me}'`)
		client = await signedIn({ key: key.get((await asked()).key) })
		assert.equal((await remove(keyOf(-7))).status, 409)
		assert.equal((await client.get("/patients")).status, 200, "the policy is met by a key")
		sql(`DELETE FROM role_grant USING role r WHERE role_id = r.id AND r.code = '${code}'; DELETE FROM role WHERE code = '${code}'`)
		client = await signedIn({ key: key.get((await asked()).key) })
		assert.match((await remove(keyOf(-7))).headers.location, /key_removed/)
		assert.equal(sql(`SELECT count(*) FROM recovery_code WHERE account_id = '${me}'`), "0")
		await signedIn()
	})
})
