/* conf.c: the directives of a configuration of nginx. */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/str.h"

enum { DIRECTIVES_MAX = 1000, DEPTH_MAX = 10 };

struct reader {
	struct arena	*arena;
	const char	*at;
	const char	*blocks[DEPTH_MAX];	/* heads of those that are open */
	size_t		 depth;
	struct conf	*out;
};

/* White space and comments. */
static void
skip(struct reader *r)
{
	for (;;) {
		r->at += strspn(r->at, " \t\r\n");
		if (*r->at != '#')
			return;
		r->at += strcspn(r->at, "\n");
	}
}

/* The next word, without its quotes; NULL when a quote does not close. */
static const char *
word(struct reader *r)
{
	const char quote = *r->at == '"' || *r->at == '\'' ? *r->at : '\0';
	struct str s;

	str_init(&s, r->arena, 32);
	if (quote != '\0')
		r->at++;
	while (*r->at != '\0' && (quote != '\0' ? *r->at != quote :
	    strchr(" \t\r\n;{}", *r->at) == NULL)) {
		if (*r->at == '\\' && r->at[1] != '\0')
			r->at++;
		str_add_char(&s, *r->at++);
	}
	if (quote != '\0' && *r->at++ != quote)
		return NULL;
	return s.text;
}

static void
keep(struct reader *r, const char *name, const char *value)
{
	r->out->item[r->out->len++] = (struct directive){
		.block = r->depth > 0 ? r->blocks[r->depth - 1] : "",
		.name = name,
		.value = value,
	};
}

/* One directive, to its ";" or "{". */
static enum status
directive(struct reader *r)
{
	const char *const begin = r->at;
	const char *name, *next;
	struct str *value = str_new(r->arena);

	if (r->out->len == DIRECTIVES_MAX || (name = word(r)) == NULL ||
	    r->at == begin)
		return INVALID;
	for (skip(r); *r->at != ';' && *r->at != '{'; skip(r)) {
		if (*r->at == '\0' || *r->at == '}' || (next = word(r)) == NULL)
			return INVALID;
		str_addf(value, "%s%s", value->len > 0 ? " " : "", next);
	}
	keep(r, name, value->len > 0 ? value->text : "");
	if (*r->at++ == ';')
		return OK;
	if (r->depth == DEPTH_MAX)
		return INVALID;
	r->blocks[r->depth++] = text_printf(r->arena, "%s%s%s", name,
	    value->len > 0 ? " " : "", value->len > 0 ? value->text : "");
	return OK;
}

enum status
conf_read(struct arena *a, const char *text, struct conf *out)
{
	struct reader r = { .arena = a, .at = text, .out = out };
	enum status st;

	out->len = 0;
	out->item = arena_array(a, DIRECTIVES_MAX, sizeof(*out->item));
	for (skip(&r); *r.at != '\0'; skip(&r)) {
		if (*r.at == '}') {
			if (r.depth == 0)
				return INVALID;
			r.depth--;
			r.at++;
		} else if ((st = directive(&r)) != OK) {
			return st;
		}
	}
	return r.depth == 0 ? OK : INVALID;
}

const char *
file_text(struct arena *a, const char *path, size_t max)
{
	FILE *file = fopen(path, "rb");
	char *text;
	size_t len;
	bool good;

	if (file == NULL)
		return NULL;
	text = arena_alloc(a, max);
	len = fread(text, 1, max, file);
	good = ferror(file) == 0 && len < max && memchr(text, '\0', len) == NULL;
	fclose(file);
	return good ? text : NULL;
}
