/* csv.c: a table as a file that a spreadsheet opens as it stands. */

#include <string.h>

#include "base/str.h"
#include "pages/common.h"
#include "pages/csv.h"
#include "pages/timing.h"

/* Where the comma is in numbers, columns stand between semicolons. */
static char
separator(const struct ctx *c)
{
	return strcmp(c->lang, "ru") == 0 ? ';' : ',';
}

struct str *
csv_new(const struct ctx *c)
{
	struct str *s = str_new(c->arena);

	str_add_text(s, "\xef\xbb\xbf");
	return s;
}

static void
begin_cell(const struct ctx *c, struct str *s)
{
	if (s->len > 3 && s->text[s->len - 1] != '\n')
		str_add_char(s, separator(c));
}

/* An empty first cell of a row would let the next one stand in its place. */
static void
add_cell(const struct ctx *c, struct str *s, const char *text)
{
	begin_cell(c, s);
	str_add_char(s, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			str_add_char(s, '"');
		str_add_char(s, *text);
	}
	str_add_char(s, '"');
}

void
csv_text(const struct ctx *c, struct str *s, const char *text)
{
	const char *safe = text;

	if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL)
		safe = text_printf(c->arena, "'%s", text);
	add_cell(c, s, safe);
}

void
csv_decimal(const struct ctx *c, struct str *s, const char *decimal)
{
	begin_cell(c, s);
	str_add_text(s, decimal_text(c, decimal));
	if (*decimal == '\0')
		str_add_text(s, "\"\"");
}

void
csv_date(const struct ctx *c, struct str *s, const char *iso)
{
	add_cell(c, s, date_text(c, iso));
}

void
csv_end_row(struct str *s)
{
	str_add_text(s, "\r\n");
}
