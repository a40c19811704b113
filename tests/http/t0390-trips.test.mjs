// t0390-trips.test.mjs: how often the pages of a patient with a long record ask the database: counted at its socket.
import assert from "node:assert/strict"
import { before, describe, test } from "node:test"
import { sql } from "./client.mjs"
import { demoAccount, isDoctor, placeOf, signIn } from "./doctor.mjs"
import { tripsOf } from "./trips.mjs"

let doctor, patient

before(async () => {
	const demo = demoAccount(isDoctor)
	doctor = await signIn(demo)
	patient = sql(`SELECT patient_id FROM record_event JOIN patient p ON p.id = patient_id WHERE p.area_id = ${placeOf(demo.login).institution}
		GROUP BY patient_id ORDER BY count(*) DESC, patient_id LIMIT 1`)
})

describe("three round trips: session, page, audit", () => {
	for (const page of ["", "/timeline", "/timeline?kind=prescription", "/notes", "/notes?kind=visit", "/assessments", "/passport"])
		test(page === "" ? "the overview" : page, () => {
			const trips = tripsOf(doctor.client, `/patients/${patient}${page}`)
			assert.ok(trips.length <= 3, `${trips.length}: ${JSON.stringify(trips)}`)
			assert.ok(trips[1].includes("patient_get"), "the page's own trip is seen")
		})
	const line = () => sql(`SELECT id FROM prescription WHERE patient_id = '${patient}' AND current ORDER BY starts_on DESC, id LIMIT 1`)
	const prescriptions = { prescription_history: () => `/patients/${patient}/prescriptions`, favourite_list: () => `/patients/${patient}/prescriptions/new`,
		prescription_sheet: () => `/patients/${patient}/sheet`, order_day: () => `/patients/${patient}/prescriptions/day`,
		prescription_get: () => `/prescriptions/${line()}/stop`, entry_get: () => `/prescriptions/${line()}/edit?patient=${patient}`, due_list: () => "/prescriptions/due",
		prescription_sorted: () => "/prescriptions?status=active&atc=N02A&sort=dose&page=1", prescription_search_medicine: () => "/prescriptions.csv?atc=N02A" }
	for (const [statement, page] of Object.entries(prescriptions))
		test(`the page of ${statement}`, () => {
			const trips = tripsOf(doctor.client, page())
			assert.ok(trips.length <= 3, `${trips.length}: ${JSON.stringify(trips)}`)
			assert.ok(trips[1].includes(statement), `the page's own trip is seen: ${trips[1]}`)
		})
	test("patients by what their opioids amount to, once that is computed for the day", async () => {
		await doctor.client.get("/patients?ome_from=1")
		const trips = tripsOf(doctor.client, "/patients?ome_from=30&ome_to=120&status=active")
		assert.ok(trips.length <= 3, `${trips.length}: ${JSON.stringify(trips)}`)
		assert.ok(trips[1].includes("entry_unmeasured") && trips[1].includes("patient_find_by_change"), "the search's own trip is seen")
	})
})
