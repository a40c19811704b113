/* t-confine.c: what a confined process can do, and what ends it. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine.h"
#include "unit.h"

/* Each tries one thing and tells by its number whether it was refused. */
static int
make_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) == -1 ? errno : 0;
}

static int
make_unix_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) == -1 ? errno : 0;
}

static int
make_dir(void)
{
	return mkdir("/tmp/palreg-confined", 0700) == -1 ? errno : 0;
}

static int
remove_file(void)
{
	return unlink("/tmp/palreg-confined") == -1 ? errno : 0;
}

static int
change_user(void)
{
	return setuid(65534) == -1 ? errno : 0;
}

static int
load_bpf(void)
{
	return syscall(SYS_bpf, 0, NULL, 0) == -1 ? errno : 0;
}

static int
read_allowed(void)
{
	char byte;
	int fd = open("/dev/urandom", O_RDONLY);

	return fd == -1 || read(fd, &byte, 1) != 1 ? errno : close(fd);
}

static int
read_other(void)
{
	return open("/etc/passwd", O_RDONLY) == -1 ? errno : 0;
}

static int
use_memory(void)
{
	char *block = malloc(8 << 20);

	if (block == NULL)
		return errno;
	memset(block, 1, 8 << 20);
	free(block);
	return 0;
}

static int
see_limits(void)
{
	struct rlimit core, files;

	if (getrlimit(RLIMIT_CORE, &core) != 0 ||
	    getrlimit(RLIMIT_NOFILE, &files) != 0)
		return errno;
	return core.rlim_max == 0 && files.rlim_max <= 64 &&
	    prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : ERANGE;
}

/* How a confined child ends that tries it: its number, or minus a signal. */
static int
end_of(int (*try)(void), const char *const *calls)
{
	const char *const paths[] = { "/dev/urandom", "/nowhere/at/all", NULL };
	int status;
	pid_t child = fork();

	if (child == 0) {
		confine_limits();
		confine(paths, calls);
		_exit(try());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void
test_forbidden_calls_kill(void **state)
{
	(void)state;
	assert_int_equal(end_of(make_socket, NULL), -SIGSYS);
	assert_int_equal(end_of(make_unix_socket, NULL), -SIGSYS);
	assert_int_equal(end_of(make_dir, NULL), -SIGSYS);
	assert_int_equal(end_of(remove_file, NULL), -SIGSYS);
	assert_int_equal(end_of(change_user, NULL), -SIGSYS);
	assert_int_equal(end_of(load_bpf, NULL), -SIGSYS);
}

/* The sanitizers make such calls themselves: see confine.c. */
#if !SANITIZED
static int
open_for_writing(void)
{
	return open("/dev/null", O_WRONLY) == -1 ? errno : 0;
}

static int
make_file(void)
{
	return open("/tmp/palreg-confined", O_RDONLY | O_CREAT, 0600) == -1 ?
	    errno : 0;
}

static int
run_program(void)
{
	char *const args[] = { (char *)(uintptr_t)"true", NULL };

	execv("/bin/true", args);
	return errno;
}

static int
make_process(void)
{
	return syscall(SYS_fork) == -1 ? errno : 0;
}

static int
map_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
}

static void
test_no_writing_no_running(void **state)
{
	(void)state;
	assert_int_equal(end_of(open_for_writing, NULL), -SIGSYS);
	assert_int_equal(end_of(make_file, NULL), -SIGSYS);
	assert_int_equal(end_of(run_program, NULL), -SIGSYS);
	assert_int_equal(end_of(make_process, NULL), -SIGSYS);
	assert_int_equal(end_of(map_code, NULL), -SIGSYS);
}

#endif

static void
test_serving_goes_on(void **state)
{
	(void)state;
	assert_int_equal(end_of(read_allowed, NULL), 0);
	assert_int_equal(end_of(use_memory, NULL), 0);
}

static void
test_files_outside_are_not_read(void **state)
{
	/* Version 1 is what a kernel with Landlock has at least. */
	bool has_landlock =
	    syscall(SYS_landlock_create_ruleset, NULL, 0, 1U) >= 1;

	(void)state;
	assert_int_equal(end_of(read_other, NULL), has_landlock ? EACCES : 0);
}

static void
test_a_program_may_be_let_more(void **state)
{
	static const char *const calls[] = { "socket", NULL };

	(void)state;
	assert_int_equal(end_of(make_unix_socket, calls), 0);
	assert_int_equal(end_of(make_dir, calls), -SIGSYS);
}

static void
test_limits(void **state)
{
	static const char *const calls[] = { "prlimit64", "prctl", NULL };

	(void)state;
	assert_int_equal(end_of(see_limits, calls), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forbidden_calls_kill),
#if !SANITIZED
		cmocka_unit_test(test_no_writing_no_running),
#endif
		cmocka_unit_test(test_serving_goes_on),
		cmocka_unit_test(test_files_outside_are_not_read),
		cmocka_unit_test(test_a_program_may_be_let_more),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
