/* record.h: what was observed of a patient, and the list of all that happened. */
#ifndef RECORD_H
#define RECORD_H

#include "db/db.h"

/* One line of the record, newest first. */
struct record_event {
	const char	*at;	/* ISO date */
	const char	*kind;	/* passport, prescribed, changed, stopped, pain, visit,
				 * assessed, ordered, issued */
	const char	*what;	/* medicine, pain score, revision; "" if none */
	const char	*note;	/* name of a reason; "" if none */
	const char	*who;	/* name of the author */
};

struct record_events {
	struct record_event	*item;
	size_t			 len;
};

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

/* The newest events, for a pipeline; read by record_read_events(). */
extern const struct stmt *const record_events_stmt;
#define RECORD_EVENTS(patient, lang) \
	QUERY(record_events_stmt, { patient }, { lang })
void record_read_events(struct db *db, const struct rows *rows,
    struct record_events *out);

/* When and by whom the passport was sealed, newest first. */
enum status record_revisions(struct db *db, const char *patient,
    struct record_revisions *out) __attribute__((warn_unused_result));

#endif
