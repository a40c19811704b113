/* shown.c: characters as reports draw them. */

#include "base/utf8.h"
#include "reports/shown.h"

static const struct {
	uint32_t	from;
	unsigned	to;
} drawn_as[] = {
	{ 0x00ad, 0 },		/* soft hyphen */
	{ 0x200b, 0 },		/* zero width space */
	{ 0x2060, 0 },		/* word joiner */
	{ 0xfeff, 0 },		/* byte order mark */
	{ 0x2002, 0x20 },	/* en, em, figure, thin, narrow spaces */
	{ 0x2003, 0x20 },
	{ 0x2007, 0xa0 },
	{ 0x2009, 0x20 },
	{ 0x202f, 0xa0 },
	{ 0x2010, '-' },	/* hyphen, figure dash, bar */
	{ 0x2012, 0x2013 },
	{ 0x2015, 0x2014 },
};

unsigned
shown_next(const char **p, const char *end)
{
	uint32_t c;
	size_t n = utf8_read(*p, (size_t)(end - *p), &c);

	*p += n == 0 ? 1 : n;
	if (n == 0)
		return '?';
	for (size_t i = 0; i < sizeof(drawn_as) / sizeof(drawn_as[0]); i++)
		if (c == drawn_as[i].from)
			return drawn_as[i].to;
	if (utf8_is_control(c))
		return ' ';
	return c < SHOWN_LIMIT ? (unsigned)c : '?';
}

size_t
shown_put(char *out, unsigned c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	out[2] = (char)(0x80 | (c & 0x3f));
	return 3;
}
