// @ts-nocheck
// What went wrong is told apart, and nobody is led off this site after signing in.
import assert from "node:assert/strict"
import { test } from "node:test"

globalThis.location = new URL("https://register.example/login")
globalThis.document = { querySelector: () => ({ getAttribute: () => "the-token", setAttribute() {} }), querySelectorAll: () => [] }
const { ApiError, getJson, Offline, onCodeWanted, onSessionOver, postForm, safePath } = await import("../../static/js/ui/api.js")

const answer = (body, status = 200) =>
	new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json; charset=utf-8" } })
let asked
const answerWith = (status, body, type = "basic") => {
	globalThis.fetch = async (path, init) => {
		asked = { path, init }
		if (type === "opaqueredirect")
			return { ok: false, status: 0, type, json: async () => { throw new Error("none") } }
		return typeof body === "string" ? new Response(body, { status }) : answer(body, status)
	}
}

test("a form carries the token and leaves out what is undefined", async () => {
	answerWith(200, { ok: 1 })
	assert.deepEqual(await postForm("/api/x", { name: "Ёлка & Co", none: undefined, n: 7 }), { ok: 1 })
	assert.deepEqual([...new URLSearchParams(asked.init.body)], [["name", "Ёлка & Co"], ["n", "7"], ["csrf", "the-token"]])
	assert.equal(asked.init.credentials, "same-origin")
	assert.equal(asked.init.redirect, "manual")
})
test("a refusal has its status, code and the server's words", async () => {
	answerWith(429, { error: "wait", message: "Подождите", wait: 4 })
	await assert.rejects(getJson("/api/x"), (error) => error instanceof ApiError && error.status === 429 &&
		error.code === "wait" && error.text === "Подождите" && error.body.wait === 4 && !error.sessionOver)
})
test("where a fresh code is needed it is asked for, and the request sent once more as it was; refused without one", async () => {
	const sent = []
	let fresh = false
	globalThis.fetch = async (path, init) => {
		sent.push(init.body)
		return fresh ? answer({}) : answer({ error: "factor" }, 403)
	}
	await assert.rejects(postForm("/api/x", { n: 1 }), { code: "factor" })
	onCodeWanted(async () => false)
	await assert.rejects(postForm("/api/x", { n: 1 }), { code: "factor" })
	assert.equal(sent.length, 2)
	onCodeWanted(async () => { fresh = true; return true })
	assert.deepEqual(await postForm("/api/x", { n: 2 }), {})
	assert.deepEqual(sent.slice(2), ["n=2&csrf=the-token", "n=2&csrf=the-token"])
	onCodeWanted(async () => true)
	fresh = false
	await assert.rejects(postForm("/api/x", { n: 3 }), { code: "factor" }, "asked once")
	answerWith(401, { error: "factor" })
	await assert.rejects(postForm("/api/auth/login", {}), { code: "factor" }, "signing in asks by itself")
	onCodeWanted(async () => false)
})
test("an answer that is no JSON is the server's trouble, not ours", async () => {
	answerWith(502, "<html>bad gateway</html>")
	await assert.rejects(getJson("/api/x"), (error) => error instanceof ApiError && error.code === "server")
})
test("no answer is Offline; an aborted question stays aborted", async () => {
	globalThis.fetch = async () => { throw new TypeError("Failed to fetch") }
	await assert.rejects(getJson("/api/x"), Offline)
	globalThis.fetch = async () => { throw new DOMException("aborted", "AbortError") }
	await assert.rejects(getJson("/api/x"), { name: "AbortError" })
	globalThis.fetch = async () => { throw new DOMException("too long", "TimeoutError") }
	await assert.rejects(getJson("/api/x"), Offline)
})
test("a page's own POST answers with a redirect, which is its success", async () => {
	answerWith(303, "", "opaqueredirect")
	assert.deepEqual(await postForm("/logout", {}), {})
})
test("only a session that is over is told to those who listen", async () => {
	let told = 0
	onSessionOver(() => { told++ })
	answerWith(401, { error: "credentials" })
	await assert.rejects(getJson("/api/x"), ApiError)
	assert.equal(told, 0)
	answerWith(401, { error: "session" })
	await assert.rejects(getJson("/api/x"), ApiError)
	assert.equal(told, 1)
})
const kept = ["/", "/patients?status=active&sort=age", "/patients/0f8fad5b-d9cb-469f-a165-70867728950e"]
for (const path of kept)
	test(`leads to ${path}`, () => assert.equal(safePath(path), path))
const refused = [null, undefined, "", "//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)",
	"/a\nb", "/\tb", "/a b", "/login", "/login?next=/", "/logout", "/unlock", "/api/auth/session", "/a\\b", "/é", "x",
	"/a/..//evil.example", "/.//evil.example", "/%2e//evil.example", "/x/../login"]
for (const path of refused)
	test(`leads home instead of ${JSON.stringify(path)}`, () => assert.equal(safePath(path), "/"))
test("a path that only begins like a refused one is kept", () => assert.equal(safePath("/loginx"), "/loginx"))
