/* factor_resets.h: somebody's second factor as his administrator sees it; its reset. */
#ifndef FACTOR_RESETS_H
#define FACTOR_RESETS_H

#include "db/db.h"

struct factor_state {
	const char	*since;		/* seconds since 1970, NULL: none */
	long		 codes_left;
	bool		 needed;	/* one of his roles asks for it */
	bool		 asked;		/* a reset waits for a second person */
	long		 keys;		/* how many security keys */
};

extern const struct stmt factor_reset_stmts[];

/* DENIED by "factor_fresh", for which the router asks, without a fresh code. */
enum status factor_demand(struct db *db) __attribute__((warn_unused_result));

/* NOT_FOUND for an account of others. */
enum status factor_of(struct db *db, const char *account,
    struct factor_state *out) __attribute__((warn_unused_result));

/*
 * Ask a second person to take it away.  INVALID or CONFLICT with the refusal's
 * name; DENIED for an account of others.
 */
enum status factor_reset_ask(struct db *db, const char *account,
    const char *reason) __attribute__((warn_unused_result));

#endif
