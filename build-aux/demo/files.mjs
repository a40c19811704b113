// @ts-check
/** @file files.mjs: what the people of the demonstration hold in their hands: passwords, key files, recovery. */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { shareNames } from "./keys.mjs"
import { areaOf, institutionOf, PEOPLE } from "./region.mjs"

/** @import { Enrolled, Institution, Keys } from "./keys.mjs" */
/** @import { Model } from "./model.mjs" */

/**
 * @param {Model} model
 * @param {Keys} keys
 */
const accountList = (model, keys) => PEOPLE.map(({ login, password, name, roles, area, member }) => {
	const institution = keys.institutions.find((item) => item.area === institutionOf(area))
	return {
		login, password, name, role: roles.join(", "), area: areaOf(area).name,
		institution: institution === undefined ? null : areaOf(institution.area).name, inst: institution?.inst ?? null,
		user: model.ids[login] ?? "", member, keyfile: `keyfiles/${login}.json`,
	}
})

/** @param {Institution} institution */
const readme = (institution) => `${areaOf(institution.area).name}

Восстановление доступа к ключам учреждения: recovery.json и любые две доли.
Это демонстрация. Настоящие доли лежат у трёх разных людей, настоящие фразы не записывают.

Access to the institution's keys is recovered with recovery.json and any two of the shares.
This is a demonstration. Real shares lie with three different people, real passphrases are not written down.

${shareNames(institution).map(({ file, custodian, passphrase }) => `${file}  ${custodian}: ${passphrase}\n`).join("")}`

/** @param {string} dir @param {number} mode */
function folder(dir, mode) {
	mkdirSync(dir, { recursive: true })
	chmodSync(dir, mode)
}

/**
 * Only accounts.json and keyfiles/ are for the web server to read.
 *
 * @param {string} dir
 * @param {Model} model
 * @param {Keys} keys
 */
export function writeFiles(dir, model, keys) {
	rmSync(join(dir, "recovery"), { recursive: true, force: true })
	folder(dir, 0o755)
	folder(join(dir, "keyfiles"), 0o755)
	folder(join(dir, "recovery"), 0o700)
	for (const institution of keys.institutions) {
		const place = join(dir, "recovery", institution.inst)
		folder(place, 0o700)
		writeFileSync(join(place, "recovery.json"), institution.recoveryFile, { mode: 0o600 })
		for (const [i, { file }] of shareNames(institution).entries())
			writeFileSync(join(place, file), institution.shareFiles[i] ?? "", { mode: 0o600 })
		writeFileSync(join(place, "README.txt"), readme(institution), { mode: 0o600 })
	}
	for (const { login } of PEOPLE)
		writeFileSync(join(dir, "keyfiles", `${login}.json`), /** @type {Enrolled} */ (keys.accounts.get(login)).keyFile, { mode: 0o644 })
	writeFileSync(join(dir, "accounts.json"), `${JSON.stringify(accountList(model, keys), null, "\t")}\n`, { mode: 0o644 })
}
