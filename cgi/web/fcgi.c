/* fcgi.c: the only door to libfcgi; a plain CGI call looks the same. */

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

#include <fastcgi.h>
#include <fcgiapp.h>

#include "base/log.h"
#include "web/fcgi.h"

enum { MODE_UNKNOWN, MODE_FCGI, MODE_CGI, MODE_CGI_DONE };

/* What one record carries at most, a multiple of eight. */
enum { RECORD_MAX = FCGI_MAX_LENGTH / 8 * 8 };

/* The request in hand; a worker has one at a time. */
static FCGX_Request request;
static int mode = MODE_UNKNOWN;

bool
fcgi_is_cgi(void)
{
	if (mode != MODE_UNKNOWN)
		return mode != MODE_FCGI;
	if (FCGX_IsCGI()) {
		mode = MODE_CGI;
		return true;
	}
	mode = MODE_FCGI;
	if (FCGX_Init() != 0 ||
	    FCGX_InitRequest(&request, 0, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		log_fatal("cannot use the FastCGI socket");
	return false;
}

enum accepted
fcgi_accept(void)
{
	if (fcgi_is_cgi()) {
		if (mode == MODE_CGI_DONE)
			return NO_MORE;
		mode = MODE_CGI_DONE;
		return ACCEPTED;
	}
	errno = 0;
	if (FCGX_Accept_r(&request) == 0)
		return ACCEPTED;
	return errno == EINTR ? INTERRUPTED : NO_MORE;
}

void
fcgi_finish(void)
{
	if (mode == MODE_FCGI)
		FCGX_Finish_r(&request);
}

static const char *
read_param(const char *name)
{
	if (mode == MODE_FCGI)
		return FCGX_GetParam(name, request.envp);
	return getenv(name);
}

static size_t
read_body(void *buf, size_t len)
{
	ssize_t n;

	if (len > INT_MAX)
		len = INT_MAX;
	if (mode == MODE_FCGI) {
		n = FCGX_GetStr(buf, (int)len, request.in);
		return n > 0 ? (size_t)n : 0;
	}
	do
		n = read(STDIN_FILENO, buf, len);
	while (n < 0 && errno == EINTR);
	return n > 0 ? (size_t)n : 0;
}

/* All of both parts, however often the kernel takes only some of it. */
static bool
write_parts(int fd, struct iovec part[2])
{
	ssize_t n;

	while (part[0].iov_len + part[1].iov_len > 0) {
		n = writev(fd, part, 2);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		for (int i = 0; i < 2; i++) {
			size_t taken = (size_t)n < part[i].iov_len ?
			    (size_t)n : part[i].iov_len;

			part[i].iov_base = (char *)part[i].iov_base + taken;
			part[i].iov_len -= taken;
			n -= (ssize_t)taken;
		}
	}
	return true;
}

/* One STDOUT record, as the FastCGI specification 1.0 has it (3.3, 5.3). */
static bool
write_record(const char *data, size_t len)
{
	FCGI_Header head = {
		.version = FCGI_VERSION_1,
		.type = FCGI_STDOUT,
		.requestIdB1 = (unsigned char)(request.requestId >> 8),
		.requestIdB0 = (unsigned char)request.requestId,
		.contentLengthB1 = (unsigned char)(len >> 8),
		.contentLengthB0 = (unsigned char)len,
	};
	struct iovec part[2] = {
		{ &head, sizeof(head) },
		{ (void *)(uintptr_t)data, len },
	};

	return write_parts(request.ipcFd, part);
}

/*
 * The library would write a page in pieces of 8 KiB, a system call each; a
 * record may be eight times as long.  Its own stream stays empty, and
 * FCGX_Finish_r() ends it.
 */
static bool
write_answer(const void *data, size_t len)
{
	const char *next = data;
	void *whole = (void *)(uintptr_t)data;
	struct iovec part[2] = { { whole, 0 }, { whole, len } };
	size_t n;

	if (mode != MODE_FCGI)
		return write_parts(STDOUT_FILENO, part);
	for (; len > 0; next += n, len -= n) {
		n = len < RECORD_MAX ? len : RECORD_MAX;
		if (!write_record(next, n))
			return false;
	}
	return true;
}

const struct gateway fcgi_gateway = {
	.param = read_param,
	.read = read_body,
	.write = write_answer,
};
