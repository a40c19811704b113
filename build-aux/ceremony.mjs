// @ts-check
/**
 * @file ceremony.mjs: the page of the ceremony as one file, to be kept with the shares and opened from a stick.
 *
 * The same template, texts and modules as /ceremony. Its policy names the hashes of its one script and one sheet and nothing
 * else: no connection, no frame, no form. Its SHA-256 stands in the manifest, which the release key signs.
 */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const SOURCE = resolve(dirname(fileURLToPath(import.meta.url)), "..")
const STATIC = join(SOURCE, "static")
const npm = createRequire(join(STATIC, "package.json"))
const ENTRY = `import { start } from "./js/pages/ceremony_form.js"
void start().then(() => { document.documentElement.dataset["ready"] = "1" })
`

/** @param {string} text */
const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

/** @param {string} lines  of a .po file, quoted */
const unquoted = (lines) => [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
	.map(([, part = ""]) => part.replace(/\\(.)/g, (_, sign) => sign === "n" ? "\n" : sign)).join("")

/** @returns {Map<string, string>} the Russian texts */
function russian() {
	const texts = new Map()
	const po = readFileSync(join(SOURCE, "po/ru.po"), "utf8")
	for (const [, id = "", text = ""] of po.matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm))
		texts.set(unquoted(id), unquoted(text))
	return texts
}

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

/**
 * @param {string} name  of a template that has parts and texts, and no other tags
 * @param {(id: string) => string} translate
 * @returns {string}
 */
function rendered(name, translate) {
	const html = readFileSync(join(SOURCE, "templates", `${name}.html`), "utf8")
		.replace(/\{\{>(\w+)\}\}/g, (_, part) => rendered(part, translate))
		.replace(/\{\{_(.*?)\}\}/g, (_, id) => escaped(translate(id)))
	if (html.includes("{{"))
		throw new Error(`ceremony: ${name} has a tag that this file cannot show`)
	return html
}

/** @returns {Promise<string>} everything the page runs, as one classic script */
async function script() {
	/** @type {typeof import("esbuild")} */
	const esbuild = await import(pathToFileURL(npm.resolve("esbuild")).href)
	const { outputFiles: [file] } = await esbuild.build({
		stdin: { contents: ENTRY, resolveDir: STATIC }, absWorkingDir: STATIC, bundle: true, format: "iife", platform: "browser",
		mainFields: ["browser", "module", "main"], target: "es2022", minify: true, legalComments: "none",
		define: { "process.env.NODE_ENV": '"production"' }, write: false, logLevel: "error",
	})
	return (file?.text ?? "").replaceAll("</script", "<\\/script")
}

/** @returns {string} without what would have to be loaded */
const sheet = () => [join(STATIC, "node_modules/@picocss/pico/css/pico.jade.min.css"), join(STATIC, "css/app.css")]
	.map((path) => readFileSync(path, "utf8")).join("\n").replace(/@font-face\s*\{[^}]*\}/g, "").replace(/^@charset[^;]*;/, "")

/**
 * @returns {Promise<Map<string, string>>} "ceremony.ru.html" and "ceremony.en.html"
 */
export async function ceremonyFiles() {
	const texts = russian()
	const [code, style] = [await script(), sheet()]
	const policy = `default-src 'none'; script-src ${hashOf(code)} 'wasm-unsafe-eval'; style-src ${hashOf(style)}; img-src data: blob:; ` +
		"connect-src 'none'; form-action 'none'; base-uri 'none'"
	const files = new Map()
	for (const language of ["ru", "en"]) {
		const translate = (/** @type {string} */ id) => (language === "ru" && texts.get(id)) || id
		files.set(`ceremony.${language}.html`, `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(translate("Ceremony of two custodians"))}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body data-page="ceremony_form">
<main id="main">
${rendered("ceremony_form", translate)}</main>
<script>${code}</script>
</body>
</html>
`)
	}
	return files
}
