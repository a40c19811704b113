// t0705-archive.test.mjs: reports are PDF/A-1b as far as the structure tells, with outline, metadata and titles that are read aloud.
import assert from "node:assert/strict"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, isDoctor, placeOf, signIn } from "./doctor.mjs"
import { archive, bytes } from "./pdf.mjs"

const PERIOD = "since=01.07.2026&until=30.09.2026"

describe("a report as a file to be kept", () => {
	const demo = demoAccount(isDoctor)
	let client, patient
	before(async () => {
		({ client } = await signIn(demo))
		patient = sql(`SELECT l.patient_id FROM prescription l WHERE l.institution_id = ${placeOf(demo.login).institution} AND l.current
			AND l.starts_on BETWEEN '2026-07-01' AND '2026-09-30' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`)
	})
	for (const [name, path, title, least] of [["of a patient", () => `/reports/patient.pdf?patient=${patient}&${PERIOD}`, "Назначения пациента", 4],
		["of institutions", () => `/reports/summary.pdf?${PERIOD}`, "Сводный отчёт о состоянии и потребностях пациентов", 20],
		["of the register", () => `/reports/register.pdf?${PERIOD}`, "Регистр пациентов, нуждающихся в паллиативной помощи", 1]])
		test(`${name}: conforms, its outline and its titles tell the same`, async () => {
			const { status, pdf } = await bytes(client, path())
			assert.equal(status, 200)
			const { info, outline, story, tagged } = archive(pdf)
			assert.equal(info["/Title"], `u:${title}`)
			assert.ok(tagged)
			const flat = (text) => text.replace(/\s+/g, "")
			const titles = [...story.matchAll(/^ +H[23] \(block\)\n((?: {4,}".*"\n?)+)/gm)].map(([, lines]) => flat(lines.replace(/^ +"|"$/gm, "")))
			assert.ok(outline.length >= least, outline.join())
			assert.deepEqual(titles, outline.map(flat))
			assert.match(story, /H1 \(block\)/)
		})
	test("who made it and when stand in it, with the hour's zone", async () => {
		const { pdf } = await bytes(client, `/reports/patient.pdf?patient=${patient}&${PERIOD}`)
		const { info } = archive(pdf)
		assert.equal(info["/Author"], `u:${demo.name}`)
		const [, y, m, d, h, i, s, sign, zh, zm] = /D:(....)(..)(..)(..)(..)(..)([+-])(..)'(..)'/.exec(info["/CreationDate"])
		const at = Date.UTC(+y, m - 1, +d, +h, +i, +s) - (sign === "-" ? -1 : 1) * (zh * 60 + +zm) * 60_000
		assert.ok(Math.abs(Date.now() - at) < 120_000, info["/CreationDate"])
	})
	test("what is not to be archived is found", () => {
		const plain = Buffer.from("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
		assert.throws(() => archive(plain), /binary comment/)
	})
})
