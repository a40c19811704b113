/* rotations.c: another key for an institution: who has left, who gave which grant, and the new epoch. */

#include "db/rotations.h"

enum { OFFICER, GIVEN, LAST, BEGIN };

#define ISO(column)	"to_char(" column " AT TIME ZONE 'UTC'," \
	" 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"

const struct stmt rotation_stmts[] = {
	[OFFICER] = { "rotation_officer", "SELECT is_officer()" },
	[GIVEN] = { "rotation_given",
	    "SELECT e, recipient, sender, seq FROM grants_given()" },
	[LAST] = { "rotation_last",
	    "SELECT e, reason, officer, " ISO("started_at") ", "
	    ISO("finished_at") ", " ISO("closed_at") ", unchecked"
	    "  FROM rotation_last()" },
	[BEGIN] = { "rotation_begin",
	    "SELECT rotation_begin("
	    "       string_to_array($1, E'\\n')::roster_text[],"
	    "       string_to_array($2, E'\\n')::grant_text[])" },
	{ NULL, NULL }
};

const struct stmt *const given_stmt = &rotation_stmts[GIVEN];

struct given *
given_read(struct db *db, const struct rows *r, size_t *len)
{
	struct given *given;

	*len = rows_len(r);
	given = arena_array(db_arena(db), *len, sizeof(*given));
	for (size_t i = 0; i < *len; i++)
		given[i] = (struct given){
			.epoch = row_long(r, i, 0),
			.recipient = row_text(r, i, 1),
			.sender = row_text(r, i, 2),
			.seq = row_long(r, i, 3),
		};
	return given;
}

static void
read_last(const struct rows *r, struct rotation *out)
{
	*out = (struct rotation){ .epoch = "" };
	if (rows_len(r) == 0)
		return;
	out->epoch = row_text(r, 0, 0);
	out->reason = row_text(r, 0, 1);
	out->officer = row_text(r, 0, 2);
	out->started = row_text(r, 0, 3);
	out->finished = row_text(r, 0, 4);
	out->closed = row_text(r, 0, 5);
	out->unchecked = row_long(r, 0, 6);
}

enum status
rotation_base_get(struct db *db, struct rotation_base *out)
{
	struct query q[] = {
		{ .stmt = &rotation_stmts[OFFICER] },
		{ .stmt = leavers_stmt },
		{ .stmt = given_stmt },
		{ .stmt = &rotation_stmts[LAST] },
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	out->officer = row_bool(q[0].rows, 0, 0);
	leavers_read(db, q[1].rows, &out->leavers);
	out->given = given_read(db, q[2].rows, &out->given_len);
	read_last(q[3].rows, &out->last);
	return OK;
}

enum status
rotation_begin(struct db *db, const char *entries, const char *grants)
{
	return db_run(db, &rotation_stmts[BEGIN],
	    ARGS({ entries }, { grants }), NULL);
}
