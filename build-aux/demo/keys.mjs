// @ts-check
/**
 * @file keys.mjs: everybody's keys and every sealed document, by the modules the browser runs.
 *
 * What is made here differs from run to run; nobody has it but the files beside accounts.json.
 */
import { acceptInvite, admitMember, createAccount, createInstitution, extendRoster, inviteMember, sealDocument, unlock }
	from "../../static/js/crypto/index.js"
import { sealedOf } from "../../static/js/ui/passport.js"
import { notesOf } from "./notes.mjs"
import { CUSTODIANS, INSTITUTIONS, institutionOf, passphrasesOf, PEOPLE } from "./region.mjs"

/** @import { Keyring } from "../../static/js/crypto/keyring.js" */
/** @import { Model, Patient } from "./model.mjs" */
/** @import { DemoNote } from "./notes.mjs" */
/** @import { Person } from "./region.mjs" */

/** An account of no institution: its key file names none. */
const NIL = "00000000-0000-0000-0000-000000000000"
const ZERO32 = "A".repeat(43)
const DAY = 86_400

/**
 * @typedef {object} Enrolled  for the server, but for the key file
 * @property {string} authKey  base64url
 * @property {string} bundle
 * @property {string} sigPub  base64url
 * @property {string} encPub
 * @property {string} proof  empty for a first officer, whom root admitted
 * @property {string} keyFile
 * @property {Keyring | null} keyring
 */

/**
 * @typedef {object} Institution
 * @property {number} area
 * @property {string} inst
 * @property {string[]} roster
 * @property {{ text: string, sender: string, recipient: string }[]} grants
 * @property {string} recoverySet
 * @property {string} recoveryFile
 * @property {string[]} shareFiles
 */

/** @typedef {{ institutions: Institution[], accounts: Map<string, Enrolled> }} Keys */

/**
 * @typedef {object} Sealed
 * @property {Patient} patient
 * @property {DemoNote | null} note  null for a passport
 * @property {string} inst
 * @property {number} rev
 * @property {string} by  login
 * @property {number} ts
 * @property {string} prev  base64url, empty for the first
 * @property {string} text
 * @property {string} docHash  base64url
 * @property {boolean} current
 * @property {number} seq
 */

/** @param {Uint8Array} bytes */
const base64url = (bytes) => Buffer.from(bytes).toString("base64url")

/** @param {string} iso */
const seconds = (iso) => Math.floor(Date.parse(iso) / 1000)

/**
 * @param {Model} model
 * @param {Person} officer
 * @param {string} origin
 */
async function foundInstitution({ ids, since }, officer, origin) {
	const user = ids[officer.login] ?? ""
	const founded = await createInstitution({
		inst: ids[officer.area] ?? "", origin, now: seconds(since), passphrases: passphrasesOf(officer.area),
		officer: { user, login: officer.login, password: officer.password },
	})
	const { keyring } = founded
	const own = /** @type {import("../../static/js/crypto/roster.js").Member} */ (keyring.roster.active.get(user))
	/** @type {Enrolled} */
	const enrolled = {
		authKey: founded.authKey, bundle: founded.bundle, sigPub: base64url(own.sigPub), encPub: base64url(own.encPub),
		proof: "", keyFile: founded.keyFile, keyring,
	}
	/** @type {Institution} */
	const institution = {
		area: officer.area, inst: founded.inst, roster: [founded.genesis, founded.add, founded.epoch],
		grants: [{ text: founded.grantUser, sender: user, recipient: user },
			{ text: founded.grantRecovery, sender: user, recipient: NIL }],
		recoverySet: founded.recoverySet, recoveryFile: founded.recoveryFile, shareFiles: founded.shareFiles,
	}
	return { institution, enrolled }
}

/**
 * @param {Institution} institution  takes the entry and the grants
 * @param {Keyring} officer  learns of the entry
 * @param {Person} person
 * @param {{ user: string, origin: string, now: number }} given
 * @returns {Promise<Enrolled>}
 */
async function admit(institution, officer, { login, password, member }, { user, origin, now }) {
	const { text, ...invited } = await inviteMember(officer, { user, login, role: member ?? "doctor", now })
	const made = await acceptInvite(text, { origin, now, password })
	const { entry, grants } = await admitMember(officer, invited, { ...made, user, login }, now)
	await extendRoster(officer, [entry])
	institution.roster.push(entry)
	institution.grants.push(...grants.map((text) => ({ text, sender: officer.user, recipient: user })))
	const keyring = await unlock(made.unlocker, made.account, { bundle: made.bundle, roster: institution.roster, grants })
	return { ...made, keyring }
}

/**
 * @param {Model} model
 * @param {string} origin
 * @returns {Promise<Keys>}
 */
export async function enrolAll(model, origin) {
	/** @type {Keys} */
	const keys = { institutions: [], accounts: new Map() }
	for (const { area } of INSTITUTIONS) {
		const staff = PEOPLE.filter((person) => institutionOf(person.area) === area)
		const [first, ...others] = staff
		if (first?.member !== "officer")
			throw new TypeError(`no officer in area ${area}`)
		const { institution, enrolled } = await foundInstitution(model, first, origin)
		keys.institutions.push(institution)
		keys.accounts.set(first.login, enrolled)
		for (const [i, person] of others.entries()) {
			const given = { user: model.ids[person.login] ?? "", origin, now: seconds(model.since) + (i + 1) * DAY }
			const officer = /** @type {Keyring} */ (enrolled.keyring)
			keys.accounts.set(person.login, await admit(institution, officer, person, given))
		}
	}
	for (const { login, password, member } of PEOPLE) {
		if (member !== null)
			continue
		const made = await createAccount({
			inst: NIL, user: model.ids[login] ?? "", login, password, origin, root: ZERO32, roster: { seq: 0, head: ZERO32 },
		})
		keys.accounts.set(login, { ...made, keyring: null })
	}
	return keys
}

/**
 * @param {Model} model
 * @param {Keys} keys
 * @returns {Promise<Sealed[]>} in the order in which the institutions numbered them
 */
export async function sealAll({ patients, ids }, { accounts }) {
	/** @type {Sealed[]} */
	const sealed = []
	for (const patient of patients) {
		let prev = ""
		for (const [i, { at, by, passport }] of patient.revisions.entries()) {
			const ts = seconds(at)
			const { text, docHash } = await sealDocument(/** @type {Keyring} */ (accounts.get(by)?.keyring), {
				t: "passport", rec: patient.id, rev: i + 1, ...(prev === "" ? {} : { prev }), object: sealedOf(passport), ts,
			})
			const current = i === patient.revisions.length - 1
			sealed.push({ patient, note: null, inst: ids[patient.institution] ?? "", rev: i + 1, by, ts, prev, text, docHash, current, seq: 0 })
			prev = docHash
		}
		for (const { at, by, note } of notesOf(patient)) {
			const ts = seconds(at)
			const { rec, kind, on, text: content } = note
			const { text, docHash } = await sealDocument(/** @type {Keyring} */ (accounts.get(by)?.keyring), {
				t: "note", rec, rev: 1, object: { of: patient.id, kind, on, text: content }, ts,
			})
			sealed.push({ patient, note, inst: ids[patient.institution] ?? "", rev: 1, by, ts, prev: "", text, docHash, current: true, seq: 0 })
		}
	}
	sealed.sort((a, b) => a.ts - b.ts || a.rev - b.rev)
	/** @type {Map<string, number>} */
	const last = new Map()
	for (const document of sealed) {
		document.seq = (last.get(document.inst) ?? 0) + 1
		last.set(document.inst, document.seq)
	}
	return sealed
}

/** @param {Institution} institution */
export const shareNames = ({ area }) => passphrasesOf(area).map((passphrase, i) =>
	({ file: `share-${i + 1}.json`, passphrase, custodian: CUSTODIANS[i] ?? "" }))
