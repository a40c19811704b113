/* session.c: session cookies, and what is derived from them. */

#include <string.h>

#include "auth/session.h"
#include "base/hex.h"
#include "base/str.h"
#include "seal/base64url.h"
#include "seal/crypt.h"

#define COOKIE_RULES	"; Path=/; Secure; HttpOnly; SameSite=Strict"

const char *
session_new(struct arena *a)
{
	unsigned char key[SESSION_KEY_LEN];
	const char *cookie;

	if (crypt_random(key, sizeof(key)) != OK)
		return NULL;
	cookie = base64url_encode(a, key, sizeof(key));
	explicit_bzero(key, sizeof(key));
	return cookie;
}

enum status
session_hash(const char *cookie, char out[SESSION_HASH_TEXT + 1])
{
	unsigned char key[SESSION_KEY_LEN], hash[HASH_LEN];
	enum status st;

	st = base64url_decode_exact(cookie, strlen(cookie), key, sizeof(key));
	if (st == OK)
		st = crypt_sha256(key, sizeof(key), hash);
	explicit_bzero(key, sizeof(key));
	if (st != OK)
		return st;
	memcpy(out, "\\x", 3);
	hex_write(out + 2, hash, HASH_LEN);
	return OK;
}

void
session_send(struct ctx *c, const char *cookie)
{
	answer_header(c, "Set-Cookie", cookie != NULL ?
	    text_printf(c->arena, "__Host-palreg=%s" COOKIE_RULES, cookie) :
	    "__Host-palreg=" COOKIE_RULES "; Max-Age=0");
}
