/* grants.h: roles given and permissions denied, to whom, for which area, why. */
#ifndef GRANTS_H
#define GRANTS_H

#include "db/db.h"

struct grant_row {
	const char	*id;
	const char	*role;		/* name */
	const char	*area_name;
	const char	*valid_until;	/* ISO date, or "" */
	const char	*reason;
	bool		 one_off;
	bool		 in_force;
	const char	*given_by;	/* names, "" when nobody is known */
	const char	*confirmed_by;
	const char	*given_on;	/* ISO date */
};

struct grant_rows {
	struct grant_row	*item;
	size_t			 len;
};

struct denial {
	const char	*id;
	const char	*permission;	/* "" is all of them */
	const char	*area_name;
	const char	*valid_until;
	const char	*reason;
	const char	*given_by;
	bool		 in_force;
};

struct denials {
	struct denial	*item;
	size_t		 len;
};

/* What a grant gives now: a permission, in how many areas. */
struct grant_effect {
	const char	*grant;		/* id */
	const char	*permission;
	bool		 widened;	/* by the institution's switch */
	const char	*areas;		/* how many */
};

struct grant_effects {
	struct grant_effect	*item;
	size_t			 len;
};

/* What an administrator writes; NULL is "not given". */
struct grant_entry {
	const char	*account;
	const char	*role;		/* or a permission to deny */
	const char	*area;
	const char	*valid_until;
	const char	*one_off;	/* "true", or NULL */
	const char	*reason;
};

extern const struct stmt grant_stmts[];

/* Queries for a pipeline, and what each brought. */
extern const struct stmt *const grant_list_stmt, *const denial_list_stmt,
    *const grant_effect_stmt;
#define GRANTS_QUERY(account, lang) \
	QUERY(grant_list_stmt, { account }, { lang })
#define DENIALS_QUERY(account, lang) \
	QUERY(denial_list_stmt, { account }, { lang })
#define GRANT_EFFECTS_QUERY(account)	QUERY(grant_effect_stmt, { account })
void grants_read(struct db *db, const struct rows *r, struct grant_rows *out);
void denials_read(struct db *db, const struct rows *r, struct denials *out);
void grant_effects_read(struct db *db, const struct rows *r,
    struct grant_effects *out);

/*
 * Give a role, or ask a second person to: asked tells which.  INVALID or
 * CONFLICT with the refusal's name; DENIED outside the areas managed.
 */
enum status grant_give(struct db *db, const struct grant_entry *in,
    bool *asked) __attribute__((warn_unused_result));

/* Take a role away; INVALID for an account's last one, or the refusal's name. */
enum status grant_drop(struct db *db, const char *account, const char *grant)
    __attribute__((warn_unused_result));

/* Deny; refusals as of grant_give(). */
enum status denial_add(struct db *db, const struct grant_entry *in)
    __attribute__((warn_unused_result));

/* NOT_FOUND for one that is gone, elsewhere, or one's own. */
enum status denial_drop(struct db *db, const char *account, const char *denial)
    __attribute__((warn_unused_result));

#endif
