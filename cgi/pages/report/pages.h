/* pages.h: the prototypes of palreg-report's page handlers. */
#ifndef REPORT_PAGES_H
#define REPORT_PAGES_H

#include "web/ctx.h"

#define ROUTE(method, path, name, perm, event) \
	enum status page_##name(struct ctx *c);
#include "pages/report/routes.def"
#undef ROUTE

#endif
