// @ts-check
/** @file countries.js: ISO 3166-1 and the names the browser knows for it. Pure. */

const CODES = "ADAEAFAGAIALAMAOARATAUAWAZBABBBDBEBFBGBHBIBJBNBOBRBSBTBWBYBZCACDCFCGCHCICLCMCNCOCRCUCVCYCZDEDJDKDMDODZ" +
	"ECEEEGERESETFIFJFMFRGAGBGDGEGHGMGNGQGRGTGWGYHNHRHTHUIDIEILINIQIRISITJMJOJPKEKGKHKIKMKNKPKRKWKZLALBLCLILKLRLSLTLU" +
	"LVLYMAMCMDMEMGMHMKMLMMMNMRMTMUMVMWMXMYMZNANENGNINLNONPNRNZOMPAPEPGPHPKPLPSPTPWPYQARORSRURWSASBSCSDSESGSISKSLSMSN" +
	"SOSRSSSTSVSYSZTDTGTHTJTLTMTNTOTRTTTVTWTZUAUGUSUYUZVAVCVEVNVUWSYEZAZMZW"

/** Asked for more often than the alphabet lets them be found. */
const FIRST = ["RU", "BY", "FI", "KZ", "UA", "UZ", "TJ"]

/**
 * @param {string} language
 * @returns {[code: string, name: string][]} the usual ones first, then by name
 */
export function countries(language) {
	const names = new Intl.DisplayNames(language, { type: "region" })
	const collator = new Intl.Collator(language)
	const rest = (CODES.match(/../g) ?? []).filter((code) => !FIRST.includes(code))
		.map((code) => /** @type {[string, string]} */ ([code, names.of(code) ?? code]))
		.sort(([, a], [, b]) => collator.compare(a, b))
	return [...FIRST.map((code) => /** @type {[string, string]} */ ([code, names.of(code) ?? code])), ...rest]
}
