/* drills.h: custodians prove their shares of the recovery key. */
#ifndef DRILLS_H
#define DRILLS_H

#include "db/db.h"

enum { SHARES = 3 };

struct drill_base {
	const char	*set;		/* the recovery set; NULL for who is no officer */
	const char	*last;		/* ISO 8601 with Z, or "" */
	bool		 due;
	const char	*proved[SHARES];	/* when, of this set, or "" */
};

extern const struct stmt drill_stmts[];

enum status drill_base_get(struct db *db, struct drill_base *out)
    __attribute__((warn_unused_result));

/* Shares first < second were proved today.  DENIED for who is no officer. */
enum status drill_add(struct db *db, const char *first, const char *second)
    __attribute__((warn_unused_result));

#endif
