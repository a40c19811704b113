/* worker.h: what a worker keeps, and one request on its way through it. */
#ifndef WORKER_H
#define WORKER_H

#include "routes.h"
#include "web/response.h"

struct worker {
	const struct program	*program;
	struct arena		*arena;		/* reset after each request */
	struct arena		*own;		/* lives as long as the worker */
	struct db		*db;		/* NULL: nothing but /health */
	struct templates	*templates;
	struct site		 site;
	const char		*may_names[PERM_LEN];	/* "may_patient_read" */
};

struct serving {
	struct worker		*worker;
	struct request		 req;
	struct response		 res;
	struct ctx		 c;
	struct user		 user;
	const struct route	*route;		/* NULL until matched */
	const char		*allow;		/* of a 405 */
	const char		*hash;		/* of the cookie, or NULL */
	bool			 ended;		/* committed by its page */
	bool			 dead;		/* the worker has to end */
};

/* Asked to end: no further piece of work is begun. */
bool worker_stops(void);

/* True for the paths that answer JSON. */
bool is_api(const struct request *req);

#endif
