/* find.h: the conditions by which patients are searched: read, shown, named. */
#ifndef REGISTER_FIND_H
#define REGISTER_FIND_H

#include "db/patient_search.h"
#include "pages/common.h"

/* The parts of the filter come first, under the same numbers. */
enum { FIND_SORT = NPARTS, FIND_PAGE, FIND_MORE, FIND_IDS, NFIND };

/* The fields of every page that takes the conditions. */
extern const struct field find_form[NFIND];

/* What they are called, for messages. */
extern const char *const find_labels[NFIND];

/* form_read() of them, and what it cannot check. */
enum status find_read(struct ctx *c, struct value in[NFIND])
    __attribute__((warn_unused_result));

/* Check one value that was read elsewhere, as find_read() does. */
bool find_check(struct ctx *c, struct value *number);

/* Values that passed, as the database takes them. */
struct patient_filter find_filter(const struct value *in);
enum patient_sort find_sort(const struct value *in);

/* Whether any condition is given, right or wrong. */
bool find_is_filtered(const struct value *in);

/*
 * The conditions and the order that are given, as the query of an address,
 * "status=active&pain_from=4"; without the part without, NFIND for all.
 */
const char *find_query(const struct ctx *c, const struct value *in,
    size_t without);

/* The queries of everything there is to choose from, for a pipeline. */
enum { FIND_INSTITUTIONS, FIND_GROUPS, FIND_DISTRICTS, FIND_PHASES,
	FIND_MEDICINES, FIND_CODES, FIND_STAFF, FIND_PLACES, FIND_QUERIES };
/* Those that the plain page needs. */
enum { FIND_PLAIN = FIND_DISTRICTS };
void find_queries(const struct ctx *c, struct query q[FIND_QUERIES]);

/* What there is to choose from, by part. */
struct find_books {
	struct book	 book[NPARTS];
};

/* Read what n of the queries brought. */
void find_books_read(const struct ctx *c, const struct query *q, size_t n,
    struct find_books *out);

/*
 * The list "chips": what is asked for, in words, each with the address of the
 * list without it; the texts "query" and "active", their number.
 */
void find_show_chips(const struct ctx *c, struct view *v,
    const struct value *in, const struct find_books *books);

/* Everything there is to choose from, as it was chosen; all: the rare ones too. */
void find_show(const struct ctx *c, struct view *v, const struct value *in,
    const struct find_books *books, bool all);

#endif
