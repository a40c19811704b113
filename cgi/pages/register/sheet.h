/* sheet.h: the form of chosen instruments: what is asked, what was answered. */
#ifndef REGISTER_SHEET_H
#define REGISTER_SHEET_H

#include "db/assessments.h"
#include "db/instruments.h"
#include "db/patients.h"
#include "web/ctx.h"
#include "web/form.h"

/* The fields that every sheet has; then a flag for each instrument, then items. */
enum { SHEET_ID, SHEET_ON, SHEET_AT, SHEET_BY, SHEET_FIXED };

/*
 * An item that two instruments have (pain) is asked once and answered for
 * both: its field is asked[i] in fields[first + i].
 */
struct sheet {
	struct patient			 patient;
	const char			*passport;
	struct instrument_list		 instruments;
	struct observed_list		 last;
	const struct item		**asked;
	size_t				 asked_len;
	struct field			*fields;
	struct value			*in;
	size_t				 first;
	size_t				 len;	/* of fields and in */
	const struct assessment		*corrects; /* or NULL */
	const char			*moment; /* read; NULL is now */
	bool				 empty;	/* nothing was answered */
};

/* The codes chosen by "use-<code>=1" in the query or body, as an array. */
const char *sheet_chosen(const struct ctx *c);

/*
 * Load what a form of the chosen instruments shows of a patient, in one round
 * trip; last values are those before a moment, or of now when it is NULL.
 */
enum status sheet_open(struct ctx *c, const char *patient, const char *chosen,
    const char *before, struct sheet *out) __attribute__((warn_unused_result));

/* Read the body; INVALID with the faults marked, as form_read() does. */
enum status sheet_read(struct ctx *c, struct sheet *s)
    __attribute__((warn_unused_result));

/* What the database said of a date is said at its field. */
void sheet_refuse(struct ctx *c, struct sheet *s);

/* Fill the form with the answers that an assessment has. */
void sheet_fill(const struct ctx *c, struct sheet *s,
    const struct assessment *a, const struct observed_list *answers);

/* What was answered of one instrument; false when nothing was. */
bool sheet_entry(const struct ctx *c, const struct sheet *s,
    const struct instrument *i, struct assessment_entry *out);

/* The lists and values of part_sheet.html. */
void sheet_show(const struct ctx *c, struct view *v, const struct sheet *s);

/* The list "scores" of the card: last values, and what changed since. */
void show_scores(const struct ctx *c, struct view *v,
    const struct score_list *list);

#endif
