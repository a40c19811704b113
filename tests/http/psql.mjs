// psql.mjs: one psql for all statements of a test file: it takes longer to start than nearly every statement.
import { execFileSync, spawn } from "node:child_process"
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const END = "-- that was all --"

/** A psql that reads its orders from a pipe. Each statement gets a session of its own, as from a psql of its own. */
class Psql {
	/** @param {string[]} args */
	constructor(args) {
		this.dir = mkdtempSync(join(tmpdir(), "palreg-sql-"))
		execFileSync("mkfifo", [join(this.dir, "in"), join(this.dir, "out")])
		spawn("sh", ["-c", 'cd "$0" && exec psql "$@" <in >out 2>err', this.dir, "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", ...args],
			{ stdio: "ignore" }).unref()
		/* Each end is opened once the other is: no sooner has psql ended than reading ends too. */
		this.input = openSync(join(this.dir, "in"), "w")
		this.output = openSync(join(this.dir, "out"), "r")
		this.bytes = Buffer.alloc(1 << 16)
	}

	/** @param {string} statement */
	run(statement) {
		writeFileSync(join(this.dir, "statement"), statement)
		writeSync(this.input, `\\c\n\\i statement\nSELECT '${END}';\n`)
		const parts = []
		for (let said = ""; !said.endsWith(`${END}\n`); said = Buffer.concat(parts).subarray(-END.length - 1).toString()) {
			const n = readSync(this.output, this.bytes)
			if (n === 0)
				throw new Error(`psql: ${readFileSync(join(this.dir, "err"), "utf8").trim()}`)
			parts.push(Buffer.from(this.bytes.subarray(0, n)))
		}
		return Buffer.concat(parts).toString().slice(0, -END.length - 1)
	}

	end() {
		closeSync(this.input)
		closeSync(this.output)
		rmSync(this.dir, { recursive: true, force: true })
	}
}

/** @type {Psql | null} */
let kept = null
process.on("exit", () => kept?.end())

/**
 * @param {string[]} args  where the database is
 * @param {string} statement
 * @returns {string} what psql printed
 * @throws {Error} with what psql said, after the first statement that failed
 */
export function psql(args, statement) {
	kept ??= new Psql(args)
	try {
		return kept.run(statement)
	} catch (error) {
		kept.end()
		kept = null
		throw error
	}
}
