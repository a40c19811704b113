// @ts-check
/** @file members_show.js: who stands in the verified roster, with which keys. */
import { markOf } from "../crypto/officers.js"
import { one } from "../ui/dom.js"
import { memberFingerprint } from "../ui/fingerprint.js"
import { showProblem } from "../ui/secret-field.js"
import { labelCells, RowList } from "../ui/rows.js"
import { currentKeyring } from "../ui/session.js"
import { text } from "../ui/text.js"

/** @import { Keyring } from "../crypto/keyring.js" */
/** @import { Member } from "../crypto/roster.js" */

const NIL = "00000000-0000-0000-0000-000000000000"

/** @typedef {{ user: string, last: Member, present: boolean, former: number }} Line */

/**
 * Everybody who ever held keys, those of today first, then by login.
 *
 * @param {Keyring["roster"]} roster
 * @returns {Line[]}
 */
function linesOf({ active, history }) {
	const lines = []
	for (const [user, steps] of history) {
		const held = /** @type {Member[]} */ (steps.filter(({ role }) => role !== ""))
		const last = held.at(-1)
		if (user !== NIL && last !== undefined)
			lines.push({ user, last, present: active.has(user), former: new Set(held.map(({ sigPub }) => sigPub.join())).size - (active.has(user) ? 1 : 0) })
	}
	return lines.sort((a, b) => Number(b.present) - Number(a.present) || (a.last.login < b.last.login ? -1 : 1))
}

/**
 * @param {Keyring} keyring
 * @param {Line} line
 * @returns {Promise<[string, import("../ui/rows.js").Row]>}
 */
async function rowOf(keyring, { user, last, present, former }) {
	return [user, {
		login: last.login, role: text(present ? `role_${last.role}` : "left"), entry: last.seq + 1, former, own: user === keyring.user,
		fingerprint: present ? await memberFingerprint(keyring.inst, user, last) : null,
	}]
}

export async function start() {
	const table = one("#member-list", HTMLTableElement)
	const body = one("#member-list tbody", HTMLElement)
	const row = one("#member-row", HTMLTemplateElement)
	const print = one("#print", HTMLButtonElement)
	if (table === null || body === null || row === null || print === null)
		return
	const keyring = await currentKeyring()
	if (keyring === null)
		return showProblem(text("locked"))
	const facts = { entries: keyring.roster.seq + 1, epoch: keyring.roster.epochs.at(-1)?.e ?? 0, mark: markOf(keyring.anchor.root) }
	for (const [name, value] of Object.entries(facts)) {
		const place = one(`[data-fact="${name}"]`, HTMLElement)
		if (place !== null)
			place.textContent = String(value)
	}
	const rows = new Map(await Promise.all(linesOf(keyring.roster).map((line) => rowOf(keyring, line))))
	new RowList(row, body).show([...rows.keys()], rows)
	labelCells(table, table.tBodies[0]?.rows ?? [])
	print.hidden = false
	print.addEventListener("click", () => globalThis.print())
}
