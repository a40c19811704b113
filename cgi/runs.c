/* runs.c: the runs that palreg-report makes apart from requests. */

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "db/runs.h"
#include "pages/report/summary.h"
#include "runs.h"
#include "worker.h"

/*
 * Who dies tells nobody: while others make runs, one looks again so often.
 * Otherwise a notice of the database wakes him.
 */
enum { LOOK_AGAIN_MS = 1000 };

/* Runs after which a worker ends, and another takes his place. */
enum { RECYCLE = 100 };

/* What makes a run of each kind, from the address of its page. */
static const struct {
	const char	*kind;
	const char	*path;
	enum status	(*make)(struct ctx *, const struct watch *,
			    struct run_files *, const char **word);
} kinds[] = {
	{ "summary", "/reports/summary", summary_run },
};

/* A run in the hands of this worker. */
struct job {
	struct watch		 watch;		/* first: tell() finds the job */
	struct db		*desk;
	struct run_taken	 taken;
	const char		*word;		/* why it may not be told */
};

static enum status
tell(const struct watch *w, double part, const char *phase)
{
	const struct job *job = (const struct job *)w;

	return run_progress(job->desk, job->taken.key, part, phase);
}

static void
act_as(struct ctx *c, struct user *user, const struct run_acting *as)
{
	*user = (struct user){
		.id = as->account,
		.login = as->login,
		.name = as->name,
		.area = as->area,
		.perms = permission_set(as->permissions),
	};
	c->user = user;
	c->lang = strcmp(as->lang, "en") == 0 ? "en" : "ru";
}

/* As if its owner had asked the page, with what he may now. */
static enum status
make_kind(struct worker *w, struct job *job, const struct run_acting *as,
    struct run_files *out)
{
	struct request req;
	struct response res;
	struct user user;
	struct ctx c = { .arena = w->arena, .req = &req, .res = &res,
		.db = w->db, .site = &w->site, .templates = w->templates };

	response_init(&res, w->arena);
	act_as(&c, &user, as);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, as->kind) == 0)
			return request_make(w->arena, text_printf(w->arena,
			    "%s?%s", kinds[i].path, as->query), &req) != 0 ?
			    NOT_FOUND : kinds[i].make(&c, &job->watch, out,
			    &job->word);
	return NOT_FOUND;
}

/* All of it in one transaction: the figures, what is kept, the event. */
static enum status
make(struct worker *w, struct job *job)
{
	struct run_acting as;
	struct run_files files;
	enum status st;

	db_start(w->db);
	if ((st = run_act(w->db, job->taken.key, &as)) != OK ||
	    (st = make_kind(w, job, &as, &files)) != OK)
		return st;
	return run_finish(w->db, job->taken.key, &files);
}

/* For good where the choice was at fault, else it may be tried again. */
static const char *
reason_of(const struct job *job, enum status st)
{
	if (st == NOT_FOUND || st == MALFORMED || (st == INVALID &&
	    job->word == NULL))
		return "choice";
	return st == INVALID ? "refused" : NULL;
}

static bool
settle(struct worker *w, struct job *job, enum status st)
{
	if (db_in_transaction(w->db) &&
	    db_run(w->db, &db_rollback, NULL, 0, NULL) != OK)
		return false;
	if (st != OK) {
		log_event("run", LOG_FIELDS({ "id", job->taken.id, 0 },
		    { "status", NULL, st }));
		if (run_fail(job->desk, job->taken.key, reason_of(job, st),
		    job->word) != OK)
			return false;
	}
	return run_release(job->desk, job->taken.id) == OK;
}

static bool
wait_for_runs(struct db *desk, bool others)
{
	return worker_stops() ||
	    db_wait(desk, others ? LOOK_AGAIN_MS : -1) == OK;
}

bool
runs_work(struct worker *w, struct db *desk)
{
	struct run_worker me;
	int made = 0;
	bool sound;

	sound = run_listen(desk) == OK &&
	    run_worker_name(w->db, w->own, &me) == OK;
	while (sound && !worker_stops() && made < RECYCLE) {
		struct job job = { .watch = { tell }, .desk = desk };

		sound = run_take(desk, &me, &job.taken) == OK;
		if (sound && job.taken.id == NULL)
			sound = wait_for_runs(desk, job.taken.others);
		else if (sound) {
			sound = settle(w, &job, make(w, &job));
			made++;
		}
		arena_reset(w->arena);
	}
	return sound;
}
