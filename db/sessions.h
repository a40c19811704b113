/* sessions.h: whose request this is, as far as any program may know. */
#ifndef SESSIONS_H
#define SESSIONS_H

#include "db/db.h"

struct session_row {
	const char	*account;	/* UUID */
	const char	*login;
	const char	*name;
	const char	*language;	/* "ru" or "en" */
	const char	*inst;		/* UUID, or NULL */
	const char	*permissions;	/* names, separated by spaces */
	long		 area;
	bool		 has_half;
	bool		 factor_due;	/* a second factor is to be set up first */
};

extern const struct stmt session_stmts[];

/*
 * Take up the session of a cookie, given as bytea text of its SHA-256, and set
 * for this transaction what row-level security reads.  DENIED when there is
 * no such live session.
 */
enum status session_take(struct db *db, const char *hash,
    struct session_row *out) __attribute__((warn_unused_result));

#endif
