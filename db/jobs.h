/* jobs.h: jobs and the roles that usually go with them. */
#ifndef JOBS_H
#define JOBS_H

#include "db/books.h"

struct job {
	const char	*id;
	const char	*name;		/* Russian */
	const char	*name_en;
	const char	*shown;		/* in the language asked for */
	const char	*role_ids;	/* comma-separated */
	const char	*role_names;
	long		 people;	/* with this job, of the areas managed */
	long		 version;
};

struct jobs {
	struct job	*item;
	size_t		 len;
};

/* What an administrator writes; id and version NULL for a new one. */
struct job_entry {
	const char	*id;
	const char	*version;
	const char	*name;
	const char	*name_en;
	const char	*roles;		/* "{1,2}" */
};

extern const struct stmt job_stmts[];

/* The names of all jobs as choices: a query read by book_read(). */
extern const struct stmt *const job_names_stmt;
#define JOBS_QUERY(lang)	QUERY(job_names_stmt, { lang })

enum status job_list(struct db *db, const char *lang, struct jobs *out)
    __attribute__((warn_unused_result));
enum status job_get(struct db *db, const char *id, const char *lang,
    struct job *out) __attribute__((warn_unused_result));

/* CONFLICT for a stale version, or with a name for a job that is there. */
enum status job_write(struct db *db, const struct job_entry *in)
    __attribute__((warn_unused_result));

/* Accounts keep what they have; NOT_FOUND when it is gone already. */
enum status job_remove(struct db *db, const char *id)
    __attribute__((warn_unused_result));

#endif
