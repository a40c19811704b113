/* match.c: which row of the route table a request is for. */

#include <string.h>

#include "base/str.h"
#include "match.h"

enum { VALUE_MAX = 64 };

static enum status page_health(struct ctx *c);

/* In every program: is this worker there; the database is not asked. */
static const struct route health = {
	METHOD_GET, "/health", page_health, "health", PERM_PUBLIC, "NOTHING"
};

static enum status
page_health(struct ctx *c)
{
	return answer_bytes(c, "text/plain; charset=utf-8", "ok\n", 3, NULL);
}

static bool
is_value(const char *text, size_t len)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789._-";

	return len > 0 && len <= VALUE_MAX && strspn(text, letters) >= len;
}

/* Returns how many parameters the pattern took, or -1 where it differs. */
static int
match_path(const char *pattern, const char *path, const char *begin[4],
    size_t len[4])
{
	int n = 0;

	while (*pattern != '\0') {
		if (*pattern != ':') {
			if (*pattern++ != *path++)
				return -1;
			continue;
		}
		len[n] = strcspn(path, "/");
		begin[n] = path;
		if (!is_value(path, len[n]))
			return -1;
		path += len[n++];
		pattern += strcspn(pattern, "/");
	}
	return *path == '\0' ? n : -1;
}

static void
keep_params(struct serving *s)
{
	const char *begin[4], *name = s->route->path;
	struct request *req = &s->req;
	size_t len[4];
	int n;

	n = match_path(name, req->path, begin, len);
	for (int i = 0; i < n; i++) {
		name = strchr(name, ':') + 1;
		req->params[i].name = text_copy_len(s->worker->arena, name,
		    strcspn(name, "/"));
		req->params[i].value = text_copy_len(s->worker->arena,
		    begin[i], len[i]);
	}
	req->params_len = n > 0 ? (size_t)n : 0;
}

static void
try_route(struct serving *s, const struct route *route, int *best,
    unsigned *methods)
{
	const char *begin[4];
	size_t len[4];
	int n = match_path(route->path, s->req.path, begin, len);

	if (n < 0)
		return;
	*methods |= 1u << route->method;
	if (route->method != s->req.method || (*best >= 0 && n >= *best))
		return;
	*best = n;
	s->route = route;
}

int
route_match(struct serving *s)
{
	const struct program *p = s->worker->program;
	unsigned methods = 0;
	int best = -1;

	try_route(s, &health, &best, &methods);
	for (size_t i = 0; i < p->routes_len; i++)
		try_route(s, &p->routes[i], &best, &methods);
	if (s->route != NULL) {
		keep_params(s);
		return 0;
	}
	if (methods == 0)
		return 404;
	if (methods == 1u << METHOD_POST)
		s->allow = "POST";
	else
		s->allow = methods == 1u << METHOD_GET ? "GET, HEAD" :
		    "GET, HEAD, POST";
	return 405;
}
