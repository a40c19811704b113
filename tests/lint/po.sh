#!/bin/sh
# po.sh: the Russian texts are complete, none is fuzzy, none is missing.
. "$(dirname "$0")/lint.sh"

msgfmt --check-format -o /dev/null po/ru.po 2>&1 | none "po/ru.po is well formed"
msgattrib --untranslated po/ru.po | grep '^msgid ' | none "every message is translated"
msgattrib --only-fuzzy po/ru.po | grep '^msgid ' | none "no translation is fuzzy"

# shellcheck disable=SC2046
grep -lE '\b(N_|NN_|tr|trn)\(' $(sources cgi db reports | grep '\.c$') | sort >"$scratch/files"
diff po/POTFILES "$scratch/files" | none "po/POTFILES names the files that have texts"

sh build-aux/update-po.sh . "$scratch/ru.po"
ids() { msgattrib --no-obsolete --no-wrap "$1" | grep -E '^msgid(_plural)? ' | sort; }
ids po/ru.po >"$scratch/have"
ids "$scratch/ru.po" >"$scratch/want"
diff "$scratch/have" "$scratch/want" | grep '^[<>]' | none "no message is missing from po/ru.po"

# Values are put in by name or number: a translation keeps them.
printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n#, c-format\nmsgid "%%s of %%ld"\nmsgstr "%%ld"\n' >"$scratch/bad.po"
msgfmt --check-format -o /dev/null "$scratch/bad.po" 2>&1 | some "a translation that loses a value is found"
finish
