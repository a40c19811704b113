/* system.c: what is told of the whole register, of nobody in it. */

#include "db/system.h"

enum { FACTS, ROLES, QUEUE };

const struct stmt system_stmts[] = {
	[FACTS] = { "system_facts",
	    "SELECT change, extract(epoch FROM changed_at)::bigint,"
	    "       current_setting('server_version'),"
	    "       pg_size_pretty(pg_database_size(current_database())),"
	    "       patients, accounts, sessions, level,"
	    "       extract(epoch FROM backup_at)::bigint, backup_what,"
	    "       extract(epoch FROM now() - backup_at)::bigint / 3600,"
	    "       archiving, extract(epoch FROM archived_at)::bigint,"
	    "       archive_failed, servers"
	    "  FROM system_facts()" },
	[ROLES] = { "system_roles",
	    "SELECT role, connections FROM system_roles() ORDER BY role" },
	[QUEUE] = { "system_queue",
	    "SELECT queued, running, failed, kept,"
	    "       extract(epoch FROM waits_since)::bigint FROM system_queue()" },
	{ NULL, NULL }
};

enum status
system_get(struct db *db, struct system_facts *out,
    struct connected_list *roles)
{
	struct query q[] = {
		{ .stmt = &system_stmts[FACTS] },
		{ .stmt = &system_stmts[ROLES] },
		{ .stmt = &system_stmts[QUEUE] },
	};
	const struct rows *r, *queue;
	enum status st;

	if ((st = db_run_all(db, q, 3)) != OK)
		return st;
	r = q[0].rows;
	queue = q[2].rows;
	*out = (struct system_facts){
		.change = row_text(r, 0, 0),
		.changed_at = row_text(r, 0, 1),
		.server = row_text(r, 0, 2),
		.size = row_text(r, 0, 3),
		.patients = row_long(r, 0, 4),
		.accounts = row_long(r, 0, 5),
		.sessions = row_long(r, 0, 6),
		.level = row_text(r, 0, 7),
		.backup_at = row_text(r, 0, 8),
		.backup_what = row_text(r, 0, 9),
		.backup_hours = row_long(r, 0, 10),
		.archiving = row_bool(r, 0, 11),
		.archived_at = row_text(r, 0, 12),
		.archive_failed = row_bool(r, 0, 13),
		.servers = row_long(r, 0, 14),
		.queued = row_long(queue, 0, 0),
		.running = row_long(queue, 0, 1),
		.failed = row_long(queue, 0, 2),
		.kept = row_long(queue, 0, 3),
		.waits_since = row_text(queue, 0, 4),
	};
	roles->len = rows_len(q[1].rows);
	roles->item = arena_array(db_arena(db), roles->len,
	    sizeof(*roles->item));
	for (size_t i = 0; i < roles->len; i++)
		roles->item[i] = (struct connected){
			.role = row_text(q[1].rows, i, 0),
			.connections = row_long(q[1].rows, i, 1),
		};
	return OK;
}
