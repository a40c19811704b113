/* admin.c: palreg-admin: users, roles, areas, reference books. */

#include "db/audit.h"
#include "db/book_entries.h"
#include "db/book_imports.h"
#include "db/books.h"
#include "db/disposals.h"
#include "db/factor_resets.h"
#include "db/grants.h"
#include "db/jobs.h"
#include "db/letterheads.h"
#include "db/roles.h"
#include "db/sessions.h"
#include "db/settings.h"
#include "db/system.h"
#include "db/trail.h"
#include "db/users.h"
#include "pages/admin/pages.h"
#include "routes.h"

static const struct route routes[] = {
#define ROUTE	ROUTE_ROW
#include "pages/admin/routes.def"
#undef ROUTE
};

static const struct stmt *const modules[] = {
	audit_stmts, book_entry_stmts, book_import_stmts, disposal_stmts,
	session_stmts, factor_reset_stmts, grant_stmts, job_stmts, letterhead_stmts,
	own_letterhead_stmts, role_stmts,
	setting_stmts, system_stmts, trail_stmts, user_stmts, NULL
};

const struct program program = {
	.name = "admin",
	.routes = routes,
	.routes_len = sizeof(routes) / sizeof(routes[0]),
	.modules = modules,
};
