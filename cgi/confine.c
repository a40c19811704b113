/* confine.c: the only door to libseccomp and Landlock. */

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>
#include <seccomp.h>

#include "base/log.h"
#include "confine.h"

enum { FILES_MAX = 64, MEMORY_MAX = 1 << 30 };

/* What serving takes, by what for. */
static const char *const serving_calls[] = {
	/* requests and answers, the database */
	"accept", "accept4", "close", "fcntl", "getsockopt", "poll", "ppoll",
	"pselect6", "read", "readv", "recvfrom", "recvmsg", "select",
	"sendmsg", "sendto", "shutdown", "write", "writev",
	/* files that may be read */
	"fstat", "lseek", "newfstatat", "statx",
	/* memory */
	"brk", "madvise", "mremap", "munmap",
	/* time, chance, signals, the end */
	"alarm", "clock_gettime", "clock_nanosleep", "exit", "exit_group",
	"futex", "getegid", "geteuid", "getgid", "getpid", "getrandom",
	"gettid", "gettimeofday", "getuid", "restart_syscall", "rt_sigaction",
	"rt_sigprocmask", "rt_sigreturn", "sysinfo", "tgkill",
	NULL
};

static const char *const sanitizer_calls[] = {
	"access", "clone", "dup2", "execve", "fork", "getdents", "getdents64",
	"getppid", "getrlimit", "ioctl", "kill", "mmap", "mprotect",
	"nanosleep", "open", "openat", "pipe", "pipe2", "prctl", "prlimit64",
	"process_vm_readv", "ptrace", "readlink", "sched_getaffinity",
	"sched_yield", "set_robust_list", "sigaltstack", "stat", "wait4",
	NULL
};

/* Calls that are let through only with none of these bits in an argument. */
static const struct guarded {
	const char	*call;
	unsigned	 arg;
	uint64_t	 bits;
} guarded_calls[] = {
	{ "mmap",     2, PROT_EXEC },
	{ "mprotect", 2, PROT_EXEC },
	{ "openat",   2, O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND },
};

#define GUARDED	(sizeof(guarded_calls) / sizeof(guarded_calls[0]))

void
confine_limits(void)
{
	const struct rlimit no_core = { 0, 0 };
	const struct rlimit files = { FILES_MAX, FILES_MAX };
	const struct rlimit memory = { MEMORY_MAX, MEMORY_MAX };

	if (setrlimit(RLIMIT_CORE, &no_core) != 0 ||
	    setrlimit(RLIMIT_NOFILE, &files) != 0 ||
	    (!SANITIZED && setrlimit(RLIMIT_AS, &memory) != 0))
		log_fatal("cannot set a limit: %s", strerror(errno));
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    (!SANITIZED && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0))
		log_fatal("cannot give up privileges: %s", strerror(errno));
}

/* ---- files ---- */

/* The headers may be older than the kernel that runs, so its newer members
 * of struct landlock_ruleset_attr are told by number. */
struct ruleset {
	uint64_t	files;
	uint64_t	ports;		/* from version 4 on */
	uint64_t	scoped;		/* from version 6 on */
};

enum { READ_FILE = 1 << 2, READ_DIR = 1 << 3 };

/* Everything that version of Landlock can forbid. */
static struct ruleset
forbidden_by(long version)
{
	/* 13 rights at first; then moving, cutting off, devices. */
	const unsigned rights = version >= 5 ? 16 : version >= 3 ? 15 :
	    version == 2 ? 14 : 13;

	return (struct ruleset){
		.files = (UINT64_C(1) << rights) - 1,
		.ports = version >= 4 ? 3 : 0,
		.scoped = version >= 6 ? 3 : 0,
	};
}

static void
let_read(int ruleset, const char *path)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = READ_FILE };
	struct stat is;

	if ((rule.parent_fd = open(path, O_PATH | O_CLOEXEC)) == -1)
		return;
	if (fstat(rule.parent_fd, &is) == 0 && S_ISDIR(is.st_mode))
		rule.allowed_access |= READ_DIR;
	if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
	    &rule, 0) != 0)
		log_fatal("cannot let %s be read: %s", path, strerror(errno));
	close(rule.parent_fd);
}

static void
confine_files(const char *const *paths)
{
	const long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset forbidden;
	int ruleset;

	if (version < 1)
		return;
	forbidden = forbidden_by(version);
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &forbidden,
	    sizeof(forbidden), 0);
	if (ruleset == -1)
		log_fatal("cannot confine the files: %s", strerror(errno));
	for (; *paths != NULL; paths++)
		let_read(ruleset, *paths);
	if (SANITIZED)
		let_read(ruleset, "/proc");
	if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
		log_fatal("cannot confine the files: %s", strerror(errno));
	close(ruleset);
}

/* ---- system calls ---- */

/* A call that this machine does not have cannot be made. */
static void
let_call(scmp_filter_ctx filter, const char *call)
{
	int number = seccomp_syscall_resolve_name(call);

	if (number != __NR_SCMP_ERROR &&
	    seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0) != 0)
		log_fatal("cannot allow the call %s", call);
}

static void
let_calls(scmp_filter_ctx filter, const char *const *calls)
{
	for (; calls != NULL && *calls != NULL; calls++)
		let_call(filter, *calls);
}

static void
let_guarded(scmp_filter_ctx filter, const struct guarded *one)
{
	const struct scmp_arg_cmp none = SCMP_CMP64(one->arg,
	    SCMP_CMP_MASKED_EQ, one->bits, 0);

	if (seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
	    seccomp_syscall_resolve_name(one->call), 1, &none) != 0)
		log_fatal("cannot allow the call %s", one->call);
}

void
confine(const char *const *paths, const char *const *calls)
{
	scmp_filter_ctx filter;

	confine_files(paths);
	if ((filter = seccomp_init(SCMP_ACT_KILL_PROCESS)) == NULL)
		log_fatal("cannot make a filter of calls");
	let_calls(filter, serving_calls);
	let_calls(filter, calls);
	for (size_t i = 0; i < GUARDED; i++)
		let_guarded(filter, &guarded_calls[i]);
	if (SANITIZED)
		let_calls(filter, sanitizer_calls);
	if (seccomp_load(filter) != 0)
		log_fatal("cannot set the filter of calls");
	seccomp_release(filter);
}
