/* books.c: reference books: diagnoses, medicines, routes, units, reasons. */

#include <string.h>

#include "db/books.h"
#include "db/in_use.h"
#include "db/language.h"

enum { DIAGNOSES, DIAGNOSIS_CHECK, KNOWN, GROUPS, MEDICINES, PRODUCTS, PRODUCT,
	NAMES, ROUTES,
	UNITS, FREQUENCIES, REASONS, CODES, CODED };

/* The codes of one book among others, in its order. */
#define CODES_OF(book, order) \
	"(SELECT '" #book "' AS book, code, " \
	IN_LANGUAGE("$1", "name", "name_en") " AS name, " order " AS ord, " \
	OUT_OF_USE("", "valid_to") " AS out FROM " #book ")"

/* Kept in step with read_product(); lang is a parameter. */
#define PRODUCT_COLUMNS(lang) \
	"p.id, p.medicine_id, " IN_LANGUAGE(lang, "m.inn", "m.inn_en") "," \
	" m.atc, " IN_LANGUAGE(lang, "p.form", "p.form_en") ", " \
	IN_LANGUAGE(lang, "p.strength", "p.strength_en") "," \
	" array_to_string(p.units, ','), array_to_string(p.routes, ',')," \
	" p.patch_hours, " OUT_OF_USE("m.", "valid_to") " OR " \
	OUT_OF_USE("p.", "valid_to")

const struct stmt book_stmts[] = {
	[DIAGNOSES] = { "book_diagnoses",
	    "SELECT code, " IN_LANGUAGE("$2", "title", "title_en") ", group_code"
	    "  FROM icd10"
	    " WHERE actual AND leaf AND " VALID_TODAY("", "valid_to")
	    "   AND (code ~>=~ upper($1) AND code ~<~ (upper($1) || '~')"
	    "        OR lower(title || ' ' || title_en)"
	    "           LIKE '%' || lower($1) || '%')"
	    " ORDER BY NOT code LIKE upper($1) || '%', code"
	    " LIMIT 20" },
	[DIAGNOSIS_CHECK] = { "book_diagnosis_check",
	    "SELECT 1 FROM icd10 WHERE code = $1 AND actual AND leaf AND "
	    VALID_TODAY("", "valid_to") },
	[KNOWN] = { "book_known_diagnoses",
	    "SELECT code, group_code, NULL FROM icd10"
	    " WHERE code = ANY (string_to_array($1, ','))"
	    "   AND actual AND leaf AND " VALID_TODAY("", "valid_to") },
	[GROUPS] = { "book_groups",
	    "SELECT code, " IN_LANGUAGE("$1", "name", "name_en") ", NULL, "
	    OUT_OF_USE("", "valid_to") " FROM diagnosis_group ORDER BY ord" },
	[MEDICINES] = { "book_medicines",
	    "SELECT " PRODUCT_COLUMNS("$2")
	    "  FROM medicine m JOIN medicine_product p ON p.medicine_id = m.id"
	    " WHERE NOT " OUT_OF_USE("m.", "valid_to")
	    "   AND NOT " OUT_OF_USE("p.", "valid_to")
	    "   AND (m.id = $3::int"
	    "        OR lower(m.inn) LIKE '%' || lower($1) || '%'"
	    "        OR lower(m.inn_en) LIKE '%' || lower($1) || '%'"
	    "        OR m.atc LIKE upper($1) || '%')"
	    " ORDER BY NOT lower(m.inn) LIKE lower($1) || '%', m.inn, m.id, p.id"
	    " LIMIT 60" },
	[PRODUCTS] = { "book_products",
	    "SELECT " PRODUCT_COLUMNS("$1")
	    "  FROM medicine m JOIN medicine_product p ON p.medicine_id = m.id"
	    " ORDER BY 3, p.id" },
	[PRODUCT] = { "book_product",
	    "SELECT " PRODUCT_COLUMNS("$2")
	    "  FROM medicine m JOIN medicine_product p ON p.medicine_id = m.id"
	    " WHERE p.id = $1::int" },
	[NAMES] = { "book_medicine_names",
	    "SELECT id, " IN_LANGUAGE("$1", "inn", "inn_en") ", atc, "
	    OUT_OF_USE("", "valid_to") " FROM medicine ORDER BY 2" },
	[ROUTES] = { "book_routes",
	    "SELECT code, " IN_LANGUAGE("$1", "name", "name_en") ", NULL, "
	    OUT_OF_USE("", "valid_to") " FROM route ORDER BY ord" },
	[UNITS] = { "book_units",
	    "SELECT code, " IN_LANGUAGE("$1", "name", "name_en") ", NULL, "
	    OUT_OF_USE("", "valid_to") " FROM unit ORDER BY ord" },
	[FREQUENCIES] = { "book_frequencies",
	    "SELECT code, " IN_LANGUAGE("$1", "name", "name_en") ", schedule,"
	    "       replace(trim_scale(times_per_day)::text, '.', ','),"
	    "       interval_hours, clock"
	    "  FROM frequency WHERE NOT " OUT_OF_USE("", "valid_to")
	    " ORDER BY ord" },
	[REASONS] = { "book_reasons",
	    "SELECT code, " IN_LANGUAGE("$1", "name", "name_en") ", NULL, "
	    OUT_OF_USE("", "valid_to") " FROM reason WHERE kind = $2 ORDER BY ord" },
	[CODES] = { "book_codes",
	    "SELECT code, name, book, out FROM ("
	    CODES_OF(indication, "ord") " UNION ALL "
	    CODES_OF(diluent, "ord") " UNION ALL "
	    CODES_OF(infusion_device, "ord") " UNION ALL "
	    CODES_OF(titration_decider, "ord") " UNION ALL "
	    CODES_OF(line_instruction, "ord") " UNION ALL "
	    CODES_OF(rx_form, "ord") " UNION ALL "
	    CODES_OF(medicine_group, "ord") " UNION ALL "
	    CODES_OF(control_class, "ord") ") b ORDER BY book, ord" },
	[CODED] = { "book_coded",
	    "SELECT code, " IN_LANGUAGE("$1", "name", "name_en") ", source, "
	    OUT_OF_USE("", "valid_to") " FROM coded_value WHERE list = $2"
	    " ORDER BY ord, code" },
	{ NULL, NULL }
};

const struct stmt *const known_diagnoses_stmt = &book_stmts[KNOWN];
const struct stmt *const book_codes_stmt = &book_stmts[CODES];
const struct stmt *const book_products_stmt = &book_stmts[PRODUCTS];
const struct stmt *const book_product_stmt = &book_stmts[PRODUCT];
const struct stmt *const book_medicine_names_stmt = &book_stmts[NAMES];
const struct stmt *const book_groups_stmt = &book_stmts[GROUPS];
const struct stmt *const book_routes_stmt = &book_stmts[ROUTES];
const struct stmt *const book_units_stmt = &book_stmts[UNITS];
const struct stmt *const book_frequencies_stmt = &book_stmts[FREQUENCIES];
const struct stmt *const book_reasons_stmt = &book_stmts[REASONS];
const struct stmt *const book_coded_stmt = &book_stmts[CODED];

void
book_read(struct db *db, const struct rows *rows, struct book *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i].code = row_text(rows, i, 0);
		out->item[i].name = row_text(rows, i, 1);
		out->item[i].note = row_text(rows, i, 2);
		out->item[i].retired = rows_width(rows) > 3 &&
		    row_bool(rows, i, 3);
	}
}

struct book
book_of(struct db *db, const struct book *codes, const char *name)
{
	struct book out = { 0 };

	out.item = arena_array(db_arena(db), codes->len, sizeof(*out.item));
	for (size_t i = 0; i < codes->len; i++)
		if (strcmp(codes->item[i].note, name) == 0)
			out.item[out.len++] = codes->item[i];
	return out;
}

const char *
book_name(const struct book *book, const char *code)
{
	for (size_t i = 0; i < book->len; i++)
		if (strcmp(book->item[i].code, code) == 0)
			return book->item[i].name;
	return "";
}

void
book_offer_all(struct book *book)
{
	for (size_t i = 0; i < book->len; i++)
		book->item[i].retired = false;
}

bool
book_offers(const struct book *book, const char *code)
{
	for (size_t i = 0; i < book->len; i++)
		if (strcmp(book->item[i].code, code) == 0)
			return !book->item[i].retired;
	return false;
}

static enum status
run_book(struct db *db, const struct stmt *stmt, const struct arg *args,
    size_t len, struct book *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, stmt, args, len, &rows)) != OK)
		return st;
	book_read(db, rows, out);
	return OK;
}

enum status
book_diagnoses(struct db *db, const char *text, const char *lang,
    struct book *out)
{
	return run_book(db, &book_stmts[DIAGNOSES], ARGS({ text }, { lang }),
	    out);
}

enum status
book_diagnosis_check(struct db *db, const char *code)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &book_stmts[DIAGNOSIS_CHECK], ARGS({ code }),
	    &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : INVALID;
}

static void
read_product(const struct rows *r, size_t i, struct product *p)
{
	p->id = row_text(r, i, 0);
	p->medicine = row_text(r, i, 1);
	p->inn = row_text(r, i, 2);
	p->atc = row_text(r, i, 3);
	p->form = row_text(r, i, 4);
	p->strength = row_text(r, i, 5);
	p->units = row_text(r, i, 6);
	p->routes = row_text(r, i, 7);
	p->patch_hours = row_text(r, i, 8);
	p->retired = row_bool(r, i, 9);
}

void
book_read_products(struct db *db, const struct rows *rows,
    struct product_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_product(rows, i, &out->item[i]);
}

void
frequency_read(struct db *db, const struct rows *rows,
    struct frequency_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct frequency){
			.name = row_text(rows, i, 1),
			.schedule = row_text(rows, i, 2),
			.times_per_day = row_text(rows, i, 3),
			.interval_hours = row_text(rows, i, 4),
			.clock = row_text(rows, i, 5),
		};
}

static enum status
run_products(struct db *db, const struct stmt *stmt, const struct arg *args,
    size_t len, struct product_list *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, stmt, args, len, &rows)) != OK)
		return st;
	book_read_products(db, rows, out);
	return OK;
}

enum status
book_medicines(struct db *db, const char *text, const char *id,
    const char *lang, struct product_list *out)
{
	return run_products(db, &book_stmts[MEDICINES],
	    ARGS({ text }, { lang }, { id }), out);
}
