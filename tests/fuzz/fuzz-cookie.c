/* fuzz-cookie.c: any bytes as target, cookies and headers of a request. */

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "web/fcgi.h"
#include "web/i18n.h"
#include "web/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Lines: cookie, target, Accept-Language, and one for all other headers. */
static char *lines[4];

static const char *
param(const char *name)
{
	if (strcmp(name, "REQUEST_METHOD") == 0)
		return "GET";
	if (strcmp(name, "HTTP_COOKIE") == 0)
		return lines[0];
	if (strcmp(name, "REQUEST_URI") == 0)
		return lines[1];
	if (strcmp(name, "HTTP_ACCEPT_LANGUAGE") == 0)
		return lines[2];
	return strncmp(name, "CONTENT", 7) == 0 ? NULL : lines[3];
}

static size_t
none(void *buf, size_t len)
{
	(void)buf;
	(void)len;
	return 0;
}

static const struct gateway gateway = { .param = param, .read = none };

static void
check(const struct request *req)
{
	assert(req->path[0] == '/' && strlen(req->id) == 32);
	assert(utf8_valid(req->path, strlen(req->path)));
	assert(req->cookie == NULL || strlen(req->cookie) == 43);
	assert(req->lang_cookie == NULL || strlen(req->lang_cookie) == 2);
	assert(req->agent == NULL || utf8_valid(req->agent,
	    strlen(req->agent)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	char *text = calloc(1, size + 1), *rest = text;
	struct request req;

	assert(text != NULL);
	memcpy(text, data, size);
	for (size_t i = 0; i < 4; i++)
		lines[i] = strsep(&rest, "\n");
	request_read(arena, &gateway, &req);
	check(&req);
	assert(strlen(i18n_choose(req.accept_language)) == 2);
	free(text);
	arena_free(arena);
	return 0;
}
