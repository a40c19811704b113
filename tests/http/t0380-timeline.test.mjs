// t0380-timeline.test.mjs: the record as one list: every kind, filters, pages without a gap, differences, other areas, round trips.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccounts, isDoctor, placeOf, signIn } from "./doctor.mjs"

let doctor, stranger, patient, institution
const today = () => sql("SELECT to_char(current_date, 'DD.MM.YYYY')")

before(async () => {
	const doctors = demoAccounts().filter(isDoctor)
	institution = placeOf(doctors[0].login).institution
	doctor = await signIn(doctors[0])
	stranger = await signIn(doctors.find((d) => placeOf(d.login).institution !== institution))
	patient = sql(`SELECT p.id FROM patient p JOIN prescription l ON l.patient_id = p.id AND l.current AND l.status = 'active'
		JOIN medicine_product m ON m.id = l.product_id AND l.schedule = 'times_per_day'
		WHERE p.area_id = ${institution} AND p.status = 'active'
		ORDER BY (SELECT count(*) FROM assessment a WHERE a.patient_id = p.id) DESC, p.id LIMIT 1`)
})

const get = (query = "", who = doctor) => who.client.get(`/patients/${patient}/timeline${query}`)
/** The events of a page, as text. */
const eventsOf = (html) => [...html.matchAll(/<ul class="timeline events">(.*?)<\/ul>\s*<\/article>/gs)].flatMap((m) =>
	m[1].split(/<li><span>/).slice(1).map((item) => item.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim()))
const olderOf = (html) => /href="([^"]+)" rel="next"/.exec(html)?.[1].replaceAll("&amp;", "&")
const countOf = (where = "true") => Number(sql(`SELECT count(*) FROM record_event WHERE patient_id = '${patient}' AND ${where}`))

describe("the timeline", () => {
	test("has every event once, from page to page, newest first", async () => {
		const seen = []
		for (let path = `/patients/${patient}/timeline`; path !== undefined;) {
			const answer = await doctor.client.get(path)
			assert.equal(answer.status, 200, answer.text.slice(0, 300))
			seen.push(...eventsOf(answer.text))
			path = olderOf(answer.text)
		}
		assert.equal(seen.length, countOf())
		assert.ok(seen.length > 50, "more than a page")
		const days = seen.map((text) => text.slice(0, 10).split(".").reverse().join("-"))
		assert.deepEqual(days, [...days].sort().reverse())
	})
	test("is filtered by kinds, author and period, together", async () => {
		const author = sql(`SELECT who FROM record_event WHERE patient_id = '${patient}' AND kind = 'assessment' LIMIT 1`)
		const first = async (query) => {
			let n = 0
			for (let path = `/patients/${patient}/timeline${query}`; path !== undefined;) {
				const answer = await doctor.client.get(path)
				n += eventsOf(answer.text).length
				path = olderOf(answer.text)
			}
			return n
		}
		assert.equal(await first("?kind=passport"), countOf("kind = 'passport'"))
		assert.equal(await first("?kind=passport&kind=state"), countOf("kind IN ('passport', 'state')"))
		assert.equal(await first(`?author=${author}`), countOf(`who = '${author}'`))
		const day = sql(`SELECT to_char(max(at), 'DD.MM.YYYY') FROM record_event WHERE patient_id = '${patient}' AND kind = 'assessment'`)
		assert.equal(await first(`?kind=assessment&since=${day}&until=${day}`), countOf(`kind = 'assessment'
			AND to_char(at, 'DD.MM.YYYY') = '${day}'`))
		assert.equal(await first("?until=01.01.1990"), 0)
		assert.match((await get("?until=01.01.1990")).text, /фильтры/)
	})
	test("refuses what is no filter, and shows no event then", async () => {
		for (const query of ["?since=31.02.2026", "?until=x", "?author=42", "?series=x", "?kind=%3Cb%3E", "?before=%20x"]) {
			const answer = await get(query)
			assert.equal(answer.status, 422, query)
			assert.equal(eventsOf(answer.text).length, 0)
		}
		assert.equal((await get("?before=garbage")).status, 422)
		assert.equal((await get("?name=x")).status, 400)
		assert.equal((await get(`?series=${randomUUID()}`)).status, 200)
	})
	test("is hidden from another institution", async () => {
		assert.equal((await get("", stranger)).status, 404)
		assert.equal((await doctor.client.get(`/patients/${randomUUID()}/timeline`)).status, 404)
	})
})

describe("a change", () => {
	test("of a prescription is told by what differs, in words", async () => {
		const line = sql(`SELECT id || '|' || series_id || '|' || version FROM prescription WHERE patient_id = '${patient}' AND current
			AND status = 'active' AND schedule = 'times_per_day' ORDER BY id LIMIT 1`).split("|")
		sql(`BEGIN; INSERT INTO prescription (series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit, route,
			schedule, times_per_day, starts_on, author_id, change_reason)
			SELECT series_id, version + 1, patient_id, area_id, institution_id, current_date, medicine_id, product_id, dose * 2, unit, route,
			schedule, times_per_day + 1, starts_on, author_id, change_reason FROM prescription WHERE id = '${line[0]}'; COMMIT`)
		const [was, is] = sql(`SELECT trim_scale(l.dose) || ' ' || u.name FROM prescription l JOIN unit u ON u.code = l.unit
			WHERE l.series_id = '${line[1]}' ORDER BY version DESC LIMIT 2`).split("\n").reverse().map((text) => text.replace(".", ","))
		const answer = await get(`?series=${line[1]}`)
		assert.equal(answer.status, 200)
		assert.ok(answer.text.includes(`<del>${was}</del> → <b>${is}</b>`), answer.text.slice(-3000))
		assert.match(answer.text, /История версий/)
		const events = eventsOf(answer.text)
		assert.ok(events.length >= 2 && events.at(-1).includes("Назначено"))
		assert.match((await get("?kind=prescription")).text, /<del>/)
	})
	test("of an assessment is told by its answers; not assessed is a value", async () => {
		const fields = { id: randomUUID(), on: today(), at: "", by: "patient", "use-pain": "1", "pain-nrs": "7", "pain-worst": "na" }
		assert.equal((await doctor.client.post(`/patients/${patient}/assessments`, fields)).status, 303)
		const first = sql(`SELECT md5('${fields.id}pain')::uuid`)
		const next = { ...fields, id: randomUUID(), "pain-nrs": "3", "pain-worst": "8" }
		assert.equal((await doctor.client.post(`/assessments/${first}`, next)).status, 303)
		const answer = await get(`?series=${first}`)
		assert.match(answer.text, /<del>7<\/del> → <b>3<\/b>/)
		assert.match(answer.text, /<del>не оценено<\/del> → <b>8<\/b>/)
	})
})

test("the overview's card is the newest of it, with a link", async () => {
	const { text } = await doctor.client.get(`/patients/${patient}`)
	assert.ok(text.includes(`href="/patients/${patient}/timeline"`))
	assert.match(text, /Оценка исправлена/)
})
