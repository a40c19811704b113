/* doses.c: what doses are measured by: medicines, products, factors, rules. */

#include "db/doses.h"
#include "db/in_use.h"
#include "db/language.h"

/* Three of some medicines, the same three of all. */
enum { MEDICINES, PRODUCTS, MEASURES, ALL_MEDICINES, ALL_PRODUCTS,
	ALL_MEASURES, RULES, NAMES };

#define IN_USE(t)	"NOT " OUT_OF_USE(t ".", "valid_to")

/* $1 patient or NULL, $2 products between commas or NULL. */
#define OF_PATIENT(column) \
	"(SELECT p." column " FROM prescription p WHERE p.patient_id = $1)"
#define OF_PRODUCTS(column) \
	"(SELECT f." column " FROM medicine_product f" \
	" WHERE f.id = ANY (string_to_array($2, ',')::int[]))"
#define ASKED_MEDICINE(id) \
	"(" id " IN " OF_PATIENT("medicine_id") \
	" OR " id " IN " OF_PRODUCTS("medicine_id") ")"
#define ASKED_PRODUCT(id) \
	"(" id " IN " OF_PATIENT("product_id") \
	" OR " id " IN " OF_PRODUCTS("id") ")"
#define EVERY(id)	"true"

/* Read by read_medicine() … read_measure(); lang is a parameter. */
#define MEDICINE(lang) \
	"SELECT m.id, " IN_LANGUAGE(lang, "m.inn", "m.inn_en") ", m.atc," \
	" m.group_code, m.control_class, m.rx_form" \
	"  FROM medicine m WHERE "
#define PRODUCT(lang) \
	"SELECT f.id, f.medicine_id, " \
	IN_LANGUAGE(lang, "f.form", "f.form_en") " || ' ' || " \
	IN_LANGUAGE(lang, "f.strength", "f.strength_en") "," \
	" trim_scale(f.amount), f.amount_unit, f.per_unit," \
	" trim_scale(k.container_ml), f.patch_hours, k.size," \
	" array_to_string(f.units, ','), array_to_string(f.routes, ',')," \
	" f.rx_form" \
	"  FROM medicine_product f LEFT JOIN LATERAL" \
	"       (SELECT k.container_ml, k.size FROM medicine_pack k" \
	"         WHERE k.product_id = f.id AND " IN_USE("k") \
	"         ORDER BY k.ord, k.size LIMIT 1) k ON true" \
	" WHERE "
#define MEASURE(lang, medicine, product) \
	"SELECT 'ddd', d.medicine_id, '', d.route, trim_scale(d.amount)," \
	" d.unit, NULL::int, ''" \
	"  FROM medicine_ddd d WHERE " IN_USE("d") " AND " \
	medicine("d.medicine_id") \
	" UNION ALL SELECT 'factor', c.medicine_id, c.table_code, c.route," \
	" trim_scale(c.factor), c.unit, NULL, ''" \
	"  FROM ome_factor c WHERE " IN_USE("c") " AND " \
	medicine("c.medicine_id") \
	" UNION ALL SELECT 'limit', l.medicine_id, '', l.route," \
	" trim_scale(l.amount), l.unit, NULL, " \
	IN_LANGUAGE(lang, "l.source", "l.source_en") \
	"  FROM medicine_limit l WHERE " IN_USE("l") " AND " \
	medicine("l.medicine_id") \
	" UNION ALL SELECT 'rx', x.product_id, '', '', trim_scale(x.amount)," \
	" x.unit, x.palliative, " \
	IN_LANGUAGE(lang, "x.source", "x.source_en") \
	"  FROM rx_limit x WHERE " IN_USE("x") " AND " product("x.product_id") \
	" ORDER BY 1, 2, 3, 4"

const struct stmt dose_stmts[] = {
	[MEDICINES] = { "dose_medicines",
	    MEDICINE("$3") ASKED_MEDICINE("m.id") },
	[PRODUCTS] = { "dose_products",
	    PRODUCT("$3") ASKED_PRODUCT("f.id") },
	[MEASURES] = { "dose_measures",
	    MEASURE("$3", ASKED_MEDICINE, ASKED_PRODUCT) },
	[ALL_MEDICINES] = { "dose_all_medicines", MEDICINE("$1") "true" },
	[ALL_PRODUCTS] = { "dose_all_products", PRODUCT("$1") "true" },
	[ALL_MEASURES] = { "dose_all_measures", MEASURE("$1", EVERY, EVERY) },
	[RULES] = { "dose_rules",
	    "SELECT r.code, r.kind, r.cause, r.severity, r.subject, r.other,"
	    " trim_scale(r.low), trim_scale(r.high), "
	    IN_LANGUAGE("$1", "r.title", "r.title_en") ", "
	    IN_LANGUAGE("$1", "r.text", "r.text_en") ", "
	    IN_LANGUAGE("$1", "r.way_out", "r.way_out_en") ", "
	    IN_LANGUAGE("$1", "r.source", "r.source_en")
	    "  FROM safety_rule r WHERE " IN_USE("r")
	    " ORDER BY r.ord, r.code" },
	[NAMES] = { "dose_names",
	    "SELECT 'unit', u.code, "
	    IN_LANGUAGE("$1", "u.name", "u.name_en") ", '', '', false"
	    "  FROM unit u"
	    " UNION ALL SELECT 'route', r.code, "
	    IN_LANGUAGE("$1", "r.name", "r.name_en") ", '', '', false"
	    "  FROM route r"
	    " UNION ALL (SELECT 'table', t.code, "
	    IN_LANGUAGE("$1", "t.name", "t.name_en") ", t.version, "
	    IN_LANGUAGE("$1", "t.source", "t.source_en") ","
	    " t.code = (SELECT ome_table_in_use())"
	    "  FROM ome_table t WHERE " IN_USE("t")
	    "    OR t.code = (SELECT ome_table_in_use())"
	    " ORDER BY t.ord, t.code)" },
	{ NULL, NULL }
};

void
doses_queries(struct db *db, const char *patient, const char *products,
    const char *lang, struct query q[DOSES_QUERIES])
{
	const struct arg args[] = { { patient }, { products }, { lang } };
	const struct stmt *s = &dose_stmts[MEDICINES];
	bool all = patient == NULL && products == NULL;

	if (all)
		s = &dose_stmts[ALL_MEDICINES];
	q[0] = query_keep(db, &s[0], all ? &args[2] : args, all ? 1 : 3);
	q[1] = query_keep(db, &s[1], all ? &args[2] : args, all ? 1 : 3);
	q[2] = query_keep(db, &s[2], all ? &args[2] : args, all ? 1 : 3);
	q[3] = query_keep(db, &dose_stmts[RULES], &args[2], 1);
	q[4] = query_keep(db, &dose_stmts[NAMES], &args[2], 1);
}

static void
read_medicines(struct db *db, const struct rows *r, struct doses *out)
{
	out->medicines_len = rows_len(r);
	out->medicines = arena_array(db_arena(db), out->medicines_len,
	    sizeof(*out->medicines));
	for (size_t i = 0; i < out->medicines_len; i++)
		out->medicines[i] = (struct measured_medicine){
			.id = row_text(r, i, 0),
			.name = row_text(r, i, 1),
			.atc = row_text(r, i, 2),
			.group = row_text(r, i, 3),
			.control_class = row_text(r, i, 4),
			.rx_form = row_text(r, i, 5),
		};
}

static void
read_products(struct db *db, const struct rows *r, struct doses *out)
{
	out->products_len = rows_len(r);
	out->products = arena_array(db_arena(db), out->products_len,
	    sizeof(*out->products));
	for (size_t i = 0; i < out->products_len; i++)
		out->products[i] = (struct measured_product){
			.id = row_text(r, i, 0),
			.medicine = row_text(r, i, 1),
			.name = row_text(r, i, 2),
			.amount = row_text(r, i, 3),
			.amount_unit = row_text(r, i, 4),
			.per_unit = row_text(r, i, 5),
			.container_ml = row_text(r, i, 6),
			.patch_hours = row_long(r, i, 7),
			.pack = row_long(r, i, 8),
			.units = row_text(r, i, 9),
			.routes = row_text(r, i, 10),
			.rx_form = row_text(r, i, 11),
		};
}

static void
read_measures(struct db *db, const struct rows *r, struct doses *out)
{
	out->measures_len = rows_len(r);
	out->measures = arena_array(db_arena(db), out->measures_len,
	    sizeof(*out->measures));
	for (size_t i = 0; i < out->measures_len; i++)
		out->measures[i] = (struct measure){
			.kind = row_text(r, i, 0),
			.owner = row_text(r, i, 1),
			.table = row_text(r, i, 2),
			.route = row_text(r, i, 3),
			.amount = row_text(r, i, 4),
			.unit = row_text(r, i, 5),
			.times = row_long(r, i, 6),
			.source = row_text(r, i, 7),
		};
}

static void
read_rules(struct db *db, const struct rows *r, struct doses *out)
{
	out->rules_len = rows_len(r);
	out->rules = arena_array(db_arena(db), out->rules_len,
	    sizeof(*out->rules));
	for (size_t i = 0; i < out->rules_len; i++)
		out->rules[i] = (struct measured_rule){
			.code = row_text(r, i, 0),
			.kind = row_text(r, i, 1),
			.cause = row_text(r, i, 2),
			.severity = row_text(r, i, 3),
			.subject = row_text(r, i, 4),
			.other = row_text(r, i, 5),
			.low = row_text(r, i, 6),
			.high = row_text(r, i, 7),
			.title = row_text(r, i, 8),
			.text = row_text(r, i, 9),
			.way_out = row_text(r, i, 10),
			.source = row_text(r, i, 11),
		};
}

static void
read_names(struct db *db, const struct rows *r, struct doses *out)
{
	out->names_len = rows_len(r);
	out->names = arena_array(db_arena(db), out->names_len,
	    sizeof(*out->names));
	for (size_t i = 0; i < out->names_len; i++)
		out->names[i] = (struct measured_name){
			.kind = row_text(r, i, 0),
			.code = row_text(r, i, 1),
			.name = row_text(r, i, 2),
			.version = row_text(r, i, 3),
			.source = row_text(r, i, 4),
			.usual = row_bool(r, i, 5),
		};
}

void
doses_read(struct db *db, const struct query q[DOSES_QUERIES],
    struct doses *out)
{
	read_medicines(db, q[0].rows, out);
	read_products(db, q[1].rows, out);
	read_measures(db, q[2].rows, out);
	read_rules(db, q[3].rows, out);
	read_names(db, q[4].rows, out);
}
