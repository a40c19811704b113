// @ts-check
/** @file prescription_search.js: what the search finds as a table, with the names this browser can open. */
import { startExport } from "../ui/export-names.js"
import { fullName, showDate } from "../ui/passport.js"

export const start = () => startExport([
	{ head: "export.name", of: fullName },
	{ head: "export.born", of: ({ born }) => showDate(born) },
])
