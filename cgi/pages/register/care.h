/* care.h: what the forms of places, preferences and families share. */
#ifndef REGISTER_CARE_H
#define REGISTER_CARE_H

#include "db/care.h"
#include "pages/inputs.h"

enum { CARE_FIELDS = 12 };	/* a form has at most */

/* Tables that end with a NULL code. */
extern const struct choice informed_states[], bereavement_risks[];

/* A form of one noun, and what is written into it. */
struct care_form {
	const char			*heading;	/* msgid */
	const char			*note;		/* msgid, or NULL */
	const char			*patient;	/* id */
	const char			*action;	/* path it is sent to */
	const char			*series;	/* or NULL */
	long				 version;	/* the last one, 0 for none */
	bool				 in_error;	/* nothing may follow */
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

/* False, with the field marked, when its day is still to come here. */
bool care_day_holds(struct ctx *c, struct value *day);

/* As a field shows it: NULL for "". */
void care_fill(struct value *in, const char *text);

#endif
