// doctor.mjs: sign in the demo's accounts without a browser window, and do what their browser would do.
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as crypto from "../../static/js/crypto/index.js"
import { Client, ORIGIN, sql, STATE } from "./client.mjs"

/** @returns {{ login: string, password: string, role: string, name: string, member: string | null }[]} */
export function demoAccounts() {
	const list = JSON.parse(readFileSync(join(STATE, "demo/accounts.json"), "utf8"))
	return Array.isArray(list) ? list : list.accounts
}

export function demoAccount(pick) {
	const found = demoAccounts().find(pick)
	if (found === undefined)
		throw new Error("the demo region has no such account")
	return found
}

/** Writes patients and prescriptions, with keys of an institution. */
export const isDoctor = (a) => a.member !== undefined && a.member !== null && a.role.includes("user")
export const isOfficer = (a) => a.member === "officer"
export const isMinistry = (a) => a.role.includes("ministry")
export const isAdmin = (a) => a.role.includes("administrator")

/** What a browser makes of password and key file. */
export async function secretsOf(demo) {
	const text = readFileSync(join(STATE, "demo/keyfiles", `${demo.login}.json`), "utf8")
	const account = await crypto.readKeyFile(text.trim(), ORIGIN)
	return { account, ...await crypto.deriveAuth(account, demo.password) }
}

/**
 * Password and key file to an open keyring, as the page for signing in does it.
 *
 * @returns {Promise<{ client: Client, session: any, keyring: any, account: any }>} keyring null without keys
 */
export async function signIn(demo) {
	const { account, authKey, unlocker } = await secretsOf(demo)
	const client = new Client()
	const answer = await client.post("/api/auth/login", { login: demo.login, auth_key: authKey })
	if (answer.status !== 200)
		throw new Error(`${demo.login} cannot sign in: ${answer.status} ${answer.text}`)
	const { session, keys } = answer.json
	const keyring = session.inst === null ? null : await crypto.unlock(unlocker, account, keys)
	return { client, session, keyring, account }
}

/** A name of letters, which nobody else has: forms want one, and nobody is a namesake by chance. */
export const ownName = () => `Анна${[...randomUUID().slice(0, 8)].map((digit) => "абвгдежзиклмнопр"[Number.parseInt(digit, 16)]).join("")}`

/** The members of a passport, in their order. */
export const passport = (given) => ({
	surname: "", name: ownName(), patronymic: "", previousSurname: "", born: "1950-01-01", sex: "f", snils: "", oms: "",
	document: "", address: "", phones: [], caregivers: [], card: "", ...given,
})

/** Records a death of today, as the page of the register entry does. */
export const recordDeath = (client, patient) => client.post(`/patients/${patient}/entry/state`, { action: "remove",
	from: sql(`SELECT status FROM patient WHERE id = '${patient}'`), on: today(), reason: "death", place_of_death: "home",
	cause: "C34.1", preferred_place_met: "yes" })

/** A day begins at the place, as for the programs. */
export const ZONE = process.env.PALREG_TZ ?? "Europe/Moscow"

/** So many days from today. */
export const days = (n) => new Date(Date.now() + n * 86_400_000).toLocaleDateString("sv-SE", { timeZone: ZONE })

export const today = () => days(0)

/** As people write it. */
export const day = (n) => days(n).split("-").reverse().join(".")

const places = new Map()
/** Where a doctor's patients are, and any district. */
export const placeOf = (login) => {
	if (!places.has(login)) {
		const [institution, district] = sql(`SELECT a.area_id, (SELECT min(id) FROM area WHERE kind = 'district')
			FROM account a WHERE a.login = '${login}'`).split("|")
		places.set(login, { institution, district })
	}
	return places.get(login)
}

/** The fields of POST /patients for a sealed identity. */
export async function admission(doctor, demo, identity, changes = {}) {
	const rec = changes.id ?? randomUUID()
	const object = passport(identity)
	const sealed = await crypto.sealDocument(doctor.keyring, {
		t: "passport", rec, rev: 1, object, ts: Math.floor(Date.now() / 1000),
	})
	return {
		id: rec, passport: sealed.text, year_of_birth: object.born.slice(0, 4), sex: object.sex,
		...placeOf(demo.login), diagnosis: "C34.1", date_in: today(), ...changes,
	}
}

/** The fields that keep every warning a refused form asks about. */
export function reasonsFor(html, reason = "benefit") {
	const shown = /<div data-list="findings"[\s\S]*?<template/.exec(html)?.[0] ?? ""
	const fields = {}
	for (const [, asked, n, key] of shown.matchAll(/<span data-if="asks"( hidden)?><input type="hidden" name="finding_(\d+)" value="([^"]*)"/g))
		if (asked === undefined)
			Object.assign(fields, { [`finding_${n}`]: key, [`reason_${n}`]: reason })
	return fields
}

/** A client that keeps every warning with a reason, for tests that are about something else. */
export const keeping = (client) => ({
	get: (...args) => client.get(...args),
	post: async (path, fields, ...rest) => {
		const answer = await client.post(path, fields, ...rest)
		const reasons = answer.status === 422 ? reasonsFor(answer.text) : {}
		return Object.keys(reasons).length > 0 ? client.post(path, { ...fields, ...reasons }, ...rest) : answer
	},
})

/** What an entry needs to be active at once. */
export const conclusion = { commission_no: "128/П", commission_on: today(), basis: "onco", consent_on: today() }

/** A patient of this doctor's, under observation; the fields of his admission. */
export async function registered(doctor, demo, changes = {}) {
	const fields = await admission(doctor, demo, { surname: "Пробная" }, { ...conclusion, ...changes })
	const { status, text } = await doctor.client.post("/patients", fields)
	if (status !== 303)
		throw new Error(`not admitted: ${status} ${text}`)
	return fields
}

/** The record of a death of today, as fields of a step between the states. */
export const death = {
	action: "remove", from: "active", on: today(), reason: "death", place_of_death: "home", cause: "C34.1", preferred_place_met: "yes",
}
