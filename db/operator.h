/* operator.h: what the operator's command line does; no FastCGI program links it. */
#ifndef OPERATOR_H
#define OPERATOR_H

#include "db/db.h"

struct operator_area {
	const char	*id;
	const char	*parent;	/* "" at the top */
	const char	*kind;
	const char	*name;
	bool		 has_keys;	/* an institution that was set up */
};

struct operator_area_list {
	struct operator_area	*item;
	size_t			 len;
};

extern const struct stmt operator_stmts[];

/* All areas that are in use, each after the one it stands under. */
enum status operator_areas(struct db *db, struct operator_area_list *out)
    __attribute__((warn_unused_result));

/* Add an area; parent is an id or NULL.  *id is the new one's. */
enum status operator_area_add(struct db *db, const char *kind,
    const char *name, const char *parent, const char **id)
    __attribute__((warn_unused_result));

/*
 * Note a one-time token of 72 hours, by its hash ("\x…"), for setting up the
 * institution area; earlier ones end.  CONFLICT if it has keys already, INVALID
 * if it is no institution.
 */
enum status operator_setup_token(struct db *db, const char *hash,
    const char *area) __attribute__((warn_unused_result));

/*
 * Note a one-time token of 72 hours with which an invited account above the
 * institutions may bring its keys; earlier ones end.  NOT_FOUND if the login
 * is nobody's, not invited, or of an institution.
 */
enum status operator_join_token(struct db *db, const char *hash,
    const char *login) __attribute__((warn_unused_result));

/* A link for two custodians.  INVALID: not an account of an institution with keys. */
enum status operator_recovery_token(struct db *db, const char *hash,
    const char *login) __attribute__((warn_unused_result));

/* An invited account with a role (a code) for its area.  NOT_FOUND: the role. */
enum status operator_account_add(struct db *db, const char *login,
    const char *name, const char *area, const char *role, const char **id)
    __attribute__((warn_unused_result));

/* The keys of who waits to be confirmed above the institutions, bytes. */
enum status operator_applicant(struct db *db, const char *login,
    const char **id, const char **sig_pub, const char **enc_pub)
    __attribute__((warn_unused_result));

/* Confirm him with these keys; CONFLICT when he has brought others since. */
enum status operator_confirm(struct db *db, const char *id,
    const char *sig_pub) __attribute__((warn_unused_result));

/* Forget the failures counted under this name; *found says if there were any. */
enum status operator_unlock(struct db *db, const char *mac, bool *found)
    __attribute__((warn_unused_result));

/* One text a role: "code: PERMISSION PERMISSION …". */
enum status operator_roles(struct db *db, struct rows **rows)
    __attribute__((warn_unused_result));

#endif
