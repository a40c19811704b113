// @ts-check
/** @file death.js: whether somebody died where he wished to, as far as the two places tell. */

/** Places which say too little to be compared with another one. */
const VAGUE = ["", "relatives", "other", "unknown"]

/**
 * @param {string} wished  code of preferred_place; "" if it was never told
 * @param {string} died  code of place_of_death; "" while it is not chosen
 * @returns {"yes" | "no" | "unknown" | ""} "" where only a person can tell
 */
export function wishMet(wished, died) {
	if (died === "")
		return ""
	if (["", "no_preference", "undecided"].includes(wished) || died === "unknown")
		return "unknown"
	if (wished === died && wished !== "other")
		return "yes"
	return VAGUE.includes(wished) || VAGUE.includes(died) ? "" : "no"
}
