// totp.mjs: the authenticator of the tests: RFC 6238 by Node's own HMAC, so that liboath is not judged by itself.
import { createHmac } from "node:crypto"

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

/** @param {string} text  base32, blanks allowed */
function bytesOf(text) {
	const bits = [...text.replaceAll(" ", "")].map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, "0")).join("")
	return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)))
}

export const stepNow = () => Math.floor(Date.now() / 30_000)

/** The six digits of a step of time. */
export function codeOf(secret, step) {
	const counter = Buffer.alloc(8)
	counter.writeBigUInt64BE(BigInt(step))
	const mac = createHmac("sha1", bytesOf(secret)).update(counter).digest()
	return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0")
}

/** Six digits that are no code of this minute. */
export const wrongCode = (secret) => {
	const near = [-2, -1, 0, 1, 2].map((i) => codeOf(secret, stepNow() + i))
	return ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !near.includes(code)) ?? "666666"
}

/** Does something within one step of time; once more where a step ended meanwhile. */
export async function inOneStep(what) {
	for (;;) {
		const step = stepNow()
		const result = await what(step)
		if (step === stepNow())
			return result
	}
}

/** What a page that shows a secret, or recovery codes, shows. */
export const secretIn = (html) => /id="secret">([A-Z2-7 ]+)</.exec(html)?.[1]
export const codesIn = (html) => [...html.matchAll(/<li><code>([A-Z2-9-]+)<\/code>/g)].map(([, code]) => code)
