// t0955-letterhead.test.mjs: an institution's letterhead stands on its reports and papers, and on nobody else's.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { request } from "node:https"
import { after, before, test } from "node:test"
import { ORIGIN, sql } from "./client.mjs"
import { demoAccount, isAdmin, isDoctor, isOfficer, placeOf, signIn } from "./doctor.mjs"

const local = demoAccount((a) => isOfficer(a) && isAdmin(a))
const area = placeOf(local.login).institution
const other = demoAccount((a) => isDoctor(a) && !isAdmin(a) && placeOf(a.login).institution !== area && sql(`SELECT kind FROM area WHERE id = ${placeOf(a.login).institution}`) === "institution")
const LETTER = { name: "ГБУЗ «Пробный хоспис»", address: "185000, Онежск, ул. Тихая, 1", phone: "+7 000 000-00-00", head: "главный врач Пробный П. П." }
const clear = () => sql("DELETE FROM letterhead")
let client, stranger, patient, theirs
before(async () => {
	clear()
	client = (await signIn(local)).client
	stranger = (await signIn(other)).client
	;[patient, theirs] = [area, placeOf(other.login).institution].map((institution) => sql(`SELECT l.patient_id FROM prescription l JOIN patient p ON p.id = l.patient_id
		WHERE l.current AND l.status = 'active' AND p.status = 'active' AND p.area_id = ${institution} ORDER BY l.patient_id LIMIT 1`))
})
after(clear)
const write = (changes = {}, by = client) => by.post(`/admin/letterheads/${area}`, { ...LETTER, version: "0", ...changes })
const pdf = (by, id) => new Promise((resolve, reject) => {
	request(new URL(`/reports/patient.pdf?patient=${id}&since=01.01.2026&until=30.11.2026`, ORIGIN), { agent: false, headers: { Cookie: `__Host-palreg=${by.cookie}` } }, (res) => {
		const parts = []
		res.on("data", (p) => parts.push(p))
		res.on("end", () => resolve(execFileSync("pdftotext", ["-layout", "-", "-"], { input: Buffer.concat(parts), encoding: "utf8" })))
	}).on("error", reject).end()
})

test("without one nothing stands there", async () => {
	assert.doesNotMatch((await client.get(`/patients/${patient}/prescriptions/day`)).text, /class="letterhead/)
})
test("each field refuses at its place and keeps what was typed", async () => {
	for (const [changes, field] of [[{ name: "" }, "name"], [{ name: "ю".repeat(201) }, "name"], [{ address: "ю".repeat(201) }, "address"],
		[{ phone: "1".repeat(101) }, "phone"], [{ head: "ю".repeat(201) }, "head"], [{ head: "a\u0007" }, "head"]]) {
		const answer = await write(changes)
		assert.equal(answer.status, 422, JSON.stringify(changes))
		assert.match(answer.text, new RegExp(`id="${field}-error">[^<]`))
		assert.ok(changes.address || answer.text.includes(LETTER.address))
	}
	assert.equal((await write({ version: "x" })).status, 422)
	assert.equal((await write({ logo: "1" })).status, 400)
	assert.equal(sql("SELECT count(*) FROM letterhead"), "0")
})
test("another institution's is not there, and a department has none of its own", async () => {
	const elsewhere = (await signIn(demoAccount((a) => isOfficer(a) && isAdmin(a) && placeOf(a.login).institution !== area))).client
	assert.ok([403, 404].includes((await write({}, elsewhere)).status))
	assert.equal((await elsewhere.get(`/admin/letterheads/${area}`)).status, 404)
	assert.equal((await client.get("/admin/letterheads/2147483647")).status, 404)
	assert.equal((await write({}, stranger)).status, 403)
})
test("it stands on reports and papers of the institution, in its order, and on nobody else's", async () => {
	assert.match((await write()).headers.location, /letterhead_saved/)
	assert.ok((await client.get("/admin/letterheads")).text.includes(LETTER.head))
	assert.match(await pdf(client, patient), new RegExp(`${LETTER.name}\\s+${LETTER.address.replaceAll(".", "\\.")}[^]*${LETTER.head.replaceAll(".", "\\.")}`))
	assert.ok(!(await pdf(stranger, theirs)).includes("Пробный хоспис"))
	for (const page of ["prescriptions/day", "summary"])
		assert.match((await client.get(`/patients/${patient}/${page}`)).text, /<p class="letterhead print-only"><b>ГБУЗ «Пробный хоспис»<\/b><br>185000/, page)
	assert.doesNotMatch((await stranger.get(`/patients/${theirs}/summary`)).text, /class="letterhead/)
	assert.equal(sql(`SELECT count(*) > 0 FROM audit_event WHERE event = 'LETTERHEAD_SAVE' AND result = 'OK'`), "t")
})
test("who comes second sees both", async () => {
	const answer = await write({ name: "Второй" })
	assert.equal(answer.status, 409)
	assert.ok(answer.text.includes("Второй") && answer.text.includes("Пробный хоспис"))
	assert.equal((await write({ name: "Второй", version: "1" })).status, 303)
})
