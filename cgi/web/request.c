/* request.c: one HTTP request, parsed within its limits. */

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "base/hex.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "web/fcgi.h"
#include "web/request.h"

enum { ID_BYTES = 16, AGENT_MAX = 255, TOKEN_MAX = 255 };

#define SESSION_COOKIE	"__Host-palreg"
#define LANG_COOKIE	"lang"
#define FORM_TYPE	"application/x-www-form-urlencoded"

static int
hex_digit(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	if (ch >= 'a' && ch <= 'f')
		return ch - 'a' + 10;
	if (ch >= 'A' && ch <= 'F')
		return ch - 'A' + 10;
	return -1;
}

/*
 * Decode len bytes at text in place and end them with a NUL; the result must
 * be UTF-8 without a NUL of its own.
 */
static bool
decode(char *text, size_t len, bool plus_is_space)
{
	size_t used = 0;
	int high, low;

	for (size_t i = 0; i < len; i++) {
		char ch = text[i];

		if (ch == '%') {
			if (len - i < 3 ||
			    (high = hex_digit(text[i + 1])) < 0 ||
			    (low = hex_digit(text[i + 2])) < 0)
				return false;
			ch = (char)(high * 16 + low);
			i += 2;
		} else if (ch == '+' && plus_is_space) {
			ch = ' ';
		}
		if (ch == '\0')
			return false;
		text[used++] = ch;
	}
	text[used] = '\0';
	return utf8_valid(text, used);
}

static size_t
count_pairs(const char *text, size_t len)
{
	size_t n = 1;

	for (size_t i = 0; i < len; i++)
		if (text[i] == '&')
			n++;
	return n;
}

/* Split "a=1&b=2"; text is changed, and must have room for a NUL. */
static int
read_pairs(struct arena *a, char *text, size_t len, struct pair **out,
    size_t *out_len)
{
	char *end = text + len, *stop, *sign;
	struct pair *pairs;
	size_t n;

	*out = NULL;
	*out_len = 0;
	if (len == 0)
		return 0;
	if ((n = count_pairs(text, len)) > FIELDS_MAX)
		return 400;
	pairs = *out = arena_array(a, n, sizeof(*pairs));
	for (; text < end; text = stop + 1) {
		if ((stop = memchr(text, '&', (size_t)(end - text))) == NULL)
			stop = end;
		if (stop == text)
			continue;
		sign = memchr(text, '=', (size_t)(stop - text));
		if (sign == NULL)
			return 400;
		if (!decode(text, (size_t)(sign - text), true) ||
		    !decode(sign + 1, (size_t)(stop - sign - 1), true))
			return 400;
		pairs[*out_len].name = text;
		pairs[(*out_len)++].value = sign + 1;
	}
	return 0;
}

/* A path of visible characters; a coded "/" would be a second spelling. */
static bool
path_is_sound(const char *path)
{
	uint32_t ch;
	size_t step, left = strlen(path);

	if (path[0] != '/')
		return false;
	for (; left > 0; path += step, left -= step) {
		step = utf8_read(path, left, &ch);
		if (step == 0 || utf8_is_control(ch) || ch == '\\')
			return false;
	}
	return true;
}

static bool
has_coded_slash(const char *path, size_t len)
{
	for (size_t i = 0; i + 2 < len; i++)
		if (path[i] == '%' && path[i + 1] == '2' &&
		    (path[i + 2] == 'f' || path[i + 2] == 'F'))
			return true;
	return false;
}

static int
read_target(struct arena *a, const char *uri, struct request *req)
{
	size_t len, path_len;
	const char *mark;
	char *path, *query;

	if (uri == NULL || (len = strlen(uri)) == 0)
		return 400;
	if (len > TARGET_MAX)
		return 414;
	mark = strchr(uri, '?');
	path_len = mark != NULL ? (size_t)(mark - uri) : len;
	path = text_copy_len(a, uri, path_len);
	if (has_coded_slash(uri, path_len) ||
	    !decode(path, path_len, false) || !path_is_sound(path))
		return 400;
	req->path = path;
	req->target = text_copy(a, uri);
	if (mark == NULL)
		return 0;
	query = text_copy(a, mark + 1);
	return read_pairs(a, query, strlen(query), &req->query,
	    &req->query_len);
}

static bool
is_form_type(const char *type)
{
	const size_t len = sizeof(FORM_TYPE) - 1;

	if (type == NULL || strncasecmp(type, FORM_TYPE, len) != 0)
		return false;
	return type[len] == '\0' || type[len] == ';' || type[len] == ' ';
}

static bool
read_length(const char *text, size_t *out)
{
	*out = 0;
	if (text == NULL)
		return true;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		if (*out <= BODY_MAX)	/* beyond it any size is too large */
			*out = *out * 10 + (size_t)(*text - '0');
	}
	return true;
}

static int
read_body(struct arena *a, const struct gateway *gw, struct request *req)
{
	const char *type = gw->param("CONTENT_TYPE");
	size_t len, got = 0, n;
	char *body;

	if (!read_length(gw->param("CONTENT_LENGTH"), &len))
		return 400;
	if (len > BODY_MAX)
		return 413;
	if (req->method != METHOD_POST)
		return len == 0 ? 0 : 400;
	if ((len != 0 || (type != NULL && *type != '\0')) &&
	    !is_form_type(type))
		return 415;
	body = arena_alloc(a, len + 1);
	for (; got < len; got += n)
		if ((n = gw->read(body + got, len - got)) == 0)
			return 400;
	return read_pairs(a, body, len, &req->body, &req->body_len);
}

static bool
is_session_cookie(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_";

	return strlen(text) == 43 && strspn(text, letters) == 43;
}

/* The same name twice is no cookie: one of the two is not ours. */
static void
take_cookie(struct request *req, const char *name, const char *value,
    bool *twice)
{
	if (strcmp(name, LANG_COOKIE) == 0) {
		if (strcmp(value, "ru") == 0 || strcmp(value, "en") == 0)
			req->lang_cookie = value;
	} else if (strcmp(name, SESSION_COOKIE) == 0) {
		*twice = *twice || req->cookie != NULL;
		req->cookie = is_session_cookie(value) ? value : NULL;
	}
	if (*twice)
		req->cookie = NULL;
}

static int
read_cookies(struct arena *a, const char *text, struct request *req)
{
	char *next, *item, *sign;
	bool twice = false;

	if (text == NULL)
		return 0;
	if (strlen(text) > COOKIE_MAX)
		return 431;
	next = text_copy(a, text);
	while ((item = strsep(&next, ";")) != NULL) {
		item += strspn(item, " ");
		if ((sign = strchr(item, '=')) == NULL)
			continue;
		*sign = '\0';
		take_cookie(req, item, sign + 1, &twice);
	}
	return 0;
}

/* A header as it stands, or NULL when it is empty, too long or not plain. */
static const char *
read_header(struct arena *a, const struct gateway *gw, const char *name,
    size_t max)
{
	const char *text = gw->param(name);
	uint32_t ch;
	size_t step, left;

	if (text == NULL || (left = strlen(text)) == 0 || left > max)
		return NULL;
	for (const char *p = text; left > 0; p += step, left -= step) {
		step = utf8_read(p, left, &ch);
		if (step == 0 || utf8_is_control(ch))
			return NULL;
	}
	return text_copy(a, text);
}

/* Behind a Unix socket there is none. */
static const char *
read_address(struct arena *a, const struct gateway *gw)
{
	const char *text = read_header(a, gw, "REMOTE_ADDR", TOKEN_MAX);
	struct in6_addr bytes;

	if (text == NULL || (inet_pton(AF_INET, text, &bytes) != 1 &&
	    inet_pton(AF_INET6, text, &bytes) != 1))
		return NULL;
	return text;
}

/* The web server's number for this request, else one of our own. */
static const char *
read_id(struct arena *a, const struct gateway *gw)
{
	const char *given = gw->param("REQUEST_ID");
	unsigned char bytes[ID_BYTES];

	if (given != NULL && strlen(given) == 2 * ID_BYTES &&
	    strspn(given, "0123456789abcdef") == 2 * ID_BYTES)
		return text_copy(a, given);
	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		log_fatal("cannot get random bytes");
	return hex_format(a, bytes, ID_BYTES);
}

static void
read_method(const char *name, struct request *req)
{
	if (name == NULL)
		name = "";
	req->head = strcmp(name, "HEAD") == 0;
	if (req->head || strcmp(name, "GET") == 0)
		req->method = METHOD_GET;
	else if (strcmp(name, "POST") == 0)
		req->method = METHOD_POST;
	else
		req->method = METHOD_OTHER;
}

int
request_make(struct arena *a, const char *target, struct request *req)
{
	*req = (struct request){ .method = METHOD_GET, .path = "/" };
	return read_target(a, target, req);
}

int
request_read(struct arena *a, const struct gateway *gw, struct request *req)
{
	int code;

	memset(req, 0, sizeof(*req));
	req->path = req->target = "/";
	req->id = read_id(a, gw);
	req->address = read_address(a, gw);
	req->agent = read_header(a, gw, "HTTP_USER_AGENT", AGENT_MAX);
	req->host = read_header(a, gw, "HTTP_HOST", TOKEN_MAX);
	req->origin = read_header(a, gw, "HTTP_ORIGIN", TARGET_MAX);
	req->fetch_site = read_header(a, gw, "HTTP_SEC_FETCH_SITE", TOKEN_MAX);
	req->server = read_header(a, gw, "SERVER_SOFTWARE", TOKEN_MAX);
	req->tls = read_header(a, gw, "SSL_PROTOCOL", TOKEN_MAX);
	req->if_none_match = read_header(a, gw, "HTTP_IF_NONE_MATCH",
	    TOKEN_MAX);
	req->accept_language = read_header(a, gw, "HTTP_ACCEPT_LANGUAGE",
	    TOKEN_MAX);
	read_method(gw->param("REQUEST_METHOD"), req);
	code = read_target(a, gw->param("REQUEST_URI"), req);
	if (code == 0)
		code = read_cookies(a, gw->param("HTTP_COOKIE"), req);
	if (code == 0)
		code = read_body(a, gw, req);
	return code;
}

const char *
pair_find(const struct pair *pairs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return pairs[i].value;
	return NULL;
}
