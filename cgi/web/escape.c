/* escape.c: text as HTML, for templates only. */

#include <string.h>

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

/* Most texts have nothing to escape, so whole runs are looked for. */
void
add_escaped(struct str *out, const char *text)
{
	size_t run;

	for (;; text += run + 1) {
		run = strcspn(text, "&<>\"'");
		str_add(out, text, run);
		if (text[run] == '\0')
			return;
		str_add_text(out, entity_of(text[run]));
	}
}
