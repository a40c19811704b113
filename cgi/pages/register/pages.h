/* pages.h: the prototypes of palreg-register's page handlers. */
#ifndef REGISTER_PAGES_H
#define REGISTER_PAGES_H

#include "web/ctx.h"

#define ROUTE(method, path, name, perm, event) \
	enum status page_##name(struct ctx *c);
#include "pages/register/routes.def"
#undef ROUTE

#endif
