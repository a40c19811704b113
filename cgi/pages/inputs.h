/* inputs.h: forms shown from a table, and what the database says of them. */
#ifndef PAGES_INPUTS_H
#define PAGES_INPUTS_H

#include "pages/common.h"

enum widget {
	W_TEXT,
	W_DATE,
	W_NUMBER,
	W_SELECT,	/* of the field's book */
	W_CHECKS,	/* any number of the field's book; F_CODES */
	W_FLAG,		/* one box; F_FLAG */
	W_DIAGNOSIS,	/* an ICD-10 code, found by code or word */
	W_ALLERGEN,	/* a subject of allergies, found by name; its book names it */
};

/* How a field of a form is shown; without a label it is not. */
struct input {
	const char	*label;		/* msgid */
	enum widget	 widget;
	const char	*note;		/* msgid, or NULL */
	const char	*blank;		/* msgid of a select's empty option */
};

/*
 * The list "inputs" for part_inputs.html: those of the n fields that have a
 * label, with the values and errors of in; books[i] has what a select or
 * checks offer.  The flag "has_errors" tells whether one of these has an error.
 */
void show_inputs(const struct ctx *c, struct view *v,
    const struct field *fields, const struct input *inputs, size_t n,
    const struct value *in, const struct book *const *books);

/* Whether code is one of a comma-separated list, which may be NULL. */
bool codes_have(const char *list, const char *code);

/* A table of choices as a book, in the user's language. */
struct book choice_book(const struct ctx *c, const struct choice *table);

/* A rule of the database, the field it speaks of and what to say there. */
struct rule {
	const char	*name;		/* of the constraint */
	int		 field;
	const char	*message;	/* msgid */
};

/*
 * After a statement was refused: mark the field of the rule that refused it.
 * False when no row of the NULL-ended table names that rule.
 */
bool rule_fail(struct ctx *c, const struct rule *rules, struct value *in);

/* The same for a refusal by its name. */
bool rule_named(struct ctx *c, const struct rule *rules, const char *name,
    struct value *in);

#endif
