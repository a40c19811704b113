/* layout.h: the names that every page's layout may show. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "worker.h"

/* Set the language and, but for the API, the base view of the context. */
void layout_prepare(struct serving *s);

/*
 * Answer with an error: a page, or JSON for the API; 401 of a page sends the
 * browser to /login, 428 to where a second factor is set up.  What was answered so far is forgotten.
 */
void layout_error(struct serving *s, int code);

/* What the database may want anew, by the constraint with which it refuses. */
struct proof {
	const char	*constraint;
	const char	*page;		/* template that asks for it */
	const char	*title;		/* msgid, as message */
	const char	*error;		/* of the API */
	const char	*message;
};

extern const struct proof layout_proofs[];	/* ended by one without constraint */

/*
 * Answer that a proof is needed first: a page that asks for it and then sends
 * this request again, or JSON for the API.
 */
void layout_proof(struct serving *s, const struct proof *p);

#endif
