/* pages.h: the prototypes of palreg-admin's page handlers. */
#ifndef ADMIN_PAGES_H
#define ADMIN_PAGES_H

#include "web/ctx.h"

#define ROUTE(method, path, name, perm, event) \
	enum status page_##name(struct ctx *c);
#include "pages/admin/routes.def"
#undef ROUTE

#endif
