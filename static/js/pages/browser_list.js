// @ts-check
/** @file browser_list.js: which of the browsers that remember the account this one is. */
import { all, one } from "../ui/dom.js"
import { currentSession } from "../ui/session.js"
import { knownAccounts } from "../ui/signin.js"
import { localTimes } from "../ui/times.js"

export async function start() {
	localTimes()
	const [session, accounts] = await Promise.all([currentSession(), knownAccounts()])
	const own = accounts.find(({ user }) => user === session?.user)?.sealed?.browser
	for (const row of all("[data-browser]", HTMLTableRowElement)) {
		const mark = one("[data-this]", HTMLElement, row)
		if (mark !== null)
			mark.hidden = row.dataset["browser"] !== own
	}
}
