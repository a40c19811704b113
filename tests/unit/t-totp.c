/* t-totp.c: codes of an authenticator, recovery codes, and what keeps them. */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "auth/password.h"
#include "auth/recovery.h"
#include "auth/totp.h"
#include "unit.h"

static char pepper_file[] = "/tmp/t-totp-XXXXXX";
static const unsigned char me[UUID_LEN] = { 1 }, you[UUID_LEN] = { 2 };

static void
use_pepper(unsigned char byte)
{
	unsigned char pepper[PEPPER_LEN];
	int fd;

	memset(pepper, byte, sizeof(pepper));
	unlink(pepper_file);
	fd = open(pepper_file, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, pepper, sizeof(pepper)), sizeof(pepper));
	close(fd);
	pepper_load();
}

/* The secret of RFC 6238, Appendix B, sealed as totp_new() seals one. */
static void
seal_known(unsigned char sealed[TOTP_SEALED_LEN])
{
	unsigned char key[PEPPER_LEN];

	assert_int_equal(pepper_key("palreg totp v1", key), OK);
	assert_int_equal(crypt_seal(key, me, UUID_LEN, "12345678901234567890",
	    TOTP_SECRET_LEN, sealed), OK);
}

/* The last six of the RFC's eight digits. */
static void
test_rfc_6238(void **state)
{
	static const struct {
		time_t		 at;
		const char	*code;
	} vectors[] = {
		{ 59, "287082" }, { 1111111109, "081804" },
		{ 1111111111, "050471" }, { 1234567890, "005924" },
		{ 2000000000, "279037" }, { 20000000000, "353130" },
	};
	unsigned char sealed[TOTP_SEALED_LEN];
	long step;

	(void)state;
	use_pepper(7);
	seal_known(sealed);
	for (size_t i = 0; i < LEN(vectors); i++) {
		assert_int_equal(totp_check(sealed, me, vectors[i].code,
		    vectors[i].at, &step), OK);
		assert_int_equal(step, vectors[i].at / TOTP_STEP);
	}
}

static void
test_window(void **state)
{
	const time_t at = 1111111111;	/* one second into its step */
	unsigned char sealed[TOTP_SEALED_LEN];
	long step = 0;

	(void)state;
	seal_known(sealed);
	for (int i = -1; i <= 1; i++) {
		assert_int_equal(totp_check(sealed, me, "050471",
		    at + i * TOTP_STEP, &step), OK);
		assert_int_equal(step, at / TOTP_STEP);
	}
	for (int i = -2; i <= 2; i += 4)
		assert_int_equal(totp_check(sealed, me, "050471",
		    at + i * TOTP_STEP, &step), DENIED);
	assert_int_equal(totp_check(sealed, me, "050472", at, &step), DENIED);
	assert_int_equal(totp_check(sealed, me, "50471", at, &step), DENIED);
	assert_int_equal(totp_check(sealed, me, "14050471", at, &step), DENIED);
	assert_int_equal(totp_check(sealed, me, "", at, &step), DENIED);
	assert_int_equal(totp_check(sealed, me, "05047a", at, &step), DENIED);
}

static void
test_sealed(void **state)
{
	unsigned char sealed[TOTP_SEALED_LEN], other[TOTP_SEALED_LEN];
	struct arena *a = arena_new();
	const char *text, *more;
	long step;

	(void)state;
	assert_int_equal(totp_new(a, me, &text, sealed), OK);
	assert_int_equal(totp_new(a, me, &more, other), OK);
	assert_int_equal(strlen(text), 32);
	assert_string_not_equal(text, more);
	seal_known(sealed);
	assert_null(memmem(sealed, sizeof(sealed), "12345678", 8));
	assert_int_equal(totp_check(sealed, you, "050471", 1111111111, &step),
	    FAILED);
	sealed[20] ^= 1;
	assert_int_equal(totp_check(sealed, me, "050471", 1111111111, &step),
	    FAILED);
	sealed[20] ^= 1;
	use_pepper(8);
	assert_int_equal(totp_check(sealed, me, "050471", 1111111111, &step),
	    FAILED);
	arena_free(a);
}

static void
test_recovery(void **state)
{
	unsigned char hash[HASH_LEN], other[HASH_LEN];
	char code[RECOVERY_TEXT + 1], plain[CODE_MAX + 1];
	char longer[3 * CODE_MAX];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(recovery_new(code), OK);
		assert_int_equal(strlen(code), RECOVERY_TEXT);
		assert_int_equal(strspn(code,
		    "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"), RECOVERY_LEN / 2);
		code_plain(code, plain);
		assert_int_equal(strlen(plain), RECOVERY_LEN);
	}
	code_plain(" ab-c1 2 ", plain);
	assert_string_equal(plain, "ABC12");
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	code_plain(longer, plain);
	assert_int_equal(strlen(plain), CODE_MAX);
	assert_int_equal(recovery_hash(me, "ABCDE23456", hash), OK);
	assert_int_equal(recovery_hash(me, "ABCDE23456", other), OK);
	assert_memory_equal(hash, other, HASH_LEN);
	assert_int_equal(recovery_hash(you, "ABCDE23456", other), OK);
	assert_memory_not_equal(hash, other, HASH_LEN);
	assert_int_equal(recovery_hash(me, "ABCDE23457", other), OK);
	assert_memory_not_equal(hash, other, HASH_LEN);
	use_pepper(9);
	assert_int_equal(recovery_hash(me, "ABCDE23456", other), OK);
	assert_memory_not_equal(hash, other, HASH_LEN);
}

static int
setup(void **state)
{
	int fd = mkstemp(pepper_file);

	(void)state;
	if (fd == -1 || close(fd) == -1)
		return -1;
	return setenv("PALREG_PEPPER", pepper_file, 1);
}

static int
teardown(void **state)
{
	(void)state;
	return unlink(pepper_file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rfc_6238),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_sealed),
		cmocka_unit_test(test_recovery),
	};

	return cmocka_run_group_tests_name("totp", tests, setup, teardown);
}
