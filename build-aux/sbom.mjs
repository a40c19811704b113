// @ts-check
/**
 * @file sbom.mjs: what the register is made of, as CycloneDX 1.6: Debian packages that are installed here, and npm parts.
 *
 *     node build-aux/sbom.mjs [--licences] [--lock FILE] PACKAGE...
 *
 * PACKAGE: Debian packages; all that they depend on comes with them, in the versions of this machine. FILE: the lock file
 * of the npm parts, static/package-lock.json unless told; each of them has to be pinned by version and hash. The same
 * machine gives the same text. --licences: one line a part instead, by licence. Exits 1 when a part says no version,
 * no hash or no licence.
 */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, realpathSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const SOURCE = resolve(dirname(fileURLToPath(import.meta.url)), "..")

/** @typedef {{ name: string, version: string, purl: string, licences: string[], sha512?: string, build?: boolean }} Part */

/** @type {string[]} */
const faults = []

/** @returns {Map<string, { version: string, arch: string, needs: string[][] }>} what is installed, by name and by what it provides */
function installed() {
	const { stdout, status } = spawnSync("dpkg-query", ["-W", "-f",
		"${db:Status-Status}\\t${Package}\\t${Version}\\t${Architecture}\\t${Pre-Depends}, ${Depends}\\t${Provides}\\n"],
		{ encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
	if (status !== 0)
		throw new Error("dpkg-query does not run: this needs Debian")
	const known = new Map()
	const bare = (/** @type {string} */ word) => word.trim().replace(/[\s(:].*$/, "")
	for (const line of stdout.split("\n")) {
		const [state, name, version = "", arch = "", depends = "", provides = ""] = line.split("\t")
		if (state !== "installed" || name === undefined)
			continue
		const entry = { name, version, arch, needs: depends.split(",").map((group) => group.split("|").map(bare).filter(Boolean)) }
		known.set(name, entry)
		for (const other of provides.split(",").map(bare).filter(Boolean))
			if (!known.has(other))
				known.set(other, entry)
	}
	return known
}

/** @param {string} name  @returns {string[]} the names that its copyright file gives, or the file itself */
function debianLicences(name) {
	const path = `/usr/share/doc/${name}/copyright`
	if (!existsSync(path))
		return []
	const named = [...readFileSync(realpathSync(path), "utf8").matchAll(/^License:[ \t]*(\S.*?)[ \t]*$/gm)].map((m) => m[1] ?? "")
	return named.length > 0 ? [...new Set(named)].sort() : [`see ${path}`]
}

/** @param {string[]} wanted  @returns {Part[]} */
function debianParts(wanted) {
	const known = installed()
	const parts = new Map()
	const open = [...wanted]
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		const found = known.get(name)
		if (found === undefined) {
			faults.push(`${name} is not installed here`)
			continue
		}
		const own = /** @type {{ name?: string }} */ (found).name ?? name
		if (parts.has(own))
			continue
		parts.set(own, {
			name: own, version: found.version, licences: debianLicences(own),
			purl: `pkg:deb/debian/${own}@${encodeURIComponent(found.version)}?arch=${found.arch}&distro=debian-12`,
		})
		for (const group of found.needs) {
			const met = group.find((other) => known.has(other))
			if (met !== undefined)
				open.push(met)
		}
	}
	return [...parts.values()]
}

/** @param {string} lock  @returns {Part[]} */
function npmParts(lock) {
	const { packages } = JSON.parse(readFileSync(lock, "utf8"))
	return Object.entries(packages).filter(([path]) => path !== "").map(([path, { version = "", license = "", integrity = "", optional, dev }]) => {
		const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)
		const hash = /^sha512-(.+)$/.exec(integrity)?.[1]
		if (hash === undefined)
			faults.push(`${name}: is not pinned by a SHA-512`)
		return {
			name, version, licences: license === "" ? [] : [license], build: optional === true || dev === true,
			sha512: Buffer.from(hash ?? "", "base64").toString("hex"),
			purl: `pkg:npm/${name.replace(/^@/, "%40")}@${version}`,
		}
	})
}

/** @param {Part} part */
const component = ({ name, version, purl, licences, sha512, build }) => ({
	"type": "library", "bom-ref": purl, name, version, ...build ? { scope: "optional" } : {},
	...sha512 ? { hashes: [{ alg: "SHA-512", content: sha512 }] } : {},
	licenses: licences.map((licence) => ({ license: { name: licence } })), purl,
})

const version = () => /AC_INIT\(\[palreg\], \[([^\]]+)\]/.exec(readFileSync(join(SOURCE, "configure.ac"), "utf8"))?.[1] ?? ""

const given = process.argv.slice(2)
const words = given.filter((word, i) => !word.startsWith("--") && given[i - 1] !== "--lock")
const lock = given.includes("--lock") ? given[given.indexOf("--lock") + 1] ?? "" : join(SOURCE, "static/package-lock.json")
const parts = [...debianParts(words), ...npmParts(lock)].sort((a, b) => a.purl < b.purl ? -1 : 1)
for (const { name, version: of, licences } of parts)
	if (of === "" || licences.length === 0)
		faults.push(`${name}: no ${of === "" ? "version" : "licence"} is known`)
if (given.includes("--licences"))
	for (const { name, version: of, licences } of parts)
		console.log(`${licences.join(", ")}\t${name} ${of}`)
else
	console.log(JSON.stringify({
		bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
		metadata: { component: { "type": "application", "bom-ref": "palreg", name: "palreg", version: version() } },
		components: parts.map(component),
	}, null, "\t"))
for (const fault of faults)
	console.error(`sbom: ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1
