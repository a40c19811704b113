// routes.mjs: the route rows of the four programs, read from their .def files.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { ROOT } from "./client.mjs"

export const PROGRAMS = ["auth", "register", "admin", "report"]

/** @returns {{ program: string, method: string, path: string, name: string, perm: string, event: string }[]} */
export const routes = PROGRAMS.flatMap((program) => {
	const text = readFileSync(join(ROOT, `cgi/pages/${program}/routes.def`), "utf8")
	return [...text.matchAll(/^ROUTE\((\w+),\s*"([^"]+)",\s*(\w+),\s*(\w+),\s*(\w+)\)/gm)]
		.map(([, method, path, name, perm, event]) => ({ program, method, path, name, perm, event }))
})

/** The permissions that there are. */
export const permissions = [...readFileSync(join(ROOT, "cgi/auth/perm.def"), "utf8")
	.matchAll(/^PERMISSION\((\w+),/gm)].map(([, name]) => name)
