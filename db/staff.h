/* staff.h: the names of colleagues, which are no secret. */
#ifndef STAFF_H
#define STAFF_H

#include "db/db.h"

extern const struct stmt staff_stmts[];

/* Those who may have written a line here: a query read by book_read(). */
extern const struct stmt *const staff_list_stmt;
#define STAFF_QUERY	{ .stmt = staff_list_stmt }

#endif
