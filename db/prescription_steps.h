/* prescription_steps.h: from one status of a line to the next. */
#ifndef PRESCRIPTION_STEPS_H
#define PRESCRIPTION_STEPS_H

#include "db/db.h"

extern const struct stmt step_stmts[];

/* Stop the current version id; CONFLICT when it is not active any more. */
enum status step_stop(struct db *db, const char *id, const char *reason,
    const char *on) __attribute__((warn_unused_result));

/*
 * Take line id from one status to another (active, on_hold, completed, or a
 * draft to entered_in_error).  CONFLICT when it is in another one meanwhile,
 * INVALID when this step is not allowed.
 */
enum status step_take(struct db *db, const char *id, const char *from,
    const char *to) __attribute__((warn_unused_result));

/*
 * Take back what this user did to the line today: a new line or version is
 * "entered in error", the version before is in force again, a stop is lifted.
 * INVALID when it was not his or not today.
 */
enum status step_undo(struct db *db, const char *id)
    __attribute__((warn_unused_result));

#endif
