#!/bin/sh
# update-po.sh: take the messages of templates and C files into po/ru.po.
#
#	update-po.sh SRCDIR [FILE]	writes FILE instead of po/ru.po
set -eu
cd "$1"
out=${2:-po/ru.po}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# {{_Message}} of a template as an entry of a PO file.
grep -no '{{_[^}]*}}' templates/*.html | awk -F : '
{
	text = $0
	sub(/^[^:]*:[^:]*:\{\{_/, "", text)
	sub(/\}\}$/, "", text)
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	printf "#: %s\nmsgid \"%s\"\nmsgstr \"\"\n\n", $1, text
}' | {
	printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
	cat
} | msguniq --to-code=UTF-8 -o "$work/templates.pot"

xgettext --from-code=UTF-8 --keyword= --keyword=N_ --keyword=NN_:1,2 --keyword=tr:2 \
    --keyword=trn:2,3 --no-location --add-comments=po: -o "$work/c.po" \
    -f po/POTFILES
[ -f "$work/c.po" ] || cp "$work/templates.pot" "$work/c.po"
sed -i 's/charset=CHARSET/charset=UTF-8/' "$work/c.po"
msgcat --use-first --no-location --sort-output -o "$work/palreg.pot" \
    "$work/templates.pot" "$work/c.po"
if [ -f po/ru.po ]; then
	cp po/ru.po "$work/ru.po"
else
	cat >"$work/ru.po" <<'EOF'
# Russian texts of palreg.
msgid ""
msgstr ""
"Language: ru\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
EOF
fi
msgmerge --quiet --no-fuzzy-matching --no-location --sort-output \
    -o "$work/new.po" "$work/ru.po" "$work/palreg.pot"
# Messages that are gone go.
msgattrib --no-obsolete --no-location -o "$work/clean.po" "$work/new.po"
cp "$work/clean.po" "$out"
