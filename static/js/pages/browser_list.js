// @ts-check
/** @file browser_list.js: which of the browsers that remember the account this one is. */
import { all, one } from "../ui/dom.js"
import { currentSession } from "../ui/session.js"
import { knownAccounts } from "../ui/signin.js"
import { localTimes } from "../ui/times.js"

/* Browsers and systems as people call them; each of the first names itself like those after it. */
const BROWSERS = [["YaBrowser", "Yandex Browser"], ["Edg", "Edge"], ["OPR", "Opera"], ["Firefox", "Firefox"], ["HeadlessChrome", "Chrome"],
	["Chrome", "Chrome"], ["Version", "Safari"]]
const SYSTEMS = ["Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"]

/** @param {string} agent @returns {string} as it stands, where it is none of those known */
function nameOf(agent) {
	for (const [key, name] of BROWSERS) {
		const version = new RegExp(`\\b${key}/([0-9]+)`).exec(agent)?.[1]
		if (version !== undefined)
			return [`${name} ${version}`, ...SYSTEMS.filter((system) => agent.includes(system)).slice(0, 1)].join(", ")
	}
	return agent
}

export async function start() {
	localTimes()
	const [session, accounts] = await Promise.all([currentSession(), knownAccounts()])
	const own = accounts.find(({ user }) => user === session?.user)?.sealed?.browser
	for (const place of all("[data-agent]", HTMLElement)) {
		place.title = place.textContent ?? ""
		place.textContent = nameOf(place.title)
	}
	for (const row of all("[data-browser]", HTMLTableRowElement)) {
		const mark = one("[data-this]", HTMLElement, row)
		if (mark !== null)
			mark.hidden = row.dataset["browser"] !== own
	}
}
