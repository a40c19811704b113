#!/bin/sh
# fresh.sh: what is made from other files is made from them as they are now.
. "$(dirname "$0")/lint.sh"

sh build-aux/permissions.sh . | diff docs/PERMISSIONS.md - | none "docs/PERMISSIONS.md is fresh"
grep -hoE '^ROUTE\([^)]*\)' cgi/pages/*.def cgi/pages/*/*.def 2>/dev/null | wc -l >"$scratch/rows"
sh build-aux/permissions.sh . | grep -cE '^\| (GET|POST) ' | diff - "$scratch/rows" |
    none "every route row is in docs/PERMISSIONS.md"

# The audit trail tells of every event in words.
{
	grep -hoE '[A-Z_]+\)$' cgi/pages/*/*.def | tr -d ')' | grep -v '^NOTHING$'
	grep -hE '(audit_success|judge(_code)?|refuse_code)\(c' cgi/pages/auth/*.c | grep -oE '"[A-Z_]+"' | tr -d '"'
} | sort -u >"$scratch/events"
grep -oE '^	\{ "[A-Z_]+"' cgi/pages/trail.c | grep -oE '[A-Z_]+' | sort -u >"$scratch/words"
comm -23 "$scratch/events" "$scratch/words" | none "every event has its words in trail.c"
finish
