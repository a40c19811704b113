/* overrides.c: warnings that were kept, each with its reason. */

#include "base/str.h"
#include "db/language.h"
#include "db/overrides.h"

enum { LIST, ADD };

const struct stmt override_stmts[] = {
	[LIST] = { "override_list",
	    "SELECT o.prescription_id, l.series_id, o.rule, "
	    IN_LANGUAGE("$2", "s.title", "s.title_en") ", o.reason, "
	    IN_LANGUAGE("$2", "r.name", "r.name_en") ", a.name,"
	    "       o.at::date"
	    "  FROM prescription_override o"
	    "  JOIN prescription l ON l.id = o.prescription_id"
	    "  JOIN safety_rule s ON s.code = o.rule"
	    "  JOIN reason r ON r.kind = o.reason_kind AND r.code = o.reason"
	    "  LEFT JOIN staff a ON a.id = o.account_id"
	    " WHERE o.patient_id = $1"
	    " ORDER BY o.at DESC, o.rule, o.prescription_id" },
	[ADD] = { "override_add",
	    "INSERT INTO prescription_override (prescription_id, rule,"
	    "       patient_id, area_id, reason, account_id)"
	    " SELECT l.id, k.rule, l.patient_id, l.area_id, k.reason,"
	    "       current_account()"
	    "  FROM unnest(string_to_array($1, ',')::uuid[],"
	    "       string_to_array($2, ','), string_to_array($3, ','))"
	    "       AS k (line, rule, reason)"
	    "  JOIN prescription l ON l.id = k.line"
	    " RETURNING prescription_id" },
	{ NULL, NULL }
};

const struct stmt *const override_list_stmt = &override_stmts[LIST];

void
override_read(struct db *db, const struct rows *rows,
    struct override_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct override){
			.line = row_text(rows, i, 0),
			.series = row_text(rows, i, 1),
			.rule = row_text(rows, i, 2),
			.rule_title = row_text(rows, i, 3),
			.reason = row_text(rows, i, 4),
			.reason_name = row_text(rows, i, 5),
			.author_name = row_text(rows, i, 6),
			.at = row_text(rows, i, 7),
		};
}

struct query
override_query(struct db *db, const struct override_entries *entries)
{
	struct str *lines = str_new(db_arena(db));
	struct str *rules = str_new(db_arena(db));
	struct str *reasons = str_new(db_arena(db));

	for (size_t i = 0; i < entries->len; i++) {
		const struct override_entry *e = &entries->item[i];
		const char *comma = i > 0 ? "," : "";

		str_addf(lines, "%s%s", comma, e->line);
		str_addf(rules, "%s%s", comma, e->rule);
		str_addf(reasons, "%s%s", comma, e->reason);
	}
	return query_keep(db, &override_stmts[ADD], ARGS({ lines->text },
	    { rules->text }, { reasons->text }));
}
