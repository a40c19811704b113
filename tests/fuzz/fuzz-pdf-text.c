/* fuzz-pdf-text.c: any text breaks into lines that fit and lose nothing. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "reports/shown.h"
#include "reports/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One document for all inputs; measuring does not change it. */
static struct pdf *
document(void)
{
	static const struct pdf_meta meta = { .title = "t",
	    .created = "2026-11-22", .lang = "ru",
	    .fonts = "/usr/share/fonts/truetype/paratype" };
	static struct pdf *pdf;

	if (pdf == NULL)
		pdf = pdf_new(arena_new(), &meta);
	return pdf;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct style style = { PDF_REGULAR, 9, INK_TEXT };
	struct arena *arena = arena_new();
	char *text = arena_alloc(arena, size + 1), out[SHOWN_MAX];
	double width = size > 0 ? data[0] : 0;
	struct span *lines;
	const char *p;
	size_t n;

	memcpy(text, data, size);
	n = text_wrap(arena, document(), &style, text, width, &lines);
	assert(n >= 1);
	p = text;
	for (size_t i = 0; i < n; i++) {
		assert(lines[i].text >= p);
		for (; p < lines[i].text; p++)
			assert(*p == ' ' || *p == '\n');
		p += lines[i].len;
		assert(lines[i].len <= 4 || pdf_text_width(document(),
		    style.font, style.size, lines[i].text, lines[i].len) <=
		    width + 0.01);
	}
	assert(strspn(p, " \n") == strlen(p));
	for (p = text; *p != '\0';) {
		unsigned c = shown_next(&p, text + strlen(text));

		assert(c < SHOWN_LIMIT);
		assert(c == 0 || shown_put(out, c) <= SHOWN_MAX);
	}
	arena_free(arena);
	return 0;
}
