/* key_answer.c: what a security key is asked to sign, and judge what it signed. */

#include <string.h>

#include "auth/webauthn.h"
#include "base/str.h"
#include "db/bytea.h"
#include "pages/auth/key_answer.h"
#include "seal/base64url.h"

/* The bytes of a bytea column, at most max of them. */
static enum status
text_of(struct ctx *c, const char *column, size_t max, struct bytes *out)
{
	const size_t len = strlen(column) / 2 - 1;
	unsigned char *at;

	if (strlen(column) < 2 || len > max)
		return FAILED;
	at = arena_alloc(c->arena, len + 1);
	if (bytea_read(column, at, len) != OK)
		return FAILED;
	*out = (struct bytes){ at, len };
	return OK;
}

enum status
key_question(struct ctx *c, const char *account, enum key_purpose purpose,
    struct json *j, size_t *n)
{
	unsigned char challenge[WEBAUTHN_CHALLENGE_LEN], hash[HASH_LEN];
	const char **credentials;
	struct bytes id;
	enum status st;

	if ((st = crypt_random(challenge, sizeof(challenge))) != OK ||
	    (st = crypt_sha256(challenge, sizeof(challenge), hash)) != OK ||
	    (st = key_ask(c->db, account, purpose,
	    bytea_text(c->arena, hash, sizeof(hash)), &credentials, n)) != OK)
		return st;
	json_put_text(j, "challenge", base64url_encode(c->arena, challenge,
	    sizeof(challenge)));
	json_begin_array(j, "credentials");
	for (size_t i = 0; i < *n; i++) {
		st = text_of(c, credentials[i], WEBAUTHN_ID_MAX, &id);
		if (st != OK)
			return st;
		json_put_text(j, NULL, base64url_encode(c->arena, id.at,
		    id.len));
	}
	json_end_array(j);
	return OK;
}

enum status
key_parts(struct ctx *c, const char *text, size_t n, struct bytes *out)
{
	enum status st;

	for (size_t i = 0; i < n; i++) {
		const size_t len = strcspn(text, ".");

		if (text[len] != (i + 1 < n ? '.' : '\0'))
			return INVALID;
		st = base64url_decode(c->arena, text, len, &out[i].at,
		    &out[i].len);
		if (st != OK)
			return st;
		text += len + 1;
	}
	return OK;
}

/* The key of that credential, if it is the account's: NOT_FOUND otherwise. */
static enum status
find_key(struct ctx *c, const char *account, const char *credential,
    struct webauthn_key *out)
{
	struct kept_key kept;
	enum status st;

	st = key_get(c->db, account, credential, &kept);
	if (st != OK)
		return st;
	if (kept.public_key == NULL)
		return NOT_FOUND;
	*out = (struct webauthn_key){ .algorithm = kept.algorithm };
	return text_of(c, kept.public_key, WEBAUTHN_PUBLIC_MAX,
	    &out->public_key);
}

/* Whether the challenge was one of ours that waited for this. */
static enum status
take_challenge(struct ctx *c, const char *account, enum key_purpose purpose,
    const struct webauthn_client *client)
{
	bool live = false;
	enum status st;

	st = key_take(c->db, account, purpose, bytea_text(c->arena,
	    client->challenge, HASH_LEN), &live);
	if (st != OK)
		return st;
	return live ? OK : DENIED;
}

enum status
key_judge(struct ctx *c, const char *account, enum key_purpose purpose,
    const char *answer, enum key_verdict *out)
{
	enum { CREDENTIAL, CLIENT, DATA, SIGNATURE, N };
	struct webauthn_client client;
	struct webauthn_key key;
	struct bytes part[N];
	const char *credential;
	bool right = false;
	uint32_t counter;
	enum status st;

	*out = KEY_WRONG;
	if ((st = key_parts(c, answer, N, part)) != OK ||
	    (st = webauthn_client_read(c->arena, c->site->origins,
	    WEBAUTHN_GET, part[CLIENT], &client)) != OK ||
	    (st = take_challenge(c, account, purpose, &client)) != OK)
		return st == FAILED ? FAILED : OK;
	credential = bytea_text(c->arena, part[CREDENTIAL].at,
	    part[CREDENTIAL].len);
	if ((st = find_key(c, account, credential, &key)) != OK ||
	    (st = webauthn_check(&client, &key, part[DATA], part[SIGNATURE],
	    &counter)) != OK)
		return st == FAILED ? FAILED : OK;
	st = key_use(c->db, account, credential, (long)counter, &right);
	if (st == OK)
		*out = right ? KEY_RIGHT : KEY_COPIED;
	return st;
}
