/* line_form.h: the form of a prescription line: its fields, checks and choices. */
#ifndef REGISTER_LINE_FORM_H
#define REGISTER_LINE_FORM_H

#include "db/prescription_entry.h"
#include "pages/common.h"

/* The parts of an entry come first, under the same numbers. */
enum {
	L_ID = NENTRY, L_MEDICINE, L_DURATION,
	L_DAY,				/* seven flags, Monday first */
	L_INSTRUCTION = L_DAY + 7,	/* three codes */
	L_NEXT = L_INSTRUCTION + 3, L_DRAFT, NLINE
};

/* What the form is for. */
struct line_purpose {
	const char	*heading;	/* translated */
	const char	*submit;
	const char	*action;	/* path of the POST */
	bool		 is_new;	/* not a new version */
	bool		 conflict;
};

/* Read and check the form; INVALID with the errors in the values. */
enum status line_form_read(struct ctx *c, struct value in[NLINE])
    __attribute__((warn_unused_result));

/* The values of a stored line; what it does not say is "". */
void line_form_fill(struct ctx *c, const char *const part[NENTRY],
    struct value in[NLINE]);

/* What was read, as an entry of patient. */
struct prescription_entry line_form_entry(const char *patient,
    const struct value in[NLINE]);

/* Put the refusal of the database at the field it is about. */
void line_form_refuse(struct ctx *c, const char *refusal,
    struct value in[NLINE]);

/* The page with all its choices and these values. */
enum status line_form_show(struct ctx *c, const char *patient,
    const struct line_purpose *purpose, const struct value in[NLINE])
    __attribute__((warn_unused_result));

#endif
