// @ts-check
/**
 * @file demo.mjs: fills a fresh instance with an invented region.
 *
 *     node build-aux/demo/demo.mjs --state DIR
 *
 * DIR/app/sbin/palregctl   makes the verifiers of the passwords, under the pepper PALREG_PEPPER names
 * DIR/demo                 gets accounts.json, keyfiles/ and recovery/
 * PALREG_ORIGIN            its first one is written into key files
 * PGHOST, PGUSER …         lead psql to the database, as a superuser
 *
 * Names, illnesses and prescriptions are the same every time for the same day; keys never are.
 * An instance that has its region already is left as it is.
 */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { writeFiles } from "./files.mjs"
import { enrolAll, sealAll } from "./keys.mjs"
import { build } from "./model.mjs"
import { PEOPLE } from "./region.mjs"
import { script } from "./sql.mjs"

const BUFFER = 1 << 28

/** @param {string} text @returns {never} */
function fail(text) {
	throw new Error(text)
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} input
 * @returns {string} what it printed
 */
function run(command, args, input) {
	const { status, stdout, stderr, error } = spawnSync(command, args, { input, encoding: "utf8", maxBuffer: BUFFER })
	if (error !== undefined || status !== 0)
		fail(`${command}: ${stderr?.trim() || error?.message}`)
	return stdout
}

/** @param {string[]} args @param {string} input */
const psql = (args, input) => run("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", ...args], input)

/**
 * @param {string} ctl
 * @param {string[]} authKeys
 */
function makeVerifiers(ctl, authKeys) {
	const lines = run(ctl, ["account-verifier"], `${authKeys.join("\n")}\n`).trim().split("\n")
	return lines.map((line) => {
		const [, salt, verifier] = /^([0-9a-f]{32}) ([0-9a-f]{64})$/.exec(line) ?? fail(`${ctl} answered something else`)
		return { salt: salt ?? "", verifier: verifier ?? "" }
	})
}

/**
 * @param {string} dir
 * @returns {boolean} whether the accounts of dir are those of the database
 */
function isMade(dir) {
	const found = psql(["-At"], "SELECT id FROM palreg.account ORDER BY id").trim()
	if (found === "")
		return false
	const file = join(dir, "accounts.json")
	const made = existsSync(file) ? /** @type {{ user: string }[]} */ (JSON.parse(readFileSync(file, "utf8"))) : []
	if (made.length === 0 || made.some(({ user }) => !found.split("\n").includes(user)))
		fail("the database has accounts already; the region is made in an empty one only")
	return true
}

/** @param {string} state */
async function make(state) {
	const origin = process.env["PALREG_ORIGIN"]?.split(" ")[0] ?? fail("PALREG_ORIGIN is not set")
	const dir = join(state, "demo")
	if (isMade(dir))
		return console.log("the demo region is there already")
	const model = build(new Date().toISOString().slice(0, 10))
	const keys = await enrolAll(model, origin)
	const logins = PEOPLE.map(({ login }) => login)
	const made = makeVerifiers(join(state, "app/sbin/palregctl"), logins.map((login) => keys.accounts.get(login)?.authKey ?? ""))
	const verifiers = new Map(logins.map((login, i) => [login, made[i] ?? fail("too few verifiers")]))
	const sealed = await sealAll(model, keys)
	// Files first: what the database holds can always be opened.
	writeFiles(dir, model, keys)
	psql(["-o", "/dev/null"], script(model, keys, sealed, { origin, verifiers }))
	console.log(`${model.patients.length} patients, ${sealed.length} sealed documents, ${logins.length} accounts`)
}

const { values: { state } } = parseArgs({ options: { state: { type: "string" } } })
try {
	await make(state ?? fail("--state DIR is missing"))
} catch (error) {
	console.error(`demo: ${error instanceof Error ? error.message : error}`)
	process.exitCode = 1
}
