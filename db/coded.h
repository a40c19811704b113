/* coded.h: SQL for names of coded values. */
#ifndef CODED_H
#define CODED_H

#include "db/language.h"

/*
 * The name of the code in a column; of all codes in an array, in the order of
 * their list.  CODED_OF takes the list as SQL.
 */
#define CODED_OF(list, column, lang) \
	"(SELECT " IN_LANGUAGE(lang, "coded.name", "coded.name_en") \
	"   FROM coded_value coded" \
	"  WHERE coded.list = " list " AND coded.code = " column ")"
#define CODED(list, column, lang)	CODED_OF("'" list "'", column, lang)
#define CODED_ALL(list, column, lang) \
	"(SELECT string_agg(" IN_LANGUAGE(lang, "coded.name", "coded.name_en") \
	", ', ' ORDER BY coded.ord) FROM coded_value coded" \
	"   WHERE coded.list = '" list "' AND coded.code = ANY (" column "))"

/* Codes of a comma-separated parameter, each once. */
#define CODES_TOLD(n) \
	"ARRAY(SELECT DISTINCT r FROM" \
	" unnest(string_to_array(coalesce(" n ", ''), ',')) r)"

#endif
