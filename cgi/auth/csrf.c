/* csrf.c: did our own page send this request. */

#include <string.h>

#include "auth/csrf.h"
#include "auth/origin.h"
#include "auth/session.h"
#include "seal/base64url.h"
#include "seal/crypt.h"
#include "web/request.h"

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

bool
csrf_is_valid(const struct request *req, const char *token)
{
	const char *sent = pair_find(req->body, req->body_len, "csrf");
	size_t len;

	if (sent == NULL || token == NULL)
		return false;
	len = strlen(token);
	return strlen(sent) == len && crypt_equal(sent, token, len) != 0;
}
