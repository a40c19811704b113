/* fuzz-decimal.c: two numbers and a date; what is read prints as itself. */

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_same(struct decimal d)
{
	char text[DECIMAL_TEXT], again[DECIMAL_TEXT];
	struct decimal back;

	decimal_print(d, text);
	assert(decimal_parse(text, &back) == OK);
	assert(back.digits == d.digits && back.scale == d.scale);
	decimal_print(back, again);
	assert(strcmp(text, again) == 0);
}

static void
check_pair(struct decimal a, struct decimal b)
{
	struct decimal c, d;

	if (decimal_add(a, b, &c) == OK) {
		check_same(c);
		if (decimal_subtract(c, b, &d) == OK)
			assert(decimal_compare(a, d) == 0);
	}
	if (decimal_multiply(a, b, &c) == OK)
		check_same(c);
	for (int scale = 0; scale <= 18; scale += 3)
		if (decimal_divide(a, b, scale, &c) == OK) {
			check_same(c);
			assert(c.scale <= scale);
		}
	assert(decimal_compare(a, b) == -decimal_compare(b, a));
}

static void
check_date(const char *text)
{
	char iso[DATE_TEXT + 1], russian[DATE_TEXT + 1];
	long days, back;

	if (date_parse(text, &days) != OK)
		return;
	date_iso(days, iso);
	date_russian(days, russian);
	assert(date_parse(iso, &back) == OK && back == days);
	assert(date_parse(russian, &back) == OK && back == days);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = calloc(1, size + 1), *second;
	struct decimal a, b;

	assert(text != NULL);
	memcpy(text, data, size);
	check_date(text);
	if ((second = strchr(text, ' ')) != NULL)
		*second++ = '\0';
	if (decimal_parse(text, &a) == OK) {
		check_same(a);
		if (second != NULL && decimal_parse(second, &b) == OK)
			check_pair(a, b);
	}
	free(text);
	return 0;
}
