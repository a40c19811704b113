// t0920-books.test.mjs: the reference books: looked through, changed, retired, kept with their history, saved as a file.
import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"
import { OWN, sql } from "./client.mjs"
import { demoAccount, isOfficer, signIn } from "./doctor.mjs"

const regional = demoAccount((a) => sql(`SELECT count(*) FROM account a JOIN role_grant g ON g.account_id = a.id
	JOIN role_permission p ON p.role_id = g.role_id JOIN area r ON r.id = g.area_id
	WHERE a.login = '${a.login}' AND p.permission = 'USER_MANAGE' AND r.parent_id IS NULL`) !== "0")
const local = demoAccount((a) => isOfficer(a) && sql(`SELECT count(*) FROM account a JOIN role_grant g ON g.account_id = a.id
	JOIN role_permission p ON p.role_id = g.role_id WHERE a.login = '${a.login}' AND p.permission = 'USER_MANAGE'`) !== "0")
const clear = () => sql(`DELETE FROM book_change; DELETE FROM book_import; DELETE FROM service WHERE code LIKE 'test\\_%';
	DELETE FROM medicine WHERE inn LIKE 'Проба %'; UPDATE indication SET retired_at = NULL`)
let client
before(async () => { clear(); ({ client } = await signIn(regional)) })
after(clear)

const service = { code: "test_visit", name: "Пробный визит", name_en: "Trial visit", group_code: "general_care", national_code: "",
	source: "приказ учреждения 1 от 01.02.2026", ord: "900", valid_from: "01.02.2026", valid_until: "" }
const send = (book, fields, { key = "", version = "0" } = {}) => client.post(`/admin/books/${book}/entry`,
	{ entry_key: key, entry_version: version, entry_columns: Object.keys(fields).join(","), ...fields })
const versionOf = (html) => /name="entry_version" value="(\d+)"/.exec(html)?.[1]
const entry = (book, key) => `/admin/books/${book}/entry?key=${encodeURIComponent(key)}`

describe("the books", () => {
	test("are all there, by their parts, each with its number of entries", async () => {
		const { status, text } = await client.get("/admin/books")
		assert.equal(status, 200)
		for (const [code] of sql("SELECT code FROM book").split("\n").map((line) => [line]))
			assert.ok(text.includes(`href="/admin/books/${code}"`), code)
		assert.ok(text.includes(`>${sql("SELECT count(*) FROM service")}<`))
	})
	test("every book opens, its form and its history too", async () => {
		for (const book of sql("SELECT code FROM book ORDER BY ord").split("\n"))
			await Promise.all(["", "/new", "/history"].map(async (part) => {
				const { status, text } = await client.get(`/admin/books/${book}${part}`)
				assert.equal(status, 200, book + part)
				assert.ok(text.includes("<h1>"), book + part)
			}))
	})
	test("an entry of each book opens and is saved as it stands", async () => {
		for (const book of sql("SELECT code FROM book ORDER BY ord").split("\n")) {
			const { text: list } = await client.get(`/admin/books/${book}?state=all`)
			const link = /href="(\/admin\/books\/[a-z0-9_]+\/entry\?key=[^"]+)"/.exec(list)
			assert.ok(link, book)
			const { status, text } = await client.get(link[1])
			assert.equal(status, 200, link[1])
			const columns = /name="entry_columns" value="([^"]*)"/.exec(text)[1]
			const page = new URLSearchParams([["csrf", client.csrf], ["entry_columns", columns], ["entry_version", "0"], ["entry_key", decodeURIComponent(link[1].split("key=")[1])]])
			const plain = (value) => value.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")
			const form = /<form method="post" action="[^"]*\/entry">([\s\S]*?)<\/form>/.exec(text)[1]
			for (const [, tag] of form.matchAll(/<input ([^>]*)>/g)) {
				const name = /name="([^"]*)"/.exec(tag)?.[1], value = /value="([^"]*)"/.exec(tag)?.[1] ?? ""
				if (columns.split(",").includes(name) && (!/type="checkbox"/.test(tag) || / checked/.test(tag)))
					page.append(name, plain(value))
			}
			for (const [, name, options] of form.matchAll(/<select id="[^"]*" name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
				page.append(name, plain(/value="([^"]*)" selected/.exec(options)?.[1] ?? ""))
			const answer = await client.send("POST", `/admin/books/${book}/entry`, { body: page.toString(),
				headers: { "Content-Type": "application/x-www-form-urlencoded", ...OWN } })
			assert.equal(answer.status, 303, `${book}: ${/field-error"[^>]*>[^<]*|role="alert">[^<]*/.exec(answer.text)?.[0]}`)
		}
		assert.equal(sql("SELECT string_agg(book || key || was || became, ' ') FROM book_change"), "", "nothing was changed by it")
	})
	test("one that is none is not there", async () => {
		for (const path of ["/admin/books/account", "/admin/books/account/export", "/admin/books/service/entry?key=nonsense", "/admin/books/service/entry"])
			assert.equal((await client.get(path)).status, 404, path)
	})
})

describe("an entry", () => {
	test("is added, found by a word and told with who added it", async () => {
		assert.equal((await send("service", service)).status, 303)
		const { text: list } = await client.get("/admin/books/service?q=ПРОБНЫЙ")
		assert.ok(list.includes(">test_visit</a>") && list.includes("Пробный визит"))
		const { text } = await client.get(entry("service", "test_visit"))
		assert.ok(text.includes(`<td data-label="Кто">${regional.name}</td>`))
		assert.match(text, /<p>Источник: <ins>приказ учреждения 1 от 01\.02\.2026<\/ins><\/p>/)
		assert.equal(sql(`SELECT detail->>'entry' FROM audit_event WHERE event = 'BOOK_ENTRY_SAVE' AND result = 'OK' ORDER BY id DESC LIMIT 1`), "test_visit")
	})
	test("is sorted by a column, either way", async () => {
		const first = (html) => /entry\?key=([^"]+)"/.exec(html)[1]
		assert.equal(decodeURIComponent(first((await client.get("/admin/books/service?sort=-ord")).text)), "test_visit")
		assert.notEqual(decodeURIComponent(first((await client.get("/admin/books/service?sort=ord")).text)), "test_visit")
		assert.match((await client.get("/admin/books/service?sort=-ord")).text, /aria-sort="descending"/)
	})
	for (const [what, changes, field] of [["no name", { name: "" }, "name"], ["a code that is there", {}, "code"], ["a code with a blank", { code: "a b" }, "code"],
		["a group that is none", { code: "test_b", group_code: "nonsense" }, "group_code"], ["no number", { code: "test_b", ord: "много" }, "ord"],
		["a day that is none", { code: "test_b", valid_from: "31.02.2026" }, "valid_from"], ["a formula", { code: "test_b", name: "=1+1" }, "name"],
		["a name that is too long", { code: "test_b", name: "я".repeat(201) }, "name"], ["no source", { code: "test_b", source: "" }, "source"],
		["a code of no nomenclature", { code: "test_b", national_code: "нет" }, "national_code"], ["a control character", { code: "test_b", name: "а\u0007б" }, "name"]])
		test(`${what}: 422 at the field, nothing is stored, what was typed stands`, async () => {
			const before = sql("SELECT count(*) FROM service")
			const answer = await send("service", { ...service, ...changes })
			assert.equal(answer.status, 422)
			assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
			assert.ok(answer.text.includes(`value="${service.source}"`) || field === "source")
			assert.equal(sql("SELECT count(*) FROM service"), before)
		})
	test("values that do not go together are refused in words", async () => {
		const answer = await send("service", { ...service, valid_until: "01.01.2026" }, { key: "test_visit", version: "1" })
		assert.equal(answer.status, 422)
		assert.match(answer.text, /последний день раньше первого/)
	})
	test("fields that no form has: 400", async () => {
		assert.equal((await client.post("/admin/books/service/entry", { entry_key: "", entry_version: "0", entry_columns: "code", code: "test_c", colour: "red" })).status, 400)
		assert.equal((await client.post("/admin/books/service/entry", { entry_key: "", entry_version: "0", entry_columns: "code,retired_at", code: "test_c", retired_at: "1" })).status, 400)
		assert.equal((await client.post("/admin/books/service/entry", { entry_key: "", entry_version: "0", code: "test_c" })).status, 400)
	})
	test("is edited; an old version is refused with 409, what was typed stands", async () => {
		const { text } = await client.get(entry("service", "test_visit"))
		const version = versionOf(text)
		assert.equal((await send("service", { ...service, name: "Визит на пробу" }, { key: "test_visit", version })).status, 303)
		const answer = await send("service", { ...service, name: "Третье имя" }, { key: "test_visit", version })
		assert.equal(answer.status, 409)
		assert.match(answer.text, /role="alert"/)
		assert.ok(answer.text.includes('value="Третье имя"'))
		assert.equal(sql("SELECT name FROM service WHERE code = 'test_visit'"), "Визит на пробу")
		assert.match((await client.get(entry("service", "test_visit"))).text, /Название: <del>Пробный визит<\/del> → <ins>Визит на пробу<\/ins>/)
	})
	test("is retired, then no more in the list, and put in use again", async () => {
		const state = async (to) => client.post("/admin/books/service/state", { key: "test_visit", to,
			version: versionOf((await client.get(entry("service", "test_visit"))).text) })
		assert.equal((await state("retire")).status, 303)
		assert.ok(!(await client.get("/admin/books/service?q=test_visit")).text.includes("Визит на пробу"))
		assert.ok((await client.get("/admin/books/service?q=test_visit&state=retired")).text.includes("Визит на пробу"))
		assert.equal((await client.post("/admin/books/service/state", { key: "test_visit", to: "restore", version: "1" })).status, 409)
		assert.equal((await state("restore")).status, 303)
		assert.ok((await client.get("/admin/books/service?q=test_visit")).text.includes("Визит на пробу"))
	})
	test("that is used is not removed, one that is not is", async () => {
		const used = sql("SELECT medicine_id FROM prescription LIMIT 1")
		const answer = await client.post("/admin/books/medicine/state", { key: used, to: "delete", version: "0" })
		assert.match(answer.headers.location, /done=entry_used/)
		assert.equal(sql(`SELECT count(*) FROM medicine WHERE id = ${used}`), "1")
		const version = versionOf((await client.get(entry("service", "test_visit"))).text)
		assert.match((await client.post("/admin/books/service/state", { key: "test_visit", to: "delete", version })).headers.location, /done=entry_state/)
		assert.equal(sql("SELECT count(*) FROM service WHERE code = 'test_visit'"), "0")
		assert.match((await client.get(entry("service", "test_visit"))).text, /запись удалена/)
	})
	test("of a book with numbers gets one", async () => {
		const medicine = { inn: "Проба ноль", inn_en: "Trial zero", atc: "", group_code: "other", control_class: "none", rx_form: "", source: "проба", valid_from: "", valid_to: "" }
		medicine.group_code = sql("SELECT code FROM medicine_group ORDER BY ord LIMIT 1")
		medicine.control_class = sql("SELECT code FROM control_class ORDER BY ord DESC LIMIT 1")
		assert.equal((await send("medicine", medicine)).status, 303)
		const id = sql("SELECT id FROM medicine WHERE inn = 'Проба ноль'")
		assert.equal(sql(`SELECT action FROM book_change WHERE book = 'medicine' AND key = '${id}'`), "create")
		const twice = await send("medicine", medicine)
		assert.equal(twice.status, 422)
		assert.match(twice.text, /такой препарат уже есть/)
	})
})

describe("who may", () => {
	test("an administrator of an institution looks and saves the file, and changes nothing", async () => {
		const officer = (await signIn(local)).client
		const { status, text } = await officer.get(entry("indication", "pain"))
		assert.equal(status, 200)
		assert.ok(!text.includes('name="entry_columns"'), "no form")
		assert.equal((await officer.get("/admin/books/indication/export")).status, 200)
		for (const [path, fields] of [["entry", { entry_key: "pain", entry_version: "0", entry_columns: "code,name", code: "pain", name: "x" }], ["state", { key: "pain", version: "0", to: "retire" }]])
			assert.equal((await officer.post(`/admin/books/indication/${path}`, fields)).status, 403, path)
		assert.equal(sql("SELECT name FROM indication WHERE code = 'pain'"), "боль")
	})
})

test("the file has its mark, semicolons, titles in words, and nothing that a spreadsheet would compute", async () => {
	sql("INSERT INTO service (code, name, name_en, group_code, source) VALUES ('test_csv', '+7 (921) \"звонок\"; 1', 'Call', 'general_care', 'проба')")
	const { status, headers, text } = await client.get("/admin/books/service/export")
	assert.equal(status, 200)
	assert.match(headers["content-type"], /text\/csv/)
	assert.ok(text.startsWith('\uFEFF"Код";"Название";"Название по-английски";"Группа"'))
	assert.ok(text.includes('"test_csv";"\'+7 (921) ""звонок""; 1";"Call";"general_care"'))
	assert.equal(text.trim().split("\r\n").length, Number(sql("SELECT count(*) FROM service")) + 1)
	assert.equal(sql("SELECT detail->>'book' FROM audit_event WHERE event = 'BOOK_EXPORT' ORDER BY id DESC LIMIT 1"), "service")
})
