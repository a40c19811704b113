#!/bin/sh
# fuzz.sh: ./palreg fuzz [seconds] [target...]: each parser of ours under libFuzzer, a minute each unless told; the target
# flips is a flip of every byte of every sealed object before the browser's modules.
set -eu
cd "$(dirname "$0")/.."
SRC=$(pwd -P)
BUILD=${PALREG_STATE:-$SRC/var}/test/clang
SECONDS_EACH=60
case ${1:-} in
[0-9]*) SECONDS_EACH=$1; shift ;;
esac

flips() {
	echo "== flips"
	PALREG_FLIPS=all node --test --test-reporter=spec tests/js/hostile-bytes.test.js
}
[ "$*" != flips ] || { flips; exit; }

[ -x configure ] || ./autogen.sh
mkdir -p "$BUILD"
BUILD=$(realpath "$BUILD")
(
	cd "$BUILD"
	[ -f Makefile ] || "$SRC/configure" -q --enable-werror --enable-sanitize --enable-fuzzing CC=clang
	make -s -j "$(nproc)" all
)
[ $# -gt 0 ] || set -- $(ls tests/fuzz/fuzz-*.c | sed 's/.*fuzz-//; s/\.c$//') flips
for name in "$@"; do
	[ "$name" != flips ] || { flips; continue; }
	# New inputs go to a folder of their own; a crash stands beside them.
	corpus=$BUILD/corpus/$name
	mkdir -p "$corpus"
	dict=
	[ ! -f "tests/fuzz/$name.dict" ] || dict=-dict=tests/fuzz/$name.dict
	echo "== $name, $SECONDS_EACH s"
	"$BUILD/tests/fuzz/fuzz-$name" -max_total_time="$SECONDS_EACH" -artifact_prefix="$corpus/" $dict \
	    "$corpus" "tests/fuzz/seeds/$name" >"$BUILD/fuzz.log" 2>&1 || { cat "$BUILD/fuzz.log"; exit 1; }
	tail -n 1 "$BUILD/fuzz.log"
done
