// t0921-book-imports.test.mjs: files into the reference books: tried, taken in as a whole, taken back; broken files say row and column.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { after, before, describe, test } from "node:test"
import { batches, readBookFile } from "../../static/js/ui/book-file.js"
import { sql } from "./client.mjs"
import { demoAccount, isOfficer, signIn } from "./doctor.mjs"

const regional = demoAccount((a) => sql(`SELECT count(*) FROM account a JOIN role_grant g ON g.account_id = a.id
	JOIN role_permission p ON p.role_id = g.role_id JOIN area r ON r.id = g.area_id
	WHERE a.login = '${a.login}' AND p.permission = 'USER_MANAGE' AND r.parent_id IS NULL`) !== "0")
const clear = () => sql(`DELETE FROM book_change WHERE book IN ('diluent', 'service', 'icd10'); DELETE FROM book_import;
	DELETE FROM service_order WHERE service LIKE 'test\\_%'; DELETE FROM diluent WHERE code LIKE 'test\\_%'; DELETE FROM service WHERE code LIKE 'test\\_%'`)
let client
before(async () => { clear(); ({ client } = await signIn(regional)) })
after(clear)

const bytes = (text) => new TextEncoder().encode(text)
const TITLES = "Код;Название;Название по-английски;Порядок"

/** As the page sends a file. */
async function send(book, titles, lines, by = client) {
	const id = randomUUID()
	const begun = await by.post("/api/admin/imports", { id, book, file: "файл.csv", titles: titles.join("\t") })
	if (begun.status !== 200)
		return { id, status: begun.status }
	for (const some of batches(lines, 200_000)) {
		const { status } = await by.post(`/api/admin/imports/${id}/rows`, { lines: some.join("\n") })
		if (status !== 200)
			return { id, status }
	}
	return { id, status: (await by.post(`/api/admin/imports/${id}/check`)).status }
}
const load = async (book, text) => {
	const { titles, lines, faults } = readBookFile(bytes(text))
	assert.deepEqual(faults, [])
	return send(book, titles, lines)
}
const plain = (html) => html.slice(html.indexOf("<main")).replace(/<[^>]*>/g, " ").replace(/\s+/g, " ")
const page = async (id) => plain((await client.get(`/admin/imports/${id}`)).text)
const step = (id, what) => client.post(`/admin/imports/${id}/${what}`)

describe("a file", () => {
	test("is tried, shown with its differences, taken in and taken back", async () => {
		const { id } = await load("diluent", `${TITLES};Цвет\ntest_a;первый;first;90;красный\nwater;вода очищенная;water for injections;20;\nsodium_chloride;;;;\n`
			.replace("sodium_chloride;;;;", `sodium_chloride;${sql("SELECT concat_ws(';', name, name_en, ord) FROM diluent WHERE code = 'sodium_chloride'")};`))
		const tried = await page(id)
		assert.match(tried, /Новые: 1 · изменённые: 1 · без изменений: 1 · ошибки: 0/)
		assert.match(tried, /не относятся к этому справочнику и пропущены: Цвет/)
		assert.match(tried, /2 test_a новая запись .*3 water Название: вода для инъекций → вода очищенная/)
		assert.equal(sql("SELECT count(*) FROM diluent WHERE code = 'test_a'"), "0")
		assert.match((await step(id, "commit")).headers.location, /done=book_import$/)
		assert.equal(sql("SELECT string_agg(name, ' ' ORDER BY ord) FROM diluent WHERE code IN ('test_a', 'water')"), "вода очищенная первый")
		assert.equal((await step(id, "commit")).status, 409)
		assert.match(plain((await client.get("/admin/books/diluent/entry?key=water")).text), /из импорта .*вода для инъекций → вода очищенная/)
		assert.match((await step(id, "undo")).headers.location, /done=book_import_undone/)
		assert.equal(sql("SELECT name || (SELECT count(*) FROM diluent WHERE code = 'test_a') FROM diluent WHERE code = 'water'"), "вода для инъекций0")
		assert.equal((await step(id, "undo")).status, 409)
		assert.equal(sql(`SELECT string_agg(event, ' ' ORDER BY id) FROM audit_event WHERE subject = '${id}' AND result = 'OK'`),
			"BOOK_IMPORT_BEGIN BOOK_IMPORT_TRY BOOK_IMPORT BOOK_IMPORT_UNDO")
	})
	test("that was saved from here comes back without a difference, for every book", async () => {
		for (const book of sql("SELECT code FROM book ORDER BY ord").split("\n")) {
			const { id } = await load(book, (await client.get(`/admin/books/${book}/export`)).text)
			assert.match(await page(id), /Новые: 0 · изменённые: 0 .* ошибки: 0/, book)
			assert.match((await step(id, "commit")).headers.location, /_nothing$/, book)
			await step(id, "drop")
		}
	})
	test("that was saved in English too", async () => {
		const { login } = regional
		const speak = (lang) => sql(`UPDATE account SET language = '${lang}' WHERE login = '${login}'`)
		speak("en")
		try {
			for (const book of ["service", "medicine", "medicine_product", "safety_rule"]) {
				const { id } = await load(book, (await client.get(`/admin/books/${book}/export`)).text)
				assert.match(await page(id), /New: 0 · changed entries: 0 .* errors: 0/, book)
				await step(id, "drop")
			}
		} finally {
			speak("ru")
		}
	})
	test("is not taken back once an entry was changed or used", async () => {
		const { id } = await load("diluent", `${TITLES}\ntest_b;второй;second;91\n`)
		await step(id, "commit")
		await client.post("/admin/books/diluent/state", { key: "test_b", version: "1", to: "retire" })
		const refused = await step(id, "undo")
		assert.equal(refused.status, 409)
		assert.match(refused.text, /test_b/)
		assert.equal(sql("SELECT count(*) FROM diluent WHERE code = 'test_b'"), "1")
		const later = await load("service", "code;name;name_en;group_code;source;valid_from\ntest_used;Услуга пробы;Trial;general_care;проба;01.01.2026\n")
		await step(later.id, "commit")
		// It renews nothing: an order that is renewed is ended by the new one.
		sql(`INSERT INTO service_order SELECT (jsonb_populate_record(NULL::service_order, to_jsonb(o)
			|| jsonb_build_object('id', gen_random_uuid(), 'service', 'test_used', 'renews', NULL))).* FROM service_order o
			JOIN patient p ON p.id = o.patient_id WHERE p.status = 'active' AND o.status = 'active' ORDER BY o.id LIMIT 1`)
		const used = await step(later.id, "undo")
		assert.equal(used.status, 409)
		assert.match(used.text, /test_used/)
		assert.equal(sql("SELECT count(*) FROM service WHERE code = 'test_used'"), "1")
	})
	test("is shown anew when somebody changes the book between trial and import", async () => {
		const { id } = await load("diluent", `${TITLES}\ntest_c;третий;third;92\n`)
		sql("INSERT INTO diluent (code, name, name_en) VALUES ('test_c', 'чужой', 'foreign')")
		assert.match((await step(id, "commit")).headers.location, /_changed$/)
		assert.match(await page(id), /Новые: 0 · изменённые: 1 .*чужой → третий/)
		assert.equal(sql("SELECT name FROM diluent WHERE code = 'test_c'"), "чужой")
	})
	test("with errors says row and column and changes nothing", async () => {
		const { id } = await load("diluent", `${TITLES}\ntest_d;четвёртый;fourth;много\nтест;пятый;fifth;1\ntest_e;=CMD();sixth;1\ntest_e;;seventh;1\ntest_f;имя;name;-5\n`)
		const said = await page(id)
		for (const found of [/2 Порядок много Введите число/, /3 Код тест /, /4 Название =CMD\(\) начинается как формула/, /5 Код test_e стоит в файле дважды, впервые в строке: 4/,
			/5 Название — Заполните это поле/, /6 Порядок -5 вне пределов: 0–100000/])
			assert.match(said, found)
		assert.match((await step(id, "commit")).headers.location, /_problems$/)
		assert.equal(sql("SELECT count(*) FROM diluent WHERE code LIKE 'test\\_%' AND code > 'test_d'"), "0")
	})
	test("with titles that are missing, or come twice, says so", async () => {
		assert.match(await page((await load("diluent", "Название;Название\nа;б\n")).id), /1 Код — этого столбца нет в файле/)
		assert.match(await page((await load("diluent", "Код;code\nа;б\n")).id), /1 Код .*этот столбец стоит в файле дважды/)
	})
	test("is only of who sent it, and only of an administrator of the region", async () => {
		const { id } = await load("diluent", `${TITLES}\ntest_g;имя;name;1\n`)
		const officer = (await signIn(demoAccount((a) => isOfficer(a) && a.role.includes("administrator")))).client
		assert.equal((await officer.get(`/admin/imports/${id}`)).status, 404)
		assert.equal((await officer.post(`/admin/imports/${id}/commit`)).status, 404)
		assert.equal((await send("diluent", ["code"], ["2\tx"], officer)).status, 403)
	})
	test("whose requests are malformed is refused", async () => {
		const id = randomUUID()
		assert.equal((await client.post("/api/admin/imports", { id, book: "account", file: "f", titles: "code" })).status, 404)
		assert.equal((await client.post("/api/admin/imports", { id, book: "diluent", file: "f" })).status, 422)
		assert.equal((await client.post("/api/admin/imports", { id, book: "diluent", file: "f", titles: "code" })).status, 200)
		assert.equal((await client.post(`/api/admin/imports/${id}/rows`, { lines: "x\ty" })).status, 422)
		assert.equal((await client.post(`/api/admin/imports/${id}/rows`, { lines: `2\t${"я".repeat(100_000)}` })).status, 413)
		assert.equal((await client.post(`/admin/imports/${id}/commit`)).status, 409, "not tried yet")
	})
})

const ICD = process.env.PALREG_ICD10 ?? ""
test("the full official list of ICD-10 is taken in and back; retired codes are recognised", { skip: existsSync(ICD) ? false : "PALREG_ICD10 names no file" }, async () => {
	const { titles, lines, faults } = readBookFile(new Uint8Array(readFileSync(ICD)))
	assert.deepEqual(faults, [])
	const shape = "SELECT md5(string_agg(to_jsonb(i)::text, '' ORDER BY code)) FROM icd10 i"
	const before = sql(shape), begun = performance.now()
	const { id } = await send("icd10", titles, lines)
	const { headers } = await step(id, "commit")
	const took = performance.now() - begun
	assert.match(headers.location, /done=book_import$/)
	assert.equal(sql("SELECT count(*) FROM icd10 WHERE code ~ '[A-Z]' AND actual"), sql(`SELECT 14742 - count(*) FROM icd10 WHERE NOT actual`))
	assert.equal(sql("SELECT string_agg(code || actual, ' ' ORDER BY code) FROM icd10 WHERE code IN ('A90', 'C14.1', 'C83.2', 'C34.1')"), "A90false C14.1false C34.1true C83.2false")
	assert.equal(sql("SELECT string_agg(leaf::text, ' ' ORDER BY code) FROM icd10 WHERE code IN ('A00', 'A00.0')"), "false true")
	assert.ok(took < 60_000, `${Math.round(took)} ms`)
	assert.match((await step(id, "undo")).headers.location, /undone/)
	assert.equal(sql(shape), before)
})
