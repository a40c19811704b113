/* invites.c: invitations that an officer's browser has made, and what was answered. */

#include "db/invites.h"

enum { OFFICER, LEAVERS, LIST, INVITEES, ADD, LIVE, TAKE, SETTLE };

#define ISO(time)	"to_char(" time " AT TIME ZONE 'UTC'," \
	" 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"

const struct stmt invite_stmts[] = {
	[OFFICER] = { "invite_officer", "SELECT is_officer()" },
	[LEAVERS] = { "invite_leavers", "SELECT count(*) FROM leavers()" },
	[LIST] = { "invite_list",
	    "SELECT id, account_id, login, name, member_role, officer, exp, "
	    ISO("to_timestamp(exp)") ", " ISO("taken_at") ", sig_pub, enc_pub,"
	    "       proof, tag, mine, renews"
	    "  FROM invites()" },
	[INVITEES] = { "invite_invitees",
	    "SELECT account_id, login, name, member_role FROM invitees()" },
	[ADD] = { "invite_add",
	    "SELECT invite_add($1::uuid, $2::uuid, $3, $4, $5::bigint)" },
	[LIVE] = { "invite_live",
	    "SELECT inst, account_id, login FROM invite_live($1::uuid)" },
	[TAKE] = { "invite_take",
	    "SELECT invite_take($1::uuid, $2::bytea, $3::bytea, $4, $5::bytea,"
	    "       $6::bytea, $7::bytea, $8::bytea)" },
	[SETTLE] = { "invite_settle",
	    "SELECT invite_settle($1::uuid, $2,"
	    "       string_to_array($3, E'\\n')::grant_text[])" },
	{ NULL, NULL }
};

static void
read_invite(const struct rows *r, size_t i, struct invite *out)
{
	out->id = row_text(r, i, 0);
	out->user = row_text(r, i, 1);
	out->login = row_text(r, i, 2);
	out->name = row_text(r, i, 3);
	out->role = row_text(r, i, 4);
	out->officer = row_text(r, i, 5);
	out->exp = row_text(r, i, 6);
	out->until = row_text(r, i, 7);
	out->taken = row_text(r, i, 8);
	out->sig_pub = row_text(r, i, 9);
	out->enc_pub = row_text(r, i, 10);
	out->proof = row_text(r, i, 11);
	out->tag = row_text(r, i, 12);
	out->mine = row_bool(r, i, 13);
	out->renews = row_bool(r, i, 14);
}

static void
read_invitees(struct db *db, const struct rows *r, struct invite_base *out)
{
	out->invitees_len = rows_len(r);
	out->invitees = arena_array(db_arena(db), out->invitees_len,
	    sizeof(*out->invitees));
	for (size_t i = 0; i < out->invitees_len; i++)
		out->invitees[i] = (struct invitee){
			.user = row_text(r, i, 0),
			.login = row_text(r, i, 1),
			.name = row_text(r, i, 2),
			.role = row_text(r, i, 3),
		};
}

enum status
invite_base_get(struct db *db, struct invite_base *out)
{
	struct query q[] = {
		{ .stmt = &invite_stmts[OFFICER] },
		{ .stmt = &invite_stmts[LEAVERS] },
		{ .stmt = &invite_stmts[LIST] },
		{ .stmt = &invite_stmts[INVITEES] },
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	out->officer = row_bool(q[0].rows, 0, 0);
	out->leavers = row_long(q[1].rows, 0, 0);
	out->invites_len = rows_len(q[2].rows);
	out->invites = arena_array(db_arena(db), out->invites_len,
	    sizeof(*out->invites));
	for (size_t i = 0; i < out->invites_len; i++)
		read_invite(q[2].rows, i, &out->invites[i]);
	read_invitees(db, q[3].rows, out);
	return OK;
}

enum status
invite_add(struct db *db, const char *id, const char *user,
    const char *login, const char *role, const char *exp)
{
	return db_run(db, &invite_stmts[ADD], ARGS({ id }, { user },
	    { login }, { role }, { exp }), NULL);
}

enum status
invite_live(struct db *db, const char *id, struct invite_who *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &invite_stmts[LIVE], ARGS({ id }), &rows)) != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	out->inst = row_text(rows, 0, 0);
	out->user = row_text(rows, 0, 1);
	out->login = row_text(rows, 0, 2);
	return OK;
}

enum status
invite_take(struct db *db, const struct invite_answer *in)
{
	return db_run(db, &invite_stmts[TAKE], ARGS({ in->id }, { in->salt },
	    { in->verifier }, { in->bundle }, { in->sig_pub },
	    { in->enc_pub }, { in->proof }, { in->tag }), NULL);
}

enum status
invite_settle(struct db *db, const char *id, const char *entry,
    const char *grants, const char **user)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &invite_stmts[SETTLE], ARGS({ id }, { entry },
	    { grants }), &rows)) != OK)
		return st;
	*user = row_text(rows, 0, 0);
	return OK;
}
