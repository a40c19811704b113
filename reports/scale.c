/* scale.c: round steps for an axis and its numbers. */

#include <math.h>
#include <string.h>

#include "base/str.h"
#include "reports/scale.h"
#include "reports/text.h"

#define MAX_STEPS	6

struct scale
scale_for(double most)
{
	static const double round[] = { 1, 2, 5, 10 };
	struct scale s = { 1, 1, 1 };
	double unit;

	if (!(most > 0) || isinf(most))
		return s;
	unit = pow(10, floor(log10(most / MAX_STEPS)));
	for (size_t i = 0; i < 4; i++) {
		s.step = round[i] * unit;
		if (s.step * MAX_STEPS >= most)
			break;
	}
	s.steps = (int)ceil(most / s.step - 1e-9);
	s.top = s.step * s.steps;
	return s;
}

const char *
scale_length(struct arena *a, double v)
{
	long hundredths = lround(v * 100);

	return text_printf(a, "%ld.%02ld", hundredths / 100,
	    hundredths % 100);
}

const char *
scale_decimal(struct arena *a, const char *text, int comma)
{
	char *out = text_copy(a, text), *point;

	if ((point = strpbrk(out, ".,")) != NULL)
		*point = comma ? ',' : '.';
	return out;
}

const char *
scale_number(struct arena *a, double v, int comma)
{
	if (fabs(v - round(v)) < 1e-9 && fabs(v) < 1e15)
		return text_count(a, lround(v));
	return scale_decimal(a, text_printf(a, "%.4g", v), comma);
}
