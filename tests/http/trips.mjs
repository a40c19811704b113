// trips.mjs: how often one request asks the database, counted at its socket.
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { ORIGIN, ROOT, STATE } from "./client.mjs"

const SHARE = join(STATE, "app/share")

/** The round trips of one request, each a list of statement names; with fields they are posted, and what they change stays. */
export function tripsOf(client, path, fields) {
	const body = fields === undefined ? [] : [new URLSearchParams({ csrf: client.csrf, ...fields }).toString()]
	const recorded = execFileSync("node", [join(ROOT, "bench/record.mjs"), join(STATE, "app/libexec/palreg/palreg-register"), path, client.cookie, ...body], {
		encoding: "utf8", env: {
			PATH: process.env.PATH, LANG: "C.UTF-8", TZ: "UTC", PALREG_DB: `host=${join(STATE, "run/db")} dbname=palreg`, PALREG_ORIGIN: ORIGIN,
			PALREG_TEMPLATES: `${SHARE}/palreg/templates:${SHARE}/palreg/generated`, PALREG_STATIC: `${SHARE}/palreg/static`, PALREG_LOCALE: `${SHARE}/locale`,
		},
	})
	return JSON.parse(recorded).trips.map((trip) => trip.map(([name]) => name))
}
