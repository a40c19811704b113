// @ts-check
/** @file account_show.js: the keys of this browser, and taking this browser away from the account. */
import { forgetBrowser } from "../crypto/index.js"
import { postForm } from "../ui/api.js"
import { one } from "../ui/dom.js"
import { dropDrafts } from "../ui/draft-store.js"
import { ownFingerprint } from "../ui/fingerprint.js"
import { showProblem } from "../ui/secret-field.js"
import { currentKeyring, currentSession, lockNow } from "../ui/session.js"
import { knownAccounts } from "../ui/signin.js"
import { text } from "../ui/text.js"
import { localTimes } from "../ui/times.js"

/** @import { Enrolled } from "../crypto/session.js" */

/** @param {string} id @param {string} line */
function put(id, line) {
	const place = one(`#${id}`, HTMLElement)
	if (place !== null)
		place.textContent = line
}

async function showKeys() {
	const keyring = await currentKeyring()
	if (keyring === null)
		return
	put("key-state", text("open"))
	put("key-role", text(`role_${keyring.role}`))
	put("key-epoch", String(keyring.roster.epochs.at(-1)?.e ?? 0))
	put("fingerprint", await ownFingerprint(keyring))
}

/**
 * @param {HTMLFormElement} form
 * @param {Enrolled} account
 */
async function forget(form, account) {
	const field = one("#confirmation", HTMLInputElement, form)
	if (field?.value.trim() !== account.login)
		return showProblem(text("confirm"))
	showProblem("")
	if (account.sealed !== undefined)
		await postForm(`/account/browsers/${account.sealed.browser}/remove`, {}).catch(() => {})
	await forgetBrowser(account)
	await dropDrafts(account)
	await lockNow()
}

async function showEnrolment() {
	const [session, accounts] = await Promise.all([currentSession(), knownAccounts()])
	const account = accounts.find(({ user }) => user === session?.user)
	const form = one("#forget", HTMLFormElement)
	if (account === undefined || session === null || form === null)
		return
	put("enrolment", text("enrolled"))
	form.hidden = false
	form.addEventListener("submit", (event) => {
		event.preventDefault()
		void forget(form, { ...account, login: session.login })
	})
}

export async function start() {
	localTimes()
	await Promise.all([showKeys(), showEnrolment()])
}
