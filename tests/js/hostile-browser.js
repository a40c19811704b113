// @ts-check
/**
 * @file hostile-browser.js: as much of a browser as the client's modules need, and its border to the network, where a lie may
 * stand between the register and them. Nothing behind the border is replaced.
 */
import { register as hook } from "node:module"
import { ORIGIN, copyOf } from "./hostile-world.js"

hook("./hostile-hooks.js", import.meta.url)

/** @typedef {any} Any */

/* The page: a token, and a place where alarms are shown. */

class Element {
	dataset = /** @type {Any} */ ({})
	children = /** @type {Any[]} */ ([])
	own = ""
	setAttribute() {}
	getAttribute() { return "token" }
	append(...parts) { this.children.push(...parts) }
	get textContent() { return this.own + this.children.map((part) => typeof part === "string" ? part : part.textContent).join("") }
	set textContent(text) { this.own = text; this.children = [] }
}
class Meta extends Element {
	content = "token"
}

const meta = new Meta()
export const page = { alarms: new Element() }
const nothing = () => {}
const quiet = { addEventListener: nothing, removeEventListener: nothing }

class Channel {
	addEventListener() {}
	postMessage() {}
}

/* Workers run beside the page, on messages that were cloned. Each is loaded before the next. */

/** @type {Any} */
let starting = null
let loading = Promise.resolve()
let workers = 0
/** @type {Any} */
let answering = null

class Worker {
	constructor(url) {
		this.ready = loading = loading.then(async () => {
			starting = this
			await import(`${url}?tab=${900_000 + workers++}`)
		})
		this.ready.catch(() => {})
	}

	postMessage(message) {
		const data = structuredClone(message)
		void this.ready.then(() => this.hear?.({ data }), () => this.onerror?.())
	}

	terminate() { this.ended = true }
}

/* A worker's module says postMessage to whom it belongs: it is told by the id of the job. */
const owners = new Map()
let jobs = 0

Object.defineProperty(globalThis, "onmessage", {
	configurable: true,
	set(fn) {
		const worker = starting
		worker.hear = ({ data }) => {
			if (!("id" in data))
				return fn({ data })
			const id = ++jobs
			owners.set(id, { worker, id: data.id })
			fn({ data: { ...data, id } })
		}
	},
})

const storage = new Map()

Object.assign(globalThis, {
	location: Object.assign(new URL(`${ORIGIN}/patients`), { assign: (path) => { page.left = path }, replace: nothing, reload: nothing }),
	document: {
		...quiet, documentElement: new Element(), body: new Element(), createElement: () => new Element(), querySelectorAll: () => [],
		querySelector: (selector) => selector === "#alarms" ? page.alarms : selector.startsWith("meta") ? meta : null,
	},
	localStorage: { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => storage.set(key, value), removeItem: (key) => storage.delete(key) },
	HTMLElement: Element, HTMLMetaElement: Meta, HTMLAnchorElement: class {}, HTMLButtonElement: class {}, HTMLFormElement: class {}, HTMLInputElement: class {},
	BroadcastChannel: Channel, Worker, addEventListener: nothing, setInterval: () => 0,
	postMessage: (message) => {
		const { worker, id } = owners.get(message.id)
		if (!worker.ended)
			worker.onmessage?.({ data: structuredClone({ ...message, id }) })
	},
})
if (globalThis.navigator === undefined)
	Object.defineProperty(globalThis, "navigator", { value: { hardwareConcurrency: 2 }, configurable: true })

/* The time a browser waits is a part of the border: a minute of it is half a second here. */
const timeout = AbortSignal.timeout
AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 120)

/**
 * A lie gets what was asked and what would be the truth, and gives what is answered: JSON to be, or a whole Response.
 *
 * @typedef {(asked: { method: string, path: string, query: URLSearchParams, fields: URLSearchParams }, truth: Any) => Any} Lie
 */

/**
 * @param {Any} register
 * @param {Lie} [lie]
 */
export function connect(register, lie = (_, truth) => truth) {
	globalThis.fetch = /** @type {Any} */ (async (path, init = {}) => {
		const url = new URL(path, ORIGIN)
		const asked = { method: init.method ?? "GET", path: url.pathname, query: url.searchParams, fields: new URLSearchParams(init.body ?? "") }
		const answer = await lie(asked, structuredClone(register.answer(asked)))
		const response = answer instanceof Response ? answer :
			new Response(JSON.stringify(answer), { status: 200, headers: { "content-type": "application/json" } })
		if (response.body === null || init.signal === undefined)
			return response
		return new Response(response.body.pipeThrough(new TransformStream(), { signal: init.signal }), response)
	})
}

let tabs = 0

/** Modules as a page load finds them: with nothing in memory. */
export async function openTab() {
	const tab = ++tabs
	page.alarms = new Element()
	const load = (name) => import(`../../static/js/ui/${name}.js?tab=${tab}`)
	const [session, documents, vault, notes, signin, api, rewrap] =
		await Promise.all(["session", "documents", "vault", "notes", "signin", "api", "rewrap"].map(load))
	return { session, documents, vault, notes, signin, api, rewrap }
}

/** @param {Any} idb */
export async function storageOf(idb) {
	const copy = await copyOf(idb)
	Object.assign(globalThis, { indexedDB: copy })
	return copy
}

/** Everything that was begun has come to its end. */
export const settle = async () => { for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve)) }
