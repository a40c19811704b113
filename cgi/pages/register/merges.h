/* merges.h: what the pages of a merge and of its undoing share. */
#ifndef REGISTER_MERGES_H
#define REGISTER_MERGES_H

#include "db/merges.h"
#include "seal/envelope.h"
#include "web/ctx.h"

/*
 * The list "moved": what, how many rows, how many stay.  What is no word of
 * its own is counted together.
 */
void show_merge_rows(const struct ctx *c, struct view *v,
    const struct merge_rows_list *rows);

/* The list "merges": those that stand, of a patient who stayed or went. */
void show_merges(const struct ctx *c, struct view *v, const char *patient,
    const struct merge_list *merges);

/*
 * A sealed passport of a merge, which may be missing: *out becomes NULL.
 * INVALID when its seal does not hold, CONFLICT when it follows another.
 */
enum status merge_passport(struct ctx *c, const struct envelope_place *author,
    const char *id, const char *text, const char *last,
    struct document *room, const struct document **out)
    __attribute__((warn_unused_result));

#endif
