/* csrf.c: did our own page send this request. */

#include <string.h>

#include "auth/csrf.h"
#include "auth/origin.h"
#include "auth/session.h"
#include "base/str.h"
#include "db/bytea.h"
#include "seal/base64url.h"
#include "seal/crypt.h"
#include "web/request.h"

enum { PAGE_LEN = 12 };

static const char purpose[] = "palreg csrf v1";

const char *
csrf_token(struct arena *a, const char *cookie)
{
	unsigned char key[SESSION_KEY_LEN], mac[HASH_LEN];
	enum status st;

	st = base64url_decode_exact(cookie, strlen(cookie), key, sizeof(key));
	if (st == OK)
		st = crypt_hmac(key, sizeof(key), purpose,
		    sizeof(purpose) - 1, mac);
	explicit_bzero(key, sizeof(key));
	return st == OK ? base64url_encode(a, mac, sizeof(mac)) : NULL;
}

bool
csrf_is_same_origin(const struct request *req, const char *origins)
{
	const char *from = req->origin;

	if (from != NULL && strcmp(from, "null") == 0)
		from = NULL;
	if (req->fetch_site == NULL && from == NULL)
		return false;
	if (req->fetch_site != NULL &&
	    strcmp(req->fetch_site, "same-origin") != 0)
		return false;
	return from == NULL || origin_is_one_of(origins, from);
}

const char *
csrf_of_page(struct arena *a, const char *token, const struct request *req)
{
	return token != NULL ?
	    text_printf(a, "%s.%.*s", token, PAGE_LEN, req->id) : NULL;
}

/* The number of a page behind the token, or NULL. */
static const char *
page_of(const char *sent)
{
	const char *dot = sent != NULL ? strchr(sent, '.') : NULL;

	return dot != NULL && strlen(dot + 1) == PAGE_LEN &&
	    strspn(dot + 1, "0123456789abcdef") == PAGE_LEN ? dot + 1 : NULL;
}

bool
csrf_is_valid(const struct request *req, const char *token)
{
	const char *sent = pair_find(req->body, req->body_len, "csrf");
	size_t len;

	if (sent == NULL || token == NULL)
		return false;
	len = strlen(token);
	if (strlen(sent) < len || (sent[len] != '\0' &&
	    page_of(sent) != sent + len + 1))
		return false;
	return crypt_equal(sent, token, len) != 0;
}

/* Lengths keep apart what stands side by side. */
static void
add_part(struct str *s, const char *text)
{
	str_addf(s, "%zu:", strlen(text));
	str_add_text(s, text);
}

const char *
csrf_form_key(struct arena *a, const struct request *req)
{
	unsigned char hash[HASH_LEN];
	const char *page;
	struct str *s;

	if (req->method == METHOD_GET || (page = page_of(pair_find(req->body,
	    req->body_len, "csrf"))) == NULL)
		return NULL;
	s = str_new(a);
	add_part(s, page);
	add_part(s, req->path);
	for (size_t i = 0; i < req->body_len; i++) {
		if (strcmp(req->body[i].name, "csrf") == 0)
			continue;
		add_part(s, req->body[i].name);
		add_part(s, req->body[i].value);
	}
	if (crypt_sha256(s->text, s->len, hash) != OK)
		return NULL;
	return bytea_text(a, hash, sizeof(hash));
}
