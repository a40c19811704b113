// authenticator.mjs: the security key of the tests: CTAP's authenticator data by hand, signatures by Node's own crypto.
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto"
import { ORIGIN } from "./client.mjs"

const sha256 = (data) => createHash("sha256").update(data).digest()
const u32 = (n) => Buffer.from([n >>> 24, n >>> 16, n >>> 8, n].map((byte) => byte & 255))

/** As much of CBOR as a COSE key needs: small integers, bytes, maps. */
export function cbor(value) {
	const head = (major, n) => n < 24 ? Buffer.from([major << 5 | n]) : n < 256 ? Buffer.from([major << 5 | 24, n]) : Buffer.from([major << 5 | 25, n >> 8, n & 255])
	if (typeof value === "number")
		return value >= 0 ? head(0, value) : head(1, -1 - value)
	if (Buffer.isBuffer(value))
		return Buffer.concat([head(2, value.length), value])
	return Buffer.concat([head(5, value.size), ...[...value].flatMap(([k, v]) => [cbor(k), cbor(v)])])
}

/** Of each algorithm: its key pair, its COSE key, how it signs. */
const KINDS = {
	"-7": { pair: () => generateKeyPairSync("ec", { namedCurve: "P-256" }), hash: "sha256",
		cose: ({ x, y }) => [[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, "base64url")], [-3, Buffer.from(y, "base64url")]] },
	"-8": { pair: () => generateKeyPairSync("ed25519"), hash: null,
		cose: ({ x }) => [[1, 1], [3, -8], [-1, 6], [-2, Buffer.from(x, "base64url")]] },
	"-257": { pair: () => generateKeyPairSync("rsa", { modulusLength: 2048 }), hash: "sha256",
		cose: ({ n, e }) => [[1, 3], [3, -257], [-1, Buffer.from(n, "base64url")], [-2, Buffer.from(e, "base64url")]] },
	// ES384: a kind that the register does not take.
	"-35": { pair: () => generateKeyPairSync("ec", { namedCurve: "P-384" }), hash: "sha384",
		cose: ({ x, y }) => [[1, 2], [3, -35], [-1, 2], [-2, Buffer.from(x, "base64url")], [-3, Buffer.from(y, "base64url")]] },
}
const PRESENT = 1, ATTESTED = 64

export class SoftKey {
	constructor(algorithm = -7) {
		this.kind = KINDS[algorithm]
		this.id = randomBytes(32)
		this.counter = 0
		const { privateKey, publicKey } = this.kind.pair()
		this.privateKey = privateKey
		this.cose = cbor(new Map(this.kind.cose(publicKey.export({ format: "jwk" }))))
	}

	/** What the browser would have it sign; more replaces or adds members. */
	client(type, challenge, more = {}) {
		return Buffer.from(JSON.stringify({ type, challenge, origin: ORIGIN, crossOrigin: false, ...more }))
	}

	data({ host = new URL(ORIGIN).hostname, flags = PRESENT, counter = ++this.counter } = {}, attested = Buffer.alloc(0)) {
		return Buffer.concat([sha256(host), Buffer.from([flags]), u32(counter), attested])
	}

	/** "client.data", as createKey() of the browser makes it. */
	create({ challenge }, given = {}) {
		const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([this.id.length >> 8, this.id.length & 255]), this.id, this.cose])
		const data = this.data({ counter: 0, ...given, flags: given.flags ?? PRESENT | ATTESTED }, attested)
		return [this.client(given.type ?? "webauthn.create", challenge, given.client), data].map((part) => part.toString("base64url")).join(".")
	}

	/** "credential.client.data.signature", as askKey() of the browser makes it. */
	get({ challenge }, given = {}) {
		const client = this.client(given.type ?? "webauthn.get", challenge, given.client)
		const data = this.data(given)
		const signature = sign(this.kind.hash, Buffer.concat([data, sha256(client)]), this.privateKey)
		return [given.id ?? this.id, client, data, given.signature?.(signature) ?? signature].map((part) => part.toString("base64url")).join(".")
	}
}

/** What the page for a new key asks. */
export const questionIn = (html) => {
	const found = /data-question="([^"]+)"/.exec(html)?.[1]
	return found === undefined ? undefined : JSON.parse(found.replaceAll("&quot;", "\""))
}
