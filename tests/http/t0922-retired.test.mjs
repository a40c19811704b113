// t0922-retired.test.mjs: what a reference book has out of use is not offered for anything new, and stays where it stands.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { day, days, demoAccount, isDoctor, keeping, registered, signIn, today } from "./doctor.mjs"

const demo = demoAccount(isDoctor)
const BOOKS = sql(`SELECT code, tab, array_to_string(key, ','), fixed FROM book WHERE 'code' = ANY (key)
	AND tab NOT IN ('icd10', 'safety_rule', 'ome_table', 'control_class', 'eligibility_criterion', 'retention_book') ORDER BY ord`).split("\n")
	.map((line) => line.split("|")).map(([code, tab, , fixed]) => ({ code, tab, fixed: JSON.parse(fixed) }))
const until = (tab) => ["service", "device"].includes(tab) ? "valid_until" : "valid_to"
/** A code as this book has them. */
const codeOf = (tab, what) => tab === "route" ? `TRY${what}`.toUpperCase() : `try_${what}`

/** An entry like another one of the book. */
function add({ tab, fixed }, what, changes) {
	const row = { code: codeOf(tab, what), name: `Проба ${what}`, name_en: `Trial ${what}`, valid_from: "2020-01-01", [until(tab)]: null, retired_at: null, ...changes }
	const where = Object.entries(fixed).map(([column, value]) => `t.${column} = '${value}'`).join(" AND ") || "true"
	return `INSERT INTO ${tab} SELECT (jsonb_populate_record(t, '${JSON.stringify(row)}')).* FROM ${tab} AS t WHERE ${where} ORDER BY t.ord LIMIT 1`
}
const TABLES = [...new Set(BOOKS.map(({ tab }) => tab))]
const clear = () => sql(`DELETE FROM prescription WHERE medicine_id IN (SELECT id FROM medicine WHERE inn LIKE 'Проба %');
	DELETE FROM service_order WHERE service ~* '^try_';
	${TABLES.map((tab) => `DELETE FROM ${tab} WHERE code ~* '^try_?(gone|past|next|now)$'`).join(";")};
	DELETE FROM medicine WHERE inn LIKE 'Проба %'`)
const set = (what, column, value) => sql(TABLES.map((tab) => `UPDATE ${tab} SET ${column} = ${value} WHERE code = '${codeOf(tab, what)}'`).join(";"))

let client, patient, medicine, product
before(async () => {
	clear()
	sql(BOOKS.flatMap((book) => [
		add(book, "gone", { retired_at: "2026-01-01T00:00:00Z" }), add(book, "past", { [until(book.tab)]: days(-1) }),
		add(book, "next", { valid_from: days(1) }), add(book, "now", {}),
	]).join(";"))
	medicine = sql(`INSERT INTO medicine (inn, group_code, control_class) SELECT 'Проба лекарство', group_code, 'otc' FROM medicine
		WHERE inn_en = 'Paracetamol' RETURNING id`)
	product = sql(`INSERT INTO medicine_product (medicine_id, form, strength, units, routes) VALUES (${medicine}, 'таблетки', '5 мг', '{mg}', '{PO,TRYNOW}') RETURNING id`)
	const doctor = await signIn(demo)
	client = keeping(doctor.client)
	patient = (await registered(doctor, demo)).id
})
after(clear)

const offered = (html, what) => [...html.matchAll(/<option value="(try_?[a-z]+)"|name="[a-z_]+" value="(try_?[a-z]+)"/gi)]
	.map(([, option, box]) => option ?? box).filter((code) => code.toLowerCase().endsWith(what))

describe("a form for something new", () => {
	const forms = ["/patients/new", ...["/entry/edit", "/entry/state?action=remove", "/diagnoses/new", "/allergies/new", "/eligibility/new",
		"/prescriptions/new", "/orders/service", "/orders/device", "/notes/new", "/care/visits/new", "/care/places/new"].map((path) => `/patients/:id${path}`)]
	for (const path of forms)
		test(`${path} offers what is in use, not what is retired, over or yet to come`, async () => {
			const { status, text } = await client.get(path.replace(":id", patient))
			assert.equal(status, 200)
			for (const what of ["gone", "past", "next"])
				assert.deepEqual(offered(text, what), [], what)
			if (!path.endsWith("/entry/edit"))
				assert.notEqual(offered(text, "now").length, 0, "in use")
		})
	test("a search still offers it, for what was written with it", async () => {
		assert.ok(offered((await client.get("/prescriptions")).text, "gone").length >= 4)
		assert.deepEqual(offered((await client.get("/orders")).text, "gone"), ["try_gone", "try_gone"])
	})
})

describe("an old record", () => {
	const line = { id: randomUUID(), schedule: "times_per_day", unit: "mg", route: "TRYNOW", dose: "5", starts_on: day(0), times_per_day: "2",
		indication: "try_now", instruction_1: "try_now" }
	const service = { id: randomUUID(), service: "try_now", indication: "try_now", starts_on: today(), times: "1", per: "week", performer: "try_now", place: "try_now" }
	before(async () => {
		const prescribed = await client.post(`/patients/${patient}/prescriptions`, { ...line, product })
		assert.equal(prescribed.status, 303, prescribed.text.match(/field-error"[^<]*<|role="alert">[^<]*/g)?.join(" "))
		const ordered = await client.post(`/patients/${patient}/orders/service`, service)
		assert.equal(ordered.status, 303, ordered.text.match(/field-error"[^<]*<|role="alert">[^<]*/g)?.join(" "))
		set("now", "retired_at", "now()")
		sql(`UPDATE medicine SET retired_at = now() WHERE id = ${medicine}`)
	})
	after(() => { set("now", "retired_at", "NULL"); sql(`UPDATE medicine SET retired_at = NULL WHERE id = ${medicine}`) })

	test("keeps its words", async () => {
		const { text } = await client.get(`/patients/${patient}/prescriptions`)
		assert.ok(text.includes("Проба лекарство") && text.includes("Проба now"))
		assert.ok((await client.get(`/orders/${service.id}`)).text.includes("Проба now"))
	})
	test("has its values selected in its form, offered nowhere else", async () => {
		const { text } = await client.get(`/prescriptions/${line.id}/edit`)
		for (const code of ["TRYNOW", "try_now", product])
			assert.match(text, new RegExp(`<option value="${code}"[^>]* selected>`), code)
		assert.equal(offered(text, "now").length, 3, "route, what for and the first instruction")
		const order = (await client.get(`/orders/${service.id}/edit`)).text
		assert.equal([...order.matchAll(/<option value="try_now" selected>/g)].length, 4, "service, what for, by whom and where")
	})
	test("may be changed with them; another one may not be written", async () => {
		const changed = await client.post(`/prescriptions/${line.id}`, { ...line, product, dose: "10", id: randomUUID() })
		assert.equal(changed.status, 303, changed.text.match(/field-error"[^<]*<|role="alert">[^<]*/g)?.join(" "))
		const refused = await client.post(`/patients/${patient}/prescriptions`, { ...line, id: randomUUID(), product })
		assert.equal(refused.status, 422)
		assert.match(refused.text, /id="product-error">[^<]/)
	})
})

test("a limit that is retired or over warns no more", async () => {
	const findings = async (column, value) => {
		sql(`UPDATE medicine_limit SET retired_at = NULL, valid_to = NULL WHERE medicine_id = ${medicine};
			UPDATE medicine_limit SET ${column} = ${value} WHERE medicine_id = ${medicine}`)
		const { text } = await client.post(`/patients/${patient}/prescriptions`, { id: randomUUID(), schedule: "times_per_day", unit: "mg", route: "PO",
			dose: "5", starts_on: day(0), times_per_day: "2", product, check: "1" })
		return text.includes("проба предела")
	}
	sql(`INSERT INTO medicine_limit (medicine_id, route, amount, unit, source) VALUES (${medicine}, '', 1, 'mg', 'проба предела')`)
	assert.equal(await findings("valid_to", "current_date"), true)
	assert.equal(await findings("valid_to", "current_date - 1"), false)
	assert.equal(await findings("retired_at", "now()"), false)
})
