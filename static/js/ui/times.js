// @ts-check
/** @file times.js: moments that the server writes in UTC, shown in the time of this workstation. */
import { all } from "./dom.js"
import { DATES } from "./text.js"

/** Rewrites every <time datetime="…Z">. */
export function localTimes() {
	const format = new Intl.DateTimeFormat(DATES, { dateStyle: "short", timeStyle: "short" })
	for (const time of all("time[datetime$=Z]", HTMLTimeElement)) {
		const moment = new Date(time.dateTime)
		if (!Number.isNaN(moment.getTime()))
			time.textContent = format.format(moment)
	}
}
