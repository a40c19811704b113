// @ts-check
/**
 * @file session.js: what a browser remembers: of a session, until it is locked; of an account, for good.
 *
 * The keys of a session lie in `session`, sealed under a key of which the server holds one half.
 * `pins` holds what no server answer may change except forward.
 */
import { equal, randomBytes, toBase64url, tup, wipe } from "./bytes.js"
import { refuse } from "./errors.js"
import { deriveSealKey, hkdfKey } from "./kdf.js"
import { openBytes, sealBytes } from "./seal.js"
import { movedPins, packPins, shelfOf, SHELVES, unpackPins } from "./pins.js"
import { deleteRows, everyRow, getRow, namedRows, putRow, transact } from "./store.js"

/** @import { Bytes } from "./bytes.js" */
/** @import { Pin, Pins } from "./document.js" */
/** @import { Box } from "./seal.js" */
/** @import { Stores, StoreName, Who } from "./store.js" */

/**
 * An account as its key file or an enrolled browser knows it.
 *
 * @typedef {object} Anchor
 * @property {string} inst
 * @property {string} user
 * @property {string} login
 * @property {string} origin
 * @property {string} root  base64url
 * @property {{ seq: number, head: string }} roster
 * @property {{ size: number, root: string }} log
 */

/** @typedef {Anchor & { kf: Bytes, sealed?: undefined }} Account  with the account secret */
/** @typedef {{ browser: string, token: string }} BrowserName  as the server knows this browser for one account */
/** @typedef {BrowserName & { key: CryptoKey, box: Box }} SealedSecret  opened with the half that the server keeps */
/** @typedef {Account | Anchor & { kf?: undefined, sealed: SealedSecret }} Enrolled  as it lies in a browser */

/** The row that holds the account itself. */
const ACCOUNT = ""
const DEVICE = "device"
const INDEX = "index"
const ONLY_URK = 1
const ONLY_KF = 1

/** @param {Who} who @param {"urk" | "ik" | "kf"} kind @param {number} id */
const storeAAD = ({ inst, user }, kind, id) => tup("store", { suite: "A1", inst, user, kind, id })

/**
 * @param {CryptoKey} deviceHalf  stays in this browser
 * @param {Bytes} serverHalf  stays with the session's row
 * @param {Who} who
 */
export const sessionKey = (deviceHalf, serverHalf, { inst, user }) =>
	deriveSealKey(deviceHalf, tup("session", { inst, user }), serverHalf)

/**
 * @param {CryptoKey} key  from sessionKey
 * @param {Who} who
 * @param {"urk" | "ik" | "kf"} kind
 * @param {number} id
 * @param {Bytes} secret
 */
export const sealSecret = (key, who, kind, id, secret) => sealBytes(key, storeAAD(who, kind, id), secret)

/**
 * @param {CryptoKey} key  from sessionKey
 * @param {Who} who
 * @param {"urk" | "ik" | "kf"} kind
 * @param {number} id
 * @param {Box} box
 * @returns {Promise<Bytes>} the caller wipes it
 * @throws {DOMException} OperationError
 */
export const openSecret = (key, who, kind, id, box) => openBytes(key, storeAAD(who, kind, id), box)

/** @typedef {{ urk: Bytes, iks: Map<number, Bytes> }} Secrets */

/** @param {Secrets} secrets */
export const wipeSecrets = ({ urk, iks }) => wipe(urk, ...iks.values())

/**
 * Begins a session anew: what an earlier one left is gone.
 *
 * @param {IDBFactory} idb
 * @param {Anchor} anchor  for a browser that is not enrolled
 * @param {Bytes} serverHalf
 * @param {Secrets} secrets  the caller wipes them
 */
export async function beginSession(idb, anchor, serverHalf, { urk, iks }) {
	const device = randomBytes(32)
	const deviceHalf = await hkdfKey(device)
	wipe(device)
	const key = await sessionKey(deviceHalf, serverHalf, anchor)
	const boxes = await Promise.all([
		sealSecret(key, anchor, "urk", ONLY_URK, urk).then((box) => ({ name: `urk:${ONLY_URK}`, box })),
		...[...iks].map(async ([e, ik]) => ({ name: `ik:${e}`, box: await sealSecret(key, anchor, "ik", e, ik) })),
	])
	const { inst, user, login, origin, root, roster, log } = anchor
	await transact(idb, "readwrite", async (stores) => {
		const index = await getRow(stores, "session", anchor, INDEX)
		await deleteRows(stores, "session", anchor)
		await putRow(stores, "session", anchor, DEVICE, deviceHalf)
		if (index !== undefined)
			await putRow(stores, "session", anchor, INDEX, index)
		for (const { name, box } of boxes)
			await putRow(stores, "session", anchor, name, box)
		if (await getRow(stores, "pins", anchor, ACCOUNT) === undefined)
			await putRow(stores, "session", anchor, ACCOUNT, { inst, user, login, origin, root, roster, log })
	})
}

/**
 * @typedef {object} Kept  what a page load finds
 * @property {CryptoKey} deviceHalf
 * @property {Box} urk
 * @property {Map<number, Box>} iks
 * @property {Anchor} anchor
 */

/**
 * @param {IDBFactory} idb
 * @param {Who} who
 * @returns {Promise<Kept | null>} null when the password has to be asked for
 */
export const keptSession = (idb, who) => transact(idb, "readonly", async (stores) => {
	const anchor = await getRow(stores, "pins", who, ACCOUNT) ?? await getRow(stores, "session", who, ACCOUNT)
	const deviceHalf = await getRow(stores, "session", who, DEVICE)
	const urk = await getRow(stores, "session", who, `urk:${ONLY_URK}`)
	if (deviceHalf === undefined || urk === undefined || anchor === undefined)
		return null
	/** @type {Map<number, Box>} */
	const iks = new Map()
	for (const [name, box] of await namedRows(stores, "session", who, "ik:"))
		iks.set(Number(name.slice(3)), box)
	return { deviceHalf, urk, iks, anchor }
})

/**
 * @param {Kept} kept
 * @param {Who} who
 * @param {Bytes} serverHalf
 * @returns {Promise<Secrets>} the caller wipes them
 * @throws {DOMException} OperationError
 */
export async function openKept(kept, who, serverHalf) {
	const key = await sessionKey(kept.deviceHalf, serverHalf, who)
	const urk = await openSecret(key, who, "urk", ONLY_URK, kept.urk)
	const iks = await Promise.all([...kept.iks].map(async ([e, box]) =>
		/** @type {const} */ ([e, await openSecret(key, who, "ik", e, box)])))
	return { urk, iks: new Map(iks) }
}

/**
 * @param {IDBFactory} idb
 * @param {Who} who
 * @param {Kept} kept
 * @param {Bytes} serverHalf
 * @param {number} e
 * @param {Bytes} ik  of an epoch that began while the session went on
 */
export async function keepIk(idb, who, kept, serverHalf, e, ik) {
	const box = await sealSecret(await sessionKey(kept.deviceHalf, serverHalf, who), who, "ik", e, ik)
	await transact(idb, "readwrite", (stores) => putRow(stores, "session", who, `ik:${e}`, box))
}

/**
 * Logout, lock, and a session the server refused.
 *
 * @param {IDBFactory} idb
 * @param {Who} who
 */
export const wipeRows = (idb, who) => transact(idb, "readwrite", async (stores) => {
	await deleteRows(stores, "session", who)
})

/**
 * @param {IDBFactory} idb
 * @param {Account} account  what is pinned already is kept where it is further on
 */
export const enrol = (idb, { inst, user, login, origin, kf, root, roster, log }) =>
	transact(idb, "readwrite", async (stores) => {
		const who = { inst, user }
		/** @type {Enrolled & { former?: string } | undefined} */
		const before = await getRow(stores, "pins", who, ACCOUNT)
		if (before !== undefined && before.root !== root)
			refuse("root")
		const former = before?.sealed?.browser ?? before?.former
		const row = { inst, user, login, origin, kf, root, roster, log, ...former === undefined ? {} : { former } }
		if (before !== undefined && before.roster.seq > roster.seq)
			row.roster = before.roster
		if (before !== undefined && before.log.size > log.size)
			row.log = before.log
		await putRow(stores, "pins", who, ACCOUNT, row)
	})

/**
 * @param {IDBFactory} idb
 * @param {Who} who
 */
export const forget = (idb, who) => transact(idb, "readwrite", async (stores) => {
	await deleteRows(stores, "session", who)
	await deleteRows(stores, "pins", who)
})

/**
 * @param {IDBFactory} idb
 * @param {Who} who
 * @returns {Promise<(BrowserName & { former?: string }) | null>} a new name; null if nothing lies here that is not sealed yet
 */
export async function newName(idb, who) {
	const row = await transact(idb, "readonly", (stores) => getRow(stores, "pins", who, ACCOUNT))
	return row?.kf === undefined ? null : {
		browser: crypto.randomUUID(), token: toBase64url(randomBytes(32)), ...row.former === undefined ? {} : { former: row.former },
	}
}

/**
 * The account secret goes under a key of two halves, one of which stays here and cannot be read.
 *
 * @param {IDBFactory} idb
 * @param {Who} who
 * @param {BrowserName} name
 * @param {Bytes} half  which the server keeps
 */
export async function sealAccount(idb, who, { browser, token }, half) {
	const row = await transact(idb, "readonly", (stores) => getRow(stores, "pins", who, ACCOUNT))
	if (row?.kf === undefined)
		return
	const device = randomBytes(32)
	const key = await hkdfKey(device)
	wipe(device)
	const box = await sealSecret(await sessionKey(key, half, who), who, "kf", ONLY_KF, row.kf)
	await transact(idb, "readwrite", async (stores) => {
		const { kf, former: _, ...now } = await getRow(stores, "pins", who, ACCOUNT)
		// A new key file may have come meanwhile.
		if (kf !== undefined && equal(kf, row.kf))
			await putRow(stores, "pins", who, ACCOUNT, { ...now, sealed: { browser, token, key, box } })
	})
}

/**
 * @param {Enrolled} account
 * @param {Bytes} half
 * @returns {Promise<Account>}
 * @throws {DOMException} OperationError for another half
 */
export async function openAccount({ sealed, kf, ...anchor }, half) {
	const who = { inst: anchor.inst, user: anchor.user }
	return {
		...anchor, kf: kf ?? await openSecret(await sessionKey(/** @type {SealedSecret} */ (sealed).key, half, who), who, "kf", ONLY_KF,
			/** @type {SealedSecret} */ (sealed).box),
	}
}

/**
 * @param {IDBFactory} idb
 * @returns {Promise<Enrolled[]>} those enrolled in this browser
 */
export const enrolled = (idb) => transact(idb, "readonly", (stores) => everyRow(stores, "pins", ACCOUNT))

/**
 * Pins of an account that is not enrolled last as long as its session.
 *
 * @param {Stores} stores
 * @param {Who} who
 * @returns {Promise<{ store: StoreName, anchor: Anchor | undefined }>}
 */
async function pinsOf(stores, who) {
	const anchor = await getRow(stores, "pins", who, ACCOUNT)
	return anchor === undefined ?
		{ store: "session", anchor: await getRow(stores, "session", who, ACCOUNT) } : { store: "pins", anchor }
}

/**
 * @param {IDBFactory} idb
 * @param {Who} who
 * @returns {Promise<Pins>}
 */
export const readRecords = (idb, who) => transact(idb, "readonly", async (stores) => {
	const { store } = await pinsOf(stores, who)
	return unpackPins(...(await namedRows(stores, store, who, SHELVES)).values())
})

/**
 * @param {IDBFactory} idb
 * @param {Who} who
 * @param {string} rec
 * @returns {Promise<Pin | undefined>}
 */
export const readRecord = (idb, who, rec) => transact(idb, "readonly", async (stores) =>
	unpackPins(await getRow(stores, (await pinsOf(stores, who)).store, who, shelfOf(rec)) ?? "").get(rec))

/**
 * @typedef {object} Forward
 * @property {Pins} [records]
 * @property {{ seq: number, head: string }} [roster]
 * @property {{ size: number, root: string }} [log]
 * @property {string} [login]  when the roster says he has a new one
 */

/**
 * All or nothing.
 *
 * @param {IDBFactory} idb
 * @param {Who} who
 * @param {Forward} forward
 * @throws {Refusal} "older", "changed", "shorter" or "forked", for a step back
 */
export const movePins = (idb, who, { records = new Map(), roster, log, login }) =>
	transact(idb, "readwrite", async (stores) => {
		const { store, anchor } = await pinsOf(stores, who)
		if (anchor === undefined)
			return refuse("anchor")
		const shelves = records.size > 1 ? await namedRows(stores, store, who, SHELVES) : null
		const moved = await movedPins(records, async (shelf) =>
			(shelves === null ? await getRow(stores, store, who, shelf) : shelves.get(shelf)) ?? "")
		const next = { ...anchor }
		if (roster !== undefined) {
			if (roster.seq < anchor.roster.seq)
				refuse("shorter")
			if (roster.seq === anchor.roster.seq && roster.head !== anchor.roster.head)
				refuse("forked")
			next.roster = roster
		}
		if (log !== undefined && log.size > anchor.log.size)
			next.log = log
		if (login !== undefined)
			next.login = login
		await Promise.all([...moved].map(([shelf, pins]) => putRow(stores, store, who, shelf, packPins(pins))))
		await putRow(stores, store, who, ACCOUNT, next)
	})

/**
 * @param {IDBFactory} idb
 * @param {Who} who
 * @param {object} row
 */
export const putIndex = (idb, who, row) => transact(idb, "readwrite", async (stores) => {
	await putRow(stores, "session", who, INDEX, row)
})

/**
 * @param {IDBFactory} idb
 * @param {Who} who
 * @returns {Promise<any>} undefined when there is none
 */
export const getIndex = (idb, who) => transact(idb, "readonly", (stores) => getRow(stores, "session", who, INDEX))
