/* summary_form.h: what a summary is asked about. */
#ifndef REPORT_SUMMARY_FORM_H
#define REPORT_SUMMARY_FORM_H

#include "db/books.h"
#include "db/summary.h"
#include "web/ctx.h"

enum summary_field { SINCE, UNTIL, BEFORE_SINCE, BEFORE_UNTIL, INSTITUTION,
	DISTRICT, AGE, SEX, GROUP, PLACE, NASKED };

struct summary_form {
	struct value		 in[NASKED];
	struct summary_scope	 now;
	struct summary_scope	 before;	/* from NULL: not compared */
	struct book		 books[SUMMARY_CHOICES];
	const char		*refusal;	/* translated, or NULL */
};

/*
 * OK; INVALID with the faults at their fields.  Nothing was asked when
 * form->now.from is NULL.
 */
enum status summary_form_read(struct ctx *c, struct summary_form *form)
    __attribute__((warn_unused_result));

/* The choices, once their rows are there; NOT_FOUND: one is none of the user's. */
enum status summary_form_check(struct ctx *c,
    const struct query q[SUMMARY_CHOICES], struct summary_form *form)
    __attribute__((warn_unused_result));

/* The form filled in again. */
void summary_form_show(const struct ctx *c, struct view *v,
    const struct summary_form *form);

/* The list "asked": what was chosen, as fields of another form. */
void summary_form_ask(struct view *v, const struct summary_form *form);

/* The same as in an address, without the "?". */
const char *summary_form_query(const struct ctx *c,
    const struct summary_form *form);

/* Names of what was chosen, "all" where nothing was. */
const char *summary_form_chosen(const struct ctx *c,
    const struct summary_form *form, enum summary_field field);

/* "01.07.2026 – 30.09.2026" */
const char *summary_period(const struct ctx *c, const struct summary_scope *s);

#endif
