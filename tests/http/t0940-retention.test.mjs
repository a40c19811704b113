// t0940-retention.test.mjs: what is over is listed without identity, deleted by two persons, and has a certificate.
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { after, before, describe, test } from "node:test"
import { setImmediate } from "node:timers/promises"
import { sql, STATE } from "./client.mjs"
import { demoAccount, isAdmin, isDoctor, isMinistry, isOfficer, placeOf, recordDeath, registered, signIn } from "./doctor.mjs"

const local = demoAccount((a) => isOfficer(a) && isAdmin(a))
const above = demoAccount((a) => isAdmin(a) && a.member === null && !isMinistry(a))
const elsewhere = demoAccount((a) => isOfficer(a) && isAdmin(a) && placeOf(a.login).institution !== placeOf(local.login).institution)
const area = placeOf(local.login).institution
const demo = demoAccount((a) => isDoctor(a) && !isAdmin(a) && placeOf(a.login).institution === area)
const RULE = "/admin/retention/record_death"

let one, two, other, doctor, patient, number, since, asked
const events = (event) => sql(`SELECT count(*) FROM audit_event WHERE id > ${since} AND event = '${event}' AND result = 'OK'`)
const hashIn = (page) => page.match(/name="list" value="([0-9a-f]{64})"/)?.[1]
const seen = async () => (await one.get(`${RULE}?area=${area}`)).text
const ask = async (changes = {}) => one.post(RULE, { area, list: hashIn(await seen()), reason: "проба срока", ...changes })
const decide = (client, release = "yes") => client.post(asked, { release })
/** The clock is shifted by making the record older. */
const shift = (years) => sql(`SET session_replication_role = replica; UPDATE patient SET date_in = d - 30, date_out = d, died_on = d, commission_on = d - 30,
	consent_on = d - 30 FROM (SELECT (CURRENT_DATE - interval '${years} years')::date AS d) AS o WHERE id = '${patient}'`)
const clear = () => sql(`DELETE FROM right_request WHERE reason LIKE 'проба срока%'; SET session_replication_role = replica;
	DELETE FROM disposal AS d WHERE NOT EXISTS (SELECT FROM right_request WHERE disposal_id = d.id); DELETE FROM patient_erased AS e WHERE NOT EXISTS (SELECT FROM disposal WHERE id = e.disposal_id)`)

before(async () => {
	clear()
	since = sql("SELECT coalesce(max(id), 0) FROM audit_event")
	one = (await signIn(local)).client
	two = (await signIn(above)).client
	other = (await signIn(elsewhere)).client
	doctor = await signIn(demo)
	patient = (await registered(doctor, demo)).id
	assert.equal((await recordDeath(doctor.client, patient)).status, 303)
	number = sql(`SELECT registry_no FROM patient WHERE id = '${patient}'`)
})
after(clear)

describe("what is over", () => {
	test("nothing of a death of today", async () => {
		assert.ok(!(await seen()).includes(number))
	})
	test("after 25 years it is listed by its number and place, with nothing of whom", async () => {
		shift(25)
		const page = await seen()
		assert.match(page, new RegExp(`${number}</td>`))
		assert.ok(!page.includes(patient), "not even its id")
		assert.match((await one.get("/admin/retention")).text, /record_death[^]*?<b>\d+<\/b>/)
		assert.notEqual(events("RETENTION_VIEW"), "0", "who looked is written down")
	})
	test("another institution's administrator sees nothing of it", async () => {
		assert.ok(!(await other.get(`${RULE}?area=${area}`)).text.includes(number))
		assert.equal((await other.post(RULE, { area, list: hashIn(await seen()), reason: "проба срока" })).status, 403)
	})
	test("what is no rule is not there; what is on hold offers nothing", async () => {
		assert.equal((await one.get("/admin/retention/nothing")).status, 404)
		assert.equal((await one.get("/admin/disposals/2147483647")).status, 404)
		assert.equal((await one.get("/admin/disposals/x")).status, 404)
		assert.ok(!(await one.get(`/admin/retention/account?area=${area}`)).text.includes('name="reason"'))
	})
})

describe("asking", () => {
	test("wants a reason, a place of one's own and the list that was seen", async () => {
		for (const [changes, status] of [[{ reason: "" }, 422], [{ reason: "ю".repeat(301) }, 422], [{ area: "x" }, 422], [{ list: "0".repeat(64) }, 409], [{ list: "zz" }, 409], [{ more: "1" }, 400]]) {
			const answer = await ask(changes)
			assert.equal(answer.status, status, JSON.stringify(changes))
			if (status === 422 && !changes.area)
				assert.match(answer.text, /id="reason-error">[^<]/)
		}
		assert.match((await ask({ list: "0".repeat(64) })).text, /проба срока/, "what was typed is still there")
		assert.equal((await one.post("/admin/retention/account", { area, list: "0".repeat(64), reason: "проба срока" })).status, 422, "on hold")
		assert.equal(sql("SELECT count(*) FROM right_request WHERE reason LIKE 'проба срока%'"), "0")
	})
	test("is done once and waits among the requests", async () => {
		asked = (await ask()).headers.location.replace(/\?.*/, "")
		assert.match(asked, /^\/admin\/disposals\/\d+$/)
		assert.equal((await ask()).status, 422)
		assert.match((await two.get("/admin/requests")).text, new RegExp(`href="${asked}"`))
		assert.match((await two.get(asked)).text, new RegExp(`${number}</td>`), "the second person sees the list")
		assert.equal((await other.get(asked)).status, 404)
		assert.equal((await doctor.client.get(asked)).status, 403)
	})
})

describe("the release", () => {
	test("is for another person", async () => {
		assert.equal((await decide(one)).status, 422)
		assert.equal((await decide(other)).status, 404)
		assert.equal((await decide(doctor.client)).status, 403)
		assert.equal((await decide(two, "perhaps")).status, 422)
	})
	test("is refused when the list is another one by now: both are shown", async () => {
		shift(24)
		const answer = await decide(two)
		assert.equal(answer.status, 409)
		assert.match(answer.text, /role="alert"/)
		shift(25)
	})
	test("or the rule is on hold", async () => {
		sql("UPDATE retention_rule SET way = 'hold' WHERE code = 'record_death'")
		const answer = await decide(two)
		sql("UPDATE retention_rule SET way = 'release' WHERE code = 'record_death'")
		assert.equal(answer.status, 422)
		assert.equal(sql(`SELECT count(*) FROM patient WHERE id = '${patient}'`), "1", "nothing has happened")
	})
	test("or the patient comes back to the register at that very moment", async () => {
		const held = spawn("psql", ["-XqAt", "-h", join(STATE, "run/db"), "-U", "postgres", "-d", "palreg"])
		const said = once(held.stdout, "data"), gone = once(held, "close")
		held.stdin.write(`SET search_path = palreg; BEGIN; SET LOCAL session_replication_role = replica;
			UPDATE patient SET status = 'active', removal_reason = NULL, date_out = NULL, died_on = NULL WHERE id = '${patient}'; SELECT 'held';\n`)
		await said
		const answer = decide(two)
		while (sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'palreg_admin' AND wait_event_type = 'Lock'") === "0")
			await setImmediate()
		held.stdin.end("COMMIT;\n")
		assert.equal((await answer).status, 409)
		await gone
		assert.equal(sql(`SELECT status FROM patient WHERE id = '${patient}'`), "active", "he is still there")
		sql(`SET session_replication_role = replica; UPDATE patient SET status = 'removed', removal_reason = 'death', date_out = CURRENT_DATE WHERE id = '${patient}'`)
		shift(25)
	})
	test("deletes the record, tells browsers, and leaves a certificate", async () => {
		const head = sql(`SELECT document_seq FROM crypto_inst WHERE area_id = ${area}`)
		assert.match((await decide(two)).headers.location, /done=disposal_confirmed/)
		assert.equal(sql(`SELECT (SELECT count(*) FROM patient WHERE id = '${patient}') + (SELECT count(*) FROM document WHERE patient_id = '${patient}')
			+ (SELECT count(*) FROM patient_status_event WHERE patient_id = '${patient}')`), "0")
		assert.equal((await doctor.client.get(`/patients/${patient}`)).status, 404)
		const { left } = (await doctor.client.get(`/api/documents?type=passport&after=${head}&limit=100`)).json
		assert.ok(left.includes(patient), left)
		const page = (await one.get(asked)).text
		const [certificate, hash] = sql(`SELECT certificate, encode(list_hash, 'hex') FROM disposal WHERE id = ${asked.match(/\d+$/)}`).split("|")
		assert.match(page, new RegExp(`№ ${certificate}|No. ${certificate}`))
		assert.ok(page.includes(hash) && page.includes("проба срока"))
		assert.ok(!page.includes(number), "the certificate names nobody")
		assert.equal(sql(`SELECT count(*) FROM audit_event WHERE event = 'RECORD_ERASED' AND subject = '${patient}'`), "1")
		assert.ok(Number(sql(`SELECT count(*) FROM audit_event WHERE subject = '${patient}'`)) > 2, "the trail stays")
	})
	test("once", async () => {
		assert.equal((await decide(two)).status, 409)
		assert.equal((await decide(two, "no")).status, 409)
	})
})
