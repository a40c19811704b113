/* jobs.c: jobs and the roles that usually go with them. */

#include "db/jobs.h"
#include "db/language.h"

enum { NAMES, LIST, GET, ADD, SAVE, CLEAR, ROLES, REMOVE };

/* Kept in step with read_job(); lang is a parameter. */
#define COLUMNS(lang) \
	"SELECT j.id, j.name, j.name_en, " \
	IN_LANGUAGE(lang, "j.name", "j.name_en") "," \
	"       (SELECT string_agg(role_id::text, ',' ORDER BY role_id)" \
	"          FROM job_role WHERE job_id = j.id)," \
	"       (SELECT string_agg(" IN_LANGUAGE(lang, "r.name", "r.name_en") \
	"               , ', ' ORDER BY r.id) FROM job_role x" \
	"          JOIN role r ON r.id = x.role_id WHERE x.job_id = j.id)," \
	"       (SELECT count(*) FROM account a" \
	"         WHERE lower(a.job) = lower(j.name) AND a.state <> 'deleted')," \
	"       j.version" \
	"  FROM job j"

const struct stmt job_stmts[] = {
	[NAMES] = { "job_names",
	    "SELECT name, " IN_LANGUAGE("$1", "name", "name_en") ", NULL"
	    "  FROM job ORDER BY 1" },
	[LIST] = { "job_list", COLUMNS("$1") " ORDER BY j.name" },
	[GET] = { "job_get", COLUMNS("$2") " WHERE j.id = $1::int" },
	[ADD] = { "job_add",
	    "INSERT INTO job (name, name_en) VALUES ($1, coalesce($2, ''))"
	    " RETURNING id" },
	[SAVE] = { "job_save",
	    "UPDATE job SET name = $3, name_en = coalesce($4, ''),"
	    "       version = version + 1"
	    " WHERE id = $1::int AND version = $2::int RETURNING id" },
	[CLEAR] = { "job_clear",
	    "DELETE FROM job_role WHERE job_id ="
	    " (SELECT id FROM job WHERE lower(name) = lower($1))" },
	[ROLES] = { "job_roles",
	    "INSERT INTO job_role (job_id, role_id)"
	    " SELECT j.id, r.id FROM job j, role r"
	    "  WHERE lower(j.name) = lower($1) AND r.id = ANY ($2::int[])" },
	[REMOVE] = { "job_remove",
	    "DELETE FROM job WHERE id = $1::int RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const job_names_stmt = &job_stmts[NAMES];

static void
read_job(const struct rows *r, size_t i, struct job *j)
{
	*j = (struct job){
		.id = row_text(r, i, 0),
		.name = row_text(r, i, 1),
		.name_en = row_text(r, i, 2),
		.shown = row_text(r, i, 3),
		.role_ids = row_text(r, i, 4),
		.role_names = row_text(r, i, 5),
		.people = row_long(r, i, 6),
		.version = row_long(r, i, 7),
	};
}

enum status
job_list(struct db *db, const char *lang, struct jobs *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &job_stmts[LIST], ARGS({ lang }), &rows)) != OK)
		return st;
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_job(rows, i, &out->item[i]);
	return OK;
}

enum status
job_get(struct db *db, const char *id, const char *lang, struct job *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &job_stmts[GET], ARGS({ id }, { lang }), &rows))
	    != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	read_job(rows, 0, out);
	return OK;
}

enum status
job_write(struct db *db, const struct job_entry *in)
{
	struct query q[] = {
		QUERY(&job_stmts[ADD], { in->name }, { in->name_en }),
		QUERY(&job_stmts[CLEAR], { in->name }),
		QUERY(&job_stmts[ROLES], { in->name }, { in->roles }),
	};
	enum status st;

	if (in->id != NULL)
		q[0] = query_keep(db, &job_stmts[SAVE], ARGS({ in->id },
		    { in->version }, { in->name }, { in->name_en }));
	if ((st = db_try_one(db, q[0], CONFLICT)) != OK)
		return st;
	return db_run_all(db, &q[1], 2);
}

enum status
job_remove(struct db *db, const char *id)
{
	struct query q = QUERY(&job_stmts[REMOVE], { id });

	return db_try_one(db, q, NOT_FOUND);
}
