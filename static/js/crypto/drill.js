// @ts-check
/**
 * @file drill.js: prove that custodians' shares are good, without using them: each is opened with its passphrase and
 * compared with what root signed; the key they make together is never put together.
 */
import { wipe } from "./bytes.js"
import { guarded, IntegrityAlarm, reasonOf, Refusal, WrongSecret } from "./errors.js"
import { openShare, readRecoverySet, testRecoveryFile, testShare } from "./recovery.js"
import { institution } from "./roster.js"

/** @import { Keyring } from "./keyring.js" */
/** @import { RecoverySet } from "./recovery.js" */

/**
 * @param {Keyring} keyring
 * @param {string} text  as the server gave it
 * @returns {Promise<RecoverySet>}
 * @throws {IntegrityAlarm} unless the institution's root signed it for the recovery key of now
 */
export const readSet = ({ inst, roster }, text) => guarded(() => readRecoverySet(text, inst, institution(roster)))

/**
 * @param {RecoverySet} set
 * @param {string} text  a share file
 * @param {string} passphrase
 * @returns {Promise<number>} 1, 2 or 3: which share it is
 * @throws {WrongSecret} "passphrase"; "share" if it is none of this set
 */
export async function proveShare(set, text, passphrase) {
	try {
		const { idx, share } = await openShare(set, text, passphrase)
		try {
			await testShare(set, idx, share)
			return idx
		} finally {
			wipe(share)
		}
	} catch (error) {
		const reason = reasonOf(error)
		if (!(error instanceof Refusal) && reason !== "aead")
			throw error
		throw new WrongSecret(reason === "aead" || reason === "password" ? "passphrase" : "share")
	}
}

/**
 * Whether it opens only its two shares together can tell.
 *
 * @param {RecoverySet} set
 * @param {string} text  a recovery file
 * @throws {WrongSecret} "recovery" if it is not the one of this set
 */
export function proveRecoveryFile(set, text) {
	try {
		testRecoveryFile(set, text)
	} catch (error) {
		throw error instanceof Refusal ? new WrongSecret("recovery") : error
	}
}
