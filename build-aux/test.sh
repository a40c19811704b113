#!/bin/sh
# test.sh: the suites of ./palreg test.  Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 2
SRC=$(pwd -P)
SUITES="lint unit js db http browser canary firefox"
WORK=$(mktemp -d "${TMPDIR:-/tmp}/palreg-test.XXXXXX")
chmod 755 "$WORK"
TREE=${PALREG_STATE:-$SRC/var}/test
PASSED=0 FAILED=0 LANES=
SANITIZED="--enable-werror --enable-sanitize --enable-fuzzing CC=clang"
PG_BIN=/usr/lib/postgresql/15/bin
# Debian's psql is a script in front of this one, which takes three times as long to start.
PATH=$PG_BIN:$PATH
export PATH

# PostgreSQL refuses to run as root.
as_postgres() (
	cd / || exit 1
	if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
)

clean_up() {
	trap '' INT TERM
	for lane in $LANES; do ! kill -TERM "$lane" 2>/dev/null || wait "$lane"; done
	[ ! -d "$WORK/db" ] || as_postgres "$PG_BIN/pg_ctl" -D "$WORK/db/data" -s -m immediate stop
	for state in "$WORK"/state-*; do
		[ ! -e "$state" ] || PALREG_STATE=$state ./palreg stop
		# As root a state may be a link to where the servers can reach it.
		[ ! -L "$state" ] || rm -rf "$(readlink "$state")"
	done
	rm -rf "$WORK"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Count the results in a log: TAP lines, summaries of node and automake.
count() {
	case $2 in
	tap)
		good=$(grep -cE '^ *ok [0-9]+' "$1")
		bad=$(grep -cE '^ *not ok [0-9]+' "$1") ;;
	node)
		good=$(sed -n 's/^# pass //p' "$1" | awk '{ n += $1 } END { print n + 0 }')
		bad=$(sed -n -e 's/^# fail //p' -e 's/^# cancelled //p' "$1" | awk '{ n += $1 } END { print n + 0 }') ;;
	automake)
		good=$(sed -n 's/^# PASS: *//p' "$1" | awk '{ n += $1 } END { print n + 0 }')
		bad=$(sed -n -e 's/^# FAIL: *//p' -e 's/^# ERROR: *//p' -e 's/^# XPASS: *//p' "$1" | awk '{ n += $1 } END { print n + 0 }') ;;
	prove)
		bad=$(sed -n 's/.*Wstat: .*Failed: \([0-9]*\)).*/\1/p' "$1" | awk '{ n += $1 } END { print n + 0 }')
		good=$(sed -n 's/^Files=.*Tests=\([0-9]*\),.*/\1/p' "$1" | awk '{ n += $1 } END { print n + 0 }')
		good=$((good - bad)) ;;
	exit)
		good=1 bad=0 ;;
	esac
}

# step NAME KIND COMMAND...: run it, show what failed, add up.
step() {
	name=$1 kind=$2
	shift 2
	began=$(date +%s)
	"$@" >"$WORK/log" 2>&1
	status=$?
	count "$WORK/log" "$kind"
	if [ $status -ne 0 ] && [ "$bad" -eq 0 ]; then
		good=0 bad=1
	elif [ $status -eq 0 ] && [ "$good" -eq 0 ]; then
		bad=$((bad + 1))
	fi
	[ "$bad" -eq 0 ] || failures "$kind"
	echo "$name: $good passed, $bad failed ($(($(date +%s) - began)) s)"
	PASSED=$((PASSED + good))
	FAILED=$((FAILED + bad))
	[ "$bad" -eq 0 ]
}

failures() {
	case $1 in
	tap | node)
		if grep -qE '^ *not ok' "$WORK/log"; then
			grep -nE -A 25 '^ *not ok' "$WORK/log" | head -n 200
		else
			tail -n 60 "$WORK/log"
		fi ;;
	*) tail -n 100 "$WORK/log" ;;
	esac
}

# Nothing there yet is said, not counted.
have() {
	for file in "$@"; do [ ! -e "$file" ] || return 0; done
	echo "$suite: nothing to run yet"
	return 1
}

# build NAME OPTIONS...: an out-of-tree build that is kept for the next time.
build() {
	(
		dir=$TREE/$1
		shift
		exec 9<"$SRC"
		flock 9
		[ -x configure ] || ./autogen.sh
		mkdir -p "$dir"
		cd "$dir" || exit 1
		[ -f Makefile ] || "$SRC/configure" -q "$@" || exit 1
		make -s -j "$(nproc)" all && make -s -j "$(nproc)" check TESTS= >/dev/null
	) 9<&-
}

check() { make -s -C "$TREE/$1" check; }

# A port nobody listens on.
free_port() {
	node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

# instance NAME [--empty]: start one and say where it is in the environment.
instance() {
	PALREG_STATE=$WORK/state-$1
	shift
	export PALREG_STATE
	[ ! -e "$PALREG_STATE/port" ] || return 0
	PALREG_PORT=$(free_port)
	PALREG_URL=https://127.0.0.1:$PALREG_PORT
	NODE_EXTRA_CA_CERTS=$PALREG_STATE/tls/ca.pem
	# The programs run with sanitizers: what they find ends a worker and stands in its log.
	PALREG_CONFIGURE=$SANITIZED PALREG_BUILD=$TREE/clang
	export PALREG_PORT PALREG_URL NODE_EXTRA_CA_CERTS PALREG_CONFIGURE PALREG_BUILD
	if ! ./palreg start "$@" >"$WORK/start" 2>&1; then
		cat "$WORK/start"
		echo "the instance for the tests did not start"
		FAILED=$((FAILED + 1))
		./palreg stop
		rm -f "$PALREG_STATE/port"
		return 1
	fi
}

# silent: what the sanitizers said in the programs' logs; nothing is good.
silent() { ! grep -nE -A 30 'Sanitizer|runtime error' "$PALREG_STATE"/log/palreg-*.log; }

# stopped: the instance is gone and left neither process nor socket.
stopped() {
	./palreg stop
	PALREG_STATE=$(realpath "$PALREG_STATE")
	! pgrep -f "$PALREG_STATE/" && [ -z "$(find "$PALREG_STATE"/ -type s)" ] &&
	    [ -z "$(find "$PALREG_STATE/pid" -name '[nar]*' ! -name app)" ]
}

node_test() { node --test --test-reporter=tap --test-concurrency=1 "$@"; }

suite_lint() {
	for lint in tests/lint/*.sh; do
		[ "$lint" = tests/lint/lint.sh ] || step "$lint" tap sh "$lint"
	done
}

# A cluster for the unit tests of db.c, which make and drop their own tables.
scratch_db() {
	mkdir "$WORK/db" || return 1
	[ "$(id -u)" -ne 0 ] || chown postgres "$WORK/db"
	as_postgres "$PG_BIN/initdb" -D "$WORK/db/data" -U postgres -A trust -N \
	    --encoding=UTF8 --locale=C.UTF-8 >/dev/null || return 1
	as_postgres "$PG_BIN/pg_ctl" -D "$WORK/db/data" -s -w -l "$WORK/db/log" \
	    -o "-c listen_addresses= -k $WORK/db -F" start || return 1
	PALREG_TEST_DB="host=$WORK/db dbname=postgres user=postgres"
	export PALREG_TEST_DB
}

# Each fuzz target over its seeds, and nothing more.
replay_seeds() {
	bad=0 n=0
	for target in "$TREE"/clang/tests/fuzz/fuzz-*[a-z]; do
		[ -x "$target" ] || continue
		n=$((n + 1)) parser=${target##*/fuzz-}
		if "$target" -runs=0 "tests/fuzz/seeds/$parser" >"$WORK/seeds" 2>&1; then
			echo "ok $n - $parser"
		else
			bad=1
			echo "not ok $n - $parser"
			sed 's/^/# /' "$WORK/seeds"
		fi
	done
	echo "1..$n"
	[ $n -gt 0 ] && [ $bad -eq 0 ]
}

suite_unit() {
	scratch_db || FAILED=$((FAILED + 1))
	step "build (gcc, -Werror)" exit build gcc --enable-werror CC=gcc &&
	    step "unit (gcc)" automake check gcc
	# shellcheck disable=SC2086
	step "build (clang, sanitizers)" exit build clang $SANITIZED &&
	    step "unit (clang, sanitizers)" automake check clang
	step "fuzz seeds" tap replay_seeds
	for script in tests/unit/*.sh; do
		[ ! -f "$script" ] || step "$script" tap env MAKE_PDF="$TREE/gcc/tests/unit/make-pdf" sh "$script"
	done
}

suite_js() {
	have tests/js/*.test.js || return 0
	step "types" exit tests/node_modules/.bin/tsc -p tests/js/tsconfig.json
	step "js" node node_test tests/js/*.test.js
}

suite_db() {
	have tests/db/run.sh || return 0
	step "db" prove sh tests/db/run.sh
}

suite_http() {
	have tests/http/*.test.mjs || return 0
	instance demo || return 0
	step "http" node node_test tests/http/*.test.mjs
}

suite_browser() {
	have tests/browser/*.test.mjs || return 0
	instance demo || return 0
	step "browser" node node_test tests/browser/*.test.mjs
}

suite_canary() {
	have tests/canary/*.test.mjs || return 0
	instance demo || return 0
	step "canary" node node_test tests/canary/*.test.mjs
}

# Not among those that run without a name: Firefox is 312 MB on the disk.
suite_firefox() {
	if [ ! -x "${PALREG_FIREFOX:-/usr/bin/firefox-esr}" ]; then
		echo "firefox: skipped, Firefox is not installed"
		return 0
	fi
	instance demo || return 0
	step "firefox" node node_test tests/firefox/*.test.mjs
}

# side_by_side "SUITE..."...: each lane is a run of its own, with an instance of its own.
side_by_side() {
	for lane in "$@"; do
		# shellcheck disable=SC2086
		sh build-aux/test.sh $lane >"$WORK/lane-${lane##* }" 2>&1 &
		LANES="$LANES $!"
	done
	# shellcheck disable=SC2086
	wait $LANES
	LANES=
	for lane in "$@"; do
		sum=$(tail -n 1 "$WORK/lane-${lane##* }")
		case $sum in
		*" passed, "*" failed")
			sed '$d' "$WORK/lane-${lane##* }"
			PASSED=$((PASSED + ${sum%% *}))
			sum=${sum#*, } FAILED=$((FAILED + ${sum%% *})) ;;
		*)
			cat "$WORK/lane-${lane##* }"
			FAILED=$((FAILED + 1)) ;;
		esac
	done
}

run() {
	for suite in "$@"; do
		case " $SUITES " in
		*" $suite "*) "suite_$suite" ;;
		*) echo "no suite $suite; there are: $SUITES" >&2; exit 2 ;;
		esac
	done
}

if [ $# -gt 0 ]; then
	run "$@"
else
	run lint unit
	side_by_side "js db http" "browser canary"
fi
if [ -e "$WORK/state-demo/port" ]; then
	PALREG_STATE=$WORK/state-demo
	step "stop leaves nothing" exit stopped
	step "the sanitizers are silent" exit silent
fi
echo "$PASSED passed, $FAILED failed"
[ "$FAILED" -eq 0 ] && [ "$PASSED" -gt 0 ]
