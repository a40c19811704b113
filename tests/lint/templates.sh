#!/bin/sh
# templates.sh: nothing raw, nothing inline, no named field for an identity.
. "$(dirname "$0")/lint.sh"

raw() { grep -nHE '\{\{\{|\{\{&' "$@"; }
inline() { grep -nHiE '<style|[ 	]style=|[ 	]on[a-z]+=|="javascript:|<script' "$@"; }
# Tags one a line, so that an element written over several lines is one.
tags() {
	for file in "$@"; do
		tr '\n' ' ' <"$file" | grep -oE '<(input|textarea|select)[^>]*>' | sed "s|^|$file: |"
	done
}
named() { tags "$@" | grep 'data-seal' | grep -E '[ 	]name='; }
unsafe_method() { grep -nHiE '<form[^>]*method="?get"?[^>]*data-seal' "$@"; }
# What a merge writes twice, or leaves open: in the sheet every block at the margin is closed before the next begins.
twice() { grep -oHE 'href="/patients/\{\{id\}\}[^"]*"' "$@" | sort | uniq -d; }
open_blocks() {
	awk '/^[^ \t}]/ && depth > 0 { print FILENAME ":" FNR ": " $0 }
	{ depth += gsub(/\{/, "{") - gsub(/\}/, "}") }
	END { if (depth != 0) print FILENAME ": " depth " blocks stay open" }' "$@"
}

raw templates/*.html | none "no raw braces"
inline templates/*.html | none "no inline script, style or handler"
named templates/*.html | none "a plaintext identity input has no name"
unsafe_method templates/*.html | none "no sealed form is sent by GET"
grep -nHE '[ 	][a-z-]+=\{\{' templates/*.html | none "every attribute value is quoted"
grep -nHE "='[^']*\{\{" templates/*.html | none "attribute values stand in double quotes"
grep -nHE '(href|src|action)="\{\{[a-z_]+\}\}' templates/*.html |
    grep -vE 'action="\{\{(action|form_action)\}\}"|href="\{\{(request_path|[a-z_]*(url|href)|next|previous)\}\}' |
    none "an address begins with a literal"
twice templates/part_patient_nav.html | none "each page of a patient has one tab"
open_blocks static/css/app.css | none "no block of the sheet stays open"

echo '{{{name}}}' >"$scratch/raw.html"
echo '<a onclick="x()">' >"$scratch/inline.html"
printf '<input data-seal="surname"\n name="surname">' >"$scratch/named.html"
raw "$scratch"/raw.html | some "raw braces are found"
inline "$scratch"/inline.html | some "an inline handler is found"
printf '.a {\n\tcolor: red;\n.b {\n}\n' >"$scratch/open.css"
printf '<a href="/patients/{{id}}/notes"><a href="/patients/{{id}}/notes">' >"$scratch/twice.html"
open_blocks "$scratch"/open.css | some "a block that stays open is found"
twice "$scratch"/twice.html | some "a tab written twice is found"
named "$scratch"/named.html | some "a named plaintext input is found"
# A merge that puts two pieces together loses a brace now and then: everything after it is another medium's.
unclosed() {
	awk '{ depth += gsub(/\{/, "&") - gsub(/\}/, "&") }
	/^[^ \t}@]/ && depth > /\{/ { print FILENAME ":" FNR ": inside the block before: " $0; exit }
	END { if (depth != 0) print FILENAME ": " depth " blocks are not closed" }' "$@"
}
unclosed static/css/app.css | none "every block of app.css is closed"
printf '@media print {\n\tp {\n\t}\nb {\n}\n' >"$scratch/bad.css"
unclosed "$scratch/bad.css" | some "a block that is not closed is found"
finish
