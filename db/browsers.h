/* browsers.h: browsers that remember an account; one half of each one's key lies here. */
#ifndef BROWSERS_H
#define BROWSERS_H

#include "db/db.h"

struct browser {
	const char	*id;
	const char	*agent;		/* as it names itself */
	const char	*enrolled;	/* ISO 8601 with Z */
	const char	*used;
};

struct browser_list {
	struct browser	*item;		/* the one used last first */
	size_t		 len;
};

extern const struct stmt browser_stmts[];

/* Those of whoever asks. */
enum status browser_own(struct db *db, struct browser_list *out)
    __attribute__((warn_unused_result));

/* hash and half are bytea texts; former is NULL or what this browser was before. */
enum status browser_enrol(struct db *db, const struct browser *b,
    const char *hash, const char *half, const char *former)
    __attribute__((warn_unused_result));

/* The half as a bytea text; NOT_FOUND for who has none, or none any more. */
enum status browser_half(struct db *db, const char *id, const char *hash,
    const char **half) __attribute__((warn_unused_result));

/* Destroy the half.  NOT_FOUND unless it is one of whoever asks. */
enum status browser_remove(struct db *db, const char *id)
    __attribute__((warn_unused_result));

#endif
