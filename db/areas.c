/* areas.c: the tree of regions, districts, institutions and departments. */

#include "db/areas.h"
#include "db/language.h"

enum { LIST, PLACES, DISTRICTS, INSTITUTIONS };

#define COLUMNS(lang)	"a.id, a.kind, " IN_LANGUAGE(lang, "a.name", "a.name_en")

const struct stmt area_stmts[] = {
	[LIST] = { "area_list",
	    "SELECT " COLUMNS("$3")
	    "  FROM area a"
	    " WHERE a.kind = $1"
	    "   AND a.id = ANY ((SELECT areas($2))::int[])"
	    "   AND a.retired_at IS NULL"
	    " ORDER BY a.name" },
	[PLACES] = { "area_places",
	    "SELECT a.id, a.kind, CASE WHEN a.id = i.id THEN '' ELSE "
	    IN_LANGUAGE("$2", "i.name", "i.name_en") " || ': ' END || "
	    IN_LANGUAGE("$2", "a.name", "a.name_en")
	    "  FROM area a"
	    "  JOIN area i ON i.path @> a.path AND i.kind = 'institution'"
	    " WHERE a.kind IN ('institution', 'department')"
	    "   AND a.id = ANY ((SELECT areas($1))::int[])"
	    "   AND a.retired_at IS NULL"
	    " ORDER BY i.name, a.path" },
	[DISTRICTS] = { "area_districts",
	    "SELECT " COLUMNS("$1")
	    "  FROM area a"
	    " WHERE a.kind = 'district'"
	    "   AND a.retired_at IS NULL"
	    " ORDER BY a.name" },
	[INSTITUTIONS] = { "area_institutions",
	    "SELECT a.id, " IN_LANGUAGE("$1", "a.name", "a.name_en") ", NULL"
	    "  FROM area a"
	    " WHERE a.kind = 'institution' AND a.retired_at IS NULL"
	    " ORDER BY 2" },
	{ NULL, NULL }
};

const struct stmt *const area_list_stmt = &area_stmts[LIST];
const struct stmt *const place_list_stmt = &area_stmts[PLACES];
const struct stmt *const district_list_stmt = &area_stmts[DISTRICTS];
const struct stmt *const institution_list_stmt = &area_stmts[INSTITUTIONS];

void
area_read(struct db *db, const struct rows *rows, struct area_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i].id = row_long(rows, i, 0);
		out->item[i].kind = row_text(rows, i, 1);
		out->item[i].name = row_text(rows, i, 2);
	}
}
