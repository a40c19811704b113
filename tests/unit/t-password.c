/* t-password.c: verifiers, pepper, session cookies, tokens, turns. */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <jansson.h>

#include "auth/csrf.h"
#include "auth/password.h"
#include "auth/permission.h"
#include "auth/session.h"
#include "auth/turn.h"
#include "base/str.h"
#include "unit.h"
#include "web/request.h"

#define COOKIE	"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static char pepper_file[] = "/tmp/t-password-XXXXXX";
static json_t *account;

/* A member of the golden vectors that is hexadecimal. */
static void
take(json_t *from, const char *name, unsigned char *out, size_t len)
{
	const char *text = json_string_value(json_object_get(from, name));
	unsigned byte;

	assert_non_null(text);
	assert_int_equal(strlen(text), 2 * len);
	for (size_t i = 0; i < len; i++) {
		assert_int_equal(sscanf(text + 2 * i, "%2x", &byte), 1);
		out[i] = (unsigned char)byte;
	}
}

static void
write_pepper(const unsigned char pepper[PEPPER_LEN], size_t len, mode_t mode)
{
	int fd;

	unlink(pepper_file);
	fd = open(pepper_file, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, pepper, len), len);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void
test_verifier(void **state)
{
	unsigned char key[AUTH_KEY_LEN], salt[SALT_LEN], out[VERIFIER_LEN];
	unsigned char pepper[PEPPER_LEN], want[VERIFIER_LEN];
	json_t *v = json_object_get(account, "verifier");

	(void)state;
	take(account, "authKey", key, sizeof(key));
	take(v, "pepper", pepper, sizeof(pepper));
	take(v, "salt", salt, sizeof(salt));
	take(v, "verifier", want, sizeof(want));
	write_pepper(pepper, sizeof(pepper), 0600);
	pepper_load();
	assert_int_equal(password_verifier(key, salt, out), OK);
	assert_memory_equal(out, want, sizeof(want));
	assert_int_equal(password_check(key, salt, want), OK);
	key[31] ^= 1;
	assert_int_equal(password_check(key, salt, want), DENIED);
	key[31] ^= 1;
	salt[0] ^= 1;
	assert_int_equal(password_check(key, salt, want), DENIED);
	assert_int_equal(password_check(key, NULL, NULL), DENIED);
}

/* Loading ends the program, so a child tries it. */
static bool
pepper_loads(void)
{
	int status;
	pid_t pid;

	fflush(NULL);
	if ((pid = fork()) == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(9);
		pepper_load();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
test_pepper(void **state)
{
	unsigned char pepper[PEPPER_LEN + 1] = { 1 };

	(void)state;
	write_pepper(pepper, PEPPER_LEN, 0600);
	assert_true(pepper_loads());
	write_pepper(pepper, PEPPER_LEN, 0604);
	assert_false(pepper_loads());
	write_pepper(pepper, PEPPER_LEN - 1, 0600);
	assert_false(pepper_loads());
	write_pepper(pepper, PEPPER_LEN + 1, 0600);
	assert_false(pepper_loads());
	assert_int_equal(unlink(pepper_file), 0);
	assert_false(pepper_loads());
	assert_int_equal(pepper_make(pepper_file), OK);
	assert_true(pepper_loads());
	assert_int_equal(pepper_make(pepper_file), FAILED);
}

static void
test_login_mac(void **state)
{
	unsigned char pepper[PEPPER_LEN], mac[LOGIN_MAC_LEN];
	unsigned char want[LOGIN_MAC_LEN];
	json_t *v = json_object_get(account, "verifier");

	(void)state;
	take(v, "pepper", pepper, sizeof(pepper));
	take(v, "counterKey", want, sizeof(want));
	write_pepper(pepper, sizeof(pepper), 0600);
	pepper_load();
	assert_int_equal(login_mac(json_string_value(json_object_get(v,
	    "login")), mac), OK);
	assert_memory_equal(mac, want, sizeof(want));
	assert_int_equal(login_mac("cyrik", mac), OK);
	assert_memory_not_equal(mac, want, sizeof(want));
}

/* SHA-256 and HMAC of the bytes 0 to 31, as Python's hashlib has them. */
static void
test_cookie(void **state)
{
	struct arena *a = arena_new();
	char hash[SESSION_HASH_TEXT + 1];
	const char *one, *two;

	(void)state;
	assert_int_equal(session_hash(COOKIE, hash), OK);
	assert_string_equal(hash, "\\x630dcd2966c4336691125448bbb25b4ff41"
	    "2a49c732db2c8abc1b8581bd710dd");
	assert_string_equal(csrf_token(a, COOKIE),
	    "sVRfzadFyH8jm-yEBJK39CRHr-0d_lBKcXk6P_Q9i3o");
	assert_int_equal(session_hash("short", hash), INVALID);
	assert_null(csrf_token(a, "short"));
	one = session_new(a);
	two = session_new(a);
	assert_int_equal(strlen(one), SESSION_COOKIE_LEN);
	assert_string_not_equal(one, two);
	arena_free(a);
}

static bool
origin_ok(const char *site, const char *origin)
{
	struct request req = { .fetch_site = site, .origin = origin };

	return csrf_is_same_origin(&req, "https://a:8443");
}

static void
test_csrf(void **state)
{
	struct pair body[] = { { "csrf", "token" } };
	struct request req = { .body = body, .body_len = 1 };

	(void)state;
	assert_true(origin_ok("same-origin", NULL));
	assert_true(origin_ok(NULL, "https://a:8443"));
	assert_true(origin_ok("same-origin", "https://a:8443"));
	assert_false(origin_ok(NULL, NULL));
	/* A form sent under Referrer-Policy no-referrer. */
	assert_true(origin_ok("same-origin", "null"));
	assert_false(origin_ok("cross-site", "null"));
	assert_false(origin_ok(NULL, "null"));
	assert_false(origin_ok("none", NULL));
	assert_false(origin_ok("same-site", "https://a:8443"));
	assert_false(origin_ok("cross-site", "https://a:8443"));
	assert_false(origin_ok("same-origin", "https://a"));
	assert_false(origin_ok("same-origin", "http://a:8443"));
	assert_false(origin_ok("Same-Origin", NULL));
	assert_false(origin_ok("", "https://a:8443"));
	assert_true(csrf_is_valid(&req, "token"));
	assert_false(csrf_is_valid(&req, "tokeN"));
	assert_false(csrf_is_valid(&req, "token2"));
	assert_false(csrf_is_valid(&req, ""));
	assert_false(csrf_is_valid(&req, NULL));
	req.body_len = 0;
	assert_false(csrf_is_valid(&req, "token"));
}

static void
test_permissions(void **state)
{
	struct user user = { .perms = permission_set(
	    " PATIENT_READ RECORD_WRITE NOBODY PUBLIC SELF SESSION  PATIENT_WRIT")
	};
	struct ctx c = { .user = &user };

	(void)state;
	assert_true(may(&c, PERM_PATIENT_READ) && may(&c, PERM_RECORD_WRITE));
	assert_true(may(&c, PERM_SELF) && may(&c, PERM_PUBLIC));
	assert_false(may(&c, PERM_PATIENT_WRITE) || may(&c, PERM_USER_MANAGE));
	user.factor_due = true;
	assert_true(may(&c, PERM_SESSION) && may(&c, PERM_PUBLIC));
	assert_false(may(&c, PERM_SELF) || may(&c, PERM_PATIENT_READ));
	user.factor_due = false;
	user.perms = permission_set("");
	assert_int_equal(user.perms, 0);
	assert_true(may(&c, PERM_SELF) && may(&c, PERM_SESSION));
	c.user = NULL;
	assert_true(may(&c, PERM_PUBLIC));
	assert_false(may(&c, PERM_SELF) || may(&c, PERM_SESSION) ||
	    may(&c, PERM_PATIENT_READ));
	assert_string_equal(permission_name(PERM_USER_MANAGE), "USER_MANAGE");
}

/* A child that says when it has its turn, and holds it until told[] ends. */
static pid_t
hold_turn(const int told[2], int says)
{
	enum status st;
	pid_t pid;
	char ch;

	fflush(NULL);
	if ((pid = fork()) != 0)
		return pid;
	close(told[1]);
	if (freopen("/dev/null", "w", stderr) == NULL)
		_exit(1);
	turn_open();
	st = turn_take();
	if (write(says, st == OK ? "y" : "n", 1) != 1 ||
	    read(told[0], &ch, 1) != 0)
		_exit(1);
	turn_give();
	_exit(0);
}

static void
test_turns(void **state)
{
	pid_t pids[TURN_AT_ONCE + TURN_QUEUE + 1];
	int told[2], says[2], refused = 0;
	char ch;

	(void)state;
	assert_int_equal(pipe(told), 0);
	assert_int_equal(pipe(says), 0);
	for (size_t i = 0; i < LEN(pids); i++)
		pids[i] = hold_turn(told, says[1]);
	/* Two have their turn, the queue is full, one is sent away. */
	for (int i = 0; i < TURN_AT_ONCE + 1; i++) {
		assert_int_equal(read(says[0], &ch, 1), 1);
		refused += ch == 'n' ? 1 : 0;
	}
	assert_int_equal(refused, 1);
	/* The dead give up their turns, and the others go on when told. */
	for (int i = 0; i < 3; i++)
		assert_int_equal(kill(pids[i], SIGKILL), 0);
	close(told[0]);
	close(told[1]);
	for (size_t i = 0; i < LEN(pids); i++)
		assert_int_equal(waitpid(pids[i], NULL, 0), pids[i]);
	turn_open();
	assert_int_equal(turn_take(), OK);
	turn_give();
	close(says[0]);
	close(says[1]);
}

static int
setup(void **state)
{
	const char *vectors = getenv("PALREG_VECTORS");
	int fd = mkstemp(pepper_file);
	char path[512];

	(void)state;
	if (fd == -1 || close(fd) == -1)
		return -1;
	setenv("PALREG_PEPPER", pepper_file, 1);
	snprintf(path, sizeof(path), "%s/account.json", vectors != NULL ?
	    vectors : "tests/vectors");
	account = json_load_file(path, 0, NULL);
	return account != NULL ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	json_decref(account);
	return unlink(pepper_file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verifier),
		cmocka_unit_test(test_login_mac),
		cmocka_unit_test(test_pepper),
		cmocka_unit_test(test_cookie),
		cmocka_unit_test(test_csrf),
		cmocka_unit_test(test_permissions),
		cmocka_unit_test(test_turns),
	};

	return cmocka_run_group_tests_name("password", tests, setup,
	    teardown);
}
