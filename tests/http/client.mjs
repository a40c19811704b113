// client.mjs: what the HTTP tests share: a browser without a window, the operator's tools, key material.
import { execFileSync, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { request } from "node:https"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { psql } from "./psql.mjs"

export const ROOT = resolve(fileURLToPath(import.meta.url), "../../..")
export const ORIGIN = process.env.PALREG_URL ?? "https://127.0.0.1:8443"
export const STATE = process.env.PALREG_STATE ?? join(ROOT, "var")

/** The operator's command line; PALREG_CTL names another one than ./palreg ctl. */
export function ctl(...args) {
	const own = process.env.PALREG_CTL
	return execFileSync(own ?? join(ROOT, "palreg"), own ? args : ["ctl", ...args], {
		encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PALREG_STATE: STATE },
	}).trim()
}

/** Statements as the database's superuser; rows of text, columns divided by "|". */
export const sql = (statement) =>
	psql(["-h", join(STATE, "run/db"), "-U", "postgres", "palreg"], `SET search_path = palreg;\n${statement}\n;`).trim()

/**
 * A psql of its own in a transaction that has run the statement, a lock for one: it goes on until it is let go.
 *
 * @returns {Promise<() => Promise<void>>}
 */
export async function hold(statement) {
	const psql = spawn("psql", ["-XqAt", "-h", join(STATE, "run/db"), "-U", "postgres", "palreg"], { stdio: ["pipe", "pipe", "ignore"] })
	psql.stdin.write(`BEGIN; SET search_path = palreg; ${statement}; SELECT 'held';\n`)
	await new Promise((resolve, reject) => {
		psql.stdout.on("data", (said) => String(said).includes("held") && resolve())
		psql.once("close", () => reject(new Error(`cannot run ${statement}`)))
	})
	return () => new Promise((resolve) => {
		psql.once("close", resolve)
		psql.stdin.end("ROLLBACK;\n")
	})
}

/** What a browser sends with a request of our own page. */
export const OWN = { Origin: ORIGIN, "Sec-Fetch-Site": "same-origin" }

/** Keeps the session cookie and the CSRF token, as a browser does. */
export class Client {
	constructor() {
		/** A connection for each request, unless somebody keeps them. @type {import("node:https").Agent | false} */
		this.agent = false
		this.cookie = null
		this.csrf = null
	}

	/** @returns {Promise<{ status: number, headers: object, rawHeaders: string[], text: string, json: any }>} */
	send(method, path, { body, headers = {} } = {}) {
		const url = new URL(path, ORIGIN)
		return new Promise((resolve, reject) => {
			const req = request(url, {
				method, agent: this.agent,
				headers: { ...this.cookie ? { Cookie: `__Host-palreg=${this.cookie}` } : {}, ...headers },
			}, (res) => {
				const parts = []
				res.on("data", (part) => parts.push(part))
				res.on("end", () => resolve(this.take(res, Buffer.concat(parts).toString("utf8"))))
			})
			req.on("error", reject)
			req.end(body)
		})
	}

	take(res, text) {
		for (const line of res.headers["set-cookie"] ?? []) {
			const value = /^__Host-palreg=([^;]*)/.exec(line)
			if (value)
				this.cookie = value[1] || null
		}
		let json
		try {
			json = JSON.parse(text)
		} catch {
			json = undefined
		}
		if (json?.session?.csrf)
			this.csrf = json.session.csrf
		return { status: res.statusCode, headers: res.headers, rawHeaders: res.rawHeaders, text, json }
	}

	get(path, headers = {}) {
		return this.send("GET", path, { headers })
	}

	/** Undefined fields are left out; csrf goes along unless the fields say otherwise. */
	post(path, fields = {}, headers = OWN) {
		const all = { ...this.csrf ? { csrf: this.csrf } : {}, ...fields }
		const body = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== undefined)).toString()
		return this.send("POST", path, {
			body, headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
		})
	}
}

const now = () => Math.floor(Date.now() / 1000)

/**
 * A new institution with its first officer, made as the set-up page makes it, but not sent.
 *
 * @param {string} [origin]  by which the site is called
 * @returns {Promise<{ area: string, token: string, officer: object, made: object, fields: object }>}
 */
export async function prepareInstitution(crypto, name, origin = ORIGIN) {
	const area = ctl("area-add", "institution", name)
	const link = ctl("setup-link", area)
	const officer = {
		user: randomUUID(), login: `officer-${randomUUID().slice(0, 8)}`, password: "правильная лошадь батарея скрепка",
	}
	const made = await crypto.createInstitution({
		passphrases: ["первая фраза хранителя", "вторая фраза хранителя", "третья фраза хранителя"],
		officer, origin, now: now(),
	})
	const token = link.split("#")[1]
	return {
		area, link, token, officer, made,
		fields: {
			token, inst: made.inst, user: officer.user, login: officer.login, name: "Первая Анна Ивановна",
			auth_key: made.authKey, bundle: made.bundle, genesis: made.genesis, add: made.add, epoch: made.epoch,
			grant_user: made.grantUser, grant_recovery: made.grantRecovery, recovery_set: made.recoverySet,
		},
	}
}

/** An authKey that is nobody's. */
export const WRONG_KEY = Buffer.alloc(32, 7).toString("base64url")

export const forgetFailures = () => sql("DELETE FROM login_delay")

/** An institution that is set up; its officer signs in, and opens his keys. */
export async function foundInstitution(crypto) {
	const inst = await prepareInstitution(crypto, `Хоспис ${randomUUID().slice(0, 6)}`)
	const { status, text } = await new Client().post("/api/auth/setup", inst.fields)
	if (status !== 201)
		throw new Error(`set-up refused: ${status} ${text}`)
	const account = await crypto.readKeyFile(inst.made.keyFile, ORIGIN)
	const { unlocker } = await crypto.deriveAuth(account, inst.officer.password)
	async function signIn(client = new Client()) {
		const answer = await client.post("/api/auth/login", { login: inst.officer.login, auth_key: inst.made.authKey })
		if (answer.status !== 200)
			throw new Error(`sign-in refused: ${answer.status} ${answer.text}`)
		return { client, ...answer.json }
	}
	async function unlocked() {
		const signed = await signIn()
		return { ...signed, unlocker, keyring: await crypto.unlock(unlocker, account, signed.keys) }
	}
	return { ...inst, account, signIn, unlocked }
}

/** An account that waits to be invited, with the role of an ordinary user. */
export function inviteAccount(area) {
	const login = `doctor-${randomUUID().slice(0, 8)}`
	const user = sql(`
		WITH a AS (INSERT INTO account (login, name, area_id) VALUES ('${login}', 'Второй Пётр', ${area}) RETURNING id),
		g AS (INSERT INTO role_grant (account_id, role_id, area_id)
		      SELECT a.id, r.id, ${area} FROM a, role r WHERE r.code = 'user')
		SELECT id FROM a`)
	return { login, user }
}
