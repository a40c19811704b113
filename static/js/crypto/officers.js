// @ts-check
/** @file officers.js: the door for officers' pages where one signature is not enough; index.js is the door for all else. */
import { guarded, Refusal, WrongSecret } from "./errors.js"
import { completeProposal, proposeAdmission, proposeRemoval, proposeRole, proposeRoot, readProposal } from "./quorum.js"

/** @import { Keyring } from "./keyring.js" */
/** @import { Answered, Invited } from "./admission.js" */

export { markOf } from "./ceremony.js"
export { readSigned, WrongSecret } from "./ceremony.js"

/**
 * @param {Keyring} keyring  of the officer who made the invitation
 * @param {Invited} invited
 * @param {Answered} answered
 * @param {number} now  unix seconds
 * @returns {Promise<string>} an entry that wants a second signature
 * @throws {IntegrityAlarm} if the answer is not by who was invited
 */
export const proposeOfficer = (keyring, invited, answered, now) => guarded(() => proposeAdmission(keyring, invited, answered, now))

/**
 * @param {Keyring} keyring
 * @param {{ user: string, role: string, proof: string }} change
 * @param {number} now
 * @returns {Promise<string>}
 * @throws {IntegrityAlarm}
 */
export const proposeRoleChange = (keyring, change, now) => guarded(() => proposeRole(keyring, change, now))

/**
 * @param {Keyring} keyring
 * @param {string} subject
 * @param {number} now
 * @returns {Promise<string>}
 * @throws {IntegrityAlarm}
 */
export const proposeLeaving = (keyring, subject, now) => guarded(() => proposeRemoval(keyring, subject, now))

/**
 * @param {Keyring} keyring
 * @param {Parameters<typeof proposeRoot>[1]} given
 * @returns {ReturnType<typeof proposeRoot>}
 * @throws {WrongSecret} "password" if a passphrase breaks the rules
 */
export async function proposeRootChange(keyring, given) {
	try {
		return await proposeRoot(keyring, given)
	} catch (error) {
		throw error instanceof Refusal ? new WrongSecret("password") : error
	}
}

/**
 * @param {Keyring} keyring
 * @param {{ entry: string, set: string | null }} given
 * @returns {ReturnType<typeof readProposal>}
 * @throws {IntegrityAlarm} unless it follows the roster and every signature is good
 */
export const openProposal = (keyring, given) => guarded(() => readProposal(keyring, given))

/**
 * @param {Keyring} keyring
 * @param {{ entry: string, set: string | null }} proposal
 * @param {Parameters<typeof completeProposal>[2]} given
 * @returns {ReturnType<typeof completeProposal>}
 * @throws {IntegrityAlarm} "weight" if nobody but this officer has signed
 */
export const signSecond = (keyring, proposal, given) => guarded(() => completeProposal(keyring, proposal, given))
