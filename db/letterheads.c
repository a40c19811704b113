/* letterheads.c: what an institution writes at the head of its papers. */

#include "db/language.h"
#include "db/letterheads.h"

enum { LIST, GET, WRITE };

/* Kept in step with read_letterhead(); lang is a parameter. */
#define COLUMNS(lang) \
	"SELECT a.id, " IN_LANGUAGE(lang, "a.name", "a.name_en") "," \
	"       l.name, l.address, l.phone, l.head, coalesce(l.version, 0)" \
	"  FROM area a LEFT JOIN letterhead l ON l.area_id = a.id" \
	" WHERE a.id = ANY (areas('user_manage')) AND a.retired_at IS NULL" \
	"   AND a.kind IN ('region', 'institution')"

const struct stmt letterhead_stmts[] = {
	[LIST] = { "letterhead_list", COLUMNS("$1") " ORDER BY a.path" },
	[GET] = { "letterhead_get", COLUMNS("$2") " AND a.id = $1::int" },
	[WRITE] = { "letterhead_write",
	    "INSERT INTO letterhead AS l (area_id, name, address, phone, head,"
	    "       changed_by)"
	    " VALUES ($1::int, coalesce($3, ''), coalesce($4, ''),"
	    "         coalesce($5, ''), coalesce($6, ''), current_account())"
	    " ON CONFLICT (area_id) DO UPDATE SET name = EXCLUDED.name,"
	    "       address = EXCLUDED.address, phone = EXCLUDED.phone,"
	    "       head = EXCLUDED.head, changed_by = EXCLUDED.changed_by,"
	    "       changed_at = now(), version = l.version + 1"
	    " WHERE l.version = $2::int RETURNING version" },
	{ NULL, NULL }
};

const struct stmt own_letterhead_stmts[] = {
	{ "own_letterhead",
	    "SELECT name, address, phone, head FROM letterhead_of(NULL)" },
	{ NULL, NULL }
};

const struct stmt *const own_letterhead_stmt = own_letterhead_stmts;

void
letterhead_read(const struct rows *r, struct letterhead *out)
{
	bool there = rows_len(r) > 0;

	*out = (struct letterhead){
		.name = there ? row_text(r, 0, 0) : "",
		.address = there ? row_text(r, 0, 1) : "",
		.phone = there ? row_text(r, 0, 2) : "",
		.head = there ? row_text(r, 0, 3) : "",
	};
}

static void
read_letterhead(const struct rows *r, size_t i, struct letterhead *out)
{
	*out = (struct letterhead){
		.area = row_text(r, i, 0),
		.area_name = row_text(r, i, 1),
		.name = row_text(r, i, 2),
		.address = row_text(r, i, 3),
		.phone = row_text(r, i, 4),
		.head = row_text(r, i, 5),
		.version = row_long(r, i, 6),
	};
}

enum status
letterhead_list(struct db *db, const char *lang, struct letterheads *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &letterhead_stmts[LIST], ARGS({ lang }), &r))
	    != OK)
		return st;
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_letterhead(r, i, &out->item[i]);
	return OK;
}

enum status
letterhead_get(struct db *db, const char *area, const char *lang,
    struct letterhead *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &letterhead_stmts[GET], ARGS({ area }, { lang }),
	    &r)) != OK)
		return st;
	if (rows_len(r) == 0)
		return NOT_FOUND;
	read_letterhead(r, 0, out);
	return OK;
}

enum status
letterhead_write(struct db *db, const struct letterhead_entry *in)
{
	struct query q = QUERY(&letterhead_stmts[WRITE], { in->area },
	    { in->version }, { in->name }, { in->address }, { in->phone },
	    { in->head });

	return db_try_one(db, q, CONFLICT);
}
