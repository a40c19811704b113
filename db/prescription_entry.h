/* prescription_entry.h: what a doctor writes in a line: added, changed, drafted. */
#ifndef PRESCRIPTION_ENTRY_H
#define PRESCRIPTION_ENTRY_H

#include "db/overrides.h"

/* What a line says, in the order of the statements' columns. */
enum entry_part {
	E_PRODUCT, E_DOSE, E_UNIT, E_ROUTE,
	E_SCHEDULE, E_TIMES, E_INTERVAL, E_CLOCK, E_WEEKDAYS, E_PATCHES,
	E_HOURS, E_PUMP, E_VOLUME, E_RATE, E_DILUENT, E_DEVICE,
	E_PRN, E_PRN_MAX, E_PRN_MIN,
	E_BASIS, E_BACKGROUND, E_INDICATION,
	E_STEP, E_STEP_DAYS, E_TARGET, E_DECIDER,
	E_STARTS, E_ENDS, E_REVIEW, E_INSTRUCTIONS,
	E_QUANTITY, E_PACKS, E_RX_FORM, E_RX_DAYS, E_REASON,
	NENTRY
};

/*
 * part: NULL is "not given"; a clock is "1-0-1-0", instructions are codes
 * between commas, numbers are canonical decimals.
 */
struct prescription_entry {
	const char	*id;		/* of the row to be */
	const char	*patient;
	const char	*status;	/* "draft" or "active", for a new line */
	const char	*sheet;		/* UUID shared by a sitting, or NULL */
	const char	*part[NENTRY];
};

/* A line as it was written, to be changed or copied. */
struct prescription_source {
	const char	*id;
	const char	*series;
	const char	*patient;
	const char	*medicine;	/* id */
	const char	*status;
	bool		 current;
	const char	*part[NENTRY];	/* "" where nothing was given */
};

extern const struct stmt entry_stmts[];

/* NOT_FOUND where no such line may be read; its query, for entry_read(). */
extern const struct stmt *const entry_get_stmt;
#define ENTRY_GET(id)	QUERY(entry_get_stmt, { id })
enum status entry_get(struct db *db, const char *id,
    struct prescription_source *out) __attribute__((warn_unused_result));

/* The parts of each row, from column on. */
void entry_read_parts(const struct rows *rows, size_t row, int column,
    const char *part[NENTRY]);

/*
 * What a rule asks for beside other lines, as the user last wrote such a line;
 * a rescue without its dose.  NOT_FOUND when the rule asks for nothing.
 */
enum status entry_companion(struct db *db, const char *rule,
    const char *part[NENTRY]) __attribute__((warn_unused_result));

/* The active lines of a patient as they were written, for entry_read(). */
extern const struct stmt *const entry_renewable_stmt;
#define ENTRY_RENEWABLE(patient)	QUERY(entry_renewable_stmt, { patient })

/*
 * As well for entry_read(): what a patient takes today or will take, and the
 * user's drafts; all that was given within since … until.  E_ENDS is the last
 * day of the version: its end, or the day before the next one, or that of its
 * stop.  Of the second, a version that was on hold stands once for each spell
 * of days on which it was given, from E_STARTS to E_ENDS.
 */
/* Active lines, of all patients, of which it is known what was given out. */
extern const struct stmt *const entry_supplied_stmt;
#define ENTRY_SUPPLIED	{ .stmt = entry_supplied_stmt }

/*
 * One of each dosage of opioids in force today of which no equivalent is kept,
 * at most 2000, for entry_read().
 */
extern const struct stmt *const entry_unmeasured_stmt;
#define ENTRY_UNMEASURED	{ .stmt = entry_unmeasured_stmt }

extern const struct stmt *const entry_in_force_stmt, *const entry_history_stmt;
#define ENTRY_IN_FORCE(patient)	QUERY(entry_in_force_stmt, { patient })
#define ENTRY_HISTORY(patient, since, until) \
	QUERY(entry_history_stmt, { patient }, { since }, { until })
void entry_read(struct db *db, const struct rows *rows,
    struct prescription_source **out, size_t *len);

/*
 * A new line, and the warnings kept on it.  CONFLICT when the patient is no
 * longer on the register or the line exists; INVALID when a rule of the
 * database refuses it: db_refusal() is its name, and the transaction goes on.
 */
enum status entry_add(struct db *db, const struct prescription_entry *in,
    const struct override_entries *kept) __attribute__((warn_unused_result));

/*
 * The next version of the line whose current version is old, in the same
 * status; the other lines of its pump follow the new mix.  As entry_add(),
 * CONFLICT also when old is no longer current.
 */
enum status entry_change(struct db *db, const char *old,
    const struct prescription_entry *in, const struct override_entries *kept)
    __attribute__((warn_unused_result));

/*
 * As entry_change() for several lines at once, after the statement first if
 * it is not NULL: all of it or nothing.
 */
enum status entry_change_all(struct db *db, struct query *first,
    const char *const *old, const struct prescription_entry *in, size_t len,
    const struct override_entries *kept) __attribute__((warn_unused_result));

#endif
