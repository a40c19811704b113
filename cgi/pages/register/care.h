/* care.h: what the forms of places, preferences, visits and families share. */
#ifndef REGISTER_CARE_H
#define REGISTER_CARE_H

#include "db/care.h"
#include "pages/register/versioned.h"

/* The fields with which a form of something in versions begins. */
enum { CARE_SERIES, CARE_VERSION, CARE_FIRST };
#define CARE_VERSION_FIELDS \
	[CARE_SERIES] = { "series", F_UUID, .required = true }, \
	[CARE_VERSION] = { "version", F_INT, .required = true, .low = 0, \
	    .high = 1000000 }

/* Tables that end with a NULL code. */
extern const struct choice informed_states[], bereavement_risks[];

/* A form of one noun, and what is written into it. */
struct care_form {
	const char			*heading;	/* msgid */
	const char			*note;		/* msgid, or NULL */
	const struct target		*target;
	const char			*series;	/* or NULL */
	const struct field		*fields;
	const struct input		*inputs;
	size_t				 len;
	const char *const		*lists;		/* of codes, by field */
	const struct choice *const	*tables;	/* of choices, by field */
	const struct value		*in;
};

/*
 * The page, with the patient's header; the answer is the status that the
 * request ends with.  NOT_FOUND when there is no such patient.
 */
enum status care_form_show(struct ctx *c, const struct care_form *f,
    enum status answer) __attribute__((warn_unused_result));

/* Reads a form whose day is not to come; INVALID with the fields marked. */
enum status care_form_read(struct ctx *c, const struct field *fields,
    size_t len, size_t day, struct value *in)
    __attribute__((warn_unused_result));

/* Take the series back by undo, if the version that the form saw still stands. */
typedef enum status care_undo(struct db *db, const char *series,
    const char *version);
enum status care_take_back(struct ctx *c, const char *series, care_undo *undo)
    __attribute__((warn_unused_result));

/* False, with the field marked, when its day is still to come here. */
bool care_day_holds(struct ctx *c, struct value *day);

/* As a field shows it: NULL for "". */
void care_fill(struct value *in, const char *text);

#endif
