/* crypt.c: hashes, MACs, signatures, random bytes; the only OpenSSL caller. */

#include <limits.h>
#include <string.h>
#include <time.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#include "seal/crypt.h"

/*
 * Fetched once per worker, since a fetch costs more than a short hash.  They
 * live as long as the program.
 */
static EVP_MD *sha256;
static EVP_MAC *hmac;

/*
 * The y of the points of small order, in every encoding that a lenient decoder
 * takes (p - 1, p and p + 1 among them); with either sign bit these are the 14
 * keys to refuse.
 */
static const unsigned char small_order[7][SIG_PUB_LEN] = {
	{ 0x00 },
	{ 0x01 },
	{ 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
	{ 0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
	{ 0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
	{ 0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
	  0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
	  0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a },
	{ 0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
	  0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
	  0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05 },
};

enum status
crypt_sha256(const void *message, size_t len, unsigned char out[HASH_LEN])
{
	if (sha256 == NULL &&
	    (sha256 = EVP_MD_fetch(NULL, "SHA256", NULL)) == NULL)
		return FAILED;
	return EVP_Digest(message, len, out, NULL, sha256, NULL) == 1 ?
	    OK : FAILED;
}

enum status
crypt_hmac(const void *key, size_t key_len, const void *message, size_t len,
    unsigned char out[HASH_LEN])
{
	char digest[] = "SHA256";
	const OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST,
		    digest, 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC_CTX *mac;
	enum status st = FAILED;
	size_t written;

	if (hmac == NULL && (hmac = EVP_MAC_fetch(NULL, "HMAC", NULL)) == NULL)
		return FAILED;
	if ((mac = EVP_MAC_CTX_new(hmac)) == NULL)
		return FAILED;
	if (EVP_MAC_init(mac, key, key_len, params) == 1 &&
	    EVP_MAC_update(mac, message, len) == 1 &&
	    EVP_MAC_final(mac, out, &written, HASH_LEN) == 1)
		st = OK;
	EVP_MAC_CTX_free(mac);
	return st;
}

enum status
crypt_verify(const unsigned char pub[SIG_PUB_LEN], const void *message,
    size_t len, const unsigned char sig[SIG_LEN])
{
	EVP_PKEY *key = NULL;
	EVP_MD_CTX *ctx;
	enum status st = FAILED;

	if (crypt_small_order(pub))
		return INVALID;
	if ((ctx = EVP_MD_CTX_new()) == NULL)
		return FAILED;
	key = EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, pub,
	    SIG_PUB_LEN);
	if (key == NULL ||
	    EVP_DigestVerifyInit_ex(ctx, NULL, NULL, NULL, NULL, key,
	    NULL) != 1)
		goto out;
	/* An undecodable key or s is an error to OpenSSL, a refusal to us. */
	st = EVP_DigestVerify(ctx, sig, SIG_LEN, message, len) == 1 ?
	    OK : INVALID;
out:
	EVP_PKEY_free(key);
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return st;
}

int
crypt_small_order(const unsigned char pub[SIG_PUB_LEN])
{
	unsigned char y[SIG_PUB_LEN];

	memcpy(y, pub, SIG_PUB_LEN);
	y[SIG_PUB_LEN - 1] &= 0x7f;
	for (size_t i = 0; i < sizeof(small_order) / SIG_PUB_LEN; i++)
		if (memcmp(y, small_order[i], SIG_PUB_LEN) == 0)
			return 1;
	return 0;
}

/* A cipher context for a key and a nonce, sealing or opening; or NULL. */
static EVP_CIPHER_CTX *
start_cipher(const unsigned char *key, const unsigned char *nonce,
    const void *aad, size_t aad_len, int sealing)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int done;

	if (ctx != NULL &&
	    EVP_CipherInit_ex2(ctx, EVP_aes_256_gcm(), key, nonce, sealing,
	    NULL) == 1 &&
	    EVP_CipherUpdate(ctx, NULL, &done, aad, (int)aad_len) == 1)
		return ctx;
	EVP_CIPHER_CTX_free(ctx);
	return NULL;
}

enum status
crypt_seal(const unsigned char key[CRYPT_KEY_LEN], const void *aad,
    size_t aad_len, const void *message, size_t len, unsigned char *out)
{
	unsigned char *text = out + CRYPT_NONCE_LEN;
	EVP_CIPHER_CTX *ctx;
	enum status st;
	int done;

	if ((st = crypt_random(out, CRYPT_NONCE_LEN)) != OK)
		return st;
	if ((ctx = start_cipher(key, out, aad, aad_len, 1)) == NULL)
		return FAILED;
	if (EVP_CipherUpdate(ctx, text, &done, message, (int)len) != 1 ||
	    EVP_CipherFinal_ex(ctx, text + len, &done) != 1 ||
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, CRYPT_TAG_LEN,
	    text + len) != 1)
		st = FAILED;
	EVP_CIPHER_CTX_free(ctx);
	return st;
}

enum status
crypt_open(const unsigned char key[CRYPT_KEY_LEN], const void *aad,
    size_t aad_len, const unsigned char *sealed, size_t len, void *out)
{
	const unsigned char *text = sealed + CRYPT_NONCE_LEN;
	unsigned char tag[CRYPT_TAG_LEN], none[CRYPT_TAG_LEN];
	EVP_CIPHER_CTX *ctx;
	enum status st = OK;
	int done;

	memcpy(tag, text + len, sizeof(tag));
	if ((ctx = start_cipher(key, sealed, aad, aad_len, 0)) == NULL)
		return FAILED;
	if (EVP_CipherUpdate(ctx, out, &done, text, (int)len) != 1 ||
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, CRYPT_TAG_LEN,
	    tag) != 1)
		st = FAILED;
	else if (EVP_CipherFinal_ex(ctx, none, &done) != 1)
		st = INVALID;
	if (st != OK)
		OPENSSL_cleanse(out, len);
	EVP_CIPHER_CTX_free(ctx);
	ERR_clear_error();
	return st;
}

enum status
crypt_random(void *out, size_t len)
{
	if (len > INT_MAX || RAND_bytes(out, (int)len) != 1)
		return FAILED;
	return OK;
}

enum status
crypt_cert_end(const char *pem, size_t len, long *out)
{
	BIO *bio = len <= INT_MAX ? BIO_new_mem_buf(pem, (int)len) : NULL;
	X509 *cert = NULL;
	struct tm end;
	enum status st = INVALID;

	if (bio == NULL)
		return FAILED;
	if ((cert = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL &&
	    ASN1_TIME_to_tm(X509_get0_notAfter(cert), &end) == 1) {
		*out = (long)timegm(&end);
		st = OK;
	}
	X509_free(cert);
	BIO_free(bio);
	ERR_clear_error();
	return st;
}

const char *
crypt_version(void)
{
	return OpenSSL_version(OPENSSL_VERSION);
}

int
crypt_equal(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}
