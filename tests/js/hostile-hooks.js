// @ts-check
// Each tab has modules of its own: what stands below ui/ is loaded anew for every ?tab=, by all that import it.
export async function resolve(specifier, context, next) {
	const found = await next(specifier, context)
	const tab = /[?]tab=[0-9]+/.exec(context.parentURL ?? "")?.[0]
	return tab !== undefined && found.url.includes("/static/js/ui/") && !found.url.includes("?") ? { ...found, url: found.url + tab } : found
}
