/* srgb.c: the colour profile that a document's colours are meant in. */

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "reports/srgb.h"

/* As ICC.1:2001-04 has it: a head, a table of tags, and what they hold. */
enum { HEAD = 128, CURVE = 1024, TAGS = 9, ENTRY = 12, SIZE = 4096 };

#define COPYRIGHT	"No copyright, use freely"

struct bytes {
	unsigned char	*at;
	size_t		 len;
};

static void
put(struct bytes *b, uint32_t n, int width)
{
	assert(b->len + (size_t)width <= SIZE);
	while (width-- > 0)
		b->at[b->len++] = (unsigned char)(n >> (8 * width));
}

static void
put_text(struct bytes *b, const char *text, size_t len)
{
	assert(b->len + len <= SIZE);
	memcpy(b->at + b->len, text, len);
	b->len += len;
}

/* A number with sixteen binary places. */
static void
put_fixed(struct bytes *b, double n)
{
	put(b, (uint32_t)lround(n * 65536), 4);
}

static void
put_xyz(struct bytes *b, const double xyz[3])
{
	put_text(b, "XYZ \0\0\0\0", 8);
	for (int i = 0; i < 3; i++)
		put_fixed(b, xyz[i]);
}

static void
put_copyright(struct bytes *b)
{
	put_text(b, "text\0\0\0\0", 8);
	put_text(b, COPYRIGHT, sizeof(COPYRIGHT));
}

/* The name in ASCII; none in Unicode or for old Macintoshes. */
static void
put_name(struct bytes *b)
{
	put_text(b, "desc\0\0\0\0", 8);
	put(b, sizeof(SRGB_NAME), 4);
	put_text(b, SRGB_NAME, sizeof(SRGB_NAME));
	for (int i = 0; i < 4 + 4 + 2 + 1 + 67; i++)
		put(b, 0, 1);
}

/* From what a channel says to light (IEC 61966-2-1). */
static void
put_curve(struct bytes *b)
{
	put_text(b, "curv\0\0\0\0", 8);
	put(b, CURVE, 4);
	for (int i = 0; i < CURVE; i++) {
		double v = (double)i / (CURVE - 1);

		v = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
		put(b, (uint32_t)lround(v * 65535), 2);
	}
}

/* The primaries as under D50, the light of the profiles. */
static const double white[3] = { 0.9642, 1, 0.8249 };
static const double red[3] = { 0.43607, 0.22249, 0.01392 };
static const double green[3] = { 0.38515, 0.71687, 0.09708 };
static const double blue[3] = { 0.14307, 0.06061, 0.71410 };

static void
put_head(struct bytes *b)
{
	put(b, 0, 4);		/* the size, when it is known */
	put(b, 0, 4);
	put(b, 0x02100000, 4);
	put_text(b, "mntrRGB XYZ ", 12);
	put(b, 2026, 2);
	put(b, 11, 2);
	put(b, 27, 2);
	put_text(b, "\0\0\0\0\0\0acsp", 10);
	while (b->len < 68)
		put(b, 0, 1);
	for (int i = 0; i < 3; i++)
		put_fixed(b, white[i]);
	while (b->len < HEAD)
		put(b, 0, 1);
}

/* The entry of a tag whose bytes lie from … to here, at a multiple of 4. */
static void
enter(struct bytes *b, int tag, const char *name, size_t from)
{
	struct bytes entry = { b->at, HEAD + 4 + (size_t)tag * ENTRY };

	put_text(&entry, name, 4);
	put(&entry, (uint32_t)from, 4);
	put(&entry, (uint32_t)(b->len - from), 4);
	while (b->len % 4 != 0)
		put(b, 0, 1);
}

static void
put_colour(struct bytes *b, int tag, const char *name, const double xyz[3])
{
	size_t from = b->len;

	put_xyz(b, xyz);
	enter(b, tag, name, from);
}

const unsigned char *
srgb_profile(struct arena *a, size_t *len)
{
	static const char *const curves[] = { "rTRC", "gTRC", "bTRC" };
	struct bytes b = { arena_alloc(a, SIZE), 0 }, size = { b.at, 0 };
	size_t from;

	put_head(&b);
	put(&b, TAGS, 4);
	b.len += TAGS * ENTRY;
	from = b.len;
	put_name(&b);
	enter(&b, 0, "desc", from);
	from = b.len;
	put_copyright(&b);
	enter(&b, 1, "cprt", from);
	put_colour(&b, 2, "wtpt", white);
	put_colour(&b, 3, "rXYZ", red);
	put_colour(&b, 4, "gXYZ", green);
	put_colour(&b, 5, "bXYZ", blue);
	from = b.len;
	put_curve(&b);
	for (int i = 0; i < 3; i++)
		enter(&b, 6 + i, curves[i], from);
	put(&size, (uint32_t)b.len, 4);
	*len = b.len;
	return b.at;
}
