#!/bin/sh
# pdf-text.sh: what poppler and qpdf read out of the sample reports, as TAP.

make_pdf=${MAKE_PDF:-./tests/unit/make-pdf}
for tool in pdftotext pdffonts pdfinfo pdftohtml qpdf; do
	if ! command -v "$tool" >/dev/null; then
		echo "1..0 # SKIP no $tool"
		exit 0
	fi
done

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
bad=0

# ok STATUS NAME: one TAP line.
ok() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		bad=1
	fi
}

# flat: one line, one blank between words.
flat() {
	tr -s ' \n\f' '   ' | sed 's/^ //; s/ $//'
}

# has FILE TEXT, lacks FILE TEXT: in the flat text of a report.
has() {
	grep -qF -- "$2" "$dir/$1.flat"
	ok $? "$1 has: $2"
}

lacks() {
	! grep -qF -- "$2" "$dir/$1.flat"
	ok $? "$1 lacks: $2"
}

# whole NAME LANDSCAPE: everything that holds for any report.
whole() {
	pdf=$dir/$1.pdf
	pages=$(pdfinfo "$pdf" 2>/dev/null | sed -n 's/^Pages: *//p')
	qpdf --check "$pdf" >"$dir/check" 2>&1 && ! grep -qi warn "$dir/check"
	ok $? "$1: qpdf finds nothing"
	{ pdftotext -raw "$pdf" "$dir/$1.raw" && pdfinfo "$pdf" &&
	    pdffonts "$pdf"; } >"$dir/info" 2>"$dir/errors"
	[ $? -eq 0 ] && [ ! -s "$dir/errors" ]
	ok $? "$1: poppler warns of nothing"
	flat <"$dir/$1.raw" >"$dir/$1.flat"
	pdffonts "$pdf" | awk 'NR > 2 && ($1 !~ /^[A-Z]+\+PTSans/ ||
	    !/ yes yes yes +[0-9]+ +0$/) { bad = 1 } END { exit bad || NR < 4 }'
	ok $? "$1: fonts are PT Sans, embedded subsets with Unicode"
	pdfinfo "$pdf" | grep -Eq "^Page size: +$2 pts \(A4\)"
	ok $? "$1: A4, $2"
	[ "$(wc -c <"$pdf")" -lt 250000 ]
	ok $? "$1: smaller than 250 kB"
}

# numbered NAME PATTERN: every page says which of how many it is.
numbered() {
	i=1
	status=0
	pages=$(pdfinfo "$dir/$1.pdf" | sed -n 's/^Pages: *//p')
	while [ "$i" -le "$pages" ]; do
		pdftotext -f "$i" -l "$i" "$dir/$1.pdf" - |
		    grep -qxF "$(printf "$2" "$i" "$pages")" || status=1
		i=$((i + 1))
	done
	ok $status "$1: its $pages pages are numbered"
}

# outline NAME COUNT: so many entries lead somewhere.
outline() {
	count=$(pdftohtml -xml -i -stdout "$dir/$1.pdf" | grep -c '<item page')
	[ "$count" -eq "$2" ]
	ok $? "$1: outline has $2 entries ($count)"
}

# info NAME KEY VALUE: an entry of the information dictionary.
info() {
	value=$(pdfinfo -custom "$dir/$1.pdf" | sed -n "s/^$2: *//p")
	[ -n "$value" ] || value=$(pdfinfo "$dir/$1.pdf" |
	    sed -n "s/^$2: *//p")
	[ "$value" = "$3" ]
	ok $? "$1: $2 is $3"
}

"$make_pdf" "$dir" >&2
ok $? "the samples are made"

for name in prescriptions prescriptions-en prescriptions-none; do
	whole $name "841.89 x 595.276"
done
for name in summary summary-en table; do
	whole $name "595.276 x 841.89"
done

# A table: every cell, in order, and nothing else but the repeated head.
tr '\f' '\n' <"$dir/table.raw" |
    sed 's/^Строка Слово Долгое Середина$//' | flat >"$dir/cells"
flat <"$dir/table.txt" >"$dir/wanted"
cmp -s "$dir/cells" "$dir/wanted"
ok $? "table: the text is its cells in order"
sed 's/µg-3/µg-4/' "$dir/wanted" >"$dir/altered"
! cmp -s "$dir/cells" "$dir/altered"
ok $? "table: one altered cell would be found"
[ "$(grep -c 'Строка Слово Долгое Середина$' "$dir/table.raw")" -eq \
    "$(pdfinfo "$dir/table.pdf" | sed -n 's/^Pages: *//p')" ]
ok $? "table: its head stands on every page"
info table Title 'Таблица & <проба>'
outline table 0

numbered prescriptions 'стр. %d из %d'
numbered prescriptions-en 'page %d of %d'
numbered prescriptions-none 'стр. %d из %d'
numbered summary 'стр. %d из %d'
[ "$(pdfinfo "$dir/prescriptions.pdf" | sed -n 's/^Pages: *//p')" -ge 3 ]
ok $? "prescriptions: three pages or more"
[ "$(grep -c '№ Препарат, форма' "$dir/prescriptions.raw")" -ge 3 ]
ok $? "prescriptions: the head of the table is repeated"
info prescriptions Title 'Назначения пациента'
info prescriptions Author 'Ковалёва Н. П.'
info prescriptions Subject '01.10.2026 – 31.12.2026'
info prescriptions-en Title 'Prescriptions of a patient'
outline prescriptions 3
outline summary 10
for name in prescriptions prescriptions-en prescriptions-none; do
	pdfinfo -custom "$dir/$name.pdf" | grep -Eq \
	    '^PalregIdentityBox: *1( [0-9]+\.[0-9]{2}){4}$'
	ok $? "$name: the identity box is told"
done
for name in summary summary-en table; do
	! pdfinfo -custom "$dir/$name.pdf" | grep -q PalregIdentityBox
	ok $? "$name: no identity box"
done

# The box is empty and on the page.
box=$(pdfinfo -custom "$dir/prescriptions.pdf" |
    sed -n 's/^PalregIdentityBox: *//p')
echo "$box" | awk '{ exit !($2 > 0 && $3 > 0 && $4 > 300 && $5 > 30 &&
    $2 + $4 < 841.89 && $3 + $5 < 595.28) }'
ok $? "prescriptions: the box lies within the page"
inside=$(echo "$box" | awk '{ printf "-x %d -y %d -W %d -H %d", $2,
    595.276 - $3 - $5, $4, $5 }')
# shellcheck disable=SC2086
[ -z "$(pdftotext -r 72 -f 1 -l 1 $inside "$dir/prescriptions.pdf" - |
    tr -d ' \n\f')" ]
ok $? "prescriptions: the box is empty"

has prescriptions '2,5 мг'
lacks prescriptions '2.5'
has prescriptions-en '2.5 мг'
has prescriptions '03.10.2026'
lacks prescriptions '2026-10-03'
has prescriptions 'Hämäläinen-Öhman Ä.'
has prescriptions 'Карху Ё. А.'
has prescriptions 'нежелательная реакция № 12 – QTc ≥ 500 мс'
has prescriptions 'да, не более 6'
has prescriptions 'C34.1 Злокачественное новообразование'
has prescriptions-none 'Действующих назначений за период нет.'
has summary 'Онежский хоспис 31 22 421'
has summary 'Сегозерская больница × × ×'
has summary 'Всего 84 69 1 627'
has summary 'Сумма строк равна целому.'
has summary 'Содержание Пациенты по учреждениям 3'
lacks summary '-1'
for name in prescriptions prescriptions-none summary; do
	lacks $name UNTRANSLATED
	grep -qa '/Lang *(ru)' "$dir/$name.pdf"
	ok $? "$name: its language is told"
done

echo "1..$n"
exit $bad
