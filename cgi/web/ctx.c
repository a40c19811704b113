/* ctx.c: the few things a page handler may do. */

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/json.h"
#include "web/ctx.h"
#include "web/i18n.h"
#include "web/request.h"
#include "web/response.h"

enum status
run_last(struct ctx *c, struct query *queries, size_t n)
{
	return c->last(c, queries, n);
}

const char *
path_param(const struct ctx *c, const char *name)
{
	const struct request *req = c->req;
	const char *value = pair_find(req->params, req->params_len, name);

	assert(value != NULL);
	return value;
}

const char *
tr(const struct ctx *c, const char *msgid)
{
	return i18n_literal(c->lang, msgid);
}

const char *
trn(const struct ctx *c, const char *one, const char *many, unsigned long n)
{
	return i18n_plural(c->lang, one, many, n);
}

enum status
render(struct ctx *c, const char *name, const struct view *v)
{
	response_clear(c->res);
	c->res->code = 200;
	c->res->type = "text/html; charset=utf-8";
	return template_render(c->templates, c->lang, name, true, v, c->base,
	    &c->res->body);
}

enum status
redirect(struct ctx *c, const char *fmt, ...)
{
	struct str path;
	va_list ap;

	str_init(&path, c->arena, 128);
	va_start(ap, fmt);
	str_vaddf(&path, fmt, ap);
	va_end(ap);
	assert(path.text[0] == '/' && path.text[1] != '/' &&
	    strpbrk(path.text, "\r\n\\") == NULL);
	response_clear(c->res);
	c->res->code = 303;
	c->res->location = path.text;
	return OK;
}

enum status
answer_json(struct ctx *c, int code, const struct str *json)
{
	enum status st;

	st = answer_bytes(c, "application/json", json->text, json->len, NULL);
	c->res->code = code;
	return st;
}

enum status
answer_view(struct ctx *c, const struct view *v)
{
	struct str *out = str_new(c->arena);
	struct json j;

	json_open(&j, out);
	view_json(v, NULL, &j);
	return answer_json(c, 200, out);
}

enum status
answer_error(struct ctx *c, int code, const char *error, const char *msgid)
{
	struct str *text = str_new(c->arena);
	struct json j;

	json_open(&j, text);
	json_begin_object(&j, NULL);
	json_put_text(&j, "error", error);
	json_put_text(&j, "message", tr(c, msgid));
	json_end_object(&j);
	return answer_json(c, code, text);
}

enum status
answer_bytes(struct ctx *c, const char *type, const void *data, size_t len,
    const char *filename)
{
	c->res->code = 200;
	c->res->type = type;
	c->res->location = NULL;
	c->res->data = data;
	c->res->data_len = len;
	if (filename != NULL)
		answer_header(c, "Content-Disposition", text_printf(c->arena,
		    "attachment; filename=\"%s\"", filename));
	return OK;
}

void
answer_header(struct ctx *c, const char *name, const char *value)
{
	response_header(c->res, name, value);
}

void
answer_etag(struct ctx *c)
{
	c->res->want_etag = true;
}
