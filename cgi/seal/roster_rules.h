/* roster_rules.h: one entry against the roster before it; for roster.c only. */
#ifndef SEAL_ROSTER_RULES_H
#define SEAL_ROSTER_RULES_H

#include "seal/json.h"
#include "seal/roster.h"

enum action { GENESIS, ADD, REKEY, REMOVE, EPOCH, NACTIONS };
enum reason {
	R_GENESIS, R_ENROL, R_REKEY, R_ROLE, R_LEAVER, R_COMPROMISE, R_PERIODIC,
	R_RECOVERY, R_FIRST, NREASONS
};
enum { ROLE_ROOT = ROSTER_AUDITOR + 1, ROLE_NONE, NROLES };

/* What an entry must carry; what is not asked for must be empty or 0. */
enum shape { SHAPE_ROOT, SHAPE_MEMBER, SHAPE_BARE, SHAPE_EPOCH };

/* The items of TUP roster. */
enum {
	INST, SEQ, PREV_HEAD, TIME, ACTION, REASON, SUBJECT, LOGIN, ROLE,
	SIG_PUB, ENC_PUB, E, IK_ID
};

/* The members of one signature. */
enum { BY, SIG, NSIG_MEMBERS };

/* A key or a login that was ever in the roster. */
struct used {
	struct bytes	 what;
	struct used	*next;
};

struct epoch {
	unsigned char	 ik_id[IK_ID_LEN];
	struct epoch	*before;
};

struct roster {
	struct arena		*arena;
	uint64_t		 len;
	uint64_t		 time;		/* of the tip */
	uint64_t		 nepochs;
	uint64_t		 root_since;	/* seq of the two keys */
	unsigned char		 inst[UUID_LEN];
	unsigned char		 head[HASH_LEN];
	unsigned char		 root[HASH_LEN];
	unsigned char		 root_pub[SIG_PUB_LEN];
	unsigned char		 rec_pub[ENC_PUB_LEN];
	struct roster_member	*members;
	struct roster_member	*last;
	struct epoch		*epochs;	/* the newest first */
	struct used		*keys;
	struct used		*logins;
};

/* An entry on trial. */
struct entry {
	struct bytes		 body;
	struct bytes		 f[TUP_MAX_ITEMS];
	unsigned		 action;	/* enum action */
	unsigned		 reason;	/* enum reason */
	unsigned		 role;		/* enum roster_role, or ROLE_ */
	enum shape		 shape;
	struct roster_member	*subject;	/* who it is so far, or NULL */
	struct member_value	*sigs;
	size_t			 nsigs;
};

/* The member with this id, active or not, or NULL. */
struct roster_member *roster_find(const struct roster *r,
    const unsigned char user[UUID_LEN]);

/* True if the item is this key. */
int roster_is_key(struct bytes item, const unsigned char key[SIG_PUB_LEN]);

/* The key or login in the list, or NULL. */
const struct used *roster_find_used(const struct used *list,
    struct bytes what);

/* INVALID unless the entry keeps every rule; reads, never writes. */
enum status roster_check(const struct roster *r, const struct entry *e,
    enum roster_mode mode) __attribute__((warn_unused_result));

#endif
