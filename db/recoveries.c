/* recoveries.c: an officer restored by two custodians, by the operator's link. */

#include "db/language.h"
#include "db/recoveries.h"

enum { PAPERS, ROSTER, GRANTS, GIVEN, TAKE };

const struct stmt recovery_stmts[] = {
	[PAPERS] = { "recovery_papers",
	    "SELECT inst, account_id, login, name,"
	    "       " IN_LANGUAGE("$2", "area_name", "area_name_en") ","
	    "       origin, set_text"
	    "  FROM recovery_papers($1::bytea)" },
	[ROSTER] = { "recovery_roster",
	    "SELECT entry FROM recovery_roster($1::bytea)" },
	[GRANTS] = { "recovery_grants",
	    "SELECT text FROM recovery_grants($1::bytea)" },
	[GIVEN] = { "recovery_given",
	    "SELECT e, recipient, sender, seq FROM recovery_given($1::bytea)" },
	[TAKE] = { "recovery_take",
	    "SELECT recovery_take($1::bytea, $2::bytea, $3::bytea, $4, $5,"
	    "       string_to_array($6, E'\\n')::grant_text[])" },
	{ NULL, NULL }
};

enum status
recovery_papers_get(struct db *db, const char *token, const char *lang,
    struct recovery_papers *out)
{
	struct query q[] = {
		QUERY(&recovery_stmts[PAPERS], { token }, { lang }),
		QUERY(&recovery_stmts[ROSTER], { token }),
		QUERY(&recovery_stmts[GRANTS], { token }),
		QUERY(&recovery_stmts[GIVEN], { token }),
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	if (rows_len(q[0].rows) == 0)
		return NOT_FOUND;
	*out = (struct recovery_papers){
		.inst = row_text(q[0].rows, 0, 0),
		.user = row_text(q[0].rows, 0, 1),
		.login = row_text(q[0].rows, 0, 2),
		.name = row_text(q[0].rows, 0, 3),
		.area = row_text(q[0].rows, 0, 4),
		.origin = row_text(q[0].rows, 0, 5),
		.set = row_text(q[0].rows, 0, 6),
	};
	texts_read(db, q[1].rows, &out->roster);
	texts_read(db, q[2].rows, &out->grants);
	out->given = given_read(db, q[3].rows, &out->given_len);
	return OK;
}

enum status
recovery_take(struct db *db, const struct recovery *in, const char **user)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &recovery_stmts[TAKE], ARGS({ in->token },
	    { in->salt }, { in->verifier }, { in->bundle }, { in->entry },
	    { in->grants }), &rows);
	if (st == OK)
		*user = row_text(rows, 0, 0);
	return st;
}
