// @ts-check
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { enrolAll, sealAll } from "../../build-aux/demo/keys.mjs"
import { everyMedicine } from "../../build-aux/demo/medicines.mjs"
import { build, writersOf } from "../../build-aux/demo/model.mjs"
import { DIAGNOSES } from "../../build-aux/demo/diagnoses.mjs"
import { addDays, daysBetween, stream } from "../../build-aux/demo/random.mjs"
import { AREAS, INSTITUTIONS, passphrasesOf, PEOPLE } from "../../build-aux/demo/region.mjs"
import { script } from "../../build-aux/demo/sql.mjs"
import { openMany, makeReader } from "../../static/js/crypto/document.js"
import { isPasswordAllowed, readKeyFile, deriveAuth, unlock } from "../../static/js/crypto/index.js"
import { checkPassport, keptPassport } from "../../static/js/ui/passport-check.js"
import { checkSnils } from "../../static/js/ui/validate.js"

const TODAY = "2026-03-01"
const model = build(TODAY)
const { patients } = model
const lines = patients.flatMap((patient) => patient.lines.map(({ line }) => ({ patient, line })))
const passports = patients.flatMap(({ revisions }) => revisions.map(({ passport }) => passport))

/** @param {string} name @returns {Record<string, string>[]} */
function book(name) {
	const [head = "", ...rows] = readFileSync(new URL(`../../db/reference/${name}.csv`, import.meta.url), "utf8").trim().split("\n")
	const cells = (/** @type {string} */ row) =>
		[...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2] ?? "")
	return rows.map((row) => Object.fromEntries(cells(row).map((cell, i) => [cells(head)[i] ?? "", cell])))
}

/** @param {number} part @param {number} of @param {number} low @param {number} high */
const between = (part, of, low, high) =>
	assert.ok(part / of >= low && part / of <= high, `${part} of ${of} is not within ${low} and ${high}`)

test("a stream comes the same again, and differs from its neighbour", () => {
	const draw = (/** @type {string} */ name) => Array.from({ length: 50 }, stream(name).next)
	assert.deepEqual(draw("patient/1"), draw("patient/1"))
	assert.notDeepEqual(draw("patient/1"), draw("patient/2"))
	const r = stream("mean")
	between(Array.from({ length: 20_000 }, r.next).filter((x) => x < 0.25).length, 20_000, 0.24, 0.26)
	assert.match(r.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test("the region is the same for the same day, and moves with the day", () => {
	assert.deepEqual(build(TODAY), model)
	const later = build(addDays(TODAY, 100))
	assert.deepEqual(later.patients.map(({ id }) => id), patients.map(({ id }) => id))
	assert.deepEqual(later.patients.map(({ course }) => addDays(course.dateIn, -100)), patients.map(({ course }) => course.dateIn))
})

test("as large as it has to be", () => {
	const kinds = (/** @type {string} */ kind) => AREAS.filter((area) => area.kind === kind).length
	assert.deepEqual([kinds("region"), kinds("district"), kinds("institution"), kinds("department")], [1, 4, 3, 2])
	assert.equal(PEOPLE.length, 10)
	assert.equal(patients.length, 400)
	assert.equal(lines.length, 3000)
	for (const ids of [patients.map(({ id }) => id), patients.map(({ registryNo }) => registryNo),
		patients.flatMap((p) => [...p.lines.flatMap((line) => line.ids), ...p.visits.map(({ id }) => id)])])
		assert.equal(new Set(ids).size, ids.length)
})

test("people: every institution has its officer, passwords keep the rules and differ", () => {
	const secrets = [...PEOPLE.map(({ password }) => password), ...INSTITUTIONS.flatMap(({ area }) => passphrasesOf(area))]
	assert.equal(secrets.length, 10 + 9)
	assert.equal(new Set(secrets).size, secrets.length)
	assert.ok(secrets.every(isPasswordAllowed))
	for (const { area } of INSTITUTIONS) {
		assert.equal(PEOPLE.find((person) => person.area === area)?.member, "officer")
		assert.ok(writersOf(area).length > 0)
	}
	assert.deepEqual(PEOPLE.filter(({ member }) => member === null).map(({ roles }) => roles), [["ministry"], ["administrator"]])
})

test("outcomes, groups, revisions and pain in believable proportion", () => {
	const died = patients.filter(({ course }) => course.reason === "death").length
	const removed = patients.filter(({ course }) => course.status === "removed").length
	between(died, 400, 0.33, 0.37)
	between(removed - died, 400, 0.06, 0.12)
	between(patients.filter(({ kind }) => kind === "onco" || kind === "brain").length, 400, 0.6, 0.78)
	between(patients.filter(({ revisions }) => revisions.length > 1).length, 400, 0.3, 0.42)
	between(passports.filter(({ patronymic }) => patronymic === "").length, passports.length, 0.005, 0.1)
	assert.ok(passports.some(({ surname }) => surname.includes("-")) && passports.some(({ surname }) => surname.includes("ё")))
	const active = patients.filter(({ course }) => course.status === "active")
	const seen = (/** @type {typeof patients[number]} */ p) => p.visits.at(-1)?.visit.at.slice(0, 10) ?? p.course.dateIn
	between(active.filter((p) => daysBetween(seen(p), TODAY) > 14).length, active.length, 0.08, 0.3)
	between(active.filter((p) => (p.visits.findLast(({ visit }) => visit.pain !== null)?.visit.pain ?? 0) > 3).length,
		active.length, 0.08, 0.3)
	between(active.filter(({ course }) => daysBetween(course.dateIn, TODAY) < 30).length, active.length, 0.1, 0.4)
})

test("assessments: within their scales, totals of what is complete, worse towards the end", () => {
	const all = patients.flatMap(({ assessments }) => assessments.map(({ assessment }) => assessment))
	assert.ok(all.length > 3000 && new Set(patients.flatMap(({ assessments }) => assessments.map(({ id }) => id))).size === all.length)
	const esas = all.filter(({ instrument }) => instrument === "esas-r")
	const mean = (/** @type {string} */ code) => esas.reduce((sum, { answers }) => sum + (answers[code] ?? 0), 0) / esas.length
	assert.ok(mean("esas-tiredness") > 5 && mean("esas-nausea") < 3.5)
	for (const { answers } of esas) {
		const parts = Object.entries(answers).filter(([code]) => !["esas", "esas-physical", "esas-emotional"].includes(code)).map(([, value]) => value)
		assert.equal(parts.length, 9)
		assert.ok(parts.every((value) => value === null || Number.isInteger(value) && value >= 0 && value <= 10))
		assert.equal(answers["esas"] !== undefined, parts.every((value) => value !== null))
	}
	const pps = (/** @type {typeof patients[number]} */ p) => p.assessments.flatMap(({ assessment: { answers } }) => answers["pps"] ?? [])
	for (const p of patients.filter(({ course }) => course.reason === "death"))
		assert.ok((pps(p).at(-1) ?? 0) <= (pps(p)[0] ?? 0), p.id)
})

test("every passport is one the form would take", () => {
	for (const p of passports) {
		const said = checkPassport(p, TODAY)
		for (const { path, value, error, warn } of said)
			assert.ok(error === undefined && (warn === undefined || warn === "warn.snilsAbsent"), `${path}: ${value} ${error} ${warn}`)
		assert.deepEqual(keptPassport(p, said), p)
	}
	const [wrong] = passports.filter(({ snils }) => snils !== "")
	assert.ok(checkSnils(String((Number(wrong?.snils) + 1) % 1e11).padStart(11, "0")).error)
	for (const { revisions } of patients)
		for (const [i, { at, passport }] of revisions.entries()) {
			assert.ok(i === 0 || at >= /** @type {any} */ (revisions[i - 1]).at)
			assert.ok(i === 0 || JSON.stringify(passport) !== JSON.stringify(/** @type {any} */ (revisions[i - 1]).passport))
		}
})

test("the reference books know every diagnosis and every product, its unit and its route", () => {
	const codes = new Set(book("icd10").filter(({ leaf }) => leaf === "t").map(({ code }) => code))
	assert.deepEqual(DIAGNOSES.filter(({ code }) => !codes.has(code)), [])
	const inns = new Map(book("medicine").map(({ id, inn }) => [id, inn]))
	const products = new Map(book("medicine_product").map((p) => [`${inns.get(p["medicine_id"])}|${p["form"]}|${p["strength"]}`, p]))
	const whys = new Set(book("indication").map(({ code }) => code))
	for (const { inn, why, steps } of everyMedicine()) {
		assert.ok(whys.has(why), why)
		for (const step of steps) {
			const product = products.get(`${inn}|${step.form}|${step.strength}`)
			assert.ok(product, `${inn} ${step.form} ${step.strength}`)
			assert.ok(product["units"]?.includes(`"${step.unit}"`) || product["units"]?.slice(1, -1).split(",").includes(step.unit), `${inn} ${step.unit}`)
			assert.ok(product["routes"]?.slice(1, -1).split(",").includes(step.route), `${inn} ${step.route}`)
			assert.equal(step.schedule === "times_per_day", step.times !== "")
			assert.equal(["every_hours", "patch"].includes(step.schedule), step.hours !== "")
		}
	}
	const stops = new Set(book("reason").filter(({ kind }) => kind === "stop").map(({ code }) => code))
	assert.ok(lines.every(({ line }) => line.status !== "stopped" || stops.has(line.stopReason)))
})

test("a line keeps to its patient's time, and nothing lies in the future", () => {
	for (const { patient: { course }, line: { versions, status, stoppedOn } } of lines) {
		const over = course.dateOut === "" ? TODAY : course.dateOut
		for (const [i, { startsOn, endsOn, at }] of versions.entries()) {
			assert.ok(startsOn >= course.dateIn && startsOn <= over && at < TODAY)
			assert.ok(endsOn === "" || endsOn >= startsOn)
			assert.ok(i === 0 || startsOn > /** @type {any} */ (versions[i - 1]).startsOn)
		}
		assert.equal(status === "stopped", stoppedOn !== "")
		assert.ok(stoppedOn === "" || (stoppedOn >= /** @type {any} */ (versions.at(-1)).startsOn && stoppedOn <= over))
		assert.ok(course.dateOut === "" || status === "stopped" || status === "completed")
	}
	for (const { course, visits, revisions } of patients) {
		assert.ok(course.dateIn < TODAY && daysBetween(course.dateIn, TODAY) <= 731)
		for (const at of [...visits.map(({ visit }) => visit.at), ...revisions.map((revision) => revision.at)])
			assert.ok(at.slice(0, 10) >= course.dateIn && at < TODAY)
	}
})

test("lines: as needed with a maximum, patches, versions, a laxative beside a strong opioid", () => {
	between(lines.filter(({ line }) => line.versions[0]?.max !== "").length, lines.length, 0.08, 0.25)
	between(lines.filter(({ line }) => line.versions[0]?.schedule === "patch").length, lines.length, 0.02, 0.12)
	between(lines.filter(({ line }) => line.versions.length > 1).length, lines.length, 0.1, 0.3)
	const laxatives = ["Лактулоза", "Макрогол", "Сеннозиды А и В", "Натрия пикосульфат"]
	const on = patients.filter(({ lines: own }) => own.some(({ line }) => /Фентанил|Оксикодон|Бупренорфин/.test(line.inn)))
	between(on.filter(({ lines: own }) => own.some(({ line }) => laxatives.includes(line.inn))).length, on.length, 0.75, 0.99)
})

test("a doctor's key file and password open his institution's documents, and no other's", async () => {
	const origin = "https://demo.example"
	const few = { ...model, patients: patients.slice(0, 12) }
	const keys = await enrolAll(few, origin)
	const sealed = await sealAll(few, keys)
	assert.deepEqual([...new Set(few.patients.map(({ institution }) => institution))].sort(), [6, 7, 8])
	for (const institution of keys.institutions) {
		const { login, password } = /** @type {any} */ (PEOPLE.findLast(({ area }) => area === institution.area))
		const enrolled = /** @type {any} */ (keys.accounts.get(login))
		const account = await readKeyFile(enrolled.keyFile, origin)
		const { authKey, unlocker } = await deriveAuth(account, password)
		assert.equal(authKey, enrolled.authKey)
		const keyring = await unlock(unlocker, account, {
			bundle: enrolled.bundle, roster: institution.roster, grants: institution.grants.map(({ text }) => text),
		})
		for (const other of keys.institutions) {
			const texts = sealed.filter(({ inst, current, note }) => inst === other.inst && current && note === null).map(({ text }) => text)
			const authors = /** @type {any} */ (keys.accounts.get(PEOPLE.find(({ area }) => area === other.area)?.login ?? "")).keyring.reader.authors
			const opened = await openMany(makeReader(other.inst, keyring.reader.epochs, authors), texts, { t: "passport" })
			assert.ok(texts.length > 0)
			assert.ok(opened.every((item) => "object" in item === (other === institution)))
			for (const { patient, text, note } of sealed.filter((item) => item.inst === other.inst && item.note !== null)) {
				const [read] = await openMany(makeReader(other.inst, keyring.reader.epochs, authors), [text], { t: "note", of: patient.id })
				assert.equal(read !== undefined && "object" in read && read.object["text"], other === institution && note?.text)
			}
		}
	}
	const verifiers = new Map(PEOPLE.map(({ login }) => [login, { salt: "00".repeat(16), verifier: "00".repeat(32) }]))
	const text = script(few, keys, sealed, { origin, verifiers })
	assert.ok(text.startsWith("BEGIN;\n") && text.indexOf("COMMIT;") === text.lastIndexOf("COMMIT;"))
	const staff = PEOPLE.map(({ name }) => name).join()
	assert.ok(text.includes(staff.slice(0, 10)))
	assert.ok(sealed.some(({ note }) => note !== null))
	assert.ok(sealed.every(({ note }) => note === null || !text.includes(note.text)), "nor what is noted")
	for (const { passport } of few.patients.flatMap(({ revisions }) => revisions))
		for (const secret of [passport.surname, passport.snils, passport.oms, passport.address])
			assert.ok(secret === "" || staff.includes(secret) || !text.includes(secret), "no identity reaches the server")
})
