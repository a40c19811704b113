/* order_search.h: ordered services and devices of the institutions in reach. */
#ifndef ORDER_SEARCH_H
#define ORDER_SEARCH_H

#include "db/orders.h"

/* In the order of the statements' parameters. */
enum order_part {
	O_KIND,		/* service or device */
	O_SERVICE,	/* codes; with both either one is meant */
	O_DEVICE,
	O_STATE,	/* status or state, "all"; NULL: what waits */
	O_DISTRICT,
	O_INSTITUTION,
	NORDER
};

/* NULL is "any". */
struct order_filter {
	const char	*part[NORDER];
	const char	*sort;	/* days, name …; NULL: the longest wait first */
	bool		 descending;
};

/* Matches are counted and exported up to here. */
enum { ORDER_COUNT_MAX = 10000 };

extern const struct stmt order_search_stmts[];

/*
 * The two queries of a page of 50, for a pipeline with others: rows for
 * order_read(), and how many match, at most the limit.
 */
void order_search_queries(struct db *db, const struct order_filter *f,
    long page, const char *lang, struct query q[2]);

/* All that match, at most the limit, for order_read(). */
struct query order_export_query(struct db *db, const struct order_filter *f,
    const char *lang);

#endif
