/* routes.h: what a program is made of: its name, its pages, its statements. */
#ifndef ROUTES_H
#define ROUTES_H

#include "auth/permission.h"
#include "web/request.h"

struct db;
struct stmt;
struct worker;

struct route {
	enum method	  method;
	const char	 *path;		/* "/patients/:id" */
	enum status	(*page)(struct ctx *);
	const char	 *name;
	enum perm	  perm;
	const char	 *event;	/* audit event, "NOTHING" for none */
};

/* Each program defines one: cgi/auth.c, register.c, admin.c, report.c. */
struct program {
	const char			*name;	/* "register": role palreg_register */
	const struct route		*routes;
	size_t				 routes_len;
	const struct stmt *const	*modules;
	void				(*start)(void);	/* once a worker, or NULL */
	/* Work apart from requests ("--runs"), or NULL; false on failure. */
	bool				(*runs)(struct worker *, struct db *desk);
};

extern const struct program program;

#define ROUTE_ROW(method, path, page, perm, event) \
	{ METHOD_##method, path, page_##page, #page, PERM_##perm, #event },

#endif
