// t0020-headers.test.mjs: the security headers of every answer, and what HTTP asks of a good server.
import assert from "node:assert/strict"
import { randomUUID } from "node:crypto"
import { before, describe, test } from "node:test"
import { Client, OWN } from "./client.mjs"
import { demoAccount, isOfficer, signIn } from "./doctor.mjs"
import { routes } from "./routes.mjs"

const WANTED = {
	"strict-transport-security": /^max-age=63072000; includeSubDomains$/,
	"x-content-type-options": /^nosniff$/,
	"referrer-policy": /^no-referrer$/,
	"cross-origin-opener-policy": /^same-origin$/,
	"cross-origin-resource-policy": /^same-origin$/,
	"cross-origin-embedder-policy": /^require-corp$/,
	"permissions-policy": /camera=\(\)/,
	"integrity-policy": /blocked-destinations=\(script\)/,
	"content-security-policy": /default-src 'none'.*script-src 'self' 'sha256-[A-Za-z0-9+/=]+' 'wasm-unsafe-eval'.*require-trusted-types-for 'script'/,
}

/** Each header once, with the wanted value; pages are never stored. */
function check(answer, what) {
	for (const [name, value] of Object.entries(WANTED)) {
		const times = answer.rawHeaders.filter((h, i) => i % 2 === 0 && h.toLowerCase() === name).length
		assert.equal(times, 1, `${what}: ${name} stands ${times} times`)
		assert.match(answer.headers[name], value, `${what}: ${name}`)
	}
	assert.equal(answer.headers["cache-control"], answer.headers.etag ? "private, no-cache" : "no-store", `${what}: cache-control`)
	assert.equal(answer.headers["x-powered-by"], undefined)
	assert.doesNotMatch(answer.headers.server ?? "", /\d/, "no version is told")
}

let client
before(async () => { client = (await signIn(demoAccount(isOfficer))).client })

describe("headers on every answer", () => {
	for (const route of routes.filter((r) => !/logout|sessions|lock$/.test(r.path)))
		test(`${route.method} ${route.path}`, async () => {
			const path = route.path.replace(":id", randomUUID())
			const signed = route.method === "GET" ? await client.get(path) : await client.post(path, {})
			check(signed, "signed in")
			check(await (route.method === "GET" ? new Client().get(path) : new Client().post(path, {})), "signed out")
		})
	for (const path of ["/no-such-page", "/%ff", "/patients/not-a-uuid", "/static/none.js", "/demo/keyfiles/none.json",
		"/api/none", "/admin/none", "/reports/none"])
		test(`GET ${path}`, async () => {
			const answer = await client.get(path)
			assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`)
			check(answer, path)
		})
})

describe("HTTP", () => {
	test("HEAD answers as GET without a body", async () => {
		const got = await client.get("/patients"), head = await client.send("HEAD", "/patients")
		assert.equal(head.status, 200)
		assert.equal(head.text, "")
		assert.equal(head.headers["content-type"], got.headers["content-type"])
	})
	test("before signing in the browser says which language is spoken", async () => {
		for (const [accepted, lang] of [["en-GB,en;q=0.9,ru;q=0.5", "en"], ["ru,en;q=0.8", "ru"], ["fi", "ru"], ["", "ru"]])
			assert.match((await new Client().get("/login", { "Accept-Language": accepted })).text, new RegExp(`<html lang="${lang}">`), accepted)
	})
	test("a method that a path does not take is 405 and says which it takes", async () => {
		const answer = await client.send("DELETE", "/patients")
		assert.equal(answer.status, 405)
		assert.match(answer.headers.allow ?? "", /GET/)
		assert.match(answer.headers.allow ?? "", /POST/)
	})
	test("another type of body is 415, a body too large 413, both as pages", async () => {
		const json = await client.send("POST", "/patients", { body: "{}", headers: { ...OWN, "Content-Type": "application/json" } })
		assert.equal(json.status, 415)
		assert.match(json.text, /<html/)
		const big = await client.post("/patients", { passport: "x".repeat(300_000) })
		assert.equal(big.status, 413)
		assert.match(big.text, /<header/, "in the layout of the site")
		check(big, "413")
		check(await client.post("/patients", { passport: "x".repeat(2_000_000) }), "413 of nginx")
	})
	test("an unknown field is 400", async () =>
		assert.equal((await client.get("/patients?colour=green")).status, 400))
	test("the error of a page is in the layout, of the API in JSON", async () => {
		assert.match((await client.get("/patients/00000000-0000-4000-8000-000000000000")).text, /<header/)
		const api = await client.get("/api/documents/00000000-0000-4000-8000-000000000000/versions")
		assert.equal(api.status, 404)
		assert.equal(api.json.error, "not_found")
	})
	test("a suggestion that has not changed is 304", async () => {
		const path = `/api/diagnoses?q=${encodeURIComponent("лёгкого")}`
		const first = await client.get(path)
		assert.ok(first.json.items.length > 0)
		assert.equal(first.headers["cache-control"], "private, no-cache")
		const again = await client.get(path, { "If-None-Match": first.headers.etag })
		assert.equal(again.status, 304)
		assert.equal(again.text, "")
		assert.equal((await client.get(path, { "If-None-Match": '"other"' })).status, 200)
	})
	test("static files are named by their content and kept for a year", async () => {
		const page = await new Client().get("/login")
		const [, style] = /href="(\/static\/[^"]+\.css)"/.exec(page.text)
		const css = await new Client().get(style)
		assert.equal(css.status, 200)
		assert.equal(css.headers["cache-control"], "public, max-age=31536000, immutable")
	})
})
