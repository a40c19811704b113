// @ts-check
/** @file trusted.js: the one Trusted Types policy, which lets exactly our own workers start. */

/** @typedef {{ createScriptURL: (url: string) => string }} Policy */

const OWN = new URL("../", import.meta.url).href

/** @param {string} url */
function checkOwn(url) {
	if (!url.startsWith(OWN) || !url.endsWith(".js"))
		throw new TypeError("not a script of ours")
	return url
}

/** @type {Policy} */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("palreg", { createScriptURL: checkOwn })
	?? { createScriptURL: checkOwn }

/**
 * @param {URL} url  of a module below static/js
 * @returns {Worker}
 */
export const startWorker = (url) => new Worker(policy.createScriptURL(url.href), { type: "module" })
