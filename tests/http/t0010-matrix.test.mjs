// t0010-matrix.test.mjs: every route for every role, of the own institution, of another one, and signed out.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { Client, OWN, sql } from "./client.mjs"
import { demoAccounts, isDoctor, isOfficer, placeOf, signIn } from "./doctor.mjs"
import { permissions, routes } from "./routes.mjs"

/** One account for each set of permissions that the demo region has. */
const people = new Map()

/** What an account holds anywhere. */
const held = (login) => new Set(sql(`SELECT DISTINCT p.permission FROM account a JOIN role_grant g ON g.account_id = a.id
	JOIN role_permission p ON p.role_id = g.role_id WHERE a.login = '${login}'`).split("\n"))

for (const demo of demoAccounts()) {
	const key = [...held(demo.login)].sort().join(" ")
	if (!people.has(key))
		people.set(key, { demo, perms: held(demo.login) })
}

const fill = (path, id) => path.replace(":id", id)

/** Records of an institution, one of each kind that paths name. */
function examples(institution) {
	const [patient, line] = sql(`SELECT p.id, l.id FROM patient p JOIN prescription l ON l.patient_id = p.id AND l.current
		WHERE p.institution_id = ${institution} LIMIT 1`).split("|")
	const user = sql(`SELECT id FROM account WHERE area_id = ${institution} LIMIT 1`)
	const assessment = sql(`SELECT a.id FROM assessment a JOIN patient p ON p.id = a.patient_id AND a.current
		WHERE p.institution_id = ${institution} LIMIT 1`)
	const allergy = sql(`SELECT a.id FROM allergy a JOIN patient p ON p.id = a.patient_id AND a.current
		WHERE p.institution_id = ${institution} LIMIT 1`)
	const diagnosis = sql(`SELECT d.id FROM diagnosis d JOIN patient p ON p.id = d.patient_id AND d.current
		WHERE p.institution_id = ${institution} LIMIT 1`)
	const eligibility = sql(`SELECT e.id FROM eligibility e JOIN patient p ON p.id = e.patient_id AND e.current
		WHERE p.institution_id = ${institution} LIMIT 1`)
	const order = sql(`SELECT o.id FROM device_order o JOIN patient p ON p.id = o.patient_id WHERE p.institution_id = ${institution} LIMIT 1`)
	const series = (table) => sql(`SELECT c.series_id FROM ${table} c JOIN patient p ON p.id = c.patient_id AND c.current
		WHERE p.institution_id = ${institution} LIMIT 1`)
	const others = { "/prescriptions/:id": line, "/assessments/:id": assessment, "/allergies/:id": allergy, "/orders/:id": order, "/eligibility/:id": eligibility, "/diagnoses/:id": diagnosis, "/admin/users/:id": user, "/admin/books/:id": "service", "/care/visits/:id": series("visit"),
		"/care/places/:id": series("care_place"), "/care/preferences/:id": series("preference") }
	return (path) => Object.entries(others).find(([prefix]) => path.startsWith(prefix))?.[1] ?? patient
}

const call = (client, route, path) => route.method === "GET" ? client.get(path) : client.post(path, {})
/** The gates are passed; what is behind them wants the password again first. */
const asksProof = (answer) => answer.status === 403 && /data-page="password_ask"/.test(answer.text)
const isLogin = (answer) => answer.status === 401 ||
	answer.status === 303 && /^\/login/.test(answer.headers.location ?? "")

test("the def files name known permissions and every path once", () => {
	assert.ok(routes.length >= 50, `${routes.length} routes`)
	for (const { perm, name } of routes)
		assert.ok(["PUBLIC", "SESSION", "SELF", ...permissions].includes(perm), name)
	const keys = routes.map((r) => `${r.method} ${r.path}`)
	assert.equal(new Set(keys).size, keys.length)
})

test("the roles of a fresh install are two, with the four groups between them", () => {
	assert.equal(sql("SELECT string_agg(code, ' ' ORDER BY id) FROM role WHERE id <= 2"), "administrator user")
	assert.equal(sql("SELECT count(*) FROM role_permission WHERE role_id = 1"), String(permissions.length))
	assert.equal(sql("SELECT string_agg(permission, ' ' ORDER BY permission) FROM role_permission WHERE role_id = 2"),
		permissions.filter((p) => p !== "USER_MANAGE").sort().join(" "))
	assert.equal(sql(`SELECT string_agg(DISTINCT permission, ' ') FROM role_permission p JOIN role r ON r.id = p.role_id
		WHERE r.code = 'ministry'`), "REPORT_SUMMARY")
})

describe("nobody signed in", () => {
	for (const route of routes.filter((r) => r.perm !== "PUBLIC"))
		test(`${route.method} ${route.path}`, async () => {
			const answer = await call(new Client(), route, fill(route.path, randomUUID()))
			assert.ok(isLogin(answer), `${answer.status}`)
			const forged = new Client()
			forged.cookie = Buffer.alloc(32, 9).toString("base64url")
			assert.ok(isLogin(await call(forged, route, fill(route.path, randomUUID()))))
		})
})

for (const [key, { demo, perms }] of people)
	describe(`${demo.role} (${key})`, () => {
		let client, example
		before(async () => {
			client = (await signIn(demo)).client
			example = perms.has("PATIENT_READ") || perms.has("USER_MANAGE") ? examples(placeOf(demo.login).institution) : () => undefined
		})
		// Signing out and ending sessions come last: they end what the others need.
		const ends = (r) => /\/(logout|sessions?|lock)$/.test(r.path)
		const mine = routes.filter((r) => !ends(r) && r.perm !== "PUBLIC")
		for (const route of mine) {
			const allowed = ["SESSION", "SELF"].includes(route.perm) || perms.has(route.perm)
			test(`${route.method} ${route.path}: ${allowed ? "reached" : "403"}`, async () => {
				const answer = await call(client, route, fill(route.path, example(route.path) || randomUUID()))
				assert.ok(!isLogin(answer), "the session holds")
				if (allowed)
					assert.ok(![401, 403, 405, 500, 503].includes(answer.status) ||
						/admission|undo$/.test(route.path) && answer.status === 403 || asksProof(answer), `${answer.status} ${answer.text.slice(0, 200)}`)
				else
					assert.equal(answer.status, 403)
			})
		}
	})

describe("another institution's records", () => {
	const doctors = demoAccounts().filter(isDoctor)
	const [a] = doctors
	const b = doctors.find((d) => placeOf(d.login).institution !== placeOf(a.login).institution)
	const written = () => sql("SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM prescription WHERE current)")
	let client, foreign, asBefore
	before(async () => {
		client = (await signIn(a)).client
		foreign = examples(placeOf(b.login).institution)
		asBefore = written()
	})
	for (const route of routes.filter((r) => r.path.includes(":id") && r.program === "register"))
		test(`${route.method} ${route.path} is not there`, async () => {
			const answer = await call(client, route, fill(route.path, foreign(route.path)))
			assert.ok([404, 422].includes(answer.status) || answer.status === 403, `${answer.status}`)
			if (route.method === "GET")
				assert.equal(answer.status, 404)
			else
				assert.equal(written(), asBefore)
		})
	test("the report of a foreign patient is not there", async () => {
		const id = foreign("/patients/:id")
		const answer = await client.get(`/reports/patient.pdf?patient=${id}&since=01.01.2020&until=01.01.2027`)
		assert.equal(answer.status, 404)
	})
	test("rows and ids of others are left out", async () => {
		const id = foreign("/patients/:id")
		assert.deepEqual((await client.get(`/api/patients/rows?ids=${id}`)).json, { rows: [] })
		assert.ok(!(await client.get("/api/patients")).json.ids.includes(id))
	})
})

describe("writing without the session's token, or from elsewhere", () => {
	const writing = routes.filter((r) => r.method === "POST" && r.perm !== "PUBLIC")
	let client
	before(async () => { client = (await signIn(demoAccounts().find(isOfficer))).client })
	for (const route of writing)
		test(`${route.method} ${route.path}`, async () => {
			const path = fill(route.path, randomUUID())
			const { csrf } = client
			assert.equal((await client.post(path, { csrf: undefined })).status, 403, "no token")
			assert.equal((await client.post(path, { csrf: Buffer.alloc(32).toString("base64url") })).status, 403, "another token")
			assert.equal((await client.post(path, { csrf }, {})).status, 403, "neither Origin nor Sec-Fetch-Site")
			assert.equal((await client.post(path, { csrf }, { ...OWN, Origin: "https://evil.example" })).status, 403, "Origin")
			assert.equal((await client.post(path, { csrf }, { ...OWN, "Sec-Fetch-Site": "cross-site" })).status, 403, "site")
			assert.equal((await client.post(path, { csrf }, { ...OWN, "Sec-Fetch-Site": "same-site" })).status, 403, "same-site")
		})
})
