/* srgb.h: the colour profile that a document's colours are meant in. */
#ifndef REPORTS_SRGB_H
#define REPORTS_SRGB_H

#include <stddef.h>

struct arena;

#define SRGB_NAME	"sRGB IEC61966-2.1"

/* An ICC profile, version 2.1, of a screen by the numbers of the standard. */
const unsigned char *srgb_profile(struct arena *a, size_t *len);

#endif
