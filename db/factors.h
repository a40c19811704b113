/* factors.h: the second factor of accounts; secrets come sealed, codes as hashes. */
#ifndef FACTORS_H
#define FACTORS_H

#include "db/db.h"

/* One's own second factor, for the account page. */
struct own_factor {
	const char	*since;		/* of the authenticator, seconds; NULL: none */
	bool		 pending;	/* a secret waits to be confirmed */
	bool		 fresh;		/* a code was given lately, or none is due */
	long		 codes_left;	/* recovery codes that were not used */
	long		 keys;		/* how many security keys */
	bool		 any;		/* an authenticator or a key */
};

extern const struct stmt factor_stmts[];

/* Take a code of this step of time; *right is false when it was used before. */
enum status totp_use(struct db *db, const char *account, long step,
    bool *right) __attribute__((warn_unused_result));

/* Take a recovery code by its hash (bytea text), once. */
enum status recovery_use(struct db *db, const char *account, const char *hash,
    bool *right) __attribute__((warn_unused_result));

/*
 * The session of this transaction has its fresh code, used in it; the failures
 * counted under mac are forgiven.  DENIED when none was used.
 */
enum status factor_refresh(struct db *db, const char *mac)
    __attribute__((warn_unused_result));

enum status factor_own(struct db *db, struct own_factor *out)
    __attribute__((warn_unused_result));

/* The same as a query of a pipeline, and what it brought. */
extern const struct stmt *const factor_own_stmt;
enum status factor_own_read(const struct rows *r, struct own_factor *out)
    __attribute__((warn_unused_result));

/*
 * The following change one's own second factor.  DENIED by "factor_fresh" when
 * the last code is too old; the router then asks for one.
 */

/* Keep a sealed secret until it is confirmed. */
enum status totp_begin(struct db *db, const char *sealed)
    __attribute__((warn_unused_result));

/* The sealed secret that waits, as db/bytea.h reads it; NULL when none does. */
enum status totp_pending(struct db *db, const char **sealed)
    __attribute__((warn_unused_result));

/* It is in force; *done is false when it is no longer the one that waits. */
enum status totp_confirm(struct db *db, const char *pending, long step,
    const char *hashes, bool *done) __attribute__((warn_unused_result));

/* New recovery codes, an array of bytea; false when there is no factor. */
enum status recovery_renew(struct db *db, const char *hashes, bool *done)
    __attribute__((warn_unused_result));

/* Without the authenticator; INVALID by "factor_needed" if nothing is left and a role asks. */
enum status factor_drop(struct db *db) __attribute__((warn_unused_result));

/* The password was given anew in this session; failures under mac are forgiven. */
enum status password_refresh(struct db *db, const char *mac)
    __attribute__((warn_unused_result));

#endif
