/* coded.h: SQL for names of coded values. */
#ifndef CODED_H
#define CODED_H

#include "db/language.h"

/* The name of the code in a column; of all codes in an array, in the order of their list. */
#define CODED(list, column, lang) \
	"(SELECT " IN_LANGUAGE(lang, "v.name", "v.name_en") \
	"   FROM coded_value v WHERE v.list = '" list "' AND v.code = " column ")"
#define CODED_ALL(list, column, lang) \
	"(SELECT string_agg(" IN_LANGUAGE(lang, "v.name", "v.name_en") \
	", ', ' ORDER BY v.ord) FROM coded_value v" \
	"   WHERE v.list = '" list "' AND v.code = ANY (" column "))"

/* Codes of a comma-separated parameter, each once. */
#define CODES_TOLD(n) \
	"ARRAY(SELECT DISTINCT r FROM" \
	" unnest(string_to_array(coalesce(" n ", ''), ',')) r)"

#endif
