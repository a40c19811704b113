#!/usr/bin/env node
// @ts-check
/**
 * @file palreg-verify: does a register serve the scripts of this release, and nothing beside them?
 *
 *     palreg-verify URL MANIFEST [--key PUBLIC-KEY] [--cookies FILE] [PAGE...]
 *
 * Run it from outside, with a manifest that did not come from that server. MANIFEST is the manifest.json of the
 * release; with --key its signature MANIFEST.minisig is checked first, by minisign. Looked at are the pages before
 * signing in, a page that does not exist, and each PAGE, a path, which is asked for with the cookies in FILE; every
 * response header that protects, every tag that could bring a script, and every static file, plain and compressed.
 * Says what differs, one line each, and then exits 1; 2 for a mistake of the caller.
 */
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import * as http from "node:http"
import * as https from "node:https"
import { gunzipSync } from "node:zlib"

const USAGE = "usage: palreg-verify URL MANIFEST [--key PUBLIC-KEY] [--cookies FILE] [PAGE...]"
const PAGES = ["/", "/login", "/join", "/setup", "/recovery", "/ceremony", "/unlock", "/no-such-page"]
const ABREAST = 8
const MOST_BYTES = 32 * 1024 * 1024

/** @typedef {{ tree: string, importMap: string, headers: Record<string, string>, files: Record<string, string> }} Manifest */
/** @typedef {{ status: number, rawHeaders: string[], body: Buffer }} Answer */

/** @type {string[]} */
const problems = []
const problem = (/** @type {string} */ line) => problems.push(line)

/**
 * @param {string} line
 * @returns {never}
 */
function stop(line) {
	console.error(line)
	process.exit(2)
}

/** @param {Buffer | string} bytes */
const sha256 = (bytes) => createHash("sha256").update(bytes).digest()
/** @param {Buffer | string} bytes */
const integrity = (bytes) => `sha256-${sha256(bytes).toString("base64")}`

function readArguments() {
	const [url, manifest, ...rest] = process.argv.slice(2)
	if (url === undefined || manifest === undefined)
		return stop(USAGE)
	/** @type {Record<string, string>} */
	const named = {}
	const pages = []
	while (rest.length > 0) {
		const word = /** @type {string} */ (rest.shift())
		if (word === "--key" || word === "--cookies")
			named[word.slice(2)] = rest.shift() ?? stop(USAGE)
		else if (word.startsWith("/"))
			pages.push(word)
		else
			stop(USAGE)
	}
	return { url: new URL(url), manifest, pages, key: named["key"], cookies: named["cookies"] }
}

/**
 * @param {string} path
 * @param {string | undefined} key
 * @returns {Manifest}
 */
function readManifest(path, key) {
	if (key !== undefined) {
		const { status, error } = spawnSync("minisign", ["-V", "-q", "-m", path, "-P", key])
		if (error !== undefined)
			stop(`minisign does not run: ${error.message}`)
		if (status !== 0)
			stop(`${path} does not carry a good signature of this key`)
	}
	return JSON.parse(readFileSync(path, "utf8"))
}

class Site {
	/** @param {URL} url */
	constructor(url) {
		this.url = url
		this.door = url.protocol === "https:" ? https : http
		this.agent = new this.door.Agent({ keepAlive: true, maxSockets: ABREAST })
	}

	/**
	 * @param {string} path
	 * @param {Record<string, string>} [headers]
	 * @returns {Promise<Answer>} a redirection is not followed
	 */
	get(path, headers = {}) {
		return new Promise((resolve, reject) => {
			const request = this.door.get(new URL(path, this.url), { agent: this.agent, headers, timeout: 30_000 }, (response) => {
				/** @type {Buffer[]} */
				const parts = []
				let length = 0
				response.on("data", (part) => {
					parts.push(part)
					length += part.length
					if (length > MOST_BYTES)
						request.destroy(new Error("the answer does not end"))
				})
				response.on("error", reject)
				response.on("end", () => resolve({
					status: response.statusCode ?? 0, rawHeaders: response.rawHeaders, body: Buffer.concat(parts),
				}))
			})
			request.on("timeout", () => request.destroy(new Error("no answer")))
			request.on("error", reject)
		})
	}
}

/** @param {Answer} answer @param {string} name */
const valuesOf = ({ rawHeaders }, name) =>
	rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name)

/**
 * @param {string} where
 * @param {Answer} answer
 * @param {Manifest} manifest
 */
function checkHeaders(where, answer, manifest) {
	for (const [name, value] of Object.entries(manifest.headers)) {
		const found = valuesOf(answer, name)
		if (found.length !== 1 || found[0] !== value)
			problem(`${where}: ${name} is ${found.length === 0 ? "missing" : found.join(" and ")}`)
	}
	for (const name of ["link", "sourcemap", "x-sourcemap", "refresh"])
		if (valuesOf(answer, name).length > 0)
			problem(`${where}: the header ${name} does not belong there`)
}

/** @param {string} tag */
const attributesOf = (tag) =>
	Object.fromEntries([...tag.matchAll(/([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g)]
		.map(([, name = "", ...values]) => [name.toLowerCase(), values.find((value) => value !== undefined) ?? ""]))

/**
 * Whether a tag names a file of the release by its place, and says what it must be.
 *
 * @param {Record<string, string>} tag
 * @param {string} attribute
 * @param {Manifest} manifest
 */
function namesFile(tag, attribute, { tree, files }) {
	const path = (tag[attribute] ?? "").replace(`/static/${tree}/`, "")
	const hash = files[path]
	if (hash === undefined || tag[attribute] !== `/static/${tree}/${path}`)
		return false
	return tag["integrity"] === undefined || tag["integrity"] === `sha256-${Buffer.from(hash, "hex").toString("base64")}`
}

/**
 * @param {string} where
 * @param {string} tag
 * @param {string} inside
 * @param {Manifest} manifest
 */
function checkScript(where, tag, inside, manifest) {
	const given = attributesOf(tag)
	const isMap = given["type"] === "importmap" && integrity(inside) === manifest.importMap
	const isMain = given["type"] === "module" && inside === "" && given["integrity"] !== undefined && namesFile(given, "src", manifest)
	if (!isMap && !isMain)
		problem(`${where}: a script that is not of the release: ${tag.slice(0, 120)}`)
}

/**
 * @param {string} where
 * @param {string} text
 * @param {Manifest} manifest
 */
function checkTags(where, text, manifest) {
	const scripts = [...text.matchAll(/(<script\b[^>]*>)([\s\S]*?)(?:<\/script\b|$)/gi)]
	for (const [, tag = "", inside = ""] of scripts)
		checkScript(where, tag, inside, manifest)
	if (scripts.length !== 2)
		problem(`${where}: ${scripts.length} scripts instead of 2`)
	for (const [tag, name] of text.matchAll(/<(link|base|iframe|frame|object|embed|portal|meta)\b[^>]*>/gi)) {
		const given = attributesOf(tag)
		const known = name?.toLowerCase() === "link" ? namesFile(given, "href", manifest) :
			name?.toLowerCase() === "meta" && (given["http-equiv"] === undefined || onlyNarrows(given))
		if (!known)
			problem(`${where}: a tag that is not of the release: ${tag.slice(0, 120)}`)
	}
	for (const [tag] of text.matchAll(/<[a-z][^>]*?[\s"'/](?:on[a-z]+|srcdoc)\s*=[^>]*>|<[^>]*\bjavascript:[^>]*>/gi))
		problem(`${where}: a tag with a script in it: ${tag.slice(0, 120)}`)
}

/**
 * A policy in the page can take away from that of the headers and never add to it.
 *
 * @param {Record<string, string>} given
 */
const onlyNarrows = (given) => given["http-equiv"]?.toLowerCase() === "content-security-policy"

/**
 * @param {Site} site
 * @param {string} path
 * @param {Manifest} manifest
 * @param {Record<string, string>} headers
 */
async function checkPage(site, path, manifest, headers) {
	const answer = await site.get(path, headers)
	checkHeaders(path, answer, manifest)
	if (answer.status < 300 || answer.status >= 400)
		checkTags(path, answer.body.toString("utf8"), manifest)
}

/**
 * @param {Site} site
 * @param {string} path
 * @param {string} hash
 * @param {Manifest} manifest
 */
async function checkFile(site, path, hash, manifest) {
	for (const encoding of ["identity", "gzip"]) {
		const where = `/static/${manifest.tree}/${path}${encoding === "gzip" ? " (compressed)" : ""}`
		const answer = await site.get(`/static/${manifest.tree}/${path}`, { "Accept-Encoding": encoding })
		if (answer.status !== 200) {
			problem(`${where}: answered ${answer.status}`)
			continue
		}
		checkHeaders(where, answer, manifest)
		if (sha256(plainOf(answer)).toString("hex") !== hash)
			problem(`${where}: is not the file of the release`)
	}
}

/** @param {Answer} answer */
function plainOf(answer) {
	try {
		return valuesOf(answer, "content-encoding").includes("gzip") ? gunzipSync(answer.body) : answer.body
	} catch {
		return Buffer.alloc(0)
	}
}

/**
 * @param {(() => Promise<void>)[]} work
 */
async function abreast(work) {
	const lane = async () => {
		for (let next = work.shift(); next !== undefined; next = work.shift())
			await next()
	}
	await Promise.all(Array.from({ length: ABREAST }, lane))
}

const given = readArguments()
const manifest = readManifest(given.manifest, given.key)
const site = new Site(given.url)
const files = Object.entries(manifest.files)
/** @type {Record<string, string>} */
const signedIn = given.cookies === undefined ? {} : { Cookie: readFileSync(given.cookies, "utf8").trim() }
try {
	await abreast([
		...PAGES.map((path) => () => checkPage(site, path, manifest, {})),
		...given.pages.map((path) => () => checkPage(site, path, manifest, signedIn)),
		...files.map(([path, hash]) => () => checkFile(site, path, hash, manifest)),
	])
} catch (error) {
	problem(`${given.url.href}: ${error instanceof Error ? error.message : error}`)
}
for (const line of problems.sort())
	console.log(line)
if (problems.length === 0)
	console.log(`${PAGES.length + given.pages.length} pages and ${files.length} files are those of the release ${manifest.tree}`)
process.exit(problems.length === 0 ? 0 : 1)
