/* fcgi.c: the only door to libfcgi; a plain CGI call looks the same. */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "base/log.h"
#include "web/fcgi.h"

enum { MODE_UNKNOWN, MODE_FCGI, MODE_CGI, MODE_CGI_DONE };

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

static bool
write_plain(const char *data, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(STDOUT_FILENO, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

static bool
write_answer(const void *data, size_t len)
{
	const char *next = data;
	int n;

	if (mode != MODE_FCGI)
		return write_plain(data, len);
	while (len > 0) {
		n = len > INT_MAX ? INT_MAX : (int)len;
		if (FCGX_PutStr(next, n, request.out) != n)
			return false;
		next += n;
		len -= (size_t)n;
	}
	return true;
}

const struct gateway fcgi_gateway = {
	.param = read_param,
	.read = read_body,
	.write = write_answer,
};
