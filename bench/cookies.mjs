// cookies.mjs: the cookies of the sessions that sessions.sql opened: node bench/cookies.mjs SEED COUNT
import { createHash } from "node:crypto"

const [seed, count] = process.argv.slice(2)
for (let n = 1; n <= Number(count); n++)
	console.log(createHash("sha256").update(seed + n).digest("base64url"))
