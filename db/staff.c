/* staff.c: the names of colleagues, which are no secret. */

#include "db/staff.h"

const struct stmt staff_stmts[] = {
	{ "staff_list",
	    "SELECT id, name, NULL FROM staff"
	    " WHERE area_id = ANY ((SELECT areas('record_read'))::int[])"
	    " ORDER BY name" },
	{ NULL, NULL }
};

const struct stmt *const staff_list_stmt = &staff_stmts[0];
