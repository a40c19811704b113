/* report.c: palreg-report: PDF reports from anonymised views. */

#include "db/audit.h"
#include "db/doses.h"
#include "db/patient_report.h"
#include "db/prescription_entry.h"
#include "db/reports.h"
#include "db/resources.h"
#include "db/runs.h"
#include "db/sessions.h"
#include "db/statutory.h"
#include "db/summary.h"
#include "pages/report/pages.h"
#include "routes.h"
#include "runs.h"

static const struct route routes[] = {
#define ROUTE	ROUTE_ROW
#include "pages/report/routes.def"
#undef ROUTE
};

static const struct stmt *const modules[] = {
	audit_stmts, dose_stmts, entry_stmts, patient_report_stmts, report_stmts,
	resource_stmts, run_stmts, session_stmts, statutory_stmts,
	summary_stmts, NULL
};

const struct program program = {
	.name = "report",
	.routes = routes,
	.routes_len = sizeof(routes) / sizeof(routes[0]),
	.modules = modules,
	.runs = runs_work,
};
