// t0320-find.test.mjs: patients by every condition find what a plain question finds; searches under a name; the file.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, demoAccounts, isDoctor, isMinistry, placeOf, signIn } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const { institution } = placeOf(demo.login)
const stranger = demoAccounts().find((a) => isDoctor(a) && placeOf(a.login).institution !== institution)
let client
before(async () => {
	({ client } = await signIn(demo))
	sql("DELETE FROM saved_search")
})
after(() => sql("DELETE FROM saved_search"))

const MINE = `p.area_id IN (SELECT c.id FROM area c, area r WHERE r.id = ${institution} AND c.path <@ r.path)`
const one = (what) => sql(`SELECT ${what} FROM patient p WHERE ${MINE}`)
const last = (code) => `(SELECT o.value FROM observation o WHERE o.patient_id = p.id AND o.code = '${code}' AND o.current
	ORDER BY o.effective_at DESC, o.created_at DESC LIMIT 1)`
const takes = (where) => `EXISTS (SELECT FROM prescription l JOIN medicine m ON m.id = l.medicine_id WHERE l.patient_id = p.id
	AND l.current AND l.status = 'active' AND (l.ends_on IS NULL OR l.ends_on >= current_date) AND ${where})`
const district = one("mode() WITHIN GROUP (ORDER BY district_id)")
const number = one("min(registry_no)")
const medicine = sql(`SELECT l.medicine_id FROM prescription l JOIN patient p ON p.id = l.patient_id WHERE ${MINE} AND l.current
	AND l.status = 'active' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`)
const doctor = sql(`SELECT l.author_id FROM prescription l JOIN patient p ON p.id = l.patient_id WHERE ${MINE} GROUP BY 1 ORDER BY count(*) LIMIT 1`)
const treats = `(p.created_by = '${doctor}' OR EXISTS (SELECT FROM prescription l WHERE l.patient_id = p.id AND l.author_id = '${doctor}' AND l.current)
	OR EXISTS (SELECT FROM assessment a WHERE a.patient_id = p.id AND a.author_id = '${doctor}' AND a.current)
	OR EXISTS (SELECT FROM visit v WHERE v.patient_id = p.id AND v.author_id = '${doctor}' AND v.current))`
const bare = `${takes("m.group_code = 'opioid_strong'")} AND NOT ${takes("m.group_code = 'laxative'")}`

const cases = {
	[`district=${district}`]: `p.district_id = ${district}`,
	[`number=${encodeURIComponent(number)}`]: `p.registry_no = '${number}'`,
	[`number=${number.slice(2, 4)}`]: `p.registry_no LIKE '${number.slice(0, 4)}%'`,
	"number=p-1": "p.registry_no LIKE 'П-1%'",
	"out_since=01.10.2026": "p.date_out >= '2026-10-01'",
	"out_since=01.06.2026&out_until=30.09.2026": "p.date_out BETWEEN '2026-06-01' AND '2026-09-30'",
	"phase=3": `${last("phase")} = 3`,
	"phase=4&status=active": `${last("phase")} = 4 AND p.status = 'active'`,
	"pps_from=40": `${last("pps")} >= 40`,
	"pps_from=30&pps_to=50": `${last("pps")} BETWEEN 30 AND 50`,
	"pps_to=20&sex=f": `${last("pps")} <= 20 AND p.sex = 'f'`,
	[`medicine=${medicine}`]: takes(`m.id = ${medicine}`),
	"medicine_group=opioid_strong": takes("m.group_code = 'opioid_strong'"),
	[`medicine_group=laxative&medicine=${medicine}`]: `${takes("m.group_code = 'laxative'")} AND ${takes(`m.id = ${medicine}`)}`,
	"no_laxative=1": bare,
	"no_laxative=1&pain_from=4": `${bare} AND p.last_pain >= 4`,
	[`doctor=${doctor}`]: treats,
	[`doctor=${doctor}&diagnosis=C&age_from=70`]: `${treats} AND p.diagnosis_code LIKE 'C%' AND extract(year FROM current_date) - p.year_of_birth >= 70`,
	[`doctor=${doctor}&district=${district}&status=active&medicine_group=opioid_strong&pps_to=60&since=01.01.2020`]:
		`${treats} AND p.district_id = ${district} AND p.status = 'active' AND ${takes("m.group_code = 'opioid_strong'")} AND ${last("pps")} <= 60`,
	"place=home": "(SELECT c.place FROM care_place c WHERE c.patient_id = p.id AND c.current AND c.status = 'stated' ORDER BY c.since DESC LIMIT 1) = 'home'",
	"device=needed": "EXISTS (SELECT FROM device_order d WHERE d.patient_id = p.id AND d.status IN ('needed', 'requested'))",
	"device=issued&status=active": "p.status = 'active' AND EXISTS (SELECT FROM device_order d WHERE d.patient_id = p.id AND d.status = 'issued')",
	"medicine=2147483000": "false",
}
const orders = {
	change: "p.changed_at DESC", number: "p.registry_no", age: "p.year_of_birth", pain: "p.last_pain DESC NULLS LAST",
	seen: "p.last_seen_on NULLS FIRST", date_in: "p.date_in DESC",
}

/** What the tables answer to all of them, asked at once. */
const idsWhere = (where) => `(SELECT coalesce(json_agg(p.id), '[]') FROM patient p WHERE ${MINE} AND (${where}))`
const reference = JSON.parse(sql(`SELECT json_build_array(${Object.values(cases).map(idsWhere).join(", ")})`))
const ordered = JSON.parse(sql(`SELECT json_build_object(${Object.entries(orders).map(([sort, order]) =>
	`'${sort}', (SELECT json_agg(p.id ORDER BY ${order}, p.id) FROM patient p WHERE ${MINE} AND p.district_id = ${district})`).join(", ")})`))

describe("the conditions", () => {
	for (const [i, query] of Object.keys(cases).entries())
		test(`?${query} finds what the same question in SQL finds`, async () => {
			const wanted = reference[i]
			assert.deepEqual([...(await client.get(`/api/patients?${query}`)).json.ids].sort(), wanted.sort())
			const page = (await client.get(`/patients?${query}`)).text
			assert.match(page, new RegExp(`data-total="${wanted.length}"`))
			assert.equal((await client.get(`/patients.csv?${query}`)).text.trimEnd().split("\r\n").length, wanted.length + 1)
			assert.equal((page.match(/data-chip=/g) ?? []).length, query.split("&").length, "a chip a condition")
		})
	test("nearly all of these find somebody", () =>
		assert.ok(reference.filter((ids) => ids.length > 0).length > reference.length - 5, JSON.stringify(reference.map((ids) => ids.length))))
	for (const [sort, kept] of Object.entries(ordered))
		test(`in the order ${sort}, page by page`, async () => {
			const all = `district=${district}&sort=${sort}`
			assert.deepEqual((await client.get(`/api/patients?${all}`)).json.ids, kept)
			const shown = async (page) => [...(await client.get(`/patients?${all}&page=${page}`)).text
				.split('id="patient-list-local"')[0].matchAll(/<td><a href="\/patients\/([0-9a-f-]{36})"/g)].map((m) => m[1])
			assert.deepEqual([...await shown(0), ...await shown(1)], kept.slice(0, 100))
		})
	test("another institution finds its own", async () => {
		const { client: other } = await signIn(stranger)
		const mine = new Set(one("string_agg(p.id::text, ',')").split(","))
		for (const query of ["medicine_group=opioid_strong", "pps_from=0", `doctor=${doctor}`, `number=${encodeURIComponent(number)}`])
			for (const id of (await other.get(`/api/patients?${query}`)).json.ids)
				assert.ok(!mine.has(id), query)
	})
	test("who may see no patient may not search one", async () => {
		const { client: ministry } = await signIn(demoAccount(isMinistry))
		for (const path of ["/patients?more=1", "/patients.csv", "/patients/searches", "/patients/searches/new?sex=f"])
			assert.equal((await ministry.get(path)).status, 403, path)
	})
	test("wrong conditions: told on the page, no file", async () => {
		for (const query of ["district=x", "district=0", "number=Иванов", "number=1;2", "number=%D0%9F", "out_since=31.02.2026", "out_until=x", "phase=0", "phase=10",
			"pps_from=101", "pps_to=-1", "medicine=x", "medicine_group=%27", "doctor=me", "no_laxative=2", "device=lost", "place=%27", "age_to=131", "pain_from=11", "unseen=x",
			"sort=name", "status=dead", "sex=x", "since=1", "institution=x"]) {
			const page = await client.get(`/patients?${query}`)
			assert.equal(page.status, 422, query)
			assert.match(page.text, /class="field-error"/, query)
			assert.equal((await client.get(`/patients.csv?${query}`)).status, 422, query)
		}
		for (const path of ["/api/patients", "/patients/searches/new"])
			assert.equal((await client.get(`${path}?number=Иванов`)).status, 422, path)
		assert.equal((await client.get("/patients?surname=x")).status, 400)
	})
	test("the plain page asks for nothing that it does not show", async () => {
		const plain = (await client.get("/patients")).text
		assert.doesNotMatch(plain, /name="medicine"/)
		assert.match((await client.get("/patients?more=1")).text, /name="medicine"[\s\S]*name="doctor"/)
	})
	test("a chip leads to the list without its condition", async () => {
		const page = (await client.get("/patients?status=active&pps_to=60&sort=age")).text
		assert.match(page, /href="\/patients\?pps_to=60&amp;sort=age"[^>]*data-chip="status"/)
		assert.match(page, /href="\/patients\?status=active&amp;sort=age"[^>]*data-chip="pps_to"/)
		assert.match(page, /<summary>[^<]*\(2\)<\/summary>/)
	})
})

describe("the file", () => {
	test("is for a Russian spreadsheet, without the browser's number and without a name", async () => {
		const answer = await client.get("/patients.csv?status=active")
		assert.match(answer.headers.get?.("content-type") ?? answer.headers["content-type"], /^text\/csv; charset=utf-8/)
		assert.equal(answer.text.charCodeAt(0), 0xFEFF)
		assert.match(answer.text.split("\r\n")[0], /^\uFEFF"№ в регистре";"Возраст";/)
		assert.doesNotMatch(answer.text, /[0-9a-f]{8}-[0-9a-f]{4}-4/)
		assert.match((await client.get("/patients.csv?ids=1&status=active")).text.split("\r\n")[1], /^"[0-9a-f-]{36}";"П-/)
	})
	test("disarms what a spreadsheet would compute", async () => {
		const name = sql(`SELECT name FROM area WHERE id = ${institution}`)
		for (const sign of ["=", "+", "-", "@"]) {
			sql(`UPDATE area SET name = '${sign}cmd()' WHERE id = ${institution}`)
			try {
				assert.ok((await client.get("/patients.csv?status=active")).text.includes(`"'${sign}cmd()"`), sign)
			} finally {
				sql(`UPDATE area SET name = '${name}' WHERE id = ${institution}`)
			}
		}
	})
	test("is an event of the audit", async () => {
		await client.get("/patients.csv?sex=u")
		assert.equal(sql("SELECT event FROM audit_event ORDER BY id DESC LIMIT 1"), "PATIENT_EXPORT")
	})
})

describe("searches under a name", () => {
	const saved = () => sql("SELECT id || ' ' || version || ' ' || query FROM saved_search ORDER BY name").split("\n").filter(Boolean)
	const save = (name, more = {}) => client.post("/patients/searches", { name, status: "active", pain_from: "4", ...more })
	test("a search is kept as it was asked, applied, renamed, removed", async () => {
		assert.match((await client.get("/patients/searches/new?status=active&pain_from=4")).text, /name="pain_from" value="4"/)
		assert.equal((await save("Сильная боль", { number: "1", out_since: "01.10.2026", no_laxative: "1", sort: "pain" })).status, 303)
		const [id, version, query] = saved()[0].split(" ")
		assert.equal(query, "status=active&pain_from=4&number=%D0%9F-1&out_since=2026-10-01&no_laxative=1&sort=pain")
		assert.match((await client.get(`/patients?${query}`)).text, /data-chip="no_laxative"/)
		assert.match((await client.get("/patients/searches")).text, /Сильная боль/)
		assert.equal((await client.post(`/patients/searches/${id}`, { name: "Боль", version })).status, 303)
		assert.equal((await client.post(`/patients/searches/${id}`, { name: "Ещё", version })).status, 409, "renamed meanwhile")
		assert.equal(sql("SELECT name FROM saved_search"), "Боль")
		assert.equal((await client.post(`/patients/searches/${id}/remove`, {})).status, 303)
		assert.equal((await client.post(`/patients/searches/${id}/remove`, {})).status, 404)
		assert.deepEqual(saved(), [])
	})
	test("refused, with the name in its field and why", async () => {
		await save("Первая")
		await save("Вторая")
		for (const [name, why] of [["", /field-error/], ["первая", /поиск с таким названием/], ["х".repeat(61), /60/], ["СНИЛС 112-233-445 95", /номер/],
			["+7 921 000", /номер/]]) {
			const answer = await save(name)
			assert.equal(answer.status, 422, name)
			assert.match(answer.text, why, name)
			assert.ok(answer.text.includes(`value="${name}"`), name)
			const id = sql("SELECT id FROM saved_search WHERE name = 'Вторая'")
			const again = await client.post(`/patients/searches/${id}`, { name, version: "1" })
			assert.equal(again.status, 422, name)
			assert.match(again.text, why, name)
		}
		assert.equal(saved().length, 2)
	})
	test("nothing but conditions is kept", async () => {
		assert.equal((await client.post("/patients/searches", { name: "Пустая" })).status, 422)
		assert.equal((await save("Иная", { surname: "Иванов" })).status, 400)
		assert.equal((await save("Иная", { doctor: "Иванов" })).status, 422)
		assert.equal((await save("Иная", { number: "Иванов" })).status, 422)
		assert.equal((await save("Иная", { diagnosis: "Иван ов" })).status, 422)
	})
	test("at most fifty", async () => {
		sql(`INSERT INTO saved_search (account_id, name, query) SELECT a.id, 'n' || n, 'sex=f' FROM account a, generate_series(1, 48) n WHERE a.login = '${demo.login}'`)
		assert.match((await save("Лишняя")).text, /50/)
	})
	test("one's own alone", async () => {
		const { client: other } = await signIn(stranger)
		const id = sql("SELECT id FROM saved_search WHERE name = 'Первая'")
		assert.doesNotMatch((await other.get("/patients/searches")).text, /Первая/)
		assert.equal((await other.post(`/patients/searches/${id}`, { name: "Чужая", version: "1" })).status, 409)
		assert.equal((await other.post(`/patients/searches/${id}/remove`, {})).status, 404)
		assert.equal((await other.post(`/patients/searches/${randomUUID()}/remove`, {})).status, 404)
		assert.equal((await other.post("/patients/searches/x/remove", {})).status, 404)
		assert.equal(sql(`SELECT name FROM saved_search WHERE id = '${id}'`), "Первая")
	})
})
