// @ts-check
/** @file ceremony-file.test.js: the ceremony as one file: nothing in it has to be loaded, and its policy lets nothing be. */
import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { test } from "node:test"
import { ceremonyFiles } from "../../build-aux/ceremony.mjs"

const files = await ceremonyFiles()
const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

for (const [name, html] of files)
	test(`${name}: one script and one sheet, each named by its hash, and no connection`, () => {
		const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html)?.[1] ?? ""
		const scripts = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)]
		const sheets = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)]
		assert.deepEqual([scripts.length, sheets.length], [1, 1])
		assert.ok(policy.includes(`script-src ${hashOf(scripts[0]?.[1])} 'wasm-unsafe-eval';`))
		assert.ok(policy.includes(`style-src ${hashOf(sheets[0]?.[1])};`))
		for (const rule of ["default-src 'none'", "connect-src 'none'", "form-action 'none'", "base-uri 'none'"])
			assert.ok(policy.includes(rule), rule)
		const page = html.replace(/<script>[\s\S]*<\/script>|<style>[\s\S]*<\/style>/g, "")
		assert.doesNotMatch(page, /\ssrc=|\son[a-z]+=|\{\{/)
		assert.deepEqual([...page.matchAll(/<(?:link|a|form|iframe)\b[^>]*>/g)].map(([tag]) => tag), ['<link rel="icon" href="data:,">', '<form id="ceremony" novalidate hidden>'])
	})

test("it is the same file every time it is made, and Russian in Russian", async () => {
	assert.deepEqual(await ceremonyFiles(), files)
	assert.match(files.get("ceremony.ru.html") ?? "", /<h1>Встреча двух хранителей<\/h1>/)
	assert.match(files.get("ceremony.en.html") ?? "", /<h1>Ceremony of two custodians<\/h1>/)
})
