#!/bin/sh
# size.sh: a function has at most 80 lines, a file at most 500.
. "$(dirname "$0")/lint.sh"

long_functions() {
	awk '
	FNR == 1 { start = 0 }
	/^\{/ { start = FNR }
	/^\}/ && start {
		if (FNR - start - 1 > 80)
			printf "%s:%d: %d lines\n", FILENAME, start, FNR - start - 1
		start = 0
	}' "$@"
}

long_files() { awk 'FNR == 501 { print FILENAME ": more than 500 lines" }' "$@"; }

# shellcheck disable=SC2046
long_functions $(sources cgi db reports tests/unit tests/fuzz) | none "no function of more than 80 lines"
# shellcheck disable=SC2046
long_files $(sources cgi db reports tests/unit tests/fuzz | grep -v 'samples') $(find static/js build-aux tests -name node_modules -prune -o -name '*.js' -print -o -name '*.mjs' -print) |
    none "no file of more than 500 lines"
# shellcheck disable=SC2046
awk 'FNR == 1 && !/^\/\* .*\.[ch]: .* \*\/$/ && !/^\/\*$/ && !/^\/\* .*\.[ch]: / { print FILENAME ": " $0 }' \
    $(sources cgi db reports tests/unit) | none "a file begins with its purpose"

{ echo 'int'; echo 'f(void)'; echo '{'; yes '	x();' | head -n 81; echo '}'; } >"$scratch/long.c"
long_functions "$scratch/long.c" | some "a function of 81 lines is found"
finish
