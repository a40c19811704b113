// @ts-check
/**
 * @file password-strength.js: how hard a password is to guess, by zxcvbn. Pure. It advises; what is allowed is kdf.js's to say.
 *
 * Whoever types Russian words on Latin keys, or the other way round, is easily guessed too: both are looked at.
 */
import { loaded } from "../crypto/opening.js"

/** @typedef {0 | 1 | 2 | 3 | 4} Score */
/** @typedef {"" | "own" | "common" | "word" | "row" | "repeat" | "sequence" | "date"} Hint  what makes it weak */
/** @typedef {{ score: Score, hint: Hint }} Strength */
/** @typedef {(password: string, own: string[]) => Strength} Judge  own: words that others know of this person */

/** More of a password is not looked at: it is strong by then, and looking takes time. */
const MOST = 60
const GOOD = 3
const RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
const LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"

/* What a Russian password begins with, and the words of the house. */
const WORDS = ("пароль привет любовь солнце россия москва люблю мама папа семья счастье здоровье доктор врач больница хоспис паллиатив " +
	"паллиативная помощь регистр пациент медсестра сестра отделение поликлиника медицина лечение карелия петрозаводск " +
	"январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь зима весна лето осень " +
	"понедельник вторник среда четверг пятница суббота воскресенье александр алексей андрей анна анастасия виктор " +
	"владимир галина дмитрий евгений елена екатерина иван ирина людмила мария марина михаил наталья николай ольга " +
	"павел сергей светлана татьяна юлия кошка собака спартак зенит дракон принцесса котик зайка солнышко бабушка").split(" ")
const OF_HERE = ["palreg", "register", "registry", "hospice", "palliative", "patient", "password", ...WORDS]

/** @param {string} text @returns {string} what the same keys write with the other letters on them */
export const onLatinKeys = (text) => Array.from(text, (letter) => {
	const at = RUSSIAN_KEYS.indexOf(letter.toLowerCase())
	const key = LATIN_KEYS[at] ?? letter
	return at >= 0 && letter !== letter.toLowerCase() ? key.toUpperCase() : key
}).join("")

/** @type {Record<string, Hint>} */
const HINTS = { spatial: "row", repeat: "repeat", sequence: "sequence", date: "date", regex: "date", wordSequence: "sequence" }

/** @param {{ pattern: string, dictionaryName?: string, token: string }[]} matches @returns {Hint} of what it is mostly made of */
function hintOf(matches) {
	const most = matches.filter(({ pattern }) => pattern !== "bruteforce").sort((a, b) => b.token.length - a.token.length)[0]
	if (most === undefined)
		return ""
	if (most.pattern !== "dictionary")
		return HINTS[most.pattern] ?? ""
	const { dictionaryName = "" } = most
	return dictionaryName === "userInputs" ? "own" : dictionaryName.startsWith("passwords") ? "common" : "word"
}

/** @param {string} password @param {string[]} own  the longest are taken out first */
const withoutOwn = (password, own) => [...own].sort((a, b) => b.length - a.length)
	.reduce((rest, word) => rest.replaceAll(word, ""), password.toLowerCase())

/**
 * @returns {Promise<Judge>}
 * @throws {DOMException} NetworkError if its half a megabyte does not arrive
 */
export async function loadJudge() {
	const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] =
		await loaded(Promise.all([import("@zxcvbn-ts/core"), import("@zxcvbn-ts/language-common")]))
	const zxcvbn = new ZxcvbnFactory({ graphs: adjacencyGraphs, dictionary: { ...dictionary, here: [...OF_HERE, ...OF_HERE.map(onLatinKeys)] } })
	/** @param {string} text @param {string[]} words @returns {Strength} */
	const look = (text, words) => {
		const { score, sequence } = zxcvbn.check(text.slice(0, MOST), words)
		return { score: /** @type {Score} */ (score), hint: score >= GOOD ? "" : hintOf(/** @type {any} */ (sequence)) }
	}
	return (password, own) => {
		const words = own.map((word) => word.toLowerCase()).filter((word) => word.length > 2)
		const both = [...words, ...words.map(onLatinKeys)]
		const looked = [...new Set([password, onLatinKeys(password)])].flatMap((text) => {
			const rest = withoutOwn(text, both)
			// What is left without one's own words has to be strong by itself.
			return [look(text, both), ...rest.length < text.length ? [/** @type {Strength} */ ({ ...look(rest, both), hint: "own" })] : []]
		})
		const weakest = looked.reduce((a, b) => b.score < a.score ? b : a)
		return weakest.score >= GOOD ? { ...weakest, hint: "" } : weakest
	}
}
