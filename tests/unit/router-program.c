/* router-program.c: a program of its own routes, for t-router.c. */

#include <string.h>

#include "base/str.h"
#include "routes.h"
#include "web/i18n.h"
#include "web/template.h"

static const struct field echo_form[] = {
	{ "text", F_TEXT, .required = true, .max = 20 },
	{ "n", F_INT, .low = 1, .high = 9 },
};

static enum status
page_show(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "id", path_param(c, "id"));
	return render(c, "show", v);
}

static enum status
page_fixed(struct ctx *c)
{
	answer_etag(c);
	return answer_bytes(c, "text/plain", "fixed", 5, "a.txt");
}

static enum status
page_echo(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct value in[2];
	enum status st;

	if ((st = form_read(c, echo_form, 2, in)) == OK)
		return redirect(c, "/things/%s?done=echoed", in[0].text);
	if (in[0].error == NULL && in[1].error == NULL)
		return st;
	form_show(v, echo_form, 2, in);
	if ((st = render(c, "echo", v)) != OK)
		return st;
	return INVALID;
}

static enum status
page_json(struct ctx *c)
{
	struct value in[2];
	enum status st;

	if ((st = form_read(c, echo_form, 2, in)) != OK)
		return st;
	return answer_error(c, 429, "wait", N_("Wait"));
}

static enum status
page_denied(struct ctx *c)
{
	(void)c;
	return DENIED;
}

static enum status
page_missing(struct ctx *c)
{
	(void)c;
	return NOT_FOUND;
}

static enum status
page_stale(struct ctx *c)
{
	(void)c;
	return CONFLICT;
}

static enum status
page_broken(struct ctx *c)
{
	(void)c;
	return FAILED;
}

static const struct route routes[] = {
#define ROUTE	ROUTE_ROW
	ROUTE(GET,  "/things/:id",        show,    PUBLIC, NOTHING)
	ROUTE(GET,  "/things/new",        fixed,   PUBLIC, NOTHING)
	ROUTE(GET,  "/things/:id/of/:at", show,    PUBLIC, NOTHING)
	ROUTE(POST, "/things",            echo,    PUBLIC, NOTHING)
	ROUTE(GET,  "/both",              fixed,   PUBLIC, NOTHING)
	ROUTE(POST, "/both",              echo,    PUBLIC, NOTHING)
	ROUTE(POST, "/api/echo",          json,    PUBLIC, NOTHING)
	ROUTE(GET,  "/api/missing",       missing, PUBLIC, NOTHING)
	ROUTE(GET,  "/denied",            denied,  PUBLIC, NOTHING)
	ROUTE(GET,  "/missing",           missing, PUBLIC, NOTHING)
	ROUTE(GET,  "/stale",             stale,   PUBLIC, NOTHING)
	ROUTE(GET,  "/broken",            broken,  PUBLIC, NOTHING)
	ROUTE(GET,  "/self",              show,    SELF,   NOTHING)
	ROUTE(POST, "/self",              echo,    SELF,   NOTHING)
	ROUTE(GET,  "/api/self",          json,    SELF,   NOTHING)
	ROUTE(GET,  "/patients",          show,    PATIENT_READ, PATIENT_LIST)
#undef ROUTE
};

static const struct stmt *const modules[] = { NULL };

const struct program program = {
	.name = "test",
	.routes = routes,
	.routes_len = sizeof(routes) / sizeof(routes[0]),
	.modules = modules,
};
