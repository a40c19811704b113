/* record.h: the revisions of a patient's passport. */
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

/* When and by whom the passport was sealed, newest first. */
enum status record_revisions(struct db *db, const char *patient,
    struct record_revisions *out) __attribute__((warn_unused_result));

#endif
