/* face.h: what a font face can show, how wide, and what of it was used. */
#ifndef REPORTS_FACE_H
#define REPORTS_FACE_H

#include <stddef.h>

struct arena;

struct face {
	short		*width;	/* by character, per mille; -1: no glyph */
	unsigned char	*used;	/* by character: stands in the document */
};

/* A face without any glyph, for the caller to fill in the widths. */
void face_init(struct face *f, struct arena *a);

/* Width of the text in thousandths of the font size. */
double face_width(const struct face *f, const char *text, size_t len);

/* Bytes of whole characters of the text that are at most so wide. */
size_t face_fit(const struct face *f, const char *text, size_t len,
    double width);

/*
 * The next character of the text as it is shown, 0 if it is left out; it is
 * marked as used and *p, which must be before end, is moved past it.
 */
unsigned face_take(struct face *f, const char **p, const char *end);

/* The ToUnicode CMap of the used characters, whose codes are UTF-16 units. */
const char *face_unicode_map(const struct face *f, struct arena *a);

#endif
