// @ts-check
/**
 * @file draft-store.js: drafts at rest in this browser: sealed texts in a database of their own.
 *
 * The keys' store is wiped when they are closed; a draft has to outlive that. It is an ordinary
 * envelope, which only a member of the institution opens, after the password.
 */

/** @typedef {{ inst: string, user: string }} Who */

/**
 * @typedef {object} Kept
 * @property {string} key  path of the form
 * @property {string} label  what the form is called; names nobody
 * @property {string} done  words of ?done= that say it was saved
 * @property {number} at  milliseconds
 * @property {string} rec  of the envelope
 * @property {string} of  the patient it is about
 * @property {string} text  the envelope
 */

const NAME = "palreg-drafts"
const STORE = "drafts"
const OLDEST_MS = 30 * 24 * 3600_000

/** @type {Promise<IDBDatabase> | undefined} */
let opened

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const answer = (request) => new Promise((resolve, reject) => {
	request.onsuccess = () => resolve(request.result)
	request.onerror = () => reject(request.error)
})

function database() {
	if (opened === undefined) {
		const request = indexedDB.open(NAME, 1)
		request.onupgradeneeded = () => { request.result.createObjectStore(STORE) }
		opened = answer(request)
		opened.catch(() => { opened = undefined })
	}
	return opened
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 */
const inStore = async (mode, work) => answer(work((await database()).transaction(STORE, mode).objectStore(STORE)))

/** @param {Who} who */
const rangeOf = ({ inst, user }) => IDBKeyRange.bound([inst, user], [inst, user, []])

/** @param {Who} who @param {Kept} kept */
export const putDraft = ({ inst, user }, kept) =>
	inStore("readwrite", (store) => store.put(kept, [inst, user, kept.key]))

/**
 * @param {Who} who
 * @param {string} key
 * @returns {Promise<Kept | undefined>}
 */
export const getDraft = ({ inst, user }, key) => inStore("readonly", (store) => store.get([inst, user, key]))

/** @param {Who} who @param {string} key */
export const dropDraft = ({ inst, user }, key) => inStore("readwrite", (store) => store.delete([inst, user, key]))

/** @param {Who} who */
export const dropDrafts = (who) => inStore("readwrite", (store) => store.delete(rangeOf(who)))

/**
 * @param {Who} who
 * @param {number} now  milliseconds
 * @returns {Promise<Kept[]>} newest first; those of long ago are gone
 */
export async function listDrafts(who, now) {
	/** @type {Kept[]} */
	const all = await inStore("readonly", (store) => store.getAll(rangeOf(who)))
	for (const { key, at } of all)
		if (now - at > OLDEST_MS)
			await dropDraft(who, key)
	return all.filter(({ at }) => now - at <= OLDEST_MS).sort((a, b) => b.at - a.at)
}
