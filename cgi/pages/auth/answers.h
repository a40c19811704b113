/* answers.h: the JSON that tells a browser of its session and its keys. */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "base/json.h"
#include "db/keys.h"
#include "db/rotations.h"
#include "web/ctx.h"

struct session_answer {
	const char		*user;
	const char		*login;
	const char		*name;
	const char		*inst;		/* or NULL */
	long			 area;
	const char		*language;
	const unsigned char	*half;		/* HALF_LEN bytes or NULL */
	long			 expires;	/* unix seconds */
	const char		*csrf;
};

enum { HALF_LEN = 32 };

/* Put the member "session". */
void put_session(struct ctx *c, struct json *j,
    const struct session_answer *s);

/* Put the member "keys". */
void put_keys(struct json *j, const struct keys *k);

/* Put an array of texts, or of grants that stand. */
void put_texts(struct json *j, const char *key, const struct texts *t);
void put_given(struct json *j, const char *key, const struct given *given,
    size_t len);

/* The form of an authKey that came as base64url and was checked as F_BASE64URL. */
enum status read_bytes(const struct value *in, unsigned char *out, size_t len)
    __attribute__((warn_unused_result));

/* The SHA-256 of a one-time token in base64url, for the database. */
enum status token_hash(struct ctx *c, const struct value *token,
    const char **hash) __attribute__((warn_unused_result));

/* The same of a request that says nothing but its token. */
enum status token_read(struct ctx *c, const char **hash)
    __attribute__((warn_unused_result));

#endif
