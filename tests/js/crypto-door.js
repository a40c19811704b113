// @ts-check
/** @file crypto-door.js: an institution with an officer and a doctor, made through the door; what its tests share. */
import assert from "node:assert/strict"
import { IDBKeyRange } from "../node_modules/fake-indexeddb/build/esm/index.js"
import { randomBytes, toBase64url } from "../../static/js/crypto/bytes.js"
import * as door from "../../static/js/crypto/index.js"

globalThis.IDBKeyRange = IDBKeyRange

export const origin = "https://register.example.org"
export const now = 1767225600
export const passphrases = ["custodian one passphrase", "custodian two passphrase", "custodian three passphrase"]
export const officer = { user: crypto.randomUUID(), login: "ana", password: "correct horse žluťoučký 7" }
export const founded = await door.createInstitution({ passphrases, officer, origin, now })
export const { inst, keyring: officerKeys } = founded
export const root = officerKeys.anchor.root

export const doctor = { inst, user: crypto.randomUUID(), login: "cyril", password: "another good password", origin, root,
	roster: officerKeys.anchor.roster }
export const invited = await door.inviteMember(officerKeys, { user: doctor.user, login: doctor.login, role: "doctor", now })
export const created = await door.acceptInvite(invited.text, { origin, now, password: doctor.password })
export const { sigPub, encPub } = created
export const answered = { ...created, user: doctor.user, login: doctor.login }
export const admission = await door.admitMember(officerKeys, invited, answered, now + 60)
export const roster = [founded.genesis, founded.add, founded.epoch, admission.entry]
export const forOfficer = { bundle: founded.bundle, roster, grants: [founded.grantUser, founded.grantRecovery] }
export const forDoctor = { bundle: created.bundle, roster, grants: admission.grants }
export const doctorKeys = await door.unlock(created.unlocker, created.account, forDoctor)

export const alarm = (reason) => (error) => {
	assert.equal(error.name, "IntegrityAlarm", error.stack)
	assert.match(error.incident, /^[0-9a-f]{8}-[0-9a-f]{4}-4/)
	assert.equal(error.reason, reason, error.cause?.stack)
	return true
}
export const wrong = (reason) => ({ name: "WrongSecret", reason })
export const copy = (keyring) => ({ ...keyring, reader: { ...keyring.reader, epochs: new Map(keyring.reader.epochs) } })
export const passport = (rec, more = {}) => ({ t: /** @type {const} */ ("passport"), rec, rev: 1, ts: now,
	object: { surname: "Новак", name: "Яна" }, ...more })
export const keys = (object) => Object.keys(object).toSorted()
export const sorted = (map) => [...map].toSorted()
export const half = () => toBase64url(randomBytes(32))
export const who = ({ inst: i, user }) => ({ inst: i, user })
export const loadIndex = async (keyring, idb) => {
	const sealed = await door.findIndex(who(keyring), idb)
	return sealed === null ? null : door.loadIndex(keyring, sealed)
}
