/* t-seal-crypt.c: hashes, MACs, signatures, small-order keys, randomness. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seal-vectors.h"
#include "seal/crypt.h"

const struct vector_file vector_files[] = {
	{ NULL, NULL }
};

static void
test_sha256(void **state)
{
	json_t *roster = vectors_load("roster.json"), *v;
	unsigned char out[HASH_LEN];
	struct bytes body;
	size_t i;

	(void)state;
	assert_int_equal(crypt_sha256("", 0, out), OK);
	assert_bytes((struct bytes){ out, HASH_LEN }, vector_hex(arena,
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855"), "empty");
	json_array_foreach(vector_get(roster, "chain"), i, v) {
		body = HEX(arena, v, "body");
		assert_int_equal(crypt_sha256(body.at, body.len, out), OK);
		assert_bytes((struct bytes){ out, HASH_LEN },
		    HEX(arena, v, "head"), "head");
	}
	assert_int_equal(i, 5);
	json_decref(roster);
}

/* What the server makes of authKey and of a login name. */
static void
test_hmac(void **state)
{
	json_t *account = vectors_load("account.json");
	json_t *v = vector_get(account, "verifier");
	struct bytes key = HEX(arena, v, "pepper");
	struct bytes auth = HEX(arena, account, "authKey");
	const char *login = vector_text(v, "login");
	unsigned char out[HASH_LEN];

	(void)state;
	assert_int_equal(crypt_hmac(key.at, key.len, auth.at, auth.len, out),
	    OK);
	assert_bytes((struct bytes){ out, HASH_LEN }, HEX(arena, v, "hmac"),
	    "hmac");
	assert_int_equal(crypt_hmac(key.at, key.len, login, strlen(login),
	    out), OK);
	assert_bytes((struct bytes){ out, HASH_LEN },
	    HEX(arena, v, "counterKey"), "counterKey");
	assert_int_equal(crypt_hmac("Jefe", 4,
	    "what do ya want for nothing?", 28, out), OK);
	assert_bytes((struct bytes){ out, HASH_LEN }, vector_hex(arena,
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843"), "RFC 4231, case 2");
	json_decref(account);
}

/* RFC 8032, 7.1, test 2. */
static void
test_verify(void **state)
{
	const unsigned char *pub = vector_hex(arena,
	    "3d4017c3e843895a92b70aa74d1b7ebc"
	    "9c982ccf2ec4968cc0cd55f12af4660c").at;
	struct bytes sig = vector_hex(arena,
	    "92a009a9f0d4cab8720e820b5f642540"
	    "a2b27b5416503f8fb3762223ebdb69da"
	    "085ac1e43e15996e458f3613d0f11d8c"
	    "387b2eaeb4302aeeb00d291612bb0c00");
	unsigned char bad[SIG_LEN];

	(void)state;
	assert_int_equal(crypt_verify(pub, "\x72", 1, sig.at), OK);
	assert_int_equal(crypt_verify(pub, "\x73", 1, sig.at), INVALID);
	assert_int_equal(crypt_verify(pub, "", 0, sig.at), INVALID);
	for (size_t i = 0; i < SIG_LEN; i++) {
		memcpy(bad, sig.at, SIG_LEN);
		bad[i] ^= 0x80;
		assert_int_equal(crypt_verify(pub, "\x72", 1, bad), INVALID);
	}
	/* No point has this y: a key that does not decode. */
	assert_int_equal(crypt_verify(vector_hex(arena,
	    "02000000000000000000000000000000"
	    "00000000000000000000000000000000").at, "\x72", 1, sig.at),
	    INVALID);
}

static void
test_small_order(void **state)
{
	static const unsigned char zero_sig[SIG_LEN] = { 1 };
	json_t *roster = vectors_load("roster.json"), *v;
	const unsigned char *pub;
	const char *who;
	size_t i, n = 0;

	(void)state;
	json_array_foreach(vector_get(roster, "small_order_sigPub"), i, v) {
		pub = vector_hex(arena, json_string_value(v)).at;
		assert_true(crypt_small_order(pub));
		assert_int_equal(crypt_verify(pub, "", 0, zero_sig), INVALID);
	}
	assert_int_equal(i, 14);
	json_object_foreach(vector_get(roster, "people"), who, v) {
		assert_false(crypt_small_order(HEX(arena, v, "sigPub").at));
		n++;
	}
	assert_int_equal(n, 5);
	json_decref(roster);
}

static void
test_random_and_equal(void **state)
{
	unsigned char a[32] = { 0 }, b[32] = { 0 };

	(void)state;
	assert_true(crypt_equal(a, b, 32));
	assert_int_equal(crypt_random(a, 32), OK);
	assert_int_equal(crypt_random(b, 32), OK);
	assert_false(crypt_equal(a, b, 32));
	memcpy(b, a, 32);
	assert_true(crypt_equal(a, b, 32));
	b[31] ^= 1;
	assert_false(crypt_equal(a, b, 32));
	assert_true(crypt_equal(a, b, 31));
}

static void
test_seal(void **state)
{
	unsigned char key[CRYPT_KEY_LEN] = { 1 }, out[5];
	unsigned char sealed[5 + CRYPT_MORE], again[5 + CRYPT_MORE];

	(void)state;
	assert_int_equal(crypt_seal(key, "here", 4, "hello", 5, sealed), OK);
	assert_int_equal(crypt_seal(key, "here", 4, "hello", 5, again), OK);
	assert_memory_not_equal(sealed, again, sizeof(sealed));
	assert_int_equal(crypt_open(key, "here", 4, sealed, 5, out), OK);
	assert_memory_equal(out, "hello", 5);
	assert_int_equal(crypt_open(key, "else", 4, sealed, 5, out), INVALID);
	assert_memory_not_equal(out, "hello", 5);
	for (size_t i = 0; i < sizeof(sealed); i++) {
		sealed[i] ^= 1;
		assert_int_equal(crypt_open(key, "here", 4, sealed, 5, out),
		    INVALID);
		sealed[i] ^= 1;
	}
	key[0] = 2;
	assert_int_equal(crypt_open(key, "here", 4, sealed, 5, out), INVALID);
}

/* A certificate of a hundred years, and what is none. */
static void
test_cert(void **state)
{
	static const char pem[] =
	    "-----BEGIN CERTIFICATE-----\n"
	    "MIIBNDCB56ADAgECAhRCRwr3akKmK69SJp4tRL+1TlOMnTAFBgMrZXAwDzENMAsG\n"
	    "A1UEAwwEdGVzdDAgFw0yNjExMjcwODIzNTFaGA8yMTI2MTEwMzA4MjM1MVowDzEN\n"
	    "MAsGA1UEAwwEdGVzdDAqMAUGAytlcAMhAMa4ZggXJR7udTi/ECMvrDH+qilg7bA4\n"
	    "z1JCweWpyFifo1MwUTAdBgNVHQ4EFgQUXshaUvY+GcN4CVIab4lc5qTY4NowHwYD\n"
	    "VR0jBBgwFoAUXshaUvY+GcN4CVIab4lc5qTY4NowDwYDVR0TAQH/BAUwAwEB/zAF\n"
	    "BgMrZXADQQBXhJ3DeRM2sdkOlQL0zwsoxR8XndLr6i1rjy+nGOnKuc7kzCdtEVY5\n"
	    "bd35qhLVUt42ISLfxmvscBSzFa8C5cYM\n"
	    "-----END CERTIFICATE-----\n";
	static const char none[] = "-----BEGIN CERTIFICATE-----\nMIIB\n"
	    "-----END CERTIFICATE-----\n";
	long end = 7;

	(void)state;
	assert_int_equal(crypt_cert_end(none, sizeof(none) - 1, &end), INVALID);
	assert_int_equal(crypt_cert_end("", 0, &end), INVALID);
	assert_int_equal(crypt_cert_end(pem, 100, &end), INVALID);
	assert_int_equal(end, 7);
	assert_int_equal(crypt_cert_end(pem, sizeof(pem) - 1, &end), OK);
	assert_int_equal(end, 4949367831);
	assert_non_null(strstr(crypt_version(), "OpenSSL 3"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_hmac),
		cmocka_unit_test(test_verify),
		cmocka_unit_test(test_small_order),
		cmocka_unit_test(test_random_and_equal),
		cmocka_unit_test(test_cert),
		cmocka_unit_test(test_seal),
	};

	return cmocka_run_group_tests_name("seal crypt", tests,
	    vectors_setup, vectors_teardown);
}
