/* text.c: sentences with places to fill, and lines that fit a width. */

#include <string.h>

#include "base/str.h"
#include "reports/shown.h"
#include "reports/text.h"

#define NBSP		"\xc2\xa0"
#define INITIAL_MAX	3	/* bytes of a letter and its full stop */
#define FEW		8	/* lines of a text that is not long */
#define UNIT_MAX	12	/* bytes of a word that counts as a unit */

/* The argument a place {n} stands for, or NULL when it is no place. */
static const char *
place(const char *p, const char *const *args, size_t nargs)
{
	if (p[0] != '{' || p[1] < '1' || p[1] > '9' || p[2] != '}' ||
	    (size_t)(p[1] - '1') >= nargs)
		return NULL;
	return args[p[1] - '1'];
}

const char *
text_fill(struct arena *a, const char *pattern, const char *const *args,
    size_t nargs)
{
	struct str out;
	const char *arg;

	str_init(&out, a, 128);
	for (const char *p = pattern; *p != '\0'; p++) {
		if ((arg = place(p, args, nargs)) == NULL) {
			str_add_char(&out, *p);
			continue;
		}
		str_add_text(&out, arg);
		p += 2;
	}
	return out.text;
}

const char *
text_count(struct arena *a, long n)
{
	const char *plain = text_printf(a, "%ld", n);
	size_t len = strlen(plain);
	struct str out;

	str_init(&out, a, 2 * len + 1);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0 && plain[i - 1] != '-' &&
		    len > 4)
			str_add_text(&out, NBSP);
		str_add_char(&out, plain[i]);
	}
	return out.text;
}

/* The end of the last of these characters before fit, or 0. */
static size_t
last_of(const char *text, size_t fit, const char *chars)
{
	while (fit > 1 && strchr(chars, text[fit - 1]) == NULL)
		fit--;
	return fit > 1 ? fit : 0;
}

/* An initial or an abbreviation of one letter ends at this blank. */
static int
ends_initial(const char *text, size_t blank)
{
	size_t word = 0;

	while (word < blank && text[blank - 1 - word] != ' ')
		word++;
	return word > 1 && word <= INITIAL_MAX && text[blank - 1] == '.';
}

/* A number and the unit after it, an initial and what follows it. */
static int
is_glued(const char *text, size_t blank, size_t len)
{
	size_t word = 0;

	if (ends_initial(text, blank))
		return 1;
	if (blank == 0 || text[blank - 1] < '0' || text[blank - 1] > '9')
		return 0;
	while (blank + 1 + word < len && text[blank + 1 + word] != ' ')
		word++;
	return word <= UNIT_MAX;
}

/* The end of the last blank before fit where a line may end, or 0. */
static size_t
last_blank(const char *text, size_t len, size_t fit)
{
	for (; fit > 1; fit--)
		if (text[fit - 1] == ' ' && !is_glued(text, fit - 1, len))
			return fit;
	return 0;
}

/* How much of the text goes on a line on which fit bytes find room. */
static size_t
break_at(const char *text, size_t len, size_t fit)
{
	const char *p = text;
	size_t at;

	if (fit == len || (text[fit] == ' ' && !is_glued(text, fit, len)))
		return fit;
	if ((at = last_blank(text, len, fit)) > 0 ||
	    (at = last_of(text, fit, " ")) > 0 ||
	    (at = last_of(text, fit, "-/+")) > 0)
		return at;
	if (fit > 0)
		return fit;
	(void)shown_next(&p, text + len);
	return (size_t)(p - text);
}

/* Count the lines, and store the first ones in so much room. */
static size_t
wrap(struct pdf *pdf, const struct style *s, const char *text, double width,
    struct span *out, size_t room)
{
	size_t n = 0, len, fit, took;

	do {
		len = strcspn(text, "\n");
		fit = pdf_text_fit(pdf, s->font, s->size, text, len, width);
		took = break_at(text, len, fit);
		if (n < room) {
			out[n].text = text;
			out[n].len = took;
			while (out[n].len > 0 && text[out[n].len - 1] == ' ')
				out[n].len--;
		}
		n++;
		text += took;
		if (took == len && *text == '\n')
			text++;
		else
			text += strspn(text, " ");
	} while (*text != '\0');
	return n;
}

size_t
text_wrap(struct arena *a, struct pdf *pdf, const struct style *style,
    const char *text, double width, struct span **out)
{
	struct span few[FEW];
	size_t n = wrap(pdf, style, text, width, few, FEW);

	*out = arena_array(a, n, sizeof(**out));
	if (n > FEW)
		return wrap(pdf, style, text, width, *out, n);
	memcpy(*out, few, n * sizeof(*few));
	return n;
}

double
text_least(struct pdf *pdf, const struct style *style, const char *text)
{
	double most = 0, width;

	while (*text != '\0') {
		size_t len = strcspn(text, " \n/+");

		len += strspn(text + len, "/+");
		width = pdf_text_width(pdf, style->font, style->size, text,
		    len);
		most = width > most ? width : most;
		text += len;
		text += strspn(text, " \n");
	}
	return most;
}

void
text_line(struct pdf *pdf, double x, double y, double width,
    enum text_align align, const struct style *style, struct span line)
{
	double room;

	if (align != ALIGN_LEFT) {
		room = width - pdf_text_width(pdf, style->font, style->size,
		    line.text, line.len);
		x += align == ALIGN_RIGHT ? room : room / 2;
	}
	pdf_text(pdf, x, y, style->font, style->size, style->ink, line.text,
	    line.len);
}
