// t0430-search.test.mjs: the search of prescriptions finds what a plain question to the tables finds, on the page and in the file.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, isDoctor, placeOf, signIn } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const { institution } = placeOf(demo.login)
let client
before(async () => { ({ client } = await signIn(demo)) })

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
const period = "since=01.10.2026&until=31.10.2026"
const overlap = "l.starts_on <= '2026-10-31' AND coalesce(l.stopped_on, l.ends_on, 'infinity') >= '2026-10-01'"
const cases = {
	"": "true",
	"status=active": "l.status = 'active'",
	[period]: overlap,
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
	test("newest first without being asked", async () => {
		assert.deepEqual(shown(await exported("status=active")).map((row) => row.split(" ")[1]),
			wanted("l.status = 'active'").map((row) => row.split(" ")[1]))
	})
})

describe("sorting", () => {
	const keys = {
		medicine: (row) => row["Препарат"], patient: (row) => row["№ пациента"], dose: (row) => Number(row["Доза"].replace(",", ".")),
		start: (row) => (row["Дата начала"]).split(".").reverse().join(), author: (row) => row["Автор"],
	}
	for (const [sort, key] of Object.entries(keys))
		for (const desc of ["", "&desc=1"])
			test(`by ${sort}${desc}`, async () => {
				const values = (await exported(`status=active&sort=${sort}${desc}`)).map(key)
				assert.ok(values.length > 20 && values.every((value) => value !== undefined), String(values[0]))
				for (let i = 1; i < values.length; i++)
					assert.ok(desc === "" ? values[i - 1] <= values[i] : values[i - 1] >= values[i], `${values[i - 1]} ${values[i]}`)
			})
	test("each head leads to its order and back", async () => {
		const page = (await client.get("/prescriptions?status=active&sort=dose")).text
		assert.match(page, /aria-sort="ascending"><a href="[^"]*sort=dose[^"]*desc=1"/)
		assert.match(page, /aria-sort="none"><a href="[^"]*sort=medicine/)
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
