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
	{ -7, "un5MzTSM_1N5Ax4h2vD_BfPm94nSSpLUChTgogldqGo",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS1BAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAILp-TM00jP9TeQMeIdrw_wXz5veJ0kqS1AoU4KIJXahqpQECAyYgASFYIOnN"
	    "kFiMnWeDewHVklvk98dWUoLyY5ZbboZNvlH5jkX1Ilgga_d0qW0Wj3z_N7tbHR89_K"
	    "i5sxUpwlrnduH1wSVgjFE",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS0BAAAAKg",
	    "MEUCIQCrO26eWr_Qhpa_4w4pia-zRoapy-DitAN4XzbkB9BcCwIgL12nYF3m5yvlYe"
	    "_JzLk5eBfiz_tcqgtxXsH4HxvKrQo" },
	{ -8, "3sjHMvIMs3tI-GZdyqiRAaY9Vsvj0T8lmwVyrHLFthQ",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS1BAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAIN7IxzLyDLN7SPhmXcqokQGmPVbL49E_JZsFcqxyxbYUpAEBAycgBiFYIHxT"
	    "5vWDtmfptV7GxSAPAE7-nGTHG96puzj6rNmO4RUt",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS0BAAAAKg",
	    "l7t01iUVIlWnPwr5rDBY__jQbFrx1UQKwKzGJkHRD6_FO8XER2h_gzO-fz1ekjjgiT"
	    "U-q4tWoRPBbAWYSGUIDQ" },
	{ -257, "V7aw8RaypXSGP7zLkTHReQk_8rtMRQo9DobN2zKSknM",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS1BAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAIFe2sPEWsqV0hj-8y5Ex0XkJP_K7TEUKPQ6GzdsykpJzpAEDAzkBACBZAQCP"
	    "Ctz73ERF1y5LcoUmlQBwU0M2OFh5LNTSeSo7lHCHZckyBS36zeMU7wV3M-s9IuDU_Y"
	    "w7DD-jSUrZdTAynQcaOqfGLR33rrghpZe7OSC9mpgCPqkXRYdSQkr9SAgCYcyzvpVc"
	    "VWfxTIVWePzoXBZj411-_Oz3XBESEpOjn6gL5ydrQIHa2u9XNKJOssLYSW3j5qESVH"
	    "HCvEgzACMj7S3DKp-XWV3_l_h0Q5BNXV9ynCFpzhk0dDDxxBF8CSt3wX7Wua0laI4a"
	    "dodHTpyWmdPCbWr5d7cRVFgDeuEL5RiksGLZQBd5Wir5ZQXWFUoJwv0NyLLceC6CUx"
	    "D63qYHZ4RBIUMBAAE",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS0BAAAAKg",
	    "Js1HimFg9YyUfUaZICQZInzX18nXkZAxJf8V4tCs6HqH0Yi6llLD3cC0SRZLQXZSAR"
	    "--IBuf88PJtaQJvNpbbGppBYm91s3mMfJSfVJNArfKKHMAemQ8J3rTtHTazLc9kRmb"
	    "ZZpsRiNQMkQnFizWbc-YTIWaDHfErSB1FpmlkVsPFLQDIz9QriGSMUtqw-GcI4wmkW"
	    "18ESNkChWaH-Y96hJNaeh6qmN9bqnf9ozhjCZ_fn50WGm-j5VUgmBFegjXLDhEJJ2_"
	    "j2lzPnDy-qLnZ0gWlpZXG_Bgk8UHYaR-vWkACY2F6mALMsuMuX5UyUXAW6T9FbxOSf"
	    "bZwxsGrOUxjQ" },
	{ -35, "Dy1dAtmZDjNvm27TcUdSRGjMMAfTKxg1Kx9FHCaaxac",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS1BAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAIA8tXQLZmQ4zb5tu03FHUkRozDAH0ysYNSsfRRwmmsWnpQECAzgiIAIhWDD-"
	    "VqTICSMUkqqDkFMxXJgPEjhkRNTjbv22uZ5NalYe7wXU1EhtJFOTC5z1vp0eWpsiWD"
	    "DyQZFF1XmpFUmgCcF0PCgtsVcqmd740Po7LOWzUAA_h5z3J9-z5BGlP5IenN9l7fk",
	    "i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS0BAAAAKg",
	    "MGYCMQCT3PYop9ZJUCTmo0hmbE8fLBwILavjcDbiUbuctzPpsnl1CCa7Qmb-oeHaKs"
	    "yAxcACMQC5YBMxtHy5Y4RObrqZ-QCqlPd6yndHDrtYVDVXIKQwyBg0d-fH0G6k7nzd"
	    "wNd-ZCA" },
};
/* The first of them again, with nobody present. */
static const char absent_data[] =
	"i-OlMlE98xnB0bve-oXyBifSUzLPWghgfstW1WeQTS0AAAAAKw";
static const char absent_signature[] =
	"MEYCIQCUyzjetAVOc2S3qNrQjIlvlFYh_jl_vHwhRWv4fMWd-wIhAIHY-52fNW4WHc"
	"_zGF5qYW2Jg41c1sLD393ZGPWR-99Q";
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
	take(a, ES256, &key, &c);
	assert_int_equal(webauthn_check(&c, &key, bytes_of(a, absent_data),
	    bytes_of(a, absent_signature), &counter), DENIED);
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
