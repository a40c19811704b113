/* section_csv.c: a report of sections as a file. */

#include "base/str.h"
#include "pages/csv.h"
#include "pages/report/section_csv.h"

/* A number as a spreadsheet reads it: without the blanks between thousands. */
static const char *
plain_text(const struct ctx *c, const struct column *column, const char *text)
{
	struct str s;

	if (text == NULL || column->align != ALIGN_RIGHT)
		return text == NULL ? "—" : text;
	str_init(&s, c->arena, 16);
	for (; *text != '\0'; text++)
		if (text[0] == '\xc2' && text[1] == '\xa0')
			text++;
		else
			str_add_char(&s, *text);
	return s.text;
}

static void
add_section(const struct ctx *c, struct str *s, const struct section *from)
{
	csv_end_row(s);
	csv_text(c, s, from->heading);
	csv_end_row(s);
	for (size_t i = 0; i < from->ncolumns; i++)
		if (!from->columns[i].bar)
			csv_text(c, s, from->columns[i].title);
	csv_end_row(s);
	for (size_t i = 0; i < from->nrows; i++) {
		size_t n = from->rows[i].kind == ROW_GROUP ? 1 :
		    from->ncolumns;

		for (size_t k = 0; k < n; k++)
			if (!from->columns[k].bar)
				csv_text(c, s, plain_text(c, &from->columns[k],
				    from->rows[i].cells[k]));
		csv_end_row(s);
	}
	if (from->note != NULL) {
		csv_text(c, s, from->note);
		csv_end_row(s);
	}
}

struct str *
section_csv(const struct ctx *c, const struct fact *facts, size_t nfacts,
    const struct section *sections, size_t n)
{
	struct str *s = csv_new(c);

	for (size_t i = 0; i < nfacts; i++) {
		csv_text(c, s, facts[i].name);
		csv_text(c, s, facts[i].value == NULL ? "—" : facts[i].value);
		csv_end_row(s);
	}
	for (size_t i = 0; i < n; i++)
		add_section(c, s, &sections[i]);
	return s;
}
