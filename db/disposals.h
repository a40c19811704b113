/* disposals.h: how long data is kept, what is over, its deletion by two persons. */
#ifndef DISPOSALS_H
#define DISPOSALS_H

#include "db/db.h"

/* One kind of data and for how long it is kept. */
struct retention {
	const char	*code;
	const char	*name;
	const char	*since;		/* from when the time counts, a code */
	long		 months;
	const char	*way;		/* release, itself or hold */
	const char	*source;
	long		 entries;	/* over today in the areas managed */
	const char	*oldest;	/* when the first of them ended, or "" */
};

struct retentions {
	struct retention	*item;
	size_t			 len;
};

/* Where something is over, with what is under it. */
struct due_place {
	const char	*area;		/* id */
	const char	*name;
	long		 entries;
	const char	*oldest;
};

struct due_places {
	struct due_place	*item;
	size_t			 len;
};

/* One thing that is over, without identity. */
struct due {
	const char	*called;	/* register number, login, event … */
	const char	*area_name;
	const char	*ended_on;
};

/* The first of a list, and the whole of it by its hash. */
struct due_list {
	struct due	*item;
	size_t		 len;
	long		 entries;
	const char	*hash;		/* 64 hexadecimal digits */
};

/* A deletion that was asked for; from done_at on it is done. */
struct disposal {
	const char	*id;
	const char	*rule;
	const char	*name;		/* of the kind */
	const char	*area;
	const char	*area_name;
	const char	*as_of;
	long		 entries;
	const char	*hash;
	const char	*state;		/* of its request */
	const char	*reason;
	const char	*asked_by;
	const char	*asked_at;
	const char	*decided_by;
	const char	*decided_at;
	const char	*certificate;	/* number, or "" */
	const char	*done_at;
	long		 months;	/* of the rule as it was applied */
	const char	*source;
	const char	*rows;		/* "document=3,note=1" */
	bool		 mine;
	bool		 may_release;
};

struct disposals {
	struct disposal	*item;
	size_t		 len;
};

extern const struct stmt disposal_stmts[];

/* All rules, and the deletions of the areas managed, newest first. */
enum status retention_list(struct db *db, const char *lang,
    struct retentions *out, struct disposals *done)
    __attribute__((warn_unused_result));

/*
 * One rule with the places where something is over, and with area the list of
 * that place.  NOT_FOUND when there is no such rule.
 */
enum status retention_get(struct db *db, const char *code, const char *lang,
    const char *area, struct retention *out, struct due_places *places,
    struct due_list *list) __attribute__((warn_unused_result));

/*
 * A deletion, what its list is now, and the letterhead of who asks.
 * NOT_FOUND out of reach.
 */
enum status disposal_get(struct db *db, const char *id, const char *lang,
    struct disposal *out, struct due_list *now, struct rows **letter)
    __attribute__((warn_unused_result));

/*
 * Ask to have deleted what was seen.  CONFLICT when the list is another one by
 * now, INVALID by the rule disposal_…; the transaction goes on.
 */
enum status disposal_ask(struct db *db, const char *rule, const char *area,
    const char *hash, const char *reason, const char **id)
    __attribute__((warn_unused_result));

/*
 * The second person releases what was asked for, or refuses it; who asked
 * takes it back.  result: confirmed, refused or withdrawn.  CONFLICT when the
 * list is another one by now or it was decided; INVALID by a rule.
 */
enum status disposal_decide(struct db *db, const char *id, bool release,
    const char **result) __attribute__((warn_unused_result));

#endif
