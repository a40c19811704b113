/* ctx.h: what a page handler is given, and the few things it may do. */
#ifndef CTX_H
#define CTX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "web/form.h"
#include "web/template.h"

struct db;
struct query;
struct request;
struct response;
struct str;

/* Who is signed in; the texts live as long as the request. */
struct user {
	const char	*id;		/* UUID */
	const char	*login;
	const char	*name;
	const char	*inst;		/* UUID of the key institution, or NULL */
	long		 area;		/* the institution or department worked in */
	unsigned long	 perms;		/* bit set over enum perm */
	bool		 has_half;	/* the server still holds the key half */
	bool		 factor_due;	/* a role asks for a second factor first */
};

/* Configuration of the site, read once when a worker starts. */
struct site {
	const char	*origin;	/* "https://host[:port]": of links */
	const char	*origins;	/* all by which it may be called */
	const char	*fonts;		/* folder of the reports' typefaces */
	const char	*cert;		/* file nginx shows to browsers, or NULL */
	const char	*nginx;		/* file of its configuration, or NULL */
	const char	*disk;		/* a folder on the disk to be watched */
	long		 at_once;	/* most patients of a summary that one
					 * waits for */
	bool		 demo;		/* an instance for trying things out */
};

struct ctx {
	struct arena		*arena;	/* dies once the response is sent */
	const struct request	*req;	/* parsed and within its limits */
	struct response		*res;	/* buffered: sent after COMMIT */
	struct db		*db;	/* inside this request's transaction */
	const struct user	*user;	/* NULL only on a PUBLIC route */
	const struct view	*base;	/* what the layout shows; set by the router */
	const char		*lang;	/* "ru" or "en" */
	const char		*subject; /* UUID the audit event is about, or NULL */
	const char		*detail; /* JSON for the audit event, or NULL */
	const struct site	*site;
	const char		*csrf;	/* token of this session, or NULL */
	const struct templates	*templates;
	struct serving		*serving;	/* the router's own */
	enum status		(*last)(struct ctx *, struct query *, size_t);
};

/*
 * The last statements of a page that only read: its event and COMMIT go with
 * them in one round trip.  The page answers 200 after OK, whatever was found.
 */
enum status run_last(struct ctx *c, struct query *queries, size_t n)
    __attribute__((warn_unused_result));

/* The value of ":name" in the route's path; the router has matched it. */
const char *path_param(const struct ctx *c, const char *name);

/*
 * The text of msgid in the user's language; msgid itself where none is.  It is
 * a text of the program, which stays where it is: see i18n_literal().
 */
const char *tr(const struct ctx *c, const char *msgid)
    __attribute__((format_arg(2)));

/* As tr(), for a number of things: chooses the plural form for n. */
const char *trn(const struct ctx *c, const char *one, const char *many,
    unsigned long n) __attribute__((format_arg(2), format_arg(3)));

/*
 * Fill the response with a page: templates/<name>.html inside layout.html.
 * Returns OK; the caller returns INVALID or CONFLICT afterwards where the
 * page shows a refused form (the router keeps the body and sets 422 or 409).
 */
enum status render(struct ctx *c, const char *name, const struct view *v);

/* Answer 303 See Other; the formatted path must begin with "/". */
enum status redirect(struct ctx *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Answer with JSON text; code is the HTTP status (200, 201, 401, 429 …). */
enum status answer_json(struct ctx *c, int code, const struct str *json);

/* Answer 200 with what a view holds, as JSON. */
enum status answer_view(struct ctx *c, const struct view *v);

/* Answer with bytes for download; filename is plain ASCII or NULL. */
enum status answer_bytes(struct ctx *c, const char *type, const void *data,
    size_t len, const char *filename);

/* Let this 200 answer of a GET carry an ETag and be answered 304 (references). */
void answer_etag(struct ctx *c);

/*
 * Answer with an error of the API, {"error":error,"message":msgid translated},
 * and return OK, so that what the page wrote is committed.
 */
enum status answer_error(struct ctx *c, int code, const char *error,
    const char *msgid);

/* Add a response header; name is a literal, value has no control character. */
void answer_header(struct ctx *c, const char *name, const char *value);

#endif
