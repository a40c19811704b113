/* proposals.c: what takes two officers: proposed by one, signed by another. */

#include "db/language.h"
#include "db/proposals.h"

enum { OFFICER, WAITING, MEMBERS, ADD, DROP, SETTLE };

const struct stmt proposal_stmts[] = {
	[OFFICER] = { "proposal_officer", "SELECT is_officer()" },
	[WAITING] = { "proposal_waiting",
	    "SELECT id, kind, subject, name, officer, mine, entry, set_text,"
	    "       to_char(created_at AT TIME ZONE 'UTC',"
	    "       'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), void,"
	    "       " IN_LANGUAGE("$1", "area_name", "area_name_en")
	    "  FROM proposal_waiting()" },
	[MEMBERS] = { "proposal_members",
	    "SELECT account_id, login, name, role, gone, own, proof"
	    "  FROM proposal_members()" },
	[ADD] = { "proposal_add",
	    "SELECT proposal_add($1, $2::uuid, $3)" },
	[DROP] = { "proposal_drop", "SELECT proposal_drop($1::uuid)" },
	[SETTLE] = { "proposal_settle",
	    "SELECT proposal_settle($1::uuid,"
	    "       string_to_array($2, E'\\n')::roster_text[],"
	    "       string_to_array($3, E'\\n')::grant_text[])" },
	{ NULL, NULL }
};

static void
read_waiting(const struct rows *r, struct proposal_base *out)
{
	out->waits = rows_len(r) > 0;
	if (!out->waits)
		return;
	out->waiting = (struct proposal){
		.id = row_text(r, 0, 0),
		.kind = row_text(r, 0, 1),
		.subject = row_text(r, 0, 2),
		.name = row_text(r, 0, 3),
		.officer = row_text(r, 0, 4),
		.mine = row_bool(r, 0, 5),
		.entry = row_text(r, 0, 6),
		.set = row_null(r, 0, 7) ? NULL : row_text(r, 0, 7),
		.created = row_text(r, 0, 8),
		.is_void = row_bool(r, 0, 9),
		.area = row_text(r, 0, 10),
	};
}

static void
read_members(struct db *db, const struct rows *r, struct proposal_base *out)
{
	out->members_len = rows_len(r);
	out->members = arena_array(db_arena(db), out->members_len,
	    sizeof(*out->members));
	for (size_t i = 0; i < out->members_len; i++)
		out->members[i] = (struct quorum_member){
			.user = row_text(r, i, 0),
			.login = row_text(r, i, 1),
			.name = row_text(r, i, 2),
			.role = row_text(r, i, 3),
			.gone = row_bool(r, i, 4),
			.own = row_bool(r, i, 5),
			.proof = row_text(r, i, 6),
		};
}

enum status
proposal_base_get(struct db *db, const char *lang, struct proposal_base *out)
{
	struct query q[] = {
		{ .stmt = &proposal_stmts[OFFICER] },
		QUERY(&proposal_stmts[WAITING], { lang }),
		{ .stmt = &proposal_stmts[MEMBERS] },
		{ .stmt = given_stmt },
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	*out = (struct proposal_base){
		.officer = row_bool(q[0].rows, 0, 0),
	};
	read_waiting(q[1].rows, out);
	read_members(db, q[2].rows, out);
	out->given = given_read(db, q[3].rows, &out->given_len);
	return OK;
}

/* Runs a statement that answers with the account it is about. */
static enum status
run_subject(struct db *db, int which, const struct arg *args, size_t len,
    const char **subject)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &proposal_stmts[which], args, len, &rows);
	if (st == OK)
		*subject = row_text(rows, 0, 0);
	return st;
}

enum status
proposal_add(struct db *db, const char *entry, const char *invite,
    const char *set, const char **subject)
{
	return run_subject(db, ADD, ARGS({ entry }, { invite }, { set }),
	    subject);
}

enum status
proposal_drop(struct db *db, const char *id, const char **subject)
{
	return run_subject(db, DROP, ARGS({ id }), subject);
}

enum status
proposal_settle(struct db *db, const char *id, const char *entries,
    const char *grants, const char **subject)
{
	return run_subject(db, SETTLE, ARGS({ id }, { entries }, { grants }),
	    subject);
}
