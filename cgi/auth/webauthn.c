/* webauthn.c: security keys (WebAuthn); the only libfido2 caller. */

#include <stdlib.h>
#include <string.h>

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include "auth/origin.h"
#include "auth/webauthn.h"
#include "base/log.h"
#include "seal/json.h"

enum { CLIENT_MAX = 4096 };

/* In the order in which a key is asked for them. */
static const int algorithms[] = { COSE_ES256, COSE_EDDSA, COSE_RS256 };

static const char *const types[] = {
	[WEBAUTHN_CREATE] = "webauthn.create",
	[WEBAUTHN_GET]    = "webauthn.get",
};

enum status
webauthn_client_read(struct arena *a, const char *origins,
    enum webauthn_type type, struct bytes json, struct webauthn_client *out)
{
	enum { TYPE, CHALLENGE, ORIGIN, CROSS, N };
	const struct member members[N] = {
		[TYPE]      = { "type", MEMBER_TEXT, .only = types[type] },
		[CHALLENGE] = { "challenge", MEMBER_BYTES,
		    .min = WEBAUTHN_CHALLENGE_LEN,
		    .max = WEBAUTHN_CHALLENGE_LEN },
		[ORIGIN]    = { "origin", MEMBER_TEXT, .min = 1, .max = 300 },
		[CROSS]     = { .name = "crossOrigin",
		    .kind = MEMBER_NOT_TRUE },
	};
	struct member_value in[N];
	enum status st;

	st = members_find(a, (const char *)json.at, json.len, CLIENT_MAX,
	    members, N, in);
	if (st != OK)
		return st;
	if (!origin_is_one_of(origins, in[ORIGIN].text))
		return INVALID;
	out->host = origin_host(a, in[ORIGIN].text);
	st = crypt_sha256(in[CHALLENGE].bytes.at, in[CHALLENGE].bytes.len,
	    out->challenge);
	if (st != OK)
		return st;
	return crypt_sha256(json.at, json.len, out->hash);
}

/* Authenticator data begins with the hash of the host it was made for. */
static enum status
check_host(const char *host, struct bytes data)
{
	unsigned char hash[HASH_LEN];
	enum status st;

	if ((st = crypt_sha256(host, strlen(host), hash)) != OK)
		return st;
	return data.len > HASH_LEN && crypt_equal(data.at, hash, HASH_LEN) ?
	    OK : INVALID;
}

/* The public key as its algorithm has it, for public_free(); NULL if it is none. */
static void *
public_new(const struct webauthn_key *key)
{
	const unsigned char *at = key->public_key.at;
	const size_t len = key->public_key.len;
	es256_pk_t *es256 = NULL;
	eddsa_pk_t *eddsa = NULL;
	rs256_pk_t *rs256 = NULL;

	switch (key->algorithm) {
	case COSE_ES256:
		if ((es256 = es256_pk_new()) != NULL &&
		    es256_pk_from_ptr(es256, at, len) != FIDO_OK)
			es256_pk_free(&es256);
		return es256;
	case COSE_EDDSA:
		if ((eddsa = eddsa_pk_new()) != NULL &&
		    eddsa_pk_from_ptr(eddsa, at, len) != FIDO_OK)
			eddsa_pk_free(&eddsa);
		return eddsa;
	case COSE_RS256:
		if ((rs256 = rs256_pk_new()) != NULL &&
		    rs256_pk_from_ptr(rs256, at, len) != FIDO_OK)
			rs256_pk_free(&rs256);
		return rs256;
	default:
		return NULL;
	}
}

static void
public_free(long algorithm, void *public)
{
	es256_pk_t *es256 = public;
	eddsa_pk_t *eddsa = public;
	rs256_pk_t *rs256 = public;

	switch (algorithm) {
	case COSE_ES256:
		es256_pk_free(&es256);
		break;
	case COSE_EDDSA:
		eddsa_pk_free(&eddsa);
		break;
	default:
		rs256_pk_free(&rs256);
		break;
	}
}

static struct bytes
copy(struct arena *a, const unsigned char *at, size_t len)
{
	unsigned char *to = arena_alloc(a, len);

	memcpy(to, at, len);
	return (struct bytes){ to, len };
}

/* A point that is not on its curve would never sign: it is no key. */
static enum status
take_key(struct arena *a, const fido_cred_t *cred, struct webauthn_key *out)
{
	const size_t id = fido_cred_id_len(cred);
	const size_t len = fido_cred_pubkey_len(cred);
	void *public;

	if ((fido_cred_flags(cred) & CTAP_AUTHDATA_USER_PRESENT) == 0 ||
	    id < WEBAUTHN_ID_MIN || id > WEBAUTHN_ID_MAX ||
	    len == 0 || len > WEBAUTHN_PUBLIC_MAX)
		return INVALID;
	*out = (struct webauthn_key){
		.algorithm = fido_cred_type(cred),
		.id = copy(a, fido_cred_id_ptr(cred), id),
		.public_key = copy(a, fido_cred_pubkey_ptr(cred), len),
		.counter = fido_cred_sigcount(cred),
	};
	if ((public = public_new(out)) == NULL)
		return INVALID;
	public_free(out->algorithm, public);
	return OK;
}

/* libfido2 wants to be told the algorithm, and refuses data of another. */
static enum status
read_as(struct arena *a, int algorithm, struct bytes data,
    struct webauthn_key *out)
{
	fido_cred_t *cred = fido_cred_new();
	enum status st = INVALID;

	if (cred == NULL)
		return FAILED;
	if (fido_cred_set_type(cred, algorithm) == FIDO_OK &&
	    fido_cred_set_authdata_raw(cred, data.at, data.len) == FIDO_OK)
		st = take_key(a, cred, out);
	fido_cred_free(&cred);
	return st;
}

enum status
webauthn_key_read(struct arena *a, const struct webauthn_client *client,
    struct bytes data, struct webauthn_key *out)
{
	enum status st;

	fido_init(0);
	if ((st = check_host(client->host, data)) != OK)
		return st;
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++)
		if ((st = read_as(a, algorithms[i], data, out)) != INVALID)
			return st;
	return INVALID;
}

/* Everything but the key: whose host, somebody's presence, what was signed. */
static bool
fill(fido_assert_t *assertion, const struct webauthn_client *client,
    struct bytes data, struct bytes signature)
{
	return fido_assert_set_count(assertion, 1) == FIDO_OK &&
	    fido_assert_set_rp(assertion, client->host) == FIDO_OK &&
	    fido_assert_set_clientdata_hash(assertion, client->hash,
	    HASH_LEN) == FIDO_OK &&
	    fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK &&
	    fido_assert_set_authdata_raw(assertion, 0, data.at, data.len) ==
	    FIDO_OK &&
	    fido_assert_set_sig(assertion, 0, signature.at, signature.len) ==
	    FIDO_OK;
}

enum status
webauthn_check(const struct webauthn_client *client,
    const struct webauthn_key *key, struct bytes data, struct bytes signature,
    uint32_t *counter)
{
	fido_assert_t *assertion;
	enum status st = DENIED;
	void *public;

	fido_init(0);
	if ((public = public_new(key)) == NULL) {
		log_error("cannot read a security key's public key");
		return FAILED;
	}
	if ((assertion = fido_assert_new()) == NULL) {
		st = FAILED;
	} else if (fill(assertion, client, data, signature) &&
	    fido_assert_verify(assertion, 0, (int)key->algorithm, public) ==
	    FIDO_OK) {
		*counter = fido_assert_sigcount(assertion, 0);
		st = OK;
	}
	fido_assert_free(&assertion);
	public_free(key->algorithm, public);
	return st;
}
