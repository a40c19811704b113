// @ts-check
/**
 * @file errors.js: the ways in which sealing can fail, told apart. Pure.
 *
 * Refusal stays inside this folder; index.js turns it into one of the other two.
 */

/** Something is malformed, altered or out of place; `reason` is one word. */
export class Refusal extends TypeError {
	/** @param {string} reason  one word, never a value */
	constructor(reason) {
		super(`refused: ${reason}`)
		this.name = "Refusal"
		this.reason = reason
	}
}

/**
 * What the server gave does not fit what this browser knows. One error for every such case; the
 * incident is shown to the user and reported, so that the two can be brought together.
 */
export class IntegrityAlarm extends Error {
	/** @param {string} reason  one word that identifies nobody */
	constructor(reason) {
		super(`integrity alarm: ${reason}`)
		this.name = "IntegrityAlarm"
		this.reason = reason
		/** @type {string} a random id */
		this.incident = crypto.randomUUID()
	}
}

/** A password, passphrase or key file that cannot be the right one. */
export class WrongSecret extends Error {
	/** @param {string} reason  password, passphrase, keyfile, invite, exp, origin, browser or credentials */
	constructor(reason) {
		super(`wrong secret: ${reason}`)
		this.name = "WrongSecret"
		this.reason = reason
	}
}

/**
 * @param {string} reason
 * @returns {never}
 * @throws {Refusal} always
 */
export function refuse(reason) {
	throw new Refusal(reason)
}

/**
 * The one word for an error: that of a refusal; "aead" where a key did not open; "fault" for a
 * mistake of ours.
 *
 * @param {unknown} error
 */
export function reasonOf(error) {
	if (error instanceof Refusal)
		return error.reason
	if (error instanceof Error && error.name === "OperationError")
		return "aead"
	return "fault"
}

/* What the keys decide. Other DOMExceptions tell of the network or the browser's storage. */
const OF_KEYS = ["OperationError", "DataError", "InvalidAccessError", "NotSupportedError"]

/**
 * Runs what the server's answer decides: whatever goes wrong in it is an alarm, but for a network
 * or a storage that fails.
 *
 * @template T
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 * @throws {IntegrityAlarm} if work throws
 * @throws {DOMException} of the network or the storage, as it came
 */
export async function guarded(work) {
	try {
		return await work()
	} catch (error) {
		if (error instanceof IntegrityAlarm)
			throw error
		if (error instanceof DOMException && !OF_KEYS.includes(error.name))
			throw error
		throw Object.assign(new IntegrityAlarm(reasonOf(error)), { cause: error })
	}
}

/**
 * A part that is loaded when it is first needed: a page or a worker that only opens documents
 * never does.
 *
 * @template T
 * @param {Promise<T>} part
 * @returns {Promise<T>}
 * @throws {DOMException} NetworkError
 */
export const loaded = (part) => part.catch(() => {
	throw new DOMException("a part of the program did not arrive", "NetworkError")
})
