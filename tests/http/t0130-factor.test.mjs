// t0130-factor.test.mjs: the second factor: set up by a code, asked for after the password, each code once; recovery codes.
import assert from "node:assert/strict"
import { after, before, beforeEach, describe, test } from "node:test"
import { Client, forgetFailures, sql, WRONG_KEY } from "./client.mjs"
import { demoAccount, isDoctor, secretsOf } from "./doctor.mjs"
import { codeOf, codesIn, inOneStep, secretIn, stepNow, wrongCode } from "./totp.mjs"

const demo = demoAccount(isDoctor)
const me = sql(`SELECT id FROM account WHERE login = '${demo.login}'`)
const forget = () => sql(`DELETE FROM totp_key WHERE account_id = '${me}'; DELETE FROM recovery_code WHERE account_id = '${me}'`)
let key, client, secret, codes
before(async () => {
	key = (await secretsOf(demo)).authKey
	client = await bare()
})
after(forget)
/** Signed in by the password alone, and asked for it anew. */
async function bare() {
	const who = new Client()
	const answer = await login({}, who)
	assert.equal(answer.status, 200, answer.text)
	assert.equal((await who.post("/api/auth/password", { auth_key: key })).status, 200)
	return who
}

/** As if no code had been used yet. */
const anew = () => sql(`UPDATE totp_key SET used_step = 0 WHERE account_id = '${me}'; DELETE FROM login_delay`)
const login = (fields = {}, who = new Client()) => who.post("/api/auth/login", { login: demo.login, auth_key: key, ...fields })
const refused = (answer, error, status = 401) => {
	assert.equal(answer.status, status, answer.text)
	assert.equal(answer.json.error, error)
	assert.equal(answer.headers["set-cookie"], undefined, "and no session")
}
const since = sql("SELECT coalesce(max(id), 0) FROM audit_event")
const events = (event, column = "account_id") => Number(sql(`SELECT count(*) FROM audit_event WHERE id > ${since} AND event = '${event}' AND ${column} = '${me}'`))
/** Signed in with a code of now. */
async function enter() {
	anew()
	const who = new Client()
	const answer = await login({ code: codeOf(secret, stepNow()) }, who)
	assert.equal(answer.status, 200, answer.text)
	return who
}
/** As if the last code were so old. */
const aged = (minutes) => sql(`UPDATE session SET factor_at = now() - interval '${minutes} minutes' WHERE account_id = '${me}'`)

describe("setting up", () => {
	test("the secret is shown once, and does not count before its code was right", async () => {
		const shown = await client.post("/account/factor")
		assert.equal(shown.status, 200)
		secret = secretIn(shown.text)
		assert.equal(secret?.replaceAll(" ", "").length, 32)
		assert.match(shown.text, new RegExp(`otpauth://totp/palreg:${demo.login}\\?secret=${secret.replaceAll(" ", "")}&amp;issuer=palreg`))
		const wrong = await client.post("/account/factor/confirm", { code: wrongCode(secret) })
		assert.equal(wrong.status, 422)
		assert.match(wrong.text, /id="code-error">[^<]/)
		assert.equal(secretIn(wrong.text), undefined, "not shown again")
		assert.equal((await client.post("/account/factor/confirm", {})).status, 422)
		client = await bare()
		assert.equal(sql(`SELECT sealed IS NULL FROM totp_key WHERE account_id = '${me}'`), "t")
	})
	test("after a quarter of an hour it is begun anew", async () => {
		sql(`UPDATE totp_key SET pending_at = now() - interval '16 minutes' WHERE account_id = '${me}'`)
		const late = await client.post("/account/factor/confirm", { code: codeOf(secret, stepNow()) })
		assert.equal(late.status, 422)
		assert.match(late.text, /id="code-error">[^<]/)
	})
	test("confirmed by its code it is in force, and ten recovery codes are shown once", async () => {
		secret = secretIn((await client.post("/account/factor")).text)
		const done = await client.post("/account/factor/confirm", { code: codeOf(secret, stepNow()).replace(/^.../, "$& ") })
		codes = codesIn(done.text)
		assert.equal(new Set(codes).size, 10)
		const page = await client.get("/account/factor")
		assert.match(page.text, /id="codes-left">10</)
		assert.deepEqual(codesIn(page.text), [])
		assert.ok(!page.text.includes(secret))
		assert.equal(events("FACTOR_ADD"), 1)
	})
	test("the database has neither the secret nor a code", () => {
		const bytes = Buffer.from([...secret.replaceAll(" ", "")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"))
			.join("").match(/.{8}/g).map((b) => Number.parseInt(b, 2))).toString("hex")
		const kept = sql(`SELECT row_to_json(k) FROM totp_key k WHERE account_id = '${me}'; SELECT row_to_json(r) FROM recovery_code r WHERE account_id = '${me}'`)
		for (const text of [bytes, secret.replaceAll(" ", ""), ...codes, ...codes.map((c) => c.replace("-", "")), ...codes.map((c) => Buffer.from(c.replace("-", "")).toString("hex"))])
			assert.ok(!kept.includes(text))
	})
})

describe("signing in", () => {
	beforeEach(anew)
	test("the password alone opens no session; without it no code is judged", async () => {
		refused(await login(), "factor")
		refused(await login({ auth_key: WRONG_KEY, code: codeOf(secret, stepNow()) }), "credentials")
	})
	test("a wrong code does not, nor one of two steps ago, nor of two steps hence", async () => {
		refused(await login({ code: wrongCode(secret) }), "code")
		refused(await login({ code: codeOf(secret, stepNow() - 2) }), "code")
		refused(await login({ code: codeOf(secret, stepNow() + 3) }), "code")
		assert.ok(events("LOGIN_CODE_REFUSED", "subject") >= 3)
		assert.equal((await login({ code: "x".repeat(41) })).status, 422)
	})
	test("a code does, of the step before too, each once; after it none before it", async () => {
		assert.equal((await inOneStep(async (step) => { anew(); return login({ code: codeOf(secret, step - 1) }) })).status, 200)
		const step = stepNow()
		assert.equal((await login({ code: codeOf(secret, step) })).status, 200)
		refused(await login({ code: codeOf(secret, step) }), "code")
		refused(await login({ code: codeOf(secret, step - 1) }), "code")
	})
	test("side by side a code opens one session", async () => {
		const code = codeOf(secret, stepNow())
		const answers = await Promise.all([login({ code }), login({ code }), login({ code })])
		assert.ok(answers.filter(({ status }) => status === 200).length <= 1)
	})
	test("the sixth try waits, right or wrong; a whole sign-in ends the count", async () => {
		for (let i = 0; i < 5; i++)
			refused(await login({ code: wrongCode(secret) }), "code")
		refused(await login({ code: codeOf(secret, stepNow()) }), "wait", 429)
		forgetFailures()
		await login()
		assert.equal((await login({ code: codeOf(secret, stepNow()) })).status, 200)
		assert.equal(sql("SELECT count(*) FROM login_delay"), "0")
	})
	test("a recovery code works once, however it is typed, and is counted", async () => {
		const used = events("FACTOR_RECOVERY")
		assert.equal((await login({ code: codes[0].toLowerCase().replace("-", " ") })).status, 200)
		assert.equal(events("FACTOR_RECOVERY"), used + 1)
		refused(await login({ code: codes[0] }), "code")
		refused(await login({ code: "AAAAA-AAAAA" }), "code")
		const who = await enter()
		assert.match((await who.get("/account/factor")).text, /id="codes-left">9</)
		assert.match((await who.get("/account")).text, /: 9\./)
	})
})

describe("a fresh code", () => {
	const stale = async (answer) => {
		const shown = await answer
		assert.equal(shown.status, 403)
		assert.match(shown.text, /data-page="factor_ask"/)
		return shown.text
	}
	test("is needed for new recovery codes, another device and taking the factor away", async () => {
		client = await enter()
		aged(11)
		assert.match(await stale(client.post("/account/factor/codes")), /<form id="again" method="post" action="\/account\/factor\/codes" hidden><input type="hidden" name="csrf" value="[^"]{43}">/)
		await stale(client.post("/account/factor"))
		await stale(client.post("/account/factor/remove"))
		assert.equal(sql(`SELECT count(*) FROM recovery_code WHERE account_id = '${me}' AND used_at IS NULL`), "9")
	})
	test("wrong, it changes nothing; right, it holds for ten minutes", async () => {
		anew()
		refused(await client.post("/api/auth/factor", { code: wrongCode(secret) }), "code")
		await stale(client.post("/account/factor/codes"))
		const code = codeOf(secret, stepNow())
		assert.equal((await client.post("/api/auth/factor", { code })).status, 200)
		refused(await client.post("/api/auth/factor", { code }), "code")
		assert.equal(events("FACTOR_FRESH"), 1)
		aged(9)
		const renewed = codesIn((await client.post("/account/factor/codes")).text)
		assert.equal(renewed.length, 10)
		refused(await login({ code: codes[1] }), "code")
		codes = renewed
	})
	test("is counted as passwords are", async () => {
		anew()
		for (let i = 0; i < 5; i++)
			refused(await client.post("/api/auth/factor", { code: wrongCode(secret) }), "code")
		refused(await client.post("/api/auth/factor", { code: codeOf(secret, stepNow()) }), "wait", 429)
		anew()
	})
	test("then another device takes the place of the old one, once its code was right", async () => {
		client = await enter()
		const other = secretIn((await client.post("/account/factor")).text)
		refused(await login({ code: codeOf(other, stepNow()) }), "code")
		assert.equal((await client.post("/account/factor/confirm", { code: codeOf(other, stepNow()) })).status, 200)
		anew()
		refused(await login({ code: codeOf(secret, stepNow()) }), "code")
		secret = other
	})
	test("and the factor is taken away, with its codes", async () => {
		client = await enter()
		assert.match((await client.post("/account/factor/remove")).headers.location, /done=factor_removed/)
		assert.equal(sql(`SELECT count(*) FROM recovery_code WHERE account_id = '${me}'`), "0")
		refused(await (await bare()).post("/api/auth/factor", { code: "123456" }), "code")
	})
})
