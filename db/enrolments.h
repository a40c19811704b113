/* enrolments.h: setting up an institution's keys, joining it, admission; one's own account. */
#ifndef ENROLMENTS_H
#define ENROLMENTS_H

#include "db/db.h"

/* All that a set-up brings; bytes as db/bytea.h writes them. */
struct setup {
	const char	*token;		/* its hash */
	const char	*inst;		/* UUID */
	const char	*user;		/* UUID */
	const char	*login;
	const char	*name;
	const char	*language;
	const char	*origin;
	const char	*salt;
	const char	*verifier;
	const char	*bundle;	/* from here on objects, byte for byte */
	const char	*genesis;
	const char	*add;
	const char	*epoch;
	const char	*grant_user;
	const char	*grant_recovery;
	const char	*recovery_set;
};

/*
 * What an invitation says, and where the roster stands.  Above the institutions
 * inst is nil, root and roster_head are zeros, role and origin are NULL.
 */
struct invitation {
	const char	*inst;
	const char	*user;
	const char	*login;
	const char	*name;
	const char	*area;		/* name of the institution, or of his own */
	const char	*role;		/* doctor, auditor or officer */
	const char	*root;		/* bytes, as below */
	long		 roster_seq;
	const char	*roster_head;
	const char	*origin;
};

struct applicant {
	const char	*user;
	const char	*login;
	const char	*name;
	const char	*role;
	const char	*sig_pub;	/* bytes as db/bytea.h reads them */
	const char	*enc_pub;
	const char	*proof;
	const char	*applied;	/* ISO 8601, UTC */
};

struct applicant_list {
	struct applicant	*item;
	size_t			 len;
};

/* Somebody who has left and still stands in the roster. */
struct leaver {
	const char	*user;
	const char	*name;
	const char	*login;
	const char	*valid_until;	/* ISO date, or "" */
};

struct leaver_list {
	struct leaver	*item;
	size_t		 len;
};

/* A role held somewhere. */
struct held_role {
	const char	*role;
	const char	*area;
	const char	*until;		/* ISO date or "" */
};

struct own_account {
	const char		*job;
	const char		*area;
	struct held_role	*roles;
	size_t			 roles_len;
};

extern const struct stmt enrolment_stmts[];

/* The institution a set-up token is for; NOT_FOUND when it is no good. */
enum status setup_lookup(struct db *db, const char *token, const char *lang,
    const char **area) __attribute__((warn_unused_result));

/*
 * Store it all and use up the token.  DENIED when the token is no good,
 * CONFLICT when institution or login exists, INVALID when parts do not fit.
 */
enum status setup_take(struct db *db, const struct setup *in)
    __attribute__((warn_unused_result));

/* What a join token says; NOT_FOUND when it is no good. */
enum status join_lookup(struct db *db, const char *token, const char *lang,
    struct invitation *out) __attribute__((warn_unused_result));

/* Keep the keys of an invited account, which has then applied. */
enum status join_take(struct db *db, const char *token, const char *salt,
    const char *verifier, const char *bundle, const char *sig_pub,
    const char *enc_pub, const char *proof)
    __attribute__((warn_unused_result));

/* One's own account, names in lang. */
enum status own_account_get(struct db *db, const char *account,
    const char *lang, struct own_account *out)
    __attribute__((warn_unused_result));

/* Set one's own language: "ru" or "en". */
enum status own_language_put(struct db *db, const char *language)
    __attribute__((warn_unused_result));

/*
 * Replace one's own verifier and bundle; bytes as db/bytea.h writes them.  Ends
 * one's session.  INVALID for the bundle of somebody else.
 */
enum status own_secrets_put(struct db *db, const char *salt,
    const char *verifier, const char *bundle)
    __attribute__((warn_unused_result));

/*
 * The own bundle with other methods; INVALID if anything else in it differs.
 * The failures counted under mac are forgotten: the password was right.
 */
enum status own_methods_put(struct db *db, const char *bundle, const char *mac)
    __attribute__((warn_unused_result));

/* Whom the officer takes out of the roster; empty for anybody else. */
extern const struct stmt *const leavers_stmt;
void leavers_read(struct db *db, const struct rows *rows,
    struct leaver_list *out);

#endif
