/* prescription_steps.h: from one status of a line to the next; favourites. */
#ifndef PRESCRIPTION_STEPS_H
#define PRESCRIPTION_STEPS_H

#include "db/prescription_entry.h"

extern const struct stmt step_stmts[];

/* Stop the current version id; CONFLICT when it is not active any more. */
enum status step_stop(struct db *db, const char *id, const char *reason,
    const char *on) __attribute__((warn_unused_result));

/* Put line id on hold; CONFLICT when it is not active any more. */
enum status step_hold(struct db *db, const char *id, const char *reason)
    __attribute__((warn_unused_result));

/*
 * Take line id from one status to another (on_hold to active, completed, or
 * an own draft to entered_in_error); patient is whose it is.  kept: warnings
 * that are kept with it.  CONFLICT when it is in another one meanwhile,
 * INVALID when this step is not allowed.
 */
enum status step_take(struct db *db, const char *id, const char *from,
    const char *to, const struct override_entries *kept,
    const char **patient) __attribute__((warn_unused_result));

/*
 * Take back what this user did to the line today: a new line or version is
 * "entered in error", the version before is in force again, a stop is lifted.
 * INVALID when it was not his or not today.
 */
enum status step_undo(struct db *db, const char *id, const char **patient)
    __attribute__((warn_unused_result));

/* What is signed at one sitting: new versions of old lines, and drafts. */
struct sheet {
	const char				*id;
	const char *const			*old;
	const struct prescription_entry		*entry;
	size_t					 len;
	const char				*drafts; /* ids, commas */
	size_t					 drafts_len;
	struct override_entries			 kept;	/* warnings */
};

/*
 * Sign all of it or nothing.  CONFLICT when one of the lines was changed
 * meanwhile, INVALID as entry_change().
 */
enum status sheet_sign(struct db *db, const struct sheet *sheet)
    __attribute__((warn_unused_result));

#endif
