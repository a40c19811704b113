// import.mjs: how long an import of many patients takes in a running demo: read, sealed and sent, taken in, taken back.
//
//	PALREG_STATE=… PALREG_URL=… NODE_EXTRA_CA_CERTS=… node bench/import.mjs [ROWS]
import { demoAccount, enterDemo, keysKnown, launch, newVisitor, randomSnils } from "../tests/browser/browser.mjs"

const rows = Number(process.argv[2] ?? 5000)
const LETTERS = "абвгдежиклмнопрстуфхцчшщэюя"
const TITLES = `Фамилия;Имя;Отчество;Дата рождения;Пол;СНИЛС;Телефон;Населённый пункт;Улица;Дом;Ухаживающий;Кем приходится;
Телефон ухаживающего;Учреждение;Район;Диагноз;На учёте с;№ решения ВК;Дата решения ВК;Согласие подписано`.replaceAll("\n", "")

const word = () => Array.from({ length: 7 }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join("")
	.replace(/^./, (c) => c.toUpperCase())
const two = (n) => String(n).padStart(2, "0")
const line = (_, i) => [word(), word(), word(), `${two(1 + i % 28)}.${two(1 + i % 12)}.19${30 + i % 50}`, i % 2 === 0 ? "м" : "ж",
	randomSnils(), `+7921000${String(i % 10_000).padStart(4, "0")}`, "г. Онежск", "ул. Лесная", `д. ${i}`, `${word()} ${word()}`, "дочь",
	"89210000001", "Онежский хоспис", "Онежский", "C34.1", "01.11.2026", "12", "01.11.2026", "01.11.2026"].join(";")
const csv = [TITLES, ...Array.from({ length: rows }, line)].join("\r\n")

let last = performance.now()
function tell(what) {
	console.log(`${what}\t${((performance.now() - last) / 1000).toFixed(1)} s`)
	last = performance.now()
}

const browser = await launch()
const { page } = await newVisitor(browser)
page.setDefaultTimeout(600_000)
await enterDemo(page, demoAccount((a) => a.login === "lebedeva"))
await page.goto("/patients/import")
await keysKnown(page)
tell("signed in")
await page.locator("#import-file").setInputFiles({ name: "big.csv", mimeType: "text/csv", buffer: Buffer.from(csv) })
await page.locator("#import-result:visible").waitFor()
tell(`read and checked: ${await page.locator("#import-good").innerText()} rows`)
await page.locator("#import-start").click()
await page.locator("#import-done", { hasText: "регистр принимает" }).waitFor()
tell("sealed, sent and tried")
await page.waitForURL(/done=import_committed/)
tell("taken in")
await page.locator("#imports details summary").first().click()
await page.locator("#imports form button").first().click()
await page.waitForURL(/done=import_undone/)
tell("taken back")
await browser.close()
