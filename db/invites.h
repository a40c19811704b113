/* invites.h: invitations that an officer's browser has made, and what was answered. */
#ifndef INVITES_H
#define INVITES_H

#include "db/db.h"

/* One that is under way; bytes as the database writes them, "" before the answer. */
struct invite {
	const char	*id;
	const char	*user;
	const char	*login;
	const char	*name;
	const char	*role;		/* officer, doctor or auditor */
	const char	*officer;	/* who made it: his name */
	const char	*exp;		/* unix seconds */
	const char	*until;		/* the same in ISO 8601 with Z */
	const char	*taken;		/* when it was answered, or "" */
	const char	*sig_pub;
	const char	*enc_pub;
	const char	*proof;
	const char	*tag;
	bool		 mine;		/* only who made it can judge the answer */
	bool		 renews;	/* new keys for a member */
};

/* Whom an officer can invite. */
struct invitee {
	const char	*user;
	const char	*login;
	const char	*name;
	const char	*role;		/* of a member; "" for who waits for keys */
};

struct invite_base {
	bool			 officer;
	long			 leavers;
	struct invite		*invites;
	size_t			 invites_len;
	struct invitee		*invitees;
	size_t			 invitees_len;
};

/* What a new invitation names; an answer's bundle is checked against it. */
struct invite_who {
	const char	*inst;
	const char	*user;
	const char	*login;
};

/* An answer; bytes as db/bytea.h writes them. */
struct invite_answer {
	const char	*id;
	const char	*salt;
	const char	*verifier;
	const char	*bundle;
	const char	*sig_pub;
	const char	*enc_pub;
	const char	*proof;
	const char	*tag;
};

extern const struct stmt invite_stmts[];

/* All that the page of an officer shows; empty for anybody else. */
enum status invite_base_get(struct db *db, struct invite_base *out)
    __attribute__((warn_unused_result));

/*
 * Keep an invitation.  DENIED for who is no officer, or for an account that is
 * not his institution's; CONFLICT when it cannot be invited now; INVALID when
 * login or time are not what they are.
 */
enum status invite_add(struct db *db, const char *id, const char *user,
    const char *login, const char *role, const char *exp)
    __attribute__((warn_unused_result));

/* NOT_FOUND when it is unknown, answered or too old. */
enum status invite_live(struct db *db, const char *id,
    struct invite_who *out) __attribute__((warn_unused_result));

/* Keep an answer, once: DENIED afterwards. */
enum status invite_take(struct db *db, const struct invite_answer *in)
    __attribute__((warn_unused_result));

/*
 * Append the officer's entry and his grants (one a line, NULL for none); user
 * is who is admitted.  CONFLICT when there is no answer or the roster has moved
 * on, DENIED when somebody else has invited, INVALID when the entry says else.
 */
enum status invite_settle(struct db *db, const char *id, const char *entry,
    const char *grants, const char **user) __attribute__((warn_unused_result));

#endif
