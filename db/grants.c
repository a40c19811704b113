/* grants.c: roles given and permissions denied, to whom, for which area, why. */

#include "db/grants.h"
#include "db/language.h"

enum { LIST, DENIALS, EFFECTS, GIVE, DROP, DENY, UNDENY };

const struct stmt grant_stmts[] = {
	[LIST] = { "grant_list",
	    "SELECT g.id, " IN_LANGUAGE("$2", "r.name", "r.name_en") ", "
	    IN_LANGUAGE("$2", "a.name", "a.name_en") ", g.valid_until,"
	    "       g.reason, g.one_off,"
	    "       coalesce(g.valid_until >= CURRENT_DATE, true),"
	    "       b.name, c.name, to_char(g.given_at, 'YYYY-MM-DD')"
	    "  FROM role_grant g JOIN role r ON r.id = g.role_id"
	    "  JOIN area a ON a.id = g.area_id"
	    "  LEFT JOIN staff b ON b.id = g.given_by"
	    "  LEFT JOIN staff c ON c.id = g.confirmed_by"
	    " WHERE g.account_id = $1 ORDER BY r.id, a.path" },
	[DENIALS] = { "denial_list",
	    "SELECT d.id, d.permission, "
	    IN_LANGUAGE("$2", "a.name", "a.name_en") ", d.valid_until,"
	    "       d.reason, b.name,"
	    "       coalesce(d.valid_until >= CURRENT_DATE, true)"
	    "  FROM right_denial d JOIN area a ON a.id = d.area_id"
	    "  LEFT JOIN staff b ON b.id = d.given_by"
	    " WHERE d.account_id = $1 ORDER BY a.path, d.id" },
	[EFFECTS] = { "grant_effects",
	    "SELECT grant_id, permission, widened, areas_held"
	    "  FROM account_why($1::uuid) ORDER BY grant_id, permission" },
	[GIVE] = { "grant_give",
	    "SELECT grant_give($1::uuid, $2::int, $3::int, $4::date,"
	    "       $5::boolean, $6) = 'asked'" },
	[DROP] = { "grant_drop",
	    "DELETE FROM role_grant g WHERE account_id = $1 AND id = $2::bigint"
	    "   AND (EXISTS (SELECT FROM role_grant o WHERE o.account_id = $1"
	    "                AND o.id <> g.id)"
	    "        OR NOT EXISTS (SELECT FROM account a WHERE a.id = $1"
	    "                AND a.state = 'active'))"
	    " RETURNING id" },
	[DENY] = { "denial_add",
	    "INSERT INTO right_denial (account_id, permission, area_id,"
	    "       valid_until, reason, given_by)"
	    " VALUES ($1::uuid, $2, $3::int, $4::date, $5, current_account())" },
	[UNDENY] = { "denial_drop",
	    "DELETE FROM right_denial WHERE account_id = $1 AND id = $2::bigint"
	    " RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const grant_list_stmt = &grant_stmts[LIST];
const struct stmt *const denial_list_stmt = &grant_stmts[DENIALS];
const struct stmt *const grant_effect_stmt = &grant_stmts[EFFECTS];

void
grants_read(struct db *db, const struct rows *r, struct grant_rows *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct grant_row){
			.id = row_text(r, i, 0),
			.role = row_text(r, i, 1),
			.area_name = row_text(r, i, 2),
			.valid_until = row_text(r, i, 3),
			.reason = row_text(r, i, 4),
			.one_off = row_bool(r, i, 5),
			.in_force = row_bool(r, i, 6),
			.given_by = row_text(r, i, 7),
			.confirmed_by = row_text(r, i, 8),
			.given_on = row_text(r, i, 9),
		};
}

void
denials_read(struct db *db, const struct rows *r, struct denials *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct denial){
			.id = row_text(r, i, 0),
			.permission = row_text(r, i, 1),
			.area_name = row_text(r, i, 2),
			.valid_until = row_text(r, i, 3),
			.reason = row_text(r, i, 4),
			.given_by = row_text(r, i, 5),
			.in_force = row_bool(r, i, 6),
		};
}

void
grant_effects_read(struct db *db, const struct rows *r,
    struct grant_effects *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct grant_effect){
			.grant = row_text(r, i, 0),
			.permission = row_text(r, i, 1),
			.widened = row_bool(r, i, 2),
			.areas = row_text(r, i, 3),
		};
}

enum status
grant_give(struct db *db, const struct grant_entry *in, bool *asked)
{
	struct query q = QUERY(&grant_stmts[GIVE], { in->account },
	    { in->role }, { in->area }, { in->valid_until }, { in->one_off },
	    { in->reason });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) == OK)
		*asked = row_bool(q.rows, 0, 0);
	return st;
}

enum status
grant_drop(struct db *db, const char *account, const char *grant)
{
	struct query q[] = {
		QUERY(&grant_stmts[DROP], { account }, { grant }),
		{ .stmt = &db_rules_now },
	};
	enum status st;

	if ((st = db_try_all(db, q, 2)) != OK)
		return st;
	return rows_len(q[0].rows) == 1 ? OK : INVALID;
}

enum status
denial_add(struct db *db, const struct grant_entry *in)
{
	struct query q[] = {
		QUERY(&grant_stmts[DENY], { in->account }, { in->role },
		    { in->area }, { in->valid_until }, { in->reason }),
		{ .stmt = &db_rules_now },
	};

	return db_try_all(db, q, 2);
}

enum status
denial_drop(struct db *db, const char *account, const char *denial)
{
	struct query q = QUERY(&grant_stmts[UNDENY], { account }, { denial });

	return db_try_one(db, q, NOT_FOUND);
}
