/* objects.h: bundles, grants, recovery sets and enrolment proofs. */
#ifndef SEAL_OBJECTS_H
#define SEAL_OBJECTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/uuid.h"
#include "seal/crypt.h"
#include "seal/roster.h"
#include "seal/tup.h"

/* Limits in characters. */
enum { BUNDLE_MAX = 4096, GRANT_MAX = 4096, RECOVERY_SET_MAX = 2048 };

enum { FINGERPRINT_LEN = 20, BUNDLE_METHODS_MAX = 4 };

/* Eight groups of four signs with a space between, and the zero. */
enum { FINGERPRINT_TEXT = 40 };

/* One way to open a bundle. */
struct bundle_method {
	const char	*m;		/* "pwkf" or "prf" */
	const char	*id;		/* "0", or the credential id */
	struct bytes	 commit;	/* 32 bytes */
	struct bytes	 n;
	struct bytes	 c;
};

struct bundle {
	const char		*inst;
	const char		*user;
	unsigned char		 inst_id[UUID_LEN];
	unsigned char		 user_id[UUID_LEN];
	struct bundle_method	 methods[BUNDLE_METHODS_MAX];
	size_t			 nmethods;
};

struct grant {
	unsigned char		 inst_id[UUID_LEN];
	uint64_t		 e;		/* epoch */
	const unsigned char	*ik_id;		/* 16 bytes */
	unsigned char		 sender[UUID_LEN];	/* nil: root */
	unsigned char		 recipient[UUID_LEN];	/* nil: RecPub */
	const unsigned char	*sender_print;		/* FINGERPRINT_LEN */
	const unsigned char	*recipient_print;
	uint64_t		 roster_seq;
	struct bytes		 info;
	struct bytes		 enc;
	struct bytes		 ct;
	struct bytes		 sig;
};

struct recovery_set {
	unsigned char		 inst_id[UUID_LEN];
	unsigned char		 set_id[UUID_LEN];
	const unsigned char	*rec_pub;	/* ENC_PUB_LEN */
	uint64_t		 time;
	struct bytes		 body;
	struct bytes		 sig;		/* by root */
};

/* What a new member signs with his new key, or what he would sign. */
struct enrolment {
	const unsigned char	*inst;		/* 16 bytes */
	const unsigned char	*user;		/* 16 bytes */
	const char		*login;
	const unsigned char	*sig_pub;
	const unsigned char	*enc_pub;
};

/*
 * The readers check form only: canonical, exactly the members, every length
 * and constant.  INVALID for anything else.
 */
enum status bundle_read(struct arena *arena, const char *text, size_t len,
    struct bundle *out) __attribute__((warn_unused_result));
enum status grant_read(struct arena *arena, const char *text, size_t len,
    struct grant *out) __attribute__((warn_unused_result));
enum status recovery_set_read(struct arena *arena, const char *text,
    size_t len, struct recovery_set *out) __attribute__((warn_unused_result));

/*
 * All that a server can check of a grant against the roster's tip: its
 * institution, epoch and key id; that the sender is root or an active officer
 * and the recipient RecPub, an active officer or a doctor, both with the
 * fingerprints of their current keys; that roster_seq exists and the sender has
 * been what he is since then; the signature.  Whether the key inside is the
 * right one only the receiver can tell.
 */
enum status grant_check(struct arena *arena, const struct grant *grant,
    const struct roster *roster) __attribute__((warn_unused_result));

/* OK if the set is the roster's institution's, for its RecPub, by its root. */
enum status recovery_set_check(const struct recovery_set *set,
    const struct roster *roster) __attribute__((warn_unused_result));

/* OK if the login is one, and sig over the enrolment is by its sig_pub. */
enum status enrolment_verify(struct arena *arena, const struct enrolment *who,
    const unsigned char sig[SIG_LEN]) __attribute__((warn_unused_result));

/* The fingerprint of a member's (nil: the institution's) keys. */
enum status fingerprint(struct arena *arena,
    const unsigned char inst[UUID_LEN], const unsigned char user[UUID_LEN],
    const unsigned char sig_pub[SIG_PUB_LEN],
    const unsigned char enc_pub[ENC_PUB_LEN],
    unsigned char out[FINGERPRINT_LEN]) __attribute__((warn_unused_result));

/* What people compare: RFC 4648 base32 in upper case, groups of four. */
void fingerprint_text(const unsigned char print[FINGERPRINT_LEN],
    char text[FINGERPRINT_TEXT]);

#endif
