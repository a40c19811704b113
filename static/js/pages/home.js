// @ts-check
/** @file home.js: the first page after signing in: names are brought up to date, drafts are called to mind. */
import { synchronise } from "../ui/documents.js"
import { make, one } from "../ui/dom.js"
import { dropDraft, listDrafts } from "../ui/draft-store.js"
import { clockOf } from "../ui/drafts.js"
import { checkRewrapped } from "../ui/rewrap.js"
import { currentKeyring, onLock } from "../ui/session.js"
import { text } from "../ui/text.js"

/** @import { Kept } from "../ui/draft-store.js" */
/** @import { Keyring } from "../crypto/keyring.js" */

/** @param {string} rec */
function nameOf(rec) {
	const name = document.createElement("sealed-text")
	name.dataset["rec"] = rec
	name.dataset["field"] = "name"
	return name
}

/**
 * @param {Keyring} keys
 * @param {Kept} kept
 */
function draftLine(keys, { key, label, at, of }) {
	const drop = make("button", { type: "button", class: "plain" }, text("draft.discard"))
	const line = make("li", {}, make("span", {}, clockOf(at)), make("span", {}, make("a", { href: key }, label), " ", drop))
	if (key.includes(of))
		drop.before(nameOf(of), " ")
	drop.addEventListener("click", async () => {
		await dropDraft(keys, key)
		line.remove()
	})
	return line
}

async function showDrafts() {
	const box = one("#drafts", HTMLElement)
	const keys = await currentKeyring()
	if (box === null || keys === null)
		return
	const drafts = await listDrafts(keys, Date.now()).catch(() => [])
	box.querySelector("ul")?.replaceChildren(...drafts.map((kept) => draftLine(keys, kept)))
	box.hidden = drafts.length === 0
	onLock(() => { box.hidden = true })
}

export async function start() {
	void synchronise().then(checkRewrapped)
	await showDrafts()
}
