/* line_form.h: the form of a prescription line: its fields, checks and choices. */
#ifndef REGISTER_LINE_FORM_H
#define REGISTER_LINE_FORM_H

#include "pages/register/findings.h"

/* The parts of an entry come first, under the same numbers. */
enum {
	L_ID = NENTRY, L_MEDICINE, L_DURATION,
	L_DAY,				/* seven flags, Monday first */
	L_INSTRUCTION = L_DAY + 7,	/* three codes */
	L_NEXT = L_INSTRUCTION + 3, L_DRAFT,
	L_CHECK,			/* compute and check, save nothing */
	L_APPLY,			/* "field=value" of a way out */
	L_WAY,				/* rule: draft this, write what lacks */
	L_FINDINGS,			/* as findings_fields() says */
	NLINE = L_FINDINGS + NFINDINGS
};

/* What the form is for. */
struct line_purpose {
	const char	*heading;	/* translated */
	const char	*submit;
	const char	*action;	/* path of the POST */
	bool		 is_new;	/* not a new version */
	bool		 to_sheet;	/* it belongs to the drafts of a sheet */
	bool		 conflict;
	const char	*clash;		/* series that says something else now */
	const struct prescription_source *old;	/* what is changed, or NULL */
};

/* The line of the form: what it amounts to, what speaks against it. */
struct line_check {
	struct dosing		 d;
	struct dose_line	 line;
	const char		*old;		/* version it replaces, or NULL */
	bool			 known;		/* the line can be computed */
	struct finding_set	 set;
};

/* The queries of line_check_read(), for a pipeline; product may be NULL. */
enum { LINE_CHECK_QUERIES = DOSING_QUERIES + FINDING_QUERIES };
void line_check_queries(const struct ctx *c, const char *patient,
    const char *product, struct query q[LINE_CHECK_QUERIES]);

/* Compute and check the values; old is what they change, or NULL. */
void line_check_read(const struct ctx *c, const char *patient,
    const struct prescription_source *old, const struct value in[NLINE],
    const struct query q[LINE_CHECK_QUERIES], struct line_check *out);

/* What was to change a line is to be a line of its own. */
void line_check_renew(struct line_check *check);

/* What line_check_read() found, for part_dose.html and part_findings.html. */
void line_check_show(const struct ctx *c, struct view *v,
    const struct line_check *check);

/*
 * Read and check the form of a line of patient that changes old, or is new;
 * INVALID with the errors in the values, or with warnings that wait for a
 * reason.
 */
enum status line_form_read(struct ctx *c, const char *patient,
    const struct prescription_source *old, struct value in[NLINE],
    struct line_check *check) __attribute__((warn_unused_result));

/* The values of a stored line; what it does not say is "". */
void line_form_fill(struct ctx *c, const char *const part[NENTRY],
    struct value in[NLINE]);

/* What was read, as an entry of patient. */
struct prescription_entry line_form_entry(const char *patient,
    const struct value in[NLINE]);

/* Put the refusal of the database at the field it is about. */
void line_form_refuse(struct ctx *c, const char *refusal,
    struct value in[NLINE]);

/*
 * The queries of the page, for a pipeline, and the page they make.  product is
 * that of a line which the patient has not, or NULL; clash as line_purpose has
 * it.
 */
enum { LINE_FORM_QUERIES = 11 + LINE_CHECK_QUERIES };
void line_form_queries(struct ctx *c, const char *patient,
    const char *product, const char *clash,
    struct query q[LINE_FORM_QUERIES]);
enum status line_form_render(struct ctx *c, const char *patient,
    const struct line_purpose *purpose, const struct value in[NLINE],
    struct line_check *check, const struct query q[LINE_FORM_QUERIES])
    __attribute__((warn_unused_result));

/* The page with all its choices and these values; check NULL: not done yet. */
enum status line_form_show(struct ctx *c, const char *patient,
    const struct line_purpose *purpose, const struct value in[NLINE],
    struct line_check *check) __attribute__((warn_unused_result));

#endif
