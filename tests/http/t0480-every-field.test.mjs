// t0480-every-field.test.mjs: each field of each form refuses what it cannot hold, alone among good ones, and says so where it stands; the whole is
// refused to who works elsewhere.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { Agent } from "node:https"
import { after, before, describe, test } from "node:test"
import * as crypto from "../../static/js/crypto/index.js"
import { sql } from "./client.mjs"
import { admission, conclusion, days, death, demoAccount, keeping, ownName, passport, reasonsFor, registered, signIn, today } from "./doctor.mjs"
import { routes } from "./routes.mjs"

const [demo, receiverDemo, strangerDemo] = ["vlasova", "rautio", "nikkanen"].map((login) => demoAccount((a) => a.login === login))
const tablet = sql("SELECT id FROM medicine_product WHERE 'mg' = ANY (units) AND routes = '{PO}' ORDER BY id LIMIT 1")
const morphine = sql(`SELECT p.id FROM medicine_product p JOIN medicine m ON m.id = p.medicine_id WHERE m.inn = 'Морфин' AND p.strength = '10 мг'
	AND p.form = 'таблетки'`)
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
let doctor, client, receiver, stranger, me
after(() => agent.destroy())
before(async () => {
	[doctor, { client: receiver }, { client: stranger }] = await Promise.all([demo, receiverDemo, strangerDemo].map(signIn))
	client = doctor.client
	client.agent = receiver.agent = stranger.agent = agent
	me = sql(`SELECT id FROM account WHERE login = '${demo.login}'`)
})

const plain = (text) => text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")
const attribute = (tag, name) => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "")

/** The controls of the form that is sent to this path: what each would send, and what it is. */
function controlsOf(html, action) {
	const form = html.replaceAll(/<template[\s\S]*?<\/template>/g, "").split("<form").slice(1).map((part) => part.split("</form>")[0])
		.find((part) => attribute(part, "action") === action && / method="post"/.test(part))
	assert.ok(form !== undefined, `no form for ${action}`)
	const controls = new Map()
	for (const [tag, kind] of form.matchAll(/<(input|select|textarea|button)\b[^>]*>/g)) {
		const name = attribute(tag, "name")
		if (name === "" || name === "csrf" || controls.get(name)?.value !== undefined && controls.get(name).value !== "")
			continue
		const rest = form.slice(form.indexOf(tag)).split("</select>")[0]
		const ticked = !/type="(checkbox|radio)"/.test(tag) || / checked/.test(tag)
		const value = kind === "select" ? attribute(/<option[^>]* selected[^>]*>/.exec(rest)?.[0] ?? "", "value") : ticked ? attribute(tag, "value") : ""
		controls.set(name, { name, value, kind, hidden: /type="hidden"/.test(tag) || kind === "button", list: kind === "select" || /type="(checkbox|radio)"/.test(tag),
			number: /inputmode="(numeric|decimal)"/.test(tag), ticks: /type="(checkbox|radio)"/.test(tag) })
	}
	return controls
}

const DATE = /(^|_)(on|since|return)$/
/** What no field of that kind holds. */
const WRONG = ({ name, list, kind, number }) => list || kind === "button" ? ["no_such"] : DATE.test(name) ? ["31.02.2026", "x", "31.12.1899", "01.01.2099"] : number ? ["x", "-1"] : ["\u0001", "я".repeat(9000)]
/** What everybody has of his own. */
const OWN = ["/patients/searches", "/api/imports", "/api/alarms"]
/** Buttons beside the one that saves. */
const OPTIONAL = ["check", "draft", "next", "then"]
/** Whether the control of that name is marked, or a message stands at it. */
const told = (name) => new RegExp(`name="${name}"[^>]* aria-invalid="true"|id="${name}-error">[^<]|id="error-${name}">[^<]`)

const line = (more = {}) => ({ id: randomUUID(), product: tablet, dose: "5", unit: "mg", route: "PO", schedule: "times_per_day", times_per_day: "2",
	starts_on: today(), ...more })
const seal = async (rec, rev, object, t = "passport", prev = undefined) =>
	(await crypto.sealDocument(doctor.keyring, { t, rec, rev, prev, object, ts: Math.floor(Date.now() / 1000) })).text
/** The next revision of a passport. */
async function resealed(rec, identity) {
	const { rev, docHash } = await crypto.openDocument(doctor.keyring, sql(`SELECT envelope FROM document WHERE rec = '${rec}' AND current`), { t: "passport", rec })
	return seal(rec, rev + 1, passport(identity), "passport", docHash)
}
const one = (table, patient, column = "id") => sql(`SELECT ${column} FROM ${table} WHERE patient_id = '${patient}' ORDER BY created_at DESC, ${column} LIMIT 1`)
async function sent(path, fields) {
	let answer = await client.post(path, fields)
	if (answer.status === 422 && Object.keys(reasonsFor(answer.text)).length > 0)
		answer = await client.post(path, { ...fields, ...reasonsFor(answer.text) })
	assert.ok([200, 201, 303].includes(answer.status), `${path}: ${answer.status} ${answer.text.match(/field-error"[^<]*<?[^<]*|role="alert">[^<]*/g)?.join(" ") ?? answer.text.slice(0, 300)}`)
	return answer
}
const visit = (more = {}) => ({ series: randomUUID(), version: "0", status: "planned", kind: "repeat", planned_on: days(2), place: "home", member_1: me, role_1: "doctor", ...more })

const serviceFields = () => ({ service: "nurse_visit", times: "2", per: "week", performer: "nurse", place: "home", starts_on: today(), ends_on: days(20) })
const service = () => ({ id: randomUUID(), ...serviceFields() })
const allergy = () => ({ subject: "@penicillins", reactions: "urticaria", severity: "severe", certainty: "confirmed", source: "patient", noted_on: today() })
const offer = () => ({ to: sql(`SELECT area_id FROM account WHERE login = '${receiverDemo.login}'`), reason: "home_care", on: today() })
let blanks = 0
const blankNumber = () => `${Date.now()}${++blanks}`.slice(-14)
async function written(id, more) {
	const fields = line(more)
	await sent(`/patients/${id}/prescriptions`, fields)
	return fields.id
}
const offered = (id) => sent(`/patients/${id}/entry/transfer`, { ...offer(), version: sql(`SELECT version FROM patient WHERE id = '${id}'`) })
const transferOf = (id) => sql(`SELECT id FROM patient_transfer WHERE patient_id = '${id}'`)
async function assessed(id) {
	await sent(`/patients/${id}/assessments`, { id: randomUUID(), on: today(), at: "", by: "patient", "use-pps": "1", pps: "50" })
	return sql(`SELECT id FROM assessment WHERE patient_id = '${id}'`)
}
async function eligible(id) {
	await sent(`/patients/${id}/eligibility`, { group: "onco", assessed_on: today(), criteria: "symptoms" })
	return sql(`SELECT id FROM eligibility WHERE patient_id = '${id}'`)
}
async function allergic(id) {
	await sent(`/patients/${id}/allergies`, allergy())
	return sql(`SELECT id FROM allergy WHERE patient_id = '${id}'`)
}
const noteOf = (rec, of, rev = 1, prev = undefined) => seal(rec, rev, { of, kind: "visit", on: today(), text: "Текст." }, "note", prev)
async function noted(of) {
	const rec = randomUUID(), note = await noteOf(rec, of)
	await sent(`/patients/${of}/notes`, { id: rec, kind: "visit", on: today(), note })
	return { rec, docHash: (await crypto.openDocument(doctor.keyring, note, { t: "note", rec })).docHash }
}
async function visited(id) {
	const fields = visit({ planned_on: today() })
	await sent(`/patients/${id}/care/visits`, fields)
	return fields
}
async function placed(id) {
	const series = randomUUID()
	await sent(`/patients/${id}/care/places`, { series, version: "0", place: "home", since: today() })
	return series
}
async function preferred(id) {
	const series = randomUUID()
	await sent(`/patients/${id}/care/preferences`, { series, version: "0", discussed_on: today(), with_whom: "patient", informed_diagnosis: "partly" })
	return series
}
async function ordered(id, what) {
	const fields = what === "service" ? service() : { id: randomUUID(), device: "wheelchair", quantity: "1", needed_on: today() }
	await sent(`/patients/${id}/orders/${what}`, fields)
	return fields.id
}
async function begun() {
	const id = randomUUID()
	await sent("/api/imports", { id, total: "1" })
	return id
}

/**
 * Every form, by its route: what is made for the patient of the test, the page the form stands on, where it is sent, what is filled in. Without a
 * page the fields are those a script sends. Each is sent well at the end, so that it was that one field which was refused. Other: what belongs to
 * another kind of schedule, or to what is put on the sheet, is left out there; untold: a choice of the page itself has no message of its own.
 */
const FORMS = {
	"/patients/searches": () => ({ page: "/patients/searches/new?status=active&sex=f&pps_to=60&sort=number", fill: { name: ownName() } }),
	"/patients/searches/:id": async () => {
		await sent("/patients/searches", { name: ownName(), sex: "m" })
		const search = sql("SELECT id FROM saved_search ORDER BY changed_at DESC LIMIT 1")
		return { page: "/patients/searches", to: `/patients/searches/${search}`, fill: { name: ownName() } }
	},
	"/patients/searches/:id/remove": async () => {
		await sent("/patients/searches", { name: ownName(), sex: "m" })
		return { page: "/patients/searches", to: `/patients/searches/${sql("SELECT id FROM saved_search ORDER BY changed_at DESC LIMIT 1")}/remove` }
	},
	"/patients": () => ({ page: "/patients/new", fill: () => admission(doctor, demo, { surname: "Пробная" }, conclusion) }),
	"/patients/:id": async (id) => ({ page: `/patients/${id}/edit`, fill: { passport: await resealed(id, { surname: "Вторая" }), year_of_birth: "1950", sex: "f" } }),
	"/patients/:id/entry": (id) => ({ page: `/patients/${id}/entry/edit`, fill: { referral_source: "hospital", settlement: "rural" } }),
	"/patients/:id/entry/state": (id) => ({ page: `/patients/${id}/entry/state?action=suspend`, fill: { reason: "away", expected_return: days(5) } }),
	"/patients/:id/entry/undo": async (id) => {
		await sent(`/patients/${id}/entry/state`, { action: "remove", from: "active", on: today(), reason: "moved" })
		return { page: `/patients/${id}/entry` }
	},
	"/patients/:id/entry/transfer": (id) => ({ page: `/patients/${id}/entry/transfer`, fill: offer() }),
	"/transfers/:id/withdraw": async (id) => {
		await offered(id)
		return { page: `/patients/${id}/entry`, to: `/transfers/${transferOf(id)}/withdraw` }
	},
	"/transfers/:id/accept": async (id) => {
		await offered(id)
		return { page: `/transfers/${transferOf(id)}`, to: `/transfers/${transferOf(id)}/accept`, by: receiver }
	},
	"/transfers/:id/decline": async (id) => {
		await offered(id)
		return { page: `/transfers/${transferOf(id)}`, to: `/transfers/${transferOf(id)}/decline`, by: receiver, fill: { reason: "no_place" } }
	},
	"/patients/:id/merge": async (id) => {
		const other = (await registered(doctor, demo)).id
		return { page: `/patients/${id}/merge?with=${other}`, fill: { passport: await resealed(id, { surname: "Единая" }), year_of_birth: "1950", sex: "f",
			other_passport: await resealed(other, { surname: "Пробная", mergedInto: id }) } }
	},
	"/merges/:id/undo": async (id) => {
		const other = (await registered(doctor, demo)).id
		await sent(`/patients/${id}/merge`, { with: other, version: "1", other_version: "1", year_of_birth: "1950", sex: "f",
			other_passport: await resealed(other, { surname: "Пробная", mergedInto: id }) })
		const merge = sql(`SELECT id FROM patient_merge WHERE patient_id = '${id}'`)
		return { page: `/merges/${merge}`, to: `/merges/${merge}/undo`, fill: { passport: "", other_passport: await resealed(other, { surname: "Пробная" }) } }
	},
	"/patients/:id/observations": (id) => ({ page: `/patients/${id}`, fill: { value: "4" } }),
	"/patients/:id/prescriptions": (id) => ({ page: `/patients/${id}/prescriptions/new`, fill: line() }),
	"/prescriptions/:id": async (id) => {
		const old = await written(id)
		return { page: `/prescriptions/${old}/edit`, to: `/prescriptions/${old}`, fill: { ...line({ dose: "10" }), change_reason: "ineffective" }, other: ["pump_id", "diluent", "device", "way"] }
	},
	"/prescriptions/:id/stop": async (id) => {
		const old = await written(id)
		return { page: `/prescriptions/${old}/stop`, to: `/prescriptions/${old}/stop`, fill: { reason: "ineffective" } }
	},
	"/prescriptions/:id/hold": async (id) => {
		const old = await written(id)
		return { page: `/prescriptions/${old}/hold`, to: `/prescriptions/${old}/hold`, fill: { reason: "tests" } }
	},
	"/prescriptions/:id/status": async (id) => {
		const old = await written(id)
		return { page: `/patients/${id}/prescriptions`, to: `/prescriptions/${old}/status` }
	},
	"/prescriptions/:id/undo": async (id) => ({ page: `/patients/${id}/prescriptions`, to: `/prescriptions/${await written(id)}/undo` }),
	"/prescriptions/:id/favourite": async (id) => ({ page: `/patients/${id}/prescriptions`, to: `/prescriptions/${await written(id)}/favourite` }),
	"/favourites/:id/remove": async (id) => {
		await sent(`/prescriptions/${await written(id)}/favourite`, {})
		const favourite = sql(`SELECT id FROM prescription_favourite WHERE account_id = '${me}' ORDER BY created_at DESC LIMIT 1`)
		return { page: `/patients/${id}/prescriptions/new`, to: `/favourites/${favourite}/remove` }
	},
	"/prescriptions/:id/blanks": async (id) => {
		const old = await written(id, { product: morphine, dose: "10", quantity: "20" })
		return { page: `/patients/${id}/prescriptions/paper?line=${old}`, to: `/prescriptions/${old}/blanks`, fill: { series: "АБ", number: blankNumber() } }
	},
	"/blanks/:id/undo": async (id) => {
		const old = await written(id, { product: morphine, dose: "10", quantity: "20" }), blank = randomUUID()
		await sent(`/prescriptions/${old}/blanks`, { id: blank, series: "АБ", number: blankNumber(), issued_on: today(), quantity: "20" })
		return { page: `/patients/${id}/prescriptions/paper?line=${old}`, to: `/blanks/${blank}/undo` }
	},
	"/patients/:id/sheet": async (id) => {
		await written(id)
		await sent(`/patients/${id}/orders/service`, service())
		const page = `/patients/${id}/sheet`
		return { page, fill: { starts_on: today(), ...reasonsFor((await client.get(page)).text) } }
	},
	"/patients/:id/findings": async (id) => {
		await written(id, { product: morphine, dose: "10" })
		sql(`SET session_replication_role = replica; DELETE FROM prescription_override WHERE prescription_id IN (SELECT id FROM prescription WHERE patient_id = '${id}')`)
		return { page: `/patients/${id}/prescriptions`, fill: { reason: "benefit" }, untold: ["reason"] }
	},
	"/patients/:id/assessments": (id) => ({ page: `/patients/${id}/assessments/new`, fill: { "pain-nrs": "4", pps: "50", by: "patient" } }),
	"/assessments/:id": async (id) => {
		const first = await assessed(id)
		return { page: `/assessments/${first}/edit`, to: `/assessments/${first}`, fill: { pps: "40" } }
	},
	"/assessments/:id/undo": async (id) => ({ page: `/patients/${id}/assessments?instrument=pps`, to: `/assessments/${await assessed(id)}/undo` }),
	"/patients/:id/diagnoses": (id) => ({ page: `/patients/${id}/diagnoses/new`, fill: { role: "concomitant", code: "C61" } }),
	"/diagnoses/:id": (id) => ({ page: `/diagnoses/${one("diagnosis", id)}/edit`, to: `/diagnoses/${one("diagnosis", id)}`, fill: { stage: "II" } }),
	"/diagnoses/:id/end": async (id) => {
		await sent(`/patients/${id}/diagnoses`, { role: "concomitant", code: "C61" })
		return { page: `/patients/${id}/diagnoses`, to: `/diagnoses/${sql(`SELECT id FROM diagnosis WHERE patient_id = '${id}' AND role = 'concomitant'`)}/end` }
	},
	"/patients/:id/eligibility": (id) => ({ page: `/patients/${id}/eligibility/new`, fill: { group: "onco", criteria: "weight" } }),
	"/eligibility/:id": async (id) => ({ page: `/eligibility/${await eligible(id)}/edit`, to: `/eligibility/${one("eligibility", id)}`, fill: { criteria: "weight" } }),
	"/eligibility/:id/end": async (id) => ({ page: `/patients/${id}/diagnoses`, to: `/eligibility/${await eligible(id)}/end` }),
	"/patients/:id/allergies": (id) => ({ page: `/patients/${id}/allergies/new`, fill: allergy() }),
	"/patients/:id/allergies/none": (id) => ({ page: `/patients/${id}/allergies/none`, fill: { source: "patient" } }),
	"/allergies/:id": async (id) => ({ page: `/allergies/${await allergic(id)}/edit`, to: `/allergies/${one("allergy", id)}`, fill: { severity: "mild" } }),
	"/allergies/:id/end": async (id) => ({ page: `/patients/${id}/diagnoses`, to: `/allergies/${await allergic(id)}/end` }),
	"/patients/:id/notes": async (id) => {
		const rec = randomUUID()
		return { page: `/patients/${id}/notes/new`, fill: { id: rec, kind: "visit", on: today(), note: await noteOf(rec, id) } }
	},
	"/notes/:id": async (id) => {
		const { rec, docHash } = await noted(id)
		return { page: `/notes/${rec}/edit`, to: `/notes/${rec}`, fill: { note: await noteOf(rec, id, 2, docHash) } }
	},
	"/notes/:id/error": async (id) => {
		const { rec } = await noted(id)
		return { page: `/patients/${id}/notes`, to: `/notes/${rec}/error` }
	},
	"/patients/:id/care/visits": (id) => ({ page: `/patients/${id}/care/visits/new?status=planned`, fill: { planned_on: days(2), place: "home" } }),
	"/care/visits/:id": async (id) => {
		const { series } = await visited(id)
		return { page: `/care/visits/${series}/edit?status=done&back=${today()}&doctor=${me}`, to: `/care/visits/${series}`, fill: { place: "home", next_in: "7", next_kind: "phone" } }
	},
	"/care/visits/:id/undo": async (id) => ({ page: `/patients/${id}/care`, to: `/care/visits/${(await visited(id)).series}/undo` }),
	"/patients/:id/care/places": (id) => ({ page: `/patients/${id}/care/places/new`, fill: { place: "home" } }),
	"/care/places/:id": async (id) => ({ page: `/care/places/${await placed(id)}/edit`, to: `/care/places/${one("care_place", id, "series_id")}`, fill: { place: "hospice" } }),
	"/care/places/:id/undo": async (id) => ({ page: `/patients/${id}/care`, to: `/care/places/${await placed(id)}/undo` }),
	"/patients/:id/care/preferences": (id) => ({ page: `/patients/${id}/care/preferences/new`, fill: { with_whom: "patient", informed_diagnosis: "partly" } }),
	"/care/preferences/:id": async (id) => ({ page: `/care/preferences/${await preferred(id)}/edit`, to: `/care/preferences/${one("preference", id, "series_id")}`, fill: { informed_diagnosis: "yes" } }),
	"/care/preferences/:id/undo": async (id) => ({ page: `/patients/${id}/care`, to: `/care/preferences/${await preferred(id)}/undo` }),
	"/patients/:id/care/bereavement": async (id) => {
		await sent(`/patients/${id}/entry/state`, death)
		return { page: `/patients/${id}/care/bereavement`, fill: { first_on: today(), risk: "low" } }
	},
	"/patients/:id/orders/service": (id) => ({ page: `/patients/${id}/orders/service`, fill: serviceFields() }),
	"/patients/:id/orders/device": (id) => ({ page: `/patients/${id}/orders/device`, fill: { device: "wheelchair", quantity: "1", needed_on: today() } }),
	"/orders/:id": async (id) => {
		const order = await ordered(id, "service")
		return { page: `/orders/${order}/edit`, to: `/orders/${order}`, fill: { times: "3" } }
	},
	"/orders/:id/step": async (id) => {
		const order = await ordered(id, "device")
		return { page: `/orders/${order}/step?to=requested`, to: `/orders/${order}/step`, fill: { source: "regional" } }
	},
	"/orders/:id/undo": async (id) => {
		const order = await ordered(id, "device")
		await sent(`/orders/${order}/step`, { to: "requested", from: "needed", version: "1", on: today(), source: "own" })
		return { page: `/orders/${order}`, to: `/orders/${order}/undo` }
	},
	"/orders/:id/done": async (id) => {
		const order = await ordered(id, "service")
		return { page: `/orders/${order}`, to: `/orders/${order}/done` }
	},
	"/orders/:id/done/undo": async (id) => {
		const order = await ordered(id, "service")
		await sent(`/orders/${order}/done`, { done_on: today() })
		return { page: `/orders/${order}`, to: `/orders/${order}/done/undo` }
	},
	"/imports/:id/undo": async () => {
		const id = await begun()
		const [row, rec] = [1, randomUUID()]
		const { year_of_birth: year, sex, institution, district, diagnosis, date_in: on, passport: text } = await admission(doctor, demo, { surname: "Импортная" }, { id: rec })
		await sent(`/api/imports/${id}/rows`, { rows: [row, rec, institution, district, year, sex, diagnosis, on, "", "", "", "", text].join("\t") })
		await sent(`/api/imports/${id}/commit`, {})
		return { page: "/patients/import", to: `/imports/${id}/undo` }
	},
	"/api/imports": () => ({ to: "/api/imports", fill: { id: randomUUID(), total: "1" } }),
	"/api/imports/:id/rows": async () => {
		const rec = randomUUID()
		const { year_of_birth: year, sex, institution, district, diagnosis, date_in: on, passport: text } = await admission(doctor, demo, { surname: "Импортная" }, { id: rec })
		return { to: `/api/imports/${await begun()}/rows`, fill: { rows: [1, rec, institution, district, year, sex, diagnosis, on, "", "", "", "", text].join("\t") } }
	},
	"/api/imports/:id/cancel": async () => ({ to: `/api/imports/${await begun()}/cancel` }),
	"/api/duplicates": async (id) => ({ to: "/api/duplicates", fill: { first: id, second: (await registered(doctor, demo)).id, dismissed: "1" } }),
	"/api/alarms": (id) => ({ to: "/api/alarms", fill: { incident: randomUUID(), reason: "envelope", rec: id } }),
}
/** What a line that is being typed amounts to is told with its mistakes: such an answer refuses nothing. A commit has no field. */
const NO_FORM = ["/api/patients/:id/prescriptions/doses", "/api/patients/:id/sheet/doses", "/api/prescriptions/:id/doses", "/api/imports/:id/commit"]

const posts = routes.filter(({ program, method }) => program === "register" && method === "POST")
/** Batches of a script's own lines, which are tested where keys change (t0130). */
const BATCHES = ["/api/wraps", "/api/wraps/checks"]
test("every form of the program is here", () =>
	assert.deepEqual([...new Set([...Object.keys(FORMS), ...NO_FORM, ...BATCHES])].sort(), posts.map(({ path }) => path).sort()))

/** A form as it would be sent well, and its controls. */
async function filled(path, id) {
	const form = await FORMS[path](id)
	const { page, to = path.replace(":id", id), fill, by = client } = form
	const typed = typeof fill === "function" ? await fill() : fill ?? {}
	const controls = page === undefined ? new Map() : controlsOf((await by.get(page)).text, to)
	for (const name of Object.keys(typed))
		if (!controls.has(name))
			controls.set(name, { name, value: "", kind: "input", hidden: true, list: false })
	const shown = [...controls.values()].filter(({ name, value }) => value !== "" && !OPTIONAL.includes(name))
	return { ...form, to, controls, good: { ...Object.fromEntries(shown.map(({ name, value }) => [name, value])), ...typed } }
}

for (const { path } of posts.filter((route) => FORMS[route.path] !== undefined))
	describe(path, () => {
		test("each field refuses, and the whole to who works elsewhere; then it is taken", async () => {
			const { id } = await registered(doctor, demo)
			const { controls, to, good, by = client, other = [], untold = [] } = await filled(path, id)
			const problems = []
			for (const control of [...controls.values()].filter(({ name }) => !other.includes(name)))
				for (const [n, wrong] of WRONG(control).entries()) {
					const answer = await by.post(to, { ...good, [control.name]: wrong })
					const said = `${control.name}=${wrong.slice(0, 12)}: ${answer.status}`
					if (![400, 404, 409, 422].includes(answer.status))
						problems.push(said)
					else if (n === 0 && !control.hidden && !control.ticks && !untold.includes(control.name) && !(control.list ? /field-error"[^>]*>[^<]/ : told(control.name)).test(answer.text))
						problems.push(`${said}, not told at the field`)
				}
			const extra = await by.post(to, { ...good, surname: "Пробная" })
			if (extra.status !== 400)
				problems.push(`a field that is not there: ${extra.status}`)
			/* What follows is the same and is taken: it was the user that was refused. */
			for (const [whose, other] of OWN.includes(path) ? [] : [["another institution", stranger], ["another department", receiver]].filter(([, who]) => who !== by)) {
				const { status } = await other.post(to, good)
				if (![403, 404, 409, 422].includes(status))
					problems.push(`of ${whose}: ${status}`)
			}
			let answer = await by.post(to, good)
			if (answer.status === 422 && Object.keys(reasonsFor(answer.text)).length > 0)
				answer = await by.post(to, { ...good, ...reasonsFor(answer.text) })
			if (![200, 201, 303].includes(answer.status) || /refused/.test(answer.headers.location ?? ""))
				problems.push(`what is good: ${answer.status} ${answer.headers.location ?? ""} ${answer.text.match(/field-error"[^<]*<?[^<]*|role="alert">[^<]*/g)?.join(" ") ?? answer.text.slice(0, 200)}`)
			assert.deepEqual(problems, [], JSON.stringify(good).slice(0, 600))
		})
	})

/** What is written of a day on which the patient lives. */
const OF_LIFE = ["observations", "prescriptions", "sheet", "assessments", "diagnoses", "eligibility", "allergies", "allergies/none", "care/visits", "care/places",
	"care/preferences", "orders/service", "orders/device", "entry/transfer"]
test("nothing of today is written about who died yesterday", async () => {
	const on = days(-5), { id } = await registered(doctor, demo, { date_in: on, commission_on: on, consent_on: on })
	const forms = []
	for (const name of OF_LIFE)
		forms.push([name, await filled(`/patients/:id/${name}`, id)])
	await sent(`/patients/${id}/entry/state`, { ...death, on: days(-1) })
	const answers = []
	for (const [name, { to, good }] of forms)
		answers.push(`${name} ${(await keeping(client).post(to, good)).status}`)
	assert.deepEqual(answers.filter((answer) => !/ (409|422)$/.test(answer)), [])
})
