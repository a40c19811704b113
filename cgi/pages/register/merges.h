/* merges.h: what the pages of a merge and of its undoing share. */
#ifndef REGISTER_MERGES_H
#define REGISTER_MERGES_H

#include "db/merges.h"
#include "pages/register/sealed.h"
#include "web/ctx.h"
#include "web/form.h"

/*
 * The list "moved": what, how many rows, how many stay.  What is no word of
 * its own is counted together.
 */
void show_merge_rows(const struct ctx *c, struct view *v,
    const struct merge_rows_list *rows);

/* The list "merges": those that stand, of a patient who stayed or went. */
void show_merges(const struct ctx *c, struct view *v, const char *patient,
    const struct merge_list *merges);

/* Whose passports go along with a merge or its undoing. */
enum { STAYS, GOES, TWO };

/* The passports that were sent, each of which may be missing. */
struct merge_passports {
	struct sealed	 room[TWO];
	struct sealed	*sealed[TWO];	/* NULL where there is none */
};

/* INVALID when one of the two is no passport. */
enum status merge_passports_read(struct ctx *c, const struct value *stays,
    const struct value *goes, struct merge_passports *out)
    __attribute__((warn_unused_result));

/* Queries from *n on, which store what there is under its own name. */
void merge_passports_put(struct ctx *c, const struct merge_passports *p,
    struct query *q, size_t *n);

/*
 * As sealed_follows() of both, for which room was made before it was known:
 * author has the row of DOCUMENT_AUTHOR, last the envelopes that stood.
 */
enum status merge_passports_hold(struct ctx *c,
    const struct merge_passports *p, const struct rows *author,
    const char *const rec[TWO], const char *const last[TWO])
    __attribute__((warn_unused_result));

#endif
