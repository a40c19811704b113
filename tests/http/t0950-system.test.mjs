// t0950-system.test.mjs: what runs, how it is and where data goes, from what is really there.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { sql, STATE } from "./client.mjs"
import { demoAccount, isAdmin, isDoctor, isMinistry, isOfficer, signIn } from "./doctor.mjs"

let local, page
before(async () => {
	sql("DELETE FROM backup")
	local = (await signIn(demoAccount((a) => isOfficer(a) && isAdmin(a)))).client
	page = (await local.get("/admin/system")).text
})
after(() => sql("DELETE FROM backup"))

test("versions are those that run", () => {
	for (const version of [sql("SELECT current_setting('server_version')"), sql("SELECT change FROM sqitch.changes ORDER BY committed_at DESC, planned_at DESC LIMIT 1"),
		JSON.parse(readFileSync(join(STATE, "app/share/palreg/manifest.json"), "utf8")).tree, "OpenSSL 3", "TLSv1.3",
		execFileSync("/usr/sbin/nginx", ["-v"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }) || "nginx/"])
		assert.ok(page.includes(version), version)
})
test("the end of the certificate is that of the file", () => {
	const end = new Date(execFileSync("openssl", ["x509", "-in", join(STATE, "tls/cert.pem"), "-noout", "-enddate"], { encoding: "utf8" }).trim().split("=")[1])
	assert.ok(page.includes(end.toLocaleDateString("ru-RU", { timeZone: process.env.PALREG_TZ ?? "Europe/Moscow" })), end.toISOString())
	assert.doesNotMatch(page, /Сертификат TLS кончается/)
})
/** The page while a file says something else; nginx itself goes on with what it has read. */
async function while_(file, text) {
	const kept = readFileSync(file)
	try {
		writeFileSync(file, text ?? "")
		return (await local.get("/admin/system")).text
	} finally {
		writeFileSync(file, kept)
	}
}
const cert = (days) => execFileSync("openssl", ["req", "-x509", "-newkey", "ed25519", "-noenc", "-days", String(days), "-subj", "/CN=x", "-keyout", "/dev/null"],
	{ encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
test("an end in less than 30 days is warned of, in 31 days not; what is no certificate is said to be none", async () => {
	const file = join(STATE, "tls/cert.pem")
	assert.match(await while_(file, cert(29)), /Сертификат TLS кончается меньше чем через 30 дней/)
	assert.doesNotMatch(await while_(file, cert(31)), /Сертификат TLS кончается/)
	assert.match(await while_(file, "x"), /Сертификат TLS прочитать нельзя/)
})
test("what nginx passes on elsewhere stands in red", async () => {
	const file = join(STATE, "conf/palreg.conf"), conf = readFileSync(file, "utf8")
	const changed = await while_(file, `${conf}\nlocation /x { proxy_pass http://connector.example:8080; }\nlocation /y { fastcgi_pass unix:/tmp/other.sock; }`)
	assert.match(changed, /<td[^>]*>передаётся дальше <span class="tag stop">не заявлено<\/span><\/td><td[^>]*><span class="words">proxy_pass http:\/\/connector\.example:8080</)
	assert.match(changed, /fastcgi_pass unix:\/tmp\/other\.sock/)
	assert.doesNotMatch(page, /передаётся дальше/)
	assert.match(await while_(file, `${conf}\n{`), /Конфигурацию nginx прочитать нельзя/)
})
test("that there is no backup is said, until the operator notes one; an old one is told", async () => {
	assert.match(page, /Резервное копирование не настроено/)
	sql("SELECT backup_done('проба')")
	const noted = (await local.get("/admin/system")).text
	assert.doesNotMatch(noted, /Резервное копирование не настроено/)
	assert.match(noted, /, проба</)
	sql("UPDATE backup SET at = now() - interval '28 hours'")
	assert.match((await local.get("/admin/system")).text, /Последней резервной копии больше 26 часов/)
})
test("persons are counted against the limit", async () => {
	const [patients, accounts] = sql("SELECT (SELECT count(*) FROM patient), (SELECT count(*) FROM account)").split("|").map(Number)
	assert.match(page, new RegExp(`<b>${patients + accounts}</b>`))
})
test("the map names each program with its socket and role, and what is no program in red", () => {
	for (const program of ["auth", "register", "admin", "report"]) {
		assert.match(page, new RegExp(`<text class="known"[^>]*>palreg-${program}</text>`))
		assert.match(page, new RegExp(`>palreg_${program}</text><text class="note"[^>]*>\\d+ соединени`))
		assert.match(page, new RegExp(`unix:[^<]*/${program}\\.sock<`))
	}
	assert.match(page, /<text class="strange"[^>]*>postgres<\/text>/, "the test's own psql is no program")
	assert.match(page, /Наружу: нет/)
	assert.match(page, /в очереди: \d+[^,]*, делаются: \d+, готовы: \d+/)
})
test("it is for who manages users", async () => {
	const doctor = (await signIn(demoAccount((a) => isDoctor(a) && !isAdmin(a)))).client
	assert.equal((await doctor.get("/admin/system")).status, 403)
	const ministry = (await signIn(demoAccount(isMinistry))).client
	assert.equal((await ministry.get("/admin/system")).status, 403)
	assert.equal((await local.get("/admin/system?x=1")).status, 400)
})
