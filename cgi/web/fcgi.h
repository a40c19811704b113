/* fcgi.h: the only door to libfcgi; a plain CGI call looks the same. */
#ifndef FCGI_H
#define FCGI_H

#include <stdbool.h>
#include <stddef.h>

/* Where a request comes from and its answer goes to; tests bring their own. */
struct gateway {
	const char	*(*param)(const char *name);	/* NULL when absent */
	size_t		(*read)(void *buf, size_t len);	/* 0 at the end */
	/* The whole answer: its head and its body, which may be empty. */
	bool		(*write)(const void *head, size_t head_len,
			    const void *body, size_t len);
};

extern const struct gateway fcgi_gateway;

/* True when the program was started for one request, by a CGI server. */
bool fcgi_is_cgi(void);

enum accepted {
	ACCEPTED,	/* a request is there */
	INTERRUPTED,	/* a signal came first */
	NO_MORE,	/* the one CGI request is done, or the socket is gone */
};

/* Wait for the next request. */
enum accepted fcgi_accept(void);

/* End the answer; the web server sends it on. */
void fcgi_finish(void);

#endif
