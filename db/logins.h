/* logins.h: credentials, the delay after failures, sessions opened and closed. */
#ifndef LOGINS_H
#define LOGINS_H

#include "db/audit.h"
#include "db/factors.h"

/* Of an active account, or of nobody: then id is NULL. */
struct login {
	const char	*id;		/* UUID */
	const char	*login;
	const char	*name;
	const char	*language;
	long		 area;
	const char	*salt;		/* as db/bytea.h reads it */
	const char	*verifier;	/* likewise */
	const char	*totp;		/* sealed, likewise; NULL: no authenticator */
	bool		 keys;		/* has security keys */
	bool		 factor;	/* has a second factor at all */
};

/* What a new session is made of; bytes as db/bytea.h writes them. */
struct new_session {
	const char	*hash;		/* of the cookie */
	const char	*account;
	const char	*half;		/* the server's half of the session key */
	const char	*address;	/* or NULL */
	const char	*agent;		/* or NULL */
	const char	*mac;		/* of the login, whose failures are over */
};

/* One's own session, for the account page. */
struct own_session {
	const char	*created;	/* ISO 8601, UTC */
	const char	*seen;
	const char	*address;	/* "" when unknown */
	const char	*agent;
};

extern const struct stmt login_stmts[];

/*
 * Count a try under mac before it is judged, and commit that, so that tries
 * side by side cannot outrun the count.  *wait is the seconds to wait instead
 * of trying, or 0.  *out is who has this login, or nobody.
 */
enum status login_attempt(struct db *db, const char *mac, const char *login,
    long *wait, struct login *out) __attribute__((warn_unused_result));

/*
 * Open the session, which ends others of the account, forgive the failures of
 * its login, and go on in this transaction as that session.  *expires is unix
 * seconds, *inst the UUID of the key institution or NULL.
 */
enum status session_open(struct db *db, const struct new_session *in,
    long *expires, const char **inst) __attribute__((warn_unused_result));

/* Go on in this transaction as the session; DENIED when it is over. */
enum status session_enter(struct db *db, const char *hash)
    __attribute__((warn_unused_result));

/* Keep a new server's half (NULL: forget it) and forgive the failures of mac. */
enum status session_half_put(struct db *db, const char *hash, const char *half,
    const char *mac) __attribute__((warn_unused_result));

/*
 * The server's half (NULL when it was forgotten) and the end of a session;
 * forgets the halves and sessions of everybody whose time is over.
 */
enum status session_half(struct db *db, const char *hash, const char *account,
    const char **half, long *expires) __attribute__((warn_unused_result));

/* Add an event to this transaction; the router's own are those of the routes. */
enum status login_audit(struct db *db, const struct audit *a)
    __attribute__((warn_unused_result));

/* End a session by its cookie's hash. */
enum status session_close(struct db *db, const char *hash)
    __attribute__((warn_unused_result));

/* End the session of the account that asks, wherever it is. */
enum status session_end_own(struct db *db, const char *account)
    __attribute__((warn_unused_result));

/* With the second factor of who asks; NOT_FOUND when there is none any more. */
enum status session_own(struct db *db, const char *account,
    struct own_session *out, struct own_factor *factor) __attribute__((warn_unused_result));

#endif
