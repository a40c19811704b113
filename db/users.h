/* users.h: accounts and their roles, as the administration sees them. */
#ifndef USERS_H
#define USERS_H

#include "db/db.h"

struct user_account {
	const char	*id;
	const char	*login;
	const char	*name;
	const char	*job;
	const char	*area;		/* id */
	const char	*area_name;
	const char	*state;		/* invited applied active blocked deleted */
	const char	*employment;	/* permanent temporary */
	const char	*starts_on;	/* ISO date, or "" */
	const char	*valid_until;	/* ISO date, or "" */
	const char	*roles;		/* names, separated by commas */
	const char	*seen_at;	/* of the live session, or "" */
	long		 version;
	bool		 has_keys;	/* its institution has keys to share */
	bool		 above;		/* at home above the institutions */
	bool		 held;		/* rights rest until confirmed */
	bool		 held_by_me;	/* by who asks: another one confirms */
	bool		 left;		/* gone, and still in the roster */
	const char	*sig_pub;	/* bytes: of who waits to be confirmed, */
	const char	*enc_pub;	/* else ""; above the institutions only */
};

struct user_accounts {
	struct user_account	*item;
	size_t			 len;
};

/* Which accounts, in which order, from where; NULL is "any". */
struct user_filter {
	const char	*text;		/* a part of login or name */
	const char	*state;		/* or held, left */
	const char	*area;		/* id: there and below */
	const char	*sort;		/* name login until */
	const char	*limit;
	const char	*offset;
};

/* What an administrator writes; NULL is "not given". */
struct user_entry {
	const char	*id;
	const char	*login;
	const char	*name;
	const char	*job;
	const char	*area;
	const char	*role;		/* id of the first role; NULL: by job */
	const char	*employment;
	const char	*starts_on;
	const char	*valid_until;
	const char	*version;
};

extern const struct stmt user_stmts[];

/* Accounts of the areas managed, a page of them, and how many there are. */
enum status user_list(struct db *db, const struct user_filter *f,
    const char *lang, struct user_accounts *out, long *total)
    __attribute__((warn_unused_result));

enum status user_get(struct db *db, const char *id, const char *lang,
    struct user_account *out) __attribute__((warn_unused_result));

/*
 * An invited account with its first role, or the roles of its job; INVALID,
 * CONFLICT or DENIED with the refusal's name, "role_none" for a job without.
 */
enum status user_add(struct db *db, const struct user_entry *in,
    const char **refusal) __attribute__((warn_unused_result));

/*
 * CONFLICT when somebody else changed the account first; INVALID with the
 * refusal's name.  Another job or place lets the rights rest.
 */
enum status user_save(struct db *db, const struct user_entry *in)
    __attribute__((warn_unused_result));

/* The next state; sessions end with any change.  CONFLICT as user_save(). */
enum status user_set_state(struct db *db, const char *id, const char *version,
    const char *state) __attribute__((warn_unused_result));

/*
 * The second person confirms job and place: rights hold again.  INVALID for
 * who wrote them, CONFLICT when the account was changed meanwhile.
 */
enum status user_release(struct db *db, const char *id, const char *version)
    __attribute__((warn_unused_result));

/*
 * A one-time token for an account above the institutions (INVALID for others),
 * by its hash ("\x…"), good for 72 hours.  Earlier ones end.
 */
enum status user_invite(struct db *db, const char *hash, const char *id)
    __attribute__((warn_unused_result));

/* End the account's sessions. */
enum status user_end_session(struct db *db, const char *id)
    __attribute__((warn_unused_result));

/* Roles and managed areas as choices: queries read by book_read(). */
extern const struct stmt *const user_roles_stmt, *const user_areas_stmt;
#define USER_ROLES_QUERY(lang)	QUERY(user_roles_stmt, { lang })
#define USER_AREAS_QUERY(lang)	QUERY(user_areas_stmt, { lang })

#endif
