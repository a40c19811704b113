// @ts-check
/**
 * @file static.mjs: builds the tree of static files.
 *
 *     node build-aux/static.mjs OUT
 *
 * OUT/static/<tree>/…         the files; <tree> is a hash over all of them, so that nginx may call them immutable
 * OUT/generated/assets.html   the part of layout.html that names them
 * OUT/generated/ceremony_files.html  the part that names the ceremony's page as one file, with its SHA-256
 * OUT/generated/static_id.html   the part that tells which they are
 * OUT/headers.conf            nginx/headers.conf.in with the hash of the import map
 * OUT/manifest.json           path and SHA-256 of every file, and the headers of every answer; palreg-verify compares with it
 *
 * Our own modules are copied as written.  Each npm part which they import by a bare name is bundled
 * once into one ES module.  An import that leads nowhere ends the build.
 */
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, posix, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { ceremonyFiles } from "./ceremony.mjs"

const SOURCE = resolve(dirname(fileURLToPath(import.meta.url)), "..")
const STATIC = join(SOURCE, "static")
const npm = createRequire(join(STATIC, "package.json"))

const STYLES = [
	["@picocss/pico/css/pico.jade.min.css", "css/pico.css"],
	["uplot/dist/uPlot.min.css", "css/uplot.css"],
]
const FONT_SETS = ["cyrillic", "latin", "latin-ext"]
const FONT_CUTS = ["400-normal", "700-normal"]
/* The page takes woff2; fontkit can make a subset for a PDF only of the older kind. */
const FONT_KINDS = ["woff2", "woff"]
const ENTRY = "js/main.js"
/* Imports with a literal name, which are the only kind the house style allows. */
const STATIC_IMPORT = /(?:^|\n)\s*(?:import\s*|(?:import|export)\s[^"'()=;]*?\bfrom\s*)["']([^"']+)["']/g
const DYNAMIC_IMPORT = /\bimport\(\s*["']([^"']+)["']\s*\)/g
const TYPE_COMMENT = /\/\*[\s\S]*?\*\//g

/** @param {string | Uint8Array} bytes */
const sha256 = (bytes) => createHash("sha256").update(bytes).digest()

/** @param {string | Uint8Array} bytes */
const integrity = (bytes) => `sha256-${sha256(bytes).toString("base64")}`

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
	console.error(`static: ${message}`)
	process.exit(1)
}

/**
 * @param {string} folder
 * @param {string} under
 * @returns {string[]} paths with slashes, relative to folder
 */
function walk(folder, under = "") {
	return readdirSync(join(folder, under), { withFileTypes: true })
		.sort((a, b) => a.name < b.name ? -1 : 1)
		.flatMap((entry) => entry.isDirectory()
			? walk(folder, posix.join(under, entry.name))
			: [posix.join(under, entry.name)])
}

/** The text of a module without its comments, in which JSDoc types import too.
 * @param {Uint8Array} bytes */
const codeOf = (bytes) => Buffer.from(bytes).toString("utf8").replace(TYPE_COMMENT, "")

/**
 * @param {Uint8Array} bytes
 * @param {...RegExp} patterns
 */
const importsOf = (bytes, ...patterns) =>
	patterns.flatMap((pattern) => [...codeOf(bytes).matchAll(pattern)].map((m) => m[1] ?? ""))

/**
 * @param {Map<string, Uint8Array>} files
 * @returns {string[]} the bare names that our modules import
 */
function bareNames(files) {
	/** @type {Set<string>} */
	const names = new Set()
	for (const [path, bytes] of files) {
		if (!path.startsWith("js/") || !path.endsWith(".js"))
			continue
		for (const name of importsOf(bytes, STATIC_IMPORT, DYNAMIC_IMPORT)) {
			if (!name.startsWith("."))
				names.add(name)
			else if (!files.has(posix.join(posix.dirname(path), name)))
				fail(`${path} imports ${name}, which does not exist`)
		}
	}
	return [...names].sort()
}

/** @param {string} name */
const vendorPath = (name) => `vendor/${name.replace(/^@/, "").replaceAll("/", "-")}.js`

/**
 * @param {string} name
 * @returns {Promise<Uint8Array>} one ES module
 */
async function bundle(name) {
	/** @type {typeof import("esbuild")} */
	const esbuild = await import(pathToFileURL(npm.resolve("esbuild")).href)
	const result = await esbuild.build({
		entryPoints: [name],
		absWorkingDir: STATIC,
		bundle: true,
		format: "esm",
		platform: "browser",
		mainFields: ["browser", "module", "main"],
		target: "es2022",
		minify: true,
		legalComments: "inline",
		define: { "process.env.NODE_ENV": '"production"' },
		write: false,
		logLevel: "error",
	})
	return result.outputFiles?.[0]?.contents ?? fail(`${name} gave no bundle`)
}

/** @returns {Promise<Map<string, Uint8Array>>} every file to be served, by path */
async function collect() {
	/** @type {Map<string, Uint8Array>} */
	const files = new Map()
	for (const folder of ["css", "img", "js"]) {
		if (!existsSync(join(STATIC, folder)))
			continue
		for (const path of walk(join(STATIC, folder)))
			if (!path.endsWith("package.json"))
				files.set(posix.join(folder, path), readFileSync(join(STATIC, folder, path)))
	}
	const names = bareNames(files)
	for (const [from, to] of STYLES)
		files.set(/** @type {string} */ (to), readFileSync(join(STATIC, "node_modules", /** @type {string} */ (from))))
	for (const set of FONT_SETS)
		for (const cut of FONT_CUTS)
			for (const kind of FONT_KINDS) {
				const name = `pt-sans-${set}-${cut}.${kind}`
				files.set(`fonts/${name}`, readFileSync(join(STATIC, "node_modules/@fontsource/pt-sans/files", name)))
			}
	for (const name of names)
		files.set(vendorPath(name), await bundle(name))
	for (const [name, text] of await ceremonyFiles())
		files.set(name, Buffer.from(text))
	return files
}

/**
 * @param {Map<string, Uint8Array>} files
 * @param {string} path
 * @param {Set<string>} seen
 * @returns {Set<string>} path and all that it imports statically
 */
function reach(files, path, seen = new Set()) {
	const bytes = files.get(path)
	if (bytes === undefined || seen.has(path))
		return seen
	seen.add(path)
	for (const name of importsOf(bytes, STATIC_IMPORT))
		reach(files, name.startsWith(".") ? posix.join(posix.dirname(path), name) : vendorPath(name), seen)
	return seen
}

/**
 * The braces stand apart, because the template loader reads two together as a tag.
 *
 * @param {Map<string, Uint8Array>} files
 * @param {string} base
 */
function importMap(files, base) {
	/** @type {Record<string, string>} */
	const imports = {}
	/** @type {Record<string, string>} */
	const hashes = {}
	for (const name of bareNames(files))
		imports[name] = `${base}/${vendorPath(name)}`
	for (const [path, bytes] of files)
		if (path.endsWith(".js"))
			hashes[`${base}/${path}`] = integrity(bytes)
	return JSON.stringify({ imports, integrity: hashes }).replaceAll("}}", "}\n}")
}

/**
 * @param {Map<string, Uint8Array>} files
 * @param {string} base
 * @param {string} map
 */
function assets(files, base, map) {
	/** @param {string} path */
	const attributes = (path) =>
		`"${base}/${path}" integrity="${integrity(/** @type {Uint8Array} */ (files.get(path)))}" crossorigin="anonymous"`
	const lines = ["css/pico.css", "css/app.css"].map((path) => `<link rel="stylesheet" href=${attributes(path)}>`)
	lines.push(`<link rel="icon" href="${base}/img/icon.svg" type="image/svg+xml">`)
	lines.push(`<script type="importmap">${map}</script>`)
	/* What they must be says the map. Whoever has signed in has them already. */
	lines.push("{{^signed_in}}")
	for (const path of [...reach(files, ENTRY)].sort())
		if (path !== ENTRY && !path.startsWith("vendor/"))
			lines.push(`<link rel="modulepreload" href="${base}/${path}">`)
	lines.push("{{/signed_in}}")
	lines.push(`<script type="module" src=${attributes(ENTRY)}></script>`)
	return `${lines.join("\n")}\n`
}

/** @param {Map<string, Uint8Array>} files */
function treeHash(files) {
	const hash = createHash("sha256")
	for (const path of [...files.keys()].sort())
		hash.update(`${path}\0${sha256(/** @type {Uint8Array} */ (files.get(path))).toString("hex")}\n`)
	return hash.digest("hex").slice(0, 16)
}

/**
 * @param {string} path
 * @param {string | Uint8Array} bytes
 */
function put(path, bytes) {
	mkdirSync(dirname(path), { recursive: true })
	writeFileSync(path, bytes)
}

const out = resolve(process.argv[2] ?? fail("give the output folder"))
const files = await collect()
const tree = treeHash(files)
const base = `/static/${tree}`
const map = importMap(files, base)
const template = join(SOURCE, "nginx/headers.conf.in")
/** @type {Record<string, string>} */
const manifest = {}

if (!files.has(ENTRY))
	fail(`${ENTRY} is missing`)
rmSync(join(out, "static"), { recursive: true, force: true })
for (const [path, bytes] of files) {
	put(join(out, "static", tree, path), bytes)
	manifest[path] = sha256(bytes).toString("hex")
}
put(join(out, "generated/assets.html"), assets(files, base, map))
put(join(out, "generated/ceremony_files.html"), `<ul class="plain-list">\n${["ru", "en"].map((language) => {
	const name = `ceremony.${language}.html`
	return `<li><a href="${base}/${name}" download="palreg-${name}">palreg-${name}</a> <small>SHA-256 <code>${manifest[name]}</code></small></li>\n`
}).join("")}</ul>\n`)
put(join(out, "generated/static_id.html"), tree)
const conf = existsSync(template) ? readFileSync(template, "utf8").replaceAll("@IMPORTMAP_HASH@", integrity(map)) : ""
const headers = Object.fromEntries([...conf.matchAll(/^add_header (\S+) "(.*)" always;$/gm)]
	.map(([, name = "", value = ""]) => [name.toLowerCase(), value]))
put(join(out, "headers.conf"), conf)
put(join(out, "manifest.json"), `${JSON.stringify({ tree, importMap: integrity(map), headers, files: manifest }, null, "\t")}\n`)
