// t0924-staff-list.test.mjs: the staff list as a file: tried with its differences, taken in as a whole, taken back, by the rules of accounts.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, isAdmin, isDoctor, isOfficer, placeOf, signIn } from "./doctor.mjs"

const regional = demoAccount((a) => sql(`SELECT count(*) FROM account a JOIN role_grant g ON g.account_id = a.id
	JOIN role_permission p ON p.role_id = g.role_id JOIN area r ON r.id = g.area_id
	WHERE a.login = '${a.login}' AND p.permission = 'USER_MANAGE' AND r.parent_id IS NULL`) !== "0")
const institution = placeOf(demoAccount(isDoctor).login).institution
const [hospice, other] = [institution, sql(`SELECT min(area_id) FROM crypto_inst WHERE area_id <> ${institution}`)].map((id) => sql(`SELECT name FROM area WHERE id = ${id}`))
const clear = () => sql(`DELETE FROM book_change WHERE book = 'staff_list'; DELETE FROM book_import WHERE book = 'staff_list';
	DELETE FROM right_request WHERE account_id IN (SELECT id FROM account WHERE login LIKE 'try.%'); DELETE FROM session WHERE account_id IN (SELECT id FROM account WHERE login LIKE 'try.%');
	UPDATE account SET state = 'deleted' WHERE login LIKE 'try.%'; DELETE FROM role_grant WHERE account_id IN (SELECT id FROM account WHERE login LIKE 'try.%');
	DELETE FROM account WHERE login LIKE 'try.%'`)
let client
before(async () => { clear(); ({ client } = await signIn(regional)) })
after(clear)

const TITLES = "Логин;ФИО;Должность;Место работы;Занятость;Работает с;Работает по"
/** Begins, stages and tries a file as its page does. */
async function tryFile(titles, ...lines) {
	const id = randomUUID()
	const begun = await client.post("/api/admin/imports", { id, book: "staff_list", file: "штат.csv", titles: titles.replaceAll(";", "\t") })
	assert.equal(begun.status, 200, begun.text)
	assert.ok((await client.post(`/api/admin/imports/${id}/rows`, { lines: lines.map((line, n) => `${n + 2}\t${line.replaceAll(";", "\t")}`).join("\n") })).status < 300)
	assert.ok((await client.post(`/api/admin/imports/${id}/check`)).status < 300)
	return { id, text: (await client.get(`/admin/imports/${id}`)).text }
}
const one = (login, what) => sql(`SELECT ${what} FROM account WHERE login = '${login}'`)

describe("a staff list", () => {
	let first
	test("is tried, nothing is stored; then taken in, with the roles of the job", async () => {
		const { id, text } = await tryFile(TITLES, `try.one;Первая Анна;врач;${hospice};permanent;01.02.2026;`, `try.two;Второй Олег;;${hospice};temporary;;31.12.2027`)
		assert.ok(text.includes("try.one") && text.includes("Второй Олег"))
		assert.equal(one("try.one", "count(*)"), "0")
		assert.equal((await client.post(`/admin/imports/${id}/commit`)).status, 303)
		assert.equal(one("try.one", "name || ' ' || job || ' ' || area_id || ' ' || state || ' ' || starts_on"), `Первая Анна врач ${institution} invited 2026-02-01`)
		assert.notEqual(sql(`SELECT count(*) FROM account a LEFT JOIN role_grant g ON g.account_id = a.id LEFT JOIN right_request r ON r.account_id = a.id
			WHERE a.login = 'try.one' AND (g.id IS NOT NULL OR r.id IS NOT NULL)`), "0", "given, or asked of a second person")
		assert.equal(sql("SELECT result FROM audit_event WHERE event = 'BOOK_IMPORT' ORDER BY id DESC LIMIT 1"), "OK")
		first = id
	})
	for (const [what, line, words] of [["a place that is none", "try.bad;Имя;врач;Нет такого;permanent;;", /Место работы[\s\S]*такого места работы нет/],
		["temporary without a last day", `try.bad;Имя;врач;${hospice};temporary;;`, /нужен последний день/], ["an end before the start", `try.bad;Имя;;${hospice};permanent;02.02.2026;01.02.2026`, /раньше первого/],
		["no login", `;Имя;;${hospice};permanent;;`, /Логин/], ["a login of other letters", `Врач;Имя;;${hospice};permanent;;`, /Логин/],
		["a day that is none", `try.bad;Имя;;${hospice};permanent;31.02.2026;`, /Работает с/], ["a formula", `try.bad;=cmd();;${hospice};permanent;;`, /ФИО/]])
		test(`${what}: told by row and column, nothing of the file is taken in`, async () => {
			const { id, text } = await tryFile(TITLES, `try.good;Хорошая Вера;;${hospice};permanent;;`, line)
			assert.match(text, words)
			assert.match(text, /data-label="Строка" class="number">3</)
			await client.post(`/admin/imports/${id}/commit`)
			assert.equal(one("try.good", "count(*)"), "0")
		})
	test("a login twice, a column that is missing", async () => {
		assert.match((await tryFile(TITLES, `try.x;А;;${hospice};permanent;;`, `try.x;Б;;${hospice};permanent;;`)).text, /дважды|два раза|уже/)
		assert.match((await tryFile("ФИО;Место работы", `А;${hospice}`)).text, /Логин/)
	})
	test("that was taken in is taken back: who was new is gone, his login stays his", async () => {
		assert.equal((await client.post(`/admin/imports/${first}/undo`)).status, 303)
		assert.equal(one("try.one", "state"), "deleted")
		assert.match((await tryFile(TITLES, `try.one;Другая;;${hospice};permanent;;`)).text, /логин уже занят/)
	})
	test("another place rests the rights until a second person confirms; who left is blocked at once", async () => {
		sql(`WITH a AS (INSERT INTO account (login, name, job, area_id, state) VALUES ('try.three', 'Третья Ольга', 'врач', ${institution}, 'active') RETURNING id)
			INSERT INTO role_grant (account_id, role_id, area_id) SELECT id, 2, ${institution} FROM a`)
		const commit = async ({ id }) => assert.equal((await client.post(`/admin/imports/${id}/commit`)).status, 303)
		const moved = await tryFile("Логин;Место работы", `try.three;${other}`)
		assert.match(moved.text, new RegExp(`${hospice}[\\s\\S]*${other}`))
		await commit(moved)
		assert.equal(one("try.three", "held_at IS NOT NULL AND state = 'active'"), "t")
		await commit(await tryFile("Логин;Уволен, доступ закрыт", "try.three;да"))
		assert.equal(one("try.three", "state"), "blocked")
	})
	describe("of an institution", () => {
		const officer = demoAccount((a) => isOfficer(a) && isAdmin(a) && placeOf(a.login).institution === institution)
		let above
		before(async () => {
			above = client
			client = (await signIn(officer)).client
		})
		after(() => { client = above })
		test("is taken in and back by its own administrator, from the page on", async () => {
			const { text: list } = await client.get("/admin/books/staff_list/export")
			assert.ok(!list.includes(other), "nobody from elsewhere")
			assert.match((await client.get("/admin/books/staff_list")).text, /href="\/admin\/books\/staff_list\/import"/)
			assert.equal((await client.get("/admin/books/staff_list/import")).status, 200)
			const { id, text } = await tryFile(TITLES, `try.own;Своя Анна;;${hospice};permanent;;`)
			assert.match(text, /try\.own[\s\S]*Своя Анна/)
			assert.equal((await client.post(`/admin/imports/${id}/commit`)).status, 303)
			assert.equal(one("try.own", "area_id"), institution)
			assert.equal((await client.post(`/admin/imports/${id}/undo`)).status, 303)
			assert.equal(one("try.own", "state"), "deleted")
		})
		test("never reaches another one: its places, its people, its imports", async () => {
			assert.match((await tryFile(TITLES, `try.far;Имя;;${other};permanent;;`)).text, /class="number">2<[\s\S]*Место работы[\s\S]*такого места работы нет/)
			const foreign = sql(`SELECT login FROM account WHERE area_id <> ${institution} AND state = 'active' ORDER BY login LIMIT 1`)
			assert.match((await tryFile(TITLES, `${foreign};Захват;;${hospice};permanent;;`)).text, /class="number">2<[\s\S]*?Логин<[\s\S]*логин уже занят/)
			assert.equal((await client.get(`/admin/books/staff_list/entry?key=${foreign}`)).status, 404)
			assert.equal((await client.get(`/admin/imports/${first}`)).status, 404, "the region's import")
			assert.equal((await client.post(`/admin/imports/${first}/undo`)).status, 404)
		})
		test("is the only book he writes", async () => {
			assert.match((await client.get("/admin/books/staff_list/import")).text, /id="book-file"/)
			assert.doesNotMatch((await client.get("/admin/books/service/import")).text, /id="book-file"/)
			assert.equal((await client.post("/api/admin/imports", { id: randomUUID(), book: "service", file: "x.csv", titles: "Код" })).status, 403)
		})
	})
})
