// @ts-check
/**
 * @file sql.mjs: the whole region as one transaction for psql, run by a superuser.
 *
 * Every constraint and every trigger holds; nobody stands behind the transaction, so that dates and authors stay as given.
 */
import { CARE, VISIT } from "./care.mjs"
import { ALLERGIES, DIAGNOSES } from "./clinical.mjs"
import { orders } from "./orders.mjs"
import { AREAS, PEOPLE, ROLES } from "./region.mjs"

/** @import { Enrolled, Keys, Sealed } from "./keys.mjs" */
/** @import { Model, Patient } from "./model.mjs" */

/** @typedef {string | number | boolean | null} Cell */

/** @param {string} base64url */
const bytea = (base64url) => `\\x${Buffer.from(base64url, "base64url").toString("hex")}`

/** @param {string} text */
const orNull = (text) => text === "" ? null : text

/** @param {Cell} cell */
const cellText = (cell) => cell === null ? "\\N" : String(cell)
	.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r")

/**
 * @param {string} target  table and columns
 * @param {Cell[][]} rows
 */
const copy = (target, rows) =>
	`COPY ${target} FROM STDIN;\n${rows.map((row) => `${row.map(cellText).join("\t")}\n`).join("")}\\.\n`

/** @param {string} text @returns {string} a literal */
const quote = (text) => `'${text.replaceAll("'", "''")}'`

const BEGIN = `BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL synchronous_commit = off;
DO $$ BEGIN
	IF EXISTS (SELECT FROM account) OR EXISTS (SELECT FROM area) THEN
		RAISE EXCEPTION 'there are areas and accounts already';
	END IF;
END $$;
`

const areas = () => copy("area (id, parent_id, kind, name, name_en, phone_day, phone_night, adults, children, need_adults, need_children, facility, beds, child_beds, teams)",
	AREAS.map(({ id, parent, kind, name, nameEn, day = "", night = "", people = [null, null], need = [null, null], facility = null, beds = null, childBeds = null,
		teams = null }) => [id, parent, kind, name, nameEn, day, night, ...people, ...need, facility, beds, childBeds, teams])) +
	`SELECT setval(pg_get_serial_sequence('area', 'id'), ${Math.max(...AREAS.map(({ id }) => id))});\n`

const roles = () => ROLES.map(({ code, name, nameEn, permissions }) =>
	`INSERT INTO role (code, name, name_en) VALUES (${[code, name, nameEn].map(quote).join(", ")});
INSERT INTO role_permission SELECT r.id, p FROM role AS r, unnest(string_to_array(${quote(permissions.join(","))}, ',')) AS p
 WHERE r.code = ${quote(code)};\n`).join("")

/**
 * @param {Model} model
 * @param {Keys} keys
 * @param {string} origin
 */
const institutions = ({ since }, { institutions: all }, origin) =>
	copy("crypto_inst (inst, area_id, origin, created_at)", all.map(({ inst, area }) => [inst, area, origin, since])) +
	"CREATE TEMP TABLE in_roster (inst uuid, seq int, entry text) ON COMMIT DROP;\n" +
	copy("in_roster", all.flatMap(({ inst, roster }) => roster.map((entry, seq) => [inst, seq, entry]))) +
	"SELECT roster_append(inst, entry) FROM (SELECT * FROM in_roster ORDER BY inst, seq) AS r;\n" +
	"CREATE TEMP TABLE in_grant (inst uuid, text text, sender uuid, recipient uuid) ON COMMIT DROP;\n" +
	copy("in_grant", all.flatMap(({ inst, grants }) => grants.map(({ text, sender, recipient }) => [inst, text, sender, recipient]))) +
	"SELECT key_grant_put(inst, text, sender, recipient) FROM in_grant;\n" +
	copy("recovery_set (inst, text)", all.map(({ inst, recoverySet }) => [inst, recoverySet]))

/**
 * @param {Model} model
 * @param {Keys} keys
 * @param {Map<string, { salt: string, verifier: string }>} verifiers  hexadecimal, by login
 */
function accounts({ ids, since }, keys, verifiers) {
	const credentials = PEOPLE.map(({ login }) => {
		const { bundle, sigPub, encPub, proof } = /** @type {Enrolled} */ (keys.accounts.get(login))
		const { salt, verifier } = /** @type {{ salt: string, verifier: string }} */ (verifiers.get(login))
		return [ids[login] ?? null, `\\x${salt}`, `\\x${verifier}`, bundle, bytea(sigPub), bytea(encPub),
			proof === "" ? null : bytea(proof), since]
	})
	return copy("account (id, login, name, job, area_id, state, language, created_at)",
		PEOPLE.map(({ login, name, job, area }) => [ids[login] ?? null, login, name, job, area, "active", "ru", since])) +
		copy("credential (account_id, salt, verifier, bundle, sig_pub, enc_pub, proof, changed_at)", credentials) +
		"CREATE TEMP TABLE in_role (account_id uuid, code text, area_id int) ON COMMIT DROP;\n" +
		copy("in_role", PEOPLE.flatMap(({ login, area, roles: codes }) => codes.map((code) => [ids[login] ?? null, code, area]))) +
		"INSERT INTO role_grant (account_id, role_id, area_id) SELECT i.account_id, r.id, i.area_id FROM in_role AS i JOIN role AS r USING (code);\n"
}

/** @param {Patient} patient @returns {string} when somebody last wrote about him */
const changedAt = ({ course, revisions, lines }) => [...revisions.map(({ at }) => at),
	...lines.flatMap(({ line }) => line.versions.map(({ at }) => at)),
	...course.dateOut === "" ? [] : [`${course.dateOut}T15:00:00Z`]].reduce((a, b) => a > b ? a : b)

const PATIENT = `id uuid, inst uuid, institution_id int, area_id int, district_id int, registry_no text, year_of_birth int,
	sex text, diagnosis_code text, status text, removal_reason text, date_in date, date_out date, died_on date,
	created_at timestamptz, created_by uuid, changed_at timestamptz, changed_by uuid`
/* Who was sent to the commission has a source of referral; who was taken in has its conclusion, and consented. */
const PATIENTS = `INSERT INTO patient (id, inst, institution_id, area_id, district_id, registry_no, year_of_birth, sex, diagnosis_code, status,
	removal_reason, date_in, date_out, died_on, created_at, created_by, changed_at, changed_by, referral_source, referred_on, ready_on,
	first_contact_on, settlement, care_institution_id, commission_no, commission_on, basis_code, consent_on, expected_return)
SELECT i.*, (ARRAY['oncology_centre', 'polyclinic', 'hospital', 'palliative_cabinet', 'self'])[1 + h.n % 5],
       greatest(i.date_in - 3 - h.n % 6, make_date(i.year_of_birth, 1, 1)), i.date_in, i.date_in, CASE WHEN h.n % 3 = 0 THEN 'rural' ELSE 'urban' END, i.institution_id,
       CASE WHEN v.seen THEN (1 + h.n % 400)::text END, CASE WHEN v.seen THEN i.date_in END,
       CASE WHEN v.seen THEN g.group_code END, CASE WHEN v.seen THEN i.date_in END,
       CASE WHEN i.status = 'suspended' THEN CURRENT_DATE + 5 + h.n % 20 END
  FROM in_patient AS i
  LEFT JOIN icd10 AS g ON g.code = i.diagnosis_code
 CROSS JOIN LATERAL (SELECT abs(hashtext(i.registry_no)) % 1000 AS n) AS h
 CROSS JOIN LATERAL (SELECT i.status IN ('active', 'suspended', 'removed') AS seen) AS v;
`

/** @param {Model} model */
const patients = ({ patients: all, ids }) =>
	copy("registry_number (no)", all.map(({ registryNo }) => [registryNo])) +
	`CREATE TEMP TABLE in_patient (${PATIENT}) ON COMMIT DROP;\n` +
	copy("in_patient", all.map((patient) => {
		const { id, institution, district, registryNo, born, sex, diagnosis, course, revisions, by } = patient
		return [id, ids[institution] ?? null, institution, institution, district, registryNo, born.slice(0, 4), sex, diagnosis,
			course.status, orNull(course.reason), course.dateIn, orNull(course.dateOut),
			course.reason === "death" ? course.dateOut : null, revisions[0]?.at ?? null, ids[by] ?? null, changedAt(patient), ids[by] ?? null]
	})) + PATIENTS

/** @param {Model} model @param {Sealed[]} sealed */
const documents = ({ ids }, sealed) =>
	copy("document (rec, rev, type, inst, patient_id, area_id, author_id, ts, kep, envelope, doc_hash, seq, current, created_at)",
		sealed.map(({ patient: { id, institution }, note, inst, rev, by, ts, text, docHash, seq, current }) =>
			[note?.rec ?? id, rev, note === null ? "passport" : "note", inst, id, institution, ids[by] ?? null, ts, 1, text, bytea(docHash), seq, current,
				new Date(ts * 1000).toISOString()])) +
	"UPDATE crypto_inst AS c SET document_seq = (SELECT coalesce(max(seq), 0) FROM document AS d WHERE d.inst = c.inst);\n" +
	copy("note (rec, rev, patient_id, kind, noted_on)", sealed.flatMap(({ patient: { id }, note, rev }) =>
		note === null ? [] : [[note.rec, rev, id, note.kind, note.on]]))

/** @param {Model} model */
const observations = ({ patients: all, ids }) => copy(
	"observation (id, patient_id, area_id, code, value, effective_on, effective_at, author_id, created_at)",
	all.flatMap(({ id: patient, institution, visits }) => visits.filter(({ visit: { pain } }) => pain !== null)
		.map(({ id, by, visit: { at, pain } }) => [id, patient, institution, "pain-nrs", pain, at.slice(0, 10), at, ids[by] ?? null, at])))

/** @param {Model} model */
function assessments({ patients: all, ids }) {
	const each = all.flatMap(({ id: patient, institution, assessments: list }) => list.map((item) => ({ patient, institution, ...item })))
	return copy("assessment (id, series_id, patient_id, area_id, instrument, instrument_version, effective_at, effective_on," +
		" completed_by, author_id, created_at)", each.map(({ patient, institution, by, id, assessment: { at, instrument, version, from } }) =>
		[id, id, patient, institution, instrument, version, at, at.slice(0, 10), orNull(from), ids[by] ?? null, at])) +
		copy("observation (assessment_id, patient_id, area_id, code, value, effective_on, effective_at, author_id, created_at)",
			each.flatMap(({ patient, institution, by, id, assessment: { at, answers } }) => Object.entries(answers).map(([code, value]) =>
				[id, patient, institution, code, value, at.slice(0, 10), at, ids[by] ?? null, at])))
}

/** @param {Model} model */
const care = ({ patients: all, ids }) =>
	`CREATE TEMP TABLE in_visit (${VISIT}) ON COMMIT DROP;\n` +
	copy("in_visit", all.flatMap(({ id: patient, visits }) => visits.map(({ id, by, visit: { at } }, n) =>
		[id, patient, n, ids[by] ?? null, at]))) + CARE

const LINE = `id uuid, series_id uuid, version int, patient_id uuid, area_id int, starts_on date, inn text, form text,
	strength text, dose numeric, unit text, route text, schedule text, times_per_day numeric, interval_hours int,
	prn_max int, indication text, ends_on date, status text, stopped_on date, stop_reason text, author_id uuid,
	created_at timestamptz, change_reason text`
/** What was given out for a month, counted in packs; warnings that were kept, each with its reason. */
const DOSES = `UPDATE prescription AS l SET packs = n.packs, quantity = n.packs * n.size
  FROM (SELECT l.id, k.size, ceil(l.dose / f.amount * l.times_per_day * 30 / k.size)::int AS packs
          FROM prescription l
          JOIN medicine_product f ON f.id = l.product_id AND f.per_unit IN ('{tab}', '{cap}') AND f.amount_unit = l.unit
          JOIN LATERAL (SELECT k.size FROM medicine_pack k WHERE k.product_id = f.id ORDER BY k.ord, k.size LIMIT 1) k ON true
         WHERE l.current AND l.status = 'active' AND l.schedule = 'times_per_day' AND l.starts_on > CURRENT_DATE - 25) n
 WHERE n.id = l.id AND n.packs BETWEEN 1 AND 20;
INSERT INTO prescription_override (prescription_id, rule, patient_id, area_id, reason, account_id)
SELECT l.id, 'opioid_without_laxative', l.patient_id, l.area_id,
       (ARRAY['not_needed', 'refused', 'has_it'])[1 + abs(hashtext(l.id::text)) % 3], l.author_id
  FROM prescription l JOIN medicine m ON m.id = l.medicine_id AND m.group_code = 'opioid_strong'
 WHERE l.current AND l.status = 'active' AND hashtext(l.id::text) % 2 = 0
   AND NOT EXISTS (SELECT FROM prescription x JOIN medicine y ON y.id = x.medicine_id AND y.group_code = 'laxative'
		    WHERE x.patient_id = l.patient_id AND x.current AND x.status = 'active');
`

const LINES = `INSERT INTO prescription (id, series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id,
	product_id, dose, unit, route, schedule, times_per_day, interval_hours, prn, prn_max_per_day, indication, starts_on,
	ends_on, status, stopped_on, stop_reason, stopped_by, author_id, created_at, change_reason, prn_min_hours, patches,
	hours_per_day, basis, review_on, packs, hold_reason, held_on)
SELECT i.id, i.series_id, i.version, i.patient_id, i.area_id, i.area_id, i.starts_on, m.id, p.id, i.dose, i.unit, i.route,
       CASE WHEN i.prn_max IS NULL THEN i.schedule ELSE 'every_hours' END, CASE WHEN i.prn_max IS NULL THEN i.times_per_day END,
       CASE WHEN i.prn_max IS NULL THEN i.interval_hours END, i.prn_max IS NOT NULL, i.prn_max, i.indication, i.starts_on, i.ends_on,
       i.status, i.stopped_on, i.stop_reason, CASE WHEN i.stopped_on IS NOT NULL THEN i.author_id END, i.author_id,
       i.created_at, i.change_reason, CASE WHEN i.prn_max IS NOT NULL THEN i.interval_hours END,
       CASE WHEN i.schedule = 'patch' THEN 1 END, CASE WHEN i.schedule = 'oxygen' THEN 16 END,
       CASE i.indication WHEN 'pain' THEN 'background' WHEN 'breakthrough_pain' THEN 'breakthrough' END,
       CASE WHEN i.status = 'active' AND h.n % 3 = 0 THEN greatest(i.starts_on, CURRENT_DATE - 2 + h.n % 14) END,
       CASE WHEN i.status = 'active' AND i.starts_on > CURRENT_DATE - 25 THEN 1 + h.n % 2 END,
       CASE WHEN i.status = 'on_hold' THEN (ARRAY['hospital', 'no_route', 'tests'])[1 + h.n % 3] END,
       CASE WHEN i.status = 'on_hold' THEN greatest(i.starts_on, CURRENT_DATE - 2 - h.n % 5) END
  FROM in_line AS i
 CROSS JOIN LATERAL (SELECT abs(hashtext(i.id::text)) % 1000 AS n) AS h
  LEFT JOIN medicine AS m ON m.inn = i.inn
  LEFT JOIN medicine_product AS p ON p.medicine_id = m.id AND p.form = i.form AND p.strength = i.strength
 ORDER BY i.created_at, i.version;
DO $$ BEGIN
	IF EXISTS (SELECT FROM prescription WHERE product_id IS NULL) THEN
		RAISE EXCEPTION 'a medicine that the reference book does not have';
	END IF;
END $$;
INSERT INTO prescription_blank (id, prescription_id, patient_id, area_id, rx_form, series, number, issued_on, valid_days, author_id)
SELECT gen_random_uuid(), l.id, l.patient_id, l.area_id, x.code, 'АБ', (210000 + row_number() OVER (ORDER BY l.created_at, l.id))::text,
       greatest(l.sheet_on, CURRENT_DATE - abs(hashtext(l.id::text)) % 12), x.valid_days, l.author_id
  FROM prescription AS l
  JOIN medicine AS m ON m.id = l.medicine_id
  JOIN control_class AS k ON k.code = m.control_class AND k.controlled
  JOIN medicine_product AS f ON f.id = l.product_id
  JOIN rx_form AS x ON x.code = coalesce(f.rx_form, m.rx_form)
 WHERE l.current AND l.status = 'active' AND coalesce(l.ends_on, 'infinity') >= CURRENT_DATE;
`

/** @param {Model} model */
function prescriptions({ patients: all, ids }) {
	const rows = all.flatMap(({ id: patient, institution, lines }) => lines.flatMap(({ by, ids: own, line }) =>
		line.versions.map((v, n) => {
			const last = n === line.versions.length - 1
			return [own[n] ?? null, own[0] ?? null, n + 1, patient, institution, v.startsOn, line.inn, v.form, v.strength, v.dose,
				v.unit, v.route, v.schedule, orNull(v.times), orNull(v.hours), orNull(v.max), line.why, orNull(v.endsOn),
				last ? line.status : "active", last ? orNull(line.stoppedOn) : null, last ? orNull(line.stopReason) : null,
				ids[by] ?? null, v.at, orNull(v.change)]
		})))
	return `CREATE TEMP TABLE in_line (${LINE}) ON COMMIT DROP;\n${copy("in_line", rows)}${LINES}`
}

/* Some of the hospice's patients have come to its departments; two of these are offered to the other one. Who wrote last stays. */
const DEPARTMENTS = `SET CONSTRAINTS ALL IMMEDIATE;
CREATE TEMP TABLE in_stay ON COMMIT DROP AS
SELECT p.*, CASE WHEN n % 2 = 0 THEN 9 ELSE 10 END AS to_area, least(p.date_in + 2 + n::int % 20, CURRENT_DATE - 1) AS moved_on
  FROM (SELECT *, row_number() OVER (ORDER BY registry_no) AS n FROM patient WHERE institution_id = 6 AND status = 'active'
            AND date_in < CURRENT_DATE - 3) AS p
 WHERE n % 5 < 2;
ALTER TABLE patient DISABLE TRIGGER patient_stamp;
UPDATE patient AS p SET area_id = s.to_area FROM in_stay AS s WHERE s.id = p.id;
ALTER TABLE patient ENABLE TRIGGER patient_stamp;
INSERT INTO patient_transfer (patient_id, area_id, inst, from_area_id, to_area_id, reason, planned_on, status, offered_by, offered_at,
	decided_by, decided_at, document_seq)
SELECT s.id, s.to_area, s.inst, 6, s.to_area, CASE s.to_area WHEN 9 THEN 'inpatient' ELSE 'home_care' END, s.moved_on, 'accepted',
       s.created_by, s.moved_on - 1, a.id, s.moved_on, d.seq
  FROM in_stay AS s
  JOIN account AS a ON a.login = CASE s.to_area WHEN 9 THEN 'vlasova' ELSE 'rautio' END
  JOIN document AS d ON d.rec = s.id AND d.current;
INSERT INTO patient_transfer (patient_id, to_area_id, reason, planned_on, offered_by)
SELECT id, 19 - to_area, CASE to_area WHEN 9 THEN 'home_care' ELSE 'inpatient' END, CURRENT_DATE + 1,
       (SELECT id FROM account WHERE login = CASE to_area WHEN 9 THEN 'vlasova' ELSE 'rautio' END)
  FROM (SELECT *, row_number() OVER (PARTITION BY to_area ORDER BY registry_no) AS k FROM in_stay) AS s
 WHERE k = 1;
`

/**
 * @param {Model} model
 * @param {Keys} keys
 * @param {Sealed[]} sealed
 * @param {{ origin: string, verifiers: Map<string, { salt: string, verifier: string }> }} given
 * @returns {string} the script
 */
export const script = (model, keys, sealed, { origin, verifiers }) => [
	BEGIN, areas(), roles(), accounts(model, keys, verifiers), institutions(model, keys, origin), patients(model),
	documents(model, sealed), observations(model), assessments(model), care(model), prescriptions(model), DOSES, ALLERGIES,
	DIAGNOSES, DEPARTMENTS, orders(), "COMMIT;\n",
	"ANALYZE palreg.patient, palreg.document, palreg.note, palreg.observation, palreg.assessment, palreg.prescription, palreg.allergy," +
	" palreg.visit, palreg.care_place, palreg.preference, palreg.diagnosis, palreg.service_order, palreg.device_order;\n",
].join("")
