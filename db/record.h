/* record.h: what was observed of a patient; the revisions of his passport. */
#ifndef RECORD_H
#define RECORD_H

#include "db/db.h"

struct record_revision {
	const char	*rev;
	const char	*at;	/* "YYYY-MM-DD HH:MM" */
	const char	*author;
};

struct record_revisions {
	struct record_revision	*item;
	size_t			 len;
};

extern const struct stmt record_stmts[];

/* A visit on a day, with the pain score ("0" … "10") or NULL: not assessed. */
enum status record_observe(struct db *db, const char *patient,
    const char *pain, const char *on) __attribute__((warn_unused_result));

/* When and by whom the passport was sealed, newest first. */
enum status record_revisions(struct db *db, const char *patient,
    struct record_revisions *out) __attribute__((warn_unused_result));

#endif
