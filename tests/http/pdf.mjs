// pdf.mjs: a PDF of the server, and whether it is PDF/A-1b as far as its structure tells (there is no veraPDF in Debian).
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { request } from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ORIGIN } from "./client.mjs"

/** @returns {Promise<{ status: number, type: string, pdf: Buffer }>} */
export const bytes = (client, path) => new Promise((resolve, reject) => {
	request(new URL(path, ORIGIN), { agent: false, headers: { Cookie: `__Host-palreg=${client.cookie}` } }, (res) => {
		const parts = []
		res.on("data", (p) => parts.push(p))
		res.on("end", () => resolve({ status: res.statusCode, type: res.headers["content-type"], pdf: Buffer.concat(parts) }))
	}).on("error", reject).end()
})

/** Objects of a PDF as qpdf tells them, references followed by get(). */
function read(pdf) {
	const folder = mkdtempSync(join(tmpdir(), "palreg-pdf-"))
	const file = join(folder, "a.pdf")
	writeFileSync(file, pdf)
	try {
		assert.doesNotMatch(execFileSync("qpdf", ["--check", file], { encoding: "utf8" }), /warning/i)
		const json = JSON.parse(execFileSync("qpdf", ["--json=2", file], { encoding: "utf8", maxBuffer: 256 << 20 }))
		const list = json.qpdf[1]
		const own = (o) => o?.value ?? o?.stream?.dict
		const get = (value) => typeof value === "string" && / 0 R$/.test(value) ? own(list[`obj:${value}`]) : value
		const fonts = execFileSync("pdffonts", [file], { encoding: "utf8" }).trim().split("\n").slice(2)
		const xmp = execFileSync("pdfinfo", ["-meta", file], { encoding: "utf8" })
		const story = execFileSync("pdfinfo", ["-struct-text", file], { encoding: "utf8", maxBuffer: 256 << 20 })
		return { trailer: list.trailer.value, get, dicts: Object.values(list).map(own).filter((o) => o !== null && typeof o === "object"), fonts, xmp, story }
	} finally {
		rmSync(folder, { recursive: true })
	}
}

/** D:20261127110800+03'00' as XMP has it. */
const iso = (date) => date.replace(/^u:D:(....)(..)(..)(..)(..)(..)(Z|[+-]..).*?(..)'?$/, (_, y, m, d, h, i, s, z, zm) => `${y}-${m}-${d}T${h}:${i}:${s}${z === "Z" ? "Z" : `${z}:${zm}`}`)
const plain = (text) => text?.replace(/^u:/, "")
const unescaped = (text) => text?.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", "\"").replaceAll("&amp;", "&")

/**
 * Asserts what PDF/A-1b asks of a file's structure.
 *
 * @returns {{ info: any, outline: string[], story: string, tagged: boolean }}
 */
export function archive(pdf) {
	assert.match(pdf.subarray(0, 32).toString("latin1"), /^%PDF-1\.4\n%[\x80-\xff]{4}/, "version and binary comment")
	assert.ok(!pdf.includes("/ObjStm") && !pdf.includes("/XRef"), "nothing that PDF 1.4 had not")
	const { trailer, get, dicts, fonts, xmp, story } = read(pdf)
	const root = get(trailer["/Root"]), info = get(trailer["/Info"])
	assert.equal(trailer["/Encrypt"], undefined)
	assert.equal(trailer["/ID"]?.length, 2, "file identifier")
	const [intent, ...more] = get(root["/OutputIntents"]).map(get)
	assert.equal(more.length, 0)
	assert.equal(intent["/S"], "/GTS_PDFA1")
	assert.equal(plain(intent["/OutputConditionIdentifier"]), "sRGB IEC61966-2.1")
	assert.equal(get(intent["/DestOutputProfile"])["/N"], 3)
	const metadata = get(root["/Metadata"])
	assert.equal(metadata["/Filter"], undefined, "metadata can be read without a filter")
	assert.match(xmp, /<pdfaid:part>1<\/pdfaid:part>\s*<pdfaid:conformance>B<\/pdfaid:conformance>/)
	const said = (element) => unescaped(new RegExp(`<${element}>(?:\\s*<rdf:\\w+>\\s*<rdf:li[^>]*>)?([^<]*)<`).exec(xmp)?.[1])
	for (const [key, element] of [["/Title", "dc:title"], ["/Author", "dc:creator"], ["/Subject", "dc:description"], ["/Creator", "xmp:CreatorTool"], ["/Producer", "pdf:Producer"]])
		assert.equal(said(element), plain(info[key]), `${key} in both places`)
	assert.equal(said("xmp:CreateDate"), iso(info["/CreationDate"]))
	assert.equal(said("xmp:ModifyDate"), iso(info["/ModDate"]))
	assert.ok(fonts.length > 0)
	for (const font of fonts)
		assert.match(font, /^[A-Z]{6}\+.* yes yes yes +\d+ +0$/, `embedded, a subset, with Unicode: ${font}`)
	const descriptors = dicts.filter((o) => o["/Type"] === "/FontDescriptor")
	assert.equal(descriptors.length, dicts.filter((o) => o["/Subtype"] === "/CIDFontType2").length)
	for (const d of descriptors)
		assert.ok(d["/FontFile2"] !== undefined && d["/CIDSet"] !== undefined, `${d["/FontName"]}: its glyphs`)
	for (const o of dicts) {
		assert.ok(["/None", undefined].includes(o["/SMask"]), "no soft mask")
		assert.ok([1, undefined].includes(o["/ca"]) && [1, undefined].includes(o["/CA"]), "nothing is transparent")
		assert.notEqual(get(o["/Group"])?.["/S"], "/Transparency")
		for (const key of ["/AA", "/OpenAction", "/JS", "/EF", "/F"])
			assert.equal(o[key], undefined, `no ${key}`)
		assert.doesNotMatch(JSON.stringify(o["/Filter"] ?? ""), /LZW|Crypt/)
	}
	assert.equal(get(root["/ViewerPreferences"])?.["/DisplayDocTitle"], true)
	assert.match(plain(root["/Lang"]), /^(ru|en)$/)
	const outline = []
	const walk = (entry, depth) => {
		for (let item = get(get(entry)?.["/First"]); item !== undefined; item = get(item["/Next"])) {
			const to = get(item["/Dest"])
			assert.equal(get(to[0])?.["/Type"], "/Page", "leads to a page")
			outline.push(`${" ".repeat(depth)}${plain(item["/Title"])}`)
			walk(item, depth + 1)
		}
	}
	walk(root["/Outlines"], 0)
	return { info, outline, story, tagged: get(root["/MarkInfo"])?.["/Marked"] === true }
}
