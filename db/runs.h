/* runs.h: reports that are made apart from requests, and what is kept of them. */
#ifndef RUNS_DB_H
#define RUNS_DB_H

#include "db/db.h"

/* How often a run is taken up, as report_run_take() has it. */
enum { RUN_TRIES = 3 };

/* A run as its owner sees it. */
struct run {
	const char	*id;
	const char	*kind;		/* summary */
	const char	*query;		/* as in the address of its page */
	const char	*from;		/* ISO dates */
	const char	*to;
	const char	*state;		/* queued, running, done, failed,
					 * cancelled */
	const char	*phase;		/* waiting, counting, writing, storing */
	long		 percent;
	const char	*reason;	/* of a failure: tries, rights, choice,
					 * refused */
	const char	*word;		/* more of it, for people, or "" */
	const char	*template;
	const char	*asked_at;	/* "YYYY-MM-DD HH:MM" */
	const char	*finished_at;
	const char	*expires_on;
	bool		 seen;
	long		 pdf;		/* bytes, 0: there is none */
	long		 csv;
	const char	*hash;		/* of the PDF, hexadecimal, or "" */
	long		 ahead;		/* others that wait before it */
};

struct run_list {
	struct run	*item;
	size_t		 len;
	long		 total;
};

/* What is asked for. */
struct run_ask {
	const char	*kind;
	const char	*query;
	const char	*lang;
	const char	*from;
	const char	*to;
};

/* What was made. */
struct run_files {
	const char	*template;	/* its version */
	const char	*books;		/* JSON: versions of tables */
	const void	*page;
	size_t		 page_len;
	const void	*csv;
	size_t		 csv_len;
	const void	*pdf;
	size_t		 pdf_len;
};

extern const struct stmt run_stmts[];

/* Ask for a run; *id names it.  INVALID by report_run_many: too many wait. */
enum status run_ask(struct db *db, const struct run_ask *ask, const char **id)
    __attribute__((warn_unused_result));

/* The user's runs, the newest first; page counts from 0. */
enum status run_list(struct db *db, long page, long size, struct run_list *out)
    __attribute__((warn_unused_result));

/* One of them, or NOT_FOUND. */
enum status run_get(struct db *db, const char *id, struct run *out)
    __attribute__((warn_unused_result));

/*
 * The same to be read, with its figures as they were packed (NULL where there
 * are none); what became of it is seen by that.
 */
enum status run_open(struct db *db, const char *id, struct run *out,
    const char **page) __attribute__((warn_unused_result));

/* A file of it ("pdf", "csv", "page"), or NOT_FOUND. */
enum status run_file(struct db *db, const char *id, const char *kind,
    const void **data, size_t *len) __attribute__((warn_unused_result));

/* End it, and what its worker is at; CONFLICT when it is over already. */
enum status run_cancel(struct db *db, const char *id)
    __attribute__((warn_unused_result));

/* Take it away; CONFLICT when it is not over. */
enum status run_drop(struct db *db, const char *id)
    __attribute__((warn_unused_result));

/* Keep a report made within its request; its id and the hash of the PDF. */
enum status run_issue(struct db *db, const struct run_ask *ask,
    const struct run_files *made, const char **id, const char **hash)
    __attribute__((warn_unused_result));

/* Patients that a summary of these institutions ("{1,2}" or NULL) looks at. */
struct query run_size_query(struct db *db, const char *institutions);
long run_size_read(const struct query *q);

/*
 * The layout of a report by the last day of its period: its version, the
 * title ("" is the program's own) and the codes of its sections between
 * commas ("" is all).
 */
struct run_template {
	const char	*version;
	const char	*title;
	const char	*sections;
};
struct query run_template_query(struct db *db, const char *kind,
    const char *until, const char *lang);
/* NOT_FOUND where no version was valid then. */
enum status run_template_read(const struct query *q, struct run_template *out)
    __attribute__((warn_unused_result));

/* The worker's side: desk and work are connections of one worker. */

/* Who counts, to be told when a run is cancelled. */
struct run_worker {
	const char	*pid;
	const char	*since;
};

struct run_taken {
	const char	*id;		/* NULL: none is to be made */
	const char	*key;
	bool		 others;	/* wait, or are made by others */
};

/* For whom a run is made. */
struct run_acting {
	const char	*kind;
	const char	*query;
	const char	*lang;
	const char	*account;
	const char	*login;
	const char	*name;
	long		 area;
	const char	*permissions;	/* between blanks */
};

enum status run_listen(struct db *desk) __attribute__((warn_unused_result));
enum status run_worker_name(struct db *work, struct arena *keep,
    struct run_worker *out) __attribute__((warn_unused_result));
enum status run_take(struct db *desk, const struct run_worker *who,
    struct run_taken *out) __attribute__((warn_unused_result));
enum status run_release(struct db *desk, const char *id)
    __attribute__((warn_unused_result));

/* In the transaction of the work; CONFLICT when it is no longer to be made. */
enum status run_act(struct db *work, const char *key, struct run_acting *out)
    __attribute__((warn_unused_result));

/* How far it has come; CONFLICT when it was cancelled. */
enum status run_progress(struct db *desk, const char *key, double part,
    const char *phase) __attribute__((warn_unused_result));

/* Keep what was made, and COMMIT. */
enum status run_finish(struct db *work, const char *key,
    const struct run_files *made) __attribute__((warn_unused_result));

/* A try came to nothing; reason NULL: it may be made once more. */
enum status run_fail(struct db *desk, const char *key, const char *reason,
    const char *word) __attribute__((warn_unused_result));

#endif
