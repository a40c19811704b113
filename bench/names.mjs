// names.mjs: an institution with sealed passports inside the instance that is measured, made by the browser's modules.
//
//     node bench/names.mjs COUNT FILE
//
// FILE gets login, password and key file of its first officer; nothing is done if it is there already.
import { randomUUID } from "node:crypto"
import { spawnSync } from "node:child_process"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { passport } from "../build-aux/demo/identity.mjs"
import { stream } from "../build-aux/demo/random.mjs"
import * as crypto from "../static/js/crypto/index.js"
import { sealedOf } from "../static/js/ui/passport.js"
import { Client, prepareInstitution, STATE } from "../tests/http/client.mjs"

const [count, file] = [Number(process.argv[2]), process.argv[3]]
const FIRST_NUMBER = 500_000
const LANES = 64

/** @param {string} iso */
const yearsSince = (iso) => new Date().getFullYear() - Number(iso.slice(0, 4))

/** An invented person of the sort that is on the register. */
function person(r) {
	const people = r.weigh([["russian", 80], ["karelian", 15], ["finnish", 5]])
	const sex = r.chance(0.54) ? "f" : "m"
	const born = `${r.int(1930, 1985)}-${String(r.int(1, 12)).padStart(2, "0")}-${String(r.int(1, 28)).padStart(2, "0")}`
	return passport(r, { people, sex, age: yearsSince(born), born, district: r.int(2, 5), since: "2025-01-15" })
}

/** Rows of text for COPY, in the order in which they are sealed. */
async function seal(keyring) {
	const r = stream("bench")
	const people = Array.from({ length: count }, () => person(r))
	const ts = Math.floor(Date.now() / 1000)
	const rows = []
	let next = 0
	const lane = async () => {
		for (let i = next++; i < count; i = next++) {
			const { born, sex } = people[i]
			const rec = randomUUID()
			const { text, docHash } = await crypto.sealDocument(keyring, { t: "passport", rec, rev: 1, object: sealedOf(people[i]), ts })
			rows[i] = [i, rec, born.slice(0, 4), sex, ts, text, Buffer.from(docHash, "base64url").toString("hex")].join("\t")
		}
	}
	await Promise.all(Array.from({ length: LANES }, lane))
	return rows
}

/** As dataset.sql does it: without triggers, what they would fill in is filled in. */
const script = (rows, inst, user) => `
BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL session_replication_role = replica;
CREATE TEMP TABLE sealed (n int, rec uuid, born int, sex text, ts bigint, text text, hash text) ON COMMIT DROP;
COPY sealed FROM STDIN;
${rows.join("\n")}
\\.
CREATE TEMP TABLE numbered ON COMMIT DROP AS
SELECT *, 'П-' || no || '-' || check_digit(no) AS registry_no
  FROM (SELECT *, lpad((${FIRST_NUMBER} + n)::text, 6, '0') AS no FROM sealed) AS s;
INSERT INTO registry_number (no) SELECT registry_no FROM numbered;
INSERT INTO patient (id, inst, institution_id, area_id, district_id, registry_no, year_of_birth, sex, diagnosis_code, status,
	date_in, last_pain, last_seen_on, created_at, created_by, changed_at, changed_by)
SELECT s.rec, '${inst}', c.area_id, c.area_id, 11, s.registry_no, s.born, s.sex, 'C34.1', 'active', CURRENT_DATE - 30, n % 8,
       CURRENT_DATE - n % 20, now(), '${user}', now() - n * interval '1 second', '${user}'
  FROM numbered AS s
  JOIN crypto_inst AS c ON c.inst = '${inst}';
INSERT INTO patient_total (area_id, patients) SELECT area_id, count(*) FROM patient GROUP BY area_id
ON CONFLICT (area_id) DO UPDATE SET patients = EXCLUDED.patients;
INSERT INTO document (rec, rev, type, inst, patient_id, area_id, author_id, ts, kep, envelope, doc_hash, seq, current, created_at)
SELECT s.rec, 1, 'passport', '${inst}', s.rec, c.area_id, '${user}', s.ts, 1, s.text, ('\\x' || s.hash)::bytea, n + 1, true, now()
  FROM sealed AS s
  JOIN crypto_inst AS c ON c.inst = '${inst}';
UPDATE crypto_inst SET document_seq = ${rows.length} WHERE inst = '${inst}';
COMMIT;
ANALYZE palreg.patient, palreg.document;
`

if (!existsSync(file)) {
	const { officer, made, fields } = await prepareInstitution(crypto, `Хоспис ${randomUUID().slice(0, 8)}`)
	const answer = await new Client().post("/api/auth/setup", fields)
	if (answer.status !== 201)
		throw new Error(`set-up was refused: ${answer.status} ${answer.text}`)
	const { status, stderr } = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", join(STATE, "run/db"), "-U", "postgres",
		"palreg"], { input: script(await seal(made.keyring), made.inst, officer.user), encoding: "utf8", maxBuffer: 1 << 28 })
	if (status !== 0)
		throw new Error(`the passports were refused: ${stderr}`)
	writeFileSync(file, JSON.stringify({ login: officer.login, password: officer.password, keyFile: made.keyFile, count }), { mode: 0o600 })
}
