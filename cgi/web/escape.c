/* escape.c: text as HTML, for templates only. */

#include "base/str.h"
#include "web/escape.h"

static const char *const entities[256] = {
	['&'] = "&amp;",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['"'] = "&quot;",
	['\''] = "&#39;",
};

void
add_escaped(struct str *out, const char *text, size_t len)
{
	size_t begin = 0;
	const char *entity;

	str_reserve(out, len);
	for (size_t i = 0; i < len; i++) {
		if ((entity = entities[(unsigned char)text[i]]) == NULL)
			continue;
		str_add(out, text + begin, i - begin);
		str_add_text(out, entity);
		begin = i + 1;
	}
	str_add(out, text + begin, len - begin);
}
