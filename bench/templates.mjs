// templates.mjs: turns the register's own templates into code of the peers, as if written there by hand.
//
//     node bench/templates.mjs SHARE PO OUT
//
// The patient list of SHARE (templates and generated) in Russian becomes OUT/page.php and OUT/page.mjs: straight
// code that prints texts and reads values where they lie; nothing is looked up or parsed while a page is made.
import { readFileSync, existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const [share, po, out] = process.argv.slice(2)

/** What the page's values are: a list of the names in its items, or one text or flag. */
const OPTION = ["code", "id", "name", "selected"]
const PAGE = {
	title: "text", institutions_differ: "flag",
	has_rows: "flag", total: "text", filtered: "flag", more: "flag", diagnosis: "text", age_from: "text",
	age_to: "text", since: "text", until: "text", pain_from: "text", unseen: "text",
	statuses: OPTION, sexes: OPTION, sorts: OPTION, groups: OPTION, institutions: OPTION, errors: ["label", "error"],
	pages: ["previous", "next", "first", "last", "of"], template: ["blank"],
	rows: ["id", "registry_no", "age", "sex_text", "diagnosis", "diagnosis_title", "institution", "status_text",
		"status_tone", "pain", "pain_tone", "seen_on", "may_prescribe"],
}
const FLAGS = ["selected", "may_prescribe", "blank"]
const BASE = {
	lang: "text", lang_ru: "flag", lang_en: "flag", handler: "text", request_path: "text", request_id: "text", signed_in: "flag",
	csrf: "text", user_name: "text", nav_patients: "flag", may_patient_read: "flag", may_patient_write: "flag",
	may_record_read: "flag", may_record_write: "flag", may_report_patient: "flag", may_report_summary: "flag",
	may_user_manage: "flag",
}

/** @returns {Map<string, string>} the translations of a .po file; plurals are left out */
function readPo(file) {
	const found = new Map()
	const unquote = (block) => [...block.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, s]) => JSON.parse(`"${s}"`)).join("")
	for (const [, id, str] of readFileSync(file, "utf8").matchAll(/^msgid ((?:"[^\n]*"\n)+)msgstr ((?:"[^\n]*"\n?)+)/gm))
		found.set(unquote(id), unquote(str))
	return found
}
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }
const texts = readPo(po)
const translate = (text) => texts.get(text) || text

function load(name) {
	for (const dir of ["templates", "generated"]) {
		const file = join(share, dir, `${name}.html`)
		if (existsSync(file))
			return readFileSync(file, "utf8")
	}
	throw new Error(`no template ${name}`)
}

const TAG = /\{\{([#^/>!_]?)\s*([\s\S]*?)\s*\}\}/g

/** Tags that stand alone on a line take the line with them, as in Mustache. */
const closeUp = (text) => text.replace(/^[ \t]*(\{\{[#^/>!][^{}]*\}\})[ \t]*(?:\r?\n|(?![\s\S]))/gm, "$1")

/** A flat list of texts and tags, parts put in. */
function tokens(name) {
	const list = []
	const source = closeUp(load(name))
	let from = 0
	for (const tag of source.matchAll(TAG)) {
		list.push({ kind: "text", value: source.slice(from, tag.index) })
		from = tag.index + tag[0].length
		if (tag[1] === ">")
			list.push(...tokens(tag[2] === "page" ? "patient_list" : tag[2]))
		else if (tag[1] === "_")
			list.push({ kind: "text", value: translate(tag[2]).replace(/[&<>"']/g, (c) => ENTITIES[c]) })
		else if (tag[1] !== "!")
			list.push({ kind: tag[1] === "" ? "value" : tag[1], value: tag[2] })
	}
	list.push({ kind: "text", value: source.slice(from) })
	return list
}

/** Where a name is found, from the innermost item outwards; undefined if nowhere. */
function place(scopes, name) {
	for (const { variable, names } of [...scopes].reverse())
		if (name in names)
			return { variable, type: names[name] }
	return undefined
}

const itemNames = (names) => Object.fromEntries(names.map((n) => [n, FLAGS.includes(n) ? "flag" : "text"]))

/** @returns {string} the statements of the tokens up to the end of a section */
function compile(list, scopes, write) {
	const code = []
	while (list.length > 0) {
		const { kind, value } = list.shift()
		if (kind === "/")
			break
		if (kind === "text") {
			code.push(value === "" ? "" : write.text(value))
			continue
		}
		const at = place(scopes, value)
		if (kind === "value") {
			code.push(at === undefined ? "" : write.value(at.variable, value))
			continue
		}
		const isList = at !== undefined && Array.isArray(at.type) && kind === "#"
		const item = `item${scopes.length}`
		const inner = compile(list, isList ? [...scopes, { variable: item, names: itemNames(at.type) }] : scopes, write)
		if (isList)
			code.push(write.loop(at.variable, value, item, inner))
		else if (at !== undefined)
			code.push(write.when(at.variable, value, at.type, kind === "^", inner))
		else if (kind === "^")
			code.push(inner)
	}
	return code.join("")
}

const PHP = {
	text: (value) => `echo ${phpText(value)};\n`,
	value: (variable, name) => `echo htmlspecialchars($${variable}['${name}'], ENT_QUOTES | ENT_SUBSTITUTE);\n`,
	loop: (variable, name, item, inner) => `foreach ($${variable}['${name}'] as $${item}) {\n${inner}}\n`,
	when: (variable, name, type, not, inner) => {
		const test = `$${variable}['${name}']${type === "flag" ? "" : type === "text" ? " !== ''" : " !== []"}`
		return `if (${not ? `!(${test})` : test}) {\n${inner}}\n`
	},
}
const phpText = (value) => `'${value.replace(/[\\']/g, "\\$&")}'`

const JS = {
	text: (value) => `html += ${JSON.stringify(value)}\n`,
	value: (variable, name) => `html += escape(${variable}.${name})\n`,
	loop: (variable, name, item, inner) => `for (const ${item} of ${variable}.${name}) {\n${inner}}\n`,
	when: (variable, name, type, not, inner) => {
		const test = `${variable}.${name}${type === "flag" ? "" : type === "text" ? ' !== ""' : ".length > 0"}`
		return `if (${not ? `!(${test})` : test}) {\n${inner}}\n`
	},
}

const scopes = [{ variable: "base", names: BASE }, { variable: "page", names: PAGE }]

/** Texts that stand beside each other become one. */
function layout() {
	const merged = []
	for (const token of tokens("layout"))
		if (token.kind === "text" && merged.at(-1)?.kind === "text")
			merged.at(-1).value += token.value
		else
			merged.push({ ...token })
	return merged
}

writeFileSync(join(out, "page.php"), `<?php
// Made by bench/templates.mjs from the register's templates.
function show_page(array $page, array $base): void
{
${compile(layout(), scopes, PHP)}}
`)
writeFileSync(join(out, "page.mjs"), `// Made by bench/templates.mjs from the register's templates.
const ENTITIES = ${JSON.stringify(ENTITIES)}
const escape = (text) => /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (c) => ENTITIES[c]) : text
export function showPage(page, base) {
let html = ""
${compile(layout(), scopes, JS)}return html
}
`)
const words = ["Patient search", "on the register", "draft", "awaiting the commission", "suspended", "removed",
	"refused by the commission", "declined by the patient", "unknown",
	"female", "male", "last changed", "register number", "oldest first", "worst pain first", "longest unseen first",
	"newest on the register"]
writeFileSync(join(out, "words.json"), JSON.stringify(Object.fromEntries(words.map((w) => [w, translate(w)]))))
