/** @file sbom.test.js: the list of parts names each with version, hash and licence, and refuses what is not pinned. */
import assert from "node:assert/strict"
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"

const ROOT = fileURLToPath(new URL("../../", import.meta.url))
const PACKAGES = /^PACKAGES="([^"]+)"/m.exec(readFileSync(`${ROOT}palreg`, "utf8"))[1].split(/\s+/)
const LOCK = `${ROOT}static/package-lock.json`
const sbom = (...args) => spawnSync(process.execPath, [`${ROOT}build-aux/sbom.mjs`, ...args], { encoding: "utf8" })

test("every Debian package of the driver, what it needs, and every npm part stand in it", () => {
	const { stdout, stderr, status } = sbom(...PACKAGES)
	assert.equal(status, 0, stderr)
	const { bomFormat, specVersion, components } = JSON.parse(stdout)
	assert.equal(`${bomFormat} ${specVersion}`, "CycloneDX 1.6")
	const byName = new Map(components.filter(({ purl }) => purl.startsWith("pkg:deb/")).map((part) => [part.name, part]))
	for (const name of [...PACKAGES, "libc6", "libssl3", "libpq5"])
		assert.equal(byName.get(name)?.version, execFileSync("dpkg-query", ["-W", "-f", "${Version}", name], { encoding: "utf8" }), name)
	const locked = Object.entries(JSON.parse(readFileSync(LOCK, "utf8")).packages).filter(([path]) => path !== "")
	const npm = new Map(components.filter(({ purl }) => purl.startsWith("pkg:npm/")).map((part) => [part["bom-ref"], part]))
	for (const [path, { version, integrity }] of locked) {
		const part = npm.get(`pkg:npm/${path.split("node_modules/").at(-1).replace("@", "%40")}@${version}`)
		assert.equal(Buffer.from(part?.hashes[0].content ?? "", "hex").toString("base64"), integrity.replace("sha512-", ""), path)
	}
	for (const { name, licenses } of components)
		assert.ok(licenses.length > 0, name)
	assert.equal(sbom(...PACKAGES).stdout, stdout)
})

test("a part without a hash, a licence or its package is a fault", () => {
	const dir = mkdtempSync(join(tmpdir(), "palreg-sbom-"))
	const lock = join(dir, "lock.json")
	const change = (parts) => {
		writeFileSync(lock, JSON.stringify({ packages: { "": {}, ...parts } }))
		return sbom("--lock", lock)
	}
	const whole = { version: "1.0.0", license: "MIT", integrity: "sha512-AAAA" }
	try {
		assert.equal(change({ "node_modules/a": whole }).status, 0)
		for (const [given, said] of [[{ integrity: undefined }, /a: is not pinned/], [{ integrity: "sha1-AAAA" }, /a: is not pinned/],
			[{ license: undefined }, /a: no licence/], [{ version: undefined }, /a: no version/]]) {
			const { status, stderr } = change({ "node_modules/a": { ...whole, ...given } })
			assert.equal(status, 1)
			assert.match(stderr, said)
		}
		const missing = sbom("no-such-package")
		assert.equal(missing.status, 1)
		assert.match(missing.stderr, /no-such-package is not installed/)
	} finally {
		rmSync(dir, { recursive: true })
	}
})
