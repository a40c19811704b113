/* recovery.c: codes on paper, for who has lost his authenticator. */

#define _DEFAULT_SOURCE	1	/* explicit_bzero() */

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "auth/password.h"
#include "auth/recovery.h"

/* 32 signs that are not taken for each other, so that a byte picks evenly. */
static const char signs[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
static const char purpose[] = "palreg recovery v1";

enum status
recovery_new(char out[RECOVERY_TEXT + 1])
{
	unsigned char bytes[RECOVERY_LEN];
	enum status st;
	size_t at = 0;

	if ((st = crypt_random(bytes, sizeof(bytes))) != OK)
		return st;
	for (size_t i = 0; i < RECOVERY_LEN; i++) {
		if (i == RECOVERY_LEN / 2)
			out[at++] = '-';
		out[at++] = signs[bytes[i] % (sizeof(signs) - 1)];
	}
	out[at] = '\0';
	explicit_bzero(bytes, sizeof(bytes));
	return OK;
}

void
code_plain(const char *typed, char out[CODE_MAX + 1])
{
	size_t at = 0;

	for (; *typed != '\0' && at < CODE_MAX; typed++)
		if (*typed != ' ' && *typed != '-')
			out[at++] = (char)toupper((unsigned char)*typed);
	out[at] = '\0';
}

enum status
recovery_hash(const unsigned char account[UUID_LEN], const char *code,
    unsigned char out[HASH_LEN])
{
	unsigned char key[PEPPER_LEN], message[UUID_LEN + CODE_MAX];
	const size_t len = strlen(code);
	enum status st;

	assert(len <= CODE_MAX);
	if ((st = pepper_key(purpose, key)) != OK)
		return st;
	memcpy(message, account, UUID_LEN);
	memcpy(message + UUID_LEN, code, len);
	st = crypt_hmac(key, sizeof(key), message, UUID_LEN + len, out);
	explicit_bzero(key, sizeof(key));
	return st;
}
