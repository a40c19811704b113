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
	const char	*done;		/* where the answer led before, or NULL */
};

extern const struct stmt session_stmts[];

/*
 * Take up the session of a cookie, given as bytea text of its SHA-256, and set
 * for this transaction what row-level security reads.  DENIED when there is
 * no such live session.  With the key of a form (bytea text of 32 bytes, or
 * NULL) the transaction takes the form, waiting for another that has it.
 */
enum status session_take(struct db *db, const char *hash, const char *form,
    struct session_row *out) __attribute__((warn_unused_result));

/* The form is done; NULL for location when its answer is no redirect. */
struct query session_form_done(struct db *db, const char *form,
    const char *location);

#endif
