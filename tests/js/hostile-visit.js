// @ts-check
/**
 * @file hostile-visit.js: a day in a browser whose server lies: sign in or go on, the list, search, each patient's page with its
 * notes and its versions, and something is written. What was shown, said and sent is handed back.
 */
import { IDBFactory } from "../node_modules/fake-indexeddb/build/esm/index.js"
import { connect, openTab, page, settle, storageOf } from "./hostile-browser.js"
import { Register } from "./hostile-world.js"

/** @typedef {any} Any */

/** @returns {number} ms that this process has worked: a machine that does something else meanwhile is no hang */
export function busy() {
	const { user, system } = process.cpuUsage()
	return (user + system) / 1000
}

const plainOf = ({ state, passport, note }) => state === "open" ? passport?.surname ?? note?.text : null

/** Everything a page of a patient shows of what is sealed. */
async function lookAt(tab, of, show, attempt) {
	const { envelope } = await (await fetch(`/patients/${of}`)).json().catch(() => ({}))
	await attempt(async () => show(of, plainOf(await tab.vault.openPassport(of, String(envelope)))))
	await attempt(async () => {
		const { notes } = await tab.notes.fetchNotes(of)
		const list = notes.map(({ id: rec, kind_code: kind, on_iso: on, envelope: sealed }) => ({ rec, kind, on, envelope: sealed }))
		for (const [i, shown] of (await tab.notes.openNotes(of, list, true)).entries())
			show(list[i].rec, plainOf(shown))
	})
}

/** The list as it is searched: every word that could be found. */
async function lookAtList(tab, show) {
	await tab.documents.synchronise()
	const index = tab.documents.documents()
	for (const [i, rec] of index.recs.entries()) {
		show(rec, index.passport(i)?.surname ?? null)
		if (index.haystacks[i] !== "" && index.passport(i) === undefined)
			show(rec, `searchable: ${index.haystacks[i]}`)
	}
}

/**
 * @param {Any} world
 * @param {import("./hostile-browser.js").Lie | undefined} lie
 * @param {{ login?: string, idb?: Any, sign?: boolean, half?: string, batch?: number, work?: (tab: Any, register: Any) => Promise<void> }} given
 *     work: what is done last
 */
export async function visit(world, lie, { login = "cyril", idb, sign = idb === undefined, half, batch, work } = {}) {
	const register = new Register(world, login)
	Object.assign(register, half === undefined ? {} : { half }, { batch })
	const storage = await storageOf(idb ?? new IDBFactory())
	connect(register, lie)
	const tab = await openTab()
	/** @type {Any[]} */
	const [seen, errors] = [[], []]
	const show = (rec, text) => { if (text !== null) seen.push([rec, text]) }
	const attempt = (todo) => todo().catch((error) => { errors.push(error) })
	const person = world.people[login]
	if (sign) {
		const [known = person.account] = await tab.signin.knownAccounts()
		await attempt(() => tab.signin.signInWith(known, { ...person, remember: true }))
	}
	await tab.session.startSession()
	await lookAtList(tab, show)
	for (const of of world.recs)
		await lookAt(tab, of, show, attempt)
	/** @type {Any} */
	let sealed = null
	await attempt(async () => { sealed = await tab.vault.sealPassport(crypto.randomUUID(), { surname: "Новикова" }, null) })
	if (work !== undefined)
		await attempt(() => work(tab, register))
	await settle()
	const alarms = register.posted.filter(({ path }) => path === "/api/alarms").map(({ fields }) => fields)
	return { tab, register, storage, seen, errors, sealed, alarms, said: page.alarms.textContent }
}
