/* security_keys.h: the security keys of accounts, and what they are asked to sign. */
#ifndef SECURITY_KEYS_H
#define SECURITY_KEYS_H

#include "db/db.h"

/* Bytes of the following are as db/bytea.h writes and reads them. */

/* A key as it is kept for judging its signatures. */
struct kept_key {
	long		 algorithm;	/* of COSE */
	const char	*public_key;	/* NULL: no such key of this account */
};

/* One of one's own keys, for the page of the second factor. */
struct own_key {
	const char	*id;		/* UUID */
	const char	*name;
	const char	*made;		/* seconds since 1970, likewise below */
	const char	*used;		/* NULL: never since it was set up */
	const char	*copied;	/* NULL, or when its counter went back */
};

struct own_key_list {
	struct own_key	*item;
	size_t		 len;
};

struct new_key {
	const char	*challenge;	/* hash of what it answered */
	const char	*name;
	const char	*credential;
	long		 algorithm;
	const char	*public_key;
	long		 counter;
	const char	*hashes;	/* of recovery codes, an array of bytea */
};

/* Why a key is asked for a signature. */
enum key_purpose { KEY_ENTER, KEY_FRESH, KEY_ADD };

extern const struct stmt security_key_stmts[];

/*
 * Keep the hash of a challenge for the account, in place of one that waited;
 * *credentials are those of its keys, n of them.  For KEY_FRESH and KEY_ADD by
 * the session of this transaction; KEY_ADD may be DENIED by "factor_fresh" or
 * "password_fresh".
 */
enum status key_ask(struct db *db, const char *account,
    enum key_purpose purpose, const char *hash, const char ***credentials,
    size_t *n) __attribute__((warn_unused_result));

/* Take a challenge by its hash; *live is false unless it waited for this, in time. */
enum status key_take(struct db *db, const char *account,
    enum key_purpose purpose, const char *hash, bool *live)
    __attribute__((warn_unused_result));

enum status key_get(struct db *db, const char *account,
    const char *credential, struct kept_key *out)
    __attribute__((warn_unused_result));

/* A right signature with this count; *right is false when the count went back. */
enum status key_use(struct db *db, const char *account,
    const char *credential, long counter, bool *right)
    __attribute__((warn_unused_result));

/*
 * A new key of one's own: *answer is "first" when the recovery codes came with
 * it, "added", or "late" when its challenge waits no more.  CONFLICT for a
 * credential that is known, INVALID by "security_key_many" or of the name.
 */
enum status key_add(struct db *db, const struct new_key *in,
    const char **answer) __attribute__((warn_unused_result));

/* INVALID by "factor_needed" for the last factor while a role asks for one. */
enum status key_drop(struct db *db, const char *id, bool *gone)
    __attribute__((warn_unused_result));

/* One's own keys as a query of a pipeline, and what it brought. */
extern const struct stmt *const own_keys_stmt;
void own_keys_read(struct db *db, const struct rows *rows,
    struct own_key_list *out);

#endif
