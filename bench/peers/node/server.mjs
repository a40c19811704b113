// server.mjs: the patient list as a careful Node.js program makes it: fastify and pg in two processes, the same
// statements prepared once for each connection, the same transaction, session, audit and page.
//
//     BENCH_SOCKET, BENCH_DB (directory of PostgreSQL's socket), BENCH_MADE (what bench/templates.mjs made)
import cluster from "node:cluster"
import { createHash, createHmac } from "node:crypto"
import { chmodSync, readFileSync } from "node:fs"
import { join } from "node:path"
import fastify from "fastify"
import pg from "pg"

const { BENCH_SOCKET, BENCH_DB, BENCH_MADE } = process.env
const read = (name) => JSON.parse(readFileSync(join(BENCH_MADE, name), "utf8"))
const statements = read("statements.json")
const words = read("words.json")
const { showPage } = await import(join(BENCH_MADE, "page.mjs"))

const STATUSES = {
	active: ["on the register", "ok"], draft: ["draft", "quiet"], awaiting: ["awaiting the commission", "warn"],
	suspended: ["suspended", "quiet"], removed: ["removed", "quiet"],
	refused: ["refused by the commission", "quiet"], declined: ["declined by the patient", "quiet"],
}
const OFF_REGISTER = ["removed", "refused", "declined"]
const SEXES = { u: "unknown", f: "female", m: "male" }
const SORTS = {
	change: "last changed", number: "register number", age: "oldest first", pain: "worst pain first",
	seen: "longest unseen first", date_in: "newest on the register",
}
const FILTERS = ["status", "diagnosis", "group", "sex", "age_from", "age_to", "since", "until", "institution", "pain_from",
	"unseen"]
const PERMISSIONS = ["patient_read", "patient_write", "record_read", "record_write", "report_patient", "report_summary",
	"user_manage"]

// Texts as they come: nothing is made into a Date to be printed again.
const pool = new pg.Pool({ host: BENCH_DB, user: "palreg_register", database: "palreg", max: 4,
	types: { getTypeParser: () => (text) => text } })
const run = async (client, name, values) =>
	(await client.query({ name, text: statements[name], values, rowMode: "array" })).rows

const dateText = (iso) => iso === null ? "" : `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)}`
const options = (rows, selected) => rows.map(([code, name]) => ({ code, id: code, name, selected: code === selected }))
const choices = (names, selected) =>
	options(Object.entries(names).map(([code, name]) => [code, words[Array.isArray(name) ? name[0] : name]]), selected)

function showRow(r, mayWrite) {
	const [status, tone] = STATUSES[r[7]]
	const pain = Number(r[8])
	return {
		id: r[0], registry_no: r[1], age: r[2], sex_text: words[SEXES[r[3]]], diagnosis: r[5], diagnosis_title: r[6] ?? "",
		institution: r[4] ?? "", status_text: words[status], status_tone: tone, pain: r[8] ?? "",
		pain_tone: pain > 6 ? "stop" : pain > 3 ? "warn" : "", seen_on: dateText(r[9]),
		may_prescribe: mayWrite && !OFF_REGISTER.includes(r[7]),
	}
}

function showPages(query, page, shown, total) {
	if (total <= 50)
		return []
	const others = Object.entries(query).filter(([name, value]) => name !== "page" && value !== "")
	const link = (n) => `/patients?${new URLSearchParams([["page", n], ...others])}`
	return [{
		first: String(page * 50 + 1), last: String(page * 50 + shown), of: String(total),
		previous: page > 0 ? link(page - 1) : "", next: (page + 1) * 50 < total ? link(page + 1) : "",
	}]
}

/** Everything between BEGIN and COMMIT; a number is a refusal. */
async function patientList(client, request, key) {
	const query = request.query
	const [session] = await run(client, "session_take", [`\\x${createHash("sha256").update(key).digest("hex")}`])
	if (session === undefined)
		return 303
	const [, , name, language, , , permissions] = session
	const may = new Set(permissions.toLowerCase().split(" "))
	if (!may.has("patient_read"))
		return 403
	const filter = Object.fromEntries(FILTERS.map((f) => [f, query[f] || null]))
	const number = Math.max(0, Number.parseInt(query.page ?? "0", 10) || 0)
	const args = Object.values(filter)
	// The first page of all has statements without a parameter, planned once.
	const sort = query.sort in SORTS ? query.sort : "change"
	const first = args.every((arg) => arg === null) && number === 0
	const rows = await (first ? run(client, `patient_first_by_${sort}_${language}`, [])
		: run(client, `patient_by_${sort}`, [...args, language, number * 50]))
	const [[total]] = await (first ? run(client, "patient_count_all", []) : run(client, "patient_count", args))
	const institutions = await run(client, "area_list", ["institution", "patient_read", language])
	const groups = await run(client, "book_groups", [language])
	const page = {
		...Object.fromEntries(FILTERS.map((f) => [f, filter[f] ?? ""])),
		title: words["Patient search"], template: [{ blank: true }], has_rows: rows.length > 0, total,
		institutions_differ: institutions.length > 1,
		rows: rows.map((r) => showRow(r, may.has("record_write"))),
		filtered: args.some((v) => v !== null), more: args.slice(3).some((v) => v !== null), errors: [],
		statuses: choices(STATUSES, filter.status), sexes: choices(SEXES, filter.sex), sorts: choices(SORTS, query.sort),
		groups: options(groups, filter.group), institutions: options(institutions.map((r) => [r[0], r[2]]), filter.institution),
		pages: showPages(query, number, rows.length, Number(total)),
	}
	const base = {
		lang: language, lang_ru: language === "ru", lang_en: language === "en", handler: "patient_list", request_path: "/patients",
		request_id: request.headers["x-request-id"], signed_in: true, user_name: name, nav_patients: true,
		csrf: `${createHmac("sha256", key).update("palreg csrf v1").digest("base64url")}.${request.headers["x-request-id"].slice(0, 12)}`,
	}
	for (const permission of PERMISSIONS)
		base[`may_${permission}`] = may.has(permission)
	const html = showPage(page, base)
	await run(client, "audit_read", ["PATIENT_LIST", "OK", null, request.headers["x-request-id"], "127.0.0.1", null])
	return html
}

async function serve(request, reply) {
	const cookie = /(?:^|; )__Host-palreg=([\w-]{43})(?:;|$)/.exec(request.headers.cookie ?? "")?.[1]
	if (cookie === undefined)
		return reply.redirect("/login", 303)
	const client = await pool.connect()
	try {
		await client.query("BEGIN")
		const answer = await patientList(client, request, Buffer.from(cookie, "base64url"))
		await client.query(typeof answer === "string" ? "COMMIT" : "ROLLBACK")
		if (typeof answer !== "string")
			return answer === 303 ? reply.redirect("/login", 303) : reply.code(answer).send()
		return reply.header("Cache-Control", "no-store").type("text/html; charset=utf-8").send(answer)
	} catch (error) {
		await client.query("ROLLBACK")
		throw error
	} finally {
		client.release()
	}
}

if (cluster.isPrimary) {
	for (let i = 0; i < 2; i++)
		cluster.fork()
} else {
	const app = fastify()
	app.get("/patients", serve)
	await app.listen({ path: BENCH_SOCKET })
	chmodSync(BENCH_SOCKET, 0o666)
}
