/* merges.c: entries of one person, merged into one and taken apart again. */

#include "db/merges.h"

enum { COUNTS, MOVED, GET, PASSPORTS, OF, ADD, UNDO, DISMISSED, DISMISS, WITHDRAW };

#define COLUMNS \
	"m.id, m.patient_id, p.registry_no, m.other_id, o.registry_no," \
	" m.patient_rev, m.other_rev," \
	" to_char(m.merged_at, 'YYYY-MM-DD HH24:MI'), a.name," \
	" to_char(m.undone_at, 'YYYY-MM-DD HH24:MI'), b.name"
#define JOINS \
	"  FROM patient_merge m" \
	"  JOIN patient p ON p.id = m.patient_id" \
	"  JOIN patient o ON o.id = m.other_id" \
	"  LEFT JOIN staff a ON a.id = m.author_id" \
	"  LEFT JOIN staff b ON b.id = m.undone_by"

#define PASSPORT(patient) \
	"(SELECT d.envelope FROM document d" \
	" WHERE d.rec = " patient " AND d.current)"

const struct stmt merge_stmts[] = {
	[COUNTS] = { "merge_counts",
	    "SELECT name, rows, 0 FROM patient_rows_count($1)" },
	[MOVED] = { "merge_moved",
	    "SELECT table_name, cardinality(ids), stayed"
	    "  FROM patient_merge_rows WHERE merge_id = $1"
	    " ORDER BY table_name" },
	[GET] = { "merge_get",
	    "SELECT " COLUMNS JOINS " WHERE m.id = $1" },
	[PASSPORTS] = { "merge_passports",
	    "SELECT " PASSPORT("m.patient_id") ", " PASSPORT("m.other_id")
	    "  FROM patient_merge m WHERE m.id = $1" },
	[OF] = { "merges_of",
	    "SELECT " COLUMNS JOINS
	    " WHERE (m.patient_id = $1 OR m.other_id = $1)"
	    "   AND m.undone_at IS NULL"
	    " ORDER BY m.merged_at DESC" },
	[ADD] = { "merge_add",
	    "SELECT patient_merge_do($1, $2::int, $3, $4::int, $5::text[],"
	    " $6::int, $7)" },
	[UNDO] = { "merge_undo",
	    "SELECT patient_merge_undo($1)" },
	[DISMISSED] = { "duplicates_dismissed",
	    "SELECT string_agg(patient_id || '|' || other_id, ',')"
	    "  FROM duplicate_dismissed WHERE withdrawn_at IS NULL" },
	[DISMISS] = { "duplicate_dismiss",
	    "INSERT INTO duplicate_dismissed (patient_id, other_id, area_id,"
	    "       author_id)"
	    " SELECT p.id, o.id, p.area_id, current_account()"
	    "   FROM patient p, patient o"
	    "  WHERE p.id = least($1::uuid, $2::uuid)"
	    "    AND o.id = greatest($1::uuid, $2::uuid) AND p.id <> o.id"
	    " RETURNING id" },
	[WITHDRAW] = { "duplicate_withdraw",
	    "UPDATE duplicate_dismissed"
	    "   SET withdrawn_by = current_account(), withdrawn_at = now()"
	    " WHERE patient_id = least($1::uuid, $2::uuid)"
	    "   AND other_id = greatest($1::uuid, $2::uuid)"
	    "   AND withdrawn_at IS NULL"
	    " RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const merge_counts_stmt = &merge_stmts[COUNTS];
const struct stmt *const merge_moved_stmt = &merge_stmts[MOVED];
const struct stmt *const merge_get_stmt = &merge_stmts[GET];
const struct stmt *const merge_passports_stmt = &merge_stmts[PASSPORTS];
const struct stmt *const merges_of_stmt = &merge_stmts[OF];
const struct stmt *const merge_add_stmt = &merge_stmts[ADD];
const struct stmt *const merge_undo_stmt = &merge_stmts[UNDO];

void
merge_read_rows(struct db *db, const struct rows *rows,
    struct merge_rows_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct merge_rows){
			.table = row_text(rows, i, 0),
			.rows = row_long(rows, i, 1),
			.stayed = row_long(rows, i, 2),
		};
}

void
merge_read(struct db *db, const struct rows *rows, struct merge_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct merge){
			.id = row_text(rows, i, 0),
			.patient = row_text(rows, i, 1),
			.patient_no = row_text(rows, i, 2),
			.other = row_text(rows, i, 3),
			.other_no = row_text(rows, i, 4),
			.patient_rev = row_long(rows, i, 5),
			.other_rev = row_long(rows, i, 6),
			.at = row_text(rows, i, 7),
			.author = row_text(rows, i, 8),
			.undone_at = row_text(rows, i, 9),
			.undone_by = row_text(rows, i, 10),
		};
}

void
merge_read_passports(const struct rows *rows, const char **own,
    const char **other)
{
	*own = row_text_or_null(rows, 0, 0);
	*other = row_text_or_null(rows, 0, 1);
}

enum status
duplicates_dismissed(struct db *db, const char **pairs)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &merge_stmts[DISMISSED], NULL, 0, &rows)) != OK)
		return st;
	*pairs = row_text(rows, 0, 0);
	return OK;
}

static enum status
change_pair(struct db *db, int stmt, const char *a, const char *b)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &merge_stmts[stmt], ARGS({ a }, { b }),
	    &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : NOT_FOUND;
}

enum status
duplicate_dismiss(struct db *db, const char *a, const char *b)
{
	return change_pair(db, DISMISS, a, b);
}

enum status
duplicate_withdraw(struct db *db, const char *a, const char *b)
{
	return change_pair(db, WITHDRAW, a, b);
}
