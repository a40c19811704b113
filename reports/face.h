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
 * Copy what can be shown of the text from *p on, until end or until the
 * buffer is full, mark it as used and move *p past it.  Returns the bytes
 * copied; the copy is terminated.
 */
size_t face_show(struct face *f, const char **p, const char *end, char *buf,
    size_t size);

/* The ToUnicode CMap of the used characters, whose codes are UTF-16 units. */
const char *face_unicode_map(const struct face *f, struct arena *a);

#endif
