/* escape.c: text as HTML, for templates only. */

#include <limits.h>
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

/* Where a run of plain text ends. */
static const bool is_end[UCHAR_MAX + 1] = { ['\0'] = true, ['&'] = true,
	['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true };

/* Most texts have nothing to escape, so whole runs are looked for; they are
 * short, and strcspn would fill a table for each. */
void
add_escaped(struct str *out, const char *text)
{
	size_t run;

	for (;; text += run + 1) {
		run = 0;
		while (!is_end[(unsigned char)text[run]])
			run++;
		str_add(out, text, run);
		if (text[run] == '\0')
			return;
		str_add_text(out, entity_of(text[run]));
	}
}
