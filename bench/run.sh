#!/bin/sh
# run.sh: ./palreg bench: how fast the register is, as ratios within one run, printed one "name value" a line.
#
#   bench/run.sh [--write] [stage...]    stages: pages search record doses reports staff books memory browser; all without a name
#
# The instance that is measured lives in $PALREG_STATE/bench and is kept: 100,000 patients and 1,000,000 lines
# are made once. --write puts the figures into docs/PERFORMANCE.md. BENCH_SECONDS (8) is the length of one load,
# BENCH_ROUNDS (3) how often each is repeated, BENCH_CONNECTIONS (4) how many ask at once.
set -eu
cd "$(dirname "$0")/.."
SRC=$(pwd -P)
OUTER=${PALREG_STATE:-$SRC/var}
PALREG_STATE=$OUTER/bench
PALREG_PORT=${BENCH_PORT:-9443}
PALREG_WORKERS=4
# Nothing is started anew while it is measured, here as in the peers.
PALREG_RECYCLE=0
SECONDS_EACH=${BENCH_SECONDS:-8}
ROUNDS=${BENCH_ROUNDS:-3}
CONNECTIONS=${BENCH_CONNECTIONS:-4}
DOCTORS=100
ORIGIN=https://127.0.0.1:$PALREG_PORT
export PALREG_STATE PALREG_PORT PALREG_WORKERS PALREG_RECYCLE

say() { echo "bench: $*" >&2; }
die() { say "$*"; exit 1; }
is_root() { [ "$(id -u)" -eq 0 ]; }
privileged() { if is_root; then "$@"; else sudo "$@"; fi; }

# ---- what is needed ----

# Try to have the Debian packages; false if one of them is not to be had.
have_packages() {
	missing=
	for package in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	say "installing$missing"
	# shellcheck disable=SC2086
	privileged env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -q && apt-get install -q -y --no-install-recommends "$@"' \
	    apt $missing >"$WORK/apt.log" 2>&1 || return 1
	# PHP's own service is not wanted.
	[ ! -d /run/systemd/system ] || case $missing in *php-fpm*) privileged systemctl disable -q --now php8.2-fpm ;; esac
}

have_npm() {
	cmp -s "$1/package-lock.json" "$1/node_modules/.palreg-lock" && return 0
	say "npm ci in $1"
	(cd "$1" && npm ci --no-audit --no-fund --loglevel=error >"$WORK/npm.log" 2>&1) &&
	    cp "$1/package-lock.json" "$1/node_modules/.palreg-lock"
}

sql() { psql -X -q -At -v ON_ERROR_STOP=1 -h "$STATE/run/db" -U postgres palreg "$@"; }

# ---- the instance, its data, its doctors ----

instance_start() {
	./palreg start --empty >"$WORK/start.log" 2>&1 || { cat "$WORK/start.log" >&2; die "the instance did not start"; }
	STATE=$(realpath "$PALREG_STATE")
	if [ "$(sql -c 'SELECT count(*) FROM palreg.account')" -eq 0 ]; then
		say "making 100,000 patients and 1,000,000 prescription lines, some minutes"
		sql -f bench/dataset.sql >&2
	fi
	sql -f bench/heavy.sql >/dev/null
	fetch /health/register "" >/dev/null || die "the instance does not answer"
}

# fetch PATH COOKIE: the answer of the instance.
fetch() { curl -sf --max-time 20 --cacert "$STATE/tls/ca.pem" -b "__Host-palreg=$2" "$ORIGIN$1"; }

# Sessions run out after 15 idle minutes and with the rights of an account: new ones for each stage.
sessions_open() {
	SEED=$(openssl rand -hex 16)
	sql -v seed="$SEED" -f bench/sessions.sql >/dev/null
	node bench/cookies.mjs "$SEED" "$DOCTORS" >"$WORK/cookies"
	COOKIE=$(head -n 1 "$WORK/cookies")
}

# ---- loads ----

# Processor time of everything that serves, in clock ticks: nginx, the programs, the peers, the database.
ticks() {
	total=0
	for master in "$(cut -d ' ' -f 1 "$STATE/pid/nginx")" "$(cut -d ' ' -f 1 "$STATE/pid/register")" \
	    "$(head -n 1 "$STATE/pg/postmaster.pid")" "$(cat "$WORK/php.pid" 2>/dev/null)" "$(cat "$WORK/node.pid" 2>/dev/null)"; do
		[ -n "$master" ] || continue
		for child in $(pgrep -P "$master"); do
			n=$(sed 's/.*) //' "/proc/$child/stat" 2>/dev/null | awk '{ print $12 + $13 }')
			total=$((total + ${n:-0}))
		done
	done
	echo $total
}

# load PATH: requests a second by wrk, over kept TLS connections; nothing may fail. Only a bare answer asks as nobody.
# The first second warms up and does not count. $WORK/cpu gets the processor time of a request in microseconds.
load() {
	cookies=${COOKIES:-$WORK/cookies}
	[ "$1" != /health/register ] || cookies=/dev/null
	BENCH_COOKIES=$cookies wrk -t 2 -c "$CONNECTIONS" -d 1 -s bench/load.lua "$ORIGIN$1" >"$WORK/wrk" 2>&1
	began=$(ticks)
	BENCH_COOKIES=$cookies wrk -t 2 -c "$CONNECTIONS" -d "$SECONDS_EACH" -s bench/load.lua "$ORIGIN$1" >"$WORK/wrk" 2>&1
	ended=$(ticks)
	awk -v spent=$((ended - began)) -v hz="$(getconf CLK_TCK)" '/requests in/ { printf "%.0f\n", spent * 1e6 / hz / $1 }' "$WORK/wrk" >"$WORK/cpu"
	# wrk takes a redirection to the sign-in for good: only the whole page is that long.
	least=20000
	[ "$1" != /health/register ] || least=1
	awk -v least=$least '/^rps / { good = $6 == 0 && $4 >= least } END { exit !good }' "$WORK/wrk" || { cat "$WORK/wrk" >&2; die "the load on $1 failed"; }
	sed -n 's/^rps \([0-9.]*\) .*/\1/p' "$WORK/wrk"
}

# The same statements in the same round trips, without a program or a page around them.
load_database() {
	pgbench -h "$STATE/run/db" -U palreg_register -n -M prepared -f "$WORK/$1.pgbench" -D fresh=1 \
	    -c "$CONNECTIONS" -j 2 -T "$SECONDS_EACH" palreg >"$WORK/pgbench" 2>&1 || { cat "$WORK/pgbench" >&2; die "pgbench failed"; }
	grep -q '^number of failed transactions: 0 ' "$WORK/pgbench" || { cat "$WORK/pgbench" >&2; die "pgbench failed"; }
	sed -n 's/^tps = \([0-9.]*\) .*/\1/p' "$WORK/pgbench"
}

median() { sort -n "$WORK/round.$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# measure NAME COMMAND...: one value of this round.
measure() {
	name=$1
	shift
	rm -f "$WORK/cpu"
	value=$("$@") || exit 1
	echo "$value" >>"$WORK/round.$name"
	[ ! -f "$WORK/cpu" ] || cat "$WORK/cpu" >>"$WORK/round.${name}_cpu"
}

put() { echo "$1 $2" | tee -a "$WORK/figures"; }

# ---- peers ----

record() {
	share=$STATE/app/share
	env -i PATH="$PATH" LANG=C.UTF-8 TZ=UTC PALREG_DB="host=$STATE/run/db dbname=palreg" PALREG_ORIGIN="$ORIGIN" \
	    PALREG_TEMPLATES="$share/palreg/templates:$share/palreg/generated" PALREG_STATIC="$share/palreg/static" \
	    PALREG_LOCALE="$share/locale" node bench/record.mjs "$STATE/app/libexec/palreg/palreg-register" "$2" "$COOKIE" \
	    >"$WORK/$1.json"
	node bench/script.mjs "$SEED" "${3:-$DOCTORS}" <"$WORK/$1.json" >"$WORK/$1.pgbench"
}

peers_make() {
	node bench/templates.mjs "$STATE/app/share/palreg" po/ru.po "$WORK"
	node bench/peers/statements.mjs "$WORK"
	cp bench/peers/php/index.php "$WORK/index.php"
	chmod 644 "$WORK"/*.php "$WORK"/*.json "$WORK"/*.mjs
	: >"$STATE/conf/demo-peers.conf"
}

php_start() {
	have_packages php-fpm php-pgsql || { say "no PHP here: patient_list_vs_php is left out"; return 1; }
	fpm=$(command -v php-fpm8.2 || echo /usr/sbin/php-fpm8.2)
	[ -x "$fpm" ] || { say "no php-fpm8.2 here: patient_list_vs_php is left out"; return 1; }
	users=
	! is_root || users="user = palreg
group = palreg
listen.owner = www-data"
	cat >"$WORK/php.conf" <<EOC
[global]
error_log = $WORK/php.log
daemonize = no
[bench]
$users
listen = $WORK/php.sock
listen.mode = 0660
pm = static
pm.max_children = $CONNECTIONS
env[BENCH_PDO] = "pgsql:host=$STATE/run/db;dbname=palreg;user=palreg_register"
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.validate_timestamps] = 0
EOC
	"$fpm" -F -y "$WORK/php.conf" -d opcache.jit=tracing -d opcache.jit_buffer_size=64M >"$WORK/php.out" 2>&1 &
	echo $! >"$WORK/php.pid"
	cat >>"$STATE/conf/demo-peers.conf" <<EOC
location = /peer/php {
	include $STATE/conf/fastcgi.conf;
	fastcgi_param SCRIPT_FILENAME $WORK/index.php;
	fastcgi_pass unix:$WORK/php.sock;
}
location = /peer/php_tuned {
	include $STATE/conf/fastcgi.conf;
	fastcgi_param SCRIPT_FILENAME $WORK/index.php;
	fastcgi_param BENCH_TUNED 1;
	fastcgi_pass unix:$WORK/php.sock;
}
EOC
}

node_start() {
	have_npm bench/peers/node || { say "no npm here: patient_list_vs_node is left out"; return 1; }
	BENCH_SOCKET=$WORK/node.sock BENCH_DB=$STATE/run/db BENCH_MADE=$WORK NODE_ENV=production \
	    node bench/peers/node/server.mjs >"$WORK/node.log" 2>&1 &
	echo $! >"$WORK/node.pid"
	cat >>"$STATE/conf/demo-peers.conf" <<EOC
location = /peer/node {
	proxy_pass http://unix:$WORK/node.sock:/patients\$is_args\$args;
	proxy_http_version 1.1;
	proxy_set_header X-Request-Id \$request_id;
	proxy_buffers 32 16k;
	proxy_buffer_size 16k;
}
EOC
}

# A page's own number stands in its forms, another each time.
without_number() { sed 's/\.[0-9a-f]\{12\}">/">/g' "$1"; }

# A peer counts only if it gives the very same page.
peer_agrees() {
	tries=0
	until fetch "/peer/$1" "$COOKIE" >"$WORK/$1.html"; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || { tail -n 5 "$WORK"/*.log >&2; say "the $1 peer does not answer: left out"; return 1; }
		sleep 0.1
	done
	fetch /patients "$COOKIE" >"$WORK/own.html"
	for page in own "$1"; do without_number "$WORK/$page.html" >"$WORK/$page.same"; done
	cmp -s "$WORK/own.same" "$WORK/$1.same" || { diff "$WORK/own.same" "$WORK/$1.same" | head -n 10 >&2; die "the $1 peer shows another page"; }
}

peers_start() {
	peers_make
	PEERS=
	! php_start || PEERS="php php_tuned"
	! node_start || PEERS="$PEERS node"
	kill -HUP "$(cut -d ' ' -f 1 "$STATE/pid/nginx")"
	agreeing=
	for peer in $PEERS; do ! peer_agrees "$peer" || agreeing="$agreeing $peer"; done
	PEERS=$agreeing
}

peers_stop() {
	for peer in php node; do
		[ ! -f "$WORK/$peer.pid" ] || kill "$(cat "$WORK/$peer.pid")" 2>/dev/null || true
		rm -f "$WORK/$peer.pid"
	done
	rm -f "$STATE/conf/demo-peers.conf"
}

# ---- stages ----

# put_page NAME ROUND: what a page reaches of its limit. Each round has its own: the machine drifts from one to the next.
put_page() {
	put "${1}_pgbench" "$(median "${2}_database")"
	put "${1}_rps" "$(median "$2")"
	put "${1}_limit" "$(awk "BEGIN { printf \"%.1f\", 1 / (1 / $(median hello) + 1 / $(median "${2}_database")) }")"
	paste "$WORK/round.hello" "$WORK/round.${2}_database" "$WORK/round.$2" |
	    awk '{ printf "%.3f\n", $3 * (1 / $1 + 1 / $2) }' >"$WORK/round.efficiency_$2"
	put "${1}_efficiency" "$(median "efficiency_$2")"
	put "${1}_cpu_us" "$(median "${2}_cpu")"
}

# A patient with a long record, asked for by the five doctors of one institution.
stage_record() {
	sessions_open
	head -n 5 "$WORK/cookies" >"$WORK/cookies5"
	heavy=$(sql -c "SELECT p.id FROM palreg.patient AS p JOIN palreg.account AS a ON a.area_id = p.area_id
	    WHERE a.login = 'doctor1.1' AND p.registry_no LIKE 'П-9________-_'")
	record patient "/patients/$heavy" 5
	record timeline "/patients/$heavy/timeline" 5
	round=0
	rm -f "$WORK/round.hello"
	while [ $round -lt "$ROUNDS" ]; do
		round=$((round + 1))
		say "round $round of $ROUNDS, load average $(cut -d ' ' -f 1 /proc/loadavg)"
		measure hello load /health/register
		measure patient_database load_database patient
		COOKIES=$WORK/cookies5 measure patient load "/patients/$heavy"
		measure timeline_database load_database timeline
		COOKIES=$WORK/cookies5 measure timeline load "/patients/$heavy/timeline"
	done
	put_page patient_page patient
	put_page timeline timeline
}

stage_pages() {
	sessions_open
	record list /patients
	record prescriptions /prescriptions
	peers_start
	round=0
	while [ $round -lt "$ROUNDS" ]; do
		round=$((round + 1))
		say "round $round of $ROUNDS, load average $(cut -d ' ' -f 1 /proc/loadavg)"
		measure hello load /health/register
		measure list_database load_database list
		measure list load /patients
		for peer in $PEERS; do measure "list_$peer" load "/peer/$peer"; done
		measure prescriptions_database load_database prescriptions
		measure prescriptions load /prescriptions
	done
	put hello_rps "$(median hello)"
	put_page patient_list list
	put_page prescription_search prescriptions
	for peer in $PEERS; do
		put "patient_list_${peer}_rps" "$(median "list_$peer")"
		paste "$WORK/round.list" "$WORK/round.list_$peer" | awk '{ printf "%.2f\n", $1 / $2 }' >"$WORK/round.vs_$peer"
		put "patient_list_vs_$peer" "$(median "vs_$peer")"
		put "patient_list_${peer}_cpu_us" "$(median "list_${peer}_cpu")"
		paste "$WORK/round.list_cpu" "$WORK/round.list_${peer}_cpu" | awk '{ printf "%.2f\n", $2 / $1 }' >"$WORK/round.cpu_vs_$peer"
		put "patient_list_cpu_vs_$peer" "$(median "cpu_vs_$peer")"
	done
	peers_stop
}

# The search of prescriptions by its five commonest filters, asked for by the five doctors of one institution.
stage_search() {
	sessions_open
	head -n 5 "$WORK/cookies" >"$WORK/cookies5"
	author=$(sql -c "SELECT id FROM palreg.account WHERE login = 'doctor1.1'")
	medicine=$(sql -c "SELECT medicine_id FROM palreg.prescription WHERE current GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
	until=$(date +%d.%m.%Y)
	since=$(date -d '30 days ago' +%d.%m.%Y)
	cat >"$WORK/filters" <<EOC
status status=active
medicine medicine=$medicine&status=active
period since=$since&until=$until
author author=$author&since=$since&until=$until
group group=opioid_strong&status=active&since=$since&until=$until
EOC
	while read -r filter query; do record "by_$filter" "/prescriptions?$query" 5; done <"$WORK/filters"
	round=0
	rm -f "$WORK/round.hello"
	while [ $round -lt "$ROUNDS" ]; do
		round=$((round + 1))
		say "round $round of $ROUNDS, load average $(cut -d ' ' -f 1 /proc/loadavg)"
		measure hello load /health/register
		while read -r filter query; do
			measure "by_${filter}_database" load_database "by_$filter"
			COOKIES=$WORK/cookies5 measure "by_$filter" load "/prescriptions?$query"
		done <"$WORK/filters"
	done
	while read -r filter query; do put_page "search_by_$filter" "by_$filter"; done <"$WORK/filters"
}

# Equivalents by day of 10,000 lines: a worker's reading and computing, against a bare loop over the same rows in SQL.
stage_doses() {
	make -s -C "$STATE/build" bench/omedd >"$WORK/make.log" 2>&1 || { cat "$WORK/make.log" >&2; die "bench/omedd was not built"; }
	sql -f bench/omedd.sql >"$WORK/omedd.sql"
	"$STATE/build/bench/omedd" "host=$STATE/run/db user=postgres dbname=palreg options=-csearch_path=palreg" >"$WORK/omedd" ||
	    die "bench/omedd failed"
	read -r bare expected <"$WORK/omedd.sql"
	read -r own sum <"$WORK/omedd"
	[ "$sum" = "$expected" ] || die "equivalents differ: $sum mg, the bare loop $expected mg"
	put omedd_days_ms "$own"
	put omedd_days_sql_ms "$bare"
	put omedd_days_ratio "$(awk "BEGIN { printf \"%.2f\", $bare / $own }")"
}

# shellcheck source=bench/admin.sh
. bench/admin.sh

# report FILE COMMAND...: a command with the environment of the program that makes reports, asked for a path by nobody but the region's user.
report() {
	out=$1
	shift
	share=$STATE/app/share
	env -i PATH="$PATH" LANG=C.UTF-8 TZ=UTC PALREG_DB="host=$STATE/run/db dbname=palreg user=palreg_report" PALREG_ORIGIN="$ORIGIN" \
	    PALREG_TEMPLATES="$share/palreg/templates:$share/palreg/generated" PALREG_STATIC="$share/palreg/static" \
	    PALREG_LOCALE="$share/locale" PALREG_AT_ONCE=1000000000 GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=GET REQUEST_URI="$REPORT_PATH" \
	    QUERY_STRING="${REPORT_PATH#*\?}" SERVER_PROTOCOL=HTTP/1.1 REMOTE_ADDR=127.0.0.1 HTTPS=on \
	    REQUEST_ID=0123456789abcdef0123456789abcdef HTTP_COOKIE="__Host-palreg=$REGION" "$@" >"$out" 2>>"$WORK/report.log"
}

seconds() { awk "BEGIN { printf \"%.2f\\n\", $(date +%s.%N) - $1 }"; }

# The summary of all institutions as a PDF, against its own statements in the same round trips.
summary_round() {
	began=$(date +%s.%N)
	report "$WORK/summary.pdf" "$STATE/app/libexec/palreg/palreg-report"
	seconds "$began" >>"$WORK/round.summary"
	head -n 9 "$WORK/summary.pdf" | grep -aq 'application/pdf' || { tail -n 3 "$WORK/report.log" >&2; die "the summary was not made"; }
	began=$(date +%s.%N)
	pgbench -h "$STATE/run/db" -U palreg_report -n -M prepared -f "$WORK/summary.pgbench" -D fresh=1 -c 1 -t 1 palreg >"$WORK/pgbench" 2>&1 ||
	    { cat "$WORK/pgbench" >&2; die "pgbench failed"; }
	seconds "$began" >>"$WORK/round.summary_sql"
}

# Reports: 10,000 lines of a patient beside a bare loop of libharu, 1,000 pages, and the summary of 100,000 patients.
stage_reports() {
	make -s -C "$STATE/build" bench/paper >"$WORK/make.log" 2>&1 || { cat "$WORK/make.log" >&2; die "bench/paper was not built"; }
	"$STATE/build/bench/paper" >"$WORK/paper" || die "bench/paper failed"
	read -r own bare <"$WORK/paper"
	put report_10k_lines_ms "$own"
	put report_10k_lines_bare_ms "$bare"
	put report_10k_lines_ratio "$(awk "BEGIN { printf \"%.2f\", $own / $bare }")"
	"$STATE/build/bench/paper" 620 >"$WORK/paper" || die "bench/paper failed"
	read -r sheets mib <"$WORK/paper"
	[ "$sheets" -ge 1000 ] || die "only $sheets pages were made"
	put report_1000_pages_mib "$mib"
	SEED=$(openssl rand -hex 16)
	sql -c "SET search_path = palreg, pg_temp; SELECT session_open(sha256(sha256(convert_to('${SEED}1', 'UTF8'))), id, NULL, NULL, 'bench')
	    FROM account WHERE login = 'region'" >/dev/null
	REGION=$(node bench/cookies.mjs "$SEED" 1)
	REPORT_PATH="/reports/summary.pdf?since=$(date -d '90 days ago' +%d.%m.%Y)&until=$(date +%d.%m.%Y)"
	report "$WORK/summary.json" node bench/record.mjs "$STATE/app/libexec/palreg/palreg-report" "$REPORT_PATH" "$REGION" || die "the summary was not recorded"
	node bench/script.mjs "$SEED" 1 <"$WORK/summary.json" >"$WORK/summary.pgbench"
	round=0
	while [ $round -lt "$ROUNDS" ]; do
		round=$((round + 1))
		say "round $round of $ROUNDS, load average $(cut -d ' ' -f 1 /proc/loadavg)"
		summary_round
	done
	put summary_seconds "$(median summary)"
	put summary_sql_seconds "$(median summary_sql)"
	paste "$WORK/round.summary" "$WORK/round.summary_sql" | awk '{ printf "%.2f\n", $1 / $2 }' >"$WORK/round.summary_ratio"
	put summary_vs_sql "$(median summary_ratio)"
}

# Resident memory of the largest worker of the register, in KiB.
worker_rss() {
	pid=$(cut -d ' ' -f 1 "$STATE/pid/register")
	for worker in $(pgrep -P "$pid"); do sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$worker/status"; done | sort -n | tail -n 1
}

# ask N: so many requests to the health page, the list and the search, over several connections.
ask() {
	asked=0
	while [ $asked -lt "$1" ]; do
		for path in /patients /prescriptions /health/register; do
			seconds=2
			[ $path != /health/register ] || seconds=$(( ${1} > 20000 ? 8 : 4 ))
			BENCH_COOKIES=$WORK/cookies wrk -t 2 -c 8 -d $seconds -s bench/load.lua "$ORIGIN$path" >"$WORK/wrk" 2>&1
			n=$(awk '/requests in/ { print $1 }' "$WORK/wrk")
			asked=$((asked + n))
		done
	done
}

stage_memory() {
	# One worker, so that each request counts.
	./palreg stop
	PALREG_WORKERS=1 ./palreg start --empty >"$WORK/start.log" 2>&1 || die "the instance did not start"
	sessions_open
	ask 20000
	early=$(worker_rss)
	ask 80000
	late=$(worker_rss)
	put worker_rss_mib "$(awk "BEGIN { printf \"%.1f\", $late / 1024 }")"
	put worker_rss_growth_mib "$(awk "BEGIN { printf \"%.2f\", ($late - $early) / 1024 }")"
	./palreg stop
	instance_start
}

stage_browser() {
	if ! have_npm static || ! have_npm tests; then
		say "no npm here: the browser is left out"
		return 0
	fi
	have_packages chromium || { say "no Chromium here: the browser is left out"; return 0; }
	PALREG_URL=$ORIGIN
	NODE_EXTRA_CA_CERTS=$STATE/tls/ca.pem
	export PALREG_URL NODE_EXTRA_CA_CERTS
	[ -f "$STATE/names.json" ] || say "sealing 20,000 passports"
	node bench/names.mjs 20000 "$STATE/names.json"
	BENCH_ROUNDS=$ROUNDS node bench/browser.mjs "$STATE/names.json" >"$WORK/browser"
	node bench/chart.mjs >>"$WORK/browser"
	while read -r name value; do put "$name" "$value"; done <"$WORK/browser"
}

clean_up() {
	trap '' INT TERM
	[ -z "${STATE:-}" ] || peers_stop
	./palreg stop
	rm -rf "$WORK"
}

WRITE=
[ "${1:-}" != --write ] || { WRITE=1; shift; }
[ $# -gt 0 ] || set -- pages search record doses reports staff books memory browser
WORK=$(mktemp -d "${TMPDIR:-/tmp}/palreg-bench.XXXXXX")
chmod 755 "$WORK"
trap clean_up EXIT
trap 'exit 130' INT TERM
have_packages wrk curl || die "wrk is needed: $(tail -n 1 "$WORK/apt.log")"
instance_start
put load_average "$(cut -d ' ' -f 1 /proc/loadavg)"
for stage in "$@"; do
	case $stage in
	pages | search | record | doses | reports | staff | books | memory | browser) "stage_$stage" ;;
	*) die "no stage $stage; there are: pages search record doses reports staff books memory browser" ;;
	esac
done
put load_average_after "$(cut -d ' ' -f 1 /proc/loadavg)"
[ -z "$WRITE" ] || node bench/write.mjs docs/PERFORMANCE.md <"$WORK/figures"
