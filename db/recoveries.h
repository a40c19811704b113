/* recoveries.h: an officer restored by two custodians, by the operator's link. */
#ifndef RECOVERIES_H
#define RECOVERIES_H

#include "db/keys.h"
#include "db/rotations.h"

/* What the ceremony needs; nothing of it is secret. */
struct recovery_papers {
	const char	*inst;		/* UUID */
	const char	*user;		/* UUID */
	const char	*login;
	const char	*name;
	const char	*area;		/* name of the institution */
	const char	*origin;
	const char	*set;
	struct texts	 roster;
	struct texts	 grants;	/* to the recovery key */
	struct given	*given;
	size_t		 given_len;
};

/* What the ceremony has made; bytes as db/bytea.h writes them. */
struct recovery {
	const char	*token;		/* its hash */
	const char	*salt;
	const char	*verifier;
	const char	*bundle;
	const char	*entry;
	const char	*grants;	/* one a line */
};

extern const struct stmt recovery_stmts[];

/* By the hash of a link's token; NOT_FOUND when it is no good. */
enum status recovery_papers_get(struct db *db, const char *token,
    const char *lang, struct recovery_papers *out)
    __attribute__((warn_unused_result));

/*
 * Keep it all and use up the token.  DENIED when the token is no good, CONFLICT
 * when the roster has moved on, INVALID when the parts do not fit.
 */
enum status recovery_take(struct db *db, const struct recovery *in,
    const char **user) __attribute__((warn_unused_result));

#endif
