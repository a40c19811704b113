/* roles.h: roles, which are sets of permissions, and what waits for a second person. */
#ifndef ROLES_H
#define ROLES_H

#include "db/db.h"

struct role {
	const char	*id;
	const char	*code;
	const char	*name;		/* Russian */
	const char	*name_en;
	const char	*shown;		/* in the language asked for */
	const char	*permissions;	/* names, comma-separated */
	long		 people;
	long		 version;
	bool		 may_edit;	/* given in no area of others */
	bool		 needs_factor;	/* a second factor */
};

struct roles {
	struct role	*item;
	size_t		 len;
};

/* What an administrator writes; id and version NULL for a new one. */
struct role_entry {
	const char	*id;
	const char	*version;
	const char	*code;
	const char	*name;
	const char	*name_en;
	const char	*permissions;	/* "{PATIENT_READ,…}" */
	const char	*reason;
	bool		 needs_factor;
};

/*
 * A role for somebody, more permissions for a role, or somebody's second
 * factor to be reset.
 */
struct right_request {
	const char	*id;
	const char	*account;	/* id, or "" */
	const char	*account_name;
	const char	*role;		/* name */
	const char	*area_name;	/* "" for permissions */
	const char	*permissions;	/* "{…}", or "" */
	const char	*valid_until;
	const char	*reason;
	const char	*state;		/* waiting confirmed refused withdrawn */
	const char	*asked_by;
	const char	*asked_at;	/* seconds */
	const char	*decided_by;
	bool		 one_off;
	bool		 mine;		/* asked by who looks */
	bool		 may_confirm;	/* neither asked by him nor for him */
	bool		 factor;	/* about a second factor, no role */
	const char	*disposal;	/* id of a deletion, or "" */
	const char	*kind;		/* of the data to be deleted */
};

struct right_requests {
	struct right_request	*item;	/* those that wait first, then newest */
	size_t			 len;
};

extern const struct stmt role_stmts[];

/* Roles whose name or code has text in it, a page of them. */
enum status role_list(struct db *db, const char *text, const char *lang,
    const char *limit, const char *offset, struct roles *out, long *total)
    __attribute__((warn_unused_result));
enum status role_get(struct db *db, const char *id, const char *lang,
    struct role *out) __attribute__((warn_unused_result));

/*
 * Write a role.  What may not be added by one person alone waits for a second
 * one: asked tells.  INVALID or CONFLICT with the refusal's name, which is ""
 * for a stale version; DENIED for a role given in areas of others.
 */
enum status role_write(struct db *db, const struct role_entry *in,
    const char **id, bool *asked) __attribute__((warn_unused_result));

/* Only a role that nobody has; INVALID else. */
enum status role_remove(struct db *db, const char *id)
    __attribute__((warn_unused_result));

enum status request_list(struct db *db, const char *lang,
    struct right_requests *out) __attribute__((warn_unused_result));

/*
 * Confirm or not; INVALID for who may not, CONFLICT when it was decided.  Who
 * asked himself takes it back.
 */
enum status request_decide(struct db *db, const char *id, bool confirm,
    const char **result) __attribute__((warn_unused_result));

#endif
