// @ts-check
/**
 * @file ceremony_form.js: two custodians at one computer whose network is cut. The page has loaded all it needs before it
 * says so; its policy lets it ask for nothing more, and it watches that it does not.
 */
import { openCeremony, readPapers, restoreOfficer, signProposal, WrongSecret } from "../crypto/ceremony.js"
import { isPasswordAllowed } from "../crypto/index.js"
import { all, button, input, make, one, place } from "../ui/dom.js"
import { chosenText, saveFile } from "../ui/files.js"
import { proposalWords } from "../ui/proposal-words.js"
import { helpTyping, showProblem } from "../ui/secret-field.js"
import { shareText } from "../ui/share-input.js"
import { text } from "../ui/text.js"

/** @typedef {Awaited<ReturnType<typeof readPapers>>} Papers */
/** @typedef {{ answer: string, keyFile?: string }} Made */

const PHRASES = [1, 2]

/** What else it would load when it is first needed. */
const loadAll = () => Promise.all([
	import("hash-wasm"), import("shamir-secret-sharing"), import("@hpke/core"), import("qr/decode.js"),
])

/** Anything that goes out from now on is told at once. */
function watch() {
	const showNet = () => {
		place("online").hidden = !navigator.onLine
		place("cut").hidden = navigator.onLine
	}
	for (const name of ["online", "offline"])
		addEventListener(name, showNet)
	showNet()
	const tell = () => {
		place("silent").hidden = true
		place("spoke").hidden = false
	}
	document.addEventListener("securitypolicyviolation", tell)
	const from = performance.now()
	new PerformanceObserver((list) => {
		// What is made here and saved as a file is a blob; it goes nowhere.
		if (list.getEntries().some(({ name, startTime }) => startTime > from && !name.startsWith("blob:")))
			tell()
	}).observe({ type: "resource" })
	place("silent").hidden = false
}

class Ceremony {
	/** @type {Papers | null} */
	read = null
	/** @type {Made | null} */
	made = null

	start() {
		input("papers").addEventListener("change", () => void this.take())
		place("ceremony").addEventListener("submit", (event) => {
			event.preventDefault()
			void this.hold()
		})
		button("save-answer").addEventListener("click", () => this.save("answer"))
		button("save-key").addEventListener("click", () => this.save("key"))
		helpTyping(["phrase-1", "phrase-2", "password", "password-again"].map(input))
		addEventListener("beforeunload", (event) => { if (this.made !== null) event.preventDefault() })
		place("choose").hidden = false
	}

	async take() {
		showProblem("")
		this.read = null
		place("ceremony").hidden = true
		try {
			this.read = await readPapers((await chosenText(input("papers"), 1 << 20))?.trim() ?? "")
		} catch (error) {
			return this.tell(error)
		}
		this.show(this.read)
	}

	/** @param {Papers} read */
	show({ papers, roster, proposal, mark, since, members }) {
		const restores = papers.kind === "restore"
		const words = papers.kind === "restore" ? text("restores", papers.name, papers.login) :
			proposal === null ? "" : proposalWords(proposal)
		place("purpose").textContent = words
		place("who").textContent = papers.institution
		place("fingerprint").textContent = proposal?.fingerprint ?? ""
		place("fingerprint-line").hidden = (proposal?.fingerprint ?? "") === ""
		place("signers").textContent = proposal?.signers.join(", ") ?? ""
		place("signers-line").hidden = proposal === null
		place("entries").textContent = String(roster.seq + 1)
		place("since").textContent = new Date(since * 1000).toLocaleString("ru", { dateStyle: "short", timeStyle: "short" })
		place("mark-shown").textContent = mark
		place("members").replaceChildren(...members.map(({ login, role }) => make("li", {}, `${login}: ${text(`role_${role}`)}`)))
		for (const part of all("[data-for]", HTMLElement))
			part.hidden = part.dataset["for"] !== papers.kind
		button("hold").textContent = text(restores ? "do_restore" : "do_sign")
		place("ceremony").hidden = false
	}

	/** @returns {[string, string] | null} what is missing, and the field of it */
	get mistake() {
		if (this.read?.papers.kind !== "restore")
			return null
		if (!isPasswordAllowed(input("password").value))
			return ["short", "password"]
		return input("password").value === input("password-again").value ? null : ["differ", "password-again"]
	}

	async hold() {
		const { mistake, read } = this
		showProblem(mistake === null ? "" : text(mistake[0]))
		if (mistake !== null || read === null)
			return input(mistake?.[1] ?? "papers").focus()
		button("hold").disabled = true
		place("progress").textContent = text("working")
		try {
			this.made = await this.rebuild(read)
			this.finish(this.made)
		} catch (error) {
			this.tell(error)
		} finally {
			button("hold").disabled = false
			place("progress").textContent = ""
		}
	}

	/**
	 * The keys of the root are alive in here and no longer.
	 *
	 * @param {Papers} read
	 * @returns {Promise<Made>}
	 */
	async rebuild(read) {
		const shares = []
		for (const nth of PHRASES) {
			const share = await shareText(nth)
			if (share === null)
				throw Object.assign(new WrongSecret("missing"), { nth })
			shares.push({ text: share, passphrase: input(`phrase-${nth}`).value })
		}
		const recoveryFile = (await chosenText(input("recovery-file")))?.trim() ?? ""
		const ceremony = await openCeremony(read, { recoveryFile, shares, mark: input("mark").value.trim() })
		return read.papers.kind === "sign" ? { answer: await signProposal(ceremony) } :
			restoreOfficer(ceremony, { password: input("password").value, now: Math.floor(Date.now() / 1000) })
	}

	/** @param {Made} made */
	finish({ keyFile }) {
		for (const field of all("#ceremony input, #ceremony textarea", HTMLElement))
			if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
				field.value = ""
		place("ceremony").hidden = place("choose").hidden = true
		place("key-part").hidden = keyFile === undefined
		place("made").hidden = false
		button(keyFile === undefined ? "save-answer" : "save-key").focus()
	}

	/** @param {"answer" | "key"} what */
	save(what) {
		const short = this.read?.papers.inst.slice(0, 8) ?? ""
		const login = this.read?.papers.kind === "restore" ? this.read.papers.login : ""
		if (what === "key")
			saveFile(`${login}.keyfile.json`, this.made?.keyFile ?? "")
		else
			saveFile(`palreg-${short}.${login === "" ? "signed" : "restored"}.json`, this.made?.answer ?? "")
		one(`[data-saved="${what}"]`, HTMLElement)?.removeAttribute("hidden")
	}

	/** @param {unknown} error */
	tell(error) {
		if (!(error instanceof WrongSecret))
			throw error
		const nth = /** @type {{ nth?: number }} */ (error).nth ?? 0
		if (error.reason === "unmarked")
			place("mark-part").hidden = false
		showProblem(text(error.reason === "password" ? "short" : error.reason, nth))
		const fields = /** @type {Record<string, string>} */ ({ passphrase: `phrase-${nth}`, share: `share-${nth}`, missing: `share-${nth}`,
			same: "share-2", recovery: "recovery-file", mark: "mark", unmarked: "mark", papers: "papers" })
		input(fields[error.reason] ?? "papers").focus()
	}
}

export async function start() {
	await loadAll()
	new Ceremony().start()
	watch()
}
