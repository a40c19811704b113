/* fuzz-form.c: a body of any bytes, read as a request and as a form. */

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "web/ctx.h"
#include "web/fcgi.h"
#include "web/request.h"
#include "web/response.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const choices[] = { "m", "f", NULL };

static const struct field fields[] = {
	{ .name = "text", .kind = F_TEXT, .required = true, .max = 40 },
	{ .name = "lines", .kind = F_LINES },
	{ .name = "uuid", .kind = F_UUID },
	{ .name = "uuids", .kind = F_UUIDS },
	{ .name = "date", .kind = F_DATE },
	{ .name = "int", .kind = F_INT, .low = -5, .high = 500 },
	{ .name = "decimal", .kind = F_DECIMAL },
	{ .name = "choice", .kind = F_CHOICE, .choices = choices },
	{ .name = "code", .kind = F_CODE },
	{ .name = "key", .kind = F_BASE64URL },
	{ .name = "sealed", .kind = F_SEALED },
	{ .name = "flag", .kind = F_FLAG },
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

static const uint8_t *next;
static size_t left;
static char length[32];

static const char *
param(const char *name)
{
	if (strcmp(name, "REQUEST_METHOD") == 0)
		return "POST";
	if (strcmp(name, "REQUEST_URI") == 0)
		return "/";
	if (strcmp(name, "CONTENT_TYPE") == 0)
		return "application/x-www-form-urlencoded";
	if (strcmp(name, "REQUEST_ID") == 0)
		return "0123456789abcdef0123456789abcdef";
	return strcmp(name, "CONTENT_LENGTH") == 0 ? length : NULL;
}

static size_t
take(void *buf, size_t len)
{
	if (len > left)
		len = left;
	memcpy(buf, next, len);
	next += len;
	left -= len;
	return len;
}

static const struct gateway gateway = { .param = param, .read = take };

/* What was taken is text of the kind that was asked for. */
static void
check(enum status st, const struct value *in)
{
	for (size_t i = 0; i < FIELDS; i++) {
		if (in[i].text == NULL || in[i].error != NULL)
			continue;
		assert(utf8_valid(in[i].text, strlen(in[i].text)));
		assert(fields[i].kind == F_SEALED || fields[i].max != 0 ||
		    strlen(in[i].text) <= 255);
	}
	assert(st != OK || in[0].text != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct request req;
	struct response res;
	struct ctx c = { .arena = arena, .req = &req, .res = &res,
	    .lang = "en" };
	struct view *v = view_new(arena);
	struct value in[FIELDS];
	enum status st;

	next = data;
	left = size;
	snprintf(length, sizeof(length), "%zu", size);
	response_init(&res, arena);
	if (request_read(arena, &gateway, &req) == 0) {
		st = form_read(&c, fields, FIELDS, in);
		if (res.code == 0) {
			check(st, in);
			form_show(v, fields, FIELDS, in);
		}
	}
	arena_free(arena);
	return 0;
}
