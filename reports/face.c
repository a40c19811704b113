/* face.c: what a font face can show, how wide, and what of it was used. */

#include <assert.h>

#include "base/str.h"
#include "reports/face.h"
#include "reports/shown.h"

void
face_init(struct face *f, struct arena *a)
{
	f->used = arena_alloc(a, SHOWN_LIMIT);
	f->width = arena_array(a, SHOWN_LIMIT, sizeof(*f->width));
	for (unsigned c = 0; c < SHOWN_LIMIT; c++)
		f->width[c] = -1;
}

/* Take a character as this face can show it; 0 is one to leave out. */
static unsigned
next_shown(const struct face *f, const char **p, const char *end)
{
	unsigned c = shown_next(p, end);

	return c != 0 && f->width[c] < 0 ? '?' : c;
}

double
face_width(const struct face *f, const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	double sum = 0;

	while (p < end) {
		unsigned c = next_shown(f, &p, end);

		sum += c == 0 ? 0 : f->width[c];
	}
	return sum;
}

size_t
face_fit(const struct face *f, const char *text, size_t len, double width)
{
	const char *p = text, *end = text + len, *good = text;
	double sum = 0;

	while (p < end) {
		unsigned c = next_shown(f, &p, end);

		sum += c == 0 ? 0 : f->width[c];
		if (sum > width + 0.01)
			break;
		good = p;
	}
	return (size_t)(good - text);
}

unsigned
face_take(struct face *f, const char **p, const char *end)
{
	unsigned c = next_shown(f, p, end);

	if (c != 0)
		f->used[c] = 1;
	return c;
}

/* The last of the used characters that follow c within its high byte. */
static unsigned
run_end(const struct face *f, unsigned c)
{
	while ((c & 0xff) != 0xff && c + 1 < SHOWN_LIMIT && f->used[c + 1])
		c++;
	return c;
}

const char *
face_unicode_map(const struct face *f, struct arena *a)
{
	struct str s;

	str_init(&s, a, 4096);
	str_add_text(&s, "/CIDInit /ProcSet findresource begin\n"
	    "12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS)"
	    " /Supplement 0 >> def\n"
	    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (unsigned c = 0, last; c < SHOWN_LIMIT; c++) {
		if (!f->used[c])
			continue;
		last = run_end(f, c);
		str_addf(&s, "1 beginbfrange\n<%04X> <%04X> <%04X>\n"
		    "endbfrange\n", c, last, c);
		c = last;
	}
	str_add_text(&s, "endcmap\n"
	    "CMapName currentdict /CMap defineresource pop\nend\nend\n");
	return s.text;
}
