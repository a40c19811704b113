/* saved_searches.h: searches for patients which an account keeps under a name. */
#ifndef SAVED_SEARCHES_H
#define SAVED_SEARCHES_H

#include "db/db.h"

struct saved_search {
	const char	*id;
	const char	*name;
	const char	*query;		/* of the address of the list */
	long		 version;
};

struct saved_search_list {
	struct saved_search	*item;
	size_t			 len;
};

extern const struct stmt saved_search_stmts[];

/* Those of this account, by name. */
#define SAVED_SEARCHES_QUERY	{ .stmt = saved_search_list_stmt }
extern const struct stmt *const saved_search_list_stmt;
void saved_search_read(struct db *db, const struct rows *rows,
    struct saved_search_list *out);

/* INVALID or CONFLICT by a rule of the table. */
enum status saved_search_add(struct db *db, const char *name,
    const char *query) __attribute__((warn_unused_result));

/* CONFLICT when it was renamed or removed meanwhile, or the name is taken. */
enum status saved_search_rename(struct db *db, const char *id,
    const char *version, const char *name)
    __attribute__((warn_unused_result));

/* NOT_FOUND when there is none of this account. */
enum status saved_search_remove(struct db *db, const char *id)
    __attribute__((warn_unused_result));

#endif
