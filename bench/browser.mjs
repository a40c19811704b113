// browser.mjs: how long a doctor waits for the names, measured inside Debian's Chromium.
//
//     node bench/browser.mjs FILE    (of bench/names.mjs)
//
// Prints open_20k_seconds (the first page after signing in, until every name can be searched), next_page_seconds (the
// same on the next page, from the sealed index) and for 20,000 and 100,000 patients keystroke_ms_p95, from the input
// event until the names that were found stand in the table and have their places; keystroke_find_ms_p95 is without the layout.
// signin_seconds is from the click until the keys are open on the next page, at a browser that remembers the account;
// longest_task_ms is how long the page could not answer at most while it opened everything.
import { readFileSync } from "node:fs"
import { launch, newVisitor } from "../tests/browser/browser.mjs"

const { login, password, keyFile, count } = JSON.parse(readFileSync(process.argv[2], "utf8"))
const LARGE = Number(process.env.BENCH_LARGE ?? 100_000)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const LIMIT = 120_000
const QUERIES = ["иванов", "петрова анна", "сергеев", "bdfyjd", "леппяхо", "1944", "ёлкин", "никола мих", "79110", "ярви", "ко", "марь"]

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1]
const p95 = (list) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * 0.95))]
const figure = (name, value, digits) => console.log(`${name} ${value.toFixed(digits)}`)

/** Runs in the page, before any of its scripts: notes when the page says that names can be searched. */
function watchReady() {
	window.longest = 0
	new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries())
			if (window.searchableAt === undefined || startTime < window.searchableAt)
				window.longest = Math.max(window.longest, duration)
	}).observe({ type: "longtask", buffered: true })
	addEventListener("DOMContentLoaded", () => {
		const place = document.querySelector("[data-index-status]")
		const ready = document.querySelector('[data-msg="index.ready"]')?.textContent.trim()
		if (place === null)
			return
		new MutationObserver(() => {
			if (place.textContent.startsWith(ready))
				window.searchableAt ??= performance.now()
		}).observe(place, { childList: true, characterData: true, subtree: true })
	})
}

/** Types each query letter by letter as a keyboard would; runs in the page. */
async function typeAll(queries) {
	const box = document.querySelector("#patient-search")
	const table = document.querySelector("#patient-list-local tbody")
	const empty = document.querySelector("#patient-list-local [data-empty]")
	const times = { find: [], rows: [] }
	for (const query of queries) {
		for (let length = 1; length <= query.length; length++) {
			box.value = query.slice(0, length)
			const began = performance.now()
			box.dispatchEvent(new InputEvent("input", { bubbles: true }))
			times.find.push(performance.now() - began)
			const named = table.querySelector("tr sealed-text[data-state=open]") !== null
			if (named !== empty.hidden || table.getBoundingClientRect().height > 0 !== named)
				throw new Error(`the rows for ${box.value} do not stand there`)
			times.rows.push(performance.now() - began)
			await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
		}
	}
	return times
}

/** Runs in the page: gives the index as many people again as are missing; their open columns are those of others. */
function enlarge({ large, base }) {
	const fetched = window.fetch
	const twin = new Map()
	window.fetch = async (address, ...rest) => {
		const url = new URL(address, location.href)
		if (url.pathname === "/api/patients") {
			const { documents, documentsStatus } = await import(`${base}ui/documents.js`)
			while (documentsStatus().state !== "fresh")
				await new Promise((resolve) => setTimeout(resolve, 20))
			const answer = await (await fetched(address, ...rest)).json()
			const index = documents()
			const own = answer.ids.slice()
			const syllables = ["ка", "ле", "ми", "но", "ру", "са", "те", "вя", "хо", "йо", "пи", "зу", "ша", "бе", "дё", "гы"]
			const word = (n) => [0, 4, 8, 12].map((shift) => syllables[n >> shift & 15]).join("")
			for (let n = own.length; n < large; n++) {
				const id = crypto.randomUUID()
				const like = own[n % own.length]
				const place = index.places.get(like)
				twin.set(id, like)
				index.put(id, 1, index.hashes[place], "", `${word(n * 7919)} ${index.haystacks[place]}`, index.kept(place))
				answer.ids.push(id)
				answer.numbers?.push(answer.numbers[n % own.length])
			}
			return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } })
		}
		if (url.pathname !== "/api/patients/rows" || twin.size === 0)
			return fetched(address, ...rest)
		const asked = url.searchParams.get("ids").split(",")
		url.searchParams.set("ids", [...new Set(asked.map((id) => twin.get(id) ?? id))].join(","))
		const { rows } = await (await fetched(url, ...rest)).json()
		const known = new Map(rows.map((row) => [row.id, row]))
		const all = asked.flatMap((id) => known.has(twin.get(id) ?? id) ? [{ ...known.get(twin.get(id) ?? id), id }] : [])
		return new Response(JSON.stringify({ rows: all }), { headers: { "Content-Type": "application/json" } })
	}
}

/** @returns {Promise<number>} seconds from the click until the keys are open */
async function signIn(page, first) {
	await page.goto("/login")
	await page.waitForFunction(() => document.documentElement.dataset.ready === "1", null, { timeout: LIMIT })
	await page.locator("#login-name").fill(login)
	await page.locator("#password").fill(password)
	if (first) {
		await page.locator("#key-file").setInputFiles({ name: "officer.keyfile.json", mimeType: "application/json", buffer: Buffer.from(keyFile) })
		await page.locator("#remember").check()
	}
	const began = performance.now()
	await page.locator("#submit").click()
	await page.waitForURL((url) => url.pathname === "/", { timeout: LIMIT })
	await page.waitForFunction(() => document.documentElement.dataset.keys === "open", null, { timeout: LIMIT })
	return (performance.now() - began) / 1000
}

async function signOut(page) {
	await page.locator('form[action="/logout"] button').first().click()
	await page.waitForURL(/\/login/, { timeout: LIMIT })
}

/** @returns {Promise<number>} seconds from the click on a link until names can be searched */
async function openList(page) {
	await page.goto("/patients")
	// Looking at every frame would take its time from the page.
	await page.waitForFunction(() => window.searchableAt !== undefined, null, { timeout: LIMIT, polling: 100 })
	return await page.evaluate(() => window.searchableAt) / 1000
}

/** Wait until all that was seen is remembered: the sealed index, then a pin for each record. */
const saved = (page) => page.evaluate(async ({ total, limit }) => {
	const base = document.querySelector("script[type=module]").src.replace(/main\.js$/, "")
	const { currentKeyring } = await import(`${base}ui/session.js`)
	const { readPins } = await import(`${base}crypto/index.js`)
	const keys = await currentKeyring()
	while ((await readPins(keys)).size < total) {
		if (performance.now() > limit)
			throw new Error("the pins are not moved")
		await new Promise((resolve) => setTimeout(resolve, 250))
	}
}, { total: count, limit: LIMIT })

const found = (page, total) => page.waitForFunction((n) => document.querySelector("#patient-count").textContent.replace(/\D/g, "")
	.includes(n), String(total), { timeout: LIMIT })

const browser = await launch()
try {
	const signins = [], longest = [], opens = [], nexts = [], keys = { find: [], rows: [] }, largeKeys = { find: [], rows: [] }
	for (let round = 0; round < ROUNDS; round++) {
		const visitor = await newVisitor(browser)
		const { page } = visitor
		await page.addInitScript(watchReady)
		await signIn(page, true)
		await signOut(page)
		signins.push(await signIn(page, false))
		opens.push(await openList(page))
		longest.push(await page.evaluate(() => window.longest))
		await saved(page)
		nexts.push(await openList(page))
		await found(page, count)
		const times = await page.evaluate(typeAll, QUERIES)
		keys.find.push(...times.find)
		keys.rows.push(...times.rows)
		const base = await page.evaluate(() => document.querySelector("script[type=module]").src.replace(/main\.js$/, ""))
		await page.addInitScript(enlarge, { large: LARGE, base })
		await openList(page)
		await page.locator("#patient-search").fill("79")
		await page.waitForFunction((n) => document.querySelector("#patient-count").textContent.includes(n), String(LARGE), { timeout: LIMIT })
		await page.locator("#patient-search").fill("")
		const large = await page.evaluate(typeAll, QUERIES)
		largeKeys.find.push(...large.find)
		largeKeys.rows.push(...large.rows)
		visitor.check()
		await visitor.context.close()
	}
	const name = (n) => n % 1000 === 0 ? `${n / 1000}k` : String(n)
	figure("signin_seconds", median(signins), 2)
	figure("longest_task_ms", median(longest), 0)
	figure(`open_${name(count)}_seconds`, median(opens), 2)
	figure("next_page_seconds", median(nexts), 2)
	figure(`keystroke_find_ms_p95_${name(count)}`, p95(keys.find), 1)
	figure(`keystroke_ms_p95_${name(count)}`, p95(keys.rows), 1)
	figure(`keystroke_find_ms_p95_${name(LARGE)}`, p95(largeKeys.find), 1)
	figure(`keystroke_ms_p95_${name(LARGE)}`, p95(largeKeys.rows), 1)
} finally {
	await browser.close()
}
