/* audit.h: the events of the audit trail. */
#ifndef AUDIT_H
#define AUDIT_H

#include "db/db.h"

struct audit {
	const char	*event;		/* "PATIENT_VIEW" */
	const char	*result;	/* "OK", "DENIED" … */
	const char	*subject;	/* UUID, or NULL */
	const char	*request;
	const char	*address;	/* or NULL */
	const char	*detail;	/* JSON without identity, or NULL */
	bool		 reads;		/* nothing but this event was written */
};

extern const struct stmt audit_stmts[];

/*
 * Run the queries, add the event and commit, in one round trip.  Where the
 * request only read, the commit does not wait for the disk.
 */
enum status audit_commit(struct db *db, struct query *queries, size_t n,
    const struct audit *a) __attribute__((warn_unused_result));

/*
 * Add the event in a transaction of its own, under the session of the cookie
 * whose hash is given (NULL for none); the request was rolled back before.
 */
enum status audit_refusal(struct db *db, const char *hash,
    const struct audit *a) __attribute__((warn_unused_result));

#endif
