// t0923-area-books.test.mjs: institutions and areas, frequencies and targets of indicators are written in the editor of books, and used.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { after, before, describe, test } from "node:test"
import { ROOT, sql } from "./client.mjs"
import { day, demoAccount, isDoctor, isOfficer, registered, signIn } from "./doctor.mjs"

const regional = demoAccount((a) => sql(`SELECT count(*) FROM account a JOIN role_grant g ON g.account_id = a.id
	JOIN role_permission p ON p.role_id = g.role_id JOIN area r ON r.id = g.area_id
	WHERE a.login = '${a.login}' AND p.permission = 'USER_MANAGE' AND r.parent_id IS NULL`) !== "0")
const clear = () => sql(`DELETE FROM book_change WHERE book IN ('area', 'frequency', 'indicator_target'); DELETE FROM frequency WHERE code LIKE 'try\\_%';
	DELETE FROM area WHERE name LIKE 'Проба %' AND kind = 'department'; DELETE FROM area WHERE name LIKE 'Проба %' AND kind = 'institution';
	DELETE FROM area WHERE name LIKE 'Проба %'; UPDATE indicator_target SET target = 90, retired_at = NULL, valid_from = NULL WHERE code = 'has_pps'`)
let client
before(async () => { clear(); ({ client } = await signIn(regional)) })
after(clear)

const send = (book, fields, { key = "", version = "0" } = {}) => client.post(`/admin/books/${book}/entry`,
	{ entry_key: key, entry_version: version, entry_columns: Object.keys(fields).join(","), ...fields })
const versionOf = async (book, key) => /name="entry_version" value="(\d+)"/.exec((await client.get(`/admin/books/${book}/entry?key=${key}`)).text)?.[1]
const state = async (book, key, to) => (await client.post(`/admin/books/${book}/state`, { key, to, version: await versionOf(book, key) })).headers.location

describe("an area", () => {
	const root = sql("SELECT id FROM area WHERE parent_id IS NULL ORDER BY id LIMIT 1")
	const place = (changes = {}) => ({ name: "Проба район", name_en: "", kind: "district", parent_id: root, facility: "", beds: "", phone_day: "", phone_night: "", source: "", ...changes })
	const idOf = (name) => sql(`SELECT id FROM area WHERE name = '${name}'`)
	let district, hospice, ward
	const add = async (fields) => {
		assert.equal((await send("area", fields)).status, 303)
		return idOf(fields.name)
	}
	before(async () => {
		district = await add(place())
		hospice = await add(place({ name: "Проба хоспис", kind: "institution", parent_id: district, facility: "hospice", beds: "20",
			phone_day: "+7 (000) 12-34-56, 12-34-57", phone_night: "8 000 12 34 58" }))
		ward = await add(place({ name: "Проба отделение", kind: "department", parent_id: hospice }))
	})
	test("is added where it belongs and offered to users at once", async () => {
		assert.equal(sql(`SELECT concat_ws(' ', path, facility, beds, phone_day, phone_night) FROM area WHERE id = ${hospice}`),
			`${root}.${district}.${hospice} hospice 20 +7 (000) 12-34-56, 12-34-57 8 000 12 34 58`)
		assert.match((await client.get("/admin/users/new")).text, new RegExp(`<option value="${ward}"`))
		assert.match((await client.get(`/admin/books/area?q=${encodeURIComponent("проба хоспис")}`)).text, /Проба район/)
	})
	for (const [what, of, changes, words] of [["under itself", () => district, () => ({ parent_id: hospice }), /внутри самого себя/],
		["as another kind", () => hospice, () => ({ name: "Проба хоспис", kind: "department", parent_id: district }), /не превращаются/],
		["under what is lower", () => "", () => ({ name: "Проба второй", parent_id: hospice }), /регион → район/],
		["at the top", () => "", () => ({ name: "Проба второй", parent_id: "" }), /укажите, где/],
		["a department outside of institutions", () => "", () => ({ name: "Проба второе", kind: "department", parent_id: district }), /находится в учреждении/],
		["a department into another institution", () => ward, () => ({ name: "Проба отделение", kind: "department",
			parent_id: sql(`SELECT min(id) FROM area WHERE kind = 'institution' AND id <> ${hospice}`) }), /остаётся в своём учреждении/],
		["beds of a district", () => "", () => ({ name: "Проба второй", beds: "3" }), /бывают у учреждения/],
		["telephones of a district", () => "", () => ({ name: "Проба второй", phone_night: "8 000 12 34 58" }), /телефоны для семей бывают у учреждения/],
		["a telephone in words", () => hospice, () => ({ name: "Проба хоспис", kind: "institution", phone_day: "спросить сестру" }), /id="phone_day-error">[^<]/]])
		test(`${what}: refused in words, nothing changes`, async () => {
			const before = sql("SELECT md5(string_agg(a::text, ' ' ORDER BY id)) FROM area AS a"), key = of()
			const answer = await send("area", { ...key === "" ? {} : { id: key }, ...place(changes()) }, { key, version: key === "" ? "0" : await versionOf("area", key) })
			assert.equal(answer.status, 422)
			assert.match(answer.text, words)
			assert.equal(sql("SELECT md5(string_agg(a::text, ' ' ORDER BY id)) FROM area AS a"), before)
		})
	test("a district states its people and who of them is in need, an institution its teams and beds for children", async () => {
		const told = { adults: "9800", children: "1900", need_adults: "70", need_children: "3" }
		const mine = await add(place({ name: "Проба людный", ...told }))
		assert.equal(sql(`SELECT concat_ws(' ', adults, children, need_adults, need_children) FROM area WHERE id = ${mine}`), "9800 1900 70 3")
		for (const [wrong, why] of [[{ teams: "2" }, "бригады бывают у учреждения"], [{ kind: "institution", parent_id: mine, adults: "5" }, "указываются у региона или района"],
			[{ kind: "institution", parent_id: mine, beds: "3", child_beds: "4" }, "не больше, чем всех"], [{ adults: "-1" }, ""]]) {
			const { status, text } = await send("area", place({ name: "Проба неверный", ...wrong }))
			assert.equal(status, 422, JSON.stringify(wrong))
			assert.ok(text.includes(why), why)
		}
		assert.match(await state("area", mine, "delete"), /done=/)
	})
	test("moves with all below it; is retired and no more offered; used, it is not removed", async () => {
		const other = await add(place({ name: "Проба дальний" }))
		assert.equal((await send("area", place({ id: hospice, name: "Проба хоспис", kind: "institution", parent_id: other, facility: "hospice", beds: "20" }),
			{ key: hospice, version: await versionOf("area", hospice) })).status, 303)
		assert.equal(sql(`SELECT path FROM area WHERE id = ${ward}`), `${root}.${other}.${hospice}.${ward}`)
		assert.match(await state("area", ward, "retire"), /done=/)
		assert.doesNotMatch((await client.get("/admin/users/new")).text, new RegExp(`<option value="${ward}"`))
		assert.match(await state("area", hospice, "delete"), /done=entry_used/)
		assert.match(await state("area", sql("SELECT area_id FROM patient ORDER BY id LIMIT 1"), "delete"), /done=entry_used/)
		assert.match(await state("area", ward, "delete"), /done=entry_state/)
		assert.equal(idOf("Проба отделение"), "")
	})
})

describe("a frequency", () => {
	const often = (changes = {}) => ({ code: "try_six", name: "6 раз в день", name_en: "six times a day", schedule: "times_per_day", times_per_day: "6",
		interval_hours: "", clock: "", source: "", ord: "5", valid_from: "", valid_to: "", ...changes })
	test("that does not fit its schedule is refused", async () => {
		for (const changes of [{ times_per_day: "" }, { interval_hours: "4" }, { schedule: "clock", times_per_day: "", clock: "утром" }, { schedule: "weekly" }])
			assert.equal((await send("frequency", often(changes))).status, 422, JSON.stringify(changes))
		assert.equal(sql("SELECT count(*) FROM frequency WHERE code = 'try_six'"), "0")
	})
	test("is offered in the form of a line, until it is retired", async () => {
		const demo = demoAccount(isDoctor), doctor = await signIn(demo)
		const patient = (await registered(doctor, demo)).id
		const offers = async () => (await doctor.client.get(`/patients/${patient}/prescriptions/new`)).text.includes('data-schedule="times_per_day" data-times_per_day="6"')
		assert.equal((await send("frequency", often())).status, 303)
		assert.equal(await offers(), true)
		await state("frequency", "try_six", "retire")
		assert.equal(await offers(), false)
	})
})

describe("a target of an indicator", () => {
	test("is of an indicator that there is", () => {
		const codes = [["indicators.c", /\.code = "(\w+)"/g], ["figures.c", /target_of\(in, "(\w+)"\)/g]].flatMap(([file, pattern]) =>
			[...readFileSync(join(ROOT, "cgi/pages/report", file), "utf8").matchAll(pattern)].map(([, code]) => code))
		assert.deepEqual(sql("SELECT k FROM book_column, jsonb_object_keys(choices) AS k WHERE book = 'indicator_target' AND name = 'code'").split("\n").sort(), codes.sort())
	})
	test("stands in the summary while it is valid", async () => {
		const { client: officer } = await signIn(demoAccount((a) => isOfficer(a)))
		const row = async () => (await officer.get(`/reports/summary.csv?since=${day(-40)}&until=${day(-10)}`)).text.split("\r\n").find((line) => line.includes("ППС") || line.includes("PPS"))
		const set = async (changes) => send("indicator_target", { code: "has_pps", target: "90", source: "palCentre", ord: "150", valid_from: "", valid_to: "", ...changes },
			{ key: "has_pps", version: await versionOf("indicator_target", "has_pps") })
		assert.match(await row(), /≥ 90/)
		assert.equal((await set({ target: "55" })).status, 303)
		assert.match(await row(), /≥ 55/)
		assert.equal((await set({ target: "101" })).status, 422)
		assert.equal((await set({ target: "55", valid_from: day(-5) })).status, 303)
		assert.doesNotMatch(await row(), /≥/)
		await state("indicator_target", "has_pps", "retire")
		assert.doesNotMatch(await row(), /≥/)
	})
})
