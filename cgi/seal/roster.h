/* roster.h: the signed chain that says who is a member, and with which keys. */
#ifndef SEAL_ROSTER_H
#define SEAL_ROSTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/uuid.h"
#include "seal/crypt.h"

enum { ENC_PUB_LEN = 32, IK_ID_LEN = 16, ROSTER_ENTRY_MAX = 8192 };

enum roster_role { ROSTER_OFFICER, ROSTER_DOCTOR, ROSTER_AUDITOR };

/*
 * VERIFY checks everything.  STORED leaves out the Ed25519 signatures and
 * nothing else: only for entries this server took in with VERIFY and has read
 * back from its own table.  A signature costs some 0.2 ms, all the rest of an
 * entry 0.03, and an entry leaves under 2 kB in the arena.  PROPOSED is for
 * roster_propose() alone.
 */
enum roster_mode { ROSTER_VERIFY, ROSTER_STORED, ROSTER_PROPOSED };

/* Anybody who is or ever was a member. */
struct roster_member {
	unsigned char		 user[UUID_LEN];
	const char		*login;		/* the last one, if removed */
	enum roster_role	 role;
	int			 active;
	uint64_t		 since;		/* seq of role and keys */
	unsigned char		 sig_pub[SIG_PUB_LEN];
	unsigned char		 enc_pub[ENC_PUB_LEN];
	struct roster_member	*next;
};

struct roster;

/* Return the roster before genesis.  All of it lives in the arena. */
struct roster *roster_new(struct arena *arena);

/*
 * Add the next entry, by the rules of ENCRYPTION.md 2.5.  INVALID if it breaks
 * one of them, and then the roster is as before.
 */
enum status roster_append(struct roster *roster, const char *text, size_t len,
    enum roster_mode mode) __attribute__((warn_unused_result));

/*
 * OK for an entry that would be the next one, with every signature good, but
 * with one where two may be needed.  The roster stays as it is.
 */
enum status roster_propose(const struct roster *roster, const char *text,
    size_t len) __attribute__((warn_unused_result));

/* How many entries there are; the tip's sequence number is one less. */
uint64_t roster_len(const struct roster *roster);

/* SHA-256 of the tip's body, and of genesis', which is the root; not empty. */
const unsigned char *roster_head(const struct roster *roster);
const unsigned char *roster_root(const struct roster *roster);

/* The institution's id, signature key and recovery key; not empty. */
const unsigned char *roster_inst(const struct roster *roster);
const unsigned char *roster_root_pub(const struct roster *roster);
const unsigned char *roster_rec_pub(const struct roster *roster);

/* The sequence number that gave the institution these two keys. */
uint64_t roster_root_since(const struct roster *roster);

/* The current epoch, 0 before the first. */
uint64_t roster_epoch(const struct roster *roster);

/* The 16 bytes of the id of epoch e's key, or NULL: no such epoch. */
const unsigned char *roster_ik_id(const struct roster *roster, uint64_t e);

/* The active member with this id, or NULL. */
const struct roster_member *roster_active(const struct roster *roster,
    const unsigned char user[UUID_LEN]);

/* The first of all members ever, to be followed by next. */
const struct roster_member *roster_members(const struct roster *roster);

/* "officer", "doctor" or "auditor". */
const char *roster_role_name(enum roster_role role);

#endif
