// t0930-book-import.test.mjs: a file for a reference book, broken, corrected, tried, taken in and taken back; in English on a phone.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { calm, demoAccount, enterDemo, isAdmin, isMinistry, keysKnown, launch, newVisitor, PHONE, speak, spoken, sql } from "./browser.mjs"

const account = demoAccount((a) => isAdmin(a) && a.member === null && !isMinistry(a))
const clear = () => sql("DELETE FROM book_change WHERE key = 'test_ui'; DELETE FROM book_import WHERE file = 'жидкости.csv'; DELETE FROM diluent WHERE code = 'test_ui'")
const there = () => sql("SELECT count(*) FROM diluent WHERE code = 'test_ui' AND retired_at IS NULL")
const WORDS = {
	ru: { quote: "Строка 3: кавычка не закрыта.", fault: ["3", "Порядок"], taken: "Загрузить в справочник", sure: "Отменить импорт", back: "Да, отменить весь импорт" },
	en: { taken: "Take it into the book", sure: "Take the import back", back: "Yes, take all of it back" },
}
const TITLES = { ru: "Код;Название;Название по-английски;Порядок", en: "Code;Name in Russian;Name;Order" }

let browser
before(async () => { clear(); browser = await launch() })
after(async () => {
	clear()
	speak(account, "ru")
	await browser?.close()
})

for (const [lang, options] of [["ru", {}], ["en", { viewport: PHONE }]])
	test(`a book is brought in from a file and back, ${lang}`, async () => {
		speak(account, lang)
		const { page, check } = await newVisitor(browser, options)
		await enterDemo(page, account)
		await spoken(page, lang)
		const words = WORDS[lang]
		const choose = async (text) => {
			await page.goto("/admin/books/diluent/import")
			await keysKnown(page)
			await page.locator("#book-file").setInputFiles({ name: "жидкости.csv", mimeType: "text/csv", buffer: Buffer.from(text) })
		}
		if (lang === "ru") {
			await choose(`${TITLES[lang]}\ntest_ui;проба;probe;900\nx;"проба;y;1`)
			await page.locator("#book-file-errors li", { hasText: words.quote }).waitFor()
			await choose(`${TITLES[lang]}\ntest_ui;проба;probe;900\ntest_ui2;проба 2;probe 2;много`)
			await page.waitForURL(/\/admin\/imports\//)
			assert.deepEqual(await page.locator("article tbody tr").first().locator("td").evaluateAll((cells) => cells.slice(0, 2).map((cell) => cell.innerText)), words.fault)
			await calm(page, `errors, ${lang}`)
			assert.equal(there(), "0")
		}
		await choose(`${TITLES[lang]}\ntest_ui;проба;probe;900`)
		await page.waitForURL(/\/admin\/imports\//)
		await page.locator("tbody", { hasText: "test_ui" }).waitFor()
		await calm(page, `differences, ${lang}`)
		assert.equal(there(), "0", "a trial changes nothing")
		await page.getByRole("button", { name: words.taken }).click()
		await page.locator("#notices .done").waitFor()
		assert.equal(there(), "1")
		await page.getByText(words.sure, { exact: true }).click()
		await page.getByRole("button", { name: words.back }).click()
		await page.waitForURL(/done=book_import_undone/)
		assert.equal(there(), "0", "taken back")
		check()
	})
