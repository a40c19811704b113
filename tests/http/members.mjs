// members.mjs: people of an institution of a test's own, made as their browsers make them.
import * as crypto from "../../static/js/crypto/index.js"
import { Client, inviteAccount, ORIGIN } from "./client.mjs"

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

/** An officer's invitation, known to the server; text is what he hands over. */
export async function invited(officer, { user, login, role = "doctor" }) {
	const made = await crypto.inviteMember(officer.keyring, { user, login, role, now: now() })
	const answer = await officer.client.post("/api/auth/invites", { invite: made.inviteId, user, login, role, exp: made.exp })
	return { ...made, answer }
}

/** What the invited person's browser makes of it, as fields for the server. */
export async function accepted(text, password = PASSWORD) {
	const made = await crypto.acceptInvite(text, { origin: ORIGIN, now: now(), password })
	const { inviteId, authKey, bundle, sigPub, encPub, proof, tag } = made
	return { ...made, fields: { invite: inviteId, auth_key: authKey, bundle, sig_pub: sigPub, enc_pub: encPub, proof, tag } }
}

/** The officer's signature under an answer, and what the server says to it. */
export async function admitted(officer, made, invitation) {
	await upToDate(officer)
	const { user, login } = invitation
	const { entry, grants } = await crypto.admitMember(officer.keyring, invitation, { ...made, user, login }, now())
	const answer = await officer.client.post("/api/auth/admission", { invite: made.inviteId, entry, grants: grants.join("\n") || undefined })
	if (answer.status === 201)
		await upToDate(officer)
	return answer
}

/**
 * A new member, admitted by an officer who is signed in.
 *
 * @returns {Promise<{ login: string, user: string, account: object, authKey: string, unlocker: object }>}  as enter wants it
 */
export async function newMember(inst, officer, role = "doctor") {
	const { login, user } = inviteAccount(inst.area)
	const invitation = await invited(officer, { user, login, role })
	const made = await accepted(invitation.text)
	const steps = [invitation.answer, await new Client().post("/api/auth/answer", made.fields), await admitted(officer, made, invitation)]
	const refused = steps.find(({ status }) => status !== 201)
	if (refused !== undefined)
		throw new Error(`not admitted: ${refused.status} ${refused.text}`)
	return { login, user, account: made.account, authKey: made.authKey, unlocker: made.unlocker }
}
