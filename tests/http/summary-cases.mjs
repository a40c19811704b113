// summary-cases.mjs: the periods of the tests of the summary, its files, and what the demo region has not.
import assert from "node:assert/strict"
import { sql } from "./client.mjs"
import { sections } from "./csv.mjs"
import { demoAccount, isDoctor, placeOf } from "./doctor.mjs"

export const FIRST = "2026-07-01", LAST = "2026-09-30"
export const PERIOD = "since=01.07.2026&until=30.09.2026"
export const BEFORE = "before_since=01.07.2025&before_until=30.09.2025"
export const K = 5

export const file = async (client, query) => {
	const { status, text } = await client.get(`/reports/summary.csv?${query}`)
	assert.equal(status, 200, text.replace(/<[^>]*>/g, " ").slice(0, 3000))
	return sections(text)
}
/** What the ministry was told in another file or run must not stand in the way. */
export const forget = (login) => sql(`DELETE FROM report_asked WHERE account_id = (SELECT id FROM account WHERE login = '${login}')`)
export const english = async (client, work) => {
	await client.post("/account/language", { language: "en" })
	try {
		return await work()
	} finally {
		await client.post("/account/language", { language: "ru" })
	}
}

// Of the first patients on the register each lacks one datum more than the one before; no trigger makes anything of it.
const LOST = [["referred_on"], ["commission_no", "commission_on"], ["basis_code"], ["consent_on"], ["ready_on"], ["first_contact_on"]]
const quietly = (statement) => sql(`SET session_replication_role = replica; ${statement}`)
/** When what is made here was made, so that it is found again. */
const MARK = "2026-01-01 00:00:07"
const MADE = ["prescription_blank", "observation", "device_order", "care_place"]
let kept
export const addCases = () => {
	const { institution } = placeOf(demoAccount(isDoctor).login)
	const list = sql(`SELECT id, ${LOST.flat().join(", ")} FROM patient WHERE institution_id = ${institution} AND status = 'active' AND date_in <= '${LAST}'
		ORDER BY id LIMIT ${LOST.length}`).split("\n").map((line) => line.split("|"))
	kept = list.map(([id, ...values]) => `UPDATE patient SET ${LOST.flat().map((name, i) => `${name} = nullif('${values[i]}', '')${name.endsWith("_on") ? "::date" : ""}`)} WHERE id = '${id}'`).join(";")
	// What the demo region has not: the family's problems and distress by pain at the ends of phases, pain examined.
	quietly(`INSERT INTO observation (patient_id, area_id, code, value, effective_on, effective_at, author_id, created_at)
		SELECT o.patient_id, o.area_id, x.code, x.value, o.effective_on, o.effective_at, o.author_id, '${MARK}'
		  FROM (SELECT *, row_number() OVER (ORDER BY patient_id, effective_at, id) AS n FROM observation WHERE current AND code = 'phase') AS o
		 CROSS JOIN LATERAL (VALUES ('pcpss-family', o.n % 4), ('sas-pain', o.n % 11), ('sas-fatigue', o.n % 9), ('pain-worst', o.n % 8)) AS x (code, value)
		 WHERE o.n % 3 <> 0`)
	// Whoever came short of breath and got an oxygen concentrator on the next day; another an order that was entered in error.
	quietly(`WITH new AS (SELECT *, row_number() OVER (ORDER BY id) AS n FROM patient WHERE status <> 'draft' AND date_in BETWEEN '${FIRST}' AND '${LAST}'
		    AND first_contact_on BETWEEN date_in AND '${LAST}'),
		short AS (INSERT INTO observation (patient_id, area_id, code, value, effective_on, effective_at, author_id, created_at)
		    SELECT id, area_id, 'esas-breath', 7, first_contact_on, first_contact_on, changed_by, '${MARK}' FROM new WHERE n % 3 = 0)
		INSERT INTO device_order (patient_id, area_id, institution_id, device, needed_on, source, status, requested_on, issued_on, author_id, created_at, changed_by)
		SELECT id, area_id, institution_id, 'oxygen_concentrator', first_contact_on, (SELECT min(code) FROM coded_value WHERE list = 'device_source'),
		       CASE WHEN n % 2 = 0 THEN 'issued' ELSE 'entered_in_error' END, CASE WHEN n % 2 = 0 THEN first_contact_on END,
		       CASE WHEN n % 2 = 0 THEN first_contact_on + 1 END, changed_by, '${MARK}', changed_by FROM new WHERE n % 3 = 0`)
	// A device that all who are helped to breathe have but three.
	quietly(`INSERT INTO device_order (patient_id, area_id, institution_id, device, needed_on, source, status, requested_on, issued_on, author_id, created_at, changed_by)
		SELECT id, area_id, institution_id, 'humidifier', day, (SELECT min(code) FROM coded_value WHERE list = 'device_source'), 'issued', day, day,
		       changed_by, '${MARK}', changed_by
		  FROM (SELECT p.*, greatest(p.date_in, '${FIRST}') AS day, row_number() OVER (ORDER BY p.id) AS n FROM patient AS p
		         WHERE p.status <> 'draft' AND p.date_in <= '${LAST}' AND (p.date_out IS NULL OR p.date_out >= '${FIRST}')
		           AND EXISTS (SELECT FROM device_order AS o JOIN device AS d ON d.code = o.device WHERE o.patient_id = p.id AND d.respiratory IS NOT NULL
		               AND o.status NOT IN ('draft', 'entered_in_error') AND o.issued_on <= '${LAST}'
		               AND coalesce(o.returned_on, o.ended_on, 'infinity') >= '${FIRST}')) AS p WHERE n > 3`)
	// Where nobody knows any more who is cared for.
	quietly(`INSERT INTO care_place (series_id, version, patient_id, area_id, place, since, author_id, created_at)
		SELECT gen_random_uuid(), 1, id, area_id, 'unknown', '${LAST}', changed_by, '${MARK}' FROM (SELECT *, row_number() OVER (ORDER BY id) AS n
		  FROM patient WHERE status = 'active' AND date_in <= '${LAST}') AS p WHERE n % 9 = 0
		   AND NOT EXISTS (SELECT FROM care_place AS c WHERE c.patient_id = p.id AND c.since >= '${LAST}')`)
	// Forms written in the period, each seventh of them spoilt.
	quietly(`INSERT INTO prescription_blank (id, prescription_id, patient_id, area_id, rx_form, series, number, issued_on, valid_days, quantity, author_id,
			created_at, error_by, error_at)
		SELECT gen_random_uuid(), l.id, l.patient_id, l.area_id, CASE WHEN l.n % 4 = 0 THEN '148-1/у-88' ELSE '107/у-НП' END, 'ПРОБА', (900000 + l.n)::text,
		       '2026-07-01'::date + (l.n % 90)::int, 15, 10, l.author_id, '${MARK}', CASE WHEN l.n % 7 = 0 THEN l.author_id END,
		       CASE WHEN l.n % 7 = 0 THEN now() END
		  FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM prescription WHERE status <> 'draft') AS l WHERE l.n % 5 = 0`)
	quietly(list.map(([id], n) => `UPDATE patient SET ${LOST.slice(0, n + 1).flat().map((name) => `${name} = NULL`)} WHERE id = '${id}'`).join(";"))
}
export const takeBack = () => quietly(`${kept}; ${MADE.map((table) => `DELETE FROM ${table} WHERE created_at = '${MARK}'`).join("; ")}`)
