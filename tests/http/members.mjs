// members.mjs: people of an institution of a test's own, made as their browsers make them.
import * as crypto from "../../static/js/crypto/index.js"
import { Client, ctl, inviteAccount } from "./client.mjs"

export const now = () => Math.floor(Date.now() / 1000)

/** The password of everybody here. */
export const PASSWORD = "совсем другой длинный пароль"

/** The keyring learns of what others have added to the roster since. */
export async function upToDate({ client, keyring }) {
	const { keys } = (await client.get(`/api/auth/keys?after=${keyring.roster.seq}`)).json
	if (keys.roster.length > 0)
		await crypto.extendRoster(keyring, keys.roster)
}

/** Sign in as a member whose keys were made here. */
export async function enter({ account, authKey, unlocker }) {
	const client = new Client()
	const { status, text, json } = await client.post("/api/auth/login", { login: account.login, auth_key: authKey })
	if (status !== 200)
		throw new Error(`${account.login} cannot sign in: ${status} ${text}`)
	return { client, session: json.session, authKey, unlocker, account, keyring: await crypto.unlock(unlocker, account, json.keys) }
}

/** What a page load does: the keys of now. */
export async function reload(who) {
	const { keys } = (await who.client.get("/api/auth/keys")).json
	who.keyring = await crypto.unlock(who.unlocker, who.account, keys)
}

/**
 * A new member, admitted by an officer who is signed in.
 *
 * @returns {Promise<{ login: string, user: string, account: object, authKey: string, unlocker: object }>}  as enter wants it
 */
export async function newMember(inst, officer, role = "doctor") {
	const { login, user } = inviteAccount(inst.area)
	const token = ctl("join-link", login, role).split("#")[1]
	const { json } = await new Client().get(`/api/auth/join?token=${token}`)
	const made = await crypto.createAccount({ ...json, password: PASSWORD, roster: { seq: json.rosterSeq, head: json.rosterHead } })
	const { authKey, bundle, sigPub, encPub, proof } = made
	await new Client().post("/api/auth/join", { token, auth_key: authKey, bundle, sig_pub: sigPub, enc_pub: encPub, proof })
	await upToDate(officer)
	const { entry, grants } = await crypto.admitMember(officer.keyring, { user, login, role, sigPub, encPub, proof, now: now() })
	const answer = await officer.client.post("/api/auth/admission", { user, entry, grants: grants.join("\n") || undefined })
	if (answer.status !== 201)
		throw new Error(`not admitted: ${answer.status} ${answer.text}`)
	await upToDate(officer)
	return { login, user, account: made.account, authKey, unlocker: made.unlocker }
}
