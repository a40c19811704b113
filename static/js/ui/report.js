// @ts-check
/** @file report.js: a patient's report comes from the server without a name and gets it here. */
import { documents, synchronise } from "./documents.js"
import { one } from "./dom.js"
import { fullName, show, showDate, showSnils } from "./passport.js"
import { find } from "./search.js"
import { text } from "./text.js"
import { openPassport } from "./vault.js"

/** @import { Passport } from "./passport.js" */

const SUGGESTIONS = 12

/**
 * @param {string} query
 * @returns {Promise<{ value: string, label: string, note: string }[]>}
 */
export async function findPatients(query) {
	await synchronise()
	const index = documents()
	const order = Array.from({ length: index.length }, (_, i) => i)
	return find(query, index.haystacks, order).slice(0, SUGGESTIONS).flatMap((i) => {
		const passport = index.passport(i)
		return passport === undefined ? [] :
			{ value: index.recs[i] ?? "", label: fullName(passport), note: showDate(passport.born) }
	})
}

/**
 * @param {Passport} p
 * @returns {import("./pdf-identity.js").Line[]}
 */
const linesOf = (p) => [
	{ text: fullName(p), bold: true },
	{ text: [
		`${text("field.born")}: ${showDate(p.born)}`,
		...p.snils === "" ? [] : [`${text("field.snils")}: ${showSnils(p.snils)}`],
		...p.card === "" ? [] : [`${text("field.card")}: ${p.card}`],
	].join("   ") },
	...show(p, "address") === "" ? [] : [{ text: `${text("field.address")}: ${show(p, "address")}` }],
]

/**
 * @param {string} rec
 * @returns {Promise<Passport | undefined>}
 */
export async function passportFor(rec) {
	const holder = one(`[data-envelope][data-rec="${CSS.escape(rec)}"]`, HTMLElement)
	if (holder?.dataset["envelope"])
		return (await openPassport(rec, holder.dataset["envelope"])).passport
	await synchronise()
	return documents().shown(rec)?.passport
}

/**
 * @param {URLSearchParams} query  the fields of the form
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uint8Array | null>} null if the server did not give a PDF
 */
export async function fetchReport(query, signal) {
	const response = await fetch(`/reports/patient.pdf?${query}`,
		{ credentials: "same-origin", cache: "no-store", ...signal === undefined ? {} : { signal } })
	const isPdf = response.headers.get("content-type")?.startsWith("application/pdf")
	return response.ok && isPdf ? new Uint8Array(await response.arrayBuffer()) : null
}

/**
 * @param {Uint8Array} bytes  a report
 * @param {Passport} passport
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>} null if it has no place for a name
 */
export async function nameReport(bytes, passport) {
	const { fillIdentity } = await import("./pdf-identity.js")
	return fillIdentity(bytes, linesOf(passport))
}

/**
 * @param {FormData} data
 * @returns {URLSearchParams} its texts
 */
export function queryOf(data) {
	const query = new URLSearchParams()
	for (const [name, value] of data)
		if (typeof value === "string")
			query.append(name, value)
	return query
}
