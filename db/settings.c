/* settings.c: what the administrators of a region or an institution chose. */

#include "db/in_use.h"
#include "db/language.h"
#include "db/settings.h"

enum { LIST, AREAS, OME_TABLES, ADD };

const struct stmt setting_stmts[] = {
	[LIST] = { "setting_list",
	    "SELECT s.id, s.area_id, " IN_LANGUAGE("$1", "a.name", "a.name_en")
	    ", s.code, s.value, s.valid_from, p.name,"
	    "       to_char(s.at, 'YYYY-MM-DD HH24:MI')"
	    "  FROM setting s JOIN area a ON a.id = s.area_id"
	    "  LEFT JOIN staff p ON p.id = s.account_id"
	    " ORDER BY s.id DESC LIMIT 500" },
	[AREAS] = { "setting_areas",
	    "SELECT a.id, " IN_LANGUAGE("$1", "a.name", "a.name_en") ","
	    "       setting_of($2, a.id, current_date)"
	    "  FROM area a"
	    " WHERE a.id = ANY ((SELECT areas('user_manage'))::int[])"
	    "   AND a.kind IN ('region', 'institution')"
	    "   AND a.retired_at IS NULL"
	    " ORDER BY a.path" },
	[OME_TABLES] = { "setting_ome_tables",
	    "SELECT code, " IN_LANGUAGE("$1", "name", "name_en") " || ', ' ||"
	    "       version, CASE WHEN is_default THEN 'default' ELSE '' END"
	    "  FROM ome_table"
	    " WHERE NOT " OUT_OF_USE("", "valid_to")
	    " ORDER BY ord, code" },
	[ADD] = { "setting_add",
	    "INSERT INTO setting (area_id, code, value, valid_from, follows,"
	    "       account_id)"
	    " VALUES ($1::int, $2, $3, $4::date, $5::bigint,"
	    "         current_account())" },
	{ NULL, NULL }
};

const struct stmt *const setting_list_stmt = &setting_stmts[LIST];
const struct stmt *const setting_ome_tables_stmt = &setting_stmts[OME_TABLES];

struct query
setting_areas_query(struct db *db, const char *lang, const char *code)
{
	return query_keep(db, &setting_stmts[AREAS], ARGS({ lang }, { code }));
}

void
setting_read(struct db *db, const struct rows *r, struct setting_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct setting){
			.id = row_text(r, i, 0),
			.area = row_text(r, i, 1),
			.area_name = row_text(r, i, 2),
			.code = row_text(r, i, 3),
			.value = row_text(r, i, 4),
			.valid_from = row_text(r, i, 5),
			.author = row_text(r, i, 6),
			.at = row_text(r, i, 7),
		};
}

enum status
setting_add(struct db *db, const struct setting_choice *in)
{
	struct query q = QUERY(&setting_stmts[ADD], { in->area }, { in->code },
	    { in->value }, { in->valid_from }, { in->follows });

	return db_try_all(db, &q, 1);
}
