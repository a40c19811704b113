// @ts-check
/** @file proposal-words.js: what an entry that takes two signatures would bring about, in words. */
import { text } from "./text.js"

/**
 * @param {{ kind: string, login: string, role: string }} proposal
 * @returns {string} of the texts of part_texts_proposal
 */
export const proposalWords = ({ kind, login, role }) => text(kind === "role" ? `kind_role_${role}` : `kind_${kind}`, login)
