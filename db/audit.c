/* audit.c: the events of the audit trail. */

#include "db/audit.h"

#define ADD	"audit_add($1, $2, p_subject => $3, p_request => $4," \
		" p_address => $5, p_detail => $6)"

enum { ADD_READ, ADD_WRITE, CONTEXT };

const struct stmt audit_stmts[] = {
	[ADD_READ] = { "audit_read",
	    "SELECT " ADD ", set_config('synchronous_commit', 'off', true)" },
	[ADD_WRITE] = { "audit_write",
	    "SELECT " ADD },
	[CONTEXT] = { "audit_context",
	    "SELECT account_id FROM session_context($1)" },
	{ NULL, NULL }
};

enum status
audit_commit(struct db *db, struct query *queries, size_t n,
    const struct audit *a)
{
	struct query *all = arena_array(db_arena(db), n + 2, sizeof(*all));
	enum status st;

	for (size_t i = 0; i < n; i++)
		all[i] = queries[i];
	all[n] = (struct query)QUERY(&audit_stmts[a->reads ? ADD_READ : ADD_WRITE],
	    { a->event }, { a->result }, { a->subject }, { a->request },
	    { a->address }, { a->detail });
	all[n + 1].stmt = &db_commit;
	st = db_run_all(db, all, n + 2);
	for (size_t i = 0; i < n; i++)
		queries[i] = all[i];
	return st;
}

enum status
audit_refusal(struct db *db, const char *hash, const struct audit *a)
{
	struct query all[] = {
		QUERY(&audit_stmts[CONTEXT], { hash }),
		QUERY(&audit_stmts[ADD_READ], { a->event }, { a->result },
		    { a->subject }, { a->request }, { a->address },
		    { a->detail }),
		{ .stmt = &db_commit },
	};

	db_start(db);
	return db_run_all(db, all, 3);
}
