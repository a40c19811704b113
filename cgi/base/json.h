/* json.h: the one writer of JSON, for answers and log lines. */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * Everything written is escaped; commas come by themselves.  key is NULL for
 * an item of an array and for the outermost value.  At most 16 levels.
 */
struct json {
	struct str	*out;
	unsigned	 depth;
	unsigned	 filled;	/* bit n: level n has an item already */
};

/* Write to the end of out. */
void json_open(struct json *j, struct str *out);

void json_begin_object(struct json *j, const char *key);
void json_end_object(struct json *j);
void json_begin_array(struct json *j, const char *key);
void json_end_array(struct json *j);

/* NULL text is null.  A byte that is not UTF-8 becomes U+FFFD. */
void json_put_text(struct json *j, const char *key, const char *text);
void json_put_long(struct json *j, const char *key, long number);
/* A decimal number as it is written; anything else ends the program. */
void json_put_decimal(struct json *j, const char *key, const char *decimal);
void json_put_bool(struct json *j, const char *key, bool on);
void json_put_null(struct json *j, const char *key);

#endif
