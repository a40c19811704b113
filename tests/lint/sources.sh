#!/bin/sh
# sources.sh: every source is built, every page has its row and its template.
. "$(dirname "$0")/lint.sh"

for file in $(sources cgi db reports tests/unit); do
	grep -qE "(^|[ 	])(${file}|${file%.c})([ 	\\\\]|$)" Makefile.am || echo "$file"
done | none "every C file stands in Makefile.am"
grep -oE '(cgi|db|reports)/[a-z0-9_/-]+\.([ch]|def)' Makefile.am | sort -u | while read -r file; do
	[ -f "$file" ] || echo "$file"
done | none "Makefile.am names no file that is gone"

# Handlers that render do it by their own names; the template must be there.
# shellcheck disable=SC2046
code $(sources cgi) | grep -oE 'render\(c, "[a-z_0-9]+"' | sed 's/.*"\(.*\)"/\1/' | sort -u | while read -r name; do
	[ -f "templates/$name.html" ] || echo "templates/$name.html"
done | none "every page that is rendered has its template"

# shellcheck disable=SC2046
grep -nE '\b(TODO|FIXME|XXX)[:( ][^"]*\*/|// *TODO|^#if 0' $(sources cgi db reports) | grep -v 'issue [0-9]' |
    none "no TODO without an issue, no code switched off"
finish
