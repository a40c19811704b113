// @ts-check
/** @file patient_versions.js: what each revision of an identity changed, after the whole chain was checked. */
import { IntegrityAlarm, openHistory, readPin } from "../crypto/index.js"
import { raiseAlarm } from "../ui/alarms.js"
import { all, make, one } from "../ui/dom.js"
import { changesBetween } from "../ui/passport-diff.js"
import { passportOf } from "../ui/passport.js"
import { currentKeyring, onLock } from "../ui/session.js"
import { text } from "../ui/text.js"
import { fetchVersions } from "../ui/vault.js"

/** @import { Opened } from "../crypto/document.js" */
/** @import { Change } from "../ui/passport-diff.js" */

/** @param {Change} change @returns {HTMLElement} */
const changeLine = ({ path, of, was, is }) => make("li", {}, `${nameOf(path)}${of === "" ? "" : ` (${of})`}: `,
	...was === "" ? [] : [make("del", {}, was), " \u2192 "],
	is === "" ? make("em", {}, text("versions.removed")) : make("b", {}, is))

/** @param {string} path */
function nameOf(path) {
	const [field = "", key] = path.split(".")
	return key === undefined ? text(`field.${field}`) : `${text(`field.${field}`)}, ${text(`field.${path}`).toLowerCase()}`
}

/**
 * @param {Opened} now
 * @param {Opened | undefined} before
 * @returns {HTMLElement[]} a line for each member that changed
 */
function changesOf(now, before) {
	if (now.deleted)
		return [make("li", {}, text("sealed.deleted"))]
	const lines = changesBetween(passportOf(before?.object ?? {}), passportOf(now.object), text).map(changeLine)
	if (now.retired)
		lines.push(make("li", { class: "warn" }, text("sealed.retired")))
	return lines.length > 0 ? lines : [make("li", {}, text("versions.none"))]
}

/**
 * @param {HTMLElement} section
 * @param {string} rec
 * @returns {Promise<string>} what to say above the list
 */
async function showChanges(section, rec) {
	const keys = await currentKeyring()
	if (keys === null)
		return text("versions.locked")
	const chain = await openHistory(keys, await fetchVersions(rec), { t: "passport", rec, pin: await readPin(keys, rec) })
	for (const row of all("tr[data-rev]", HTMLElement, section)) {
		const rev = Number(row.dataset["rev"])
		const now = chain[rev - 1]
		if (now !== undefined)
			one("[data-changes]", HTMLElement, row)?.replaceChildren(
				make("ul", { class: "changes" }, ...changesOf(now, chain[rev - 2])))
	}
	return text("versions.checked", chain.length)
}

export async function start() {
	const section = one("#versions", HTMLElement)
	const state = one("#versions-state", HTMLElement)
	if (section === null || state === null)
		return
	const rec = section.dataset["rec"] ?? ""
	onLock(() => {
		for (const cell of all("[data-changes]", HTMLElement, section))
			cell.replaceChildren()
		state.textContent = text("versions.locked")
	})
	state.textContent = text("versions.opening")
	try {
		state.textContent = await showChanges(section, rec)
	} catch (error) {
		state.textContent = text(error instanceof IntegrityAlarm ? "sealed.alarm" : "net.failed")
		if (error instanceof IntegrityAlarm)
			raiseAlarm(error, rec)
	}
}
