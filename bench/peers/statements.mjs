// statements.mjs: the recorded statements of the patient list and the page's words as the peers read them:
//
//     node bench/peers/statements.mjs DIR    (with list.json and words.json)
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const dir = process.argv[2]
const read = (name) => JSON.parse(readFileSync(join(dir, name), "utf8"))
const quote = (text) => `'${text.replace(/[\\']/g, "\\$&")}'`
const php = (map) => `<?php\nreturn [${Object.entries(map).map(([key, value]) => `${quote(key)} => ${quote(value)}`).join(",\n")}];\n`

const { begin: _, commit: __, ...statements } = read("list.json").statements
writeFileSync(join(dir, "statements.json"), JSON.stringify(statements))
writeFileSync(join(dir, "statements.php"), php(statements))
// PDO counts its parameters by names from p0 on.
writeFileSync(join(dir, "statements-pdo.php"), php(Object.fromEntries(Object.entries(statements).map(([name, sql]) =>
	[name, sql.replace(/\$(\d+)/g, (_, n) => `:p${n - 1}`)]))))
writeFileSync(join(dir, "words.php"), php(read("words.json")))
