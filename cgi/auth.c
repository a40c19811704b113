/* auth.c: palreg-auth: sign-in, sessions, keys, enrolment, one's own account. */

#include "auth/password.h"
#include "auth/turn.h"
#include "db/audit.h"
#include "db/browsers.h"
#include "db/drills.h"
#include "db/enrolments.h"
#include "db/factors.h"
#include "db/invites.h"
#include "db/keys.h"
#include "db/logins.h"
#include "db/proposals.h"
#include "db/recoveries.h"
#include "db/rotations.h"
#include "db/security_keys.h"
#include "db/sessions.h"
#include "db/trail.h"
#include "pages/auth/pages.h"
#include "routes.h"

#define ROUTE	ROUTE_ROW
static const struct route routes[] = {
#include "pages/auth/routes.def"
};
#undef ROUTE

static const struct stmt *const modules[] = {
	audit_stmts, browser_stmts, drill_stmts, enrolment_stmts, factor_stmts,
	invite_stmts, key_stmts, login_stmts, own_trail_stmts, proposal_stmts,
	recovery_stmts, rotation_stmts, security_key_stmts, session_stmts, NULL
};

static void
start(void)
{
	pepper_load();
	turn_open();
}

const struct program program = {
	.name = "auth",
	.routes = routes,
	.routes_len = sizeof(routes) / sizeof(routes[0]),
	.modules = modules,
	.start = start,
};
