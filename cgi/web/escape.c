/* escape.c: text as HTML, for templates only. */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "web/escape.h"

static const char *
entity_of(char ch)
{
	switch (ch) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return "&#39;";
	}
}

static bool
is_special(char ch)
{
	return ch == '&' || ch == '<' || ch == '>' || ch == '"' || ch == '\'';
}

/* Most texts have nothing to escape, so whole runs are looked for; they are
 * short, and strcspn would fill a table for each. */
void
add_escaped(struct str *out, const char *text)
{
	size_t run;

	for (;; text += run + 1) {
		for (run = 0; text[run] != '\0' && !is_special(text[run]); run++)
			;
		str_add(out, text, run);
		if (text[run] == '\0')
			return;
		str_add_text(out, entity_of(text[run]));
	}
}
