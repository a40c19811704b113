/* trail.h: who saw or changed what, when, from where. */
#ifndef TRAIL_H
#define TRAIL_H

#include "db/db.h"

struct trail_event {
	const char	*id;
	const char	*at;		/* seconds */
	const char	*event;
	const char	*result;
	const char	*login;		/* of who did it, "" for nobody known */
	const char	*name;
	const char	*subject;	/* id, or "" */
	const char	*subject_name;	/* of an account managed, or "" */
	const char	*address;
	const char	*program;
};

struct trail {
	struct trail_event	*item;	/* newest first */
	size_t			 len;
};

/* What is looked for; NULL is "any". */
struct trail_filter {
	const char	*login;
	const char	*subject;	/* id */
	const char	*event;		/* its name, or the beginning of it */
	const char	*result;
	const char	*since;		/* ISO dates */
	const char	*until;
	const char	*before;	/* id: older ones */
	const char	*limit;
};

/* Who may see a patient and through what. */
struct viewer {
	const char	*account;	/* id */
	const char	*name;
	const char	*job;
	const char	*permissions;	/* names divided by spaces */
	const char	*role;
	const char	*area_name;
	const char	*valid_until;
	const char	*reason;
	bool		 widened;
	bool		 opens;		/* holds the institution's key too */
	bool		 within;	/* an account of the areas managed */
};

struct viewers {
	struct viewer	*item;
	size_t		 len;
};

/* A patient without identity. */
struct place {
	const char	*id;
	const char	*registry_no;
	const char	*area;		/* id */
};

extern const struct stmt trail_stmts[], own_trail_stmts[];

/* Events of the people of the areas managed. */
enum status trail_list(struct db *db, const struct trail_filter *f,
    struct trail *out) __attribute__((warn_unused_result));

/* What happened to a patient of the areas managed, whoever did it. */
enum status trail_patient(struct db *db, const char *patient,
    const char *before, const char *limit, struct trail *out)
    __attribute__((warn_unused_result));

/* What happened under one's own account. */
enum status trail_own(struct db *db, const char *before, const char *limit,
    struct trail *out) __attribute__((warn_unused_result));

/* By id, or by register number where id is NULL; NOT_FOUND out of reach. */
enum status place_get(struct db *db, const char *id, const char *number,
    struct place *out) __attribute__((warn_unused_result));

enum status viewer_list(struct db *db, const char *area, const char *lang,
    struct viewers *out) __attribute__((warn_unused_result));

#endif
