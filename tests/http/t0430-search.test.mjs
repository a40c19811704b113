// t0430-search.test.mjs: the search of prescriptions finds what a plain question to the tables finds, on the page and in the file.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { day, days, demoAccount, isDoctor, keeping, placeOf, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const { institution } = placeOf(demo.login)
let doctor, client
before(async () => {
	doctor = await signIn(demo);
	({ client } = doctor)
})

/** The reference: all lines of the institution's patients with what is known of their medicines, asked without any index of ours. */
const LINES = `SELECT l.*, m.inn, m.atc, m.group_code, m.control_class, p.registry_no, a.name AS author
	FROM prescription l JOIN medicine m ON m.id = l.medicine_id JOIN patient p ON p.id = l.patient_id
	LEFT JOIN account a ON a.id = l.author_id
	WHERE l.current AND l.status NOT IN ('draft') AND p.area_id IN (SELECT c.id FROM area c, area r WHERE r.id = ${institution} AND c.path <@ r.path)`
const wanted = (where, order = "l.starts_on DESC, l.id") =>
	sql(`SELECT string_agg(l.patient_id || ' ' || to_char(l.starts_on, 'DD.MM.YYYY') || ' ' || l.inn, '|' ORDER BY ${order})
		FROM (${LINES}) l WHERE ${where}`).split("|").filter((row) => row !== "")

const cells = (row) => [...row.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;"]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll("\"\"", "\"") ?? plain)
async function exported(query) {
	const answer = await client.get(`/prescriptions.csv?ids=1&${query}`)
	assert.equal(answer.status, 200, answer.text.slice(0, 200))
	const [head, ...rows] = answer.text.replace(/^\uFEFF/, "").trimEnd().split("\r\n")
	const names = cells(head)
	return rows.map((row) => {
		const values = cells(row)
		assert.equal(values.length, names.length, row)
		return Object.fromEntries(names.map((name, i) => [name, values[i]]))
	})
}
const shown = (rows) => rows.map((row) => `${row["id"]} ${row["Дата начала"]} ${row["Препарат"]}`)

const medicine = sql(`SELECT medicine_id FROM (${LINES}) l GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`)
const author = sql(`SELECT author_id FROM (${LINES}) l GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`)
const rx = sql(`SELECT rx_form FROM (${LINES}) l WHERE rx_form IS NOT NULL LIMIT 1`)
const [since, until] = [day(-57), day(-27)]
const period = `since=${since}&until=${until}`
const begun = `l.starts_on <= '${days(-27)}'`, running = `coalesce(l.stopped_on, l.ends_on, 'infinity') >= '${days(-57)}'`
const overlap = `${begun} AND ${running}`
const cases = {
	"": "true",
	"status=active": "l.status = 'active'",
	"status=completed": "l.status = 'completed'",
	[period]: overlap,
	[`since=${since}`]: running,
	[`until=${until}`]: begun,
	[`since=${until}&until=${until}&status=stopped`]: `l.status = 'stopped' AND ${begun} AND l.stopped_on >= '${days(-27)}'`,
	[`medicine=${medicine}`]: `l.medicine_id = ${medicine}`,
	[`medicine=${medicine}&${period}`]: `l.medicine_id = ${medicine} AND ${overlap}`,
	"atc=N02A": "l.atc LIKE 'N02A%'",
	"atc=N02A&status=active": "l.atc LIKE 'N02A%' AND l.status = 'active'",
	"group=opioid_strong&status=active": "l.group_code = 'opioid_strong' AND l.status = 'active'",
	"control=narcotic_II": "l.control_class = 'narcotic_II'",
	[`control=narcotic_II&${period}`]: `l.control_class = 'narcotic_II' AND ${overlap}`,
	"route=TD": "l.route = 'TD'",
	"prn=true": "l.prn",
	"prn=false&status=active": "NOT l.prn AND l.status = 'active'",
	[`author=${author}`]: `l.author_id = '${author}'`,
	[`author=${author}&status=active&${period}`]: `l.author_id = '${author}' AND l.status = 'active' AND ${overlap}`,
	"indication=breakthrough_pain": "l.indication = 'breakthrough_pain'",
	"stop_reason=ineffective": "l.stop_reason = 'ineffective'",
	"status=stopped&stop_reason=adverse_effect&group=opioid_strong": "l.stop_reason = 'adverse_effect' AND l.group_code = 'opioid_strong'",
	[`institution=${institution}`]: `l.institution_id = ${institution}`,
	[`institution=${institution}&route=TD`]: `l.institution_id = ${institution} AND l.route = 'TD'`,
	"institution=2147483000": "false",
	[`author=${randomUUID()}`]: "false",
	[`institution=${institution}&status=active`]: `l.institution_id = ${institution} AND l.status = 'active'`,
	[`rx_form=${encodeURIComponent(rx)}`]: `l.rx_form = '${rx}'`,
	"medicine=2147483000": "false",
}

describe("the search and its file", () => {
	test("there is something to be found", () => assert.ok(wanted("true").length > 200))
	for (const [query, where] of Object.entries(cases))
		test(`?${query}: the rows and the number of the reference`, async () => {
			const reference = wanted(where)
			assert.deepEqual(shown(await exported(query)).sort(), reference.slice().sort())
			const page = (await client.get(`/prescriptions?${query}`)).text
			assert.match(page, new RegExp(`<b>${reference.length}</b>`))
		})
	test("newest first without being asked, page after page", async () => {
		const reference = wanted("l.status = 'active'")
		assert.ok(reference.length > 100, "three pages")
		assert.deepEqual(shown(await exported("status=active")), reference)
		const pages = []
		for (const query of ["status=active", "status=active&page=1", "status=active&page=2"])
			for (const [, row] of (await client.get(`/prescriptions?${query}`)).text.matchAll(/<tr>\s*<td([\s\S]*?)<\/tr>/g))
				pages.push([/patients\/([0-9a-f-]{36})/, /(\d\d\.\d\d\.\d{4}) –/, /<b>([^<]+)<\/b>/].map((part) => part.exec(row)?.[1]).join(" "))
		assert.deepEqual(pages, reference.slice(0, 150))
	})
	test("what is a draft or was replaced is not found, what stands is", async () => {
		const sure = keeping(client), patient = (await registered(doctor, demo, { date_in: today() })).id
		const product = sql("SELECT min(id) FROM medicine_product WHERE 'mg' = ANY (units) AND routes = '{PO}'")
		const line = (changes) => ({ id: randomUUID(), product, dose: "5", unit: "mg", route: "PO", schedule: "times_per_day", times_per_day: "2",
			starts_on: today(), ...changes })
		const found = async () => (await exported(`since=${today()}&until=${today()}`)).filter((row) => row["id"] === patient).map((row) => row["Доза"])
		const first = line({}), draft = line({ dose: "7", draft: "1" })
		for (const fields of [first, draft])
			assert.equal((await sure.post(`/patients/${patient}/prescriptions`, fields)).status, 303)
		assert.deepEqual(await found(), ["5"])
		assert.equal((await sure.post(`/prescriptions/${first.id}`, line({ dose: "6", change_reason: "ineffective" }))).status, 303)
		assert.deepEqual(await found(), ["6"])
	})
})

describe("sorting", () => {
	const keys = {
		medicine: "l.inn", patient: "l.registry_no", dose: "l.dose", start: "l.starts_on", author: "l.author", status: "l.status",
		how: "l.prn {}, l.schedule {}, coalesce(l.times_per_day, 24.0 / l.interval_hours, l.prn_max_per_day, 0)",
	}
	for (const [sort, key] of Object.entries(keys))
		for (const desc of ["", "desc"])
			test(`by ${sort} ${desc}: row by row as the reference, newest first where equal`, async () => {
				const rows = shown(await exported(`status=active&sort=${sort}${desc && "&desc=1"}`))
				assert.ok(rows.length > 20)
				assert.deepEqual(rows, wanted("l.status = 'active'", `${key.replaceAll("{}", desc)} ${desc}, l.starts_on DESC, l.id`))
			})
	test("each head leads to its order and back", async () => {
		const page = (await client.get("/prescriptions?status=active&sort=dose")).text
		assert.match(page, /aria-sort="ascending"><a href="[^"]*sort=dose[^"]*desc=1"/)
		assert.match(page, /aria-sort="none"><a href="[^"]*sort=medicine/)
		assert.doesNotMatch(page, /aria-sort="[a-z]+">[^<\s]/, "no column without")
	})
})

describe("the file", () => {
	test("is for a Russian spreadsheet, without the browser's number and without a name", async () => {
		const answer = await client.get("/prescriptions.csv?status=active")
		assert.match(answer.headers.get?.("content-type") ?? answer.headers["content-type"], /^text\/csv; charset=utf-8/)
		assert.equal(answer.text.charCodeAt(0), 0xFEFF)
		assert.doesNotMatch(answer.text, /[0-9a-f]{8}-[0-9a-f]{4}-4/)
		assert.match(answer.text, /;\d+,\d+;/, "a decimal comma")
	})
	test("says of each line what the tables say, cell by cell", async () => {
		const reference = sql(`SELECT concat_ws('|', l.patient_id, l.registry_no, l.inn, coalesce(l.atc, ''), f.form, f.strength, replace(trim_scale(l.dose)::text, '.', ','),
				u.name, r.name, CASE WHEN l.prn THEN 'да' ELSE 'нет' END, coalesce(i.name, ''), to_char(l.starts_on, 'DD.MM.YYYY'),
				coalesce(to_char(coalesce(l.stopped_on, l.ends_on), 'DD.MM.YYYY'), ''), coalesce(w.name, ''), coalesce(l.rx_form, ''), l.author, a.name)
			FROM (${LINES}) l LEFT JOIN medicine_product f ON f.id = l.product_id JOIN unit u ON u.code = l.unit JOIN route r ON r.code = l.route
			LEFT JOIN indication i ON i.code = l.indication JOIN area a ON a.id = l.institution_id
			LEFT JOIN reason w ON l.status = 'on_hold' AND (w.kind, w.code) = ('hold', l.hold_reason)
				OR l.status <> 'on_hold' AND (w.kind, w.code) = ('stop', l.stop_reason)
			ORDER BY l.starts_on DESC, l.id`).split("\n")
		const rows = (await exported("")).map((row) => Object.values(row).filter((_, i) => i !== 9 && i !== 14).join("|"))
		assert.ok(rows.some((row) => row.split("|")[13] !== ""), "some of them were stopped")
		assert.deepEqual(rows, reference)
	})
	test("disarms what a spreadsheet would compute", async () => {
		const name = sql(`SELECT name FROM account WHERE id = '${author}'`)
		sql(`UPDATE account SET name = '=cmd()' WHERE id = '${author}'`)
		try {
			assert.ok((await client.get(`/prescriptions.csv?author=${author}`)).text.includes("\"'=cmd()\""))
		} finally {
			sql(`UPDATE account SET name = '${name}' WHERE id = '${author}'`)
		}
	})
	test("wrong filters: told on the page, no file", async () => {
		for (const query of ["since=31.02.2026", "status=draft", "route=%27", "sort=dose%3B"]) {
			assert.equal((await client.get(`/prescriptions.csv?${query}`)).status, 422, query)
			assert.equal((await client.get(`/prescriptions?${query}`)).status, 422, query)
		}
		assert.equal((await client.get(`/prescriptions.csv?nothing=${randomUUID()}`)).status, 400)
	})
})

describe("who sees more than one institution", () => {
	test("of two institutions and two doctors each is found alone, in any order", async () => {
		const other = sql(`SELECT a.id FROM area a WHERE a.kind = 'institution' AND a.id <> ${institution}
			AND EXISTS (SELECT FROM prescription l WHERE l.institution_id = a.id AND l.current) ORDER BY 1 LIMIT 1`)
		const grant = sql(`INSERT INTO role_grant (account_id, role_id, area_id) SELECT a.id, r.id, ${other} FROM account a, role r
			WHERE a.login = '${demo.login}' AND r.code = 'user' RETURNING id`)
		try {
			({ client } = await signIn(demo))
			const plain = (column, value) => Number(sql(`SELECT count(*) FROM prescription WHERE current AND status <> 'draft' AND ${column} = '${value}'
				AND institution_id IN (${institution}, ${other})`))
			const his = sql(`SELECT author_id FROM prescription WHERE institution_id = ${other} AND current GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`)
			for (const [query, column, value] of [["institution", "institution_id", institution], ["institution", "institution_id", other],
				["author", "author_id", author], ["author", "author_id", his]])
				for (const sort of ["", "&sort=dose"]) {
					const wanted = plain(column, value)
					assert.ok(wanted > 0)
					assert.equal((await exported(`${query}=${value}${sort}`)).length, wanted, `${query} ${sort}`)
					assert.match((await client.get(`/prescriptions?${query}=${value}${sort}`)).text, new RegExp(`<b>${wanted}</b>`))
				}
		} finally {
			sql(`DELETE FROM role_grant WHERE id = ${grant}`)
		}
	})
})
