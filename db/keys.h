/* keys.h: what the server keeps of keys: bundles, rosters, grants; all byte for byte. */
#ifndef KEYS_H
#define KEYS_H

#include "db/db.h"

struct texts {
	const char	**item;
	size_t		  len;
};

/* What a browser needs to open its keys. */
struct keys {
	const char	*bundle;	/* NULL when there is none */
	struct texts	 roster;	/* ascending by sequence number */
	struct texts	 grants;	/* to this member, ascending by epoch */
};

extern const struct stmt key_stmts[];

/* The first column of all rows. */
void texts_read(struct db *db, const struct rows *rows, struct texts *out);

/*
 * The keys of an account; roster entries after the given sequence number, -1
 * for all.  inst may be NULL: then there are neither roster nor grants.
 */
enum status keys_get(struct db *db, const char *account, const char *inst,
    long after, struct keys *out) __attribute__((warn_unused_result));

#endif
