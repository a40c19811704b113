// @ts-check
/**
 * @file store.js: the two IndexedDB stores: `session` for one unlock, `pins` for good.
 *
 * Rows are keyed by [inst, user, name]. Nothing here is secret by itself but KF.
 */

/** @typedef {{ inst: string, user: string }} Who */
/** @typedef {"session" | "pins"} StoreName */

const NAME = "palreg"
const VERSION = 1
const STORES = /** @type {const} */ (["session", "pins"])

/** @type {WeakMap<IDBFactory, Promise<IDBDatabase>>} */
const opened = new WeakMap()

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const answer = (request) => new Promise((resolve, reject) => {
	request.onsuccess = () => resolve(request.result)
	request.onerror = () => reject(request.error)
})

/** @param {IDBFactory} idb */
function database(idb) {
	const before = opened.get(idb)
	if (before !== undefined)
		return before
	const request = idb.open(NAME, VERSION)
	request.onupgradeneeded = () => {
		for (const name of STORES)
			request.result.createObjectStore(name)
	}
	const promise = answer(request).then((db) => {
		const forget = () => opened.delete(idb)
		db.onclose = forget
		db.onversionchange = () => { forget(); db.close() }
		return db
	})
	promise.catch(() => opened.delete(idb))
	opened.set(idb, promise)
	return promise
}

/** @typedef {(name: StoreName) => IDBObjectStore} Stores */

/**
 * One transaction. Work may await only answers to requests of this transaction.
 *
 * @template T
 * @param {IDBFactory} idb
 * @param {IDBTransactionMode} mode
 * @param {(store: Stores) => T | Promise<T>} work
 * @returns {Promise<T>} after it was committed
 * @throws {DOMException} if the browser refuses its storage
 */
export async function transact(idb, mode, work) {
	const transaction = (await database(idb)).transaction([...STORES], mode)
	const done = new Promise((resolve, reject) => {
		transaction.oncomplete = resolve
		transaction.onerror = () => reject(transaction.error)
		transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"))
	})
	done.catch(() => {})
	try {
		const result = await work((name) => transaction.objectStore(name))
		await done
		return result
	} catch (error) {
		try {
			transaction.abort()
		} catch {
			// It has ended already, with the error that is thrown below.
		}
		throw error
	}
}

/**
 * @param {Who} who
 * @returns {IDBKeyRange} all rows of one account
 */
const rowsOf = ({ inst, user }) => IDBKeyRange.bound([inst, user], [inst, user, []])

/**
 * @param {Stores} stores
 * @param {StoreName} store
 * @param {Who} who
 * @param {string} name
 * @returns {Promise<any>} undefined when there is none
 */
export const getRow = (stores, store, { inst, user }, name) => answer(stores(store).get([inst, user, name]))

/**
 * @param {Stores} stores
 * @param {StoreName} store
 * @param {Who} who
 * @param {string} name
 * @param {unknown} value  anything that can be cloned
 */
export const putRow = (stores, store, { inst, user }, name, value) =>
	answer(stores(store).put(value, [inst, user, name]))

/**
 * @param {Stores} stores
 * @param {StoreName} store
 * @param {Who} who
 * @param {string} prefix
 * @returns {Promise<Map<string, any>>} every row of the account whose name begins so, by name
 */
export async function namedRows(stores, store, { inst, user }, prefix) {
	const range = IDBKeyRange.bound([inst, user, prefix], [inst, user, `${prefix}\uffff`])
	const [keys, values] = await Promise.all([
		answer(stores(store).getAllKeys(range)), answer(stores(store).getAll(range)),
	])
	return new Map(keys.map((key, i) => [/** @type {string[]} */ (key)[2] ?? "", values[i]]))
}

/**
 * @param {Stores} stores
 * @param {StoreName} store
 * @param {Who} who
 */
export const deleteRows = (stores, store, who) => answer(stores(store).delete(rowsOf(who)))

/**
 * @param {Stores} stores
 * @param {StoreName} store
 * @param {string} name
 * @returns {Promise<any[]>} the rows of that name, of everybody
 */
export async function everyRow(stores, store, name) {
	const keys = await answer(stores(store).getAllKeys())
	return Promise.all(keys.filter((key) => /** @type {string[]} */ (key)[2] === name)
		.map((key) => answer(stores(store).get(key))))
}
