// @ts-check
/* What the page modules and their templates owe each other, read from the sources. */
import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"
import { PATHS } from "../../static/js/ui/passport-check.js"
import { CODES, FIELDS } from "../../static/js/ui/passport.js"

const STATIC = new URL("../../static/js/", import.meta.url)
const TEMPLATES = new URL("../../templates/", import.meta.url)
const read = (url) => readFileSync(url, "utf8")
const scripts = ["main.js", ...["ui", "pages"].flatMap((folder) =>
	readdirSync(new URL(`${folder}/`, STATIC)).map((name) => `${folder}/${name}`))]
const templates = readdirSync(TEMPLATES).map((name) => [name, read(new URL(name, TEMPLATES))])

test("every page module is in the table of main.js or imported by one that is", () => {
	const known = scripts.map((name) => read(new URL(name, STATIC))).join("\n")
	for (const name of readdirSync(new URL("pages/", STATIC)))
		assert.ok(known.includes(`/${name}"`), name)
})

test("every text that a script names stands in a template, once", () => {
	const kept = templates.flatMap(([, text]) => [...text.matchAll(/data-msg="([^"]+)"/g)].map((m) => m[1]))
	for (const name of scripts)
		for (const [, key] of read(new URL(name, STATIC)).matchAll(/\btext\("([^"]+)"/g))
			assert.ok(kept.includes(key), `${name}: ${key}`)
	assert.ok(kept.includes("error.snilsControl"))
})

test("the errors of validate.js have their texts", () => {
	const form = read(new URL("part_texts_form.html", TEMPLATES))
	for (const name of ["validate", "passport-check"])
		for (const [, key] of read(new URL(`ui/${name}.js`, STATIC)).matchAll(/"((?:error|warn)\.\w+)"/g))
			assert.ok(form.includes(`data-msg="${key}"`), key)
})

test("every member of a passport has its name, every code its text, every input its check", () => {
	const texts = read(new URL("part_texts_passport.html", TEMPLATES))
	for (const path of [...FIELDS, ...PATHS])
		assert.ok(texts.includes(`data-msg="field.${path}"`), path)
	for (const [path, codes] of Object.entries(CODES))
		for (const code of codes)
			assert.ok(texts.includes(`data-msg="code.${path}.${code}"`), `${path} ${code}`)
	const inputs = [...read(new URL("part_identity.html", TEMPLATES)).matchAll(/data-seal="([^"]+)"/g)].map((m) => m[1])
	assert.deepEqual(inputs.toSorted(), PATHS.filter((path) => path !== "registration.directions").toSorted())
})

test("a plaintext identity input has no name", () => {
	let seen = 0
	for (const [name, text] of templates)
		for (const [tag] of text.matchAll(/<(?:input|select|textarea)\b[^>]*>/g))
			if (tag.includes("data-seal")) {
				seen++
				assert.ok(!/\sname=/.test(tag), `${name}: ${tag}`)
			}
	assert.ok(seen > 10)
})

test("no script writes markup from text, and none but crypto/ touches keys", () => {
	for (const name of scripts) {
		const source = read(new URL(name, STATIC))
		assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/.test(source), name)
		assert.ok(!/crypto\.subtle/.test(source), name)
	}
})

/** What people type and what stands in their spreadsheets is Russian whatever the page speaks. */
const READ_RUSSIAN = ["search", "icd10", "import-check", "import-columns", "password-strength", "suspects"].map((name) => `ui/${name}.js`)
test("Russian letters stand in templates and translations, not in scripts", () => {
	for (const name of scripts) {
		const code = read(new URL(name, STATIC)).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")
		if (!READ_RUSSIAN.includes(name))
			assert.ok(!/[а-яё]/i.test(code), name)
	}
})
