/* t-webauthn.c: what security keys say of themselves, and what they sign. */

#include <stdio.h>
#include <string.h>

#include "auth/webauthn.h"
#include "base/str.h"
#include "seal/base64url.h"
#include "unit.h"

#define CHALLENGE	"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define OURS		"https://palreg.example:8443"
#define ORIGINS		"https://localhost:1 " OURS
#define CLIENT(type, challenge, origin, more) \
	"{\"type\":\"webauthn." type "\",\"challenge\":\"" challenge "\"," \
	"\"origin\":\"" origin "\"" more "}"
#define CREATE		CLIENT("create", CHALLENGE, OURS, ",\"crossOrigin\":false")
#define GET		CLIENT("get", CHALLENGE, OURS, ",\"crossOrigin\":false")

/*
 * Made by tests/http/authenticator.mjs for the two clients above: the data with
 * which a key was made, those with which it signed, count 42, and the signature.
 */
static const struct {
	long		 algorithm;
	const char	*id;
	const char	*made;
	const char	*data;
	const char	*signature;
} keys[] = {
	{ -7, "l0L162ttwwBPzIoqfQOcyGxk88iHA6Z-KAZdpm8-7f0",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS1BAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAIJdC9etrbcMAT8yKKn0DnMhsZPPIhwOmfigGXaZvPu39pQECAyYgASFYIOif"
	    "-FKnMbKXx5HNgwuMT3ZtzWXHKGUEFu-Ofy3okT4XIlggE4b4PBxX-K9IiVcxC6ypv-"
	    "Z9qFRS3VahdjcmddewF40",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS0BAAAAKg",
	    "MEUCIAsD8TlNNEGsoBfSGupH-01xMl9Ak2bQ9gS7SpTVpLzKAiEAx5TPv9POFVvsp3"
	    "V2IlAashx3o3hmKjiRBoZJgkqrvEM" },
	{ -8, "M9MHgaGwLl3Iw0FHOBW8LB7aIHValpXdkIkiD5L2aWc",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS1BAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAIDPTB4GhsC5dyMNBRzgVvCwe2iB1WpaV3ZCJIg-S9mlnpAEBAycgBiFYIN8S"
	    "K8EnezTP6MQF2ieqS4Ulv3NOI2bXLp0GwFAt2kfB",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS0BAAAAKg",
	    "C3niUV33dmE5CMpjRaRcDLt8qPf-RxsLHQlgmXTYqN3tg37iz9Un13__N0CdcTTn3m"
	    "1Zj0WBKVVFOr0ruVTvBw" },
	{ -257, "l9yU7ogvXG3dJnOASyF0rXOHpvMETBWQ16Rl3YtwEZM",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS1BAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAIJfclO6IL1xt3SZzgEshdK1zh6bzBEwVkNekZd2LcBGTpAEDAzkBACBZAQDL"
	    "w-EalJMhE46Uv8DSpSZzj2sGtZ-H1UacBpWJjr2VkEOapP5SxRm3iMxw4DgH4N3k-0"
	    "FAnDNWsPwQGMAaB0KESB_t25oFun9t2wzGCdjlFwNB-vm8bb53F6mlq1Z3oGUcc-ei"
	    "4D7qHCBFcVx58M9bNT00XpuAD-y5xeeXN2_KEloCqinZRQOh47DxP6xSsHyHWV98Dq"
	    "hPA6nBA3GC39K0dDseHzMl5BDSeBJrwVFBrlwdIC82hetW6subyyaRbTsCV2VwqViQ"
	    "LqjmdoSdWfzgMMchoRtgG9U-U0tq4o7TB0MjmRUGyUzJnIPKtWgJf4gKRMjUzyiFKS"
	    "ZRDbeacnOVIUMBAAE",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS0BAAAAKg",
	    "JWySFtWn6f7-KQDHGh4_YSSbHWm_GXVzL_RSmTWPhPdma1Mz-UukY33LxXNpI3RNnr"
	    "p_q-wtlmBRsBSvGGBSO4PzOAZf06pdFGwCi0FaKZIwNGspj30LPVKGmA2Rv3E_q0VK"
	    "NgxhU4ojwS3OVk5owvvaa_zD1J00oKkwKJ66yK3fHQM-kGHiwbcfIS8-AK2EFhQXsu"
	    "_nBW44Lgzv5v5xOqKzH0oBXxN0VRF0WbDRxxwG8B-lWAecohUPOv6jhZbFCGGEvoAw"
	    "dxo1d_TbwmLh-KH_FNfIh7OLEtqA0Pq3R5PHUzOGmwbQvzl0xErT7dLNZzW6qH6a3d"
	    "hC0CfJ4Yr95A" },
	{ -35, "Thcw_pKMM2pL3xXdD61qPmFBCNESibTyEEJXxMkWrDM",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS1BAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAIE4XMP6SjDNqS98V3Q-taj5hQQjREom08hBCV8TJFqwzpQECAzgiIAIhWDCP"
	    "JeP940DgZZbcf78qlzOKtsSOSkwgxlvPRVuBUsVUWjZUd_OkeByPt9mtg00oyXQiWD"
	    "DbYlxj2qi8xGWZPDIqvReTfsD0M1VgVp6-sEBiAV1XHK8CD7kAD9JwylWQlhQH4Lo",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS0BAAAAKg",
	    "MGQCMDjiJLf8UoKaT-d6BljEnlbFw5PlKsjuiMRhpzlI2BiP7KOmLOiTeWKGkgHny4"
	    "bFHQIwT7gOIjY6e9-a5sXWk5NyJhRJ2PkZwtq9ah7wyzIv7_M0hp5OZ69iltHQotOd"
	    "-Qan" },
};
enum { ES256, EDDSA, RS256, ES384 };

static struct bytes
bytes_of(struct arena *a, const char *text)
{
	struct bytes out;

	assert_int_equal(base64url_decode(a, text, strlen(text), &out.at,
	    &out.len), OK);
	return out;
}

static enum status
read_client(struct arena *a, enum webauthn_type type, const char *json,
    struct webauthn_client *out)
{
	return webauthn_client_read(a, ORIGINS, type,
	    (struct bytes){ (const unsigned char *)json, strlen(json) }, out);
}

static void
test_client(void **state)
{
	static const char *const refused[] = {
		"", "{}", "[]", "null", "\"\"", "{", GET "x", "\xff",
		CLIENT("create", CHALLENGE, OURS, ""),
		CLIENT("", CHALLENGE, OURS, ""),
		CLIENT("get", "", OURS, ""),
		CLIENT("get", "AAEC", OURS, ""),
		CLIENT("get", CHALLENGE "AA", OURS, ""),
		CLIENT("get", CHALLENGE "=", OURS, ""),
		CLIENT("get", CHALLENGE, "", ""),
		CLIENT("get", CHALLENGE, "https://palreg.example", ""),
		CLIENT("get", CHALLENGE, "https://palreg.example:84430", ""),
		CLIENT("get", CHALLENGE, "http://palreg.example:8443", ""),
		CLIENT("get", CHALLENGE, "https://localhost:1 " OURS, ""),
		CLIENT("get", CHALLENGE, OURS, ",\"crossOrigin\":true"),
		CLIENT("get", CHALLENGE, OURS, ",\"crossOrigin\":null"),
		CLIENT("get", CHALLENGE, OURS, ",\"type\":\"webauthn.get\""),
		CLIENT("get", CHALLENGE, OURS "\\u0000", ""),
		"{\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE "\"}",
		"{\"type\":\"webauthn.get\",\"origin\":\"" OURS "\"}",
		"{\"challenge\":\"" CHALLENGE "\",\"origin\":\"" OURS "\"}",
		"{\"type\":1,\"challenge\":\"" CHALLENGE "\",\"origin\":\""
		    OURS "\"}",
	};
	static const char *const taken[] = {
		GET, " " GET "\n",
		CLIENT("get", CHALLENGE, OURS, ""),
		CLIENT("get", CHALLENGE, "https://localhost:1", ""),
		CLIENT("get", CHALLENGE, OURS, ",\"other\":{\"a\":[1]}"),
		"{\"origin\":\"" OURS "\",\"challenge\":\"" CHALLENGE
		    "\",\"type\":\"webauthn.get\"}",
	};
	struct arena *a = arena_new();
	struct webauthn_client c;
	char *big;

	(void)state;
	for (size_t i = 0; i < LEN(refused); i++)
		assert_int_equal(read_client(a, WEBAUTHN_GET, refused[i], &c),
		    INVALID);
	for (size_t i = 0; i < LEN(taken); i++)
		assert_int_equal(read_client(a, WEBAUTHN_GET, taken[i], &c),
		    OK);
	assert_int_equal(read_client(a, WEBAUTHN_GET, GET, &c), OK);
	assert_string_equal(c.host, "palreg.example");
	assert_int_equal(read_client(a, WEBAUTHN_CREATE, CREATE, &c), OK);
	assert_int_equal(read_client(a, WEBAUTHN_CREATE, GET, &c), INVALID);
	big = text_printf(a, "%*s" GET, 4097, "");
	assert_int_equal(read_client(a, WEBAUTHN_GET, big, &c), INVALID);
	arena_free(a);
}

static enum status
read_key(struct arena *a, const char *host, struct bytes made,
    struct webauthn_key *out)
{
	struct webauthn_client c;

	assert_int_equal(read_client(a, WEBAUTHN_CREATE, CREATE, &c), OK);
	c.host = host;
	return webauthn_key_read(a, &c, made, out);
}

static void
test_keys(void **state)
{
	static const size_t public_len[] = { 64, 32, 259 };
	struct arena *a = arena_new();
	struct webauthn_key key;
	struct bytes made, id;

	(void)state;
	for (size_t i = ES256; i <= RS256; i++) {
		made = bytes_of(a, keys[i].made);
		id = bytes_of(a, keys[i].id);
		assert_int_equal(read_key(a, "palreg.example", made, &key),
		    OK);
		assert_int_equal(key.algorithm, keys[i].algorithm);
		assert_int_equal(key.counter, 0);
		assert_int_equal(key.public_key.len, public_len[i]);
		assert_int_equal(key.id.len, id.len);
		assert_memory_equal(key.id.at, id.at, id.len);
		assert_int_equal(read_key(a, "palreg.exampl", made, &key),
		    INVALID);
	}
	assert_int_equal(read_key(a, "palreg.example",
	    bytes_of(a, keys[ES384].made), &key), INVALID);
	arena_free(a);
}

/* Cut short anywhere, off its curve, with nobody present, or no key in it. */
static void
test_spoilt_keys(void **state)
{
	struct arena *a = arena_new();
	struct bytes made = bytes_of(a, keys[ES256].made);
	unsigned char *copy = arena_alloc(a, made.len);
	struct webauthn_key key;

	(void)state;
	for (size_t len = 0; len < made.len; len++)
		assert_int_equal(read_key(a, "palreg.example",
		    (struct bytes){ made.at, len }, &key), INVALID);
	memcpy(copy, made.at, made.len);
	copy[made.len - 1] ^= 1;
	assert_int_equal(read_key(a, "palreg.example",
	    (struct bytes){ copy, made.len }, &key), INVALID);
	copy[made.len - 1] ^= 1;
	copy[HASH_LEN] = 64;
	assert_int_equal(read_key(a, "palreg.example",
	    (struct bytes){ copy, made.len }, &key), INVALID);
	copy[HASH_LEN] = 1;
	assert_int_equal(read_key(a, "palreg.example",
	    (struct bytes){ copy, made.len }, &key), INVALID);
	arena_free(a);
}

/* The key of a row, and the client for which it signed. */
static void
take(struct arena *a, size_t row, struct webauthn_key *key,
    struct webauthn_client *c)
{
	assert_int_equal(read_key(a, "palreg.example",
	    bytes_of(a, keys[row].made), key), OK);
	assert_int_equal(read_client(a, WEBAUTHN_GET, GET, c), OK);
}

static void
test_signatures(void **state)
{
	struct arena *a = arena_new();
	struct webauthn_client c;
	struct webauthn_key key;
	uint32_t counter;

	(void)state;
	for (size_t i = ES256; i <= RS256; i++) {
		const struct bytes data = bytes_of(a, keys[i].data);
		const struct bytes sig = bytes_of(a, keys[i].signature);

		take(a, i, &key, &c);
		counter = 0;
		assert_int_equal(webauthn_check(&c, &key, data, sig,
		    &counter), OK);
		assert_int_equal(counter, 42);
		c.host = "localhost";
		assert_int_equal(webauthn_check(&c, &key, data, sig,
		    &counter), DENIED);
		take(a, (i + 1) % 3, &key, &c);
		assert_int_equal(webauthn_check(&c, &key, data, sig,
		    &counter), DENIED);
		take(a, i, &key, &c);
		c.hash[0] ^= 1;
		assert_int_equal(webauthn_check(&c, &key, data, sig,
		    &counter), DENIED);
	}
	arena_free(a);
}

/* Every bit of the data and of the signature counts, and every byte. */
static void
test_spoilt_signatures(void **state)
{
	struct arena *a = arena_new();
	struct bytes data = bytes_of(a, keys[ES256].data);
	struct bytes sig = bytes_of(a, keys[ES256].signature);
	unsigned char *d = arena_alloc(a, data.len);
	unsigned char *s = arena_alloc(a, sig.len);
	const struct bytes dd = { d, data.len }, ss = { s, sig.len };
	struct webauthn_client c;
	struct webauthn_key key;
	uint32_t counter;

	(void)state;
	take(a, ES256, &key, &c);
	memcpy(d, data.at, data.len);
	memcpy(s, sig.at, sig.len);
	for (size_t i = 0; i < 8 * data.len; i++) {
		d[i / 8] ^= (unsigned char)(1 << i % 8);
		assert_int_equal(webauthn_check(&c, &key, dd, ss, &counter),
		    DENIED);
		d[i / 8] ^= (unsigned char)(1 << i % 8);
	}
	for (size_t i = 0; i < 8 * sig.len; i++) {
		s[i / 8] ^= (unsigned char)(1 << i % 8);
		assert_int_equal(webauthn_check(&c, &key, dd, ss, &counter),
		    DENIED);
		s[i / 8] ^= (unsigned char)(1 << i % 8);
	}
	for (size_t len = 0; len < data.len; len++)
		assert_int_equal(webauthn_check(&c, &key,
		    (struct bytes){ d, len }, ss, &counter), DENIED);
	for (size_t len = 0; len < sig.len; len++)
		assert_int_equal(webauthn_check(&c, &key, dd,
		    (struct bytes){ s, len }, &counter), DENIED);
	assert_int_equal(webauthn_check(&c, &key, dd, ss, &counter), OK);
	arena_free(a);
}

/* What the database keeps of a key is one, or there is something to mend. */
static void
test_kept_keys(void **state)
{
	struct arena *a = arena_new();
	struct webauthn_client c;
	struct webauthn_key key;
	uint32_t counter;

	(void)state;
	take(a, ES256, &key, &c);
	key.public_key.len--;
	assert_int_equal(webauthn_check(&c, &key,
	    bytes_of(a, keys[ES256].data), bytes_of(a, keys[ES256].signature),
	    &counter), FAILED);
	key.algorithm = -35;
	assert_int_equal(webauthn_check(&c, &key,
	    bytes_of(a, keys[ES256].data), bytes_of(a, keys[ES256].signature),
	    &counter), FAILED);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_client),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_spoilt_keys),
		cmocka_unit_test(test_signatures),
		cmocka_unit_test(test_spoilt_signatures),
		cmocka_unit_test(test_kept_keys),
	};

	return cmocka_run_group_tests_name("webauthn", tests, NULL, NULL);
}
