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

/* Most of a text: ASCII and letters of two bytes that are drawn as they are. */
static unsigned
plain_next(const char **p, const char *end)
{
	const unsigned char *b = (const unsigned char *)*p;
	unsigned c;

	if (b[0] >= 0x20 && b[0] < 0x7f) {
		*p += 1;
		return b[0];
	}
	if (b[0] < 0xc3 || b[0] > 0xdf || end - *p < 2 || b[1] >> 6 != 2)
		return 0;
	c = (b[0] & 0x1fU) << 6 | (b[1] & 0x3fU);
	*p += 2;
	return c;
}

unsigned
shown_next(const char **p, const char *end)
{
	unsigned plain = plain_next(p, end);
	uint32_t c;
	size_t n;

	if (plain != 0)
		return plain;
	n = utf8_read(*p, (size_t)(end - *p), &c);
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
