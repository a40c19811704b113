/* fcgi.c: the only door to libfcgi; a plain CGI call looks the same. */

#include <assert.h>
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

/* What one record carries at most, a multiple of eight; how many go at once. */
enum { RECORD_MAX = FCGI_MAX_LENGTH / 8 * 8, RECORDS = 8 };

/* Records that wait to be written together. */
struct batch {
	FCGI_Header	 head[RECORDS];
	struct iovec	 part[2 * RECORDS];
	int		 len;
};

/* The request in hand; a worker has one at a time. */
static FCGX_Request request;
static bool ended;			/* it has its answer whole */
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
	ended = false;
	if (FCGX_Accept_r(&request) == 0)
		return ACCEPTED;
	return errno == EINTR ? INTERRUPTED : NO_MORE;
}

void
fcgi_finish(void)
{
	if (mode != MODE_FCGI)
		return;
	if (ended)
		FCGX_Free(&request, 1);
	else
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

/* All of the parts, however often the kernel takes only some of them. */
static bool
write_parts(int fd, struct iovec *part, int len)
{
	ssize_t n;

	while (len > 0) {
		n = writev(fd, part, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || (n == 0 && part->iov_len > 0))
			return false;
		for (; len > 0 && (size_t)n >= part->iov_len; part++, len--)
			n -= (ssize_t)part->iov_len;
		if (len > 0) {
			part->iov_base = (char *)part->iov_base + n;
			part->iov_len -= (size_t)n;
		}
	}
	return true;
}

static bool
flush(struct batch *b)
{
	int len = b->len;

	b->len = 0;
	return write_parts(request.ipcFd, b->part, 2 * len);
}

/* A record as the FastCGI specification 1.0 has it (3.3). */
static bool
add_record(struct batch *b, unsigned char type, const void *data, size_t len)
{
	FCGI_Header *head;

	if (b->len == RECORDS && !flush(b))
		return false;
	head = &b->head[b->len];
	*head = (FCGI_Header){
		.version = FCGI_VERSION_1,
		.type = type,
		.requestIdB1 = (unsigned char)(request.requestId >> 8),
		.requestIdB0 = (unsigned char)request.requestId,
		.contentLengthB1 = (unsigned char)(len >> 8),
		.contentLengthB0 = (unsigned char)len,
	};
	b->part[2 * b->len] = (struct iovec){ head, sizeof(*head) };
	b->part[2 * b->len + 1] =
	    (struct iovec){ (void *)(uintptr_t)data, len };
	b->len++;
	return true;
}

/*
 * The library would write a page in pieces of 8 KiB and its end once more, a
 * system call each, here and in the web server: all goes at once instead.
 */
static bool
write_records(const void *head, size_t head_len, const char *body, size_t len)
{
	static const FCGI_EndRequestBody done = {
		.protocolStatus = FCGI_REQUEST_COMPLETE,
	};
	struct batch b = { .len = 0 };
	size_t n;

	assert(head_len <= RECORD_MAX);
	if (!add_record(&b, FCGI_STDOUT, head, head_len))
		return false;
	for (; len > 0; body += n, len -= n) {
		n = len < RECORD_MAX ? len : RECORD_MAX;
		if (!add_record(&b, FCGI_STDOUT, body, n))
			return false;
	}
	return add_record(&b, FCGI_STDOUT, NULL, 0) &&
	    add_record(&b, FCGI_END_REQUEST, &done, sizeof(done)) &&
	    flush(&b);
}

static bool
write_answer(const void *head, size_t head_len, const void *body, size_t len)
{
	struct iovec part[2] = {
		{ (void *)(uintptr_t)head, head_len },
		{ (void *)(uintptr_t)body, len },
	};

	if (mode != MODE_FCGI)
		return write_parts(STDOUT_FILENO, part, 2);
	ended = write_records(head, head_len, body, len);
	return ended;
}

const struct gateway fcgi_gateway = {
	.param = read_param,
	.read = read_body,
	.write = write_answer,
};
