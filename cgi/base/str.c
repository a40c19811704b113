/* str.c: text that grows, in an arena. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { SIZE_MIN = 32 };

void
str_init(struct str *s, struct arena *a, size_t size)
{
	if (size < SIZE_MIN)
		size = SIZE_MIN;
	s->arena = a;
	s->text = arena_alloc(a, size);
	s->size = size;
	s->len = 0;
}

struct str *
str_new(struct arena *a)
{
	struct str *s = arena_alloc(a, sizeof(*s));

	str_init(s, a, 256);
	return s;
}

void
str_reserve(struct str *s, size_t len)
{
	size_t size = s->size;

	if (len < size - s->len)
		return;
	if (len > SIZE_MAX / 4 - s->len)
		_Exit(EXIT_FAILURE);
	while (size <= s->len + len)
		size *= 2;
	s->text = arena_grow(s->arena, s->text, s->size, size);
	s->size = size;
}

void
str_add(struct str *s, const void *data, size_t len)
{
	if (len >= s->size - s->len)
		str_reserve(s, len);
	if (len != 0)
		memcpy(s->text + s->len, data, len);
	s->len += len;
	s->text[s->len] = '\0';
}

void
str_add_text(struct str *s, const char *text)
{
	str_add(s, text, strlen(text));
}

void
str_add_char(struct str *s, char ch)
{
	str_add(s, &ch, 1);
}

void
str_vaddf(struct str *s, const char *fmt, va_list ap)
{
	va_list again;
	int len;

	va_copy(again, ap);
	len = vsnprintf(s->text + s->len, s->size - s->len, fmt, ap);
	if (len < 0)
		_Exit(EXIT_FAILURE);
	if ((size_t)len >= s->size - s->len) {
		str_reserve(s, (size_t)len);
		vsnprintf(s->text + s->len, s->size - s->len, fmt, again);
	}
	s->len += (size_t)len;
	va_end(again);
}

void
str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(s, fmt, ap);
	va_end(ap);
}

char *
text_copy_len(struct arena *a, const char *text, size_t len)
{
	char *copy;

	if (len == SIZE_MAX)
		_Exit(EXIT_FAILURE);
	copy = arena_alloc(a, len + 1);
	if (len != 0)
		memcpy(copy, text, len);
	return copy;
}

char *
text_copy(struct arena *a, const char *text)
{
	return text_copy_len(a, text, strlen(text));
}

char *
text_long(struct arena *a, long number)
{
	char digits[24], *next = digits + sizeof(digits);
	unsigned long left = number < 0 ? 0ul - (unsigned long)number :
	    (unsigned long)number;

	do
		*--next = (char)('0' + left % 10);
	while ((left /= 10) != 0);
	if (number < 0)
		*--next = '-';
	return text_copy_len(a, next, (size_t)(digits + sizeof(digits) - next));
}

char *
text_printf(struct arena *a, const char *fmt, ...)
{
	struct str s;
	va_list ap;

	str_init(&s, a, 64);
	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	return s.text;
}
