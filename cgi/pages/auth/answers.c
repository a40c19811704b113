/* answers.c: the JSON that tells a browser of its session and its keys. */

#include <string.h>

#include "db/bytea.h"
#include "pages/auth/answers.h"
#include "seal/base64url.h"
#include "seal/crypt.h"

enum { TOKEN_LEN = 32 };

void
put_session(struct ctx *c, struct json *j, const struct session_answer *s)
{
	json_begin_object(j, "session");
	json_put_text(j, "user", s->user);
	json_put_text(j, "login", s->login);
	json_put_text(j, "name", s->name);
	json_put_text(j, "inst", s->inst);
	json_put_long(j, "area", s->area);
	json_put_text(j, "language", s->language);
	json_put_text(j, "serverHalf", s->half == NULL ? NULL :
	    base64url_encode(c->arena, s->half, HALF_LEN));
	json_put_long(j, "expires", s->expires);
	json_put_text(j, "csrf", s->csrf);
	json_end_object(j);
}

void
put_texts(struct json *j, const char *key, const struct texts *t)
{
	json_begin_array(j, key);
	for (size_t i = 0; i < t->len; i++)
		json_put_text(j, NULL, t->item[i]);
	json_end_array(j);
}

void
put_given(struct json *j, const char *key, const struct given *given,
    size_t len)
{
	json_begin_array(j, key);
	for (size_t i = 0; i < len; i++) {
		json_begin_object(j, NULL);
		json_put_long(j, "e", given[i].epoch);
		json_put_text(j, "recipient", given[i].recipient);
		json_put_text(j, "sender", given[i].sender);
		json_put_long(j, "seq", given[i].seq);
		json_end_object(j);
	}
	json_end_array(j);
}

void
put_keys(struct json *j, const struct keys *k)
{
	json_begin_object(j, "keys");
	json_put_text(j, "bundle", k->bundle);
	put_texts(j, "roster", &k->roster);
	put_texts(j, "grants", &k->grants);
	json_end_object(j);
}

enum status
read_bytes(const struct value *in, unsigned char *out, size_t len)
{
	return base64url_decode_exact(in->text, strlen(in->text), out, len);
}

enum status
token_hash(struct ctx *c, const struct value *token, const char **hash)
{
	unsigned char bytes[TOKEN_LEN], digest[HASH_LEN];
	enum status st;

	if ((st = read_bytes(token, bytes, sizeof(bytes))) != OK ||
	    (st = crypt_sha256(bytes, sizeof(bytes), digest)) != OK)
		return st;
	*hash = bytea_text(c->arena, digest, sizeof(digest));
	return OK;
}

enum status
token_read(struct ctx *c, const char **hash)
{
	static const struct field form[] = {
		{ "token", F_BASE64URL, .required = true, .low = 32 },
	};
	struct value in[1];
	enum status st;

	if ((st = form_read(c, form, 1, in)) != OK)
		return st;
	return token_hash(c, &in[0], hash);
}
