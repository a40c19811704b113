/* proposals.h: what takes two officers: proposed by one, signed by another. */
#ifndef PROPOSALS_H
#define PROPOSALS_H

#include "db/rotations.h"

struct proposal {
	const char	*id;
	const char	*kind;		/* admit, renew, role, remove or root */
	const char	*subject;	/* UUID */
	const char	*name;		/* of the subject; "" for the root */
	const char	*officer;	/* name of who proposed it */
	bool		 mine;
	const char	*entry;
	const char	*set;		/* of a new root, or NULL */
	const char	*created;	/* ISO 8601 with Z */
	const char	*area;		/* name of the institution */
	bool		 is_void;	/* the roster has moved on, or the invitation is too old */
};

/* A member who is officer or doctor. */
struct quorum_member {
	const char	*user;
	const char	*login;
	const char	*name;
	const char	*role;		/* officer or doctor */
	bool		 gone;		/* blocked, or his time is over */
	bool		 own;
	const char	*proof;		/* his consent, base64url */
};

struct proposal_base {
	bool			 officer;
	bool			 waits;		/* the next is filled */
	struct proposal		 waiting;
	struct quorum_member	*members;
	size_t			 members_len;
	struct given		*given;
	size_t			 given_len;
};

extern const struct stmt proposal_stmts[];

/* What an officer's page begins from; nothing for anybody else. */
enum status proposal_base_get(struct db *db, const char *lang,
    struct proposal_base *out) __attribute__((warn_unused_result));

/*
 * Keep a proposal; invite and set may be NULL.  CONFLICT when the roster has
 * moved on or another waits, INVALID when it is nothing that two officers sign.
 */
enum status proposal_add(struct db *db, const char *entry, const char *invite,
    const char *set, const char **subject) __attribute__((warn_unused_result));

/* Take it from the table. */
enum status proposal_drop(struct db *db, const char *id, const char **subject)
    __attribute__((warn_unused_result));

/*
 * The second signature: entries (one a line, the proposed one first) and grants
 * (one a line).  DENIED for who is no officer or the subject, CONFLICT when it
 * waits no more, INVALID when the parts do not fit.
 */
enum status proposal_settle(struct db *db, const char *id,
    const char *entries, const char *grants, const char **subject)
    __attribute__((warn_unused_result));

#endif
