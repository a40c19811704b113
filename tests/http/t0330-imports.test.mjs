// t0330-imports.test.mjs: batches of sealed rows, each checked as one admission is; all or nothing; taken back.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { sql } from "./client.mjs"
import { days, demoAccount, passport, placeOf, signIn, today } from "./doctor.mjs"

const demo = demoAccount((a) => a.login === "lebedeva"), otherDemo = demoAccount((a) => a.login === "vlasova")
const strangerDemo = demoAccount((a) => a.login === "nikkanen"), readerDemo = demoAccount((a) => a.login === "savinova")
let doctor, other, stranger, reader
before(async () => { [doctor, other, stranger, reader] = await Promise.all([demo, otherDemo, strangerDemo, readerDemo].map(signIn)) })
const { institution, district } = placeOf(demo.login)

const ORDER = ["row", "id", "institution", "district", "year", "sex", "diagnosis", "date_in", "commission_no", "commission_on", "basis", "consent_on", "passport"]
async function row(number, changes = {}, by = doctor, seal = {}) {
	const id = changes.id ?? randomUUID()
	const object = passport({ surname: "Импортная", name: `Строка ${number}` })
	const { text } = await crypto.sealDocument(by.keyring, { t: "passport", rec: id, rev: 1, object, ts: Math.floor(Date.now() / 1000), ...seal })
	const fields = { row: number, id, institution, district, year: "1950", sex: "f", diagnosis: "C34.1", date_in: today(), commission_no: "",
		commission_on: "", basis: "", consent_on: "", passport: text, ...changes }
	return { id, line: ORDER.map((name) => fields[name]).join("\t") }
}
const post = (path, fields = {}, by = doctor) => by.client.post(`/api/imports${path}`, fields)
async function begin(total, by = doctor) {
	const id = randomUUID()
	assert.equal((await post("", { id, total }, by)).status, 200)
	return id
}
const send = (id, rows, by = doctor) => post(`/${id}/rows`, { rows: rows.map(({ line }) => line).join("\n") }, by)
const count = (rows) => sql(`SELECT count(*) FROM patient WHERE id IN (${rows.map(({ id }) => `'${id}'`).join(",")})`)
const statusOf = async (id, by = doctor) => (await by.client.get(`/api/imports/${id}`)).json?.status

describe("begun", () => {
	for (const [what, fields] of [["no number of rows", { id: randomUUID() }], ["none", { id: randomUUID(), total: 0 }], ["too many", { id: randomUUID(), total: 20001 }],
		["words", { id: randomUUID(), total: "many" }], ["no id", { total: 1 }], ["no such id", { id: "x", total: 1 }]])
		test(`${what}: 422`, async () => assert.equal((await post("", fields)).status, 422))
	test("twice the same is once; another's, or of another size, is a conflict", async () => {
		const id = await begin(2)
		assert.equal((await post("", { id, total: 2 })).status, 200)
		assert.equal((await post("", { id, total: 3 })).status, 409)
		assert.equal((await post("", { id, total: 2 }, other)).status, 409)
	})
	test("a file may name districts and groups in either language, whatever that of the page", async () => {
		const [ru, en] = sql(`SELECT name || '\n' || name_en FROM area WHERE id = ${district}`).split("\n")
		for (const lang of ["ru", "en"]) {
			const { text } = await doctor.client.get("/patients/import", { "Accept-Language": lang })
			for (const name of [ru, en, sql("SELECT name FROM diagnosis_group LIMIT 1"), sql("SELECT name_en FROM diagnosis_group LIMIT 1")])
				assert.ok(text.includes(`>${name}</option>`), `${lang}: ${name}`)
		}
	})
	test("a reader imports nothing", async () => {
		assert.equal((await post("", { id: randomUUID(), total: 1 }, reader)).status, 403)
		assert.equal((await reader.client.get("/patients/import")).status, 403)
	})
})

describe("a row", () => {
	let id
	before(async () => { id = await begin(1) })
	const refused = async (one, field) => {
		const answer = await send(id, [one])
		assert.equal(answer.status, 422, answer.text.slice(0, 200))
		assert.deepEqual(answer.json.rows.map(({ row: n, field: f }) => [n, f]), [[1, field]], answer.text)
		assert.ok(answer.json.rows[0].message.length > 5)
		assert.equal(sql(`SELECT count(*) FROM patient_import_row WHERE import_id = '${id}'`), "0")
	}
	for (const [what, changes, field] of [
		["no year of birth", { year: "" }, "year_of_birth"], ["a year of the past", { year: "1850" }, "year_of_birth"], ["a year to come", { year: "2090" }, "id"],
		["no sex", { sex: "" }, "sex"], ["no such sex", { sex: "x" }, "sex"], ["no district", { district: "" }, "district"], ["an institution as district", { district: institution }, "id"],
		["no institution", { institution: "" }, "institution"], ["no diagnosis", { diagnosis: "" }, "diagnosis"], ["no such diagnosis", { diagnosis: "X99.9" }, "diagnosis"],
		["a diagnosis with more exact ones", { diagnosis: "C34" }, "diagnosis"], ["no date", { date_in: "" }, "date_in"], ["a date to come", { date_in: days(2) }, "date_in"],
		["no such date", { date_in: "31.02.2026" }, "date_in"], ["a word for the number of the commission", { commission_no: "Иванов", commission_on: today(), basis: "onco", consent_on: today() }, "commission_no"],
		["a number without a date", { commission_no: "5", basis: "onco", consent_on: today() }, "commission_no"], ["no basis", { commission_no: "5", commission_on: today(), consent_on: today() }, "basis"],
		["an unknown basis", { commission_no: "5", commission_on: today(), basis: "nonsense", consent_on: today() }, "basis"],
		["no consent", { commission_no: "5", commission_on: today(), basis: "onco" }, "consent_on"], ["a conclusion to come", { commission_no: "5", commission_on: days(3), basis: "onco", consent_on: today() }, "commission_on"],
		["no identity", { passport: "" }, "passport"], ["an identity that is not sealed", { passport: "Иванова Анна" }, "passport"]])
		test(`${what}: 422, said at row and field, nothing kept`, async () => refused(await row(1, changes), field))
	test("an envelope of another record, of another revision, of another hour, of another author", async () => {
		const one = await row(1), two = await row(1)
		await refused({ line: one.line.replace(`\t${one.id}\t`, `\t${two.id}\t`) }, "passport")
		await refused(await row(1, {}, doctor, { ts: Math.floor(Date.now() / 1000) - 3600 }), "passport")
		assert.equal((await send(id, [await row(1, {}, doctor, { rev: 2, prev: Buffer.alloc(32, 1).toString("base64url") })])).status, 409)
		assert.equal((await send(id, [await row(1, {}, other)])).status, 403)
	})
	test("a place where one may not write", async () => {
		assert.equal((await send(id, [await row(1, { institution: 7 })])).status, 403)
		const own = await begin(1, other)
		assert.equal((await send(own, [await row(1, { institution: 6 }, other)], other)).status, 403)
	})
	test("a patient who is there already", async () => refused(await row(1, { id: sql("SELECT id FROM patient LIMIT 1") }), "id"))
	test("what is no table of rows: 400; nothing: 422; another's import, or none: 404", async () => {
		for (const line of ["x", "1\t2\t3", `${(await row(1)).line}\tmore`, (await row(0)).line, (await row("x")).line])
			assert.equal((await send(id, [{ line }])).status, 400)
		assert.equal((await post(`/${id}/rows`, {})).status, 422)
		assert.equal((await send(id, [await row(1, { institution: 9 }, other)], other)).status, 404)
		assert.equal((await send(randomUUID(), [await row(1)])).status, 404)
	})
	test("a batch above the limit is refused whole", async () => {
		const one = await row(1)
		assert.equal((await send(id, Array.from({ length: 160 }, () => ({ line: "1\t" })))).status, 400)
		assert.equal((await send(id, Array.from({ length: 140 }, () => one))).status, 413)
	})
	test("one wrong row keeps the others of its batch out", async () => {
		const rows = [await row(1), await row(2, { sex: "x" }), await row(3)]
		assert.equal((await send(id, rows)).status, 422)
		assert.equal(sql(`SELECT count(*) FROM patient_import_row WHERE import_id = '${id}'`), "0")
	})
})

describe("whole or not at all", () => {
	let id, rows
	const conclusion = { commission_no: "12/7", commission_on: today(), basis: "onco", consent_on: today() }
	before(async () => {
		id = await begin(4)
		rows = [await row(2), await row(3, conclusion), await row(4, { institution: 9 }), await row(5)]
	})
	test("batches are kept apart: nothing is seen, nothing can be committed before the last", async () => {
		assert.equal((await send(id, rows.slice(0, 2))).json.staged, 2)
		assert.equal((await send(id, rows.slice(0, 2))).json.staged, 2, "sent again after a lost answer")
		assert.equal(count(rows), "0")
		assert.equal((await doctor.client.get(`/patients/${rows[0].id}`)).status, 404)
		assert.equal((await post(`/${id}/commit`)).status, 409)
		assert.equal(await statusOf(id), "open")
	})
	test("another doctor neither sees, adds, commits nor drops it", async () => {
		assert.equal((await post(`/${id}/commit`, {}, other)).status, 404)
		assert.equal((await post(`/${id}/cancel`, {}, other)).status, 404)
		assert.equal(await statusOf(id, stranger), undefined)
	})
	test("committed: all are patients at once, in their states and places, with one audit event", async () => {
		await send(id, rows.slice(2))
		const seq = Number(sql("SELECT max(document_seq) FROM crypto_inst JOIN account a ON a.login = 'lebedeva' WHERE crypto_inst.area_id = a.area_id"))
		const answer = await post(`/${id}/commit`)
		assert.deepEqual([answer.status, answer.json.patients], [200, 4])
		assert.equal(count(rows), "4")
		assert.equal(sql(`SELECT string_agg(p.status || ' ' || p.area_id, ',' ORDER BY r.row_no) FROM patient p
			JOIN patient_import_row r ON r.patient_id = p.id WHERE r.import_id = '${id}'`), "awaiting 6,active 6,awaiting 9,awaiting 6")
		assert.equal(sql(`SELECT detail->>'patients' FROM audit_event WHERE event = 'PATIENT_IMPORT' AND subject = '${id}' AND result = 'OK'`), "4")
		const { json } = await doctor.client.get(`/api/documents?after=${seq}&type=passport`)
		assert.equal(json.documents.length, 4)
		assert.equal(await statusOf(id), "committed")
	})
	test("once: not committed again, not added to, not dropped", async () => {
		assert.equal((await post(`/${id}/commit`)).status, 409)
		assert.equal((await send(id, [await row(9)])).status, 404)
		assert.equal((await post(`/${id}/cancel`)).status, 404)
		assert.equal(count(rows), "4")
	})
	test("it stands in the list; who may not, does not take it back", async () => {
		assert.match((await doctor.client.get("/patients/import")).text, new RegExp(`/imports/${id}/undo`))
		assert.equal((await other.client.post(`/imports/${id}/undo`)).status, 404)
		assert.equal((await stranger.client.post(`/imports/${id}/undo`)).status, 404)
		assert.equal(count(rows), "4")
	})
	test("not after something has happened to one of its patients", async () => {
		await doctor.client.post(`/patients/${rows[1].id}/observations`, { value: "4", on: today() })
		assert.match((await doctor.client.post(`/imports/${id}/undo`)).headers.location, /done=import_touched/)
		assert.equal(count(rows), "4")
	})
	test("else all are gone, browsers are told, and the same people may be imported again", async () => {
		const again = await begin(2)
		const fresh = [await row(1), await row(2)]
		await send(again, fresh)
		await post(`/${again}/commit`)
		assert.equal(count(fresh), "2")
		assert.match((await doctor.client.post(`/imports/${again}/undo`)).headers.location, /done=import_undone/)
		assert.equal(count(fresh), "0")
		assert.equal((await doctor.client.get(`/patients/${fresh[0].id}`)).status, 404)
		const { left } = (await doctor.client.get("/api/documents?after=0&type=passport")).json
		assert.ok(fresh.every((one) => left.includes(one.id)))
		assert.match((await doctor.client.get("/patients/import")).text, /отменён/)
		assert.equal((await doctor.client.post(`/imports/${again}/undo`)).status, 409)
	})
	test("stopped: nothing of it is kept", async () => {
		const dropped = await begin(2)
		await send(dropped, [await row(1)])
		assert.equal((await post(`/${dropped}/cancel`)).status, 200)
		assert.equal(sql(`SELECT count(*) FROM patient_import WHERE id = '${dropped}'`), "0")
		assert.equal((await post(`/${dropped}/commit`)).status, 404)
	})
})

test("which diagnoses may be entered is told for many at once", async () => {
	const { json } = await doctor.client.get("/api/diagnoses/known?codes=C34.1,C34,X99.9,I50.0")
	assert.deepEqual(json.items.map(({ code }) => code).sort(), ["C34.1", "I50.0"])
	assert.equal(json.items.find(({ code }) => code === "C34.1").group, "onco")
	assert.equal((await doctor.client.get("/api/diagnoses/known")).status, 422)
})
