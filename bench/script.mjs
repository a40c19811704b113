// script.mjs: what bench/record.mjs saw, as a script for pgbench -M prepared: the same statements, prepared once for
// each connection, in the same transaction and the same round trips, each time for a doctor drawn by lot.
//
//     node bench/script.mjs SEED DOCTORS <recorded.json >page.pgbench
import { readFileSync } from "node:fs"

const [seed, doctors] = process.argv.slice(2)
const { statements, trips } = JSON.parse(readFileSync(0, "utf8"))

/** Statements that take no parameters and cannot be prepared by PREPARE. */
const PLAIN = new Set(["begin", "commit", "plan_anew", "plan_once"])
/** A colon before a letter is a variable to pgbench, within a text as well. */
const plain = (sql) => sql.replace(/'((?:[^']|'')*)'/g, (text, inner) =>
	/:[a-z_]/i.test(inner) ? `U&'${inner.replaceAll("\\", "\\\\").replaceAll(":", "\\003A")}'` : text)
const literal = (value) => value === null ? "NULL" : `'${value.replaceAll("'", "''")}'`

function line([name, values]) {
	if (PLAIN.has(name))
		return `${statements[name]};`
	if (name === "session_take")
		return `${statements[name].replace("$1", `sha256(sha256(convert_to('${seed}' || :doctor, 'UTF8')))`)};`
	return values.length === 0 ? `EXECUTE ${name};` : `EXECUTE ${name} (${values.map(literal).join(", ")});`
}

const out = ["\\if :fresh"]
for (const [name, sql] of Object.entries(statements))
	if (!PLAIN.has(name) && name !== "session_take")
		out.push(`PREPARE ${name} AS ${sql};`)
out.push("\\set fresh 0", "\\endif", `\\set doctor random(1, ${doctors})`)
for (const trip of trips)
	out.push(...trip.length > 1 ? ["\\startpipeline", ...trip.map(line), "\\endpipeline"] : trip.map(line))
console.log(out.map(plain).join("\n"))
