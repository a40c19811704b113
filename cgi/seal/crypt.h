/* crypt.h: hashes, MACs, signatures, random bytes; the only OpenSSL caller. */
#ifndef SEAL_CRYPT_H
#define SEAL_CRYPT_H

#include <stddef.h>

#include "base/status.h"

enum { HASH_LEN = 32, SIG_PUB_LEN = 32, SIG_LEN = 64 };

/* SHA-256.  FAILED only when OpenSSL cannot work at all. */
enum status crypt_sha256(const void *message, size_t len,
    unsigned char out[HASH_LEN]) __attribute__((warn_unused_result));

/* HMAC-SHA-256 under a key of any length. */
enum status crypt_hmac(const void *key, size_t key_len, const void *message,
    size_t len, unsigned char out[HASH_LEN])
    __attribute__((warn_unused_result));

/*
 * Ed25519 (RFC 8032).  OK if sig is pub's signature of the message; INVALID if
 * not, and for every pub that crypt_small_order() knows.
 */
enum status crypt_verify(const unsigned char pub[SIG_PUB_LEN],
    const void *message, size_t len, const unsigned char sig[SIG_LEN])
    __attribute__((warn_unused_result));

/*
 * True for the 14 encodings of Ed25519 points of small order: under such a key
 * a signature can be made without any private key.
 */
int crypt_small_order(const unsigned char pub[SIG_PUB_LEN]);

enum { CRYPT_KEY_LEN = 32, CRYPT_NONCE_LEN = 12, CRYPT_TAG_LEN = 16,
	CRYPT_MORE = CRYPT_NONCE_LEN + CRYPT_TAG_LEN };

/*
 * AES-256-GCM with a fresh random nonce: out is nonce, ciphertext and tag, len
 * + CRYPT_MORE bytes.  aad says where the message belongs.
 */
enum status crypt_seal(const unsigned char key[CRYPT_KEY_LEN], const void *aad,
    size_t aad_len, const void *message, size_t len, unsigned char *out)
    __attribute__((warn_unused_result));

/* The len bytes back from what crypt_seal() made; INVALID if it did not. */
enum status crypt_open(const unsigned char key[CRYPT_KEY_LEN], const void *aad,
    size_t aad_len, const unsigned char *sealed, size_t len, void *out)
    __attribute__((warn_unused_result));

/* Fill out with len bytes fit to be keys. */
enum status crypt_random(void *out, size_t len)
    __attribute__((warn_unused_result));

/*
 * When the first certificate of a PEM text ends, in seconds since 1970.
 * INVALID where no certificate stands.
 */
enum status crypt_cert_end(const char *pem, size_t len, long *out)
    __attribute__((warn_unused_result));

/* Name and version of the library that runs. */
const char *crypt_version(void);

/* Compare in a time that depends on len only. */
int crypt_equal(const void *a, const void *b, size_t len);

#endif
