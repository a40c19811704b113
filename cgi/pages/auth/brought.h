/* brought.h: what an account that joins brings: its password's key, its bundle, its public keys. */
#ifndef BROUGHT_H
#define BROUGHT_H

#include "web/ctx.h"

/* The fields of its form; the first says what invited it, and is the page's. */
enum { INVITED_BY, AUTH_KEY, BUNDLE, SIG_PUB, ENC_PUB, PROOF, BROUGHT_LEN };

#define BROUGHT_FIELDS \
	[AUTH_KEY] = { "auth_key", F_BASE64URL, .required = true, .low = 32 }, \
	[BUNDLE]   = { "bundle", F_LINES, .required = true, \
	    .max = BUNDLE_MAX }, \
	[SIG_PUB]  = { "sig_pub", F_BASE64URL, .required = true, .low = 32 }, \
	[ENC_PUB]  = { "enc_pub", F_BASE64URL, .required = true, .low = 32 }, \
	[PROOF]    = { "proof", F_BASE64URL, .required = true, .low = 64 }

/* Who was invited. */
struct invited {
	const char	*inst;		/* UUID */
	const char	*user;		/* UUID */
	const char	*login;
};

/* As the database keeps it; the verifier in place of the key. */
struct brought {
	const char	*salt;		/* bytea, and so on */
	const char	*verifier;
	const char	*bundle;	/* text */
	const char	*sig_pub;
	const char	*enc_pub;
	const char	*proof;
};

/*
 * Read and judge the values of the form.  INVALID unless the bundle is that of
 * who was invited and the proof is by the key it came with.
 */
enum status brought_read(struct ctx *c, const struct value in[BROUGHT_LEN],
    const struct invited *who, struct brought *out)
    __attribute__((warn_unused_result));

#endif
