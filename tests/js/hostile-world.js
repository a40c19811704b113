// @ts-check
/**
 * @file hostile-world.js: two institutions with members and sealed records, made as browsers make them, and a register that
 * answers as the programs do. What it says is the truth; hostile-browser.js puts lies between it and the client.
 */
import { IDBFactory, IDBKeyRange } from "../node_modules/fake-indexeddb/build/esm/index.js"
import * as door from "../../static/js/crypto/index.js"
import { randomBytes, toBase64url } from "../../static/js/crypto/bytes.js"
import { readGrantInfo } from "../../static/js/crypto/grant.js"
import { passportOf, sealedOf } from "../../static/js/ui/passport.js"

globalThis.IDBKeyRange = IDBKeyRange

export const ORIGIN = "https://register.example"
export const NOW = Math.floor(Date.now() / 1000)
const PASSWORD = "the same long password"

/** @typedef {any} Any */

/** An officer alone, with epoch 1. */
async function found(login) {
	const officer = { user: crypto.randomUUID(), login, password: PASSWORD }
	const founded = await door.createInstitution({
		passphrases: ["custodian one phrase", "custodian two phrase", "custodian three phrase"], officer, origin: ORIGIN, now: NOW - 5000,
	})
	const account = await door.readKeyFile(founded.keyFile, ORIGIN)
	const { authKey, unlocker } = await door.deriveAuth(account, PASSWORD)
	return {
		inst: founded.inst, founded, roster: [founded.genesis, founded.add, founded.epoch],
		grants: [founded.grantUser, founded.grantRecovery], epoch: 1,
		people: { [login]: { user: officer.user, login, role: "officer", account, authKey, unlocker, bundle: founded.bundle, keyring: founded.keyring } },
	}
}

/** A member whom the officer invited and admitted. */
async function admit(world, by, login, role = "doctor") {
	const officer = world.people[by]
	const user = crypto.randomUUID()
	const invited = await door.inviteMember(officer.keyring, { user, login, role, now: NOW - 4000 })
	const made = await door.acceptInvite(invited.text, { origin: ORIGIN, now: NOW - 4000, password: PASSWORD })
	const { entry, grants } = await door.admitMember(officer.keyring, invited, { ...made, user, login }, NOW - 3900)
	world.roster.push(entry)
	world.grants.push(...grants)
	await door.extendRoster(officer.keyring, [entry])
	world.people[login] = { user, login, role, account: made.account, authKey: made.authKey, unlocker: made.unlocker, bundle: made.bundle, made, invited }
	await reopen(world, login)
}

/** What the server gives a member of keys. */
export const keysOf = (world, login) => ({
	bundle: world.people[login].bundle, roster: world.roster,
	grants: world.grants.filter((text) => readGrantInfo(text).recipient === world.people[login].user),
})

export async function reopen(world, login) {
	const who = world.people[login]
	who.keyring = await door.unlock(who.unlocker, who.account, keysOf(world, login))
}

/** The leaver goes, and another key comes in. */
async function rotate(world, by, leaver) {
	const { entries, grants } = await door.rotateKey(world.people[by].keyring,
		{ leavers: [world.people[leaver].user], reason: "leaver", given: [], now: NOW - 3000 })
	world.roster.push(...entries)
	world.grants.push(...grants)
	world.epoch = 2
	for (const login of Object.keys(world.people).filter((name) => name !== leaver))
		await reopen(world, login)
}

const passport = (surname) => sealedOf(passportOf({ surname, name: "Секретина", born: "1941-04-03", sex: "f" }))

/** Seals revisions of one record, each by the keyring given with it. */
export async function seal(rec, t, revisions) {
	const made = []
	for (const [i, [keyring, object]] of revisions.entries()) {
		const prev = made.at(-1)?.docHash
		made.push(await door.sealDocument(keyring, { t, rec, rev: i + 1, ...prev === undefined ? {} : { prev }, object, ts: NOW - 2000 + i }))
	}
	return made
}

/** Records of the world: who, what and in which order the server got them. */
async function fill(world) {
	const { ana, cyril, eva } = world.people
	const recs = Array.from({ length: 7 }, () => crypto.randomUUID())
	const [a, b, c, d, e, f] = recs
	const old = { cyril: cyril.before, eva: eva.keyring }
	const docs = [
		[a, [[old.cyril, "Аргунова"], [cyril.keyring, "Агапова"], [cyril.keyring, "Агаткина"]]],
		[b, [[cyril.keyring, "Беркутова"]]], [c, [[old.eva, "Верхотурова"], [ana.keyring, "Ветлугина"]]],
		[d, [[ana.keyring, "Гордеева"]]], [e, [[old.eva, "Дубравина"]]], [f, [[cyril.keyring, "Ежевикина"]]],
	]
	/** @type {Any[]} */
	const chains = []
	for (const [rec, revisions] of /** @type {Any} */ (docs)) {
		const made = await seal(rec, "passport", revisions.map(([keyring, surname]) => [keyring, passport(surname)]))
		chains.push({ rec, t: "passport", made, words: revisions.map(([, surname]) => surname) })
	}
	for (const [of, words] of /** @type {Any} */ ([[a, ["тайная боль"]], [a, ["скрытая тревога", "исправленная тревога"]], [b, ["чужая заметка"]]])) {
		const rec = crypto.randomUUID()
		const made = await seal(rec, "note", words.map((text) => [cyril.keyring, { of, kind: "visit", on: "2026-01-02", text }]))
		chains.push({ rec, of, t: "note", made, words, kind: "visit", on: "2026-01-02" })
	}
	return chains
}

/** Two institutions: the one whose browser is visited, and one that the server may take things from. */
export async function makeWorld() {
	const [world, other] = /** @type {Any[]} */ (await Promise.all([found("ana"), found("olga")]))
	await admit(world, "ana", "cyril")
	await admit(world, "ana", "eva")
	world.people.cyril.before = world.people.cyril.keyring
	await rotate(world, "ana", "eva")
	world.chains = await fill(world)
	world.recs = world.chains.filter(({ t }) => t === "passport").map(({ rec }) => rec)
	const [a, b] = world.recs
	// The other institution has records of the same names: what is bound to a place must not fit another.
	other.a = (await seal(a, "passport", [[other.people.olga.keyring, passport("Подменова")]]))[0].text
	other.note = (await seal(crypto.randomUUID(), "note", [[other.people.olga.keyring, { of: b, kind: "visit", on: "2026-01-02", text: "подмена" }]]))[0].text
	return { world, other }
}

/** The newest words of a record, and nothing else, may be shown under it. */
export const truth = (world) => new Map(world.chains.map(({ rec, words }) => [rec, words.at(-1)]))

/** As the programs answer, without a lie. */
export class Register {
	constructor(world, login) {
		this.world = world
		this.who = world.people[login]
		this.login = login
		this.half = toBase64url(randomBytes(32))
		/** @type {Any[]} */
		this.posted = []
		// In the order in which they were written last.
		this.documents = world.chains.filter(({ t }) => t === "passport")
			.map(({ rec, made }, i) => ({ rec, seq: 10 + i, area: 1, text: made.at(-1).text }))
	}

	session() {
		return { user: this.who.user, login: this.login, name: "", inst: this.world.inst, serverHalf: this.half, expires: NOW + 9999, csrf: "c" }
	}

	notes(of) {
		return this.world.chains.filter((chain) => chain.of === of)
			.map(({ rec, made, kind, on }) => ({ id: rec, of, kind_code: kind, on_iso: on, envelope: made.at(-1).text }))
	}

	list(query) {
		const after = Number(query.get("after"))
		const some = this.documents.filter(({ seq }) => seq > after).slice(0, this.batch ?? Number(query.get("limit")))
		const last = some.at(-1)?.seq ?? after
		return {
			documents: some.map(({ seq, area, text }) => ({ seq, area, text })), left: [], last,
			reached: this.documents.at(-1)?.seq ?? 0, more: this.documents.some(({ seq }) => seq > last),
		}
	}

	/** @returns {Any} the JSON of an answer; undefined for a path that this register does not have */
	answer({ method, path, query, fields }) {
		if (method === "POST")
			this.posted.push({ path, fields: Object.fromEntries(fields) })
		const keys = keysOf(this.world, this.login)
		const [, rec] = /^\/(?:api\/)?(?:documents|patients)\/([0-9a-f-]{36})/.exec(path) ?? []
		const chain = this.world.chains.find((one) => one.rec === rec)
		switch (rec === undefined ? path : path.replace(rec, ":id")) {
		case "/api/auth/login": case "/api/auth/unlock":
			return { session: this.session(), keys }
		case "/api/auth/session":
			return { session: this.session() }
		case "/api/auth/keys":
			return { keys: { ...keys, roster: keys.roster.slice(Number(query.get("after") ?? -1) + 1) } }
		case "/api/documents":
			return this.list(query)
		case "/api/documents/:id/versions":
			return { versions: chain.made.map(({ text }) => text) }
		case "/patients/:id":
			return { envelope: chain.made.at(-1).text }
		case "/api/patients/:id/notes":
			return { notes: this.notes(rec), whole: true }
		case "/api/alarms": case "/api/auth/lock": case "/logout":
			return {}
		}
	}
}

/** A browser's storage as another copy. */
export async function copyOf(idb) {
	const copy = new IDBFactory()
	const open = (factory) => new Promise((resolve, reject) => {
		const request = factory.open("palreg", 1)
		request.onupgradeneeded = () => ["session", "pins"].forEach((name) => request.result.createObjectStore(name))
		request.onsuccess = () => resolve(request.result)
		request.onerror = () => reject(request.error)
	})
	const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject })
	const [from, to] = await Promise.all([open(idb), open(copy)])
	for (const name of ["session", "pins"]) {
		const store = from.transaction(name).objectStore(name)
		const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())])
		const into = to.transaction(name, "readwrite").objectStore(name)
		await Promise.all(keys.map((key, i) => done(into.put(values[i], key))))
	}
	from.close()
	to.close()
	return copy
}
