// @ts-check
/** @file demo_show.js: enrol this browser for an account of the demonstration and sign in, with one click. */
import { enrolBrowser, readKeyFile } from "../crypto/index.js"
import { ApiError, getJson } from "../ui/api.js"
import { all, make, one } from "../ui/dom.js"
import { showProblem, showWait } from "../ui/secret-field.js"
import { signIn, troubleOf } from "../ui/signin.js"
import { text } from "../ui/text.js"

/**
 * As the demonstration's generator writes it.
 *
 * @typedef {object} DemoAccount
 * @property {string} login
 * @property {string} password
 * @property {string} role
 * @property {string} [name]
 * @property {string} [area]
 * @property {string} [keyfile]
 */

/** @param {string} line */
function progress(line) {
	const place = one("#progress", HTMLElement)
	if (place !== null)
		place.textContent = line
}

/** @param {boolean} on */
function busy(on) {
	for (const button of all("#accounts button", HTMLButtonElement))
		button.disabled = on
	progress(on ? text("opening") : "")
}

/** @param {DemoAccount} account */
const keyFilePath = ({ login }) => `/demo/keyfiles/${encodeURIComponent(login)}.json`

/**
 * @param {DemoAccount} chosen
 * @param {HTMLButtonElement} button
 */
async function enter(chosen, button) {
	showProblem("")
	busy(true)
	try {
		// Canonical JSON: read and printed again it is the same text.
		const file = JSON.stringify(await getJson(keyFilePath(chosen)))
		const account = await readKeyFile(file, location.origin)
		await enrolBrowser(account)
		await signIn(account, { login: chosen.login, password: chosen.password, remember: true })
		location.assign("/")
	} catch (error) {
		busy(false)
		if (error instanceof ApiError && error.status === 404)
			return showProblem(text("server"))
		const { key, more, wait } = troubleOf(error)
		if (wait > 0)
			return showWait(wait, button)
		showProblem(`${text(key)} ${more}`.trim())
	}
}

/** @param {DemoAccount} account */
function row(account) {
	const button = make("button", { type: "button" }, `${text("enter")} ${account.login}`)
	button.addEventListener("click", () => void enter(account, button))
	const file = make("a", { href: keyFilePath(account), download: `${account.login}.keyfile.json` }, text("key_file"))
	return make("tr", {},
		make("th", { scope: "row" }, account.login), make("td", {}, account.name ?? "—"), make("td", {}, account.role),
		make("td", {}, account.area ?? "—"), make("td", {}, make("code", {}, account.password), " ", file),
		make("td", {}, button))
}

export async function start() {
	try {
		const list = await getJson("/demo/accounts.json")
		const accounts = /** @type {DemoAccount[]} */ (Array.isArray(list) ? list : list["accounts"] ?? [])
		one("#accounts", HTMLElement)?.replaceChildren(...accounts.map(row))
		progress("")
	} catch (error) {
		progress("")
		showProblem(text(error instanceof ApiError ? "server" : "offline"))
	}
}
