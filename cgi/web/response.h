/* response.h: one answer, buffered until the transaction has ended. */
#ifndef RESPONSE_H
#define RESPONSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct gateway;

enum { HEADERS_MAX = 16 };

struct header {
	const char	*name;
	const char	*value;
};

struct response {
	struct arena	*arena;
	int		 code;		/* 0 until something is answered */
	const char	*type;
	const char	*location;	/* of a 303 */
	const char	*etag;		/* with its quotes, or NULL */
	bool		 want_etag;	/* the page allows 304 */
	struct str	 body;
	const void	*data;		/* instead of the body, or NULL */
	size_t		 data_len;
	struct header	 headers[HEADERS_MAX];
	size_t		 headers_len;
};

void response_init(struct response *res, struct arena *a);

/* Forget what was answered so far, headers too; an error page takes over. */
void response_clear(struct response *res);

/* name is a literal; a value with a control character ends the program. */
void response_header(struct response *res, const char *name,
    const char *value);

/* The bytes of the answer, wherever they stand. */
const void *response_bytes(const struct response *res, size_t *len);

/* Send head and, unless head_only, body; false when nobody listens. */
bool response_send(const struct response *res, const struct gateway *gw,
    bool head_only);

#endif
