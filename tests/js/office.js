// @ts-check
/** @file office.js: an institution of a test's own; what a server would keep of it is kept here. */
import * as door from "../../static/js/crypto/index.js"
import { NIL } from "../../static/js/crypto/bytes.js"
import { readGrantInfo } from "../../static/js/crypto/grant.js"

export const origin = "https://register.example.org"
export const now = 1767225600
export const passphrases = ["custodian one passphrase", "custodian two passphrase", "custodian three passphrase"]
export const PASSWORD = "correct horse žluťoučký 7"

/** The server: entries in their order, and one grant for each epoch and recipient. */
export class Office {
	constructor(founded, login) {
		this.founded = founded
		this.inst = founded.inst
		this.roster = [founded.genesis, founded.add, founded.epoch]
		this.grants = new Map()
		this.set = founded.recoverySet
		this.keep([founded.grantUser, founded.grantRecovery])
		this.people = new Map([[login, { bundle: founded.bundle, account: null, unlocker: null }]])
	}

	static async found(login = "ana") {
		const officer = { user: crypto.randomUUID(), login, password: PASSWORD }
		const founded = await door.createInstitution({ passphrases, officer, origin, now })
		const office = new Office(founded, login)
		const account = await door.readKeyFile(founded.keyFile, origin)
		const { unlocker } = await door.deriveAuth(account, PASSWORD)
		office.people.set(login, { bundle: founded.bundle, account, unlocker })
		return office
	}

	/** @param {string[]} grants */
	keep(grants) {
		for (const text of grants) {
			const { e, recipient } = readGrantInfo(text)
			this.grants.set(`${e} ${recipient}`, text)
		}
	}

	given() {
		return [...this.grants.values()].map((text) => {
			const { e, recipient, sender, rosterSeq } = readGrantInfo(text)
			return { e, recipient, sender, seq: rosterSeq }
		})
	}

	/** Grants to who has new keys, or none any more, go before those that came are kept. */
	take({ entries, grants }, gone = []) {
		this.roster.push(...entries)
		for (const key of this.grants.keys())
			if (gone.includes(key.split(" ")[1]))
				this.grants.delete(key)
		this.keep(grants)
	}

	grantsTo(user) {
		return [...this.grants].filter(([key]) => key.endsWith(user)).map(([, text]) => text)
	}

	/** Sign in: the keyring of somebody, from what stands here now. */
	async open(login) {
		const { account, unlocker, bundle } = this.people.get(login)
		return door.unlock(unlocker, account, { bundle, roster: this.roster, grants: this.grantsTo(account.user) })
	}

	/** Invitation and answer, as far as the officer's part. */
	async answered(keyring, { login, role, user = crypto.randomUUID() }) {
		const { text, ...invited } = await door.inviteMember(keyring, { user, login, role, now })
		const made = await door.acceptInvite(text, { origin, now, password: PASSWORD })
		return { invited, answered: { ...made, user, login }, person: { bundle: made.bundle, account: made.account, unlocker: made.unlocker } }
	}

	async admit(officer, login, role) {
		const { invited, answered, person } = await this.answered(officer, { login, role })
		const { entry, grants } = await door.admitMember(officer, invited, answered, now)
		this.take({ entries: [entry], grants })
		this.people.set(login, person)
		return { user: invited.user, proof: answered.proof }
	}

	papersToSign(entry, next = "") {
		return this.papers("sign", { entry, next })
	}

	papers(kind, rest) {
		const { inst, roster, set } = this
		return JSON.stringify({ rpp: "papers", v: 1, kind, inst, origin, institution: "Хоспис", roster, set, ...rest })
	}

	/** What the operator's link gives for the restoring of somebody. */
	papersFor(user, login) {
		return this.papers("restore", { user, login, name: "Кто-то", grants: this.grantsTo(NIL), given: this.given() })
	}
}

/** A passport, sealed. */
export const sealedPassport = (keyring, rec, surname = "Ветрова") =>
	door.sealDocument(keyring, { t: "passport", rec, rev: 1, ts: now, object: { surname } })
