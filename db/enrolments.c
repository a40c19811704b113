/* enrolments.c: setting up an institution's keys, joining above them, leaving; one's own account. */

#include "db/enrolments.h"

enum {
	SETUP_LOOKUP, SETUP_TAKE, JOIN_LOOKUP, JOIN_TAKE, LANGUAGE, SECRETS,
	METHODS, OWN, ROLES, LEAVERS
};

/* A name in the language of parameter lang. */
#define NAME(table, lang) "CASE WHEN " lang " = 'en' THEN coalesce(nullif(" \
	table ".name_en, ''), " table ".name) ELSE " table ".name END"

const struct stmt enrolment_stmts[] = {
	[SETUP_LOOKUP] = { "setup_lookup",
	    "SELECT CASE WHEN $2 = 'en' THEN coalesce(nullif(area_name_en, ''),"
	    "       area_name) ELSE area_name END"
	    "  FROM setup_lookup($1::bytea)" },
	[SETUP_TAKE] = { "setup_take",
	    "SELECT setup_take($1::bytea, $2::uuid, $3::uuid, $4, $5, $6, $7,"
	    "       $8::bytea, $9::bytea, $10, $11, $12, $13, $14, $15, $16)" },
	[JOIN_LOOKUP] = { "join_lookup",
	    "SELECT j.inst, j.account_id, j.login, j.name, " NAME("p", "$2") ","
	    "       j.member_role, j.root, j.roster_seq, j.roster_head, j.origin"
	    "  FROM join_lookup($1::bytea) j"
	    "  JOIN account a ON a.id = j.account_id"
	    "  LEFT JOIN crypto_inst i ON i.inst = j.inst"
	    "  JOIN area p ON p.id = coalesce(i.area_id, a.area_id)" },
	[JOIN_TAKE] = { "join_take",
	    "SELECT join_take($1::bytea, $2::bytea, $3::bytea, $4, $5::bytea,"
	    "       $6::bytea, $7::bytea)" },
	[LANGUAGE] = { "account_language", "SELECT account_language($1)" },
	[SECRETS] = { "account_secrets",
	    "SELECT credential_change($1::bytea, $2::bytea, $3)" },
	[METHODS] = { "account_methods", "SELECT bundle_methods($1), login_succeeded($2::bytea)" },
	[OWN] = { "account_own",
	    "SELECT a.job, " NAME("p", "$2")
	    "  FROM account a JOIN area p ON p.id = a.area_id"
	    " WHERE a.id = $1::uuid" },
	[ROLES] = { "account_roles",
	    "SELECT " NAME("r", "$2") ", " NAME("p", "$2") ", g.valid_until"
	    "  FROM role_grant g"
	    "  JOIN role r ON r.id = g.role_id"
	    "  JOIN area p ON p.id = g.area_id"
	    " WHERE g.account_id = $1::uuid"
	    " ORDER BY 1, 2" },
	[LEAVERS] = { "leavers",
	    "SELECT account_id, name, login, valid_until FROM leavers()" },
	{ NULL, NULL }
};

const struct stmt *const leavers_stmt = &enrolment_stmts[LEAVERS];

enum status
setup_lookup(struct db *db, const char *token, const char *lang,
    const char **area)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &enrolment_stmts[SETUP_LOOKUP],
	    ARGS({ token }, { lang }), &rows);
	if (st != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	*area = row_text(rows, 0, 0);
	return OK;
}

enum status
setup_take(struct db *db, const struct setup *in)
{
	return db_run(db, &enrolment_stmts[SETUP_TAKE],
	    ARGS({ in->token }, { in->inst }, { in->user }, { in->login },
	    { in->name }, { in->language }, { in->origin }, { in->salt },
	    { in->verifier }, { in->bundle }, { in->genesis }, { in->add },
	    { in->epoch }, { in->grant_user }, { in->grant_recovery },
	    { in->recovery_set }), NULL);
}

enum status
join_lookup(struct db *db, const char *token, const char *lang,
    struct invitation *out)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &enrolment_stmts[JOIN_LOOKUP],
	    ARGS({ token }, { lang }), &rows);
	if (st != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	out->inst = row_text(rows, 0, 0);
	out->user = row_text(rows, 0, 1);
	out->login = row_text(rows, 0, 2);
	out->name = row_text(rows, 0, 3);
	out->area = row_text(rows, 0, 4);
	out->role = row_text_or_null(rows, 0, 5);
	out->root = row_text(rows, 0, 6);
	out->roster_seq = row_long(rows, 0, 7);
	out->roster_head = row_text(rows, 0, 8);
	out->origin = row_text_or_null(rows, 0, 9);
	return OK;
}

enum status
join_take(struct db *db, const char *token, const char *salt,
    const char *verifier, const char *bundle, const char *sig_pub,
    const char *enc_pub, const char *proof)
{
	return db_run(db, &enrolment_stmts[JOIN_TAKE],
	    ARGS({ token }, { salt }, { verifier }, { bundle }, { sig_pub },
	    { enc_pub }, { proof }), NULL);
}

enum status
own_account_get(struct db *db, const char *account, const char *lang,
    struct own_account *out)
{
	struct query q[] = {
		QUERY(&enrolment_stmts[OWN], { account }, { lang }),
		QUERY(&enrolment_stmts[ROLES], { account }, { lang }),
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	if (rows_len(q[0].rows) == 0)
		return NOT_FOUND;
	out->job = row_text(q[0].rows, 0, 0);
	out->area = row_text(q[0].rows, 0, 1);
	out->roles_len = rows_len(q[1].rows);
	out->roles = arena_array(db_arena(db), out->roles_len,
	    sizeof(*out->roles));
	for (size_t i = 0; i < out->roles_len; i++) {
		out->roles[i].role = row_text(q[1].rows, i, 0);
		out->roles[i].area = row_text(q[1].rows, i, 1);
		out->roles[i].until = row_text(q[1].rows, i, 2);
	}
	return OK;
}

enum status
own_language_put(struct db *db, const char *language)
{
	return db_run(db, &enrolment_stmts[LANGUAGE], ARGS({ language }), NULL);
}

enum status
own_secrets_put(struct db *db, const char *salt, const char *verifier,
    const char *bundle)
{
	return db_run(db, &enrolment_stmts[SECRETS],
	    ARGS({ salt }, { verifier }, { bundle }), NULL);
}

enum status
own_methods_put(struct db *db, const char *bundle, const char *mac)
{
	return db_run(db, &enrolment_stmts[METHODS], ARGS({ bundle }, { mac }),
	    NULL);
}

void
leavers_read(struct db *db, const struct rows *r, struct leaver_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct leaver){
			.user = row_text(r, i, 0),
			.name = row_text(r, i, 1),
			.login = row_text(r, i, 2),
			.valid_until = row_text(r, i, 3),
		};
}
