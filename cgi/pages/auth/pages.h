/* pages.h: the prototypes of all page handlers of palreg-auth. */
#ifndef AUTH_PAGES_H
#define AUTH_PAGES_H

#include "web/ctx.h"

#define ROUTE(method, path, name, perm, event) \
	enum status page_##name(struct ctx *);
#include "pages/auth/routes.def"
#undef ROUTE

#endif
