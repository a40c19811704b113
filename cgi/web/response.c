/* response.c: one answer, buffered until the transaction has ended. */

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "web/fcgi.h"
#include "web/response.h"

enum { BODY_SIZE = 16 * 1024 };

static const struct reason {
	int		 code;
	const char	*text;
} reasons[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 409, "Conflict" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 422, "Unprocessable Content" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 503, "Service Unavailable" },
};

static const char *
reason_text(int code)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].code == code)
			return reasons[i].text;
	return "Answer";
}

void
response_init(struct response *res, struct arena *a)
{
	memset(res, 0, sizeof(*res));
	res->arena = a;
	str_init(&res->body, a, BODY_SIZE);
}

void
response_clear(struct response *res)
{
	res->code = 0;
	res->type = res->location = res->etag = NULL;
	res->want_etag = false;
	res->data = NULL;
	res->data_len = 0;
	res->headers_len = 0;
	res->body.len = 0;
	res->body.text[0] = '\0';
}

/* A line end in a value would begin another header. */
static bool
is_one_line(const char *value)
{
	for (; *value != '\0'; value++)
		if ((unsigned char)*value < 0x20 || *value == 0x7f)
			return false;
	return true;
}

void
response_header(struct response *res, const char *name, const char *value)
{
	assert(is_one_line(value) && res->headers_len < HEADERS_MAX);
	res->headers[res->headers_len].name = name;
	res->headers[res->headers_len++].value = text_copy(res->arena, value);
}

const void *
response_bytes(const struct response *res, size_t *len)
{
	*len = res->data != NULL ? res->data_len : res->body.len;
	return res->data != NULL ? res->data : res->body.text;
}

static void
add_line(struct str *out, const char *name, const char *value)
{
	str_add_text(out, name);
	str_add(out, ": ", 2);
	str_add_text(out, value);
	str_add(out, "\r\n", 2);
}

bool
response_send(const struct response *res, const struct gateway *gw,
    bool head_only)
{
	const void *body;
	struct str out;
	size_t len;

	body = response_bytes(res, &len);
	str_init(&out, res->arena, 1024);
	str_addf(&out, "Status: %d %s\r\n", res->code, reason_text(res->code));
	if (res->type != NULL)
		add_line(&out, "Content-Type", res->type);
	if (res->location != NULL)
		add_line(&out, "Location", res->location);
	if (res->etag != NULL)
		add_line(&out, "ETag", res->etag);
	add_line(&out, "Cache-Control",
	    res->etag != NULL ? "private, no-cache" : "no-store");
	for (size_t i = 0; i < res->headers_len; i++)
		add_line(&out, res->headers[i].name, res->headers[i].value);
	if (res->code != 304)
		str_addf(&out, "Content-Length: %zu\r\n", len);
	str_add(&out, "\r\n", 2);
	return gw->write(out.text, out.len, body,
	    head_only || res->code == 304 ? 0 : len);
}
