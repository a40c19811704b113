#!/bin/sh
# load.sh: the loader refuses reference files that do not fit together, naming file and line; TAP.
# usage: tests/db/load.sh database   with the schema deployed; PGHOST and PGUSER set
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/palreg-load.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
n=0

# refused FILE 's/sed/script/' 'what must be said': one row is made wrong, in a copy.
refused() {
	rm -rf "$scratch/reference"
	cp -r "$root/db/reference" "$scratch/reference"
	sed -i "$2" "$scratch/reference/$1"
	n=$((n + 1))
	if cmp -s "$root/db/reference/$1" "$scratch/reference/$1"; then
		echo "not ok $n - $1: the test changes nothing: $2"
	elif said=$(cd "$scratch/reference" && psql -Xq -d "$database" -f load.sql 2>&1); then
		echo "not ok $n - $1 is taken with: $3"
	elif echo "$said" | grep -qF "$3"; then
		echo "ok $n - $3"
	else
		echo "not ok $n - $1 is refused for another reason than: $3"
		echo "$said" | sed 's/^/# /'
	fi
}

database=$1
refused medicine_product.csv '17s/{TD}/{XX}/' 'medicine_product.csv line 17: unknown route XX'
refused medicine_product.csv '3s/""{tab}""/""furlong""/' 'medicine_product.csv line 3: unknown unit furlong'
refused medicine_product.csv '3s/,10,mg/,100,mg/' 'medicine_product.csv line 3: strength 10 мг is not 100 mg'
refused medicine_product.csv '15s/,72,/,,/' 'medicine_product.csv line 15: a patch of so much an hour says how long it stays'
refused medicine_product.csv '3s/,10,mg,/,10,,/' 'medicine_product.csv line 3: amount, its unit and per_unit go together'
refused medicine_product.csv '3s/^2,1,/2,900,/' 'medicine_product.csv line 3: unknown medicine_id 900'
refused medicine_product.csv '3s/^2,/1,/' 'medicine_product.csv line 3: stands twice: 1'
refused medicine.csv '2s/N02AA01/N2AA01/' 'medicine.csv line 2: not an ATC code: N2AA01'
refused medicine.csv '2s/opioid_strong/opium/' 'medicine.csv line 2: unknown group_code opium'
refused medicine.csv '10s/,t,/,f,/' 'medicine.csv line 10: may not be prescribed and is not retired'
refused medicine.csv '9s/,t,/,f,/' 'medicine.csv line 9: has no product'
refused medicine.csv '3s/Фентанил,Fentanyl,/Фентанил (ТТС),Fentanyl (patch),/' 'medicine_product.csv line 19: спрей назальный of a medicine that is called Фентанил (ТТС)'
refused medicine_product.csv '19s/{NAS}/{TD}/' 'medicine_product.csv line 19: спрей назальный is not given so: TD'
refused medicine_product.csv '19s/nasal spray/nose spray/' 'medicine_product.csv line 20: спрей назальный has several names: nasal spray, nose spray'
refused medicine_ddd.csv '2s/,O,/,X,/' 'medicine_ddd.csv line 2: not a group of routes of WHO: X'
refused medicine_ddd.csv '2s/100/0/' 'medicine_ddd.csv line 2: amount is not above zero'
refused medicine_limit.csv '2s/,4,g,/,2,g,/' 'medicine_limit.csv line 2: below the DDD of 3000 mg'
refused medicine_limit.csv '4s/,инструкция[^,]*,/,,/' 'medicine_limit.csv line 4: no source'
refused medicine_limit.csv '4s/leaflet; /инструкция; /' 'medicine_limit.csv line 4: no source in English'
refused rx_limit.csv '2s/,"order 110.*/,/' 'rx_limit.csv line 2: no source in English'
refused medicine_pack.csv '2s/,20,,/,20,1,/' 'medicine_pack.csv line 2: only what is measured in mL has a volume'
refused rx_limit.csv '2s/^12,/999,/' 'rx_limit.csv line 2: unknown product_id 999'
refused rx_limit.csv '2s/,2,/,0,/' 'rx_limit.csv line 2: at least once as much for palliative patients'
refused ome_table.csv '3s/,f,/,t,/' 'ome_table.csv line 7: one table is the default, not 2'
refused ome_table.csv '4s/,bnf.nice.org.uk,f/,,f/' 'ome_table.csv line 4: no source in English'
refused ome_factor.csv '2s/,1,PO/,9,PO/' 'ome_factor.csv line 2: never converted: Метадон'
refused ome_factor.csv '2s/,1,PO/,15,PO/' 'ome_factor.csv line 2: not an opioid: Парацетамол'
refused ome_factor.csv '2s/,mg,/,ug\/h,/' 'ome_factor.csv line 2: a factor is of mg, ug or, for a patch, ug/h'
refused ome_factor.csv '2s/anzca_2021/anzca_1999/' 'ome_factor.csv line 2: unknown table_code anzca_1999'
refused safety_rule.csv '4s/strong,laxative,/strong,laxatives,/' 'safety_rule.csv line 4: no group and no ATC code begins so: laxatives'
refused safety_rule.csv '2s/,stop,/,fatal,/' 'safety_rule.csv line 2: unknown severity fatal'
refused safety_rule.csv '6s/,0\.25,/,0.01,/' 'safety_rule.csv line 6: needs low and high'
refused safety_rule.csv '3s/{2}/{3}/' 'safety_rule.csv line 3: the languages do not say the same figures'
refused safety_rule.csv "3s/the patient's record/карта/" 'safety_rule.csv line 3: no source in English'
refused unit.csv '3s/^ug,/mg,/' 'unit.csv line 3: stands twice: mg'
refused reason.csv '3s/adverse_effect/alternative/' 'reason.csv line 3: stands twice: stop alternative'
refused service.csv '3s/general_care/generic/' 'service.csv line 3: unknown group_code generic'
refused service.csv '3s/^bed_bath,/mouth_care,/' 'service.csv line 3: stands twice: mouth_care'
refused service.csv '4s/A14.01.001/Z14/' 'service.csv line 4: not a code of the nomenclature: Z14'
refused service.csv '5s/,nail care,/,,/' 'service.csv line 5: a name is missing'
refused service.csv '5s/2026-01-01,,/2026-01-01,2025-01-01,/' 'service.csv line 5: valid until a day before it is valid'
refused device.csv '2s/,5,f,/,50,f,/' 'device.csv line 2: years of use are from 1 to 30'
refused device.csv '2s/,5,f,/,5,t,/' 'device.csv line 2: what is used up has no years of use'
refused device.csv '2s/,invasive,/,magic,/' 'device.csv line 2: unknown respiratory magic'
refused device.csv '3s/^ventilator_niv/Ventilator NIV/' 'device.csv line 3: not a code: Ventilator NIV'
echo "1..$n"
