// t0910-settings.test.mjs: the administrator chooses the table of opioid factors for his areas; every field has its refusal.
import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, demoAccounts, isDoctor, isOfficer, placeOf, signIn } from "./doctor.mjs"

const holds = (a) => sql(`SELECT count(*) FROM account a JOIN role_grant g ON g.account_id = a.id
	JOIN role_permission p ON p.role_id = g.role_id WHERE a.login = '${a.login}' AND p.permission = 'USER_MANAGE'`) !== "0"
const admin = demoAccount((a) => isOfficer(a) && holds(a))
const area = placeOf(admin.login).institution
const today = sql("SELECT to_char(current_date, 'DD.MM.YYYY')")
const tomorrow = sql("SELECT to_char(current_date + 1, 'DD.MM.YYYY')")
const clear = () => sql("DELETE FROM setting")
let client
before(async () => { clear(); ({ client } = await signIn(admin)) })
after(clear)

const last = () => sql(`SELECT coalesce(max(id), 0) FROM setting WHERE area_id = ${area} AND code = 'ome_table'`)
const choose = (changes = {}) =>
	client.post("/admin/settings", { area, code: "ome_table", value: "norway", valid_from: today, follows: last(), ...changes })

describe("the table of opioid factors", () => {
	test("is the reference book's until somebody chooses, then the chosen one, with who and when", async () => {
		assert.match((await client.get("/admin/settings")).text, /Сводная 2026 \(ANZCA 2021 с дополнениями\), 2026 <small>\(не выбирали\)/)
		assert.equal((await choose()).status, 303)
		const { text } = await client.get("/admin/settings")
		assert.match(text, /Действует: Норвегия OMEQ, 1</)
		assert.ok(text.includes(`<td data-label="Кто">${admin.name}</td>`))
		assert.equal(sql("SELECT count(*) FROM audit_event WHERE event = 'SETTING_ADD' AND result = 'OK'") > 0, true)
	})
	test("a choice from tomorrow does not hold today; the former stays to be seen", async () => {
		assert.equal((await choose({ value: "bnf", valid_from: tomorrow })).status, 303)
		const { text } = await client.get("/admin/settings")
		assert.match(text, /Действует: Норвегия OMEQ, 1</)
		assert.match(text, /Великобритания BNF, 1<[\s\S]*Норвегия OMEQ, 1</)
	})
	test("is given back to the area above", async () => {
		assert.equal((await choose({ value: "" })).status, 303)
		assert.match((await client.get("/admin/settings")).text, /\(не выбирали\)/)
	})
	for (const [what, changes, field] of [["a table that is none", { value: "nonsense" }, "value"], ["no code of a table", { value: "a b" }, "value"],
		["yesterday", { valid_from: sql("SELECT to_char(current_date - 1, 'DD.MM.YYYY')") }, "valid_from"], ["no day", { valid_from: "" }, "valid_from"],
		["a day that is none", { valid_from: "31.02.2027" }, "valid_from"]])
		test(`${what}: 422 at the field, nothing is stored, what was typed stands`, async () => {
			const before = last(), answer = await choose(changes)
			assert.equal(answer.status, 422)
			assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
			if (changes.valid_from)
				assert.ok(answer.text.includes(`value="${changes.valid_from}"`))
			assert.equal(last(), before)
		})
	for (const [what, changes] of [["an unknown setting", { code: "dose" }], ["no setting", { code: "" }], ["no area", { area: "" }],
		["no row before", { follows: "" }]])
		test(`${what} is refused`, async () => {
			const before = last()
			assert.equal((await choose(changes)).status, 422)
			assert.equal(last(), before)
		})
	test("how long records are kept is chosen from a list, never shorter than the law", async () => {
		const code = "record_years"
		const follows = () => sql(`SELECT coalesce(max(id), 0) FROM setting WHERE area_id = ${area} AND code = '${code}'`)
		assert.equal((await choose({ code, value: "10", follows: follows() })).status, 422)
		assert.equal((await choose({ code, value: "40", follows: follows() })).status, 303)
		assert.match((await client.get("/admin/settings")).text, /Сколько хранятся записи[\s\S]*Действует: не меньше 40 лет/)
	})
	test("the least count in summaries is chosen from a list, 5 until then", async () => {
		assert.match((await client.get("/admin/settings")).text, /Наименьшее число в сводках[\s\S]*Действует: 5 <small>\(не выбирали\)/)
		assert.equal((await choose({ code: "small_cells", value: "4", follows: 0 })).status, 422)
		assert.equal((await choose({ code: "small_cells", value: "10", follows: 0 })).status, 303)
		assert.match((await client.get("/admin/settings")).text, /Наименьшее число в сводках[\s\S]*Действует: 10</)
	})
	test("a second factor is asked of those whose roles do, or of everybody who works there, at once", async () => {
		const doctor = demoAccounts().find((a) => isDoctor(a) && !holds(a) && placeOf(a.login).institution === area)
		const his = (await signIn(doctor)).client
		assert.match((await client.get("/admin/settings")).text, /Второй фактор[\s\S]*Действует: чья роль его требует <small>\(не выбирали\)/)
		assert.equal((await choose({ code: "second_factor", value: "nobody", follows: 0 })).status, 422)
		assert.equal((await choose({ code: "second_factor", value: "everybody", valid_from: tomorrow, follows: 0 })).status, 303)
		assert.equal((await his.get("/patients")).status, 200, "not before its day")
		const follows = sql(`SELECT max(id) FROM setting WHERE area_id = ${area} AND code = 'second_factor'`)
		assert.equal((await choose({ code: "second_factor", value: "everybody", follows })).status, 303)
		for (const who of [his, client])
			assert.equal((await who.get("/patients")).headers.location, "/account/factor")
		sql("DELETE FROM setting WHERE code = 'second_factor'");
		({ client } = await signIn(admin))
		assert.equal((await client.get("/patients")).status, 200)
	})
	test("chosen by another meanwhile: 409, said so", async () => {
		const stale = last()
		assert.equal((await choose()).status, 303)
		const answer = await choose({ follows: stale, value: "bnf" })
		assert.equal(answer.status, 409)
		assert.match(answer.text, /role="alert"/)
		assert.equal(sql(`SELECT value FROM setting WHERE id = ${last()}`), "norway")
	})
	test("not for another institution, nor for the region", async () => {
		for (const other of [sql(`SELECT id FROM area WHERE kind = 'institution' AND id <> ${area} LIMIT 1`), sql("SELECT id FROM area WHERE kind = 'region'")])
			assert.equal((await choose({ area: other, follows: "0" })).status, 403)
	})
	test("not by a doctor", async () => {
		const doctor = await signIn(demoAccounts().find((a) => isDoctor(a) && !holds(a)))
		assert.equal((await doctor.client.get("/admin/settings")).status, 403)
		assert.equal((await doctor.client.post("/admin/settings", { area, code: "ome_table", value: "bnf", valid_from: today, follows: last() })).status, 403)
	})
})
