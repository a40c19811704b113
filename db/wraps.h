/* wraps.h: content keys wrapped for an older epoch, and those that were wrapped again. */
#ifndef WRAPS_H
#define WRAPS_H

#include "db/documents.h"

/* Lines "record revision hash epoch wn wk", as wraps_put() takes them. */
struct wrap_list {
	const char	**line;
	size_t		  len;
	long		  left;		/* in all */
	long		  epoch;	/* the current one */
};

/* What waits for an officer; zeros for anybody else. */
struct key_tasks {
	long	leavers;
	long	applicants;
	long	wraps;
	bool	drill;		/* shares were not proved for a year */
	long	proposals;	/* wait for his signature */
};

extern const struct stmt wrap_stmts[];

/* The next keys to be wrapped again; none for who is no officer. */
enum status wraps_next(struct db *db, const char *limit,
    struct wrap_list *out) __attribute__((warn_unused_result));

/*
 * Take keys wrapped again, one a line; left is how many remain.  DENIED for
 * who is no officer, CONFLICT for another epoch than the current one, INVALID
 * for what is no record of the institution.
 */
enum status wraps_put(struct db *db, const char *lines, long *left)
    __attribute__((warn_unused_result));

/*
 * Records which somebody else wrapped again and nobody else has opened yet,
 * those after a record and revision first; as many as a browser opens at once.
 */
enum status wraps_unchecked(struct db *db, const char *rec, const char *rev,
    struct revision_list *out) __attribute__((warn_unused_result));

/* Take lines "record revision hash epoch" of what the user has opened. */
enum status wraps_check(struct db *db, const char *lines)
    __attribute__((warn_unused_result));

/* The query of what waits for an officer, for a page's pipeline. */
extern const struct stmt *const key_tasks_stmt;
void key_tasks_read(const struct rows *rows, struct key_tasks *out);

#endif
