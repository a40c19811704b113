/* request.h: one HTTP request, parsed within its limits. */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct gateway;

enum method { METHOD_GET, METHOD_POST, METHOD_OTHER };

struct pair {
	const char	*name;
	const char	*value;
};

struct request {
	enum method	 method;
	bool		 head;		/* HEAD: GET without a body */
	const char	*path;		/* decoded, begins with "/" */
	const char	*target;	/* path and query as sent */
	struct pair	*query;
	size_t		 query_len;
	struct pair	*body;		/* form fields */
	size_t		 body_len;
	struct pair	 params[4];	/* set by the router: ":id" … */
	size_t		 params_len;
	const char	*cookie;	/* value of __Host-palreg, or NULL */
	const char	*lang_cookie;	/* "ru", "en" or NULL */
	const char	*accept_language;
	const char	*origin;	/* NULL when absent, as below */
	const char	*host;
	const char	*fetch_site;
	const char	*if_none_match;
	const char	*address;	/* of the client, from nginx */
	const char	*agent;
	const char	*server;	/* "nginx/1.22.1", or NULL */
	const char	*tls;		/* "TLSv1.3", or NULL */
	const char	*id;		/* of this request, for logs and audit */
};

enum {
	TARGET_MAX = 4096,		/* path and query as sent */
	COOKIE_MAX = 4096,
	BODY_MAX = 256 * 1024,
	FIELDS_MAX = 1000,		/* a sheet of 60 lines has some 500 */
};

/*
 * Read one request.  Returns 0, or the HTTP status that refuses it: 400
 * malformed, 413 body too large, 414 target too long, 415 not a form, 431
 * cookies too long.  Even then method, head, path (or "/"), id and address
 * are set, so that the refusal can be answered and logged.
 */
int request_read(struct arena *a, const struct gateway *gw,
    struct request *out);

/* A GET of path and query that nobody sent; 0, 400 or 414 as above. */
int request_make(struct arena *a, const char *target, struct request *out);

/* The value of a query or body pair; NULL when there is none. */
const char *pair_find(const struct pair *pairs, size_t n, const char *name);

#endif
