/* str.h: text that grows, in an arena. */
#ifndef STR_H
#define STR_H

#include <stdarg.h>
#include <stddef.h>

#include "base/arena.h"

/* text is always ended by a NUL that len does not count. */
struct str {
	char		*text;
	size_t		 len;
	size_t		 size;
	struct arena	*arena;
};

/* Make s the empty text; size is a guess of how long it will become. */
void str_init(struct str *s, struct arena *a, size_t size);

/* As str_init(), for a struct that lives in the arena too. */
struct str *str_new(struct arena *a);

/* Make room for len more bytes; they may then be written at text + len. */
void str_reserve(struct str *s, size_t len);

void str_add(struct str *s, const void *data, size_t len);
void str_add_text(struct str *s, const char *text);
void str_add_char(struct str *s, char ch);
void str_addf(struct str *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void str_vaddf(struct str *s, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Copies in the arena; len bytes need not be ended by a NUL. */
char *text_copy(struct arena *a, const char *text);
char *text_copy_len(struct arena *a, const char *text, size_t len);
char *text_long(struct arena *a, long number);
char *text_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
