/* escape.h: text as HTML, for templates only. */
#ifndef ESCAPE_H
#define ESCAPE_H

struct str;

/* Append text so that it is itself in HTML text and in quoted attributes. */
void add_escaped(struct str *out, const char *text);

#endif
